-- Promise 2. What each closing says moved on its day, against the transfers of that day; whole days up to the last one closed.
WITH told AS (
    SELECT day, currency, number,
           debits_minor - lag(debits_minor, 1, 0::bigint) OVER line AS debits,
           credits_minor - lag(credits_minor, 1, 0::bigint) OVER line AS credits
    FROM ledger_closing
    WINDOW line AS (PARTITION BY currency, number ORDER BY day)
), moved AS (
    SELECT (side.created_at AT TIME ZONE 'UTC')::date AS day, a.currency, a.number, sum(debit) AS debits, sum(credit) AS credits
    FROM (SELECT created_at, debit_id AS account_id, currency, amount_minor AS debit, 0 AS credit FROM ledger_transfer
          UNION ALL
          SELECT created_at, credit_id, currency, 0, amount_minor FROM ledger_transfer) AS side
    JOIN ledger_account a ON a.id = side.account_id AND a.currency = side.currency
    WHERE (side.created_at AT TIME ZONE 'UTC')::date <= (SELECT max(day) FROM ledger_closing)
    GROUP BY 1, 2, 3
)
SELECT day, currency, number, coalesce(told.debits, 0) AS closed_debits_minor, coalesce(moved.debits, 0) AS moved_debits_minor,
       coalesce(told.credits, 0) AS closed_credits_minor, coalesce(moved.credits, 0) AS moved_credits_minor
FROM told FULL JOIN moved USING (day, currency, number)
WHERE coalesce(told.debits, 0) <> coalesce(moved.debits, 0) OR coalesce(told.credits, 0) <> coalesce(moved.credits, 0)
ORDER BY day, currency, number
