"""The yearly amount of each person: held, refused, given back, and tied to the orders that hold it."""

import threading
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from entrepot.customs import allowance
from entrepot.customs.allowance import Ending, Wanted
from entrepot.customs.models import Allowance, AllowanceHold
from entrepot.kit.ids import new_id

ANNA, BO = b"anna____________", b"bo______________"
LIMIT = 26_000_00


def want(person: bytes, minor: int, *, purchase: UUID | None = None, year: int = 2026) -> Wanted:
    return Wanted(purchase or new_id(), new_id(), person, year, minor)


@pytest.mark.django_db
class TestHold:
    def test_adds_up_to_the_limit_and_not_a_cent_more(self) -> None:
        assert allowance.hold([want(ANNA, 21_000_00)], limit_minor=LIMIT) == set()
        too_much = want(ANNA, 5_000_01)
        assert allowance.hold([too_much], limit_minor=LIMIT) == {too_much.purchase_id}
        assert allowance.hold([want(ANNA, 5_000_00)], limit_minor=LIMIT) == set()
        assert allowance.used([ANNA, BO], 2026) == {ANNA: LIMIT, BO: 0}

    def test_refuses_what_is_over_the_limit_alone(self) -> None:
        too_much = want(ANNA, LIMIT + 1)
        assert allowance.hold([too_much], limit_minor=LIMIT) == {too_much.purchase_id}
        assert not Allowance.objects.exists()

    def test_one_who_is_refused_takes_nothing_from_another(self) -> None:
        annas, bos = want(ANNA, LIMIT + 1), want(BO, 100)
        assert allowance.hold([annas, bos], limit_minor=LIMIT) == {annas.purchase_id}
        assert allowance.used([ANNA, BO], 2026) == {ANNA: 0, BO: 100}
        assert list(AllowanceHold.objects.values_list("order_id", "minor")) == [(bos.order_id, 100)]

    def test_a_purchase_of_two_orders_is_held_whole_or_not_at_all(self) -> None:
        purchase = new_id()
        orders = [want(ANNA, 20_000_00, purchase=purchase), want(ANNA, 6_000_01, purchase=purchase)]
        assert allowance.hold(orders, limit_minor=LIMIT) == {purchase}
        assert not AllowanceHold.objects.exists()

    def test_two_purchases_of_one_person_are_asked_one_after_the_other(self) -> None:
        first, second, third = want(ANNA, 20_000_00), want(ANNA, 7_000_00), want(ANNA, 6_000_00)
        assert allowance.hold([first, second, third], limit_minor=LIMIT) == {second.purchase_id}
        assert allowance.used([ANNA], 2026) == {ANNA: LIMIT}

    def test_each_year_has_its_own(self) -> None:
        assert allowance.hold([want(ANNA, LIMIT), want(ANNA, LIMIT, year=2027)], limit_minor=LIMIT) == {*()}
        assert allowance.used([ANNA], 2027) == {ANNA: LIMIT}

    def test_nothing_to_hold(self) -> None:
        assert allowance.hold([], limit_minor=LIMIT) == set()


@pytest.mark.django_db
class TestGiveBack:
    def test_gives_back_once(self) -> None:
        order = want(ANNA, 300_00)
        allowance.hold([order, want(ANNA, 200_00)], limit_minor=LIMIT)
        assert allowance.give_back([order.order_id], ending=Ending.CANCELLED) == {order.order_id: 300_00}
        assert allowance.give_back([order.order_id, new_id()], ending=Ending.EXPIRED) == {}
        assert allowance.used([ANNA], 2026) == {ANNA: 200_00}
        ended = AllowanceHold.objects.get(pk=order.order_id)
        assert (ended.ended_as, ended.minor) == ("cancelled", 300_00)
        assert allowance.adrift() == []

    def test_many_orders_of_many_people(self) -> None:
        orders = [want(ANNA, 100), want(BO, 200), want(ANNA, 300)]
        allowance.hold(orders, limit_minor=LIMIT)
        assert allowance.give_back([order.order_id for order in orders], ending=Ending.RETURNED) == {
            order.order_id: order.minor for order in orders
        }
        assert allowance.used([ANNA, BO], 2026) == {ANNA: 0, BO: 0}


@pytest.mark.django_db
class TestAudit:
    def test_names_who_is_adrift(self) -> None:
        allowance.hold([want(ANNA, 100)], limit_minor=LIMIT)
        Allowance.objects.update(used_minor=150)
        assert allowance.adrift() == [allowance.Adrift(ANNA, 2026, 150, 100)]

    def test_the_database_refuses_less_than_nothing(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Allowance.objects.create(id_hash=ANNA, year=2026, used_minor=-1)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestRace:
    def test_two_purchases_at_once_cannot_share_what_is_left(self) -> None:
        """Ten threads ask for a fifth of the limit each, for two people in opposite orders: five of each
        person succeed.
        """
        together = threading.Barrier(10)
        refused: list[set[UUID]] = []

        def buy(turn: int) -> None:
            people = (ANNA, BO) if turn % 2 else (BO, ANNA)
            together.wait()
            try:
                with transaction.atomic():
                    refused.append(
                        allowance.hold([want(person, 5_200_00) for person in people], limit_minor=LIMIT)
                    )
            finally:
                connection.close()

        threads = [threading.Thread(target=buy, args=(turn,)) for turn in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(map(len, refused)) == 10
        assert len(refused) == 10
        assert allowance.used([ANNA, BO], 2026) == {ANNA: LIMIT, BO: LIMIT}
        assert allowance.adrift() == []
