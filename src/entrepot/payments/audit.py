"""Promise 9 as queries: a payout ends once, with what it began with; refunds and reserves are what their rows say."""

from django.utils.translation import gettext_lazy as _

from entrepot.ledger.audit import Check, register
from entrepot.ledger.chart import DISPUTES_RECEIVABLE, SELLER_PAYABLE, SELLER_RESERVE

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
register(
    Check(
        "payments.payout_lines",
        9,
        _(
            "A payout is the sum of its lines, each a movement of what was payable to its merchant, with its amount"
        ),
        """
        SELECT payout.id AS payout, payout.taken_minor AS taken, sum(line.amount_minor) AS lines,
               count(*) FILTER (WHERE moved.id IS NULL) AS not_the_merchants
          FROM payments_payout AS payout
          LEFT JOIN payments_payoutline AS line ON line.payout_id = payout.id
          LEFT JOIN ledger_transfer AS moved
                 ON moved.id = line.transfer_id AND moved.currency = payout.taken_currency AND line.currency = moved.currency
                AND line.amount_minor = CASE md5(%(payable)s || ':' || payout.merchant_id || ':' || payout.taken_currency)::uuid
                                        WHEN moved.credit_id THEN moved.amount_minor
                                        WHEN moved.debit_id THEN -moved.amount_minor END
         GROUP BY payout.id
        HAVING sum(line.amount_minor) IS DISTINCT FROM payout.taken_minor OR count(*) FILTER (WHERE moved.id IS NULL) > 0
        """,
        {"payable": SELLER_PAYABLE.number},
    )
)
register(
    Check(
        "payments.payout_posted",
        9,
        _(
            "A payout has taken its money from the books once, and given it to the bank or back when it ended, and only then"
        ),
        """
        SELECT payout.id AS payout, payout.state, sum(moved.amount_minor) FILTER (WHERE moved.code = 'payout') AS started,
               sum(moved.amount_minor) FILTER (WHERE moved.code = 'payout_confirmed') AS confirmed,
               sum(moved.amount_minor) FILTER (WHERE moved.code = 'payout_failed') AS failed
          FROM payments_payout AS payout LEFT JOIN ledger_transfer AS moved ON moved.subject_id = payout.id
         GROUP BY payout.id
        HAVING sum(moved.amount_minor) FILTER (WHERE moved.code = 'payout') IS DISTINCT FROM payout.amount_minor
            OR coalesce(sum(moved.amount_minor) FILTER (WHERE moved.code = 'payout_confirmed'), 0)
               <> CASE payout.state WHEN 'paid' THEN payout.amount_minor ELSE 0 END
            OR coalesce(sum(moved.amount_minor) FILTER (WHERE moved.code = 'payout_failed'), 0)
               <> CASE payout.state WHEN 'failed' THEN payout.amount_minor ELSE 0 END
            OR coalesce(sum(moved.amount_minor) FILTER (WHERE moved.code = 'fx' AND moved.currency = payout.taken_currency
                                                          AND payout.taken_currency <> payout.currency), 0)
               <> CASE WHEN payout.rate_id IS NULL THEN 0 ELSE payout.taken_minor END
        """,
    )
)
register(
    Check(
        "payments.unpaid",
        9,
        _("What is payable to a merchant is the sum of the movements that no payout has taken"),
        """
        SELECT account.owner_id AS merchant, account.currency, account.credits_minor - account.debits_minor AS payable,
               coalesce(moved.unpaid, 0) AS unpaid
          FROM ledger_account AS account, LATERAL (
            SELECT sum(CASE WHEN transfer.credit_id = account.id THEN amount_minor ELSE -amount_minor END) AS unpaid
              FROM ledger_transfer AS transfer
             WHERE (transfer.credit_id = account.id OR transfer.debit_id = account.id)
               AND transfer.code NOT IN ('fx', 'payout')
               AND NOT EXISTS (SELECT FROM payments_payoutline AS line WHERE line.transfer_id = transfer.id)
          ) AS moved
         WHERE account.number = %(payable)s
           AND account.credits_minor - account.debits_minor <> coalesce(moved.unpaid, 0)
        """,
        {"payable": SELLER_PAYABLE.number},
    )
)
register(
    Check(
        "payments.chargebacks",
        3,
        _("What is out for an open chargeback is its amount, and nothing once it is decided"),
        """
        SELECT chargeback.id AS chargeback, chargeback.state, chargeback.amount_minor AS amount,
               account.debits_minor - account.credits_minor AS out
          FROM payments_chargeback AS chargeback
          LEFT JOIN ledger_account AS account
                 ON account.id = md5(%(disputes)s || ':' || chargeback.id || ':' || chargeback.currency)::uuid
         WHERE coalesce(account.debits_minor - account.credits_minor, 0)
            <> CASE WHEN chargeback.state = 'opened' THEN chargeback.amount_minor ELSE 0 END
        """,
        {"disputes": DISPUTES_RECEIVABLE.number},
    )
)
register(
    Check(
        "payments.shares",
        3,
        _("Who bore a lost chargeback bore all of it, and nobody any of one that is not lost"),
        """
        SELECT share.id AS share, chargeback.state, share.amount_minor AS amount,
               share.held_minor + share.merchant_minor + share.house_minor AS borne
          FROM payments_chargebackshare AS share JOIN payments_chargeback AS chargeback ON chargeback.id = share.chargeback_id
         WHERE share.held_minor + share.merchant_minor + share.house_minor
            <> CASE WHEN chargeback.state = 'lost' THEN share.amount_minor ELSE 0 END
            OR (share.decided_at IS NULL) <> (chargeback.state = 'opened')
        """,
    )
)
