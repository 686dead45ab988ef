-- Promise 4, from the transfers and not from the counters that the CHECK watches.
WITH moved AS (
    SELECT account_id, sum(minor) AS minor
    FROM (SELECT debit_id AS account_id, amount_minor AS minor FROM ledger_transfer
          UNION ALL
          SELECT credit_id, -amount_minor FROM ledger_transfer) AS side
    GROUP BY account_id
)
SELECT a.id AS account, a.number, a.owner_id AS owner, a.currency, m.minor * a.normal_side AS balance_minor, a.floor_minor
FROM ledger_account a JOIN moved m ON m.account_id = a.id
WHERE m.minor * a.normal_side < a.floor_minor
ORDER BY a.number, a.id
