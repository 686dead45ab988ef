"""What the marketplace charges, read: the plans of one moment for pricing, and the lists that people look at."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from msgspec import Struct

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.kit.sql import fetch
from entrepot.merchants.models import FeePlan, FeeTax, Merchant
from entrepot.merchants.parameters import SmallSeller, small_seller
from entrepot.merchants.queries import Terms

# The plans and the taxes in one statement: pricing asks for them with every batch. Of two for the same, the later begun counts.
_PLANS = """
SELECT 'plan', merchant_id, category, for_small, commission_bps, effective_from FROM merchants_feeplan
 WHERE (merchant_id IS NULL OR merchant_id = ANY(%s::uuid[]))
   AND effective_from <= %s::timestamptz AND (effective_to IS NULL OR effective_to > %s::timestamptz)
UNION ALL
SELECT 'tax', NULL, country, false, rate_bps, effective_from FROM merchants_feetax
 WHERE effective_from <= %s::timestamptz AND (effective_to IS NULL OR effective_to > %s::timestamptz)
 ORDER BY effective_from
"""


class FeePlans(Struct, frozen=True):
    """The commission plans and the taxes on commission in force at one moment, in hundredths of a percent.

    own: by merchant and category, agreed with it. general, small: by category, for everybody and for small sellers; "" is any
    category. taxes: by the merchant's country.
    """

    own: Mapping[tuple[UUID, str], int]
    general: Mapping[str, int]
    small: Mapping[str, int]
    taxes: Mapping[str, int]

    def commission_bps(self, terms: Terms, category: str) -> int:
        """The merchant's own plan; else the category's, else everybody's, and for a small seller what is less of that and of
        the small sellers' plan, looked for in the same way. No plan at all charges nothing.

        A category's plan counts for those under it (`beauty` for `beauty/skincare`).
        """
        names = (category, category.partition("/")[0], "")
        for name in names:
            if (bps := self.own.get((terms.id, name))) is not None:
                return bps
        offers = [_first(self.general, names)]
        if terms.is_small:
            offers.append(_first(self.small, names))
        return min((bps for bps in offers if bps is not None), default=0)

    def tax_bps(self, terms: Terms) -> int:
        """The tax of the merchant's country on our commission; a country without a row takes none."""
        return self.taxes.get(terms.country, 0)


def _first(plans: Mapping[str, int], names: Iterable[str]) -> int | None:
    return next((plans[name] for name in names if name in plans), None)


def fee_plans(merchant_ids: Iterable[UUID], at: datetime) -> FeePlans:
    """What is in force at `at` for these merchants and for everybody."""
    own: dict[tuple[UUID, str], int] = {}
    general: dict[str, int] = {}
    small: dict[str, int] = {}
    taxes: dict[str, int] = {}
    for kind, merchant, name, for_small, bps, _since in fetch(_PLANS, [list(merchant_ids), at, at, at, at]):
        if merchant is not None:
            own[merchant, name] = bps
        else:
            (taxes if kind == "tax" else small if for_small else general)[name] = bps
    return FeePlans(own, general, small, taxes)


class Charges(Struct, frozen=True):
    """What one merchant pays, as its page shows it. plans: those that count for it, the agreed ones first."""

    is_small: bool
    sales_minor: int | None
    currency: str
    sized_at: datetime | None
    rule: SmallSeller
    plans: list[FeePlan]
    tax: FeeTax | None


def charges(merchant_id: UUID, *, by: Actor) -> Charges:
    """What this merchant is charged today. Raises NotFound, NotAllowed."""
    if merchant_id not in by.memberships and not by.is_system:
        raise NotFound
    if not by.may(Permission.MONEY, merchant_id):
        raise NotAllowed
    merchant, now = Merchant.objects.get(pk=merchant_id), clock.now()
    in_force = Q(effective_from__lte=now) & (Q(effective_to__isnull=True) | Q(effective_to__gt=now))
    plans = FeePlan.objects.filter(in_force, Q(merchant_id=merchant_id) | Q(merchant_id__isnull=True))
    if not merchant.is_small:
        plans = plans.filter(for_small=False)
    return Charges(
        is_small=merchant.is_small,
        sales_minor=merchant.sales_minor,
        currency=merchant.currency,
        sized_at=merchant.sized_at,
        rule=small_seller(now.date()),
        plans=list(plans.order_by("merchant_id", "category", "for_small")),
        tax=FeeTax.objects.filter(in_force, country=merchant.country).order_by("-effective_from").first(),
    )


class Tariff(Struct, frozen=True):
    """Everything the operator has set, the newest first; `plans` with the name of the merchant they are for."""

    plans: list[FeePlan]
    taxes: list[FeeTax]


#: Rows of each list that are shown; older ones are history.
SHOWN = 200


def tariff(*, by: Actor) -> Tariff:
    """What is, was and will be charged. Raises NotAllowed."""
    if not by.is_operator:
        raise NotAllowed
    return Tariff(
        list(FeePlan.objects.select_related("merchant").order_by("-effective_from", "-id")[:SHOWN]),
        list(FeeTax.objects.order_by("-effective_from", "-id")[:SHOWN]),
    )
