"""Bar codes that a hand-held scanner and a telephone read: Code 128, as runs of black modules for a template to draw."""

from itertools import groupby
from typing import Any


def bars(text: str) -> dict[str, Any]:
    """Capitals and digits as Code 128: how many modules it is wide, and each black run as its begin and width."""
    from barcode import Code128  # noqa: PLC0415  # it loads Pillow, for pictures that nobody here asks for

    [pattern] = Code128(text).build()
    runs, at = [], 0
    for bit, group in groupby(pattern):
        width = len(list(group))
        if bit == "1":
            runs.append([at, width])
        at += width
    return {"modules": at, "runs": runs}
