"""The benches on tiny markets: that they run, and that the last line is one object with its figures. Nothing is timed."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from entrepot.bench import flash_sale
from tests.cli.test_commands import entrepot, free_port

pytestmark = pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk drives them: apt-get install wrk")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A market of four merchants and twelve variants, filled once and measured by each test."""
    made = tmp_path_factory.mktemp("bench")
    yield made / "data"
    shutil.rmtree(made, ignore_errors=True)


def bench(folder: Path, name: str, *options: str) -> "dict[str, object]":
    size = ("--merchants", "4", "--variants", "12", "--connections", "4", "--port", str(free_port()))
    done = entrepot("bench", name, "--json", "--data", str(folder), *size, *options)
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
