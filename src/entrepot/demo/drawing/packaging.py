"""What goods are packed in: jars, bottles, tins, pouches, boxes, tubes."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import stands
from entrepot.demo.drawing.colour import CREAM, GLASS, PALE_WOOD, Tone, tint
from entrepot.demo.drawing.decoration import beside, choose_print, emblem, label
from entrepot.demo.drawing.shapes import curve, ellipse, rounded, soft, turned


@stands
def jar(c: Canvas) -> None:
    c.shadow(rx=190)
    body = turned([(118, 262), (122, 290, 10), (172, 336, 60), (172, 640, 50)])
    clip = c.solid(body, GLASS, 18)
    with c.inside(clip):
        c.flat(rounded(240, 340, 320, 300, 36), c.main.base)
        c.flat(ellipse(400, 342, 160, 18), c.main.light)
        c.flat(rounded(520, 340, 60, 300, 0), c.main.deep, 0.2)
    label(c, 300, 400, 200, 180, clip=clip)
    if c.vary.chance(0.5, "cloth"):
        c.solid(
            soft(
                [
                    (270, 300),
                    (276, 190),
                    (300, 168),
                    (500, 168),
                    (524, 190),
                    (530, 300),
                    (490, 286),
                    (440, 304),
                    (400, 290),
                    (350, 304),
                    (310, 288),
                ],
                18,
            ),
            c.accent,
            18,
            pattern=choose_print(c, size=44),
        )
        c.line(curve([(276, 236), (400, 244), (524, 236)]), c.second.base, 9)
    else:
        c.solid(rounded(268, 180, 264, 84, 18), c.accent, 20)
        c.line("M282 240H518", c.accent.deep, 5, opacity=0.4)
    c.shine(250, 352, 14, 220)
    beside(c)


@stands
def bottle(c: Canvas) -> None:
    c.shadow(rx=130)
    body = turned([(34, 210), (36, 290, 30), (112, 372, 60), (112, 640, 34)])
    clip = c.solid(body, c.main, 30)
    c.solid(rounded(356, 140, 88, 84, 12), c.vary.pick((PALE_WOOD, c.accent, c.second), "cap"), 14)
    c.solid(rounded(354, 216, 92, 22, 8), c.main, 10)
    label(c, 312, 410, 176, 170, clip=clip)
    c.shine(304, 396, 12, 200)
    beside(c, 570)


@stands
def tin(c: Canvas) -> None:
    c.shadow(rx=210)
    body = "M210 330V600a190 44 0 0 0 380 0V330Z"
    clip = c.solid(body, c.main, 40, pattern=choose_print(c, size=64, opacity=0.45))
    label(c, 300, 410, 200, 180, clip=clip)
    c.solid("M202 282V336a198 46 0 0 0 396 0V282Z", c.second, 34)
    c.flat(ellipse(400, 282, 198, 46), c.second.light)
    c.flat(ellipse(400, 280, 168, 34), c.second.base)
    beside(c, 610)


@stands
def pouch(c: Canvas) -> None:
    c.shadow(rx=190)
    body = soft(
        [
            (234, 176, 14),
            (566, 176, 14),
            (560, 330, 60),
            (584, 600, 40),
            (540, 640, 60),
            (260, 640, 60),
            (216, 600, 40),
            (240, 330, 60),
        ]
    )
    clip = c.solid(body, c.main, 30)
    with c.inside(clip):
        c.flat(rounded(200, 160, 400, 58, 0), c.main.dark, 0.55)
        c.flat("M200 640Q400 560 600 640V700H200Z", c.main.dark, 0.7)
    c.line("M240 232H560", c.main.light, 5, opacity=0.8)
    label(c, 300, 312, 200, 230, clip=clip)
    c.shine(256, 270, 12, 180, 0.25)
    beside(c, 610)


@stands
def box(c: Canvas) -> None:
    c.shadow(400, 640, 240)
    face = soft([(190, 330), (430, 372), (430, 640), (190, 588)], 6)
    c.solid(face, c.main, 0, pattern=choose_print(c, size=60, opacity=0.5))
    c.flat(soft([(430, 372), (610, 318), (610, 574), (430, 640)], 6), c.main.dark)
    c.flat(soft([(430, 372), (610, 318), (610, 574), (430, 640)], 6), c.second.deep, 0.12)
    c.solid(soft([(178, 318), (378, 262), (624, 304), (430, 362)], 6), Tone(c.main.light), 0)
    c.flat(soft([(178, 318), (430, 362), (430, 410), (178, 364)], 4), tint(c.main.base, 0.2))
    c.flat(soft([(430, 362), (624, 304), (624, 350), (430, 410)], 4), c.main.deep)
    c.flat(soft([(286, 337), (330, 345), (330, 618), (286, 609)], 2), c.accent.base)
    c.flat(soft([(286, 337), (484, 279), (524, 286), (330, 345)], 2), c.accent.light)
    c.flat(soft([(508, 340), (548, 327), (548, 597), (508, 611)], 2), c.accent.dark)
    for side in (-1, 1):
        loop = curve(
            [(400, 312), (400 + side * 50, 236), (400 + side * 104, 244), (400 + side * 82, 300), (400, 312)]
        )
        c.solid(loop + "Z", c.accent, 12)
    c.solid(ellipse(400, 306, 24, 20), c.accent, 8)


@stands
def tube(c: Canvas) -> None:
    c.shadow(rx=120)
    body = soft([(268, 150, 8), (532, 150, 8), (486, 560, 20), (314, 560, 20)])
    clip = c.solid(body, c.main, 30)
    with c.inside(clip):
        c.flat(rounded(200, 140, 400, 44, 0), c.main.dark)
        for x in range(276, 530, 14):
            c.line(f"M{x} 152V180", c.main.light, 3, opacity=0.5)
        if c.vary.chance(0.5, "band"):
            c.flat("M250 470L550 420V560H250Z", c.second.base)
    emblem(c, 400, 310, 46, c.second.base, c.accent.base)
    c.line("M350 386H450M370 408H430", c.second.base, 8, opacity=0.7)
    c.solid(
        soft([(318, 556), (482, 556), (472, 640), (328, 640)], 14),
        c.vary.pick((c.accent, c.second, CREAM)),
        18,
    )
    for x in range(346, 470, 22):
        c.line(f"M{x} 578V626", c.main.deep, 3, opacity=0.25)
    c.shine(302, 220, 12, 260, 0.3)
    beside(c, 560)


@stands
def matchbox(c: Canvas) -> None:
    c.shadow(410, 622, 250)
    c.solid(soft([(200, 400), (500, 470), (500, 620), (200, 540)], 6), c.main, 0)
    c.flat(soft([(206, 424), (494, 492), (494, 596), (206, 520)], 4), "#4a3b38", 0.75)
    c.solid(
        soft([(200, 400), (330, 300), (640, 356), (500, 470)], 8),
        c.main,
        0,
        pattern=choose_print(c, c.second, 48, 0.5),
    )
    c.flat(ellipse(420, 384, 84, 38), CREAM.base)
    emblem(c, 420, 384, 26, c.accent.base)
    c.flat(soft([(500, 470), (640, 356), (640, 494), (500, 620)], 6), "#e9dcc2")
    c.flat(soft([(516, 478), (626, 388), (626, 486), (516, 592)], 4), "#6d5a4c")
    for step in range(4):
        x, y = 536 + step * 20, 530 - step * 17
        c.line(f"M{x} {y + 26}L{x + 64} {y - 6}", "#e5c795", 10)
        c.solid(ellipse(x + 68, y - 8, 12, 10), c.accent, 4)
    c.line("M150 640L330 662", "#e5c795", 11)
    c.solid(ellipse(148, 640, 17, 12), c.accent, 5)
