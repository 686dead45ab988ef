"""The sheet an object is drawn on: shaded bodies, lines, clips, shadows and repeated groups."""

from collections.abc import Iterator
from contextlib import contextmanager

from entrepot.demo.drawing.colour import Tone
from entrepot.demo.drawing.shapes import ellipse, num
from entrepot.demo.drawing.variation import Variation

EVERYWHERE = "M-400-400H1200V1200H-400Z"


class Canvas:
    """Collects the marks of one picture, in painting order, and the definitions they share."""

    def __init__(self, main: Tone, second: Tone, accent: Tone, vary: Variation, prefix: str) -> None:
        self.main, self.second, self.accent = main, second, accent
        self.vary = vary
        self.prefix = prefix
        self.defs: list[str] = []
        self.body: list[str] = []
        self._count = 0

    def name(self) -> str:
        """An id no other picture on the same page uses."""
        self._count += 1
        return f"{self.prefix}{self._count}"

    def solid(self, d: str, tone: Tone, by: float = 24, *, cast: bool = False, pattern: str = "") -> str:
        """A body lit from the upper left: base colour, pattern if any, a darker far edge, a lighter near one.

        `by` is the width of the shaded edge. `cast` lays its shadow on the ground right behind it.
        Returns the id of a clip of the same outline, to draw inside with `inside`.
        """
        body, clip = self.name(), self.name()
        self.defs.append(f'<path id="{body}" d="{d}"/><clipPath id="{clip}"><use href="#{body}"/></clipPath>')
        if cast:
            self.body.append(
                f'<use href="#{body}" fill="{tone.deep}" opacity=".1" transform="translate(14 24)"/>'
                f'<use href="#{body}" fill="{tone.deep}" opacity=".14" transform="translate(7 12)"/>'
            )
        self.body.append(f'<use href="#{body}" fill="{tone.base}"/>')
        if pattern:
            self.cover(clip, pattern)
        if by:
            rest = self.name()
            self.defs.append(f'<path id="{rest}" fill-rule="evenodd" d="{EVERYWHERE}{d}"/>')
            far = f"translate({num(-by)} {num(-by * 0.45)})"
            near = f"translate({num(by * 0.45)} {num(by * 0.3)})"
            self.body.append(
                f'<g clip-path="url(#{clip})"><use href="#{rest}" fill="{tone.deep}" opacity=".26" '
                f'transform="{far}"/><use href="#{rest}" fill="#fff" opacity=".24" transform="{near}"/></g>'
            )
        return clip

    def cover(self, clip: str, pattern: str) -> None:
        """Fill a clipped body with a repeating pattern, given as the id of a pattern."""
        self.body.append(f'<g clip-path="url(#{clip})"><path d="{EVERYWHERE}" fill="url(#{pattern})"/></g>')

    def flat(self, d: str, fill: str, opacity: float = 1) -> None:
        self.body.append(f'<path d="{d}" fill="{fill}"{_faint(opacity)}/>')

    def line(self, d: str, colour: str, width: float, *, dash: str = "", opacity: float = 1) -> None:
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.body.append(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{num(width)}" '
            f'stroke-linecap="round" stroke-linejoin="round"{dashes}{_faint(opacity)}/>'
        )

    def tube(self, d: str, tone: Tone, width: float, *, cast: bool = False) -> None:
        """A round rod, rope or handle along a line."""
        if cast:
            with self.moved(dx=8, dy=14):
                self.line(d, tone.deep, width, opacity=0.16)
        self.line(d, tone.dark, width)
        with self.moved(dx=-width * 0.1, dy=-width * 0.1):
            self.line(d, tone.base, width * 0.72)
        with self.moved(dx=-width * 0.18, dy=-width * 0.18):
            self.line(d, tone.light, width * 0.2, opacity=0.7)

    def shadow(self, cx: float = 400, cy: float = 644, rx: float = 220, ry: float = 0) -> None:
        """The soft shadow a standing thing leaves on the table."""
        tall = ry or max(14, rx * 0.11)
        self.flat(ellipse(cx + 10, cy, rx * 1.12, tall * 1.3), self.main.deep, 0.1)
        self.flat(ellipse(cx + 6, cy, rx, tall), self.main.deep, 0.2)

    def shine(self, x: float, y: float, width: float, height: float, opacity: float = 0.4) -> None:
        """A soft streak of light."""
        self.body.append(
            f'<rect x="{num(x)}" y="{num(y)}" width="{num(width)}" height="{num(height)}" '
            f'rx="{num(min(width, height) / 2)}" fill="#fff"{_faint(opacity)}/>'
        )

    @contextmanager
    def inside(self, clip: str) -> Iterator[None]:
        self.body.append(f'<g clip-path="url(#{clip})">')
        yield
        self.body.append("</g>")

    @contextmanager
    def moved(
        self,
        *,
        dx: float = 0,
        dy: float = 0,
        turn: float = 0,
        grow: float = 1,
        flip: bool = False,
        about: tuple[float, float] = (400, 400),
    ) -> Iterator[None]:
        """Draw the enclosed marks shifted, then turned (degrees), grown or mirrored about a point."""
        x, y = num(about[0]), num(about[1])
        steps = [f"translate({num(dx)} {num(dy)})"] if dx or dy else []
        if turn:
            steps.append(f"rotate({num(turn)} {x} {y})")
        if grow != 1 or flip:
            wide = f"{-grow if flip else grow:.3g}"
            steps.append(
                f"translate({x} {y})scale({wide} {grow:.3g})translate({num(-about[0])} {num(-about[1])})"
            )
        self.body.append(f'<g transform="{"".join(steps)}">')
        yield
        self.body.append("</g>")


def _faint(opacity: float) -> str:
    return "" if opacity == 1 else f' opacity="{opacity:.2g}"'
