"""Refunds as providers tell of them: pending, done, failed, asked for again."""

from types import SimpleNamespace

import pytest

from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.errors import NotFound
from entrepot.kit.ids import new_id
from entrepot.ledger import chart, queries
from entrepot.payments import refunding
from entrepot.payments.errors import RefundNotFailed
from entrepot.payments.models import Payment, Refund
from entrepot.payments.providers import GivenBack, GivingBack, NotGivenBack, Unknown
from entrepot.trade import cancelling
from entrepot.trade.models import Order
from tests.market import Wish
from tests.trade.conftest import shop  # noqa: F401  # the shop without real transactions, which none of these needs
from tests.trade.story import broken, paid

OPERATOR = Actor(id=new_id(), is_operator=True)


@pytest.fixture
def refund(shop: SimpleNamespace) -> Refund:  # noqa: F811  # the fixture above
    """294.34 CNY of a cancelled order, asked for."""
    paid(Wish({shop.honey.pk: 2}))
    cancelling.cancel(Order.objects.get().pk, reason="", by=SYSTEM)
    return Refund.objects.get()


def owed(refund: Refund) -> int:
    return queries.balance(chart.REFUNDS_PAYABLE.of(refund.pk, "CNY")).minor


class TestHearOfRefund:
    def test_what_the_provider_took_on_waits_under_its_reference(self, refund: Refund) -> None:
        refunding.hear_of_refund(refund.pk, GivingBack("re_1"), by=SYSTEM)
        refund.refresh_from_db()
        assert (refund.state, refund.reference) == ("asked", "re_1")
        assert Payment.objects.get().refunded_minor == 0

    def test_what_is_done_stays_so(self, refund: Refund) -> None:
        for told in (GivenBack("re_1"), GivenBack("re_1"), NotGivenBack("re_1", "late"), Unknown()):
            refunding.hear_of_refund(refund.pk, told, by=SYSTEM)
        refund.refresh_from_db()
        assert (refund.state, Payment.objects.get().refunded_minor) == ("done", 29434)
        assert broken() == []

    def test_what_failed_is_owed_to_the_buyer(self, refund: Refund) -> None:
        for _ in range(2):
            refunding.hear_of_refund(refund.pk, NotGivenBack("re_1", "expired_card"), by=SYSTEM)
        refund.refresh_from_db()
        assert (refund.state, refund.failure, owed(refund)) == ("failed", "expired_card", 29434)
        assert queries.balance(chart.PSP_CLEARING.house("CNY")).minor == 29434
        assert broken() == []


class TestAskAgain:
    def test_asks_under_a_new_key_and_owes_nothing_any_more(self, refund: Refund) -> None:
        refunding.hear_of_refund(refund.pk, NotGivenBack("re_1", "expired_card"), by=SYSTEM)
        again = refunding.ask_again(refund.pk, by=OPERATOR)
        refund.refresh_from_db()
        assert (refund.state, owed(refund), again.state, again.amount_minor) == (
            "replaced",
            0,
            "asked",
            29434,
        )
        refunding.hear_of_refund(again.pk, GivenBack("re_2"), by=SYSTEM)
        assert Payment.objects.get().refunded_minor == 29434
        assert broken() == []

    def test_refuses_what_did_not_fail(self, refund: Refund) -> None:
        with pytest.raises(RefundNotFailed):
            refunding.ask_again(refund.pk, by=OPERATOR)
        with pytest.raises(NotFound):
            refunding.ask_again(new_id(), by=OPERATOR)
        assert Refund.objects.count() == 1
