"""A merchant's money, for its own programs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from entrepot.api.calling import caller
from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound
from entrepot.merchants import queries as merchants
from entrepot.payments.paying_out import queries as payouts
from entrepot.payments.paying_out.queries import PayoutView
from entrepot.trade import balances
from entrepot.trade.numbers import number_of

router = Router(tags=["merchants"])

#: Movements that are about an order; of others `order` is null.
_OF_ORDERS = ("release", "reserve", "reserve_released", "recovery", "refund")


def _own(request: HttpRequest, slug: str) -> tuple[UUID, Actor]:
    by = caller(request, "orders", needs_key=True)
    merchant_id = merchants.id_of_slug(slug)
    if merchant_id not in by.memberships:
        raise NotFound
    return merchant_id, by


@router.get("/merchants/{slug}/balance")
def balance(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What is the merchant's, by currency; `next_payout` is what the next one takes as things stand, or null."""
    merchant_id, by = _own(request, slug)
    found = balances.balance(merchant_id, by=by)
    return {
        "own_currency": found.own_currency,
        "next_payout_on": found.next_payout.isoformat(),
        "currencies": [
            {
                "currency": each.currency,
                "payable": each.payable.minor,
                "reserve": each.reserve.minor,
                "reserves": [{"on": kept.on.isoformat(), "amount": kept.amount.minor} for kept in each.kept],
                "owed": each.owed.minor,
                "in_escrow": each.held.expected.minor,
                "next_payout": each.next_amount.minor,
                "stopped": each.stopped or None,
                "waiting": [
                    {
                        "order": wait.number if wait.code in _OF_ORDERS else None,
                        "amount": wait.amount.minor,
                        "due_on": wait.due_on.isoformat(),
                        "why": wait.why,
                    }
                    for wait in each.waiting
                ],
            }
            for each in found.currencies
        ],
        "in_transit": [_document(payout) for payout in found.under_way],
    }


@router.get("/merchants/{slug}/payouts")
def index(request: HttpRequest, slug: str, before: UUID | None = None) -> dict[str, Any]:
    """The payouts, the newest first; `before` is the id after which the next page begins."""
    merchant_id, by = _own(request, slug)
    page = payouts.payouts(merchant_id, before=before, by=by)
    return {"payouts": [_document(payout) for payout in page.payouts], "before": page.before}


@router.get("/merchants/{slug}/payouts/{payout_id}")
def show(request: HttpRequest, slug: str, payout_id: UUID) -> dict[str, Any]:
    """One payout with its lines, whose sum is `taken`."""
    merchant_id, by = _own(request, slug)
    payout = payouts.payout(merchant_id, payout_id, by=by)
    lines = [
        {
            "order": number_of(line.subject_id) if line.code in _OF_ORDERS else None,
            "code": line.code,
            "at": line.at.isoformat(),
            "amount": line.amount.minor,
        }
        for line in payouts.lines(payout.id)
    ]
    return _document(payout) | {"lines": lines}


def _document(payout: PayoutView) -> dict[str, Any]:
    trade = payout.exchange
    return {
        "id": str(payout.id),
        "on": payout.on.isoformat(),
        "state": payout.state.value,
        "taken": payout.taken.minor,
        "taken_currency": payout.taken.currency,
        "amount": payout.amount.minor,
        "currency": payout.amount.currency,
        "margin_bps": trade.margin_bps if trade else 0,
        "margin": payout.margin.minor if payout.margin else 0,
        "account": payout.account,
        "created_at": payout.created_at.isoformat(),
        "ended_at": payout.ended_at.isoformat() if payout.ended_at else None,
        "why": str(payout.why) if payout.why else None,
    }
