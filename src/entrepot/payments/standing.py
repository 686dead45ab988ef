"""Which merchants are new here: they are paid later, and a part of each sale is kept in reserve (trade rules, 2.1)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from entrepot.ledger import queries as ledger
from entrepot.ledger.chart import SELLER_PAYABLE
from entrepot.merchants import queries as merchants
from entrepot.payments.parameters import payout_terms


def new_among(merchant_ids: Collection[UUID], *, at: datetime) -> set[UUID]:
    """Those with few days here, or few orders whose money became theirs; counted no further than needed."""
    terms = payout_terms(at.date())
    since = {key: row.created_at for key, row in merchants.names(merchant_ids).items()}
    young = {
        key
        for key in merchant_ids
        if key not in since or at - since[key] < timedelta(days=terms.new_below_days)
    }
    older = set(merchant_ids) - young
    if not older:
        return young
    refs = [SELLER_PAYABLE.of(key, currency) for key in older for currency in ledger.currencies()]
    done = ledger.credits_counted(refs, "release", most=terms.new_below_orders)
    return young | {key for key in older if done.get(key, 0) < terms.new_below_orders}


def is_new(merchant_id: UUID, *, at: datetime) -> bool:
    """Whether this merchant is."""
    return merchant_id in new_among([merchant_id], at=at)
