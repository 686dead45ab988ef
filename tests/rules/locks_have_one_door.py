"""Rows are locked by the scope `locked()` of a model's QuerySet, in the order of their keys, and nowhere else.

Two verbs that lock the same two rows in two orders wait for each other for ever; PostgreSQL ends one of them with an error
that no test of one thread shows. One door with one order cannot deadlock with itself.
"""

import ast
from collections.abc import Iterator

from tests.rules.reading import Finding, Source, dotted, is_migration

NAME = "locks-have-one-door"
FOLDERS = ("src/entrepot",)
PLACES: dict[str, str] = {}


def find(source: Source) -> Iterator[Finding]:
    if is_migration(source.path):
        return
    allowed: set[int] = set()
    if source.path.endswith("/models.py"):
        for node in source.nodes:
            if isinstance(node, ast.FunctionDef) and node.name == "locked":
                allowed |= {
                    id(call.func.value)
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Attribute)
                    and call.func.attr == "order_by"
                    and [getattr(word, "value", None) for word in call.args] == ["pk"]
                }
    for call in source.calls:
        if dotted(call.func).endswith("select_for_update") and id(call) not in allowed:
            yield Finding(
                call.lineno, "locks rows: use the model's scope locked(), which ends in order_by('pk')"
            )


GOOD = [
    (
        "src/entrepot/stock/models.py",
        "class Levels(QuerySet):\n    def locked(self):\n        return self.select_for_update().order_by('pk')\n",
    ),
    ("src/entrepot/stock/counting.py", "level = Level.objects.locked().get(pk=level_id)\n"),
]
BAD = [
    ("src/entrepot/stock/counting.py", "Level.objects.select_for_update().get(pk=1)\n"),
    (
        "src/entrepot/stock/models.py",
        "class Levels(QuerySet):\n    def locked(self):\n        return self.select_for_update()\n",
    ),
    (
        "src/entrepot/stock/models.py",
        "class Levels(QuerySet):\n    def open(self):\n        return self.select_for_update().order_by('pk')\n",
    ),
]
