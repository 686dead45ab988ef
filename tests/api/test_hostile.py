"""Whatever is sent to the API, it answers with a document that has a code, and never fails."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.trade.models import Purchase

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = st.text(max_size=30)
NUMBERS = st.integers() | st.floats(allow_nan=False) | st.just(2**70)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
BODY = st.fixed_dictionaries(
    {},
    optional={
        "currency": st.sampled_from(["CNY", "USD", "XXX", "cny"]) | ANYTHING,
        "ship_to": st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                ("country", "region", "city", "lines", "name", "phone", "id_number"), TEXT | ANYTHING
            ),
        )
        | ANYTHING,
        "lines": st.lists(
            st.fixed_dictionaries(
                {}, optional={"variant": st.uuids().map(str) | ANYTHING, "quantity": NUMBERS | ANYTHING}
            )
            | ANYTHING,
            max_size=3,
        )
        | ANYTHING,
        "payment": st.fixed_dictionaries({"token": TEXT}) | ANYTHING,
        "email": TEXT | ANYTHING,
        "quote": TEXT | ANYTHING,
        "expected_total": NUMBERS | ANYTHING,
    },
)
HEADER = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=100)


def ask(path: str, body: Any, key: str = "") -> Any:
    content = body if isinstance(body, str) else json.dumps(body)
    return Client(headers={"Idempotency-Key": key}, raise_request_exception=False).post(
        f"/api/v1/{path}", content, content_type="application/json"
    )


def assert_refused(answer: Any) -> None:
    assert 400 <= answer.status_code < 500, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["code"] and document["detail"] and document["status"] == answer.status_code


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODY | ANYTHING, key=HEADER)
def test_no_body_makes_it_fail(body: Any, key: str) -> None:
    assert_refused(ask("quotes", body))
    assert_refused(ask("purchases", body, key))
    assert not Purchase.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", '"text"', "\x00", '{"lines":' + "[" * 2000])
def test_what_is_not_json_is_said_to_be_unreadable(body: str) -> None:
    assert_refused(ask("quotes", body))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "purchases/x"),
        ("get", "orders/x"),
        ("get", "products/x"),
        ("put", "quotes"),
        ("get", "nothing"),
        ("get", "ledger/trial-balance"),
    ],
)
def test_wrong_addresses_and_methods_are_problems_too(method: str, path: str) -> None:
    assert_refused(getattr(Client(raise_request_exception=False), method)(f"/api/v1/{path}"))
