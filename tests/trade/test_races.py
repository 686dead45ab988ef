"""Many at once, in real transactions: nothing sold twice, nothing bought twice, nobody starved."""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from entrepot.bench.seeding import identity_numbers
from entrepot.customs import queries as customs
from entrepot.kit.actor import SYSTEM
from entrepot.kit.errors import DomainError
from entrepot.ledger import audit
from entrepot.payments import rates
from entrepot.sandbox.models import Charge
from entrepot.stock.models import Level
from entrepot.trade.buying import Bought, buy
from entrepot.trade.models import Purchase
from entrepot.trade.placing import place, place_batch
from tests import market
from tests.market import Wish

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop(transactional_db: None) -> SimpleNamespace:
    market.rules_and_rates()
    market.commission(500)
    bo = market.merchant("bo")
    return SimpleNamespace(bo=bo, honey=market.product(bo, "Honey", 1200, stock=10))


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What `act` answered or refused with in so many threads that all start together."""
    answers: list[Any] = [None] * count
    ready = threading.Barrier(count)

    def run(i: int) -> None:
        ready.wait()
        try:
            answers[i] = act(i)
        except DomainError as error:
            answers[i] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def person_number(i: int) -> dict[str, Any]:
    """An address of the i-th buyer, with an identity number of its own."""
    return market.SHANGHAI | {"id_number": identity_numbers(60)[i]}


class TestFiftyBuyersTenUnits:
    def test_sells_exactly_ten(self, shop: SimpleNamespace) -> None:
        answers = at_once(50, lambda i: buy(Wish({shop.honey.pk: 1}, address=person_number(i)).request()))
        bought = [answer for answer in answers if isinstance(answer, Bought)]
        refused = {answer.code for answer in answers if isinstance(answer, DomainError)}
        assert (len(bought), refused) == (10, {"stock.short"})
        level = Level.objects.get(variant_id=shop.honey.pk)
        assert (level.on_hand, level.reserved) == (10, 10)
        assert Charge.objects.filter(state="captured").count() == 10
        assert [result.check.name for result in audit.run() if not result.ok] == []

    def test_sells_exactly_ten_to_batches_that_do_not_share_a_lane(self, shop: SimpleNamespace) -> None:
        """As two processes would: each thread commits its own batch."""
        batches = at_once(
            10,
            lambda i: place_batch(
                [Wish({shop.honey.pk: 1}, address=person_number(i * 5 + n)).request() for n in range(5)]
            ),
        )
        placed = [answer for batch in batches for answer in batch if hasattr(answer, "purchase_id")]
        assert len(placed) == 10
        assert Purchase.objects.count() == 10


class TestSameKeyFiftyTimes:
    def test_buys_once(self, shop: SimpleNamespace) -> None:
        request = Wish({shop.honey.pk: 2}, key="once").request()
        answers = at_once(50, lambda _i: buy(request))
        assert {type(answer) for answer in answers} == {Bought}
        assert len({answer.purchase_id for answer in answers}) == 1
        assert {str(answer.state) for answer in answers} == {"paid"}
        assert (Purchase.objects.count(), Charge.objects.count()) == (1, 1)
        assert Level.objects.get(variant_id=shop.honey.pk).reserved == 2

    def test_places_once_from_batches_that_do_not_share_a_lane(self, shop: SimpleNamespace) -> None:
        request = Wish({shop.honey.pk: 2}, key="once").request()
        batches = at_once(8, lambda _i: place_batch([request, request]))
        assert len({answer.purchase_id for batch in batches for answer in batch}) == 1
        assert Purchase.objects.count() == 1


class TestBatch:
    def test_takes_as_many_statements_for_a_hundred_as_for_ten(
        self, shop: SimpleNamespace, django_assert_max_num_queries: Any
    ) -> None:
        market.product(shop.bo, "Jam", 900, stock=1000)
        jam = market.Variant.objects.get(product__title="Jam")
        place([Wish({jam.pk: 1}, address=person_number(59)).request()], by=SYSTEM)
        counts = []
        for size in (10, 50):
            requests = [Wish({jam.pk: 1}, address=person_number(i)).request() for i in range(size)]
            # What a process asks again after a second is asked by both, or by neither.
            customs.forget()
            rates.forget()
            with django_assert_max_num_queries(30) as seen:
                place(requests, by=SYSTEM)
            counts.append(len(seen))
        assert counts[0] == counts[1]

    def test_one_that_cannot_be_met_takes_nothing_from_those_that_can(self, shop: SimpleNamespace) -> None:
        wishes = [Wish({shop.honey.pk: n}, address=person_number(n)) for n in (6, 5, 4)]
        answers = place([wish.request() for wish in wishes], by=SYSTEM)
        assert [hasattr(answer, "purchase_id") for answer in answers] == [True, False, True]
        assert Level.objects.get(variant_id=shop.honey.pk).reserved == 10
