"""A module says on its first lines what it stands on; an import further down says why it has to, beside it or above it.

An import inside a function hides an arrow between parts, and hides a circle from whoever draws the map. Commands and what
starts processes are free: they must not load Django before its database is up.
"""

import ast
import re
from collections.abc import Iterator

from tests.rules.reading import Finding, Source, is_under

NAME = "imports-at-the-top"
FOLDERS = ("src/entrepot",)
PLACES: dict[str, str] = {}

_REASON = re.compile(r"#\s*noqa:[^#]*?(#|-)\s*\w{2,}")


def find(source: Source) -> Iterator[Finding]:
    if is_under(source.path, "cli", "supervising"):
        return
    for function in source.nodes:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            if not _REASON.search(source.lines[node.lineno - 1]) and not source.explained(node.lineno):
                yield Finding(node.lineno, "an import inside a function: move it up, or say why on its line")


GOOD = [
    ("src/entrepot/trade/queries.py", "from entrepot.kit import clock\n"),
    (
        "src/entrepot/trade/apps.py",
        "def ready(self):\n    from entrepot.trade import tasks  # noqa: PLC0415  # models can be imported only now\n",
    ),
    (
        "src/entrepot/search/apps.py",
        "def ready(self):\n    # Models can be imported only now.\n"
        "    from a import b  # noqa: PLC0415\n    from c import d  # noqa: PLC0415\n",
    ),
    ("src/entrepot/cli/up.py", "def up():\n    import django\n"),
]
BAD = [
    ("src/entrepot/trade/queries.py", "def order():\n    from entrepot.kit import clock\n"),
    ("src/entrepot/trade/queries.py", "def order():\n    from entrepot.kit import clock  # noqa: PLC0415\n"),
]
