-- What is stored of these journals, to compare with what somebody wants to post again.
SELECT journal_id, id, debit_id, credit_id, amount_minor, code, subject_id, pending_id, corrects_id
FROM ledger_transfer
WHERE journal_id = ANY(%s)
ORDER BY journal_id, line
