-- People and years whose used allowance is not the sum of their open holds: none, ever.
SELECT id_hash, year, coalesce(held.used_minor, 0) AS used_minor, coalesce(open.minor, 0) AS held_minor
FROM customs_allowance AS held
FULL JOIN (
    SELECT id_hash, year, sum(minor - given_back_minor)::bigint AS minor FROM customs_allowancehold WHERE ended_at IS NULL GROUP BY id_hash, year
) AS open USING (id_hash, year)
WHERE coalesce(held.used_minor, 0) <> coalesce(open.minor, 0)
ORDER BY id_hash, year
