"""The benches on tiny markets: that they run, and that the last line is one object with its figures. Nothing is timed."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from entrepot.bench import flash_sale
from tests.cli.test_commands import entrepot, free_port
from tests.prepared import prepare

pytestmark = pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk drives them: apt-get install wrk")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A market of four merchants and a hundred variants each, filled once and measured by each test."""
    base = Path("/tmp") / f"entrepot-bench-{os.getpid()}-{time.monotonic_ns()}"
    base.mkdir()
    base.chmod(0o755)  # the account of PostgreSQL passes through it
    prepare(base / "data")
    yield base / "data"
    shutil.rmtree(base, ignore_errors=True)


def bench(folder: Path, name: str, *options: str) -> "dict[str, object]":
    size = ("--merchants", "4", "--variants", "400", "--connections", "4", "--port", str(free_port()))
    done = entrepot(
        "bench", name, "--json", "--data", str(folder), *size, *options, ENTREPOT_WEB_PROCESSES="1"
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


class TestFlashSale:
    def test_sells_what_there_is_and_tells_the_rest(self, folder: Path) -> None:
        figures = bench(folder, "flash-sale", "--units", "3", "--buyers", "20")
        told = {name: figures[name] for name in ("sold", "told_short", "errors", "audit")}
        assert told == {"sold": 3, "told_short": 17, "errors": 0, "audit": "clean"}
        assert all(figures[name] > 0 for name in ("answers_per_second", "p50_ms", "p99_ms"))  # type: ignore[operator]  # numbers

    @pytest.mark.parametrize("wrong", [{"sold": 4}, {"told_short": 16}, {"audit": ["stock.reserved"]}])
    def test_is_wrong_when_anything_else_happened(self, wrong: dict[str, object]) -> None:
        right = {"units": 3, "buyers": 20, "sold": 3, "told_short": 17, "audit": "clean"}
        assert flash_sale.is_right(right)
        assert not flash_sale.is_right(right | wrong)


class TestPage:
    def test_measures_each_page_in_both_languages(self, folder: Path) -> None:
        figures = bench(folder, "page", "--seconds", "1")
        pages: list[dict[str, object]] = figures["pages"]  # type: ignore[assignment]  # a list of objects
        assert [page["page"] for page in pages] == [
            f"{name} {language}" for language in ("en", "zh-hans") for name in ("product", "search", "cart")
        ]
        assert figures["errors"] == 0
        assert all(0 < page["queries"] <= 8 for page in pages)  # type: ignore[operator]  # numbers
        wanted = {"pages_per_second", "p50_ms", "p99_ms", "cpu_ms_a_page"}
        assert all(wanted <= page.keys() for page in pages)


class TestPurchase:
    def test_prints_what_it_measured_and_the_audit_is_clean_over_copied_orders(self, folder: Path) -> None:
        figures = bench(folder, "purchase", "--seconds", "1", "--latency", "0", "--orders", "300")
        named = ("purchases_per_second", "p50_ms", "p95_ms", "p99_ms", "direct_per_second")
        assert all(figures[name] > 0 for name in named)  # type: ignore[operator]  # numbers
        assert (figures["errors"], figures["audit"]) == (0, "clean")
        assert figures["statements_per_purchase"] < 2 > figures["round_trips_per_purchase"]  # type: ignore[operator]  # numbers
        assert (figures["pgbench_tps"] is None) == (shutil.which("pgbench") is None)
        assert {"web", "backends", "wrk"} <= figures["cpu_us_per_purchase"].keys()  # type: ignore[union-attr]  # a document
