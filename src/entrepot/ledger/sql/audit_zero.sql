-- Promise 1. Owned accounts are taken from their counters, the house's from the transfers: two sources that must agree.
WITH balance (currency, minor) AS (
    SELECT currency, debits_minor - credits_minor FROM ledger_account WHERE owner_id <> %(house)s
    UNION ALL
    SELECT t.currency, t.amount_minor
    FROM ledger_transfer t JOIN ledger_account a ON a.id = t.debit_id AND a.owner_id = %(house)s
    UNION ALL
    SELECT t.currency, -t.amount_minor
    FROM ledger_transfer t JOIN ledger_account a ON a.id = t.credit_id AND a.owner_id = %(house)s
)
SELECT currency, sum(minor) AS sum_minor FROM balance GROUP BY currency HAVING sum(minor) <> 0 ORDER BY currency
