-- Every line of the chart that was ever used, per currency, up to a moment (null: now): the last closing before it, and the transfers
-- since (from the start of the books, where no day is closed). created_at is indexed by BRIN, so that is at most a day or two.
WITH moved AS (
    SELECT account_id, currency, sum(debit) AS debits, sum(credit) AS credits
    FROM (SELECT debit_id AS account_id, currency, amount_minor AS debit, 0 AS credit
          FROM ledger_transfer
          WHERE created_at >= coalesce(%(since)s::timestamptz, '-infinity') AND created_at <= coalesce(%(at)s::timestamptz, 'infinity')
          UNION ALL
          SELECT credit_id, currency, 0, amount_minor
          FROM ledger_transfer
          WHERE created_at >= coalesce(%(since)s::timestamptz, '-infinity') AND created_at <= coalesce(%(at)s::timestamptz, 'infinity')) AS side
    GROUP BY account_id, currency
)
SELECT currency, number, sum(debits)::bigint, sum(credits)::bigint
FROM (SELECT currency, number, debits_minor AS debits, credits_minor AS credits FROM ledger_closing WHERE day = %(day)s
      UNION ALL
      SELECT a.currency, a.number, m.debits, m.credits
      FROM moved m JOIN ledger_account a ON a.id = m.account_id AND a.currency = m.currency) AS line
GROUP BY currency, number
ORDER BY currency, number
