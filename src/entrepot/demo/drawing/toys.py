"""Toys for small hands: wood, cloth and plush."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import COAL, CREAM, PALE_WOOD, PAPER, WOOD, Tone, mix
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import ellipse, heart, rounded, soft, star

CHEEK = "#e79a86"


@stands
def wooden_car(c: Canvas) -> None:
    c.shadow(400, 640, 270)
    cabin = c.vary.pick(
        (
            [(250, 440), (300, 290, 40), (500, 290, 40), (560, 440)],
            [(240, 440), (250, 300, 40), (460, 300, 60), (570, 440)],
            [(330, 440), (360, 300, 30), (540, 300, 30), (560, 440)],
        ),
        "cabin",
    )
    c.solid(soft(cabin, 10), c.second, 22)
    for x in (318, 430):
        c.solid(rounded(x, 330, 88 if x < 400 else 76, 80, 22), Tone("#dcebea"), 8)
    c.solid(
        soft([(140, 430, 50), (560, 420, 20), (660, 460, 60), (670, 580, 30), (130, 580, 30)]), c.main, 30
    )
    c.line("M160 516H650", c.accent.base, 14)
    c.solid(ellipse(646, 492, 20), Tone("#f6d67a"), 6)
    for x in (250, 550):
        c.solid(ellipse(x, 574, 68), c.vary.pick((WOOD, PALE_WOOD, c.accent), "wheels"), 18)
        c.line(ellipse(x, 574, 44), WOOD.deep, 4, opacity=0.4)
        c.solid(ellipse(x, 574, 20), c.second, 6)
    if c.vary.number % 3 == 1:
        emblem(c, 400, 480, 26, c.second.base)


@stands
def wooden_blocks(c: Canvas) -> None:
    c.shadow(400, 640, 260)
    c.solid(rounded(170, 470, 180, 170, 16), c.main, 22)
    c.solid(rounded(366, 470, 180, 170, 16), c.second, 22)
    c.solid(rounded(562, 540, 100, 100, 14), PALE_WOOD, 16)
    c.solid(
        "M206 470V390Q206 380 216 380H300Q310 380 310 390V470H296A38 38 0 0 0 220 470Z"
        if c.vary.chance(0.5, "arch")
        else rounded(210, 372, 100, 98, 12),
        c.accent,
        16,
    )
    c.solid(rounded(330, 316, 152, 152, 14), c.vary.pick((PALE_WOOD, c.main), "upper"), 20)
    c.solid(soft([(406, 170), (490, 312), (322, 312)], 16), c.accent, 18)
    c.solid(ellipse(612, 492, 48), c.main, 14)
    c.flat(star(260, 556, 46, 22, 5, 5), c.second.light)
    c.flat(ellipse(456, 555, 42), c.main.base)
    c.flat(heart(406, 394, 36), c.accent.base)
    c.line("M590 570H634M590 590H634M590 610H634", PALE_WOOD.dark, 5)


@stands
def stacking_rings(c: Canvas) -> None:
    c.shadow(400, 640, 220)
    c.solid(rounded(230, 594, 340, 46, 23), PALE_WOOD, 14)
    c.tube("M400 590V180", PALE_WOOD, 30)
    tones = (c.main, c.second, c.accent, Tone(mix(c.main.base, c.second.base, 0.5)), c.main)
    for i in range(5):
        half = 186 - i * 27
        c.solid(
            rounded(400 - half, 520 - i * 76, 2 * half, 78, 39),
            tones[(i + c.vary.number) % 4 if i else 0],
            20,
        )
        c.shine(400 - half + 26, 536 - i * 76, 50, 9, 0.35)
    c.solid(ellipse(400, 176, 46), c.accent, 14)
    if c.vary.chance(0.4, "face"):
        c.flat(ellipse(384, 172, 5) + ellipse(416, 172, 5), COAL.base)
        c.line("M388 190Q400 202 412 190", COAL.base, 4)


@lies
def jigsaw(c: Canvas) -> None:
    piece = (
        "M290 290H370C352 250 372 226 400 226S448 250 430 290H510V370C550 352 574 372 574 400"
        "S550 448 510 430V510"
        "H430C448 470 428 446 400 446S352 470 370 510H290V430C250 448 226 428 226 400S250 352 290 370Z"
    )
    spots = (
        (-108, -96, c.main, 0),
        (116, -118, c.second, 90),
        (-116, 124, c.accent, 90),
        (126, 118, PALE_WOOD, 12),
    )
    for i, (dx, dy, tone, turn) in enumerate(spots):
        gap = 14 if i == 3 else 0
        with c.moved(
            dx=dx + gap,
            dy=dy + gap,
            turn=turn + (c.vary.between(-4, 8, f"turn{i}") if i == 3 else 0),
            grow=0.92,
        ):
            c.solid(piece, tone, 14, cast=True, pattern=choose_print(c, c.main, 44, 0.3) if i == 3 else "")
    emblem(c, 290, 300, 40, c.second.base, c.accent.base)


@lies
def rattle(c: Canvas) -> None:
    with c.moved(turn=30):
        c.tube("M400 420V610", PALE_WOOD, 40, cast=True)
        c.solid(ellipse(400, 640, 58), c.second, 14, cast=True)
        c.flat(ellipse(400, 640, 26), c.second.deep, 0.5)
        for y, tone in ((440, c.accent), (478, c.second)):
            c.solid(rounded(366, y, 68, 34, 16), tone, 10)
        kind = c.vary.pick(("ball", "bear", "star"))
        if kind == "bear":
            for x in (290, 510):
                c.solid(ellipse(x, 170, 58), c.main, 14, cast=True)
                c.flat(ellipse(x, 172, 28), CHEEK, 0.7)
        if kind == "star":
            c.solid(star(400, 270, 190, 128, 5, 60), c.main, 24, cast=True)
        else:
            clip = c.solid(ellipse(400, 270, 160), c.main, 28, cast=True)
            if kind == "ball":
                with c.inside(clip):
                    c.flat(rounded(200, 240, 400, 70, 0), c.second.base)
                    for x in range(260, 560, 46):
                        c.flat(ellipse(x, 275, 12), c.accent.base)
        if kind != "ball":
            c.flat(ellipse(350, 262, 13) + ellipse(450, 262, 13), COAL.base)
            c.line("M372 300Q400 330 428 300", COAL.base, 8)
            c.flat(ellipse(314, 300, 22) + ellipse(486, 300, 22), CHEEK, 0.7)
    for d in ("M180 220Q150 260 160 310", "M150 200Q106 260 122 330"):
        c.line(d, c.main.dark, 10, opacity=0.4)


@stands
def plush_bear(c: Canvas) -> None:
    fur, belly = c.main, Tone(mix(c.main.base, CREAM.base, 0.6))
    c.shadow(400, 640, 210)
    for side in (False, True):
        with c.moved(flip=side):
            c.solid(ellipse(300, 178, 62), fur, 14)
            c.flat(ellipse(302, 182, 34), belly.base)
            c.tube("M310 420Q232 450 220 530", fur, 84)
    c.solid(ellipse(400, 500, 142, 146), fur, 26)
    c.flat(ellipse(400, 512, 86, 96), belly.base)
    for side in (False, True):
        with c.moved(flip=side):
            c.solid(ellipse(284, 590, 70, 64), fur, 16)
            c.flat(ellipse(282, 596, 38, 36), belly.base)
            c.flat(
                ellipse(282, 606, 16, 13)
                + ellipse(258, 580, 8)
                + ellipse(282, 572, 8)
                + ellipse(306, 580, 8),
                fur.dark,
            )
    c.solid(ellipse(400, 270, 166, 142), fur, 26)
    c.flat(ellipse(400, 316, 72, 56), belly.base)
    c.flat(ellipse(338, 260, 14, 16) + ellipse(462, 260, 14, 16), "#33291f")
    c.flat(ellipse(334, 254, 5) + ellipse(458, 254, 5), "#ffffff")
    c.flat(ellipse(400, 294, 25, 17), "#4a3428")
    c.line("M400 310V328M372 328Q386 346 400 330Q414 346 428 328", "#4a3428", 6)
    c.flat(ellipse(296, 306, 24, 16) + ellipse(504, 306, 24, 16), CHEEK, 0.5)
    if c.vary.pick(("bow", "scarf")) == "bow":
        for way in (-1, 1):
            c.solid(soft([(400, 412), (400 + way * 82, 376), (400 + way * 78, 452)], 18), c.accent, 10)
        c.solid(ellipse(400, 413, 22), c.accent, 7)
    else:
        c.solid(soft([(430, 410), (486, 404), (506, 530), (446, 536)], 12), c.second, 10)
        c.solid(
            soft([(272, 372), (400, 404), (528, 372), (538, 412), (400, 450), (262, 412)], 20),
            c.second,
            12,
            pattern=choose_print(c, c.accent, 44),
        )


@stands
def doll(c: Canvas) -> None:
    skin = Tone(c.vary.pick(("#f0c8a4", "#c98d64", "#8a5a3d", "#f4d7bd"), "skin"))
    hair = Tone(c.vary.pick(("#5a3a26", "#2d2523", "#c7803f", "#e0b866"), "hair"))
    c.shadow(400, 640, 180)
    for side in (False, True):
        with c.moved(flip=side):
            c.line("M362 560V616", skin.base, 40)
            c.solid(soft([(330, 606), (386, 606), (386, 642), (318, 642)], 16), c.second, 8)
            c.tube("M330 410Q262 450 250 510", skin, 36)
            c.solid(soft([(348, 380), (300, 400), (270, 456), (316, 480), (352, 440)], 20), c.main, 8)
    c.solid(
        soft(
            [
                (350, 376),
                (450, 376),
                (470, 440, 40),
                (540, 580, 20),
                (400, 600),
                (260, 580, 20),
                (330, 440, 40),
            ],
            20,
        ),
        c.main,
        26,
        pattern=choose_print(c, c.second, 40, 0.7),
    )
    c.line("M344 454H456", c.accent.base, 14)
    style = c.vary.pick(("plaits", "bob", "buns"), "style")
    if style == "buns":
        for x in (278, 522):
            c.solid(ellipse(x, 160, 52), hair, 12)
    if style == "plaits":
        for side in (False, True):
            with c.moved(flip=side):
                c.tube("M270 290Q236 350 252 420", hair, 46)
                c.solid(ellipse(252, 414, 22, 14), c.accent, 5)
    c.solid(ellipse(400, 250, 158, 148 if style != "bob" else 160), hair, 20)
    c.solid(ellipse(400, 276, 126, 116), skin, 16)
    c.flat(
        "M270 270C270 160 350 140 400 140S530 160 530 270C500 240 470 210 420 190C390 230 320 240 270 270Z",
        hair.base,
    )
    c.flat(ellipse(352, 292, 11, 13) + ellipse(448, 292, 11, 13), "#33291f")
    c.line("M380 336Q400 352 420 336", "#a8503f", 7)
    c.flat(ellipse(322, 324, 22, 15) + ellipse(478, 324, 22, 15), CHEEK, 0.65)
    c.flat(rounded(384, 378, 32, 18, 9), PAPER.base)
