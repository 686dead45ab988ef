"""A marketplace of its own for a measurement, and the load on it: on loopback, bounded in count and time."""

import contextlib
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
def serving(data: Path, *, port: int, latency_ms: int) -> Iterator[str]:
    """`entrepot up` in `data` while the block runs; its address."""
    environ = os.environ | {"ENTREPOT_DATA": str(data), "ENTREPOT_SANDBOX_LATENCY_MS": str(latency_ms)}
    environ.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "entrepot.cli", "up", "--port", str(port)]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=2):
            return
        time.sleep(0.2)
    raise CannotMeasure("the marketplace to be measured did not start")


def wrk(address: str, script: str, *, folder: Path, connections: int, seconds: int) -> Load:
    """Drive `address` with one of our scripts for so many seconds."""
    binary = shutil.which("wrk")
    if binary is None:
        raise CannotMeasure("wrk is missing: apt-get install wrk")
    command = [
        binary,
        "-t",
        "2",
        "-c",
        str(connections),
        "-d",
        f"{seconds}s",
        "--timeout",
        "10s",
        "-s",
        str(_LUA / script),
    ]
    answer = subprocess.run(
        [*command, address],
        env=os.environ | {"BENCH_FOLDER": str(folder)},
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=False,
    )
    sys.stderr.write(answer.stderr)
    for line in answer.stdout.splitlines():
        if line.startswith("RESULT "):
            count, micros, errors, *latencies = map(int, line.split()[1:])
            return Load(count, micros / 1e6, errors, *(round(value / 1000, 2) for value in latencies))
    raise CannotMeasure(f"wrk did not measure:\n{answer.stdout}{answer.stderr}")
