"""Small precious things and what is worn on wrist and nose."""

from math import cos, pi, sin

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, COAL, PAPER, STEEL, Tone
from entrepot.demo.drawing.decoration import choose_print
from entrepot.demo.drawing.shapes import around, curve, ellipse, heart, leaf, rounded, soft

METALS = (BRASS, STEEL, Tone("#d9a08a"))


def _gem(c: Canvas, x: float, y: float, size: float, tone: Tone) -> None:
    """A cut stone seen from the side."""
    s = size
    c.solid(
        soft(
            [
                (x - s * 0.6, y - s * 0.6),
                (x + s * 0.6, y - s * 0.6),
                (x + s, y - s * 0.1),
                (x, y + s),
                (x - s, y - s * 0.1),
            ],
            4,
        ),
        tone,
        s * 0.12,
    )
    c.flat(f"M{x - s * 0.4:.0f} {y - s * 0.1:.0f}h{s * 0.8:.0f}L{x:.0f} {y + s * 0.94:.0f}Z", tone.light, 0.8)
    c.flat(
        soft(
            [
                (x - s * 0.55, y - s * 0.55),
                (x, y - s * 0.55),
                (x - s * 0.4, y - s * 0.12),
                (x - s * 0.92, y - s * 0.12),
            ],
            2,
        ),
        "#ffffff",
        0.5,
    )


@stands
def ring(c: Canvas) -> None:
    metal = c.vary.pick(METALS, "metal")
    c.shadow(400, 640, 150)
    c.line(ellipse(400, 464, 160), metal.deep, 46)
    c.line(ellipse(396, 461, 160), metal.base, 36)
    c.line("M262 400A152 152 0 0 1 340 322", metal.light, 13)
    kind = c.vary.pick(("gem", "pearl", "three", "band"))
    if kind == "gem":
        c.solid(soft([(340, 270), (460, 270), (430, 330), (370, 330)], 8), metal, 8)
        _gem(c, 400, 212, 92, c.main)
    elif kind == "pearl":
        c.solid(soft([(350, 270), (450, 270), (430, 326), (370, 326)], 8), metal, 8)
        c.solid(ellipse(400, 224, 74), c.main, 22)
        c.flat(ellipse(372, 194, 20, 15), "#ffffff", 0.7)
    elif kind == "three":
        for x, size, tone in ((312, 50, c.second), (488, 50, c.second), (400, 72, c.main)):
            _gem(c, x, 246, size, tone)
    else:
        for i, stone in enumerate(around(400, 464, 160, 16, -90)):
            c.solid(ellipse(*stone, 21), c.main if i % 2 else c.second, 6)
    for x, y, size in ((560, 190, 30), (600, 250, 17), (236, 210, 20)):
        c.flat(
            f"M{x} {y - size}Q{x} {y} {x + size} {y}Q{x} {y} {x} {y + size}Q{x} {y} "
            f"{x - size} {y}Q{x} {y} {x} {y - size}Z",
            "#ffffff",
            0.9,
        )


@lies
def necklace(c: Canvas) -> None:
    metal = c.vary.pick(METALS, "metal")
    chain = curve([(210, 110), (180, 260), (260, 440), (400, 540), (540, 440), (620, 260), (590, 110)])
    kind = c.vary.pick(("pendant", "beads", "leaf", "heart"))
    c.solid(
        "M150 100Q400 40 650 100L640 300Q600 560 400 720Q200 560 160 300Z", Tone(PAPER.base), 22, cast=True
    )
    c.line(chain, metal.dark, 9)
    c.line(chain, metal.light, 5, dash="9 9")
    if kind == "beads":
        for i in range(15):
            angle = pi * (0.03 + 0.94 * i / 14)
            x, y = 400 - 214 * cos(angle), 210 + 322 * sin(angle)
            c.solid(ellipse(x, y, 19 + 16 * sin(angle)), (c.main, c.second, c.accent)[abs(7 - i) % 3], 7)
        return
    c.line(ellipse(400, 556, 15), metal.dark, 8)
    if kind == "pendant":
        c.solid(ellipse(400, 630, 66), metal, 12, cast=True)
        c.solid(ellipse(400, 630, 48), c.main, 14)
        c.flat(ellipse(384, 612, 12, 9), "#ffffff", 0.6)
    elif kind == "leaf":
        c.solid(leaf(400, 564, 150, 90, 0.5), c.main, 12, cast=True)
        c.line("M400 580V690M400 620l24-20M400 620l-24-20M400 650l22-20M400 650l-22-20", metal.light, 5)
    else:
        c.solid(heart(400, 632, 64), c.main, 14, cast=True)


@lies
def earrings(c: Canvas) -> None:
    metal = c.vary.pick(METALS, "metal")
    kind = c.vary.pick(("drops", "hoops", "fans", "stones"))
    c.solid(rounded(180, 120, 440, 560, 26), PAPER, 12, cast=True)
    for x in (300, 500):
        c.line(f"M{x} 250V206Q{x} 176 {x + 20} 180T{x + 36} 220", metal.dark, 8)
        c.solid(ellipse(x, 262, 20), metal, 6)
        if kind == "hoops":
            c.line(ellipse(x, 400, 80, 110), metal.dark, 24)
            c.line(ellipse(x - 2, 397, 80, 110), metal.light, 9)
            for px, py in around(x, 430, 78, 5, 20)[:3]:
                c.solid(ellipse(px, py, 24), c.main, 8)
        elif kind == "fans":
            c.solid(f"M{x} 290L{x + 88} 420A100 100 0 0 1 {x - 88} 420Z", c.main, 14, cast=True)
            c.line(f"M{x} 310L{x - 46} 440M{x} 310V460M{x} 310L{x + 46} 440", metal.base, 6)
            c.line(f"M{x - 50} 462v80M{x - 16} 470v100M{x + 16} 470v100M{x + 50} 462v80", c.second.base, 13)
        elif kind == "stones":
            for y, size, tone in ((330, 44, c.second), (460, 76, c.main)):
                c.line(f"M{x} {y - size - 40}V{y}", metal.dark, 6)
                c.solid(ellipse(x, y, size * 0.8, size), tone, 14, cast=True)
                c.flat(ellipse(x - size * 0.3, y - size * 0.4, size * 0.16, size * 0.24), "#ffffff", 0.6)
        else:
            c.line(f"M{x} 270V330", metal.dark, 6)
            c.solid(
                f"M{x} 320C{x + 96} 440 {x + 76} 560 {x} 560S{x - 96} 440 {x} 320Z", c.main, 18, cast=True
            )
            c.flat(f"M{x} 410C{x + 46} 470 {x + 36} 526 {x} 526S{x - 46} 470 {x} 410Z", c.second.base)


@lies
def watch(c: Canvas) -> None:
    name = choose_print(c, c.main, 30, 0.3)
    metal = c.vary.pick(METALS, "metal")
    with c.moved(turn=12):
        for d in (
            soft([(336, 60, 24), (464, 60, 24), (476, 270, 10), (324, 270, 10)]),
            soft([(324, 530, 10), (476, 530, 10), (458, 750, 40), (342, 750, 40)]),
        ):
            c.solid(d, c.second, 16, cast=True, pattern=name)
        c.line(
            "M352 84V250M448 84V250M346 550L360 720M454 550L440 720",
            c.second.light,
            4,
            dash="12 9",
            opacity=0.8,
        )
        c.flat("".join(ellipse(400, y, 8, 10) for y in (610, 644, 678)), c.second.deep)
        c.solid(rounded(566, 374, 40, 52, 10), metal, 6)
        square = c.vary.pick(("round", "square", "round"), "") == "square"
        c.solid(rounded(234, 232, 332, 336, 76) if square else ellipse(400, 400, 178), metal, 22, cast=True)
        c.solid(rounded(262, 260, 276, 280, 56) if square else ellipse(400, 400, 148), c.main, 0)
        ink = c.second.base
        for i, (x, y) in enumerate(around(400, 400, 122, 12, -90)):
            c.flat(ellipse(x, y, 10 if i % 3 == 0 else 5), ink)
        with c.moved(turn=300):
            c.line("M400 400V330", ink, 14)
        with c.moved(turn=c.vary.number * 53 % 360 + 60):
            c.line("M400 400V300", ink, 9)
        c.line("M400 420L400 300", c.accent.base, 4)
        c.solid(ellipse(400, 400, 13), c.accent, 4)
        c.line("M292 350A120 120 0 0 1 350 290", "#ffffff", 10, opacity=0.35)


@lies
def sunglasses(c: Canvas) -> None:
    with c.moved(turn=-8):
        lens = c.vary.pick((COAL, c.second, Tone("#5b6f6a")), "lens")
        kind = c.vary.pick(("round", "classic", "cat"))
        c.line("M150 340Q200 220 330 210M650 340Q600 220 470 210", c.main.deep, 20)
        shapes = {
            "round": [ellipse(250, 410, 128), ellipse(550, 410, 128)],
            "classic": [
                soft([(110, 310, 50), (372, 310, 50), (360, 470, 90), (250, 530, 90), (126, 480, 90)]),
                soft([(690, 310, 50), (428, 310, 50), (440, 470, 90), (550, 530, 90), (674, 480, 90)]),
            ],
            "cat": [
                soft([(80, 270, 40), (372, 320, 50), (356, 470, 90), (240, 520, 90), (126, 450, 90)]),
                soft([(720, 270, 40), (428, 320, 50), (444, 470, 90), (560, 520, 90), (674, 450, 90)]),
            ],
        }[kind]
        c.tube("M352 370Q400 330 448 370", c.main, 28, cast=True)
        for d in shapes:
            with c.moved(dx=8, dy=18):
                c.line(d, c.main.deep, 30, opacity=0.15)
            clip = c.solid(d, lens, 20)
            with c.inside(clip):
                c.line("M120 520L330 300M420 520L640 300", "#ffffff", 34, opacity=0.16)
                c.line("M180 540L370 340M490 540L680 340", "#ffffff", 12, opacity=0.16)
            c.line(d, c.main.dark, 32)
            with c.moved(dx=-3, dy=-3):
                c.line(d, c.main.base, 23)
        for x in (122, 678):
            c.solid(rounded(x - 13, 340, 26, 13, 6), c.accent, 3)
