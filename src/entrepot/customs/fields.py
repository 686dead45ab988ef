"""A column for an exact rate."""

from fractions import Fraction
from typing import Any

from django.db import models


class FractionField(models.CharField):
    """An exact fraction, kept as `13/100`: a tax of 13 % is never the nearest binary number to it."""

    _pyi_private_set_type: Fraction | int  # type: ignore[assignment]  # read by django-stubs
    _pyi_private_get_type: Fraction  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> Fraction | None:
        return None if value is None else Fraction(value)

    def to_python(self, value: Any) -> Fraction | None:
        return None if value is None else Fraction(value)

    def get_prep_value(self, value: Any) -> str | None:
        if isinstance(value, float):
            raise TypeError("a rate is an exact fraction, never a float")
        return None if value is None else str(Fraction(value))
