"""The rule book: read in three queries when the rows have changed, then kept by every process."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from entrepot.customs import keys
from entrepot.customs.models import DatedRow, PositiveListEntry, Rule, RuleVersion, Tariff
from entrepot.customs.rulebook import ListingRow, Period, RuleBook, RuleRow, TariffRow, as_on
from entrepot.kit import clock

#: How long a process may price by rows that another process has just replaced.
LOOK_AGAIN_SECONDS = 1.0
#: Books kept: today's, and those that quotes still running may name.
BOOKS_KEPT = 6


def rulebook(at: datetime | None = None, *, version: int | None = None) -> RuleBook:
    """The rows in force at `at` (now), in Shanghai's calendar, as they stood in `version` (the newest).

    A quote names its moment and its version and so keeps its prices until it expires, whatever is loaded
    meanwhile. Asks the database at most once a second whether anything is newer, and nothing else unless it
    is.
    """
    day = (at or clock.now()).astimezone(clock.SHANGHAI).date()
    return _shelf.book(version if version is not None else _shelf.newest(), day)


def forget() -> None:
    """Have this process look again: after it loaded rows itself, and between tests."""
    _shelf.clear()


def admits(book: RuleBook, country: str, *, hs8: str, name: str) -> bool:
    """Whether goods of this tariff line and Chinese name, posted from abroad, may be sold to `country` by the rules of `book`.

    One piece is meant: yearly amounts and limits of a single order are the buyer's affair.
    """
    method = book.value(country, keys.METHOD)
    if method is None:
        return False
    if method.read == keys.NOT_CALCULATED:
        return True
    listing = book.listings.get(hs8)
    return listing is not None and listing.admits(name, bonded=False)


@dataclass(frozen=True, slots=True)
class ReturnWindow:
    """How long after customs' release a return may be applied for, and be back (trade rules 1.8)."""

    apply: timedelta
    arrive: timedelta


def return_window(country: str, at: datetime) -> ReturnWindow | None:
    """The window in force; None where the customs of this country know none."""
    book = rulebook(at)
    days = [book.value(country, key) for key in (keys.RETURN_APPLY, keys.RETURN_ARRIVE)]
    if not all(days):
        return None
    apply, arrive = (timedelta(days=int(str(value.read))) for value in days if value)
    return ReturnWindow(apply, arrive)


class _Shelf:
    """The books this process holds, by version and day."""

    def __init__(self) -> None:
        self._books: OrderedDict[tuple[int, date], RuleBook] = OrderedDict()
        self._lock = threading.Lock()
        self._newest = 0
        self._looked = -LOOK_AGAIN_SECONDS

    def newest(self) -> int:
        moment = time.monotonic()
        if moment - self._looked >= LOOK_AGAIN_SECONDS:
            self._looked = moment  # first, so that other threads do not all ask in the same moment
            try:
                self._newest = RuleVersion.objects.aggregate(newest=Max("id"))["newest"] or 0
            except BaseException:
                self._looked = -LOOK_AGAIN_SECONDS
                raise
        return self._newest

    def book(self, version: int, day: date) -> RuleBook:
        found = self._books.get((version, day))
        if found is None:
            with self._lock:
                found = self._books.get((version, day)) or _read(version, day)
                self._books[version, day] = found
                while len(self._books) > BOOKS_KEPT:
                    self._books.popitem(last=False)
        return found

    def clear(self) -> None:
        with self._lock:
            self._books.clear()
            self._looked = -LOOK_AGAIN_SECONDS


_shelf = _Shelf()


def _read(version: int, day: date) -> RuleBook:
    return as_on(
        day,
        version=version,
        rules=[
            RuleRow(f"rule:{row.id}", row.jurisdiction, row.key, row.value, _period(row, version))
            for row in Rule.objects.filter(loaded_in__lte=version)
        ],
        tariff=[
            TariffRow(
                f"tariff:{row.id}",
                row.hs8,
                row.duty_mfn,
                row.vat,
                row.consumption_tax,
                row.consumption_tax_condition,
                _period(row, version),
            )
            for row in Tariff.objects.filter(jurisdiction="CN", loaded_in__lte=version)
        ],
        listings=[
            ListingRow(
                f"listing:{row.id}",
                row.hs8,
                row.bonded_only,
                keys.words(row.name_rule),
                keys.words(row.exclude_rules),
                row.annual_qty_cap,
                row.cap_unit,
                _period(row, version),
            )
            for row in PositiveListEntry.objects.filter(jurisdiction="CN", loaded_in__lte=version)
        ],
    )


def _period(row: DatedRow, version: int) -> Period:
    """The row's period as `version` knew it: a closing that came later has not happened yet."""
    if row.closed_in_id is not None and row.closed_in_id <= version:
        return Period(row.effective_from, row.closed_on)
    return Period(row.effective_from, row.effective_to)
