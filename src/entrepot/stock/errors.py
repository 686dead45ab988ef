"""Every way stock can say no."""

from collections.abc import Sequence
from http import HTTPStatus

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError, FieldError


class StockShort(DomainError):
    """There is less than was asked for; names the lines, and how many there are."""

    code = "stock.short"
    sentence = _("There is not enough in stock. Nothing was ordered and nothing was charged.")

    def __init__(self, lines: Sequence[tuple[int, str, int]]) -> None:
        """`lines`: (position in the request, variant id, how many there are)."""
        super().__init__(
            fields=[
                FieldError(
                    f"lines.{index}.quantity",
                    format_lazy(_("Only {available} left."), available=available)
                    if available
                    else _("Sold out."),
                )
                for index, _variant, available in lines
            ],
            extra={"lines": [{"line": i, "variant": v, "available": n} for i, v, n in lines]},
        )


class CountBelowReserved(DomainError):
    """A count would leave less on hand than is already promised to buyers."""

    code = "stock.below_reserved"
    sentence = _("{reserved} of these are promised to buyers; the count cannot be lower than that.")


class CountAbsurd(DomainError):
    """A count below nothing, or above what anybody keeps."""

    code = "stock.count_absurd"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _("A count is a whole number from 0 to {most}.")
