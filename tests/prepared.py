"""Data folders in which a marketplace starts at once: made and migrated by the first test that wants one, copied by the others.

To begin from nothing takes ten seconds, and is shown where it is what a test is about (`tests/cli/test_commands.py`).
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from entrepot.embedded import binaries
from entrepot.supervising.preparing import fingerprint

_CACHE = Path(__file__).parents[1] / ".cache" / "prepared"


def prepare(folder: Path) -> None:
    """Fill `folder`, which is not there yet, with what `entrepot migrate` makes."""
    key = hashlib.sha256(
        f"{fingerprint(app_role='')} {binaries.version()} {os.geteuid()}".encode()
    ).hexdigest()
    kept = _CACHE / key[:16]
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in [path for path in _CACHE.iterdir() if path.is_dir()]:
                shutil.rmtree(old)
            _migrate(folder)
            _copy(folder, fresh := kept.with_suffix(".new"))
            fresh.rename(kept)
            return
    _copy(kept, folder)


def _migrate(folder: Path) -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ENTREPOT_", "DATABASE_"))
    }
    command = [sys.executable, "-m", "entrepot.cli", "migrate"]
    subprocess.run(command, env=kept | {"ENTREPOT_DATA": str(folder)}, check=True, capture_output=True)


def _copy(source: Path, target: Path) -> None:
    reflink = ["--reflink=auto"] if sys.platform == "linux" else []
    subprocess.run(["cp", "-a", *reflink, source, target], check=True)
