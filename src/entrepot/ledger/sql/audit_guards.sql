-- Promise 2. Both triggers must be there, with their function, and fire ALWAYS ('A'), not only in ordinary sessions.
SELECT wanted.name AS trigger,
       coalesce(t.tgenabled::text, 'missing') AS enabled
FROM (VALUES ('ledger_transfer_kept', 27), ('ledger_transfer_not_emptied', 34)) AS wanted (name, type)
LEFT JOIN pg_trigger t
       ON t.tgrelid = 'ledger_transfer'::regclass AND t.tgname = wanted.name AND t.tgtype = wanted.type
      AND t.tgfoid = 'ledger_transfer_refuse_change'::regproc
WHERE t.tgenabled IS DISTINCT FROM 'A'
