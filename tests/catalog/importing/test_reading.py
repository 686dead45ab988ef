"""A file is what it is, or it is refused: encoding, delimiter, columns, rows, each with a sentence and nothing changed."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.catalog.errors import FileRefused
from entrepot.catalog.importing import reading, running
from entrepot.catalog.models import Import, ImportState, Product

HEAD = "Handle,Title,Option1 Name,Option1 Value,Variant Price"
GOOD = f"{HEAD}\nmug,Café mug,Title,Default Title,24.00\n"


def read(path: Path, data: bytes, encoding: str = "") -> list[dict[str, str]]:
    path.write_bytes(data)
    return [row for _number, row in reading.rows(reading.inspect(path, encoding=encoding))]


def code(path: Path, data: bytes, encoding: str = "") -> tuple[str, str]:
    with pytest.raises(FileRefused) as refusal:
        read(path, data, encoding)
    return refusal.value.code, str(refusal.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "goods.csv"


class TestEncoding:
    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("ending", ["\n", "\r\n"])
    def test_utf8_with_every_mark_delimiter_and_line_end(
        self, path: Path, mark: bytes, delimiter: str, ending: str
    ) -> None:
        data = mark + GOOD.replace(",", delimiter).replace("\n", ending).encode()
        [row] = read(path, data)
        assert (row["handle"], row["title"], row["price"]) == ("mug", "Café mug", "24.00")

    def test_another_encoding_is_asked_for(self, path: Path) -> None:
        data = GOOD.encode("cp1252")
        assert code(path, data) == (
            "file.encoding",
            "The file is not UTF-8 text (row 2). Please save it as CSV in UTF-8, or say which encoding it has.",
        )
        assert read(path, data, "windows-1252")[0]["title"] == "Café mug"

    @pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "shift_jis", "mac_roman"])
    def test_a_named_encoding_is_taken(self, path: Path, encoding: str) -> None:
        text = GOOD.replace("é", "e" if encoding == "shift_jis" else "é")
        assert read(path, text.encode(encoding), encoding)[0]["handle"] == "mug"

    def test_a_wrong_name_is_refused(self, path: Path) -> None:
        assert code(path, "café".encode("cp1252"), "utf-8")[0] == "file.not_encoding"
        assert code(path, GOOD.encode(), "rot13")[0] == "file.encoding_unknown"
        assert code(path, GOOD.encode(), "klingon")[0] == "file.encoding_unknown"

    def test_latin_1_is_not_taken_for_windows_1252(self, path: Path) -> None:
        data = GOOD.replace("é", "“").encode("cp1252")
        assert code(path, data, "latin-1")[0] == "file.damaged"


class TestDamage:
    @pytest.mark.parametrize(
        ("data", "refusal"),
        [
            (b"", "file.empty"),
            (b"\n\n", "file.not_products"),
            (HEAD.encode(), "file.no_rows"),
            (f"{HEAD}\n,,,,\n".encode(), "file.no_rows"),
            (GOOD.replace("mug", "m\0g").encode(), "file.damaged"),
            (b"PK\x03\x04" + b"\0" * 50, "file.damaged"),
            (b"\x89PNG\r\n\x1a\n", "file.encoding"),
            (f'{HEAD}\nmug,"no end,Title,Default Title,24\n'.encode(), "file.quote"),
            (f'{HEAD}\nmug,"a"b,Title,Default Title,24\n'.encode(), "file.quote"),
            (f"{HEAD}\nmug,Mug,Title,Default Title\n".encode(), "file.ragged"),
            (f"{HEAD}\nmug,Mug,Title,Default Title,24,more\n".encode(), "file.ragged"),
            (f"{HEAD},Title\n".encode(), "file.column_twice"),
            (f"{HEAD},title\n".encode(), "file.column_twice"),
            (f"{HEAD},\n".encode(), "file.column_nameless"),
            (f"{HEAD},Shoe size\nmug,Mug,Title,Default Title,24,9\n".encode(), "file.column_unknown"),
            (b"name,price\nmug,1\n", "file.not_products"),
            (b"<html><body>Not Found</body></html>", "file.not_products"),
            (b"ID,Type,Name,Weight (stone)\n1,simple,Mug,3\n", "file.unit_unknown"),
            (b"SKU,Type,Name,ID\n", "file.no_rows"),
        ],
    )
    def test_is_refused(self, path: Path, data: bytes, refusal: str) -> None:
        assert code(path, data)[0] == refusal

    def test_names_the_place(self, path: Path) -> None:
        data = f"{GOOD}mug,short\n".encode()
        assert code(path, data)[1] == "Row 3 has 2 cells, but the header has 5. The file seems to be damaged."
        data = f"{HEAD},Shoe size,Colour of box\nmug,Mug,Title,Default Title,24,9,red\n".encode()
        assert "Shoe size, Colour of box" in code(path, data)[1]

    def test_has_limits(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "ROWS_MAX", 2)
        assert code(path, (GOOD + "a,A,Title,Default Title,1\n").encode())[0] == "file.too_many_rows"
        monkeypatch.setattr(reading, "MEGABYTES_MAX", 0)
        assert code(path, GOOD.encode())[0] == "file.too_large"

    @pytest.mark.django_db
    def test_changes_nothing_and_stays_told(self, upload: Callable[..., Import]) -> None:
        run = upload(f"{GOOD}bowl,Bowl\n")
        problem = running.problem_of(run)
        assert problem is not None and problem.code == "file.ragged"
        assert (run.state, run.rows_done) == (ImportState.FAILED, 0)
        assert not Product.objects.exists()


class TestAnyText:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30), min_size=1, max_size=8
        ),
        st.sampled_from(",;\t"),
    )
    def test_every_title_comes_back_as_it_was(self, path: Path, titles: list[str], delimiter: str) -> None:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(["Handle", "Title"])
        writer.writerows([f"h{index}", title] for index, title in enumerate(titles))
        rows = read(path, out.getvalue().encode())
        assert [row["title"] for row in rows] == [title.strip() for title in titles]

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.binary(max_size=200))
    def test_no_bytes_bring_it_down(self, path: Path, data: bytes) -> None:
        try:
            read(path, b"Handle,Title\n" + data)
        except FileRefused as refusal:
            assert str(refusal)
