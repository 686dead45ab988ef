from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trade", "0001_initial")]

    operations = [
        migrations.AddField("cartline", "seen_minor", models.BigIntegerField(null=True)),
        migrations.AddField(
            "cartline",
            "seen_currency",
            models.CharField(blank=True, default="", max_length=3),
            preserve_default=False,
        ),
    ]
