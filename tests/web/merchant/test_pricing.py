"""The table of prices, deeds for many products, the change by a percentage, and the to-do list, as a person uses them."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from entrepot.catalog import desk as reads
from entrepot.catalog.models import PriceChange, Product, Publication, Variant
from entrepot.stock import counting
from entrepot.stock.models import Level
from tests import market
from tests.web.merchant import desk
from tests.web.merchant.desk import signed_in, text

HOME = "/en/merchant/bo/products/"


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    made = desk.shop()
    made.soap = market.product(made.bo, "Olive Soap", price_minor=650, stock=0)
    return made


def line(variant: Variant, shown: str, **values: str) -> dict[str, str]:
    """What one line of the table sends."""
    price, was, quantity = shown.split("/")
    sent = {"price": price, "was": was, "quantity": quantity, "shown": shown} | values
    return {f"{variant.pk}-{name}": value for name, value in sent.items()}


def fresh(variant: Variant) -> Variant:
    return Variant.objects.get(pk=variant.pk)


class TestPrices:
    def test_shows_every_variant_with_its_count(self, shop: SimpleNamespace) -> None:
        page = text(shop.client.get(f"{HOME}prices/"))
        assert 'value="24.00"' in page
        assert f'name="{shop.plain.pk}-shown" value="24.00//10"' in page
        assert "Olive Soap" in page

    def test_filters_by_word_state_and_what_is_sold_out(self, shop: SimpleNamespace) -> None:
        for query in ("q=olive", "show=published", "need=stock"):
            page = text(shop.client.get(f"{HOME}prices/?{query}"))
            assert "Olive Soap" in page
            assert "Stoneware Mug" not in page

    def test_goes_on_to_a_next_page(self, shop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("entrepot.catalog.pricelist.PAGE", 1)
        first = text(shop.client.get(f"{HOME}prices/"))
        assert "Olive Soap" in first
        assert f"after={shop.soap.pk}" in first
        second = text(shop.client.get(f"{HOME}prices/?after={shop.soap.pk}"))
        assert "Stoneware Mug" in second
        assert "Olive Soap" not in second

    def test_writes_the_lines_that_were_changed(self, shop: SimpleNamespace) -> None:
        sent = line(shop.plain, "24.00//10", price="25.50", was="28", quantity="12")
        sent |= line(shop.soap, "6.50//0")
        page = text(shop.client.post(f"{HOME}prices/", sent, follow=True))
        assert "1 line is saved." in page
        mug = fresh(shop.plain)
        assert (mug.price_minor, mug.was_minor) == (2550, 2800)
        assert Level.objects.get(variant_id=mug.pk).on_hand == 12

    def test_does_not_undo_what_changed_meanwhile(self, shop: SimpleNamespace) -> None:
        counting.count(shop.plain.pk, quantity=7, by=market.staff_of(shop.bo))
        shop.client.post(f"{HOME}prices/", line(shop.plain, "24.00//10", price="25.00"))
        assert fresh(shop.plain).price_minor == 2500
        assert Level.objects.get(variant_id=shop.plain.pk).on_hand == 7

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"price": "cheap"}, "Write a price as a plain number such as 12.50."),
            ({"price": ""}, "Write a price as a plain number such as 12.50."),
            ({"was": "3"}, "The price before is higher than the price now, or is left empty."),
            ({"quantity": "-1"}, "Write a whole number, 0 or more."),
        ],
    )
    def test_a_line_that_is_refused_says_why_and_the_others_are_saved(
        self, shop: SimpleNamespace, values: dict[str, str], sentence: str
    ) -> None:
        sent = line(shop.plain, "24.00//10", **values) | line(shop.soap, "6.50//0", price="7.00")
        assert sentence in text(shop.client.post(f"{HOME}prices/", sent), 422)
        assert fresh(shop.plain).price_minor == 2400
        assert fresh(shop.soap).price_minor == 700

    def test_anothers_line_is_passed_over(self, shop: SimpleNamespace) -> None:
        other = market.product(shop.cy, "Honey", price_minor=900)
        shop.client.post(f"{HOME}prices/", line(other, "9.00//10", price="1.00"))
        assert fresh(other).price_minor == 900


class TestDeeds:
    def act(self, shop: SimpleNamespace, deed: str, **values: Any) -> str:
        return text(shop.client.post(f"{HOME}deeds/", {"deed": deed} | values, follow=True))

    def test_puts_the_ticked_on_sale_and_takes_them_off(self, shop: SimpleNamespace) -> None:
        assert "1 product is on sale now." in self.act(shop, "publish", product=[str(shop.mug.pk)])
        assert "1 product is off sale now." in self.act(shop, "withdraw", product=[str(shop.mug.pk)])
        assert not Publication.objects.filter(product=shop.mug, withdrawn_at=None).exists()
        assert Publication.objects.filter(product=shop.soap.product, withdrawn_at=None).exists()

    def test_takes_all_that_the_list_finds(self, shop: SimpleNamespace) -> None:
        self.act(shop, "withdraw", which="all", q="soap")
        assert not Publication.objects.filter(withdrawn_at=None).exists()
        assert "2 products are on sale now." in self.act(shop, "publish", which="all")

    def test_without_a_tick_nothing_happens(self, shop: SimpleNamespace) -> None:
        assert "Please tick the products first" in self.act(shop, "withdraw", which="ticked")
        assert Publication.objects.filter(withdrawn_at=None).count() == 1

    def test_what_was_ticked_but_is_no_id_is_not_all(self, shop: SimpleNamespace) -> None:
        self.act(shop, "withdraw", product=["x"])
        assert Publication.objects.filter(withdrawn_at=None).count() == 1
        page = text(shop.client.get(f"{HOME}price-changes/?product=x&percent=5"))
        assert "No price would change." in page

    def test_anothers_product_is_passed_over(self, shop: SimpleNamespace) -> None:
        other = market.product(shop.cy, "Honey", price_minor=900)
        self.act(shop, "withdraw", product=[str(other.product_id)])
        assert Publication.objects.filter(product=other.product_id, withdrawn_at=None).exists()

    def test_leads_to_the_change_of_prices(self, shop: SimpleNamespace) -> None:
        page = self.act(shop, "reprice", product=[str(shop.mug.pk)])
        assert "For the 1 product that you ticked." in page


class TestPriceChanges:
    HERE = f"{HOME}price-changes/"

    def seal(self, shop: SimpleNamespace, query: str) -> str:
        page = text(shop.client.get(f"{self.HERE}?{query}"))
        return page.partition('name="seal" value="')[2].partition('"')[0]

    def test_shows_does_and_takes_back(self, shop: SimpleNamespace) -> None:
        query = f"product={shop.mug.pk}&percent=-10&ending=99"
        page = text(shop.client.get(f"{self.HERE}?{query}"))
        assert "$24.00" in page
        assert "$21.99" in page
        assert "1 price changes; nothing is written yet." in page
        assert fresh(shop.plain).price_minor == 2400
        sent = {"product": str(shop.mug.pk), "percent": "-10", "ending": "99", "seal": self.seal(shop, query)}
        assert "1 price is changed." in text(shop.client.post(self.HERE, sent, follow=True))
        assert (fresh(shop.plain).price_minor, fresh(shop.soap).price_minor) == (2199, 650)
        change = PriceChange.objects.get()
        page = text(shop.client.post(f"{self.HERE}{change.pk}/removal/", follow=True))
        assert "1 price is what it was before." in page
        assert fresh(shop.plain).price_minor == 2400
        page = text(shop.client.post(f"{self.HERE}{change.pk}/removal/", follow=True))
        assert "This change of prices was taken back already." in page

    def test_a_preview_that_is_old_is_refused_and_shown_anew(self, shop: SimpleNamespace) -> None:
        sent = {"percent": "10", "ending": "", "seal": self.seal(shop, "percent=10")}
        Variant.objects.filter(pk=shop.plain.pk).update(price_minor=2000)
        page = text(shop.client.post(self.HERE, sent), 422)
        assert "have changed since the preview" in page
        assert "$22.00" in page
        assert fresh(shop.plain).price_minor == 2000

    @pytest.mark.parametrize("percent", ["much", "0", "-95", ""])
    def test_what_is_no_percentage_is_said_beside_it(self, shop: SimpleNamespace, percent: str) -> None:
        page = text(shop.client.get(self.HERE, {"percent": percent}), 422)
        assert 'id="id_percent_error"' in page
        assert "Nothing" not in page.partition('id="preview"')[2]

    def test_a_change_is_nobody_elses(self, shop: SimpleNamespace) -> None:
        sent = {"percent": "10", "ending": "", "seal": self.seal(shop, "percent=10")}
        shop.client.post(self.HERE, sent)
        change = PriceChange.objects.get()
        stranger = signed_in(shop.cy)
        assert stranger.post(f"{self.HERE}{change.pk}/removal/").status_code == 404
        assert (
            stranger.post(f"/en/merchant/cy/products/price-changes/{change.pk}/removal/").status_code == 404
        )
        assert PriceChange.objects.get().undone_at is None


class TestToDo:
    def test_counts_what_is_lacking_and_leads_to_the_list(self, shop: SimpleNamespace) -> None:
        page = text(shop.client.get(f"{HOME}to-do/"))
        assert "1 product has no Chinese name." in page
        assert "1 product is sold out." in page
        listed = text(shop.client.get(f"{HOME}?need=stock"))
        assert "Olive Soap" in listed
        assert "Stoneware Mug" not in listed

    def test_counts_as_each_product_tells_of_itself(self, shop: SimpleNamespace) -> None:
        by = market.staff_of(shop.bo)
        counted = {lack.todo.code: lack.count for lack in reads.to_do(shop.bo.pk, by=by)}
        told: dict[str, int] = {}
        for row in reads.products(shop.bo.pk, by=by).rows:
            for todo in row.todos:
                told[todo.code] = told.get(todo.code, 0) + 1
        assert counted == told
        assert sum(counted.values()) > 5

    def test_says_when_nothing_is_left(self, shop: SimpleNamespace) -> None:
        Product.objects.all().delete()
        assert "Nothing is left to do" in text(shop.client.get(f"{HOME}to-do/"))


@pytest.mark.parametrize("page", ["prices/", "price-changes/", "to-do/"])
def test_a_packer_may_not_and_a_stranger_finds_nothing(shop: SimpleNamespace, page: str) -> None:
    assert signed_in(shop.bo, "packer").get(HOME + page).status_code == 403
    assert signed_in(shop.cy).get(HOME + page).status_code == 404
    assert Client().get(HOME + page).status_code in (302, 404)
