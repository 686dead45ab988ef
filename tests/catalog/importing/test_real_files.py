"""The exports that merchants really have, with exact counts and values."""

from collections.abc import Callable

import pytest

from entrepot.catalog.importing import running
from entrepot.catalog.models import FileCopy, Import, ImportState, Product, Variant, WantedPicture
from entrepot.kit.models import Event
from entrepot.stock.models import Level, Movement
from tests.catalog.importing.conftest import merchant_file, report, totals

type Upload = Callable[..., Import]


def variants(key: str) -> list[tuple[list[str], int, int | None, int | None, int]]:
    """(options, price, price before, grams, on hand) of a product's variants, in their order."""
    rows = Variant.objects.filter(product__source_key=key)
    stock = dict(Level.objects.values_list("variant_id", "on_hand"))
    return [(row.options, row.price_minor, row.was_minor, row.weight_grams, stock[row.pk]) for row in rows]


class TestApparel:
    def test_every_row_is_taken(self, upload: Upload) -> None:
        run = upload(merchant_file("apparel.csv"))
        assert (run.state, run.source, totals(run)) == (ImportState.DONE, "shopify", (22, 22, 0, 0, 0))
        assert (Product.objects.count(), Variant.objects.count()) == (20, 22)
        assert not Product.objects.published().exists()

    def test_exactly_what_the_file_says(self, upload: Upload) -> None:
        upload(merchant_file("apparel.csv"))
        assert variants("classic-varsity-top") == [
            (["Small"], 6000, None, None, 1),
            (["Medium"], 6000, None, None, 1),
            (["Large"], 6000, None, None, 1),
        ]
        assert variants("ocean-blue-shirt") == [([], 5000, None, None, 1)]
        shirt = Product.objects.get(source_key="ocean-blue-shirt")
        assert (shirt.title, shirt.brand, shirt.tags) == ("Ocean Blue Shirt", "partners-demo", ["men"])
        assert shirt.category_id == "clothing/tops-outerwear"
        assert shirt.text.startswith("<p>Ocean blue cotton shirt with a narrow collar")
        assert Product.objects.get(source_key="classic-varsity-top").option_names == ["Size"]
        assert Product.objects.get(source_key="led-high-tops").category_id == "clothing/footwear"

    def test_says_what_is_left_to_do(self, upload: Upload) -> None:
        rows = report(upload(merchant_file("apparel.csv")))
        assert rows[2].sentences == ["The file gives no weight: it stays a draft until it has one."]
        assert rows[2].outcome == "taken"

    def test_a_second_upload_changes_nothing(self, upload: Upload) -> None:
        data = merchant_file("apparel.csv")
        upload(data)
        before = Event.objects.exclude(tag="import.asked").count(), Movement.objects.count()
        assert totals(upload(data)) == (22, 0, 0, 22, 0)
        assert (Event.objects.exclude(tag="import.asked").count(), Movement.objects.count()) == before


class TestHomeAndGarden:
    def test_continuation_rows_and_prices_before(self, upload: Upload) -> None:
        run = upload(merchant_file("home-and-garden.csv"))
        assert totals(run) == (21, 21, 0, 0, 0)
        assert variants("clay-plant-pot") == [
            (["Regular"], 999, None, None, 1),
            (["Large"], 1599, None, None, 3),
        ]
        assert variants("copper-light") == [([], 5999, 7500, None, 2)]
        assert variants("pink-armchair") == [([], 75000, None, None, 0)]

    def test_types_and_tags_find_their_category(self, upload: Upload) -> None:
        upload(merchant_file("home-and-garden.csv"))
        places = dict(Product.objects.values_list("source_key", "category_id"))
        assert places["clay-plant-pot"] == places["gardening-hand-trowel"] == "pets-garden/garden"
        assert places["vanilla-candle"] == "home-kitchen/candles-scent"
        assert places["brown-throw-pillows"] == "home-kitchen/textiles"
        assert Product.objects.get(source_key="clay-plant-pot").tags == ["Outdoor", "Pot", "Plants"]

    def test_pictures_wait_to_be_fetched(self, upload: Upload) -> None:
        upload(merchant_file("home-and-garden.csv"))
        pot = WantedPicture.objects.filter(product__source_key="clay-plant-pot")
        assert [wanted.source_url.rpartition("/")[2] for wanted in pot] == [
            "single-sprout-in-a-pot_925x.jpg",
            "pot-with-a-single-sprout_925x.jpg",
        ]


class TestWooCommerce:
    def test_takes_what_can_be_shipped(self, upload: Upload) -> None:
        run = upload(merchant_file("woocommerce.csv"))
        assert (run.source, totals(run)) == ("woocommerce", (25, 21, 0, 0, 4))
        assert (Product.objects.count(), Variant.objects.count()) == (14, 19)

    def test_refuses_the_rest_with_the_reason(self, upload: Upload) -> None:
        rows = report(upload(merchant_file("woocommerce.csv")))
        refused = {
            row.handle: (row.column, row.sentences[0].split(":")[0].split(",")[0])
            for row in rows.values()
            if row.outcome == "refused"
        }
        assert refused == {
            "73": ("Type", "A download cannot be sold here"),
            "75": ("Type", "A download cannot be sold here"),
            "87": ("Type", "A grouped product is a list of other products. Those are taken by themselves."),
            "89": ("Type", "An external product is sold on another site"),
        }

    def test_pounds_become_grams_exactly(self, upload: Upload) -> None:
        upload(merchant_file("woocommerce.csv"))
        # .2 lb = 90.718474 g, 1.2 lb = 544.310844 g, both rounded up
        assert variants("48") == [([], 1800, 2000, 91, 0)]
        assert variants("58") == [([], 5500, 6500, 545, 0)]

    def test_variations_have_their_parents_weight_and_own_prices(self, upload: Upload) -> None:
        upload(merchant_file("woocommerce.csv"))
        assert variants("44") == [
            (["Red"], 2000, None, 227, 0),
            (["Green"], 2000, None, 227, 0),
            (["Blue"], 1500, None, 227, 0),
        ]
        # 1.5 lb = 680.388555 g; by position: the blue one with a logo is first
        assert variants("45") == [
            (["Blue", "Yes"], 4500, None, 681, 0),
            (["Red", "No"], 4200, 4500, 681, 0),
            (["Green", "No"], 4500, None, 681, 0),
            (["Blue", "No"], 4500, None, 681, 0),
        ]
        assert Product.objects.get(source_key="45").option_names == ["Color", "Logo"]

    def test_an_attribute_left_to_the_buyer_is_a_to_do(self, upload: Upload) -> None:
        rows = report(upload(merchant_file("woocommerce.csv")))
        [tee] = [
            row
            for row in rows.values()
            if row.handle == "44" and row.title == "V-Neck T-Shirt" and row.row == 2
        ]
        assert any("“Size” is left to the buyer" in sentence for sentence in tee.sentences)

    def test_a_second_upload_changes_nothing(self, upload: Upload) -> None:
        data = merchant_file("woocommerce.csv")
        upload(data)
        copies = list(FileCopy.objects.order_by("pk").values())
        assert totals(upload(data)) == (25, 0, 0, 21, 4)
        assert list(FileCopy.objects.order_by("pk").values()) == copies


class TestMedusa:
    @pytest.mark.parametrize(
        "name", ["exported-products-semicolon.csv", "invalid-column.csv", "invalid-prices.csv"]
    )
    def test_is_refused_with_the_reason(self, upload: Upload, name: str) -> None:
        run = upload(merchant_file(name))
        problem = running.problem_of(run)
        assert problem is not None
        assert (run.state, problem.code) == (ImportState.FAILED, "file.medusa")
        assert "Medusa" in str(problem)
        assert not Product.objects.exists()
