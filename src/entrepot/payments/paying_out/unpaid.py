"""The movements of what is payable that no payout has taken yet: what the next ones are made of."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from entrepot.kit.money import Money
from entrepot.kit.sql import fetch
from entrepot.ledger.chart import AccountRef
from entrepot.payments.paying_out.choosing import Unpaid

# A payout's own movements are not among them: what it took is the sum of its lines, and what came back is a movement of its own.
# Each payout says from where on the next one has to read, so that a long history is not read again every week.
_UNPAID = """
SELECT wanted.account, moved.id, moved.subject_id, moved.code, moved.created_at, moved.minor
  FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS wanted (account, merchant, currency)
 CROSS JOIN LATERAL (
    SELECT coalesce((SELECT unpaid_from FROM payments_payout
                      WHERE merchant_id = wanted.merchant AND taken_currency = wanted.currency AND NOT %s::boolean
                      ORDER BY id DESC LIMIT 1), '00000000-0000-0000-0000-000000000000'::uuid) AS since
  ) AS bound
 CROSS JOIN LATERAL (
    SELECT id, subject_id, code, created_at, amount_minor AS minor FROM ledger_transfer
     WHERE credit_id = wanted.account AND id >= bound.since
     UNION ALL
    SELECT id, subject_id, code, created_at, -amount_minor FROM ledger_transfer
     WHERE debit_id = wanted.account AND id >= bound.since
  ) AS moved
 WHERE moved.code NOT IN ('fx', 'payout')
   AND NOT EXISTS (SELECT FROM payments_payoutline AS line WHERE line.transfer_id = moved.id)
 ORDER BY moved.id
"""

#: A transfer gets its id before it waits for the account, so one with an earlier id may be committed later, by minutes at most.
_SLACK_MS = 60 * 60 * 1000


def unpaid(accounts: Iterable[AccountRef], *, whole: bool = False) -> dict[AccountRef, list[Unpaid]]:
    """Of each of these payable accounts, the oldest first. Their sum is the account's balance.

    whole: read from the beginning, for one who found that it is not.
    """
    refs: dict[UUID, AccountRef] = {ref.id: ref for ref in accounts}
    found: dict[AccountRef, list[Unpaid]] = {ref: [] for ref in refs.values()}
    if not refs:
        return found
    owners, currencies = [ref.owner_id for ref in found], [ref.currency for ref in found]
    for account, transfer_id, subject, code, at, minor in fetch(
        _UNPAID, [list(refs), owners, currencies, whole]
    ):
        ref = refs[account]
        found[ref].append(Unpaid(transfer_id, subject, code, at, Money(minor, ref.currency)))
    return found


def read_from(taken: Sequence[Unpaid], left: Sequence[Unpaid]) -> UUID:
    """From which id on whoever comes next has to read, when a payout takes some and leaves some."""
    first = min((line.transfer_id for line in left), default=max(line.transfer_id for line in taken))
    return UUID(int=max((first.int >> 80) - _SLACK_MS, 0) << 80)
