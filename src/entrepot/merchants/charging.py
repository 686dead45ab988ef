"""What the marketplace charges: dated plans, of which a day in the past never changes."""

from datetime import datetime
from uuid import UUID

from babel import Locale
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from entrepot.identity.rules import in_person
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.merchants.errors import FeePlanOverlaps, OwnBusiness
from entrepot.merchants.models import FeePlan, FeeTax, Merchant


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def set_fee_plan(
    *,
    commission_bps: int,
    merchant_id: UUID | None = None,
    category: str = "",
    for_small: bool = False,
    effective_from: datetime | None = None,
    by: Actor,
) -> FeePlan:
    """The commission from a moment on, for one merchant, one category, both, or (with neither) everybody.

    commission_bps: hundredths of a percent of the goods' price. for_small: for small sellers only, where that is less. The plan
    before it ends where it begins; orders keep the one of their sale. Raises OnlyInPerson, NotFound, OwnBusiness, Malformed,
    FeePlanOverlaps.
    """
    in_person(by)
    if merchant_id is not None and not Merchant.objects.filter(pk=merchant_id).exists():
        raise NotFound
    if merchant_id in by.memberships:
        raise OwnBusiness
    begins = _begins(effective_from, by)
    _check_share(commission_bps, field="commission_bps")
    if for_small and merchant_id is not None:
        raise Malformed(
            fields=[FieldError("for_small", _("A plan of one merchant counts whatever its size."))]
        )
    whose = Q(merchant_id=merchant_id) if merchant_id else Q(merchant_id__isnull=True)
    _end_before(FeePlan.objects.filter(whose, category=category, for_small=for_small), begins)
    plan = FeePlan.objects.create(
        merchant_id=merchant_id,
        category=category,
        for_small=for_small,
        commission_bps=commission_bps,
        effective_from=begins,
    )
    record(
        "fee_plan.set",
        plan.pk,
        by=by,
        merchant_id=merchant_id,
        category=category,
        for_small=for_small,
        commission_bps=commission_bps,
    )
    return plan


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def set_fee_tax(
    *, country: str, rate_bps: int, source: str, effective_from: datetime | None = None, by: Actor
) -> FeeTax:
    """What a country takes of its merchants' commission from a moment on, and where that is written.

    The rate before it ends where it begins; orders keep the one of their sale. Raises OnlyInPerson, Malformed, FeePlanOverlaps.
    """
    in_person(by)
    begins = _begins(effective_from, by)
    _check_share(rate_bps, field="rate_bps")
    if len(country) != 2 or country not in Locale("en").territories:
        raise Malformed(fields=[FieldError("country", _("This is not the code of a country."))])
    if not 0 < len(source.strip()) <= 200:
        raise Malformed(fields=[FieldError("source", _("Please say where this rate is written."))])
    _end_before(FeeTax.objects.filter(country=country), begins)
    row = FeeTax.objects.create(
        country=country, rate_bps=rate_bps, source=source.strip(), effective_from=begins
    )
    record("fee_tax.set", row.pk, by=by, country=country, rate_bps=rate_bps)
    return row


def _begins(effective_from: datetime | None, by: Actor) -> datetime:
    """When it begins; what is past is not changed by a person."""
    now = clock.now()
    if effective_from and effective_from < now and not by.is_system:
        raise Malformed(fields=[FieldError("effective_from", _("A plan cannot begin in the past."))])
    return effective_from or now


def _check_share(bps: int, *, field: str) -> None:
    if not 0 <= bps <= 10_000:
        raise Malformed(fields=[FieldError(field, _("A share is between 0 and 100 percent."))])


def _end_before(same: QuerySet[FeePlan] | QuerySet[FeeTax], begins: datetime) -> None:
    """End the row of the same kind that is in force where the new one begins."""
    if same.filter(effective_from__gte=begins).exists():
        raise FeePlanOverlaps
    same.filter(effective_to__isnull=True).update(effective_to=begins)
