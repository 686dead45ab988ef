"""The terms of goods in both languages: ours come with Entrepôt, the operator adds and switches off, a dictionary may join."""

import csv
import gzip
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from msgspec import Struct, json

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotFound
from entrepot.kit.events import record
from entrepot.kit.ids import new_ids, read_id
from entrepot.kit.sql import columns, fetch, insert_rows
from entrepot.kit.verb import verb
from entrepot.search import sounds, words
from entrepot.search.models import Term, TermForm

OURS = Path(__file__).parent / "glossary.csv"
FORMS_MAX, FORM_MAX = 12, 60
#: English with more words than these is an explanation, not a name.
_DICTIONARY_WORDS_MAX = 4

_KNOWN = """
SELECT form.text, form.kind, term.en, term.zh
  FROM search_termform AS form JOIN search_term AS term ON term.id = form.term_id
 WHERE form.text = ANY(%s::text[]) AND NOT term.is_off
"""
_TERM = columns("id origin key en zh is_off changed_at")
_FORM = columns("term_id kind text")


class Names(Struct, frozen=True):
    """One thing by its names, the commonest first."""

    en: tuple[str, ...]
    zh: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.en[0]}={self.zh[0]}"[:200]


class Known(Struct, frozen=True):
    """A form that is in the glossary: of which kind it is, and the names of what it is a form of."""

    text: str
    kind: str
    names: Names


def known(forms: Collection[str]) -> list[Known]:
    """Those of these forms that name something: one statement, whatever the number."""
    if not forms:
        return []
    return [
        Known(text, kind, Names(_list(en), _list(zh))) for text, kind, en, zh in fetch(_KNOWN, [list(forms)])
    ]


def forms(names: Names) -> set[tuple[str, str]]:
    """The forms under which a term is found: (kind, text). Pinyin only of two characters or more: one alone means anything."""
    found = {(TermForm.Kind.EN.value, words.words(name)) for name in names.en}
    for name in map(words.normal, names.zh):
        found.add((TermForm.Kind.ZH.value, name))
        if len(name) > 1 and (spoken := sounds.spelt(name)):
            found.add((TermForm.Kind.PINYIN.value, spoken))
    return {(kind, text[:120]) for kind, text in found if text}


def ours() -> Iterator[Names]:
    """The terms that come with Entrepôt."""
    with OURS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Names(tuple(row["en"].split("|")), tuple(row["zh"].split("|")))


def dictionary(path: Path) -> Iterator[Names]:
    """The nouns of a dictionary in CC-CEDICT's format, plain or gzipped. What is longer than a name is left out."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            if found := _ENTRY.match(line):
                simplified, glosses = found.groups()
                en = tuple(dict.fromkeys(filter(None, map(_gloss, glosses.split("/")))))[:FORMS_MAX]
                if en and len(simplified) > 1:
                    yield Names(en, (simplified,))


_ENTRY = re.compile(r"\S+ (\S+) \[[^\]]*\] /(.+)/\s*$")


def _gloss(text: str) -> str:
    """One meaning as a name; "" for what explains, refers or is said of something."""
    name = re.sub(r"\([^)]*\)", "", text).strip().lower()
    is_name = re.fullmatch(r"[a-z][a-z' -]*", name) and not name.startswith(
        ("to ", "see ", "variant ", "old ")
    )
    return name if is_name and len(name.split()) <= _DICTIONARY_WORDS_MAX else ""


@verb(allow={Caller.SYSTEM})
def load(terms: Iterable[Names], origin: Term.Origin, *, by: Actor) -> int:
    """Put these terms in the place of those of the same origin; how many there are then. What was off stays off."""
    wanted = {names.key: names for names in terms}
    off = set(Term.objects.filter(origin=origin, is_off=True).values_list("key", flat=True))
    Term.objects.filter(origin=origin).delete()
    at, ids = clock.now(), new_ids(len(wanted))
    rows = [
        (key, origin.value, names.key, _json(names.en), _json(names.zh), names.key in off, at)
        for key, names in zip(ids, wanted.values(), strict=True)
    ]
    insert_rows("search_term", _TERM, rows)
    insert_rows(
        "search_termform",
        _FORM,
        [
            (key, kind, text)
            for key, names in zip(ids, wanted.values(), strict=True)
            for kind, text in sorted(forms(names))
        ],
    )
    return len(wanted)


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def add(*, en: Iterable[str], zh: Iterable[str], by: Actor) -> Term:
    """A term of the operator's own, from now on. Raises Malformed (en, zh)."""
    names = Names(_written(en, "en"), _written(zh, "zh"))
    if Term.objects.filter(origin=Term.Origin.OPERATOR, key=names.key).exists():
        raise Malformed(
            fields=[FieldError("en", _("There is a term that begins with these two names already."))]
        )
    term = Term.objects.create(
        origin=Term.Origin.OPERATOR, key=names.key, en=list(names.en), zh=list(names.zh)
    )
    TermForm.objects.bulk_create(
        [TermForm(term=term, kind=kind, text=text) for kind, text in sorted(forms(names))]
    )
    record("term.added", term.pk, by=by)
    return term


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def switch(term_id: UUID, *, off: bool, by: Actor) -> Term:
    """Have a term mean nothing to search any more, or again. Raises NotFound."""
    term = Term.objects.locked().filter(pk=term_id).first()
    if term is None:
        raise NotFound
    if term.is_off != off:
        term.is_off, term.changed_at = off, clock.now()
        term.save(update_fields=["is_off", "changed_at"])
        record("term.switched", term.pk, by=by, off=off)
    return term


class TermPage(Struct, frozen=True):
    """Terms by their first names; `next` is empty on the last page."""

    terms: list[Term]
    next: str


def page(q: str = "", *, after: str = "", limit: int = 50) -> TermPage:
    """Terms after the one whose id is `after`; with `q` those of which a name has it in it. What is no id begins anew."""
    found = Term.objects.order_by("key", "pk")
    if last := Term.objects.filter(pk=_id(after)).first():
        found = found.filter(Q(key__gt=last.key) | Q(key=last.key, pk__gt=last.pk))
    if q := words.normal(q).strip():
        found = found.filter(Q(en__icontains=q) | Q(zh__icontains=q))
    rows = list(found[: limit + 1])
    return TermPage(rows[:limit], str(rows[limit - 1].pk) if len(rows) > limit else "")


def _id(text: str) -> UUID:
    """The id that a text is; for what is none, one that nothing has."""
    return read_id(text) or UUID(int=0)


def _written(names: Iterable[str], field: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(filter(None, (words.normal(name).strip() for name in names))))
    if not found or len(found) > FORMS_MAX or any(len(name) > FORM_MAX for name in found):
        raise Malformed(
            fields=[FieldError(field, _("Please give 1 to 12 names of at most 60 characters each."))]
        )
    return found


def _list(document: str) -> tuple[str, ...]:
    """A list of names, which the driver hands over as it is stored."""
    return json.decode(document, type=tuple[str, ...])


def _json(names: tuple[str, ...]) -> str:
    return json.encode(names).decode()
