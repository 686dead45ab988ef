"""Who may sell: asked for by the owner, decided by an operator who is not concerned, never the house itself."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from msgspec.structs import replace

from entrepot.identity import joining
from entrepot.identity.models import Business, BusinessKind, Member, Person
from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.errors import Malformed, NotAllowed, NotFound
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from entrepot.merchants import applying, approving, presenting, queries, suspending
from entrepot.merchants.errors import (
    AlreadyAnswered,
    AlreadyApplied,
    AlreadyMerchant,
    AlreadySuspended,
    NotSuspended,
    OperatorCannotSell,
    OwnBusiness,
    SlugTaken,
)
from entrepot.merchants.models import Application, Merchant
from tests.merchants.conftest import SHOP, as_actor


class TestApply:
    def test_is_in_the_queue(self, application: Application, cleo: Actor) -> None:
        [waiting], after = queries.applications(waiting=True, by=cleo)
        assert (waiting.slug, waiting.state, waiting.business.legal_name) == (
            "rye-and-co",
            "applied",
            "Rye & Co LLC",
        )
        assert after is None and queries.waiting_count(cleo) == 1

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": " "}, "name"),
            ({"slug": "Rye & Co"}, "slug"),
            ({"slug": "a-"}, "slug"),
            ({"slug": "cart"}, "slug"),
            ({"currency": "XXX"}, "currency"),
        ],
    )
    def test_names_what_is_wrong(
        self, anna: Person, bakery: Business, change: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Malformed) as refusal:
            applying.apply(bakery.pk, **(SHOP | change), by=as_actor(anna))
        assert [error.field for error in refusal.value.fields] == [field]
        assert not Application.objects.exists()

    def test_once(self, application: Application, anna: Person, bakery: Business) -> None:
        with pytest.raises(AlreadyApplied):
            applying.apply(bakery.pk, **SHOP, by=as_actor(anna))

    def test_an_address_belongs_to_one_shop(self, application: Application) -> None:
        other = Business.objects.create(legal_name="Other LLC", country="US")
        with pytest.raises(SlugTaken):
            applying.apply(other.pk, **SHOP, by=SYSTEM)

    def test_is_the_owners_right_alone(self, anna: Person, bo: Person, bakery: Business) -> None:
        with pytest.raises(NotAllowed):  # a person without any business is not a member
            applying.apply(bakery.pk, **SHOP, by=as_actor(bo))
        joining.add_member(bakery.pk, email=bo.email, role="manager", by=as_actor(anna))
        with pytest.raises(NotAllowed):
            applying.apply(bakery.pk, **SHOP, by=as_actor(bo))

    def test_never_for_the_operators_business(self, anna: Person, bakery: Business) -> None:
        Business.objects.filter(pk=bakery.pk).update(kind=BusinessKind.OPERATOR)
        with pytest.raises(OperatorCannotSell):
            applying.apply(bakery.pk, **SHOP, by=as_actor(anna))


class TestTheSchema:
    """What the verbs refuse, the database refuses too."""

    @pytest.mark.parametrize("kind", ["trader", "operator"])
    def test_has_no_merchant_of_the_operators_business(self, db: None, kind: str) -> None:
        house = Business.objects.create(legal_name="House", country="US", kind=BusinessKind.OPERATOR)
        facts = {"slug": "house", "name": "House", "legal_name": "House", "currency": "USD", "country": "US"}
        with pytest.raises(IntegrityError), transaction.atomic():
            Merchant.objects.create(id=house.pk, business_kind=kind, **facts)

    def test_does_not_let_a_merchant_become_the_operator(self, application: Application, cleo: Actor) -> None:
        merchant = approving.approve(application.pk, by=cleo)
        with pytest.raises(IntegrityError), transaction.atomic():
            Business.objects.filter(pk=merchant.pk).update(kind=BusinessKind.OPERATOR)


class TestApprove:
    def test_makes_a_merchant_of_the_business(self, application: Application, cleo: Actor) -> None:
        merchant = approving.approve(application.pk, reason="Papers seen", by=cleo)
        assert merchant.pk == application.business_id
        assert (merchant.slug, merchant.legal_name, merchant.region) == ("rye-and-co", "Rye & Co LLC", "OH")
        assert (merchant.approval.by_id, merchant.approval.reason) == (cleo.id, "Papers seen")
        event = Event.objects.get(tag="merchant.approved")
        assert (event.merchant_id, event.by_id) == (merchant.pk, cleo.id)

    def test_is_not_for_one_who_is_concerned(
        self, application: Application, cleo: Actor, bakery: Business
    ) -> None:
        Member.objects.create(business=bakery, person_id=cleo.id, role="packer")
        concerned = as_actor(Person.objects.get(pk=cleo.id))
        for deed in (approving.approve, approving.refuse):
            with pytest.raises(OwnBusiness):
                deed(application.pk, reason="We are good", by=concerned)
        assert not Merchant.objects.exists()

    def test_is_the_operators_alone(self, application: Application, anna: Person) -> None:
        with pytest.raises(NotAllowed):
            approving.approve(application.pk, by=as_actor(anna))
        assert not Merchant.objects.exists()

    def test_not_by_a_program(self, application: Application, cleo: Actor) -> None:
        with pytest.raises(NotAllowed):
            approving.approve(application.pk, by=replace(cleo, key_id=new_id(), scopes=frozenset({"ledger"})))

    def test_once(self, application: Application, cleo: Actor, anna: Person) -> None:
        approving.approve(application.pk, by=cleo)
        with pytest.raises(AlreadyAnswered):
            approving.refuse(application.pk, reason="Changed my mind", by=cleo)
        with pytest.raises(AlreadyMerchant):
            applying.apply(application.business_id, **SHOP, by=as_actor(anna))


class TestRefuse:
    def test_says_why_and_lets_it_ask_again(
        self, application: Application, cleo: Actor, anna: Person
    ) -> None:
        approving.refuse(application.pk, reason="The address does not exist", by=cleo)
        standing = queries.standings([application.business_id])[application.business_id]
        assert (standing.state, standing.reason) == ("refused", "The address does not exist")
        again = applying.apply(application.business_id, **(SHOP | {"slug": "rye"}), by=as_actor(anna))
        assert again.pk == application.pk
        assert queries.standings([again.business_id])[again.business_id].state == "applied"

    def test_needs_a_reason(self, application: Application, cleo: Actor) -> None:
        with pytest.raises(Malformed):
            approving.refuse(application.pk, reason=" ", by=cleo)
        assert Application.objects.get().answered_at is None


class TestSuspend:
    def test_stops_selling_until_lifted(self, application: Application, cleo: Actor) -> None:
        merchant = approving.approve(application.pk, by=cleo)
        suspending.suspend(merchant.pk, reason="Fakes", by=cleo)
        assert not Merchant.objects.selling().exists()
        assert queries.standings([merchant.pk])[merchant.pk].reason == "Fakes"
        with pytest.raises(AlreadySuspended):
            suspending.suspend(merchant.pk, reason="Fakes", by=cleo)
        suspending.lift(merchant.pk, by=cleo)
        assert Merchant.objects.selling().get() == merchant
        with pytest.raises(NotSuspended):
            suspending.lift(merchant.pk, by=cleo)

    def test_not_by_the_merchant_nor_by_nobody(
        self, application: Application, cleo: Actor, anna: Person
    ) -> None:
        merchant = approving.approve(application.pk, by=cleo)
        with pytest.raises(NotAllowed):
            suspending.suspend(merchant.pk, reason="x", by=as_actor(anna))
        with pytest.raises(NotFound):
            suspending.suspend(new_id(), reason="x", by=cleo)


class TestChangeStorefront:
    def test_writes_both_languages(self, application: Application, cleo: Actor, anna: Person) -> None:
        merchant = approving.approve(application.pk, by=cleo)
        texts = {
            "name": "Rye and Company",
            "name_zh": "黑麦面包坊",
            "story": "We bake.",
            "story_zh": "我们烤面包。",
        }
        presenting.change_storefront(merchant.pk, **texts, by=as_actor(anna))
        merchant.refresh_from_db()
        assert {name: getattr(merchant, name) for name in texts} == texts
        assert Event.objects.filter(tag="merchant.storefront_changed", merchant_id=merchant.pk).count() == 1

    def test_not_by_the_operator(self, application: Application, cleo: Actor) -> None:
        merchant = approving.approve(application.pk, by=cleo)
        with pytest.raises(NotAllowed):
            presenting.change_storefront(merchant.pk, name="Ours", by=cleo)


class TestQueries:
    def test_pages_follow_each_other(self, cleo: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(queries, "PAGE", 2)
        for number in range(3):
            business = Business.objects.create(legal_name=f"B{number}", country="US")
            applying.apply(business.pk, name=f"Shop {number}", slug=f"shop-{number}", by=SYSTEM)
        first, after = queries.applications(waiting=True, by=cleo)
        second, end = queries.applications(waiting=True, before=after, by=cleo)
        assert [row.slug for row in first + second] == ["shop-2", "shop-1", "shop-0"] and end is None

    def test_an_application_is_seen_by_its_business_and_the_operator(
        self, application: Application, anna: Person, bo: Person, cleo: Actor
    ) -> None:
        assert queries.application(application.pk, by=as_actor(anna)).slug == "rye-and-co"
        assert queries.application(application.pk, by=cleo).slug == "rye-and-co"
        with pytest.raises(NotFound):
            queries.application(application.pk, by=as_actor(bo))
        with pytest.raises(NotAllowed):
            queries.applications(waiting=True, by=as_actor(anna))
        with pytest.raises(NotAllowed):
            queries.merchants(by=as_actor(anna))
