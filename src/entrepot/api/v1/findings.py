"""What is wrong with the shape of a request, in our own sentences, so that they are said in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import FieldError, Sentence

_MISSING = _("Please fill this in.")
_NOT_UNDERSTOOD = _("This cannot be understood.")

#: By the beginning of pydantic's name for what it found; the placeholders are pydantic's own facts.
_SENTENCES: dict[str, Sentence] = {
    "missing": _MISSING,
    "int": _("This must be a whole number."),
    "uuid": _("This is not an id."),
    "string_too_long": _("This may have {max_length} characters at the most."),
    "too_long": _("This may have {max_length} entries at the most."),
    "greater_than_equal": _("This must be {ge} or more."),
    "less_than_equal": _("This must be {le} or less."),
    "string": _("This must be text."),
    "text_unusable": _("This text has characters that cannot be kept."),
    "list": _("This must be a list."),
    "model": _("This must be an object."),
    "dict": _("This must be an object."),
}


def field_error(found: Mapping[str, Any]) -> FieldError:
    """One finding by the caller's own path: `lines.0.quantity`, not `body.document.lines.0.quantity`."""
    path = ".".join(str(part) for part in found["loc"][2:]) or str(found["loc"][-1])
    kind = next((each for each in _SENTENCES if found["type"].startswith(each)), "")
    sentence = _SENTENCES.get(kind, _NOT_UNDERSTOOD)
    return FieldError(path, format_lazy(sentence, **found.get("ctx", {})))
