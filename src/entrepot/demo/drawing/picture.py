"""The finished picture: a quiet ground in the colour's mood, the object on it, one SVG document."""

from collections.abc import Sequence
from zlib import crc32

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import CATALOGUE, Pose
from entrepot.demo.drawing.colour import Tone, apart, backdrop_for, mix, opposite, parse, shade, tint
from entrepot.demo.drawing.shapes import ellipse, num, rounded
from entrepot.demo.drawing.variation import Variation


def draw(object: str, colours: Sequence[str], *, variant: int = 0, backdrop: str | None = None) -> str:
    """A product picture of the named object as a complete SVG document, 800 by 800.

    `colours` are hex colours: main, second, accent. The missing are derived from main, a fourth is not used.
    `variant` changes pattern, label, proportions and props; the same arguments always give the same picture.
    Raises ValueError for an unknown object, for no colours, for a colour that is not hex.
    """
    if object not in CATALOGUE:
        raise ValueError(f"No drawing of an object called {object!r}")
    main, second, accent = _complete(colours)
    entry = CATALOGUE[object]
    ground = mix(backdrop, backdrop, 0) if backdrop else backdrop_for(main, second, accent)
    key = f"{object}/{main}{second}{accent}{ground}/{variant}"
    prefix = f"d{crc32(key.encode()):08x}-"
    canvas = Canvas(Tone(main), Tone(second), Tone(accent), Variation(object, variant), prefix)
    _lay_ground(canvas, ground, entry.pose)
    canvas.body.append(f'<g transform="{_stance(canvas.vary, entry.pose)}">')
    entry.drawer(canvas)
    canvas.body.append("</g>")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800">'
        f"<defs>{''.join(canvas.defs)}</defs>{''.join(canvas.body)}</svg>\n"
    )


def close_up(svg: str) -> str:
    """The same picture from half as far."""
    return svg.replace('viewBox="0 0 800 800"', 'viewBox="200 230 400 400"', 1)


def _complete(colours: Sequence[str]) -> tuple[str, str, str]:
    """Three colours that can be told apart from one another, whatever was given."""
    if isinstance(colours, str) or not colours:
        raise ValueError("A picture takes a list of at least one colour")
    main = mix(colours[0], colours[0], 0)
    red, green, blue = parse(main)
    pale = 0.3 * red + 0.6 * green + 0.1 * blue > 165
    second = colours[1] if len(colours) > 1 else (shade(main, 0.4) if pale else tint(main, 0.72))
    accent = colours[2] if len(colours) > 2 else opposite(main)
    second = apart(second, main)
    return main, second, apart(accent, main)


def _lay_ground(canvas: Canvas, ground: str, pose: Pose) -> None:
    """Wall and table for what stands; a plain sheet for what lies; a lighter disc or arch "
    "in some variants."""
    canvas.flat(rounded(0, 0, 800, 800, 0), ground)
    shape = canvas.vary.pick(("none", "disc", "arch"), "ground")
    if pose == "lies":
        if shape != "none":
            canvas.flat(ellipse(400, 400, 345), tint(ground, 0.4), 0.6)
        return
    if shape == "disc":
        canvas.flat(ellipse(400, 372, 300), tint(ground, 0.4), 0.7)
    elif shape == "arch":
        canvas.flat("M150 600V330a250 250 0 0 1 500 0V600Z", tint(ground, 0.4), 0.7)
    canvas.flat("M0 584H800V800H0Z", shade(ground, 0.07))
    canvas.flat("M0 584H800V592H0Z", tint(ground, 0.3), 0.5)


def _stance(vary: Variation, pose: Pose) -> str:
    """Slightly taller or wider, and what lies is never laid quite straight twice; variant 0 "
    "is the plain stance."""
    foot, full = (640, 1.06) if pose == "stands" else (400, 1)
    wide, tall = full, full
    if vary.number:
        wide, tall = full * vary.between(0.94, 1.04, "wide"), full * vary.between(0.94, 1.04, "tall")
    turn = f"rotate({num(vary.between(-7, 7, 'turn'))} 400 400)" if pose == "lies" and vary.number else ""
    ground = foot + 20 if pose == "stands" else foot
    return f"{turn}translate(400 {ground})scale({wide:.3f} {tall:.3f})translate(-400 -{foot})"
