"""The file of a backup: whole or refused, with a sentence."""

from pathlib import Path

import pytest

from entrepot.supervising.archives import Reading, Unusable, Writing


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "shop.backup"
    with Writing(path) as writing:
        writing.add("database.dump", [b"one ", b"two"])
        writing.add("media/a.avif", [bytes(range(256)) * 40])
        writing.finish({"version": "0.1.0"})
    return path


def refused(path: Path) -> str:
    with pytest.raises(Unusable) as why:
        Reading(path).check(tell=lambda count: None)
    return str(why.value)


class TestWriting:
    def test_what_is_written_can_be_read(self, archive: Path) -> None:
        reading, heard = Reading(archive), []
        reading.check(tell=heard.append)
        assert sum(heard) == reading.size == 7 + 256 * 40
        assert b"".join(reading.parts("database.dump")) == b"one two"
        assert reading.facts["version"] == "0.1.0"

    def test_is_for_its_owner_alone(self, archive: Path) -> None:
        assert archive.stat().st_mode & 0o777 == 0o600

    def test_leaves_nothing_when_it_is_interrupted(self, tmp_path: Path) -> None:
        with pytest.raises(KeyboardInterrupt), Writing(tmp_path / "shop.backup") as writing:
            writing.add("database.dump", [b"one"])
            raise KeyboardInterrupt
        assert list(tmp_path.iterdir()) == []

    def test_replaces_nothing(self, archive: Path) -> None:
        before = archive.read_bytes()
        with pytest.raises(FileExistsError), Writing(archive) as writing:
            writing.finish({})
        assert archive.read_bytes() == before
        assert list(archive.parent.iterdir()) == [archive]


class TestReading:
    @pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
    def test_refuses_what_one_bit_is_wrong_in(self, archive: Path, share: float) -> None:
        content = bytearray(archive.read_bytes())
        content[int(len(content) * share)] ^= 4
        archive.write_bytes(content)
        assert str(archive) in refused(archive)

    @pytest.mark.parametrize("left", [0, 10, 5000, -1])
    def test_refuses_what_was_cut_short(self, archive: Path, left: int) -> None:
        archive.write_bytes(archive.read_bytes()[:left])
        assert refused(archive).startswith(f"{archive} is ")

    def test_refuses_what_is_something_else(self, tmp_path: Path) -> None:
        path = tmp_path / "holiday.jpg"
        path.write_bytes(b"\xff\xd8\xff" * 99)
        assert refused(path) == f"{path} is not a backup of Entrepôt, or its end is missing."
        assert refused(tmp_path / "none") == f"{tmp_path / 'none'} is not there."
