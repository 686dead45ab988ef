"""Loading rows from CSV: all or nothing, closed by date and never changed, and the rule book that is read
from them.
"""

import time
from datetime import UTC, date, datetime

import pytest
from django.core.checks import Warning
from django.db import IntegrityError, connection, transaction

from entrepot.customs import loading, queries, seeding
from entrepot.customs.checks import rows_to_verify
from entrepot.customs.loading import LoadReport
from entrepot.customs.models import PositiveListEntry, Rule, RuleVersion, Tariff
from entrepot.kit.actor import ANONYMOUS, SYSTEM, Actor
from entrepot.kit.errors import NotAllowed, SignInNeeded
from entrepot.kit.ids import new_id

RULES = "jurisdiction,key,value,effective_from,effective_to,source,confidence,checked_on"
TARIFF = (
    "jurisdiction,hs8,description_en,description_zh,duty_mfn,vat,consumption_tax,consumption_tax_condition,"
    "effective_from,effective_to,source,confidence,checked_on"
)
LISTING = (
    "jurisdiction,hs8,name_zh,bonded_only,name_rule,exclude_rules,annual_qty_cap,cap_unit,version,"
    "effective_from,effective_to,source,confidence,checked_on"
)


def limit(value: str, begins: str, ends: str = "", confidence: str = "sourced") -> str:
    return f"CN,cbec.limit.transaction,{value},{begins},{ends},a source,{confidence},2026-11-01"


def honey(vat: str = "9%", begins: str = "2026-01-01", confidence: str = "sourced", duty: str = "15%") -> str:
    return f"CN,04090000,Natural honey,天然蜂蜜,{duty},{vat},0,,{begins},,a source,{confidence},2026-11-01"


def load(table: str, header: str, *rows: str, dry_run: bool = False) -> LoadReport:
    data = "\r\n".join([header, *rows]).encode()
    report = loading.load(table=table, data=data, file_name="a.csv", dry_run=dry_run, by=SYSTEM)
    queries.forget()  # inside the test's transaction nothing is committed, so nothing says that there is a new version
    return report


def problems(report: LoadReport) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in report.problems]


def transaction_limit(on: str, version: int | None = None) -> object:
    at = datetime.fromisoformat(f"{on}T12:00:00+08:00")
    value = queries.rulebook(at, version=version).value("CN", "cbec.limit.transaction")
    return value and value.read


@pytest.mark.django_db
class TestLoad:
    def test_adds_rows_under_a_new_version(self) -> None:
        report = load(
            "rules", RULES, limit("2000.00", "2016-04-08", "2019-01-01"), limit("5000.00", "2019-01-01")
        )
        assert (report.added, report.closed, report.unchanged, report.version) == (2, 0, 0, 1)
        assert transaction_limit("2018-12-31") == 2000_00
        assert transaction_limit("2019-01-01") == 5000_00
        assert transaction_limit("2016-04-07") is None

    def test_a_second_time_changes_nothing(self) -> None:
        load("rules", RULES, limit("5000.00", "2019-01-01"))
        report = load("rules", RULES, limit("5000.00", "2019-01-01"))
        assert (report.added, report.unchanged, report.version) == (0, 1, 0)
        assert RuleVersion.objects.count() == 1

    def test_a_later_row_closes_the_open_one_and_leaves_it_as_it_was(self) -> None:
        load("rules", RULES, limit("5000.00", "2019-01-01"))
        report = load("rules", RULES, limit("8000.00", "2027-01-01"))
        assert (report.added, report.closed) == (1, 1)
        old = Rule.objects.get(value="5000.00")
        assert (old.effective_to, old.closed_on, old.closed_in_id) == (None, date(2027, 1, 1), 2)
        assert (transaction_limit("2026-12-31"), transaction_limit("2027-01-01")) == (5000_00, 8000_00)

    def test_a_quote_is_priced_as_the_rows_stood_in_its_version(self) -> None:
        load("rules", RULES, limit("5000.00", "2019-01-01"))
        load("rules", RULES, limit("8000.00", "2026-11-01"))
        assert transaction_limit("2026-11-22") == 8000_00
        assert transaction_limit("2026-11-22", version=1) == 5000_00

    def test_the_day_is_that_of_shanghai(self) -> None:
        load(
            "rules",
            RULES,
            limit("5000.00", "2019-01-01"),
        )
        load("rules", RULES, limit("8000.00", "2027-01-01"))
        evening = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
        value = queries.rulebook(evening).value("CN", "cbec.limit.transaction")
        assert value is not None
        assert value.read == 8000_00

    def test_a_demo_row_gives_way_even_on_its_first_day(self) -> None:
        load("tariff", TARIFF, honey("13%", confidence="demo"))
        report = load("tariff", TARIFF, honey("9%"))
        assert (report.added, report.closed) == (1, 1)
        assert str(queries.rulebook(datetime(2026, 6, 1, tzinfo=UTC)).tariff["04090000"].vat) == "9/100"

    def test_another_row_does_not(self) -> None:
        load("tariff", TARIFF, honey("13%"))
        assert problems(load("tariff", TARIFF, honey("9%"))) == [(2, "effective_from")]
        assert problems(load("tariff", TARIFF, honey("9%", begins="2025-01-01"))) == [(2, "effective_from")]

    def test_a_dry_run_says_what_it_would_do_and_writes_nothing(self) -> None:
        report = load("rules", RULES, limit("5000.00", "2019-01-01"), dry_run=True)
        assert (report.added, report.version) == (1, 0)
        assert not Rule.objects.exists()
        assert not RuleVersion.objects.exists()

    def test_a_byte_order_mark_is_no_part_of_the_header(self) -> None:
        data = f"\ufeff{RULES}\n{limit('5000.00', '2019-01-01')}\n".encode()
        assert loading.load(table="rules", data=data, file_name="a.csv", by=SYSTEM).added == 1

    @pytest.mark.parametrize(("by", "refusal"), [(ANONYMOUS, SignInNeeded), (Actor(id=new_id()), NotAllowed)])
    def test_is_for_the_operator(self, by: Actor, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            loading.load(table="rules", data=b"", file_name="a.csv", by=by)


@pytest.mark.django_db
class TestRefusedFiles:
    def test_one_bad_row_loads_nothing(self) -> None:
        report = load(
            "rules",
            RULES,
            limit("5000.00", "2019-01-01"),
            "CN,cbec.limit.annual,many,2019-01-01,,s,sourced,2026-11-01",
        )
        assert problems(report) == [(3, "value")]
        assert not Rule.objects.exists()

    def test_unknown_missing_and_repeated_columns(self) -> None:
        report = load(
            "rules", "jurisdiction,key,value,value,colour,effective_from,source,confidence,checked_on"
        )
        assert problems(report) == [(1, "colour"), (1, "value")]
        assert "colour" in str(report.problems[0].message)
        assert problems(load("rules", RULES.replace(",source", ""))) == [(1, "source")]

    @pytest.mark.parametrize("wrong", ["13", "0.13", "13,5%", "-1%", "100%", "13 %", "x", "", "１３%"])
    def test_rates_that_could_mean_two_things_or_nothing(self, wrong: str) -> None:
        row = honey().replace(",0,,", f',"{wrong}",,')
        assert problems(load("tariff", TARIFF, row)) == [(2, "consumption_tax")]

    @pytest.mark.parametrize(
        ("written", "kept"), [("6.5%", "13/200"), ("13%", "13/100"), ("13/100", "13/100"), ("0", "0")]
    )
    def test_rates_are_kept_exactly(self, written: str, kept: str) -> None:
        load("tariff", TARIFF, honey(duty=written))
        with connection.cursor() as cursor:
            cursor.execute("SELECT duty_mfn FROM customs_tariff")
            assert cursor.fetchone() == (kept,)

    def test_overlapping_dates_in_the_file(self) -> None:
        report = load("rules", RULES, limit("5000.00", "2019-01-01"), limit("6000.00", "2020-01-01"))
        assert problems(report) == [(3, "effective_from")]
        assert "row 2" in str(report.problems[0].message)

    def test_an_end_before_the_beginning(self) -> None:
        assert problems(load("rules", RULES, limit("1.00", "2019-01-01", "2019-01-01"))) == [
            (2, "effective_to")
        ]

    def test_every_wrong_cell_is_named(self) -> None:
        row = "china,0409,Honey,,9%,9%,0,,01/02/2026,,s,sure,2030-01-01"
        assert problems(load("tariff", TARIFF, row)) == [
            (2, "confidence"),
            (2, "description_zh"),
            (2, "effective_from"),
            (2, "hs8"),
            (2, "jurisdiction"),
        ]

    def test_a_rule_that_nothing_reads(self) -> None:
        row = limit("1.00", "2019-01-01").replace("cbec.limit.transaction", "cbec.limits")
        assert problems(load("rules", RULES, row)) == [(2, "key")]

    def test_a_yearly_amount_without_its_unit(self) -> None:
        row = "CN,17019910,砂糖,no,,,2,,2022,2022-03-01,,s,sourced,2026-11-01"
        assert problems(load("positive-list", LISTING, row)) == [(2, "cap_unit")]

    @pytest.mark.parametrize(
        "data",
        [
            "jurisdiction,键名".encode("gb18030"),
            RULES.encode("utf-16"),
            b"PK\x03\x04\x00\x00",
            b"\xff\xd8\xff\xe0",
        ],
    )
    def test_another_encoding_is_not_guessed(self, data: bytes) -> None:
        report = loading.load(table="rules", data=data, file_name="a.csv", by=SYSTEM)
        assert problems(report) == [(1, "")]
        assert "UTF-8" in str(report.problems[0].message)

    @pytest.mark.parametrize(
        "data", [b"", f"{RULES}\n".encode(), f'{RULES}\nCN,"open'.encode(), f"{RULES}\nCN,short\n".encode()]
    )
    def test_a_damaged_or_empty_file(self, data: bytes) -> None:
        assert loading.load(table="rules", data=data, file_name="a.csv", by=SYSTEM).is_refused


@pytest.mark.django_db
class TestRowsStay:
    @pytest.mark.parametrize(
        "change", ["value = '9.00'", "effective_from = '2020-01-01'", "closed_on = NULL, closed_in_id = NULL"]
    )
    def test_the_database_refuses_changes(self, change: str) -> None:
        load("rules", RULES, limit("5000.00", "2019-01-01"))
        load("rules", RULES, limit("8000.00", "2027-01-01"))
        with (
            pytest.raises(IntegrityError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE customs_rule SET {change} WHERE value = '5000.00'")

    def test_the_database_refuses_deletion(self) -> None:
        load("rules", RULES, limit("5000.00", "2019-01-01"))
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Rule.objects.all().delete()


@pytest.mark.django_db
class TestRulebook:
    def test_is_read_in_three_queries_and_then_not_again(self, django_assert_num_queries: object) -> None:
        seeding.load()
        with django_assert_num_queries(4):  # type: ignore[operator]  # the fourth asks for the newest version
            first = queries.rulebook()
        with django_assert_num_queries(0):  # type: ignore[operator]
            assert queries.rulebook() is first

    def test_a_version_that_another_process_loaded_is_seen_within_a_second(self) -> None:
        load("rules", RULES, limit("5000.00", "2019-01-01"))
        assert transaction_limit("2026-11-22") == 5000_00
        data = f"{RULES}\n{limit('8000.00', '2026-11-01')}\n".encode()
        loading.load(table="rules", data=data, file_name="a.csv", by=SYSTEM)
        assert transaction_limit("2026-11-22") == 5000_00
        time.sleep(queries.LOOK_AGAIN_SECONDS)
        assert transaction_limit("2026-11-22") == 8000_00

    def test_without_any_rows_nothing_is_known(self) -> None:
        book = queries.rulebook()
        assert (book.version, book.values, book.tariff) == (0, {}, {})


@pytest.mark.django_db
class TestSeeds:
    def test_load_and_load_again(self) -> None:
        first = seeding.load()
        assert all(report.added for report in first)
        assert all(report.added == report.closed == 0 for report in seeding.load())

    def test_the_check_names_what_is_for_the_demonstration_only(self) -> None:
        seeding.load()
        said = rows_to_verify(databases=["default"])
        assert all(isinstance(message, Warning) for message in said)
        assert [message.id for message in said] == ["customs.W001", "customs.W001", "customs.W002"]
        demo = Tariff.objects.filter(confidence="demo").count()
        assert said[0].msg.startswith(f"{demo} tariff rows")
        assert "CN duty.additional.US" in said[2].msg

    def test_the_check_asks_nothing_of_a_database_it_was_not_given(
        self, django_assert_num_queries: object
    ) -> None:
        with django_assert_num_queries(0):  # type: ignore[operator]
            assert rows_to_verify() == []

    def test_every_listed_line_has_its_rates(self) -> None:
        seeding.load()
        assert set(PositiveListEntry.objects.values_list("hs8", flat=True)) == set(
            Tariff.objects.values_list("hs8", flat=True)
        )
