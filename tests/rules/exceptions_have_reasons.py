"""Where a checker is told to look away, the line says why: `# noqa: CODE  # the reason`, `# type: ignore[code]  # the reason`,
or a comment above it does.

A suppression without a reason outlives its cause, and the next reader cannot tell a decision from a surrender.
"""

import io
import re
import tokenize
from collections.abc import Iterator

from tests.rules.reading import Finding, Source

NAME = "exceptions-have-reasons"
FOLDERS = ("src/entrepot", "tools")
PLACES: dict[str, str] = {}

_LOOKS_AWAY = re.compile(r"#\s*(noqa|type:\s*ignore|rule:)")
_WITH_REASON = re.compile(
    r"#\s*(noqa:\s*[A-Z0-9, ]+?\s*(#|-)\s*\S.{2,}|type:\s*ignore\[[^\]]+\]\s*#\s*\S.{2,}|rule:\s*[a-z-]+\s+because\s+\S.{2,})"
)


def find(source: Source) -> Iterator[Finding]:
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if (
            token.type == tokenize.COMMENT
            and _LOOKS_AWAY.match(token.string)
            and not _WITH_REASON.match(token.string)
            and not source.explained(token.start[0])
        ):
            yield Finding(token.start[0], f"{token.string.strip()} does not say why")


GOOD = [
    ("src/entrepot/kit/money.py", "a = b  # type: ignore[attr-defined]  # set together with done\n"),
    ("src/entrepot/kit/money.py", "import a  # noqa: PLC0415  # importable only now\n"),
    ("src/entrepot/kit/money.py", "text = '# noqa'\n"),
]
BAD = [
    ("src/entrepot/kit/money.py", "a = b  # type: ignore\n"),
    ("src/entrepot/kit/money.py", "a = b  # type: ignore[attr-defined]\n"),
    ("src/entrepot/kit/money.py", "import a  # noqa\n"),
    ("src/entrepot/kit/money.py", "import a  # noqa: F401\n"),
]
