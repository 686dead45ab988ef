"""Bank accounts: given in person, checked, sealed, masked, and used after 72 hours."""

from datetime import timedelta
from typing import Any

import pytest

from entrepot.identity.errors import OnlyInPerson
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Permission
from entrepot.kit.errors import Malformed, NotAllowed, NotFound
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from entrepot.merchants.models import Merchant
from entrepot.payments.paying_out import banking
from entrepot.payments.paying_out.banking import accounts, beneficiary, current, give_account
from entrepot.payments.paying_out.errors import AccountUnchanged
from entrepot.payments.paying_out.models import BankAccount
from entrepot.payments.paying_out.numbers import checked, same_name
from tests import market
from tests.payments.earning import NOW, NUMBER, ROUTING


@pytest.fixture
def bo(db: None) -> Merchant:
    return market.merchant("bo")


def give(merchant: Merchant, by: Actor, **changes: Any) -> BankAccount:
    values = {"kind": "us", "holder": "Bo LLC", "number": NUMBER, "routing": ROUTING} | changes
    return give_account(merchant.pk, **values, by=by)


def wrong(merchant: Merchant, by: Actor, **changes: Any) -> list[str]:
    with pytest.raises(Malformed) as refused:
        give(merchant, by, **changes)
    return [error.field for error in refused.value.fields]


class TestGiveAccount:
    def test_is_used_after_72_hours_and_its_owners_are_told(self, bo: Merchant) -> None:
        by = market.staff_of(bo, Permission.MONEY)
        with clock.standing_at(NOW):
            account = give(bo, by)
        assert (account.country, account.currency, account.masked) == ("US", "USD", "•••• 6789")
        assert account.usable_from == NOW + timedelta(hours=72)
        event = Event.objects.get(tag="bank_account.given")
        assert (event.subject_id, event.merchant_id, event.facts) == (account.pk, bo.pk, {})

    def test_is_sealed_and_opened_only_for_the_bank(self, bo: Merchant) -> None:
        account = give(bo, market.staff_of(bo))
        assert NUMBER.encode() not in bytes(account.sealed)
        to = beneficiary(BankAccount.objects.get())
        assert (to.holder, to.number, to.routing) == ("Bo LLC", NUMBER, ROUTING)

    def test_of_another_row_cannot_be_put_in_its_place(self, bo: Merchant) -> None:
        first = give(bo, SYSTEM)
        second = give(bo, SYSTEM, number="99998888")
        BankAccount.objects.filter(pk=second.pk).update(sealed=first.sealed)
        with pytest.raises(Exception, match="bank_account"):
            beneficiary(BankAccount.objects.get(pk=second.pk))

    def test_a_change_is_a_new_row_and_the_old_ones_stay(self, bo: Merchant) -> None:
        by = market.staff_of(bo)
        with clock.standing_at(NOW):
            give(bo, by)
        with clock.standing_at(NOW + timedelta(days=10)):
            newest = give(bo, by, number="99998888")
            shown = accounts(bo.pk, by=by)
        assert current([bo.pk]) == {bo.pk: newest}
        assert [(view.masked, view.state) for view in shown] == [
            ("•••• 8888", "waiting"),
            ("•••• 6789", "replaced"),
        ]

    def test_the_same_again_changes_nothing(self, bo: Merchant) -> None:
        give(bo, SYSTEM)
        with pytest.raises(AccountUnchanged):
            give(bo, SYSTEM, number="1234 56789")
        assert BankAccount.objects.count() == 1

    def test_names_each_field_that_is_wrong(self, bo: Merchant) -> None:
        by = market.staff_of(bo)
        assert wrong(bo, by, holder="Cy LLC") == ["holder"]
        assert wrong(bo, by, holder="") == ["holder"]
        assert wrong(bo, by, kind="gold") == ["kind"]
        assert wrong(bo, by, routing="111000026", number="12") == ["routing", "number"]
        assert BankAccount.objects.count() == 0

    def test_is_for_those_who_account_and_in_person(self, bo: Merchant) -> None:
        cy = market.merchant("cy")
        packer = market.staff_of(bo, Permission.FULFIL)
        key = Actor(
            id=new_id(),
            memberships={bo.pk: frozenset(Permission)},
            key_id=new_id(),
            scopes=frozenset({"orders"}),
        )
        for by, refusal in ((market.staff_of(cy), NotFound), (packer, NotAllowed), (key, OnlyInPerson)):
            with pytest.raises(refusal):
                give(bo, by)
        for by, refusal in ((market.staff_of(cy), NotFound), (packer, NotAllowed)):
            with pytest.raises(refusal):
                banking.accounts(bo.pk, by=by)
        assert BankAccount.objects.count() == 0


class TestChecked:
    @pytest.mark.parametrize(
        ("kind", "number", "country", "currency"),
        [
            ("iban", "DE89 3704 0044 0532 0130 00", "DE", "EUR"),
            ("iban", "gb29 nwbk 6016 1331 9268 19", "GB", "GBP"),
            ("cn", "6222 0212 3456 7894", "CN", "CNY"),
            ("cn", "3100 1234 5678 90", "CN", "CNY"),
        ],
    )
    def test_says_where_it_is_and_what_money_it_takes(
        self, kind: str, number: str, country: str, currency: str
    ) -> None:
        found = checked(kind, number=number)
        assert (found.country, found.currency, found.number) == (
            country,
            currency,
            number.replace(" ", "").upper(),
        )

    @pytest.mark.parametrize(
        ("kind", "number"),
        [
            ("iban", "DE89370400440532013001"),
            ("iban", "BR1500000000000010932840814P2"),
            ("iban", ""),
            ("cn", "6222021234567895"),
            ("cn", "12345678"),
            ("cn", "６２２２０２１２３４５６７８９４"),
        ],
    )
    def test_refuses_what_cannot_be(self, kind: str, number: str) -> None:
        with pytest.raises(Malformed):
            checked(kind, number=number)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Blue Ridge Clay, L.L.C.", "blue ridge clay llc", True),
        ("青山陶艺（上海）有限公司", "青山陶艺(上海)有限公司", True),
        ("Blue Ridge Clay", "Blue Ridge Clays", False),
        ("", "", False),
    ],
)
def test_names_are_the_same_to_a_bank(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
