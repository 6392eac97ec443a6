"""Pictures that occur twice, exactly or nearly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from course_utils.data.pictures import for_each

# Measured on 800 of the real flower photographs: among them no two differ in fewer than 9 bits, and
# those that do by 24 shades at least. Copies at half the size, as JPEG of quality 50, or a tenth
# brighter differ in at most 6 bits and 17 shades in 99 of 100 cases.
NEAR_BITS = 6
NEAR_SHADE = 20.0


def find_duplicates(
    images: Sequence[np.ndarray] | np.ndarray,
) -> tuple[list[list[int]], list[list[int]]]:
    """Find pictures that are the same, and pictures that are nearly the same.

    Nearly the same are pictures whose difference hashes differ in at most `NEAR_BITS` bits and
    whose small gray versions differ by less than `NEAR_SHADE` of 255 on average. The difference
    hash (dHash, described by Neal Krawetz in "Kind of like that", 2013) keeps, of a gray picture of
    9 × 8 pixels, whether each pixel is brighter than its left neighbour. Another size, another
    compression or a change of brightness hardly changes it; turning or mirroring does.

    Args:
        images: uint8 (n, height, width, channels), or a list of (height, width, channels).

    Returns:
        Groups of indices, each ascending: of the same pixels, and of nearly the same ones. A group
        of near duplicates names one picture of each exact group that belongs to it.
    """
    if not len(images):
        return [], []
    small = _shrink(images)
    bits = (small[:, :, 1:] > small[:, :, :-1]).reshape(len(small), 64)
    hashes = np.packbits(bits, axis=1).view(np.uint64)[:, 0]

    same = defaultdict(list)
    by_hash = defaultdict(list)
    for index, value in enumerate(hashes):
        by_hash[int(value)].append(index)
    for group in by_hash.values():
        for index in group if len(group) > 1 else ():
            same[images[index].shape, images[index].tobytes()].append(index)
    exact = sorted(group for group in same.values() if len(group) > 1)
    repeated = {index for group in exact for index in group[1:]}

    near = []
    for first, second in _candidates(hashes, skip=repeated):
        if np.abs(small[first] - small[second]).mean() < NEAR_SHADE:
            near.append((first, second))
    return exact, _groups(near)


def _shrink(images: Sequence[np.ndarray] | np.ndarray) -> np.ndarray:
    """Return the pictures in gray at 8 × 9 pixels, each the mean of a block: float (n, 8, 9)."""
    if not isinstance(images, np.ndarray):
        return np.concatenate([_shrink(image[np.newaxis]) for image in images])
    rows = np.arange(8) * images.shape[1] // 8
    columns = np.arange(9) * images.shape[2] // 9
    areas = np.outer(_lengths(rows, images.shape[1]), _lengths(columns, images.shape[2]))
    weights = (0.299, 0.587, 0.114) if images.shape[3] == 3 else (1.0,)
    small = np.empty((len(images), 8, 9))

    def shrink(number: int) -> None:
        few = slice(number * 16, number * 16 + 16)  # as sums take more room than pixels
        sums = np.add.reduceat(images[few], rows, axis=1, dtype=np.uint32)
        small[few] = np.add.reduceat(sums, columns, axis=2) @ weights / areas

    for_each(shrink, -(-len(images) // 16))
    return small


def _lengths(starts: np.ndarray, stop: int) -> np.ndarray:
    return np.maximum(np.diff(starts, append=stop), 1)


def _candidates(hashes: np.ndarray, skip: set[int]) -> set[tuple[int, int]]:
    """Return pairs of indices whose hashes differ in at most `NEAR_BITS` bits.

    Of seven pieces of the hash at least one must then be equal, so only pictures that share a piece
    are compared: not n × n comparisons.
    """
    edges = np.linspace(0, 64, NEAR_BITS + 2).astype(int)
    pairs = set()
    for start, stop in zip(edges[:-1], edges[1:], strict=True):
        mask = np.uint64((1 << int(stop)) - (1 << int(start)))
        same_piece = defaultdict(list)
        for index, value in enumerate(hashes & mask):
            if index not in skip:
                same_piece[int(value)].append(index)
        for members in same_piece.values():
            for position, first in enumerate(members[:-1]):
                others = np.array(members[position + 1 :])
                close = np.bitwise_count(hashes[others] ^ hashes[first]) <= NEAR_BITS
                pairs.update((first, int(second)) for second in others[close])
    return pairs


def _groups(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Join pairs that share a member into groups."""
    group_of: dict[int, set[int]] = {}
    for first, second in pairs:
        joined = group_of.get(first, {first}) | group_of.get(second, {second})
        for member in joined:
            group_of[member] = joined
    return [list(group) for group in sorted({tuple(sorted(g)) for g in group_of.values()})]
