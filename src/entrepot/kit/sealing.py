"""Personal data at rest: sealed with a key of `ENTREPOT_FIELD_KEYS`, and keyed hashes to compare what must not be read.

The first key seals; every key opens, so keys are rotated by putting a new one in front. The pepper is the last key's own
derivation and stays while that key stays last, because a keyed hash cannot be made again from sealed data.
"""

import hashlib
import hmac
import json
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


class Unsealable(Exception):
    """No key at hand opens this: it was sealed with a key that has been removed, or it was changed."""


@lru_cache(maxsize=4)
def _ciphers(keys: tuple[str, ...]) -> list[AESGCM]:
    return [AESGCM(hashlib.sha256(b"entrepot.seal:" + key.encode()).digest()) for key in keys]


def seal(value: Any, *, purpose: str) -> bytes:
    """`value` (anything JSON holds) as bytes that only our keys open; `purpose` is bound in, so a cell cannot be moved."""
    nonce = os.urandom(12)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return nonce + _ciphers(tuple(settings.FIELD_KEYS))[0].encrypt(nonce, text, purpose.encode())


def unseal(sealed: bytes, *, purpose: str) -> Any:
    """What `seal` was given; Unsealable when no key fits."""
    sealed = bytes(sealed)
    for cipher in _ciphers(tuple(settings.FIELD_KEYS)):
        try:
            return json.loads(cipher.decrypt(sealed[:12], sealed[12:], purpose.encode()))
        except (InvalidTag, ValueError):  # ValueError: too short to be anything that was ever sealed
            continue
    raise Unsealable(purpose)


def keyed_hash(text: str, *, purpose: str) -> bytes:
    """16 bytes by which equal texts are known as equal, and nothing else is: quota keys, idempotency fingerprints."""
    pepper = settings.FIELD_KEYS[-1].encode()
    return hmac.digest(pepper, f"{purpose}:{text}".encode(), "sha256")[:16]
