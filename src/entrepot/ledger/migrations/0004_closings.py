from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_explanations")]

    operations = [
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "day",
                        "currency",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("number", models.PositiveSmallIntegerField()),
                ("debits_minor", models.BigIntegerField()),
                ("credits_minor", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(
            "CREATE INDEX ledger_transfer_by_time ON ledger_transfer USING brin (created_at)"
            " WITH (pages_per_range = 32, autosummarize = on)",
            "DROP INDEX ledger_transfer_by_time",
        ),
    ]
