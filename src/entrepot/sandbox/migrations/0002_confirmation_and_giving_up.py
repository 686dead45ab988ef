from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("sandbox", "0001_initial")]

    operations = [
        migrations.AddField(
            "charge", "return_url", models.CharField(max_length=500, blank=True, db_default="")
        ),
        migrations.AlterField("charge", "token", models.CharField(max_length=200)),
        migrations.AlterField(
            "charge",
            "state",
            models.CharField(
                max_length=14,
                choices=[
                    ("needs_action", "Needs Action"),
                    ("authorised", "Authorised"),
                    ("captured", "Captured"),
                    ("declined", "Declined"),
                    ("refunded", "Refunded"),
                ],
            ),
        ),
        migrations.AddConstraint(
            "charge",
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=F("amount_minor")),
                name="sandbox_refund_within_charge",
            ),
        ),
        migrations.AddField("webhook", "given_up_at", models.DateTimeField(null=True)),
        migrations.RemoveIndex("webhook", "webhook_due"),
        migrations.AddIndex(
            "webhook",
            models.Index(
                fields=["due_at"],
                name="webhook_due",
                condition=Q(delivered_at__isnull=True, given_up_at__isnull=True),
            ),
        ),
    ]
