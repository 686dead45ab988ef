"""Colours of one picture: every colour is worked into the few tones a soft flat drawing needs."""

import colorsys
import re
from dataclasses import dataclass

HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
DUSK = "#2a2a44"
SUN = "#fffaf0"
PAPER_WHITE = "#f7f3ea"


def parse(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of a hex colour, each 0 to 255."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"Not a hex colour: {colour!r}")
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies the given share of the way from the first to the second."""
    pairs = zip(parse(first), parse(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def shade(colour: str, share: float) -> str:
    """Darker, towards a cool dusk rather than black, so shadows stay calm."""
    return mix(colour, DUSK, share)


def tint(colour: str, share: float) -> str:
    """Lighter, towards a warm white."""
    return mix(colour, SUN, share)


def lightness(colour: str) -> float:
    """How bright a colour looks, 0 to 1."""
    red, green, blue = parse(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def difference(first: str, second: str) -> float:
    """How far two colours are apart for the eye, roughly 0 to 1."""
    pairs = zip(parse(first), parse(second), strict=True)
    return sum(abs(a - b) * w for (a, b), w in zip(pairs, (0.3, 0.5, 0.2), strict=True)) / 255


def apart(colour: str, other: str, least: float = 0.14) -> str:
    """The colour, moved away from another one until both can be told apart."""
    if difference(colour, other) >= least:
        return mix(colour, colour, 0)
    return shade(colour, 0.3) if lightness(other) > 0.5 else tint(colour, 0.45)


def opposite(colour: str) -> str:
    """A calm accent from the other side of the colour circle."""
    red, green, blue = (channel / 255 for channel in parse(colour))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    turned = colorsys.hls_to_rgb(
        (hue + 0.45) % 1, 0.45 + 0.12 * (light < 0.5), min(0.45, max(0.3, strength * 0.7))
    )
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in turned)


@dataclass(frozen=True, slots=True)
class Tone:
    """One colour with the tones that model it: light, base, dark, and deep for lines and cast shadows."""

    base: str

    @property
    def light(self) -> str:
        return tint(self.base, 0.38)

    @property
    def dark(self) -> str:
        return shade(self.base, 0.2)

    @property
    def deep(self) -> str:
        return shade(self.base, 0.45)


def backdrop_for(main: str, second: str, accent: str) -> str:
    """A quiet ground in the colour's own mood; what is nearly white stands before a wash of "
    "its other colours."""
    quiet = mix(main, PAPER_WHITE, 0.8)
    if difference(quiet, main) >= 0.15:
        return quiet
    for share in (0.7, 0.6, 0.5, 0.38):
        for colour in (accent, second):
            wash = mix(mix(colour, "#b3b9b0", 0.55), PAPER_WHITE, share)
            if difference(wash, main) >= 0.12:
                return wash
    return shade(mix(main, "#a9b6b5", 0.6), 0.08)


WOOD = Tone("#c9986a")
PALE_WOOD = Tone("#e2bf92")
DARK_WOOD = Tone("#8b5e3f")
STEEL = Tone("#b7c1c8")
BRASS = Tone("#d6ac55")
PAPER = Tone("#fbf6ea")
GLASS = Tone("#d7e6e6")
COAL = Tone("#3b424d")
LEATHER = Tone("#9a6440")
LEAF = Tone("#769a6a")
CREAM = Tone("#f3e6cd")
EARTH = Tone("#6b4a3a")
