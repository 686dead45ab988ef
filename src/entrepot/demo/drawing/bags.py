"""Things to carry and to wear along: bags, wallets, belts, baskets, umbrellas."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, DARK_WOOD, LEATHER, PAPER, STEEL, WOOD, Tone
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import at, curve, ellipse, rounded, soft, turned


@stands
def tote(c: Canvas) -> None:
    c.shadow(rx=210)
    strap = Tone(c.main.dark)
    c.tube(curve([(318, 310), (322, 170), (400, 118), (478, 170), (482, 310)]), strap, 22)
    body = soft([(206, 290, 8), (594, 290, 8), (574, 640, 34), (226, 640, 34)])
    clip = c.solid(body, c.main, 34, pattern=choose_print(c, c.second, 84, 0.6))
    if c.vary.number % 8 == 0:
        emblem(c, 400, 470, 70, c.second.base, c.accent.base)
    with c.inside(clip):
        c.flat(rounded(180, 290, 440, 30, 0), c.main.dark, 0.6)
        if c.vary.chance(0.5, "foot"):
            c.flat(rounded(180, 560, 440, 90, 0), c.accent.base)
            c.line("M180 568H620", c.accent.light, 4, dash="12 10")
    c.tube("M318 400V300Q322 206 400 200Q478 206 482 300V400", c.main, 24)
    for x in (318, 482):
        c.line(f"M{x - 8} 384L{x + 8} 400M{x + 8} 384L{x - 8} 400", c.second.base, 4)


@stands
def backpack(c: Canvas) -> None:
    c.shadow(rx=210)
    c.tube("M352 160Q356 104 400 104T448 160", c.main, 20)
    for side, x in ((-1, 226), (1, 574)):
        c.solid(ellipse(x, 520, 46, 84), c.main, 16)
        c.line(
            curve([(400 + side * 160, 260), (400 + side * 206, 380), (400 + side * 180, 560)]),
            c.main.deep,
            22,
        )
    clip = c.solid(
        soft(
            [(240, 250, 120), (300, 140, 70), (500, 140, 70), (560, 250, 120), (576, 640, 60), (224, 640, 60)]
        ),
        c.main,
        34,
        pattern=choose_print(c, c.second, 70, 0.35),
    )
    with c.inside(clip):
        c.line("M200 600H600", c.main.deep, 60, opacity=0.3)
    c.solid(
        soft(
            [(262, 220, 100), (320, 146, 60), (480, 146, 60), (538, 220, 100), (544, 356, 50), (256, 356, 50)]
        ),
        c.second,
        22,
    )
    c.solid(rounded(276, 418, 248, 176, 36), c.second, 20)
    c.line("M300 458H500", c.second.deep, 6)
    c.solid(rounded(486, 450, 14, 44, 7), BRASS, 4)
    for x in (336, 464):
        c.solid(rounded(x - 16, 300, 32, 110, 10), LEATHER, 8)
        c.solid(rounded(x - 22, 352, 44, 32, 8), BRASS, 6)
    emblem(c, 400, 528, 26, c.accent.base)


@lies
def wallet(c: Canvas) -> None:
    for x, y, tone, turn in ((300, 176, c.accent, -4), (350, 206, PAPER, 3)):
        with c.moved(turn=turn):
            c.solid(rounded(x - 90, y, 330, 200, 18), tone, 10)
            c.line(f"M{x - 60} {y + 30}H{x + 40}", tone.deep, 8, opacity=0.4)
    clip = c.solid(
        rounded(150, 250, 500, 340, 36), c.main, 20, cast=True, pattern=choose_print(c, size=60, opacity=0.3)
    )
    c.line(rounded(170, 270, 460, 300, 24), c.main.light, 4, dash="14 10", opacity=0.8)
    with c.inside(clip):
        c.solid(soft([(470, 370, 46), (700, 370), (700, 480), (470, 480, 46)], 20), c.second, 10)
    c.solid(ellipse(528, 425, 20), BRASS, 6)
    emblem(c, 270, 480, 32, c.main.dark)


@lies
def belt(c: Canvas) -> None:
    coil = curve(
        [
            (400, 400),
            (440, 370),
            (486, 410),
            (450, 490),
            (350, 480),
            (310, 380),
            (390, 300),
            (510, 320),
            (568, 430),
            (500, 560),
            (350, 570),
            (240, 470),
            (240, 320),
            (350, 220),
            (520, 214),
            (640, 240),
        ]
    )
    with c.moved(dx=8, dy=16):
        c.line(coil, c.main.deep, 52, opacity=0.16)
    c.line(coil, c.main.dark, 52)
    c.line(coil, c.main.base, 42)
    c.line(coil, c.vary.pick((c.second.base, c.main.light, c.accent.base), "stitch"), 4, dash="14 11")
    with c.moved(turn=8, about=(640, 240)):
        c.line(rounded(580, 190, 110, 104, 20), BRASS.dark, 20)
        c.line(rounded(578, 187, 110, 104, 20), BRASS.base, 13)
        c.line("M586 240H690", BRASS.light, 10)
    for x, y in ((500, 213), (456, 210), (412, 212)):
        c.flat(ellipse(x, y + 2, 6), c.main.deep)


@stands
def basket(c: Canvas) -> None:
    c.shadow(rx=220)
    straw = c.main
    c.tube(curve([(214, 400), (250, 210), (400, 150), (550, 210), (586, 400)]), straw, 30)
    c.solid(
        soft(
            [(230, 400), (250, 350), (330, 330), (420, 352), (510, 326), (566, 400), (540, 440), (260, 440)],
            30,
        ),
        c.second,
        16,
        pattern=choose_print(c, c.accent, 40),
    )
    clip = c.solid(turned([(196, 400, 0), (150, 640, 40)]), straw, 34)
    with c.inside(clip):
        for row, y in enumerate(range(430, 650, 30)):
            weave = "".join(f"M{x} {y}h24" for x in range(192 + row % 2 * 24, 610, 48))
            c.line(weave, straw.dark if row % 3 else c.accent.base, 18, opacity=0.5)
    c.tube("M206 404Q400 448 594 404", straw, 36)
    c.line("M206 404Q400 448 594 404", straw.deep, 26, dash="4 22", opacity=0.4)


@lies
def umbrella(c: Canvas) -> None:
    with c.moved(turn=-14):
        c.line("M400 250V596", STEEL.dark, 14)
        c.tube("M400 560V620Q400 668 442 668T484 622", c.vary.pick((WOOD, DARK_WOOD), "handle"), 28)
        c.line("M400 118V160", STEEL.dark, 14)
        dome = (
            "M108 420C108 250 240 140 400 140S692 250 692 420Q650 380 602 420Q550 378 498 420Q448 "
            "378 400 420Q352 378 "
            "302 420Q250 378 198 420Q150 380 108 420Z"
        )
        clip = c.solid(dome, c.main, 30, cast=True)
        kind = c.vary.pick(("panels", "print", "rim"))
        with c.inside(clip):
            if kind == "panels":
                for left, right in ((198, 302), (498, 602)):
                    c.flat(
                        f"M{left} 440C{left + 10} 300 {300 + left // 4} 200 400 140Q{right + 6} 300 "
                        f"{right} 440Z",
                        c.second.base,
                    )
            if kind == "rim":
                c.line("M108 430Q400 330 692 430", c.second.base, 34)
        if kind == "print":
            c.cover(clip, choose_print(c, c.second, 62, 0.7))
        for x in (198, 302, 498, 602):
            c.line(
                f"M{at(400, 142)}Q{at(400 + (x - 400) * 0.9, 240)} {at(x, 418)}", c.main.deep, 4, opacity=0.35
            )
