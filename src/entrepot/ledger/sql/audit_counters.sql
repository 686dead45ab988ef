-- Promise 2. A counter that is not the sum of its transfers means that one of the two was changed; the house has no counters.
WITH moved AS (
    SELECT account_id, sum(debit) AS debits, sum(credit) AS credits
    FROM (SELECT debit_id AS account_id, amount_minor AS debit, 0 AS credit FROM ledger_transfer
          UNION ALL
          SELECT credit_id, 0, amount_minor FROM ledger_transfer) AS side
    GROUP BY account_id
)
SELECT a.id AS account, a.number, a.owner_id AS owner, a.currency, a.debits_minor, a.credits_minor,
       coalesce(m.debits, 0) AS transfers_debits_minor, coalesce(m.credits, 0) AS transfers_credits_minor
FROM ledger_account a
LEFT JOIN moved m ON m.account_id = a.id AND a.owner_id <> %(house)s
WHERE a.debits_minor <> coalesce(m.debits, 0) OR a.credits_minor <> coalesce(m.credits, 0)
ORDER BY a.number, a.id
