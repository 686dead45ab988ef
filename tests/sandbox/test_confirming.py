"""The confirmation page: the provider's own, in both languages; two buttons; back to the shop."""

from uuid import UUID

import pytest
from django.test import Client

from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.sandbox.charging import Charged, charge
from entrepot.sandbox.models import Charge, ChargeState, Webhook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting() -> Charged:
    """A charge of 1,766.33 CNY that the buyer must confirm."""
    return charge(
        key=new_id(),
        amount=Money(176633, "CNY"),
        token="tok_needs_action",
        return_url="http://shop.example/back?lang=en",
        timeout=1,
    )


def page(charge_id: UUID, language: str = "en") -> str:
    return f"/{language}/sandbox/confirm/{charge_id}/"


class TestPage:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", ["CN¥1,766.33", "Confirm and pay", "Refuse", "no real money", "简体中文"]),
            ("zh-hans", ["¥1,766.33", "确认支付", "拒绝", "不会产生真实扣款", "English"]),
        ],
    )
    def test_asks_in_the_buyers_language(
        self, client: Client, waiting: Charged, language: str, words: list[str]
    ) -> None:
        answer = client.get(page(waiting.id, language))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert [word for word in words if word not in text] == []
        assert "style=" not in text and "<script" not in text

    def test_asking_changes_nothing(self, client: Client, waiting: Charged) -> None:
        client.get(page(waiting.id))
        assert Charge.objects.get().state == ChargeState.NEEDS_ACTION
        assert not Webhook.objects.exists()

    @pytest.mark.parametrize(
        ("button", "state", "fee", "tags"),
        [
            ("confirm", "captured", 1060, ["charge.authorised", "charge.captured"]),
            ("refuse", "declined", 0, ["charge.declined"]),
            ("", "declined", 0, ["charge.declined"]),
        ],
    )
    def test_takes_the_answer_and_leads_back(
        self, client: Client, waiting: Charged, button: str, state: str, fee: int, tags: list[str]
    ) -> None:
        answer = client.post(page(waiting.id), {"answer": button})
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"http://shop.example/back?lang=en&payment={waiting.key}",
        )
        row = Charge.objects.get()
        assert (row.state, row.fee_minor) == (state, fee)
        assert list(Webhook.objects.order_by("pk").values_list("tag", flat=True)) == tags

    def test_shows_what_was_answered_and_takes_no_second_answer(
        self, client: Client, waiting: Charged
    ) -> None:
        client.post(page(waiting.id), {"answer": "refuse"})
        assert client.post(page(waiting.id), {"answer": "confirm"}).status_code == 302
        text = client.get(page(waiting.id)).content.decode()
        assert "This payment was refused" in text and "<form" not in text
        assert (Charge.objects.get().state, Webhook.objects.count()) == ("declined", 1)

    def test_needs_the_token_against_forgery(self, waiting: Charged) -> None:
        answer = Client(enforce_csrf_checks=True).post(page(waiting.id), {"answer": "confirm"})
        assert answer.status_code == 403
        assert Charge.objects.get().state == ChargeState.NEEDS_ACTION

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_not_there_for_a_charge_that_is_not(self, client: Client, method: str) -> None:
        assert getattr(client, method)(page(new_id())).status_code == 404
