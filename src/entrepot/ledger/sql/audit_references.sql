-- Promise 1. No foreign key watches this: what posting makes and the guards of the accounts keep is proved here.
SELECT t.id AS transfer, t.journal_id AS journal, t.currency, 'debit' AS side, t.debit_id AS account
FROM ledger_transfer t
WHERE NOT EXISTS (SELECT FROM ledger_account a WHERE a.id = t.debit_id AND a.currency = t.currency)
UNION ALL
SELECT t.id, t.journal_id, t.currency, 'credit', t.credit_id
FROM ledger_transfer t
WHERE NOT EXISTS (SELECT FROM ledger_account a WHERE a.id = t.credit_id AND a.currency = t.currency)
ORDER BY transfer, side
