"""A log file that stays small: at a size it becomes `.1`, and the fifth is forgotten."""

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self

_BYTES_MAX = 10 * 1024 * 1024
_KEPT = 5


class RotatingLog:
    """Appends lines to `path`; readable by its owner only, since a log may name people."""

    def __init__(self, path: Path, *, bytes_max: int = _BYTES_MAX) -> None:
        self.path = path
        self.bytes_max = bytes_max
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, where: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, line: bytes) -> None:
        """Append one line and let it be seen at once."""
        if self._file.tell() + len(line) > self.bytes_max:
            self._file.close()
            for age in range(_KEPT - 1, 0, -1):
                with contextlib.suppress(FileNotFoundError):
                    os.replace(self._aged(age), self._aged(age + 1))
            os.replace(self.path, self._aged(1))
            self._file = self._open()
        self._file.write(line)
        self._file.flush()

    def _open(self) -> IO[bytes]:
        return os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")

    def _aged(self, age: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{age}")
