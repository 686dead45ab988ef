"""Settlement files: taken whole or not at all, and once; each line matched with what it is of, and posted (J3, J3b)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError
from entrepot.kit.events import record
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.kit.sql import columns, fetch, insert_rows, run
from entrepot.kit.verb import verb
from entrepot.ledger import journals
from entrepot.ledger.posting import post
from entrepot.payments.errors import SettlementSeen
from entrepot.payments.models import (
    LineKind,
    LineState,
    LineWhy,
    SettlementFile,
    SettlementLine,
    SettlementPayout,
)
from entrepot.payments.providers import SettledLine, SettlementRead, provider
from entrepot.payments.settlement_table import NAMED_MAX

_LINE = columns(
    "id file_id provider line_id kind reference key amount_minor currency day state why subject_id reason"
)
#: The advisory lock of those who take files ("sett"): each sees what the one before it matched.
_LOCK = 0x73657474

FEES = (LineKind.FEE, LineKind.DISPUTE_FEE)

# What of ours each line names by key and reference, and what the books expect of it: below zero for what is taken from us.
EXPECTED = """
    SELECT told.id, 'charge' AS kind, payment.id AS subject, payment.amount_minor AS amount, payment.currency
      FROM told JOIN payments_payment AS payment
           ON payment.id = told.key AND payment.provider = told.provider AND payment.state = 'captured'
     WHERE told.kind = 'charge'
    UNION ALL
    SELECT told.id, 'fee', payment.id, -payment.fee_minor, payment.currency
      FROM told JOIN payments_payment AS payment
           ON payment.id = told.key AND payment.provider = told.provider AND payment.state = 'captured'
              AND payment.reference = told.reference
     WHERE told.kind = 'fee'
    UNION ALL
    SELECT told.id, 'refund', refund.id, -refund.amount_minor, refund.currency
      FROM told JOIN payments_refund AS refund ON refund.id = told.key AND refund.state IN ('asked', 'done')
           JOIN payments_payment AS payment ON payment.id = refund.payment_id AND payment.provider = told.provider
     WHERE told.kind = 'refund'
    UNION ALL
    SELECT told.id, turn.kind, chargeback.id, turn.amount, chargeback.currency
      FROM told JOIN payments_chargeback AS chargeback
           ON chargeback.payment_id = told.key AND chargeback.reference = told.reference
           JOIN payments_payment AS payment ON payment.id = told.key AND payment.provider = told.provider
           CROSS JOIN LATERAL (VALUES
               ('fee', 'dispute_fee', -chargeback.fee_minor, true),
               ('chargeback', 'chargeback', -chargeback.amount_minor, told.amount_minor < 0),
               ('chargeback', 'chargeback_won', chargeback.amount_minor,
                told.amount_minor > 0 AND chargeback.state = 'won')
           ) AS turn (told, kind, amount, counts)
     WHERE told.kind = turn.told AND turn.counts
"""

_MATCH = f"""
WITH told AS (SELECT * FROM payments_settlementline WHERE file_id = %s), ours AS ({EXPECTED}), judged AS (
    SELECT told.id, ours.kind, ours.subject,
           CASE WHEN ours.currency <> told.currency THEN 'currency'
                WHEN ours.amount <> told.amount_minor THEN 'amount'
                WHEN EXISTS (SELECT FROM payments_settlementline AS other
                              WHERE other.kind = ours.kind AND other.subject_id = ours.subject
                                AND other.state IN ('matched', 'resolved')) THEN 'before'
                WHEN row_number() OVER (PARTITION BY ours.kind, ours.subject, ours.amount = told.amount_minor
                                            ORDER BY told.id) > 1 THEN 'before'
                ELSE '' END AS why
      FROM told JOIN ours ON ours.id = told.id
)
UPDATE payments_settlementline AS line
   SET kind = judged.kind, subject_id = judged.subject, why = judged.why,
       state = CASE WHEN judged.why = '' THEN 'matched' ELSE 'open' END
  FROM judged WHERE judged.id = line.id
"""

_SUMS = """
SELECT currency, coalesce(sum(amount_minor) FILTER (WHERE state = 'matched'), 0)::bigint,
       coalesce(-sum(amount_minor) FILTER (WHERE state = 'matched' AND kind = ANY(%s::text[])), 0)::bigint
  FROM payments_settlementline WHERE file_id = %s GROUP BY currency ORDER BY currency
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a settlement file. `is_new` is False when it was taken before."""

    file_id: UUID
    is_new: bool
    matched: int
    open: int
    payouts: Sequence[SettlementPayout]


def load(body: bytes, *, name: str, provider_name: str, by: Actor) -> Loaded:
    """Read a provider's file and take it. Raises ProviderUnknown, SettlementUnknown, SettlementUnreadable, SettlementSeen."""
    read = provider(provider_name).read_settlement(body)
    digest = hashlib.sha256(body).hexdigest()
    return take(read, digest=digest, name=name, provider_name=provider_name, by=by)


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def take(read: SettlementRead, *, digest: str, name: str, provider_name: str, by: Actor) -> Loaded:
    """Keep every line, match it with what of ours it names, and post what is matched, by currency (J3, J3b).

    A file that was taken before changes nothing. Raises SettlementSeen, naming the lines that another file had.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    before = SettlementFile.objects.filter(provider=provider_name, digest=digest).first()
    if before is not None:
        return _loaded(before.pk, is_new=False)
    _check_unseen(read.lines, provider_name)
    file = SettlementFile.objects.create(
        provider=provider_name,
        name=name[:120],
        digest=digest,
        by_kind=by.kind,
        by_id=by.id,
        created_at=clock.now(),
    )
    insert_rows("payments_settlementline", _LINE, [_row(file.pk, provider_name, each) for each in read.lines])
    run(_MATCH, [file.pk])
    _pay_out(file.pk, read.payouts)
    record("settlement.loaded", file.pk, by=by)
    return _loaded(file.pk, is_new=True)


def _check_unseen(lines: Sequence[SettledLine], provider_name: str) -> None:
    rows = {line.line_id: line.row for line in lines}
    seen = SettlementLine.objects.filter(provider=provider_name, line_id__in=list(rows))
    known = sorted(rows[line_id] for line_id in seen.values_list("line_id", flat=True)[:NAMED_MAX])
    if known:
        raise SettlementSeen(
            fields=[FieldError(f"line {row}", _("This line was in another file before.")) for row in known]
        )


def _row(file_id: UUID, provider_name: str, line: SettledLine) -> tuple[Any, ...]:
    return (
        new_id(),
        file_id,
        provider_name,
        line.line_id,
        line.kind,
        line.reference,
        line.key,
        line.amount.minor,
        line.amount.currency,
        line.day,
        LineState.OPEN.value,
        LineWhy.UNKNOWN.value,
        None,
        "",
    )


def _pay_out(file_id: UUID, payouts: Sequence[Money]) -> None:
    """Note what each currency paid out and what of it is matched, and post that."""
    paid = {payout.currency: payout for payout in payouts}
    rows = [
        SettlementPayout(
            file_id=file_id,
            currency=currency,
            paid_minor=paid[currency].minor,
            matched_minor=matched,
            fees_minor=fees,
        )
        for currency, matched, fees in fetch(_SUMS, [[kind.value for kind in FEES], file_id])
    ]
    SettlementPayout.objects.bulk_create(rows)
    post(
        [
            journals.settlement(settlement_id=row.pk, received=row.matched, fees=row.fees)
            for row in rows
            if row.matched or row.fees
        ]
    )


def _loaded(file_id: UUID, *, is_new: bool) -> Loaded:
    lines = SettlementLine.objects.filter(file_id=file_id)
    still_open = lines.filter(state=LineState.OPEN).count()
    payouts = list(SettlementPayout.objects.filter(file_id=file_id).order_by("currency"))
    return Loaded(file_id, is_new, lines.count() - still_open, still_open, payouts)
