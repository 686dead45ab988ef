"""Journals of the ledger in words: what each event is called, whose account is whose, the transfers as a flow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from entrepot.kit.money import Money
from entrepot.ledger.chart import ESCROW, AccountRef, Owner
from entrepot.ledger.queries import Posted, PostedJournal
from entrepot.merchants import queries as merchants
from entrepot.trade.numbers import number_of
from entrepot.web.formatting import language_now
from entrepot.web.parts import JournalLine

#: Each code with its mark in the worked entries of the trade rules (section 2.4) and its name.
EVENTS: dict[str, tuple[str, Promise]] = {
    "capture": ("J1", pgettext_lazy("journal", "Payment received into escrow")),
    "psp_fee": ("J2", pgettext_lazy("journal", "Payment provider's fee")),
    "settlement": ("J3", pgettext_lazy("journal", "Provider paid out")),
    "release": ("J4", pgettext_lazy("journal", "Escrow released to the merchant")),
    "sweep": ("J4b", pgettext_lazy("journal", "Income moved to our own account")),
    "reserve": ("J5", pgettext_lazy("journal", "Kept in reserve")),
    "reserve_released": ("J5", pgettext_lazy("journal", "Reserve released")),
    "customs_tax": ("J6", pgettext_lazy("journal", "Import tax paid to customs")),
    "fx": ("J7", pgettext_lazy("journal", "Changed into the merchant's currency")),
    "fx_bank": ("J7", pgettext_lazy("journal", "Changed at the bank")),
    "payout": ("J8", pgettext_lazy("journal", "Payout started")),
    "payout_confirmed": ("J8", pgettext_lazy("journal", "Payout arrived")),
    "payout_failed": ("J8", pgettext_lazy("journal", "Payout came back")),
    "refund": ("R1", pgettext_lazy("journal", "Refund to the buyer")),
    "tax_refund": ("R3", pgettext_lazy("journal", "Import tax refunded to the buyer")),
    "refund_failed": ("", pgettext_lazy("journal", "Refund not taken by the buyer's bank")),
    "refund_again": ("", pgettext_lazy("journal", "Refund asked for again")),
    "late_capture": ("", pgettext_lazy("journal", "Late payment, sent back")),
    "reversal": ("", pgettext_lazy("journal", "Correction")),
    "chargeback": ("D1", pgettext_lazy("journal", "Payment disputed at the bank")),
    "chargeback_won": ("D4", pgettext_lazy("journal", "Disputed payment won")),
    "chargeback_lost": ("D3", pgettext_lazy("journal", "Disputed payment lost")),
    "recovery": ("N1", pgettext_lazy("journal", "Debt settled from sales")),
    "provision": ("N2", pgettext_lazy("journal", "Provision for doubtful merchants")),
    "write_off": ("N3", pgettext_lazy("journal", "Debt written off")),
    "deposit": ("B1", pgettext_lazy("journal", "Deposit received")),
    "credit": ("B5", pgettext_lazy("journal", "Credit to the buyer")),
}


#: Why a line of a journal is there, by its code and the account that is credited, else debited.
_WHY: dict[tuple[str, int], Promise] = {
    ("capture", 2100): pgettext_lazy("journal line", "Goods and freight, held until the buyer has them"),
    ("capture", 2400): pgettext_lazy("journal line", "Import taxes, set aside for the customs"),
    ("psp_fee", 6100): pgettext_lazy("journal line", "Our cost, neither the buyer's nor the merchant's"),
    ("release", 2200): pgettext_lazy("journal line", "The merchant's part"),
    ("release", 4100): pgettext_lazy("journal line", "Commission, fixed at the sale"),
    ("refund", 2100): pgettext_lazy("journal line", "Goods and freight, back to the buyer"),
    ("refund", 2400): pgettext_lazy("journal line", "Import taxes, back to the buyer"),
    ("refund", 2200): pgettext_lazy("journal line", "From the merchant, back to the buyer"),
    ("refund", 1300): pgettext_lazy("journal line", "What the merchant's balance lacks: it owes us this"),
    ("chargeback", 1350): pgettext_lazy("journal line", "Taken back by the buyer's bank until it is decided"),
    ("chargeback", 6200): pgettext_lazy("journal line", "What the provider charges for the dispute"),
    ("chargeback_lost", 2100): pgettext_lazy("journal line", "From what was held of the order"),
    ("chargeback_lost", 2400): pgettext_lazy("journal line", "From the import taxes, which are not due"),
    ("chargeback_lost", 2200): pgettext_lazy("journal line", "From the merchant's balance"),
    ("chargeback_lost", 2210): pgettext_lazy("journal line", "From the merchant's reserve"),
    ("chargeback_lost", 1300): pgettext_lazy(
        "journal line", "What the merchant's balance lacks: it owes us this"
    ),
    ("chargeback_lost", 6300): pgettext_lazy("journal line", "Ours to bear"),
    ("refund", 4190): pgettext_lazy("journal line", "Our commission on it, given back"),
}


def event_name(code: str) -> Promise | str:
    """What happened, in words; a code without a name stays a code."""
    return EVENTS[code][1] if code in EVENTS else code


def event_mark(journal: PostedJournal) -> str:
    """`J1` ... `R2`: a refund is R1 while the money was still held, R2 afterwards."""
    mark = EVENTS[journal.code][0] if journal.code in EVENTS else ""
    if mark == "R1" and all(transfer.debit.number != ESCROW.number for transfer in journal.transfers):
        return "R2"
    return mark


@dataclass(frozen=True, slots=True)
class Told:
    """One journal as a page shows it. subject: the number of the order or purchase it is about; label: like no other's."""

    id: UUID
    mark: str
    name: Promise | str
    at: datetime
    subject: str
    label: str
    lines: Sequence[JournalLine]


@dataclass(frozen=True, slots=True)
class Posting:
    """What went in and out of one account, in the two columns of the books."""

    ref: AccountRef
    name: str
    debit: Money
    credit: Money


def owner_names(refs: Iterable[AccountRef], *, only: Owner | None = None) -> Mapping[UUID, str]:
    """Whose accounts these are: merchants by name, orders by number; the house has no entry. only: owners of one kind."""
    owned = [ref for ref in refs if not ref.is_house and only in (None, ref.entry.owner)]
    shops = merchants.names({ref.owner_id for ref in owned if ref.entry.owner is Owner.MERCHANT})
    chinese = language_now() == "zh-hans"
    names = {key: (chinese and shop.name_zh) or shop.name for key, shop in shops.items()}
    return {ref.owner_id: names.get(ref.owner_id) or number_of(ref.owner_id) for ref in owned}


def account_name(ref: AccountRef, owners: Mapping[UUID, str] | None = None) -> str:
    """`2200 Payable to merchants · Bo`; without `owners`, the line of the chart alone."""
    name = f"{ref.number} {ref.entry.name}"
    owner = (owners or {}).get(ref.owner_id, "")
    return f"{name} · {owner}" if owner else name


def told(
    journals: Iterable[PostedJournal], owners: Mapping[UUID, str] | None = None, *, about: object = ""
) -> list[Told]:
    """Journals in the order given, each with its transfers as a flow. about: why they are shown, where the same are twice."""
    return [
        Told(
            journal.id,
            event_mark(journal),
            event_name(journal.code),
            journal.at,
            number_of(journal.subject_id),
            " · ".join(
                str(part) for part in (about, event_name(journal.code), number_of(journal.subject_id)) if part
            ),
            [
                JournalLine(
                    account_name(transfer.debit, owners),
                    account_name(transfer.credit, owners),
                    transfer.amount,
                    _why(journal.code, transfer),
                )
                for transfer in journal.transfers
            ],
        )
        for journal in journals
    ]


def _why(code: str, transfer: Posted) -> Promise | str:
    numbers = (transfer.credit.number, transfer.debit.number)
    return next((_WHY[code, number] for number in numbers if (code, number) in _WHY), "")


def refs_of(journals: Iterable[PostedJournal]) -> list[AccountRef]:
    """Every account that these journals touch, each once."""
    found = {
        ref: None for journal in journals for each in journal.transfers for ref in (each.debit, each.credit)
    }
    return list(found)


def postings(journals: Sequence[PostedJournal], owners: Mapping[UUID, str]) -> list[Posting]:
    """Debits and credits of each account over all these journals, by currency and number."""
    sums: dict[AccountRef, tuple[Money, Money]] = {}
    for transfer in (transfer for journal in journals for transfer in journal.transfers):
        zero = Money(0, transfer.amount.currency)
        for ref, debit, credit in (
            (transfer.debit, transfer.amount, zero),
            (transfer.credit, zero, transfer.amount),
        ):
            debits, credits = sums.get(ref, (zero, zero))
            sums[ref] = (debits + debit, credits + credit)
    in_order = sorted(sums.items(), key=lambda item: (item[0].currency, item[0].number, item[0].owner_id))
    return [Posting(ref, account_name(ref, owners), *both) for ref, both in in_order]
