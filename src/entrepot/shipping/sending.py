"""Handing parcels to carriers and noting where they are."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum
from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller, Permission
from entrepot.kit.errors import FieldError, Malformed, NotAllowed
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.shipping.models import Parcel, ParcelLine, TrackingEvent
from entrepot.shipping.statuses import Mode, TrackingStatus

TEXT_MAX = 60


def check(*, carrier: str, tracking_number: str, mode: str = Mode.EXPRESS) -> None:
    """Raises Malformed, naming the field, for a carrier or number that is missing or too long, or a mode that is not one."""
    wrong = [
        FieldError(field, _("Please fill this in, with at most 60 characters."))
        for field, text in (("carrier", carrier), ("tracking_number", tracking_number))
        if not 0 < len(text.strip()) <= TEXT_MAX
    ]
    if mode not in Mode.values:
        wrong.append(FieldError("mode", _("Please choose one of the list.")))
    if wrong:
        raise Malformed(fields=wrong)


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def hand_over(
    *,
    order_id: UUID,
    merchant_id: UUID,
    carrier: str,
    tracking_number: str,
    lines: Mapping[UUID, int],
    mode: str = Mode.EXPRESS,
    by: Actor,
) -> Parcel:
    """A parcel of this order, with so many of each of these lines, is with a carrier.

    Raises NotAllowed, Malformed. Called by trade, which knows whose order it is and what is left of it.
    """
    _must_ship(merchant_id, by)
    check(carrier=carrier, tracking_number=tracking_number, mode=mode)
    parcel = Parcel.objects.create(
        order_id=order_id,
        merchant_id=merchant_id,
        carrier=carrier.strip(),
        tracking_number=tracking_number.strip(),
        mode=mode,
        created_at=clock.now(),
    )
    ParcelLine.objects.bulk_create(
        ParcelLine(parcel=parcel, line_id=line, quantity=count) for line, count in lines.items()
    )
    TrackingEvent.objects.create(
        parcel=parcel, status=TrackingStatus.HANDED_OVER, at=clock.now(), created_at=clock.now()
    )
    return parcel


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def track(
    parcel: Parcel, *, status: TrackingStatus, place: str, note: str, at: datetime, by: Actor
) -> TrackingEvent:
    """Note where a parcel was. Raises NotAllowed, Malformed for a time in the future or a status that is not one."""
    _must_ship(parcel.merchant_id, by)
    if at > clock.now():
        raise Malformed(fields=[FieldError("at", _("This is in the future."))])
    if status not in TrackingStatus.values:
        raise Malformed(fields=[FieldError("status", _("Please choose one of the list."))])
    event = TrackingEvent.objects.create(
        parcel=parcel, status=status, place=place[:120], note=note[:200], at=at, created_at=clock.now()
    )
    record("parcel.tracked", parcel.order_id, by=by, merchant_id=parcel.merchant_id, status=str(status))
    return event


def _must_ship(merchant_id: UUID, by: Actor) -> None:
    if not by.may(Permission.FULFIL, merchant_id):
        raise NotAllowed


def parcel_of(order_id: UUID, *, tracking_number: str = "") -> Parcel | None:
    """The newest parcel of an order, or the one with this number."""
    found = Parcel.objects.filter(order_id=order_id).order_by("-id")
    return (found.filter(tracking_number=tracking_number.strip()) if tracking_number else found).first()


def is_known(order_id: UUID, *, carrier: str, tracking_number: str) -> bool:
    """Whether this order has a parcel with this carrier and number already: somebody says the same twice."""
    named = {"carrier": carrier.strip(), "tracking_number": tracking_number.strip()}
    return Parcel.objects.filter(order_id=order_id, **named).exists()


def are_delivered(order_id: UUID) -> bool:
    """Whether every parcel of an order has been delivered."""
    delivered = TrackingEvent.objects.filter(parcel=OuterRef("pk"), status=TrackingStatus.DELIVERED)
    return not Parcel.objects.filter(~Exists(delivered), order_id=order_id).exists()


def modes(order_id: UUID) -> list[str]:
    """How the parcels of an order travel."""
    return list(Parcel.objects.filter(order_id=order_id).values_list("mode", flat=True))


def sent(order_id: UUID) -> dict[UUID, int]:
    """How many of each line of an order have left."""
    rows = (
        ParcelLine.objects.filter(parcel__order_id=order_id).values_list("line_id").annotate(Sum("quantity"))
    )
    return dict(rows)
