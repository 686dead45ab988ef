"""The chart of accounts (trade rules, section 2.3), as data: the one place where an account number has a
meaning.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cache
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from msgspec import Struct

#: The owner of the accounts that belong to nobody in particular.
HOUSE = UUID(int=0)


class Side(IntEnum):
    """On which side an account grows; the number turns debits minus credits into its balance."""

    DEBIT = 1
    CREDIT = -1


class Kind(StrEnum):
    """What a balance of the account means."""

    ASSET = "asset"  # we have it, or are owed it
    CONTRA_ASSET = "contra_asset"  # the part of an asset that we do not expect to see
    LIABILITY = "liability"  # we hold it for somebody, or owe it
    CLEARING = "clearing"  # passes through; zero when all is done
    INCOME = "income"
    CONTRA_INCOME = "contra_income"  # income given back
    EXPENSE = "expense"

    @property
    def side(self) -> Side:
        """The side on which accounts of this kind grow."""
        return Side.DEBIT if self in (Kind.ASSET, Kind.CONTRA_INCOME, Kind.EXPENSE) else Side.CREDIT

    @property
    def label(self) -> Promise:
        """The kind in the reader's language."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.ASSET: pgettext_lazy("kind of account", "Asset"),
    Kind.CONTRA_ASSET: pgettext_lazy("kind of account", "Contra asset"),
    Kind.LIABILITY: pgettext_lazy("kind of account", "Liability"),
    Kind.CLEARING: pgettext_lazy("kind of account", "Clearing"),
    Kind.INCOME: pgettext_lazy("kind of account", "Income"),
    Kind.CONTRA_INCOME: pgettext_lazy("kind of account", "Contra income"),
    Kind.EXPENSE: pgettext_lazy("kind of account", "Expense"),
}


class Owner(StrEnum):
    """Whose account it is. All but the house's carry counters and a floor of zero."""

    HOUSE = "house"  # sums of transfers: a row that every order updates would be the end of concurrency
    ORDER = "order"
    CONTRACT = "contract"  # one milestone of it
    MERCHANT = "merchant"
    DISPUTE = "dispute"
    CREDIT = "credit"  # one coupon or goodwill credit


@dataclass(frozen=True, slots=True)
class AccountRef:
    """One account: its number in the chart, who owns it, its currency. Its id follows from these three."""

    number: int
    owner_id: UUID
    currency: str
    #: The id that the database insists on too: known without asking for it.
    id: UUID = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        text = f"{self.number}:{self.owner_id}:{self.currency}"
        digest = hashlib.md5(text.encode(), usedforsecurity=False).digest()
        object.__setattr__(self, "id", UUID(bytes=digest))  # frozen, and asked for several times a posting

    def __hash__(self) -> int:
        return hash(self.id.int)

    @property
    def entry(self) -> "Entry":
        """The line of the chart that this account belongs to."""
        return CHART[self.number]

    @property
    def is_house(self) -> bool:
        return self.entry.owner is Owner.HOUSE


class Entry(Struct, frozen=True):
    """One line of the chart of accounts."""

    number: int
    name: Promise
    kind: Kind
    owner: Owner = Owner.HOUSE

    @property
    def side(self) -> Side:
        return self.kind.side

    @property
    def floor_minor(self) -> int | None:
        """The least balance an account of this line may have; None where no counter is kept."""
        return None if self.owner is Owner.HOUSE else 0

    def of(self, owner_id: UUID, currency: str) -> AccountRef:
        """The account of one order, merchant, ...; ValueError for a line that only the house has."""
        if self.owner is Owner.HOUSE or owner_id == HOUSE:
            raise ValueError(f"an account {self.number} belongs to {self.owner}, not to {owner_id}")
        return AccountRef(self.number, owner_id, currency)

    def house(self, currency: str) -> AccountRef:
        """The house's account; ValueError for a line whose accounts have owners."""
        if self.owner is not Owner.HOUSE:
            raise ValueError(f"an account {self.number} belongs to one {self.owner}")
        return _house(self.number, currency)


@cache
def _house(number: int, currency: str) -> AccountRef:
    return AccountRef(number, HOUSE, currency)


CHART: dict[int, Entry] = {}


def _entry(number: int, name: Promise, kind: Kind, owner: Owner = Owner.HOUSE) -> Entry:
    CHART[number] = Entry(number, name, kind, owner)
    return CHART[number]


BANK_CLIENT = _entry(1010, _("Bank, client money"), Kind.ASSET)
BANK_HOUSE = _entry(1020, _("Bank, own money"), Kind.ASSET)
PSP_CLEARING = _entry(1100, _("Payment provider clearing"), Kind.ASSET)
SELLER_RECEIVABLE = _entry(1300, _("Receivable from merchants"), Kind.ASSET, Owner.MERCHANT)
DISPUTES_RECEIVABLE = _entry(1350, _("Disputed payments receivable"), Kind.ASSET, Owner.DISPUTE)
DOUBTFUL_ALLOWANCE = _entry(1390, _("Allowance for doubtful merchants"), Kind.CONTRA_ASSET)
INPUT_TAX = _entry(1400, _("Input tax and prepaid duty"), Kind.ASSET)
ESCROW = _entry(2100, _("Escrow, consumers' money"), Kind.LIABILITY, Owner.ORDER)
ESCROW_MILESTONE = _entry(2110, _("Escrow, contract milestones"), Kind.LIABILITY, Owner.CONTRACT)
SELLER_PAYABLE = _entry(2200, _("Payable to merchants"), Kind.LIABILITY, Owner.MERCHANT)
SELLER_RESERVE = _entry(2210, _("Merchants' reserve"), Kind.LIABILITY, Owner.MERCHANT)
PAYOUTS_IN_TRANSIT = _entry(2250, _("Payouts in transit"), Kind.LIABILITY, Owner.MERCHANT)
REFUNDS_PAYABLE = _entry(2300, _("Refunds payable to buyers"), Kind.LIABILITY, Owner.CONTRACT)
IMPORT_TAX = _entry(2400, _("Import tax collected"), Kind.LIABILITY, Owner.ORDER)
SALES_TAX = _entry(2410, _("VAT and sales tax collected"), Kind.LIABILITY, Owner.ORDER)
IMPORT_DUTY = _entry(2420, _("Import duty collected"), Kind.LIABILITY, Owner.ORDER)
COUPONS = _entry(2500, _("Coupons and buyers' credits"), Kind.LIABILITY, Owner.CREDIT)
FX_TRADING = _entry(3900, _("Currency exchange clearing"), Kind.CLEARING)
COMMISSION = _entry(4100, _("Commission, consumer orders"), Kind.INCOME)
COMMISSION_B2B = _entry(4110, _("Fees, business contracts"), Kind.INCOME)
COMMISSION_REFUNDED = _entry(4190, _("Commission refunded"), Kind.CONTRA_INCOME)
FX_MARGIN = _entry(4200, _("Exchange margin"), Kind.INCOME)
SUBSCRIPTIONS = _entry(4300, _("Advertising and subscriptions"), Kind.INCOME)
PSP_FEES = _entry(6100, _("Payment provider fees"), Kind.EXPENSE)
DISPUTE_FEES = _entry(6200, _("Dispute fees"), Kind.EXPENSE)
DISPUTE_LOSS = _entry(6300, _("Losses from disputes"), Kind.EXPENSE)
BAD_DEBT = _entry(6310, _("Bad debt"), Kind.EXPENSE)
BUYER_COMPENSATION = _entry(6400, _("Compensation and coupons we fund"), Kind.EXPENSE)

#: What the client money in the bank and at the providers must cover (invariant 4 of section 2.3).
CLIENT_LIABILITIES = (
    ESCROW,
    ESCROW_MILESTONE,
    SELLER_PAYABLE,
    SELLER_RESERVE,
    PAYOUTS_IN_TRANSIT,
    REFUNDS_PAYABLE,
    IMPORT_TAX,
    SALES_TAX,
    IMPORT_DUTY,
)


def owned() -> Iterator[Entry]:
    """The lines whose accounts carry counters."""
    return (entry for entry in CHART.values() if entry.owner is not Owner.HOUSE)
