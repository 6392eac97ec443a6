"""Whether what the lessons claim holds, over ten seeds; run by hand, the table is kept beside this file.

    python -m benchmarks.claims          # every lesson
    python -m benchmarks.claims 02 07    # only these; other lessons' tables stay as they are

A claim is a function of a seed. It returns a truth value, or two numbers of which the first must be larger.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

SEEDS = range(10)
MUST_HOLD = 9
TABLE = Path(__file__).with_name("claims.md")
Claim = Callable[[int], "bool | tuple[float, float]"]
CLAIMS: dict[str, dict[str, Claim]] = {}


def claim(lesson: str, says: str) -> Callable[[Claim], Claim]:
    """Add a claim to a lesson, in the words that the table shows; `A > B` where it returns A and B."""

    def add(function: Claim) -> Claim:
        CLAIMS.setdefault(lesson, {})[says] = function
        return function

    return add


# --- lesson 02: classification ----------------------------------------------------------------------------


@cache
def digits(seed: int) -> tuple[np.ndarray, ...]:
    """Lesson 02's training, validation and test images and labels, shuffled by the seed."""
    from sklearn.datasets import load_digits

    data = load_digits()
    order = np.random.default_rng(seed).permutation(len(data.images))
    parts = np.split(order, [1079, 1438])
    return tuple(array[part] for part in parts for array in (data.images, data.target))


@cache
def neighbours(seed: int, on: str) -> np.ndarray:
    """The labels of all training pictures, the nearest first, for each picture of a set."""
    images, labels, *others = digits(seed)
    new = {"training": images, "validation": others[0], "test": others[2]}[on]
    return np.array(
        [labels[((images - image) ** 2).sum(axis=(1, 2)).argsort(kind="stable")] for image in new]
    )


def neighbour_accuracy(seed: int, k: int, on: str) -> float:
    """Accuracy of k nearest neighbours on the training, validation or test set."""
    truth = digits(seed)[{"training": 1, "validation": 3, "test": 5}[on]]
    votes = [np.bincount(labels[:k]).argmax() for labels in neighbours(seed, on)]
    return float(np.mean(votes == truth))


def mean_accuracy(seed: int) -> float:
    """Accuracy of the nearest class mean on the validation set."""
    images, labels, new, truth, *_ = digits(seed)
    means = np.array([images[labels == digit].mean(axis=0) for digit in range(10)])
    return float(np.mean([((means - image) ** 2).sum(axis=(1, 2)).argmin() for image in new] == truth))


def rule_accuracy(seed: int, classes: int) -> float:
    """Accuracy of the lesson's rule, ink in the middle, on training pictures of the first classes."""
    images, labels, *_ = digits(seed)
    says = images[:, 2:6, 3:5].mean(axis=(1, 2)) > 6
    return float(np.mean(says[labels < classes] == labels[labels < classes]))


def few_pictures(seed: int, count: int) -> float:
    """Validation accuracy of the nearest of the first training pictures."""
    images, labels, new, truth, *_ = digits(seed)
    nearest = [((images[:count] - image) ** 2).sum(axis=(1, 2)).argmin() for image in new]
    return float(np.mean(labels[nearest] == truth))


def best_k(seed: int) -> int:
    """The k that the lesson would choose."""
    return max((1, 3, 5, 9, 25, 75), key=lambda k: neighbour_accuracy(seed, k, "validation"))


@claim("02", "the rule's accuracy on 0 and 1 > 0.95")
def _(seed: int) -> tuple[float, float]:
    return rule_accuracy(seed, 2), 0.95


@claim("02", "0.25 > the rule's accuracy on ten digits")
def _(seed: int) -> tuple[float, float]:
    return 0.25, rule_accuracy(seed, 10)


@claim("02", "always “this is no 8” > 0.85")
def _(seed: int) -> tuple[float, float]:
    return float(np.mean(digits(seed)[3] != 8)), 0.85


@claim("02", "nearest class mean > the rule, by 0.5 or more")
def _(seed: int) -> tuple[float, float]:
    return mean_accuracy(seed), rule_accuracy(seed, 10) + 0.5


@claim("02", "5 nearest neighbours > nearest class mean, in validation")
def _(seed: int) -> tuple[float, float]:
    return neighbour_accuracy(seed, 5, "validation"), mean_accuracy(seed)


@claim("02", "k = 1 is always right in training")
def _(seed: int) -> bool:
    return neighbour_accuracy(seed, 1, "training") == 1


@claim("02", "k = 1 in training > k = 1 in validation")
def _(seed: int) -> tuple[float, float]:
    return neighbour_accuracy(seed, 1, "training"), neighbour_accuracy(seed, 1, "validation")


@claim("02", "k = 5 > k = 75, in validation")
def _(seed: int) -> tuple[float, float]:
    return neighbour_accuracy(seed, 5, "validation"), neighbour_accuracy(seed, 75, "validation")


@claim("02", "10 > the chosen k")
def _(seed: int) -> tuple[float, float]:
    return 10, best_k(seed)


@claim("02", "0.03 > validation and test accuracy apart, at the chosen k")
def _(seed: int) -> tuple[float, float]:
    k = best_k(seed)
    return 0.03, abs(neighbour_accuracy(seed, k, "validation") - neighbour_accuracy(seed, k, "test"))


@claim("02", "what pictures 11 to 100 add > what all later ones add")
def _(seed: int) -> tuple[float, float]:
    ten, hundred, every = (few_pictures(seed, count) for count in (10, 100, 1079))
    return hundred - ten, every - hundred


# --- running them -----------------------------------------------------------------------------------------


def table(lesson: str) -> str:
    """A lesson's claims as Markdown: for how many seeds each holds, and the range of its two numbers."""
    lines = [f"## {lesson}", "", f"| claim | holds, of {len(SEEDS)} | first | second |", "|---|---|---|---|"]
    for says, function in CLAIMS[lesson].items():
        results = [function(seed) for seed in SEEDS]
        if isinstance(results[0], tuple):
            holds = sum(first > second for first, second in results)
            ranges = [f"{min(side):.3g} to {max(side):.3g}" for side in zip(*results, strict=True)]
        else:
            holds, ranges = sum(results), ["", ""]
        mark = "" if holds >= MUST_HOLD else " **too few**"
        lines.append(f"| {says} | {holds}{mark} | {ranges[0]} | {ranges[1]} |")
        print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


def main(lessons: list[str]) -> int:
    """Measure the claims of some lessons, or of all, and keep the tables.

    Returns:
        1 if a claim holds for too few seeds, else 0.
    """
    if unknown := [lesson for lesson in lessons if lesson not in CLAIMS]:
        print(f"No claims for {', '.join(unknown)}; there are claims for {', '.join(CLAIMS)}.")
        return 2
    stored = TABLE.read_text(encoding="utf-8") if TABLE.is_file() else ""
    kept = {part[3:5]: part.strip() + "\n" for part in re.split(r"^(?=## )", stored, flags=re.MULTILINE)[1:]}
    kept.update({lesson: table(lesson) for lesson in lessons or CLAIMS})
    head = "# Claims of the lessons\n\nWritten by `python -m benchmarks.claims`, a shuffle for each seed.\n"
    TABLE.write_text("\n".join([head, *(kept[lesson] for lesson in sorted(kept))]), encoding="utf-8")
    return int(any("too few" in kept[lesson] for lesson in lessons or CLAIMS))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
