"""Which of a merchant's products a page or a deed is about: those that were ticked, or all that a filter finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from entrepot.catalog import desk
from entrepot.catalog.desk import State
from entrepot.catalog.readiness import TODOS, ToDo
from entrepot.kit.actor import Actor
from entrepot.kit.ids import read_id

#: How many products a deed takes at once.
MOST = 50_000
#: How many can be ticked: what one page shows, and some.
TICKED_MAX = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """text: words of a name or a SKU. need: the code of a to-do. ticked: named one by one; then the filter does not count.

    What is named but is no id stands for no product: a deed never takes all because what was ticked cannot be read.
    """

    text: str = ""
    state: State = State.ALL
    need: str = ""
    ticked: Sequence[UUID] = ()

    @classmethod
    def of(cls, values: QueryDict) -> "Choice":
        """As the query or a form says: q, show, need, product."""
        need = values.get("need", "")
        return cls(
            values.get("q", "").replace("\0", "").strip()[:80],  # NUL is no text to the database
            _state(values.get("show", "")),
            need if need in TODOS else "",
            [read_id(text) or UUID(int=0) for text in values.getlist("product")[:TICKED_MAX]],
        )

    @property
    def todo(self) -> ToDo | None:
        """What the products of this list lack, if it is such a list."""
        return TODOS.get(self.need)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """As hidden fields of a form, or the parameters of an address."""
        named = [
            ("q", self.text),
            ("show", "" if self.state is State.ALL else self.state.value),
            ("need", self.need),
        ]
        return [(name, value) for name, value in named if value] + [
            ("product", str(key)) for key in self.ticked
        ]

    def address(self, **further: str) -> str:
        """The query of the same list, with what is named replaced or added."""
        query = QueryDict(mutable=True)
        for name, value in self.fields:
            if name not in further:
                query.appendlist(name, value)
        for name, value in further.items():
            if value:
                query[name] = value
        return f"?{query.urlencode()}"

    def products(self, merchant_id: UUID, *, by: Actor) -> list[UUID]:
        """The products' ids, of this merchant only. Raises NotAllowed."""
        found = desk.chosen(merchant_id, text=self.text, state=self.state, need=self.need, by=by)
        if self.ticked:
            found = desk.chosen(merchant_id, by=by).filter(pk__in=self.ticked)
        return list(found.order_by("-pk").values_list("pk", flat=True)[:MOST])


def _state(text: str) -> State:
    try:
        return State(text)
    except ValueError:
        return State.ALL
