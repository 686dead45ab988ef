"""A file has 400 lines at the most, a function 60.

What does not fit on a screen is not read, and what is not read is where the defects are. A file that wants to grow has a
second capability in it, and a function a second paragraph: each has a name.
"""

import ast
from collections.abc import Iterator

from tests.rules.reading import Finding, Source, is_migration

NAME = "nothing-is-long"
FOLDERS = ("src/entrepot", "tests", "tools")
PLACES: dict[str, str] = {}

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60


def find(source: Source) -> Iterator[Finding]:
    if is_migration(source.path):
        return
    if len(source.lines) > FILE_LINES_MAX:
        yield Finding(
            1, f"{len(source.lines)} lines, more than {FILE_LINES_MAX}: which capability can move out?"
        )
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield Finding(node.lineno, f"{node.name} has {lines} lines, more than {FUNCTION_LINES_MAX}")


GOOD = [
    ("src/entrepot/trade/placing.py", "def place():\n" + "    a = 1\n" * 59),
    ("src/entrepot/trade/migrations/0001_initial.py", "a = 1\n" * 500),
]
BAD = [
    ("src/entrepot/trade/placing.py", "def place():\n" + "    a = 1\n" * 60),
    ("src/entrepot/trade/placing.py", "a = 1\n" * 401),
]
