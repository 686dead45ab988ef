"""Promises 9 and 10, as queries: a payout ends once, with what it began with; a refund is not left lying."""

from django.utils.translation import gettext_lazy as _

from entrepot.ledger.audit import Check, register

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
