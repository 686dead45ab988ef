"""Values written as the reader expects: money, dates, weights, shares, rates, hidden numbers, countries.

Pure functions of a value and a language (`en`, `zh-hans`; the active one when not named). Money is never a float here:
digits are grouped as text.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers, units
from django.utils import timezone, translation

from entrepot.kit.money import Money, Rate

MINUS = "\N{MINUS SIGN}"

#: One sign for a currency in both languages: `$` alone would leave a buyer in China guessing whose dollar, and CNY and JPY
#: share `¥`, which here is always the yuan.
_SIGNS = {
    "CNY": "¥", "USD": "US$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$", "TWD": "NT$", "CAD": "CA$",
    "AUD": "A$", "NZD": "NZ$", "SGD": "S$", "MXN": "MX$", "KRW": "₩", "INR": "₹", "BRL": "R$", "VND": "₫",
}  # fmt: skip

_BEIJING = ZoneInfo("Asia/Shanghai")
UTC = ZoneInfo("UTC")


def language_now() -> str:
    """The reader's language, one of ours."""
    return "zh-hans" if (translation.get_language() or "en").startswith("zh") else "en"


@cache
def _locale(language: str) -> Locale:
    return Locale.parse("zh_Hans_CN" if language.startswith("zh") else "en_US")


def _here(language: str | None) -> str:
    return language or language_now()


def currency_sign(currency: str) -> str:
    """`¥` for CNY, `US$` for USD; a currency without a sign of its own is written by its code and a space."""
    return _SIGNS.get(currency, f"{currency}\N{NO-BREAK SPACE}")


def money(amount: Money, *, sign: bool = False) -> str:
    """`¥1,766.33`, `US$1,766.33`, `−US$12.00`; with `sign`, a plus before what is added."""
    whole, point, part = amount.decimal.lstrip("-").partition(".")
    before = MINUS if amount.minor < 0 else "+" if sign and amount.minor > 0 else ""
    return f"{before}{currency_sign(amount.currency)}{int(whole):,}{point}{part}"


def round_money(amount: Money) -> str:
    """The same without a fraction that is nothing: `¥200`, for the borders of ranges."""
    whole, _point, part = money(amount).partition(".")
    return f"{whole}.{part}" if part.strip("0") else whole


def number(value: int | Decimal | Fraction | str) -> str:
    """A count or a decimal, digits grouped: `12,480`, `−3.5`."""
    exact = _decimal(value)
    text = f"{abs(exact):,f}"
    return f"{MINUS}{text}" if exact < 0 else text


def _decimal(value: int | Decimal | Fraction | str) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(value)


def day(value: date | datetime, *, language: str | None = None, zone: ZoneInfo | None = None) -> str:
    """`Nov 22, 2026`, `2026年11月22日`: of a moment, the day it is where the reader counts (see `moment`)."""
    language = _here(language)
    if isinstance(value, datetime):
        value = value.astimezone(zone or reading_zone(language)).date()
    return dates.format_date(value, "medium", _locale(language))


def month(first: date, *, language: str | None = None) -> str:
    """`November 2026`, `2026年11月`."""
    return dates.format_skeleton("yMMMM", first, locale=_locale(_here(language)))


def reading_zone(language: str) -> ZoneInfo:
    """Chinese pages count in Beijing time; others in the zone activated for the request (a merchant's), else UTC."""
    current = timezone.get_current_timezone()
    return _BEIJING if language.startswith("zh") else current if isinstance(current, ZoneInfo) else UTC


def moment(value: datetime, *, language: str | None = None, zone: ZoneInfo | None = None) -> str:
    """`Nov 22, 2026, 2:05 PM UTC`, `2026年11月22日 22:05（北京时间）`: the time zone is always named."""
    language = _here(language)
    zone = zone or reading_zone(language)
    there = value.astimezone(zone)
    if language.startswith("zh"):
        clock = dates.format_time(there, "HH:mm", locale=_locale(language))
        return f"{day(value, language=language, zone=zone)} {clock}（{zone_name(there, zone, language)}）"
    clock = dates.format_time(there, "h:mm a", locale=_locale(language))
    return f"{day(value, language=language, zone=zone)}, {clock} {zone_name(there, zone, language)}"


def zone_name(there: datetime, zone: ZoneInfo, language: str) -> str:
    """`Beijing time`, `EST`, `UTC`; in Chinese `北京时间`, `北美东部标准时间`, `UTC`."""
    if zone.key == "Asia/Shanghai":
        return "北京时间" if language.startswith("zh") else "Beijing time"
    if zone.key in ("UTC", "Etc/UTC"):
        return "UTC"
    return dates.get_timezone_name(
        there, "long" if language.startswith("zh") else "short", locale=_locale(language)
    )


def weight(grams: int, *, language: str | None = None) -> str:
    """`520 g`, `1.25 kg`; `520克`, `1.25千克`."""
    language = _here(language)
    length: Literal["long", "short"] = "long" if language.startswith("zh") else "short"
    if abs(grams) < 1000:
        return units.format_unit(grams, "mass-gram", length, locale=_locale(language))
    return units.format_unit(
        Decimal(grams) / 1000, "mass-kilogram", length, format="#,##0.###", locale=_locale(language)
    )


def percent(share: Decimal | Fraction | str | int) -> str:
    """A share of one: `0.13` is `13%`, `0.0915` is `9.15%`."""
    return numbers.format_percent(_decimal(share), "#,##0.####%", "en").replace("-", MINUS)


def share(value: float) -> str:
    """A measured share of one, to a tenth of a percent: `0.81249` is `81.2%`."""
    return percent(Decimal(f"{value:.3f}"))


def basis_points(points: int) -> str:
    """Hundredths of a percent: 850 is `8.5%`."""
    return percent(Decimal(points) / 10_000)


def rate(value: Rate) -> str:
    """What one unit of the base costs: `1 USD = 7.1423 CNY`, to six significant digits."""
    exact = Decimal(value.value.numerator) / Decimal(value.value.denominator)
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() - 5)) if exact else exact
    plain = f"{rounded:f}"
    return f"1 {value.base} = {plain.rstrip('0').rstrip('.') if '.' in plain else plain} {value.quote}"


def masked(value: str) -> str:
    """Enough to recognise, too little to use: `110***********1234`, `138****8000`, `+86 138****8000`, `****34`."""
    value = value.strip()
    if value.startswith("+86"):
        return f"+86 {masked(value[3:])}"
    if len(value) < 9:
        return "****" + value[-2:] if len(value) > 4 else "****"
    return value[:3] + "*" * (len(value) - 7) + value[-4:]


def country(code: str, *, language: str | None = None) -> str:
    """`United States`, `美国`; a code we do not know stays a code."""
    return _locale(_here(language)).territories.get(code.upper(), code)
