"""Setting papers: what people wrote comes out as written, the same data gives the same bytes, and no font is no box."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from entrepot.papers import typesetting
from entrepot.papers.bars import bars
from entrepot.papers.typesetting import CHINESE_FAMILIES, chinese_family, typeset
from tests.papers.reading import text, unbroken


def sheet(**given: Any) -> dict[str, Any]:
    """An invoice with next to nothing on it."""
    return {
        "title": "Invoice 1",
        "heading": "Invoice",
        "number": "1",
        "seller": ["Bo LLC"],
        "buyer": {"title": "Buyer", "lines": ["Anna"]},
        "facts": [],
        "heads": ["a", "b", "c", "d", "e", "f"],
        "goods": [{"title": "Honey", "small": [], "cells": ["1", "2", "3", "4", "5"]}],
        "sums": [],
        "total": ["Total", "¥1.00"],
        "notes": [],
        "credits": None,
    } | given


class TestTypeset:
    @pytest.mark.parametrize(
        "name",
        [
            "#panic(1) *Bo* _LLC_ $x^2$ @ref <label> `raw` [x] {y} \\ // /* */",
            '#import "@preview/cetz:0.3.0"; #read("/etc/passwd")',
            '"; let x = 1 \\u{41} ~ -- --- ... \'quoted\' "quoted"',
            "= Heading + 1. - item / term: x",
        ],
    )
    def test_writes_names_as_they_were_written(self, name: str) -> None:
        assert "".join(name.split()) in unbroken(typeset("invoice", sheet(seller=[name]), language="en"))

    def test_breaks_a_long_title_and_loses_nothing_of_it(self) -> None:
        for title in ("Honey" * 40, "蜂蜜" * 100, "W" * 200):
            goods = [
                {"title": title, "small": [], "cells": ["1", "2", "3", "¥1,234,567.00", "¥1,234,567.00"]}
            ]
            assert title in unbroken(typeset("invoice", sheet(goods=goods), language="en"))

    def test_leaves_out_pictures_that_no_font_of_letters_draws(self) -> None:
        said = text(typeset("invoice", sheet(seller=["🍯 Bo's honey ❤️ 100% 👨‍👩‍👧"]), language="en"))
        assert "Bo's honey ❤ 100%" in said

    def test_gives_the_same_bytes_for_the_same_data(self) -> None:
        first = typeset("invoice", sheet(), language="en")
        assert typeset("invoice", sheet(), language="en") == first
        assert typeset("invoice", sheet(number="2"), language="en") != first

    def test_can_be_asked_by_many_at_once(self) -> None:
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda _n: typeset("invoice", sheet(), language="en"), range(8)))
        assert set(made) == {made[0]}

    def test_is_not_loaded_by_a_process_that_prints_nothing(self) -> None:
        code = "import sys, entrepot.papers.typesetting; sys.exit('typst' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestWithoutAChineseFont:
    @pytest.fixture(autouse=True)
    def _no_font(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(typesetting, "CHINESE_FAMILIES", ())

    def test_writes_chinese_in_pinyin_and_says_so(self) -> None:
        said = text(typeset("invoice", sheet(seller=["上海 Bo（中国）"]), language="zh-hans"))
        assert "[shang hai] Bo([zhong guo])" in said
        assert "has no Chinese font" in said

    def test_is_found_by_name(self) -> None:
        assert chinese_family(["Libertinus Serif"]) is None


class TestChineseFamily:
    def test_is_the_first_we_know(self) -> None:
        assert chinese_family(["SimHei", "Noto Sans CJK SC"]) == "Noto Sans CJK SC" == CHINESE_FAMILIES[0]


class TestBars:
    def test_are_runs_of_modules(self) -> None:
        made = bars("06H19RPKKC01TEEFKS21")
        assert made["runs"][0] == [0, 2]  # every code of this kind begins with two black modules
        begin, width = made["runs"][-1]
        assert begin + width == made["modules"]
