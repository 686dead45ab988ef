-- The accounts of one owner. Their ids follow from number, owner and currency, so no index on the owner is kept.
WITH currencies AS (SELECT DISTINCT currency FROM ledger_account WHERE owner_id = '00000000-0000-0000-0000-000000000000')
SELECT a.number, a.currency, a.debits_minor, a.credits_minor
FROM currencies
CROSS JOIN unnest(%(numbers)s::int[]) AS chart (number)
JOIN ledger_account a
  ON a.currency = currencies.currency
 AND a.id = md5(chart.number::text || ':' || %(owner)s::uuid::text || ':' || currencies.currency)::uuid
ORDER BY a.currency, a.number
