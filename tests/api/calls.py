"""How the tests of the API call it."""

import json
from types import SimpleNamespace
from typing import Any

from django.test import Client

from entrepot.identity import keying
from entrepot.identity.models import Person
from entrepot.kit.actor import SYSTEM
from tests import market


def body(shop: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    """A guest's purchase of two honeys and a soap."""
    return {
        "currency": "CNY",
        "ship_to": dict(market.SHANGHAI),
        "lines": [
            {"variant": str(shop.honey.pk), "quantity": 2},
            {"variant": str(shop.soap.pk), "quantity": 1},
        ],
        "email": "mei@example.com",
        "payment": {"provider": "sandbox", "token": "tok_ok"},
    } | changes


def token(name: str) -> dict[str, Any]:
    return {"payment": {"provider": "sandbox", "token": name}}


def call(
    method: str, path: str, document: Any = None, *, key: str = "", bearer: str = "", lang: str = "en"
) -> Any:
    """A request as a program sends it."""
    headers = {"Accept-Language": lang}
    if key:
        headers["Idempotency-Key"] = key
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    client = Client(headers=headers, raise_request_exception=False)
    if method == "get":
        return client.get(f"/api/v1/{path}")
    content = document if isinstance(document, str) else json.dumps(document)
    return client.post(
        f"/api/v1/{path}", content if document is not None else "", content_type="application/json"
    )


def get(path: str, **more: Any) -> Any:
    return call("get", path, **more)


def post(path: str, document: Any = None, **more: Any) -> Any:
    return call("post", path, document, **more)


def told(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal, which is always a problem document."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    document = answer.json()
    assert document["status"] == answer.status_code
    return answer.status_code, document["code"]


def fields(answer: Any) -> list[str]:
    return [each["field"] for each in answer.json().get("fields", [])]


def key_of(person: Person, *scopes: str) -> str:
    """The secret of a new API key with these scopes."""
    return keying.create_api_key(name=" ".join(scopes), scopes=scopes, person_id=person.pk, by=SYSTEM)[1]


def follow(bought: Any) -> str:
    """The token of the signed link in an answer."""
    return bought.json()["follow_url"].rstrip("/").rpartition("/")[2]
