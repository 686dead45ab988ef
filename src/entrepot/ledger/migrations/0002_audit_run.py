from django.db import migrations, models

import entrepot.kit.ids


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AuditRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=entrepot.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("by_kind", models.CharField(max_length=12)),
                ("by_id", models.UUIDField(null=True)),
                ("found", models.JSONField()),
                ("created_at", models.DateTimeField()),
            ],
        ),
    ]
