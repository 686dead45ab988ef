"""The quick door of purchases answers what the usual door answers, to the byte."""

import asyncio
import json
from functools import partial
from types import SimpleNamespace
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from annotated_types import MaxLen
from ninja import Schema

from entrepot.api.v1 import quick, schemas
from entrepot.config import rsgi, wsgi
from entrepot.kit.serving import answered
from entrepot.sandbox.models import Charge
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


class Sent:
    """A request as the server hands it in, with the answer that it gets."""

    proto, http_version, scheme, method = "http", "1.1", "http", "POST"
    path, query_string, authority = quick.PATH, "", None
    server, client = "127.0.0.1:8000", "127.0.0.1:50000"

    def __init__(self, content: str, headers: dict[str, str]) -> None:
        self.body, self.headers = content.encode(), headers | {"content-length": str(len(content.encode()))}
        self.answer: Any = None

    async def __call__(self) -> bytes:
        return self.body

    def response_bytes(self, status: int, headers: Any, body: bytes) -> None:
        self.answer = status, dict(headers), body


def ask(door: Any, content: str, *, lang: str = "en", key: str = "", bearer: str = "") -> Any:
    """What a door answers: status, headers, body."""
    headers = {"content-type": "application/json", "accept-language": lang}
    headers |= {"idempotency-key": key} if key else {}
    headers |= {"authorization": f"Bearer {bearer}"} if bearer else {}
    sent = Sent(content, headers)
    asyncio.run(door(sent, sent))
    return sent.answer


quickly, usually = partial(ask, rsgi.application.__rsgi__), partial(ask, partial(answered, wsgi.application))


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

    @pytest.mark.parametrize("lang", ["en", "zh-CN"])
    def test_tells_of_a_payment_that_waits_as_the_usual_door_does(
        self, shop: SimpleNamespace, settings: Any, lang: str
    ) -> None:
        settings.PAYMENT_TIMEOUT_MS = 50
        for choice, state in (("tok_needs_action", "needs_action"), ("tok_timeout", "pending")):
            content = json.dumps(body(shop, **token(choice)))
            first = quickly(content, key=choice, lang=lang)
            told = json.loads(first[2])
            assert (first[0], told["state"]) == (202, state)
            if state == "needs_action":
                assert ("/zh-hans/" in told["next_url"]) == (lang == "zh-CN")
                assert (
                    usually(content, key=choice, lang=lang)
                    == first
                    == quickly(content, key=choice, lang=lang)
                )

    def test_one_key_at_once_many_times_is_one_purchase(self, shop: SimpleNamespace) -> None:
        sent = [
            Sent(json.dumps(body(shop)), {"accept-language": "en", "idempotency-key": "same"})
            for _ in range(40)
        ]

        async def all_at_once() -> None:
            await asyncio.gather(*(rsgi.application.__rsgi__(each, each) for each in sent))

        asyncio.run(all_at_once())
        assert {each.answer[0] for each in sent} == {201}
        assert len({each.answer[2] for each in sent}) == 1
        assert (Purchase.objects.count(), Charge.objects.count()) == (1, 1)
