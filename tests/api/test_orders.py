"""Orders over the API: who sees one, who does what with it, and that everybody else learns nothing and changes nothing."""

from types import SimpleNamespace

import pytest

from entrepot.identity.models import Person
from entrepot.kit.ids import new_id
from entrepot.ledger import audit
from entrepot.trade.models import Order
from entrepot.trade.numbers import number_of
from tests import market
from tests.api.calls import body, fields, follow, get, key_of, post, token, told
from tests.papers.reading import text

pytestmark = pytest.mark.django_db(transaction=True)

UPS = {"carrier": "UPS", "tracking_number": "1Z999"}


@pytest.fixture
def world(shop: SimpleNamespace) -> SimpleNamespace:
    """Mei bought honey with her key, a guest bought honey too; Bo has an owner, Cy another."""
    mei, bos, cys = (
        market.person("mei@example.com"),
        market.member(shop.bo, "owner"),
        market.member(shop.cy, "owner"),
    )
    honey = body(shop, lines=[{"variant": str(shop.honey.pk), "quantity": 1}])
    hers = post("purchases", honey, key="hers", bearer=key_of(mei, "purchases"))
    guests = post("purchases", honey, key="guests")
    other = post("purchases", honey | {"email": "other@example.com"}, key="other")
    return SimpleNamespace(
        shop=shop,
        mei=mei,
        bos=bos,
        cys=cys,
        hers=hers.json()["orders"][0]["number"],
        guests=guests.json()["orders"][0]["number"],
        link=follow(guests),
        other_link=follow(other),
        hers_id=hers.json()["id"],
        guests_id=guests.json()["id"],
    )


def state_of(number: str) -> str:
    return Order.objects.numbered(number).get().state


def operator() -> Person:
    return market.person("operator@example.com", is_operator=True)


class TestShow:
    def test_to_its_buyer_its_merchant_and_who_holds_the_link(self, world: SimpleNamespace) -> None:
        for answer in (
            get(f"orders/{world.hers}", bearer=key_of(world.mei, "purchases")),
            get(f"orders/{world.hers}", bearer=key_of(world.bos, "orders")),
            get(f"orders/{world.guests}?follow={world.link}"),
        ):
            assert (answer.status_code, answer.json()["state"]) == (200, "paid")
            assert answer.json()["merchant"] == {"slug": "bo", "name": "Bo"}
            assert "收件人" not in answer.content.decode()

    def test_by_its_number_as_people_write_it(self, world: SimpleNamespace) -> None:
        bearer = key_of(world.mei, "purchases")
        for written in (
            world.hers.lower(),
            world.hers.replace("-", ""),
            world.hers.replace("0", "O").replace("1", "l"),
        ):
            assert get(f"orders/{written}", bearer=bearer).json()["number"] == world.hers

    def test_nonsense_is_not_there(self, world: SimpleNamespace) -> None:
        bearer = key_of(world.mei, "purchases")
        for number in ("nonsense", "0" * 20, "٠" * 20, "%00", "0" * 3000, "..", "'--"):
            assert told(get(f"orders/{number}", bearer=bearer)) == (404, "not_found")

    def test_to_everybody_else_it_is_not_there(self, world: SimpleNamespace) -> None:
        for answer in (
            get(f"orders/{world.hers}"),
            get(f"orders/{world.hers}?follow={world.link}"),
            get(f"orders/{world.guests}?follow={world.link}x"),
            get(f"orders/{world.guests}?follow={world.link.replace('.', '')}"),
            get(f"orders/{world.hers}", bearer=key_of(market.person("x@example.com"), "purchases", "orders")),
            get(f"orders/{world.hers}", bearer=key_of(world.cys, "orders", "purchases")),
            get(f"orders/{world.hers}", bearer=key_of(world.bos, "purchases")),
            get(f"orders/{world.hers}", bearer=key_of(world.mei, "orders")),
            get(f"orders/{number_of(new_id())}", bearer=key_of(world.mei, "purchases")),
        ):
            assert told(answer) == (404, "not_found")

    def test_a_key_without_a_scope_for_orders_sees_none(self, world: SimpleNamespace) -> None:
        for person, scopes in (
            (world.mei, ["catalogue"]),
            (world.bos, ["catalogue", "ledger"]),
            (operator(), ["ledger"]),
        ):
            assert told(get(f"orders/{world.hers}", bearer=key_of(person, *scopes))) == (403, "scope.missing")

    def test_a_key_that_nobody_knows_is_told_so(self, world: SimpleNamespace) -> None:
        for bearer in ("ek_live_nonsense", " ", "é"):
            assert told(get(f"orders/{world.hers}", bearer=bearer)) == (401, "sign_in_needed")


class TestInvoice:
    def test_is_a_pdf_for_its_buyer_and_who_holds_the_link(self, world: SimpleNamespace) -> None:
        for answer in (
            get(f"orders/{world.hers}/invoice", bearer=key_of(world.mei, "purchases")),
            get(f"orders/{world.guests}/invoice?follow={world.link}"),
        ):
            assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
            assert answer.content.startswith(b"%PDF")
            assert answer["Cache-Control"] == "private, no-store"

    def test_speaks_the_language_that_is_asked_for(self, world: SimpleNamespace) -> None:
        path = f"orders/{world.guests}/invoice?follow={world.link}"
        assert "商业发票" in text(get(path, lang="zh-Hans").content)
        assert "Invoice" in text(get(path, lang="en").content)

    def test_is_not_for_those_who_sell_or_hold_another_link(self, world: SimpleNamespace) -> None:
        for answer in (
            get(f"orders/{world.hers}/invoice", bearer=key_of(world.bos, "purchases", "orders")),
            get(f"orders/{world.guests}/invoice?follow={world.other_link}"),
            get(f"orders/{world.guests}/invoice"),
        ):
            assert answer.status_code == 404


class TestShipment:
    def test_by_the_merchants_key(self, world: SimpleNamespace) -> None:
        answer = post(f"orders/{world.hers}/shipment", UPS, bearer=key_of(world.bos, "orders"))
        assert (answer.status_code, answer.json()["state"]) == (201, "shipped")
        assert answer.json()["parcels"][0]["tracking_number"] == "1Z999"

    def test_by_nobody_else(self, world: SimpleNamespace) -> None:
        cys = key_of(world.cys, "orders")
        for answer, expected in (
            (post(f"orders/{world.guests}/shipment?follow={world.link}", UPS), (401, "sign_in_needed")),
            (
                post(f"orders/{world.guests}/shipment?follow={world.link}", UPS, bearer=cys),
                (403, "not_allowed"),
            ),
            (post(f"orders/{world.hers}/shipment", UPS, bearer=cys), (404, "not_found")),
            (
                post(f"orders/{world.hers}/shipment", UPS, bearer=key_of(world.mei, "purchases")),
                (403, "scope.missing"),
            ),
            (
                post(f"orders/{world.hers}/shipment", UPS, bearer=key_of(world.mei, "orders")),
                (404, "not_found"),
            ),
            (
                post(f"orders/{world.hers}/shipment", UPS, bearer=key_of(world.mei, "orders", "purchases")),
                (403, "not_allowed"),
            ),
            (
                post(f"orders/{world.hers}/shipment", UPS, bearer=key_of(operator(), "orders", "ledger")),
                (404, "not_found"),
            ),
        ):
            assert told(answer) == expected
        assert (state_of(world.hers), state_of(world.guests)) == ("paid", "paid")

    def test_needs_a_carrier_and_a_number(self, world: SimpleNamespace) -> None:
        bearer = key_of(world.bos, "orders")
        for document, wrong in (
            ({}, ["carrier", "tracking_number"]),
            ({"carrier": "UPS", "tracking_number": ""}, ["tracking_number"]),
            ({"carrier": "\x00", "tracking_number": "1"}, ["carrier"]),
            ({"carrier": "UPS", "tracking_number": "\ud800"}, ["tracking_number"]),
            ({"carrier": 5, "tracking_number": None}, ["carrier", "tracking_number"]),
        ):
            answer = post(f"orders/{world.hers}/shipment", document, bearer=bearer)
            assert (told(answer), fields(answer)) == ((422, "malformed"), wrong)
        assert state_of(world.hers) == "paid"


class TestReceipt:
    def test_by_the_buyer_and_by_the_link(self, world: SimpleNamespace) -> None:
        for number in (world.hers, world.guests):
            post(f"orders/{number}/shipment", UPS, bearer=key_of(world.bos, "orders"))
        hers = post(f"orders/{world.hers}/receipt", bearer=key_of(world.mei, "purchases"))
        guests = post(f"orders/{world.guests}/receipt?follow={world.link}")
        assert (hers.json()["state"], guests.json()["state"]) == ("completed", "completed")
        again = post(f"orders/{world.guests}/receipt?follow={world.link}")
        assert told(again) == (409, "order.not_receivable")

    def test_by_nobody_else_and_not_too_early(self, world: SimpleNamespace) -> None:
        assert told(post(f"orders/{world.guests}/receipt?follow={world.link}")) == (
            409,
            "order.not_receivable",
        )
        post(f"orders/{world.hers}/shipment", UPS, bearer=key_of(world.bos, "orders"))
        for answer, expected in (
            (post(f"orders/{world.hers}/receipt"), (404, "not_found")),
            (post(f"orders/{world.hers}/receipt?follow={world.link}"), (404, "not_found")),
            (
                post(f"orders/{world.hers}/receipt", bearer=key_of(world.bos, "orders")),
                (403, "scope.missing"),
            ),
            (
                post(f"orders/{world.hers}/receipt", bearer=key_of(world.bos, "orders", "purchases")),
                (403, "not_allowed"),
            ),
            (
                post(f"orders/{world.hers}/receipt", bearer=key_of(operator(), "purchases", "ledger")),
                (404, "not_found"),
            ),
        ):
            assert told(answer) == expected
        assert state_of(world.hers) == "shipped"


class TestCancellation:
    def test_by_the_buyer_the_merchant_and_the_link(self, world: SimpleNamespace) -> None:
        third = post("purchases", body(world.shop), key="third").json()["orders"][0]["number"]
        for path, document, bearer in (
            (f"orders/{world.hers}/cancellation", {"reason": "不要了"}, key_of(world.mei, "purchases")),
            (f"orders/{world.guests}/cancellation?follow={world.link}", None, ""),
            (f"orders/{third}/cancellation", {}, key_of(world.bos, "orders")),
        ):
            answer = post(path, document, bearer=bearer)
            assert (answer.status_code, answer.json()["state"]) == (201, "cancelled")
            assert answer.json()["refunds"] == [{"amount": answer.json()["total"], "state": "asked"}]
        assert [result.check.name for result in audit.run() if not result.ok] == []

    def test_by_nobody_else(self, world: SimpleNamespace) -> None:
        path = f"orders/{world.hers}/cancellation"
        for answer, expected in (
            (post(path), (404, "not_found")),
            (post(f"{path}?follow={world.other_link}"), (404, "not_found")),
            (post(path, bearer=key_of(world.cys, "orders", "purchases")), (404, "not_found")),
            (post(path, bearer=key_of(world.mei, "catalogue")), (403, "scope.missing")),
            (post(path, bearer=key_of(world.mei, "orders")), (404, "not_found")),
            (post(path, bearer=key_of(world.bos, "catalogue")), (403, "scope.missing")),
            (post(path, bearer=key_of(operator(), "ledger")), (403, "scope.missing")),
        ):
            assert told(answer) == expected
        assert state_of(world.hers) == "paid"

    def test_reading_the_books_is_all_that_an_operators_key_does(self, world: SimpleNamespace) -> None:
        secret = key_of(operator(), "ledger", "orders", "purchases", "catalogue")
        assert told(post(f"orders/{world.hers}/cancellation", bearer=secret)) == (404, "not_found")
        assert told(get(f"orders/{world.hers}", bearer=secret)) == (404, "not_found")
        assert told(get(f"purchases/{world.hers_id}", bearer=secret)) == (404, "not_found")
        assert state_of(world.hers) == "paid"

    def test_a_reason_that_cannot_be_kept(self, world: SimpleNamespace) -> None:
        for reason in ("\x00", "x" * 201, "\udfff", 7):
            answer = post(f"orders/{world.guests}/cancellation?follow={world.link}", {"reason": reason})
            assert (told(answer), fields(answer)) == ((422, "malformed"), ["reason"])
        assert state_of(world.guests) == "paid"


class TestPurchase:
    def test_is_shown_to_its_buyer_and_by_its_link_only(self, world: SimpleNamespace) -> None:
        assert (
            get(f"purchases/{world.hers_id}", bearer=key_of(world.mei, "purchases")).json()["state"] == "paid"
        )
        assert get(f"purchases/{world.guests_id}?follow={world.link}").json()["state"] == "paid"
        for answer, expected in (
            (get(f"purchases/{world.hers_id}"), (404, "not_found")),
            (get(f"purchases/{world.guests_id}?follow={world.other_link}"), (404, "not_found")),
            (
                get(f"purchases/{world.hers_id}", bearer=key_of(world.bos, "purchases", "orders")),
                (404, "not_found"),
            ),
            (get(f"purchases/{world.hers_id}", bearer=key_of(world.mei, "orders")), (403, "scope.missing")),
        ):
            assert told(answer) == expected

    def test_leads_to_its_confirmation_only_while_that_is_wanted(self, shop: SimpleNamespace) -> None:
        bought = post("purchases", body(shop, **token("tok_needs_action")), key="k")
        path = f"purchases/{bought.json()['id']}?follow={follow(bought)}"
        assert get(path).json()["next_url"] == bought.json()["next_url"]
        for order in bought.json()["orders"]:
            post(f"orders/{order['number']}/cancellation?follow={follow(bought)}")
        assert (get(path).json()["state"], get(path).json()["next_url"]) == ("cancelled", "")
