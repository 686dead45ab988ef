"""The rows that come with Entrepôt serve the demonstration: every one of its goods has a landed cost in China."""

import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest

import entrepot
from entrepot.customs import queries
from entrepot.customs.basket import Basket, LineInput, OrderInput, Place
from entrepot.customs.errors import RuleMissing
from entrepot.customs.landing import landed_cost
from entrepot.customs.rules import Route
from entrepot.kit.money import Money, Rate
from tests import market

GOODS = sorted((Path(entrepot.__file__).parent / "demo" / "goods").glob("*.toml"))
AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
TO_CNY = Rate("USD", "CNY", Fraction("7.2"), "test", AT)


def line(product: dict[str, str], price: str) -> LineInput:
    return LineInput(
        UUID(int=1),
        1,
        TO_CNY.convert(Money.parse(price, "USD")),
        product["hs"],
        product["origin"],
        product["title_zh"],
        Decimal(product["net_content"]),
        product["net_unit"],
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", GOODS, ids=lambda path: path.stem)
def test_every_good_of_a_demo_merchant_can_be_priced(path: Path) -> None:
    market.rules()
    book = queries.rulebook(AT)
    for product in tomllib.loads(path.read_text(encoding="utf-8"))["product"]:
        one = OrderInput(UUID(int=1), Money(0, "CNY"), (line(product, product["price"]),))
        basket = Basket("CNY", Place("CN", "上海市"), (one,))
        if one.lines[0].unit_price > Money(5000_00, "CNY") and product["origin"] == "US":
            # The additional duty on American goods after 2026-11-10 is not known, so what bears full duty is refused.
            with pytest.raises(RuleMissing) as refusal:
                landed_cost(basket, book, {}, 0, AT)
            assert refusal.value.fields[0].field == "orders.0.lines.0.origin"
        else:
            landed = landed_cost(basket, book, {}, 0, AT)
            assert landed.import_vat, product["slug"]
            assert landed.orders[0].route in (Route.CBEC_PREF, Route.CBEC_FULL)


@pytest.mark.django_db
def test_before_the_additional_duty_lapsed_full_duty_on_american_goods_was_known() -> None:
    market.rules()
    at = datetime(2026, 11, 9, 15, 59, tzinfo=UTC)
    guitar = LineInput(
        UUID(int=1), 1, Money(7299_00, "CNY"), "92029000", "US", "原声吉他", Decimal(1), "piece"
    )
    basket = Basket("CNY", Place("CN"), (OrderInput(UUID(int=1), Money(0, "CNY"), (guitar,)),))
    landed = landed_cost(basket, queries.rulebook(at), {}, 0, at)
    assert landed.duty == Money(1459_80, "CNY")
    with pytest.raises(RuleMissing):
        landed_cost(basket, queries.rulebook(AT), {}, 0, AT)
