"""A state is moved in one place, which knows the flow and leaves a trace of who and when.

A second writer is how an order comes to be "shipped" with no step that says who shipped it (promise 7), or goes back from
"refunded" to "paid". Orders and purchases are moved by `trade/moving.py` alone; the places below write states of their own
tables, each of one thing.
"""

import ast
import re
from collections.abc import Iterator

from tests.rules.reading import Finding, Source, dotted, is_migration

NAME = "states-have-one-writer"
FOLDERS = ("src/entrepot",)
PLACES = {
    "src/entrepot/trade/moving.py": "moves purchases and orders, along trade/flow.py",
    "src/entrepot/trade/requesting.py": "how a refund that was asked for was answered",
    "src/entrepot/catalog/importing/running.py": "how far an import is, which only its own run knows",
    "src/entrepot/payments/charging.py": "writes down what the provider said of a payment",
    "src/entrepot/payments/paying_out/sending.py": "writes down what the bank said of a payout",
    "src/entrepot/sandbox/banking.py": "the sandbox is the bank: its transfers are its own",
    "src/entrepot/payments/charging_back.py": "writes down what the provider said of a chargeback",
    "src/entrepot/payments/refunding.py": "writes down that the provider has given the money back",
    "src/entrepot/payments/settling.py": "writes down whether a line of a settlement file is matched",
    "src/entrepot/payments/settling_by_hand.py": "writes down that a line of a settlement file is matched by hand",
    "src/entrepot/sandbox/confirming.py": "the sandbox is the provider: its charges are its own",
    "src/entrepot/sandbox/disputing.py": "the sandbox is the provider: its disputes are its own",
    "src/entrepot/sandbox/refunding.py": "the sandbox is the provider: its charges are its own",
}

_MOVES = re.compile(r"\bSET\b[^;]*?\bstate\s*=", re.IGNORECASE | re.DOTALL)


def find(source: Source) -> Iterator[Finding]:
    if is_migration(source.path):
        return
    for node in source.nodes:
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            if any(isinstance(part, ast.Attribute) and part.attr == "state" for part in parts):
                yield Finding(node.lineno, "writes a state: move it where its flow is kept")
    for call in source.calls:
        if dotted(call.func).endswith(".update") and any(word.arg == "state" for word in call.keywords):
            yield Finding(call.lineno, "updates a state: move it where its flow is kept")
        if dotted(call.func) == "setattr" and any(
            isinstance(argument, ast.Constant) and argument.value == "state" for argument in call.args
        ):
            yield Finding(call.lineno, "writes a state: move it where its flow is kept")
    for line, text in source.texts():
        if _MOVES.search(text) and re.search(r"\bUPDATE\b", text, re.IGNORECASE):
            yield Finding(line, "SQL that writes a state: move it where its flow is kept")


GOOD = [
    ("src/entrepot/trade/fulfilling.py", "move_orders(SHIP, ids=[order.pk], by=by, at=now)\n"),
    ("src/entrepot/trade/queries.py", "open_orders = Order.objects.filter(state=OrderState.PAID)\n"),
    ("src/entrepot/trade/queries.py", "found = Found(state=order.state)\nstate = order.state\n"),
    ("src/entrepot/trade/queries.py", "SQL = 'UPDATE cart SET quantity = 1 FROM o WHERE note = 1'\n"),
]
BAD = [
    ("src/entrepot/trade/fulfilling.py", "order.state = OrderState.SHIPPED\n"),
    ("src/entrepot/trade/fulfilling.py", "order.state, order.changed_at = OrderState.SHIPPED, now\n"),
    ("src/entrepot/trade/fulfilling.py", "Order.objects.filter(pk=1).update(state=OrderState.SHIPPED)\n"),
    ("src/entrepot/trade/expiring.py", "SQL = 'UPDATE trade_purchase SET state = %s WHERE id = %s'\n"),
    ("src/entrepot/trade/expiring.py", "setattr(order, 'state', 'paid')\n"),
]
