"""A whole marketplace in a data folder of its own, on loopback, and its processes by what they are."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from entrepot.embedded import running
from entrepot.embedded.children import start_child

ROOT = Path(__file__).parents[2]
_START_SECONDS = 120


def free_port() -> int:
    with contextlib.closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def until(holds: Callable[[], bool], *, seconds: float, pause: float = 0.05) -> bool:
    """Whether it came to hold within so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def sharing() -> float:
    """How many times longer than alone a program runs on this machine now, because others work on it too: at least 1."""
    began, used = time.monotonic(), time.process_time()
    while time.process_time() - used < 0.15:
        pass
    return max(1.0, (time.monotonic() - began) / (time.process_time() - used))


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """The environment of somebody who has set nothing but the data folder."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ENTREPOT_", "DATABASE_"))
    }
    return kept | {"ENTREPOT_DATA": str(folder), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"} | more


def command(folder: Path, *arguments: str, seconds: float = 120) -> "subprocess.CompletedProcess[str]":
    """One run of the command `entrepot` on this data folder."""
    return subprocess.run(
        [sys.executable, "-m", "entrepot.cli", *arguments],
        capture_output=True,
        text=True,
        env=surroundings(folder),
        timeout=seconds,
    )


class Marketplace:
    """`entrepot up` in `folder`, which is seeded already."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder, self.port, self.environ = folder, free_port(), environ
        self.said = folder.parent / "up.log"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def owner_url(self) -> str:
        """The database's address for its owner, while it is up."""
        found = running(self.folder)
        assert found is not None, "no database runs in this folder"
        return found.owner

    def __enter__(self) -> "Marketplace":
        with self.said.open("wb") as output:
            # As its own children do, it ends when we do, however we end.
            self.process = start_child(
                [sys.executable, "-m", "entrepot.cli", "up", "--port", str(self.port)],
                farewell=signal.SIGTERM,
                environ=surroundings(self.folder, **self.environ),
                output=output,
            )
        if not until(lambda: self.is_well() or self.process.poll() is not None, seconds=_START_SECONDS):
            self.process.kill()
        assert self.process.poll() is None, self.said.read_text(encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(60)

    def is_well(self) -> bool:
        """Whether `/healthz` answers ok, asked by a new connection."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=3) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def web_master(self) -> int:
        return self._only(b"granian")

    def web_processes(self) -> list[int]:
        """The processes that serve pages."""
        with contextlib.suppress(LookupError):
            master = self.web_master()
            return [pid for pid in _children(master) if b"granian" in _told(pid)]
        return []

    def worker(self) -> int:
        return self._only(b"entrepot.workers.main")

    def postmaster(self) -> int:
        return int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])

    def is_whole(self) -> bool:
        """Whether every process of the tree is there."""
        with contextlib.suppress(LookupError, OSError, ValueError):
            self._only(b"entrepot.search.writing")
            is_database_up = self.postmaster() in _children(self.process.pid)
            return is_database_up and len(self.web_processes()) == 2 and self.worker() > 0
        return False

    def _only(self, word: bytes) -> int:
        for pid in _children(self.process.pid):
            if word in _told(pid):
                return pid
        raise LookupError(f"no child says {word.decode()}")


def kill(pid: int) -> None:
    """End a process as a power cut would."""
    os.kill(pid, signal.SIGKILL)


def _told(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _children(pid: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                # The name of the program, in brackets, may hold blanks: what follows it does not.
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if int(parent) == pid and state != "Z":
                    yield int(entry.name)
