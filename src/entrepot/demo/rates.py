"""The demo's exchange rates: facts of June 2026, published with their day and marked as the demo's."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from entrepot.kit.actor import Actor, Caller
from entrepot.kit.verb import verb
from entrepot.payments.rates import RateMissing, current, forget, publish_rate

_TOLD = tomllib.loads((Path(__file__).parent / "rates.toml").read_text("utf-8"))
#: As many digits as the table of rates keeps.
_DIGITS = Decimal("1.0000000000")


def pairs() -> Iterator[tuple[str, str, Decimal]]:
    """Each rate from the dollar, and each back to it."""
    for currency, text in _TOLD["one_dollar"].items():
        yield "USD", currency, Decimal(text)
        yield currency, "USD", (1 / Decimal(text)).quantize(_DIGITS)


@verb(allow={Caller.SYSTEM})
def publish_rates(*, by: Actor) -> int:
    """Publish what is not known yet; how many that were. A rate that somebody has given since stays the newest."""
    forget()  # what this process read of another database, or another moment, is no reason to leave a rate out
    missing = [(base, quote, value) for base, quote, value in pairs() if not _known(base, quote)]
    for base, quote, value in missing:
        publish_rate(
            base=base,
            quote=quote,
            value=value,
            source=_TOLD["source"],
            as_of=_TOLD["as_of"],
            confidence="demo",
            by=by,
        )
    return len(missing)


def _known(base: str, quote: str) -> bool:
    try:
        current(base, quote)
    except RateMissing:
        return False
    return True
