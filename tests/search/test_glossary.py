"""The terms of goods: loaded, added, switched off, looked up."""

import gzip
from pathlib import Path

import pytest

from entrepot.kit.actor import SYSTEM
from entrepot.kit.errors import Malformed
from entrepot.search import glossary
from entrepot.search.glossary import Names
from entrepot.search.models import Term, TermForm

pytestmark = pytest.mark.django_db

CREAM = Names(("hand cream", "hand lotion"), ("护手霜", "润手霜"))


def names_of(*forms: str) -> set[str]:
    return {known.names.en[0] for known in glossary.known(forms)}


class TestForms:
    def test_are_stemmed_simplified_and_spoken(self):
        assert glossary.forms(Names(("Running Shoes",), ("跑鞋", "鞋"))) == {
            ("en", "run shoe"),
            ("zh", "跑鞋"),
            ("zh", "鞋"),
            ("pinyin", "paoxie"),
        }


class TestLoad:
    def test_replaces_what_was_there_of_the_same_origin(self):
        glossary.load([CREAM, Names(("wallet",), ("钱包",))], Term.Origin.OURS, by=SYSTEM)
        glossary.load([Names(("mug",), ("马克杯",))], Term.Origin.DICTIONARY, by=SYSTEM)
        assert glossary.load([CREAM], Term.Origin.OURS, by=SYSTEM) == 1
        assert names_of("wallet", "hand cream", "马克杯") == {"hand cream", "mug"}

    def test_keeps_off_what_was_off(self):
        glossary.load([CREAM], Term.Origin.OURS, by=SYSTEM)
        glossary.switch(Term.objects.get().pk, off=True, by=SYSTEM)
        glossary.load([CREAM], Term.Origin.OURS, by=SYSTEM)
        assert names_of("hand cream") == set()

    def test_of_what_comes_with_us(self):
        count = glossary.load(glossary.ours(), Term.Origin.OURS, by=SYSTEM)
        assert count > 700
        assert TermForm.objects.count() > 3 * count
        assert names_of("护手霜") and names_of("hushoushuang")


class TestAdd:
    def test_counts_at_once(self):
        glossary.add(en=["Fly Reel", " "], zh=["飛釣輪"], by=SYSTEM)
        [known] = glossary.known(["飞钓轮"])
        assert known.names == Names(("fly reel",), ("飞钓轮",))

    @pytest.mark.parametrize(
        ("en", "zh", "field"), [([], ["杯"], "en"), (["cup"], [" "], "zh"), (["x" * 61], ["杯"], "en")]
    )
    def test_refuses_what_names_nothing(self, en: list[str], zh: list[str], field: str):
        with pytest.raises(Malformed) as refusal:
            glossary.add(en=en, zh=zh, by=SYSTEM)
        assert [wrong.field for wrong in refusal.value.fields] == [field]
        assert not Term.objects.exists()

    def test_refuses_the_same_twice(self):
        glossary.add(en=["cup"], zh=["杯子"], by=SYSTEM)
        with pytest.raises(Malformed):
            glossary.add(en=["cup", "beaker"], zh=["杯子"], by=SYSTEM)


class TestSwitch:
    def test_off_and_on(self):
        term = glossary.add(en=["cup"], zh=["杯子"], by=SYSTEM)
        glossary.switch(term.pk, off=True, by=SYSTEM)
        assert names_of("cup") == set()
        glossary.switch(term.pk, off=False, by=SYSTEM)
        assert names_of("cup") == {"cup"}


class TestPage:
    def test_by_a_part_of_a_name_in_either_language(self):
        glossary.load([CREAM, Names(("wallet",), ("钱包",))], Term.Origin.OURS, by=SYSTEM)
        assert [term.en[0] for term in glossary.page("手霜").terms] == ["hand cream"]
        assert [term.en[0] for term in glossary.page("WALL").terms] == ["wallet"]
        assert [term.en[0] for term in glossary.page("馬").terms] == []

    def test_follow_each_other(self):
        glossary.load([Names((name,), ("物",)) for name in "abc"], Term.Origin.OURS, by=SYSTEM)
        first = glossary.page(limit=2)
        second = glossary.page(limit=2, after=first.next)
        assert [term.en[0] for term in (*first.terms, *second.terms)] == ["a", "b", "c"]
        assert second.next == ""

    def test_of_two_with_the_same_names_neither_is_left_out(self):
        for origin in (Term.Origin.OURS, Term.Origin.DICTIONARY):
            glossary.load([Names((name,), ("物",)) for name in "ab"], origin, by=SYSTEM)
        first = glossary.page(limit=1)
        second = glossary.page(limit=9, after=first.next)
        assert [term.en[0] for term in (*first.terms, *second.terms)] == ["a", "a", "b", "b"]

    @pytest.mark.parametrize("after", ["x", "\0", "0" * 32])
    def test_what_is_no_term_begins_anew(self, after: str):
        glossary.load([CREAM], Term.Origin.OURS, by=SYSTEM)
        assert len(glossary.page(after=after).terms) == 1


class TestDictionary:
    def test_takes_names_and_leaves_explanations(self, tmp_path: Path):
        path = tmp_path / "words.txt.gz"
        lines = (
            "# comment",
            "護手霜 护手霜 [hu4 shou3 shuang1] /hand cream/CL:瓶[ping2]/",
            "走 走 [zou3] /to walk/to go/",
            "飛釣 飞钓 [fei1 diao4] /fly fishing (sport)/a kind of fishing that is done with flies/",
        )
        path.write_bytes(gzip.compress("\n".join(lines).encode()))
        assert list(glossary.dictionary(path)) == [
            Names(("hand cream",), ("护手霜",)),
            Names(("fly fishing",), ("飞钓",)),
        ]

    def test_of_the_real_one(self):
        path = Path(__file__).parents[3] / "shared" / "data" / "search" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
        if not path.exists():
            pytest.skip("CC-CEDICT is not at hand")
        found = {names.zh[0]: names for names in glossary.dictionary(path)}
        assert len(found) > 40_000
        assert "honey" in found["蜂蜜"].en
