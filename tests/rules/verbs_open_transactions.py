"""A transaction is opened by `@verb`, and by nobody else.

One deed, one transaction: what a view opens around two verbs is committed by neither and undone by both, and a refusal
turned into a page inside it would commit half-done work.
"""

import ast
from collections.abc import Iterator

from tests.rules.reading import Finding, Source, dotted, is_migration

NAME = "verbs-open-transactions"
FOLDERS = ("src/entrepot",)
PLACES = {
    "src/entrepot/kit/verb.py": "is where verbs open theirs",
    "src/entrepot/customs/loading.py": "forgets, after commit, the rules that this process has read",
    "src/entrepot/merchants/applying.py": "a savepoint, so that the loser of two who ask at once is answered by a sentence",
    "src/entrepot/sandbox/banking.py": "the sandbox is a bank: it stands outside and has no verbs",
    "src/entrepot/sandbox/confirming.py": "the sandbox is a provider: it stands outside and has no verbs",
    "src/entrepot/sandbox/disputing.py": "the sandbox is a provider: it stands outside and has no verbs",
    "src/entrepot/sandbox/refunding.py": "the sandbox is a provider: it stands outside and has no verbs",
    "src/entrepot/sandbox/settling.py": "the sandbox is a provider: it stands outside and has no verbs",
}

_DOORS = (".atomic", ".commit", ".rollback", ".savepoint", ".set_autocommit", ".on_commit")


def find(source: Source) -> Iterator[Finding]:
    if is_migration(source.path):
        return
    bare = [node for node, name in source.imports if name == "django.db.transaction.atomic"]
    for node in bare:
        yield Finding(node.lineno, "imports atomic: a verb opens the transaction")
    for node in source.nodes:
        if not isinstance(node, ast.Attribute):
            continue
        name = dotted(node)
        if name.startswith(("transaction.", "connection.", "connections.")) and name.endswith(_DOORS):
            yield Finding(
                node.lineno, f"{name}: a verb opens the transaction, and what follows it is an event"
            )


GOOD = [
    ("src/entrepot/trade/cancelling.py", "@verb(allow=SIGNED_IN)\ndef cancel(order_id, *, by):\n    ...\n"),
]
BAD = [
    ("src/entrepot/trade/cancelling.py", "with transaction.atomic():\n    ...\n"),
    ("src/entrepot/trade/cancelling.py", "@transaction.atomic\ndef cancel():\n    ...\n"),
    ("src/entrepot/trade/cancelling.py", "from django.db.transaction import atomic\n"),
    ("src/entrepot/trade/cancelling.py", "transaction.on_commit(tell)\n"),
    ("src/entrepot/trade/cancelling.py", "connection.commit()\n"),
]
