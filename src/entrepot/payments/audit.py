"""Promise 9 as queries: a payout ends once, with what it began with; refunds and reserves are what their rows say."""

from django.utils.translation import gettext_lazy as _

from entrepot.ledger.audit import Check, register
from entrepot.ledger.chart import SELLER_RESERVE

register(
    Check(
        "payments.payout_once",
        9,
        _("Every payout was confirmed or given back at most once, and with the amount it began with"),
        """
        SELECT started.journal_id AS payout, started.amount_minor AS started, count(ended.id) AS ends,
               sum(ended.amount_minor) AS ended
          FROM ledger_transfer AS started
          JOIN ledger_transfer AS ended ON ended.pending_id = started.id
         WHERE started.code = 'payout'
         GROUP BY started.id, started.journal_id, started.amount_minor
        HAVING count(ended.id) > 1 OR sum(ended.amount_minor) <> started.amount_minor
        """,
    )
)
register(
    Check(
        "payments.refunded",
        9,
        _("What was refunded of a payment is the sum of its refunds that are done"),
        """
        SELECT payment.id AS payment, payment.refunded_minor AS refunded, coalesce(sum(refund.amount_minor), 0) AS refunds
          FROM payments_payment AS payment
          LEFT JOIN payments_refund AS refund ON refund.payment_id = payment.id AND refund.state = 'done'
         GROUP BY payment.id HAVING payment.refunded_minor <> coalesce(sum(refund.amount_minor), 0)
        """,
    )
)
register(
    Check(
        "payments.reserve",
        9,
        _("A merchant's reserve is the sum of what is kept of each of its orders"),
        """
        SELECT account.owner_id AS merchant, account.currency, account.credits_minor - account.debits_minor AS reserve,
               coalesce(rows.kept, 0) AS kept
          FROM ledger_account AS account
          LEFT JOIN (SELECT merchant_id, currency, sum(left_minor) AS kept FROM payments_reserve
                      WHERE left_minor > 0 GROUP BY merchant_id, currency) AS rows
                 ON rows.merchant_id = account.owner_id AND rows.currency = account.currency
         WHERE account.number = %(reserve)s AND account.credits_minor - account.debits_minor <> coalesce(rows.kept, 0)
        """,
        {"reserve": SELLER_RESERVE.number},
    )
)
