"""Settlements: what was taken, given back and disputed until the end of a day is paid out, with a file that says line by line."""

import csv
import io
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction

from entrepot.kit import clock
from entrepot.kit.money import Money
from entrepot.sandbox.models import Settlement, SettlementLine

COLUMNS = ("line", "type", "reference", "key", "amount", "currency", "date")

# Whatever happened before `until` and is in no line yet; what is taken from the account has a minus.
_UNSETTLED = """
WITH happened (kind, reference, turn, key, amount, currency, at) AS (
    SELECT 'charge', id, '', key, amount_minor, currency, created_at
      FROM sandbox_charge WHERE state IN ('captured', 'refunded')
    UNION ALL
    SELECT 'fee', id, 'charge', key, -fee_minor, currency, created_at
      FROM sandbox_charge WHERE state IN ('captured', 'refunded') AND fee_minor > 0
    UNION ALL
    SELECT 'refund', repayment.id, '', repayment.key, -repayment.amount_minor, charge.currency, repayment.created_at
      FROM sandbox_repayment AS repayment JOIN sandbox_charge AS charge ON charge.id = repayment.charge_id
    UNION ALL
    SELECT 'chargeback', dispute.id, '', charge.key, -dispute.amount_minor, dispute.currency, dispute.created_at
      FROM sandbox_dispute AS dispute JOIN sandbox_charge AS charge ON charge.id = dispute.charge_id
    UNION ALL
    SELECT 'fee', dispute.id, 'dispute', charge.key, -dispute.fee_minor, dispute.currency, dispute.created_at
      FROM sandbox_dispute AS dispute JOIN sandbox_charge AS charge ON charge.id = dispute.charge_id
     WHERE dispute.fee_minor > 0
    UNION ALL
    SELECT 'chargeback', dispute.id, 'won', charge.key, dispute.amount_minor, dispute.currency, dispute.decided_at
      FROM sandbox_dispute AS dispute JOIN sandbox_charge AS charge ON charge.id = dispute.charge_id
     WHERE dispute.state = 'won'
)
SELECT kind, reference, turn, key, amount, currency, at FROM happened
 WHERE at < %s
   AND NOT EXISTS (SELECT FROM sandbox_settlementline AS line
                    WHERE line.kind = happened.kind AND line.reference = happened.reference AND line.turn = happened.turn)
 ORDER BY at, reference, kind, turn
"""


def settle(day: date) -> Settlement | None:
    """Pay out what happened until the end of this day (UTC); None when there is nothing to pay out."""
    until = datetime.combine(day + timedelta(days=1), time(), UTC)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE sandbox_settlement IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_UNSETTLED, [until])
        rows = cursor.fetchall()
        if not rows:
            return None
        settlement = Settlement.objects.create(day=day, created_at=clock.now())
        SettlementLine.objects.bulk_create(
            [
                SettlementLine(
                    settlement=settlement,
                    kind=kind,
                    reference=reference,
                    turn=turn,
                    key=key,
                    amount_minor=minor,
                    currency=currency,
                    day=at.date(),
                )
                for kind, reference, turn, key, minor, currency, at in rows
            ]
        )
    return settlement


def write(settlement_id: UUID) -> str:
    """The file of a settlement: a line for each thing that happened, then what is paid out in each currency. Always the same."""
    settlement = Settlement.objects.get(pk=settlement_id)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    sums: dict[str, int] = defaultdict(int)
    for line in settlement.lines.order_by("id"):
        sums[line.currency] += line.amount_minor
        table.writerow(
            [line.pk, line.kind, line.reference, line.key, line.amount.decimal, line.currency, line.day]
        )
    for currency, minor in sorted(sums.items()):
        paid = Money(minor, currency).decimal
        table.writerow(
            [f"{settlement.pk}-{currency}", "payout", settlement.pk, "", paid, currency, settlement.day]
        )
    return text.getvalue()
