"""Handing parcels to carriers and noting where they are."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller, Permission
from entrepot.kit.errors import FieldError, Malformed, NotAllowed
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.shipping.models import Parcel, TrackingEvent
from entrepot.shipping.statuses import TrackingStatus

TEXT_MAX = 60


def check(*, carrier: str, tracking_number: str) -> None:
    """Raises Malformed, naming the field, for a carrier or number that is missing or too long."""
    wrong = [
        FieldError(field, _("Please fill this in, with at most 60 characters."))
        for field, text in (("carrier", carrier), ("tracking_number", tracking_number))
        if not 0 < len(text.strip()) <= TEXT_MAX
    ]
    if wrong:
        raise Malformed(fields=wrong)


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def hand_over(*, order_id: UUID, merchant_id: UUID, carrier: str, tracking_number: str, by: Actor) -> Parcel:
    """A parcel of this order is with a carrier. Raises NotAllowed, Malformed. Called by trade, which knows whose order it is."""
    _must_ship(merchant_id, by)
    check(carrier=carrier, tracking_number=tracking_number)
    parcel = Parcel.objects.create(
        order_id=order_id,
        merchant_id=merchant_id,
        carrier=carrier.strip(),
        tracking_number=tracking_number.strip(),
        created_at=clock.now(),
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


def parcel_of(order_id: UUID) -> Parcel | None:
    """The newest parcel of an order."""
    return Parcel.objects.filter(order_id=order_id).order_by("-id").first()
