"""A Chinese address in Latin letters, for a carrier outside of China: in pinyin, from the house to the country."""

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

import rjieba

#: What a place, a street or a building is called by its last character: written as a word of its own.
_KINDS = frozenset("省市区县镇乡村路街道巷弄里号栋幢座楼层室院")
_SIDES = frozenset("东西南北中新")
#: Names whose Latin form is not the pinyin of their short form, or whose long form nobody writes.
_REGIONS = {
    "内蒙古自治区": "Nei Mongol", "广西壮族自治区": "Guangxi", "西藏自治区": "Xizang", "宁夏回族自治区": "Ningxia",
    "新疆维吾尔自治区": "Xinjiang", "陕西省": "Shaanxi", "重庆市": "Chongqing",
}  # fmt: skip
_TWO_CHARACTER_FAMILIES = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "司徒",
        "东方",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
    ]
)
_HAN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff]+)")
_WIDE = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"，": ", ", "、": ", ", "。": ". "}
)


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return _HAN.search(text) is not None


def latin(text: str) -> str:
    """`南京东路1号` is `Nanjing Dong Lu 1 Hao`; what is Latin already stays."""
    parts = [
        _words(part) if _HAN.match(part) else [part.strip()] for part in _HAN.split(text.translate(_WIDE))
    ]
    return " ".join(word for part in parts for word in part if word).replace(" ,", ",").replace(" .", ".")


def latin_name(name: str) -> str:
    """`王小明` is `Wang Xiaoming`: the family name first, as in a passport."""
    if not _HAN.fullmatch(name):
        return latin(name)
    family = name[:2] if name[:2] in _TWO_CHARACTER_FAMILIES and len(name) > 2 else name[:1]
    return f"{_joined(family)} {_joined(name[len(family) :])}".strip()


def latin_address(content: Mapping[str, Any]) -> list[str]:
    """The lines of an address in China in Latin letters, its telephone last; nothing for one that has no Chinese in it."""
    street = [latin(line) for line in content.get("lines", ())]
    if content.get("country") != "CN":
        return []
    region, city = (_place(content.get(key, "")) for key in ("region", "city"))
    towns = [
        content.get("district", "") and latin(content["district"]),
        city,
        "" if region == city else region,
    ]
    where = " ".join(filter(None, [", ".join(filter(None, towns)), content.get("postal_code", "")]))
    return [line for line in (latin_name(content.get("name", "")), *street, where, "P.R. CHINA") if line]


def _place(name: str) -> str:
    """A province or city without its kind: `Zhejiang`, `Hangzhou`."""
    return _REGIONS.get(name) or _joined(name[:-1] if name[-1:] in ("省", "市") and len(name) > 2 else name)


def _words(run: str) -> list[str]:
    return [_joined(part) for word in rjieba.cut(run) for part in _apart(word)]


def _apart(word: str) -> list[str]:
    """`南京东路` is `南京`, `东`, `路`."""
    tail: list[str] = []
    if len(word) > 1 and word[-1] in _KINDS:
        word, tail = word[:-1], [word[-1]]
    if tail and len(word) > 2 and word[-1] in _SIDES:
        word, tail = word[:-1], [word[-1], *tail]
    return [word, *tail]


def _joined(word: str) -> str:
    if not word or not is_chinese(word):
        return word
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # takes a quarter of a second, which most processes have no use for

    sounds = "".join(
        sound
        for _is_han, part in groupby(word, key=is_chinese)
        for sound in lazy_pinyin("".join(part), v_to_u=True)
    )
    return sounds.replace("ü", "yu").capitalize()
