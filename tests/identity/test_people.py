"""Kept addresses, profiles, consent, operators, and being forgotten."""

import pytest

from entrepot.identity import consenting, enrolling, erasing, keying, queries, saving
from entrepot.identity.acting import actor_of_person
from entrepot.identity.errors import EmailTaken, LastOwner
from entrepot.identity.models import ApiKey, Business, Consent, Person, PersonalRecord, SavedAddress
from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.errors import Malformed, NotAllowed, NotFound
from tests.identity.conftest import as_actor
from tests.market import ID_NUMBER, SHANGHAI

OHIO = {
    "country": "US",
    "region": "OH",
    "city": "Columbus",
    "postal_code": "43215",
    "lines": ["1 Main St"],
} | {
    "name": "Anna Berg",
    "phone": "+16145551234",
    "id_number": "never asked for",
}


class TestKeepAddress:
    def test_is_sealed_and_shown_masked(self, anna: Person) -> None:
        saving.keep_address(values=SHANGHAI, by=as_actor(anna))
        [kept] = queries.kept_addresses(as_actor(anna))
        assert kept.is_default and kept.shown["id_number"] == "110***********002X"
        sealed = bytes(PersonalRecord.objects.get().sealed or b"")
        assert ID_NUMBER.encode() not in sealed and "收件人".encode() not in sealed

    def test_in_america_keeps_no_identity_number(self, anna: Person) -> None:
        saving.keep_address(values=OHIO, by=as_actor(anna))
        assert queries.kept_addresses(as_actor(anna))[0].content["id_number"] == ""

    def test_has_one_default(self, anna: Person) -> None:
        first = saving.keep_address(values=SHANGHAI, by=as_actor(anna))
        second = saving.keep_address(values=OHIO, is_default=True, by=as_actor(anna))
        assert [kept.id for kept in queries.kept_addresses(as_actor(anna))] == [second.pk, first.pk]
        saving.choose_default(first.pk, by=as_actor(anna))
        assert SavedAddress.objects.get(is_default=True) == first

    def test_names_the_wrong_field(self, anna: Person) -> None:
        with pytest.raises(Malformed) as refusal:
            saving.keep_address(values=SHANGHAI | {"city": "苏州市"}, by=as_actor(anna))
        assert [error.field for error in refusal.value.fields] == ["ship_to.city"]
        assert not PersonalRecord.objects.exists()


class TestForgetAddress:
    def test_erases_it_and_hands_the_default_on(self, anna: Person) -> None:
        first = saving.keep_address(values=SHANGHAI, by=as_actor(anna))
        second = saving.keep_address(values=OHIO, by=as_actor(anna))
        saving.forget_address(first.pk, by=as_actor(anna))
        assert PersonalRecord.objects.get(pk=first.record_id).content == {}
        assert [(kept.id, kept.is_default) for kept in queries.kept_addresses(as_actor(anna))] == [
            (second.pk, True)
        ]

    def test_only_ones_own(self, anna: Person, bo: Person) -> None:
        kept = saving.keep_address(values=SHANGHAI, by=as_actor(anna))
        for deed in (saving.forget_address, saving.choose_default):
            with pytest.raises(NotFound):
                deed(kept.pk, by=as_actor(bo))
        with pytest.raises(NotFound):
            queries.kept_address(kept.pk, by=as_actor(bo))
        assert PersonalRecord.objects.get().content["name"] == "收件人"


class TestEnrolling:
    def test_an_address_has_one_account(self, anna: Person) -> None:
        with pytest.raises(EmailTaken):
            enrolling.create_person(email=" ANNA@example.com", by=SYSTEM)
        with pytest.raises(Malformed):
            enrolling.create_person(email="no address", by=SYSTEM)

    def test_only_the_machine_makes_operators(self, anna: Person, cleo: Actor) -> None:
        for caller in (as_actor(anna), cleo):
            with pytest.raises(NotAllowed):
                enrolling.make_operator(email=anna.email, by=caller)
        assert not as_actor(anna).is_operator

    def test_a_profile_is_ones_own(self, anna: Person) -> None:
        enrolling.change_profile(name=" Anna  Berg ", locale="zh-hans", by=as_actor(anna))
        assert queries.profile(as_actor(anna)) == queries.Profile("anna@example.com", "Anna Berg", "zh-hans")
        with pytest.raises(Malformed):
            enrolling.change_profile(name="Anna", locale="tlh", by=as_actor(anna))


class TestConsent:
    def test_is_a_row_of_its_own(self, anna: Person) -> None:
        for version in ("2026-11", "2026-12"):
            consenting.record_consent(
                subject_id=anna.pk, purpose="id_number", version=version, by=as_actor(anna)
            )
        assert list(Consent.objects.order_by("created_at").values_list("version", flat=True)) == [
            "2026-11",
            "2026-12",
        ]


class TestErasePerson:
    def test_leaves_nothing_that_says_who_it_was(self, bo: Person) -> None:
        saving.keep_address(values=SHANGHAI, by=as_actor(bo))
        keying.create_api_key(name="Till", scopes=["orders"], by=as_actor(bo))
        erasing.erase_person(bo.pk, by=as_actor(bo))
        bo.refresh_from_db()
        assert (bo.name, bo.is_active, bo.has_usable_password()) == ("", False, False)
        assert bo.email == f"erased-{bo.pk}@erased.invalid"
        assert PersonalRecord.objects.get().content == {} and not SavedAddress.objects.exists()
        assert ApiKey.objects.get().revoked_at is not None
        assert actor_of_person(bo.pk).id is None

    def test_waits_until_the_business_is_handed_over(self, anna: Person, bakery: Business) -> None:
        with pytest.raises(LastOwner):
            erasing.erase_person(anna.pk, by=as_actor(anna))
        anna.refresh_from_db()
        assert anna.is_active

    def test_is_nobody_elses(self, anna: Person, bo: Person) -> None:
        with pytest.raises(NotFound):
            erasing.erase_person(anna.pk, by=as_actor(bo))
