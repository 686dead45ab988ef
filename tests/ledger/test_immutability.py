"""Transfers never change and their accounts stay, whoever asks: not by the owner's hand, not in a replaying session,
not by web or worker.
"""

import os
from pathlib import Path

import psycopg
import psycopg.conninfo
import pytest
from django.db import IntegrityError, connection, transaction

from entrepot.embedded.records import SUPERUSER, read_credentials
from entrepot.ledger import chart, grants, posting, queries
from tests.ledger.conftest import ORDER, cny
from tests.ledger.test_journals import J1, J2, J4

CHANGES = (
    "UPDATE ledger_transfer SET amount_minor = amount_minor + 1",
    "UPDATE ledger_transfer SET code = code",
    "DELETE FROM ledger_transfer",
    "TRUNCATE ledger_transfer",
    "TRUNCATE ledger_transfer CASCADE",
    "TRUNCATE ledger_account",
    "TRUNCATE ledger_account CASCADE",
    "DELETE FROM ledger_account",
    "DELETE FROM ledger_account WHERE number = 1100",
    "UPDATE ledger_account SET id = gen_random_uuid()",
    "UPDATE ledger_account SET number = number",
    "UPDATE ledger_account SET owner_id = id",
    "UPDATE ledger_account SET currency = 'USD'",
    "UPDATE ledger_account SET normal_side = -normal_side, floor_minor = NULL",
    # A whole account under another name, as the CHECK on its id allows.
    "UPDATE ledger_account SET currency = 'USD', id = md5(number::text || ':' || owner_id::text || ':USD')::uuid",
)
REFUSED = r"transfer never changes|account stays"


def stored() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_transfer ORDER BY id")
        transfers = cursor.fetchall()
        cursor.execute("SELECT * FROM ledger_account ORDER BY id")
        return [*transfers, *cursor.fetchall()]


@pytest.mark.parametrize("change", CHANGES)
def test_the_owner_is_refused(post, change):
    post(J1)
    before = stored()
    with (
        pytest.raises(IntegrityError, match=REFUSED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert stored() == before
    assert len(before) == len(J1.lines) + 4  # accounts: two of the house, two of the order


@pytest.fixture
def as_superuser(transactional_db):
    """A superuser's connection to the tests' database; the embedded server's is known from its own folder."""
    with transaction.atomic():
        posting.post([J1])
    login = {"user": connection.settings_dict["USER"], "password": connection.settings_dict["PASSWORD"]}
    credentials = read_credentials(Path(os.environ["ENTREPOT_TEST_FOLDER"]) / "server")
    if credentials:
        login = {"user": SUPERUSER, "password": credentials.password(SUPERUSER)}
    place = {"host": connection.settings_dict["HOST"], "port": connection.settings_dict["PORT"] or None}
    with psycopg.connect(
        dbname=connection.settings_dict["NAME"], autocommit=True, **place, **login
    ) as superuser:
        if superuser.info.parameter_status("is_superuser") != "on":
            pytest.skip("only a superuser can make ordinary triggers sleep, and none is known here")
        yield superuser


@pytest.mark.parametrize("change", CHANGES)
def test_a_session_that_replays_replication_is_refused(as_superuser, change):
    before = stored()
    as_superuser.execute("SET session_replication_role = replica")
    with pytest.raises(psycopg.errors.RestrictViolation, match=REFUSED):
        as_superuser.execute(change)
    assert stored() == before
    assert len(before) == len(J1.lines) + 4  # accounts: two of the house, two of the order


def test_all_guards_are_enabled_always(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal"
            " AND tgrelid IN ('ledger_transfer'::regclass, 'ledger_account'::regclass) ORDER BY tgname"
        )
        assert cursor.fetchall() == [
            ("ledger_account_kept", "A"),
            ("ledger_account_not_emptied", "A"),
            ("ledger_account_not_renamed", "A"),
            ("ledger_transfer_kept", "A"),
            ("ledger_transfer_not_emptied", "A"),
        ]


def test_counters_move_past_the_guard_of_the_names(post):
    post(J1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET credits_minor = credits_minor + 1 WHERE number = 2100")
        assert cursor.rowcount == 1


class TestTheRoleOfWebAndWorker:
    @pytest.fixture
    def login(self, transactional_db, app_role):
        """How that role reaches the tests' database, with what the migration runner grants it."""
        url = os.environ.get("ENTREPOT_TEST_APP_URL")
        if not url:
            pytest.skip("no address for the role of web and worker")
        with transaction.atomic():
            posting.post([J1])
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {app_role}")
            cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {app_role}")
            cursor.execute(grants.SQL)
        return psycopg.conninfo.conninfo_to_dict(url) | {"dbname": connection.settings_dict["NAME"]}

    @pytest.mark.parametrize(
        "change",
        [
            *CHANGES,
            "UPDATE ledger_account SET floor_minor = NULL",
            "ALTER TABLE ledger_transfer DISABLE TRIGGER USER",
            "ALTER TABLE ledger_account DISABLE TRIGGER USER",
            "DROP TABLE ledger_transfer",
            "SET session_replication_role = replica",
        ],
    )
    def test_may_not(self, login, change):
        before = stored()
        with (
            psycopg.connect(**login, autocommit=True) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute(change)
        assert stored() == before

    def test_may_post(self, login, monkeypatch):
        owner = connection.settings_dict["USER"]
        connection.close()
        with monkeypatch.context() as as_app:
            as_app.setitem(connection.settings_dict, "USER", login["user"])
            as_app.setitem(connection.settings_dict, "PASSWORD", login.get("password", ""))
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT current_user")
                assert cursor.fetchone() == (login["user"],) != (owner,)
                posting.post([J2, J4])
            connection.close()
        assert queries.balance(chart.ESCROW.of(ORDER, "CNY")) == cny("0.00")
