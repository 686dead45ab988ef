"""For the angler: rods, reels, flies and their boxes, and the knife in every pocket."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies
from entrepot.demo.drawing.colour import BRASS, COAL, CREAM, DARK_WOOD, STEEL, WOOD, Tone
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import around, curve, ellipse, leaf, rounded, soft

CORK = Tone("#d9b384")


def _fly(c: Canvas, x: float, y: float, size: float, body: Tone, wing: Tone, turn: float = 0) -> None:
    """A hook dressed as an insect, seen from the side, its eye to the left."""
    with c.moved(dx=x - 400, dy=y - 400, turn=turn, grow=size / 400):
        c.line("M190 396H560Q640 400 640 480Q640 570 560 570Q500 570 492 520L520 530", COAL.deep, 20)
        c.line("M190 394H560Q634 398 634 478", STEEL.light, 5, opacity=0.6)
        c.line(ellipse(172, 396, 20), COAL.deep, 13)
        c.line("".join(f"M560 392Q650 {352 + i * 14} 730 {300 + i * 34}" for i in range(4)), wing.dark, 7)
        c.solid(
            soft(
                [
                    (250, 360, 40),
                    (420, 344, 50),
                    (570, 380, 20),
                    (570, 410, 20),
                    (420, 446, 50),
                    (250, 430, 40),
                ]
            ),
            body,
            14,
        )
        ribs = (
            f"M{350 + i * 44} {352 + i * 6}Q{366 + i * 44} 396 {350 + i * 44} {438 - i * 6}" for i in range(5)
        )
        c.line("".join(ribs), wing.base, 9)
        c.solid(leaf(300, 366, 290, -38, 0.34), wing, 10)
        c.solid(leaf(286, 366, 270, -62, 0.3), Tone(wing.light), 10)
        hackle = "".join(f"M270 396L{px:.0f} {py:.0f}" for px, py in around(262, 400, 118, 15, 12))
        c.line(hackle, body.deep, 6)
        c.solid(ellipse(226, 396, 32, 28), c.accent, 8)


@lies
def fishing_rod(c: Canvas) -> None:
    with c.moved(dx=-40, dy=10, turn=-42, grow=0.92):
        c.tube("M60 400H500", c.main, 17, cast=True)
        c.line("M-40 400H70", c.main.base, 9)
        for x, size in ((-36, 9), (50, 13), (160, 17), (290, 22), (410, 27)):
            c.line(ellipse(x, 404 + size, size, size), STEEL.dark, 6)
            c.line(f"M{x - 14} 400H{x + 14}", c.accent.base, 18)
        c.solid(
            soft(
                [
                    (470, 388),
                    (520, 376),
                    (700, 370),
                    (740, 380),
                    (740, 422),
                    (700, 432),
                    (520, 424),
                    (470, 412),
                ],
                12,
            ),
            CORK,
            12,
            cast=True,
        )
        c.line("M540 380V422M584 380V424M628 378V426M672 376V428", CORK.dark, 4)
        c.solid(rounded(730, 376, 80, 50, 10), c.second, 12)
        c.solid(rounded(804, 370, 30, 62, 10), CORK, 8)
        c.line("M764 424V470", STEEL.dark, 18)
        c.solid(ellipse(764, 518, 78), c.second, 18, cast=True)
        c.flat(ellipse(764, 518, 50), c.second.dark)
        c.line(ellipse(764, 518, 38), c.second.light, 5)
        c.line("M764 518L824 552", STEEL.base, 15)
        c.solid(ellipse(826, 554, 18), DARK_WOOD, 5)
    c.line(curve([(78, 680), (170, 742), (330, 726), (404, 640), (470, 574)]), c.main.deep, 3.5, opacity=0.7)
    _fly(c, 560, 576, 190, c.main, c.second)


@lies
def fishing_reel(c: Canvas) -> None:
    c.solid(
        soft(
            [(330, 150), (470, 150), (560, 128), (560, 160), (450, 196), (350, 196), (240, 160), (240, 128)],
            14,
        ),
        STEEL,
        8,
        cast=True,
    )
    c.solid(rounded(366, 180, 68, 70, 6), STEEL, 10)
    c.solid(ellipse(400, 430, 220), c.main, 30, cast=True)
    c.flat(ellipse(400, 430, 182), c.main.dark)
    holes = c.vary.pick((6, 8, 10, 5))
    c.solid(ellipse(400, 430, 150), c.second, 20)
    for i in range(4):
        c.line(ellipse(400, 430, 140 - i * 12), c.second.dark, 4, opacity=0.5)
    c.solid(ellipse(400, 430, 96), c.main, 14)
    for x, y in around(400, 430, 202, holes * 2):
        c.flat(ellipse(x, y, 11), c.main.deep, 0.7)
    for x, y in around(400, 430, 62, holes):
        c.flat(ellipse(x, y, 14), c.main.deep, 0.6)
    c.solid(ellipse(400, 430, 26), BRASS, 8)
    with c.moved(turn=c.vary.between(-20, 40, "crank"), about=(400, 430)):
        c.tube("M400 430L540 520", STEEL, 30)
        c.solid(ellipse(548, 526, 40), c.vary.pick((WOOD, CORK, COAL), "knob"), 14)
    c.line(curve([(250, 440), (180, 540), (230, 640), (140, 700)]), c.second.base, 5)


@lies
def fishing_fly(c: Canvas) -> None:
    _fly(c, 420, 410, 390, c.main, c.second, c.vary.between(-18, 8, "turn"))


@lies
def fly_box(c: Canvas) -> None:
    c.solid(rounded(150, 150, 500, 230, 30), c.main, 20, cast=True)
    c.solid(rounded(150, 386, 500, 270, 30), c.main, 24, cast=True)
    c.flat(rounded(176, 176, 448, 180, 18), c.main.dark)
    c.flat(rounded(176, 412, 448, 218, 18), CREAM.base)
    emblem(c, 400, 266, 56, c.second.base, c.accent.base)
    for y in (440, 510, 580):
        c.line(f"M196 {y + 20}H604", CREAM.dark, 9)
    flies = ((c.main, c.accent), (c.second, c.main), (c.accent, c.second))
    for row in range(3):
        for column in range(5):
            x, y = 236 + column * 82, 446 + row * 70
            body, wing = flies[(row + column + c.vary.number) % 3]
            c.line(f"M{x - 24} {y}H{x + 14}q16 4 6 18", COAL.base, 4)
            c.flat(leaf(x - 16, y, 44, -50), wing.base)
            c.flat(ellipse(x - 4, y, 20, 9), body.dark)
    for x in (250, 550):
        c.solid(rounded(x - 26, 370, 52, 26, 6), BRASS, 6)


@lies
def pocket_knife(c: Canvas) -> None:
    with c.moved(turn=-28):
        c.solid("M400 372L110 360Q60 352 66 330Q160 300 300 318L410 330Z", STEEL, 10, cast=True)
        c.flat("M400 336L130 336Q90 338 110 354L400 366Z", "#ffffff", 0.35)
        c.flat(soft([(290, 326), (340, 328), (336, 336), (294, 335)], 4), STEEL.deep)
        c.solid(
            soft(
                [
                    (360, 310, 50),
                    (560, 306, 60),
                    (720, 330, 50),
                    (730, 410, 60),
                    (560, 436, 60),
                    (366, 404, 40),
                ]
            ),
            BRASS,
            12,
            cast=True,
        )
        clip = c.solid(
            soft(
                [
                    (420, 311, 10),
                    (560, 309, 60),
                    (690, 328, 20),
                    (700, 412, 20),
                    (560, 432, 60),
                    (420, 410, 10),
                ]
            ),
            c.main,
            20,
        )
        name = choose_print(c, c.second, 40, 0.4)
        if name:
            c.cover(clip, name)
        for x in (452, 560, 664):
            c.solid(ellipse(x, 370, 10), BRASS, 4)
        c.solid(ellipse(390, 356, 15), STEEL, 5)
        c.line("M724 372H762", STEEL.dark, 12)
        c.line(curve([(762, 372), (800, 350), (806, 400), (762, 378)]), c.accent.base, 9)
