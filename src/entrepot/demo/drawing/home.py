"""For the house: bedding and linen, light, clocks, frames."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, COAL, LEAF, PAPER, WOOD, Tone, lightness, mix
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import around, curve, ellipse, leaf, rounded, soft, star


def _fold(c: Canvas, y: float, height: float, tone: Tone, pattern: str = "", half: float = 220) -> None:
    """One folded layer of cloth with its rounded fold on the left."""
    c.solid(
        soft(
            [
                (400 - half, y, height / 2),
                (400 + half, y, 10),
                (400 + half, y + height, 10),
                (400 - half, y + height, height / 2),
            ],
            10,
        ),
        tone,
        14,
        pattern=pattern,
    )
    c.line(f"M{400 - half + 34} {y + height / 2}H{400 + half}", tone.deep, 4, opacity=0.4)


@stands
def blanket(c: Canvas) -> None:
    c.shadow(400, 640, 260)
    name = choose_print(c, c.second, 70, 0.65)
    for i in range(3):
        _fold(c, 556 - i * 84, 84, c.main, name, 236 - i * 6)
    clip = c.solid(
        soft(
            [
                (216, 330, 40),
                (560, 330, 40),
                (584, 400, 20),
                (560, 592, 8),
                (420, 592, 8),
                (420, 400, 30),
                (200, 400, 30),
            ]
        ),
        c.main,
        22,
        pattern=name,
    )
    with c.inside(clip):
        c.flat(rounded(410, 530, 200, 40, 0), c.accent.base)
    for x in range(430, 560, 21):
        c.line(f"M{x} 592l-2 32", c.second.base if name else c.main.dark, 8)


@stands
def pillow(c: Canvas) -> None:
    c.shadow(400, 640, 240)
    d = (
        "M180 200Q400 246 620 200Q664 200 646 260Q610 420 646 590Q650 646 600 636Q400 604 200 "
        "636Q150 646 154 590Q190 420 154 "
        "260Q136 200 180 200Z"
    )
    kind = c.vary.pick(("print", "emblem", "stripe", "buttons"))
    clip = c.solid(d, c.main, 40, pattern=choose_print(c, c.second, 76, 0.7) if kind == "print" else "")
    with c.inside(clip):
        if kind == "stripe":
            c.flat(rounded(340, 150, 120, 550, 0), c.second.base)
            c.flat(rounded(310, 150, 14, 550, 0) + rounded(476, 150, 14, 550, 0), c.accent.base)
        c.line(
            "M190 236Q230 290 240 330M612 236Q570 290 560 330M190 602Q230 556 240 516M612 602Q570 "
            "556 560 516",
            c.main.deep,
            8,
            opacity=0.25,
        )
    c.line(d, c.accent.base if c.vary.chance(0.5, "piping") else c.main.dark, 8)
    if kind == "emblem":
        emblem(c, 400, 410, 90, c.second.base, c.accent.base)
    if kind == "buttons":
        for x, y in ((300, 340), (500, 340), (400, 420), (300, 500), (500, 500)):
            c.solid(ellipse(x, y, 17), c.second, 5)


@lies
def quilt(c: Canvas) -> None:
    c.solid(rounded(132, 132, 536, 536, 26), c.main, 16, cast=True)
    kind = c.vary.pick(("stars", "squares", "triangles", "flowers"))
    tones = (c.second, c.accent, PAPER, Tone(mix(c.main.base, c.second.base, 0.5)))
    for i in range(16):
        x, y = 160 + i % 4 * 120, 160 + i // 4 * 120
        tone, other = tones[(i + i // 4) % 4], tones[(i + i // 4 + 1) % 4]
        c.flat(rounded(x + 4, y + 4, 112, 112, 8), tone.base)
        if kind == "stars":
            c.flat(star(x + 60, y + 60, 50, 24, 6, 0), other.base)
        elif kind == "triangles":
            c.flat(f"M{x + 4} {y + 4}h112L{x + 4} {y + 116}Z", other.base)
        elif kind == "flowers":
            c.flat(
                "".join(ellipse(x + dx, y + dy, 20) for dx, dy in ((40, 40), (80, 40), (40, 80), (80, 80))),
                other.base,
            )
        else:
            c.flat(rounded(x + 32, y + 32, 56, 56, 6), other.base)
    c.line(
        "".join(f"M{160 + i * 120} 160V640M160 {160 + i * 120}H640" for i in range(5)),
        "#ffffff",
        3,
        dash="8 8",
        opacity=0.7,
    )
    c.solid("M668 540V640Q668 668 640 668H520Q600 640 668 540Z", Tone(c.main.light), 14)


@stands
def towel(c: Canvas) -> None:
    c.shadow(400, 640, 230)
    if c.vary.pick(("stack", "rail")) == "stack":
        for i, tone in enumerate((c.main, c.second, c.accent, c.main)):
            _fold(c, 556 - i * 88, 86, tone, "", 226 - i * 10)
            c.line(f"M{500 - i * 4} {562 - i * 88}v74", tone.light, 12, opacity=0.7)
        return
    c.tube("M170 180H630", BRASS, 22)
    for x in (170, 630):
        c.solid(ellipse(x, 180, 24), BRASS, 8)
    clip = c.solid(
        soft([(236, 166, 16), (564, 166, 16), (564, 600, 10), (236, 600, 10)]), c.main, 24, cast=True
    )
    with c.inside(clip):
        for y, height, tone in ((440, 44, c.second), (500, 16, c.accent), (532, 16, c.second)):
            c.flat(rounded(220, y, 380, height, 0), tone.base)
        c.line("M330 180Q320 380 336 600M470 180Q482 380 466 600", c.main.deep, 10, opacity=0.16)
    for x in range(246, 564, 22):
        c.line(f"M{x} 600v26", c.main.dark, 8)


@stands
def tablecloth(c: Canvas) -> None:
    c.shadow(400, 640, 250)
    c.line("M220 560V640M580 560V640", WOOD.dark, 22)
    name = choose_print(c, c.second, 64, 0.7)
    d = (
        "M130 300L190 590Q230 620 262 586Q300 620 330 588Q366 620 400 588Q436 620 470 588Q500 "
        "620 538 586Q570 620 610 590L670 300Z"
    )
    clip = c.solid(d, c.main, 30, pattern=name)
    with c.inside(clip):
        c.line(
            "M190 566Q230 596 262 562Q300 596 330 564Q366 596 400 564Q436 596 470 564Q500 596 538 "
            "562Q570 596 610 566",
            c.accent.base,
            16,
        )
        for x, foot in ((262, 290), (330, 352), (470, 448), (538, 510)):
            c.line(f"M{foot} 340L{x} 600", c.main.deep, 10, opacity=0.18)
    top = c.solid(ellipse(400, 300, 272, 70), Tone(c.main.light), 0)
    if name:
        c.cover(top, name)
    c.solid(soft([(366, 210), (434, 210), (446, 300), (354, 300)], 16), PAPER, 10)
    for x, y in ((370, 160), (410, 136), (444, 170)):
        c.line(f"M400 214L{x} {y}", LEAF.dark, 6)
        c.flat(ellipse(x, y, 24), c.accent.base)
        c.flat(ellipse(x, y, 9), "#f4cf6b")


@stands
def lamp(c: Canvas) -> None:
    c.shadow(400, 640, 150)
    c.flat(soft([(280, 360), (520, 360), (660, 640), (140, 640)], 20), "#ffe9b0", 0.3)
    kind = c.vary.pick(("bulb", "column", "tripod"))
    if kind == "bulb":
        c.solid(
            soft(
                [
                    (372, 380),
                    (428, 380),
                    (430, 420, 20),
                    (504, 500, 80),
                    (470, 640, 40),
                    (330, 640, 40),
                    (296, 500, 80),
                    (370, 420, 20),
                ]
            ),
            c.second,
            24,
        )
    elif kind == "column":
        c.tube("M400 370V620", BRASS, 22)
        c.solid(rounded(290, 606, 220, 34, 16), c.second, 12)
        c.solid(ellipse(400, 500, 34), c.second, 10)
    else:
        for foot in (290, 400, 510):
            c.tube(f"M400 380L{foot} 632", WOOD, 20)
    clip = c.solid(
        soft([(310, 140, 14), (490, 140, 14), (588, 386, 14), (212, 386, 14)]),
        c.main,
        30,
        pattern=choose_print(c, c.accent, 64, 0.4),
    )
    with c.inside(clip):
        c.flat(ellipse(400, 400, 150, 120), "#fff2c4", 0.35)
        c.flat(rounded(190, 366, 420, 30, 0), c.main.dark, 0.6)
    c.line("M540 390V460", BRASS.dark, 5)
    c.solid(ellipse(540, 468, 10), BRASS, 4)


@lies
def wall_clock(c: Canvas) -> None:
    kind = c.vary.pick(("round", "sun", "square"))
    if kind == "sun":
        rays = "".join(f"M400 400L{x:.0f} {y:.0f}" for x, y in around(400, 400, 296, 24))
        c.line(rays, c.accent.base, 12)
    if kind == "square":
        c.solid(rounded(150, 150, 500, 500, 70), c.main, 24, cast=True)
    else:
        c.solid(ellipse(400, 400, 262 if kind == "round" else 226), c.main, 24, cast=True)
    face = c.vary.pick((PAPER, c.second), "face")
    size = 216 if kind != "sun" else 184
    c.solid(ellipse(400, 400, size), face, 0)
    c.flat(ellipse(400, 400, size), face.light, 0.3)
    ink = COAL.base if lightness(face.base) > 0.45 else PAPER.base
    for i, (x, y) in enumerate(around(400, 400, size - 30, 12)):
        c.flat(ellipse(x, y, 11 if i % 3 == 0 else 6), ink)
    with c.moved(turn=c.vary.number * 47 % 360):
        c.line("M400 400V290", ink, 16)
    with c.moved(turn=60):
        c.line(f"M400 400V{400 - size + 62}", ink, 10)
    with c.moved(turn=c.vary.between(140, 250, "second")):
        c.line(f"M400 440V{400 - size + 50}", c.accent.base, 5)
    c.solid(ellipse(400, 400, 18), c.accent, 5)


@lies
def picture_frame(c: Canvas) -> None:
    c.solid(rounded(170, 120, 460, 560, 10), c.main, 14, cast=True)
    c.flat(soft([(170, 120), (630, 120), (590, 160), (210, 160)], 2), c.main.light, 0.5)
    c.flat(soft([(170, 680), (630, 680), (590, 640), (210, 640)], 2), c.main.deep, 0.3)
    c.flat(rounded(208, 158, 384, 484, 4), PAPER.base)
    clip = c.solid(rounded(258, 212, 284, 376, 4), Tone(mix(c.second.base, "#eaf0ea", 0.6)), 0)
    kind = c.vary.pick(("hills", "flowers", "shapes"))
    with c.inside(clip):
        if kind == "hills":
            c.flat(ellipse(450, 320, 50), c.accent.base)
            c.flat("M240 470L340 360L420 450L480 390L580 490V620H240Z", c.second.dark)
            c.flat("M240 520Q330 450 420 520T600 500V620H240Z", c.main.base)
        elif kind == "flowers":
            for x, y, turn in ((340, 330, -20), (410, 280, 4), (470, 360, 26)):
                c.line(curve([(404, 590), ((x + 404) / 2 + turn / 2, 470), (x, y)]), LEAF.dark, 8)
                for px, py in around(x, y, 28, 6):
                    c.flat(ellipse(px, py, 21), c.accent.base)
                c.flat(ellipse(x, y, 15), "#f4cf6b")
            c.flat(leaf(396, 540, 110, -150) + leaf(404, 520, 110, -30), LEAF.base)
        else:
            c.flat(ellipse(360, 340, 90), c.accent.base)
            c.flat(rounded(380, 380, 200, 140, 70), c.main.base)
            c.flat("M250 590A110 110 0 0 1 470 590Z", c.second.dark)
    c.flat(soft([(430, 160), (520, 160), (300, 640), (210, 640)], 0), "#ffffff", 0.12)
