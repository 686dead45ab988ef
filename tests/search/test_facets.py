"""What results can be narrowed to, and that each count is what its link then finds."""

from types import SimpleNamespace

import pytest

from entrepot.catalog.models import Product, Variant
from entrepot.customs import queries as customs
from entrepot.kit import events
from entrepot.kit.actor import SYSTEM
from entrepot.merchants.models import Merchant
from entrepot.search import rebuilding
from entrepot.search.facets import Facets
from entrepot.search.queries import find
from entrepot.shipping import pricing
from entrepot.shipping.models import Rate
from tests import market

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("look")]


@pytest.fixture
def rack(writer) -> SimpleNamespace:
    """Five shirts of two merchants, in colours and sizes as different merchants write them."""
    customs.forget()
    market.rules_and_rates()
    one, two = market.merchant("one"), market.merchant("two")
    Merchant.objects.filter(pk=two.pk).update(country="CA")
    for number, (seller, price, colour, size) in enumerate(
        (
            (one, 800, "black", "M"),
            (one, 1500, "Black", "L"),
            (one, 2500, "  Navy  blue", "L"),
            (two, 6000, "navy blue", "XL"),
            (two, 30000, "white", "M"),
        )
    ):
        made = market.product(seller, f"Shirt {number}", price, hs8="61159500")
        Product.objects.filter(pk=made.product_id).update(
            option_names=["color", "Size"], option_names_zh=["颜色", ""]
        )
        Variant.objects.filter(pk=made.pk).update(
            options=[colour, size], options_zh=[{"black": "黑色"}.get(colour.lower(), ""), ""]
        )
    rebuilding.rebuild()
    return SimpleNamespace(one=one, two=two)


def choices(facets: Facets) -> dict[str, dict[str, int]]:
    return {name: {each.name: each.count for each in values} for name, values in facets.choices}


class TestChoices:
    def test_are_one_however_merchants_write_them(self, rack):
        assert choices(find().facets) == {
            "Color": {"Black": 2, "Navy blue": 2, "White": 1},
            "Size": {"L": 2, "M": 2, "XL": 1},
        }

    def test_are_told_in_the_readers_language_as_far_as_written(self, rack):
        told = choices(find(lang="zh-hans").facets)
        assert told["颜色"] == {"黑色": 2}

    def test_of_one_name_are_alternatives_and_of_two_both(self, rack):
        assert find(choices=["Color=Black", "Color=White"]).total == 3
        assert find(choices=["Color=Black", "Size=L"]).total == 1
        assert find(lang="zh-hans", choices=["颜色=黑色"]).total == 2

    def test_are_counted_without_their_own_filter_and_with_the_others(self, rack):
        told = choices(find(choices=["Color=Black"]).facets)
        assert told == {"Color": {"Black": 2, "Navy blue": 2, "White": 1}, "Size": {"L": 1, "M": 1}}

    @pytest.mark.parametrize("choice", ["Color=Plaid", "=", "nonsense", "Color=\0", "颜色=" + "长" * 500])
    def test_that_nothing_has_find_nothing(self, rack, choice):
        assert find(choices=[choice]).total == 0


class TestReach:
    def test_counts_what_is_sold_to_the_readers_country(self, rack):
        assert (find(to="CN").facets.sold, find(to="DE").facets.sold) == (5, 0)

    def test_leaves_out_what_customs_would_not_let_in(self, rack):
        unlisted = market.product(rack.one, "Firecracker", 900, hs8="36041000")
        rebuilding.rebuild()
        found = {hit.product_id for hit in find(to="CN", is_sold_there=True, limit=50).items}
        assert len(found) == 5 and unlisted.product_id not in found
        assert find(to="US", is_sold_there=True).total == 6

    def test_freight_included(self, rack):
        Rate.objects.filter(merchant_id=rack.two.pk, country="CN").update(first_minor=0, step_minor=0)
        rebuilding.rebuild()
        assert find(to="CN").facets.freight_free == 2
        assert find(to="CN", is_freight_free=True).total == 2
        assert find(to="US", is_freight_free=True).total == 0

    @pytest.mark.django_db(transaction=True)
    def test_a_changed_rate_is_noted(self, rack, writer):
        pricing.remove_rate(merchant_id=rack.two.pk, country="CN", by=SYSTEM)
        events.tell()
        writer.turn()
        assert find(to="CN").facets.sold == 3


class TestCountry:
    def test_is_the_merchants(self, rack):
        told = find(category="", country="CA").facets.country
        assert {each.value: each.count for each in told} == {"US": 3, "CA": 2}
        assert find(country="CA").total == 2


class TestPrice:
    @pytest.mark.parametrize("currency", ["USD", "CNY"])
    def test_each_band_counts_what_its_range_finds(self, rack, currency):
        bands = find(currency=currency).facets.price
        assert sum(band.count for band in bands) == 5
        for band in bands:
            found = find(currency=currency, price_min=band.low, price_max=band.high)
            assert found.total == band.count

    def test_is_the_lowest_of_the_variants(self, rack):
        product = Product.objects.get(title="Shirt 4")
        Variant.objects.create(
            product=product, merchant_id=product.merchant_id, price_minor=500, currency="USD"
        )
        rebuilding.rebuild()
        assert find(price_max=700).total == 1
        assert find(price_min=20000).total == 0

    def test_bands_are_round_in_the_readers_money(self, rack):
        assert [band.low for band in find(currency="CNY").facets.price] == [None, 10000, 20000, 20000 * 10]
        assert find(currency="EUR").facets.price == ()
