"""What the marketplace charges: dated plans, of which a day in the past never changes."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entrepot.identity.rules import in_person
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.merchants.errors import FeePlanOverlaps, OwnBusiness
from entrepot.merchants.models import FeePlan, Merchant


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def set_fee_plan(
    *,
    commission_bps: int,
    merchant_id: UUID | None = None,
    category: str = "",
    effective_from: datetime | None = None,
    by: Actor,
) -> FeePlan:
    """The commission from a moment on, for one merchant, one category, both, or (with neither) everybody.

    commission_bps: hundredths of a percent of the goods' price. The plan before it ends where it begins; orders keep the
    one of their sale. Raises OnlyInPerson, NotFound, OwnBusiness, Malformed, FeePlanOverlaps.
    """
    in_person(by)
    if merchant_id is not None and not Merchant.objects.filter(pk=merchant_id).exists():
        raise NotFound
    if merchant_id in by.memberships:
        raise OwnBusiness
    if not 0 <= commission_bps <= 10_000:
        raise Malformed(
            fields=[FieldError("commission_bps", _("A commission is between 0 and 100 percent."))]
        )
    now = clock.now()
    begins = effective_from or now
    if begins < now and not by.is_system:
        raise Malformed(fields=[FieldError("effective_from", _("A plan cannot begin in the past."))])
    whose = Q(merchant_id=merchant_id) if merchant_id else Q(merchant_id__isnull=True)
    same = FeePlan.objects.filter(whose, category=category)
    if same.filter(effective_from__gte=begins).exists():
        raise FeePlanOverlaps
    same.filter(effective_to__isnull=True).update(effective_to=begins)
    plan = FeePlan.objects.create(
        merchant_id=merchant_id, category=category, commission_bps=commission_bps, effective_from=begins
    )
    record(
        "fee_plan.set",
        plan.pk,
        by=by,
        merchant_id=merchant_id,
        category=category,
        commission_bps=commission_bps,
    )
    return plan
