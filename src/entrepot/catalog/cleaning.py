"""Texts of merchants made safe to show: a short list of tags, nothing that runs, loads or leads elsewhere."""

import re
from html import escape, unescape

import nh3

#: Enough to write a description. Links and pictures are left out: both lead the buyer, or his address, elsewhere.
TAGS = frozenset(
    [
        "p",
        "br",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "b",
        "i",
        "u",
        "h3",
        "h4",
        "blockquote",
        "sub",
        "sup",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "dl",
        "dt",
        "dd",
    ]
)
#: What is dropped together with what is inside.
_DROPPED = frozenset({"script", "style", "iframe", "object", "template", "noscript", "svg", "math"})
TEXT_MAX = 50_000

_TAG = re.compile(r"<[a-zA-Z/!]")
_BREAK = re.compile(r"\s*<br\s*/?>\s*")
_PARAGRAPH = re.compile(r"\s*</p>\s*<p>\s*")
_EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br\s*/?>)*</p>")


def clean_text(text: str) -> str:
    """A description as safe HTML. Plain text becomes paragraphs: a blank line begins one, a line break stays one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not _TAG.search(text):
        parts = [escape(unescape(part.strip()), quote=False) for part in re.split(r"\n\s*\n", text)]
        return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part)
    cleaned = nh3.clean(text, tags=set(TAGS), clean_content_tags=set(_DROPPED), attributes={}, link_rel=None)
    return _EMPTY.sub("", cleaned).strip()


def plain_text(html: str) -> str:
    """What a cleaned description says, without tags: for the search index, for mail, for one line in a list."""
    spaced = re.sub(r"</(?:p|li|h3|h4|tr|dt|dd|blockquote)>|<br\s*/?>", "\n", html)
    return re.sub(r"[ \t]*\n\s*", "\n", unescape(nh3.clean(spaced, tags=set()))).strip()


def editable_text(html: str) -> str:
    """A cleaned description for a form: plain paragraphs as a person would type them, anything richer as its HTML."""
    inside = re.sub(r"</?p>|<br\s*/?>", "", html)
    if "<" in inside or (html and not html.startswith("<p>")):
        return html
    text = _BREAK.sub("\n", _PARAGRAPH.sub("\n\n", html))
    return unescape(text.removeprefix("<p>").removesuffix("</p>"))
