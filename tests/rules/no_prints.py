"""A program speaks by its log, a command by its console; nothing prints.

What a web process prints goes to a terminal that nobody reads, and in a command with `--json` it breaks the document that a
program is waiting for.
"""

from collections.abc import Iterator

from tests.rules.reading import Finding, Source, dotted

NAME = "no-prints"
FOLDERS = ("src/entrepot",)
PLACES = {"src/entrepot/demo/loading.py": "a program whose words are its progress"}


def find(source: Source) -> Iterator[Finding]:
    for call in source.calls:
        if dotted(call.func) in ("print", "pprint", "breakpoint", "pdb.set_trace"):
            yield Finding(call.lineno, f"{dotted(call.func)}(): write to the log, or to a command's console")


GOOD = [("src/entrepot/trade/placing.py", "log.info('placed')\n")]
BAD = [
    ("src/entrepot/trade/placing.py", "print('placed')\n"),
    ("src/entrepot/trade/placing.py", "breakpoint()\n"),
]
