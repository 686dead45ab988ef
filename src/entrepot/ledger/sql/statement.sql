-- The latest transfers of one account before a transfer (null: from the newest): each side by its own index, then merged.
SELECT m.id, m.journal_id, m.subject_id, m.code, m.created_at, m.minor, other.number, other.owner_id
FROM (
    (SELECT id, journal_id, subject_id, code, created_at, amount_minor AS minor, credit_id AS other_id, currency
     FROM ledger_transfer
     WHERE debit_id = %(account)s AND id < coalesce(%(before)s::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
     ORDER BY id DESC LIMIT %(limit)s)
    UNION ALL
    (SELECT id, journal_id, subject_id, code, created_at, -amount_minor, debit_id, currency
     FROM ledger_transfer
     WHERE credit_id = %(account)s AND id < coalesce(%(before)s::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
     ORDER BY id DESC LIMIT %(limit)s)
) AS m
JOIN ledger_account other ON other.id = m.other_id AND other.currency = m.currency
ORDER BY m.id DESC
LIMIT %(limit)s
