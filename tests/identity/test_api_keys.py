"""API keys: shown once, kept as a hash, narrower than their owner."""

import hashlib

import pytest
from django.db import connection

from entrepot.identity import keying, queries
from entrepot.identity.acting import actor_of_key
from entrepot.identity.errors import OnlyInPerson
from entrepot.identity.models import ApiKey, Person
from entrepot.kit.actor import Actor
from entrepot.kit.errors import Malformed, NotFound, SignInNeeded
from tests.identity.conftest import as_actor


class TestCreateApiKey:
    def test_keeps_only_a_hash_and_a_prefix(self, anna: Person) -> None:
        key, secret = keying.create_api_key(name="Till", scopes=["orders", "orders"], by=as_actor(anna))
        assert secret.startswith("ek_live_") and len(secret) == 51
        assert bytes(key.secret_hash) == hashlib.sha256(secret.encode()).digest()
        assert key.prefix == secret[:12] and key.scopes == ["orders"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT identity_apikey::text FROM identity_apikey")
            [(row,)] = cursor.fetchall()
            cursor.execute("SELECT count(*) FROM kit_event WHERE facts::text LIKE %s", [f"%{secret}%"])
            assert secret not in row and cursor.fetchone() == (0,)

    def test_acts_for_its_person_within_its_scopes(self, anna: Person) -> None:
        _, secret = keying.create_api_key(name="Till", scopes=["orders"], by=as_actor(anna))
        actor = actor_of_key(secret)
        assert (actor.id, actor.scopes) == (anna.pk, frozenset({"orders"}))

    def test_an_operators_key_is_one_only_with_the_ledger(self, cleo: Actor) -> None:
        _, narrow = keying.create_api_key(name="Orders", scopes=["orders"], by=cleo)
        _, wide = keying.create_api_key(name="Books", scopes=["ledger"], by=cleo)
        assert not actor_of_key(narrow).is_operator and actor_of_key(wide).is_operator

    @pytest.mark.parametrize(
        ("name", "scopes"), [("", ["orders"]), ("Till", []), ("Till", ["orders", "root"])]
    )
    def test_refuses_what_is_no_key(self, anna: Person, name: str, scopes: list[str]) -> None:
        with pytest.raises(Malformed):
            keying.create_api_key(name=name, scopes=scopes, by=as_actor(anna))
        assert not ApiKey.objects.exists()

    def test_a_key_makes_no_keys(self, anna: Person) -> None:
        _, secret = keying.create_api_key(name="Till", scopes=["orders"], by=as_actor(anna))
        with pytest.raises(OnlyInPerson):
            keying.create_api_key(name="More", scopes=["ledger"], by=actor_of_key(secret))
        assert ApiKey.objects.count() == 1


class TestRevokeApiKey:
    def test_ends_it_at_once(self, anna: Person) -> None:
        key, secret = keying.create_api_key(name="Till", scopes=["orders"], by=as_actor(anna))
        keying.revoke_api_key(key.pk, by=as_actor(anna))
        with pytest.raises(SignInNeeded):
            actor_of_key(secret)
        assert queries.api_keys(as_actor(anna))[0].revoked_at is not None

    def test_only_ones_own(self, anna: Person, bo: Person) -> None:
        key, secret = keying.create_api_key(name="Till", scopes=["orders"], by=as_actor(anna))
        with pytest.raises(NotFound):
            keying.revoke_api_key(key.pk, by=as_actor(bo))
        assert actor_of_key(secret).id == anna.pk
