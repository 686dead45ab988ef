"""The operator's books: exact figures, found by any number, closed to everybody else."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from entrepot.ledger import chart
from entrepot.ledger import queries as ledger
from entrepot.ledger.models import AuditRun
from tests import market
from tests.plugins.browser import Chromium
from tests.web import axe, sales

HOUSE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    return sales.small_shop()


@pytest.fixture
def boss(db: None) -> Client:
    client = Client()
    client.force_login(market.person("boss@example.com", is_operator=True))
    return client


def read(client: Client, path: str, **query: Any) -> str:
    response = client.get(f"/en/operator/{path}", query, follow=True)
    assert response.status_code == 200, response.content.decode()
    return str(response.content.decode())


@pytest.fixture
def orders(shop: SimpleNamespace) -> list[Any]:
    """Two jars of honey, received, and a soap that is paid: one purchase."""
    honey, soap = sales.paid({shop.honey.pk: 2, shop.soap.pk: 1})
    return [sales.received(honey), soap]


class TestChart:
    def test_shows_every_line_with_its_balance(self, boss: Client, orders: list[Any]) -> None:
        html = read(boss, "ledger/")
        for entry in chart.CHART.values():
            assert f">{entry.number}</th>" in html
        assert "¥241.54" in html  # payable to Bo
        assert "¥8.52" in html  # our commission

    def test_before_the_first_journal_is_empty(self, boss: Client) -> None:
        assert "¥" not in read(boss, "ledger/")


class TestTrialBalance:
    def test_is_zero_in_each_currency(self, boss: Client, orders: list[Any]) -> None:
        html = read(boss, "ledger/trial-balance/")
        [trial] = ledger.trial_balance()
        assert trial.difference.minor == 0
        assert "Balanced" in html
        assert '<td class="number" data-label="Debits less credits">¥0.00</td>' in html

    def test_stops_at_the_end_of_a_day(self, boss: Client, orders: list[Any]) -> None:
        day = orders[0].created_at.date().isoformat()
        assert "Balanced" in read(boss, "ledger/trial-balance/", on=day)
        assert "Nothing was posted up to then" in read(boss, "ledger/trial-balance/", on="2020-01-01")

    @pytest.mark.parametrize(
        ("on", "said"), [("yesterday", "This is not a date."), ("2999-01-01", "This day has not come yet.")]
    )
    def test_says_which_day_is_wrong(self, boss: Client, orders: list[Any], on: str, said: str) -> None:
        html = read(boss, "ledger/trial-balance/", on=on)
        assert said in html
        assert "Balanced" not in html


class TestAccount:
    def test_runs_its_balance(self, boss: Client, shop: SimpleNamespace, orders: list[Any]) -> None:
        html = read(boss, f"ledger/accounts/2200/{shop.bo.pk}/CNY/")
        assert "2200 Payable to merchants · Bo" in html
        assert "+¥268.38" in html
        assert orders[0].number in html

    def test_of_the_house_counts_all_orders(self, boss: Client, orders: list[Any]) -> None:
        html = read(boss, f"ledger/accounts/1100/{HOUSE}/CNY/")
        assert "−¥1.00" in html  # the provider's fee
        assert "Payment received into escrow" in html

    def test_continues_after_the_last_row(
        self, boss: Client, shop: SimpleNamespace, orders: list[Any]
    ) -> None:
        ref = chart.PSP_CLEARING.house("CNY")
        first = ledger.statement(ref, limit=1)
        html = read(boss, f"ledger/accounts/1100/{HOUSE}/CNY/", before=first.lines[0].id.hex)
        assert "Back to the newest" in html
        assert html.count('data-label="Amount"') == len(ledger.statement(ref).lines) - 1

    @pytest.mark.parametrize(
        "path",
        [
            f"accounts/2200/{HOUSE}/CNY/",
            "accounts/1100/11111111-1111-7111-8111-111111111111/CNY/",
            f"accounts/9999/{HOUSE}/CNY/",
            "lines/1100/CNY/",
            "journals/11111111-1111-7111-8111-111111111111/",
        ],
    )
    def test_that_cannot_be_is_not_found(self, boss: Client, path: str) -> None:
        assert boss.get(f"/en/operator/ledger/{path}").status_code == 404

    def test_of_each_merchant_is_in_its_line(
        self, boss: Client, shop: SimpleNamespace, orders: list[Any]
    ) -> None:
        html = read(boss, "ledger/lines/2200/CNY/")
        assert f"ledger/accounts/2200/{shop.bo.pk}/CNY/" in html
        assert "¥241.54" in html
        assert "¥0.00" in html  # Cy's order is not received


class TestPurchase:
    def test_is_found_by_any_of_its_numbers(self, boss: Client, orders: list[Any]) -> None:
        purchase = orders[0].purchase
        for text in (
            purchase.number,
            orders[1].number.replace("-", "").lower(),
            str(purchase.pk),
            str(orders[0].pk),
        ):
            assert f"Purchase {purchase.number}" in read(boss, "purchases/", q=text)

    @pytest.mark.parametrize("text", ["nothing", "00000-00000-00000-00000"])
    def test_that_is_not_there_is_said_beside_the_field(self, boss: Client, text: str) -> None:
        html = read(boss, "purchases/", q=text)
        assert "No order or purchase has this number." in html
        assert text in html

    def test_shows_its_journals_event_by_event(self, boss: Client, orders: list[Any]) -> None:
        html = read(boss, f"purchases/{orders[0].purchase_id}/")
        for words in (
            "J1 · Payment received into escrow",
            "J2 · Payment provider&#x27;s fee",
            "J4 · Escrow released to the merchant",
            "2200 Payable to merchants · Bo",
            "¥276.90",  # into escrow for the honey: goods and freight
            "¥268.38",
            "¥8.52",
        ):
            assert words in html, words
        assert html.count("J1 · Payment received into escrow</h3>") == 2
        journals = ledger.journals_of([orders[0].purchase_id, *(order.pk for order in orders)])
        moved = sum(transfer.amount.minor for journal in journals for transfer in journal.transfers)
        whole = f"¥{moved / 100:,.2f}"
        assert html.count(f">{whole}</td>") == 2  # the sums of debits and credits


class TestAudit:
    def test_is_run_on_demand_and_kept(self, boss: Client, orders: list[Any]) -> None:
        assert "Not proved on this database yet" in read(boss, "audit/")
        html = boss.post("/en/operator/audit/runs/", follow=True).content.decode()
        assert "Every promise that can be proved is kept." in html
        assert "Last proved:" in html
        assert AuditRun.objects.count() == 1
        assert "Last proved:" in read(boss, "")

    def test_names_the_rows_that_break_a_promise(self, boss: Client, orders: list[Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM trade_step")
        html = boss.post("/en/operator/audit/runs/", follow=True).content.decode()
        assert "The audit found broken promises." in html
        assert f"order={orders[0].pk}" in html

    def test_is_not_run_by_looking(self, boss: Client) -> None:
        assert boss.get("/en/operator/audit/runs/").status_code == 405
        assert not AuditRun.objects.exists()


class TestVisibility:
    def test_nobody_else_finds_anything(self, shop: SimpleNamespace, orders: list[Any]) -> None:
        owner, person = Client(), Client()
        owner.force_login(market.member(shop.bo, "owner"))
        person.force_login(market.person("anna@example.com"))
        [journal, *_] = ledger.journals_of([orders[0].pk])
        paths = [
            "", "ledger/", "ledger/trial-balance/", "ledger/lines/2200/CNY/", f"ledger/accounts/1100/{HOUSE}/CNY/",
            f"ledger/journals/{journal.id}/", "purchases/", f"purchases/{orders[0].purchase_id}/", "audit/",
        ]  # fmt: skip
        for stranger in (Client(), person, owner):
            for path in paths:
                assert stranger.get(f"/en/operator/{path}").status_code == 404
            assert stranger.post("/en/operator/audit/runs/").status_code == 404
        assert not AuditRun.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_books_read_well_on_a_phone(
    boss: Client, orders: list[Any], live_server: Any, chromium: Chromium
) -> None:
    boss.post("/en/operator/audit/runs/")
    paths = ("", "ledger/", "ledger/trial-balance/", f"purchases/{orders[0].purchase_id}/", "audit/")
    wheres = [f"operator/{path}" for path in paths]
    assert axe.complaints(live_server.url, *wheres, reader=boss, chromium=chromium) == []
