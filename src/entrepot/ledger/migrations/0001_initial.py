import django.db.models.expressions
from django.db import migrations, models

import entrepot.kit.ids

# What Django's migrations cannot say.
GUARDS = """
ALTER TABLE ledger_account
    ADD CONSTRAINT ledger_account_id
    CHECK (id = md5(number::text || ':' || owner_id::text || ':' || currency)::uuid);

-- Counters are updated in place as long as there is room for the new version on the row's page.
ALTER TABLE ledger_account SET (fillfactor = 85);

-- The house's accounts are few; this finds the currencies in use without an index that every order's accounts would enter.
CREATE INDEX ledger_account_house ON ledger_account (currency, number)
    WHERE owner_id = '00000000-0000-0000-0000-000000000000';

-- Deferred, because transfers are inserted before the accounts are made and moved (posting.post).
ALTER TABLE ledger_transfer
    ADD CONSTRAINT ledger_transfer_debit FOREIGN KEY (debit_id, currency)
        REFERENCES ledger_account (id, currency) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT ledger_transfer_credit FOREIGN KEY (credit_id, currency)
        REFERENCES ledger_account (id, currency) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT ledger_transfer_resolves FOREIGN KEY (pending_id, line)
        REFERENCES ledger_transfer (journal_id, line),
    ADD CONSTRAINT ledger_transfer_corrects FOREIGN KEY (corrects_id, line)
        REFERENCES ledger_transfer (journal_id, line);

CREATE FUNCTION ledger_transfer_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a ledger transfer never changes; correct it by another one'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;

CREATE TRIGGER ledger_transfer_kept BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_transfer_refuse_change();
CREATE TRIGGER ledger_transfer_not_emptied BEFORE TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_transfer_refuse_change();

-- ALWAYS: in a session that replays replication too, where ordinary triggers sleep.
ALTER TABLE ledger_transfer ENABLE ALWAYS TRIGGER ledger_transfer_kept;
ALTER TABLE ledger_transfer ENABLE ALWAYS TRIGGER ledger_transfer_not_emptied;
"""

UNGUARD = """
DROP TRIGGER ledger_transfer_kept ON ledger_transfer;
DROP TRIGGER ledger_transfer_not_emptied ON ledger_transfer;
DROP FUNCTION ledger_transfer_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "id", "currency", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField()),
                ("owner_id", models.UUIDField()),
                ("currency", models.CharField(max_length=3)),
                ("normal_side", models.SmallIntegerField()),
                ("debits_minor", models.BigIntegerField(db_default=0, default=0)),
                ("credits_minor", models.BigIntegerField(db_default=0, default=0)),
                ("floor_minor", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("normal_side__in", (1, -1))), name="ledger_account_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("credits_minor__gte", 0), ("debits_minor__gte", 0)),
                        name="ledger_account_counters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("floor_minor__isnull", True),
                            (
                                "floor_minor__lte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("debits_minor"), "-", models.F("credits_minor")
                                    ),
                                    "*",
                                    models.F("normal_side"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_account_floor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=entrepot.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("journal_id", models.UUIDField()),
                ("line", models.PositiveSmallIntegerField()),
                ("debit_id", models.UUIDField()),
                ("credit_id", models.UUIDField()),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("code", models.CharField(max_length=32)),
                ("subject_id", models.UUIDField()),
                ("pending_id", models.UUIDField(null=True)),
                ("corrects_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_id", "id"], name="ledger_transfer_of_subject"),
                    models.Index(
                        fields=["debit_id", "id"], include=("amount_minor",), name="ledger_transfer_debits"
                    ),
                    models.Index(
                        fields=["credit_id", "id"], include=("amount_minor",), name="ledger_transfer_credits"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="ledger_transfer_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit_id", models.F("credit_id")), _negated=True),
                        name="ledger_transfer_two_accounts",
                    ),
                    models.UniqueConstraint(fields=("journal_id", "line"), name="ledger_transfer_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("pending_id__isnull", False)),
                        fields=("pending_id", "line"),
                        name="ledger_transfer_resolved_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("corrects_id__isnull", False)),
                        fields=("corrects_id", "line"),
                        name="ledger_transfer_corrected_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, UNGUARD),
    ]
