"""Contrast of every pair of colours that meets on a page, computed from the tokens, in both themes."""

import re
from math import cos, radians, sin
from pathlib import Path

import pytest

TOKENS = Path("src/entrepot/web/static/css/tokens.css").read_text()
_PAIR = re.compile(r"--([a-z-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);")
COLOURS = {name: (light, dark) for name, light, dark in _PAIR.findall(TOKENS)}

ON_PAGE = ["ink", "muted", "brand", "brand-hover", "good", "active", "warn", "bad"]
TEXT = [(text, ground) for text in ON_PAGE for ground in ("paper", "surface", "sunken")]
TEXT += [(tone, f"{tone}-soft") for tone in ("good", "active", "warn", "bad")]
TEXT += [("ink", f"{ground}-soft") for ground in ("good", "active", "warn", "bad", "brand", "neutral")]
TEXT += [
    ("muted", "neutral-soft"),
    ("muted", "brand-soft"),
    ("brand", "brand-soft"),
    ("brand-hover", "brand-soft"),
    ("on-brand", "brand-fill"),
    ("on-brand", "brand-hover"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-bad", "bad-fill"),
    ("on-deep", "deep"),
    ("on-deep-muted", "deep"),
]
EDGES = [
    ("edge", "surface"),
    ("edge", "paper"),
    ("brand", "paper"),
    ("brand", "surface"),
    ("accent", "surface"),
]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of an `L C H` triple; channels outside sRGB are cut as a screen cuts them."""
    light, chroma, hue = (float(part) for part in colour.split())
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class TestContrast:
    def test_is_computed_as_the_standard_does(self) -> None:
        assert round(contrast("1 0 0", "0 0 0"), 2) == 21.0
        assert round(contrast("0.5999 0 0", "1 0 0"), 2) == 3.95  # the grey #808080 on white

    @pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
    @pytest.mark.parametrize(("text", "ground"), TEXT)
    def test_of_text_is_at_least_4_5(self, text: str, ground: str, theme: int) -> None:
        assert contrast(COLOURS[text][theme], COLOURS[ground][theme]) >= 4.5

    @pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
    @pytest.mark.parametrize(("edge", "ground"), EDGES)
    def test_of_what_can_be_touched_is_at_least_3(self, edge: str, ground: str, theme: int) -> None:
        assert contrast(COLOURS[edge][theme], COLOURS[ground][theme]) >= 3


class TestTokens:
    def test_are_the_only_place_with_colours(self) -> None:
        written = [
            f"{path.name}: {colour}"
            for path in Path("src/entrepot/web/static/css").rglob("*.css")
            if path.name != "tokens.css"
            for colour in re.findall(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl|oklch)\(", path.read_text())
        ]
        assert written == []

    def test_that_are_used_exist(self) -> None:
        known = set(re.findall(r"(--[a-z0-9-]+):", TOKENS)) | {"--tone"}
        used = {
            name
            for path in Path("src/entrepot/web/static/css").rglob("*.css")
            for name in re.findall(r"var\((--[a-z0-9-]+)", path.read_text())
        }
        assert used - known == set()
