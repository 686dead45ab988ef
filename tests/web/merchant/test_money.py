"""The pages of a merchant's money: balance, payouts with each cent, the bank account."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from entrepot.kit import clock, events
from entrepot.kit.actor import SYSTEM
from entrepot.payments.banks import Accepted, Arrived, CameBack
from entrepot.payments.paying_out import opening
from entrepot.payments.paying_out.models import BankAccount, Payout
from entrepot.payments.paying_out.sending import hear
from tests import market
from tests.payments.earning import NUMBER, ROUTING, bank_account
from tests.plugins.browser import Chromium
from tests.web import axe, sales

FORM = {"kind": "us", "holder": "Bo LLC", "routing": ROUTING, "number": NUMBER}


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    return sales.small_shop()


def signed_in(seller: Any, role: str = "accountant") -> Client:
    client = Client()
    client.force_login(market.member(seller, role))
    return client


def story(shop: SimpleNamespace) -> SimpleNamespace:
    """Bo sold twice long ago and is paid for one of them, sold once lately, and something is still on its way to a buyer."""
    days = [clock.now() - timedelta(days=age) for age in (40, 25, 1)]
    bank_account(shop.bo, at=days[0])
    with clock.standing_at(days[0]):
        first = sales.received(sales.paid({shop.honey.pk: 2})[0])
    with clock.standing_at(days[1]):
        opening.run_whole(opening.last_day())
        failed = Payout.objects.get()
        hear(failed.pk, CameBack("B-1", "account_closed"), by=SYSTEM)
        bank_account(shop.bo, "99998888", at=days[1])
    with clock.standing_at(days[1] + timedelta(days=7)):
        opening.run_whole(opening.last_day())
        paid = Payout.objects.exclude(pk=failed.pk).get()
        hear(paid.pk, Accepted("B-2"), by=SYSTEM)
        hear(paid.pk, Arrived("B-2"), by=SYSTEM)
    with clock.standing_at(days[2]):
        lately = sales.received(sales.paid({shop.honey.pk: 1})[0])
        sales.paid({shop.honey.pk: 1})
    return SimpleNamespace(first=first, failed=failed, paid=paid, lately=lately)


class TestBalance:
    def test_says_what_is_whose_and_what_waits(self, shop: SimpleNamespace) -> None:
        told = story(shop)
        html = signed_in(shop.bo).get("/en/merchant/bo/balance/").content.decode()
        # 151.94 less a tenth is payable; 26.84 and 15.19 are kept; 151.94 is expected
        for words in (
            "¥136.75",
            "¥42.03",
            "¥151.94",
            told.lately.number,
            "payable from",
            "•••• 8888",
            "In CNY",
        ):
            assert words in html, words

    def test_without_an_account_asks_for_one(self, shop: SimpleNamespace) -> None:
        with clock.standing_at(clock.now() - timedelta(days=20)):
            sales.received(sales.paid({shop.honey.pk: 2})[0])
        html = signed_in(shop.bo).get("/en/merchant/bo/balance/").content.decode()
        assert "We do not know where to pay you" in html
        assert "It waits until you give us a bank account." in html

    def test_before_the_first_sale_says_what_will_be_here(self, shop: SimpleNamespace) -> None:
        assert "No money yet" in signed_in(shop.bo).get("/en/merchant/bo/balance/").content.decode()


class TestPayouts:
    def test_lists_each_with_its_state(self, shop: SimpleNamespace) -> None:
        client = signed_in(shop.bo)
        assert "No payout yet" in client.get("/en/merchant/bo/payouts/").content.decode()
        story(shop)
        html = client.get("/en/merchant/bo/payouts/").content.decode()
        for words in ("Arrived", "Came back", "¥241.54", "US$33.85", "•••• 6789", "•••• 8888"):
            assert words in html, words

    def test_shows_each_cent_of_one(self, shop: SimpleNamespace) -> None:
        told = story(shop)
        client = signed_in(shop.bo)
        html = client.get(f"/en/merchant/bo/payouts/{told.failed.pk}/").content.decode()
        # 241.54 at 7.1 would be 34.02
        for words in (
            told.first.number, "+¥268.38", "−¥26.84", "¥241.54", "1 USD = 7.1 CNY", "US$34.02", "−US$0.17",
            "1 USD = 7.1355 CNY", "US$33.85", "this account is closed", "B-1",
        ):  # fmt: skip
            assert words in html, words
        again = client.get(f"/en/merchant/bo/payouts/{told.paid.pk}/").content.decode()
        assert f"/en/merchant/bo/payouts/{told.failed.pk}/" in again
        assert "+US$33.85" in again

    def test_of_another_shop_is_not_there(self, shop: SimpleNamespace) -> None:
        told = story(shop)
        cy = signed_in(shop.cy)
        paths = ("balance/", "payouts/", f"payouts/{told.paid.pk}/", "bank-account/")
        assert [cy.get(f"/en/merchant/bo/{path}").status_code for path in paths] == [404] * 4
        assert cy.get(f"/en/merchant/cy/payouts/{told.paid.pk}/").status_code == 404
        packer = signed_in(shop.bo, "packer")
        assert [packer.get(f"/en/merchant/bo/{path}").status_code for path in paths] == [403] * 4


class TestStatement:
    def test_explains_every_movement_and_leads_to_its_payout(self, shop: SimpleNamespace) -> None:
        told = story(shop)
        client = signed_in(shop.bo)
        html = client.get("/en/merchant/bo/statement/CNY/").content.decode()
        for words in ("are kept for 30 days", "Changed between CNY and USD", f"payouts/{told.failed.pk}/"):
            assert words in html, words
        dollars = client.get("/en/merchant/bo/statement/USD/").content.decode()
        for words in ("The bank sent this payout back", "sent to your bank", f"payouts/{told.paid.pk}/"):
            assert words in dollars, words
        assert "not switched on" not in html + dollars


class TestBankAccount:
    def test_is_given_and_never_shown_again(self, shop: SimpleNamespace) -> None:
        client = signed_in(shop.bo, "owner")
        answer = client.post("/en/merchant/bo/bank-account/", FORM, follow=True)
        html = answer.content.decode()
        assert "The bank account is saved" in html
        assert "•••• 6789" in html
        assert "Not used yet" in html
        assert NUMBER not in html
        assert NUMBER not in client.get("/en/merchant/bo/balance/").content.decode()

    def test_says_beside_each_field_what_is_wrong(self, shop: SimpleNamespace) -> None:
        answer = signed_in(shop.bo).post(
            "/en/merchant/bo/bank-account/", FORM | {"holder": "Cy LLC", "routing": ""}
        )
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "in the name of your business: Bo LLC" in html
        assert BankAccount.objects.count() == 0
        answer = signed_in(shop.bo, "manager").post(
            "/en/merchant/bo/bank-account/", FORM | {"routing": "123"}
        )
        assert "A routing number has 9 digits" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_owners_are_told_of_a_new_account_and_of_what_came_back(shop: SimpleNamespace) -> None:
    for email, locale in (("one@bo.example", "en"), ("two@bo.example", "zh-hans")):
        owner = market.member(shop.bo, "owner", email)
        owner.locale = locale
        owner.save(update_fields=["locale"])
    market.member(shop.bo, "accountant")
    story(shop)
    while events.tell():
        pass
    subjects = [(each.to[0], each.subject) for each in mail.outbox]
    told = [
        ("one@bo.example", "Bo is to be paid to another bank account"),
        ("two@bo.example", "Bo 的收款账户已变更"),
        ("one@bo.example", "The payout of US$33.85 to Bo came back"),
        ("two@bo.example", "向 Bo 结算的 US$33.85 被退回"),
        ("one@bo.example", "Bo is to be paid to another bank account"),
        ("two@bo.example", "Bo 的收款账户已变更"),
        ("one@bo.example", "US$33.85 paid to Bo"),
        ("two@bo.example", "已向 Bo 付款 US$33.85"),
    ]
    # In pairs: which of two owners is told first is nobody's concern.
    assert [set(subjects[i : i + 2]) for i in range(0, 8, 2)] == [
        set(told[i : i + 2]) for i in range(0, 8, 2)
    ]
    assert len(subjects) == 8
    assert NUMBER not in "".join(str(each.body) for each in mail.outbox)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_money_read_well_on_a_phone(
    shop: SimpleNamespace, live_server: Any, chromium: Chromium
) -> None:
    told = story(shop)
    reader = signed_in(shop.bo)
    paths = ("balance/", "payouts/", f"payouts/{told.failed.pk}/", "bank-account/")
    wheres = [f"merchant/bo/{path}" for path in paths]
    assert axe.complaints(live_server.url, *wheres, reader=reader, chromium=chromium) == []
