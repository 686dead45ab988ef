"""What makers put on their goods: woven and printed patterns, paper labels, small emblems, a sprig beside."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.colour import LEAF, PAPER, Tone, difference
from entrepot.demo.drawing.shapes import around, curve, ellipse, heart, leaf, num, rounded, star

PRINTS = ("plain", "stripes", "dots", "hoops", "check", "sprigs", "waves", "diagonal")


def print_of(canvas: Canvas, kind: str, tone: Tone, size: float = 56, opacity: float = 0.75) -> str:
    """The id of a pattern that prints the kind in the tone's colour; empty for plain."""
    half, ink = size / 2, f'fill="{tone.base}" opacity="{opacity:.2g}"'
    s, h = num(size), num(half)
    pen = f'fill="none" stroke="{tone.base}" opacity="{opacity:.2g}" stroke-linecap="round"'
    tiles = {
        "stripes": f'<path d="M0 0h{num(size * 0.4)}v{s}H0Z" {ink}/>',
        "hoops": f'<path d="M0 0h{s}v{num(size * 0.4)}H0Z" {ink}/>',
        "diagonal": f'<path d="M0 0h{num(size * 0.4)}v{s}H0Z" {ink}/>',
        "dots": f'<circle cx="{num(size * 0.25)}" cy="{num(size * 0.25)}" r="{num(size * 0.13)}" {ink}/>'
        f'<circle cx="{num(size * 0.75)}" cy="{num(size * 0.75)}" r="{num(size * 0.13)}" {ink}/>',
        "check": f'<path d="M0 0h{h}v{s}H0Z" fill="{tone.base}" opacity="{opacity * 0.5:.2g}"/>'
        f'<path d="M0 0h{s}v{h}H0Z" fill="{tone.base}" opacity="{opacity * 0.5:.2g}"/>',
        "sprigs": f'<path d="{leaf(half, half, half * 0.8, -50)}{leaf(half, half, half * 0.8, -130)}" {ink}/>'
        f'<circle cx="{h}" cy="{num(size * 0.68)}" r="{num(size * 0.07)}" {ink}/>',
        "waves": f'<path d="M0 {h}Q{num(size * 0.25)} {num(size * 0.2)} {h} {h}T{s} {h}" {pen} '
        f'stroke-width="{num(size * 0.13)}"/>',
    }
    if kind not in tiles:
        return ""
    name = canvas.name()
    turn = ' patternTransform="rotate(45)"' if kind == "diagonal" else ""
    canvas.defs.append(
        f'<pattern id="{name}" width="{s}" height="{s}" patternUnits="userSpaceOnUse"{turn}>{tiles[kind]}</pattern>'
    )
    return name


def choose_print(canvas: Canvas, tone: Tone | None = None, size: float = 56, opacity: float = 0.75) -> str:
    """The print this variant's number calls for."""
    return print_of(canvas, canvas.vary.pick(PRINTS), tone or canvas.second, size, opacity)


def emblem(canvas: Canvas, x: float, y: float, size: float, ink: str, second: str | None = None) -> None:
    """A maker's mark without letters."""
    kind = canvas.vary.pick(("leaf", "sun", "drop", "hill", "heart", "flower"), "emblem")
    other = second or ink
    if kind == "leaf":
        canvas.flat(leaf(x, y + size * 0.7, size * 1.3, -60) + leaf(x, y + size * 0.7, size * 1.1, -130), ink)
    elif kind == "sun":
        canvas.flat(star(x, y, size, size * 0.66, 12, 2), ink)
        canvas.flat(ellipse(x, y, size * 0.42), other, 0.6)
    elif kind == "drop":
        top = f"M{num(x)} {num(y - size)}C{num(x + size * 0.9)} {num(y + size * 0.1)} "
        canvas.flat(
            f"{top}{num(x + size * 0.7)} {num(y + size)} {num(x)} {num(y + size)}S{num(x - size * 0.9)} "
            f"{num(y + size * 0.1)} {num(x)} {num(y - size)}Z",
            ink,
        )
    elif kind == "hill":
        canvas.flat(ellipse(x + size * 0.45, y - size * 0.5, size * 0.3), other)
        peak = f"M{num(x - size)} {num(y + size * 0.7)}L{num(x - size * 0.25)} {num(y - size * 0.6)}"
        canvas.flat(
            f"{peak}L{num(x + size * 0.3)} {num(y + size * 0.1)}L{num(x + size)} {num(y + size * 0.7)}Z", ink
        )
    elif kind == "heart":
        canvas.flat(heart(x, y, size * 0.8), ink)
    else:
        for px, py in around(x, y, size * 0.58, 6):
            canvas.flat(ellipse(px, py, size * 0.36), ink)
        canvas.flat(ellipse(x, y, size * 0.3), PAPER.base if ink != PAPER.base else other)


def label(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    paper: Tone | None = None,
    clip: str = "",
) -> None:
    """A label with an emblem and two quiet rules where words would be; its shape is the variant's."""
    tone = paper or PAPER
    inks = (canvas.second.base, canvas.main.base, canvas.main.deep)
    ink = next((colour for colour in inks if difference(colour, tone.base) > 0.25), canvas.main.deep)
    kind = canvas.vary.pick(("square", "oval", "wrap", "arch", "seal"))
    cx, cy = x + width / 2, y + height / 2
    if kind == "oval":
        canvas.solid(ellipse(cx, cy, width / 2, height / 2), tone, 8)
    elif kind == "wrap" and clip:
        with canvas.inside(clip):
            canvas.flat(rounded(cx - 400, y, 800, height, 0), tone.base)
            canvas.flat(rounded(cx - 400, y, 800, height * 0.1, 0), canvas.accent.base)
            canvas.flat(rounded(cx - 400, y + height * 0.9, 800, height * 0.1, 0), canvas.accent.base)
            canvas.flat(rounded(cx + width * 0.5, y, 400, height, 0), tone.deep, 0.16)
    elif kind == "arch":
        foot = f"V{num(y + height)}H{num(x)}Z"
        canvas.solid(
            f"M{num(x)} {num(y + width / 2)}a{num(width / 2)} {num(width / 2)} 0 0 1 {num(width)} 0{foot}",
            tone,
            8,
        )
    elif kind == "seal":
        canvas.solid(star(cx, cy, min(width, height) * 0.52, min(width, height) * 0.47, 18, 6), tone, 8)
    else:
        canvas.solid(rounded(x, y, width, height, 10), tone, 8)
        canvas.line(rounded(x + 9, y + 9, width - 18, height - 18, 6), ink, 2.5, opacity=0.5)
    size = min(width, height)
    emblem(canvas, cx, cy - size * 0.1, size * 0.19, ink, canvas.accent.base)
    for row, part in ((0.2, 0.24), (0.29, 0.15)):
        rule = f"M{num(cx - width * part)} {num(cy + size * row)}H{num(cx + width * part)}"
        canvas.line(rule, ink, max(4, size * 0.035), opacity=0.55)


def sprig(canvas: Canvas, x: float, y: float, size: float, turn: float = -70, tone: Tone = LEAF) -> None:
    """A twig with leaves, lying or standing beside the goods."""
    with canvas.moved(turn=turn, about=(x, y)):
        canvas.line(
            curve([(x, y), (x + size * 0.5, y - size * 0.06), (x + size, y)]), tone.deep, size * 0.025
        )
        for step, side in ((0.2, -1), (0.3, 1), (0.48, -1), (0.58, 1), (0.76, -1), (0.84, 1)):
            canvas.flat(
                leaf(x + size * step, y - size * 0.04, size * 0.32 * (1.15 - step / 2), 48 * side),
                tone.base if side < 0 else tone.dark,
            )
        canvas.flat(leaf(x + size * 0.95, y - size * 0.01, size * 0.26, 0), tone.base)


def beside(canvas: Canvas, x: float = 590, y: float = 640) -> None:
    """A small thing next to a standing object in some of its pictures: pebbles, a sprig, berries, nothing."""
    kind = canvas.vary.pick(("nothing", "pebbles", "sprig", "berries"), "beside")
    if kind == "pebbles":
        canvas.shadow(x + 10, y + 2, 64, 8)
        canvas.solid(ellipse(x, y - 18, 48, 22), canvas.second, 10)
        canvas.solid(ellipse(x + 58, y - 10, 26, 13), canvas.accent, 7)
    elif kind == "sprig":
        sprig(canvas, x - 60, y + 8, 150, -8)
    elif kind == "berries":
        canvas.shadow(x + 14, y + 2, 52, 7)
        for px, py, size in ((x - 8, y - 18, 19), (x + 34, y - 16, 17), (x + 14, y - 44, 16)):
            canvas.solid(ellipse(px, py, size), canvas.accent, 7)
