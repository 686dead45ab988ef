"""A merchant is a business of kind trader: the operator's own business cannot become one, nor a merchant's business the operator's."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("merchants", "0001_initial"), ("identity", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE merchants_merchant ADD CONSTRAINT merchant_is_a_trader"
            " FOREIGN KEY (id, business_kind) REFERENCES identity_business (id, kind)",
            "ALTER TABLE merchants_merchant DROP CONSTRAINT merchant_is_a_trader",
        )
    ]
