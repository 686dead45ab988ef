"""A lifecycle is a table that can be read aloud, proved when it is imported, and moved along in one place."""

from collections.abc import Mapping, Set
from enum import StrEnum

from entrepot.kit.errors import IllegalMove


class Flow[S: StrEnum]:
    """States and the steps between them. Refuses, when made, a state that is unknown, unreachable or an undeclared dead end."""

    def __init__(self, *, start: S, steps: Mapping[S, Set[S]], ends: Set[S]) -> None:
        self.start, self.steps, self.ends = start, steps, ends
        known = set(type(start))
        reached, waiting = set(), [start]
        while waiting:
            state = waiting.pop()
            if state not in reached:
                reached.add(state)
                waiting.extend(steps.get(state, ()))
        if strange := (reached | set(steps) | set(ends)) - known:
            raise ValueError(f"{sorted(strange)} are no states")
        if lost := known - reached:
            raise ValueError(f"no way leads to {sorted(lost)}")
        if stuck := {state for state in known if not steps.get(state)} - set(ends):
            raise ValueError(f"no way leads out of {sorted(stuck)}, and they are not declared as ends")

    def check(self, before: S, after: S) -> None:
        """IllegalMove unless the table has a step from `before` to `after`."""
        if after not in self.steps.get(before, ()):
            raise IllegalMove(state=before, wanted=after, extra={"state": str(before)})
