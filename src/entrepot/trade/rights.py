"""What a buyer may still do after buying, as the page of a product says it: the same days that the verbs count by."""

from dataclasses import dataclass
from datetime import datetime

from entrepot.customs import queries as customs
from entrepot.trade.parameters import windows


@dataclass(frozen=True, slots=True)
class Rights:
    """dispute_days: from the receipt, to object. tax_apply_days, tax_arrive_days: for the customs to give import tax back, 0
    where they know no such rule."""

    dispute_days: int
    tax_apply_days: int = 0
    tax_arrive_days: int = 0


def rights(country: str, at: datetime) -> Rights:
    """Of who buys to this country at this moment. No query: the rules of customs are held by the process."""
    window = customs.return_window(country, at)
    days = windows(at.date()).dispute_days
    return Rights(days, window.apply.days, window.arrive.days) if window else Rights(days)
