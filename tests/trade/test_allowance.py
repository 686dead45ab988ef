"""The yearly amount of 26,000 yuan a person, as purchases meet it: over orders, over purchases, over the turn of the year."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from entrepot.customs import allowance, identity_number, queries
from entrepot.customs.loading import load
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.trade.answers import Placed
from entrepot.trade.cancelling import cancel
from entrepot.trade.placing import place
from entrepot.trade.quotes import quote
from entrepot.trade.requests import Basket, WantedLine
from tests import market
from tests.market import Wish
from tests.trade.story import placed, refusal, refused

KEY = identity_number.quota_key(market.ID_NUMBER)


@pytest.fixture
def dear(shop: SimpleNamespace) -> SimpleNamespace:
    """Bo's and Cy's jars of 640.00 USD: with freight of 10.00 USD each order is worth 4,615.00 CNY."""
    return SimpleNamespace(
        bo=shop.bo,
        cy=shop.cy,
        bos=market.product(shop.bo, "Gold honey", 64000, stock=99),
        cys=market.product(shop.cy, "Gold soap", 64000, stock=99),
    )


def used(year: int) -> int:
    return allowance.used([KEY], year)[KEY]


class TestAnnualLimit:
    def test_adds_up_over_purchases(self, dear: SimpleNamespace) -> None:
        with clock.standing_at(datetime(2026, 6, 1, tzinfo=UTC)):
            for _ in range(5):
                placed(Wish({dear.bos.pk: 1}))
            assert used(2026) == 5 * 461500
            error = refusal(Wish({dear.bos.pk: 1})).error
            assert (error.code, error.facts) == (
                "customs.annual_limit",
                {"wanted": "4615.00", "limit": "26000.00", "left": "2925.00"},
            )
            assert used(2026) == 5 * 461500

    def test_adds_up_over_the_orders_of_one_purchase(self, dear: SimpleNamespace) -> None:
        with clock.standing_at(datetime(2026, 6, 1, tzinfo=UTC)):
            for _ in range(2):
                placed(Wish({dear.bos.pk: 1, dear.cys.pk: 1}))
            placed(Wish({dear.bos.pk: 1}))
            wish = Wish({dear.bos.pk: 1, dear.cys.pk: 1})
            assert [each.field for each in refusal(wish).error.fields] == ["lines.0"]
            assert used(2026) == 5 * 461500

    def test_adds_up_within_one_batch_in_its_order(self, dear: SimpleNamespace) -> None:
        with clock.standing_at(datetime(2026, 6, 1, tzinfo=UTC)):
            wishes = [Wish({dear.bos.pk: 1}).request() for _ in range(7)]
            answers = place(wishes, by=SYSTEM)
        assert [isinstance(answer, Placed) for answer in answers] == [True] * 5 + [False] * 2
        assert allowance.adrift() == []

    def test_a_refused_one_of_a_batch_leaves_its_part_to_a_smaller_one(self, dear: SimpleNamespace) -> None:
        small = market.product(dear.bo, "Jam", 10000)
        with clock.standing_at(datetime(2026, 6, 1, tzinfo=UTC)):
            wishes = [*(Wish({dear.bos.pk: 1}) for _ in range(6)), Wish({small.pk: 1})]
            answers = place([wish.request() for wish in wishes], by=SYSTEM)
        assert [isinstance(answer, Placed) for answer in answers] == [True] * 5 + [False, True]
        assert used(2026) == 5 * 461500 + 78100

    def test_what_is_cancelled_can_be_used_again(self, dear: SimpleNamespace) -> None:
        with clock.standing_at(datetime(2026, 6, 1, tzinfo=UTC)):
            kept = [placed(Wish({dear.bos.pk: 1})) for _ in range(5)]
            cancel(kept[0].orders[0].id, reason="", by=SYSTEM)
            placed(Wish({dear.bos.pk: 1}))
        assert (used(2026), allowance.adrift()) == (5 * 461500, [])

    def test_is_per_person(self, dear: SimpleNamespace) -> None:
        other = market.SHANGHAI | {"id_number": "110101199003074258"}
        with clock.standing_at(datetime(2026, 6, 1, tzinfo=UTC)):
            for _ in range(5):
                placed(Wish({dear.bos.pk: 1}))
            placed(Wish({dear.bos.pk: 1}, address=other))

    def test_is_the_same_person_however_the_number_is_written(self, dear: SimpleNamespace) -> None:
        with clock.standing_at(datetime(2026, 6, 1, tzinfo=UTC)):
            for written in (
                "11010519491231002X",
                "11010519491231002x",
                "１１０１０５１９４９１２３１００２Ｘ",
            ):
                placed(Wish({dear.bos.pk: 1}, address=market.SHANGHAI | {"id_number": written}))
        assert used(2026) == 3 * 461500


class TestTurnOfTheYear:
    def test_is_at_midnight_in_shanghai(self, dear: SimpleNamespace) -> None:
        with clock.standing_at(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)):
            for _ in range(5):
                placed(Wish({dear.bos.pk: 1}))
            assert refused(Wish({dear.bos.pk: 1})) == "customs.annual_limit"
        with clock.standing_at(datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC)):
            placed(Wish({dear.bos.pk: 1}))
        assert (used(2026), used(2027)) == (5 * 461500, 461500)
        assert allowance.adrift() == []

    def test_is_given_back_to_the_year_it_was_taken_from(self, dear: SimpleNamespace) -> None:
        with clock.standing_at(datetime(2026, 12, 31, 15, 59, tzinfo=UTC)):
            kept = placed(Wish({dear.bos.pk: 1}))
        with clock.standing_at(datetime(2027, 1, 2, tzinfo=UTC)):
            placed(Wish({dear.bos.pk: 1}))
            cancel(kept.orders[0].id, reason="", by=SYSTEM)
        assert (used(2026), used(2027)) == (0, 461500)


class TestRulesThatChange:
    def test_a_quote_keeps_the_limit_it_was_given_under(self, dear: SimpleNamespace) -> None:
        """The limit is lowered while a quote runs: it is placed by its own rules, without a quote the new ones count."""
        lowered = (
            "jurisdiction,key,value,effective_from,effective_to,source,confidence,checked_on\n"
            "CN,cbec.limit.annual,4000.00,2026-06-02,,test,demo,2026-06-01\n"
        )
        with clock.standing_at(datetime(2026, 6, 1, 15, 55, tzinfo=UTC)):
            basket = Basket("CNY", market.destination(), (WantedLine(dear.bos.pk, 1),))
            token = quote(basket).quote.sign()
            report = load(table="rules", data=lowered.encode(), file_name="rules.csv", by=SYSTEM)
            assert (report.problems, report.added) == ((), 1)
            queries.forget()  # as every process does within a second
        with clock.standing_at(datetime(2026, 6, 1, 16, 1, tzinfo=UTC)):
            assert refused(Wish({dear.bos.pk: 1})) == "customs.annual_limit"
            placed(Wish({dear.bos.pk: 1}, quote=token))
        assert used(2026) == 461500
