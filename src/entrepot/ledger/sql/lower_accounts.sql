-- Moves accounts (locked before) whose balance falls, where their floor allows it; a row that does not come back was refused.
UPDATE ledger_account AS account
SET debits_minor = account.debits_minor + d.debits_minor,
    credits_minor = account.credits_minor + d.credits_minor
FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::bigint[])
     AS d (id, currency, debits_minor, credits_minor)
WHERE account.id = d.id
  AND account.currency = d.currency
  AND (account.floor_minor IS NULL
       OR (account.debits_minor + d.debits_minor - account.credits_minor - d.credits_minor) * account.normal_side
          >= account.floor_minor)
RETURNING account.id
