"""The named sets, splitting, the shipped sets and the data command."""

import csv
import hashlib
import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from course_utils.data import DataProblem, ImageSet, commands, load, picture_folder, shipped
from course_utils.data.catalogue import CATALOGUE
from course_utils.data.image_set import Box


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


def some_images(count=60, classes=3, side=4):
    """Image number n is filled with n, so that a picture can be told from its pixels."""
    images = (
        np.zeros((count, side, side, 3), np.uint8) + np.arange(count, dtype=np.uint8)[:, None, None, None]
    )
    names = tuple("abcdefgh"[:classes])
    return ImageSet(images, np.arange(count) % classes, names, source="a test", licence="any")


def test_importing_and_loading_bring_no_tensorflow():
    code = (
        "import sys, course_utils.data as data; data.load('digits').split(); "
        "print({'tensorflow', 'keras'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_digits():
    digits = load("digits")
    assert digits.images.shape == (1797, 8, 8, 1) and digits.images.dtype == np.uint8
    assert digits.images.min() == 0 and digits.images.max() == 255
    assert digits.labels.dtype == np.int64 and digits.class_names == tuple("0123456789")
    assert load("digits", size=16).images.shape == (1797, 16, 16, 1)
    assert "1797 pictures (8 × 8 × 1), 10 classes (0, 1, 2, 3, 4, …)" in repr(digits)


def test_photos():
    photos = load("photos")
    assert [image.shape for image in photos.images] == [(427, 640, 3), (427, 640, 3), (600, 512, 3)]
    assert photos.class_names == ("china", "flower", "grace_hopper")
    from sklearn.datasets import load_sample_image

    assert (photos.images[0] == load_sample_image("china.jpg")).all()  # red, green, blue
    assert load("photos", size=(60, 90)).images.shape == (3, 60, 90, 3)
    assert "sizes of their own" in repr(photos)
    assert len(photos.subset([2, 0]).images) == 2


def test_unknown_names():
    with pytest.raises(DataProblem, match="Did you mean 'garden'.*The sets are digits, photos.*folder"):
        load("gardn")
    with pytest.raises(DataProblem, match="no set and no folder"):
        load("")


def test_a_problem_shows_as_one_line_in_a_notebook():
    assert DataProblem("Do this.")._render_traceback_() == ["DataProblem: Do this."]


@pytest.mark.parametrize("name", ["flowers", "fashion_mnist", "cifar10"])
def test_nothing_is_downloaded_unless_asked_for(name, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("used the network"))
    with pytest.raises(DataProblem, match=rf"data fetch {name}`, or .*download=True"):
        load(name)


def test_every_set_says_what_it_is():
    for entry in CATALOGUE.values():
        assert entry.what and entry.extent and entry.source and entry.licence


def test_split_is_stratified_seeded_and_whole():
    whole = some_images(60, classes=3)
    parts = whole.split(seed=1)
    assert [len(part) for part in parts] == [36, 12, 12]
    numbers = np.concatenate([part.images[:, 0, 0, 0] for part in parts])
    assert sorted(numbers) == list(range(60))
    for part in parts:
        assert np.bincount(part.labels).tolist() == [len(part) // 3] * 3
        assert (part.images[:, 0, 0, 0] % 3 == part.labels).all()
        assert part.class_names == whole.class_names
    again, other = whole.split(seed=1), whole.split(seed=2)
    assert all((a.images == b.images).all() for a, b in zip(parts, again, strict=True))
    assert (parts[0].images != other[0].images).any()
    train, test = whole.split((0.8, 0.2))
    assert (len(train), len(test)) == (48, 12)


@pytest.mark.parametrize("fractions", [(0.6, 0.2), (1.0,), (0.6, 0.6, -0.2), (0.5, 0.5, 0)])
def test_fractions_that_are_none(fractions):
    with pytest.raises(ValueError, match="two or more positive numbers with the sum 1"):
        some_images().split(fractions)


def test_too_few_pictures_to_split():
    with pytest.raises(DataProblem, match="b has 1.*Add pictures, or ask for fewer parts"):
        some_images().subset([0, 3, 6, 9, 1]).split()
    with pytest.raises(DataProblem, match="too few to split into 3 parts"):
        some_images(9, classes=3).split((0.9, 0.05, 0.05))
    with pytest.raises(DataProblem, match="there is none"):
        some_images().subset([]).split()


def test_given_split():
    with pytest.raises(DataProblem, match="Use split"):
        some_images().given_split()
    parts = np.repeat(["train", "test"], [40, 20])
    whole = some_images()
    whole = ImageSet(whole.images, whole.labels, whole.class_names, "a", "b", parts=parts)
    train, test = whole.given_split()
    assert (len(train), len(test)) == (40, 20) and test.images[0, 0, 0, 0] == 40


def test_fields_must_fit_together():
    with pytest.raises(ValueError, match="2 images need as many labels; got 3"):
        ImageSet(np.zeros((2, 4, 4, 3), np.uint8), np.zeros(3, int), ("a",), "here", "any")


@pytest.fixture
def tiny_sets(tmp_path, monkeypatch):
    """Shipped sets of a few pictures, in the format of the real ones."""
    place = tmp_path / "datasets"
    rng = np.random.default_rng(0)

    def write(name, rows, kind, side):
        for row in rows:
            path = place / name / row["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(rng.integers(0, 256, (side, side, 3), dtype=np.uint8)).save(path)
            row["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        with (place / name / "manifest.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, ["file", kind, "split", "sha256"])
            writer.writeheader()
            writer.writerows(rows)

    splits = ["train", "train", "train", "validation", "test"]
    write(
        "garden",
        [
            {"file": f"{name}/{index}.jpg", "class": name, "split": split}
            for name in ("daisy", "tulips")
            for index, split in enumerate(splits)
        ],
        "class",
        96,
    )
    names = ("daisy", "roses", "tulips")
    shown = [names[: 1 + index % 3] for index in range(30)]
    write(
        "scenes",
        [
            {"file": f"images/{i}.jpg", "classes": ";".join(s), "split": splits[i % 5]}
            for i, s in enumerate(shown)
        ],
        "classes",
        128,
    )
    tables = {
        "images": [{"id": i, "file_name": f"images/{i}.jpg", "width": 128, "height": 128} for i in range(30)],
        "categories": [{"id": i, "name": name} for i, name in enumerate(names, start=1)],
        "annotations": [
            {"image_id": i, "category_id": names.index(n) + 1, "bbox": [10, 20, 30, 40]}
            for i, s in enumerate(shown)
            for n in s
        ],
    }
    (place / "scenes" / "annotations.json").write_text(json.dumps(tables))
    monkeypatch.setattr(shipped, "course_folder", lambda: tmp_path)
    return place


def test_garden(tiny_sets):
    garden = load("garden")
    assert garden.images.shape == (10, 96, 96, 3) and garden.class_names == ("daisy", "tulips")
    assert garden.labels.tolist() == [0] * 5 + [1] * 5
    assert [len(part) for part in garden.given_split()] == [6, 2, 2]
    assert load("garden", size=64).images.shape == (10, 64, 64, 3)


def test_scenes(tiny_sets):
    scenes = load("scenes")
    assert scenes.labels.dtype == np.uint8 and scenes.labels[:3].tolist() == [
        [1, 0, 0],
        [1, 1, 0],
        [1, 1, 1],
    ]
    assert scenes.boxes[1] == (Box("daisy", 10, 20, 30, 40), Box("roses", 10, 20, 30, 40))
    assert load("scenes", size=64).boxes[0] == (Box("daisy", 5, 10, 15, 20),)
    # Twice as wide as high: a quarter of the height is cut off above.
    assert load("scenes", size=(64, 128)).boxes[0] == (Box("daisy", 10, -12, 30, 40),)
    parts = scenes.split()
    assert [len(part) for part in parts] == [18, 6, 6]
    assert all(len(part.boxes) == len(part) for part in parts)


def test_rare_combinations_of_labels_do_not_stop_a_split(tiny_sets):
    scenes = load("scenes")
    few = scenes.subset([*range(0, 30, 3), *range(1, 30, 3), 2])  # one combination only once
    assert sorted(len(part) for part in few.split()) == [4, 5, 12]


def test_verify(tiny_sets, capsys):
    assert commands.main(["verify"]) == 0
    assert capsys.readouterr().out.count("every file as it should be") == 2
    garden = tiny_sets / "garden"
    (garden / "daisy" / "0.jpg").unlink()
    (garden / "daisy" / "1.jpg").write_bytes(b"changed")
    (garden / "daisy" / "extra.jpg").write_bytes(b"new")
    assert commands.main(["verify"]) == 1
    said = capsys.readouterr().out
    assert "garden: 3 problems" in said and "daisy/0.jpg is missing" in said
    assert "daisy/1.jpg was changed" in said and "daisy/extra.jpg is not listed" in said
    with pytest.raises(DataProblem, match="daisy/0.jpg is damaged .*1 more.*git checkout"):
        load("garden")


def test_a_missing_shipped_set(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(shipped, "course_folder", lambda: tmp_path)
    with pytest.raises(DataProblem, match="git checkout -- datasets/garden"):
        load("garden")
    assert commands.main(["verify"]) == 2
    assert "ships with the course" in capsys.readouterr().err


def test_the_command_lists_every_set(capsys, tiny_sets):
    assert commands.main([]) == 0
    said = capsys.readouterr().out
    for name, entry in CATALOGUE.items():
        assert name in said and entry.extent in said
    assert str(commands.data_folder()) in said


def test_the_command_on_wrong_input(capsys):
    assert commands.main(["fetch", "roses"]) == 2
    assert "There is no set and no folder 'roses'" in capsys.readouterr().err
    assert commands.main(["fetch", "cifar10", "--mirror", "https://here.example"]) == 2
    assert "knows no mirror" in capsys.readouterr().err
    assert commands.main(["fetch", "digits"]) == 0
    assert "here already" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        commands.main(["draw", "roses", "--to", "x"])


def test_the_shipped_sets_are_whole():
    assert shipped.verify_shipped("garden") == [] and shipped.verify_shipped("scenes") == []
    garden, scenes = load("garden", size=64), load("scenes")
    assert garden.images.shape == (1500, 64, 64, 3)
    assert np.bincount(garden.labels).tolist() == [300] * 5
    assert garden.class_names == ("daisy", "dandelion", "roses", "sunflowers", "tulips")
    assert scenes.images.shape == (400, 128, 128, 3) and scenes.labels.shape == (400, 5)
    assert garden.class_names == scenes.class_names
    for labels, boxes in zip(scenes.labels, scenes.boxes, strict=True):
        names = {box.class_name for box in boxes}
        assert names == {scenes.class_names[i] for i in np.flatnonzero(labels)}
        assert all(box.x >= 0 and box.x + box.width <= 128 for box in boxes)
    assert [len(part) for part in garden.given_split()] == [900, 300, 300]


def test_drawing_more(tmp_path, capsys):
    command = ["draw", "garden", "--per-class", "1", "--seed", "1", "--to", str(tmp_path / "more")]
    assert commands.main(command) == 0
    assert "Drew 5 pictures" in capsys.readouterr().out
    assert load(tmp_path / "more").report.used == dict.fromkeys(load("garden").class_names, 1)


def test_the_folder_of_a_set_is_found_or_a_sentence_says_why_not(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    assert (picture_folder("garden") / "daisy").is_dir()
    (tmp_path / "pets" / "cats").mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(tmp_path / "pets" / "cats" / "a.png")
    assert picture_folder(tmp_path / "pets") == tmp_path / "pets"
    for name, says in (
        ("flowers", "data fetch flowers"),
        ("digits", 'load\\("digits"\\)'),
        ("gardn", "garden"),
    ):
        with pytest.raises(DataProblem, match=says):
            picture_folder(name)
