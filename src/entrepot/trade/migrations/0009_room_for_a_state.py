from django.db import migrations


class Migration(migrations.Migration):
    """Room on each page for the next version of an order, which is paid a moment after it was placed: its three indexes keep still."""

    dependencies = [("trade", "0008_after_the_sale")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE trade_order SET (fillfactor = 60)", "ALTER TABLE trade_order RESET (fillfactor)"
        )
    ]
