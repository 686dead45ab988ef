"""What is done over the API when something is wrong: asked, answered, given back, taken back, disputed; each by its scope."""

from types import SimpleNamespace
from typing import Any

import pytest

from entrepot.kit.actor import SYSTEM, Actor
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order
from tests import market
from tests.api.calls import key_of, post, told
from tests.market import Wish
from tests.trade.story import broken, paid

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = {"amount": 5000, "reason": "a dent"}


@pytest.fixture
def world(shop: SimpleNamespace) -> SimpleNamespace:
    """Mei has two honeys of Bo's, sent; each has a key of the right scope."""
    mei, owner = market.person("mei@example.com"), market.member(shop.bo, "owner")
    [order] = paid(Wish({shop.honey.pk: 2}, by=Actor(id=mei.pk))).orders
    ship(order.id, carrier="UPS", tracking_number="1", by=SYSTEM)
    row = Order.objects.get()
    return SimpleNamespace(
        at=f"orders/{row.number}",
        line=str(row.lines.get().pk),
        buys=key_of(mei, "purchases"),
        sells=key_of(owner, "orders"),
        other=key_of(market.member(shop.cy, "owner"), "orders", "purchases"),
    )


def buyer(world: SimpleNamespace, path: str, document: Any = None) -> Any:
    return post(f"{world.at}/{path}", document, bearer=world.buys)


def seller(world: SimpleNamespace, path: str, document: Any = None) -> Any:
    return post(f"{world.at}/{path}", document, bearer=world.sells)


class TestRefundRequest:
    def test_is_asked_and_accepted_for_another_amount(self, world: SimpleNamespace) -> None:
        asked = buyer(world, "refund-request", WRONG)
        assert asked.status_code == 201
        [request] = asked.json()["refund_requests"]
        assert (request["amount"], request["state"], request["granted"]) == (5000, "open", None)
        answered = seller(world, "refund-request/acceptance", {"amount": 3000, "answer": "half"}).json()
        [request] = answered["refund_requests"]
        assert (request["state"], request["granted"], request["answer"]) == ("accepted", 3000, "half")
        assert (answered["refunded"], answered["state"]) == (3000, "shipped")
        assert told(seller(world, "refund-request/refusal", {"answer": "no"})) == (404, "not_found")
        assert broken() == []

    def test_is_declined_or_withdrawn(self, world: SimpleNamespace) -> None:
        buyer(world, "refund-request", {"reason": "all of it", "with_goods": True})
        assert told(buyer(world, "refund-request", WRONG)) == (409, "refund.request_open")
        declined = seller(world, "refund-request/refusal", {"answer": "it was whole"}).json()
        assert declined["refund_requests"][0]["state"] == "declined"
        buyer(world, "refund-request", WRONG)
        withdrawn = buyer(world, "refund-request/withdrawal").json()
        assert withdrawn["refund_requests"][1]["state"] == "withdrawn"
        assert Order.objects.get().refunded_minor == 0

    @pytest.mark.parametrize("amount", [0, -1, 27691, "5000", 2**70, True])
    def test_of_a_wrong_amount_is_refused(self, world: SimpleNamespace, amount: Any) -> None:
        assert told(buyer(world, "refund-request", WRONG | {"amount": amount}))[0] == 422


class TestRefundAndReturn:
    def test_are_given_by_the_merchant(self, world: SimpleNamespace) -> None:
        assert seller(world, "refund", WRONG).json()["refunded"] == 5000
        lines = [{"line": world.line, "quantity": 2, "damaged": 1}]
        back = seller(world, "return", {"lines": lines}).json()
        assert (back["state"], back["refunded"]) == ("returned", 5000 + 17040)
        assert back["returns"][0]["lines"] == lines
        assert told(seller(world, "return", {"lines": lines}))[0] == 422
        assert broken() == []

    def test_need_the_scope_and_the_shop(self, world: SimpleNamespace) -> None:
        lines = {"lines": [{"line": world.line, "quantity": 1}]}
        for path, document in (("refund", WRONG), ("return", lines)):
            assert told(buyer(world, path, document)) == (403, "scope.missing")
            assert told(post(f"{world.at}/{path}", document, bearer=world.other)) == (404, "not_found")
            assert told(post(f"{world.at}/{path}", document))[0] == 401
        assert Order.objects.get().refunded_minor == 0


class TestDispute:
    def test_is_opened_and_withdrawn_by_the_buyer(self, world: SimpleNamespace) -> None:
        said = {"reason": "damaged", "text": "The lid is broken."}
        assert told(seller(world, "dispute", said)) == (403, "scope.missing")
        opened = buyer(world, "dispute", said).json()
        assert (opened["state"], opened["disputes"][0]["reason"]) == ("disputed", "damaged")
        assert told(buyer(world, "dispute", said)) == (409, "order.not_disputable")
        withdrawn = buyer(world, "dispute/withdrawal").json()
        assert (withdrawn["state"], withdrawn["disputes"][0]["ended_as"]) == ("shipped", "withdrawn")
        assert told(buyer(world, "dispute/withdrawal")) == (409, "dispute.none")
        assert broken() == []

    def test_says_what_it_is_about(self, world: SimpleNamespace) -> None:
        assert told(buyer(world, "dispute", {"reason": "rude", "text": "x"})) == (422, "malformed")


class TestShipInPart:
    def test_takes_lines(self, shop: SimpleNamespace, world: SimpleNamespace) -> None:
        paid(Wish({shop.honey.pk: 3}))
        row = Order.objects.get(state="paid")
        document = {
            "carrier": "UPS",
            "tracking_number": "7",
            "mode": "sea",
            "lines": [{"line": str(row.lines.get().pk), "quantity": 1}],
        }
        sent = post(f"orders/{row.number}/shipment", document, bearer=world.sells).json()
        assert (sent["state"], sent["parcels"][0]["mode"]) == ("part_shipped", "sea")
        assert sent["parcels"][0]["lines"] == document["lines"]
        again = post(f"orders/{row.number}/shipment", document, bearer=world.sells)
        assert told(again) == (409, "order.parcel_known")
        unknown = document | {"tracking_number": "8", "mode": "balloon"}
        assert told(post(f"orders/{row.number}/shipment", unknown, bearer=world.sells)) == (422, "malformed")
        rest = {"carrier": "UPS", "tracking_number": "9"}
        assert post(f"orders/{row.number}/shipment", rest, bearer=world.sells).json()["state"] == "shipped"
