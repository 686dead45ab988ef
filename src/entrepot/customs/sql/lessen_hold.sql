-- Give back a part of an open hold, never more than is left of it; answers whose allowance that is, and how much.
UPDATE customs_allowancehold AS hold SET given_back_minor = hold.given_back_minor + part.minor
FROM (
    SELECT order_id, least(minor - given_back_minor, floor(minor * %s::numeric / %s::numeric + 0.5)::bigint) AS minor
    FROM customs_allowancehold WHERE order_id = %s AND ended_at IS NULL FOR UPDATE
) AS part
WHERE hold.order_id = part.order_id
RETURNING hold.id_hash, hold.year, part.minor
