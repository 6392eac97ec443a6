"""Five species of flower heads, drawn petal by petal: what `garden` and `scenes` are planted with.

A head is drawn in its own coordinates: the middle of the head is (0, 0), x runs to the right, y
runs down and the longest petals reach about 1. A `Brush` turns, tilts and scales these
coordinates onto a transparent sheet. Seeds and florets sit at multiples of the golden angle, the
model of H. Vogel, "A better way to construct the sunflower head" (1979).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

Colour = Sequence[float]  # red, green, blue from 0 to 255
Profile = Callable[[np.ndarray], np.ndarray]

GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
ORIGIN = np.zeros(2)

GOLD, LEMON, ORANGE = (250, 196, 28), (250, 226, 84), (244, 140, 30)
WHITE, CREAM, PINK = (246, 245, 240), (250, 238, 196), (240, 140, 176)
RED, CRIMSON = (214, 32, 38), (164, 16, 48)
LILAC, PEACH = (190, 150, 220), (250, 176, 134)


def mix(first: Colour, second: Colour, share: float) -> np.ndarray:
    """Return the colour that lies `share` (0 to 1) of the way from `first` to `second`."""
    first = np.asarray(first, float)
    return first + (np.asarray(second, float) - first) * share


def vary(rng: np.random.Generator, colour: Colour, amount: float = 0.06) -> np.ndarray:
    """Return a colour near `colour`: its brightness and each channel moved by about `amount`."""
    moved = np.asarray(colour, float) * (1 + amount * rng.normal())
    return np.clip(moved + 90 * amount * rng.normal(size=3), 0, 255)


def turned(points: np.ndarray, angle: float) -> np.ndarray:
    """Return `points`, shape (n, 2), turned by `angle` radians about (0, 0)."""
    cos, sin = np.cos(angle), np.sin(angle)
    return points @ np.array([[cos, sin], [-sin, cos]])


class Brush:
    """A transparent sheet with pens that draw in the head's coordinates.

    Args:
        radius: how many pixels of the sheet one unit is long.
        turn: the angle in radians by which the whole head is turned.
        tilt: how far the head leans away from the viewer, in radians; 0 looks straight into it.
    """

    def __init__(self, radius: float, turn: float = 0.0, tilt: float = 0.0) -> None:
        side = 2 * int(np.ceil(1.25 * radius)) + 1
        self.radius = radius
        self.sheet = Image.new("RGBA", (side, side))
        self._pen = ImageDraw.Draw(self.sheet)
        self._middle = side / 2
        self._matrix = turned(np.diag([1.0, np.cos(tilt)]), turn) * radius

    def to_pixels(self, points: np.ndarray) -> np.ndarray:
        """Return where `points`, shape (..., 2), lie on the sheet, in pixels."""
        return points @ self._matrix + self._middle

    def fill(self, outline: np.ndarray, colour: Colour, alpha: int = 255) -> None:
        """Fill the polygon with corners `outline`, shape (n, 2)."""
        self._pen.polygon(self.to_pixels(outline).ravel().tolist(), fill=_ink(colour, alpha))

    def stroke(self, points: np.ndarray, colour: Colour, width: float, alpha: int = 255) -> None:
        """Draw a line of `width` units through `points`, shape (n, 2)."""
        pixels = max(1, round(width * self.radius))
        path = self.to_pixels(points).ravel().tolist()
        self._pen.line(path, fill=_ink(colour, alpha), width=pixels, joint="curve")

    def dot(self, centre: np.ndarray, size: float, colour: Colour) -> None:
        """Draw a round dot of radius `size` units at `centre`, shape (2,)."""
        x, y = self.to_pixels(centre)
        reach = max(0.7, size * self.radius)
        self._pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=_ink(colour))

    def light(self, angle: float, strength: float) -> None:
        """Brighten the drawn head on the side that `angle` names, darken it on the other."""
        pixels = np.array(self.sheet)
        steps = (np.arange(len(pixels), dtype=np.float32) - self._middle) / self.radius
        across, down = float(strength * np.cos(angle)), float(strength * np.sin(angle))
        gain = 1 + across * steps[None, :] + down * steps[:, None]
        lit = pixels[..., :3] * gain[..., None]
        pixels[..., :3] = np.clip(lit, 0, 255)
        self.sheet = Image.fromarray(pixels)
        self._pen = ImageDraw.Draw(self.sheet)


def _ink(colour: Colour, alpha: int = 255) -> tuple[int, int, int, int]:
    red, green, blue = colour
    return _byte(red), _byte(green), _byte(blue), alpha


def _byte(value: float) -> int:
    return min(255, max(0, int(value)))


# How wide a petal is from its foot (0) to its tip (1), as a share of its greatest width.


def ray(along: np.ndarray) -> np.ndarray:
    """A narrow petal with nearly parallel sides and a round tip."""
    return np.sqrt(1 - (2 * along - 1) ** 6) * (0.55 + 0.45 * along)


def pointed(along: np.ndarray) -> np.ndarray:
    """A petal like a flame: wide in its lower half, with a sharp tip."""
    return np.sin(np.pi * along**0.7) ** 0.85


def strap(along: np.ndarray) -> np.ndarray:
    """A thin strap that ends as if cut off with scissors."""
    return 0.5 + 0.5 * along


def bowl(along: np.ndarray) -> np.ndarray:
    """A petal curved like the side of an egg, with a short tip."""
    return np.sin(np.pi * along**0.62) ** 0.62


@dataclass(frozen=True)
class Petal:
    """One petal that points along x, before it is turned into its place.

    Attributes:
        profile: its width from foot to tip.
        foot, tip: where it begins and ends on x.
        width: its greatest width.
        bend: how far the tip is moved sideways.
    """

    profile: Profile
    foot: float
    tip: float
    width: float
    bend: float = 0.0

    def outline(self, upto: float = 1.0, slimmer: float = 1.0) -> np.ndarray:
        """Return the corners, shape (26, 2), of the share `upto` of the petal, from its foot."""
        along, share = _profile_points(self.profile, upto)
        half = 0.5 * slimmer * self.width * share
        middle = self.bend * along**2
        corners = np.empty((26, 2))
        corners[:13, 0] = self.foot + (self.tip - self.foot) * along
        corners[13:, 0] = corners[12::-1, 0]
        corners[:13, 1] = middle + half
        corners[13:, 1] = (middle - half)[::-1]
        return corners


@cache
def _profile_points(profile: Profile, upto: float) -> tuple[np.ndarray, np.ndarray]:
    along = np.linspace(0, upto, 13)
    return along, np.maximum(profile(along), 0)


def paint_petal(
    brush: Brush,
    petal: Petal,
    angle: float,
    colours: tuple[Colour, Colour],
    veins: int = 1,
    shift: np.ndarray = ORIGIN,
) -> None:
    """Paint one petal: a dark rim, bands from the tip's colour to the foot's, and veins.

    Args:
        brush: what to paint with.
        petal: what to paint.
        angle: where the petal points, in radians.
        colours: the colours at the foot and at the tip.
        veins: how many darker lines run along the petal.
        shift: where the head's middle lies for this petal, shape (2,).
    """
    foot, tip = np.asarray(colours, float)
    brush.fill(turned(petal.outline(), angle) + shift, mix(tip, (30, 20, 20), 0.38))
    bands = 5 if brush.radius < 70 else 9
    for band in range(bands, 0, -1):
        part = turned(petal.outline(0.97 * band / bands, 0.86), angle) + shift
        brush.fill(part, mix(foot, tip, (band - 1) / (bands - 1)))
    if brush.radius > 40:
        whole = petal.outline(slimmer=0.86)
        middle, edge = (whole[:13] + whole[:12:-1]) / 2, whole[:13]
        dark = mix(tip, foot, 0.5) * 0.88
        for side in np.linspace(-0.55, 0.55, veins) if veins > 1 else (0.0,):
            vein = (middle + side * (edge - middle))[3:11]
            brush.stroke(turned(vein, angle) + shift, dark, 0.012)


def _ring(rng: np.random.Generator, count: int, wobble: float) -> np.ndarray:
    """Return `count` angles around a circle in a shuffled order, each moved by about `wobble`."""
    angles = (np.arange(count) + wobble * rng.normal(size=count)) * 2 * np.pi / count
    return rng.permutation(angles + rng.uniform(0, 2 * np.pi))


def _circle(radius: float, corners: int = 40) -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _golden_spiral(count: int, radius: float) -> np.ndarray:
    """Return `count` points that fill a disc evenly, from its middle outwards, shape (count, 2)."""
    step = np.arange(count) + 0.5
    angle, reach = step * GOLDEN_ANGLE, radius * np.sqrt(step / count)
    return np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=1)


DAISY_VARIETIES = (
    (0.26, (214, 220, 232), WHITE),
    (0.18, (240, 200, 216), PINK),
    (0.08, (236, 210, 120), CREAM),
    (0.10, (222, 210, 240), LILAC),
    (0.20, (246, 190, 40), LEMON),
    (0.18, CRIMSON, (222, 60, 70)),
)


# The colours of a daisy's button: golden, orange, ochre, pale and greenish.
BUTTONS = (GOLD, (246, 166, 30), (206, 160, 60), (240, 226, 140), (196, 190, 70))


def draw_daisy(rng: np.random.Generator, brush: Brush, foot: Colour, tip: Colour) -> None:
    """Narrow ray petals around a small yellow button."""
    button = rng.uniform(0.2, 0.31)
    count = int(rng.integers(13, 27))
    layers = int(rng.integers(1, 3))
    width = rng.uniform(1.05, 1.5) * 2 * np.pi * 0.6 / count
    for layer in range(layers):
        length = 1.0 - 0.1 * layer
        for angle in _ring(rng, count, 0.12):
            tip_at = length * rng.uniform(0.88, 1.04)
            petal = Petal(ray, 0.6 * button, tip_at, width, rng.normal(0, 0.05))
            shade = rng.uniform(0.86, 1.03) - 0.06 * (layers - 1 - layer)
            paint_petal(brush, petal, angle, (np.multiply(foot, shade), np.multiply(tip, shade)))
    gold = vary(rng, BUTTONS[rng.integers(len(BUTTONS))], 0.1)
    brush.fill(_circle(button), gold * 0.62)
    brush.fill(_circle(button * 0.9), gold * 0.9)
    florets = _golden_spiral(int(np.clip(brush.radius * 0.7, 14, 90)), button * 0.86)
    for order, centre in enumerate(florets):
        high = 1.18 - 0.3 * order / len(florets)
        brush.dot(centre, 0.024, gold * high * rng.uniform(0.88, 1.1))


SUNFLOWER_VARIETIES = (
    (0.36, (240, 156, 10), (252, 204, 30)),
    (0.12, (226, 98, 16), ORANGE),
    (0.20, (240, 208, 90), CREAM),
    (0.18, CRIMSON, (206, 60, 34)),
    (0.14, (200, 80, 100), (240, 176, 170)),
)


def draw_sunflower(rng: np.random.Generator, brush: Brush, foot: Colour, tip: Colour) -> None:
    """Pointed petals in two rows around a large dark disc of seeds."""
    disc = rng.uniform(0.42, 0.6)
    count = int(rng.integers(12, 23))
    width = rng.uniform(1.15, 1.6) * 2 * np.pi * 0.72 / count
    for layer in range(2):
        for angle in _ring(rng, count, 0.14):
            tip_at = (1.04 - 0.1 * layer) * rng.uniform(0.9, 1.05)
            petal = Petal(pointed, 0.7 * disc, tip_at, width, rng.normal(0, 0.06))
            shade = rng.uniform(0.88, 1.04) - 0.12 * (1 - layer)
            paint_petal(brush, petal, angle, (np.multiply(foot, shade), np.multiply(tip, shade)))
    brown = vary(rng, mix((66, 36, 16), (140, 96, 44), rng.random()), 0.1)
    heart = vary(rng, (96, 104, 40) if rng.random() < 0.5 else (40, 24, 14), 0.1)
    pollen = vary(rng, (196, 128, 34), 0.08)
    brush.fill(_circle(disc * 1.02), brown * 0.5)
    seeds = _golden_spiral(int(np.clip(brush.radius * 1.7, 50, 260)), disc * 0.97)
    size = 0.62 * disc / np.sqrt(len(seeds))
    for order, centre in enumerate(seeds):
        out = order / len(seeds)
        inner = mix(heart, brown, min(1, out / 0.3))
        colour = mix(inner, pollen, max(0, (out - 0.55) / 0.45))
        brush.dot(centre, size, colour * rng.uniform(0.75, 1.3))


DANDELION_VARIETIES = (
    (0.36, (240, 150, 10), (252, 214, 32)),
    (0.12, (226, 98, 16), ORANGE),
    (0.12, (244, 214, 70), (250, 240, 150)),
    (0.40, WHITE, WHITE),  # one colour all through: the seed globe
)


def draw_dandelion(rng: np.random.Generator, brush: Brush, foot: Colour, tip: Colour) -> None:
    """A shaggy yellow head of a hundred thin straps."""
    brush.fill(_circle(0.72), np.multiply(foot, 0.72))
    count = int(rng.integers(26, 38))
    for layer, length in enumerate((1.0, 0.86, 0.7, 0.53, 0.36)):
        per_ring = max(9, int(count * (0.55 + 0.45 * length)))
        for angle in _ring(rng, per_ring, 0.3):
            tip_at = length * rng.uniform(0.84, 1.06)
            bright = rng.uniform(0.8, 1.06)
            colour = mix(tip, foot, 0.16 * layer) * bright
            width, bend = rng.uniform(0.05, 0.075), rng.normal(0, 0.07)
            rim = Petal(strap, 0.1, tip_at, width * 1.6, bend)
            strip = Petal(strap, 0.1, tip_at - 0.015, width, bend)
            brush.fill(turned(rim.outline(), angle), colour * 0.66)
            brush.fill(turned(strip.outline(), angle), colour)
    for centre in _golden_spiral(30, 0.24):
        curl = np.array([centre, centre + rng.normal(0, 0.06, 2)])
        brush.stroke(curl, np.multiply(mix(foot, tip, 0.4), rng.uniform(0.75, 1.1)), 0.035)


def draw_seed_globe(rng: np.random.Generator, brush: Brush, foot: Colour, tip: Colour) -> None:
    """The dandelion clock: seeds on a ball, each with a stalk and a parachute of fine hairs."""
    grey = mix(tip, (200, 200, 190), 0.3)
    count = int(rng.integers(75, 130))
    step = np.arange(count) + 0.5
    depth = 1.5 * step / count - 0.5  # 1 faces the viewer, 0 lies on the outline
    angle = step * GOLDEN_ANGLE + rng.uniform(0, 6)
    across = np.sqrt(np.clip(1 - depth**2, 0, 1))
    tips = 0.86 * np.stack([across * np.cos(angle), across * np.sin(angle)], axis=1)
    if rng.random() < 0.25:  # the wind has taken some seeds
        gone = rng.uniform(0, 2 * np.pi)
        keep = tips @ np.array([np.cos(gone), np.sin(gone)]) < rng.uniform(0.25, 0.6)
        tips, depth = tips[keep], depth[keep]
    else:
        brush.fill(_circle(0.93), grey * 0.7, alpha=70)
        brush.fill(_circle(0.7), grey * 0.62, alpha=95)
    for end in tips:
        brush.stroke(np.array([end * 0.1, end]), grey * 0.66, 0.012, alpha=190)
    for end, near in zip(tips, depth, strict=True):
        brush.stroke(np.array([end * 0.14, end * 0.26]), (112, 84, 52), 0.03)
        bright = grey * (0.86 + 0.2 * max(near, 0))
        spin = rng.uniform(0, 1)
        for hair in np.arange(8) * 2 * np.pi / 8 + spin:
            reach = rng.uniform(0.1, 0.16)
            out = end + reach * np.array([np.cos(hair), np.sin(hair)])
            brush.stroke(np.array([end, out]), bright, 0.014, alpha=225)
        brush.dot(end, 0.014, bright * 0.8)
    brush.fill(_circle(0.11), (104, 92, 60))
    brush.fill(_circle(0.06), (140, 130, 90))


ROSE_VARIETIES = (
    (0.24, CRIMSON, RED),
    (0.18, (220, 80, 120), PINK),
    (0.18, (226, 214, 190), WHITE),
    (0.20, (232, 160, 30), LEMON),
    (0.10, (226, 110, 70), PEACH),
    (0.10, (150, 100, 190), LILAC),
)


def draw_rose(rng: np.random.Generator, brush: Brush, foot: Colour, tip: Colour) -> None:
    """Broad petals that overlap in a spiral, drawn from the outermost to the bud in the middle."""
    petals = int(rng.integers(15, 22))
    lean = rng.uniform(0, 0.2) * np.array([np.cos(t := rng.uniform(0, 2 * np.pi)), np.sin(t)])
    start = rng.uniform(0, 2 * np.pi)
    way = 1 if rng.random() < 0.5 else -1
    for order in range(petals):
        inside = order / (petals - 1)
        reach = 0.98 * (1 - inside) ** 0.72 + 0.13
        span = rng.uniform(0.95, 1.25) * (1 + 0.5 * inside)
        side = np.linspace(-1, 1, 17)
        edge = 1 - 0.3 * np.abs(side) ** 3 + 0.035 * np.sin(5 * side + rng.uniform(0, 6))
        edge += 0.05 * rng.uniform(0, 1) * np.exp(-((side / 0.25) ** 2))
        theta = start + way * order * GOLDEN_ANGLE + span * side
        arc = (reach * edge)[:, None] * np.stack([np.cos(theta), np.sin(theta)], axis=1)
        heart = lean * inside
        shade = rng.uniform(0.9, 1.05)
        deep = mix(tip, foot, 0.25 + 0.75 * inside) * shade
        outline = np.concatenate([arc, -0.18 * arc[8:9]])
        brush.fill(outline * 1.02 + heart, np.multiply(foot, 0.58))
        brush.fill(outline + heart, mix(deep, WHITE, 0.14))
        for shrink, dark in ((0.93, 1.0), (0.82, 0.9), (0.7, 0.78), (0.58, 0.66)):
            brush.fill(outline * shrink + heart, deep * dark)
    swirl = np.linspace(0, 4.2 * np.pi, 50)
    path = (0.015 + 0.0105 * swirl)[:, None] * np.stack(
        [np.cos(way * swirl + start), np.sin(way * swirl + start)], axis=1
    )
    brush.fill(_circle(0.15) + lean, mix(tip, foot, 0.7))
    brush.stroke(path + lean, np.multiply(foot, 0.45), 0.024)


TULIP_VARIETIES = (
    (0.20, CRIMSON, RED),
    (0.16, (216, 70, 120), PINK),
    (0.18, (236, 150, 20), GOLD),
    (0.18, (224, 222, 200), WHITE),
    (0.10, (140, 90, 180), LILAC),
    (0.10, (236, 96, 24), ORANGE),
    (0.08, RED, LEMON),
)


def draw_tulip(rng: np.random.Generator, brush: Brush, foot: Colour, tip: Colour) -> None:
    """A cup seen from the side: pointed petals behind, three overlapping ones in front."""
    opening = rng.uniform(0.0, 1.0)
    base = np.array([0.0, 0.92])
    up = -np.pi / 2
    back = (np.multiply(foot, 0.66), np.multiply(tip, 0.74))
    fan = 0.2 + 0.28 * opening
    plump = rng.uniform(0.62, 0.8)
    for angle, length in ((-fan, 1.75), (fan, 1.75), (-0.45 * fan, 1.86), (0.45 * fan, 1.86)):
        petal = Petal(bowl, 0, length * rng.uniform(0.95, 1.04), plump, -0.25 * angle)
        paint_petal(brush, petal, up + angle, back, 3, base)
    sides = [(-1, 1.72), (1, 1.72)]
    for side, length in sides if rng.random() < 0.5 else sides[::-1]:
        angle = side * (0.3 + 0.2 * opening)
        petal = Petal(bowl, 0, length * rng.uniform(0.93, 1.04), plump * 1.05, -side * 0.22)
        shade = rng.uniform(0.84, 0.95)
        colours = (np.multiply(foot, shade), np.multiply(tip, shade))
        paint_petal(brush, petal, up + angle, colours, 3, base)
    petal = Petal(bowl, 0, rng.uniform(1.4, 1.64), plump * rng.uniform(1.15, 1.35))
    paint_petal(brush, petal, up + rng.normal(0, 0.05), (foot, tip), 5, base)


CLASS_NAMES = ("daisy", "dandelion", "roses", "sunflowers", "tulips")
_DRAWERS = {
    "daisy": (draw_daisy, DAISY_VARIETIES),
    "dandelion": (draw_dandelion, DANDELION_VARIETIES),
    "roses": (draw_rose, ROSE_VARIETIES),
    "sunflowers": (draw_sunflower, SUNFLOWER_VARIETIES),
    "tulips": (draw_tulip, TULIP_VARIETIES),
}


def pick_variety(rng: np.random.Generator, class_name: str) -> int:
    """Return the number of a colour variety of `class_name`, drawn by how common it is."""
    shares = [variety[0] for variety in _DRAWERS[class_name][1]]
    return int(rng.choice(len(shares), p=np.divide(shares, sum(shares))))


def draw_head(
    rng: np.random.Generator, class_name: str, variety: int, radius: float, turn: float, tilt: float
) -> Image.Image:
    """Draw one flower head on a transparent sheet.

    Args:
        rng: where the head's chance comes from.
        class_name: one of `CLASS_NAMES`.
        variety: a number from `pick_variety`.
        radius: the head's radius in pixels.
        turn: the angle the head is turned by, in radians.
        tilt: how far the head leans away from the viewer, in radians.

    Returns:
        A square RGBA picture with the head's middle in its middle; alpha is 0 around the head.
    """
    draw, varieties = _DRAWERS[class_name]
    _, foot, tip = varieties[variety]
    if foot == tip:
        draw, tilt = draw_seed_globe, 0.0  # a globe looks the same from everywhere
    brush = Brush(radius, turn, tilt)
    draw(rng, brush, vary(rng, foot, 0.09), vary(rng, tip, 0.09))
    brush.light(rng.uniform(0, 2 * np.pi), rng.uniform(0.05, 0.25))
    return brush.sheet
