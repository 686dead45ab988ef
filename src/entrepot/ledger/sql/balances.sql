-- The balances, on their normal side, of accounts that carry counters.
SELECT account.id, account.currency, (account.debits_minor - account.credits_minor) * account.normal_side
FROM unnest(%s::uuid[], %s::text[]) AS wanted (id, currency)
JOIN ledger_account AS account ON account.id = wanted.id AND account.currency = wanted.currency
