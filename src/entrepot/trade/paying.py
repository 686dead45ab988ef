"""Paying: the provider is asked with nothing open, and what it answers is settled set-wise, in shared transactions."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.utils import translation
from msgspec import Struct

from entrepot.customs import allowance
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Caller
from entrepot.kit.events import Fact, record_all
from entrepot.kit.money import Money
from entrepot.kit.retrying import retried
from entrepot.kit.together import Lane
from entrepot.kit.verb import verb
from entrepot.ledger import chart, journals
from entrepot.ledger.entries import Journal, Line, journal_id
from entrepot.ledger.posting import post
from entrepot.payments import charging, refunding
from entrepot.payments.providers import Captured, Declined, NeedsAction, Outcome, Unknown
from entrepot.payments.refunding import NewRefund
from entrepot.stock import reserving
from entrepot.trade import reviving
from entrepot.trade.answers import Placed
from entrepot.trade.flow import DECLINE, PAY, Move, PurchaseState
from entrepot.trade.models import Purchase
from entrepot.trade.moving import MovedOrder, move_orders, move_purchases
from entrepot.trade.reasons import Reason
from entrepot.trade.requests import PaymentChoice

log = logging.getLogger(__name__)


class Settlement(Struct, frozen=True):
    """What a provider said of the payment of one purchase."""

    purchase_id: UUID
    outcome: Outcome


class Settled(Struct, frozen=True):
    """A purchase after its settlement. `moved` is False for what was known already.

    ended: the state of a purchase that is not paid although the money came: that money is on its way back.
    """

    purchase_id: UUID
    moved: bool
    outcome: Outcome
    ended: PurchaseState | None = None


def pay(placed: Placed, choice: PaymentChoice, *, locale: str = "en") -> Settled:
    """Ask the provider for the money of a placed purchase and settle its answer.

    Repeating it asks with the same key, so it charges once, and settles once: a caller that died in between just repeats.
    No provider takes a payment of nothing, so none is asked for one.
    """
    if not placed.total:
        return together(Settlement(placed.purchase_id, Captured("", placed.total)))
    with translation.override(locale):  # a provider's own page asks the buyer in her language
        outcome = charging.ask(**_asked(placed, choice, locale))
    return together(Settlement(placed.purchase_id, outcome))


async def pay_soon(placed: Placed, choice: PaymentChoice, *, locale: str = "en") -> Settled:
    """`pay` for a coroutine, which waits where that blocks."""
    if not placed.total:
        return await together.soon(Settlement(placed.purchase_id, Captured("", placed.total)))
    with translation.override(locale):
        outcome = await charging.ask_soon(**_asked(placed, choice, locale))
    return await together.soon(Settlement(placed.purchase_id, outcome))


class _Asked(TypedDict):
    key: UUID
    provider_name: str
    token: str
    amount: Money
    return_url: str


def _asked(placed: Placed, choice: PaymentChoice, locale: str) -> _Asked:
    key = placed.purchase_id
    return {
        "key": key,
        "provider_name": choice.provider,
        "token": choice.token,
        "amount": placed.total,
        "return_url": f"{settings.URL}/{locale}/pay/{key}/return/",
    }


@verb(allow={Caller.SYSTEM})
def settle(settlements: Sequence[Settlement], *, by: Actor) -> list[Settled]:
    """Settle what providers said, in one transaction, with the same few statements whatever the length.

    A capture moves the purchase and its orders to paid and the money into escrow, taxes aside (J1, J2). A decline gives stock
    and allowance back. Money that comes for a purchase that expired revives it if all of it is still to be had; else, and for
    an order that was cancelled meanwhile, it is on its way back at once.
    """
    at = clock.now()
    outcomes = _strongest(settlements)
    noted = charging.note(outcomes, at=at)
    captured = {key: amount for key, amount in noted.items() if isinstance(outcomes[key], Captured)}
    paid = _capture(captured, outcomes, by=by, at=at)
    _decline([key for key in noted if isinstance(outcomes[key], Declined)], by=by, at=at)
    move_purchases(
        [key for key in noted if isinstance(outcomes[key], NeedsAction)], PurchaseState.NEEDS_ACTION
    )
    ended = _ended({key for key, outcome in outcomes.items() if isinstance(outcome, Captured)} - paid)
    keys = [settlement.purchase_id for settlement in settlements]
    return [Settled(key, key in noted, outcomes[key], ended.get(key)) for key in keys]


def _strongest(settlements: Sequence[Settlement]) -> dict[UUID, Outcome]:
    """One outcome for each purchase: told of twice in one batch, in whatever order, money that was taken counts most."""
    ranks = (Unknown, NeedsAction, Declined, Captured)
    ranked = sorted(settlements, key=lambda settlement: ranks.index(type(settlement.outcome)))
    return {settlement.purchase_id: settlement.outcome for settlement in ranked}


def _capture(
    amounts: dict[UUID, Money], outcomes: dict[UUID, Outcome], *, by: Actor, at: datetime
) -> set[UUID]:
    """Move what was captured to paid, as far as it still can be; answers the purchases that are paid by it."""
    if not amounts:
        return set()
    paid = {purchase.id for purchase in move_purchases(amounts, PurchaseState.PAID)}
    if late := amounts.keys() - paid:
        again = reviving.revive(late, by=by, at=at)
        paid |= {purchase.id for purchase in move_purchases(again, PurchaseState.PAID)} if again else set()
    orders = move_orders(PAY, by=by, at=at, purchases=paid) if paid else []
    unwanted = dict(
        amounts
    )  # less what is for orders that still stand: a buyer may have given one up while she paid
    for order in orders:
        unwanted[order.purchase_id] -= order.escrow + order.tax
    entries = [_into_escrow(order) for order in orders if order.escrow or order.tax]
    for key in amounts:
        outcome = outcomes[key]
        if isinstance(outcome, Captured) and outcome.fee:
            entries.append(journals.provider_fee(purchase_id=key, fee=outcome.fee))
    in_vain = {key: amount for key, amount in unwanted.items() if amount}
    entries += _send_back(in_vain, at=at)
    post(entries)
    record_all(
        [Fact("purchase.paid", key, by) for key in paid] + [Fact("payment.late", key, by) for key in in_vain]
    )
    return paid


def _ended(keys: set[UUID]) -> dict[UUID, PurchaseState]:
    """Those of these purchases that have ended unpaid, with how: asked only when money came that did not pay one just now."""
    ends = [PurchaseState.DECLINED, PurchaseState.EXPIRED, PurchaseState.CANCELLED]
    found = Purchase.objects.filter(pk__in=keys, state__in=ends).values_list("pk", "state") if keys else ()
    return {key: PurchaseState(state) for key, state in found}


def _into_escrow(order: MovedOrder) -> Journal:
    return journals.capture(order_id=order.id, escrow=order.escrow, import_tax=order.tax)


def _send_back(amounts: dict[UUID, Money], *, at: datetime) -> list[Journal]:
    """Money that came for what is not wanted any more: ours to give back, and asked of the provider by the worker."""
    refunding.open_refunds([NewRefund(key, key, amount) for key, amount in amounts.items()], at=at)
    entries = []
    for key, amount in amounts.items():
        clearing, owed = (
            chart.PSP_CLEARING.house(amount.currency),
            chart.REFUNDS_PAYABLE.of(key, amount.currency),
        )
        came = Line(clearing, owed, amount)
        goes = Line(owed, clearing, amount)
        entries.append(Journal(journal_id(key, "late_capture"), key, "late_capture", (came, goes)))
    return entries


def _decline(keys: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    declined = [purchase.id for purchase in move_purchases(list(keys), PurchaseState.DECLINED)]
    if declined:
        give_back(DECLINE, declined, by=by, at=at, reason=Reason.DECLINED)
        record_all([Fact("purchase.declined", key, by) for key in declined])


def give_back(
    move: Move, purchases: Sequence[UUID], *, by: Actor, at: datetime, reason: str
) -> list[MovedOrder]:
    """Cancel the orders of purchases that will not be paid: their stock and their allowance are free again."""
    orders = move_orders(move, by=by, at=at, purchases=purchases, reason=reason)
    reserving.release([order.id for order in orders], at=at)
    allowance.give_back([order.id for order in orders], ending=allowance.Ending.EXPIRED)
    return orders


def settle_batch(settlements: Sequence[Settlement]) -> list[Settled]:
    """`settle` for the lane: what one thread learned is settled with what others learned in the same moment."""
    return retried(lambda: settle(settlements, by=SYSTEM))


together: Lane[Settlement, Settled] = Lane(settle_batch)


def ask_again() -> int:
    """Ask providers what became of payments of which nothing was heard for a minute; answers how many were asked.

    A process may have died between the provider's answer and its settlement, or a webhook was lost. Run by the worker.
    """
    unheard = charging.take_unheard(at=clock.now())
    for key, provider_name, reference in unheard:
        try:
            outcome = charging.ask_outcome(key=key, provider_name=provider_name, reference=reference)
            together(Settlement(key, outcome))
        except Exception:
            log.exception("what became of payment %s could not be settled; it will be asked again", key)
    return len(unheard)


def give_up_unwanted() -> int:
    """Tell providers that nobody waits for a payment any more, so that no buyer pays into nothing; answers how many were told.

    Money that was taken meanwhile is settled like any that comes late. Run by the worker.
    """
    unwanted = charging.take_given_up(at=clock.now())
    for key, provider_name, reference in unwanted:
        try:
            outcome = charging.ask_to_give_up(key=key, provider_name=provider_name, reference=reference)
            together(Settlement(key, outcome))
        except Exception:
            log.exception("payment %s could not be given up; its provider will be told again", key)
    return len(unwanted)
