-- One account's movements of a period, oldest first, each with what the account held (debits less credits) after it. What was before
-- is summed by moment and not by id: an entry made today may belong to an earlier day.
WITH moved AS (
    SELECT id, journal_id, subject_id, code, created_at, amount_minor AS minor, credit_id AS other_id, currency
    FROM ledger_transfer WHERE debit_id = %(account)s AND created_at < %(until)s
    UNION ALL
    SELECT id, journal_id, subject_id, code, created_at, -amount_minor, debit_id, currency
    FROM ledger_transfer WHERE credit_id = %(account)s AND created_at < %(until)s
), opening AS (
    SELECT coalesce(sum(minor), 0)::bigint AS minor FROM moved WHERE created_at < %(since)s
)
SELECT m.id, m.journal_id, m.subject_id, m.code, m.created_at, m.minor, other.number, other.owner_id,
       (opening.minor + sum(m.minor) OVER (ORDER BY m.created_at, m.id))::bigint, opening.minor
FROM opening
LEFT JOIN (SELECT * FROM moved WHERE created_at >= %(since)s ORDER BY created_at, id LIMIT %(limit)s) AS m ON true
LEFT JOIN ledger_account other ON other.id = m.other_id AND other.currency = m.currency
ORDER BY m.created_at, m.id
