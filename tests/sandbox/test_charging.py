"""Charging at the sandbox: what each token does, and that asking twice charges once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.sandbox import charging
from entrepot.sandbox.charging import Charged, charge, outcome
from entrepot.sandbox.errors import BrokeDown, ChargeUnknown, KeyReused, TimedOut
from entrepot.sandbox.models import Charge, Webhook

pytestmark = pytest.mark.django_db(transaction=True)
BACK = "http://shop.example/back"


def ask(token: str = "tok_ok", minor: int = 28614, *, key: object = None, timeout: float = 0.01) -> Charged:
    return charge(
        key=key or new_id(), amount=Money(minor, "CNY"), token=token, return_url=BACK, timeout=timeout
    )


class TestCharge:
    def test_captures_and_keeps_six_per_mille(self) -> None:
        charged = ask(minor=28614)
        assert (charged.state, charged.fee) == ("captured", Money(172, "CNY"))  # 171.684 half-up

    @pytest.mark.parametrize(("minor", "fee"), [(83, 0), (84, 1), (250, 2), (100000, 600)])
    def test_rounds_its_fee_half_up(self, minor: int, fee: int) -> None:
        assert ask(minor=minor).fee == Money(fee, "CNY")

    @pytest.mark.parametrize("token", ["tok_declined", "tok_that_nobody_issued"])
    def test_declines(self, token: str) -> None:
        charged = ask(token)
        assert (charged.state, charged.fee, charged.next_url) == ("declined", Money(0, "CNY"), "")

    def test_sends_the_buyer_to_its_own_page(self, settings: Settings) -> None:
        charged = ask("tok_needs_action")
        assert charged.state == "needs_action"
        assert charged.next_url == f"{settings.URL}/en/sandbox/confirm/{charged.id}/"
        assert Charge.objects.get().return_url == BACK

    def test_takes_the_money_though_its_answer_is_lost(self) -> None:
        key = new_id()
        with pytest.raises(TimedOut):
            ask("tok_timeout", key=key)
        assert Charge.objects.get(key=key).state == "captured"
        assert [hook.tag for hook in Webhook.objects.all()] == ["charge.captured"]

    def test_answers_the_repeated_question_after_a_timeout(self) -> None:
        key = new_id()
        with pytest.raises(TimedOut):
            ask("tok_timeout", key=key)
        assert ask("tok_timeout", key=key).state == "captured"
        assert (Charge.objects.count(), Webhook.objects.count()) == (1, 1)

    def test_breaks_down_before_it_has_taken_anything(self) -> None:
        for _ in range(2):
            with pytest.raises(BrokeDown):
                ask("tok_error")
        assert (Charge.objects.count(), Webhook.objects.count()) == (0, 0)

    def test_breaks_down_when_it_has_taken_the_money(self) -> None:
        key = new_id()
        with pytest.raises(BrokeDown):
            ask("tok_error_later", key=key)
        assert ask("tok_error_later", key=key).state == "captured"
        assert (Charge.objects.count(), Webhook.objects.count()) == (1, 1)

    def test_times_out_when_its_latency_is_longer_than_the_callers_patience(self, settings: Settings) -> None:
        settings.SANDBOX_LATENCY_MS = 5000
        begun = time.monotonic()
        with pytest.raises(TimedOut):
            ask(timeout=0.05)
        assert 0.05 <= time.monotonic() - begun < 2
        assert Charge.objects.get().state == "captured"

    def test_takes_its_time_without_a_connection(self, settings: Settings) -> None:
        settings.SANDBOX_LATENCY_MS = 60
        begun = time.monotonic()
        ask(timeout=1)
        assert time.monotonic() - begun >= 0.06
        assert connection.connection is None

    def test_charges_once_for_each_key(self) -> None:
        key = new_id()
        first, second = ask(key=key), ask(key=key)
        assert (first.is_new, second.is_new) == (True, False)
        assert (first.id, first.fee, first.state) == (second.id, second.fee, second.state)
        assert Charge.objects.count() == 1

    def test_refuses_another_amount_under_the_same_key(self) -> None:
        key = new_id()
        ask(key=key, minor=100)
        with pytest.raises(KeyReused):
            ask(key=key, minor=101)
        assert Charge.objects.get().amount == Money(100, "CNY")

    @pytest.mark.race
    def test_charges_once_when_asked_fifty_times_at_once(self) -> None:
        key, start = new_id(), threading.Barrier(50)

        def one(_: int) -> Charged:
            start.wait()
            return ask(key=key)

        with ThreadPoolExecutor(50) as threads:
            answers = list(threads.map(one, range(50)))
        assert Charge.objects.count() == 1
        assert {(a.id, a.state, a.fee) for a in answers} == {(answers[0].id, "captured", Money(172, "CNY"))}
        assert sum(answer.is_new for answer in answers) == 1

    def test_tells_only_what_its_answer_did_not_say(self) -> None:
        ask("tok_ok"), ask("tok_declined"), ask("tok_needs_action")
        assert not Webhook.objects.exists()

    def test_tells_everything_where_that_is_set(self, settings: Settings) -> None:
        settings.SANDBOX_WEBHOOKS = "all"
        ask("tok_ok"), ask("tok_declined"), ask("tok_needs_action")
        tags = list(Webhook.objects.order_by("pk").values_list("tag", flat=True))
        assert tags == ["charge.captured", "charge.declined", "charge.needs_action"]


class TestBatch:
    def asked(self, count: int, token: str = "tok_ok") -> list[charging.Asked]:
        return [
            charging.Asked(new_id(), new_id(), Money(100 + n, "CNY"), token, BACK, token == "tok_timeout")
            for n in range(count)
        ]

    @pytest.mark.parametrize("token", ["tok_ok", "tok_timeout"])
    def test_is_one_statement_whatever_its_length(self, token: str) -> None:
        with CaptureQueriesContext(connection) as queries:
            charged = charging._charge_batch(self.asked(100, token))
        assert len(queries) == 1
        assert [c.amount.minor for c in charged] == list(range(100, 200))
        assert Webhook.objects.count() == (100 if token == "tok_timeout" else 0)

    def test_reads_in_a_second_one_what_was_charged_before(self) -> None:
        asked = self.asked(3)
        charging._charge_batch(asked[1:2])
        with CaptureQueriesContext(connection) as queries:
            charged = charging._charge_batch(asked)
        assert len(queries) == 2
        assert [c.is_new for c in charged] == [True, False, True]


class TestOutcome:
    def test_says_what_the_books_say(self) -> None:
        charged = ask()
        assert outcome(key=charged.key).state == "captured"

    def test_knows_nothing_of_a_charge_that_never_came(self) -> None:
        with pytest.raises(ChargeUnknown):
            outcome(key=new_id())
