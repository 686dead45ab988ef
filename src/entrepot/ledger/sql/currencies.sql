-- The currencies that anything was ever posted in: each has its client bank account.
SELECT DISTINCT currency FROM ledger_account
WHERE owner_id = '00000000-0000-0000-0000-000000000000' ORDER BY currency
