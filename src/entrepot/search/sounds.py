"""Chinese by its sound: pinyin typed in Latin letters without tones, and characters mistaken for others that sound the same."""

from functools import cache, lru_cache
from itertools import product

import rjieba

from entrepot.search import words
from entrepot.search.words import listed

#: A syllable is what may begin one and what may end one; not all pairs occur, and those that do not do no harm.
_INITIALS = listed("b p m f d t n l g k h j q x zh ch sh r z c s y w")
_FINALS = listed(
    "a o e ai ei ao ou an en ang eng ong i ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ue v ve er"
)
_ALONE = listed("a o e ai ei ao ou an en ang er")
_SYLLABLE_MAX = 6
#: "xianggan" can be cut in several ways; so many are tried.
_CUTS_MAX = 8
_LETTERS_MAX = 40


@cache
def _syllables() -> frozenset[str]:
    return frozenset({*_ALONE, *(initial + final for initial, final in product(_INITIALS, _FINALS))})


def cuts(letters: str) -> list[tuple[str, ...]]:
    """The ways to read `letters` as two syllables or more, those of fewer syllables first; none for what is no pinyin."""
    if len(letters) > _LETTERS_MAX or not (letters.isascii() and letters.isalpha()):
        return []
    ends: dict[int, list[tuple[str, ...]]] = {0: [()]}
    for end in range(1, len(letters) + 1):
        found = [
            (*before, letters[begin:end])
            for begin in range(max(0, end - _SYLLABLE_MAX), end)
            if letters[begin:end] in _syllables()
            for before in ends.get(begin, ())
        ]
        if found:
            ends[end] = sorted(found, key=len)[:_CUTS_MAX]
    return [cut for cut in ends.get(len(letters), []) if len(cut) > 1]


def pairs(text: str) -> str:
    """How the Chinese characters of a text sound, in pairs of neighbours, with spaces between them."""
    return " ".join(
        each for run, is_chinese in words.runs(words.normal(text)) if is_chinese for each in _paired(run)
    )


def spelt(name: str) -> str:
    """How a name in Chinese sounds, as one types it: without spaces."""
    return "".join(
        syllable for run, is_chinese in words.runs(name) if is_chinese for syllable in _spoken(run)
    )


def _spoken(run: str) -> list[str]:
    return [syllable for word in rjieba.cut(run) for syllable in of(word)]


@lru_cache(maxsize=20_000)
def _paired(run: str) -> tuple[str, ...]:
    return tuple(words.paired(_spoken(run)))


@lru_cache(maxsize=50_000)
def of(word: str) -> tuple[str, ...]:
    """The syllables of one Chinese word; v for ü, as it is typed."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - costs a quarter of a second, and most processes never ask

    return tuple(lazy_pinyin(word, style=Style.NORMAL, errors="ignore", v_to_u=False))
