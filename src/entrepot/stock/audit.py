"""Promise 5, as queries: what is reserved is what the open reservations say, and on hand is the sum of the movements."""

from django.utils.translation import gettext_lazy as _

from entrepot.ledger.audit import Check, register

register(
    Check(
        "stock.reserved",
        5,
        _("The reserved count of every level is the sum of its open reservations"),
        """
        SELECT level.id AS level, level.variant_id AS variant, level.reserved, coalesce(held.quantity, 0) AS reservations
          FROM stock_level AS level
          LEFT JOIN (SELECT level_id, sum(quantity) AS quantity FROM stock_reservation
                      WHERE ended_at IS NULL GROUP BY level_id) AS held ON held.level_id = level.id
         WHERE level.reserved <> coalesce(held.quantity, 0)
        """,
    )
)
register(
    Check(
        "stock.on_hand",
        5,
        _("What is on hand is the sum of the movements, and no less than what is reserved"),
        """
        SELECT level.id AS level, level.variant_id AS variant, level.on_hand, level.reserved,
               coalesce(moved.quantity, 0) AS movements
          FROM stock_level AS level
          LEFT JOIN (SELECT level_id, sum(quantity) AS quantity FROM stock_movement GROUP BY level_id) AS moved
                 ON moved.level_id = level.id
         WHERE level.on_hand <> coalesce(moved.quantity, 0) OR level.reserved > level.on_hand
        """,
    )
)
