"""A marketplace of its own for a measurement, and the load on it: on loopback, bounded in count and time."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LUA = Path(__file__).parent


class CannotMeasure(Exception):
    """Something that the measurement needs is missing; the message says what."""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw: answers, seconds, failures (anything but the wished status), and latencies in milliseconds."""

    requests: int
    seconds: float
    errors: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float

    @property
    def per_second(self) -> float:
        return (self.requests - self.errors) / self.seconds


@contextlib.contextmanager
def serving(data: Path, *, port: int, latency_ms: int) -> "Iterator[tuple[str, subprocess.Popen[bytes]]]":
    """`entrepot up` in `data` while the block runs; its address and its process."""
    command = [sys.executable, "-m", "entrepot.cli", "up", "--port", str(port)]
    environ = _environ(data, ENTREPOT_SANDBOX_LATENCY_MS=str(latency_ms))
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=60)


def audit(data: Path) -> list[str]:
    """The checks of `entrepot audit` that the marketplace in `data` breaks."""
    command = [sys.executable, "-m", "entrepot.cli", "audit", "--json"]
    answer = subprocess.run(command, env=_environ(data), capture_output=True, text=True, check=False)
    promises = json.loads(answer.stdout)["promises"]
    return [check["name"] for promise in promises for check in promise["checks"] if not check["ok"]]


def _environ(data: Path, **settings: str) -> dict[str, str]:
    """For a command on the marketplace in `data`, whatever this process has been set up for."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return given | {"ENTREPOT_DATA": str(data)} | settings


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=2):
            return
        time.sleep(0.2)
    raise CannotMeasure("the marketplace to be measured did not start")


def wrk(address: str, script: str, *, folder: Path, connections: int, seconds: int) -> Load:
    """Drive `address` with one of our scripts for so many seconds."""
    return load(run(address, script, folder=folder, connections=connections, seconds=seconds))


def run(
    address: str,
    script: str,
    *,
    folder: Path,
    connections: int,
    seconds: int,
    threads: int = 2,
    **environ: str,
) -> str:
    """What wrk says after so many seconds, or as soon as the script ends it; the script reads `environ` and BENCH_FOLDER."""
    binary = shutil.which("wrk")
    if binary is None:
        raise CannotMeasure("wrk is missing: apt-get install wrk")
    command = [binary, "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s"]
    command += ["--timeout", "10s", "-s", str(_LUA / script), address]
    answer = subprocess.run(
        command,
        env=os.environ | {"BENCH_FOLDER": str(folder)} | environ,
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=False,
    )
    sys.stderr.write(answer.stderr)
    return answer.stdout + (answer.stderr if answer.returncode else "")


def load(said: str) -> Load:
    """The line that every script ends with."""
    count, micros, errors, *latencies = numbers(said, "RESULT")
    return Load(count, micros / 1e6, errors, *(round(value / 1000, 2) for value in latencies))


def numbers(said: str, word: str) -> list[int]:
    """The numbers of the line that begins with `word`. Raises CannotMeasure where there is none."""
    for line in said.splitlines():
        first, *rest = line.split() or [""]
        if first == word:
            return [int(number) for number in rest]
    raise CannotMeasure(f"wrk did not measure:\n{said}")
