"""Reads of merchants for other domains and screens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from entrepot.kit.sql import fetch
from entrepot.merchants.models import Merchant

_TERMS = """
SELECT merchant.id, merchant.slug, merchant.name, merchant.name_zh, merchant.legal_name, merchant.currency,
       EXISTS (SELECT FROM merchants_suspension AS suspension
                WHERE suspension.merchant_id = merchant.id AND suspension.lifted_at IS NULL)
  FROM merchants_merchant AS merchant WHERE merchant.id = ANY(%s)
"""

_PLANS = """
SELECT merchant_id, category, commission_bps FROM merchants_feeplan
 WHERE (merchant_id IS NULL OR merchant_id = ANY(%s))
   AND effective_from <= %s AND (effective_to IS NULL OR effective_to > %s)
 ORDER BY effective_from
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sale needs to know of a merchant."""

    id: UUID
    slug: str
    name: str
    name_zh: str
    legal_name: str
    currency: str
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class FeePlans:
    """The commission plans in force at one moment."""

    plans: dict[tuple[UUID | None, str], int]

    def commission_bps(self, merchant_id: UUID, category: str) -> int:
        """Hundredths of a percent of the goods: the merchant's own plan, then its category's, then everybody's.

        A category's plan counts for those under it (`beauty` for `beauty/skincare`); no plan at all charges nothing.
        """
        parent = category.partition("/")[0]
        for key in (
            (merchant_id, category),
            (merchant_id, parent),
            (merchant_id, ""),
            (None, category),
            (None, parent),
        ):
            if key in self.plans:
                return self.plans[key]
        return self.plans.get((None, ""), 0)


def terms(merchant_ids: Iterable[UUID]) -> dict[UUID, Terms]:
    """The terms of each merchant."""
    return {row[0]: Terms(*row) for row in fetch(_TERMS, [list(merchant_ids)])}


def fee_plans(merchant_ids: Iterable[UUID], at: datetime) -> FeePlans:
    """The plans in force at `at` for these merchants and for everybody; of two for the same, the later begun counts."""
    return FeePlans(
        {(merchant, category): bps for merchant, category, bps in fetch(_PLANS, [list(merchant_ids), at, at])}
    )


def names(merchant_ids: Iterable[UUID]) -> dict[UUID, Merchant]:
    """The merchants by id, for showing whose an order is."""
    return Merchant.objects.in_bulk(list(merchant_ids))


_slugs: dict[UUID, str] = {}


def slugs(merchant_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The address of each merchant's shop. A slug never changes, so each process asks for each once."""
    ids = list(merchant_ids)
    if missing := [key for key in ids if key not in _slugs]:
        if len(_slugs) > 100_000:
            _slugs.clear()
        _slugs.update(Merchant.objects.filter(pk__in=missing).values_list("pk", "slug"))
    return {key: _slugs[key] for key in ids}
