"""Values on the wire: what is sent comes back the same, whatever its type, with nulls and signs that need care."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from entrepot.kit.ids import new_ids
from entrepot.kit.sql import fetch, insert_rows, run

pytestmark = pytest.mark.django_db

AT = datetime(1969, 7, 20, 20, 17, 40, 123456, tzinfo=UTC)
ID = UUID("01a2150b-2b4f-7000-aa5c-3f3e12f16abd")


class TestFetch:
    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            ("bool", True),
            ("bytea", b"\x00\xff\\"),
            ("int8", -(2**63)),
            ("int2", 7),
            ("text", "南京东路\t1号\\N"),
            ("timestamptz", AT),
            ("uuid", ID),
            ("bool[]", [True, False, None]),
            ("bytea[]", [b"", b"a", None]),
            ("int8[]", [2**63 - 1, -1]),
            ("int8[]", [1, None]),
            ("int4[]", []),
            ("int2[]", [1, -2]),
            ("text[]", ["", "{a,b}", None]),
            ("timestamptz[]", [AT, None]),
            ("uuid[]", [ID, UUID(int=0)]),
            ("uuid[]", [ID, None]),
            ("uuid[]", []),
            ("numeric", Decimal("0.05")),
            ("date", date(2026, 2, 28)),
        ],
    )
    def test_answers_what_was_sent(self, kind: str, value: Any) -> None:
        assert fetch(f"SELECT %s::{kind}", [value]) == [(value,)]

    def test_sends_nothing_as_null_and_a_doubled_percent_as_one(self) -> None:
        assert fetch("SELECT %s::text IS NULL, 7 %% 4", [None]) == [(True, 3)]

    def test_a_number_too_large_for_its_type_is_bad_data(self) -> None:
        with pytest.raises(DataError):
            fetch("SELECT %s::int", [2**31])

    def test_raises_what_django_raises_and_leaves_the_connection_usable(self) -> None:
        with pytest.raises(DataError), transaction.atomic():
            fetch("SELECT 1 / %s::int", [0])
        assert fetch("SELECT 1 / %s::int", [1]) == [(1,)]


class TestInsertRows:
    @pytest.fixture(autouse=True)
    def _table(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE sheet (id uuid PRIMARY KEY, said text, minor bigint, at timestamptz,"
                " kept bytea, open boolean) ON COMMIT DROP"
            )

    def test_keeps_every_sign(self) -> None:
        columns = ("id", "said", "minor", "at", "kept", "open")
        first, second, third = new_ids(3)
        rows = [
            (first, "\\N", 1, AT, b"\x00\\", True),
            (second, "a\tb\nc\r\\.", -1, AT, b"", False),
            (third, "", None, None, None, None),
        ]
        insert_rows("sheet", columns, rows)
        assert fetch("SELECT * FROM sheet ORDER BY id", []) == rows

    def test_of_a_key_twice_is_refused_whole(self) -> None:
        [key] = new_ids(1)
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_rows("sheet", ("id",), [(key,), (key,)])
        assert run("DELETE FROM sheet", []) == 0

    def test_takes_more_than_a_socket_holds_at_once(self) -> None:
        text = "A long story. " * 1_000
        insert_rows("sheet", ("id", "said"), [(key, text) for key in new_ids(1_000)])
        assert fetch("SELECT count(*), min(said) = max(said) FROM sheet", []) == [(1_000, True)]

    def test_refuses_more_than_a_socket_holds_at_once(self) -> None:
        [key] = new_ids(1)
        rows = [(key, "A long story. " * 1_000)] * 1_000
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_rows("sheet", ("id", "said"), rows)
        assert fetch("SELECT 1", []) == [(1,)]
