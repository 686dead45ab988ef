"""A real marketplace for one walk: `entrepot up` in a folder of its own, on a free port, ended when the walk is over."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import entrepot
from tests.prepared import prepare

OPERATOR = "cleo@entrepot.example"
PASSWORD = "a lantern in the fog"
SEEDS = Path(entrepot.__file__).parent / "customs" / "seeds"

#: What no command of a new marketplace does yet: exchange rates, the commission, and the mailbox page without the demo's goods;
#: and most tables of customs, whose command is the one that brings the rules.
_OPENING = """
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from entrepot.supervising import notes
from entrepot.supervising.visiting import marketplace

with marketplace() as found:
    from entrepot.customs import loading
    from entrepot.kit.actor import SYSTEM
    from entrepot.merchants.charging import set_fee_plan
    from entrepot.payments.rates import publish_rate

    for base, quote, value in (("USD", "CNY", "7.1"), ("CNY", "USD", "0.1408")):
        publish_rate(
            base=base, quote=quote, value=Decimal(value), source="a bank", as_of=date(2026, 6, 1), by=SYSTEM
        )
    set_fee_plan(commission_bps=500, by=SYSTEM)
    for table in ("tariff", "positive-list"):
        file = Path(sys.argv[1]) / f"{table}.csv"
        assert not loading.load(table=table, data=file.read_bytes(), file_name=file.name, by=SYSTEM).is_refused
    notes.write(found.owner_url, demo="not wanted")
"""


class Marketplace:
    """A running process tree; `url` is where its pages are."""

    def __init__(self, base: Path) -> None:
        self.base, self.folder, self.port = base, base / "data", _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ENTREPOT_", "DATABASE_"))
        }
        self.environ = kept | {
            "ENTREPOT_DATA": str(self.folder),
            "ENTREPOT_PORT": str(self.port),
            "ENTREPOT_DEMO": "1",
            "ENTREPOT_WEB_PROCESSES": "1",
            "ENTREPOT_WEB_THREADS": "8",
            "ENTREPOT_POOL": "8",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """What an operator does once, then `up`, until it says that it is open."""
        prepare(self.folder)
        self._python("-c", _OPENING, str(SEEDS))
        with (self.base / "output").open("wb") as output:
            command = [sys.executable, "-m", "entrepot.cli", "up"]
            self._process = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, env=self.environ
            )
        until = time.monotonic() + 90
        while "Entrepôt is open" not in self.said():
            assert self._process.poll() is None and time.monotonic() < until, self.said()
            time.sleep(0.05)
        self.run("customs", "load", str(SEEDS / "rules.csv"), "--table", "rules")
        self.run("person", "create", OPERATOR, "--operator", "--password-stdin", typed=PASSWORD)

    def run(self, *arguments: str, typed: str = "") -> str:
        """A command `entrepot …` beside the running marketplace; what it printed."""
        return self._python("-m", "entrepot.cli", *arguments, typed=typed)

    def run_json(self, *arguments: str) -> Any:
        """A command that answers as JSON."""
        return json.loads(self.run(*arguments, "--json"))

    def stop(self) -> list[str]:
        """SIGTERM to the tree; what is left of it ten seconds after its end, none if all is well."""
        if self._process is None or self._process.poll() is not None:
            return [] if self._process is None else [f"it had ended before: {self.said()}"]
        tree = _descendants(self._process.pid)
        assert tree
        self._process.terminate()
        self._process.wait(60)
        until = time.monotonic() + 10
        while (left := [*_alive(tree), *self._of_folder()]) and time.monotonic() < until:
            time.sleep(0.05)
        return left

    def said(self) -> str:
        """What `up` has printed."""
        return (self.base / "output").read_text(encoding="utf-8")

    def logs(self) -> str:
        """The logs of web, worker and index writer, for who looks why something went wrong."""
        files = sorted((self.folder / "log").glob("*.log"))
        return "\n".join(f"--- {file.name}\n{file.read_text(errors='replace')[-3000:]}" for file in files)

    def _python(self, *arguments: str, typed: str = "") -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            input=typed,
            capture_output=True,
            text=True,
            env=self.environ,
            timeout=120,
        )
        assert done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _of_folder(self) -> list[str]:
        """Processes that were told of this data folder."""
        name, found = str(self.folder).encode(), []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (
                    name in (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
                    and int(entry.name) != os.getpid()
                ):
                    found += _alive([int(entry.name)])
        return found


@contextlib.contextmanager
def opened() -> Any:
    """A marketplace that is up for as long as the block runs; its folder is gone afterwards."""
    # Not pytest's own folder: the database's account may not pass it.
    base = Path("/tmp") / f"entrepot walk {os.getpid()}-{time.monotonic_ns()}"
    base.mkdir()
    base.chmod(0o755)
    market = Marketplace(base)
    try:
        market.start()
        yield market
    finally:
        market.stop()
        shutil.rmtree(base, ignore_errors=True)


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _descendants(pid: int) -> list[int]:
    """`pid` and every process below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def _alive(pids: list[int]) -> list[str]:
    """Those that run, as `pid command`; one that only waits to be counted does not."""
    found = []
    for pid in pids:
        with contextlib.suppress(OSError):
            if (Path("/proc") / str(pid) / "stat").read_text().rpartition(") ")[2][:1] != "Z":
                command = (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ")
                found.append(f"{pid} {command.decode(errors='replace')}")
    return found
