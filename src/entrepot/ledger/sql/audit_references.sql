-- Promise 1. What the foreign keys guarantee, should anyone have loaded rows while they slept.
SELECT t.id AS transfer, t.journal_id AS journal, t.currency, d.currency AS debit_currency, c.currency AS credit_currency
FROM ledger_transfer t
LEFT JOIN ledger_account d ON d.id = t.debit_id
LEFT JOIN ledger_account c ON c.id = t.credit_id
WHERE d.currency IS DISTINCT FROM t.currency OR c.currency IS DISTINCT FROM t.currency
ORDER BY t.id
