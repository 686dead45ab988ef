-- The transfers of some subjects, or of some journals, with both accounts as a reader knows them.
SELECT t.id, t.journal_id, t.subject_id, t.code, t.created_at, t.pending_id, t.corrects_id, t.currency, t.amount_minor,
       d.number, d.owner_id, c.number, c.owner_id
FROM ledger_transfer t
JOIN ledger_account d ON d.id = t.debit_id AND d.currency = t.currency
JOIN ledger_account c ON c.id = t.credit_id AND c.currency = t.currency
WHERE t.subject_id = ANY(%(subjects)s::uuid[]) OR t.journal_id = ANY(%(journals)s::uuid[])
ORDER BY t.id
LIMIT %(limit)s
