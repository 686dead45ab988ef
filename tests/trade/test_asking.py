"""Understanding what is asked for: what is kept of it, what is not, and each field that is wrong by its name."""

from typing import Any

import pytest

from entrepot.customs import identity_number
from entrepot.customs.errors import IdNeeded, IdNumberWrong
from entrepot.kit.actor import ANONYMOUS, Actor
from entrepot.kit.errors import DomainError, Malformed
from entrepot.kit.ids import new_id
from entrepot.payments.providers import ProviderUnknown
from entrepot.trade import asking
from entrepot.trade.errors import KeyMissing
from entrepot.trade.requests import PurchaseRequest
from tests import market

VARIANT = new_id()
OHIO = market.SHANGHAI | {
    "country": "US",
    "region": "OH",
    "city": "Columbus",
    "district": "",
    "postal_code": "43085",
}


def document(**changes: Any) -> dict[str, Any]:
    return {
        "currency": "CNY",
        "ship_to": dict(market.SHANGHAI),
        "lines": [{"variant": VARIANT, "quantity": 1}],
        "email": "mei@example.com",
        "payment": {"provider": "sandbox", "token": "tok_ok"},
    } | changes


def asked(by: Actor = ANONYMOUS, key: str = "k", **changes: Any) -> PurchaseRequest:
    return asking.purchase(document(**changes), key=key, by=by)


def wrong(**changes: Any) -> list[str]:
    with pytest.raises(DomainError) as refusal:
        asked(**changes)
    return [each.field for each in refusal.value.fields]


class TestPurchase:
    def test_keeps_hashes_of_what_was_asked_and_nothing_readable(self) -> None:
        request = asked(expected_total=5)
        assert sorted(request.fingerprint) == [
            "currency",
            "email",
            "expected_total",
            "lines",
            "payment",
            "ship_to",
        ]
        assert all(len(value) == 32 for value in request.fingerprint.values())
        assert market.ID_NUMBER not in str(request.fingerprint)

    def test_the_same_in_other_words_is_the_same(self) -> None:
        other = market.SHANGHAI | {
            "name": " 收件人  ",
            "phone": "138 0013 8000",
            "id_number": "11010519491231002x",
            "lines": ["  南京东路1号 ", ""],
        }
        assert asked(ship_to=other, email=" MEI@example.com").fingerprint == asked().fingerprint

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"currency": "USD"}, "currency"),
            ({"email": "b@example.com"}, "email"),
            ({"expected_total": 1}, "expected_total"),
            ({"lines": [{"variant": VARIANT, "quantity": 2}]}, "lines"),
            ({"payment": {"provider": "sandbox", "token": "tok"}}, "payment"),
            ({"ship_to": market.SHANGHAI | {"name": "b"}}, "ship_to"),
        ],
    )
    def test_what_differs_differs_in_its_own_field_only(self, changes: dict[str, Any], field: str) -> None:
        one, other = asked().fingerprint, asked(**changes).fingerprint
        assert [each for each in one if one[each] != other[each]] == [field]

    def test_keys_are_the_api_keys_else_the_persons_else_the_guests_email(self) -> None:
        person, key = new_id(), new_id()
        scopes = [
            asked(by).scope
            for by in (
                ANONYMOUS,
                Actor(id=person),
                Actor(id=person, key_id=key),
                Actor(id=person, key_id=new_id()),
            )
        ]
        scopes.append(asked(email="else@example.com").scope)
        assert len(set(scopes)) == 5
        assert asked(Actor(id=person), email="else@example.com").scope == scopes[1]

    def test_a_person_needs_no_email_and_a_guest_does(self) -> None:
        assert asked(Actor(id=new_id()), email="").email == ""
        assert wrong(email="") == ["email"]

    def test_is_refused_in_this_order(self) -> None:
        everything: dict[str, Any] = {
            "email": "",
            "ship_to": {},
            "lines": [],
            "currency": "",
            "payment": {"provider": "else"},
        }
        with pytest.raises(KeyMissing):
            asking.purchase(everything, key="", by=ANONYMOUS)
        for good, field in (
            ({}, "email"),
            ({"email": "mei@example.com"}, "ship_to.country"),
            ({"ship_to": dict(market.SHANGHAI)}, "lines"),
            ({"lines": document()["lines"]}, "currency"),
            ({"currency": "CNY"}, "payment"),
        ):
            everything |= good
            assert wrong(**everything)[0] == field
        with pytest.raises(ProviderUnknown):
            asked(payment={"provider": "else", "token": "x"})


class TestDestination:
    def test_china_needs_an_identity_number_and_counts_by_it(self) -> None:
        to = asking.destination(dict(market.SHANGHAI), id_needed=True)
        assert to.id_hash == identity_number.quota_key(market.ID_NUMBER)
        with pytest.raises(IdNeeded):
            asking.destination(market.SHANGHAI | {"id_number": " "}, id_needed=True)
        with pytest.raises(IdNumberWrong):
            asking.destination(market.SHANGHAI | {"id_number": "110105194912310021"}, id_needed=False)

    def test_america_keeps_no_identity_number_even_when_it_is_sent(self) -> None:
        to = asking.destination(OHIO, id_needed=True)
        assert (to.content["id_number"], to.id_hash) == ("", None)

    def test_every_wrong_field_is_named_at_once(self) -> None:
        with pytest.raises(Malformed) as refusal:
            asking.destination({"country": "CN"}, id_needed=True)
        assert [each.field for each in refusal.value.fields] == [
            "ship_to.region",
            "ship_to.city",
            "ship_to.name",
            "ship_to.lines",
            "ship_to.phone",
            "ship_to.postal_code",
        ]


class TestLines:
    @pytest.mark.parametrize("quantity", [True, 1.0, "1", None])
    def test_a_quantity_is_a_whole_number(self, quantity: Any) -> None:
        assert wrong(lines=[{"variant": VARIANT, "quantity": quantity}]) == ["lines.0.quantity"]

    @pytest.mark.parametrize("line", [{}, {"variant": None}, {"variant": 5}, {"variant": "x"}, None, 7])
    def test_a_variant_is_named_by_its_id(self, line: Any) -> None:
        assert wrong(lines=[{"variant": str(VARIANT), "quantity": 1}, line]) == ["lines.1.variant"]
