"""The journals of a consumer order and of a payout, by name (trade rules, section 2.4: J1 to J8 and R1 to
R3).

Pure: values in, a Journal out; the callers know the amounts. Each has an id that follows from what it is
about, so that it can happen once: an order is captured once, a refund is paid once. A line of zero is left
out.
"""

from uuid import UUID

from entrepot.kit.money import Money
from entrepot.ledger import chart
from entrepot.ledger.chart import AccountRef
from entrepot.ledger.entries import Journal, Line, journal_id


def lines(*parts: tuple[AccountRef, AccountRef, Money]) -> tuple[Line, ...]:
    """The lines of these debits, credits and amounts, without those of zero."""
    return tuple(Line(debit, credit, amount) for debit, credit, amount in parts if amount)


def capture(
    *,
    order_id: UUID,
    escrow: Money,
    import_tax: Money,
    duty: Money | None = None,
    sales_tax: Money | None = None,
) -> Journal:
    """J1: the provider has the buyer's money; goods and freight go into escrow, taxes aside."""
    currency = escrow.currency
    zero = Money(0, currency)
    provider = chart.PSP_CLEARING.house(currency)
    return Journal(
        journal_id(order_id, "capture"),
        order_id,
        "capture",
        lines(
            (provider, chart.ESCROW.of(order_id, currency), escrow),
            (provider, chart.IMPORT_TAX.of(order_id, currency), import_tax),
            (provider, chart.IMPORT_DUTY.of(order_id, currency), duty or zero),
            (provider, chart.SALES_TAX.of(order_id, currency), sales_tax or zero),
        ),
    )


def provider_fee(*, purchase_id: UUID, fee: Money) -> Journal:
    """J2: what the provider keeps of one payment is our cost, never the merchant's or the buyer's."""
    currency = fee.currency
    line = (chart.PSP_FEES.house(currency), chart.PSP_CLEARING.house(currency), fee)
    return Journal(journal_id(purchase_id, "psp_fee"), purchase_id, "psp_fee", lines(line))


def settlement(*, settlement_id: UUID, received: Money, fees: Money) -> Journal:
    """J3 and J3b: the provider pays out what it collected less its fees, and our own money makes the
    clients' whole. Below zero: it collected less than it gave back, and takes the rest from the bank.
    """
    currency = received.currency
    bank = chart.BANK_CLIENT.house(currency)
    return Journal(
        journal_id(settlement_id, "settlement"),
        settlement_id,
        "settlement",
        lines(
            _into(bank, chart.PSP_CLEARING.house(currency), received),
            _into(bank, chart.BANK_HOUSE.house(currency), fees),
        ),
    )


def settlement_by_hand(*, line_id: UUID, received: Money, expected: Money, fees: Money) -> Journal:
    """J3 and J3b of one line that did not match by itself: what it differs by from what the books expected of it is a
    cost of the provider, or one that it gives back, and like its fees is made whole.
    """
    currency = received.currency
    bank, clearing = chart.BANK_CLIENT.house(currency), chart.PSP_CLEARING.house(currency)
    lacking = expected - received
    return Journal(
        journal_id(line_id, "settlement"),
        line_id,
        "settlement",
        lines(
            _into(bank, clearing, received),
            _into(chart.PSP_FEES.house(currency), clearing, lacking),
            _into(bank, chart.BANK_HOUSE.house(currency), fees + lacking),
        ),
    )


def _into(debit: AccountRef, credit: AccountRef, amount: Money) -> tuple[AccountRef, AccountRef, Money]:
    """A line of this amount; the other way round where it is below zero."""
    return (debit, credit, amount) if amount.minor >= 0 else (credit, debit, -amount)


def release(
    *, order_id: UUID, merchant_id: UUID, escrow: Money, commission: Money, fee_tax: Money | None = None
) -> Journal:
    """J4: the buyer has the goods; the escrow becomes the merchant's, less the commission frozen at the
    sale and the tax on it, which is its country's.
    """
    currency = escrow.currency
    fee_tax = fee_tax or Money(0, currency)
    held = chart.ESCROW.of(order_id, currency)
    return Journal(
        journal_id(order_id, "release"),
        order_id,
        "release",
        lines(
            (held, chart.SELLER_PAYABLE.of(merchant_id, currency), escrow - commission - fee_tax),
            (held, chart.COMMISSION.house(currency), commission),
            (held, chart.SALES_TAX.of(order_id, currency), fee_tax),
        ),
    )


def sweep(*, sweep_id: UUID, income: Money) -> Journal:
    """J4b: income earned moves from the clients' bank account to our own."""
    currency = income.currency
    line = (chart.BANK_HOUSE.house(currency), chart.BANK_CLIENT.house(currency), income)
    return Journal(journal_id(sweep_id, "sweep"), sweep_id, "sweep", lines(line))


def reserve(*, order_id: UUID, merchant_id: UUID, amount: Money) -> Journal:
    """J5: part of a new merchant's money of this order is kept back."""
    currency = amount.currency
    payable, kept = (
        chart.SELLER_PAYABLE.of(merchant_id, currency),
        chart.SELLER_RESERVE.of(merchant_id, currency),
    )
    return Journal(journal_id(order_id, "reserve"), order_id, "reserve", lines((payable, kept, amount)))


def reserve_release(*, order_id: UUID, merchant_id: UUID, amount: Money) -> Journal:
    """The end of J5: what is still kept of this order's reserve is payable again."""
    currency = amount.currency
    kept, payable = (
        chart.SELLER_RESERVE.of(merchant_id, currency),
        chart.SELLER_PAYABLE.of(merchant_id, currency),
    )
    return Journal(
        journal_id(order_id, "reserve_released"),
        order_id,
        "reserve_released",
        lines((kept, payable, amount)),
    )


def tax_to_customs(*, order_id: UUID, tax: Money) -> Journal:
    """J6: the import tax collected with this order is paid to the customs."""
    currency = tax.currency
    line = (chart.IMPORT_TAX.of(order_id, currency), chart.BANK_CLIENT.house(currency), tax)
    return Journal(journal_id(order_id, "customs_tax"), order_id, "customs_tax", lines(line))


def exchange_for_merchant(*, payout_id: UUID, merchant_id: UUID, sold: Money, bought: Money) -> Journal:
    """J7a: the merchant's balance in the buyers' currency becomes one in its own, at the rate it was
    promised.
    """
    return Journal(
        journal_id(payout_id, "fx"),
        payout_id,
        "fx",
        lines(
            (
                chart.SELLER_PAYABLE.of(merchant_id, sold.currency),
                chart.FX_TRADING.house(sold.currency),
                sold,
            ),
            (
                chart.FX_TRADING.house(bought.currency),
                chart.SELLER_PAYABLE.of(merchant_id, bought.currency),
                bought,
            ),
        ),
    )


def exchange_at_bank(*, payout_id: UUID, sold: Money, bought: Money, promised: Money) -> Journal:
    """J7b and J7c: the bank makes the same exchange at its rate, and what differs from the promise is our
    margin.

    `bought`: what the bank gave. `promised`: what the merchant got (J7a). A margin below zero is taken from
    the same account.
    """
    trading, margin = chart.FX_TRADING.house(bought.currency), chart.FX_MARGIN.house(bought.currency)
    difference = bought - promised
    gain = difference.minor >= 0
    return Journal(
        journal_id(payout_id, "fx_bank"),
        payout_id,
        "fx_bank",
        lines(
            (chart.FX_TRADING.house(sold.currency), chart.BANK_CLIENT.house(sold.currency), sold),
            (chart.BANK_CLIENT.house(bought.currency), trading, bought),
            (trading, margin, difference) if gain else (margin, trading, -difference),
        ),
    )


def payout_start(*, payout_id: UUID, merchant_id: UUID, amount: Money) -> Journal:
    """J8: the merchant's money is on its way to its bank, and can be paid or given back, once."""
    currency = amount.currency
    payable, transit = (
        chart.SELLER_PAYABLE.of(merchant_id, currency),
        chart.PAYOUTS_IN_TRANSIT.of(merchant_id, currency),
    )
    return Journal(journal_id(payout_id, "payout"), payout_id, "payout", lines((payable, transit, amount)))


def payout_confirm(*, payout_id: UUID, merchant_id: UUID, amount: Money) -> Journal:
    """J8: the bank says the merchant has it."""
    currency = amount.currency
    line = (chart.PAYOUTS_IN_TRANSIT.of(merchant_id, currency), chart.BANK_CLIENT.house(currency), amount)
    started = journal_id(payout_id, "payout")
    return Journal(
        journal_id(payout_id, "payout_confirmed"),
        payout_id,
        "payout_confirmed",
        lines(line),
        resolves=started,
    )


def payout_fail(*, payout_id: UUID, merchant_id: UUID, amount: Money) -> Journal:
    """J8: the bank sent it back; it is payable again."""
    currency = amount.currency
    transit, payable = (
        chart.PAYOUTS_IN_TRANSIT.of(merchant_id, currency),
        chart.SELLER_PAYABLE.of(merchant_id, currency),
    )
    started = journal_id(payout_id, "payout")
    line = (transit, payable, amount)
    return Journal(
        journal_id(payout_id, "payout_failed"), payout_id, "payout_failed", lines(line), resolves=started
    )


def refund_before_release(
    *,
    refund_id: UUID,
    order_id: UUID,
    escrow: Money,
    import_tax: Money,
    duty: Money | None = None,
    sales_tax: Money | None = None,
) -> Journal:
    """R1: money still held goes back to the buyer, with its taxes; the provider's fee stays our cost."""
    currency = escrow.currency
    zero = Money(0, currency)
    provider = chart.PSP_CLEARING.house(currency)
    return Journal(
        journal_id(refund_id, "refund"),
        order_id,
        "refund",
        lines(
            (chart.ESCROW.of(order_id, currency), provider, escrow),
            (chart.IMPORT_TAX.of(order_id, currency), provider, import_tax),
            (chart.IMPORT_DUTY.of(order_id, currency), provider, duty or zero),
            (chart.SALES_TAX.of(order_id, currency), provider, sales_tax or zero),
        ),
    )


def refund_after_release(
    *,
    refund_id: UUID,
    order_id: UUID,
    merchant_id: UUID,
    commission_returned: Money,
    payable: Money,
    reserve: Money,
    debt: Money,
    fee_tax_returned: Money | None = None,
) -> Journal:
    """R2: the merchant gives money back, and our commission on it is returned, with the tax on it that is still held.

    `payable`, `reserve`, `debt`: the merchant's part by where it comes from (`payments/drawing.py: draw`).
    """
    currency = payable.currency
    provider = chart.PSP_CLEARING.house(currency)
    return Journal(
        journal_id(refund_id, "refund"),
        order_id,
        "refund",
        lines(
            (chart.SELLER_PAYABLE.of(merchant_id, currency), provider, payable),
            (chart.SELLER_RESERVE.of(merchant_id, currency), provider, reserve),
            (chart.SELLER_RECEIVABLE.of(merchant_id, currency), provider, debt),
            (chart.COMMISSION_REFUNDED.house(currency), provider, commission_returned),
            (chart.SALES_TAX.of(order_id, currency), provider, fee_tax_returned or Money(0, currency)),
        ),
    )


def refund_failed(*, refund_id: UUID, amount: Money) -> Journal:
    """A refund that the buyer's bank or wallet did not take: the provider has it again, and we owe it to her."""
    currency = amount.currency
    line = (chart.PSP_CLEARING.house(currency), chart.REFUNDS_PAYABLE.of(refund_id, currency), amount)
    return Journal(journal_id(refund_id, "refund_failed"), refund_id, "refund_failed", lines(line))


def refund_asked_again(*, refund_id: UUID, amount: Money) -> Journal:
    """What a failed refund left owing is asked of the provider once more."""
    currency = amount.currency
    line = (chart.REFUNDS_PAYABLE.of(refund_id, currency), chart.PSP_CLEARING.house(currency), amount)
    return Journal(journal_id(refund_id, "refund_again"), refund_id, "refund_again", lines(line))


def tax_refund(*, refund_id: UUID, order_id: UUID, tax: Money, paid_to_customs: bool) -> Journal:
    """R3: the customs accept the return and the buyer gets the import tax back.

    paid_to_customs: whether J6 happened; the customs then refund it to our client account, else it is still
    held.
    """
    currency = tax.currency
    source = chart.BANK_CLIENT.house(currency) if paid_to_customs else chart.IMPORT_TAX.of(order_id, currency)
    line = (source, chart.PSP_CLEARING.house(currency), tax)
    return Journal(journal_id(refund_id, "tax_refund"), order_id, "tax_refund", lines(line))


def reversal(journal: Journal, *, reversal_id: UUID) -> Journal:
    """A correction: every line of `journal` taken back, naming it; nothing is taken back twice."""
    lines = tuple(Line(line.credit, line.debit, line.amount) for line in journal.lines)
    return Journal(reversal_id, journal.subject_id, "reversal", lines, corrects=journal.id)
