"""Fee plans: dated, the particular before the general, never changed for a day that is over."""

from datetime import timedelta

import pytest

from entrepot.identity.models import Person
from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.errors import Malformed, NotAllowed, NotFound
from entrepot.kit.ids import new_id
from entrepot.merchants import approving, charging, queries
from entrepot.merchants.errors import FeePlanOverlaps
from entrepot.merchants.models import Application, FeePlan
from tests.merchants.conftest import as_actor


class TestSetFeePlan:
    def test_ends_the_plan_before_it(self, cleo: Actor) -> None:
        charging.set_fee_plan(commission_bps=500, by=cleo)
        later = clock.now() + timedelta(days=1)
        charging.set_fee_plan(commission_bps=800, effective_from=later, by=cleo)
        nobody = new_id()
        assert queries.fee_plans([nobody], clock.now()).commission_bps(nobody, "") == 500
        assert queries.fee_plans([nobody], later).commission_bps(nobody, "") == 800

    def test_of_a_merchant_wins_over_everybodys(self, application: Application, cleo: Actor) -> None:
        merchant = approving.approve(application.pk, by=cleo)
        charging.set_fee_plan(commission_bps=500, by=cleo)
        charging.set_fee_plan(commission_bps=300, merchant_id=merchant.pk, by=cleo)
        assert queries.fee_plans([merchant.pk], clock.now()).commission_bps(merchant.pk, "food") == 300

    def test_refuses_what_cannot_be(self, cleo: Actor) -> None:
        for bps in (-1, 10_001):
            with pytest.raises(Malformed):
                charging.set_fee_plan(commission_bps=bps, by=cleo)
        with pytest.raises(Malformed):
            charging.set_fee_plan(commission_bps=1, effective_from=clock.now() - timedelta(days=1), by=cleo)
        with pytest.raises(NotFound):
            charging.set_fee_plan(commission_bps=1, merchant_id=new_id(), by=cleo)
        assert not FeePlan.objects.exists()

    def test_two_cannot_begin_in_the_wrong_order(self, cleo: Actor) -> None:
        charging.set_fee_plan(commission_bps=800, effective_from=clock.now() + timedelta(days=2), by=cleo)
        with pytest.raises(FeePlanOverlaps):
            charging.set_fee_plan(commission_bps=500, effective_from=clock.now() + timedelta(days=1), by=cleo)

    def test_is_the_operators_alone(self, anna: Person) -> None:
        with pytest.raises(NotAllowed):
            charging.set_fee_plan(commission_bps=0, by=as_actor(anna))
