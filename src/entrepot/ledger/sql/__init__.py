"""The ledger's hand-written SQL: one statement a file, named like the constant, opening with a comment that
says why.
"""

from pathlib import Path

_HERE = Path(__file__).parent


def _load(name: str) -> str:
    return (_HERE / f"{name}.sql").read_text(encoding="utf-8")


INSERT_TRANSFERS = _load("insert_transfers")
TRANSFERS_OF_JOURNALS = _load("transfers_of_journals")
INSERT_HOUSE_ACCOUNTS = _load("insert_house_accounts")
RAISE_ACCOUNTS = _load("raise_accounts")
LOWER_ACCOUNTS = _load("lower_accounts")
BALANCES = _load("balances")
AUDIT_ZERO = _load("audit_zero")
AUDIT_REFERENCES = _load("audit_references")
AUDIT_GUARDS = _load("audit_guards")
AUDIT_RIGHTS = _load("audit_rights")
AUDIT_COUNTERS = _load("audit_counters")
AUDIT_FLOORS = _load("audit_floors")
AUDIT_CLIENT_MONEY = _load("audit_client_money")
TRIAL_BALANCE = _load("trial_balance")
OWNER_ACCOUNTS = _load("owner_accounts")
MOVED = _load("moved")
TRANSFERS = _load("transfers")
STATEMENT = _load("statement")
CURRENCIES = _load("currencies")
TAXES_HELD = _load("taxes_held")
NET_OF_SUBJECT = _load("net_of_subject")
CREDITED_BY_DAY = _load("credited_by_day")
CREDITS_COUNTED = _load("credits_counted")
MOVEMENTS = _load("movements")
CLOSE_DAY = _load("close_day")
AUDIT_CLOSINGS = _load("audit_closings")
