-- How many transfers of one code came into each account, from its own index and no further than asked.
SELECT wanted.account, count(*)
FROM unnest(%(accounts)s::uuid[]) AS wanted (account),
     LATERAL (SELECT FROM ledger_transfer WHERE credit_id = wanted.account AND code = %(code)s LIMIT %(most)s) AS found
GROUP BY wanted.account
