"""Tests use our code as it is: no patch of it, no MagicMock. What stands at the edge has a fake that is written out.

A patched function cannot fail, so the test that patches it cannot either: green tests, red production. A provider, a clock
and a mailbox are ours to fake (the sandbox, `clock.standing_at`, Django's outbox); a setting is changed by the `settings`
fixture, and a constant (the size of a page) may be made small.
"""

import ast
from collections.abc import Iterator

from tests.rules.reading import Finding, Source, dotted

NAME = "no-mocks-of-ours"
FOLDERS = ("tests",)
PLACES: dict[str, str] = {}


def find(source: Source) -> Iterator[Finding]:
    for node, name in source.imports:
        if name.startswith(("unittest.mock", "mock.", "pytest_mock")) or name == "mock":
            yield Finding(node.lineno, f"imports {name}: use the code as it is, or a fake at the edge")
    for call in source.calls:
        if dotted(call.func).endswith("monkeypatch.setattr") and _ours(call):
            yield Finding(call.lineno, "patches our own code: use it as it is, or a fake at the edge")


def _ours(call: ast.Call) -> bool:
    target = call.args[0] if call.args else None
    if not isinstance(target, ast.Constant) or not str(target.value).startswith("entrepot."):
        return False
    return not str(target.value).rpartition(".")[2].isupper()


GOOD = [
    ("tests/trade/test_quoting.py", "with clock.standing_at(moment):\n    ...\n"),
    ("tests/web/test_shops.py", "monkeypatch.setattr('entrepot.merchants.showing.PAGE', 1)\n"),
    ("tests/cli/test_commands.py", "monkeypatch.setenv('ENTREPOT_PORT', '9000')\n"),
]
BAD = [
    ("tests/trade/test_quoting.py", "from unittest.mock import patch\n"),
    ("tests/trade/test_quoting.py", "from unittest import mock\n"),
    ("tests/trade/test_quoting.py", "monkeypatch.setattr('entrepot.trade.placing.place', fake)\n"),
]
