"""Outlines as SVG path data: rounded polygons, smooth curves, and bodies turned about the picture's axis."""

from collections.abc import Sequence
from math import cos, hypot, pi, sin

Points = Sequence[tuple[float, ...]]


def num(value: float) -> str:
    """A coordinate as short as it can be written."""
    return f"{value:.1f}".removesuffix(".0").replace("-0.0", "0")


def at(x: float, y: float) -> str:
    return f"{num(x)} {num(y)}"


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    return soft([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], radius)


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> str:
    tall = num(rx if ry is None else ry)
    return (
        f"M{at(cx - rx, cy)}a{num(rx)} {tall} 0 1 0 {num(2 * rx)} 0a{num(rx)} {tall} 0 1 0 {num(-2 * rx)} 0Z"
    )


def soft(points: Points, radius: float = 20) -> str:
    """A closed polygon with rounded corners; a third number gives one corner its own radius."""
    parts = []
    for index, point in enumerate(points):
        before, after = points[index - 1], points[(index + 1) % len(points)]
        wanted = point[2] if len(point) > 2 else radius
        enter, leave = _towards(point, before, wanted), _towards(point, after, wanted)
        parts.append(f"{'L' if index else 'M'}{at(*enter)}Q{at(point[0], point[1])} {at(*leave)}")
    return "".join(parts) + "Z"


def _towards(start: tuple[float, ...], end: tuple[float, ...], distance: float) -> tuple[float, float]:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1
    share = min(distance, length / 2) / length
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def turned(profile: Points, radius: float = 20, cx: float = 400) -> str:
    """A body made on the potter's wheel: (half width, y[, corner radius]) from top to bottom, mirrored."""
    right = [(cx + point[0], *point[1:]) for point in profile]
    left = [(cx - point[0], *point[1:]) for point in reversed(profile)]
    return soft(right + left, radius)


def blob(points: Points) -> str:
    """A closed smooth outline through every point."""
    count = len(points)
    parts = [f"M{at(points[0][0], points[0][1])}"]
    for i in range(count):
        parts.append(_bend(points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count]))
    return "".join(parts) + "Z"


def curve(points: Points) -> str:
    """An open smooth line through every point."""
    parts = [f"M{at(points[0][0], points[0][1])}"]
    last = len(points) - 1
    for i in range(last):
        parts.append(_bend(points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, last)]))
    return "".join(parts)


def _bend(p0: tuple[float, ...], p1: tuple[float, ...], p2: tuple[float, ...], p3: tuple[float, ...]) -> str:
    first = at(p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6)
    second = at(p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)
    return f"C{first} {second} {at(p2[0], p2[1])}"


def around(cx: float, cy: float, radius: float, count: int, start: float = 0) -> list[tuple[float, float]]:
    """Points spread evenly on a circle; start in degrees, clockwise from the right."""
    angles = [start / 180 * pi + 2 * pi * i / count for i in range(count)]
    return [(cx + radius * cos(a), cy + radius * sin(a)) for a in angles]


def star(cx: float, cy: float, outer: float, inner: float, rays: int, radius: float = 4) -> str:
    far = around(cx, cy, outer, rays, -90)
    near = around(cx, cy, inner, rays, -90 + 180 / rays)
    return soft([point for pair in zip(far, near, strict=True) for point in pair], radius)


def leaf(x: float, y: float, length: float, turn: float, width: float = 0.42) -> str:
    """A pointed leaf growing from a point; turn in degrees, 0 is to the right."""
    along, across = (cos(turn / 180 * pi), sin(turn / 180 * pi)), length * width
    tip = (x + along[0] * length, y + along[1] * length)
    middle = (x + along[0] * length * 0.45, y + along[1] * length * 0.45)
    one = at(middle[0] - along[1] * across, middle[1] + along[0] * across)
    two = at(middle[0] + along[1] * across, middle[1] - along[0] * across)
    return f"M{at(x, y)}Q{one} {at(*tip)}Q{two} {at(x, y)}Z"


def heart(cx: float, cy: float, size: float) -> str:
    s = size
    return (
        f"M{at(cx, cy + s)}C{at(cx - 1.7 * s, cy - 0.1 * s)} {at(cx - 0.8 * s, cy - 1.3 * s)} "
        f"{at(cx, cy - 0.4 * s)}C{at(cx + 0.8 * s, cy - 1.3 * s)} {at(cx + 1.7 * s, cy - 0.1 * s)} "
        f"{at(cx, cy + s)}Z"
    )
