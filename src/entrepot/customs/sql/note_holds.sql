-- Write down which order took how much, in one statement.
INSERT INTO customs_allowancehold (order_id, id_hash, year, minor, created_at)
SELECT order_id, id_hash, year, minor, %s
FROM unnest(%s::uuid[], %s::bytea[], %s::smallint[], %s::bigint[]) AS hold (order_id, id_hash, year, minor)
