"""Each way in which a row is refused: its product whole, the field named, nothing changed; and what the vocabularies mean."""

from collections.abc import Callable

import pytest

from entrepot.catalog.models import Import, Product, Variant, WantedPicture
from entrepot.stock.models import Level
from tests.catalog.importing.conftest import report, totals

type Upload = Callable[..., Import]

SHOPIFY = (
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,"
    "Variant Compare At Price,Gift Card,Variant Requires Shipping,Image Src\n"
)
WOO = (
    "ID,Type,SKU,Name,Stock,Weight (kg),Sale price,Regular price,Date sale price ends,Parent,"
    "Attribute 1 name,Attribute 1 value(s)\n"
)


def shopify(**cells: str) -> str:
    """One row of a mug, but for what is said."""
    row = {
        "handle": "mug", "title": "Mug", "name": "Title", "value": "Default Title", "sku": "", "grams": "480",
        "quantity": "3", "price": "24.00", "was": "", "gift": "false", "ships": "true", "image": "",
    } | cells  # fmt: skip
    return ",".join(row.values()) + "\n"


def woo(**cells: str) -> str:
    row = {
        "id": "7", "type": "simple", "sku": "", "name": "Mug", "stock": "3", "kg": "0.48", "sale": "", "price": "24",
        "ends": "", "parent": "", "attribute": "", "values": "",
    } | cells  # fmt: skip
    return ",".join(row.values()) + "\n"


class TestRefusedRows:
    @pytest.mark.parametrize(
        ("cells", "column", "sentence"),
        [
            (
                {"price": "$24"},
                "Variant Price",
                "“$24” is not a price in USD. Write a plain number such as 12.50.",
            ),
            ({"price": "24.005"}, "Variant Price", "“24.005” is not a price in USD."),
            ({"price": '"24,00"'}, "Variant Price", "“24,00” is not a price in USD."),
            ({"price": "-1"}, "Variant Price", "The price -1 is below zero."),
            ({"price": "99999999"}, "Variant Price", "The price 99999999 is too high to be meant."),
            ({"was": "x"}, "Variant Compare At Price", "“x” is not a price in USD."),
            ({"quantity": "-2"}, "Variant Inventory Qty", "The stock -2 is below zero."),
            ({"quantity": "many"}, "Variant Inventory Qty", "“many” is not a count. Write a whole number."),
            ({"quantity": "1.5"}, "Variant Inventory Qty", "“1.5” is not a count."),
            ({"quantity": "99999999"}, "Variant Inventory Qty", "The stock 99999999 is too high to be meant"),
            ({"grams": "heavy"}, "Variant Grams", "“heavy” is not a weight."),
            ({"grams": "2000000"}, "Variant Grams", "The weight 2000000 is too high to be meant."),
            ({"handle": ""}, "Handle", "This row does not say which product it belongs to."),
            ({"title": ""}, "", "A new product needs a name."),
            ({"title": "x" * 256}, "Title", "This is longer than 255 signs."),
            ({"name": "Size", "value": ""}, "Option1 Value", "The option “Size” has no value here"),
            ({"gift": "true"}, "Gift Card", "Gift cards cannot be sold here"),
            (
                {"ships": "false"},
                "Variant Requires Shipping",
                "A product that is not shipped cannot be sold here.",
            ),
        ],
    )
    def test_shopify(self, upload: Upload, cells: dict[str, str], column: str, sentence: str) -> None:
        run = upload(SHOPIFY + shopify(**cells) + shopify(handle="bowl", title="Bowl"))
        rows = report(run)
        assert (rows[2].outcome, rows[2].column) == ("refused", column)
        assert rows[2].sentences[0].startswith(sentence)
        assert (totals(run), [p.source_key for p in Product.objects.all()]) == ((2, 1, 0, 0, 1), ["bowl"])

    @pytest.mark.parametrize(
        ("cells", "column", "sentence"),
        [
            ({"id": ""}, "ID", "This row does not say"),
            ({"type": '"simple, virtual"'}, "Type", "A product that is not shipped"),
            ({"type": "subscription"}, "Type", "Products of the type “subscription” are not known."),
            (
                {"type": "variation", "parent": "id:99"},
                "Parent",
                "The product of this variation, “id:99”, is not in",
            ),
            ({"price": "free"}, "Regular price", "“free” is not a price in USD."),
            ({"sale": "free"}, "Sale price", "“free” is not a price in USD."),
        ],
    )
    def test_woocommerce(self, upload: Upload, cells: dict[str, str], column: str, sentence: str) -> None:
        run = upload(WOO + woo(**cells) + woo(id="8"))
        rows = report(run)
        assert (rows[2].outcome, rows[2].column) == ("refused", column)
        assert rows[2].sentences[0].startswith(sentence)
        assert Product.objects.count() == 1

    def test_a_product_is_refused_whole(self, upload: Upload) -> None:
        small = shopify(name="Size", value="Small")
        run = upload(SHOPIFY + small + shopify(title="", name="", value="Large", price="dear"))
        rows = report(run)
        assert rows[2].sentences == [
            "Refused with its product: see row 3. A product is taken whole or not at all."
        ]
        assert (totals(run), Product.objects.count()) == ((2, 0, 0, 0, 2), 0)

    def test_a_handle_in_two_places_and_a_variant_twice(self, upload: Upload) -> None:
        run = upload(SHOPIFY + shopify() + shopify(handle="bowl") + shopify(price="1"))
        assert "is there twice, in different places" in report(run)[4].sentences[0]
        assert Variant.objects.get(product__source_key="mug").price_minor == 2400
        small = shopify(handle="cup", name="Size", value="S")
        assert (
            "two variants with the same options: S" in report(upload(SHOPIFY + small + small))[3].sentences[0]
        )


class TestVocabularies:
    def test_shopifys_names_of_today(self, upload: Upload) -> None:
        run = upload(
            "URL handle,Title,Description,SKU,Barcode,Option1 name,Option1 value,Price,Compare-at price,Inventory quantity,"
            "Weight value (grams),Product image URL,Price / International,Status,Color (product.metafields.shopify.color)\n"
            "mug,Mug,<p>Fine</p>,M-1,'0123,Size,L,24,30,5,480,https://x.example/a.jpg,26,active,blue\n"
        )
        variant = Variant.objects.get()
        assert (run.source, variant.options, variant.price_minor, variant.was_minor) == (
            "shopify",
            ["L"],
            2400,
            3000,
        )
        assert (variant.sku, variant.barcode, variant.weight_grams) == ("M-1", "0123", 480)
        assert Level.objects.get().on_hand == 5
        assert WantedPicture.objects.get().source_url == "https://x.example/a.jpg"

    def test_a_row_with_only_a_picture_is_no_variant(self, upload: Upload) -> None:
        more = shopify(
            title="",
            name="",
            value="",
            price="",
            quantity="",
            grams="",
            gift="",
            ships="",
            image="https://x.example/b.png",
        )
        run = upload(SHOPIFY + shopify() + more)
        assert (totals(run), Variant.objects.count(), WantedPicture.objects.count()) == (
            (2, 2, 0, 0, 0),
            1,
            1,
        )

    @pytest.mark.parametrize(
        ("unit", "given", "grams"),
        [
            ("kg", "0.48", 480),
            ("g", "480", 480),
            ("lbs", "1", 454),
            ("oz", ".5", 15),
            ("kg", "0.0001", 1),
            ("kg", "0", None),
        ],
    )
    def test_units_stand_in_the_header(
        self, upload: Upload, unit: str, given: str, grams: int | None
    ) -> None:
        upload(WOO.replace("(kg)", f"({unit})") + woo(kg=given))
        assert Variant.objects.get().weight_grams == grams

    def test_a_dated_sale_price_is_not_taken(self, upload: Upload) -> None:
        run = upload(WOO + woo(sale="20", ends="2999-01-01") + woo(id="8", sale="20"))
        assert list(Variant.objects.order_by("id").values_list("price_minor", "was_minor")) == [
            (2400, None),
            (2000, 2400),
        ]
        assert "The sale price 20 holds for some days only and was not taken." in report(run)[2].sentences

    def test_guarded_cells_and_parents_by_id(self, upload: Upload) -> None:
        upload(
            WOO
            + woo(id="9", type="variation", parent="id:7", name="x", attribute="Size", values="S", kg="")
            + woo(type="variable", name="'-Mug", attribute="Size", values="S", price="")
        )
        variant = Variant.objects.get()
        assert (variant.product.title, variant.options, variant.weight_grams, variant.source_key) == (
            "-Mug",
            ["S"],
            480,
            "9",
        )

    def test_blank_stock_is_none_with_a_to_do(self, upload: Upload) -> None:
        run = upload(SHOPIFY + shopify(quantity=""))
        assert Level.objects.get().on_hand == 0
        assert "The file gives no stock: 0 is assumed." in report(run)[2].sentences
