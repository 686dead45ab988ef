-- Orders whose import tax was collected before a moment and is still held, the oldest first.
SELECT a.owner_id, a.currency, a.credits_minor - a.debits_minor
FROM ledger_account a
JOIN ledger_transfer t ON t.credit_id = a.id AND t.code = 'capture'
WHERE a.number = %(number)s AND a.currency = %(currency)s AND a.credits_minor > a.debits_minor
  AND t.created_at < %(before)s
ORDER BY t.created_at, a.owner_id
LIMIT %(limit)s
