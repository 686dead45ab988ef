"""Filters of the shop's templates: `{% load shop %}`."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from entrepot.web.parts import read
from entrepot.web.shop import reading

register = template.Library()

register.filter("media", reading.media)


@register.filter
def told(thing: Any, name: str) -> Any:
    """`{{ offer|told:"title" }}`: the field in the reader's language, else in the other (`title`, `title_zh`)."""
    return reading.in_language(read(thing, name), read(thing, f"{name}_zh"))


@register.filter
def json_ld(told: dict[str, Any]) -> SafeString:
    """The data of a `<script type="application/ld+json">`: nothing in it can end the element or begin another."""
    text = json.dumps(told, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return mark_safe(text)  # what HTML could read is written as JSON's own escapes
