"""A tree of children that is kept up: started in order, restarted when one dies, ended in the reverse order."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from entrepot.embedded.children import start_child
from entrepot.supervising.logs import RotatingLog

_POLL_SECONDS = 0.1
_STOP_SECONDS = 25
#: Never so long that what can run again is not back within ten seconds.
_BACKOFF_SECONDS = (0.1, 1, 2, 4, 5)
#: Who has run this long is well again, and the next death counts as its first.
_WELL_SECONDS = 15


@dataclass
class Child:
    """One program of the tree, and how its current process fares."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    deaths: int = 0
    started_at: float = 0.0
    due_at: float = 0.0
    _reader: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the program; what it says goes to its log."""
        self.process = start_child(
            self.command, farewell=signal.SIGTERM, environ=self.environ, output=subprocess.PIPE
        )
        self.started_at = time.monotonic()
        self._reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()

    def alive(self) -> bool:
        """Whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def clear(self) -> None:
        """End what a dead process may have left of its group: a server's own workers still hold the port."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask, wait, insist; return when the process and its group are gone."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=_STOP_SECONDS)
        self.clear()
        self.process.wait()
        if self._reader is not None:
            self._reader.join(timeout=2)

    def last_lines(self, count: int = 12) -> str:
        """The end of its log, for a person to whom it failed."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.strip().splitlines()[-count:])

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        with RotatingLog(self.log) as log:
            for line in process.stdout:
                log.write(line)


class Tree:
    """The children of one `up`, and the wish to stop."""

    def __init__(self, *, tell: Callable[[str], None]) -> None:
        self.children: list[Child] = []
        self.tell = tell
        self.stopping = False

    def add(self, child: Child) -> None:
        """Start `child` and keep it up from now on."""
        self.children.append(child)
        child.start()

    def stop_on_signals(self) -> None:
        """Let Ctrl-C and SIGTERM mean an orderly end; a second one changes nothing about the order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._wish_to_stop)

    def watch(self, *, each_turn: Callable[[], None]) -> None:
        """Keep the children up until a signal says stop; `each_turn` looks after what is not a child of this tree."""
        while not self.stopping:
            each_turn()
            for child in self.children:
                self._look_after(child)
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """End the children, the last one first."""
        for child in reversed(self.children):
            child.stop()
        self.children.clear()

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.alive():
            return
        if child.due_at == 0.0:
            child.clear()
            if now - child.started_at > _WELL_SECONDS:
                child.deaths = 0
            pause = _BACKOFF_SECONDS[min(child.deaths, len(_BACKOFF_SECONDS) - 1)]
            child.deaths += 1
            child.due_at = now + pause
            code = child.process.returncode if child.process else None
            self.tell(f"{child.name} ended ({code}); it starts again in {pause:g} s. Its log: {child.log}")
        elif now >= child.due_at:
            child.due_at = 0.0
            child.start()

    def _wish_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True
