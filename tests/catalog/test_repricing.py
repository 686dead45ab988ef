"""Many prices changed by a percentage: the preview is what happens, and it can be taken back."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from entrepot.catalog import repricing, varying
from entrepot.catalog.errors import PriceChangeUndone, PricesMoved, TooManyPrices
from entrepot.catalog.models import PriceChange, PriceTier, Variant
from entrepot.catalog.repricing import Repricing
from entrepot.catalog.tiering import set_tiers
from entrepot.kit.errors import Malformed, NotAllowed, NotFound
from entrepot.kit.models import Event
from tests import market


def done(shop: SimpleNamespace, asked: Repricing) -> PriceChange:
    seen = repricing.preview([shop.mug.pk], asked, merchant_id=shop.bo.pk, by=shop.keeper)
    return repricing.reprice([shop.mug.pk], asked, merchant_id=shop.bo.pk, seal=seen.seal, by=shop.keeper)


def price(shop: SimpleNamespace) -> tuple[int, int | None]:
    fresh = Variant.objects.get(pk=shop.plain.pk)
    return fresh.price_minor, fresh.was_minor


class TestWhatAPriceBecomes:
    @pytest.mark.parametrize(
        ("percent", "ending", "before", "after"),
        [
            ("10", None, "24.00", 2640),
            ("-12.5", None, "24.00", 2100),
            ("3.33", None, "19.99", 2066),
            ("10", 99, "24.00", 2599),
            ("10", 0, "24.00", 2600),
            ("-90", 0, "0.40", 100),
            ("-90", 99, "0.40", 99),
            ("-90", None, "0.02", 1),
        ],
    )
    def test_by_percent_and_ending(
        self, shop: SimpleNamespace, percent: str, ending: int | None, before: str, after: int
    ) -> None:
        varying.edit_variant(shop.plain.pk, price=before, by=shop.keeper)
        done(shop, Repricing(Decimal(percent), ending))
        assert price(shop)[0] == after

    def test_its_steps_go_with_it_and_never_rise(self, shop: SimpleNamespace) -> None:
        set_tiers(shop.plain.pk, tiers=[(10, "22.40"), (50, "22.30")], by=shop.keeper)
        done(shop, Repricing(Decimal(10), 99))
        assert list(PriceTier.objects.values_list("price_minor", flat=True)) == [2499, 2499]

    def test_a_price_before_that_is_no_longer_higher_goes(self, shop: SimpleNamespace) -> None:
        varying.edit_variant(shop.plain.pk, was="26.00", by=shop.keeper)
        asked = Repricing(Decimal(10))
        seen = repricing.preview([shop.mug.pk], asked, merchant_id=shop.bo.pk, by=shop.keeper)
        assert (seen.was_dropped, [row.is_was_dropped for row in seen.sample]) == (1, [True])
        change = done(shop, asked)
        assert price(shop) == (2640, None)
        repricing.take_back(change.pk, merchant_id=shop.bo.pk, by=shop.keeper)
        assert price(shop) == (2400, 2600)


class TestReprice:
    def test_the_preview_changes_nothing(self, shop: SimpleNamespace) -> None:
        seen = repricing.preview(
            [shop.mug.pk], Repricing(Decimal(10)), merchant_id=shop.bo.pk, by=shop.keeper
        )
        assert [(row.before.minor, row.after.minor) for row in seen.sample] == [(2400, 2640)]
        assert (seen.variants, seen.changed) == (1, 1)
        assert price(shop) == (2400, None)

    def test_is_refused_when_a_price_moved_since(self, shop: SimpleNamespace) -> None:
        asked = Repricing(Decimal(10))
        seen = repricing.preview([shop.mug.pk], asked, merchant_id=shop.bo.pk, by=shop.keeper)
        varying.edit_variant(shop.plain.pk, price="25.00", by=shop.keeper)
        with pytest.raises(PricesMoved):
            repricing.reprice([shop.mug.pk], asked, merchant_id=shop.bo.pk, seal=seen.seal, by=shop.keeper)
        assert price(shop) == (2500, None)
        assert not PriceChange.objects.exists()

    def test_tells_who_listens(self, shop: SimpleNamespace) -> None:
        Event.objects.all().delete()
        done(shop, Repricing(Decimal(10)))
        told = Event.objects.order_by("tag").values_list("tag", "subject_id")
        assert list(told) == [("product.changed", shop.mug.pk), ("variant.priced", shop.plain.pk)]

    def test_anothers_goods_are_not_touched(self, shop: SimpleNamespace) -> None:
        other = market.product(shop.cy, "Soap", price_minor=1000)
        seen = repricing.preview(
            [shop.mug.pk, other.product_id], Repricing(Decimal(10)), merchant_id=shop.bo.pk, by=shop.keeper
        )
        assert seen.variants == 1
        with pytest.raises(NotAllowed):
            repricing.preview(
                [other.product_id], Repricing(Decimal(10)), merchant_id=shop.cy.pk, by=shop.keeper
            )

    def test_no_more_than_a_deed_can_hold(
        self, shop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(repricing, "VARIANTS_MAX", 0)
        with pytest.raises(TooManyPrices):
            done(shop, Repricing(Decimal(10)))

    def test_too_high_a_price_is_refused(self, shop: SimpleNamespace) -> None:
        varying.edit_variant(shop.plain.pk, price="9000000", by=shop.keeper)
        with pytest.raises(Malformed) as refusal:
            done(shop, Repricing(Decimal(500)))
        assert refusal.value.fields[0].field == "percent"


class TestTakeBack:
    def test_gives_prices_and_steps_back(self, shop: SimpleNamespace) -> None:
        set_tiers(shop.plain.pk, tiers=[(10, "22.40")], by=shop.keeper)
        change = done(shop, Repricing(Decimal(-50)))
        assert (price(shop), PriceTier.objects.get().price_minor) == ((1200, None), 1120)
        back = repricing.take_back(change.pk, merchant_id=shop.bo.pk, by=shop.keeper)
        assert (price(shop), PriceTier.objects.get().price_minor) == ((2400, None), 2240)
        assert (back.restored, back.variants) == (1, 1)
        with pytest.raises(PriceChangeUndone):
            repricing.take_back(change.pk, merchant_id=shop.bo.pk, by=shop.keeper)

    def test_leaves_what_was_priced_since(self, shop: SimpleNamespace) -> None:
        change = done(shop, Repricing(Decimal(10)))
        varying.edit_variant(shop.plain.pk, price="30", by=shop.keeper)
        assert repricing.take_back(change.pk, merchant_id=shop.bo.pk, by=shop.keeper).restored == 0
        assert price(shop) == (3000, None)

    def test_is_nobody_elses(self, shop: SimpleNamespace) -> None:
        change = done(shop, Repricing(Decimal(10)))
        with pytest.raises(NotFound):
            repricing.take_back(change.pk, merchant_id=shop.cy.pk, by=market.staff_of(shop.cy))
        assert price(shop) == (2640, None)


class TestRead:
    @pytest.mark.parametrize("percent", ["", "ten", "0", "-91", "501", "1.234", "NaN", "inf", "1e2%%"])
    def test_what_is_no_percentage_is_named(self, percent: str) -> None:
        with pytest.raises(Malformed) as refusal:
            repricing.read(percent, "", currency="USD")
        assert refusal.value.fields[0].field == "percent"

    def test_reads_what_people_write(self) -> None:
        assert repricing.read(" −12.5 % ", "99", currency="USD") == Repricing(Decimal("-12.5"), 99)

    @pytest.mark.parametrize(("ending", "currency"), [("98", "USD"), ("x", "USD"), ("99", "JPY")])
    def test_an_ending_is_one_of_those_offered(self, ending: str, currency: str) -> None:
        with pytest.raises(Malformed) as refusal:
            repricing.read("5", ending, currency=currency)
        assert refusal.value.fields[0].field == "ending"
