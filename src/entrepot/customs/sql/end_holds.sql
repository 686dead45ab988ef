-- End the open holds of these orders; answers what each had taken. An order whose hold has ended already answers nothing,
-- so giving back twice gives back once.
UPDATE customs_allowancehold SET ended_at = %s, ended_as = %s
WHERE order_id = ANY(%s::uuid[]) AND ended_at IS NULL
RETURNING order_id, id_hash, year, minor - given_back_minor
