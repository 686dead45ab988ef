"""For beds and pots."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import EARTH, LEAF, STEEL, WOOD, Tone
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import curve, ellipse, leaf, rounded, soft


@lies
def trowel(c: Canvas) -> None:
    with c.moved(turn=38):
        c.line("M400 420V300", STEEL.dark, 26)
        c.line("M396 420V300", STEEL.light, 8)
        c.solid(
            "M300 420Q400 396 500 420C520 540 460 650 400 720C340 650 280 540 300 420Z", STEEL, 24, cast=True
        )
        c.flat("M340 440Q400 428 440 440C450 540 430 610 400 660C360 610 340 540 340 440Z", "#ffffff", 0.35)
        if c.vary.chance(0.5, "earth"):
            c.flat(
                "M318 560Q360 590 400 570T482 560C466 620 430 680 400 720C366 680 334 620 318 560Z",
                EARTH.base,
                0.85,
            )
        c.solid(
            soft(
                [(368, 310, 10), (432, 310, 10), (446, 200, 40), (430, 70, 30), (370, 70, 30), (354, 200, 40)]
            ),
            c.main,
            18,
            cast=True,
        )
        c.solid(rounded(364, 292, 72, 34, 8), c.second, 8)
        c.line("M368 120H432M364 146H436", c.accent.base, 9)
        c.flat(ellipse(400, 88, 8), c.main.deep)
    for turn in (-130, -60):
        c.flat(leaf(160, 690, 110, turn), LEAF.base if turn < -100 else LEAF.dark)


@lies
def pruner(c: Canvas) -> None:
    with c.moved(turn=22):
        c.solid("M386 380C330 300 330 190 400 104C440 170 450 300 430 384Z", STEEL, 16, cast=True)
        c.flat("M400 130C424 190 430 300 418 376L404 380Z", "#ffffff", 0.45)
        c.solid("M430 390C470 320 500 260 480 200C540 240 560 340 470 420Z", Tone("#8e979d"), 12, cast=True)
        c.tube(curve([(380, 420), (330, 500), (310, 600), (330, 700)]), c.main, 58, cast=True)
        c.tube(curve([(420, 420), (490, 500), (510, 600), (486, 700)]), c.main, 58, cast=True)
        c.line(curve([(330, 540), (318, 610), (330, 690)]), c.second.base, 20)
        c.line(curve([(497, 540), (503, 610), (486, 690)]), c.second.base, 20)
        c.line("M378 480L424 496L378 514L424 532L380 548", STEEL.dark, 10)
        c.solid(ellipse(404, 400, 42), c.accent, 12)
        c.solid(ellipse(404, 400, 18), STEEL, 5)
    if c.vary.chance(0.6, "twig"):
        c.line(curve([(120, 290), (190, 240), (250, 210)]), WOOD.deep, 12)
        c.flat(leaf(170, 256, 90, -120) + leaf(200, 236, 90, 60) + leaf(250, 210, 80, -40), LEAF.base)


@stands
def watering_can(c: Canvas) -> None:
    c.shadow(420, 640, 210)
    c.tube("M330 290Q340 150 470 170T590 330", c.main, 28)
    c.tube("M570 340Q690 380 650 500T560 580", c.main, 26)
    c.solid(
        soft([(310, 560, 10), (330, 470, 10), (170, 268, 10), (134, 296, 10), (280, 560, 10)]), c.main, 14
    )
    clip = c.solid(
        soft([(306, 320, 20), (566, 320, 20), (594, 640, 30), (278, 640, 30)]),
        c.main,
        34,
        pattern=choose_print(c, c.second, 64, 0.55),
    )
    with c.inside(clip):
        c.flat(rounded(240, 600, 400, 16, 0), c.main.deep, 0.4)
        c.flat(rounded(240, 350, 400, 14, 0), c.main.light, 0.7)
    c.solid("M306 322Q340 270 440 270H566V322Z", Tone(c.main.dark), 8)
    with c.moved(turn=-38, about=(150, 280)):
        c.solid(soft([(128, 290), (172, 290), (204, 224), (96, 224)], 8), c.second, 10)
        c.solid(ellipse(150, 222, 56, 17), c.accent, 5)
    c.flat(
        "".join(
            f"M{x} {y}q-9 15 0 21q9-6 0-21Z"
            for x, y in ((84, 300), (60, 340), (100, 354), (70, 400), (44, 290))
        ),
        "#79aeca",
    )


@lies
def garden_gloves(c: Canvas) -> None:
    name = choose_print(c, c.second, 44, 0.65)
    for dx, dy, turn, flip in ((96, -10, 12, True), (-96, 20, -10, False)):
        with c.moved(dx=dx, dy=dy, turn=turn, flip=flip):
            d = (
                "M308 650L300 470C250 450 226 390 232 350C244 320 280 330 288 366L306 396L316 220C320 "
                "186 358 186 360 220L366 190C370 "
                "156 408 156 410 190L414 206C420 176 456 178 456 210L458 244C464 220 494 222 494 252L490 "
                "480L484 650Z"
            )
            clip = c.solid(d, c.main, 16, cast=True, pattern=name)
            with c.inside(clip):
                c.flat(rounded(200, 140, 400, 118, 0), c.accent.base)
                c.line("M362 220V340M411 220V340M456 250V350", c.main.deep, 6, opacity=0.4)
            c.solid(rounded(292, 566, 208, 96, 18), c.accent, 12)
            c.line("M300 590H492", c.accent.light, 6, dash="10 9")
    emblem(c, 320, 480, 28, c.accent.base)
