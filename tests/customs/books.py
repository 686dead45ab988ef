"""Rule books built by hand: the rows of the worked examples, without a database."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from entrepot.customs import keys
from entrepot.customs.basket import Basket, LineInput, OrderInput, Place
from entrepot.customs.landing import LandedCost, landed_cost
from entrepot.customs.rulebook import ListingRow, Period, RuleBook, RuleRow, TariffRow, as_on
from entrepot.kit.money import Money

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
DAY = date(2026, 11, 22)
SHANGHAI_ADDRESS = Place("CN", "上海市")
ALWAYS = Period(date(2016, 4, 8))

RULES = {
    ("CN", "landed_cost.method"): "cbec",
    ("CN", "landed_cost.regions_excluded"): "香港特别行政区|澳门特别行政区|台湾省",
    ("US", "landed_cost.method"): "not_calculated",
    ("CN", "cbec.limit.transaction"): "5000.00",
    ("CN", "cbec.limit.annual"): "26000.00",
    ("CN", "cbec.duty"): "0%",
    ("CN", "cbec.tax_share"): "70%",
    ("CN", "consumption_tax.high_end_cosmetics.ml"): "10.00",
    ("CN", "consumption_tax.high_end_cosmetics.g"): "10.00",
    ("CN", "consumption_tax.high_end_cosmetics.sheet"): "15.00",
}

COSMETICS, FORMULA, HONEY, HEADPHONES, APPLIANCE = "33049900", "19011010", "04090000", "85183000", "85094090"

TARIFF = {
    COSMETICS: ("1%", "13%", "15%", "high_end_cosmetics"),
    FORMULA: ("5%", "13%", "0", ""),
    HONEY: ("15%", "9%", "0", ""),
    HEADPHONES: ("0", "13%", "0", ""),
    APPLIANCE: ("8%", "13%", "0", ""),
}


def rule_rows(values: dict[tuple[str, str], str]) -> list[RuleRow]:
    return [RuleRow(f"rule:{key}", place, key, value, ALWAYS) for (place, key), value in values.items()]


def tariff_row(
    hs8: str, duty: str, vat: str, consumption_tax: str, condition: str, period: Period = ALWAYS
) -> TariffRow:
    return TariffRow(
        f"tariff:{hs8}", hs8, keys.rate(duty), keys.rate(vat), keys.rate(consumption_tax), condition, period
    )


def listing(hs8: str, **remarks: object) -> ListingRow:
    values = {
        "bonded_only": False,
        "name_words": frozenset(),
        "excluded_words": frozenset(),
        "annual_cap": None,
        "cap_unit": "",
    } | remarks
    return ListingRow(f"listing:{hs8}", hs8, period=ALWAYS, **values)  # type: ignore[arg-type]  # a test's own words


def book(
    *,
    rules: dict[tuple[str, str], str | None] | None = None,
    extra: Iterable[RuleRow] = (),
    tariff: dict[str, tuple[str, str, str, str]] | None = None,
    listings: Iterable[ListingRow] | None = None,
    day: date = DAY,
) -> RuleBook:
    """The book of the worked examples; `rules` adds or (None) takes away rows."""
    values = {key: value for key, value in (RULES | (rules or {})).items() if value is not None}
    rates = TARIFF if tariff is None else tariff
    return as_on(
        day,
        version=7,
        rules=[*rule_rows(values), *extra],
        tariff=[tariff_row(hs8, *row) for hs8, row in rates.items()],
        listings=[listing(hs8) for hs8 in TARIFF] if listings is None else listings,
    )


def cny(text: str) -> Money:
    return Money.parse(text, "CNY")


def line(price: str, hs8: str, quantity: int = 1, **more: object) -> LineInput:
    values: dict[str, object] = {"origin": "FR", "name": "商品", "net_unit": "piece"} | more
    if isinstance(content := values.get("net_content"), str):
        values["net_content"] = Fraction(Decimal(content))
    return LineInput(UUID(int=1), quantity, cny(price), hs8, **values)  # type: ignore[arg-type]  # a test's own words


def order(*lines: LineInput, freight: str = "0.00", merchant: int = 1) -> OrderInput:
    return OrderInput(UUID(int=merchant), cny(freight), lines)


def basket(*orders: OrderInput, to: Place = SHANGHAI_ADDRESS, bonded: bool = False) -> Basket:
    return Basket("CNY", to, orders, bonded)


def price(
    *lines: LineInput, freight: str = "0.00", used: str = "0.00", by: RuleBook | None = None
) -> LandedCost:
    """One order to Shanghai, priced."""
    return landed_cost(basket(order(*lines, freight=freight)), by or book(), {}, cny(used).minor, NOON)
