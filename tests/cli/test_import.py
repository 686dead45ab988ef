"""`entrepot import`: its answer for a program and for a person. The way to the database is test_commands' matter."""

import contextlib
import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from entrepot.supervising import visiting
from tests import market

HEAD = "Handle,Title,Variant Grams,Variant Inventory Qty,Variant Price\n"


@pytest.fixture
def run(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[..., Result]:
    """The command in this process, on the tests' own database."""
    settings.DATA = tmp_path / "data"
    monkeypatch.setattr(visiting, "marketplace", contextlib.nullcontext)
    market.merchant("bo")
    command = importlib.import_module("entrepot.cli.import").command

    def call(data: bytes | str, *options: str, merchant: str = "bo") -> Result:
        path = tmp_path / "goods.csv"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return CliRunner().invoke(command, [str(path), "--merchant", merchant, *options])

    return call


class TestImport:
    def test_ends_with_the_totals(self, run: Callable[..., Result]) -> None:
        answer = run(HEAD + "mug,Mug,480,3,24\nbowl,Bowl,700,1,dear\n", "--json")
        document = json.loads(answer.stdout.splitlines()[-1])
        assert answer.exit_code == 0
        assert list(document)[-5:] == ["rows", "taken", "changed", "unchanged", "refused"]
        assert list(document.values())[-5:] == [2, 1, 0, 0, 1]
        assert document["report"][-1]["why"] == [
            "“dear” is not a price in USD. Write a plain number such as 12.50."
        ]

    def test_tells_a_person(self, run: Callable[..., Result]) -> None:
        answer = run(HEAD + "mug,Mug,480,3,24\nbowl,Bowl,700,-1,5\n")
        assert answer.exit_code == 0
        assert answer.stdout.splitlines() == [
            "row 3, Variant Inventory Qty: The stock -1 is below zero. (bowl)",
            "goods.csv: 2 rows, 1 taken, 0 changed, 0 unchanged, 1 refused.",
        ]

    def test_a_refused_file_ends_with_2(self, run: Callable[..., Result]) -> None:
        answer = run(HEAD.encode() + "mug,Café,1,1,1\n".encode("cp1252"), "--json")
        document = json.loads(answer.stdout)
        assert (answer.exit_code, document["code"], document["rows"]) == (2, "file.encoding", 0)
        assert (
            run(HEAD.encode() + "mug,Café,1,1,1\n".encode("cp1252"), "--encoding", "windows-1252").exit_code
            == 0
        )
        assert run(HEAD, "--encoding", "klingon").exit_code == 2

    def test_needs_a_merchant_that_is_there(self, run: Callable[..., Result]) -> None:
        answer = run(HEAD, merchant="nobody")
        assert answer.exit_code == 2
        assert "There is no merchant “nobody”" in answer.stderr
