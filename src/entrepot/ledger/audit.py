"""The promises (architecture, section 7), proved on the live database by queries that answer what breaks
them.

Each domain proves its own: its module `audit.py` registers checks, which are found by name in every
installed app.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from entrepot.ledger import sql
from entrepot.ledger.chart import BANK_CLIENT, CLIENT_LIABILITIES, FX_TRADING, HOUSE, PSP_CLEARING

PROMISES: dict[int, Promise] = {
    1: _("Every currency sums to zero"),
    2: _("Transfers never change"),
    3: _("The money held is the money of open orders"),
    4: _("No account is below its floor"),
    5: _("No more is reserved than is on hand, and it is what the open reservations say"),
    6: _("An acknowledged order exists exactly once"),
    7: _("Every step of an order has its row of history"),
    8: _("The landed cost shown is the landed cost charged"),
    9: _("A payout uses cleared money once"),
    10: _("Nothing leaves before it is committed, and nothing recorded fails to leave"),
}

#: Rows shown of one check; there may be more.
ROWS_MAX = 20


@dataclass(frozen=True, slots=True)
class Check:
    """A query whose rows break a promise; a promise of None is reported only (rows are figures, none of them
    a fault).
    """

    name: str
    promise: int | None
    title: Promise | str
    sql: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found: the rows that break the promise, or the figures it reports."""

    check: Check
    rows: tuple[dict[str, Any], ...]
    has_more: bool

    @property
    def ok(self) -> bool:
        return self.check.promise is None or not self.rows


_checks: dict[str, Check] = {}


def register(check: Check) -> Check:
    """Have `check` run by every audit. Its query names the columns that identify a row; ValueError for a
    name in use.
    """
    if _checks.get(check.name, check) != check:
        raise ValueError(f"two checks are called {check.name}")
    if check.promise is not None and check.promise not in PROMISES:
        raise ValueError(f"there is no promise {check.promise}")
    _checks[check.name] = check
    return check


def checks() -> list[Check]:
    """Every check of every domain, by promise; the figures last."""
    autodiscover_modules("audit")
    return sorted(_checks.values(), key=lambda check: (check.promise or 99, check.name))


def run(only: Sequence[int] = ()) -> list[Result]:
    """Run every check (or those of the promises in `only`), each on one snapshot of the database."""
    return [prove(check) for check in checks() if check.promise and (not only or check.promise in only)]


def figures() -> list[Result]:
    """What the audit reports without judging it."""
    return [prove(check) for check in checks() if check.promise is None]


def prove(check: Check) -> Result:
    """Run one check."""
    with connection.cursor() as cursor:
        cursor.execute(check.sql, dict(check.params))
        names = [column.name for column in cursor.description]
        found = cursor.fetchmany(ROWS_MAX + 1)
    rows = tuple(dict(zip(names, map(_plain, row), strict=True)) for row in found[:ROWS_MAX])
    return Result(check, rows, len(found) > ROWS_MAX)


def _plain(value: Any) -> Any:
    """A value as JSON can hold it; the sums of BIGINTs come as whole decimals."""
    if isinstance(value, UUID | datetime | date):
        return str(value)
    return value if isinstance(value, str | int | bool | None) else int(value)


_HOUSE = {"house": HOUSE}

register(
    Check(
        "ledger.zero",
        1,
        _("The balances of all accounts of a currency add up to zero"),
        sql.AUDIT_ZERO,
        _HOUSE,
    )
)
register(
    Check(
        "ledger.references", 1, _("Both accounts of a transfer exist in its currency"), sql.AUDIT_REFERENCES
    )
)
register(
    Check(
        "ledger.guards",
        2,
        _("The database refuses to change a transfer, or to take its accounts away"),
        sql.AUDIT_GUARDS,
    )
)
register(Check("ledger.rights", 2, _("No role but the owner may change a transfer"), sql.AUDIT_RIGHTS))
register(
    Check(
        "ledger.counters",
        2,
        _("The counters of an account are the sums of its transfers"),
        sql.AUDIT_COUNTERS,
        _HOUSE,
    )
)
register(Check("ledger.closings", 2, _("A day's closing is the sum of its transfers"), sql.AUDIT_CLOSINGS))
register(
    Check("ledger.floors", 4, _("The sum of an account's transfers is not below its floor"), sql.AUDIT_FLOORS)
)
register(
    Check(
        "ledger.client_money",
        None,
        _("Client money beyond what is owed to clients: income to sweep less fees to top up, in minor units"),
        sql.AUDIT_CLIENT_MONEY,
        {
            "held": [entry.number for entry in (BANK_CLIENT, PSP_CLEARING)],
            "owed": [entry.number for entry in (*CLIENT_LIABILITIES, FX_TRADING)],
        },
    )
)
