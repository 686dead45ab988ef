"""The movements of what is payable that no payout has taken yet: what the next ones are made of."""

from collections.abc import Iterable
from uuid import UUID

from entrepot.kit.money import Money
from entrepot.kit.sql import fetch
from entrepot.ledger.chart import AccountRef
from entrepot.payments.paying_out.choosing import Unpaid

# A payout's own movements are not among them: what it took is the sum of its lines, and what came back is a movement of its own.
_UNPAID = """
SELECT wanted.account, moved.id, moved.subject_id, moved.code, moved.created_at, moved.minor
  FROM unnest(%s::uuid[]) AS wanted (account), LATERAL (
    SELECT id, subject_id, code, created_at, amount_minor AS minor FROM ledger_transfer WHERE credit_id = wanted.account
     UNION ALL
    SELECT id, subject_id, code, created_at, -amount_minor FROM ledger_transfer WHERE debit_id = wanted.account
  ) AS moved
 WHERE moved.code NOT IN ('fx', 'payout')
   AND NOT EXISTS (SELECT FROM payments_payoutline AS line WHERE line.transfer_id = moved.id)
 ORDER BY moved.id
"""


def unpaid(accounts: Iterable[AccountRef]) -> dict[AccountRef, list[Unpaid]]:
    """Of each of these payable accounts, the oldest first. Their sum is the account's balance."""
    refs: dict[UUID, AccountRef] = {ref.id: ref for ref in accounts}
    found: dict[AccountRef, list[Unpaid]] = {ref: [] for ref in refs.values()}
    for account, transfer_id, subject, code, at, minor in fetch(_UNPAID, [list(refs)]) if refs else ():
        ref = refs[account]
        found[ref].append(Unpaid(transfer_id, subject, code, at, Money(minor, ref.currency)))
    return found
