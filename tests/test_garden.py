"""The drawn garden: the same seed gives the same pixels, and the shipped folder holds them."""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from course_utils.data.drawn import drawing, garden
from course_utils.data.drawn.flower_heads import CLASS_NAMES

SHIPPED = Path(__file__).resolve().parent.parent / "datasets" / "garden"


def read_manifest(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn") / "garden"
    drawing.draw("garden", per_class=2, seed=7, to=folder, processes=1, progress=False)
    return folder


@pytest.mark.parametrize("class_name", CLASS_NAMES)
def test_picture_depends_on_seed_class_and_number_alone(class_name: str) -> None:
    picture = garden.draw_picture(class_name, 3, seed=5)
    assert picture.shape == (96, 96, 3)
    assert picture.dtype == np.uint8
    assert np.array_equal(picture, garden.draw_picture(class_name, 3, seed=5))
    assert not np.array_equal(picture, garden.draw_picture(class_name, 4, seed=5))
    assert not np.array_equal(picture, garden.draw_picture(class_name, 3, seed=6))


def test_bed_holds_one_to_five_flowers_of_one_class() -> None:
    for number in range(1, 5):
        flowers = garden.plant_bed("tulips", number).flowers
        assert 1 <= len(flowers) <= 5
        assert {flower.class_name for flower in flowers} == {"tulips"}


def test_other_processes_draw_the_same_bytes(drawn: Path, tmp_path: Path) -> None:
    report = drawing.draw("garden", per_class=1, seed=7, to=tmp_path, processes=2, progress=False)
    assert report.pictures == 5
    for file in drawing.list_files("garden", 1):
        assert (tmp_path / file).read_bytes() == (drawn / file).read_bytes()


def test_report_gives_the_speed() -> None:
    report = drawing.Drawn(Path("flowers"), pictures=1500, seconds=60.0)
    assert report.pictures_per_second == 25
    assert str(report) == ("Drew 1,500 pictures into flowers in 60 seconds: 25 pictures a second.")


def test_drawing_again_leaves_nothing_of_the_old_pictures(tmp_path: Path) -> None:
    drawing.draw("garden", per_class=2, seed=7, to=tmp_path, processes=1, progress=False)
    drawing.draw("scenes", count=1, seed=7, to=tmp_path, processes=1, progress=False)
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    tables = {"drawn.json", "manifest.csv", "annotations.json"}
    assert found == {"images", "images/scene_0001.jpg"} | tables


def test_folder_with_other_files_is_refused_and_left_alone(drawn: Path, tmp_path: Path) -> None:
    holiday = tmp_path / "holiday.jpg"
    holiday.write_bytes(b"mine")
    sentence = r"holds holiday.jpg, which draw did not put there.*name a new one"
    with pytest.raises(FileExistsError, match=sentence):
        drawing.draw("garden", per_class=1, seed=1, to=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]

    # A learner's picture beside drawn ones is safe too.
    own = drawn / "daisy" / "from_my_balcony.jpg"
    own.write_bytes(b"mine")
    before = sorted(drawn.rglob("*"))
    with pytest.raises(FileExistsError, match="from_my_balcony"):
        drawing.draw("garden", per_class=1, seed=1, to=drawn)
    assert sorted(drawn.rglob("*")) == before
    own.unlink()


def test_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "garden"
    file.write_text("not a folder", encoding="utf-8")
    with pytest.raises(FileExistsError, match="is a file; draw needs a folder"):
        drawing.draw("garden", per_class=1, seed=1, to=file)


def test_shipped_set_is_never_overwritten() -> None:
    with pytest.raises(FileExistsError, match="holds CARD.md, which draw did not put there"):
        drawing.draw("garden", per_class=1, seed=1, to=SHIPPED)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"name": "meadow", "per_class": 1}, "There is no drawn set named 'meadow'; choose one"),
        ({"name": "garden"}, "garden is drawn by per_class: give per_class as a whole number"),
        ({"name": "garden", "count": 3}, "garden is drawn by per_class"),
        ({"name": "scenes", "per_class": 3}, "scenes is drawn by count"),
        ({"name": "garden", "per_class": 0}, "per_class is 0; it must be a whole number, 1 or"),
        ({"name": "garden", "per_class": 2.5}, "per_class is 2.5; it must be a whole number"),
        ({"name": "garden", "per_class": True}, "per_class is True; it must be a whole number"),
        ({"name": "garden", "per_class": 1, "seed": -1}, "seed is -1; it must be a whole number"),
        ({"name": "garden", "per_class": 1, "processes": 0}, "processes is 0; it must be"),
    ],
)
def test_bad_arguments_get_one_sentence(arguments: dict, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        drawing.draw(**{"seed": 1, "to": tmp_path / "new"} | arguments)
    assert not (tmp_path / "new").exists()


def test_unknown_class_gets_one_sentence() -> None:
    with pytest.raises(ValueError, match="no class 'rose'; choose one of daisy, dandelion"):
        garden.draw_picture("rose", 1)


@pytest.mark.parametrize("folder", [None, SHIPPED], ids=["drawn", "shipped"])
def test_manifest_matches_the_files(folder: Path | None, drawn: Path) -> None:
    folder = folder or drawn
    record = json.loads((folder / "drawn.json").read_text(encoding="utf-8"))
    rows = read_manifest(folder)
    assert [row["file"] for row in rows] == drawing.list_files("garden", record["pictures"])
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.jpg")}
    assert found == {row["file"] for row in rows}
    for row in rows:
        assert row["class"] == row["file"].split("/")[0]
        content = (folder / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
    assert len({row["sha256"] for row in rows}) == len(rows)


def test_split_is_stratified() -> None:
    counts = Counter((row["class"], row["split"]) for row in read_manifest(SHIPPED))
    for class_name in CLASS_NAMES:
        assert counts[class_name, "train"] == 180
        assert counts[class_name, "validation"] == counts[class_name, "test"] == 60


def test_split_is_the_same_for_the_same_seed() -> None:
    groups = ["a"] * 10 + ["b"] * 5
    splits = drawing.split_evenly(groups, seed=1)
    assert splits == drawing.split_evenly(groups, seed=1)
    assert splits != drawing.split_evenly(groups, seed=2)
    assert Counter(splits[:10]) == {"train": 6, "validation": 2, "test": 2}
    assert Counter(splits[10:]) == {"train": 3, "validation": 1, "test": 1}


@pytest.mark.parametrize("class_name", CLASS_NAMES)
def test_shipped_pictures_are_what_the_shipped_seed_draws(class_name: str) -> None:
    for number in (1, 2):
        fresh = drawing.encode(garden.draw_picture(class_name, number))
        shipped = SHIPPED / class_name / f"{class_name}_{number:04d}.jpg"
        with Image.open(shipped) as old, Image.open(io.BytesIO(fresh)) as new:
            assert old.size == (96, 96) and old.format == "JPEG" and old.mode == "RGB"
            difference = np.abs(np.asarray(old, int) - np.asarray(new, int))
        assert difference.mean() < 2  # another version of Pillow may round otherwise


def test_shipped_set_is_small() -> None:
    size = sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file())
    assert size < 8_000_000
