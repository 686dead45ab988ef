"""`entrepot settlement` and `entrepot sandbox`: a file is written, taken, and taken once."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from entrepot.cli import sandbox, settlement
from entrepot.kit import clock
from entrepot.payments.models import Payment
from entrepot.sandbox.models import Charge, Dispute
from tests.market import Wish
from tests.trade.conftest import shop
from tests.trade.story import capture, placed

__all__ = ["shop"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command; the marketplace it would start is the one that runs in tests."""
    for module in (settlement, sandbox):
        monkeypatch.setattr(module, "marketplace", contextlib.nullcontext)

    def invoke(command: Any, *arguments: str) -> Result:
        return CliRunner().invoke(command, list(arguments))

    return invoke


@pytest.fixture
def bought(shop: Any) -> Payment:
    answer = placed(Wish({shop.honey.pk: 2}))
    charge = Charge(key=answer.purchase_id, state="captured", fee_minor=177, created_at=clock.now())
    charge.amount = answer.total
    charge.save()
    capture(answer.purchase_id, fee=177)
    Payment.objects.update(reference=str(charge.pk))
    return Payment.objects.get()


def test_a_day_is_written_and_taken_once(run: Any, bought: Payment, tmp_path: Path) -> None:
    file = tmp_path / "day.csv"
    assert run(sandbox.command, "settle", str(file)).exit_code == 0
    first, again = (json.loads(run(settlement.command, "load", str(file), "--json").output) for _ in range(2))
    assert first["payouts"] == [{"currency": "CNY", "paid": "292.57", "matched": "292.57", "fees": "1.77"}]
    assert (first["is_new"], first["matched"], first["open"], again["is_new"]) == (True, 2, 0, False)
    assert json.loads(run(settlement.command, "open", "--json").output) == []
    nothing = run(sandbox.command, "settle", str(file))
    assert (nothing.exit_code, "not paid out yet" in nothing.output) == (1, True)


def test_what_cannot_be_taken_is_said_by_line(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("line,type,reference,key,amount,currency,date\na,gift,,,1.00,CNY,2026-11-25\n")
    answer = run(settlement.command, "load", str(file))
    assert answer.exit_code == 1 and "line 2: The type is charge" in answer.output


def test_a_chargeback_is_opened_and_decided(run: Any, bought: Payment) -> None:
    opened = run(sandbox.command, "chargeback", str(bought.pk))
    assert opened.output.strip() == str(Dispute.objects.get().pk)
    assert run(sandbox.command, "decide", opened.output.strip(), "--lost").output.strip() == "lost"
    assert run(sandbox.command, "chargeback", str(bought.pk)).exit_code == 1
