-- Every account of the chart that was ever used, per currency, as the sum of its transfers up to a moment (null: now).
WITH moved AS (
    SELECT account_id, sum(debit) AS debits, sum(credit) AS credits
    FROM (SELECT debit_id AS account_id, amount_minor AS debit, 0 AS credit
          FROM ledger_transfer WHERE %(at)s::timestamptz IS NULL OR created_at <= %(at)s
          UNION ALL
          SELECT credit_id, 0, amount_minor
          FROM ledger_transfer WHERE %(at)s::timestamptz IS NULL OR created_at <= %(at)s) AS side
    GROUP BY account_id
)
SELECT a.currency, a.number, sum(m.debits)::bigint, sum(m.credits)::bigint
FROM moved m JOIN ledger_account a ON a.id = m.account_id
GROUP BY a.currency, a.number
ORDER BY a.currency, a.number
