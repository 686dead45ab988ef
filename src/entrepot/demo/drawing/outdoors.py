"""For nights outside: tent, sleeping bag, light, stove, way-finding, rest."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, COAL, DARK_WOOD, LEAF, PAPER, STEEL, WOOD, Tone, mix
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import around, curve, ellipse, rounded, soft, turned


@stands
def tent(c: Canvas) -> None:
    c.shadow(400, 640, 290)
    if c.vary.pick(("ridge", "dome")) == "dome":
        clip = c.solid("M110 636C130 380 250 240 400 240S670 380 690 636Z", c.main, 40)
        with c.inside(clip):
            c.line("M400 240C300 330 240 470 220 640M400 240C500 330 560 470 580 640", c.second.base, 14)
            c.flat(rounded(100, 600, 600, 60, 0), c.second.base)
        c.flat("M310 636C310 470 350 400 400 400S490 470 490 636Z", c.main.deep)
        c.solid("M310 636C310 470 350 400 400 400C370 470 350 560 356 636Z", c.accent, 8)
    else:
        c.solid(soft([(300, 250), (520, 210), (720, 620), (560, 640)], 8), Tone(c.main.dark), 0)
        c.solid(soft([(300, 230, 14), (530, 620, 8), (540, 640, 8), (80, 640, 8)], 10), c.main, 24)
        c.flat("M300 330L410 640H196Z", c.main.deep)
        c.solid("M300 330Q290 500 230 640H150Q250 500 300 330Z", c.second, 10)
        c.solid("M300 330Q320 500 390 640H460Q350 500 300 330Z", c.second, 10)
        c.line("M300 250L520 212L716 616", c.accent.base, 9)
        c.line("M300 230V196M520 212L530 180", WOOD.dark, 12)
        c.line("M90 640L50 660M716 620L760 650", c.main.deep, 5)
    for x in (140, 660, 690):
        c.line(f"M{x} 650q-8-24-14-30M{x} 650q0-28 4-40M{x} 650q8-20 16-26", LEAF.base, 7)


@lies
def sleeping_bag(c: Canvas) -> None:
    with c.moved(turn=18):
        d = soft(
            [
                (270, 170, 110),
                (400, 80, 100),
                (530, 170, 110),
                (560, 330, 80),
                (500, 700, 70),
                (300, 700, 70),
                (240, 330, 80),
            ]
        )
        clip = c.solid(d, c.main, 28, cast=True)
        with c.inside(clip):
            for y in range(330, 700, 74):
                c.line(f"M220 {y}Q400 {y + 26} 580 {y}", c.main.deep, 8, opacity=0.35)
            if c.vary.pick(("plain", "foot", "half"), "") != "plain":
                c.flat(rounded(200, 560, 420, 200, 0), c.accent.base)
        c.solid(
            soft([(310, 190, 70), (400, 130, 70), (490, 190, 70), (500, 330, 60), (300, 330, 60)], 60),
            c.second,
            14,
        )
        c.line("M318 330Q400 350 482 330", c.second.deep, 6, opacity=0.4)
        c.solid(rounded(326, 220, 148, 76, 34), PAPER, 14)
        c.line("M500 330Q480 520 470 640", c.second.base, 9, dash="4 12")
    c.solid(rounded(110, 520, 130, 190, 50), c.accent, 18, cast=True)
    c.line("M112 570H238M112 660H238", c.main.base, 10)


@stands
def lantern(c: Canvas) -> None:
    c.shadow(rx=150)
    c.flat(ellipse(400, 420, 240), "#ffe6a0", 0.3)
    c.line("M292 300Q270 130 400 130T508 300", STEEL.dark, 14)
    c.solid(turned([(40, 200, 20), (60, 240, 10), (130, 290, 16), (130, 316, 8)], 12), c.main, 24)
    c.solid(turned([(96, 316), (132, 420, 60), (104, 530)], 14), Tone("#f6ecc8"), 18)
    if c.vary.pick(("flame", "bulb")) == "flame":
        c.flat("M400 360C444 420 440 500 400 504C360 500 356 420 400 360Z", "#f2a53c")
        c.flat("M400 420C422 450 420 496 400 498C380 496 378 450 400 420Z", "#fff3c4")
    else:
        c.flat(ellipse(400, 424, 46), "#ffcf5a")
        c.flat(ellipse(400, 424, 26), "#fff6d4")
        c.line("M400 470V530", STEEL.dark, 16)
    c.line("M286 310V540M514 310V540", c.main.dark, 12)
    c.line("M290 430H510", STEEL.dark, 6, opacity=0.5)
    clip = c.solid(turned([(130, 530), (150, 640, 30)], 14), c.main, 30)
    with c.inside(clip):
        c.flat(rounded(200, 568, 400, 20, 0), c.second.base)
    c.solid(ellipse(400, 606, 17), c.accent, 5)


@stands
def flask(c: Canvas) -> None:
    c.shadow(rx=120)
    if c.vary.chance(0.5, "loop"):
        c.tube("M356 190Q350 110 400 110T444 190", STEEL, 16)
    c.solid(rounded(326, 164, 148, 116, 22), c.vary.pick((STEEL, c.second, COAL, WOOD), "cup"), 22)
    c.line("M336 254H464", COAL.base, 5, opacity=0.25)
    clip = c.solid(turned([(72, 276), (108, 330, 40), (108, 640, 26)], 10), c.main, 30)
    kind = c.vary.pick(("emblem", "band", "hills", "print", "two"))
    with c.inside(clip):
        if kind == "band":
            c.flat(rounded(260, 430, 280, 60, 0) + rounded(260, 506, 280, 14, 0), c.second.base)
        if kind == "hills":
            c.flat("M280 560L350 450L400 520L440 470L520 580V660H280Z", c.second.base)
            c.flat(ellipse(440, 420, 24), c.accent.base)
        if kind == "two":
            c.flat(rounded(260, 470, 280, 200, 0), c.second.base)
        c.flat(rounded(280, 618, 240, 30, 0), STEEL.base)
    if kind == "print":
        c.cover(clip, choose_print(c, c.second, 50, 0.6))
    if kind == "emblem":
        emblem(c, 400, 460, 46, c.second.base, c.accent.base)
    c.shine(308, 350, 12, 230, 0.35)


@stands
def camp_stove(c: Canvas) -> None:
    c.shadow(400, 640, 180)
    c.solid(soft([(300, 500, 40), (500, 500, 40), (506, 640, 20), (294, 640, 20)]), c.main, 24)
    c.line("M310 580H492", c.second.base, 16)
    c.solid(rounded(370, 440, 60, 64, 8), STEEL, 12)
    c.tube("M430 476H520", STEEL, 14)
    c.solid(rounded(516, 452, 50, 48, 12), c.accent, 10)
    for x in (240, 320, 480, 560):
        c.line(f"M400 452L{x} 404V380", STEEL.dark, 13)
    c.solid(soft([(340, 400), (460, 400), (446, 440), (354, 440)], 8), BRASS, 10)
    for x, size in ((340, 30), (376, 40), (424, 40), (460, 30)):
        c.flat(
            f"M{x} {400 - size}q{size * 0.5:.0f} {size * 0.7:.0f} 0 {size}q-{size * 0.5:.0f} "
            f"-{size * 0.3:.0f} 0-{size}Z",
            "#f2a53c",
        )
    pot = c.vary.pick((STEEL, c.second, c.main), "pot")
    c.tube("M560 250H680", COAL, 22)
    c.solid(soft([(230, 190, 10), (570, 190, 10), (566, 372, 36), (234, 372, 36)]), pot, 34)
    c.line("M246 236H554", pot.deep, 5, opacity=0.3)
    c.solid(rounded(218, 166, 364, 30, 15), pot, 10)
    c.solid(rounded(376, 136, 48, 34, 12), COAL, 8)
    for x in (350, 430):
        c.line(curve([(x, 110), (x + 14, 84), (x - 8, 58), (x + 8, 34)]), "#ffffff", 10, opacity=0.5)


@lies
def compass(c: Canvas) -> None:
    c.line(ellipse(400, 138, 44), BRASS.dark, 18)
    c.solid(rounded(372, 160, 56, 50, 8), BRASS, 10)
    c.solid(ellipse(400, 430, 256), c.vary.pick((BRASS, c.main, STEEL), "case"), 28, cast=True)
    c.solid(ellipse(400, 430, 212), PAPER, 0)
    c.line(ellipse(400, 430, 196), c.main.base, 8)
    for i, (x, y) in enumerate(around(400, 430, 176, 24, -90)):
        if i % 6:
            c.flat(ellipse(x, y, 6), c.main.deep, 0.7)
        else:
            c.flat(ellipse(x, y, 15), c.accent.base if i == 0 else c.main.base)
    with c.moved(turn=c.vary.number * 41 % 360 + 28, about=(400, 430)):
        c.flat("M400 276L436 430H364Z", c.accent.base)
        c.flat("M400 276L400 430H364Z", c.accent.dark)
        c.flat("M400 584L436 430H364Z", c.main.base)
        c.flat("M400 584L400 430H364Z", c.main.dark)
    c.solid(ellipse(400, 430, 22), BRASS, 6)
    c.line("M250 360A166 166 0 0 1 350 272", "#ffffff", 16, opacity=0.55)


@stands
def hammock(c: Canvas) -> None:
    c.shadow(400, 640, 190, 14)
    for side in (False, True):
        with c.moved(flip=side):
            c.tube("M170 650V150", DARK_WOOD, 36)
            c.solid(ellipse(172, 150, 92, 78), LEAF, 20)
            c.flat(ellipse(140, 192, 54, 44), LEAF.dark)
            c.line("".join(f"M182 306L{252 + i * 3} {388 + i * 20}" for i in range(4)), PAPER.dark, 5)
            c.line("M170 294V318", PAPER.base, 40)
    kind = c.vary.pick(("stripes", "plain", "tassels"))
    clip = c.solid("M236 372C300 540 500 540 564 372L574 404C530 646 270 646 226 404Z", c.main, 24)
    if kind != "plain":
        with c.inside(clip):
            for i, tone in enumerate((c.second, c.accent, c.second)):
                d = f"M232 {392 + i * 10}C300 {572 + i * 32} 500 {572 + i * 32} 568 {392 + i * 10}"
                c.line(d, tone.base, 12)
    if kind == "tassels":
        fringe = ((276, 516), (316, 554), (358, 576), (400, 584), (442, 576), (484, 554), (524, 516))
        c.line("".join(f"M{x} {y}v34" for x, y in fringe), mix(c.second.base, c.main.base, 0.2), 8)
    c.solid(soft([(262, 380), (346, 448), (322, 492), (254, 438)], 22), c.accent, 10)
