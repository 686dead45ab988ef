"""Instruments and what belongs to them."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, CREAM, DARK_WOOD, PAPER, STEEL, WOOD, Tone
from entrepot.demo.drawing.decoration import emblem
from entrepot.demo.drawing.shapes import blob, curve, ellipse, rounded, soft


def _strings(c: Canvas, xs: tuple[int, ...], top: int, bottom: int) -> None:
    c.line("".join(f"M{x} {top}V{bottom}" for x in xs), "#f4ead0", 2.5, opacity=0.9)


def _plucked(
    c: Canvas, body: str, neck_top: int, strings: tuple[int, ...], bridge: int, hole: int, wide: int
) -> None:
    """A guitar or its small sister: body, sound hole, neck with frets, head with pegs."""
    left, right = strings[0] - 14, strings[-1] + 14
    head = soft(
        [
            (left - 14, neck_top - 104),
            (right + 14, neck_top - 104),
            (right + 4, neck_top),
            (left - 4, neck_top),
        ],
        16,
    )
    for i, y in enumerate((neck_top - 84, neck_top - 54, neck_top - 24)[: len(strings) // 2]):
        c.line(f"M{left - 34 + i * 2} {y}H{right + 34 - i * 2}", BRASS.dark, 14)
    c.solid(head, DARK_WOOD, 8, cast=True)
    c.solid(body, c.main, 26, cast=True)
    c.line(body, c.second.base, 9)
    c.solid(ellipse(400, hole, wide + 14), c.accent, 0)
    c.line(ellipse(400, hole, wide + 6), PAPER.base, 4, dash="6 8")
    c.flat(ellipse(400, hole, wide), "#33261f")
    if c.vary.chance(0.5, "guard"):
        c.flat(
            blob([(440, hole - 20), (496, hole + 26), (480, hole + 92), (430, hole + 66)]), c.main.deep, 0.8
        )
    c.solid(rounded(left, neck_top - 8, right - left, hole - neck_top - wide * 0.4, 4), DARK_WOOD, 8)
    c.line(
        "".join(f"M{left} {y:.0f}H{right}" for y in range(neck_top + 24, int(hole - wide), 30)),
        BRASS.light,
        3,
    )
    c.solid(rounded(400 - wide - 24, bridge, 2 * wide + 48, 26, 10), DARK_WOOD, 6)
    _strings(c, strings, neck_top - 60, bridge + 10)


@lies
def guitar(c: Canvas) -> None:
    with c.moved(turn=24, grow=1.06, dx=-14, dy=16):
        if c.vary.pick(("folk", "cutaway")) == "folk":
            upper = [
                (400, 352),
                (330, 356),
                (282, 400),
                (296, 466),
                (258, 540),
                (290, 650),
                (400, 690),
                (510, 650),
                (542, 540),
                (504, 466),
                (518, 400),
                (470, 356),
            ]
        else:
            upper = [
                (392, 356),
                (330, 356),
                (282, 400),
                (296, 466),
                (258, 540),
                (290, 650),
                (400, 690),
                (510, 650),
                (542, 540),
                (506, 470),
                (530, 388),
                (494, 376),
                (452, 414),
                (424, 404),
            ]
        _plucked(c, blob(upper), 150, (378, 387, 396, 404, 413, 422), 590, 470, 50)


@lies
def ukulele(c: Canvas) -> None:
    with c.moved(turn=-20, grow=1.1, dy=-24):
        body = blob(
            [
                (400, 400),
                (318, 404),
                (282, 450),
                (312, 500),
                (252, 570),
                (282, 664),
                (400, 704),
                (518, 664),
                (548, 570),
                (488, 500),
                (518, 450),
                (482, 404),
            ]
        )
        _plucked(c, body, 240, (382, 394, 406, 418), 612, 512, 44)


@lies
def guitar_strap(c: Canvas) -> None:
    line = curve(
        [(250, 640), (400, 452), (552, 286), (500, 150), (300, 150), (248, 286), (400, 452), (550, 640)]
    )
    with c.moved(dx=8, dy=16):
        c.line(line, c.main.deep, 84, opacity=0.16)
    c.line(line, c.main.dark, 84)
    c.line(line, c.main.base, 74)
    kind = c.vary.pick(("dashes", "dots", "bands", "rail"))
    if kind == "dots":
        c.line(line, c.second.base, 26, dash="0 58")
    elif kind == "bands":
        c.line(line, c.second.base, 12)
        c.line(line, c.accent.base, 30, dash="1 70")
    elif kind == "rail":
        c.line(line, c.second.base, 44)
        c.line(line, c.main.base, 32)
        c.line(line, c.accent.base, 12, dash="18 26")
    else:
        c.line(line, c.second.base, 34, dash="14 52")
    for x, y, turn in ((244, 650, 34), (556, 650, -34)):
        with c.moved(turn=turn, about=(x, y)):
            end = [(-46, -40, 10), (46, -40, 10), (40, 56, 34), (0, 92, 24), (-40, 56, 34)]
            c.solid(soft([(x + dx, y + dy, r) for dx, dy, r in end]), Tone("#8a5a3c"), 12, cast=True)
            c.line(f"M{x} {y + 40}v28", "#3a2a20", 10)
    with c.moved(turn=-43, about=(310, 366)):
        c.solid(rounded(260, 348, 100, 34, 6), STEEL, 8)


@lies
def pick_set(c: Canvas) -> None:
    spots = ((250, 240, -18), (550, 236, 16), (400, 416, 4), (240, 570, -30), (560, 572, 26))
    tones = (c.main, c.second, c.accent, c.second, c.main)
    for i, (x, y, turn) in enumerate(spots):
        with c.moved(dx=x - 400, dy=y - 400, turn=turn + c.vary.between(-12, 12, f"turn{i}")):
            d = "M300 330Q400 280 500 330Q530 350 504 410Q460 500 400 540Q340 500 296 410Q270 350 300 330Z"
            with c.moved(grow=0.9):
                c.solid(d, tones[i], 16, cast=True)
                if i == c.vary.number % 3:
                    emblem(c, 400, 392, 34, tones[(i + 1) % 3].base)
                elif i % 2:
                    c.flat(ellipse(400, 390, 24), tones[i].dark, 0.6)
                else:
                    c.line("M340 370H460M352 398H448M368 426H432", tones[i].light, 8, opacity=0.7)


@lies
def harmonica(c: Canvas) -> None:
    with c.moved(turn=-16):
        c.solid(rounded(120, 352, 560, 120, 26), c.main, 16, cast=True)
        for x in range(172, 640, 48):
            c.flat(rounded(x, 392, 32, 40, 6), "#2f2a2a")
        clip = c.solid(soft([(130, 290, 40), (670, 290, 40), (684, 376, 10), (116, 376, 10)]), STEEL, 16)
        with c.inside(clip):
            c.line("M150 352H650", STEEL.deep, 4, opacity=0.5)
        c.solid(soft([(116, 450, 10), (684, 450, 10), (670, 536, 40), (130, 536, 40)]), STEEL, 16)
        emblem(c, 400, 326, 24, c.main.base, c.accent.base)
        c.line("M270 328H340M460 328H530", c.main.base, 7, opacity=0.8)
        for x in (152, 648):
            c.solid(ellipse(x, 334, 11), BRASS, 4)
            c.solid(ellipse(x, 492, 11), BRASS, 4)
    c.solid(ellipse(590, 220, 28, 21), c.accent, 7)
    c.line("M614 216V110Q650 130 660 170", c.accent.base, 10)


@stands
def drum(c: Canvas) -> None:
    if c.vary.pick(("djembe", "field")) == "djembe":
        c.shadow(rx=130)
        clip = c.solid(
            soft(
                [
                    (226, 236, 20),
                    (574, 236, 20),
                    (560, 340, 80),
                    (464, 450, 60),
                    (510, 640, 20),
                    (290, 640, 20),
                    (336, 450, 60),
                    (240, 340, 80),
                ]
            ),
            c.main,
            34,
        )
        with c.inside(clip):
            c.flat(rounded(250, 540, 300, 34, 0), c.second.base)
            c.line("M230 270L290 390L330 270L372 410L400 270L430 410L470 270L510 390L570 270", PAPER.base, 6)
        c.line("M228 266Q400 312 572 266", c.accent.base, 18)
        c.solid(ellipse(400, 226, 184, 50), CREAM, 12)
        c.line(ellipse(400, 226, 178, 46), CREAM.deep, 5, opacity=0.4)
        return
    c.shadow(rx=220)
    clip = c.solid("M192 360V580a208 54 0 0 0 416 0V360Z", c.main, 40)
    with c.inside(clip):
        c.line("M192 400L250 600L310 420L370 630L430 430L490 630L550 420L608 590", PAPER.base, 8)
    c.tube("M192 584a208 54 0 0 0 416 0", c.second, 36)
    c.tube("M192 352a208 54 0 0 0 416 0", c.second, 36)
    c.solid(ellipse(400, 340, 208, 54), CREAM, 12)
    for x, top in ((300, 150), (560, 170)):
        c.tube(f"M{x} {top}L{430 if x < 400 else 370} 330", WOOD, 18)
        c.solid(ellipse(430 if x < 400 else 370, 332, 20, 16), WOOD, 6)


@lies
def capo(c: Canvas) -> None:
    with c.moved(turn=-18, dx=-50, dy=-20):
        c.solid(
            soft(
                [
                    (170, 330, 30),
                    (560, 300, 60),
                    (660, 350, 60),
                    (640, 410, 20),
                    (560, 380, 30),
                    (200, 396, 30),
                ]
            ),
            c.main,
            14,
            cast=True,
        )
        c.solid(soft([(190, 392), (470, 380), (470, 416), (190, 426)], 14), c.second, 8)
        c.solid(
            soft(
                [
                    (560, 340, 30),
                    (640, 340, 30),
                    (640, 470, 60),
                    (540, 560, 60),
                    (240, 560, 30),
                    (240, 500, 30),
                    (500, 496, 50),
                    (560, 430, 40),
                ]
            ),
            c.main,
            16,
            cast=True,
        )
        c.solid(soft([(230, 470), (430, 470), (430, 504), (230, 504)], 14), c.second, 8)
        c.solid(
            soft(
                [
                    (590, 320, 30),
                    (650, 300, 20),
                    (730, 480, 40),
                    (740, 640, 24),
                    (690, 640, 24),
                    (670, 500, 30),
                ]
            ),
            c.main,
            14,
            cast=True,
        )
        c.line(curve([(600, 430), (624, 452), (646, 430), (668, 452), (690, 432)]), STEEL.base, 12)
        c.solid(ellipse(606, 372, 26), BRASS, 8)
        c.solid(ellipse(300, 360, 15), c.accent, 5)
        c.line("M360 352L520 336", c.main.light, 8, opacity=0.7)
