"""Promises 3, 5, 6, 7, 8 and 10 as queries over purchases, orders and what the ledger, the stock and the events say of them."""

from django.utils.translation import gettext_lazy as _

from entrepot.ledger.audit import Check, register
from entrepot.ledger.chart import ESCROW, IMPORT_TAX
from entrepot.trade.flow import MONEY_HELD, STOCK_HELD

_HELD = {"held": [state.value for state in MONEY_HELD], "escrow": ESCROW.number, "tax": IMPORT_TAX.number}

register(
    Check(
        "trade.escrow",
        3,
        _(
            "The escrow of an order is its goods and freight less what was released and refunded of it, once it is paid"
        ),
        """
        SELECT orders.id AS order, orders.state, account.credits_minor - account.debits_minor AS escrow,
               orders.goods_minor + orders.freight_minor AS goods_and_freight,
               orders.released_minor AS released, orders.refunded_minor AS refunded
          FROM trade_order AS orders
          LEFT JOIN ledger_account AS account
                 ON account.id = md5(%(escrow)s || ':' || orders.id || ':' || orders.currency)::uuid
         WHERE coalesce(account.credits_minor - account.debits_minor, 0)
            <> CASE WHEN orders.state = ANY(%(held)s) AND orders.released_minor = 0
                    THEN orders.goods_minor + orders.freight_minor - (orders.refunded_minor - orders.refunded_tax_minor)
                    ELSE 0 END
        """,
        _HELD,
    )
)
register(
    Check(
        "trade.released",
        3,
        _("What an order says was released and refunded of it is what the ledger moved"),
        """
        SELECT orders.id AS order, orders.state, orders.released_minor AS released, orders.refunded_minor AS refunded,
               coalesce(sum(transfer.amount_minor) FILTER (WHERE transfer.code = 'release'), 0) AS posted_release,
               coalesce(sum(transfer.amount_minor) FILTER (WHERE transfer.code <> 'release'), 0) AS posted_refund
          FROM trade_order AS orders
          LEFT JOIN ledger_transfer AS transfer
                 ON transfer.subject_id = orders.id AND transfer.code IN ('release', 'refund', 'tax_refund', 'chargeback_lost')
         GROUP BY orders.id
        HAVING orders.released_minor <> coalesce(sum(transfer.amount_minor) FILTER (WHERE transfer.code = 'release'), 0)
            OR orders.refunded_minor <> coalesce(sum(transfer.amount_minor) FILTER (WHERE transfer.code <> 'release'), 0)
        """,
    )
)
register(
    Check(
        "trade.escrow_owner",
        3,
        _("Every escrow account belongs to an order"),
        """
        SELECT account.owner_id AS owner, account.credits_minor - account.debits_minor AS escrow
          FROM ledger_account AS account
         WHERE account.number = %(escrow)s AND account.credits_minor <> account.debits_minor
           AND NOT EXISTS (SELECT FROM trade_order AS orders WHERE orders.id = account.owner_id)
        """,
        _HELD,
    )
)
register(
    Check(
        "trade.tax",
        3,
        _("The tax collected with an order is its own, and no more"),
        """
        SELECT orders.id AS order, orders.state, account.credits_minor AS collected,
               orders.duty_minor + orders.import_vat_minor + orders.consumption_tax_minor AS tax
          FROM trade_order AS orders
          LEFT JOIN ledger_account AS account
                 ON account.id = md5(%(tax)s || ':' || orders.id || ':' || orders.currency)::uuid
         WHERE orders.state = ANY(%(held)s) AND orders.released_minor = 0 AND coalesce(account.credits_minor, 0)
            <> orders.duty_minor + orders.import_vat_minor + orders.consumption_tax_minor
        """,
        _HELD,
    )
)
register(
    Check(
        "trade.reservations",
        5,
        _("What is left to send of every line has its open reservation, and nothing else has one"),
        """
        SELECT line.id AS line, orders.id AS order, orders.state, line.quantity, reservation.quantity AS reserved,
               sent.quantity AS sent
          FROM trade_orderline AS line
          JOIN trade_order AS orders ON orders.id = line.order_id
          LEFT JOIN stock_reservation AS reservation ON reservation.id = line.id AND reservation.ended_at IS NULL
          LEFT JOIN (SELECT line_id, sum(quantity) AS quantity FROM shipping_parcelline GROUP BY line_id)
                 AS sent ON sent.line_id = line.id
         WHERE coalesce(reservation.quantity, 0)
            <> CASE WHEN orders.state = ANY(%(held)s) THEN line.quantity - coalesce(sent.quantity, 0) ELSE 0 END
            OR sent.quantity > line.quantity
        """,
        {"held": [state.value for state in STOCK_HELD]},
    )
)
register(
    Check(
        "trade.payment",
        6,
        _("Every purchase has one payment of its total, and is paid when and only when that is captured"),
        """
        SELECT purchase.id AS purchase, purchase.state, purchase.total_minor AS total,
               payment.state AS payment, payment.amount_minor AS amount
          FROM trade_purchase AS purchase LEFT JOIN payments_payment AS payment ON payment.id = purchase.id
         WHERE payment.id IS NULL OR payment.amount_minor <> purchase.total_minor
            OR payment.currency <> purchase.currency
            OR (purchase.state = 'paid' AND payment.state <> 'captured')
            OR (purchase.state IN ('pending', 'needs_action') AND payment.state = 'captured')
        """,
    )
)
register(
    Check(
        "trade.captured_once",
        6,
        _("Every order that was paid was captured once"),
        """
        SELECT orders.id AS order, orders.state, count(transfer.id) AS captures
          FROM trade_order AS orders
          LEFT JOIN ledger_transfer AS transfer
                 ON transfer.subject_id = orders.id AND transfer.code = 'capture'
                AND transfer.credit_id = md5(%(escrow)s || ':' || orders.id || ':' || orders.currency)::uuid
         WHERE orders.goods_minor + orders.freight_minor > 0
           AND EXISTS (SELECT FROM trade_step AS step WHERE step.order_id = orders.id AND step.state = 'paid')
         GROUP BY orders.id, orders.state
        HAVING count(transfer.id) <> 1
        """,
        _HELD,
    )
)
register(
    Check(
        "trade.history",
        7,
        _("The newest step of every order is the state it is in, and the oldest is its placing"),
        """
        SELECT orders.id AS order, orders.state, newest.state AS newest_step, oldest.state AS oldest_step
          FROM trade_order AS orders
          LEFT JOIN LATERAL (SELECT state FROM trade_step WHERE order_id = orders.id ORDER BY id DESC LIMIT 1)
                 AS newest ON true
          LEFT JOIN LATERAL (SELECT state FROM trade_step WHERE order_id = orders.id ORDER BY id LIMIT 1)
                 AS oldest ON true
         WHERE newest.state IS DISTINCT FROM orders.state OR oldest.state IS DISTINCT FROM 'placed'
        """,
    )
)
_PARTS = ("goods", "freight", "duty", "import_vat", "consumption_tax", "total")
_SUMS = ", ".join(f"sum({part}_minor) AS {part}" for part in _PARTS)
_DIFFER = " OR ".join(f"whole.{part}_minor IS DISTINCT FROM parts.{part}" for part in _PARTS)
for _whole, _part, _key in (("purchase", "order", "purchase_id"), ("order", "orderline", "order_id")):
    register(
        Check(
            f"trade.{_whole}_adds_up",
            8,
            _("Every amount of a purchase is the sum of its orders', and of an order that of its lines'"),
            f"""
            SELECT whole.id AS {_whole}_id, whole.total_minor AS total, parts.total AS total_of_parts
              FROM trade_{_whole} AS whole
              LEFT JOIN (SELECT {_key}, {_SUMS} FROM trade_{_part} GROUP BY {_key}) AS parts ON parts.{_key} = whole.id
             WHERE {_DIFFER}
            """,
        )
    )
register(
    Check(
        "trade.events_told",
        10,
        _("No event waits longer than an hour to be told"),
        """
        SELECT id AS event, tag, subject_id AS subject, attempts, created_at
          FROM kit_event WHERE told_at IS NULL AND created_at < now() - interval '1 hour'
        """,
    )
)
