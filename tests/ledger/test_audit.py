"""The auditor finds what breaks a promise, and names the row."""

import pytest
from django.db import connection

from entrepot.cli.audit import document
from entrepot.ledger import audit, chart
from entrepot.ledger.audit import Check
from tests.ledger.conftest import ORDER
from tests.ledger.test_journals import ALL, J1, J2

GUARDS = (
    "ledger_account_kept",
    "ledger_account_not_emptied",
    "ledger_account_not_renamed",
    "ledger_transfer_kept",
    "ledger_transfer_not_emptied",
)


def broken() -> dict[str, tuple]:
    """The rows that each failed check of the ledger's own promises answers."""
    own = [check for check in audit.checks() if check.name.startswith("ledger.") and check.promise]
    return {result.check.name: result.rows for result in map(audit.prove, own) if not result.ok}


def tamper(statement: str) -> None:
    """Change the database behind the ledger's back, as its owner can."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


class TestAudit:
    def test_of_an_empty_ledger_finds_nothing(self, db):
        assert broken() == {}

    def test_of_a_whole_order_finds_nothing(self, post):
        post(*ALL)
        assert broken() == {}

    def test_names_the_account_whose_counter_is_not_the_sum_of_its_transfers(self, post):
        post(J1)
        tamper("UPDATE ledger_account SET credits_minor = credits_minor + 1 WHERE number = 2100")
        found = broken()
        assert found["ledger.zero"] == ({"currency": "CNY", "sum_minor": -1},)
        assert found["ledger.counters"] == (
            {
                "account": str(chart.ESCROW.of(ORDER, "CNY").id),
                "number": 2100,
                "owner": str(ORDER),
                "currency": "CNY",
                "debits_minor": 0,
                "credits_minor": 161901,
                "transfers_debits_minor": 0,
                "transfers_credits_minor": 161900,
            },
        )

    def test_finds_a_transfer_that_was_removed_while_the_guard_slept(self, post):
        post(J1)
        tamper("ALTER TABLE ledger_transfer DISABLE TRIGGER USER")
        tamper("DELETE FROM ledger_transfer WHERE amount_minor = 14733")
        assert broken()["ledger.counters"][0]["number"] == 2400
        assert [row["trigger"] for row in broken()["ledger.guards"]] == [
            "ledger_transfer_kept",
            "ledger_transfer_not_emptied",
        ]

    @pytest.mark.parametrize("side", ["debit", "credit"])
    def test_finds_a_transfer_whose_account_is_gone(self, post, side):
        post(J1)
        tamper("ALTER TABLE ledger_account DISABLE TRIGGER USER")
        tamper(f"DELETE FROM ledger_account WHERE id IN (SELECT {side}_id FROM ledger_transfer)")
        rows = broken()["ledger.references"]
        gone = {
            "debit": [chart.PSP_CLEARING.house("CNY")] * 2,
            "credit": [chart.ESCROW.of(ORDER, "CNY"), chart.IMPORT_TAX.of(ORDER, "CNY")],
        }
        assert {(row["side"], row["currency"]) for row in rows} == {(side, "CNY")}
        assert {row["journal"] for row in rows} == {str(J1.id)}
        assert sorted(row["account"] for row in rows) == sorted(str(ref.id) for ref in gone[side])

    def test_finds_a_transfer_in_another_currency_than_its_account(self, post):
        post(J1)
        tamper("ALTER TABLE ledger_transfer DISABLE TRIGGER USER")
        tamper("UPDATE ledger_transfer SET currency = 'USD' WHERE amount_minor = 14733")
        assert [(row["side"], row["currency"]) for row in broken()["ledger.references"]] == [
            ("credit", "USD"),
            ("debit", "USD"),
        ]

    @pytest.mark.parametrize("guard", GUARDS)
    @pytest.mark.parametrize(
        ("statement", "enabled"),
        [
            ("ALTER TABLE {table} DISABLE TRIGGER {guard}", "D"),
            ("ALTER TABLE {table} ENABLE TRIGGER {guard}", "O"),
            ("DROP TRIGGER {guard} ON {table}", "missing"),
        ],
    )
    def test_finds_a_guard_that_does_not_always_watch(self, db, guard, statement, enabled):
        tamper(statement.format(guard=guard, table="_".join(guard.split("_")[:2])))
        assert broken() == {"ledger.guards": ({"trigger": guard, "enabled": enabled},)}

    def test_finds_a_guard_that_watches_fewer_columns(self, db):
        tamper("DROP TRIGGER ledger_account_not_renamed ON ledger_account")
        tamper(
            "CREATE TRIGGER ledger_account_not_renamed BEFORE UPDATE OF id ON ledger_account"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_account_refuse_change()"
        )
        tamper("ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_account_not_renamed")
        assert broken() == {
            "ledger.guards": ({"trigger": "ledger_account_not_renamed", "enabled": "missing"},)
        }

    def test_finds_an_account_below_its_floor(self, post):
        post(J1)
        tamper("ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_floor")
        tamper("UPDATE ledger_account SET floor_minor = 161901 WHERE number = 2100")
        (row,) = broken()["ledger.floors"]
        assert (row["owner"], row["balance_minor"], row["floor_minor"]) == (str(ORDER), 161900, 161901)

    def test_finds_a_role_that_may_change_a_transfer(self, db, app_role):
        tamper(f"GRANT UPDATE (amount_minor) ON ledger_transfer TO {app_role}")
        assert {"role": app_role, "privilege": "UPDATE"} in broken()["ledger.rights"]

    def test_shows_a_bounded_number_of_rows(self, db):
        check = Check("test.many", 1, "many", "SELECT generate_series(1, 1000) AS number")
        result = audit.prove(check)
        assert (len(result.rows), result.has_more, result.ok) == (audit.ROWS_MAX, True, False)


class TestRegister:
    def test_refuses_a_second_check_of_one_name(self):
        audit.register(audit.checks()[0])
        with pytest.raises(ValueError, match="two checks"):
            audit.register(Check("ledger.zero", 1, "other", "SELECT 1"))

    def test_refuses_a_promise_that_nobody_made(self):
        with pytest.raises(ValueError, match="no promise 11"):
            audit.register(Check("test.eleven", 11, "other", "SELECT 1"))


class TestClientMoney:
    def owed_to_house(self) -> dict[str, int]:
        (figure,) = (result for result in audit.figures() if result.check.name == "ledger.client_money")
        return {row["currency"]: row["owed_to_house_minor"] for row in figure.rows}

    def test_ties_out_to_the_income_not_swept_less_the_fees_not_topped_up(self, post):
        post(J1)
        assert self.owed_to_house() == {"CNY": 0}
        post(J2)
        assert self.owed_to_house() == {"CNY": -1060}
        post(*ALL)
        assert self.owed_to_house() == {"CNY": 0, "USD": 78}


class TestDocument:
    def test_says_of_a_promise_that_nothing_proves_that_it_is_not_known(self, post):
        post(J2)
        results = [audit.prove(check) for check in audit.checks() if check.name == "ledger.floors"]
        answer = document({3: "held", 4: "floors"}, results, [])
        assert answer["ok"] is True
        assert [(entry["promise"], entry["ok"]) for entry in answer["promises"]] == [(3, None), (4, True)]

    def test_names_the_row_that_breaks_one(self, post):
        post(J1)
        tamper("UPDATE ledger_account SET debits_minor = 1 WHERE number = 1100")
        answer = document({2: "unchanged"}, audit.run([2]), [])
        assert answer["ok"] is False
        (check,) = (check for check in answer["promises"][0]["checks"] if not check["ok"])
        assert (check["name"], check["broken"][0]["number"]) == ("ledger.counters", 1100)
