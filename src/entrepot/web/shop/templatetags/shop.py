"""Filters of the shop's templates: `{% load shop %}`."""

from typing import Any

from django import template

from entrepot.web.parts import read
from entrepot.web.shop import reading

register = template.Library()

register.filter("media", reading.media)


@register.filter
def told(thing: Any, name: str) -> Any:
    """`{{ offer|told:"title" }}`: the field in the reader's language, else in the other (`title`, `title_zh`)."""
    return reading.in_language(read(thing, name), read(thing, f"{name}_zh"))
