"""A merchant's statement of one month as a paper: the words of its page, a line for each movement, and what they add up to."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entrepot.identity import queries as identity
from entrepot.kit.money import total
from entrepot.merchants.models import Merchant
from entrepot.papers.invoices import seller_lines
from entrepot.papers.typesetting import typeset
from entrepot.trade.monthly import Month
from entrepot.trade.statements import Charged, Earned, Entry
from entrepot.web import formatting
from entrepot.web.formatting import language_now
from entrepot.web.journals import event_name


def statement_pdf(shop: Merchant, month: Month) -> bytes:
    """The statement in the language that is active."""
    return typeset("statement", statement_data(shop, month), language=language_now())


def statement_data(shop: Merchant, month: Month) -> dict[str, Any]:
    """What the template `statement` is given."""
    period = formatting.month(month.first)
    title = _("Statement, {currency}, {month}").format(currency=month.currency, month=period)
    days = _("{first} to {last} (UTC)").format(
        first=formatting.day(month.first), last=formatting.day(month.last)
    )
    return {
        "title": title,
        "author": shop.legal_name,
        "heading": _("Statement, %(currency)s") % {"currency": month.currency},
        "period": period,
        "merchant": seller_lines(shop.legal_name, identity.entities([shop.pk]).get(shop.pk)),
        "facts": [[_("Shop"), shop.name], [_("Period"), days], [_("Currency"), month.currency]],
        "heads": [
            pgettext("of a movement", "Date"),
            pgettext("of a movement", "What happened"),
            _("Amount"),
            _("Balance after it"),
        ],
        "rows": [_row(entry) for entry in month.entries],
        "nothing": _("Nothing moved in this month."),
        "sums": [[name, text] for name, text in _sums(month)],
        "total": [_("Payable at the end"), formatting.money(month.closing)],
        "notes": [
            _("The amounts are those of the marketplace's own books (account 2200, payable to merchants)."),
        ],
        "foot": f"{title} · {shop.legal_name}",
    }


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "day": formatting.day(entry.at, zone=formatting.UTC),
        "what": str(event_name(entry.code)),
        "small": _explained(entry),
        "amount": formatting.money(entry.amount, sign=True),
        "balance": formatting.money(entry.balance),
    }


def _explained(entry: Entry) -> list[str]:
    """The order it came from and, of a release, why it was released and what it is made of."""
    if entry.order is None:
        return []
    told = [_("Order %(number)s") % {"number": entry.order.number}]
    if entry.code != "release":
        return told
    if entry.order.received_at:
        told.append(_why(entry.order) % {"at": formatting.moment(entry.order.received_at)})
    told += [_sold(line) for line in entry.order.lines]
    if entry.amount == entry.order.payable:
        told.append(_made_of(entry.order))
    if entry.payable_on:
        told.append(_("Payable from {day}.").format(day=formatting.day(entry.payable_on)))
    return told


def _why(order: Earned) -> str:
    if order.received_by == "system":
        return _("Released automatically, without the buyer's word, on %(at)s.")
    return _("Released because the buyer confirmed receipt on %(at)s.")


def _sold(line: Charged) -> str:
    title = (language_now() == "zh-hans" and line.title_zh) or line.title
    said = _("%(title)s, %(quantity)s ×: %(goods)s; commission %(rate)s: %(amount)s, fixed at the sale.")
    return said % {
        "title": title,
        "quantity": formatting.number(line.quantity),
        "goods": formatting.money(line.goods),
        "rate": formatting.basis_points(line.commission_bps),
        "amount": formatting.money(line.commission),
    }


def _made_of(order: Earned) -> str:
    parts = [
        _("Goods {amount}").format(amount=formatting.money(order.goods)),
        _("freight {amount}").format(amount=formatting.money(order.freight, sign=True)),
        _("commission {amount}").format(amount=formatting.money(-order.commission)),
    ]
    if order.fee_tax:
        parts.append(_("tax on the commission {amount}").format(amount=formatting.money(-order.fee_tax)))
    return pgettext("between the parts of a sum", ", ").join(parts)


def _sums(month: Month) -> list[tuple[str, str]]:
    """What was there, and each kind of movement with its sum, in the order in which they first happened."""
    rows = [(_("Payable at the beginning"), formatting.money(month.opening))]
    for code in dict.fromkeys(entry.code for entry in month.entries):
        amounts = [entry.amount for entry in month.entries if entry.code == code]
        name = _("{event} ({count})").format(event=event_name(code), count=formatting.number(len(amounts)))
        rows.append((name, formatting.money(total(amounts, month.currency), sign=True)))
    return rows
