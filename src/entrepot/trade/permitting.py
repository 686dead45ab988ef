"""Who may make a move of an order: the table's column `who`, asked of a caller."""

from collections.abc import Callable

from entrepot.kit.actor import Actor, Permission
from entrepot.trade.flow import Move, Who
from entrepot.trade.models import Order

_IS: dict[Who, Callable[[Actor, Order], bool]] = {
    Who.BUYER: lambda by, order: order.is_bought_by(by),
    Who.SHIPPERS: lambda by, order: by.may(Permission.FULFIL, order.merchant_id),
    Who.ACCOUNTANTS: lambda by, order: by.may(Permission.MONEY, order.merchant_id),
    Who.OPERATOR: lambda by, _order: by.is_operator,
    Who.PROVIDER: lambda by, _order: by.is_system,
    Who.TIME: lambda by, _order: by.is_system,
}


def may(move: Move, order: Order, *, by: Actor) -> bool:
    """Whether this caller is one of those who may; where the order stands is not asked."""
    return by.is_system or any(_IS[who](by, order) for who in move.who)
