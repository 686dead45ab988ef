"""The Chinese catalogues: found in the code, kept beside it, compiled. `bin/messages` runs it; it needs no GNU gettext.

Each package keeps its own `locale/zh_Hans/LC_MESSAGES/django.po`: a domain its sentences, an area of the pages its own.
What belongs to no Django app (settings, API, worker) goes with the pages. English needs no catalogue, it is the msgid.
"""

import argparse
import contextlib
import io
import os
import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "entrepot"
LOCALE = "zh_Hans"
CATALOGUE = Path("locale") / LOCALE / "LC_MESSAGES" / "django.po"
_HEADER = "# Simplified Chinese. bin/messages adds what the code says and drops what it no longer says."
_CALLS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_TEMPLATES = {".html", ".txt", ".subject", ".message"}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[sdifr]|(?<!%)%[sd]|(?<!\{)\{(\w*)[^{}]*\}(?!\})")


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text to translate: its msgid, its plural if it has one, and the context that tells it from one alike."""

    singular: str
    plural: str = ""
    context: str = ""


def packages() -> dict[str, Path]:
    """The packages with catalogues of their own, by name: Django apps that say something."""
    return {
        ".".join(path.parent.relative_to(SOURCE.parent).parts): path.parent
        for path in sorted([*SOURCE.glob("*/apps.py"), *SOURCE.glob("web/*/apps.py")])
    }


def texts_of(package: Path) -> dict[Text, str]:
    """Every text in the files that belong to `package`, with the file that says it first."""
    found: dict[Text, str] = {}
    for path in _files_of(package):
        for text in _extract(path):
            found.setdefault(text, str(path.relative_to(SOURCE)))
    return found


def read(package: Path) -> Catalog:
    """The package's catalogue, empty where it has none."""
    path = package / CATALOGUE
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def translation(catalogue: Catalog, text: Text) -> str:
    """The Chinese of `text`, "" where there is none; Chinese has one form for every number."""
    message = catalogue.get(text.singular, context=text.context or None)
    if message is None or message.fuzzy:
        return ""
    return message.string[0] if isinstance(message.string, list | tuple) else message.string


def placeholders(sentence: str) -> set[str]:
    """The names that a sentence leaves open: `%(name)s`, `%s`, `{name}`."""
    return {match.group(1) or match.group(2) or match.group(0) for match in _PLACEHOLDER.finditer(sentence)}


def update(wanted: Collection[str] = ()) -> list[str]:
    """Write the catalogues (of the packages `wanted`, else all) anew from the code and what was translated.

    Returns what is not translated, as lines.
    """
    missing = []
    for name, package in packages().items():
        if wanted and name not in wanted:
            continue
        texts = texts_of(package)
        if not texts and not (package / CATALOGUE).exists():
            continue
        old, new = read(package), Catalog(locale=LOCALE, fuzzy=False)
        for text in sorted(texts):
            chinese = translation(old, text)
            if not chinese:
                missing.append(f"{name} ({texts[text]}): {text.singular}")
            msgid = (text.singular, text.plural) if text.plural else text.singular
            new.add(msgid, (chinese,) if text.plural else chinese, context=text.context or None)
        _write(package / CATALOGUE, new)
    return missing


def compile_all() -> int:
    """Compile the catalogues that changed; return how many."""
    done = 0
    for package in packages().values():
        source = package / CATALOGUE
        target = source.with_suffix(".mo")
        if not source.exists() or (
            target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns
        ):
            continue
        fresh = target.with_name(f".{target.name}.{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, read(package))
        fresh.replace(target)
        done += 1
    return done


def _files_of(package: Path) -> Iterator[Path]:
    """The package's files without those of packages below it; the pages also take what belongs to no app."""
    nested = [path for path in packages().values() if path != package and package in path.parents]
    folders = [package]
    if package == SOURCE / "web":
        folders += [path for path in SOURCE.iterdir() if path.is_dir() and path not in packages().values()]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if any(inner in path.parents for inner in nested) or "migrations" in path.parts:
                continue
            if path.suffix == ".py" or (path.suffix in _TEMPLATES and "templates" in path.parts):
                yield path


def _extract(path: Path) -> Iterator[Text]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize  # noqa: PLC0415  # compiling does without Django

        # What is left of a template is calls between words of X, whose indentation means nothing.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).split("\n"))
    options = {"encoding": "utf-8"}
    for _, call, said, _ in extract_python(io.BytesIO(source.encode()), list(_CALLS), [], options):
        arguments = [said] if isinstance(said, str) else list(said)
        order = _CALLS[call] or (1,)
        text: dict[str, str] = {}
        for name, place in zip(_names(order), range(len(order)), strict=True):
            text[name] = arguments[place] if place < len(arguments) and arguments[place] else ""
        if text.get("singular"):
            yield Text(**text)


def _names(order: tuple[object, ...]) -> list[str]:
    names = ["context"] if isinstance(order[0], tuple) else []
    return [*names, "singular", "plural"][: len(order)]


def _write(path: Path, catalogue: Catalog) -> None:
    """Sorted, without dates and line numbers: the file changes only where a text does."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=True, no_location=True, omit_header=True)
    head = f'{_HEADER}\nmsgid ""\nmsgstr ""\n"Language: {LOCALE}\\n"\n"MIME-Version: 1.0\\n"\n'
    head += '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    head += '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    content = head + buffer.getvalue().decode().strip() + "\n"
    with contextlib.suppress(FileNotFoundError):
        if path.read_text(encoding="utf-8") == content:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def main() -> None:
    """`update` writes and compiles the catalogues and lists what is not translated; `compile` only compiles."""
    parser = argparse.ArgumentParser(prog="bin/messages", description=main.__doc__)
    parser.add_argument("do", choices=["update", "compile"])
    parser.add_argument("package", nargs="*", help="only these, for example entrepot.web.shop")
    given = parser.parse_args()
    if unknown := set(given.package) - set(packages()):
        parser.error(f"no such package: {', '.join(sorted(unknown))}; there are {', '.join(packages())}")
    if given.do == "update":
        missing = update(given.package)
        for line in missing:
            sys.stdout.write(line.replace("\n", "\\n") + "\n")
        sys.stdout.write(f"{len(missing)} texts are not translated.\n")
    compile_all()


if __name__ == "__main__":
    main()
