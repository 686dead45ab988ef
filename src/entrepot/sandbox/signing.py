"""The signature of a webhook, and its check as the provider's customers would do it.

`Sandbox-Signature: t=<unix seconds>,v1=<hex>`, the HMAC-SHA256 of `<t>.<body>`: the time is signed too, so that an old message
cannot be sent again as a new one.
"""

import hmac
from datetime import datetime

from entrepot.sandbox.errors import SignatureWrong

HEADER = "Sandbox-Signature"
TOLERANCE_SECONDS = 300


def signature(body: bytes, *, secret: str, at: datetime) -> str:
    """The header's value for `body`, sent now."""
    stamp = int(at.timestamp())
    return f"t={stamp},v1={_digest(body, secret=secret, stamp=stamp)}"


def check(body: bytes, header: str, *, secret: str, at: datetime) -> None:
    """SignatureWrong unless `header` signs `body` with our secret within the tolerance, compared in constant time."""
    parts = [part.partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name.strip() == "t"]
    signatures = [value.strip() for name, _, value in parts if name.strip() == "v1"]
    if not secret or len(stamps) != 1 or not signatures or not stamps[0].isascii() or not stamps[0].isdigit():
        raise SignatureWrong
    if len(stamps[0]) > 12 or abs(int(at.timestamp()) - int(stamps[0])) > TOLERANCE_SECONDS:
        raise SignatureWrong
    expected = _digest(body, secret=secret, stamp=int(stamps[0])).encode()
    if not any(hmac.compare_digest(expected, given.encode()) for given in signatures):
        raise SignatureWrong


def _digest(body: bytes, *, secret: str, stamp: int) -> str:
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
