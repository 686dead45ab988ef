"""The present moment comes from `kit.clock.now()`: aware, in UTC, and one that a test can stand still.

A naive `datetime.now()` is eight hours off in Shanghai, which is a day off for a yearly customs limit; any other clock than
ours goes on ticking while a test stands at the moment when a quote expires.
"""

from collections.abc import Iterator

from tests.rules.reading import Finding, Source, dotted

NAME = "one-clock"
FOLDERS = ("src/entrepot",)
PLACES = {"src/entrepot/kit/clock.py": "is the clock"}

_CLOCKS = (
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.utcfromtimestamp",
    "date.today",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
)


def find(source: Source) -> Iterator[Finding]:
    for call in source.calls:
        if dotted(call.func).endswith(_CLOCKS):
            yield Finding(call.lineno, f"asks {dotted(call.func)}(): ask entrepot.kit.clock.now()")


GOOD = [
    ("src/entrepot/trade/quotes.py", "from entrepot.kit import clock\n\nissued = clock.now()\n"),
    ("src/entrepot/workers/loops.py", "import time\n\nbegan = time.monotonic()\n"),
]
BAD = [
    ("src/entrepot/trade/quotes.py", "issued = datetime.now()\n"),
    ("src/entrepot/trade/quotes.py", "issued = datetime.datetime.now(UTC)\n"),
    ("src/entrepot/trade/quotes.py", "issued = datetime.utcnow()\n"),
    ("src/entrepot/trade/quotes.py", "day = date.today()\n"),
    ("src/entrepot/trade/quotes.py", "issued = timezone.now()\n"),
]
