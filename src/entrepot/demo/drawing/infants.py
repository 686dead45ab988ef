"""For babies: bibs, bodysuits, bottles, pacifiers."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import GLASS, PAPER, Tone
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import ellipse, rounded, soft


@lies
def bib(c: Canvas) -> None:
    d = (
        "M292 140C250 150 240 200 262 250C190 320 180 480 230 570C290 680 510 680 570 570C620 "
        "480 610 320 538 250C560 200 550 150 508 "
        "140C470 136 466 180 484 210C510 270 470 330 400 330S290 270 316 210C334 180 330 136 292 140Z"
    )
    name = choose_print(c, c.second, 66, 0.7)
    c.solid(d, c.main, 26, cast=True, pattern=name)
    c.line(d, c.accent.base if c.vary.chance(0.5, "edge") else c.second.base, 14)
    c.solid(ellipse(292, 180, 13), PAPER, 4)
    c.solid(ellipse(508, 180, 13), PAPER, 4)
    if not name or c.vary.chance(0.3, "patch"):
        c.solid(ellipse(400, 480, 92), PAPER, 8)
        emblem(c, 400, 480, 52, c.accent.base)


@lies
def bodysuit(c: Canvas) -> None:
    name = choose_print(c, c.second, 58, 0.7)
    for flip in (False, True):
        with c.moved(flip=flip):
            c.solid(
                soft([(300, 170, 30), (210, 220, 40), (130, 370, 14), (214, 420, 14), (290, 330, 20)]),
                c.main,
                14,
                cast=True,
                pattern=name,
            )
            c.line("M138 372L208 414", c.accent.base, 18)
    d = (
        "M310 160C240 190 230 300 248 400C240 480 230 520 230 560Q330 570 350 680Q400 700 450 "
        "680Q470 570 570 560C570 520 560 480 552 400"
        "C570 300 560 190 490 160Z"
    )
    c.solid(d, c.main, 28, cast=True, pattern=name)
    c.line("M232 562Q330 572 352 678M568 562Q470 572 448 678", c.accent.base, 15)
    for x in (372, 400, 428):
        c.solid(ellipse(x, 672, 9), PAPER, 3)
    c.flat("M320 158Q400 250 480 158Q400 140 320 158Z", c.main.deep)
    c.line("M318 160Q400 254 482 160", c.accent.base, 16)
    c.line("M318 160L262 236M482 160L538 236", c.main.deep, 5, opacity=0.4)
    if not name:
        emblem(c, 400, 390, 62, c.second.base, c.accent.base)


@stands
def baby_bottle(c: Canvas) -> None:
    c.shadow(rx=130)
    clip = c.solid(
        soft(
            [(300, 330, 20), (500, 330, 20), (506, 440, 80), (510, 640, 40), (290, 640, 40), (294, 440, 80)]
        ),
        GLASS,
        20,
    )
    with c.inside(clip):
        c.flat(rounded(280, 420, 240, 240, 0), "#fdf8ec")
        c.flat(ellipse(400, 420, 112, 12), "#ffffff")
        c.flat(rounded(470, 420, 60, 240, 0), c.main.deep, 0.1)
    c.line("M456 450H490M470 486H490M456 522H490M470 558H490M456 594H490", c.main.base, 7)
    emblem(c, 376, 520, 46, c.main.base, c.accent.base)
    c.solid("M352 240Q360 200 374 190Q372 120 400 116Q428 120 426 190Q440 200 448 240Z", Tone("#e9c79c"), 16)
    c.solid(rounded(284, 232, 232, 96, 24), c.main, 26)
    c.line("".join(f"M{x} 252V308" for x in range(310, 510, 24)), c.main.deep, 5, opacity=0.3)
    if c.vary.pick(("plain", "handles", "sleeve")) == "handles":
        for flip in (False, True):
            with c.moved(flip=flip):
                c.tube("M298 380Q200 390 210 470T300 540", c.second, 28)
    elif c.vary.pick(("plain", "handles", "sleeve")) == "sleeve":
        c.solid(rounded(286, 590, 228, 56, 26), c.accent, 14)
    c.shine(314, 360, 11, 180, 0.6)


@lies
def pacifier(c: Canvas) -> None:
    with c.moved(turn=-16):
        c.line(ellipse(400, 560, 92), c.second.dark, 34)
        c.line(ellipse(397, 557, 92), c.second.base, 22)
        c.solid(
            soft(
                [(366, 200, 40), (434, 200, 40), (450, 300, 40), (430, 360), (370, 360), (350, 300, 40)], 20
            ),
            Tone("#e9c79c"),
            16,
            cast=True,
        )
        c.solid(ellipse(400, 220, 76, 84), Tone("#e9c79c"), 18)
        shape = c.vary.pick(("butterfly", "round", "heart"))
        if shape == "butterfly":
            d = soft(
                [
                    (220, 330, 70),
                    (400, 362, 60),
                    (580, 330, 70),
                    (600, 500, 80),
                    (400, 480, 60),
                    (200, 500, 80),
                ]
            )
        elif shape == "round":
            d = ellipse(400, 420, 190, 104)
        else:
            d = "M400 540C160 480 190 300 310 330Q370 340 400 370Q430 340 490 330C610 300 640 480 400 540Z"
        c.solid(d, c.main, 26, cast=True)
        for x in (270, 530):
            c.flat(ellipse(x, 414, 16, 24), c.main.deep, 0.7)
        c.solid(ellipse(400, 424, 62), c.accent, 16)
        emblem(c, 400, 424, 28, c.accent.light)
