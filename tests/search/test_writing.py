"""The index is fed by events, by one writer, and whatever ends that writer, nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from entrepot.catalog import publishing
from entrepot.catalog.models import Product, Publication, Variant
from entrepot.kit import clock, events
from entrepot.kit.actor import SYSTEM
from entrepot.kit.events import record
from entrepot.kit.ids import new_id
from entrepot.merchants.models import Suspension
from entrepot.search import folders, reading, rebuilding, tasks
from entrepot.search.errors import Rebuilding
from entrepot.search.models import Pending
from entrepot.search.queries import find
from entrepot.search.writing import Writer
from tests import market


def titles(q: str = "") -> list[str]:
    return [hit.title for hit in find(q).items]


@pytest.fixture
def mug(db) -> Variant:
    return market.product(market.merchant("clay"), "River Mug", 3800, title_zh="河流马克杯")


class InterruptedWriter(Writer):
    """Somebody changes the product once more after the batch was read, before it is noted as done."""

    def _write(self, product_ids: Sequence[UUID]) -> None:
        super()._write(product_ids)
        tasks.ask(product_ids)


@pytest.mark.django_db
@pytest.mark.usefixtures("look")
class TestTurn:
    def test_builds_the_index_where_there_is_none(self, mug, writer):
        assert folders.current() is None
        assert writer.turn() == 0
        assert titles() == ["River Mug"]

    def test_takes_in_what_is_noted_and_forgets_the_note(self, mug, writer):
        writer.turn()
        bowl = market.product(market.merchant("bowls"), "Soup Bowl", 100)
        assert titles("bowl") == []
        tasks.ask([bowl.product_id])
        assert writer.turn() == 1
        assert titles("bowl") == ["Soup Bowl"]
        assert not Pending.objects.exists()
        assert writer.turn() == 0

    def test_a_change_replaces_what_was_there(self, mug, writer):
        writer.turn()
        Product.objects.filter(pk=mug.product_id).update(title="Lake Cup")
        tasks.ask([mug.product_id])
        writer.turn()
        assert (titles("mug"), titles("cup"), find().total) == ([], ["Lake Cup"], 1)

    def test_what_left_the_sale_leaves_the_index(self, mug, writer):
        writer.turn()
        Publication.objects.update(withdrawn_at=clock.now())
        tasks.ask([mug.product_id, new_id()])
        writer.turn()
        assert find().total == 0

    def test_a_change_that_comes_while_the_last_is_written_is_not_forgotten(self, mug, writer):
        writer.turn()
        writer.close()
        tasks.ask([mug.product_id])
        interrupted = InterruptedWriter()
        assert interrupted.turn() == 1
        interrupted.close()
        assert Pending.objects.get().written_into == ""
        assert writer.turn() == 1
        assert not Pending.objects.exists()

    def test_a_damaged_index_is_built_anew(self, mug, writer, folder):
        writer.turn()
        writer.close()
        damaged = folders.current()
        (damaged / "meta.json").write_text("{ this is not it")
        fresh = Writer()
        fresh.turn()
        fresh.close()
        assert folders.current() != damaged
        assert titles() == ["River Mug"]

    def test_an_index_of_another_version_is_not_in_force(self, mug, writer, folder):
        writer.turn()
        (folder / "CURRENT").write_text("v0-abc\n")
        assert folders.current() is None


@pytest.mark.django_db
@pytest.mark.usefixtures("look")
class TestWhileAnotherIsBuilt:
    def test_what_is_written_is_kept_for_the_next_index(self, mug, writer):
        writer.turn()
        with folders.locked(rebuilding.LOCK):
            tasks.ask([mug.product_id])
            writer.turn()
            assert Pending.objects.get().written_into == folders.current().name
            assert writer.turn() == 0
        rebuilding.rebuild()
        assert writer.turn() == 1  # into the new one
        assert not Pending.objects.exists()

    def test_it_is_forgotten_if_the_building_came_to_nothing(self, mug, writer):
        writer.turn()
        with folders.locked(rebuilding.LOCK):
            tasks.ask([mug.product_id])
            writer.turn()
        writer.turn()
        assert not Pending.objects.exists()

    def test_a_second_building_is_refused(self, mug, folder):
        with folders.locked(rebuilding.LOCK), pytest.raises(Rebuilding):
            rebuilding.rebuild()

    def test_a_change_during_the_building_is_in_the_new_index(self, mug, writer):
        """It was read before the change, which the writer put into the old index alone."""
        writer.turn()

        def change(count: int) -> None:
            Product.objects.filter(pk=mug.product_id).update(title="Lake Cup")
            tasks.ask([mug.product_id])
            writer.turn()

        rebuilding.rebuild(progress=change)
        assert titles("cup") == []  # what was read before is in force, for the moment
        writer.turn()
        assert titles("cup") == ["Lake Cup"]


@pytest.mark.django_db
@pytest.mark.usefixtures("look")
class TestRebuild:
    def test_says_what_was_built_and_removes_the_old_one(self, mug, folder):
        first = rebuilding.rebuild()
        old = folders.current()
        assert first.products == 1 and first.size_bytes > 0
        told: list[int] = []
        rebuilding.rebuild(progress=told.append)
        assert told == [1]
        assert folders.current() != old and not old.exists()

    def test_readers_of_the_old_one_go_on(self, mug, folder, monkeypatch):
        rebuilding.rebuild()
        assert titles() == ["River Mug"]
        monkeypatch.setattr(reading, "FRESH_SECONDS", 60.0)
        rebuilding.rebuild()
        assert titles("mug") == ["River Mug"]

    def test_a_failure_leaves_the_old_one_in_force(self, mug, folder):
        rebuilding.rebuild()
        old = folders.current()

        def fail(count: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rebuilding.rebuild(progress=fail)
        assert folders.current() == old
        assert list(folder.glob("v*")) == [old]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("look")
class TestEvents:
    """What the catalogue, the stock and the merchants do is found, once the dispatcher has told of it."""

    def test_publishing_and_withdrawing(self, writer):
        clay = market.merchant("clay")
        mug = market.product(clay, "River Mug", 3800, published=False)
        writer.turn()
        with transaction.atomic():
            Publication.objects.create(product_id=mug.product_id)
            record("product.published", mug.product_id, by=SYSTEM, merchant_id=clay.pk)
        events.tell()
        writer.turn()
        assert titles() == ["River Mug"]
        publishing.withdraw(mug.product_id, by=market.staff_of(clay))
        events.tell()
        assert writer.turn() == 1
        assert find().total == 0

    @pytest.mark.parametrize("tag", ["variant.priced", "stock.counted"])
    def test_a_variant_stands_for_its_product(self, mug, tag):
        self._tell(tag, mug.pk)
        assert Pending.objects.get().product_id == mug.product_id

    @pytest.mark.parametrize("tag", ["merchant.suspended", "merchant.lifted"])
    def test_a_merchant_stands_for_all_it_sells(self, mug, writer, tag):
        bowl = market.product(Product.objects.get(pk=mug.product_id).merchant, "Bowl", 100)
        market.product(market.merchant("other"), "Cup", 100)
        self._tell(tag, mug.merchant_id)
        assert set(Pending.objects.values_list("product_id", flat=True)) == {mug.product_id, bowl.product_id}

    def test_a_suspended_merchant_leaves_the_index_and_comes_back(self, mug, writer):
        writer.turn()
        suspension = Suspension.objects.create(merchant_id=mug.merchant_id, by_id=new_id(), reason="checks")
        self._tell("merchant.suspended", mug.merchant_id)
        writer.turn()
        assert find().total == 0
        Suspension.objects.filter(pk=suspension.pk).update(lifted_at=clock.now())
        self._tell("merchant.lifted", mug.merchant_id)
        writer.turn()
        assert find().total == 1

    def test_the_same_event_twice_is_one_note(self, mug):
        self._tell("product.changed", mug.product_id)
        self._tell("product.changed", mug.product_id)
        assert Pending.objects.count() == 1

    @staticmethod
    def _tell(tag: str, subject: Any) -> None:
        with transaction.atomic():
            record(tag, subject, by=SYSTEM)
        events.tell()


_PROGRAM = "import django; django.setup(); from entrepot.search.writing import run; run()"


@pytest.fixture
def process(transactional_db, folder: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts the writing program on the test's database and folder; ends what it started."""
    started: list[subprocess.Popen[bytes]] = []
    database = connection.settings_dict
    base, _, _ = os.environ["DATABASE_URL"].partition("?")
    query = os.environ["DATABASE_URL"].partition("?")[2]
    address = base.rsplit("/", 1)[0] + "/" + database["NAME"] + (f"?{query}" if query else "")
    environ = os.environ | {
        "DATABASE_URL": address,
        "ENTREPOT_DATA": str(folder.parent),
        "DJANGO_SETTINGS_MODULE": "entrepot.config.settings",
        "PYTHONPATH": str(Path(folders.__file__).parents[2]),
    }
    environ.pop("DATABASE_APP_URL", None)

    def start() -> "subprocess.Popen[bytes]":
        started.append(subprocess.Popen([sys.executable, "-c", _PROGRAM], env=environ))
        return started[-1]

    yield start
    for child in started:
        child.kill()
        child.wait()


def until(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
class TestProcess:
    def test_killed_again_and_again_it_loses_nothing(self, process):
        seller = market.merchant("clay")
        made = [market.product(seller, f"Cup {n}", 100).product_id for n in range(5)]
        child = process()
        assert until(lambda: folders.current() is not None)
        for turn in range(4):
            fresh = [market.product(seller, f"Mug {turn} {n}", 100).product_id for n in range(60)]
            made += fresh
            tasks.ask(fresh)
            time.sleep(0.15 * turn)
            child.send_signal(signal.SIGKILL)
            child.wait()
            child = process()
        assert until(lambda: not Pending.objects.exists())
        assert until(lambda: find().total == len(made)), find().total

    def test_a_published_change_is_seen_within_two_seconds_and_sigterm_ends_it(self, process):
        seller = market.merchant("clay")
        child = process()
        assert until(lambda: folders.current() is not None)
        assert find().total == 0
        mug = market.product(seller, "River Mug", 100)
        tasks.ask([mug.product_id])
        assert until(lambda: titles("mug") == ["River Mug"], seconds=2.0)
        child.terminate()
        assert child.wait(10) == 0

    def test_a_second_writer_waits_for_the_first(self, process):
        first, second = process(), process()
        assert until(lambda: folders.current() is not None)
        time.sleep(0.5)
        assert first.poll() is None and second.poll() is None
        mug = market.product(market.merchant("clay"), "River Mug", 100)
        tasks.ask([mug.product_id])
        assert until(lambda: find().total == 1)
        first.terminate(), second.terminate()
        assert (first.wait(10), second.wait(10)) == (0, 0)
