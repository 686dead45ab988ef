"""A quote holds rates and rules for fifteen minutes, for its own currency, and cannot be changed on its way."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.payments import rates
from entrepot.trade import quoting
from entrepot.trade.errors import PriceChanged, QuoteExpired, QuoteUnusable
from entrepot.trade.quotes import quote, quote_document
from entrepot.trade.requests import Basket, WantedLine
from tests import market
from tests.market import Wish
from tests.trade.story import placed, refusal, refused


def basket(shop: SimpleNamespace, currency: str = "CNY") -> Basket:
    return Basket(currency, market.destination(), (WantedLine(shop.honey.pk, 1),))


def publish(value: str) -> None:
    rates.publish_rate(
        base="USD", quote="CNY", value=Decimal(value), source="later", as_of=date(2026, 6, 2), by=SYSTEM
    )


class TestQuote:
    def test_holds_its_rate_while_another_is_published(self, shop: SimpleNamespace) -> None:
        before = quote(basket(shop))
        publish("8")
        assert quote(basket(shop), token=before.quote.sign()).landed == before.landed
        assert quote(basket(shop)).landed.total_minor > before.landed.total_minor
        answer = placed(
            Wish({shop.honey.pk: 1}, quote=before.quote.sign(), expected_minor=before.landed.total_minor)
        )
        assert answer.total == before.landed.total

    def test_without_it_the_price_has_changed_and_the_refusal_brings_a_quote_that_holds(
        self, shop: SimpleNamespace
    ) -> None:
        before = quote(basket(shop)).landed.total_minor
        publish("8")
        error = refusal(Wish({shop.honey.pk: 1}, expected_minor=before)).error
        assert isinstance(error, PriceChanged)
        new = error.extra["quote"]
        assert new["total"] > before
        assert (
            placed(Wish({shop.honey.pk: 1}, quote=new["quote"], expected_minor=new["total"])).total.minor
            == new["total"]
        )

    def test_holds_for_fifteen_minutes_and_no_longer(self, shop: SimpleNamespace) -> None:
        at = clock.now().replace(microsecond=0)
        with clock.standing_at(at):
            token = quote(basket(shop)).quote.sign()
        with clock.standing_at(at + timedelta(minutes=15)):
            assert quoting.read(token, currency="CNY").expires_at == at + timedelta(minutes=15)
        with clock.standing_at(at + timedelta(minutes=15, seconds=1)):
            with pytest.raises(QuoteExpired) as refusal:
                quoting.read(token, currency="CNY")
            assert refused(Wish({shop.honey.pk: 1}, quote=token)) == "quote.expired"
        assert f"{at + timedelta(minutes=15):%H:%M}" in str(refusal.value)

    @pytest.mark.parametrize(
        "change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t + "=", lambda t: "null"]
    )
    def test_is_unusable_when_it_was_changed(self, shop: SimpleNamespace, change: object) -> None:
        token = change(quote(basket(shop)).quote.sign())  # type: ignore[operator]
        with pytest.raises(QuoteUnusable) as refusal:
            quoting.read(token, currency="CNY")
        assert [each.field for each in refusal.value.fields] == ["quote"]
        assert refused(Wish({shop.honey.pk: 1}, quote=token)) == "quote.unusable"

    @pytest.mark.parametrize(("quoted", "asked"), [("CNY", "USD"), ("USD", "CNY")])
    def test_is_unusable_for_another_currency(self, shop: SimpleNamespace, quoted: str, asked: str) -> None:
        token = quote(basket(shop, quoted)).quote.sign()
        assert refused(Wish({shop.honey.pk: 1}, quote=token, currency=asked)) == "quote.unusable"

    def test_of_another_basket_and_another_place_holds_its_rates_only(self, shop: SimpleNamespace) -> None:
        token = quote(basket(shop)).quote.sign()
        other = placed(Wish({shop.soap.pk: 2}, quote=token, address=market.SHANGHAI | {"id_number": ""}))
        assert (
            other.total
            == quote(Basket("CNY", market.destination(), (WantedLine(shop.soap.pk, 2),))).landed.total
        )

    def test_names_the_rate_with_its_source_and_day(self, shop: SimpleNamespace) -> None:
        document = quote_document(quote(basket(shop)))
        [rate] = document["rates"]
        assert (rate["from"], rate["to"], rate["rate"], rate["source"], rate["as_of"]) == (
            "USD",
            "CNY",
            "7.1",
            "test",
            "2026-06-01",
        )
        assert rate["expires_at"] == document["expires_at"]
