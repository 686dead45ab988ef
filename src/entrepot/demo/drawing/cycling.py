"""For the bicycle and its rider."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, COAL, LEATHER, STEEL, Tone
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import around, curve, ellipse, rounded, soft


@stands
def bike_bag(c: Canvas) -> None:
    c.shadow(400, 640, 230)
    c.tube("M320 206Q330 150 400 150T480 206", COAL, 22)
    for x in (262, 506):
        c.solid(rounded(x, 178, 32, 74, 10), COAL, 6)
    c.solid(
        soft(
            [(196, 230, 50), (604, 230, 50), (620, 600, 60), (560, 640, 40), (240, 640, 40), (180, 600, 60)]
        ),
        c.main,
        34,
    )
    c.solid(
        soft(
            [(186, 300, 40), (230, 204, 50), (570, 204, 50), (614, 300, 40), (600, 400, 40), (200, 400, 40)]
        ),
        c.second,
        24,
        pattern=choose_print(c, c.main, 60, 0.3),
    )
    for x in (280, 520):
        c.solid(rounded(x - 18, 300, 36, 200, 10), LEATHER, 9)
        c.solid(rounded(x - 26, 430, 52, 40, 8), BRASS, 7)
    c.solid(rounded(330, 470, 140, 44, 10), Tone("#e9edf0"), 8)
    c.line("M346 492H454", c.accent.base, 16)
    emblem(c, 400, 572, 28, c.accent.base, c.second.base)


@lies
def bike_light(c: Canvas) -> None:
    with c.moved(turn=-14):
        glow = c.vary.pick(("#ffe7a0", "#fff4cf", "#ff9c86"), "glow")
        c.flat("M300 300L30 140V660L300 500Z", glow, 0.4)
        c.flat("M300 330L60 240V560L300 470Z", glow, 0.5)
        c.solid(
            soft([(290, 280, 30), (600, 300, 60), (640, 400, 60), (600, 500, 60), (290, 520, 30)]),
            c.main,
            28,
            cast=True,
        )
        c.line("".join(f"M{x} 306V494" for x in (440, 474, 508, 542)), c.main.deep, 11, opacity=0.4)
        c.solid(rounded(240, 256, 90, 288, 34), c.second, 20)
        c.solid(ellipse(252, 400, 50, 116), Tone(glow), 12)
        c.flat(ellipse(246, 390, 22, 60), "#ffffff", 0.8)
        c.solid(ellipse(400, 330, 25, 15), c.accent, 5)
        c.solid(soft([(420, 500), (540, 500), (524, 570), (436, 570)], 12), COAL, 10)
        c.line(ellipse(480, 620, 62, 50), COAL.base, 30)
        c.line(ellipse(478, 616, 62, 50), COAL.light, 6, opacity=0.5)


@stands
def bike_bell(c: Canvas) -> None:
    c.shadow(400, 640, 210)
    c.tube("M120 590H680", STEEL, 54)
    c.solid(rounded(330, 548, 140, 92, 26), COAL, 16)
    c.solid(rounded(370, 486, 60, 74, 8), STEEL, 10)
    c.solid(soft([(520, 470, 10), (650, 420, 26), (670, 460, 26), (540, 512, 10)]), c.accent, 10)
    clip = c.solid("M178 486C178 320 280 210 400 210S622 320 622 486Q400 540 178 486Z", c.main, 40)
    kind = c.vary.pick(("emblem", "stripes", "plain", "print"))
    if kind == "stripes":
        with c.inside(clip):
            c.line("M178 436Q400 490 622 436M186 400Q400 456 614 400", c.second.base, 14)
    elif kind == "print":
        c.cover(clip, choose_print(c, c.second, 58, 0.6))
    elif kind == "emblem":
        emblem(c, 400, 372, 60, c.second.base, c.accent.base)
    c.line("M180 486Q400 540 620 486", c.main.deep, 12, opacity=0.5)
    c.solid(ellipse(400, 206, 28, 20), BRASS, 7)
    c.line("M240 400Q260 290 340 250", "#ffffff", 17, opacity=0.5)
    for d in (
        "M660 250Q700 300 700 350",
        "M700 210Q760 280 756 350",
        "M140 250Q100 300 100 350",
        "M100 210Q40 280 44 350",
    ):
        c.line(d, c.main.dark, 10, opacity=0.4)


@lies
def saddle(c: Canvas) -> None:
    c.line("M330 560Q430 640 620 560M330 520L620 520", STEEL.dark, 20)
    c.line("M330 556Q430 634 620 556", STEEL.light, 6)
    c.tube("M470 590V740", STEEL, 50, cast=True)
    c.solid(rounded(424, 560, 92, 60, 14), COAL, 12)
    d = (
        "M92 404C110 360 240 372 360 360C460 350 540 268 640 262C716 262 730 340 716 440C700 530 "
        "640 560 570 540C470 500 400 480 300 "
        "474C200 470 90 470 92 404Z"
    )
    c.solid(d, c.main, 28, cast=True)
    c.line("M130 410C260 420 420 410 560 350Q640 320 700 330", c.main.light, 9, opacity=0.6)
    if c.vary.pick(("rivets", "stitch")) == "rivets":
        for x, y in ((120, 420), (676, 300), (696, 350), (702, 410), (680, 480)):
            c.solid(ellipse(x, y, 12), BRASS, 4)
    else:
        c.line("M130 440C260 450 420 450 560 500Q660 530 694 430", c.second.base, 5, dash="13 11")
    for x in (590, 650):
        c.line(f"M{x} 560q-18 20 0 36t0 40", STEEL.dark, 14)
    emblem(c, 590, 420, 28, c.second.base, c.accent.base)


@lies
def handlebar_tape(c: Canvas) -> None:
    for x, y, size in ((300, 320, 150), (500, 480, 160)):
        c.solid(ellipse(x, y, size), c.main, 22, cast=True)
        for i in range(1, 6):
            c.line(ellipse(x, y, size - i * 17), c.main.dark, 5, opacity=0.6)
        c.solid(ellipse(x, y, size * 0.36), c.second, 10)
        c.flat(ellipse(x, y, size * 0.2), c.main.deep)
    kind = c.vary.pick(("holes", "stripe", "plain"))
    tail = curve([(500, 640), (380, 690), (250, 640), (150, 690), (80, 660)])
    c.line(tail, c.main.dark, 58)
    c.line(tail, c.main.base, 48)
    if kind == "holes":
        c.line(tail, c.main.deep, 10, dash="0 20")
    elif kind == "stripe":
        c.line(tail, c.second.base, 12)
    for x, y in ((580, 220), (660, 290)):
        c.solid(ellipse(x, y, 48), c.accent, 12, cast=True)
        c.flat(ellipse(x, y, 22), c.accent.deep)
    c.solid(rounded(160, 470, 100, 40, 12), c.accent, 8, cast=True)


@stands
def bike_pump(c: Canvas) -> None:
    c.shadow(390, 640, 190)
    c.tube(curve([(430, 590), (560, 600), (600, 470), (570, 320), (620, 230)]), COAL, 18)
    c.solid(rounded(600, 176, 42, 80, 12), c.accent, 10)
    c.solid(soft([(240, 604), (540, 604), (560, 640), (220, 640)], 12), COAL, 12)
    c.line("M390 180V300", STEEL.dark, 22)
    c.line("M386 180V300", STEEL.light, 7)
    c.tube("M270 160H510", c.vary.pick((Tone("#c9986a"), c.accent, COAL), "grip"), 50)
    c.solid(rounded(372, 134, 36, 60, 8), COAL, 8)
    clip = c.solid(rounded(340, 290, 100, 320, 14), c.main, 24)
    with c.inside(clip):
        c.flat(rounded(330, 330, 120, 24, 0) + rounded(330, 364, 120, 10, 0), c.second.base)
        c.flat(rounded(330, 560, 120, 60, 0), COAL.base)
    c.solid(rounded(330, 276, 120, 38, 10), COAL, 10)
    emblem(c, 390, 430, 30, c.second.base, c.accent.base)
    c.solid(ellipse(390, 556, 58), Tone("#f7f3ea"), 8)
    c.line(ellipse(390, 556, 56), COAL.base, 9)
    c.line("M390 556L416 528", c.accent.base, 9)
    c.shine(352, 390, 9, 90, 0.4)


@lies
def helmet(c: Canvas) -> None:
    c.line("M250 520Q300 640 400 690Q440 600 560 500", COAL.base, 15)
    c.solid(rounded(376, 664, 52, 36, 8), c.accent, 6)
    clip = c.solid(
        "M124 500C110 320 240 190 420 190C590 190 700 300 690 440Q690 500 640 520Q560 470 430 "
        "510T190 560Q130 560 124 500Z",
        c.main,
        40,
        cast=True,
    )
    kind = c.vary.pick(("vents", "stripe", "city"))
    with c.inside(clip):
        if kind == "stripe":
            c.line("M110 430Q400 250 700 400", c.second.base, 54)
        if kind == "city":
            c.flat(rounded(100, 470, 620, 120, 0), c.second.base)
        c.line("M118 540Q300 520 430 480T690 480", c.main.deep, 22, opacity=0.35)
    if kind != "city":
        for x, y, turn, size in (
            (250, 350, -40, 84),
            (370, 280, -16, 92),
            (500, 276, 12, 84),
            (590, 350, 42, 66),
            (330, 420, -28, 70),
            (460, 390, -6, 70),
        ):
            with c.moved(turn=turn, about=(x, y)):
                c.flat(ellipse(x, y, size * 0.62, size * 0.24), c.main.deep)
                c.flat(ellipse(x + 4, y + 5, size * 0.5, size * 0.14), "#2a2a33", 0.5)
    else:
        for hole in around(400, 330, 60, 4, 20):
            c.flat(ellipse(*hole, 13, 9), c.main.deep)
    c.line("M170 400Q210 280 320 234", "#ffffff", 14, opacity=0.4)
