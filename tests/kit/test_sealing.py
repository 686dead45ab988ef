"""Personal data at rest: opened by our keys only, in its own place only; keyed hashes that survive a rotation."""

from typing import Any

import pytest

from entrepot.kit.sealing import Unsealable, keyed_hash, seal, unseal

CONTENT = {"name": "收件人", "lines": ["南京东路1号"], "n": 1, "none": None}


class TestSeal:
    def test_is_opened_as_it_was(self) -> None:
        assert unseal(seal(CONTENT, purpose="record"), purpose="record") == CONTENT

    def test_shows_nothing_and_never_looks_the_same(self) -> None:
        first, second = seal(CONTENT, purpose="record"), seal(CONTENT, purpose="record")
        assert first != second
        assert "收件人".encode() not in first

    def test_opens_in_its_own_place_only(self) -> None:
        with pytest.raises(Unsealable):
            unseal(seal(CONTENT, purpose="record"), purpose="note")

    @pytest.mark.parametrize("place", [0, 12, -1])
    def test_does_not_open_when_a_bit_is_changed(self, place: int) -> None:
        sealed = bytearray(seal(CONTENT, purpose="record"))
        sealed[place] ^= 1
        with pytest.raises(Unsealable):
            unseal(bytes(sealed), purpose="record")

    @pytest.mark.parametrize("sealed", [b"", b"short", b"x" * 28])
    def test_does_not_open_what_was_never_sealed(self, sealed: bytes) -> None:
        with pytest.raises(Unsealable):
            unseal(sealed, purpose="record")

    def test_a_new_key_in_front_seals_and_the_old_one_still_opens(self, settings: Any) -> None:
        settings.FIELD_KEYS = ["old"]
        kept, hashed = seal(CONTENT, purpose="record"), keyed_hash("x", purpose="p")
        settings.FIELD_KEYS = ["new", "old"]
        fresh = seal(CONTENT, purpose="record")
        assert unseal(kept, purpose="record") == unseal(fresh, purpose="record") == CONTENT
        assert keyed_hash("x", purpose="p") == hashed
        settings.FIELD_KEYS = ["old"]
        with pytest.raises(Unsealable):
            unseal(fresh, purpose="record")


class TestKeyedHash:
    def test_tells_equal_from_other_by_purpose(self) -> None:
        assert keyed_hash("a", purpose="p") == keyed_hash("a", purpose="p")
        assert (
            len({keyed_hash("a", purpose="p"), keyed_hash("b", purpose="p"), keyed_hash("a", purpose="q")})
            == 3
        )
