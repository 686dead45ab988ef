"""The journals of payments taken back and of merchants who owe (trade rules, section 2.4: D1 to D4, N1 to N3)."""

from uuid import UUID

from entrepot.kit.money import Money
from entrepot.ledger import chart
from entrepot.ledger.entries import Journal, journal_id
from entrepot.ledger.journals import lines


def chargeback(*, dispute_id: UUID, amount: Money, fee: Money) -> Journal:
    """D1 and D2: the provider takes the payment back until the dispute is decided, and charges for it."""
    provider = chart.PSP_CLEARING.house(amount.currency)
    return Journal(
        journal_id(dispute_id, "chargeback"),
        dispute_id,
        "chargeback",
        lines(
            (chart.DISPUTES_RECEIVABLE.of(dispute_id, amount.currency), provider, amount),
            (chart.DISPUTE_FEES.house(amount.currency), provider, fee),
        ),
    )


def chargeback_won(*, dispute_id: UUID, amount: Money) -> Journal:
    """D4: the provider gives the payment back."""
    currency = amount.currency
    line = (chart.PSP_CLEARING.house(currency), chart.DISPUTES_RECEIVABLE.of(dispute_id, currency), amount)
    return Journal(journal_id(dispute_id, "decided"), dispute_id, "chargeback_won", lines(line))


def chargeback_lost(
    *,
    share_id: UUID,
    dispute_id: UUID,
    order_id: UUID,
    merchant_id: UUID,
    escrow: Money,
    import_tax: Money,
    payable: Money,
    reserve: Money,
    debt: Money,
) -> Journal:
    """D3: what of it falls on one order is taken from its held money, then from its merchant: its balance, its reserve, and
    what both lack it owes us.

    `payable`, `reserve`, `debt`: the merchant's part by where it comes from (`payments/drawing.py: draw`).
    """
    currency = escrow.currency
    disputed = chart.DISPUTES_RECEIVABLE.of(dispute_id, currency)
    return Journal(
        journal_id(share_id, "decided"),
        order_id,
        "chargeback_lost",
        lines(
            (chart.ESCROW.of(order_id, currency), disputed, escrow),
            (chart.IMPORT_TAX.of(order_id, currency), disputed, import_tax),
            (chart.SELLER_PAYABLE.of(merchant_id, currency), disputed, payable),
            (chart.SELLER_RESERVE.of(merchant_id, currency), disputed, reserve),
            (chart.SELLER_RECEIVABLE.of(merchant_id, currency), disputed, debt),
        ),
    )


def chargeback_lost_by_house(*, dispute_id: UUID, amount: Money) -> Journal:
    """D3': the loss is ours."""
    currency = amount.currency
    line = (chart.DISPUTE_LOSS.house(currency), chart.DISPUTES_RECEIVABLE.of(dispute_id, currency), amount)
    return Journal(journal_id(dispute_id, "decided"), dispute_id, "chargeback_lost", lines(line))


def recovery(*, order_id: UUID, merchant_id: UUID, amount: Money) -> Journal:
    """N1: a part of this order's release pays what the merchant owes."""
    currency = amount.currency
    payable, owed = (
        chart.SELLER_PAYABLE.of(merchant_id, currency),
        chart.SELLER_RECEIVABLE.of(merchant_id, currency),
    )
    return Journal(journal_id(order_id, "recovery"), order_id, "recovery", lines((payable, owed, amount)))


def provision(*, provision_id: UUID, merchant_id: UUID, amount: Money) -> Journal:
    """N2: we no longer expect to see part of what a merchant owes."""
    line = (chart.BAD_DEBT.house(amount.currency), chart.DOUBTFUL_ALLOWANCE.house(amount.currency), amount)
    return Journal(journal_id(provision_id, "provision"), merchant_id, "provision", lines(line))


def write_off(*, write_off_id: UUID, merchant_id: UUID, amount: Money) -> Journal:
    """N3: the debt is given up, against what was provided for."""
    currency = amount.currency
    line = (
        chart.DOUBTFUL_ALLOWANCE.house(currency),
        chart.SELLER_RECEIVABLE.of(merchant_id, currency),
        amount,
    )
    return Journal(journal_id(write_off_id, "write_off"), merchant_id, "write_off", lines(line))
