"""What the random lives of orders read of the marketplace, for the auditor who is told of them."""

from fractions import Fraction
from uuid import UUID

from entrepot.kit.sql import fetch
from entrepot.trade import models as trade
from tests.auditor import Account, Line, Order, Purchase, share

_BALANCES = """
SELECT account.number, account.owner_id, account.currency, sum(moved.minor)::bigint
  FROM ledger_account AS account
  JOIN (SELECT debit_id AS id, currency, amount_minor AS minor FROM ledger_transfer
         UNION ALL SELECT credit_id, currency, -amount_minor FROM ledger_transfer) AS moved
    ON moved.id = account.id AND moved.currency = account.currency
 GROUP BY 1, 2, 3 HAVING sum(moved.minor) <> 0
"""
_STATES = "SELECT id, state FROM trade_order UNION ALL SELECT id, state FROM trade_purchase"
_SHELVES = "SELECT variant_id, on_hand, reserved FROM stock_level"


def balances() -> dict[Account, int]:
    """Debits less credits of every account that is not at zero, out of the transfers themselves."""
    return {(number, owner, currency): minor for number, owner, currency, minor in fetch(_BALANCES, [])}


def states() -> dict[UUID, str]:
    """Of every order and purchase."""
    return dict(fetch(_STATES, []))


def shelves() -> dict[UUID, tuple[int, int]]:
    """On hand and reserved, of every variant."""
    return {variant: (on_hand, reserved) for variant, on_hand, reserved in fetch(_SHELVES, [])}


def bought(taken: int, rate: str) -> int:
    """So many cents at so much for one, half up."""
    exact = Fraction(taken) / Fraction(rate)
    return share(exact.numerator, 1, exact.denominator)


def as_placed(purchase_id: UUID) -> Purchase:
    """What was sold at which prices, told to the auditor: everything after that it works out."""
    row = trade.Purchase.objects.get(pk=purchase_id)
    purchase = Purchase(row.pk, row.total_minor, row.currency, row.expires_at)
    for order in trade.Order.objects.filter(purchase=row).order_by("pk"):
        lines = [
            Line(
                line.pk,
                line.variant_id,
                line.quantity,
                line.unit_minor,
                line.freight_minor,
                (line.duty_minor, line.import_vat_minor, line.consumption_tax_minor),
            )
            for line in order.lines.order_by("pk")
        ]
        goods = sum(line.unit * line.quantity for line in lines)
        freight = sum(line.freight for line in lines)
        tax = sum(sum(line.taxes) for line in lines)
        fee = sum(share(line.unit * line.quantity, 5, 100) for line in lines)
        assert (goods, freight, goods + freight + tax) == (
            order.goods_minor,
            order.freight_minor,
            order.total_minor,
        )
        assert fee == order.commission_minor
        purchase.orders.append(Order(order.pk, purchase, order.merchant_id, goods, freight, tax, fee, lines))
    assert sum(o.goods + o.freight + o.tax for o in purchase.orders) == purchase.total
    return purchase
