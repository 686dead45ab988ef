-- Add to the used allowance of many people at once, each only as far as the limit allows.
-- Takes arrays (id_hash, year, minor), one entry a person and year, and the limit; answers the keys that were taken.
-- A key that is not answered was refused. Keys are locked in order, so that two batches never wait for each other.
INSERT INTO customs_allowance AS held (id_hash, year, used_minor)
SELECT id_hash, year, minor
FROM unnest(%s::bytea[], %s::smallint[], %s::bigint[]) AS wanted (id_hash, year, minor)
WHERE minor <= %s
ORDER BY id_hash, year
ON CONFLICT (id_hash, year) DO UPDATE SET used_minor = held.used_minor + excluded.used_minor
WHERE held.used_minor + excluded.used_minor <= %s
RETURNING id_hash, year
