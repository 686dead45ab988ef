-- Promise 2. Every trigger must be there, on its columns, with its function, and fire ALWAYS ('A'), not only in ordinary sessions.
SELECT wanted.name AS trigger,
       coalesce(t.tgenabled::text, 'missing') AS enabled
FROM (VALUES ('ledger_transfer', 'kept', 27, ''),
             ('ledger_transfer', 'not_emptied', 34, ''),
             ('ledger_account', 'kept', 11, ''),
             ('ledger_account', 'not_emptied', 34, ''),
             ('ledger_account', 'not_renamed', 18, 'id number owner_id currency normal_side')) AS given (relation, guard, type, columns)
CROSS JOIN LATERAL (SELECT relation || '_' || guard AS name) AS wanted
LEFT JOIN pg_trigger t
       ON t.tgrelid = relation::regclass AND t.tgname = wanted.name AND t.tgtype = given.type AND t.tgqual IS NULL
      AND t.tgfoid = to_regproc(relation || '_refuse_change')
      AND ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = t.tgrelid AND attnum = ANY(t.tgattr) ORDER BY 1)
          = ARRAY(SELECT unnest(string_to_array(given.columns, ' ')) ORDER BY 1)
WHERE t.tgenabled IS DISTINCT FROM 'A'
ORDER BY 1
