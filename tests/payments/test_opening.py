"""Opening payouts: what is due is set aside once, each cent with its line, and what cannot be paid says why."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.kit.retrying import retried
from entrepot.ledger import chart, queries
from entrepot.merchants.models import Merchant
from entrepot.payments import freezing, rates
from entrepot.payments.freezing import Frozen
from entrepot.payments.models import Reserve
from entrepot.payments.paying_out import opening
from entrepot.payments.paying_out.errors import BooksDiffer
from entrepot.payments.paying_out.models import Payout, PayoutLine, PayoutRun
from entrepot.payments.paying_out.opening import Result, open_payouts, run_whole
from entrepot.payments.paying_out.unpaid import unpaid
from tests import market
from tests.payments.earning import NOW, PAYDAY, balance, bank_account, broken, cny, codes, earn, usd


@pytest.fixture
def bo(db: None) -> Merchant:
    rates.forget()
    rates.publish_rate(
        base="USD", quote="CNY", value=market.Decimal("7.1"), source="t", as_of=NOW.date(), by=SYSTEM
    )
    return market.merchant("bo")


def opened(merchant: Merchant, at: datetime = PAYDAY) -> list[Result]:
    with clock.standing_at(at):
        return open_payouts(merchant.pk, on=at.date(), by=SYSTEM)


class TestOpenPayouts:
    def test_sets_aside_what_is_due_exchanged_with_the_margin(self, bo: Merchant) -> None:
        bank_account(bo)
        [order] = earn(bo, cny("1539.05"))
        assert opened(bo) == [Result.OPENED]
        payout = Payout.objects.get()
        # 1,385.14 / (7.1 x 1.005)
        assert (payout.taken, payout.amount, payout.margin_bps) == (cny("1385.14"), usd("194.12"), 50)
        assert (payout.state, payout.on, payout.bought_minor) == ("started", PAYDAY.date(), None)
        lines = PayoutLine.objects.order_by("transfer_id").values_list("subject_id", "code", "amount_minor")
        assert list(lines) == [(order.order_id, "release", 153905), (order.order_id, "reserve", -15391)]
        assert codes(queries.journals_of([payout.pk])) == ["fx", "payout"]
        assert balance(chart.SELLER_PAYABLE, bo) == balance(chart.SELLER_PAYABLE, bo, "USD") == "0.00"
        assert balance(chart.PAYOUTS_IN_TRANSIT, bo, "USD") == "194.12"
        assert broken() == []

    def test_of_its_own_currency_exchanges_nothing(self, bo: Merchant) -> None:
        bank_account(bo)
        earn(bo, usd("100.00"))
        assert opened(bo) == [Result.OPENED]
        payout = Payout.objects.get()
        assert (payout.taken, payout.amount, payout.rate_id) == (usd("90.00"), usd("90.00"), None)
        assert codes(queries.journals_of([payout.pk])) == ["payout"]
        assert broken() == []

    def test_opens_one_for_each_currency(self, bo: Merchant) -> None:
        bank_account(bo)
        earn(bo, cny("1539.05"))
        earn(bo, usd("100.00"))
        assert opened(bo) == [Result.OPENED, Result.OPENED]
        assert balance(chart.PAYOUTS_IN_TRANSIT, bo, "USD") == "284.12"
        assert broken() == []

    def test_opens_nothing_twice(self, bo: Merchant) -> None:
        bank_account(bo)
        earn(bo, cny("1539.05"))
        assert opened(bo) == [Result.OPENED]
        assert opened(bo) == []
        earn(bo, cny("500.00"), at=NOW)
        assert opened(bo) == [Result.BEFORE]
        assert opened(bo, PAYDAY + timedelta(days=7)) == [Result.OPENED]
        assert [payout.taken for payout in Payout.objects.order_by("pk")] == [cny("1385.14"), cny("450.00")]
        assert broken() == []

    def test_leaves_what_was_released_too_lately(self, bo: Merchant) -> None:
        bank_account(bo)
        earn(bo, cny("1000.00"))
        earn(bo, cny("500.00"), at=NOW + timedelta(days=5))
        assert opened(bo) == [Result.OPENED]
        assert (Payout.objects.get().taken, balance(chart.SELLER_PAYABLE, bo)) == (cny("900.00"), "450.00")
        assert broken() == []

    @pytest.mark.parametrize(
        ("net", "result"),
        # Of 158.56 are 142.70 payable: 20.00 USD with the margin, 20.10 without.
        [("158.48", Result.CARRIED), ("158.56", Result.OPENED)],
    )
    def test_less_than_the_minimum_is_carried(self, bo: Merchant, net: str, result: Result) -> None:
        bank_account(bo)
        earn(bo, cny(net))
        assert opened(bo) == [result]

    def test_waits_for_an_account_and_for_its_72_hours(self, bo: Merchant) -> None:
        earn(bo, cny("1000.00"))
        assert opened(bo) == [Result.NO_ACCOUNT]
        bank_account(bo, at=PAYDAY - timedelta(hours=71))
        assert opened(bo) == [Result.NEW_ACCOUNT]
        bank_account(bo, "99998888", at=PAYDAY)
        assert opened(bo, PAYDAY + timedelta(hours=2)) == [Result.NEW_ACCOUNT]
        assert (Payout.objects.count(), balance(chart.SELLER_PAYABLE, bo)) == (0, "900.00")
        with clock.standing_at(PAYDAY + timedelta(hours=72)):
            assert open_payouts(bo.pk, on=PAYDAY.date(), by=SYSTEM) == [Result.OPENED]

    def test_waits_for_a_rate(self, bo: Merchant) -> None:
        bank_account(bo)
        earn(bo, Money(900000, "JPY"))
        assert opened(bo) == [Result.NO_RATE]
        assert Payout.objects.count() == 0

    def test_leaves_what_is_claimed_behind(self, bo: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
        bank_account(bo)
        claimed, _other = earn(bo, cny("500.00"), cny("1000.00"))
        claim = Frozen(bo.pk, claimed.order_id, cny("440.00"), "disputed")
        monkeypatch.setattr(freezing, "_finders", [lambda merchants: [claim]])
        assert opened(bo) == [Result.OPENED]
        assert (Payout.objects.get().taken, balance(chart.SELLER_PAYABLE, bo)) == (cny("900.00"), "450.00")
        assert broken() == []

    def test_reads_on_from_where_the_payout_before_says(self, bo: Merchant) -> None:
        bank_account(bo)
        earn(bo, cny("1000.00"))
        earn(bo, cny("500.00"), at=NOW + timedelta(days=5))
        opened(bo)
        ref = chart.SELLER_PAYABLE.of(bo.pk, "CNY")
        waits = queries.statement(ref).lines[1].id
        first = Payout.objects.get()
        assert first.unpaid_from < waits
        assert waits.int >> 80 == (first.unpaid_from.int >> 80) + 3_600_000
        Payout.objects.update(unpaid_from=new_id())  # and were that wrong, everything is read
        assert unpaid([ref]) == {ref: []}
        assert opened(bo, PAYDAY + timedelta(days=7)) == [Result.OPENED]
        assert Payout.objects.exclude(pk=first.pk).get().taken == cny("450.00")
        assert broken() == []

    def test_pays_nothing_when_the_books_differ(self, bo: Merchant) -> None:
        bank_account(bo)
        earn(bo, cny("1000.00"))
        opened(bo)
        earn(bo, cny("700.00"))
        stolen = queries.statement(chart.SELLER_PAYABLE.of(bo.pk, "CNY")).lines[0]
        PayoutLine.objects.create(
            transfer_id=stolen.id,
            payout=Payout.objects.get(),
            subject_id=new_id(),
            code="release",
            amount_minor=stolen.amount.minor,
            currency="CNY",
            moved_at=NOW,
        )
        with pytest.raises(BooksDiffer):
            opened(bo, PAYDAY + timedelta(days=7))
        assert Payout.objects.count() == 1
        assert set(broken()) == {"payments.payout_lines", "payments.unpaid"}


class TestRun:
    def test_goes_through_all_merchants_and_says_what_came_of_each(
        self, bo: Merchant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(opening, "BATCH", 2)
        shops = [bo, *(market.merchant(slug) for slug in ("cy", "di", "ed", "flo"))]
        for shop in shops[:3]:
            earn(shop, cny("1000.00"))
        for shop in shops[1:]:
            bank_account(shop)
        earn(shops[3], cny("10.00"))
        with clock.standing_at(PAYDAY + timedelta(days=1)):
            turns = 0
            while opening.run_due():
                turns += 1
            assert turns == 2
            assert not opening.run_due()
        run = PayoutRun.objects.get()
        assert (run.on, run.counts) == (PAYDAY.date(), {"no_account": 1, "opened": 2, "carried": 1})
        assert run.finished_at is not None
        assert broken() == []

    def test_by_hand_takes_up_what_has_become_possible(self, bo: Merchant) -> None:
        earn(bo, cny("1000.00"))
        with clock.standing_at(PAYDAY):
            assert run_whole(PAYDAY.date()) == {"no_account": 1}
            bank_account(bo)
            assert run_whole(PAYDAY.date()) == {"opened": 1}
            assert run_whole(PAYDAY.date()) == {}

    def test_a_merchant_whose_payout_cannot_be_opened_stops_no_other(
        self, bo: Merchant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cy = market.merchant("cy")
        for shop in (bo, cy):
            earn(shop, cny("1000.00"))
            bank_account(shop)

        def fails(merchants: object) -> list[Frozen]:
            if bo.pk in merchants:  # type: ignore[operator]
                raise RuntimeError("the disputes of this merchant cannot be read")
            return []

        monkeypatch.setattr(freezing, "_finders", [fails])
        with clock.standing_at(PAYDAY):
            assert Counter(run_whole(PAYDAY.date())) == Counter(failed=1, opened=1)
        assert Payout.objects.get().merchant_id == cy.pk
        assert Reserve.objects.count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_who_open_the_same_day_at_once_open_it_once() -> None:
    rates.forget()
    cy = market.merchant("cy")
    bank_account(cy)
    earn(cy, usd("100.00"), usd("50.00"))

    def open_it(_number: int) -> list[Result]:
        try:
            return retried(lambda: open_payouts(cy.pk, on=PAYDAY.date(), by=SYSTEM))
        finally:
            connection.close()

    with clock.standing_at(PAYDAY), ThreadPoolExecutor(6) as threads:
        results = [result for found in threads.map(open_it, range(12)) for result in found]
    assert Counter(results)[Result.OPENED] == 1
    assert set(results) <= {Result.OPENED, Result.BEFORE}
    assert [payout.taken for payout in Payout.objects.all()] == [usd("135.00")]
    assert broken() == []
