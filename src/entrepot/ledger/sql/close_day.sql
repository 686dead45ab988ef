-- One day's closing: the closing of the day before and the day's transfers, by currency and line of the chart.
WITH moved AS (
    SELECT account_id, currency, sum(debit) AS debits, sum(credit) AS credits
    FROM (SELECT debit_id AS account_id, currency, amount_minor AS debit, 0 AS credit
          FROM ledger_transfer WHERE created_at >= %(begin)s AND created_at < %(end)s
          UNION ALL
          SELECT credit_id, currency, 0, amount_minor
          FROM ledger_transfer WHERE created_at >= %(begin)s AND created_at < %(end)s) AS side
    GROUP BY account_id, currency
)
INSERT INTO ledger_closing (day, currency, number, debits_minor, credits_minor)
SELECT %(day)s, currency, number, sum(debits), sum(credits)
FROM (SELECT currency, number, debits_minor AS debits, credits_minor AS credits FROM ledger_closing WHERE day = %(before)s
      UNION ALL
      SELECT a.currency, a.number, m.debits, m.credits
      FROM moved m JOIN ledger_account a ON a.id = m.account_id AND a.currency = m.currency) AS line
GROUP BY currency, number
ON CONFLICT (day, currency, number) DO NOTHING
