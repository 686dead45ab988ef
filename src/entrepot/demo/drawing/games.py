"""Games for the table: boards, dice, cards."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies
from entrepot.demo.drawing.colour import PAPER, Tone, apart
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import around, ellipse, heart, rounded, soft, star


def _pawn(c: Canvas, x: float, y: float, tone: Tone, grow: float = 1) -> None:
    with c.moved(dx=x - 400, dy=y - 400, grow=grow):
        c.flat(ellipse(412, 404, 50, 16), tone.deep, 0.25)
        c.solid(soft([(382, 320), (418, 320), (446, 404), (354, 404)], 14), tone, 10)
        c.solid(ellipse(400, 306, 32), tone, 9)


@lies
def board_game(c: Canvas) -> None:
    c.solid(rounded(130, 130, 540, 540, 28), c.main, 18, cast=True)
    c.solid(rounded(158, 158, 484, 484, 14), PAPER, 0)
    kind = c.vary.pick(("checks", "track", "hill"))
    if kind == "checks":
        c.flat(
            "".join(
                rounded(160 + x * 80, 160 + y * 80, 80, 80, 4) for y in range(6) for x in range(y % 2, 6, 2)
            ),
            c.second.base,
        )
    elif kind == "track":
        for i in range(24):
            side, step = divmod(i, 6)
            x, y = (
                (180 + step * 73, 180),
                (618, 180 + step * 73),
                (618 - step * 73, 618),
                (180, 618 - step * 73),
            )[side]
            c.flat(rounded(x - 28, y - 28, 58, 58, 10), (c.second, c.accent, c.main)[i % 3].base)
        emblem(c, 400, 400, 96, c.second.base, c.accent.base)
    else:
        for i, (x, y) in enumerate(
            (
                (210, 590),
                (300, 600),
                (390, 580),
                (480, 590),
                (570, 560),
                (590, 470),
                (510, 430),
                (420, 450),
                (330, 430),
                (240, 410),
                (220, 320),
                (300, 270),
                (390, 300),
                (480, 290),
                (560, 240),
            )
        ):
            c.flat(ellipse(x, y, 38), (c.second, c.accent, c.main)[i % 3].base)
    for x, y, tone in ((240, 330, c.accent), (470, 260, c.main), (560, 520, c.second)):
        _pawn(c, x, y, tone, 1.25)
    with c.moved(turn=14, about=(360, 540)):
        c.solid(rounded(320, 500, 84, 84, 16), Tone("#fbf6ea"), 10, cast=True)
        c.flat("".join(ellipse(x, y, 8) for x, y in ((342, 522), (362, 542), (382, 562))), c.accent.base)


def _die(c: Canvas, x: float, y: float, size: float, turn: float, tone: Tone, dots: Tone, face: int) -> None:
    with c.moved(dx=x - 400, dy=y - 400, turn=turn, grow=size / 200):
        c.solid(rounded(300, 300, 200, 200, 42), tone, 22, cast=True)
        c.flat(rounded(316, 316, 168, 168, 34), tone.light, 0.45)
        spots = {1: "e", 2: "ai", 3: "aei", 4: "acgi", 5: "acegi", 6: "acdfgi"}[face]
        for name in spots:
            row, column = divmod(ord(name) - 97, 3)
            c.flat(ellipse(350 + column * 50, 350 + row * 50, 18), dots.base)


@lies
def dice(c: Canvas) -> None:
    faces = [1 + (c.vary.number * 3 + i * 2) % 6 for i in range(3)]
    if c.vary.pick(("cubes", "gems")) == "gems":
        for (x, y, size), tone in zip(
            ((280, 320, 170), (540, 290, 120), (470, 540, 160)), (c.main, c.second, c.accent), strict=True
        ):
            rim = around(x, y, size, 6, -90)
            c.solid(soft(rim, 12), tone, 14, cast=True)
            inner = around(x, y + size * 0.04, size * 0.56, 3, -90)
            c.flat(soft(inner, 6), tone.light)
            for (px, py), (qx, qy) in zip(inner, rim[::2], strict=True):
                c.line(f"M{px:.0f} {py:.0f}L{qx:.0f} {qy:.0f}", tone.light, 4, opacity=0.7)
            for (px, py), (qx, qy) in zip(inner, rim[1::2], strict=True):
                c.line(f"M{px:.0f} {py:.0f}L{qx:.0f} {qy:.0f}", tone.dark, 4, opacity=0.7)
            c.flat(star(x, y + 4, size * 0.2, size * 0.09, 5, 2), tone.deep)
        return
    _die(c, 280, 310, 250, -14, c.main, c.second, faces[0])
    _die(c, 540, 320, 180, 18, c.second, c.main, faces[1])
    _die(c, 470, 560, 220, 8, c.accent, Tone("#fffaf0"), faces[2])


@lies
def playing_cards(c: Canvas) -> None:
    suits = c.vary.pick(("heart", "star", "diamond", "spot"))
    for i, turn in enumerate((-34, -17, 0, 17)):
        with c.moved(turn=turn, about=(400, 690)):
            if i == 0:
                c.solid(
                    rounded(280, 180, 240, 350, 22),
                    c.main,
                    14,
                    cast=True,
                    pattern=choose_print(c, c.second, 36, 0.6),
                )
                c.line(rounded(296, 196, 208, 318, 12), PAPER.base, 8)
                continue
            c.solid(rounded(280, 180, 240, 350, 22), PAPER, 12, cast=True)
            ink = apart((c.accent, c.main, c.accent)[i - 1].base, PAPER.base, 0.25)
            for x, y, size in ((310, 222, 15), (400, 355, 62), (490, 490, 15)):
                if i < 3 and size > 20:
                    continue
                d = {
                    "heart": heart(x, y, size),
                    "star": star(x, y, size * 1.2, size * 0.55, 5, 3),
                    "spot": ellipse(x, y, size),
                    "diamond": soft(
                        [
                            (x, y - size * 1.2),
                            (x + size * 0.85, y),
                            (x, y + size * 1.2),
                            (x - size * 0.85, y),
                        ],
                        4,
                    ),
                }[suits]
                c.flat(d, ink)
