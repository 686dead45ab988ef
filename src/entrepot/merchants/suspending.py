"""Suspending: a merchant may not sell for now; its open orders go on."""

from uuid import UUID

from entrepot.identity.rules import in_person
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.merchants.errors import AlreadySuspended, NotSuspended, OwnBusiness
from entrepot.merchants.models import Merchant, Suspension
from entrepot.merchants.rules import check_reason


@verb(allow={Caller.OPERATOR})
def suspend(merchant_id: UUID, *, reason: str, by: Actor) -> Suspension:
    """Keep a merchant from new sales until it is lifted.

    Raises OnlyInPerson, NotFound, OwnBusiness, Malformed (no reason), AlreadySuspended.
    """
    merchant = _judged(merchant_id, by=by)
    why = check_reason(reason)
    if merchant.is_suspended:
        raise AlreadySuspended
    suspension = Suspension.objects.create(merchant=merchant, by_id=by.person, reason=why)
    record("merchant.suspended", merchant.pk, by=by, merchant_id=merchant.pk)
    return suspension


@verb(allow={Caller.OPERATOR})
def lift(merchant_id: UUID, *, by: Actor) -> None:
    """Let a suspended merchant sell again. Raises OnlyInPerson, NotFound, OwnBusiness, NotSuspended."""
    merchant = _judged(merchant_id, by=by)
    if not merchant.suspensions.filter(lifted_at__isnull=True).update(lifted_at=clock.now()):
        raise NotSuspended
    record("merchant.lifted", merchant.pk, by=by, merchant_id=merchant.pk)


def _judged(merchant_id: UUID, *, by: Actor) -> Merchant:
    in_person(by)
    merchant = Merchant.objects.locked().filter(pk=merchant_id).first()
    if merchant is None:
        raise NotFound
    if merchant.pk in by.memberships:
        raise OwnBusiness
    return merchant
