"""A PostgreSQL of its own for every test run, started before Django reads its settings and gone when the run ends.

With DATABASE_URL set the run uses that server instead. The workers of pytest-xdist inherit the address from the process
that started them, and pytest-django gives each its own database. A new cluster costs a second and the migrations more,
so both are kept under `.cache/`, named after what went into them, and copied.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from entrepot.embedded import EmbeddedPostgres, account, binaries

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "postgres"
_PREFIX = "entrepot-tests-"
_TEMPLATES_KEPT = 3


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the server first: pytest-django loads the settings in this very hook."""
    if "DATABASE_URL" not in os.environ:
        _start()
    elif "ENTREPOT_TEST_RUN" not in os.environ:
        os.environ["ENTREPOT_TEST_RUN"] = f"{os.getpid():x}"  # another run may use the same server
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _settle(folder)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    os.environ["ENTREPOT_DATA"] = str(Path(os.environ["ENTREPOT_TEST_FOLDER"]) / f"data-{worker}")
    return (yield)


def pytest_configure() -> None:
    """Settle what differs in tests: the name of the database, the migrated one to copy, the pages' files."""
    from django.conf import settings

    if not settings.configured:
        return
    # No step has collected the pages' files here; Django finds them where they are written.
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.STORAGES = settings.STORAGES | plain
    default: dict[str, Any] = settings.DATABASES["default"]
    test = default.setdefault("TEST", {})
    if template := os.environ.get("ENTREPOT_TEST_TEMPLATE"):
        test["TEMPLATE"] = template
    if run := os.environ.get("ENTREPOT_TEST_RUN"):
        test["NAME"] = f"test_entrepot_{run}"


def _start() -> None:
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_reachable_folder()))
    folder.chmod(0o711 if account.needed() else 0o700)
    server = EmbeddedPostgres(folder / "server", for_tests=True)
    _settle(folder)
    cluster_key = _key(binaries.version(), str(os.geteuid()))
    migrated_key = f"{cluster_key}-{_migrations_key()}"
    if _take(migrated_key, server.data_folder):
        server.start()
        _export(server, template="entrepot")
    else:
        if not _take(cluster_key, server.data_folder):
            server.prepare()
            _keep(server.data_folder, cluster_key)
        server.start()
        _export(server, template=None)
        if _migrate():
            server.stop()
            _keep(server.data_folder, migrated_key)
            server.start()
            _export(server, template="entrepot")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)


def _settle(folder: Path) -> None:
    """The surroundings of a test run that are not the database."""
    os.environ["ENTREPOT_TEST_FOLDER"] = str(folder)
    os.environ.setdefault("ENTREPOT_SECRET_KEY", "only for tests, and no secret at all: 0123456789abcdef")
    os.environ.setdefault("ENTREPOT_FIELD_KEYS", "only-for-tests-0123456789abcdef")


def _export(server: EmbeddedPostgres, *, template: str | None) -> None:
    os.environ["DATABASE_URL"] = server.owner_url  # tests run as the owner, as migrations do
    os.environ["ENTREPOT_TEST_APP_URL"] = server.app_url
    os.environ["ENTREPOT_TEST_RUN"] = "run"
    os.environ.pop("DATABASE_APP_URL", None)
    if template:
        os.environ["ENTREPOT_TEST_TEMPLATE"] = template


def _migrate() -> bool:
    """Migrate the database `entrepot`, to be copied by this run and later ones; a failure will show in the tests."""
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "entrepot.config.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    return subprocess.run(command, env=environ, cwd=ROOT, capture_output=True).returncode == 0


def _migrations_key() -> str:
    """What the migrated database depends on: our migrations and settings, and which packages are installed."""
    source = ROOT / "src" / "entrepot"
    files = sorted(
        [*source.glob("**/migrations/*.py"), *source.glob("**/*.sql"), source / "config" / "settings.py"]
    )
    texts = [
        f"{path.relative_to(source)}:{path.read_text(encoding='utf-8')}" for path in files if path.exists()
    ]
    packages = sorted(path.name for path in Path(pytest.__file__).parents[1].glob("*.dist-info"))
    return _key(*texts, *packages)


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _take(key: str, target: Path) -> bool:
    """Copy a kept data folder to `target`; False when there is none that we can read."""
    kept = CACHE / key
    if not (kept / "postgres" / "PG_VERSION").exists() or not os.access(kept / "postgres", os.R_OK | os.X_OK):
        return False
    if _copy(kept, target):
        os.utime(kept)
        return True
    shutil.rmtree(target, ignore_errors=True)
    return False


def _keep(data_folder: Path, key: str) -> None:
    """Keep a copy of a stopped data folder; where we may not, the next run makes its own."""
    if not (data_folder / "postgres").exists():
        return
    fresh = CACHE / f"{key}.{os.getpid()}"
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        if _copy(data_folder, fresh):
            fresh.rename(CACHE / key)
    except OSError:
        pass
    shutil.rmtree(fresh, ignore_errors=True)
    migrated = sorted(
        (path for path in CACHE.glob("*-*") if path.is_dir()), key=lambda path: path.stat().st_mtime
    )
    for old in migrated[:-_TEMPLATES_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _copy(source: Path, target: Path) -> bool:
    """`cp` keeps the owner, which for root is the server's account, and shares blocks where the file system can."""
    reflink = ["--reflink=auto"] if sys.platform == "linux" else []
    return subprocess.run(["cp", "-a", *reflink, source, target], capture_output=True).returncode == 0


def _reachable_folder() -> Path:
    """A folder for temporary files that the server's account can enter."""
    chosen, runner = Path(tempfile.gettempdir()), account.choose()
    return chosen if runner is None or runner.can_enter(chosen) else Path("/tmp")


def _sweep() -> None:
    """Remove what runs that were killed have left: their server died with them, their files did not."""
    for folder in _reachable_folder().glob(f"{_PREFIX}*"):
        lock = folder / "server" / "postgres.lock"
        try:
            if folder.stat().st_uid != os.geteuid() or time.time() - folder.stat().st_mtime < 60:
                continue
            with lock.open("rb") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
