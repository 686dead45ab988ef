"""Pages and the API hold no queries: they start from a domain's verbs, queries and `visible_to`.

A view that can reach a model can show what its reader may not see, and every such view would have to be read to know that
none does. With no model at hand there is nothing to read. What a query has answered may be named in an annotation; a
list of choices (a state, a status) reaches no row; `entrepot.kit.models` (the event that a listener is told of) is everybody's.
"""

import ast
from collections.abc import Iterator
from functools import cache

from tests.rules.reading import ROOT, Finding, Source, dotted, is_under

NAME = "pages-without-models"
FOLDERS = ("src/entrepot",)
PLACES = {
    "src/entrepot/web/health.py": "asks only whether the database answers",
}

_DATABASE = ("django.db.connection", "django.db.connections", "django.db.transaction", "entrepot.kit.sql")


def find(source: Source) -> Iterator[Finding]:
    if not is_under(source.path, "web", "api", "agents"):
        return
    loaded = set(_loaded(source))
    for node, name in source.imports:
        parts = name.split(".")
        if parts[0] == "entrepot" and parts[1] != "kit" and "models" in parts and parts[-1] in loaded:
            if _is_choices(name):
                continue
            yield Finding(node.lineno, f"imports {name}: call a verb or a query of the domain")
        if name.startswith(_DATABASE):
            yield Finding(node.lineno, f"imports {name}: the database is spoken to by the domains")
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield Finding(node.lineno, "uses .objects: start from a query that takes the actor")
        if isinstance(node, ast.Attribute) and node.attr == "execute":
            yield Finding(node.lineno, "runs SQL: it lives in a domain's models.py, queries.py or sql/")


@cache
def _is_choices(name: str) -> bool:
    """Whether this is a class of TextChoices and the like."""
    module, _, wanted = name.rpartition(".")
    file = ROOT / "src" / f"{module.replace('.', '/')}.py"
    if not file.exists():
        return False
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name == wanted:
            return any(dotted(base).endswith("Choices") for base in node.bases)
    return False


def _loaded(source: Source) -> Iterator[str]:
    """Names that are used for more than an annotation."""
    annotations: set[int] = set()
    for node in source.nodes:
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(part, ast.AST):
                annotations |= {id(inner) for inner in ast.walk(part)}
    for node in source.nodes:
        if isinstance(node, ast.Name) and id(node) not in annotations:
            yield node.id


GOOD = [
    (
        "src/entrepot/web/merchant/views/imports.py",
        "from entrepot.catalog.models import ImportState\n\nended = ImportState.DONE\n",
    ),
    (
        "src/entrepot/web/shop/pricing.py",
        "from entrepot.trade.models import Order\n\n\ndef rows(order: Order) -> list[Order]:\n    return [order]\n",
    ),
    (
        "src/entrepot/web/shop/views/orders.py",
        "from entrepot.trade import queries\n\nfound = queries.order('7', by=actor)\n",
    ),
    (
        "src/entrepot/trade/queries.py",
        "from entrepot.trade.models import Order\n\nOrder.objects.visible_to(actor)\n",
    ),
]
BAD = [
    ("src/entrepot/web/shop/views/orders.py", "from entrepot.trade.models import Order\n\nOrder(pk=1)\n"),
    ("src/entrepot/web/shop/views/orders.py", "from entrepot.trade import models\n\nmodels.Order(pk=1)\n"),
    ("src/entrepot/api/v1/orders.py", "order = Order.objects.get(number=number)\n"),
    ("src/entrepot/api/v1/orders.py", "from django.db import connection\n"),
    ("src/entrepot/web/operator/views/ledger.py", "cursor.execute('SELECT 1')\n"),
]
