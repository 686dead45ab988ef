"""A module is named after what it does: no utils, helpers, common, service or manager; and nothing is left "to do".

`utils.py` is where names go to die: it grows by whatever had no place, and everything comes to import it. If a file has no
good name, the idea is not finished. What is not finished is an issue, not a comment.
"""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.rules.reading import Finding, Source

NAME = "names-say-what"
FOLDERS = ("src/entrepot", "tests", "tools")
PLACES: dict[str, str] = {}

_NAMELESS = re.compile(r"^(utils?|helpers?|common|misc|services?|managers?|base|core|shared|constants)$")
_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def find(source: Source) -> Iterator[Finding]:
    path = PurePosixPath(source.path)
    for part in (path.stem, path.parent.name):
        if _NAMELESS.match(part):
            yield Finding(1, f"`{part}` names nothing: what does it do?")
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT and _UNFINISHED.search(token.string):
            yield Finding(token.start[0], "unfinished: do it, or open an issue")


GOOD = [
    ("src/entrepot/trade/placing.py", "a = 1\n"),
    ("src/entrepot/catalog/readiness.py", "to_do = ['no weight']\n"),
]
BAD = [
    ("src/entrepot/trade/utils.py", "a = 1\n"),
    ("src/entrepot/trade/service.py", "a = 1\n"),
    ("src/entrepot/helpers/dates.py", "a = 1\n"),
    ("src/entrepot/trade/placing.py", "a = 1  # " + "TODO: two\n"),
]
