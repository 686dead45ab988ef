"""The operator's pages of who may sell."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from entrepot.identity.models import Business, Member, Person
from entrepot.kit import events
from entrepot.kit.actor import Actor
from entrepot.merchants import applying, approving, suspending
from entrepot.merchants.models import Application, Merchant, Refusal, Suspension
from tests.identity.conftest import anna, as_actor, bakery, bo, cleo
from tests.web.account.conftest import signed_in

__all__ = ["anna", "bakery", "bo", "cleo", "signed_in"]

type Enter = Callable[[Person], Client]


@pytest.fixture
def application(anna: Person, bakery: Business) -> Application:
    return applying.apply(bakery.pk, name="Rye & Co", slug="rye-and-co", trade="Bread", by=as_actor(anna))


@pytest.fixture
def operator(signed_in: Enter, cleo: Actor) -> Client:
    return signed_in(Person.objects.get(pk=cleo.id))


class TestApplications:
    def test_are_a_queue_with_every_fact(self, operator: Client, application: Application) -> None:
        for language in ("en", "zh-hans"):
            assert "Rye &amp; Co LLC" in operator.get(f"/{language}/operator/applications/").content.decode()
            page = operator.get(f"/{language}/operator/applications/{application.pk}/").content.decode()
            for fact in ("rye-and-co", "1 Main St", "43215", "anna@example.com", "Bread"):
                assert fact in page

    def test_an_empty_queue_says_so(self, operator: Client) -> None:
        assert "Nobody waits" in operator.get("/en/operator/applications/").content.decode()

    @pytest.mark.parametrize("path", ["applications/", "merchants/"])
    def test_are_the_operators_alone(self, signed_in: Enter, client: Client, anna: Person, path: str) -> None:
        assert client.get(f"/en/operator/{path}").status_code == 404
        assert signed_in(anna).get(f"/en/operator/{path}").status_code == 404


class TestApproval:
    def test_opens_the_shop(self, operator: Client, application: Application, cleo: Actor) -> None:
        answer = operator.post(
            f"/en/operator/applications/{application.pk}/approval/", {"reason": ""}, follow=True
        )
        assert "the shop is open" in answer.content.decode()
        assert Merchant.objects.get().approval.by_id == cleo.id
        assert "Rye &amp; Co" in operator.get("/en/operator/applications/?answered").content.decode()

    def test_is_not_done_twice(self, operator: Client, application: Application) -> None:
        operator.post(f"/en/operator/applications/{application.pk}/approval/")
        again = operator.post(f"/en/operator/applications/{application.pk}/refusal/", {"reason": "No"})
        assert again.status_code == 409 and "has been answered already" in again.content.decode()
        assert not Refusal.objects.exists()

    def test_is_not_the_applicants(self, signed_in: Enter, anna: Person, application: Application) -> None:
        assert (
            signed_in(anna).post(f"/en/operator/applications/{application.pk}/approval/").status_code == 404
        )
        assert not Merchant.objects.exists()

    def test_of_ones_own_business_is_somebody_elses(
        self, operator: Client, application: Application, cleo: Actor, bakery: Business
    ) -> None:
        Member.objects.create(business=bakery, person_id=cleo.id, role="packer")
        page = operator.get(f"/en/operator/applications/{application.pk}/").content.decode()
        assert "another operator has to decide" in page and "/approval/" not in page
        assert operator.post(f"/en/operator/applications/{application.pk}/approval/").status_code == 403
        assert not Merchant.objects.exists()


class TestRefusal:
    def test_needs_a_reason_and_keeps_it(self, operator: Client, application: Application) -> None:
        path = f"/en/operator/applications/{application.pk}/refusal/"
        bare = operator.post(path, {"reason": ""})
        assert bare.status_code == 422 and "the business reads it" in bare.content.decode()
        operator.post(path, {"reason": "The address does not exist"})
        assert Refusal.objects.get().reason == "The address does not exist"


class TestSuspension:
    def test_and_its_end(self, operator: Client, application: Application, cleo: Actor) -> None:
        approving.approve(application.pk, by=cleo)
        path = "/en/operator/merchants/rye-and-co/suspension/"
        assert "Suspend Rye &amp; Co?" in operator.get(path).content.decode()
        assert operator.post(path, {"reason": " "}).status_code == 422
        page = operator.post(path, {"reason": "Fakes"}, follow=True).content.decode()
        assert "Suspended" in page and "Fakes" in page
        assert "sell again?" in operator.get(path).content.decode()
        operator.post(path)
        assert Suspension.objects.get().lifted_at is not None


class TestTellOwners:
    def test_of_each_decision_in_their_language(
        self, anna: Person, application: Application, cleo: Actor
    ) -> None:
        Person.objects.filter(pk=anna.pk).update(locale="zh-hans")
        approving.refuse(application.pk, reason="The address does not exist", by=cleo)
        events.tell()
        applying.apply(application.business_id, name="Rye & Co", slug="rye-and-co", by=as_actor(anna))
        merchant = approving.approve(application.pk, by=cleo)
        suspending.suspend(merchant.pk, reason="Fakes", by=cleo)
        events.tell()
        refused, approved, suspended = mail.outbox
        assert [message.to for message in mail.outbox] == [["anna@example.com"]] * 3
        assert refused.subject == "“Rye & Co”未通过审核" and "The address does not exist" in refused.body
        assert approved.subject == "“Rye & Co”可以开业了"
        assert f"/zh-hans/account/businesses/{application.business_id}/" in approved.body
        assert "Fakes" in suspended.body
