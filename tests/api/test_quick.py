"""The quick door of purchases answers what the usual door answers, to the byte."""

import io
import json
from functools import partial
from types import SimpleNamespace
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from annotated_types import MaxLen
from ninja import Schema

from entrepot.api.v1 import quick, schemas
from entrepot.config import wsgi
from entrepot.trade.models import Purchase
from tests import market
from tests.api.calls import body, key_of, token


def limits(schema: type[Schema], typed: Any) -> list[tuple[str, object, object]]:
    """For each field: its name, its greatest length in the usual door, and in the quick one."""
    hints = get_type_hints(typed, include_extras=True)
    assert set(hints) == set(schema.model_fields)
    found = []
    for name, field in schema.model_fields.items():
        usual = next((each.max_length for each in field.metadata if isinstance(each, MaxLen)), None)
        said = [part for hint in (hints[name], *get_args(hints[name])) for part in get_args(hint)]
        meta = [each for each in said if isinstance(each, msgspec.Meta)]
        found.append((name, usual, meta[0].max_length if meta else None))
    return found


@pytest.mark.parametrize(
    ("schema", "typed"),
    [
        (schemas.PurchaseIn, quick.Purchase),
        (schemas.ShipTo, quick._ShipTo),
        (schemas.WantedLineIn, quick._WantedLine),
        (schemas.PaymentIn, quick._Payment),
    ],
)
def test_both_doors_have_the_same_fields_and_limits(schema: type[Schema], typed: Any) -> None:
    for name, usual, quickly in limits(schema, typed):
        assert quickly == usual, name
    needed = {name for name, field in schema.model_fields.items() if field.is_required()}
    assert needed == typed.__required_keys__


def ask(door: quick.Door, content: str, *, lang: str = "en", key: str = "", bearer: str = "") -> Any:
    """What a door answers: status, headers, body."""
    sent = content.encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/purchases",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(sent)),
        "HTTP_ACCEPT_LANGUAGE": lang,
        "wsgi.input": io.BytesIO(sent),
        "wsgi.url_scheme": "http",
    }
    environ |= {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    environ |= {"HTTP_AUTHORIZATION": f"Bearer {bearer}"} if bearer else {}
    started: list[Any] = []
    answer = b"".join(door(environ, lambda *line: started.extend(line)))
    return int(started[0][:3]), dict(started[1]), answer


quickly, usually = partial(ask, wsgi.application), partial(ask, wsgi._programs)


@pytest.mark.django_db(transaction=True)
class TestQuickDoor:
    def test_places_and_pays_and_the_usual_door_knows_it(self, shop: SimpleNamespace) -> None:
        content = json.dumps(body(shop))
        first = quickly(content, key="one")
        assert (first[0], json.loads(first[2])["state"]) == (201, "paid")
        assert usually(content, key="one") == first
        assert Purchase.objects.count() == 1

    def test_refuses_as_the_usual_door_does(self, shop: SimpleNamespace) -> None:
        lines = body(shop)["lines"]
        cases = [
            body(shop, lines=[lines[0] | {"quantity": 11}]),
            body(shop, lines=[lines[0] | {"quantity": 1.0}]),
            body(shop, lines=[lines[0] | {"quantity": True}]),
            body(shop, lines=[]),
            body(shop, currency="EURO"),
            body(shop, email="nobody"),
            body(shop, email="a\0b@example.com"),
            {name: value for name, value in body(shop).items() if name != "ship_to"},
        ]
        for lang in ("en", "zh-CN"):
            for case in cases:
                content = json.dumps(case)
                answer = quickly(content, lang=lang, key="k")
                assert answer == usually(content, lang=lang, key="k")
                assert answer[0] in (409, 422)
        good = json.dumps(body(shop))
        assert quickly(good) == usually(good)
        assert quickly("{") == usually("{")
        assert quickly(good, key="k", bearer="no key") == usually(good, key="k", bearer="no key")
        assert not Purchase.objects.exists()

    def test_knows_the_person_behind_a_key_and_tells_of_a_declined_payment(
        self, shop: SimpleNamespace
    ) -> None:
        mei = market.person("mei@example.com")
        status, _headers, answer = quickly(
            json.dumps(body(shop, **token("tok_declined"))), key="d", bearer=key_of(mei, "purchases")
        )
        assert (status, json.loads(answer)["code"]) == (402, "payment.declined")
        assert Purchase.objects.get().buyer_id == mei.pk
