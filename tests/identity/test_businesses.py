"""Opening a business and its members: who may, and that an owner always stays."""

from typing import Any

import pytest
from msgspec.structs import replace

from entrepot.identity import joining, opening, queries
from entrepot.identity.errors import AlreadyMember, LastOwner, OnlyInPerson, PersonUnknown
from entrepot.identity.models import Business, Member, Person
from entrepot.identity.roles import Role
from entrepot.kit.actor import ANONYMOUS, Actor, Permission
from entrepot.kit.errors import Malformed, NotAllowed, NotFound, SignInNeeded
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from tests.identity.conftest import HOUSE, as_actor


class TestOpenBusiness:
    def test_makes_the_caller_its_owner(self, anna: Person) -> None:
        business = opening.open_business(**HOUSE, by=as_actor(anna))
        assert [(row.person_id, row.role) for row in business.members.all()] == [(anna.pk, Role.OWNER)]
        assert as_actor(anna).may(Permission.MEMBERS, business.pk)
        assert Event.objects.get(tag="business.opened").subject_id == business.pk

    @pytest.mark.parametrize(
        ("change", "fields"),
        [
            ({"legal_name": "  "}, ["legal_name"]),
            ({"country": "CN"}, ["country"]),
            ({"region": "ZZ", "postal_code": "4321"}, ["region", "postal_code"]),
        ],
    )
    def test_names_what_is_wrong(self, anna: Person, change: dict[str, Any], fields: list[str]) -> None:
        with pytest.raises(Malformed) as refusal:
            opening.open_business(**(HOUSE | change), by=as_actor(anna))
        assert [error.field for error in refusal.value.fields] == fields
        assert not Business.objects.exists()

    def test_needs_somebody_in_person(self, anna: Person) -> None:
        with pytest.raises(SignInNeeded):
            opening.open_business(**HOUSE, by=ANONYMOUS)
        with pytest.raises(OnlyInPerson):
            opening.open_business(
                **HOUSE, by=replace(as_actor(anna), key_id=new_id(), scopes=frozenset({"orders"}))
            )
        assert not Business.objects.exists()


class TestAddMember:
    def test_gives_a_role(self, anna: Person, bo: Person, bakery: Business) -> None:
        joining.add_member(bakery.pk, email="BO@example.com ", role="packer", by=as_actor(anna))
        assert as_actor(bo).memberships == {bakery.pk: frozenset({Permission.FULFIL})}

    def test_refuses_who_has_no_confirmed_account(self, anna: Person, bakery: Business) -> None:
        Person.objects.create_user("dan@example.com", "a long pass phrase")
        for email in ("nobody@example.com", "dan@example.com"):
            with pytest.raises(PersonUnknown):
                joining.add_member(bakery.pk, email=email, role="packer", by=as_actor(anna))

    def test_refuses_a_second_role_and_an_unknown_one(self, anna: Person, bakery: Business) -> None:
        with pytest.raises(AlreadyMember):
            joining.add_member(bakery.pk, email=anna.email, role="packer", by=as_actor(anna))
        with pytest.raises(Malformed):
            joining.add_member(bakery.pk, email=anna.email, role="king", by=as_actor(anna))

    @pytest.mark.parametrize("role", ["manager", "cataloguer", "packer", "accountant"])
    def test_is_the_owners_right_alone(self, bo: Person, bakery: Business, role: str) -> None:
        Member.objects.create(business=bakery, person=bo, role=role)
        with pytest.raises(NotAllowed):
            joining.add_member(bakery.pk, email=bo.email, role="owner", by=as_actor(bo))

    def test_of_another_business_is_not_there(self, bo: Person, anna: Person, bakery: Business) -> None:
        opening.open_business(**HOUSE, by=as_actor(bo))
        with pytest.raises(NotFound):
            joining.add_member(bakery.pk, email=bo.email, role="owner", by=as_actor(bo))
        assert bakery.members.count() == 1

    def test_is_not_the_operators(self, cleo: Actor, bakery: Business) -> None:
        with pytest.raises(NotAllowed):
            joining.add_member(bakery.pk, email="cleo@example.com", role="owner", by=cleo)


class TestChangeRole:
    def test_changes_what_the_member_may_do(self, anna: Person, bo: Person, bakery: Business) -> None:
        member = joining.add_member(bakery.pk, email=bo.email, role="packer", by=as_actor(anna))
        joining.change_role(member.pk, role="accountant", by=as_actor(anna))
        assert as_actor(bo).memberships == {bakery.pk: frozenset({Permission.MONEY})}

    def test_never_of_the_last_owner(self, anna: Person, bakery: Business) -> None:
        with pytest.raises(LastOwner):
            joining.change_role(bakery.members.get().pk, role="packer", by=as_actor(anna))
        assert bakery.members.get().role == Role.OWNER


class TestRemoveMember:
    def test_takes_the_rights_away(self, anna: Person, bo: Person, bakery: Business) -> None:
        member = joining.add_member(bakery.pk, email=bo.email, role="owner", by=as_actor(anna))
        joining.remove_member(member.pk, by=as_actor(anna))
        assert as_actor(bo).memberships == {}

    def test_everybody_may_leave_but_the_last_owner(self, anna: Person, bo: Person, bakery: Business) -> None:
        member = joining.add_member(bakery.pk, email=bo.email, role="packer", by=as_actor(anna))
        joining.remove_member(member.pk, by=as_actor(bo))
        with pytest.raises(LastOwner):
            joining.remove_member(bakery.members.get().pk, by=as_actor(anna))

    def test_a_packer_removes_nobody_else(self, anna: Person, bo: Person, bakery: Business) -> None:
        joining.add_member(bakery.pk, email=bo.email, role="packer", by=as_actor(anna))
        with pytest.raises(NotAllowed):
            joining.remove_member(bakery.members.get(person=anna).pk, by=as_actor(bo))
        assert bakery.members.count() == 2


class TestQueries:
    def test_a_business_is_seen_by_its_members_and_the_operator(
        self, anna: Person, bo: Person, cleo: Actor, bakery: Business
    ) -> None:
        assert queries.business(bakery.pk, by=as_actor(anna)).role == "owner"
        assert queries.business(bakery.pk, by=cleo).role == ""
        with pytest.raises(NotFound):
            queries.business(bakery.pk, by=as_actor(bo))
        with pytest.raises(NotFound):
            queries.members(bakery.pk, by=as_actor(bo))
