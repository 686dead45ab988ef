"""Which rates tax a line: tariff, thresholds and additional duties, reduced once and then looked up."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.customs import keys
from entrepot.customs.admission import about
from entrepot.customs.basket import LineInput
from entrepot.customs.errors import RuleMissing
from entrepot.customs.rulebook import Composite, RuleBook, Value
from entrepot.customs.rules import Route, reaches, tax_shares
from entrepot.kit.errors import FieldError, Sentence

_NO_RULE = _("The rule “{key}” is not known for this day.")
_NO_TARIFF = _("The rates of tariff number {hs8} (“{name}”) are not known for this day.")
_NO_CONTENT = _("The merchant has not yet said how much “{name}” contains, and its tax depends on that.")
_NO_THRESHOLD = _(
    "The tax on “{name}” depends on its price for each ml, gram, sheet or piece; its content is given in “{unit}”."
)
_NO_ORIGIN = _("The merchant has not yet said where “{name}” was made, and its duty depends on that.")
_LAPSED = _("Whether “{name}”, made in {origin}, bears an additional duty is not known for this day.")


#: What the rates of a line depend on: tariff number, full rates or not, consumption tax or not, origin, unit
#: of content.
type _Key = tuple[str, bool, bool, str, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """The two limits of cross-border retail, in fen."""

    transaction: int
    annual: int


def limits(book: RuleBook) -> Limits:
    """The limits in force; RuleMissing without them."""
    return Limits(_needed(book, keys.TRANSACTION_LIMIT).read, _needed(book, keys.ANNUAL_LIMIT).read)  # type: ignore[arg-type]  # keys.amount_minor


def shares(line: LineInput, dutiable: int, route: Route, book: RuleBook, where: str) -> Composite:
    """What each tax is of this line's dutiable value (fen). RuleMissing where a rate is not known: never 0 %.

    where: the caller's path of the line, named in the refusal.
    """
    tariff = book.tariff.get(line.hs8)
    if tariff is None:
        raise _missing(where, "hs8", about(_NO_TARIFF, line))
    consumed = bool(tariff.consumption_tax)
    if consumed and tariff.condition:
        consumed = _is_dear(line, dutiable, tariff.condition, book, where)
    full = route is Route.CBEC_FULL
    key = (line.hs8, full, consumed, line.origin if full else "", line.net_unit if tariff.condition else "")
    return book.composites.get(key) or _composite(line, full, consumed, book, where, key)


def _is_dear(line: LineInput, dutiable: int, condition: str, book: RuleBook, where: str) -> bool:
    """Whether the line reaches the price per unit of content from which consumption tax is due (1.2)."""
    content = Fraction(1) if line.net_unit == "piece" else line.net_content
    if content is None or content <= 0:
        raise _missing(where, "net_content", about(_NO_CONTENT, line))
    threshold = book.value("CN", f"{keys.THRESHOLD}{condition}.{line.net_unit}")
    if threshold is None:
        raise _missing(where, "net_unit", about(_NO_THRESHOLD, line))
    return reaches(
        dutiable,
        quantity=line.quantity,
        content=content.as_integer_ratio(),
        pieces=line.pieces,
        threshold=threshold.read,  # type: ignore[arg-type]  # keys.amount_minor
    )


def _composite(
    line: LineInput, full: bool, consumed: bool, book: RuleBook, where: str, key: _Key
) -> Composite:
    """Reduce the rates of one kind of line to whole numbers, and keep them with the book."""
    tariff = book.tariff[line.hs8]
    rules = [book.listings[line.hs8].id, tariff.id]
    if tariff.consumption_tax and tariff.condition:
        rules.append(_needed(book, f"{keys.THRESHOLD}{tariff.condition}.{line.net_unit}").id)
    if full:
        duty, share = tariff.duty, Fraction(1)
        if extra := _additional_duty(line, book, where):
            duty += extra.read  # type: ignore[operator]  # keys.rate
            rules.append(extra.id)
    else:
        within, levied = _needed(book, keys.DUTY_WITHIN), _needed(book, keys.TAX_SHARE)
        duty, share = within.read, levied.read  # type: ignore[assignment]  # keys.share
        rules += [within.id, levied.id]
    consumption_tax = tariff.consumption_tax if consumed else Fraction(0)
    parts = tax_shares(duty=duty, vat=tariff.vat, consumption_tax=consumption_tax, share=share)
    ratios = [part.as_integer_ratio() for part in parts]
    composite = book.composites[key] = Composite(ratios[0], ratios[1], ratios[2], tuple(rules))
    return composite


def _additional_duty(line: LineInput, book: RuleBook, where: str) -> Value | None:
    """The additional duty on this origin: None where there never was one, RuleMissing where the last has ended.

    An end that was decided is a row of 0 %; an end that nobody has followed up says nothing about today.
    """
    if not line.origin:
        raise _missing(where, "origin", about(_NO_ORIGIN, line))
    key = f"{keys.ADDITIONAL_DUTY}{line.origin}"
    if ("CN", key) in book.lapsed:
        raise _missing(where, "origin", about(_LAPSED, line))
    return book.value("CN", key)


def _needed(book: RuleBook, key: str) -> Value:
    value = book.value("CN", key)
    if value is None:
        raise RuleMissing(fields=[FieldError("ship_to.country", format_lazy(_NO_RULE, key=key))])
    return value


def _missing(where: str, part: str, sentence: Sentence) -> RuleMissing:
    return RuleMissing(fields=[FieldError(f"{where}.{part}", sentence)])
