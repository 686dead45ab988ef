"""The Chinese resident identity number (GB 11643): checked, masked, and hashed for the yearly allowance.

Never kept here.
"""

from datetime import date

from stdnum.cn import ric

from entrepot.customs.errors import IdNeeded, IdNumberWrong
from entrepot.kit import clock
from entrepot.kit.errors import FieldError
from entrepot.kit.sealing import keyed_hash

#: The first two digits of a number: the province-level divisions, with Hong Kong, Macao and Taiwan (GB/T 2260).
_PROVINCES = frozenset(
    str(code)
    for codes in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for code in codes
)
#: How Chinese keyboards write ASCII; nothing else is taken for a digit.
_FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)}


def normalise(text: str) -> str:
    """The number as it is kept: full-width digits made plain, blanks and hyphens taken out, x made X."""
    return "".join(text.translate(_FULL_WIDTH).split()).replace("-", "").upper()


def check(text: str, *, field: str = "id_number") -> str:
    """The normalised number; IdNeeded if there is none, IdNumberWrong if it cannot be one: both name `field`.

    The district is not looked up: numbers keep the district of their issue, and tables by year refuse real
    people.
    """
    number = normalise(text)
    if not number:
        raise IdNeeded(fields=[FieldError(field, IdNeeded.sentence)])
    if not _is_possible(number):
        raise IdNumberWrong(fields=[FieldError(field, IdNumberWrong.sentence)])
    return number


def _is_possible(number: str) -> bool:
    if len(number) != 18 or not number.isascii() or not number[:17].isdigit() or number[:2] not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    if born.year < 1880 or born > clock.now().astimezone(clock.SHANGHAI).date():
        return False
    return ric.calc_check_digit(number) == number[17]


def mask(number: str) -> str:
    """What may be shown of a number: `110***********002X`."""
    return f"{number[:3]}{'*' * 11}{number[14:]}"


def quota_key(number: str) -> bytes:
    """The keyed hash under which a person's yearly allowance is counted."""
    return keyed_hash(normalise(number), purpose="customs.allowance")
