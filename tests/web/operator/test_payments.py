"""The operator's pages of payments and of the books of the house."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.identity.models import Person
from entrepot.kit import clock, events
from entrepot.kit.actor import SYSTEM
from entrepot.kit.money import Money
from entrepot.ledger import chart, queries
from entrepot.payments.models import Chargeback, SettlementLine
from entrepot.payments.providers import ToldChargeback
from entrepot.trade.charging_back import charge_back
from entrepot.trade.models import Order
from tests import market
from tests.market import Wish
from tests.plugins.browser import Chromium
from tests.trade.conftest import shop
from tests.trade.story import paid
from tests.web import axe
from tests.web.account.conftest import signed_in

__all__ = ["shop", "signed_in"]

pytestmark = pytest.mark.django_db
HEAD = "line,type,reference,key,amount,currency,date\n"


@pytest.fixture
def operator(signed_in) -> Client:
    return signed_in(market.person("op@example.com", is_operator=True))


@pytest.fixture
def disputed(shop: SimpleNamespace) -> Chargeback:
    key = paid(Wish({shop.honey.pk: 2})).purchase_id
    cny = Money(29434, "CNY")
    charge_back(key, ToldChargeback("dp_1", "opened", cny, Money(10700, "CNY"), "fraud", None), by=SYSTEM)
    return Chargeback.objects.get()


def upload(operator: Client, text: str) -> str:
    file = SimpleUploadedFile("day.csv", text.encode())
    answer = operator.post("/en/operator/settlements/", {"provider": "sandbox", "file": file}, follow=True)
    return answer.content.decode()


class TestSettlements:
    def test_a_file_is_taken_and_an_unmatched_line_matched_in_two_clicks(self, operator: Client) -> None:
        table = f"{HEAD}adj-1,adjustment,,,-5.00,CNY,2026-11-25\np,payout,,,-5.00,CNY,2026-11-25\n"
        page = upload(operator, table)
        assert "0 lines matched, 1 wait for you" in page and "Nothing of ours has this key" in page
        assert "taken before" in upload(operator, table)
        line = SettlementLine.objects.get()
        url = f"/en/operator/settlements/lines/{line.pk}/"
        assert "adj-1" in operator.get(url).content.decode()
        assert operator.post(url, {"match": "nothing", "reason": ""}).status_code == 422
        page = operator.post(url, {"match": "nothing", "reason": "of May"}, follow=True).content.decode()
        assert "Matched, and posted" in page and "Every line is matched" in page
        assert queries.balance(chart.PSP_FEES.house("CNY")).minor == 500

    def test_a_file_that_is_wrong_is_refused_by_its_line(self, operator: Client) -> None:
        page = upload(operator, f"{HEAD}a,gift,,,1.00,CNY,2026-11-25\n")
        assert "line 2: The type is charge" in page and "Nothing of it was posted" in page
        assert not SettlementLine.objects.exists()


class TestChargebacks:
    def test_are_listed_and_the_house_may_bear_one(self, operator: Client, disputed: Chargeback) -> None:
        assert "fraud" in operator.get("/zh-hans/operator/chargebacks/").content.decode()
        url = f"/en/operator/chargebacks/{disputed.pk}/"
        assert "¥294.34" in operator.get(url).content.decode()
        page = operator.post(url, {"reason": "our label"}, follow=True).content.decode()
        assert "the house bears it" in page and "our label" in page

    def test_a_merchant_says_what_speaks_for_it(
        self, signed_in, shop: SimpleNamespace, disputed: Chargeback
    ) -> None:
        order = Order.objects.get()
        packer = signed_in(market.member(shop.bo, "owner"))
        assert "¥294.34" in packer.get(f"/en/merchant/bo/orders/{order.number}/").content.decode()
        share = disputed.shares.get()
        url = f"/en/merchant/bo/orders/{order.number}/chargebacks/"
        assert packer.post(f"{url}{share.pk}/", {"evidence": " "}).status_code == 422
        page = packer.post(f"{url}{share.pk}/", {"evidence": "Signed on the 3rd."}, follow=True)
        assert "Signed on the 3rd." in page.content.decode()
        other = signed_in(market.member(shop.cy, "owner"))
        assert other.post(f"{url}{share.pk}/", {"evidence": "x"}).status_code == 404


class TestMail:
    def test_tells_the_owners_until_when_they_can_answer(
        self, shop: SimpleNamespace, disputed: Chargeback
    ) -> None:
        market.member(shop.bo, "owner")
        Chargeback.objects.update(respond_by=clock.now().replace(2026, 12, 9, 12, 0))
        while events.tell():
            pass
        [letter] = [each for each in mail.outbox if "took back" in each.subject]
        assert letter.to == ["owner@bo.example"]
        assert "¥294.34" in letter.body and "Dec 9, 2026" in letter.body
        assert f"/merchant/bo/orders/{Order.objects.get().number}/chargebacks/" in letter.body


class TestBooks:
    def test_more_than_was_earned_is_refused_in_place(self, operator: Client, disputed: Chargeback) -> None:
        assert operator.get("/zh-hans/operator/books/").status_code == 200
        values = {"sweep-amount": "1.00", "sweep-currency": "CNY", "sweep-reason": "x"}
        answer = operator.post("/en/operator/books/sweeps/", values)
        assert answer.status_code == 422 and "more than we have earned" in answer.content.decode()
        values = {"debt-shop": "nobody", "debt-what": "provide", "debt-amount": "1.005"}
        answer = operator.post(
            "/en/operator/books/debts/", values | {"debt-currency": "CNY", "debt-reason": "x"}
        )
        assert answer.status_code == 422 and "plain amount" in answer.content.decode()

    def test_a_journal_says_why_it_was_posted(self, operator: Client, shop: SimpleNamespace) -> None:
        paid(Wish({shop.honey.pk: 2}))
        upload(operator, f"{HEAD}a,adjustment,,,5.00,CNY,2026-11-25\np,payout,,,5.00,CNY,2026-11-25\n")
        line = SettlementLine.objects.get()
        operator.post(
            f"/en/operator/settlements/lines/{line.pk}/", {"match": "nothing", "reason": "a gift of May"}
        )
        [journal] = queries.journals_of([line.pk])
        assert "a gift of May" in operator.get(f"/en/operator/ledger/journals/{journal.id}/").content.decode()

    def test_are_the_operators_alone(self, signed_in, client: Client) -> None:
        somebody: Person = market.person("x@example.com")
        for path in ("books/", "settlements/", "chargebacks/"):
            assert client.get(f"/en/operator/{path}").status_code == 404
            assert signed_in(somebody).get(f"/en/operator/{path}").status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_they_read_well_on_a_phone(
    operator: Client, disputed: Chargeback, live_server: Any, chromium: Chromium
) -> None:
    upload(operator, f"{HEAD}a,adjustment,,,5.00,CNY,2026-11-25\np,payout,,,5.00,CNY,2026-11-25\n")
    line = f"settlements/lines/{SettlementLine.objects.get().pk}/"
    paths = ("settlements/", line, "chargebacks/", f"chargebacks/{disputed.pk}/", "books/")
    wheres = [f"operator/{path}" for path in paths]
    assert axe.complaints(live_server.url, *wheres, reader=operator, chromium=chromium) == []
