"""The kinds of bank account that merchants can be paid to, and how their numbers are checked before any money is sent."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from stdnum import iban, luhn
from stdnum.us import rtn

from entrepot.kit.errors import FieldError, Malformed, Sentence

#: Which money accounts of a country take, by their IBAN.
_IBAN_CURRENCIES = dict.fromkeys(
    ["AT", "BE", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PT", "SI", "SK"],
    "EUR",
) | {"CH": "CHF", "CZ": "CZK", "DK": "DKK", "GB": "GBP", "HU": "HUF", "NO": "NOK", "PL": "PLN", "SE": "SEK"}  # fmt: skip

NEEDED: Sentence = _("Please fill this in.")

KINDS: dict[str, Promise] = {
    "us": pgettext_lazy("bank account", "United States: routing and account number"),
    "iban": pgettext_lazy("bank account", "Europe: IBAN"),
    "cn": pgettext_lazy("bank account", "China: account or card number"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A checked account number. currency: what money the account takes."""

    kind: str
    country: str
    currency: str
    number: str
    routing: str = ""

    @property
    def ending(self) -> str:
        """The last four characters: all that is ever shown of it."""
        return self.number[-4:]


def checked(kind: str, *, number: str, routing: str = "") -> Number:
    """The number without blanks. Raises Malformed, naming each field that cannot be right (kind, number, routing)."""
    plain, route = _plain(number), _plain(routing)
    match kind:
        case "us":
            return _american(plain, route)
        case "iban":
            return _european(plain)
        case "cn":
            return _chinese(plain)
    raise Malformed(fields=[FieldError("kind", _("Please choose one of the list."))])


def _plain(text: str) -> str:
    return "".join(text.replace("-", "").split()).upper()


def _american(number: str, routing: str) -> Number:
    wrong = []
    if not rtn.is_valid(routing):
        wrong.append(
            FieldError(
                "routing",
                _("A routing number has 9 digits; this one is mistyped. It is printed on your checks."),
            )
        )
    if not (number.isascii() and number.isdigit() and 4 <= len(number) <= 17):
        wrong.append(FieldError("number", _("An account number has 4 to 17 digits.")))
    if wrong:
        raise Malformed(fields=wrong)
    return Number("us", "US", "USD", number, routing)


def _european(number: str) -> Number:
    if not iban.is_valid(number):
        raise Malformed(
            fields=[FieldError("number", _("This is not a valid IBAN. Please compare each character."))]
        )
    country = number[:2]
    if country not in _IBAN_CURRENCIES:
        raise Malformed(fields=[FieldError("number", _("We cannot pay to accounts in this country yet."))])
    return Number("iban", country, _IBAN_CURRENCIES[country], number)


def _chinese(number: str) -> Number:
    digits = number.isascii() and number.isdigit() and 9 <= len(number) <= 30
    # A card has its check digit (Luhn); the account number of a company has none that all banks share.
    is_card = number.startswith("62") and 16 <= len(number) <= 19
    if not digits or (is_card and not luhn.is_valid(number)):
        sentence = _("This is not the number of an account or card. Please compare each digit.")
        raise Malformed(fields=[FieldError("number", sentence)])
    return Number("cn", "CN", "CNY", number)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to a bank: letters and digits count, their case and what stands between them do not."""
    return _letters(one) == _letters(other) != ""


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
