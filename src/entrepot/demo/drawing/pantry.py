"""Food, drink and supplements as they stand on the shelf."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, CREAM, GLASS, LEAF, PALE_WOOD, PAPER, WOOD, Tone, mix
from entrepot.demo.drawing.decoration import beside, choose_print, emblem, label
from entrepot.demo.drawing.shapes import around, curve, ellipse, leaf, rounded, soft, turned

FOIL = "#dfe3e6"


def _bag(c: Canvas, zip_top: bool = True) -> str:
    """A stand-up bag of paper or foil."""
    c.shadow(rx=190)
    clip = c.solid(
        soft(
            [
                (240, 160, 10),
                (560, 160, 10),
                (556, 320, 60),
                (580, 600, 40),
                (540, 640, 50),
                (260, 640, 50),
                (220, 600, 40),
                (244, 320, 60),
            ]
        ),
        c.main,
        30,
    )
    with c.inside(clip):
        c.flat(rounded(200, 150, 400, 50, 0), c.main.dark, 0.6)
        if zip_top:
            c.line("M230 216H570", c.main.light, 5, opacity=0.8)
    return clip


@stands
def coffee_bag(c: Canvas) -> None:
    c.shadow(rx=180)
    clip = c.solid(soft([(250, 210, 12), (550, 210, 12), (556, 640, 24), (244, 640, 24)]), c.main, 30)
    with c.inside(clip):
        c.flat(soft([(244, 210), (290, 260), (290, 650), (230, 650)], 4), c.main.light, 0.35)
        c.flat(soft([(556, 210), (510, 260), (510, 650), (580, 650)], 4), c.main.deep, 0.25)
    c.solid(rounded(238, 140, 324, 86, 10), Tone(c.main.dark), 12)
    c.line("M250 184H550", c.accent.base, 12)
    c.solid(ellipse(400, 262, 15), Tone(c.main.dark), 4)
    label(c, 312, 320, 176, 220, clip=clip)
    for x, y, turn in ((566, 632, 20), (606, 640, -30), (232, 640, 40), (640, 628, 70)):
        with c.moved(turn=turn, about=(x, y)):
            c.solid(ellipse(x, y, 23, 15), Tone("#6b432d"), 6)
            c.line(f"M{x - 17} {y}Q{x} {y - 8} {x + 17} {y}", "#3f2619", 3)


@stands
def nut_bag(c: Canvas) -> None:
    _bag(c)
    window = c.solid(
        c.vary.pick(
            (
                ellipse(400, 500, 116, 96),
                rounded(290, 410, 220, 180, 40),
                "M400 400C500 460 510 590 400 596C290 590 300 460 400 400Z",
            )
        ),
        CREAM,
        0,
    )
    nut = Tone("#b9793f")
    with c.inside(window):
        for x, y, turn in (
            (320, 450, 20),
            (390, 430, 100),
            (460, 460, -30),
            (330, 530, 70),
            (410, 500, -10),
            (480, 540, 40),
            (380, 580, 10),
            (450, 590, 80),
        ):
            with c.moved(turn=turn, about=(x, y)):
                c.flat(f"M{x - 44} {y}Q{x} {y - 40} {x + 44} {y}Q{x} {y + 40} {x - 44} {y}Z", nut.base)
                c.line(f"M{x - 26} {y}H{x + 24}M{x - 20} {y + 10}H{x + 16}", nut.dark, 4)
    emblem(c, 400, 302, 48, c.second.base, c.accent.base)
    c.line("M344 374H456", c.second.base, 9, opacity=0.8)
    for x, turn in ((620, -20), (664, 30)):
        with c.moved(turn=turn, about=(x, 630)):
            c.solid(f"M{x - 36} 630Q{x} 594 {x + 36} 630Q{x} 666 {x - 36} 630Z", nut, 8)


@stands
def fruit_bag(c: Canvas) -> None:
    _bag(c)
    kind = c.vary.pick(("orange", "berries", "apple", "mango"))
    c.flat(ellipse(400, 480, 120), CREAM.base)
    if kind == "orange":
        c.solid(ellipse(400, 480, 96), Tone("#ee9b3c"), 8)
        c.flat(ellipse(400, 480, 80), "#fbdba4")
        for x, y in around(400, 480, 44, 8, 22):
            c.line(
                f"M{400 + (x - 400) * 0.45:.0f} {480 + (y - 480) * 0.45:.0f}L{400 + (x - 400) * 1.3:.0f} "
                f"{480 + (y - 480) * 1.3:.0f}",
                "#ee9b3c",
                20,
            )
    elif kind == "berries":
        for x, y, r in ((360, 470, 42), (436, 456, 40), (404, 528, 44)):
            c.solid(ellipse(x, y, r), Tone("#5f5fa8"), 10)
            c.flat(ellipse(x, y - r * 0.4, 11), "#3f3f7a")
        c.flat(leaf(400, 430, 70, -50) + leaf(390, 430, 70, -130), LEAF.base)
    else:
        fruit = Tone("#d2503f" if kind == "apple" else "#eda63c")
        c.solid(
            curve(
                [
                    (400, 430),
                    (450, 412),
                    (492, 460),
                    (466, 550),
                    (400, 566),
                    (334, 550),
                    (308, 460),
                    (350, 412),
                    (400, 430),
                ]
            )
            + "Z",
            fruit,
            16,
        )
        c.line("M400 432Q400 400 416 388", WOOD.deep, 9)
        c.flat(leaf(410, 404, 64, -18), LEAF.base)
    emblem(c, 400, 290, 42, c.second.base, c.accent.base)
    c.line("M350 630H450", c.second.base, 8, opacity=0.7)
    for x, y in ((620, 628), (660, 636)):
        c.solid(ellipse(x, y, 24, 16), Tone("#e08a3c"), 6)


@stands
def capsule_bottle(c: Canvas) -> None:
    c.shadow(rx=160)
    clip = c.solid(turned([(124, 290), (152, 330, 40), (152, 640, 36)]), c.main, 30)
    c.solid(rounded(272, 172, 256, 122, 18), c.vary.pick((PAPER, c.second, c.accent), "cap"), 24)
    c.line("".join(f"M{x} 194V272" for x in range(296, 520, 23)), c.main.deep, 5, opacity=0.2)
    with c.inside(clip):
        c.flat(rounded(240, 380, 320, 200, 0), PAPER.base)
        c.flat(rounded(240, 380, 320, 22, 0) + rounded(240, 558, 320, 22, 0), c.accent.base)
        c.flat(rounded(510, 380, 60, 200, 0), c.main.deep, 0.15)
    emblem(c, 400, 462, 40, c.main.base, c.second.base)
    c.line("M340 526H460", c.main.deep, 7, opacity=0.5)
    for x, y, turn in ((602, 622, 16), (656, 634, -28), (620, 590, -8)):
        with c.moved(turn=turn, about=(x, y)):
            clip = c.solid(rounded(x - 38, y - 16, 76, 32, 16), c.second, 6)
            with c.inside(clip):
                c.flat(rounded(x, y - 20, 60, 50, 0), c.accent.base)


@stands
def gummy_jar(c: Canvas) -> None:
    c.shadow(rx=180)
    clip = c.solid(turned([(128, 268), (166, 310, 50), (166, 640, 50)]), GLASS, 18)
    tones = (c.main, c.accent, c.second, Tone(mix(c.main.base, c.accent.base, 0.5)))
    with c.inside(clip):
        for i in range(22):
            x, y = 262 + i % 6 * 56 + (i // 6 % 2) * 26, 612 - i // 6 * 54
            tone = tones[(i * 3 + i // 6) % 4]
            c.flat(ellipse(x, y, 30, 28), tone.base)
            c.flat(ellipse(x - 8, y - 10, 9, 6), "#ffffff", 0.45)
    c.solid(rounded(262, 168, 276, 108, 22), c.main, 24)
    c.line("M276 252H524", c.main.deep, 5, opacity=0.4)
    label(c, 310, 350, 180, 150, clip=clip)
    c.shine(250, 330, 13, 240, 0.6)
    for x, tone in ((602, c.accent), (660, c.main)):
        c.solid(ellipse(x, 618, 29, 25), tone, 9)


@stands
def powder_tub(c: Canvas) -> None:
    c.shadow(rx=200)
    clip = c.solid(rounded(216, 270, 368, 370, 40), c.main, 34)
    with c.inside(clip):
        c.flat("M200 480Q300 420 400 480T620 470V700H200Z", c.second.base)
        c.flat("M200 540Q300 490 400 540T620 530V700H200Z", c.accent.base)
    c.solid(rounded(200, 166, 400, 120, 26), c.vary.pick((c.second, c.accent, PAPER), "lid"), 30)
    c.line("".join(f"M{x} 192V262" for x in range(228, 590, 26)), c.main.deep, 5, opacity=0.18)
    emblem(c, 400, 380, 56, c.second.base, c.accent.base)
    with c.moved(turn=-16, about=(630, 620)):
        c.tube("M640 614H730", PALE_WOOD, 16)
        c.solid("M560 590H650Q650 644 605 644T560 590Z", PALE_WOOD, 10)
        c.flat("M562 592Q604 548 648 592Z", mix(c.main.base, CREAM.base, 0.7))
    c.shine(240, 310, 12, 140, 0.3)


@lies
def snack_bar(c: Canvas) -> None:
    for dx, dy, turn, main, other in ((40, -110, -18, c.second, c.main), (-30, 90, -18, c.main, c.second)):
        with c.moved(dx=dx, dy=dy, turn=turn):
            ends = "".join(f"l{10 * way} 16l{-10 * way} 16" for way in (1,) * 5)
            c.solid(
                f"M130 320{ends}H670" + "".join("l10-16l-10-16" for _ in range(5)) + "Z", main, 0, cast=True
            )
            clip = c.solid(rounded(170, 316, 460, 168, 24), main, 22)
            with c.inside(clip):
                c.flat(soft([(480, 300), (660, 300), (660, 500), (420, 500)], 4), other.base)
            c.line("M152 330V470M648 330V470", main.deep, 6, dash="3 9", opacity=0.5)
            emblem(c, 290, 390, 50, other.base, c.accent.base)
            c.line("M230 460H350", other.base, 9, opacity=0.7)
            for x, y in ((530, 370), (580, 420), (520, 440)):
                c.flat(ellipse(x, y, 25, 19), c.accent.base)


@stands
def syrup_bottle(c: Canvas) -> None:
    c.shadow(rx=150)
    c.tube("M440 270Q536 250 530 340T470 420", GLASS, 20)
    shape = c.vary.pick(
        (
            [(40, 216), (44, 290, 30), (136, 440, 90), (126, 640, 40)],
            [(44, 216), (48, 300, 30), (120, 360, 50), (120, 640, 30)],
        )
    )
    clip = c.solid(turned(shape), GLASS, 16)
    with c.inside(clip):
        c.flat(rounded(200, 330, 400, 330, 0), c.main.base)
        c.flat(ellipse(400, 330, 100, 12), c.main.light)
        c.flat(rounded(480, 300, 100, 400, 0), c.main.deep, 0.25)
    c.solid(rounded(350, 150, 100, 82, 14), c.accent, 16)
    label(c, 312, 440, 176, 150, clip=clip)
    c.shine(302, 450, 12, 130, 0.5)
    beside(c, 600)


@stands
def honey_jar(c: Canvas) -> None:
    c.shadow(rx=190)
    clip = c.solid(
        soft(
            [
                (270, 296, 40),
                (530, 296, 40),
                (584, 400, 70),
                (584, 560, 70),
                (530, 640, 50),
                (270, 640, 50),
                (216, 560, 70),
                (216, 400, 70),
            ]
        ),
        Tone(mix(c.main.base, "#e9a52f", 0.6)),
        30,
    )
    with c.inside(clip):
        c.line("M216 380H584M216 440H584M216 500H584M216 560H584", "#ffffff", 5, opacity=0.25)
    c.solid(rounded(262, 236, 276, 70, 16), c.second, 22)
    label(c, 308, 382, 184, 184, clip=clip)
    with c.moved(turn=26, about=(560, 240)):
        c.tube("M560 60V190", WOOD, 18)
        for y, half in ((200, 28), (224, 38), (248, 42), (272, 38), (296, 28)):
            c.solid(rounded(560 - half, y, 2 * half, 19, 9), WOOD, 6)
        c.flat("M522 250Q560 280 598 250Q600 310 566 320Q562 350 556 320Q520 310 522 250Z", "#f0b43c", 0.85)
    c.shine(238, 410, 13, 120, 0.5)


@stands
def sauce_bottle(c: Canvas) -> None:
    c.shadow(rx=120)
    tall = c.vary.pick(("slim", "squeeze"))
    if tall == "slim":
        shape = [(28, 220), (32, 330, 40), (104, 420, 60), (104, 640, 30)]
    else:
        shape = [(50, 240), (112, 290, 50), (96, 470, 60), (116, 640, 40)]
    clip = c.solid(turned(shape), c.main, 28)
    if tall == "slim":
        c.solid(soft([(366, 130), (434, 130), (440, 236), (360, 236)], 12), c.accent, 14)
    else:
        c.solid(
            soft([(388, 116), (412, 116), (430, 200), (460, 250), (340, 250), (370, 200)], 10), c.accent, 14
        )
    label(c, 318, 430, 164, 160, clip=clip)
    c.shine(312, 440, 11, 150, 0.35)
    pepper = Tone("#cf3f34")
    c.solid("M566 610Q600 570 650 610Q700 650 740 620Q720 680 650 660Q590 650 566 610Z", pepper, 8)
    c.line("M570 606Q552 590 556 572", LEAF.dark, 11)


@stands
def spice_jar(c: Canvas) -> None:
    c.shadow(rx=140)
    clip = c.solid(rounded(278, 290, 244, 350, 44), GLASS, 16)
    with c.inside(clip):
        c.flat("M270 372Q340 340 400 366T530 356V650H270Z", c.main.base)
        for i in range(20):
            c.flat(
                ellipse(c.vary.between(290, 510, f"x{i}"), c.vary.between(390, 630, f"y{i}"), 6), c.main.dark
            )
    c.solid(rounded(290, 168, 220, 130, 16), c.vary.pick((WOOD, c.second, c.accent, BRASS), "lid"), 24)
    c.line("M300 272H500", c.main.deep, 4, opacity=0.3)
    label(c, 316, 420, 168, 150, clip=clip)
    c.shine(294, 350, 12, 230, 0.6)
    c.solid("M540 642Q600 570 680 642Z", c.main, 12)
    for x, y in ((560, 648), (700, 644), (726, 650)):
        c.flat(ellipse(x, y, 6), c.main.dark)


@stands
def tea_tin(c: Canvas) -> None:
    c.shadow(rx=170)
    clip = c.solid(rounded(256, 290, 288, 350, 16), c.main, 30, pattern=choose_print(c, c.second, 60, 0.4))
    c.solid(rounded(244, 190, 312, 116, 18), c.second, 28)
    c.line("M252 280H548", c.second.deep, 5, opacity=0.4)
    c.solid(ellipse(400, 176, 34, 22), BRASS, 8)
    label(c, 308, 360, 184, 200, clip=clip)
    c.shine(276, 320, 11, 280, 0.25)
    for x, y, turn in ((596, 640, -30), (640, 644, 16), (664, 632, -60), (610, 620, 30)):
        c.flat(leaf(x, y, 50, turn, 0.3), LEAF.dark if turn > 0 else LEAF.base)


@lies
def chocolate_bar(c: Canvas) -> None:
    brown = Tone(c.vary.pick(("#5d3a29", "#7d5138", "#4a2d22", "#ead8b8"), "cocoa"))
    with c.moved(turn=-18):
        c.solid(rounded(252, 110, 296, 330, 14), brown, 12, cast=True)
        pieces = (rounded(268 + i % 3 * 90, 124 + i // 3 * 88, 80, 78, 10) for i in range(9))
        c.solid("".join(pieces), brown, 9)
        c.flat(
            soft(
                [
                    (240, 330),
                    (300, 312),
                    (360, 336),
                    (430, 308),
                    (500, 334),
                    (560, 314),
                    (560, 420),
                    (240, 420),
                ],
                6,
            ),
            FOIL,
        )
        clip = c.solid(
            rounded(240, 370, 320, 320, 12),
            c.main,
            24,
            cast=True,
            pattern=choose_print(c, c.second, 56, 0.55),
        )
        label(c, 320, 440, 160, 180, clip=clip)


@stands
def cookie_box(c: Canvas) -> None:
    c.shadow(400, 640, 250)
    cookie = Tone("#cf9a5c")
    for x, y, r in ((270, 360, 84), (400, 330, 90), (530, 360, 84)):
        c.solid(ellipse(x, y, r), cookie, 16)
        chips = ((-36, -30), (14, -50), (44, -10), (-8, -8), (-50, 12))
        c.flat("".join(ellipse(x + dx, y + dy, 12) for dx, dy in chips), "#5b3726")
    c.solid(
        soft([(170, 396), (630, 396), (602, 640, 16), (198, 640, 16)], 6),
        c.main,
        30,
        pattern=choose_print(c, c.second, 60, 0.5),
    )
    c.solid(rounded(156, 380, 488, 44, 10), Tone(c.main.dark), 10)
    c.solid(ellipse(400, 528, 92, 74), PAPER, 8)
    emblem(c, 400, 528, 42, c.accent.base)
