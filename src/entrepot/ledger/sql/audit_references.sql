-- Promise 1. No foreign key watches this: what posting makes and the guards of the accounts keep is proved here.
SELECT t.id AS transfer, t.journal_id AS journal, t.currency, side.name AS side, side.account_id AS account
FROM ledger_transfer t
CROSS JOIN LATERAL (VALUES ('debit', t.debit_id), ('credit', t.credit_id)) AS side (name, account_id)
WHERE NOT EXISTS (SELECT FROM ledger_account a WHERE a.id = side.account_id AND a.currency = t.currency)
ORDER BY t.id, side.name
