"""Asking what a basket costs: nothing is written."""

from typing import Any

from entrepot.customs import allowance
from entrepot.customs.rules import calendar_year
from entrepot.kit import clock
from entrepot.trade import pricing, quoting
from entrepot.trade.pricing import Priced, PricedOrder
from entrepot.trade.requests import Basket


def quote(basket: Basket, *, token: str = "") -> Priced:
    """The landed cost of a basket now, or by the rates and rules that an earlier quote's `token` holds.

    Raises what pricing.price raises, QuoteUnusable and QuoteExpired.
    """
    at = clock.now()
    held = quoting.read(token, currency=basket.currency) if token else None
    id_hash = basket.destination.id_hash
    used = allowance.used([id_hash], calendar_year(at))[id_hash] if id_hash else 0
    market = pricing.look({line.variant_id for line in basket.lines}, at=at)
    return pricing.price(basket, market, held, used_ytd=used)


def quote_document(priced: Priced) -> dict[str, Any]:
    """A priced basket for a program: amounts in minor units of `currency`; the parts add up to the total at every level."""
    landed = priced.landed
    return {
        "quote": priced.quote.sign(),
        "currency": landed.currency,
        **_amounts(landed),
        "discount": landed.discount_minor,
        "tax_calculated": landed.is_calculated,
        "expires_at": priced.quote.expires_at.isoformat(),
        "rates": [
            {
                "from": held.rate.base,
                "to": held.rate.quote,
                "rate": held.decimal,
                "source": held.rate.source,
                "as_of": held.as_of.isoformat(),
                "expires_at": priced.quote.expires_at.isoformat(),
            }
            for held in priced.rates
        ],
        "orders": [_order_document(order) for order in priced.orders],
    }


def _amounts(landed: Any) -> dict[str, int]:
    return {
        "goods": landed.goods_minor,
        "freight": landed.freight_minor,
        "duty": landed.duty_minor,
        "import_vat": landed.import_vat_minor,
        "consumption_tax": landed.consumption_tax_minor,
        "total": landed.total_minor,
    }


def _order_document(order: PricedOrder) -> dict[str, Any]:
    return {
        "merchant": {"slug": order.terms.slug, "name": order.terms.name},
        "route": str(order.landed.route),
        "days": [order.rate.days_min, order.rate.days_max],
        **_amounts(order.landed),
        "lines": [
            {
                "variant": str(line.offer.variant_id),
                "title": line.offer.title,
                "quantity": line.wanted.quantity,
                "unit_price": line.unit_minor,
                "listed_price": line.listed_minor,
                "listed_currency": line.offer.currency,
                **_amounts(line.landed),
            }
            for line in order.lines
        ],
    }
