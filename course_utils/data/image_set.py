"""A set of labelled pictures: what every source of data gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from course_utils.data.problem import DataProblem

if TYPE_CHECKING:
    from course_utils.data.report import Report

PARTS = ("train", "validation", "test")


class Box(NamedTuple):
    """Where one thing is in a picture: its class, upper left corner and size, in pixels."""

    class_name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, repr=False)
class ImageSet:
    """Labelled pictures, and where they came from.

    Attributes:
        images: uint8, (n, height, width, channels), red, green, blue in this order, or one channel
            of gray. A list of (height, width, channels) where pictures keep sizes of their own.
        labels: int64 (n,), a position in `class_names`; or uint8 (n, classes), 1 for each class
            that a picture shows, where it can show several.
        class_names: the names of the classes.
        source: where the pictures came from.
        licence: what they may be used for.
        files: the file of each picture, or None.
        parts: "train", "validation" or "test" for each picture as its makers split them, or None.
        boxes: the `Box`es in each picture, or None.
        report: what became of each file of a folder, or None.
    """

    images: np.ndarray | list[np.ndarray]
    labels: np.ndarray
    class_names: tuple[str, ...]
    source: str
    licence: str
    files: tuple[str, ...] | None = None
    parts: np.ndarray | None = None
    boxes: tuple[tuple[Box, ...], ...] | None = None
    report: Report | None = None

    def __post_init__(self) -> None:
        for name in ("labels", "files", "parts", "boxes"):
            values = getattr(self, name)
            if values is not None and len(values) != len(self.images):
                raise ValueError(f"{len(self.images)} images need as many {name}; got {len(values)}.")

    def __len__(self) -> int:
        return len(self.images)

    def __repr__(self) -> str:
        if isinstance(self.images, list):
            look = "sizes of their own"
        else:
            look = " × ".join(map(str, self.images.shape[1:]))
        names = ", ".join(self.class_names[:5]) + (", …" if len(self.class_names) > 5 else "")
        return (
            f"ImageSet: {len(self)} pictures ({look}), "
            f"{len(self.class_names)} classes ({names}), from {self.source}"
        )

    def subset(self, indices: Sequence[int] | np.ndarray) -> ImageSet:
        """Return the pictures at `indices` (or where a boolean array is true), in that order."""
        indices = np.asarray(indices)
        indices = np.flatnonzero(indices) if indices.dtype == bool else indices.astype(np.int64)
        as_list = isinstance(self.images, list)

        def pick(values: tuple | None) -> tuple | None:
            return None if values is None else tuple(values[index] for index in indices)

        return replace(
            self,
            images=[self.images[index] for index in indices] if as_list else self.images[indices],
            labels=self.labels[indices],
            files=pick(self.files),
            parts=None if self.parts is None else self.parts[indices],
            boxes=pick(self.boxes),
            report=None,
        )

    def split(self, fractions: Sequence[float] = (0.6, 0.2, 0.2), seed: int = 0) -> tuple[ImageSet, ...]:
        """Split into parts that share no picture and hold every class in the same proportion.

        Args:
            fractions: the share of each part, in order: training, validation, test. Their sum is 1.
            seed: the same seed gives the same parts.

        Returns:
            An `ImageSet` for each fraction, its pictures shuffled.

        Raises:
            ValueError: if the fractions are not shares of a whole.
            DataProblem: if a class has too few pictures to be in every part.

        Where a picture can show several classes, pictures with the same classes are kept in
        proportion; rare combinations count as one.
        """
        fractions = tuple(fractions)
        if len(fractions) < 2 or min(fractions) <= 0 or abs(sum(fractions) - 1) > 1e-6:
            raise ValueError(
                f"fractions are two or more positive numbers with the sum 1, such as "
                f"(0.6, 0.2, 0.2); got {fractions}."
            )
        from sklearn.model_selection import train_test_split

        groups = self._groups_to_keep_in_proportion(len(fractions))
        rest, parts = np.arange(len(self)), []
        for position, fraction in enumerate(fractions[:-1]):
            share = fraction / sum(fractions[position:])
            try:
                part, rest = train_test_split(
                    rest, train_size=share, stratify=groups[rest], random_state=seed
                )
            except ValueError as error:
                raise DataProblem(
                    f"{len(self)} pictures of {len(np.unique(groups))} classes are too few to "
                    f"split into {len(fractions)} parts that each hold every class."
                ) from error
            parts.append(part)
        return tuple(self.subset(part) for part in [*parts, rest])

    def _groups_to_keep_in_proportion(self, parts: int) -> np.ndarray:
        if self.labels.ndim == 1:
            counts = np.bincount(self.labels, minlength=len(self.class_names))
            few = [
                f"{self.class_names[label]} has {counts[label]}"
                for label in np.flatnonzero((counts > 0) & (counts < parts))
            ]
            if few or not len(self):
                raise DataProblem(
                    f"Each of {parts} parts needs a picture of every class at least, but "
                    f"{', '.join(few) or 'there is none'}. Add pictures, or ask for fewer parts."
                )
            return self.labels
        _, groups, counts = np.unique(self.labels, axis=0, return_inverse=True, return_counts=True)
        groups = groups.ravel()
        rare = counts[groups] < 2 * parts
        # Where even all rare combinations together are too few, they join the commonest one.
        groups[rare] = -1 if rare.sum() >= 2 * parts else counts.argmax()
        return groups

    def given_split(self) -> tuple[ImageSet, ...]:
        """Return the parts that the set's makers chose: training, (validation,) and test set.

        Raises:
            DataProblem: if the set came without parts; `split` makes some.
        """
        if self.parts is None:
            raise DataProblem("This set came without parts. Use split(), which makes them.")
        return tuple(self.subset(self.parts == part) for part in PARTS if part in self.parts)
