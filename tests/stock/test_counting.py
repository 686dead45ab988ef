"""Counting: what somebody says is there, never less than what is promised, always explained by a movement."""

from types import SimpleNamespace

import pytest

from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from entrepot.stock.counting import COUNT_MAX, count, count_all, ensure_location, open_levels
from entrepot.stock.errors import CountAbsurd, CountBelowReserved
from entrepot.stock.models import Level, Location, Movement
from tests import market


@pytest.fixture
def shelf(db: None) -> SimpleNamespace:
    """Bo has 10 of honey, 3 of them promised."""
    bo = market.merchant("bo")
    honey = market.product(bo, "Honey", 1200)
    Level.objects.filter(variant_id=honey.pk).update(reserved=3)
    return SimpleNamespace(bo=bo, keeper=market.staff_of(bo), honey=honey)


def state(variant_id: object) -> tuple[int, list[int]]:
    level = Level.objects.get(variant_id=variant_id)
    return level.on_hand, list(level.movements.order_by("id").values_list("quantity", flat=True))


class TestCount:
    def test_writes_the_difference(self, shelf: SimpleNamespace) -> None:
        assert count(shelf.honey.pk, quantity=7, by=shelf.keeper) == -3
        assert state(shelf.honey.pk) == (7, [10, -3])
        assert Movement.objects.get(quantity=-3).by_id == shelf.keeper.id
        assert Event.objects.get(tag="stock.counted").facts == {"quantity": 7}

    def test_the_same_number_is_no_movement(self, shelf: SimpleNamespace) -> None:
        assert count(shelf.honey.pk, quantity=10, by=shelf.keeper) == 0
        assert state(shelf.honey.pk) == (10, [10])

    def test_not_below_what_is_promised(self, shelf: SimpleNamespace) -> None:
        assert count(shelf.honey.pk, quantity=3, by=shelf.keeper) == -7
        with pytest.raises(CountBelowReserved) as refusal:
            count(shelf.honey.pk, quantity=2, by=shelf.keeper)
        assert str(refusal.value).startswith("3 of these are promised")
        assert state(shelf.honey.pk)[0] == 3

    @pytest.mark.parametrize("quantity", [-1, COUNT_MAX + 1])
    def test_refuses_the_absurd(self, shelf: SimpleNamespace, quantity: int) -> None:
        with pytest.raises(CountAbsurd):
            count(shelf.honey.pk, quantity=quantity, by=shelf.keeper)

    def test_is_for_those_who_keep_this_catalogue(self, shelf: SimpleNamespace) -> None:
        with pytest.raises(NotAllowed):
            count(shelf.honey.pk, quantity=5, by=market.staff_of(market.merchant("cy")))
        with pytest.raises(NotFound):
            count(new_id(), quantity=5, by=shelf.keeper)
        assert state(shelf.honey.pk) == (10, [10])


class TestCountAll:
    def test_all_or_none(self, shelf: SimpleNamespace) -> None:
        soap = market.product(shelf.bo, "Soap", 850, stock=5)
        with pytest.raises(CountBelowReserved):
            count_all({soap.pk: 9, shelf.honey.pk: 1}, merchant_id=shelf.bo.pk, by=shelf.keeper)
        assert (state(soap.pk)[0], state(shelf.honey.pk)[0]) == (5, 10)
        count_all({soap.pk: 9, shelf.honey.pk: 3}, merchant_id=shelf.bo.pk, by=shelf.keeper)
        assert (state(soap.pk), state(shelf.honey.pk)) == ((9, [5, 4]), (3, [10, -7]))


class TestOpenLevels:
    def test_at_the_first_place_and_once(self, shelf: SimpleNamespace) -> None:
        new = new_id()
        for _ in range(2):
            open_levels(merchant_id=shelf.bo.pk, variant_ids=[new, shelf.honey.pk], by=shelf.keeper)
        assert state(new) == (0, [])
        assert Location.objects.filter(merchant_id=shelf.bo.pk).count() == 1

    def test_makes_the_place_on_the_first_need(self, shelf: SimpleNamespace) -> None:
        nobody = new_id()
        with pytest.raises(NotAllowed):
            ensure_location(merchant_id=nobody, by=shelf.keeper)
        assert not Location.objects.filter(merchant_id=nobody).exists()
