from django.db import migrations


class Migration(migrations.Migration):
    """Holds are found by their order; whose they are only the audit adds up, over all of them."""

    dependencies = [("customs", "0003_parts_given_back")]

    operations = [migrations.RemoveIndex(model_name="allowancehold", name="allowance_hold_open")]
