"""When something is wrong with an order: refunds asked for, answered and given, goods taken back, disputes."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from entrepot.api.calling import caller
from entrepot.api.v1.schemas import (
    AcceptanceIn,
    AnswerIn,
    DisputeIn,
    RefundIn,
    RefundRequestIn,
    ReturnIn,
)
from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound
from entrepot.kit.money import Money
from entrepot.trade import disputing, queries, repaying, requesting, returning
from entrepot.trade.claims import RefundRequest
from entrepot.trade.queries import OrderView
from entrepot.trade.returning import Back

router = Router(tags=["orders"])


@router.post("/orders/{number}/refund-request", response={201: dict[str, Any]})
def ask(request: HttpRequest, number: str, document: RefundRequestIn) -> Status:
    """The buyer asks for an amount back, or, without one, for all that is left of goods and freight."""
    by = caller(request, "purchases")
    view = queries.order(number, by=by)
    requesting.ask(
        view.order.pk,
        amount=_amount(view, document.amount),
        reason=document.reason,
        is_with_goods=document.with_goods,
        by=by,
    )
    return _answered(number, by)


@router.post("/orders/{number}/refund-request/withdrawal", response={201: dict[str, Any]})
def withdraw_request(request: HttpRequest, number: str) -> Status:
    """The buyer no longer asks."""
    by = caller(request, "purchases")
    requesting.withdraw(_open(queries.order(number, by=by)).pk, by=by)
    return _answered(number, by)


@router.post("/orders/{number}/refund-request/acceptance", response={201: dict[str, Any]})
def accept(request: HttpRequest, number: str, document: AcceptanceIn) -> Status:
    """The merchant gives what was asked for, or another amount; with goods to come back it is paid when they are here."""
    by = caller(request, "orders", needs_key=True)
    view = queries.order(number, by=by)
    requesting.accept(_open(view).pk, amount=_amount(view, document.amount), answer=document.answer, by=by)
    return _answered(number, by)


@router.post("/orders/{number}/refund-request/refusal", response={201: dict[str, Any]})
def decline(request: HttpRequest, number: str, document: AnswerIn) -> Status:
    """The merchant says no, and why."""
    by = caller(request, "orders", needs_key=True)
    requesting.decline(_open(queries.order(number, by=by)).pk, answer=document.answer, by=by)
    return _answered(number, by)


@router.post("/orders/{number}/refund", response={201: dict[str, Any]})
def refund(request: HttpRequest, number: str, document: RefundIn) -> Status:
    """The merchant gives an amount back by itself, or, without one, all that is left of goods and freight."""
    by = caller(request, "orders", needs_key=True)
    view = queries.order(number, by=by)
    repaying.refund(view.order.pk, amount=_amount(view, document.amount), reason=document.reason, by=by)
    return _answered(number, by)


@router.post("/orders/{number}/return", response={201: dict[str, Any]})
def take_back(request: HttpRequest, number: str, document: ReturnIn) -> Status:
    """These goods are with the merchant again; the buyer is paid for them."""
    by = caller(request, "orders", needs_key=True)
    view = queries.order(number, by=by)
    lines: dict[Any, Back] = {}
    for each in document.lines:
        before = lines.get(each.line, Back(0))
        lines[each.line] = Back(before.quantity + each.quantity, before.damaged + each.damaged)
    returning.take_back(view.order.pk, lines=lines, amount=_amount(view, document.amount), by=by)
    return _answered(number, by)


@router.post("/orders/{number}/dispute", response={201: dict[str, Any]})
def dispute(request: HttpRequest, number: str, document: DisputeIn) -> Status:
    """The buyer objects; nothing of the order's money moves until it is settled."""
    by = caller(request, "purchases")
    view = queries.order(number, by=by)
    disputing.dispute(view.order.pk, reason=document.reason, text=document.text, by=by)
    return _answered(number, by)


@router.post("/orders/{number}/dispute/withdrawal", response={201: dict[str, Any]})
def withdraw_dispute(request: HttpRequest, number: str) -> Status:
    """The buyer no longer objects."""
    by = caller(request, "purchases")
    disputing.withdraw(queries.order(number, by=by).order.pk, by=by)
    return _answered(number, by)


def _amount(view: OrderView, minor: int | None) -> Money | None:
    return None if minor is None else Money(minor, view.order.currency)


def _open(view: OrderView) -> RefundRequest:
    if view.claims.request is None:
        raise NotFound
    return view.claims.request


def _answered(number: str, by: Actor) -> Status:
    return Status(201, queries.order_document(queries.order(number, by=by)))
