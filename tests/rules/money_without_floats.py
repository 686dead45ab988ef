"""A module that knows Money holds no float: an amount is an integer, a rate an exact fraction.

0.1 + 0.2 is not 0.3, and a cent lost in a million orders is a ledger that does not add up. Lengths of time are floats in
Python; they are allowed under a name that ends in `_SECONDS`, as a parameter `timeout` or `seconds`, and nowhere near money.
"""

import ast
from collections.abc import Iterator

from tests.rules.reading import Finding, Source, dotted

NAME = "money-without-floats"
FOLDERS = ("src/entrepot",)
PLACES = {
    "src/entrepot/bench/direct.py": "measures seconds",
    "src/entrepot/sandbox/telling.py": "its floats are shares of the time by which a webhook is late",
}

_TIMES = ("_SECONDS", "_seconds", "_AT", "_at", "timeout", "seconds")


def find(source: Source) -> Iterator[Finding]:
    if not source.imports_of("entrepot.kit.money") and not source.path.endswith("kit/money.py"):
        return
    times = set(_times(source))
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and id(node) not in times:
            yield Finding(
                node.lineno, f"the float {node.value} in a module of money: use an integer or a Fraction"
            )
    for call in source.calls:
        if dotted(call.func) == "float":
            yield Finding(
                call.lineno, "float() in a module of money: use an integer, a Decimal or a Fraction"
            )


def _times(source: Source) -> Iterator[int]:
    """The constants that are a length or a moment of time, by the name they are given to."""
    for node in source.nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for name, value in _pairs(target, node.value):
                    if dotted(name).endswith(_TIMES):
                        yield from (id(part) for part in ast.walk(value))
        elif isinstance(node, ast.keyword) and (node.arg or "").endswith(_TIMES):
            yield from (id(part) for part in ast.walk(node.value))


def _pairs(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Which part of the value goes to which name: `a, b = 1, 2` is two assignments."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=False)
    elif value is not None:
        yield target, value


GOOD = [
    ("src/entrepot/payments/rates.py", "from entrepot.kit.money import Rate\n\n_kept, _read_at = {}, 0.0\n"),
    ("src/entrepot/payments/rates.py", "from entrepot.kit.money import Rate\n\nFRESH_SECONDS = 2.0\n"),
    ("src/entrepot/payments/rates.py", "from entrepot.kit.money import Money\n\nask(timeout=2.5)\n"),
    ("src/entrepot/demo/drawing/bags.py", "opacity = 0.7\nsize = float(text)\n"),
]
BAD = [
    ("src/entrepot/payments/fees.py", "from entrepot.kit.money import Money\n\nread_at, fee = 0.0, 0.5\n"),
    ("src/entrepot/payments/fees.py", "from entrepot.kit.money import Money\n\nfee = amount * 0.05\n"),
    ("src/entrepot/payments/fees.py", "from entrepot.kit import money\n\nprice = float(text)\n"),
]
