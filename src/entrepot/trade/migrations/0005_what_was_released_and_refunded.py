from django.db import migrations

#: Until now an order was released whole, or refunded whole by its cancellation.
FILL = """
UPDATE trade_order SET released_minor = goods_minor + freight_minor WHERE state = 'completed';
UPDATE trade_order SET refunded_minor = total_minor,
                       refunded_tax_minor = duty_minor + import_vat_minor + consumption_tax_minor
 WHERE state = 'cancelled' AND EXISTS (SELECT FROM trade_step WHERE order_id = trade_order.id AND state = 'paid');
"""


class Migration(migrations.Migration):
    dependencies = [("trade", "0004_life_of_an_order")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
