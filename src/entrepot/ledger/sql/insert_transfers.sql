-- All transfers of a list of journals. A journal posted before is passed over: the row count tells.
-- In the order of journal and line, so that two lists that share journals wait for each other instead of deadlocking.
-- The accounts may not exist yet: they are made after, in the same transaction.
INSERT INTO ledger_transfer
    (created_at, id, journal_id, line, debit_id, credit_id, currency, amount_minor, code, subject_id,
     pending_id, corrects_id)
SELECT %s, t.*
FROM unnest(%s::uuid[], %s::uuid[], %s::smallint[], %s::uuid[], %s::uuid[], %s::text[], %s::bigint[],
            %s::text[], %s::uuid[], %s::uuid[], %s::uuid[])
     AS t (id, journal_id, line, debit_id, credit_id, currency, amount_minor, code, subject_id,
           pending_id, corrects_id)
ORDER BY t.journal_id, t.line
ON CONFLICT (journal_id, line) DO NOTHING
