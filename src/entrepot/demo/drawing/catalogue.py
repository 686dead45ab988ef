"""Which objects can be drawn, by whom, and how each one meets the ground."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from entrepot.demo.drawing.canvas import Canvas

type Drawer = Callable[[Canvas], None]
type Pose = Literal["stands", "lies"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One object: the function that draws it, and whether it stands on a table or lies seen from above."""

    drawer: Drawer
    pose: Pose


CATALOGUE: dict[str, Entry] = {}


def stands(drawer: Drawer) -> Drawer:
    """Enter an object, under its function's name, that stands on a table with the ground at y = 640."""
    return _enter(drawer, "stands")


def lies(drawer: Drawer) -> Drawer:
    """Enter an object that lies flat or hangs, centred at (400, 400)."""
    return _enter(drawer, "lies")


def _enter(drawer: Drawer, pose: Pose) -> Drawer:
    CATALOGUE[drawer.__name__] = Entry(drawer, pose)
    return drawer
