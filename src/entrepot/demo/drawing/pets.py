"""For dogs and cats."""

from entrepot.demo.drawing.canvas import Canvas
from entrepot.demo.drawing.catalogue import lies, stands
from entrepot.demo.drawing.colour import BRASS, EARTH, PALE_WOOD, STEEL, WOOD, Tone
from entrepot.demo.drawing.decoration import choose_print, emblem
from entrepot.demo.drawing.shapes import curve, ellipse, rounded, soft


def _bone(x: float, y: float, size: float) -> str:
    ends = "".join(
        ellipse(x + side * size, y + up * size * 0.26, size * 0.34) for side in (-1, 1) for up in (-1, 1)
    )
    return rounded(x - size, y - size * 0.26, 2 * size, size * 0.52, 4) + ends


def _paw(x: float, y: float, size: float) -> str:
    toes = ((-0.75, -0.35), (-0.27, -0.8), (0.27, -0.8), (0.75, -0.35))
    return ellipse(x, y + size * 0.3, size * 0.56, size * 0.46) + "".join(
        ellipse(x + dx * size, y + dy * size, size * 0.23, size * 0.29) for dx, dy in toes
    )


@lies
def collar(c: Canvas) -> None:
    c.line(ellipse(400, 370, 220, 190), c.main.deep, 70)
    c.line(ellipse(400, 360, 220, 190), c.main.base, 62)
    kind = c.vary.pick(("stitched", "studs", "band", "dashes"))
    if kind == "studs":
        c.line(ellipse(400, 360, 220, 190), BRASS.base, 24, dash="0 62")
    elif kind == "band":
        c.line(ellipse(400, 360, 220, 190), c.second.base, 22)
    elif kind == "dashes":
        c.line(ellipse(400, 360, 220, 190), c.second.base, 30, dash="4 56")
    else:
        c.line(ellipse(400, 360, 238, 208), c.second.base, 5, dash="14 12")
        c.line(ellipse(400, 360, 202, 172), c.second.base, 5, dash="14 12")
    with c.moved(turn=30, about=(560, 500)):
        c.line(rounded(530, 450, 80, 92, 16), BRASS.dark, 17)
        c.line("M534 496H606", BRASS.light, 9)
    c.line(ellipse(390, 590, 24), STEEL.dark, 11)
    c.solid(
        ellipse(388, 668, 62) if c.vary.chance(0.5, "tag") else _bone(388, 664, 62), c.accent, 8, cast=True
    )
    if c.vary.chance(0.5, "tag"):
        c.flat(_paw(388, 668, 32), c.accent.light)


@lies
def leash(c: Canvas) -> None:
    rope = curve(
        [
            (250, 250),
            (180, 330),
            (240, 420),
            (420, 420),
            (560, 470),
            (540, 570),
            (400, 590),
            (270, 560),
            (230, 640),
            (330, 700),
            (470, 690),
        ]
    )
    c.tube(rope, c.main, 34, cast=True)
    c.line(rope, c.second.base, 9, dash=c.vary.pick(("10 24", "0 28", "30 14", "4 16")))
    c.tube(
        curve([(250, 250), (240, 160), (330, 110), (420, 150), (400, 240), (320, 280), (250, 250)]),
        c.main,
        38,
        cast=True,
    )
    c.solid(rounded(226, 236, 60, 44, 12), c.accent, 10)
    with c.moved(turn=8, about=(480, 690)):
        c.solid(rounded(456, 668, 50, 44, 10), c.accent, 8)
        c.solid(ellipse(524, 690, 20), BRASS, 6, cast=True)
        c.line("M546 690H620Q650 690 650 664T610 640Q590 640 580 660", BRASS.dark, 18)
        c.line("M546 687H618Q646 687 646 662T608 637", BRASS.light, 6)


@stands
def pet_bowl(c: Canvas) -> None:
    c.shadow(400, 640, 270)
    food = c.vary.pick((EARTH, Tone("#a9764a"), Tone("#cfe3e8")), "food")
    clip = c.solid(
        soft(
            [(216, 430, 10), (584, 430, 10), (660, 620, 20), (650, 640, 12), (150, 640, 12), (140, 620, 20)]
        ),
        c.main,
        36,
    )
    name = choose_print(c, c.second, 60, 0.5)
    if name:
        with c.inside(clip):
            c.flat(rounded(120, 560, 560, 50, 0), c.second.base)
    c.flat(ellipse(400, 430, 190, 50), c.main.light)
    c.flat(ellipse(400, 434, 168, 40), c.main.deep)
    if food.base == "#cfe3e8":
        c.flat(ellipse(400, 438, 156, 32), food.base)
        c.flat(ellipse(370, 432, 50, 8), "#ffffff", 0.7)
    else:
        for i in range(18):
            x, y = 270 + i % 9 * 32, 420 - abs(4 - i % 9) * -5 - (i // 9) * 24
            c.solid(ellipse(x + i // 9 * 10, y, 26, 20), food if i % 3 else Tone("#c08a55"), 6)
    mark = _paw(400, 534, 46) if c.vary.chance(0.5, "mark") else _bone(400, 534, 62)
    c.flat(mark, c.accent.base)


@stands
def pet_bed(c: Canvas) -> None:
    c.shadow(400, 640, 300)
    c.solid(rounded(100, 380, 600, 180, 90), Tone(c.main.dark), 20)
    c.solid(ellipse(400, 500, 262, 74), c.second, 20, pattern=choose_print(c, c.accent, 46, 0.5))
    fur = Tone(c.vary.pick(("#e2b07a", "#8d8782", "#f0e2cf", "#6a4a38"), "fur"))
    c.solid("M230 500C230 390 330 360 430 372S590 430 580 510Q400 560 230 500Z", fur, 22)
    c.solid(curve([(560, 500), (610, 470), (590, 420), (560, 440), (570, 470)]) + "Z", fur, 8)
    c.solid(ellipse(290, 440, 82, 70), fur, 16)
    for x, turn in ((230, -24), (346, 22)):
        with c.moved(turn=turn, about=(x, 400)):
            c.solid(soft([(x - 30, 420), (x, 350), (x + 30, 420)], 16), Tone(fur.dark), 6)
    c.line("M252 440q14 14 28 0M304 440q14 14 28 0", "#33291f", 6)
    c.flat(ellipse(292, 462, 12, 8), "#33291f")
    c.line("M292 470v8", "#33291f", 5)
    clip = c.solid(
        soft(
            [
                (86, 470, 80),
                (190, 470, 60),
                (260, 540, 60),
                (540, 540, 60),
                (610, 470, 60),
                (714, 470, 80),
                (690, 640, 70),
                (110, 640, 70),
            ]
        ),
        c.main,
        34,
    )
    with c.inside(clip):
        c.line("M240 540Q220 600 240 650M400 540V650M560 540Q580 600 560 650", c.main.deep, 7, opacity=0.3)


@lies
def pet_toy(c: Canvas) -> None:
    kind = c.vary.pick(("rope", "bone", "mouse", "ball"))
    if kind == "rope":
        with c.moved(turn=-30):
            for side in (-1, 1):
                ends = "".join(f"M{400 + side * 230} 400l{side * 90} {dy}" for dy in (-56, -28, 0, 28, 56))
                c.line(ends, c.second.base, 22)
            rope = "M190 400H610"
            c.tube(rope, c.main, 66, cast=True)
            c.line("".join(f"M{x} 372L{x + 34} 428" for x in range(200, 590, 44)), c.second.base, 16)
            for x in (190, 610):
                c.solid(ellipse(x, 400, 56), c.accent, 16, cast=True)
                c.line(f"M{x - 30} 370Q{x + 20} 390 {x + 26} 436", c.accent.dark, 9)
    elif kind == "bone":
        with c.moved(turn=-24):
            d = soft([(230, 350, 10), (570, 350, 10), (570, 450, 10), (230, 450, 10)])
            for x in (210, 590):
                for y in (330, 470):
                    c.solid(ellipse(x, y, 78), c.main, 16, cast=True)
            c.flat(d, c.main.base)
            c.line("M280 432H520", c.main.dark, 16, opacity=0.6)
            c.flat(_paw(400, 396, 42), c.second.base)
    elif kind == "mouse":
        c.line(curve([(600, 500), (690, 480), (680, 590), (580, 620), (560, 680)]), c.accent.base, 16)
        c.solid(
            "M130 520C170 360 300 290 440 300S640 400 630 520Q600 570 400 570T130 520Z", c.main, 30, cast=True
        )
        for x, y in ((290, 330), (390, 300)):
            c.solid(ellipse(x, y, 68), c.main, 14)
            c.flat(ellipse(x, y + 4, 40), c.accent.base, 0.8)
        c.flat(ellipse(232, 446, 15), "#33291f")
        c.flat(ellipse(140, 516, 20), c.accent.base)
        c.line("M170 500L96 470M170 520L90 530", c.main.deep, 5)
        emblem(c, 500, 440, 46, c.second.base)
    else:
        clip = c.solid(ellipse(400, 400, 220), c.main, 34, cast=True)
        with c.inside(clip):
            c.line("M220 200Q380 400 220 620M580 180Q420 400 580 620", c.second.base, 24)
        c.flat(_paw(400, 396, 70), c.accent.base)


@lies
def brush(c: Canvas) -> None:
    with c.moved(turn=-38):
        handle = c.vary.pick((WOOD, c.main, PALE_WOOD), "wood")
        c.solid(
            soft([(420, 362, 20), (700, 368, 34), (736, 400, 20), (700, 432, 34), (420, 438, 20)]),
            handle,
            14,
            cast=True,
        )
        c.solid(ellipse(260, 400, 210, 130), handle, 20, cast=True)
        c.solid(ellipse(256, 398, 172, 96), c.main if handle != c.main else c.second, 10)
        pins = [
            (x, y)
            for y in range(330, 480, 34)
            for x in range(112 + (y // 34) % 2 * 18, 420, 36)
            if ((x - 256) / 156) ** 2 + ((y - 398) / 84) ** 2 < 1
        ]
        c.line("".join(f"M{x} {y}l-5-13" for x, y in pins), c.accent.light, 8)
        c.flat("".join(ellipse(x - 6, y - 15, 7) for x, y in pins), c.accent.base)
        c.flat(ellipse(702, 400, 11), handle.deep)
