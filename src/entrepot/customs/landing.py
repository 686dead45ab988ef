"""The landed cost of a basket: goods, freight, duty and taxes in the buyer's currency.

Pure: no clock, no query, no float.
"""

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import NoReturn, cast
from uuid import UUID

from django.utils.text import format_lazy
from msgspec import Struct

from entrepot.customs import admission, keys, rating
from entrepot.customs.basket import Basket, LineInput, OrderInput
from entrepot.customs.errors import AnnualLimit, DestinationOutside, RuleMissing, SingleLimit
from entrepot.customs.rulebook import RuleBook
from entrepot.customs.rules import Over, Route, calendar_year, cbec_route, half_up
from entrepot.kit.errors import FieldError, Malformed
from entrepot.kit.money import CurrencyMismatch, Money, Rate, apportion

#: Goods, freight, duty, import VAT, consumption tax, discount, total.
type _Sums = tuple[int, int, int, int, int, int, int]
type Rates = Mapping[tuple[str, str], Rate]

#: The currency that the Chinese limits and taxes are counted in.
_CNY = "CNY"


class Amounts(Struct, frozen=True):
    """The parts of a price, in minor units of `currency`.

    goods + freight + duty + import VAT + consumption tax - discount = total, exactly, at every level.
    """

    currency: str
    goods_minor: int
    freight_minor: int
    duty_minor: int
    import_vat_minor: int
    consumption_tax_minor: int
    discount_minor: int
    total_minor: int

    @property
    def goods(self) -> Money:
        return Money(self.goods_minor, self.currency)

    @property
    def freight(self) -> Money:
        return Money(self.freight_minor, self.currency)

    @property
    def duty(self) -> Money:
        return Money(self.duty_minor, self.currency)

    @property
    def import_vat(self) -> Money:
        return Money(self.import_vat_minor, self.currency)

    @property
    def consumption_tax(self) -> Money:
        return Money(self.consumption_tax_minor, self.currency)

    @property
    def discount(self) -> Money:
        return Money(self.discount_minor, self.currency)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


class LandedLine(Amounts, frozen=True):
    """One line. dutiable_cny_minor: fen it was taxed on (0: not calculated). rules: ids of the rows used."""

    variant_id: UUID
    quantity: int
    dutiable_cny_minor: int
    rules: tuple[str, ...]


class LandedOrder(Amounts, frozen=True):
    """One merchant's order. dutiable_cny_minor: what it takes of the buyer's yearly allowance."""

    merchant_id: UUID
    route: Route
    dutiable_cny_minor: int
    lines: tuple[LandedLine, ...]


class LandedCost(Amounts, frozen=True):
    """The whole purchase, by which version of the rules and for which moment."""

    version: int
    at: datetime
    orders: tuple[LandedOrder, ...]

    @property
    def is_calculated(self) -> bool:
        """False where duty and taxes are not worked out: the page says "not calculated", never 0 %."""
        return all(order.route is not Route.NONE for order in self.orders)

    @property
    def year(self) -> int:
        """The year whose allowance the purchase uses."""
        return calendar_year(self.at)


_parts = attrgetter(
    "goods_minor",
    "freight_minor",
    "duty_minor",
    "import_vat_minor",
    "consumption_tax_minor",
    "discount_minor",
    "total_minor",
)


def landed_cost(basket: Basket, book: RuleBook, rates: Rates, used_ytd: int, at: datetime) -> LandedCost:
    """Price `basket` by `book`, for a buyer who has used `used_ytd` fen of this calendar year's allowance.

    rates: by (from, to), asked only where the buyer does not pay in CNY: limits and taxes are counted in CNY,
    so such a price is converted there, half-up per line, and each tax back. Raises, in this order: Malformed,
    DestinationOutside, RuleMissing, then for the orders in sequence NotListed, AnnualLimit, SingleLimit,
    RuleMissing; at last AnnualQuantity.
    """
    _check(basket)
    method = _method(basket, book)
    orders = []
    if method == keys.NOT_CALCULATED:
        orders = [_untaxed(order, basket.currency) for order in basket.orders]
    else:
        exchange = None if basket.currency == _CNY else _exchange(basket.currency, rates)
        for number, order in enumerate(basket.orders):
            landed = _cbec(order, number, basket, book, exchange, used_ytd)
            used_ytd += landed.dutiable_cny_minor
            orders.append(landed)
        admission.check_annual_quantities(basket, book)
    return LandedCost(basket.currency, *_sums(orders), book.version, at, tuple(orders))


def _check(basket: Basket) -> None:
    """Malformed for what no honest caller sends; CurrencyMismatch for what only a programming error does."""
    currency = basket.currency
    if not basket.orders or not all(order.lines for order in basket.orders):
        raise Malformed
    for number, order in enumerate(basket.orders):
        if order.freight.currency != currency or order.freight.minor < 0:
            raise CurrencyMismatch("freight is an amount in the basket's currency, not below zero")
        for place, line in enumerate(order.lines):
            if line.quantity < 1 or line.unit_price.minor < 0 or line.pieces < 1:
                raise Malformed(
                    fields=[FieldError(admission.path(line, number, place, "quantity"), Malformed.sentence)]
                )
            if line.unit_price.currency != currency:
                raise CurrencyMismatch("a price is in the basket's currency")


def _method(basket: Basket, book: RuleBook) -> object:
    """How the landed cost of the destination is found; DestinationOutside where no row in force says."""
    place = basket.destination
    method = book.value(place.country, keys.METHOD)
    if method is None:
        raise DestinationOutside(fields=[FieldError("ship_to.country", DestinationOutside.sentence)])
    excluded = book.value(place.country, keys.REGIONS_EXCLUDED)
    if excluded is not None and place.region in excluded.read:  # type: ignore[operator]  # keys.words
        raise DestinationOutside(fields=[FieldError("ship_to.region", DestinationOutside.sentence)])
    return method.read


def _exchange(currency: str, rates: Rates) -> Rate:
    if rate := rates.get((currency, _CNY)):
        return rate
    if rate := rates.get((_CNY, currency)):
        return rate.inverse()
    raise RuleMissing(fields=[FieldError("currency", RuleMissing.sentence)])


def _cbec(
    order: OrderInput, number: int, basket: Basket, book: RuleBook, exchange: Rate | None, used: int
) -> LandedOrder:
    """One order as cross-border retail import: admitted, routed, then taxed line by line."""
    admission.check_listed(order, number, book, bonded=basket.bonded)
    limits = rating.limits(book)
    lines = order.lines
    goods = [line.unit_price.minor * line.quantity for line in lines]
    freight = [order.freight.minor] if len(lines) == 1 else apportion(order.freight.minor, goods)
    dutiable = [a + b for a, b in zip(goods, freight, strict=True)]
    if exchange is not None:
        dutiable = [exchange.convert(Money(value, basket.currency)).minor for value in dutiable]
    route = cbec_route(
        dutiable=sum(dutiable),
        used=used,
        units=sum(line.quantity for line in lines),
        indivisible=lines[0].indivisible,
        transaction_limit=limits.transaction,
        annual_limit=limits.annual,
    )
    if isinstance(route, Over):
        _refuse(route, sum(dutiable), used, limits, order, number)
    landed = []
    back = None if exchange is None else exchange.inverse()
    for place, line in enumerate(lines):
        shares = rating.shares(line, dutiable[place], route, book, admission.path(line, number, place))
        value = dutiable[place]
        taxes = [
            half_up(value, *shares.duty),
            half_up(value, *shares.import_vat),
            half_up(value, *shares.consumption_tax),
        ]
        if back is not None:
            taxes = [back.convert(Money(tax, _CNY)).minor for tax in taxes]
        landed.append(_line(line, basket.currency, goods[place], freight[place], taxes, value, shares.rules))
    return LandedOrder(
        basket.currency, *_sums(landed), order.merchant_id, route, sum(dutiable), tuple(landed)
    )


def _refuse(
    over: Over, value: int, used: int, limits: rating.Limits, order: OrderInput, number: int
) -> NoReturn:
    """Say which limit the order goes over, and name every line of it."""
    if over is Over.ANNUAL:
        refusal: AnnualLimit | SingleLimit = AnnualLimit(
            wanted=Money(value, _CNY).decimal,
            limit=Money(limits.annual, _CNY).decimal,
            left=Money(max(limits.annual - used, 0), _CNY).decimal,
        )
    else:
        refusal = SingleLimit(value=Money(value, _CNY).decimal, limit=Money(limits.transaction, _CNY).decimal)
    refusal.fields = tuple(
        FieldError(admission.path(line, number, place), format_lazy(refusal.template, **refusal.facts))
        for place, line in enumerate(order.lines)
    )
    refusal.extra = {"merchant": str(order.merchant_id)}
    raise refusal


def _untaxed(order: OrderInput, currency: str) -> LandedOrder:
    """One order to a place for which duty and taxes are not worked out."""
    goods = [line.unit_price.minor * line.quantity for line in order.lines]
    freight = apportion(order.freight.minor, goods)
    lines = tuple(
        _line(line, currency, goods[place], freight[place], [0, 0, 0], 0, ())
        for place, line in enumerate(order.lines)
    )
    return LandedOrder(currency, *_sums(lines), order.merchant_id, Route.NONE, 0, lines)


def _line(
    line: LineInput,
    currency: str,
    goods: int,
    freight: int,
    taxes: list[int],
    dutiable_cny: int,
    rules: tuple[str, ...],
) -> LandedLine:
    duty, vat, consumption = taxes
    total = goods + freight + duty + vat + consumption
    return LandedLine(
        currency,
        goods,
        freight,
        duty,
        vat,
        consumption,
        0,
        total,
        line.variant_id,
        line.quantity,
        dutiable_cny,
        rules,
    )


def _sums(parts: list[LandedLine] | list[LandedOrder] | tuple[LandedLine, ...]) -> _Sums:
    """Each amount of the whole is the sum of its parts, and nothing is rounded again."""
    return cast(_Sums, tuple(map(sum, zip(*map(_parts, parts), strict=True))))
