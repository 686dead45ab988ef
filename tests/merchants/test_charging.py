"""Fee plans: dated, the particular before the general, never changed for a day that is over."""

from datetime import timedelta
from uuid import UUID

import pytest

from entrepot.identity.models import Person
from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.errors import Malformed, NotAllowed, NotFound
from entrepot.kit.ids import new_id
from entrepot.merchants import approving, charging, fees, queries
from entrepot.merchants.errors import FeePlanOverlaps
from entrepot.merchants.models import Application, FeePlan, FeeTax, Merchant
from entrepot.merchants.queries import Terms
from tests.merchants.conftest import as_actor


def terms(*, is_small: bool = False, country: str = "US") -> Terms:
    return Terms(new_id(), "shop", "Shop", "", "Shop LLC", "USD", country, is_small, is_suspended=False)


def charged(merchant_id: UUID, category: str) -> int:
    own = queries.terms([merchant_id])[merchant_id]
    return fees.fee_plans([merchant_id], clock.now()).commission_bps(own, category)


class TestSetFeePlan:
    def test_ends_the_plan_before_it(self, cleo: Actor) -> None:
        charging.set_fee_plan(commission_bps=500, by=cleo)
        later = clock.now() + timedelta(days=1)
        charging.set_fee_plan(commission_bps=800, effective_from=later, by=cleo)
        assert fees.fee_plans([], clock.now()).commission_bps(terms(), "") == 500
        assert fees.fee_plans([], later).commission_bps(terms(), "") == 800

    def test_of_a_merchant_wins_over_everybodys(self, application: Application, cleo: Actor) -> None:
        merchant = approving.approve(application.pk, by=cleo)
        charging.set_fee_plan(commission_bps=500, by=cleo)
        charging.set_fee_plan(commission_bps=300, merchant_id=merchant.pk, by=cleo)
        assert charged(merchant.pk, "food") == 300

    def test_of_a_merchant_counts_whatever_its_size(self, application: Application, cleo: Actor) -> None:
        merchant = approving.approve(application.pk, by=cleo)
        charging.set_fee_plan(commission_bps=200, for_small=True, by=cleo)
        charging.set_fee_plan(commission_bps=300, merchant_id=merchant.pk, by=cleo)
        assert charged(merchant.pk, "food") == 300
        with pytest.raises(Malformed) as refused:
            charging.set_fee_plan(commission_bps=100, merchant_id=merchant.pk, for_small=True, by=cleo)
        assert [wrong.field for wrong in refused.value.fields] == ["for_small"]

    def test_of_small_sellers_counts_where_it_is_less(self, cleo: Actor) -> None:
        charging.set_fee_plan(commission_bps=500, by=cleo)
        charging.set_fee_plan(commission_bps=250, category="food-drink", by=cleo)
        charging.set_fee_plan(commission_bps=300, for_small=True, by=cleo)
        plans = fees.fee_plans([], clock.now())
        assert plans.commission_bps(terms(is_small=True), "beauty") == 300
        assert plans.commission_bps(terms(is_small=True), "food-drink/tea") == 250
        assert plans.commission_bps(terms(is_small=False), "beauty") == 500

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


class TestSetFeeTax:
    def test_counts_from_now_on_for_merchants_of_the_country(self, cleo: Actor) -> None:
        before = clock.now()
        charging.set_fee_tax(country="CN", rate_bps=600, source="VAT on modern services", by=cleo)
        plans = fees.fee_plans([], clock.now())
        assert plans.tax_bps(terms(country="CN")) == 600
        assert plans.tax_bps(terms(country="US")) == 0
        assert fees.fee_plans([], before - timedelta(days=1)).tax_bps(terms(country="CN")) == 0

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [("country", {"country": "ZZZ"}), ("rate_bps", {"rate_bps": 10_001}), ("source", {"source": " "})],
    )
    def test_refuses_by_the_name_of_the_field(
        self, cleo: Actor, field: str, wrong: dict[str, object]
    ) -> None:
        asked = {"country": "CN", "rate_bps": 600, "source": "VAT"} | wrong
        with pytest.raises(Malformed) as refused:
            charging.set_fee_tax(**asked, by=cleo)  # type: ignore[arg-type]
        assert [each.field for each in refused.value.fields] == [field]
        assert not FeeTax.objects.exists()


class TestCharges:
    def test_are_shown_to_who_accounts_for_the_business(
        self, application: Application, anna: Person, cleo: Actor
    ) -> None:
        merchant = approving.approve(application.pk, by=cleo)
        charging.set_fee_plan(commission_bps=500, by=cleo)
        charging.set_fee_plan(commission_bps=300, for_small=True, by=cleo)
        shown = fees.charges(merchant.pk, by=as_actor(anna))
        assert [(plan.commission_bps, plan.for_small) for plan in shown.plans] == [(500, False), (300, True)]
        Merchant.objects.update(is_small=False)
        assert [plan.commission_bps for plan in fees.charges(merchant.pk, by=as_actor(anna)).plans] == [500]
        with pytest.raises(NotFound):
            fees.charges(merchant.pk, by=cleo)
