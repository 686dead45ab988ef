"""Sewn clothes, laid flat: shirts, jackets, trousers, dresses, aprons, and a boot to go with them."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, PAPER, Tone, mix
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import curve, ellipse, rounded, soft

TORSO = [
    (322, 168, 20),
    (478, 168, 20),
    (586, 214, 30),
    (566, 400, 30),
    (568, 640, 20),
    (232, 640, 20),
    (234, 400, 30),
    (214, 214, 30),
]


def _sleeves(c: Canvas, outline: list[tuple[float, ...]], pattern: str = "") -> None:
    for side in (False, True):
        with c.moved(flip=side):
            c.solid(soft(outline), c.main, 16, cast=True, pattern=pattern)


@lies
def tshirt(c: Canvas) -> None:
    kind = c.vary.pick(("emblem", "stripes", "pocket", "ringer", "print", "plain"))
    name = choose_print(c, c.second, 64, 0.6) if kind == "print" else ""
    _sleeves(c, [(300, 170, 30), (216, 206, 40), (108, 350, 12), (196, 412, 12), (280, 330, 20)], name)
    clip = c.solid(soft(TORSO), c.main, 30, cast=True, pattern=name)
    with c.inside(clip):
        if kind == "stripes":
            for y in range(270, 640, 62):
                c.flat(rounded(200, y, 400, 26, 0), c.second.base)
    if kind == "emblem":
        emblem(c, 400, 370, 74, c.second.base, c.accent.base)
    elif kind == "pocket":
        c.solid(soft([(446, 300), (530, 300), (530, 384), (488, 404), (446, 384)], 8), c.second, 8)
    elif kind == "ringer":
        for flip in (False, True):
            with c.moved(flip=flip):
                c.line("M112 358L190 410", c.second.base, 20)
    c.flat("M330 166Q400 240 470 166Q400 150 330 166Z", c.main.deep)
    c.line("M328 168Q400 250 472 168", c.second.base if kind == "ringer" else c.main.dark, 18)
    c.line("M240 616H560", c.main.dark, 4, dash="10 7", opacity=0.7)


@lies
def shirt(c: Canvas) -> None:
    name = choose_print(c, c.second, 46, 0.5)
    _sleeves(c, [(304, 172, 30), (214, 206, 40), (118, 560, 10), (196, 586, 10), (284, 360, 20)], name)
    for flip in (False, True):
        with c.moved(flip=flip):
            c.solid(soft([(110, 548), (204, 578), (192, 620), (98, 588)], 8), c.second, 6)
    c.solid(
        soft([*TORSO[:4], (572, 620, 60), (400, 652, 40), (228, 620, 60), *TORSO[6:]]),
        c.main,
        30,
        cast=True,
        pattern=name,
    )
    c.solid(soft([(382, 210), (418, 210), (418, 640), (382, 640)], 4), Tone(c.main.light), 8)
    for y in range(276, 640, 70):
        c.solid(ellipse(400, y, 9), c.accent, 3)
    c.solid(soft([(456, 300), (540, 300), (540, 386), (498, 404), (456, 386)], 6), c.main, 8)
    c.line("M456 318H540", c.main.deep, 4, opacity=0.5)
    c.flat("M338 158H462L400 230Z", c.main.deep)
    for flip in (False, True):
        with c.moved(flip=flip):
            c.solid(soft([(340, 146), (400, 226), (352, 276), (304, 176)], 8), c.second, 8)


@lies
def jacket(c: Canvas) -> None:
    _sleeves(c, [(304, 172, 30), (210, 206, 40), (106, 560, 12), (200, 592, 12), (288, 370, 20)])
    for flip in (False, True):
        with c.moved(flip=flip):
            c.solid(soft([(100, 546), (206, 580), (194, 626), (88, 590)], 14), c.second, 8)
    clip = c.solid(soft(TORSO), c.main, 30, cast=True)
    kind = c.vary.pick(("zip", "quilted", "yoke", "buttons"))
    with c.inside(clip):
        c.flat(rounded(200, 590, 400, 60, 0), c.second.base)
        if kind == "quilted":
            for y in range(250, 580, 64):
                c.line(f"M200 {y}Q300 {y + 14} 400 {y}T600 {y}", c.main.deep, 6, opacity=0.4)
        if kind == "yoke":
            c.flat(rounded(180, 160, 440, 150, 0), c.accent.base)
    c.flat("M340 160H460L400 250Z", c.main.deep)
    if kind == "buttons":
        c.line("M400 230V590", c.main.deep, 4, opacity=0.6)
        for y in range(290, 590, 66):
            c.solid(ellipse(424, y, 12), BRASS, 4)
    else:
        c.line("M400 240V640", c.main.deep, 16)
        c.line("M400 240V640", "#e6d9b8", 7, dash="5 8")
        c.solid(rounded(392, 246, 16, 44, 6), BRASS, 4)
    for flip in (False, True):
        with c.moved(flip=flip):
            c.solid(soft([(342, 148), (400, 236), (346, 290), (300, 178)], 12), c.second, 8)
            c.line("M272 470L332 530", c.main.deep, 14, opacity=0.55)


@lies
def jeans(c: Canvas) -> None:
    denim = c.main
    for flip, x in ((True, 0), (False, 0)):
        with c.moved(flip=flip, dx=x):
            c.solid(
                soft(
                    [
                        (398, 150, 4),
                        (560, 150, 10),
                        (592, 380, 60),
                        (566, 680, 8),
                        (434, 680, 8),
                        (398, 320, 20),
                    ]
                ),
                denim,
                22,
                cast=True,
            )
            c.line("M560 214Q500 236 484 166", c.accent.base, 4, dash="8 6")
            c.line("M436 660H566", c.accent.base, 4, dash="8 6")
            c.flat(soft([(470, 360), (530, 360), (520, 560), (470, 560)], 40), denim.light, 0.3)
            if c.vary.chance(0.5, "cuff"):
                c.solid(soft([(428, 636), (574, 636), (572, 684), (430, 684)], 6), Tone(denim.light), 8)
    c.solid(rounded(236, 136, 328, 46, 10), denim, 14)
    for x in (286, 514):
        c.solid(rounded(x - 8, 130, 16, 60, 4), denim, 5)
    c.line("M400 182V330", denim.deep, 5, opacity=0.7)
    c.line("M414 182V290Q412 320 400 330", c.accent.base, 4, dash="8 6")
    c.solid(ellipse(400, 159, 13), BRASS, 4)
    if c.vary.number % 3 == 1:
        c.solid(soft([(270, 420), (338, 414), (344, 482), (276, 488)], 6), c.second, 8)
        c.line(soft([(276, 426), (333, 421), (338, 477), (281, 482)], 4), c.accent.base, 3, dash="6 6")


@lies
def apron(c: Canvas) -> None:
    strap = c.vary.pick((c.second, c.accent, Tone(c.main.dark)), "strap")
    c.tube(curve([(322, 196), (336, 120), (400, 92), (464, 120), (478, 196)]), strap, 16, cast=True)
    for flip in (False, True):
        with c.moved(flip=flip):
            c.tube(curve([(216, 380), (150, 410), (160, 500), (110, 560)]), strap, 14, cast=True)
    name = choose_print(c, c.second, 64, 0.55)
    c.solid(
        soft(
            [
                (306, 180, 12),
                (494, 180, 12),
                (510, 290, 40),
                (592, 370, 20),
                (600, 660, 50),
                (200, 660, 50),
                (208, 370, 20),
                (290, 290, 40),
            ]
        ),
        c.main,
        30,
        cast=True,
        pattern=name,
    )
    c.solid(soft([(270, 470), (530, 470), (520, 590), (280, 590)], 20), strap, 16)
    c.line("M400 476V588", strap.deep, 4, dash="9 7")
    emblem(c, 400, 300, 44, c.accent.base, c.second.base)
    c.tube("M462 480V410M490 480V420", Tone("#d9b184"), 11)
    c.solid(ellipse(462, 398, 18, 28), Tone("#d9b184"), 6)


@lies
def dress(c: Canvas) -> None:
    name = choose_print(c, c.second, 52, 0.65)
    for flip in (False, True):
        with c.moved(flip=flip):
            c.solid(
                soft([(326, 160, 20), (262, 190, 40), (210, 290, 14), (280, 318, 14), (330, 250, 10)]),
                c.main,
                12,
                cast=True,
                pattern=name,
            )
    c.solid(
        soft(
            [
                (322, 156, 16),
                (478, 156, 16),
                (510, 250, 30),
                (478, 360, 20),
                (610, 660, 30),
                (500, 690, 40),
                (400, 676, 40),
                (300, 690, 40),
                (190, 660, 30),
                (322, 360, 20),
                (290, 250, 30),
            ]
        ),
        c.main,
        30,
        cast=True,
        pattern=name,
    )
    for top, foot in ((360, 290), (388, 360), (424, 450), (446, 528)):
        c.line(f"M{top} 390L{foot} 660", c.main.deep, 6, opacity=0.22)
    c.solid(rounded(318, 348, 164, 34, 10), c.accent, 10)
    for side in (-1, 1):
        c.solid(soft([(400, 365), (400 + side * 50, 336), (400 + side * 46, 394)], 10), c.accent, 6)
    c.flat("M340 154Q400 240 460 154Z", c.main.deep)
    c.line("M338 156Q400 246 462 156", c.accent.base if c.vary.chance(0.5, "neck") else PAPER.base, 14)


@stands
def boot(c: Canvas) -> None:
    c.shadow(400, 640, 250)
    c.solid(
        soft(
            [
                (216, 600),
                (606, 590),
                (628, 600),
                (626, 640),
                (440, 640),
                (420, 622),
                (366, 622),
                (356, 640),
                (216, 640),
            ],
            10,
        ),
        Tone(mix("#3a2f2a", c.main.base, 0.15)),
        10,
    )
    clip = c.solid(
        soft(
            [
                (226, 150, 20),
                (412, 150, 20),
                (420, 380, 70),
                (560, 456, 80),
                (624, 530, 60),
                (624, 602, 16),
                (218, 602, 16),
                (240, 420, 60),
            ]
        ),
        c.main,
        30,
    )
    with c.inside(clip):
        c.flat(soft([(560, 400), (700, 400), (700, 640), (510, 640), (500, 540)], 70), c.second.base)
        c.flat(rounded(200, 480, 110, 140, 40), c.second.base)
        c.flat(rounded(200, 584, 500, 30, 0), c.main.deep, 0.4)
    c.solid(rounded(212, 134, 214, 54, 22), c.vary.pick((c.accent, c.second, PAPER), "collar"), 14)
    if c.vary.pick(("laces", "elastic", "laces", "buckle")) == "elastic":
        c.solid(soft([(290, 220), (370, 220), (350, 420), (310, 420)], 20), c.accent, 8)
    else:
        c.flat(
            soft([(392, 196), (430, 196), (436, 370), (552, 446), (520, 470), (404, 400)], 20), c.main.dark
        )
        for i, (x, y) in enumerate(((398, 226), (398, 274), (400, 322), (416, 370), (456, 406), (498, 434))):
            c.line(f"M{x - 24} {y + 14 + i}L{x + 30} {y - 10}", c.accent.base, 9)
            c.flat(ellipse(x - 26, y + 15 + i, 6), BRASS.base)
    c.shine(256, 220, 10, 130, 0.22)
