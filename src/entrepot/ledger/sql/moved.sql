-- What went in and out of one account, from the two indexes alone; up to a transfer, or in all (null).
SELECT (SELECT coalesce(sum(amount_minor), 0) FROM ledger_transfer
        WHERE debit_id = %(account)s AND id <= coalesce(%(upto)s::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))::bigint,
       (SELECT coalesce(sum(amount_minor), 0) FROM ledger_transfer
        WHERE credit_id = %(account)s AND id <= coalesce(%(upto)s::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))::bigint
