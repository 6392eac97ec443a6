"""The drawn sets that come with the course: finding, loading and verifying them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from course_utils.data.image_set import Box, ImageSet
from course_utils.data.pictures import read_pictures
from course_utils.data.problem import DataProblem
from course_utils.places import course_folder


def find_shipped(name: str) -> Path | None:
    """Return the folder of a shipped set, or None where it is missing."""
    folder = course_folder() / "datasets" / name
    return folder if (folder / "manifest.csv").is_file() else None


def load_shipped(name: str, size: tuple[int, int], *, source: str, licence: str) -> ImageSet:
    """Load a shipped set as its `manifest.csv` lists it, with the split it came with.

    A set with an `annotations.json` in COCO's format has several labels and boxes in each picture.

    Raises:
        DataProblem: if the set is not there, or a file of it is missing or damaged.
    """
    folder = _folder_of(name)
    rows = _read_manifest(folder)
    files = [row["file"] for row in rows]
    described = {
        "images": _read_images(folder, files, size),
        "source": source,
        "licence": licence,
        "files": tuple(files),
        "parts": np.array([row["split"] for row in rows]),
    }
    if (folder / "annotations.json").is_file():
        class_names, boxes = _read_boxes(folder, files, size)
        shown = [{box.class_name for box in inside} for inside in boxes]
        labels = np.array([[name in names for name in class_names] for names in shown], np.uint8)
        return ImageSet(labels=labels, class_names=class_names, boxes=boxes, **described)
    class_names = tuple(sorted({row["class"] for row in rows}))
    labels = np.array([class_names.index(row["class"]) for row in rows], np.int64)
    return ImageSet(labels=labels, class_names=class_names, **described)


def verify_shipped(name: str) -> list[str]:
    """Compare a shipped set with its manifest.

    Returns:
        A line for each file that is missing, changed, or not listed; empty when all is well.
    """
    folder = _folder_of(name)
    problems, listed = [], set()
    for row in _read_manifest(folder):
        path = folder / row["file"]
        listed.add(path)
        if not path.is_file():
            problems.append(f"{row['file']} is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            problems.append(f"{row['file']} was changed")
    pictures = (path for path in sorted(folder.rglob("*.jpg")) if path not in listed)
    return problems + [f"{path.relative_to(folder).as_posix()} is not listed" for path in pictures]


def _folder_of(name: str) -> Path:
    if folder := find_shipped(name):
        return folder
    raise DataProblem(
        f"The set {name} ships with the course in datasets/{name}, but it is not there. In a "
        f"clone, bring it back with: git checkout -- datasets/{name}"
    )


def _read_manifest(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _read_images(folder: Path, files: list[str], size: tuple[int, int]) -> np.ndarray:
    images, _, bad = read_pictures([folder / file for file in files], size)
    if bad:
        index, reason = next(iter(bad.items()))
        raise DataProblem(
            f"{folder / files[index]} is damaged ({reason}), and {len(bad) - 1} more. "
            "`python -m course_utils data verify` lists such files; `git checkout -- datasets` "
            "brings them back."
        )
    return images


def _read_boxes(
    folder: Path, files: list[str], size: tuple[int, int]
) -> tuple[tuple[str, ...], tuple[tuple[Box, ...], ...]]:
    """Return the class names and each picture's boxes, scaled to `size` as the pictures are."""
    tables = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
    names = {category["id"]: category["name"] for category in tables["categories"]}
    pictures = {picture["id"]: picture for picture in tables["images"]}
    boxes = defaultdict(list)
    for annotation in tables["annotations"]:
        picture = pictures[annotation["image_id"]]
        width, height = picture["width"], picture["height"]
        scale = max(size[0] / height, size[1] / width)
        # What `ImageOps.fit` cuts off on the left and at the top.
        cut_x, cut_y = (width * scale - size[1]) / 2, (height * scale - size[0]) / 2
        x, y, box_width, box_height = (side * scale for side in annotation["bbox"])
        boxes[picture["file_name"]].append(
            Box(names[annotation["category_id"]], x - cut_x, y - cut_y, box_width, box_height)
        )
    class_names = tuple(names[number] for number in sorted(names))
    return class_names, tuple(tuple(boxes[file]) for file in files)
