-- What journals of some codes moved about one subject in a currency: those of the first code less those of the second.
SELECT coalesce(sum(CASE WHEN code = %(plus)s THEN amount_minor ELSE -amount_minor END), 0)::bigint
FROM ledger_transfer
WHERE subject_id = %(subject)s AND currency = %(currency)s AND code IN (%(plus)s, %(minus)s)
