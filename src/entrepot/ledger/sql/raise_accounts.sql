-- Makes, locks and moves accounts in the order of their ids, so that two lists never wait for each other in a circle.
-- A row of zeros is only locked (or made): DO UPDATE ... WHERE locks what it does not change.
INSERT INTO ledger_account AS account
    (id, number, owner_id, currency, normal_side, floor_minor, debits_minor, credits_minor)
SELECT a.*
FROM unnest(%s::uuid[], %s::smallint[], %s::uuid[], %s::text[], %s::smallint[], %s::bigint[], %s::bigint[],
            %s::bigint[])
     AS a (id, number, owner_id, currency, normal_side, floor_minor, debits_minor, credits_minor)
ORDER BY a.id
ON CONFLICT (id, currency) DO UPDATE
SET debits_minor = account.debits_minor + excluded.debits_minor,
    credits_minor = account.credits_minor + excluded.credits_minor
WHERE excluded.debits_minor <> 0 OR excluded.credits_minor <> 0
