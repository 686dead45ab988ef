"""Sound and computing: headphones, speakers, keyboards, cables, microphones, amplifiers."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, COAL, CREAM, STEEL, WOOD, Tone
from entrepot.demo.drawing.decoration import emblem
from entrepot.demo.drawing.shapes import curve, ellipse, rounded, soft


@lies
def headphones(c: Canvas) -> None:
    band = "M190 470V400C190 240 280 150 400 150S610 240 610 400V470"
    c.tube(band, c.main, 46, cast=True)
    c.line("M262 232Q320 176 400 174T538 232", c.second.base, 26)
    c.line("M186 420V470M614 420V470", STEEL.base, 20)
    for side in (False, True):
        with c.moved(flip=side):
            c.solid(
                rounded(216, 436, 76, 200, 38),
                Tone("#4b4a52") if c.vary.chance(0.5, "pads") else c.second,
                14,
                cast=True,
            )
            c.solid(rounded(136, 440, 108, 192, 54), c.main, 20)
            c.solid(ellipse(178, 536, 28, 44), c.accent, 8)
    c.shine(152, 480, 10, 90, 0.3)


@lies
def earbuds(c: Canvas) -> None:
    c.solid(soft([(190, 440, 60), (610, 440, 60), (600, 660, 110), (200, 660, 110)]), c.main, 26, cast=True)
    c.solid(
        soft(
            [(200, 440, 60), (230, 370, 50), (570, 370, 50), (600, 440, 60), (580, 476, 30), (220, 476, 30)]
        ),
        Tone(c.main.dark),
        0,
    )
    c.flat(ellipse(310, 432, 62, 30) + ellipse(490, 432, 62, 30), c.main.deep)
    c.flat(ellipse(400, 560, 9), c.accent.base)
    c.line("M240 560Q240 610 290 630", "#ffffff", 9, opacity=0.35)
    for side, lift in ((False, 0), (True, c.vary.pick((0, -40, 20), "lift"))):
        with c.moved(flip=side, dy=lift, turn=8 if side else -8):
            c.tube("M300 250V386", c.second, 44, cast=True)
            c.solid(ellipse(296, 210, 80, 70), c.second, 18, cast=True)
            c.solid(ellipse(354, 228, 34, 42), COAL, 8)
            c.flat(ellipse(274, 200, 18, 26), c.accent.base)


@stands
def speaker(c: Canvas) -> None:
    kind = c.vary.pick(("shelf", "portable"))
    if kind == "portable":
        c.shadow(400, 640, 270)
        c.tube("M250 340Q250 250 400 250T550 340", c.accent, 20)
        clip = c.solid(rounded(120, 330, 560, 310, 150), c.main, 34)
        with c.inside(clip):
            c.line("".join(f"M{x} 300V660" for x in range(140, 680, 24)), c.main.deep, 5, opacity=0.25)
        for x in (256, 544):
            c.solid(ellipse(x, 486, 96), COAL, 14)
            c.solid(ellipse(x, 486, 60), c.second, 14)
            c.flat(ellipse(x, 486, 22), COAL.base)
        emblem(c, 400, 486, 30, c.second.base, c.accent.base)
        return
    c.shadow(400, 640, 180)
    c.solid(rounded(232, 140, 336, 500, 30), c.vary.pick((c.main, WOOD, c.main), "case"), 30)
    c.solid(rounded(256, 164, 288, 452, 18), c.second, 0)
    c.flat(rounded(256, 164, 288, 452, 18), COAL.base, 0.12)
    c.solid(ellipse(400, 254, 62), COAL, 12)
    c.solid(ellipse(400, 254, 30), c.accent, 10)
    c.solid(ellipse(400, 452, 126), COAL, 18)
    c.solid(ellipse(400, 452, 96), c.main, 18)
    c.flat(ellipse(400, 452, 42), COAL.base)
    c.flat(ellipse(388, 440, 14), "#ffffff", 0.3)


@lies
def keyboard(c: Canvas) -> None:
    with c.moved(turn=-8):
        c.solid(rounded(96, 260, 608, 300, 34), c.main, 18, cast=True)
        c.flat(rounded(114, 278, 572, 256, 20), c.main.deep, 0.5)
        caps: dict[str, str] = {}
        for row in range(4):
            x = 124
            for column in range(12 if row < 3 else 5):
                width = (
                    (88, 66, 250, 66, 78)[column] if row == 3 else (62 if column in (0, 11) and row else 39)
                )
                if x + width > 678:
                    break
                seed = (row * 7 + column * 3 + c.vary.number) % 11
                colour = (
                    c.accent.base
                    if seed == 0
                    else c.second.dark
                    if column in (0,) or seed == 5
                    else c.second.base
                )
                caps[colour] = (
                    caps.get(colour, "") + f"M{x + 8} {290 + row * 61}h{width - 16}v40h{16 - width}Z"
                )
                x += width + 8
        for colour, keys in caps.items():
            c.body.append(
                f'<path d="{keys}" fill="{colour}" stroke="{colour}" stroke-width="12" stroke-linejoin="round"/>'
            )
        c.solid(ellipse(640, 246, 26), BRASS, 8)
    if c.vary.chance(0.5, "cable"):
        c.line(
            curve([(330, 270), (320, 190), (380, 150), (420, 190), (460, 130), (540, 120)]), c.accent.base, 14
        )


@lies
def cable(c: Canvas) -> None:
    with c.moved(dx=7, dy=14):
        c.line(ellipse(400, 390, 190), c.main.deep, 26, opacity=0.15)
    for r in (196, 168, 140):
        c.tube(ellipse(400, 390, r), c.main, 26)
    braid = c.vary.pick(("0 16", "10 14", "2 22"))
    for r in (196, 168, 140):
        c.line(ellipse(400, 390, r), c.second.base, 6, dash=braid, opacity=0.8)
    for d in ("M560 500Q640 560 600 640", "M250 510Q150 560 190 650"):
        c.tube(d, c.main, 26, cast=True)
    for x, turn in ((598, 16), (192, -14)):
        with c.moved(turn=turn, about=(x, 640)):
            c.solid(rounded(x - 14, 700, 28, 44, 6), STEEL, 6, cast=True)
            c.solid(rounded(x - 26, 630, 52, 84, 14), c.accent, 10, cast=True)
    c.solid(rounded(362, 160, 76, 122, 16), c.second, 12, cast=True)
    c.line("M362 220H438", c.accent.base, 10)


@stands
def microphone(c: Canvas) -> None:
    c.shadow(400, 640, 150)
    c.solid(soft([(280, 610, 14), (520, 610, 14), (540, 640, 10), (260, 640, 10)]), COAL, 10)
    c.line("M400 560V616", STEEL.dark, 24)
    c.line("M254 330V400A146 146 0 0 0 546 400V330", STEEL.dark, 26)
    c.line("M252 330V400A146 146 0 0 0 544 400V330", STEEL.light, 9, opacity=0.6)
    clip = c.solid(rounded(290, 130, 220, 370, 110), c.main, 30)
    with c.inside(clip):
        for y in range(160, 320, 27):
            c.line(f"M280 {y}H520", c.main.deep, 8, opacity=0.5)
        c.flat(rounded(280, 326, 240, 30, 0), c.second.base)
        if c.vary.pick(("slots", "ribs", "slots", "grid"), "") != "slots":
            c.line("".join(f"M{x} 130V320" for x in range(310, 510, 30)), c.main.deep, 8, opacity=0.4)
    c.solid(ellipse(400, 424, 30), c.accent, 9)
    c.shine(314, 210, 14, 200, 0.35)


@stands
def amplifier(c: Canvas) -> None:
    c.shadow(400, 640, 250)
    c.tube("M320 200Q320 158 400 158T480 200", COAL, 22)
    for x in (212, 588):
        c.solid(rounded(x - 26, 616, 52, 24, 8), COAL, 5)
    c.solid(rounded(158, 190, 484, 432, 34), c.main, 26)
    c.solid(rounded(186, 216, 428, 84, 14), c.second, 10)
    for i, x in enumerate((226, 290, 354, 418, 482)):
        c.solid(ellipse(x, 258, 22), COAL, 6)
        with c.moved(turn=c.vary.between(-120, 120, f"knob{i}"), about=(x, 258)):
            c.line(f"M{x} 254V242", "#ffffff", 5)
    c.solid(ellipse(568, 258, 15), c.accent, 4)
    clip = c.solid(
        rounded(186, 318, 428, 276, 18), CREAM if c.vary.chance(0.5, "cloth") else Tone(c.main.dark), 14
    )
    weave = c.vary.pick(("rings", "cloth", "diagonal"))
    with c.inside(clip):
        c.flat(ellipse(400, 456, 120), COAL.base, 0.28)
        if weave == "rings":
            for r in (56, 88, 118):
                c.line(ellipse(400, 456, r), COAL.base, 5, opacity=0.35)
        else:
            c.line("".join(f"M{x} 300L{x - 260} 600" for x in range(200, 900, 22)), COAL.base, 4, opacity=0.2)
    emblem(c, 566, 562, 18, c.accent.base)
