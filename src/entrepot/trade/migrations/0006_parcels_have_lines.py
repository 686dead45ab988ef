from django.db import migrations

#: Until now the one parcel of an order carried all of it. UUIDs of version 4 do here: nobody pages by them.
FILL = """
INSERT INTO shipping_parcelline (id, parcel_id, line_id, quantity)
SELECT gen_random_uuid(), parcel.id, line.id, line.quantity
  FROM shipping_parcel AS parcel JOIN trade_orderline AS line ON line.order_id = parcel.order_id
 WHERE NOT EXISTS (SELECT FROM shipping_parcelline AS there WHERE there.parcel_id = parcel.id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("trade", "0005_what_was_released_and_refunded"),
        ("shipping", "0002_parts_of_orders"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
