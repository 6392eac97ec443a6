"""The learner's own pictures: a folder my_pictures beside the notebook, and single files."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from course_utils.data import DataProblem, load, open_picture, own_pictures, picture_folder


@pytest.fixture(autouse=True)
def beside_the_notebook(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "cache"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def photo(seed, size=(40, 30)):
    """A smooth random RGB picture of (width, height), like no other."""
    shades = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(shades).resize(size, Image.Resampling.BICUBIC)


def save(path, picture, **settings):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, **settings)
    return path


def fill(classes):
    """Make my_pictures with so many pictures of each class."""
    for kind, (name, count) in enumerate(classes.items()):
        for index in range(count):
            save(f"my_pictures/{name}/{index}.png", photo(1000 * kind + index))


@pytest.mark.parametrize("use", [load, picture_folder])
def test_what_to_do_is_said_until_there_are_classes(use):
    folders = r"my_pictures/cats and my_pictures/dogs, drag pictures into them, and run the cell again"
    with pytest.raises(DataProblem, match=f"no folder my_pictures in .*work yet.*beside.*{folders}"):
        use("my_pictures")
    Path("my_pictures").mkdir()
    with pytest.raises(DataProblem, match=f"my_pictures holds no pictures yet.*{folders}"):
        use("my_pictures")
    Path("my_pictures/cats").mkdir()
    with pytest.raises(DataProblem, match=f"my_pictures holds no pictures yet.*{folders}"):
        use("my_pictures")
    save("my_pictures/a.jpg", photo(1))
    with pytest.raises(DataProblem, match=f"my_pictures holds a picture but no class folder.*{folders}"):
        use("my_pictures")
    save("my_pictures/b.jpg", photo(2))
    with pytest.raises(DataProblem, match="my_pictures holds 2 pictures but"):
        use(Path("my_pictures"))


@pytest.mark.parametrize("classes", [2, 20])
def test_a_folder_beside_the_notebook_is_a_set(classes):
    fill({f"kind {number:02}": 2 for number in range(classes)})
    pictures = load("my_pictures", size=32)
    assert pictures.images.shape == (2 * classes, 32, 32, 3)
    assert len(pictures.class_names) == classes and pictures.source == "my_pictures"
    assert picture_folder("my_pictures") == Path("my_pictures")


def test_one_class_is_said_at_once(capsys):
    fill({"cats": 3})
    load("my_pictures", size=16)
    assert "There is only one class: a classifier needs two at least." in capsys.readouterr().out


def test_own_pictures_are_found_in_order():
    assert own_pictures() == [] == own_pictures("nowhere")
    Path("my_pictures").mkdir()
    assert own_pictures() == []
    for name in ("b.PNG", "a.jpg", "cats/c.webp", "cats/summer/d.jpeg", "cats/.hidden/e.jpg", ".f.jpg"):
        save(f"my_pictures/{name}", photo(1))
    Path("my_pictures/phone.HEIC").write_bytes(b"\0\0\0\x18ftypheic")
    Path("my_pictures/notes.txt").write_text("no picture")
    Path("my_pictures/cats/film.mp4").write_bytes(b"\0")
    names = ["a.jpg", "b.PNG", "cats/c.webp", "cats/summer/d.jpeg", "phone.HEIC"]
    assert own_pictures() == [Path("my_pictures") / name for name in names]
    assert own_pictures(Path("my_pictures/cats"))[0] == Path("my_pictures/cats/c.webp")
    assert own_pictures("my_pictures/a.jpg") == []  # no folder


def test_a_picture_is_opened_with_its_own_size_or_another():
    path = save("a.png", photo(1))
    image = open_picture(path)
    assert image.dtype == np.uint8 and image.shape == (30, 40, 3)
    assert (image == np.asarray(photo(1))).all()
    image[0, 0] = 255  # a learner may paint on it
    assert open_picture("a.png", 16).shape == (16, 16, 3)
    assert open_picture("a.png", size=(10, 20)).shape == (10, 20, 3)
    with pytest.raises(ValueError, match="size is a number of pixels"):
        open_picture(path, 0)


def exif_turned():
    exif = Image.Exif()
    exif[0x0112] = 6  # stored on its side: to be turned a quarter clockwise
    return exif


def test_every_kind_of_picture_is_opened_as_rgb():
    see_through = photo(2).convert("RGBA")
    see_through.putalpha(0)
    gray16 = (np.asarray(photo(3).convert("L"), np.uint16) << 8) + 99
    files = {
        "turned": save("turned.jpg", photo(1), exif=exif_turned()),
        "see-through": save("clear.png", see_through),
        "gray": save("gray.png", photo(3).convert("L")),
        "16-bit": save("deep.png", Image.fromarray(gray16)),
        "palette": save("palette.png", photo(4).convert("P")),
        "CMYK": save("print.jpg", photo(5).convert("CMYK"), quality=95),
        "frames": save("moving.webp", photo(6), save_all=True, append_images=[photo(7)], lossless=True),
    }
    images = {kind: open_picture(path) for kind, path in files.items()}
    assert {image.dtype for image in images.values()} == {np.dtype(np.uint8)}
    assert images.pop("turned").shape == (40, 30, 3)
    assert {image.shape for image in images.values()} == {(30, 40, 3)}
    assert (images["see-through"] == 255).all()
    gray = np.asarray(photo(3).convert("L"))[..., np.newaxis]
    assert (images["gray"] == gray).all() and (images["16-bit"] == gray).all()
    assert abs(images["CMYK"].astype(int) - np.asarray(photo(5))).mean() < 6
    assert abs(images["frames"].astype(int) - np.asarray(photo(6))).mean() < 1


def test_what_is_no_picture_gets_a_sentence(recwarn):
    whole = io.BytesIO()
    photo(1, (300, 300)).save(whole, "JPEG")
    Path("cut.jpg").write_bytes(whole.getvalue()[:2000])
    Path("empty.jpg").write_bytes(b"")
    Path("poem.jpg").write_text("a rose is a rose")
    Path("phone.heic").write_bytes(b"\0\0\0\x18ftypheic")
    Path("cats").mkdir()
    for name, says in {
        "nowhere.jpg": "There is no file nowhere.jpg in .*work. Check the spelling",
        "cats": "cats is a folder. Name a picture file in it",
        "cut.jpg": "cut.jpg cannot be opened: broken",
        "empty.jpg": "empty.jpg cannot be opened: empty file",
        "poem.jpg": "poem.jpg cannot be opened: not a picture",
        "phone.heic": "phone's HEIC picture, which cannot be read here; export it as JPEG",
    }.items():
        with pytest.raises(DataProblem, match=says):
            open_picture(name)
    assert not list(recwarn)
