"""Dated rows stay as they were loaded: the database refuses every change but the one closing, and every deletion."""

from django.db import migrations

TABLES = ("customs_rule", "customs_tariff", "customs_positivelistentry")

FUNCTION = """
CREATE FUNCTION customs_rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed jsonb := jsonb_build_object('closed_on', NEW.closed_on, 'closed_in_id', NEW.closed_in_id);
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.closed_in_id IS NULL AND to_jsonb(OLD) || closed = to_jsonb(NEW) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are closed by date, never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("customs", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION customs_rows_stay()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION customs_rows_stay()",
                f"DROP TRIGGER rows_stay ON {table}",
            )
            for table in TABLES
        ),
    ]
