"""Tools of the kitchen: knife, pan, boards, spoons, grinder and pin."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, COAL, LEAF, STEEL, WOOD, Tone, difference, mix
from entrepot.demo.drawing.decoration import choose_print
from entrepot.demo.drawing.shapes import curve, ellipse, leaf, rounded, soft, turned


@lies
def chef_knife(c: Canvas) -> None:
    with c.moved(turn=-34):
        clip = c.solid("M60 352L520 330V432L470 438Q240 470 60 352Z", STEEL, 12, cast=True)
        with c.inside(clip):
            c.flat("M60 352Q240 440 520 404V460H60Z", "#ffffff", 0.45)
            if c.vary.number % 3 == 1:
                for x in range(140, 520, 34):
                    c.line(f"M{x} 340q14 18 0 36t0 36", STEEL.dark, 4, opacity=0.6)
        c.solid(soft([(512, 326), (548, 330), (548, 392), (524, 440), (512, 440)], 6), BRASS, 8)
        grip = soft(
            [
                (544, 330, 4),
                (700, 326, 30),
                (768, 346, 30),
                (764, 410, 36),
                (716, 400, 30),
                (620, 384, 40),
                (544, 394, 4),
            ]
        )
        # Whoever gives the steel as the main colour means the second for the handle.
        steel = difference(c.main.base, STEEL.base) < 0.15
        clip = c.solid(grip, c.second if steel else c.main, 14, cast=True)
        if c.vary.chance(0.4, "band"):
            with c.inside(clip):
                c.flat(rounded(690, 310, 30, 120, 0), c.accent.base)
        for x in (580, 640, 730):
            c.solid(ellipse(x, 358 if x < 700 else 372, 9), BRASS, 3)


@lies
def frying_pan(c: Canvas) -> None:
    with c.moved(turn=-38):
        c.tube("M580 400H800", c.vary.pick((WOOD, COAL, c.second), "handle"), 40, cast=True)
        c.flat(ellipse(790, 396, 8), COAL.base)
        c.solid(soft([(540, 376), (616, 384), (616, 416), (540, 424)], 6), STEEL, 8)
        c.solid(ellipse(340, 400, 244), c.main, 26, cast=True)
        c.solid(ellipse(340, 400, 212), Tone(mix("#3c4047", c.main.base, 0.12)), 0)
        c.flat(ellipse(346, 406, 194), "#4b5058")
        c.line("M180 330A180 180 0 0 1 280 232", "#ffffff", 12, opacity=0.25)
    if c.vary.pick(("egg", "bare", "herbs")) == "egg":
        c.solid(
            curve(
                [
                    (250, 440),
                    (270, 350),
                    (370, 340),
                    (440, 400),
                    (450, 500),
                    (380, 560),
                    (290, 540),
                    (250, 440),
                ]
            )
            + "Z",
            Tone("#fdf8ec"),
            14,
        )
        c.solid(ellipse(352, 446, 56), Tone("#f2b134"), 14)
    elif c.vary.pick(("egg", "bare", "herbs")) == "herbs":
        for turn in (0, 70, 140, 210, 290):
            c.flat(leaf(350, 450, 110, turn), LEAF.base if turn % 20 else LEAF.light)


@lies
def cutting_board(c: Canvas) -> None:
    with c.moved(turn=-12):
        shape = c.vary.pick(("paddle", "block", "round"))
        if shape == "round":
            c.tube("M400 150V250", c.main, 74, cast=True)
            d = ellipse(400, 440, 236)
        elif shape == "paddle":
            d = soft(
                [
                    (362, 110, 34),
                    (438, 110, 34),
                    (446, 230, 30),
                    (580, 250, 50),
                    (590, 680, 50),
                    (210, 680, 50),
                    (220, 250, 50),
                    (354, 230, 30),
                ]
            )
        else:
            d = rounded(180, 150, 440, 520, 44)
        clip = c.solid(d, c.main, 22, cast=True)
        with c.inside(clip):
            for i, x in enumerate(range(170, 640, 44)):
                c.line(
                    f"M{x} 60Q{x + c.vary.between(-14, 14, f'g{i}'):.0f} 400 {x} 700",
                    c.main.dark,
                    5,
                    opacity=0.45,
                )
            if shape != "round" and c.vary.chance(0.5, "inlay"):
                c.flat(rounded(470, 60, 40, 700, 0), c.second.base, 0.8)
        c.flat(ellipse(400, 176 if shape != "round" else 150, 17), c.main.deep)
    c.solid(ellipse(350, 470, 62), Tone("#d9583b"), 16)
    c.solid(ellipse(440, 520, 48), Tone("#e27a52"), 12)
    c.flat(ellipse(440, 520, 30), "#f3c9a4")
    for turn in (-120, -60, -160):
        c.flat(leaf(350, 416, 54, turn), LEAF.dark)
    for turn in (10, 50, 90):
        c.flat(leaf(470, 400, 90, turn), LEAF.base)


@lies
def wooden_spoon(c: Canvas) -> None:
    def spoon(tone: Tone, slotted: bool) -> None:
        c.tube("M400 360V680", tone, 34, cast=True)
        c.solid(ellipse(400, 230, 92, 128), tone, 18, cast=True)
        c.flat(ellipse(404, 224, 66, 98), tone.dark, 0.75)
        c.flat(ellipse(410, 240, 52, 76), tone.base, 0.5)
        if slotted:
            c.line("M376 170V280M404 156V292M432 170V280", tone.deep, 11)
        c.line("M400 608V664", c.second.base, 35)
        c.line("M400 606V612", c.accent.base, 35)

    second = Tone(c.main.dark)
    with c.moved(turn=24, dx=76):
        spoon(second if c.vary.chance(0.5, "dark") else c.main, True)
    with c.moved(turn=-14, dx=-50):
        spoon(c.main, False)


@lies
def spatula(c: Canvas) -> None:
    with c.moved(turn=32):
        handle = c.vary.pick((WOOD, c.second, STEEL), "handle")
        c.tube("M400 380V690", handle, 36, cast=True)
        c.flat(ellipse(400, 684, 7), handle.deep)
        c.solid(rounded(384, 350, 32, 60, 8), STEEL, 8)
        if c.vary.pick(("soft", "slots", "soft")) == "slots":
            c.solid(
                soft(
                    [
                        (310, 96, 24),
                        (490, 96, 24),
                        (476, 320, 30),
                        (420, 366, 12),
                        (380, 366, 12),
                        (324, 320, 30),
                    ]
                ),
                c.main,
                18,
                cast=True,
            )
            c.line("M356 150V290M400 150V300M444 150V290", c.main.deep, 18)
        else:
            c.solid(
                soft([(304, 150, 60), (420, 86, 50), (494, 110, 30), (490, 330, 60), (310, 330, 60)]),
                c.main,
                22,
                cast=True,
            )
            c.line("M340 160V290", c.main.light, 14, opacity=0.7)


@stands
def grinder(c: Canvas) -> None:
    c.shadow(rx=150)
    if c.vary.pick(("mill", "coffee")) == "mill":
        body = turned([(70, 230, 20), (92, 300, 40), (58, 440, 90), (112, 640, 22)])
        clip = c.solid(body, c.main, 26)
        with c.inside(clip):
            for y in (540, 566):
                c.line(f"M250 {y}Q400 {y + 22} 550 {y}", c.second.base, 10)
        c.solid(rounded(322, 206, 156, 30, 8), STEEL, 14)
        c.solid(turned([(70, 130, 66), (92, 206, 20)], 30), c.main, 22)
        c.solid(ellipse(400, 110, 22), BRASS, 8)
        c.shine(346, 280, 10, 110, 0.3)
        for x, y in ((560, 632), (592, 640), (616, 630), (244, 640)):
            c.flat(ellipse(x, y, 8), COAL.base)
        return
    c.solid(
        soft([(260, 410), (540, 410), (560, 620), (240, 620)], 10),
        c.main,
        30,
        pattern=choose_print(c, c.second, 60, 0.25),
    )
    c.solid(rounded(222, 606, 356, 34, 8), c.main, 14)
    c.solid(rounded(316, 486, 168, 96, 8), Tone(c.main.light), 12)
    c.solid(ellipse(400, 534, 17), BRASS, 6)
    c.solid(rounded(240, 386, 320, 34, 8), c.main, 14)
    c.solid("M290 386Q300 270 400 264Q500 270 510 386Z", STEEL, 20)
    c.line("M400 268V210", STEEL.dark, 18)
    c.tube(curve([(400, 206), (480, 190), (570, 210)]), STEEL, 18)
    c.solid(rounded(546, 140, 52, 74, 24), c.accent, 12)


@lies
def rolling_pin(c: Canvas) -> None:
    with c.moved(turn=-36):
        for x, way in ((70, 1), (730, -1)):
            c.tube(
                f"M{x} 400H{x + way * 90}",
                c.accent if c.vary.chance(0.5, "handles") else c.main,
                46,
                cast=True,
            )
        clip = c.solid(rounded(150, 326, 500, 148, 34), c.main, 26, cast=True)
        name = choose_print(c, c.second, 50, 0.5)
        if name:
            with c.inside(clip):
                c.flat(rounded(230, 300, 340, 200, 0), f"url(#{name})")
        else:
            with c.inside(clip):
                for y in (350, 384, 416, 446):
                    c.line(f"M150 {y}Q400 {y + 12} 650 {y}", c.main.dark, 4, opacity=0.5)
        c.shine(190, 344, 420, 12, 0.3)
