"""Draw a whole set of pictures into a folder, on all cores.

A drawn folder has the layout that `keras.utils.image_dataset_from_directory` reads (`garden`), or
one folder of pictures beside their boxes in COCO's format (`scenes`). Its `manifest.csv` names
every picture, what it shows, its split and its SHA-256.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import multiprocessing
import os
import time
from collections.abc import Hashable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm.auto import tqdm

from course_utils.data.drawn import garden, scenes
from course_utils.data.drawn.flower_beds import check_whole_number
from course_utils.data.drawn.flower_heads import CLASS_NAMES

GENERATOR_VERSION = 1  # goes up when the same seed no longer gives the same pictures
JPEG_QUALITY = 88
SPLITS = {"train": 0.6, "validation": 0.2, "test": 0.2}

RECORD = "drawn.json"  # says that `draw` made this folder, and from what
_BESIDE_PICTURES = {RECORD, "manifest.csv", "annotations.json"}
_BY_FILE_MANAGERS = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Drawn:
    """What `draw` did.

    Attributes:
        folder: where the pictures are.
        pictures: how many were drawn.
        seconds: how long it took.
    """

    folder: Path
    pictures: int
    seconds: float

    @property
    def pictures_per_second(self) -> float:
        return self.pictures / max(self.seconds, 1e-9)

    def __str__(self) -> str:
        return (
            f"Drew {self.pictures:,} pictures into {self.folder} in {self.seconds:.0f} seconds: "
            f"{self.pictures_per_second:.0f} pictures a second."
        )


def draw(
    name: str,
    *,
    per_class: int | None = None,
    count: int | None = None,
    seed: int,
    to: str | os.PathLike[str],
    processes: int | None = None,
    progress: bool = True,
) -> Drawn:
    """Draw a set of pictures into a folder.

    The pictures depend on `name` and `seed` alone, not on the number of processes; drawing more
    of them keeps the first ones as they are.

    Args:
        name: "garden" (96 × 96, one class a picture) or "scenes" (128 × 128, several classes).
        per_class: how many pictures of each class; for "garden".
        count: how many pictures in all; for "scenes".
        seed: a whole number from 0; another seed gives other pictures.
        to: the folder to draw into. It is made if needed. A folder that holds only what an earlier
            `draw` put there is drawn anew; any other must be empty. The shipped sets are safe:
            their CARD.md was written by hand.
        processes: how many pictures to draw at the same time; by default one on each core.
        progress: whether to show a progress bar.

    Returns:
        A `Drawn`: the folder, the number of pictures and the time; `print` it for one sentence.

    Raises:
        ValueError: the name is unknown, or a number is missing or too small.
        FileExistsError: the folder holds something that `draw` did not put there.
    """
    number = _check_amount(name, per_class, count)
    check_whole_number("seed", seed, least=0)
    if processes is not None:
        check_whole_number("processes", processes, least=1)
    folder = Path(to)
    start = time.perf_counter()
    _prepare_folder(folder)
    record = {"drawn_by": "course_utils", "set": name, "generator": GENERATOR_VERSION}
    record |= {"pictures": number, "seed": int(seed)}
    _write_text(folder / RECORD, json.dumps(record, indent=1) + "\n")

    files = list_files(name, number)
    for parent in {(folder / file).parent for file in files}:
        parent.mkdir(parents=True, exist_ok=True)
    drawn = _draw_files(files, int(seed), processes or os.cpu_count() or 1)
    hashes, contents = [], []
    for file, (picture, content) in tqdm(
        zip(files, drawn, strict=True),
        total=len(files),
        desc=f"Drawing {name}",
        unit=" pictures",
        disable=not progress,
    ):
        (folder / file).write_bytes(picture)
        hashes.append(hashlib.sha256(picture).hexdigest())
        contents.append(content)
    if name == "garden":
        _write_garden_tables(folder, files, hashes, int(seed))
    else:
        _write_scenes_tables(folder, files, hashes, contents, int(seed))
    return Drawn(folder, len(files), time.perf_counter() - start)


def _check_amount(name: str, per_class: int | None, count: int | None) -> int:
    """Return the number that belongs to `name`, or raise one clear sentence."""
    wanted = {"garden": ("per_class", per_class, count), "scenes": ("count", count, per_class)}
    if name not in wanted:
        raise ValueError(f"There is no drawn set named {name!r}; choose one of {', '.join(wanted)}.")
    argument, amount, other = wanted[name]
    if amount is None or other is not None:
        raise ValueError(
            f"{name} is drawn by {argument}: give {argument} as a whole number, and no other "
            "number of pictures."
        )
    check_whole_number(argument, amount, least=1)
    return int(amount)


def list_files(name: str, number: int) -> list[str]:
    """Return the pictures of a drawn set, relative to its folder, in the order of the manifest.

    Args:
        name: "garden" or "scenes".
        number: pictures of each class for "garden", pictures in all for "scenes".
    """
    if name == "garden":
        return [f"{c}/{c}_{i:04d}.jpg" for c in CLASS_NAMES for i in range(1, number + 1)]
    return [f"images/scene_{i:04d}.jpg" for i in range(1, number + 1)]


def draw_file(file: str, seed: int) -> tuple[np.ndarray, tuple[scenes.Box, ...]]:
    """Draw the picture that a drawn set keeps under the name `file`.

    Returns:
        The picture, uint8, (height, width, 3), and the boxes in it; `garden` has none.
    """
    subject, number = Path(file).stem.rsplit("_", 1)
    if subject == "scene":
        return scenes.draw_scene(int(number), seed)
    return garden.draw_picture(subject, int(number), seed), ()


def encode(pixels: np.ndarray) -> bytes:
    """Return a picture, uint8, (height, width, 3), as the bytes of a JPEG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return file.getvalue()


def split_evenly(groups: Sequence[Hashable], seed: int) -> list[str]:
    """Deal pictures to train, validation and test, 60 : 20 : 20 within every group.

    Args:
        groups: the group (a class, say) of each picture.
        seed: another seed deals other pictures to each split.

    Returns:
        "train", "validation" or "test" for each picture, in the order of `groups`.
    """
    splits = ["train"] * len(groups)
    for order, group in enumerate(sorted(set(groups))):
        members = [i for i, other in enumerate(groups) if other == group]
        shuffled = np.random.default_rng([seed, 100 + order]).permutation(members)
        held = round(SPLITS["validation"] * len(members))
        for place, member in enumerate(shuffled[: 2 * held]):
            splits[member] = "validation" if place < held else "test"
    return splits


def _draw_files(
    files: list[str], seed: int, processes: int
) -> Iterator[tuple[bytes, tuple[scenes.Box, ...]]]:
    work = partial(_draw_encoded, seed=seed)
    if min(processes, len(files)) == 1:
        yield from map(work, files)
        return
    # "spawn" works alike on every system, and a fork of a notebook that runs TensorFlow may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        yield from pool.map(work, files, chunksize=max(1, min(25, len(files) // processes)))


def _draw_encoded(file: str, seed: int) -> tuple[bytes, tuple[scenes.Box, ...]]:
    pixels, boxes = draw_file(file, seed)
    return encode(pixels), boxes


def _prepare_folder(folder: Path) -> None:
    """Make the folder, or clear what an earlier `draw` left in it, or refuse in one sentence."""
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(
            f"{folder} is a file; draw needs a folder: name another one, or move the file away."
        )
    found = _list_contents(folder)
    if found:
        own = _list_own(folder)
        foreign = sorted(set(found) - own)
        if foreign:
            raise FileExistsError(
                f"The folder {folder} holds {foreign[0]}, which draw did not put there, and draw "
                "needs an empty folder: name a new one, or move what is in this one away."
            )
        for file in found:
            (folder / file).unlink()
        for inner in sorted(folder.rglob("*/"), reverse=True):  # the innermost first
            if inner.is_dir() and not any(inner.iterdir()):
                inner.rmdir()
    folder.mkdir(parents=True, exist_ok=True)


def _list_contents(folder: Path) -> list[str]:
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not path.is_dir() and path.name not in _BY_FILE_MANAGERS
    ]


def _list_own(folder: Path) -> set[str]:
    """Return the names of all files that an earlier `draw` may have put into `folder`."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return set(list_files(record["set"], int(record["pictures"]))) | _BESIDE_PICTURES
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")  # the same bytes on every system


def _write_manifest(path: Path, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


def _write_garden_tables(folder: Path, files: list[str], hashes: list[str], seed: int) -> None:
    classes = [file.split("/")[0] for file in files]
    rows = list(zip(files, classes, split_evenly(classes, seed), hashes, strict=True))
    _write_manifest(folder / "manifest.csv", ("file", "class", "split", "sha256"), rows)


def _write_scenes_tables(
    folder: Path,
    files: list[str],
    hashes: list[str],
    contents: list[tuple[scenes.Box, ...]],
    seed: int,
) -> None:
    """Write the manifest, and the boxes in the format of the COCO data set."""
    labels = [sorted({box.class_name for box in boxes}) for boxes in contents]
    splits = split_evenly([len(names) for names in labels], seed)
    joined = [";".join(names) for names in labels]
    rows = list(zip(files, joined, splits, hashes, strict=True))
    _write_manifest(folder / "manifest.csv", ("file", "classes", "split", "sha256"), rows)

    images = [
        {"id": i, "file_name": file, "width": scenes.SIDE, "height": scenes.SIDE, "split": split}
        for i, (file, split) in enumerate(zip(files, splits, strict=True), start=1)
    ]
    annotations = []
    for image_id, boxes in enumerate(contents, start=1):
        for box in boxes:
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": image_id,
                    "category_id": CLASS_NAMES.index(box.class_name) + 1,
                    "bbox": [box.x, box.y, box.width, box.height],
                    "area": box.area,
                    "iscrowd": 0,
                }
            )
    categories = [{"id": i, "name": name} for i, name in enumerate(CLASS_NAMES, start=1)]
    _write_text(
        folder / "annotations.json",
        _dump_tables({"images": images, "annotations": annotations, "categories": categories}),
    )


def _dump_tables(tables: dict[str, list[dict]]) -> str:
    """Return `tables` as JSON with one entry a line, which people and `git diff` can read."""
    parts = []
    for name, entries in tables.items():
        lines = ",\n".join(json.dumps(entry) for entry in entries)
        parts.append(f'"{name}": [\n{lines}\n]')
    return "{\n" + ",\n".join(parts) + "\n}\n"
