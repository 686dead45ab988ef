"""Pottery for the table and the window sill."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import EARTH, LEAF, PALE_WOOD, Tone, mix
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import around, curve, ellipse, leaf, rounded, soft, turned


def _glaze(c: Canvas, clip: str, top: float, bottom: float) -> None:
    """The potter's finish: a dipped rim, a bare foot, bands, drips or a print, by variant."""
    kind = c.vary.pick(("dipped", "band", "drips", "speckled", "print"))
    with c.inside(clip):
        if kind == "dipped":
            c.flat(rounded(0, bottom - (bottom - top) * 0.34, 800, 600, 0), c.second.base)
        elif kind == "band":
            for share in (0.3, 0.42, 0.5):
                c.line(
                    f"M0 {top + (bottom - top) * share:.0f}Q400 {top + (bottom - top) * share + 30:.0f} 800 "
                    f"{top + (bottom - top) * share:.0f}",
                    c.second.base,
                    22 if share == 0.3 else 8,
                )
        elif kind == "drips":
            low = top + (bottom - top) * 0.28
            points = [
                (x, low + (46 if i % 2 else -14) * c.vary.between(0.5, 1.2, f"drip{i}"))
                for i, x in enumerate(range(100, 720, 52))
            ]
            c.flat(curve(points) + "V-50H100Z", c.second.base)
        elif kind == "speckled":
            for i in range(26):
                x, y = c.vary.between(170, 630, f"x{i}"), c.vary.between(top, bottom, f"y{i}")
                c.flat(ellipse(x, y, 3 + i % 3 * 1.6), c.second.base, 0.8)
    if kind == "print":
        c.cover(clip, choose_print(c, c.second, 60, 0.7))
    with c.inside(clip):
        c.flat(
            soft([(540, top - 100), (760, top - 100), (760, bottom), (470, bottom)], 60), c.main.deep, 0.16
        )


def _mouth(c: Canvas, y: float, rx: float, ry: float, filling: Tone | None = None) -> None:
    c.flat(ellipse(400, y, rx, ry), c.main.light)
    c.flat(ellipse(400, y + 4, rx - 14, ry - 7), c.main.dark)
    if filling:
        c.flat(ellipse(400, y + 9, rx - 24, ry - 13), filling.base)
    c.flat(ellipse(390, y + 12, rx - 50, max(4, ry - 20)), c.main.deep, 0.18)


@stands
def mug(c: Canvas) -> None:
    c.shadow(400, 640, 190)
    c.tube(curve([(540, 330), (636, 340), (656, 440), (600, 520), (530, 540)]), c.main, 40)
    round_ = c.vary.pick((0, 30, -20), "belly")
    body = turned([(172, 250, 0), (172 + round_, 450, 120), (140 + round_, 640, 56)])
    _glaze(c, c.solid(body, c.main, 26), 260, 640)
    _mouth(c, 250, 172, 40, Tone("#7a4f35"))
    c.shine(254, 320, 16, 200, 0.35)
    if c.vary.chance(0.5, "steam"):
        for x in (350, 410, 466):
            c.line(curve([(x, 200), (x + 16, 166), (x - 8, 132), (x + 8, 96)]), "#ffffff", 11, opacity=0.55)


@stands
def bowl(c: Canvas) -> None:
    c.shadow(400, 640, 150)
    c.solid(turned([(84, 590), (98, 640, 8)]), c.main, 14)
    body = turned([(262, 356, 0), (240, 500, 110), (110, 622, 70)])
    _glaze(c, c.solid(body, c.main, 34), 360, 622)
    _mouth(c, 356, 262, 64)
    c.shine(190, 420, 14, 70, 0.35)


@lies
def plate(c: Canvas) -> None:
    c.solid(ellipse(400, 400, 290), c.main, 12, cast=True)
    kind = c.vary.pick(("rim", "rays", "dots", "wide", "sprig"))
    if kind == "rays":
        for x, y in around(400, 400, 248, 28):
            c.line(
                f"M{400 + (x - 400) * 0.88:.0f} {400 + (y - 400) * 0.88:.0f}L{x:.0f} {y:.0f}",
                c.second.base,
                12,
            )
    elif kind == "dots":
        for x, y in around(400, 400, 246, 24):
            c.flat(ellipse(x, y, 12), c.second.base)
    elif kind == "sprig":
        for i, (x, y) in enumerate(around(400, 400, 246, 22)):
            c.flat(leaf(x, y, 46, i * 360 / 22 + (60 if i % 2 else 130)), c.second.base)
    else:
        width = 46 if kind == "wide" else 16
        c.line(ellipse(400, 400, 286 - width / 2 if kind == "wide" else 262), c.second.base, width)
    c.flat(ellipse(400, 400, 204), c.main.dark, 0.6)
    c.flat(ellipse(404, 405, 198), c.main.base)
    c.flat(ellipse(404, 405, 180), c.main.light, 0.5)
    c.line("M262 330A156 156 0 0 1 352 262", "#ffffff", 12, opacity=0.6)


@stands
def vase(c: Canvas) -> None:
    c.shadow(400, 640, 140)
    for x, y, turn in ((330, 150, -60), (400, 96, 0), (474, 144, 55)):
        c.line(curve([(400, 330), ((x + 400) / 2, (y + 330) / 2), (x, y)]), LEAF.dark, 8)
        c.flat(leaf((x + 400) / 2, (y + 330) / 2, 70, turn - 130), LEAF.base)
        for px, py in around(x, y, 26, 6, turn):
            c.flat(ellipse(px, py, 21), c.accent.base)
        c.flat(ellipse(x, y, 15), "#f4cf6b")
    shape = c.vary.pick(
        (
            [(66, 300), (50, 370, 50), (160, 470, 110), (96, 640, 40)],
            [(52, 290), (60, 340, 40), (132, 420, 90), (118, 640, 50)],
            [(80, 300), (116, 400, 90), (66, 640, 50)],
        ),
        "shape",
    )
    width = shape[0][0]
    _glaze(c, c.solid(turned([(width, 300, 0), *shape[1:]]), c.main, 30), 310, 640)
    c.flat(ellipse(400, 300, width, 15), c.main.dark)
    c.line(ellipse(400, 300, width, 15), c.main.light, 7)
    for x, y in ((384, 290), (408, 290)):
        c.line(f"M{x} {y - 8}V{y + 14}", LEAF.dark, 8)


@stands
def teapot(c: Canvas) -> None:
    c.shadow(400, 640, 190)
    c.tube(curve([(548, 400), (660, 372), (690, 470), (640, 550), (548, 560)]), c.main, 34)
    c.solid(
        soft([(280, 430), (196, 380), (150, 300), (106, 300), (132, 420), (190, 540), (280, 590)], 26),
        c.main,
        18,
    )
    body = turned([(104, 330), (196, 400, 90), (196, 560, 100), (120, 640, 40)], 30)
    _glaze(c, c.solid(body, c.main, 36), 350, 640)
    c.solid(turned([(60, 270, 50), (118, 338, 20), (118, 346, 4)]), c.main, 20)
    c.solid(ellipse(400, 256, 30, 28), c.vary.pick((c.accent, c.second, PALE_WOOD), "knob"), 10)
    c.shine(234, 430, 18, 110, 0.4)


@stands
def planter(c: Canvas) -> None:
    c.shadow(400, 640, 170)
    kind = c.vary.pick(("leafy", "cactus", "snake"), "plant")
    if kind == "cactus":
        green = Tone("#6f9a6b")
        c.tube(curve([(340, 330), (286, 310), (282, 240)]), green, 48)
        c.tube(curve([(460, 290), (512, 276), (516, 210)]), green, 44)
        c.solid(rounded(346, 120, 108, 300, 54), green, 20)
        for x in (376, 400, 424):
            c.line(f"M{x} 150V400", green.light, 4, dash="2 16", opacity=0.8)
        c.flat(ellipse(400, 122, 24, 20), c.accent.base)
    else:
        turns = (-150, -128, -104, -80, -56, -30) if kind == "leafy" else (-112, -99, -90, -78, -66)
        for i, turn in enumerate(turns):
            tone = LEAF if i % 2 else Tone(mix(LEAF.base, "#3f6b4f", 0.5))
            size = (250, 290, 310)[min(i, len(turns) - 1 - i)]
            c.solid(leaf(400 + (i - 2.5) * 14, 440, size, turn, 0.5 if kind == "leafy" else 0.2), tone, 12)
    c.flat(ellipse(400, 420, 150, 22), EARTH.base)
    body = turned([(160, 420, 0), (118, 640, 34)])
    _glaze(c, c.solid(body, c.main, 30), 430, 640)
    c.solid(rounded(224, 400, 352, 58, 16), c.main, 18)
    c.shine(262, 480, 14, 110, 0.3)


@stands
def dripper(c: Canvas) -> None:
    c.shadow(400, 640, 170)
    glass = Tone("#cfdfe0")
    clip = c.solid(turned([(70, 430), (60, 450, 10), (158, 540, 90), (140, 640, 34)]), glass, 16)
    with c.inside(clip):
        c.flat(rounded(220, 556, 360, 100, 0), "#5d3b29")
        c.flat(ellipse(400, 556, 150, 12), "#7a4f35")
    c.tube(curve([(548, 500), (626, 500), (624, 590), (540, 610)]), glass, 20)
    c.solid(rounded(270, 404, 260, 30, 14), c.main, 14)
    c.tube(curve([(540, 250), (632, 254), (610, 350), (500, 370)]), c.main, 30)
    c.solid(turned([(160, 246), (172, 216, 0), (52, 412, 14)], 10), c.main, 30)
    for x in (-90, -50, 50, 90):
        c.line(f"M{400 + x} 260L{400 + x * 0.36:.0f} 396", c.main.deep, 5, opacity=0.28)
    c.flat(ellipse(400, 216, 172, 32), c.main.light)
    c.flat(ellipse(400, 220, 152, 24), "#efe2cb")
    c.flat(ellipse(400, 228, 128, 15), "#6b442f")
    emblem(c, 400, 306, 30, c.second.base, c.accent.base)
    c.shine(276, 566, 12, 44, 0.4)
