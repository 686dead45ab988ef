-- The house's accounts: a row to refer to, with no counter that every order would have to update. Never locks one that is there, so
-- every batch can ask for its own.
INSERT INTO ledger_account (id, number, owner_id, currency, normal_side)
SELECT a.*
FROM unnest(%s::uuid[], %s::smallint[], %s::uuid[], %s::text[], %s::smallint[])
     AS a (id, number, owner_id, currency, normal_side)
ORDER BY a.id
ON CONFLICT (id, currency) DO NOTHING
