"""How well a merchant does, counted so that few orders say little."""

from types import SimpleNamespace

import pytest

from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from entrepot.merchants.performing import Performance, note_performances, performances
from tests import market


def quality(delivered: int, late: int, ended: int, troubled: int) -> float:
    return round(Performance(new_id(), delivered, late, ended, troubled).quality, 3)


class TestQuality:
    def test_of_nothing_is_three_quarters(self):
        assert quality(0, 0, 0, 0) == 0.75

    @pytest.mark.parametrize(
        ("better", "worse"),
        [
            ((200, 0, 200, 0), (20, 0, 20, 0)),
            ((20, 0, 20, 0), (0, 0, 0, 0)),
            ((200, 2, 200, 0), (200, 20, 200, 0)),
            ((200, 0, 200, 2), (200, 0, 200, 20)),
        ],
    )
    def test_rises_with_what_went_well(self, better, worse):
        assert quality(*better) > quality(*worse)

    def test_one_bad_order_ruins_nobody(self):
        assert quality(1, 1, 1, 1) == 0.524
        assert quality(1000, 300, 1000, 300) == 0.0

    def test_is_from_nothing_to_one(self):
        assert quality(100_000, 0, 100_000, 0) == pytest.approx(1, abs=1e-3)


@pytest.mark.django_db
class TestNote:
    @pytest.fixture
    def shop(self) -> SimpleNamespace:
        return SimpleNamespace(one=market.merchant("one").pk, two=market.merchant("two").pk)

    def test_is_read_back_and_what_was_never_counted_is_nothing(self, shop):
        counted = Performance(shop.one, 40, 2, 41, 3)
        assert note_performances([counted], by=SYSTEM) == 1
        assert performances([shop.one, shop.two]) == {shop.one: counted, shop.two: Performance(shop.two)}

    def test_only_what_changes_much_is_told(self, shop):
        note_performances([Performance(shop.one, 400, 2, 400, 2)], by=SYSTEM)
        assert note_performances([Performance(shop.one, 405, 2, 405, 2)], by=SYSTEM) == 0
        assert note_performances([Performance(shop.one, 405, 40, 405, 2)], by=SYSTEM) == 1
        assert Event.objects.filter(tag="merchant.performed", merchant_id=shop.one).count() == 2
        assert performances([shop.one])[shop.one].late == 40
