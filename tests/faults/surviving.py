"""One kind of damage, done to a marketplace while people buy in it; afterwards everything is proved."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.faults.buying import Asked, Load, Market
from tests.faults.proving import Proof
from tests.faults.standing import Marketplace, sharing, until

#: Of a machine that does nothing else; where others work on it too, as much longer as everything takes longer there.
BACK_SECONDS = 10.0
#: So many have bought before anything is damaged.
BOUGHT_BEFORE = 15

type Damage = Callable[[Load], float]
type Record = Callable[[str, object], None]


@dataclass
class Scene:
    """A marketplace that runs, who buys in it, and all that they were told since it began."""

    marketplace: Marketplace
    market: Market
    proof: Proof
    disk: Path | None
    asked: list[Asked] = field(default_factory=list)

    def states(self, asked: Sequence[Asked]) -> set[str]:
        """The states that these purchases are in now."""
        with psycopg.connect(self.marketplace.owner_url) as connection:
            rows = connection.execute(
                "SELECT state FROM trade_purchase WHERE key = ANY(%s)", [[one.key for one in asked]]
            ).fetchall()
        return {row[0] for row in rows}


def survive(scene: Scene, title: str, damage: Damage, *, record: Record) -> None:
    """Do it, wait until the marketplace is back, and prove everything. `damage` answers when the ten seconds begin."""
    returning, patience = _Returning(scene), BACK_SECONDS * (shared := sharing())
    with Load(scene.market) as load:
        enough = until(lambda: load.count(lambda one: one.is_acknowledged) >= BOUGHT_BEFORE, seconds=20)
        assert enough, f"nobody can buy\n{_last_words(scene.marketplace)}"
        began = damage(load)
        back = until(returning.is_complete, seconds=began + patience - time.monotonic())
        took = time.monotonic() - began
    asked = [*load.asked, *returning.probes]
    unknown = sum(one.is_unknown for one in asked)
    scene.asked += asked
    assert back and took <= patience, (
        f"not back after {took:.1f} s of {patience:.1f}\n{_last_words(scene.marketplace)}"
    )
    assert scene.proof.repeated(asked) == []
    assert scene.proof.broken(scene.asked) == []
    there = sum(one.is_acknowledged for one in scene.asked)
    record(
        "round",
        f"{title:<46} back after {took:4.1f} s; {len(asked):>4} bought, {unknown:>3} of them asked again;"
        f" all {there} of this run are there once, stock and money are right, the audit is clean"
        + (f" (the machine was shared {shared:.1f}-fold)" if shared > 1.2 else ""),
    )


class _Returning:
    """Whether the marketplace is back, asked again and again; the purchases that tried it."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.probes: list[Asked] = []

    def is_complete(self) -> bool:
        """Whether every process is there, pages answer, a purchase is taken, and the worker tells of it."""
        marketplace, market = self._scene.marketplace, self._scene.market
        if not (marketplace.is_well() and marketplace.is_whole()):
            return False
        probe = market.ask(market.wish(scarce=False))
        self.probes.append(probe)
        return probe.is_acknowledged and until(lambda: self._is_told(probe), seconds=3)

    def _is_told(self, probe: Asked) -> bool:
        with psycopg.connect(self._scene.marketplace.owner_url) as connection:
            row = connection.execute(
                "SELECT count(*) FILTER (WHERE told_at IS NULL), count(*) FROM kit_event WHERE subject_id = %s",
                [probe.answer["id"]],
            ).fetchone()
        return row is not None and row[0] == 0 and row[1] > 0


def _last_words(marketplace: Marketplace) -> str:
    logs = [marketplace.said, *sorted((marketplace.folder / "log").glob("*.log"))]
    return "\n".join(f"{log}:\n{log.read_text(errors='replace')[-1500:]}" for log in logs if log.exists())
