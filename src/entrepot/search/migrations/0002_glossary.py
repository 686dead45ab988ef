import django.db.models.deletion
from django.db import migrations, models

import entrepot.kit.clock
import entrepot.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=entrepot.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("ours", "Ours"), ("operator", "Operator"), ("dictionary", "Dictionary")],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("en", models.JSONField(default=list)),
                ("zh", models.JSONField(default=list)),
                ("is_off", models.BooleanField(db_default=False, default=False)),
                ("changed_at", models.DateTimeField(default=entrepot.kit.clock.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("origin", "key"), name="term_once")],
            },
        ),
        migrations.CreateModel(
            name="TermForm",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("en", "En"), ("zh", "Zh"), ("pinyin", "Pinyin")], max_length=6
                    ),
                ),
                ("text", models.CharField(max_length=120)),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forms", to="search.term"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["text", "kind"],
                        name="term_form_text",
                        opclasses=["varchar_pattern_ops", "varchar_ops"],
                    )
                ],
            },
        ),
    ]
