"""The journals of a contract between businesses, and of a buyer's credit (trade rules, section 2.4: B1 to B5).

`milestone_id` owns the escrow: a contract paid and released as a whole is its own only milestone.
"""

from uuid import UUID

from entrepot.kit.money import Money
from entrepot.ledger import chart
from entrepot.ledger.entries import Journal, journal_id
from entrepot.ledger.journals import lines


def deposit(*, payment_id: UUID, milestone_id: UUID, amount: Money) -> Journal:
    """B1 and B2: the buyer pays a part, and it is held."""
    currency = amount.currency
    line = (chart.PSP_CLEARING.house(currency), chart.ESCROW_MILESTONE.of(milestone_id, currency), amount)
    return Journal(journal_id(payment_id, "deposit"), milestone_id, "deposit", lines(line))


def release(*, milestone_id: UUID, merchant_id: UUID, escrow: Money, fee: Money, to_buyer: Money) -> Journal:
    """B3 and B4: the escrow goes to the merchant less our fee; after a dispute, a part of it to the buyer."""
    currency = escrow.currency
    held = chart.ESCROW_MILESTONE.of(milestone_id, currency)
    return Journal(
        journal_id(milestone_id, "release"),
        milestone_id,
        "release",
        lines(
            (held, chart.REFUNDS_PAYABLE.of(milestone_id, currency), to_buyer),
            (held, chart.SELLER_PAYABLE.of(merchant_id, currency), escrow - to_buyer - fee),
            (held, chart.COMMISSION_B2B.house(currency), fee),
        ),
    )


def refund(*, refund_id: UUID, milestone_id: UUID, amount: Money) -> Journal:
    """B4b: the buyer's part is paid back."""
    currency = amount.currency
    line = (chart.REFUNDS_PAYABLE.of(milestone_id, currency), chart.PSP_CLEARING.house(currency), amount)
    return Journal(journal_id(refund_id, "refund"), milestone_id, "refund", lines(line))


def credit(*, credit_id: UUID, order_id: UUID, amount: Money) -> Journal:
    """B5: we give a buyer a credit, for a late delivery say."""
    currency = amount.currency
    line = (chart.BUYER_COMPENSATION.house(currency), chart.COUPONS.of(credit_id, currency), amount)
    return Journal(journal_id(credit_id, "credit"), order_id, "credit", lines(line))
