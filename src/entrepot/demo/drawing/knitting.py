"""Wool and what is made of it: skeins, needles, hats, scarves, sweaters, socks, gloves."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies
from entrepot.demo.drawing.colour import PALE_WOOD, PAPER, WOOD, Tone
from entrepot.demo.drawing.decoration import emblem
from entrepot.demo.drawing.shapes import curve, ellipse, num, rounded, soft


def ribbing(c: Canvas, clip: str, x: float, y: float, width: float, height: float, tone: Tone) -> None:
    """The ribbed edge of a knitted thing, inside its outline."""
    with c.inside(clip):
        c.flat(rounded(x, y, width, height, 0), tone.dark)
        lines = "".join(f"M{num(x + step)} {num(y)}v{num(height)}" for step in range(8, int(width), 20))
        c.line(lines, tone.light, 7, opacity=0.55)


def knit(c: Canvas, clip: str, top: float, bottom: float) -> None:
    """What the knitter chose: stitches, stripes, a yoke of diamonds, cables, or speckles."""
    kind = c.vary.pick(("stitches", "stripes", "diamonds", "cables", "blocks"))
    with c.inside(clip):
        if kind == "stripes":
            for y in range(int(top) + 20, int(bottom), 64):
                c.flat(rounded(0, y, 800, 28, 0), c.second.base)
        elif kind == "diamonds":
            middle = top + (bottom - top) * 0.42
            c.flat(
                "".join(f"M{x} {num(middle)}l20-30 20 30-20 30Z" for x in range(68, 740, 48)), c.second.base
            )
            for edge in (middle - 52, middle + 52):
                c.line(f"M0 {num(edge)}H800", c.accent.base, 12, dash="10 24")
        elif kind == "cables":
            for x in (310, 400, 490):
                for side in (-1, 1):
                    points = [
                        (x + side * 15 * (-1) ** i, y)
                        for i, y in enumerate(range(int(top), int(bottom) + 80, 70))
                    ]
                    c.line(curve(points), c.main.light if side > 0 else c.main.dark, 11, opacity=0.8)
        elif kind == "blocks":
            c.flat(rounded(0, top + (bottom - top) * 0.5, 800, 800, 0), c.second.base)
        else:
            name = c.name()
            c.defs.append(
                f'<pattern id="{name}" width="26" height="24" patternUnits="userSpaceOnUse"><path d="M3 4L13 16L23 4" '
                f'fill="none" stroke="{c.main.deep}" stroke-width="4" stroke-linecap="round" opacity=".3"/></pattern>'
            )
            c.cover(clip, name)


@lies
def yarn_skein(c: Canvas) -> None:
    if c.vary.pick(("ball", "skein")) == "ball":
        clip = c.solid(ellipse(400, 410, 236), c.main, 34, cast=True)
        with c.inside(clip):
            for turn, tone in ((20, c.main.dark), (78, c.main.light), (-44, c.main.dark)):
                with c.moved(turn=turn, about=(400, 410)):
                    for i in range(5):
                        c.line(
                            f"M150 {270 + i * 34}Q400 {200 + i * 40} 650 {270 + i * 34}", tone, 9, opacity=0.6
                        )
        c.line(
            curve([(560, 590), (620, 640), (560, 690), (440, 672), (340, 690), (250, 668)]), c.main.base, 15
        )
        c.solid(rounded(300, 370, 200, 110, 8), PAPER, 10)
        emblem(c, 400, 424, 30, c.second.deep, c.accent.base)
        return
    with c.moved(turn=-24):
        clip = c.solid(
            soft(
                [
                    (140, 300, 90),
                    (330, 280, 60),
                    (400, 310, 40),
                    (470, 280, 60),
                    (660, 300, 90),
                    (660, 500, 90),
                    (470, 520, 60),
                    (400, 490, 40),
                    (330, 520, 60),
                    (140, 500, 90),
                ]
            ),
            c.main,
            26,
            cast=True,
        )
        with c.inside(clip):
            for i, y in enumerate(range(300, 520, 27)):
                bend = (400 - y) * 0.3
                d = curve([(100, y), (270, y - bend * 0.5), (400, y + bend), (530, y - bend * 0.5), (700, y)])
                c.line(d, c.main.dark if i % 2 else c.second.base, 8, opacity=0.6)
        c.solid(rounded(336, 292, 128, 216, 10), PAPER, 12)
        emblem(c, 400, 384, 36, c.accent.base)
        c.line("M364 452H436M378 474H422", c.main.deep, 7, opacity=0.5)


@lies
def knitting_needles(c: Canvas) -> None:
    wood = c.vary.pick((PALE_WOOD, WOOD, c.accent), "wood")
    c.tube("M190 610L600 170", wood, 20, cast=True)
    c.tube("M610 610L200 170", wood, 20, cast=True)
    for x in (188, 612):
        c.solid(ellipse(x, 614, 30), c.second, 10)
    clip = c.solid(ellipse(400, 470, 176), c.main, 28, cast=True)
    with c.inside(clip):
        for turn, tone in ((15, c.main.dark), (75, c.main.light), (-40, c.main.dark)):
            with c.moved(turn=turn, about=(400, 470)):
                for i in range(4):
                    c.line(f"M200 {370 + i * 30}Q400 {310 + i * 36} 600 {370 + i * 30}", tone, 9, opacity=0.6)
    c.line(curve([(500, 610), (580, 660), (660, 620), (690, 680)]), c.main.base, 14)


@lies
def beanie(c: Canvas) -> None:
    if c.vary.chance(0.6, "pompom"):
        c.solid(ellipse(400, 180, 78), c.second, 18, cast=True)
        for x, y in ((370, 160), (420, 150), (440, 190), (390, 205), (360, 195)):
            c.line(f"M{x} {y}l10 12", c.second.dark, 6)
    clip = c.solid("M176 500C160 300 270 210 400 210S640 300 624 500Z", c.main, 34, cast=True)
    knit(c, clip, 230, 480)
    brim = c.solid(rounded(150, 470, 500, 136, 40), c.main, 24)
    ribbing(c, brim, 150, 470, 500, 140, c.main if c.vary.chance(0.5, "brim") else c.second)
    c.solid(rounded(480, 510, 76, 58, 6), PAPER, 6)
    emblem(c, 518, 539, 17, c.accent.base)


@lies
def cap(c: Canvas) -> None:
    c.solid("M520 500C640 500 720 540 716 586Q710 610 640 596Q540 574 430 590Z", c.accent, 18, cast=True)
    clip = c.solid(
        "M140 560C120 360 240 230 390 230S600 330 600 520Q520 560 430 590Q260 620 140 560Z",
        c.main,
        34,
        cast=True,
    )
    with c.inside(clip):
        if c.vary.pick(("plain", "panel", "plain", "mesh"), "") == "panel":
            c.flat("M390 200Q270 300 300 640H0V200Z", c.second.base)
        c.line("M390 230Q270 330 300 610M390 230Q500 330 500 560", c.main.deep, 4, opacity=0.45)
        c.line("M140 540Q300 600 600 500", c.main.light, 5, dash="12 10", opacity=0.6)
    c.solid(ellipse(390, 228, 24, 14), c.accent, 6)
    emblem(c, 420, 420, 50, c.second.base, c.accent.base)


@lies
def scarf(c: Canvas) -> None:
    stripes = c.vary.pick(("ends", "even", "blocks", "plain"))

    def tail(d: str, x: float, end: float, width: float) -> None:
        for step in range(8, int(width), 19):
            c.line(f"M{num(x + step)} {end - 10}v58", c.main.dark, 8)
        clip = c.solid(d, c.main, 20, cast=True)
        with c.inside(clip):
            rows = {"ends": (70, 120, 150), "even": range(40, 500, 70), "blocks": (), "plain": ()}[stripes]
            for row in rows:
                c.flat(rounded(0, end - row, 800, 30, 0), c.second.base if row != 120 else c.accent.base)
            if stripes == "blocks":
                c.flat(rounded(0, end - 150, 800, 300, 0), c.second.base)

    with c.moved(turn=7, about=(320, 300)):
        tail(rounded(270, 344, 132, 276, 12), 270, 620, 132)
    with c.moved(turn=-9, about=(470, 300)):
        tail(rounded(402, 340, 132, 220, 12), 402, 560, 132)
    loop = (
        "M400 150C560 150 640 220 630 300S520 420 400 420S180 380 170 300S240 150 400 150ZM400 "
        "230C330 230 280 250 280 "
        "280S340 320 400 320S520 310 520 280S470 230 400 230Z"
    )
    body, clip = c.name(), c.name()
    c.defs.append(
        f'<path id="{body}" d="{loop}" fill-rule="evenodd" clip-rule="evenodd"/>'
        f'<clipPath id="{clip}"><use href="#{body}" clip-rule="evenodd"/></clipPath>'
    )
    c.body.append(f'<use href="#{body}" fill="{c.main.base}"/>')
    c.flat("M280 280C280 250 330 230 400 230S520 250 520 280Q460 250 400 252T280 280Z", c.main.deep)
    with c.inside(clip):
        for d in (
            "M180 320Q280 420 400 400T620 320",
            "M210 230Q300 170 400 180T600 240",
            "M190 270Q300 370 420 350T590 280",
        ):
            c.line(d, c.main.dark, 10, opacity=0.7)
        c.line("M200 360Q300 440 440 424T640 330", c.main.deep, 26, opacity=0.25)


@lies
def sweater(c: Canvas) -> None:
    for side in (False, True):
        with c.moved(flip=side):
            sleeve = c.solid(
                soft([(300, 180, 40), (206, 216, 40), (120, 560, 10), (196, 590, 10), (280, 380, 20)]),
                c.main,
                18,
                cast=True,
            )
            knit(c, sleeve, 200, 560)
            with c.moved(turn=14, about=(158, 560)):
                cuff = c.solid(rounded(116, 536, 88, 58, 12), c.main, 8)
                ribbing(c, cuff, 116, 536, 88, 58, c.second)
    body = soft(
        [
            (300, 176, 20),
            (350, 160, 10),
            (450, 160, 10),
            (500, 176, 20),
            (576, 240, 60),
            (560, 640, 24),
            (240, 640, 24),
            (224, 240, 60),
        ]
    )
    clip = c.solid(body, c.main, 28, cast=True)
    knit(c, clip, 180, 600)
    ribbing(c, clip, 220, 588, 360, 60, c.second)
    c.flat("M330 160Q400 250 470 160Q400 140 330 160Z", c.main.deep)
    c.line("M332 160Q400 248 468 160", c.second.dark, 26)
    c.line("M332 160Q400 248 468 160", c.second.light, 20, dash="3 10", opacity=0.6)


@lies
def socks(c: Canvas) -> None:
    for dx, dy, turn in ((120, -10, 9), (-60, 20, -5)):
        with c.moved(dx=dx, dy=dy, turn=turn):
            d = "M292 150H430V440Q430 470 400 490L290 600Q230 650 180 600T190 510L280 430Q292 416 292 390Z"
            clip = c.solid(d, c.main, 18, cast=True)
            knit(c, clip, 190, 560)
            with c.inside(clip):
                c.flat("M110 520L190 500L280 620L200 680H100Z", c.accent.base)
                c.flat(ellipse(430, 470, 66, 60), c.accent.base)
            ribbing(c, clip, 280, 150, 160, 66, c.second)


@lies
def glove(c: Canvas) -> None:
    for dx, flip in ((-128, False), (128, True)):
        with c.moved(dx=dx, flip=flip, turn=6 if flip else -6):
            c.tube("M330 470Q262 420 250 350", c.main, 62, cast=True)
            for x, top in ((330, 232), (378, 196), (428, 206), (474, 250)):
                c.tube(f"M{400 + (x - 400) * 0.9:.0f} 440L{x} {top}", c.main, 50)
            clip = c.solid(soft([(306, 370), (494, 370), (484, 600), (316, 600)], 34), c.main, 16)
            knit(c, clip, 380, 560)
            cuff = c.solid(rounded(304, 566, 192, 100, 18), c.second, 14)
            ribbing(c, cuff, 304, 566, 192, 100, c.second)
