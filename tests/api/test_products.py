"""Products over the API: what is on sale, to anybody; what is not, to nobody."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from entrepot.catalog.models import Publication
from entrepot.kit import clock
from entrepot.kit.ids import new_id
from tests import market
from tests.api.calls import body, get, key_of, post, told

pytestmark = pytest.mark.django_db(transaction=True)


def available(product_id: UUID) -> list[int]:
    return [variant["available"] for variant in get(f"products/{product_id}").json()["variants"]]


class TestShow:
    def test_says_the_price_in_minor_units_and_what_can_be_bought(self, shop: SimpleNamespace) -> None:
        document = get(f"products/{shop.honey.product_id}").json()
        assert document["merchant"] == {"slug": "bo", "name": "Bo"}
        [variant] = document["variants"]
        assert (variant["id"], variant["price"], variant["currency"]) == (str(shop.honey.pk), 1200, "USD")
        assert variant["available"] == 10

    def test_what_is_reserved_is_not_available(self, shop: SimpleNamespace) -> None:
        post("purchases", body(shop), key="k")
        assert (available(shop.honey.product_id), available(shop.soap.product_id)) == ([8], [4])

    def test_what_is_not_on_sale_is_not_there(self, shop: SimpleNamespace) -> None:
        draft = market.product(shop.bo, "Draft", 100, published=False)
        Publication.objects.filter(product_id=shop.soap.product_id).update(withdrawn_at=clock.now())
        for product_id in (draft.product_id, shop.soap.product_id, new_id()):
            assert told(get(f"products/{product_id}")) == (404, "not_found")

    def test_needs_no_key_but_a_wrong_one_is_told(self, shop: SimpleNamespace) -> None:
        path = f"products/{shop.honey.product_id}"
        assert get(path, bearer=key_of(market.person("x@example.com"), "ledger")).status_code == 200
        assert told(get(path, bearer="ek_live_nonsense")) == (401, "sign_in_needed")

    def test_an_id_that_is_none_is_malformed(self, shop: SimpleNamespace) -> None:
        assert told(get("products/honey")) == (422, "malformed")
