"""Stationery: notebooks, cards, envelopes, pens, stamps, calendars."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, PAPER, STEEL, WOOD, Tone
from entrepot.demo.drawing.decoration import choose_print, emblem, print_of
from entrepot.demo.drawing.shapes import at, ellipse, heart, rounded, soft


@lies
def notebook(c: Canvas) -> None:
    with c.moved(turn=-7):
        c.solid(rounded(222, 152, 396, 520, 18), PAPER, 10, cast=True)
        clip = c.solid(
            rounded(204, 138, 396, 520, 20), c.main, 22, pattern=choose_print(c, c.second, 60, 0.55)
        )
        with c.inside(clip):
            c.flat(rounded(204, 138, 62, 520, 0), c.main.deep, 0.3)
        kind = c.vary.pick(("band", "rings", "ribbon"), "binding")
        if kind == "band":
            c.flat(rounded(540, 138, 20, 520, 0), c.accent.base)
        elif kind == "rings":
            for y in range(176, 640, 44):
                c.flat(ellipse(232, y, 9), c.main.deep)
                c.line(f"M232 {y}Q180 {y - 20} 186 {y + 4}Q190 {y + 14} 212 {y + 8}", STEEL.dark, 8)
        else:
            c.line("M470 650V716", c.accent.base, 18)
        c.solid(rounded(330, 260, 176, 120, 10), PAPER, 8)
        emblem(c, 418, 308, 26, c.accent.base)
        c.line("M366 350H470", c.main.deep, 6, opacity=0.4)
    with c.moved(turn=28, about=(660, 460)):
        c.solid(rounded(646, 250, 30, 330, 6), c.second, 8, cast=True)
        c.flat("M646 580h30l-15 50Z", WOOD.light)
        c.flat("M655 608h12l-6 22Z", c.second.deep)
        c.flat(rounded(646, 240, 30, 34, 8), c.accent.base)


@lies
def card_set(c: Canvas) -> None:
    for turn, dx, tone, other in (
        (-15, -84, c.second, c.main),
        (10, 88, c.accent, PAPER),
        (-3, 0, c.main, c.second),
    ):
        with c.moved(turn=turn, dx=dx):
            c.solid(rounded(262, 190, 276, 390, 12), PAPER, 8, cast=True)
            inner = c.solid(rounded(284, 212, 232, 346, 6), tone, 0)
            if turn != -3:
                name = print_of(c, "sprigs" if turn < 0 else "dots", other, 58)
                c.cover(inner, name)
    with c.moved(turn=-3):
        emblem(c, 400, 356, 70, c.second.base, c.accent.base)
        c.line("M340 474H460M366 500H434", c.second.base, 9, opacity=0.8)
    c.solid(soft([(150, 600), (650, 600), (650, 640), (150, 640)], 8), c.second, 6, cast=True)
    for side in (-1, 1):
        c.solid(soft([(400, 620), (400 + side * 60, 580), (400 + side * 60, 656)], 12), c.accent, 6)
    c.solid(ellipse(400, 620, 16), c.accent, 4)


@lies
def envelope_set(c: Canvas) -> None:
    with c.moved(turn=8, dx=30, dy=-84):
        c.solid(rounded(160, 230, 480, 320, 14), c.second, 14, cast=True)
    with c.moved(turn=-5, dy=46):
        name = choose_print(c, c.accent, 44, 0.5)
        if c.vary.chance(0.6, "letter"):
            c.solid(rounded(200, 140, 400, 300, 8), PAPER, 8, cast=True)
            c.line("M240 190H500M240 222H540M240 254H460", c.main.deep, 8, opacity=0.25)
            c.solid(rounded(150, 250, 500, 330, 16), c.main, 0, cast=True)
            c.flat("M150 268L400 452L650 268V564Q650 580 634 580H166Q150 580 150 564Z", c.main.base)
        else:
            clip = c.solid(rounded(150, 250, 500, 330, 16), c.main, 14, cast=True, pattern=name)
            with c.inside(clip):
                c.flat("M150 250H650L400 440Z", c.main.light)
                c.line("M150 250L400 440L650 250", c.main.deep, 5, opacity=0.4)
        c.line("M156 572L340 420M644 572L460 420", c.main.deep, 5, opacity=0.35)
        c.line("M154 270L400 452L646 270", c.main.deep, 5, opacity=0.3)
        c.solid(ellipse(400, 448, 44), c.accent, 12)
        c.flat(heart(400, 446, 17), c.accent.light)


@lies
def pen(c: Canvas) -> None:
    with c.moved(turn=-45):
        kind = c.vary.pick(("fountain", "ball", "brush"))
        c.solid(
            soft([(220, 372, 6), (360, 364, 10), (360, 436, 10), (220, 428, 6)], 6), c.second, 16, cast=True
        )
        clip = c.solid(
            soft([(350, 358, 12), (720, 362, 34), (720, 438, 34), (350, 442, 12)]), c.main, 20, cast=True
        )
        name = choose_print(c, c.second, 36, 0.35)
        if name:
            c.cover(clip, name)
        if kind == "fountain":
            c.solid(
                soft([(226, 374), (226, 426), (150, 412, 20), (76, 400, 4), (150, 388, 20)], 6),
                BRASS,
                10,
                cast=True,
            )
            c.line("M84 400H170", BRASS.deep, 4)
            c.flat(ellipse(176, 400, 8), BRASS.deep)
        elif kind == "ball":
            c.solid(soft([(226, 376), (226, 424), (120, 406), (96, 400), (120, 394)], 6), STEEL, 8, cast=True)
            c.solid(rounded(712, 382, 54, 36, 12), STEEL, 8)
        else:
            c.solid("M226 376V424Q130 430 70 400Q130 370 226 376Z", Tone("#4b4440"), 10, cast=True)
        for x in (350, 380):
            c.flat(rounded(x, 358, 14, 84, 2), BRASS.base)
        c.solid(rounded(500, 346, 210, 22, 11), BRASS, 6, cast=True)
        c.shine(420, 376, 240, 8, 0.35)
    c.line("M108 690Q170 640 200 680T290 690T360 660T420 690", c.main.base, 8, opacity=0.8)


@stands
def stamp(c: Canvas) -> None:
    c.shadow(400, 640, 190)
    c.solid(
        soft(
            [
                (360, 190, 60),
                (440, 190, 60),
                (470, 270, 50),
                (432, 400, 30),
                (440, 480, 10),
                (360, 480, 10),
                (368, 400, 30),
                (330, 270, 50),
            ]
        ),
        c.vary.pick((WOOD, c.second, c.main), "handle"),
        24,
    )
    c.solid(rounded(246, 470, 308, 100, 18), c.main, 24)
    c.line("M270 520H530", c.second.base, 9, opacity=0.8)
    c.solid(rounded(236, 564, 328, 38, 8), c.accent, 14)
    c.solid(rounded(252, 600, 296, 40, 6), Tone("#5b4a48"), 10)
    c.solid(soft([(574, 624), (560, 680), (740, 680), (714, 624)], 6), PAPER, 4)
    emblem(c, 646, 652, 19, c.accent.base)


@lies
def calendar(c: Canvas) -> None:
    c.solid(rounded(170, 150, 460, 530, 18), PAPER, 14, cast=True)
    clip = c.solid(rounded(170, 150, 460, 250, 18), c.main, 14)
    kind = c.vary.pick(("hills", "emblem", "print"))
    if kind == "print":
        c.cover(clip, print_of(c, "sprigs", c.second, 70))
    elif kind == "emblem":
        emblem(c, 400, 288, 80, c.second.base, c.accent.base)
    else:
        with c.inside(clip):
            c.flat(ellipse(520, 240, 44), c.accent.base)
            c.flat("M150 400L290 230L390 340L460 280L640 420Z", c.second.base)
            c.flat("M150 400Q300 320 440 380T650 350V420H150Z", c.main.dark)
    marked = c.vary.number * 7 % 28
    for i in range(28):
        x, y = 212 + i % 7 * 63, 446 + i // 7 * 58
        c.flat(
            ellipse(x, y, 20 if i == marked else 13),
            c.accent.base if i == marked else c.main.deep,
            1 if i == marked else 0.28,
        )
    for x in range(214, 610, 54):
        c.flat(ellipse(x, 170, 8), c.main.deep)
        c.line(f"M{at(x, 170)}V132", STEEL.dark, 9)
