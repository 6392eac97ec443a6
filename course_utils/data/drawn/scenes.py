"""Drawn flower beds with one to five kinds of flowers in a picture, and a box for each flower.

The pictures are 128 × 128 pixels. Like in `garden`, a picture depends on its seed and its number
alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course_utils.data.drawn import flower_beds
from course_utils.data.drawn.flower_heads import CLASS_NAMES

SIDE = 128
SHIPPED_COUNT = 400
SHIPPED_SEED = 2026

# The most flowers that may have heads of these radii, in pixels: a full bed has small flowers.
RADII = ((2, (15, 28)), (4, (13, 22)), (9, (11, 16)))


@dataclass(frozen=True)
class Box:
    """A rectangle around the part of one flower head that can be seen.

    Attributes:
        class_name: the flower's class.
        x, y: the rectangle's upper left pixel.
        width, height: its size in pixels.
        area: how many pixels of the flower head can be seen.
    """

    class_name: str
    x: int
    y: int
    width: int
    height: int
    area: int

    @classmethod
    def around(cls, mask: np.ndarray, class_name: str) -> Box:
        """Return the smallest box around the true pixels of `mask`, bool, (height, width)."""
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        return cls(
            class_name=class_name,
            x=int(columns[0]),
            y=int(rows[0]),
            width=int(columns[-1] - columns[0] + 1),
            height=int(rows[-1] - rows[0] + 1),
            area=int(mask.sum()),
        )


def draw_scene(number: int, seed: int = SHIPPED_SEED) -> tuple[np.ndarray, tuple[Box, ...]]:
    """Draw one flower bed and the boxes of its flowers.

    Pictures 1, 2, 3, 4, 5 have one, two, three, four, five kinds of flowers, pictures 6 to 10
    again, and so on.

    Args:
        number: which picture, from 1.
        seed: pictures of another seed are other pictures.

    Returns:
        The picture, uint8, shape (128, 128, 3), and a `Box` for every flower in it.

    Raises:
        ValueError: a number is too small.

    Example:
        >>> picture, boxes = draw_scene(3)
        >>> len({box.class_name for box in boxes})
        3
    """
    bed = plant_bed(number, seed)
    boxes = (Box.around(mask, flower.class_name) for flower, mask in zip(bed.flowers, bed.masks, strict=True))
    return bed.pixels, tuple(boxes)


def plant_bed(number: int, seed: int = SHIPPED_SEED) -> flower_beds.Bed:
    """Draw like `draw_scene`, and give the mask of each flower instead of its box."""
    flower_beds.check_whole_number("number", number, least=1)
    flower_beds.check_whole_number("seed", seed, least=0)
    # The classes of `garden` have the numbers below; this one keeps the two sets' chance apart.
    rng = np.random.default_rng([seed, len(CLASS_NAMES), number])
    kinds = 1 + (number - 1) % len(CLASS_NAMES)
    species = [str(name) for name in rng.permutation(CLASS_NAMES)[:kinds]]
    while True:
        more = rng.choice(species, size=rng.integers(0, 5))
        names = [*species, *(str(name) for name in more)]
        radii = next(radii for most, radii in RADII if len(names) <= most)
        flowers = flower_beds.place_flowers(rng, names, SIDE, radii)
        bed = flower_beds.paint_bed(rng, flowers, SIDE, least_seen=0.4)
        if {flower.class_name for flower in bed.flowers} == set(species):
            return bed
