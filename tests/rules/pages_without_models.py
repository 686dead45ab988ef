"""Pages and the API hold no queries: they start from a domain's verbs, queries and `visible_to`.

A view that can reach a model can show what its reader may not see, and every such view would have to be read to know that
none does. With no model at hand there is nothing to read.
"""

import ast
from collections.abc import Iterator

from tests.rules.reading import Finding, Source, is_under

NAME = "pages-without-models"
FOLDERS = ("src/entrepot",)
PLACES = {
    "src/entrepot/web/health.py": "asks only whether the database answers",
}

_DATABASE = ("django.db.connection", "django.db.connections", "django.db.transaction", "entrepot.kit.sql")


def find(source: Source) -> Iterator[Finding]:
    if not is_under(source.path, "web", "api", "agents"):
        return
    for node, name in source.imports:
        if name.startswith("entrepot.") and "models" in name.split("."):
            yield Finding(node.lineno, f"imports {name}: call a verb or a query of the domain")
        if name.startswith(_DATABASE):
            yield Finding(node.lineno, f"imports {name}: the database is spoken to by the domains")
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield Finding(node.lineno, "uses .objects: start from a query that takes the actor")
        if isinstance(node, ast.Attribute) and node.attr == "execute":
            yield Finding(node.lineno, "runs SQL: it lives in a domain's models.py, queries.py or sql/")


GOOD = [
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
    ("src/entrepot/web/shop/views/orders.py", "from entrepot.trade.models import Order\n"),
    ("src/entrepot/web/shop/views/orders.py", "from entrepot.trade import models\n"),
    ("src/entrepot/api/v1/orders.py", "order = Order.objects.get(number=number)\n"),
    ("src/entrepot/api/v1/orders.py", "from django.db import connection\n"),
    ("src/entrepot/web/operator/views/ledger.py", "cursor.execute('SELECT 1')\n"),
]
