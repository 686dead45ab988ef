"""Children are kept up and ended together; their logs stay small."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from entrepot.supervising.logs import RotatingLog
from entrepot.supervising.tree import Child, Tree


def child(folder: Path, code: str, *, name: str = "child") -> Child:
    return Child(name, [sys.executable, "-u", "-c", code], dict(os.environ), folder / f"{name}.log")


def eventually(holds: Callable[[], bool], *, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.faults
class TestTree:
    def test_starts_again_what_died(self, tmp_path: Path) -> None:
        said: list[str] = []
        tree = Tree(tell=said.append)
        tree.add(child(tmp_path, "import time; print('here'); time.sleep(60)"))
        first = tree.children[0].process
        assert first is not None

        def kill_then_stop() -> None:
            first.kill()
            eventually(lambda: tree.children[0].process is not first)
            tree.stopping = True

        threading.Thread(target=kill_then_stop).start()
        tree.watch(each_turn=lambda: None)
        assert tree.children[0].alive()
        assert said == [f"child ended (-9); it starts again in 0.1 s. Its log: {tmp_path / 'child.log'}"]
        tree.stop()

    def test_ends_children_in_the_reverse_order(self, tmp_path: Path) -> None:
        code = (
            "import signal, sys, time; where = sys.stdout\n"
            "def end(*_): open({log!r}, 'a').write({name!r}); sys.exit()\n"
            "signal.signal(signal.SIGTERM, end); print('ready'); time.sleep(60)"
        )
        tree, log = Tree(tell=print), str(tmp_path / "ends")
        for name in ("1", "2"):
            tree.add(child(tmp_path, code.format(log=log, name=name), name=name))
        assert eventually(lambda: all("ready" in one.last_lines() for one in tree.children))
        tree.stop()
        assert Path(log).read_text() == "21"

    def test_ends_the_children_of_a_child_too(self, tmp_path: Path) -> None:
        code = (
            "import subprocess, sys, time\n"
            "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
            "print(inner.pid); time.sleep(60)"
        )
        tree = Tree(tell=print)
        tree.add(child(tmp_path, code))
        assert eventually(lambda: tree.children[0].last_lines().strip().isdigit())
        inner = int(tree.children[0].last_lines())
        tree.stop()
        assert eventually(lambda: gone(inner))

    def test_ctrl_c_is_a_wish_to_stop(self, tmp_path: Path) -> None:
        before = {
            number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        tree = Tree(tell=print)
        try:
            tree.stop_on_signals()
            os.kill(os.getpid(), signal.SIGINT)
            tree.watch(each_turn=lambda: None)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        assert tree.stopping


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][:1] == "Z"
    except FileNotFoundError:
        return True


class TestRotatingLog:
    def test_keeps_six_files_and_forgets_the_oldest(self, tmp_path: Path) -> None:
        with RotatingLog(tmp_path / "web.log", bytes_max=10) as log:
            for number in range(10):
                log.write(b"line %d...\n" % number)
        names = sorted(path.name for path in tmp_path.iterdir())
        assert names == ["web.log", *(f"web.log.{age}" for age in range(1, 6))]
        assert (tmp_path / "web.log").read_bytes() == b"line 9...\n"
        assert (tmp_path / "web.log.5").read_bytes() == b"line 4...\n"

    @pytest.mark.faults
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
    def test_loses_lines_on_a_full_disk_and_nothing_else(self, tmp_path: Path) -> None:
        path = tmp_path / "web.log"
        path.symlink_to("/dev/full")
        with RotatingLog(path) as log:
            log.write(b"lost\n")
            path.unlink()
            log.write(b"kept\n")
        assert path.read_bytes() == b"kept\n"
