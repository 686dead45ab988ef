"""What a basket costs: what is offered is read once for a whole batch, then each basket is priced by arithmetic alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from entrepot.catalog import queries as catalog
from entrepot.catalog.queries import Offer
from entrepot.customs import queries as rules
from entrepot.customs.basket import Basket as CustomsBasket
from entrepot.customs.basket import LineInput, OrderInput, Place
from entrepot.customs.landing import LandedCost, LandedLine, LandedOrder, landed_cost
from entrepot.kit.errors import FieldError, Malformed
from entrepot.kit.money import Money, round_ratio
from entrepot.merchants import fees
from entrepot.merchants import queries as merchants
from entrepot.merchants.fees import FeePlans
from entrepot.merchants.queries import Terms
from entrepot.payments.rates import Held
from entrepot.shipping import queries as shipping
from entrepot.shipping.queries import FreightRate
from entrepot.trade.errors import NoFreight, NotOnSale, QuantityBelowMinimum, TooHeavy
from entrepot.trade.quoting import Quote
from entrepot.trade.requests import LINES_MAX, ORDER_GRAMS_MAX, QUANTITY_MAX, Basket, WantedLine

#: What the customs of a country count in: a basket in another currency needs a rate for its taxes, whatever its goods need.
_CUSTOMS_CURRENCY = {"CN": "CNY"}


class PricedLine(Struct, frozen=True):
    """A wanted line with its offer and what customs made of it. `index`: its place in the request."""

    index: int
    wanted: WantedLine
    offer: Offer
    landed: LandedLine
    unit_minor: int
    listed_minor: int
    commission_bps: int
    fee_tax_bps: int

    @property
    def commission_minor(self) -> int:
        """The marketplace's part of the goods, half-up, frozen at the sale."""
        return round_ratio(self.landed.goods_minor * self.commission_bps, 10_000)

    @property
    def fee_tax_minor(self) -> int:
        """What the merchant's country takes of the commission, half-up; the merchant bears it."""
        return round_ratio(self.commission_minor * self.fee_tax_bps, 10_000)


class PricedOrder(Struct, frozen=True):
    """One merchant's part."""

    terms: Terms
    rate: FreightRate
    landed: LandedOrder
    lines: tuple[PricedLine, ...]
    fee_tax_bps: int


class Priced(Struct, frozen=True):
    """A basket with its landed cost, and the quote that holds its rates and rules."""

    quote: Quote
    landed: LandedCost
    orders: tuple[PricedOrder, ...]
    rates: tuple[Held, ...]


class Market(Struct, frozen=True):
    """What the baskets of one batch read: offers, terms, freight and fee plans, as they are at one moment."""

    at: datetime
    offers: Mapping[UUID, Offer]
    terms: Mapping[UUID, Terms]
    freight: Mapping[tuple[UUID, str], FreightRate]
    fees: FeePlans


def look(variant_ids: Iterable[UUID], *, at: datetime) -> Market:
    """Read the market for these variants: four queries, however many there are."""
    offers = catalog.offers(set(variant_ids))
    sellers = {offer.merchant_id for offer in offers.values()}
    return Market(at, offers, merchants.terms(sellers), shipping.rates(sellers), fees.fee_plans(sellers, at))


def price(basket: Basket, market: Market, quote: Quote | None, *, used_ytd: int = 0) -> Priced:
    """The landed cost of a basket, by the rates and rules of `quote`, or today's.

    used_ytd: fen of this year's allowance that the buyer has used. Raises, in this order: Malformed, NotOnSale,
    QuantityBelowMinimum, NoFreight, TooHeavy, RateMissing, and what customs refuses with (customs/landing.py).
    """
    _check_lines(basket.lines)
    _check_on_sale(basket.lines, market)
    book = rules.rulebook(quote.at, version=quote.rules_version) if quote else rules.rulebook(market.at)
    held = quote or Quote(basket.currency, {}, book.version, market.at.replace(microsecond=0))
    by_merchant: dict[UUID, list[int]] = {}
    for index, line in enumerate(basket.lines):
        by_merchant.setdefault(market.offers[line.variant_id].merchant_id, []).append(index)
    _check_delivered(basket, by_merchant, market)
    exchange: dict[str, Held] = {}
    inputs = []
    for merchant_id, indexes in by_merchant.items():
        inputs.append(_order(basket, merchant_id, indexes, market, held, exchange))
    counted = _CUSTOMS_CURRENCY.get(basket.destination.country, basket.currency)
    if counted != basket.currency and counted not in exchange:
        exchange[counted] = held.rate(counted)
    place = Place(basket.destination.country, basket.destination.region)
    asked = CustomsBasket(basket.currency, place, tuple(order for order, _listed in inputs))
    landed = landed_cost(asked, book, _pairs(exchange), used_ytd, held.at)
    orders = tuple(
        _priced_order(basket, market, indexes, listed, landed_order)
        for indexes, (_input, listed), landed_order in zip(
            by_merchant.values(), inputs, landed.orders, strict=True
        )
    )
    used = {base: rate.id for base, rate in exchange.items()}
    named = Quote(basket.currency, used, book.version, held.at, landed.total_minor, basket.mark)
    return Priced(named, landed, orders, tuple(exchange.values()))


def _check_lines(lines: Sequence[WantedLine]) -> None:
    wrong = [
        FieldError(
            f"lines.{i}.quantity",
            format_lazy(_("A quantity is a whole number from 1 to {most}."), most=QUANTITY_MAX),
        )
        for i, line in enumerate(lines)
        if not 1 <= line.quantity <= QUANTITY_MAX
    ]
    seen: set[UUID] = set()
    for i, line in enumerate(lines):
        if line.variant_id in seen:
            wrong.append(
                FieldError(
                    f"lines.{i}.variant", _("This stands in an earlier line already; add the quantities.")
                )
            )
        seen.add(line.variant_id)
    if not 1 <= len(lines) <= LINES_MAX:
        wrong.append(FieldError("lines", format_lazy(_("A purchase has 1 to {most} lines."), most=LINES_MAX)))
    if wrong:
        raise Malformed(fields=wrong)


def _check_on_sale(lines: Sequence[WantedLine], market: Market) -> None:
    gone = []
    for index, line in enumerate(lines):
        offer = market.offers.get(line.variant_id)
        if offer is None or not offer.is_published or market.terms[offer.merchant_id].is_suspended:
            gone.append(index)
    if gone:
        raise NotOnSale(gone)
    for index, line in enumerate(lines):
        least = market.offers[line.variant_id].quantity_min
        if line.quantity < least:
            raise QuantityBelowMinimum(
                least=least,
                fields=[
                    FieldError(
                        f"lines.{index}.quantity", format_lazy(QuantityBelowMinimum.sentence, least=least)
                    )
                ],
            )


def _check_delivered(basket: Basket, by_merchant: Mapping[UUID, list[int]], market: Market) -> None:
    """NoFreight where a merchant does not send to the place or a weight is not known, TooHeavy for more than a lorry takes."""
    heavy = []
    for merchant_id, indexes in by_merchant.items():
        has_rate = (merchant_id, basket.destination.country) in market.freight
        weights = [market.offers[basket.lines[index].variant_id].weight_grams for index in indexes]
        if wrong := [i for i, weight in zip(indexes, weights, strict=True) if weight is None or not has_rate]:
            name = market.terms[merchant_id].name
            raise NoFreight(
                merchant=name,
                fields=[
                    FieldError(f"lines.{i}.variant", format_lazy(NoFreight.sentence, merchant=name))
                    for i in wrong
                ],
            )
        grams = sum(
            (weight or 0) * basket.lines[i].quantity for i, weight in zip(indexes, weights, strict=True)
        )
        heavy += indexes if grams > ORDER_GRAMS_MAX else []
    if heavy:
        raise TooHeavy(fields=[FieldError(f"lines.{index}.quantity", TooHeavy.sentence) for index in heavy])


def _order(
    basket: Basket,
    merchant_id: UUID,
    indexes: list[int],
    market: Market,
    quote: Quote,
    exchange: dict[str, Held],
) -> tuple[OrderInput, list[int]]:
    """One merchant's lines and freight in the buyer's currency: each unit price converted once, half-up, then multiplied."""
    country = basket.destination.country
    rate = market.freight[merchant_id, country]
    weight = 0
    listed, lines = [], []
    for index in indexes:
        wanted = basket.lines[index]
        offer = market.offers[wanted.variant_id]
        grams = offer.weight_grams or 0  # known, or it would have been refused
        weight += grams * wanted.quantity
        minor = offer.unit_minor(wanted.quantity)
        listed.append(minor)
        unit = _convert(Money(minor, offer.currency), basket.currency, quote, exchange)
        lines.append(
            LineInput(
                variant_id=offer.variant_id,
                quantity=wanted.quantity,
                unit_price=unit,
                hs8=offer.hs8,
                origin=offer.origin,
                name=offer.title_zh,
                net_content=offer.net_content,
                net_unit=offer.net_unit,
                pieces=offer.pieces,
                weight_grams=grams,
                field=f"lines.{index}",
            )
        )
    freight = _convert(rate.price(weight), basket.currency, quote, exchange)
    return OrderInput(merchant_id, freight, tuple(lines)), listed


def _convert(amount: Money, currency: str, quote: Quote, exchange: dict[str, Held]) -> Money:
    if amount.currency == currency:
        return amount
    held = exchange.get(amount.currency)
    if held is None:
        held = exchange[amount.currency] = quote.rate(amount.currency)
    return held.rate.convert(amount)


def _pairs(exchange: Mapping[str, Held]) -> dict:
    return {(held.rate.base, held.rate.quote): held.rate for held in exchange.values()}


def _priced_order(
    basket: Basket, market: Market, indexes: list[int], listed: list[int], landed: LandedOrder
) -> PricedOrder:
    terms = market.terms[landed.merchant_id]
    fee_tax_bps = market.fees.tax_bps(terms)
    lines = []
    for index, minor, line in zip(indexes, listed, landed.lines, strict=True):
        offer = market.offers[line.variant_id]
        lines.append(
            PricedLine(
                index=index,
                wanted=basket.lines[index],
                offer=offer,
                landed=line,
                unit_minor=line.goods_minor // line.quantity,
                listed_minor=minor,
                commission_bps=market.fees.commission_bps(terms, offer.category),
                fee_tax_bps=fee_tax_bps,
            )
        )
    rate = market.freight[landed.merchant_id, basket.destination.country]
    return PricedOrder(terms, rate, landed, tuple(lines), fee_tax_bps)
