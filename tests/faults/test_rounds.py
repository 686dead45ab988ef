"""`bin/test -m faults --rounds N`: each round damages one marketplace in every way there is, while people buy in it.

After each, what buyers were told is true, once; and the marketplace is back by itself within ten seconds.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from entrepot.embedded import EmbeddedPostgres
from entrepot.embedded.records import SUPERUSER, read_credentials
from tests.faults.buying import Asked, Load, Market
from tests.faults.proving import Proof
from tests.faults.standing import ROOT, Marketplace, command, kill, surroundings, until
from tests.faults.surviving import Damage, Record, Scene, survive

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]

_DISK_MEBIBYTES = 640
_PREFIX = "entrepot-rounds-"
_HANGING = 24
type Surviving = Callable[[str, Damage], None]


@pytest.fixture(scope="module")
def disk() -> Iterator[tuple[Path, bool]]:
    """A folder for the data folder, and whether it is a small disk of its own: not every process may mount one."""
    for left in Path("/tmp").glob(f"{_PREFIX}*"):
        if not Path(f"/proc/{left.name.removeprefix(_PREFIX).partition('-')[0]}").exists():
            clear(left)
    base = Path("/tmp") / f"{_PREFIX}{os.getpid()}-{time.monotonic_ns()}"
    folder = base / "data"
    folder.mkdir(parents=True)
    base.chmod(0o755)
    size = f"size={_DISK_MEBIBYTES}m,mode=711"
    is_mounted = shutil.which("mount") is not None and not _quietly(
        "mount", "-t", "tmpfs", "-o", size, "entrepot", str(folder)
    )
    yield folder, is_mounted
    clear(base)


def clear(base: Path) -> None:
    """Take a run's disk and folder away; also those of a run that was killed."""
    if os.path.ismount(base / "data"):
        _quietly("umount", "--lazy", str(base / "data"))
    shutil.rmtree(base, ignore_errors=True)


def _quietly(*command: str) -> int:
    return subprocess.run(command, capture_output=True).returncode


@pytest.fixture(scope="module")
def scene(disk: tuple[Path, bool]) -> Iterator[Scene]:
    """One marketplace for all rounds: what one left behind is there in the next."""
    folder, is_disk = disk
    seeding = [sys.executable, "-m", "tests.faults.seeding", str(folder)]
    done = subprocess.run(seeding, env=surroundings(folder), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    custom = folder / "postgres" / "custom.conf"
    custom.write_text("max_wal_size = '128MB'\n", encoding="ascii")
    custom.chmod(0o644)
    # All the time the provider answers twice: every capture is told by webhook too, that twice, late, and out of order.
    environ = {
        "ENTREPOT_SANDBOX_WEBHOOKS": "all",
        "ENTREPOT_SANDBOX_MISBEHAVES": "1",
        "ENTREPOT_SANDBOX_LATE_MS": "400",
        "ENTREPOT_PAYMENT_TIMEOUT_MS": "1500",
    }
    with Marketplace(folder, **environ) as marketplace:
        market = Market(folder, marketplace.port)
        yield Scene(marketplace, market, Proof(marketplace, market), folder if is_disk else None)


@pytest.fixture
def surviving(scene: Scene, round_number: int, record_property: Record) -> Surviving:
    """`surviving(what, damage)`: do it, and prove that nothing was lost."""
    return lambda what, damage: survive(
        scene, f"round {round_number:>2}: {what}", damage, record=record_property
    )


class TestRound:
    def test_survives_the_death_of_a_web_process(self, scene: Scene, surviving: Surviving) -> None:
        surviving("kill -9 of a web process", killing(lambda: scene.marketplace.web_processes()[0]))

    def test_survives_the_death_of_the_web_server(self, scene: Scene, surviving: Surviving) -> None:
        surviving("kill -9 of the web server's master", killing(scene.marketplace.web_master))

    def test_survives_the_death_of_the_worker(self, scene: Scene, surviving: Surviving) -> None:
        surviving("kill -9 of the worker", killing(scene.marketplace.worker))

    def test_survives_the_death_of_the_database(self, scene: Scene, surviving: Surviving) -> None:
        surviving("kill -9 of PostgreSQL's postmaster", killing(scene.marketplace.postmaster))

    def test_survives_a_full_disk(self, scene: Scene, surviving: Surviving) -> None:
        if scene.disk is None:
            pytest.skip("A full disk needs a disk of its own, and this process may not mount one.")
        surviving("a full disk", lambda load: filled(scene, load))

    def test_survives_a_provider_that_hangs(self, scene: Scene, surviving: Surviving) -> None:
        hanging: list[Asked] = []
        surviving("a provider that hangs", lambda load: unanswered(scene, "tok_timeout", hanging))
        assert {one.status for one in hanging} == {202}
        # Nobody asks again: the provider's webhook says that the money is there.
        assert until(lambda: scene.states(hanging) == {"paid"}, seconds=20)

    def test_survives_a_provider_that_breaks_down(self, scene: Scene, surviving: Surviving) -> None:
        before: list[Asked] = []
        later: list[Asked] = []

        def damage(load: Load) -> float:
            unanswered(scene, "tok_error", before)
            return unanswered(scene, "tok_error_later", later)

        surviving("a provider that breaks down", damage)
        assert {one.status for one in [*before, *later]} == {202}
        assert scene.states(before) == {"pending"}
        assert until(lambda: scene.states(later) == {"paid"}, seconds=20)

    def test_survives_a_provider_that_answers_twice(self, scene: Scene, surviving: Surviving) -> None:
        def damage(load: Load) -> float:
            assert until(lambda: told_twice(scene) == 0, seconds=20), "webhooks wait"
            return time.monotonic()

        surviving("a provider that answers twice", damage)

    def test_is_backed_up_while_people_buy(self, scene: Scene, surviving: Surviving) -> None:
        file = scene.marketplace.folder.parent / f"{time.monotonic_ns()}.backup"
        before: list[Asked] = []

        def damage(load: Load) -> float:
            before.extend(one for one in [*scene.asked, *load.asked] if one.is_acknowledged)
            done = command(scene.marketplace.folder, "backup", str(file), "--with-keys", "--json")
            assert done.returncode == 0, done.stderr
            return time.monotonic()

        surviving("a backup, restored elsewhere", damage)
        assert restored(scene, file, before) == []


def restored(scene: Scene, file: Path, before: list[Asked]) -> list[str]:
    """Restore a backup beside; the purchases that were acknowledged before it began and are not in it."""
    folder = scene.marketplace.folder.parent / file.stem
    try:
        done = command(folder, "restore", str(file), "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.splitlines()[-1])["audit"] == "clean"
        with EmbeddedPostgres(folder) as server, psycopg.connect(server.owner_url) as connection:
            kept = {str(row[0]) for row in connection.execute("SELECT id FROM trade_purchase").fetchall()}
        return [one.answer["id"] for one in before if one.answer["id"] not in kept]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        file.unlink(missing_ok=True)


def killing(find: Callable[[], int]) -> Damage:
    """The damage that is `kill -9` of a process."""

    def damage(load: Load) -> float:
        kill(find())
        return time.monotonic()

    return damage


def unanswered(scene: Scene, token: str, asked: list[Asked]) -> float:
    """Many purchases at once whose provider does not answer; they are noted in `asked`, and when the last was told."""
    wishes = [scene.market.wish(token=token, scarce=False) for _ in range(_HANGING)]
    with ThreadPoolExecutor(_HANGING) as threads:
        asked += threads.map(scene.market.ask, wishes)
    scene.asked += asked
    return time.monotonic()


def told_twice(scene: Scene) -> int:
    """How many of the messages that are due were not taken yet; none of those taken may be kept twice."""
    with psycopg.connect(scene.marketplace.owner_url) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM sandbox_webhook WHERE delivered_at IS NULL AND due_at < now() - interval '3 s'),"
            " (SELECT count(*) - count(DISTINCT delivery_id) FROM payments_webhookdelivery)"
        ).fetchone()
    assert row is not None and row[1] == 0
    return int(row[0])


def filled(scene: Scene, load: Load) -> float:
    """Fill the disk until purchases fail and PostgreSQL cannot go on; free it, and answer when that was."""
    assert scene.disk is not None
    ballast = scene.disk / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(256 * 1024))
        failed = load.count(lambda one: one.is_unknown)
        with contextlib.suppress(psycopg.Error), as_superuser(scene, scene.disk) as connection:
            for _ in range(20):  # until a segment of its log is wanted that there is no place for
                connection.execute("SELECT pg_logical_emit_message(false, 'full', 'disk')")
                connection.execute("SELECT pg_switch_wal()")
        assert until(lambda: load.count(lambda one: one.is_unknown) > failed, seconds=20), (
            "the disk was not full"
        )
        time.sleep(2)
    finally:
        ballast.unlink()
    return time.monotonic()


def as_superuser(scene: Scene, folder: Path) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection of the role that only the server itself uses."""
    credentials = read_credentials(folder)
    assert credentials is not None
    owner = psycopg.conninfo.conninfo_to_dict(scene.marketplace.owner_url)
    owner |= {"user": SUPERUSER, "password": credentials.password(SUPERUSER)}
    return psycopg.connect(psycopg.conninfo.make_conninfo("", **owner), autocommit=True)
