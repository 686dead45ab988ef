"""The wish list: what is remembered, for whom, and what has become of it."""

from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from entrepot.catalog.models import Publication, Variant
from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound
from entrepot.trade import carts, wishing
from entrepot.trade.carts import CartItem, Trouble
from entrepot.trade.errors import NotOnSale
from entrepot.trade.models import Wish
from tests import market


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    market.rules_and_rates()
    bo = market.merchant("bo")
    honey = market.product(bo, "Honey", 1200)
    tea = market.product(bo, "Tea", 900)
    return SimpleNamespace(bo=bo, honey=honey, tea=tea)


def _guest(key: str = "a" * 32) -> Actor:
    return Actor(guest_key=key)


def _listed(by: Actor) -> list[CartItem]:
    return [item for item, _terms in carts.wishes(by=by, currency="CNY")]


def _ids(by: Actor) -> list[UUID]:
    return [item.variant_id for item in _listed(by)]


class TestWish:
    def test_the_last_comes_first_and_each_once(self, shop: SimpleNamespace) -> None:
        assert wishing.wish(shop.honey.pk, by=_guest()) == 1
        assert wishing.wish(shop.tea.pk, by=_guest()) == 2
        assert wishing.wish(shop.honey.pk, by=_guest()) == 2
        assert _ids(_guest()) == [shop.tea.pk, shop.honey.pk]

    def test_is_nobody_elses(self, shop: SimpleNamespace) -> None:
        mei = Actor(id=market.person("mei@example.com").pk)
        wishing.wish(shop.honey.pk, by=mei)
        assert _ids(mei) == [shop.honey.pk]
        assert _ids(_guest()) == [] and _ids(Actor()) == [] and _ids(Actor(id=uuid4())) == []
        assert wishing.forget(shop.honey.pk, by=_guest()) == 0
        assert _ids(mei) == [shop.honey.pk]

    def test_of_a_guest_without_a_key_is_refused(self, shop: SimpleNamespace) -> None:
        with pytest.raises(NotFound):
            wishing.wish(shop.honey.pk, by=Actor())

    def test_of_what_is_not_on_sale_is_refused(self, shop: SimpleNamespace) -> None:
        Publication.objects.filter(product=shop.tea.product_id).update(withdrawn_at=clock.now())
        for key in (shop.tea.pk, uuid4()):
            with pytest.raises(NotOnSale):
                wishing.wish(key, by=_guest())
        assert Wish.objects.count() == 0

    def test_a_full_list_takes_no_more_but_what_it_has(
        self, shop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(wishing, "WISHES_MAX", 1)
        wishing.wish(shop.honey.pk, by=_guest())
        assert wishing.wish(shop.honey.pk, by=_guest()) == 1
        with pytest.raises(wishing.WishListFull):
            wishing.wish(shop.tea.pk, by=_guest())

    def test_forgotten_is_gone(self, shop: SimpleNamespace) -> None:
        wishing.wish(shop.honey.pk, by=_guest())
        wishing.wish(shop.tea.pk, by=_guest())
        assert wishing.forget(shop.honey.pk, by=_guest()) == 1
        assert _ids(_guest()) == [shop.tea.pk]


class TestWhatBecameOfIt:
    def test_a_price_that_moved(self, shop: SimpleNamespace) -> None:
        wishing.wish(shop.honey.pk, by=_guest())
        Variant.objects.filter(pk=shop.honey.pk).update(price_minor=1000)
        wishing.wish(shop.honey.pk, by=_guest())  # again: the first price is the one that counts
        (item,) = _listed(_guest())
        assert item.price_change is not None and item.price_change.minor == -200

    def test_sold_out_off_sale_and_deleted(self, shop: SimpleNamespace) -> None:
        cup = market.product(shop.bo, "Cup", 500, stock=0)
        for each in (shop.honey, shop.tea, cup):
            wishing.wish(each.pk, by=_guest())
        Publication.objects.filter(product=shop.tea.product_id).update(withdrawn_at=clock.now())
        Variant.objects.filter(pk=shop.honey.pk).delete()
        found = {item.variant_id: item for item in _listed(_guest())}
        assert found[cup.pk].trouble is Trouble.SOLD_OUT
        assert found[shop.tea.pk].trouble is Trouble.GONE and found[shop.tea.pk].offer is not None
        assert found[shop.honey.pk].trouble is Trouble.GONE and found[shop.honey.pk].offer is None


class TestAdopt:
    def test_what_the_browser_remembered_joins_the_persons(self, shop: SimpleNamespace) -> None:
        mei = Actor(id=market.person("mei@example.com").pk)
        wishing.wish(shop.honey.pk, by=mei)
        Variant.objects.filter(pk=shop.honey.pk).update(price_minor=1000)
        for each in (shop.honey, shop.tea):
            wishing.wish(each.pk, by=_guest())
        assert wishing.adopt("a" * 32, by=mei) == 2
        assert sorted(_ids(mei)) == sorted([shop.honey.pk, shop.tea.pk])
        assert _ids(_guest()) == []
        assert Wish.objects.get(variant_id=shop.honey.pk).seen_minor == 1200

    def test_no_key_is_nobodys_list(self, shop: SimpleNamespace) -> None:
        mei, ann = (Actor(id=market.person(f"{name}@example.com").pk) for name in ("mei", "ann"))
        wishing.wish(shop.honey.pk, by=ann)
        assert wishing.adopt("", by=mei) == 0
        assert _ids(ann) == [shop.honey.pk]
