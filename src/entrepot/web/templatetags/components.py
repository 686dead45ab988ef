"""The components as tags and the formats as filters; `docs/look.md` shows each with an example."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from entrepot.kit.money import Money, Rate
from entrepot.web import formatting
from entrepot.web.parts import CostRow, Crumb, JournalLine, Point, ProductCard, Step, Tab, Text, Tier, read
from entrepot.web.states import described

register = template.Library()

register.filter("number", formatting.number)
register.filter("percent", formatting.percent)
register.filter("share", formatting.share)
register.filter("basis_points", formatting.basis_points)
register.filter("masked", formatting.masked)


@register.filter
def money(amount: Money | None) -> str:
    """`{{ order.total|money }}`; nothing for None."""
    return "" if amount is None else formatting.money(amount)


@register.filter
def signed_money(amount: Money | None) -> str:
    """`+US$5.00`, `−US$5.00`: for changes."""
    return "" if amount is None else formatting.money(amount, sign=True)


@register.filter
def day(value: date | datetime | None) -> str:
    """`{{ order.placed_at|day }}`."""
    return "" if value is None else formatting.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """`{{ order.placed_at|moment }}`: with time and the zone's name."""
    return "" if value is None else formatting.moment(value)


@register.filter
def weight(grams: int | None) -> str:
    """`{{ variant.weight_grams|weight }}`."""
    return "" if grams is None else formatting.weight(grams)


@register.filter
def rate(value: Rate) -> str:
    """`{{ quote.rate|rate }}`: `1 USD = 7.1423 CNY`."""
    return formatting.rate(value)


@register.filter
def country(code: str) -> str:
    """`{{ merchant.country|country }}`."""
    return formatting.country(code)


@register.filter
def address_lines(address: Mapping[str, Any]) -> list[str]:
    """`{% for line in address|address_lines %}`."""
    return formatting.address_lines(address)


@register.simple_tag
def icon(name: str, label: Text = "") -> SafeString:
    """A sign from `static/icons.svg`; without `label` it is decoration and hidden from a screen reader."""
    return _icon(name, str(label))


@lru_cache(maxsize=1024)
def _icon(name: str, label: str) -> SafeString:
    """A page has some thirty of them, of which few differ; where the file lies is settled when the process begins."""
    source = static("icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, source, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', source, name)


@register.inclusion_tag("components/price.html")
def price(
    amount: Money,
    was: Money | None = None,
    per: Text = "",
    note: Text = "",
    size: str = "",
    is_from: bool = False,
) -> dict[str, Any]:
    """One amount. was: the price before; per: the unit; note: what of tax is in it; size: `small`, `large`, `total`."""
    return {"amount": amount, "was": was, "per": per, "note": note, "size": size, "is_from": is_from}


@register.inclusion_tag("components/cost_breakdown.html")
def cost_breakdown(
    rows: Sequence[CostRow], total: Money, label: Text = "", note: Text = ""
) -> dict[str, Any]:
    """Rows that open to the lines that make them; the total is the biggest number."""
    return {"rows": rows, "total": total, "label": label, "note": note}


@register.inclusion_tag("components/status.html")
def status(state: str, label: Text = "", tone: str = "") -> dict[str, Any]:
    """A state in words, with colour and shape (`web/states.py`)."""
    words, feeling, sign = described(state, label=label, tone=tone)
    return {"words": words, "tone": feeling, "icon": sign}


@register.inclusion_tag("components/party.html")
def party(who: Any, url: str = "", verified: bool = True, note: Text = "") -> dict[str, Any]:
    """Who a business is: a Merchant, or anything with name, name_zh, city, region, country, founded, trade, legal_name."""
    chinese = formatting.language_now() == "zh-hans"
    name = (chinese and read(who, "name_zh")) or read(who, "name")
    return {
        "name": name,
        "original": read(who, "name") if chinese and read(who, "name_zh") else "",
        "legal_name": read(who, "legal_name"),
        "trade": (chinese and read(who, "trade_zh")) or read(who, "trade"),
        "place": formatting.place(
            city=read(who, "city"), region=read(who, "region"), country_code=read(who, "country")
        ),
        "since": read(who, "founded", None),
        "verified": verified,
        "url": url,
        "note": note,
        "initial": str(name)[:1],
    }


@register.inclusion_tag("components/timeline.html")
def timeline(steps: Sequence[Step], label: Text = "") -> dict[str, Any]:
    """What happened and what is to come, in the order given."""
    return {"steps": steps, "label": label or gettext("What happened")}


@register.inclusion_tag("components/picture.html")
def picture(
    src: str, alt: Text = "", size: int = 600, srcset: str = "", sizes: str = "", eager: bool = False
) -> dict[str, Any]:
    """A square picture that never moves the page; without `src` a quiet blank. `eager` for the first one seen."""
    return {"src": src, "alt": alt, "size": size, "srcset": srcset, "sizes": sizes, "eager": eager}


@register.inclusion_tag("components/product_card.html")
def product_card(item: ProductCard, eager: bool = False, heading: str = "h3") -> dict[str, Any]:
    """One product of a grid."""
    return {"item": item, "eager": eager, "heading": heading}


@register.inclusion_tag("components/product_grid.html")
def product_grid(items: Sequence[ProductCard], heading: str = "h3", eager: int = 0) -> dict[str, Any]:
    """Products side by side; the first `eager` pictures load at once."""
    return {"items": [(item, position < eager) for position, item in enumerate(items)], "heading": heading}


@register.inclusion_tag("components/quantity.html")
def quantity(
    name: str = "quantity",
    value: int = 1,
    minimum: int = 1,
    maximum: int | None = None,
    label: Text = "",
    form: str = "",
    id: str = "",
) -> dict[str, Any]:
    """How many, with less and more where scripts run. `form`: id of a form that the field stands outside of."""
    given = {"name": name, "value": value, "minimum": minimum, "maximum": maximum, "form": form}
    return given | {"label": label or gettext("Quantity"), "id": id or f"id_{name}"}


@register.inclusion_tag("components/tiers.html")
def tiers(rows: Sequence[Tier], unit: Text = "") -> dict[str, Any]:
    """What one costs when more are bought."""
    return {"rows": rows, "unit": unit}


@register.inclusion_tag("components/stat.html")
def stat(
    label: Text, value: Any, note: Text = "", trend: str = "", tone: str = "", url: str = ""
) -> dict[str, Any]:
    """One number that matters. value: Money or text; trend: the arrow, `up` or `down`, said in `note` too.

    tone: `good` or `bad`; without it, up is good and down is bad.
    """
    tone = tone or {"up": "good", "down": "bad"}.get(trend, "")
    written = formatting.money(value) if isinstance(value, Money) else value
    return {"label": label, "value": written, "note": note, "trend": trend, "tone": tone, "url": url}


@register.simple_tag
def field(bound: BoundField, prefix: Text = "", suffix: Text = "") -> str:
    """A form's field: label, hint, error, input. prefix, suffix: what stands beside the input (`US$`, `g`)."""
    return render_to_string("components/field.html", {"field": bound, "prefix": prefix, "suffix": suffix})


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """Everything wrong with these forms, on top, each with a link to its field."""
    errors = []
    for form in forms:
        if not form.is_bound:
            continue
        errors += [{"message": message, "target": ""} for message in form.non_field_errors()]
        for bound in form:
            target = f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id
            label = str(bound.label).rstrip(".:。：")
            errors += [{"label": label, "message": message, "target": target} for message in bound.errors]
    return {"errors": errors}


@register.simple_block_tag
def dialog(content: str, id: str, title: Text) -> SafeString:
    """`{% dialog "cancel" _("Cancel?") %}…{% enddialog %}`, opened by `<button command="show-modal" commandfor="cancel">`."""
    return render_to_string("components/dialog.html", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def notice(content: str, tone: str = "neutral", title: Text = "") -> SafeString:
    """`{% notice "warn" _("Draft") %}…{% endnotice %}`: what the reader should know before going on."""
    _words, feeling, sign = described("", label=title, tone=tone)
    return render_to_string(
        "components/notice.html", {"content": content, "tone": feeling, "icon": sign, "title": title}
    )


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: Text, text: Text = "", url: str = "", action: Text = "", icon: str = "box"
) -> dict[str, Any]:
    """Nothing is here: why, and the next step."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("components/progress.html")
def progress(value: int, maximum: int, label: Text, unit: Text = "") -> dict[str, Any]:
    """How far something is, with its numbers; `maximum` 0 means not yet known."""
    share = formatting.percent(Fraction(value * 100 // maximum, 100)) if maximum else ""
    return {"value": value, "maximum": maximum, "label": label, "unit": unit, "share": share}


@register.inclusion_tag("components/pagination.html")
def pagination(previous: str = "", next: str = "", summary: Text = "") -> dict[str, Any]:
    """Links to the rows before and after (keyset pages: no page numbers)."""
    return {"previous": previous, "next": next, "summary": summary}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[Tab], label: Text) -> dict[str, Any]:
    """Views of the same thing, as links."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*crumbs: Crumb | str) -> dict[str, Any]:
    """`{% breadcrumbs home shelf product.title %}`: Crumbs, the last a plain text."""
    return {"crumbs": [crumb if isinstance(crumb, Crumb) else Crumb(crumb) for crumb in crumbs]}


@register.simple_tag
def crumb(label: Text, url: str = "") -> Crumb:
    """`{% crumb _("Orders") orders_url as orders %}`."""
    return Crumb(label, url)


@register.inclusion_tag("components/sparkline.html")
def sparkline(points: Sequence[Point], label: Text, unit: Text = "") -> dict[str, Any]:
    """A small line over time with its numbers as a table underneath; `label` says what it shows."""
    return {"label": label, "unit": unit, "points": points} | _line([point.value for point in points])


_WIDTH, _HEIGHT, _INSET = 240, 56, 4


def _line(values: Sequence[int]) -> dict[str, Any]:
    """The line and the area under it in an SVG of fixed size; one value is a level line."""
    if not values:
        return {"line": "", "area": "", "last": None}
    low, high = min(0, *values), max(values)
    span = (high - low) or 1
    across = Decimal(_WIDTH - 2 * _INSET) / max(1, len(values) - 1)
    spots = [
        (
            f"{_INSET + across * position:.1f}",
            f"{_HEIGHT - _INSET - Decimal(value - low) * (_HEIGHT - 2 * _INSET) / span:.1f}",
        )
        for position, value in enumerate(values)
    ]
    if len(spots) == 1:
        spots.append((f"{_WIDTH - _INSET}", spots[0][1]))
    line = " ".join(f"{x},{y}" for x, y in spots)
    area = f"{spots[0][0]},{_HEIGHT} {line} {spots[-1][0]},{_HEIGHT}"
    return {"line": line, "area": area, "last": spots[-1], "width": str(_WIDTH), "height": str(_HEIGHT)}


@register.inclusion_tag("components/journal_flow.html")
def journal_flow(lines: Sequence[JournalLine], label: Text = "") -> dict[str, Any]:
    """Transfers as a flow from account to account, with the same lines as a table underneath."""
    widest = max((abs(line.amount.minor) for line in lines), default=0) or 1
    rows = [{"line": line, "share": math.ceil(abs(line.amount.minor) * 100 / widest)} for line in lines]
    return {"rows": rows, "label": label or gettext("How the money moved")}
