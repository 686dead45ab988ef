"""Setting a paper as PDF by typst, in this process: no markup is made of texts, no network, no files but our templates.

A paper takes 15 to 50 ms of one core; the first of a process half a second and 60 MB more, for typst and the fonts.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    import typst

_TEMPLATES = Path(__file__).parent / "typst"

#: What Chinese is set in: the first of these that the machine has.
CHINESE_FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Hiragino Sans GB",
    "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "SimHei",
)  # fmt: skip
#: Comes inside typst, so that there is always one.
_LATIN_FAMILY = "Libertinus Serif"
#: Chinese characters and the punctuation that comes with them.
_HAN = re.compile("[\u2e80-\u2fdf\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
#: Pictures among letters, and what joins and varies them: no font of letters draws them, and an empty box says less than nothing.
_PICTURES = re.compile("(?:[\U0001f000-\U0001faff][\u200d\ufe0f\u20e3]*)+ ?|[\ufe0e\ufe0f\u20e3]")
_WIDE = str.maketrans({wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)})

#: One paper at a time: the cores are for those who buy, and a few people printing at once can wait for each other.
_one_at_a_time = Lock()


def typeset(paper: str, data: Mapping[str, Any], *, language: str) -> bytes:
    """The PDF of a paper (a template's name) with this data: texts, numbers, lists and mappings of them, and a `title`.

    On a machine without a Chinese font Chinese is written in pinyin, and the paper says so.
    """
    family = chinese_family(_families())
    data = _each_text(data, lambda text: _PICTURES.sub("", text))
    if family is None:
        data = _each_text(data, _in_pinyin) | {"warning": _in_pinyin(_no_font())}
    given = {
        "families": [family] if family else [],
        "language": "zh" if language.startswith("zh") else "en",
        **data,
    }
    with _one_at_a_time:
        made = _compiler(paper).compile(
            format="pdf", sys_inputs={"data": json.dumps(given, ensure_ascii=False)}, timestamp=0
        )
    assert isinstance(made, bytes), "a PDF is one file, however many pages it has"
    return made


def pictures(paper: str, data: Mapping[str, Any], *, language: str, dots_per_inch: int = 144) -> list[bytes]:
    """The same paper as a PNG for each page: for looking at, and for the tests that read its bars as a scanner does."""
    given = {"families": [chinese_family(_families())], "language": language[:2], **data}
    with _one_at_a_time:
        made = _compiler(paper).compile(
            format="png", ppi=dots_per_inch, sys_inputs={"data": json.dumps(given, ensure_ascii=False)}
        )
    return made if isinstance(made, list) else [made or b""]


def chinese_family(families: Sequence[str] | None = None) -> str | None:
    """The family that Chinese is set in on this machine; None if it has none."""
    known = set(_families() if families is None else families)
    return next((family for family in CHINESE_FAMILIES if family in known), None)


def _families() -> list[str]:
    return _fonts().families()


@cache
def _fonts() -> "typst.Fonts":
    """The fonts of the machine and those inside typst, searched once."""
    import typst  # noqa: PLC0415  # only a process that prints loads its 80 MB

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


def _compiler(paper: str) -> "typst.Compiler":
    """One for each paper set: it is nothing but the fonts and a path, and two threads cannot use the same."""
    import typst  # noqa: PLC0415  # only a process that prints loads its 80 MB

    return typst.Compiler(
        input=_TEMPLATES / f"{paper}.typ",
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        # Nothing is fetched: no template names a package, and here is none.
        package_path=_TEMPLATES,
        package_cache_path=_TEMPLATES,
    )


def _no_font() -> str:
    return _(
        "The machine of this marketplace has no Chinese font, so Chinese is written in pinyin here."
        " Ask the operator to install one, then fetch this paper again."
    )


def _in_pinyin(text: str) -> str:
    """The same text with every run of Chinese characters as pinyin in brackets: better than empty boxes."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # takes a quarter of a second, which most processes have no use for

    return _HAN.sub(lambda run: f"[{' '.join(lazy_pinyin(run.group()))}]", text).translate(_WIDE)


def _each_text(data: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text in it changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Mapping):
        return {key: _each_text(value, change) for key, value in data.items()}
    return [_each_text(each, change) for each in data] if isinstance(data, (list, tuple)) else data
