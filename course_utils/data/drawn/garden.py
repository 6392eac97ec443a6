"""The drawn garden: pictures of five kinds of flowers, one kind a picture, 96 × 96 pixels.

A picture's chance depends on its seed, its class and its number alone. Drawing it again, alone or
among thousands, in one process or in many, gives the same pixels.
"""

from __future__ import annotations

import numpy as np

from course_utils.data.drawn import flower_beds
from course_utils.data.drawn.flower_heads import CLASS_NAMES

SIDE = 96
SHIPPED_PER_CLASS = 300
SHIPPED_SEED = 2026

# How often a picture holds one, two, … five flowers, and how large their heads are, in pixels.
FLOWER_COUNTS = (0.66, 0.18, 0.09, 0.05, 0.02)
RADII = ((31, 46), (22, 33), (17, 27), (14, 23), (13, 21))


def draw_picture(class_name: str, number: int, seed: int = SHIPPED_SEED) -> np.ndarray:
    """Draw one picture of one to five flowers of a class.

    Args:
        class_name: one of `CLASS_NAMES`: daisy, dandelion, roses, sunflowers, tulips.
        number: which picture of the class, from 1.
        seed: pictures of another seed are other pictures.

    Returns:
        The picture, uint8, shape (96, 96, 3).

    Raises:
        ValueError: the class is unknown, or a number is too small.

    Example:
        >>> draw_picture("daisy", 1).shape
        (96, 96, 3)
    """
    return plant_bed(class_name, number, seed).pixels


def plant_bed(class_name: str, number: int, seed: int = SHIPPED_SEED) -> flower_beds.Bed:
    """Draw like `draw_picture`, and also tell which flowers stand where."""
    if class_name not in CLASS_NAMES:
        raise ValueError(f"The garden has no class {class_name!r}; choose one of {', '.join(CLASS_NAMES)}.")
    flower_beds.check_whole_number("number", number, least=1)
    flower_beds.check_whole_number("seed", seed, least=0)
    rng = np.random.default_rng([seed, CLASS_NAMES.index(class_name), number])
    while True:
        count = 1 + int(rng.choice(len(FLOWER_COUNTS), p=FLOWER_COUNTS))
        flowers = flower_beds.place_flowers(rng, [class_name] * count, SIDE, RADII[count - 1])
        bed = flower_beds.paint_bed(rng, flowers, SIDE, least_seen=0.5)
        if bed.flowers:  # else leaves hide every flower
            return bed
