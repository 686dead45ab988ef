"""The operator's page of fees, and what a merchant reads of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from entrepot.identity.models import Business, Person
from entrepot.kit.actor import Actor
from entrepot.merchants import approving
from entrepot.merchants.models import Application, FeePlan, FeeTax
from tests.web.operator.test_approvals import anna, application, bakery, bo, cleo, operator, signed_in

__all__ = ["anna", "application", "bakery", "bo", "cleo", "operator", "signed_in"]

PLAN = {"commission_bps": "4.5", "category": "", "whom": "all", "shop": "", "effective_from": ""}


class TestPlans:
    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({}, (450, False, None)),
            ({"whom": "small"}, (450, True, None)),
            ({"whom": "one", "shop": "rye-and-co"}, (450, False, "rye-and-co")),
        ],
    )
    def test_are_set_for_all_small_sellers_or_one_shop(
        self, operator: Client, application: Application, cleo: Actor, asked: dict[str, str], expected: object
    ) -> None:
        approving.approve(application.pk, by=cleo)
        answer = operator.post("/en/operator/fees/plans/", PLAN | asked, follow=True)
        assert "The plan is set" in answer.content.decode()
        plan = FeePlan.objects.get()
        shop = plan.merchant.slug if plan.merchant else None
        assert (plan.commission_bps, plan.for_small, shop) == expected
        assert "4.5%" in operator.get("/zh-hans/operator/fees/").content.decode()

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"commission_bps": "x"}, "Write a percentage such as 4.5."),
            ({"commission_bps": "101"}, "between 0 and 100 percent"),
            ({"whom": "one", "shop": "nowhere"}, "There is no shop at this address."),
            ({"whom": "one"}, "Please fill this in."),
            ({"effective_from": "2020-01-01"}, "cannot begin in the past"),
        ],
    )
    def test_refuses_at_the_field_and_keeps_what_was_typed(
        self, operator: Client, wrong: dict[str, str], said: str
    ) -> None:
        answer = operator.post("/en/operator/fees/plans/", PLAN | wrong)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not FeePlan.objects.exists()


class TestTaxes:
    def test_are_set_with_their_source(self, operator: Client) -> None:
        asked = {"country": "CN", "rate_bps": "6", "source": "VAT on modern services", "effective_from": ""}
        operator.post("/en/operator/fees/taxes/", asked)
        assert FeeTax.objects.get().rate_bps == 600
        assert "VAT on modern services" in operator.get("/en/operator/fees/").content.decode()


class TestMerchantsPage:
    def test_says_what_it_pays_and_why(
        self,
        signed_in: Callable[[Person], Client],
        operator: Client,
        application: Application,
        anna: Person,
        bakery: Business,
        cleo: Actor,
    ) -> None:
        approving.approve(application.pk, by=cleo)
        operator.post("/en/operator/fees/plans/", PLAN | {"commission_bps": "5"})
        operator.post("/en/operator/fees/plans/", PLAN | {"commission_bps": "3", "whom": "small"})
        page = signed_in(anna).get("/en/merchant/rye-and-co/fees/").content.decode()
        for words in ("5%", "3%", "You count as a small seller", "not counted yet", "No tax is charged"):
            assert words in page
