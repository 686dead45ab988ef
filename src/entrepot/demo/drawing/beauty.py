"""Care and cosmetics: droppers, pumps, creams, masks, colour, scent, and light for the bath."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, COAL, CREAM, GLASS, PALE_WOOD, PAPER, Tone, mix
from entrepot.demo.drawing.decoration import beside, emblem, label, sprig
from entrepot.demo.drawing.shapes import blob, curve, ellipse, rounded, soft, turned


@stands
def dropper_bottle(c: Canvas) -> None:
    c.shadow(rx=140)
    body = turned([(60, 356), (124, 400, 46), (124, 640, 36)])
    clip = c.solid(body, c.main, 28)
    c.solid(rounded(354, 120, 92, 150, 44), Tone(mix(COAL.base, c.main.base, 0.2)), 16)
    c.solid(rounded(330, 252, 140, 104, 14), c.vary.pick((BRASS, c.second, COAL), "collar"), 20)
    for x in range(350, 460, 17):
        c.line(f"M{x} 272V338", COAL.base, 3, opacity=0.22)
    label(c, 310, 440, 180, 160, clip=clip)
    c.shine(290, 424, 12, 180)
    beside(c, 570)


@stands
def pump_bottle(c: Canvas) -> None:
    c.shadow(rx=150)
    head = c.vary.pick((COAL, c.accent, PAPER), "pump")
    c.line("M400 200V290", head.dark, 24)
    c.solid(
        soft(
            [
                (292, 158, 16),
                (448, 150, 20),
                (448, 204, 12),
                (352, 204, 14),
                (326, 190, 10),
                (312, 232, 8),
                (286, 232, 8),
            ]
        ),
        head,
        12,
    )
    c.solid(rounded(348, 266, 104, 66, 10), head, 14)
    wide = c.vary.pick((134, 120, 146), "wide body")
    clip = c.solid(turned([(62, 326), (wide, 360, 50), (wide, 640, 30)]), c.main, 30)
    label(c, 310, 410, 180, 180, clip=clip)
    c.shine(400 - wide + 20, 396, 12, 200, 0.3)
    beside(c, 580)


@stands
def soap_bar(c: Canvas) -> None:
    c.shadow(400, 632, 250)
    c.solid(soft([(170, 586), (630, 586), (600, 640), (200, 640)], 16), PALE_WOOD, 16)
    for x in (270, 400, 530):
        c.line(f"M{x - 40} 606H{x + 40}", PALE_WOOD.deep, 9, opacity=0.5)
    c.solid(soft([(190, 380, 70), (610, 380, 70), (620, 592, 60), (180, 592, 60)]), c.main, 34)
    clip = c.solid(
        soft(
            [(200, 386, 60), (280, 330, 50), (560, 330, 50), (602, 390, 60), (590, 452, 50), (212, 452, 50)]
        ),
        Tone(c.main.light),
        12,
    )
    if c.vary.chance(0.5, "swirl"):
        with c.inside(clip):
            c.line(
                curve([(190, 410), (300, 366), (400, 410), (500, 366), (620, 400)]),
                c.second.base,
                16,
                opacity=0.6,
            )
    else:
        c.line(rounded(262, 354, 276, 74, 34), c.main.dark, 5, opacity=0.5)
        emblem(c, 400, 391, 24, c.main.dark)
    kind = c.vary.pick(("band", "bare", "flecks"))
    if kind == "band":
        c.solid(rounded(310, 328, 180, 266, 8), PAPER, 12)
        emblem(c, 400, 470, 38, c.second.deep, c.accent.base)
        c.line("M350 532H450M372 554H428", c.second.deep, 7, opacity=0.6)
    elif kind == "flecks":
        for i in range(16):
            c.flat(
                ellipse(c.vary.between(220, 580, f"x{i}"), c.vary.between(476, 570, f"y{i}"), 5, 4),
                c.second.base,
            )
    for x, y, r in ((620, 352, 34), (668, 296, 20), (188, 330, 22), (606, 270, 13)):
        c.flat(ellipse(x, y, r), "#ffffff", 0.5)
        c.flat(ellipse(x - r * 0.3, y - r * 0.3, r * 0.24), "#ffffff", 0.9)


@stands
def cream_jar(c: Canvas) -> None:
    c.shadow(rx=210)
    clip = c.solid(soft([(210, 420), (590, 420), (590, 640), (210, 640)], 50), c.main, 30)
    with c.inside(clip):
        c.flat(rounded(200, 610, 400, 60, 0), "#ffffff", 0.3)
    label(c, 310, 456, 180, 150, clip=clip)
    if c.vary.chance(0.4, "open"):
        c.flat(ellipse(400, 420, 182, 40), c.main.light)
        c.flat(ellipse(400, 416, 160, 32), CREAM.base)
        c.solid(
            blob(
                [
                    (280, 410),
                    (330, 350),
                    (390, 360),
                    (420, 300),
                    (450, 350),
                    (510, 372),
                    (520, 412),
                    (400, 436),
                ]
            ),
            Tone("#fdf6e8"),
            16,
        )
        c.solid(soft([(560, 640), (600, 470), (690, 440), (730, 500), (690, 640)], 36), c.second, 20)
    else:
        c.solid(rounded(196, 300, 408, 132, 30), c.second, 34)
        c.line("M210 404H590", c.second.deep, 5, opacity=0.4)
        c.flat(rounded(226, 312, 348, 16, 8), "#ffffff", 0.35)
    c.shine(232, 460, 12, 120, 0.35)


@lies
def sheet_mask(c: Canvas) -> None:
    with c.moved(turn=-8):
        c.solid(rounded(140, 150, 310, 470, 16), c.main, 20, cast=True)
        c.flat(rounded(140, 150, 310, 36, 10), c.main.dark, 0.7)
        c.flat(rounded(140, 584, 310, 36, 10), c.main.dark, 0.7)
        emblem(c, 266, 290, 52, c.second.base, c.accent.base)
        c.line("M206 400H326M230 428H302", c.second.base, 9, opacity=0.7)
    with c.moved(turn=9):
        face = blob(
            [
                (510, 190),
                (630, 230),
                (664, 360),
                (640, 500),
                (560, 620),
                (510, 640),
                (460, 620),
                (380, 500),
                (356, 360),
                (390, 230),
            ]
        )
        c.solid(face, Tone("#fbf8f2"), 16, cast=True)
        hole = mix(c.main.base, "#efe6d8", 0.45)
        for x in (440, 580):
            c.flat(f"M{x - 46} 370Q{x} 326 {x + 46} 370Q{x} 402 {x - 46} 370Z", hole)
        c.flat("M458 530Q490 506 510 518Q530 506 562 530Q510 576 458 530Z", hole)
        c.line("M510 380Q524 440 536 458Q512 476 486 460", "#d9cfc2", 6)
        c.line("M356 420L384 412M664 420L636 412M510 190V226M420 596L440 566M600 596L580 566", hole, 7)


@stands
def lipstick(c: Canvas) -> None:
    c.shadow(430, 640, 190)
    case = c.vary.pick((COAL, c.second, PAPER), "case")
    c.solid("M340 330V236Q340 190 396 152Q460 124 460 200V330Z", c.main, 24)
    c.flat("M346 236Q350 196 396 164Q448 142 450 190Q400 200 346 250Z", c.main.light, 0.6)
    c.solid(rounded(326, 316, 148, 120, 8), BRASS, 26)
    c.solid(rounded(304, 428, 192, 212, 12), case, 34)
    c.flat(rounded(304, 444, 192, 12, 0), BRASS.base)
    emblem(c, 400, 540, 30, BRASS.base)
    c.solid(rounded(540, 366, 150, 274, 16), case, 28)
    c.flat(rounded(540, 604, 150, 12, 0), BRASS.base)
    c.shine(326, 470, 10, 130, 0.25)


@stands
def perfume(c: Canvas) -> None:
    c.shadow(rx=190)
    shape = c.vary.pick(("square", "round", "tall"))
    d, top = {
        "square": (rounded(220, 330, 360, 310, 40), 330),
        "round": (ellipse(400, 466, 184, 174), 300),
        "tall": (turned([(110, 290, 60), (160, 640, 44)]), 290),
    }[shape]
    clip = c.solid(d, GLASS, 16)
    with c.moved(grow=0.86, about=(400, 480)):
        inner = c.solid(d, c.main, 30)
        with c.inside(inner):
            c.flat(rounded(100, 250, 600, top - 250 + 70, 0), GLASS.base, 0.75)
    with c.inside(clip):
        c.flat(soft([(260, 640), (330, 640), (460, 300), (400, 300)], 2), "#ffffff", 0.2)
    emblem(c, 400, 486, 42, c.second.base, c.accent.base)
    c.line("M358 560H442", c.second.base, 7, opacity=0.8)
    c.solid(rounded(362, top - 46, 76, 54, 6), BRASS, 14)
    kind = c.vary.pick(("block", "ball", "dome"), "stopper")
    if kind == "ball":
        c.solid(ellipse(400, top - 100, 66), c.accent, 22)
    else:
        c.solid(rounded(330, top - 158, 140, 118, 14 if kind == "block" else 58), c.accent, 24)
    beside(c, 600)


@stands
def candle(c: Canvas) -> None:
    c.shadow(rx=180)
    c.flat(ellipse(400, 220, 130), "#ffe7a8", 0.28)
    c.flat(ellipse(400, 220, 80), "#ffe7a8", 0.4)
    glass = soft([(240, 326, 12), (560, 326, 12), (548, 640, 44), (252, 640, 44)])
    c.line("M400 300V350", COAL.base, 8)
    clip = c.solid(glass, c.main, 30)
    c.flat(ellipse(400, 328, 160, 30), c.main.light)
    c.flat(ellipse(400, 332, 146, 23), "#fbf1dc")
    c.flat(ellipse(400, 334, 60, 10), "#ffe2a0")
    c.line("M400 290V334", COAL.base, 8)
    c.solid("M400 148C452 210 448 292 400 294C352 292 350 222 400 148Z", Tone("#f2a53c"), 10)
    c.flat("M400 212C424 244 422 288 400 288C378 288 378 246 400 212Z", "#fff0b8")
    label(c, 310, 408, 180, 170, clip=clip)
    c.shine(272, 390, 12, 190, 0.3)
    beside(c)


@stands
def diffuser(c: Canvas) -> None:
    c.shadow(rx=170)
    for x, y in ((282, 130), (346, 96), (408, 120), (470, 92), (532, 140)):
        c.tube(f"M{400 + (x - 400) * 0.12:.0f} 420L{x} {y}", PALE_WOOD, 13)
    clip = c.solid(turned([(54, 396), (150, 470, 80), (150, 640, 46)]), c.main, 30)
    with c.inside(clip):
        c.flat(rounded(240, 420, 320, 84, 0), "#ffffff", 0.25)
    c.solid(rounded(336, 372, 128, 48, 12), c.vary.pick((PALE_WOOD, BRASS, c.second), "collar"), 14)
    label(c, 318, 494, 164, 124, clip=clip)
    c.shine(266, 500, 12, 100, 0.35)
    if c.vary.chance(0.4, "sprig"):
        sprig(c, 540, 642, 140, -6)
