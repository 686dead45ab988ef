"""A log file that stays small: at a size it becomes `.1`, and the fifth is forgotten.

On a full disk lines are lost and nothing else: whoever reads a program's words must go on reading, or the program stands still.
"""

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
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, where: TracebackType | None
    ) -> None:
        self._close()

    def write(self, line: bytes) -> None:
        """Append one line and let it be seen at once; what the disk does not take is lost."""
        try:
            file = self._file or self._open()
            if file.tell() + len(line) > self.bytes_max:
                self._close()
                for age in range(_KEPT - 1, 0, -1):
                    with contextlib.suppress(FileNotFoundError):
                        os.replace(self._aged(age), self._aged(age + 1))
                os.replace(self.path, self._aged(1))
                file = self._open()
            file.write(line)
        except OSError:
            self._close()

    def _open(self) -> IO[bytes]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._file = os.fdopen(handle, "ab", buffering=0)
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def _aged(self, age: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{age}")
