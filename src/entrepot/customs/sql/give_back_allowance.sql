-- Take from the used allowance of many people what their ended holds had added. The rows exist, so each entry meets its
-- conflict; going through INSERT keeps the order of locks that hold_allowance.sql has, which a plain UPDATE does not.
INSERT INTO customs_allowance AS held (id_hash, year, used_minor)
SELECT id_hash, year, minor
FROM unnest(%s::bytea[], %s::smallint[], %s::bigint[]) AS ended (id_hash, year, minor)
ORDER BY id_hash, year
ON CONFLICT (id_hash, year) DO UPDATE SET used_minor = held.used_minor - excluded.used_minor
