"""Quotes over the API: nothing is written, what is wrong is named, and said in the reader's language."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps

from entrepot.catalog.models import Publication
from entrepot.kit import clock
from entrepot.kit.ids import new_id
from tests import market
from tests.api.calls import body, fields, post, told

pytestmark = pytest.mark.django_db(transaction=True)

OHIO = {
    "country": "US",
    "region": "OH",
    "city": "Columbus",
    "postal_code": "43085",
    "lines": ["1 High St"],
    "name": "Ann",
    "phone": "+16145550100",
}


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


class TestQuote:
    def test_writes_nothing(self, shop: SimpleNamespace) -> None:
        before = rows()
        assert post("quotes", body(shop)).status_code == 200
        assert rows() == before

    def test_needs_no_identity_number_and_no_payment(self, shop: SimpleNamespace) -> None:
        asked = {key: body(shop)[key] for key in ("currency", "lines")}
        to = {key: value for key, value in market.SHANGHAI.items() if key != "id_number"}
        assert (
            post("quotes", asked | {"ship_to": to}).json()["total"]
            == post("quotes", body(shop)).json()["total"]
        )

    def test_of_an_american_address(self, shop: SimpleNamespace) -> None:
        answer = post("quotes", body(shop, currency="USD", ship_to=OHIO)).json()
        assert (answer["total"], answer["rates"], answer["tax_calculated"]) == (
            2400 + 1500 + 850 + 1000,
            [],
            False,
        )


class TestWhatIsWrong:
    @pytest.mark.parametrize("quantity", [True, 1.0, "1", None, [1]])
    def test_a_quantity_that_is_no_whole_number(self, shop: SimpleNamespace, quantity: Any) -> None:
        answer = post("quotes", body(shop, lines=[{"variant": str(shop.honey.pk), "quantity": quantity}]))
        assert (told(answer), fields(answer)) == ((422, "malformed"), ["lines.0.quantity"])

    @pytest.mark.parametrize("total", [True, 1.0, "1"])
    def test_an_expected_total_that_is_no_whole_number(self, shop: SimpleNamespace, total: Any) -> None:
        answer = post("purchases", body(shop, expected_total=total), key="k")
        assert (told(answer), fields(answer)) == ((422, "malformed"), ["expected_total"])

    def test_a_variant_in_two_lines(self, shop: SimpleNamespace) -> None:
        line = {"variant": str(shop.honey.pk), "quantity": 1}
        answer = post("quotes", body(shop, lines=[line, line]))
        assert (told(answer), fields(answer)) == ((422, "malformed"), ["lines.1.variant"])

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"country": "HK", "region": "", "city": "香港"}, "ship_to.country"),
            ({"country": "TW"}, "ship_to.country"),
            ({"country": "MO"}, "ship_to.country"),
            ({"country": ""}, "ship_to.country"),
            ({"region": "香港特别行政区"}, "ship_to.region"),
            ({"region": "澳门特别行政区"}, "ship_to.region"),
            ({"region": "台湾省"}, "ship_to.region"),
            ({"name": "\ud800"}, "ship_to.name"),
            ({"name": "a\x00b"}, "ship_to.name"),
            ({"phone": "12"}, "ship_to.phone"),
            ({"lines": ["\udfff"]}, "ship_to.lines.0"),
        ],
    )
    def test_an_address_names_its_field_and_nobody_fails(
        self, shop: SimpleNamespace, change: dict[str, Any], field: str
    ) -> None:
        for path in ("quotes", "purchases"):
            answer = post(path, body(shop, ship_to=market.SHANGHAI | change), key="k")
            assert answer.status_code == 422
            assert field in fields(answer)

    def test_a_currency_without_a_rate(self, shop: SimpleNamespace) -> None:
        assert told(post("quotes", body(shop, currency="EUR"))) == (409, "payments.rate_missing")

    def test_a_quote_that_was_changed(self, shop: SimpleNamespace) -> None:
        quote = post("quotes", body(shop)).json()["quote"]
        answer = post("purchases", body(shop, quote=quote[:-1]), key="k")
        assert (told(answer), fields(answer)) == ((422, "quote.unusable"), ["quote"])

    def test_goods_that_went_off_sale(self, shop: SimpleNamespace) -> None:
        quote = post("quotes", body(shop)).json()["quote"]
        Publication.objects.filter(product_id=shop.soap.product_id).update(withdrawn_at=clock.now())
        answer = post("purchases", body(shop, quote=quote), key="k")
        assert (told(answer), fields(answer)) == ((409, "catalog.not_on_sale"), ["lines.1.variant"])


class TestInChinese:
    """Every sentence of a refusal, and of each field it names."""

    def test_every_refusal_is_in_the_language_asked_for(self, shop: SimpleNamespace) -> None:
        dear = market.product(shop.bo, "Gold", 800_000, stock=9)
        one = [{"variant": str(shop.honey.pk), "quantity": 1}]
        asked: list[dict[str, Any]] = [
            {"lines": [{"variant": "x", "quantity": 1}]},
            {"lines": [{"variant": str(shop.honey.pk), "quantity": True}]},
            {"lines": [{"variant": str(shop.honey.pk), "quantity": 0}]},
            {"lines": [{"variant": str(new_id()), "quantity": 1}]},
            {"lines": [{"variant": str(shop.soap.pk), "quantity": 6}]},
            {"lines": [{"variant": str(dear.pk), "quantity": 1}]},
            {"lines": [{"variant": str(dear.pk), "quantity": 2}]},
            {"lines": one * 2},
            {"lines": []},
            {"lines": "x"},
            {"lines": [None]},
            {"ship_to": None},
            {"ship_to": market.SHANGHAI | {"id_number": "1"}},
            {"ship_to": market.SHANGHAI | {"id_number": ""}},
            {"ship_to": market.SHANGHAI | {"country": "HK"}},
            {"ship_to": market.SHANGHAI | {"country": "CHN"}},
            {"ship_to": market.SHANGHAI | {"city": "", "name": "", "phone": "", "postal_code": ""}},
            {"ship_to": market.SHANGHAI | {"name": "\ud800"}},
            {"currency": "yuan"},
            {"currency": "cny"},
            {"currency": "EUR"},
            {"email": "x"},
            {"email": "x" * 300},
            {"quote": "x"},
            {"expected_total": 1},
            {"expected_total": 1.5},
            {"payment": {"provider": "else", "token": "x"}},
            {"payment": {"token": ""}},
            {"payment": {"token": "tok_declined"}},
        ]
        for changes in asked:
            answer = post(
                "purchases", body(shop, **changes), key=new_id().hex, lang="zh-Hans,zh;q=0.9,en;q=0.5"
            )
            told(answer)
            document = answer.json()
            assert answer["Content-Language"] == "zh-hans"
            assert is_chinese(document["detail"]), (changes, document)
            for each in document.get("fields", []):
                assert is_chinese(each["message"]), (changes, each)

    def test_what_cannot_be_read_and_what_is_not_there_too(self, shop: SimpleNamespace) -> None:
        for answer in (
            post("quotes", "{", lang="zh-CN"),
            post("purchases", body(shop), lang="zh-CN"),
            post("nothing", {}, lang="zh-CN"),
            post("ledger/trial-balance", {}, lang="zh-CN"),
            post("orders/x/shipment", {"carrier": "a", "tracking_number": "b"}, lang="zh-CN"),
        ):
            told(answer)
            assert is_chinese(answer.json()["detail"]), answer.content

    def test_the_goods_are_named_in_the_refusal_of_a_limit(self, shop: SimpleNamespace) -> None:
        dear = market.product(shop.bo, "Gold", 800_000, stock=9)
        answer = post("quotes", body(shop, lines=[{"variant": str(dear.pk), "quantity": 1}]), lang="en")
        assert told(answer) == (409, "customs.annual_limit")
        assert answer.json()["fields"][0]["message"].startswith("This purchase would use CNY")


class TestTotalThatWasQuoted:
    """The quote remembers what it said: the same basket is never charged another total without being told."""

    def test_is_not_charged_when_the_goods_became_dearer(self, shop: SimpleNamespace) -> None:
        quote = post("quotes", body(shop)).json()
        shop.honey.price_minor += 100
        shop.honey.save()
        answer = post("purchases", body(shop, quote=quote["quote"]), key="dearer")
        assert (answer.status_code, answer.json()["code"]) == (409, "price.changed")
        assert answer.json()["quote"]["total"] > quote["total"]

    def test_says_nothing_of_another_basket(self, shop: SimpleNamespace) -> None:
        quote = post("quotes", body(shop)).json()
        fewer = body(shop, quote=quote["quote"], lines=[{"variant": str(shop.honey.pk), "quantity": 1}])
        assert post("purchases", fewer, key="fewer").status_code == 201
