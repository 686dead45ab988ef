-- Promise 2. Roles that could change a transfer: any but superusers, the owner, and PostgreSQL's own roles.
SELECT r.rolname::text AS role, p.privilege
FROM pg_class c
CROSS JOIN pg_roles r
CROSS JOIN (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS p (privilege)
WHERE c.oid = 'ledger_transfer'::regclass
  AND NOT r.rolsuper AND r.oid <> c.relowner AND r.rolname NOT LIKE 'pg\_%%'
  AND (has_table_privilege(r.oid, c.oid, p.privilege)
       OR (p.privilege = 'UPDATE' AND has_any_column_privilege(r.oid, c.oid, p.privilege)))
ORDER BY 1, 2
