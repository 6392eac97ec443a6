"""The drawn flower beds: every flower has a box, and every box fits its flower."""

import csv
import hashlib
import io
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from course_utils.data.drawn import drawing, scenes
from course_utils.data.drawn.flower_heads import CLASS_NAMES

SHIPPED = Path(__file__).resolve().parent.parent / "datasets" / "scenes"


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict]]:
    return json.loads((SHIPPED / "annotations.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (SHIPPED / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_picture_depends_on_seed_and_number_alone() -> None:
    picture, boxes = scenes.draw_scene(4, seed=5)
    assert picture.shape == (128, 128, 3)
    assert picture.dtype == np.uint8
    again, same_boxes = scenes.draw_scene(4, seed=5)
    assert np.array_equal(picture, again)
    assert boxes == same_boxes
    assert not np.array_equal(picture, scenes.draw_scene(9, seed=5)[0])
    assert not np.array_equal(picture, scenes.draw_scene(4, seed=6)[0])


def test_pictures_have_one_to_five_kinds_in_turn() -> None:
    kinds = [len({box.class_name for box in scenes.draw_scene(n)[1]}) for n in range(1, 7)]
    assert kinds == [1, 2, 3, 4, 5, 1]


@pytest.mark.parametrize("number", [3, 5])
def test_boxes_fit_the_masks(number: int) -> None:
    bed = scenes.plant_bed(number)
    _, boxes = scenes.draw_scene(number)
    assert len(boxes) == len(bed.masks) == len(bed.flowers)
    seen = np.zeros((128, 128), int)
    for box, mask, flower in zip(boxes, bed.masks, bed.flowers, strict=True):
        assert box.class_name == flower.class_name
        inside = np.zeros_like(mask)
        inside[box.y : box.y + box.height, box.x : box.x + box.width] = True
        assert not (mask & ~inside).any()
        # No side of the box can move inwards.
        part = mask[box.y : box.y + box.height, box.x : box.x + box.width]
        assert part[0].any() and part[-1].any() and part[:, 0].any() and part[:, -1].any()
        assert box.area == mask.sum() > 0
        seen += mask
    assert seen.max() == 1  # a pixel shows one flower at most


def test_box_around_a_small_mask() -> None:
    mask = np.zeros((6, 8), bool)
    mask[2, 3] = mask[4, 6] = True
    assert scenes.Box.around(mask, "daisy") == scenes.Box("daisy", 3, 2, 4, 3, 2)


def test_other_processes_draw_the_same(tmp_path: Path) -> None:
    for processes in (1, 2):
        to = tmp_path / str(processes)
        drawing.draw("scenes", count=2, seed=3, to=to, processes=processes, progress=False)
    for name in (*drawing.list_files("scenes", 2), "annotations.json", "manifest.csv"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_manifest_matches_the_files(rows: list[dict[str, str]]) -> None:
    assert [row["file"] for row in rows] == drawing.list_files("scenes", 400)
    found = {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.jpg")}
    assert found == {row["file"] for row in rows}
    for row in rows:
        content = (SHIPPED / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"]


def test_shipped_boxes_lie_inside_and_give_the_labels(
    tables: dict[str, list[dict]], rows: list[dict[str, str]]
) -> None:
    names = {category["id"]: category["name"] for category in tables["categories"]}
    assert tuple(names.values()) == CLASS_NAMES
    labels: dict[int, set[str]] = {image["id"]: set() for image in tables["images"]}
    for note in tables["annotations"]:
        x, y, width, height = note["bbox"]
        assert x >= 0 and y >= 0 and width > 0 and height > 0
        assert x + width <= 128 and y + height <= 128
        assert 0 < note["area"] <= width * height
        labels[note["image_id"]].add(names[note["category_id"]])
    for image, row in zip(tables["images"], rows, strict=True):
        assert image["file_name"] == row["file"]
        assert image["split"] == row["split"]
        assert labels[image["id"]] == set(row["classes"].split(";"))


def test_split_is_stratified_by_the_number_of_kinds(rows: list[dict[str, str]]) -> None:
    counts = Counter((len(row["classes"].split(";")), row["split"]) for row in rows)
    for kinds in range(1, 6):
        assert counts[kinds, "train"] == 48
        assert counts[kinds, "validation"] == counts[kinds, "test"] == 16


def test_shipped_pictures_are_what_the_shipped_seed_draws(tables: dict[str, list[dict]]) -> None:
    for number in (1, 2, 3):
        picture, boxes = scenes.draw_scene(number)
        shipped = SHIPPED / "images" / f"scene_{number:04d}.jpg"
        fresh = io.BytesIO(drawing.encode(picture))
        with Image.open(shipped) as old, Image.open(fresh) as new:
            assert old.size == (128, 128)
            difference = np.abs(np.asarray(old, int) - np.asarray(new, int))
        assert difference.mean() < 2  # another version of Pillow may round otherwise
        notes = [note for note in tables["annotations"] if note["image_id"] == number]
        for note, box in zip(notes, boxes, strict=True):
            wanted = [box.x, box.y, box.width, box.height]
            assert np.abs(np.subtract(note["bbox"], wanted)).max() <= 2
