"""Writing placed purchases: one insert a table, for the whole batch."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from entrepot.identity import records
from entrepot.identity.records import NewRecord
from entrepot.kit.events import Fact, record_all
from entrepot.kit.ids import new_ids
from entrepot.kit.sql import columns, insert_rows
from entrepot.payments import charging
from entrepot.trade.answers import Placing
from entrepot.trade.flow import OrderState
from entrepot.trade.moving import note_steps
from entrepot.trade.pricing import PricedLine, PricedOrder

#: For how long stock is held for a purchase that is not paid (trade rules, 2.1).
HOLD = timedelta(minutes=30)

_AMOUNTS = "currency goods_minor freight_minor duty_minor import_vat_minor consumption_tax_minor total_minor"
_PURCHASE = columns(
    f"id {_AMOUNTS} buyer_id record_id state scope key fingerprint priced locale created_at expires_at"
)
_ORDER = columns(
    f"id {_AMOUNTS} purchase_id merchant_id buyer_id record_id country state"
    " seller_name route weight_grams commission_minor fee_tax_bps fee_tax_minor days_max"
    " created_at changed_at"
)
_LINE = columns(
    f"id {_AMOUNTS} order_id merchant_id variant_id product_id quantity unit_minor"
    " listed_minor listed_currency commission_bps commission_minor fee_tax_minor frozen"
)


def insert(placings: Sequence[Placing], *, at: datetime) -> None:
    """Insert the purchases with their personal records, orders, lines, first steps, payments and events."""
    if not placings:
        return
    record_ids = new_ids(len(placings))
    records.keep(
        [_record(placing, record_id) for placing, record_id in zip(placings, record_ids, strict=True)]
    )
    insert_rows(
        "trade_purchase", _PURCHASE, [_purchase(p, r, at) for p, r in zip(placings, record_ids, strict=True)]
    )
    orders, lines, steps = [], [], []
    for placing, record_id in zip(placings, record_ids, strict=True):
        by = placing.request.by
        for order_id, line_ids, order in zip(
            placing.order_ids, placing.line_ids, placing.priced.orders, strict=True
        ):
            orders.append(_order(placing, order_id, record_id, order, at))
            lines += [
                _line(line_id, order_id, line) for line_id, line in zip(line_ids, order.lines, strict=True)
            ]
            steps.append((order_id, by))
    insert_rows("trade_order", _ORDER, orders)
    insert_rows("trade_orderline", _LINE, lines)
    note_steps(OrderState.PLACED, steps, at=at)
    charging.open_payments(
        [(p.purchase_id, p.request.payment.provider, p.priced.landed.total) for p in placings], at=at
    )
    record_all(Fact("purchase.placed", placing.purchase_id, placing.request.by) for placing in placings)


def _record(placing: Placing, record_id: Any) -> NewRecord:
    to = placing.request.destination
    return NewRecord(record_id, placing.request.by.id, to.content, to.id_hash, to.country, to.region)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _amounts(landed: Any) -> tuple[Any, ...]:
    return (
        landed.currency,
        landed.goods_minor,
        landed.freight_minor,
        landed.duty_minor,
        landed.import_vat_minor,
        landed.consumption_tax_minor,
        landed.total_minor,
    )


def _purchase(placing: Placing, record_id: Any, at: datetime) -> tuple[Any, ...]:
    request, priced = placing.request, placing.priced
    made_of = {
        "rates": [[str(held.id), held.rate.base, held.rate.quote, held.decimal] for held in priced.rates],
        "rules": priced.landed.version,
        "at": priced.quote.at.isoformat(),
    }
    return (
        placing.purchase_id,
        *_amounts(priced.landed),
        request.by.id,
        record_id,
        "pending",
        request.scope,
        request.key,
        _json(request.fingerprint),
        _json(made_of),
        request.locale,
        at,
        at + HOLD,
    )


def _order(
    placing: Placing, order_id: Any, record_id: Any, order: PricedOrder, at: datetime
) -> tuple[Any, ...]:
    return (
        order_id,
        *_amounts(order.landed),
        placing.purchase_id,
        order.terms.id,
        placing.request.by.id,
        record_id,
        placing.request.destination.country,
        "placed",
        order.terms.legal_name,
        str(order.landed.route),
        sum((line.offer.weight_grams or 0) * line.wanted.quantity for line in order.lines),
        sum(line.commission_minor for line in order.lines),
        order.fee_tax_bps,
        sum(line.fee_tax_minor for line in order.lines),
        order.rate.days_max,
        at,
        at,
    )


def _line(line_id: Any, order_id: Any, line: PricedLine) -> tuple[Any, ...]:
    offer = line.offer
    frozen = {
        "title": offer.title,
        "title_zh": offer.title_zh,
        "options": offer.options,
        "options_zh": offer.options_zh,
        "sku": offer.sku,
        "picture": offer.picture,
        "hs8": offer.hs8,
        "origin": offer.origin,
        "net_content": str(offer.net_content or ""),
        "net_unit": offer.net_unit,
        "weight_grams": offer.weight_grams,
        "rules": line.landed.rules,
    }
    return (
        line_id,
        *_amounts(line.landed),
        order_id,
        offer.merchant_id,
        offer.variant_id,
        offer.product_id,
        line.wanted.quantity,
        line.unit_minor,
        line.listed_minor,
        offer.currency,
        line.commission_bps,
        line.commission_minor,
        line.fee_tax_minor,
        _json(frozen),
    )
