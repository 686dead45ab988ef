-- What one code brought into an account, by day (UTC), since a moment. Ids are made when rows are, never before their moment,
-- so those since the moment are a range of the account's own index.
SELECT (created_at AT TIME ZONE 'UTC')::date AS day, sum(amount_minor)::bigint
FROM ledger_transfer
WHERE credit_id = %(account)s AND code = %(code)s AND created_at >= %(since)s AND id >= %(first)s
GROUP BY day
ORDER BY day
