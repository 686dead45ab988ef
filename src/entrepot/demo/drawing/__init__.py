"""Product pictures for the demo marketplace, drawn by object in one flat, softly shaded style.

`draw()` turns the name of an object and a few colours into a complete SVG document. Pictures hold no words,
no scripts and no outside references, so that one picture serves readers of every language, and the same
arguments always give the same picture. The objects live in one module per family of goods.
"""

from entrepot.demo.drawing import (
    bags,
    beauty,
    clothing,
    cycling,
    electronics,
    fishing,
    games,
    garden,
    home,
    infants,
    jewellery,
    kitchen,
    knitting,
    music,
    outdoors,
    packaging,
    pantry,
    paper,
    pets,
    tableware,
    toys,
)
from entrepot.demo.drawing.catalogue import CATALOGUE
from entrepot.demo.drawing.picture import close_up, draw

FAMILIES = (
    bags,
    beauty,
    clothing,
    cycling,
    electronics,
    fishing,
    games,
    garden,
    home,
    infants,
    jewellery,
    kitchen,
    knitting,
    music,
    outdoors,
    packaging,
    pantry,
    paper,
    pets,
    tableware,
    toys,
)
OBJECTS = frozenset(CATALOGUE)

__all__ = ["FAMILIES", "OBJECTS", "close_up", "draw"]
