"""Whole pictures of flowers: background, stems, leaves, heads, and what a camera does to them.

A picture is drawn four times as large as it is wanted and then scaled down, which smooths every
edge. Everything comes from one random generator, so the same generator state gives the same
picture on every machine and in every process.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from course_utils.data.drawn.flower_heads import (
    CREAM,
    GOLD,
    LILAC,
    ORANGE,
    PINK,
    RED,
    WHITE,
    draw_head,
    mix,
    pick_variety,
    turned,
    vary,
)

SCALE = 4  # how many pixels are drawn for one pixel of the finished picture, each way

SURROUNDINGS = (
    ((64, 104, 44), (120, 150, 66), (38, 70, 34)),  # grass
    ((150, 190, 226), (206, 222, 236), (110, 150, 110)),  # sky
    ((104, 78, 52), (140, 112, 78), (66, 50, 38)),  # soil
    ((28, 36, 40), (50, 66, 48), (20, 22, 26)),  # shade
    ((196, 190, 176), (160, 160, 158), (220, 214, 204)),  # stone
    ((170, 120, 130), (120, 140, 90), (200, 170, 150)),  # other flowers, far away
    ((216, 178, 90), (130, 140, 60), (236, 214, 150)),  # evening light
)
FAR_FLOWERS = (WHITE, GOLD, RED, PINK, ORANGE, LILAC, CREAM)


@dataclass(frozen=True)
class Flower:
    """Where one flower stands in a picture, in pixels of the finished picture.

    Attributes:
        class_name: its species.
        variety: the number of its colour variety.
        x, y: the middle of its head.
        radius: the radius of its head.
        turn: the angle by which the head is turned, in radians.
        tilt: how far it leans away from the viewer, in radians.
    """

    class_name: str
    variety: int
    x: float
    y: float
    radius: float
    turn: float
    tilt: float


@dataclass(frozen=True)
class Bed:
    """A finished picture and what is in it.

    Attributes:
        pixels: the picture, uint8, shape (side, side, 3).
        flowers: the flowers that can be seen.
        masks: for each of them the part of its head that can be seen, bool, (side, side).
    """

    pixels: np.ndarray
    flowers: tuple[Flower, ...]
    masks: tuple[np.ndarray, ...]


def place_flowers(
    rng: np.random.Generator, class_names: list[str], side: int, radii: tuple[float, float]
) -> list[Flower]:
    """Find a place for one flower of each entry of `class_names`, the far ones first.

    Args:
        rng: where the chance comes from.
        class_names: one entry a flower; a class may come several times.
        side: width and height of the picture in pixels.
        radii: the smallest and the largest radius of a head in pixels.
    """
    favourites = {name: pick_variety(rng, name) for name in dict.fromkeys(class_names)}
    flowers: list[Flower] = []
    for name in class_names:
        radius = rng.uniform(*radii)
        margin = 0.7 * radius
        for _ in range(60):
            x, y = rng.uniform(margin, side - margin, 2)
            if all(np.hypot(x - other.x, y - other.y) > 0.82 * (radius + other.radius) for other in flowers):
                break
            radius = max(radii[0], 0.97 * radius)
        same = rng.random() < 0.7
        flowers.append(
            Flower(
                class_name=name,
                variety=favourites[name] if same else pick_variety(rng, name),
                x=x,
                y=y,
                radius=radius,
                turn=rng.normal(0, 0.3) if name == "tulips" else rng.uniform(0, 2 * np.pi),
                tilt=0.0 if name == "tulips" else rng.uniform(0, 0.85),
            )
        )
    return sorted(flowers, key=lambda flower: flower.y + 0.6 * flower.radius)


def paint_bed(rng: np.random.Generator, flowers: list[Flower], side: int, least_seen: float) -> Bed:
    """Paint a picture of `flowers`, given from the far ones to the near ones.

    A flower of whose head less than the share `least_seen` can be seen is left out, so that nothing
    in the picture goes without a label.

    Returns:
        A `Bed` with a picture of `side` × `side` pixels.
    """
    heads = [_paint_head(rng, flower) for flower in flowers]
    front = _paint_leaves(rng, side)
    kept, masks = _see(heads, front, flowers, side, least_seen)

    canvas = _paint_background(rng, side)
    for flower in kept:
        _paint_stem(rng, canvas, flower)
    dark = rng.uniform(0.25, 0.6)
    for flower, (head, corner) in zip(flowers, heads, strict=True):
        if flower in kept:
            _cast_shadow(canvas, head, corner, dark, flower.radius)
            canvas.alpha_composite(*_cropped(head, corner))
    canvas.alpha_composite(front)
    pixels = _photograph(rng, canvas, side)
    return Bed(pixels, tuple(kept), tuple(masks))


def _paint_head(rng: np.random.Generator, flower: Flower) -> tuple[Image.Image, tuple[int, int]]:
    """Return a head and where its sheet's upper left corner lies on the large canvas."""
    head = draw_head(rng, flower.class_name, flower.variety, flower.radius * SCALE, flower.turn, flower.tilt)
    corner = (
        round(flower.x * SCALE - head.width / 2),
        round(flower.y * SCALE - head.height / 2),
    )
    return head, corner


def _cropped(sheet: Image.Image, corner: tuple[int, int]) -> tuple[Image.Image, tuple[int, int]]:
    """Cut off what lies left of and above the canvas, where Pillow cannot paste."""
    left, top = max(0, -corner[0]), max(0, -corner[1])
    kept = sheet.crop((left, top, max(left, sheet.width), max(top, sheet.height)))
    return kept, (max(0, corner[0]), max(0, corner[1]))


def _see(
    heads: list[tuple[Image.Image, tuple[int, int]]],
    front: Image.Image,
    flowers: list[Flower],
    side: int,
    least_seen: float,
) -> tuple[list[Flower], list[np.ndarray]]:
    """Return the flowers that can be seen well enough, and the visible part of each head."""
    kept, masks = [], []
    hidden = np.array(front.getchannel("A")) > 127
    for flower, (head, corner) in reversed(list(zip(flowers, heads, strict=True))):
        whole = Image.new("L", (side * SCALE, side * SCALE))
        alpha = head.getchannel("A").point(lambda value: 255 * (value > 40))
        whole.paste(alpha, corner)
        full = int(np.count_nonzero(np.asarray(alpha)))
        drawn = np.array(whole) > 0
        visible = drawn & ~hidden
        if visible.sum() < least_seen * full:
            continue
        hidden = hidden | drawn
        small = visible.reshape(side, SCALE, side, SCALE).mean(axis=(1, 3))
        kept.append(flower)
        masks.append(small >= 0.5)
    return kept[::-1], masks[::-1]


def _cast_shadow(
    canvas: Image.Image, head: Image.Image, corner: tuple[int, int], dark: float, radius: float
) -> None:
    """Darken what lies behind a head, so that it stands out from heads of the same colour."""
    pad = int(radius * SCALE * 0.12)
    small = head.getchannel("A").resize((head.width // SCALE, head.height // SCALE), Image.BOX)
    soft = small.filter(ImageFilter.GaussianBlur(0.09 * radius)).resize(head.size, Image.BILINEAR)
    shade = Image.new("RGBA", head.size, (12, 16, 10, 0))
    shade.putalpha(soft.point(lambda value: int(value * dark)))
    canvas.alpha_composite(*_cropped(shade, (corner[0] + pad // 3, corner[1] + pad)))


def _paint_background(rng: np.random.Generator, side: int) -> Image.Image:
    """Return an RGBA canvas with blurred surroundings, `SCALE` times as large as the picture."""
    colours = [vary(rng, c, 0.1) for c in SURROUNDINGS[rng.integers(len(SURROUNDINGS))]]
    cells = int(rng.integers(2, 7))
    weights = rng.dirichlet(np.full(3, 0.7), size=(cells, cells))
    field = np.clip(weights @ np.array(colours), 0, 255).astype(np.uint8)
    ground = Image.fromarray(field).resize((side, side), Image.BICUBIC)
    pen = ImageDraw.Draw(ground, "RGBA")
    for _ in range(rng.integers(0, 12)):  # far leaves and blades
        start = rng.uniform(0, side, 2)
        end = start + rng.normal(0, 0.4 * side, 2)
        tone = vary(rng, colours[rng.integers(3)], 0.25)
        pen.line((*start, *end), fill=_rgba(tone, 200), width=int(rng.integers(2, 9)))
    if rng.random() < 0.75:  # far flowers, in the colours of the near ones
        tone = FAR_FLOWERS[rng.integers(len(FAR_FLOWERS))]
        for _ in range(rng.integers(2, 14)):
            x, y = rng.uniform(0, side, 2)
            reach = rng.uniform(0.02, 0.11) * side
            box = (x - reach, y - reach, x + reach, y + reach)
            pen.ellipse(box, fill=_rgba(vary(rng, tone, 0.08), int(rng.integers(110, 230))))
    ground = ground.filter(ImageFilter.GaussianBlur(rng.uniform(0.02, 0.05) * side))
    canvas = ground.resize((side * SCALE, side * SCALE), Image.BICUBIC).convert("RGBA")
    return canvas


def _rgba(colour: np.ndarray, alpha: int) -> tuple[int, int, int, int]:
    red, green, blue = (int(np.clip(value, 0, 255)) for value in colour)
    return red, green, blue, alpha


def _green(rng: np.random.Generator) -> np.ndarray:
    return vary(rng, mix((58, 112, 44), (124, 158, 72), rng.random()), 0.08)


def _paint_stem(rng: np.random.Generator, canvas: Image.Image, flower: Flower) -> None:
    """Paint a stem from the head to below the picture, with one or two of the species' leaves."""
    pen = ImageDraw.Draw(canvas)
    size = flower.radius * SCALE
    start = np.array([flower.x, flower.y]) * SCALE
    lean = rng.normal(0, 0.25) + (flower.turn if flower.class_name == "tulips" else 0)
    if flower.class_name == "tulips":
        start = start + turned(np.array([[0, 0.85 * size]]), flower.turn)[0]
    height = max(canvas.height * 1.05 - start[1], size)
    along = np.linspace(0, 1, 14)[:, None]
    end = start + np.array([-np.sin(lean) * height * 0.5, height])
    bow = np.array([rng.normal(0, 0.12) * height, 0])
    path = start + (end - start) * along + bow * along * (1 - along) * 4 * 0.5
    green = _green(rng)
    width = size * {"sunflowers": 0.14, "tulips": 0.15, "roses": 0.1}.get(flower.class_name, 0.08)
    pen.line(path.ravel().tolist(), fill=_rgba(green * 0.7, 255), width=max(2, int(width * 1.3)))
    pen.line(path.ravel().tolist(), fill=_rgba(green, 255), width=max(1, int(width * 0.8)))
    for _ in range(rng.integers(0, 3)):
        foot = path[rng.integers(4, 12)]
        leaf = _leaf(rng, flower.class_name, size * rng.uniform(1.0, 1.5))
        side = 1 if rng.random() < 0.5 else -1
        angle = -np.pi / 2 + side * rng.uniform(0.3, 1.2)
        _paint_leaf(pen, leaf, foot, angle, green * rng.uniform(0.8, 1.1))


def _leaf(rng: np.random.Generator, class_name: str, length: float) -> np.ndarray:
    """Return one side of a leaf's outline along x, shape (24, 2): x and half the width."""
    along = np.linspace(0, 1, 24)
    if class_name == "tulips":
        half = 0.09 * np.sin(np.pi * along**0.8)
        length = 1.7 * length
    elif class_name == "sunflowers":
        half = 0.34 * np.sin(np.pi * along**0.6) ** 0.9
    elif class_name == "roses":
        half = 0.25 * np.sin(np.pi * along**0.75) * (1 + 0.12 * (np.arange(24) % 2))
    elif class_name == "dandelion":
        half = 0.05 + 0.14 * along * (np.arange(24) % 4) / 3
        half[-3:] = (0.1, 0.06, 0.0)
    else:
        half = 0.12 * np.sin(np.pi * along**1.4) * (1 + 0.3 * (np.arange(24) % 3))
    return np.stack([along * length, half * length * rng.uniform(0.8, 1.2)], axis=1)


def _paint_leaf(
    pen: ImageDraw.ImageDraw, leaf: np.ndarray, foot: np.ndarray, angle: float, green: np.ndarray
) -> None:
    droop = 0.12 * leaf[:, :1] ** 2 / leaf[-1, 0] * np.array([[0.0, 1.0]])
    spine = turned(leaf * [1, 0], angle) + foot + droop
    upper = turned(leaf, angle) + foot + droop
    lower = turned(leaf * [1, -1], angle) + foot + droop
    for edge, light in ((upper, 1.0), (lower, 0.78)):
        outline = np.concatenate([edge, spine[::-1]])
        pen.polygon(outline.ravel().tolist(), fill=_rgba(green * light, 255))
    width = max(1, int(leaf[-1, 0] * 0.018))
    pen.line(spine.ravel().tolist(), fill=_rgba(green * 1.25, 255), width=width)


def _paint_leaves(rng: np.random.Generator, side: int) -> Image.Image:
    """Return a transparent sheet with the blades of grass and leaves in front of everything."""
    sheet = Image.new("RGBA", (side * SCALE, side * SCALE))
    pen = ImageDraw.Draw(sheet)
    species = ("grass", "grass", "tulips", "roses", "daisy")
    for _ in range(rng.integers(0, 7)):
        kind = species[rng.integers(len(species))]
        foot = np.array([rng.uniform(0, side), side * 1.02]) * SCALE
        angle = -np.pi / 2 + rng.normal(0, 0.4)
        length = side * SCALE * rng.uniform(0.25, 0.7)
        if kind == "grass":
            along = np.linspace(0, 1, 24)
            leaf = np.stack([along, 0.022 * (1 - along)], axis=1) * length
        else:
            leaf = _leaf(rng, kind, 0.6 * length)
        _paint_leaf(pen, leaf, foot, angle, _green(rng) * rng.uniform(0.6, 1.1))
    if rng.random() < 0.4:
        sheet = sheet.filter(ImageFilter.GaussianBlur(rng.uniform(0, 0.01) * side * SCALE))
    return sheet


def _photograph(rng: np.random.Generator, canvas: Image.Image, side: int) -> np.ndarray:
    """Scale the canvas down and add what a camera adds: light, colour, blur and noise."""
    small = canvas.convert("RGB").resize((side, side), Image.BOX)
    if rng.random() < 0.5:
        small = small.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 1.0) * side / 128))
    picture = np.asarray(small, float)
    light = Image.fromarray(rng.uniform(-1, 1, (3, 3)).astype(np.float32))
    field = np.asarray(light.resize((side, side), Image.BICUBIC), float)
    picture *= (1 + rng.uniform(0, 0.4) * field)[..., None]
    picture *= rng.uniform(0.7, 1.2) * (1 + rng.normal(0, 0.09, 3))
    contrast = rng.uniform(0.75, 1.1)
    picture = (picture - 120) * contrast + 120
    picture += rng.normal(0, rng.uniform(0, 8), picture.shape)
    return np.clip(picture, 0, 255).round().astype(np.uint8)


def check_whole_number(name: str, value: int, least: int) -> None:
    """Raise `ValueError` with one sentence unless `value` is a whole number, at least `least`."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        raise ValueError(f"{name} is {value!r}; it must be a whole number, {least} or more.")
