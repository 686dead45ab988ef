"""Proving the promises on demand, and keeping what was found: a page shows the last run, it never runs one itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.verb import verb
from entrepot.ledger import audit
from entrepot.ledger.models import AuditRun


@dataclass(frozen=True, slots=True)
class Proof:
    """One check as it came out."""

    name: str
    title: Promise | str
    rows: Sequence[dict[str, Any]]
    has_more: bool

    @property
    def ok(self) -> bool:
        return not self.rows


@dataclass(frozen=True, slots=True)
class Proved:
    """One promise and its proofs. state: kept, broken, or unproved where nothing proves it yet."""

    number: int
    title: Promise
    proofs: Sequence[Proof]

    @property
    def state(self) -> str:
        if not self.proofs:
            return "unproved"
        return "kept" if all(proof.ok for proof in self.proofs) else "broken"


@dataclass(frozen=True, slots=True)
class Run:
    """A whole audit: all ten promises, when they were proved."""

    at: datetime
    promises: Sequence[Proved]

    def count(self, state: str) -> int:
        return sum(promise.state == state for promise in self.promises)

    @property
    def kept(self) -> int:
        return self.count("kept")

    @property
    def broken(self) -> int:
        return self.count("broken")

    @property
    def unproved(self) -> int:
        return self.count("unproved")


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def prove(*, by: Actor) -> Run:
    """Run every check now and keep what it found."""
    found = [
        {
            "name": result.check.name,
            "promise": result.check.promise,
            "rows": result.rows,
            "has_more": result.has_more,
        }
        for result in audit.run()
    ]
    return _read(AuditRun.objects.create(by_kind=by.kind, by_id=by.id, found=found, created_at=clock.now()))


def last_run() -> Run | None:
    """The newest run, or None before the first."""
    row = AuditRun.objects.order_by("-id").first()
    return _read(row) if row else None


def _read(row: AuditRun) -> Run:
    titles = {check.name: check.title for check in audit.checks()}
    proofs: dict[int, list[Proof]] = {number: [] for number in audit.PROMISES}
    for each in row.found:
        title = titles.get(each["name"], each["name"])
        proofs[each["promise"]].append(Proof(each["name"], title, each["rows"], each["has_more"]))
    return Run(
        row.created_at, [Proved(number, title, proofs[number]) for number, title in audit.PROMISES.items()]
    )
