"""The merchants that one answer speaks of."""

from collections.abc import Iterable
from uuid import UUID

from entrepot.merchants import queries as merchants


class Sellers:
    """Merchants by their ids, each read once."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._known: dict[UUID, merchants.Terms] = {}
        self._wanted: set[UUID] = set()

    def want(self, ids: Iterable[UUID]) -> None:
        """Have these read with the next ones."""
        self._wanted.update(ids)

    def know(self, ids: Iterable[UUID]) -> None:
        if missing := {key for key in (*ids, *self._wanted) if key not in self._known}:
            self._known |= merchants.terms(missing)
        self._wanted.clear()

    def name(self, merchant_id: UUID) -> str:
        row = self._known[merchant_id]
        return in_language(row.name, row.name_zh, self.lang)

    def slug(self, merchant_id: UUID) -> str:
        return self._known[merchant_id].slug

    def may_sell(self, merchant_id: UUID) -> bool:
        row = self._known.get(merchant_id)
        return row is not None and not row.is_suspended


def in_language(english: str, chinese: str, lang: str) -> str:
    """The one of the reader's language, else the other."""
    return (chinese or english) if lang == "zh-hans" else (english or chinese)
