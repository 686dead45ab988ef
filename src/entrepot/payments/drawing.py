"""Taking money from a merchant who has to give some back: what is payable first, then its reserve, and the rest is a debt."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from entrepot.kit.money import Money
from entrepot.kit.sql import run
from entrepot.ledger import chart
from entrepot.ledger.posting import balances_locked

# The reserve that would be released first is used first. The account's lock, taken before, keeps others from the same rows.
_USE_RESERVES = """
UPDATE payments_reserve AS reserve
   SET left_minor = left_minor - least(left_minor, %s::bigint - ranked.before), used_at = %s::timestamptz
  FROM (SELECT order_id, sum(left_minor) OVER (ORDER BY release_on, order_id) - left_minor AS before
          FROM payments_reserve
         WHERE merchant_id = %s::uuid AND currency = %s::text AND left_minor > 0) AS ranked
 WHERE reserve.order_id = ranked.order_id AND ranked.before < %s::bigint
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where an amount came from; the three add up to it."""

    payable: Money
    reserve: Money
    debt: Money

    @classmethod
    def of(cls, amount: Money, *, payable: Money, reserve: Money) -> "Drawn":
        """The order of recovery (trade rules, 2.4): payable, then reserve, and what both lack is owed."""
        from_payable = min(amount, payable)
        from_reserve = min(amount - from_payable, reserve)
        return cls(from_payable, from_reserve, amount - from_payable - from_reserve)


def draw(merchant_id: UUID, amount: Money, *, at: datetime) -> Drawn:
    """How the merchant gives `amount` (more than nothing) back, in the running transaction: its accounts are locked, and what
    comes from the reserve is used up in its rows, the oldest first. The caller posts the journal with these three amounts.
    """
    currency = amount.currency
    if amount.minor <= 0:
        raise ValueError(f"what is drawn is more than nothing, not {amount}")
    payable = chart.SELLER_PAYABLE.of(merchant_id, currency)
    reserve = chart.SELLER_RESERVE.of(merchant_id, currency)
    # The debt's account too: a later release that recovers it locks the same three.
    balances = balances_locked([payable, reserve, chart.SELLER_RECEIVABLE.of(merchant_id, currency)])
    drawn = Drawn.of(amount, payable=balances[payable], reserve=balances[reserve])
    if drawn.reserve:
        used = drawn.reserve.minor
        run(_USE_RESERVES, [used, at, merchant_id, currency, used])
    return drawn
