"""Any folder of pictures: every bad picture and bad folder has a treatment, and is reported."""

import io
import os
import struct
import sys
import zlib

import numpy as np
import pytest
from PIL import Image, ImageOps

from course_utils.data import DataProblem, Report, find_duplicates, load
from course_utils.data import pictures as picture_module


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path):
    """A good folder: two classes of three pictures each."""
    for number, name in enumerate(("cats", "dogs")):
        for index in range(3):
            save(tmp_path / "pets" / name / f"{index}.png", photo(10 * number + index))
    return tmp_path / "pets"


def photo(seed, size=(40, 30)):
    """A smooth random RGB picture of (width, height), like no other."""
    shades = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(shades).resize(size, Image.Resampling.BICUBIC)


def save(path, picture, **settings):
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, **settings)
    return path


def left_out(image_set):
    return dict(image_set.report.left_out)


def converted(image_set):
    return dict(image_set.report.converted)


def test_a_good_folder(folder, capsys):
    pets = load(folder, size=16)
    assert pets.images.shape == (6, 16, 16, 3) and pets.images.dtype == np.uint8
    assert pets.labels.tolist() == [0, 0, 0, 1, 1, 1] and pets.labels.dtype == np.int64
    assert pets.class_names == ("cats", "dogs")
    assert pets.files[3] == "dogs/0.png"
    assert capsys.readouterr().out == ""  # nothing to say
    assert not pets.report.has_findings


def test_default_size_and_a_size_of_two_numbers(folder):
    assert load(folder).images.shape == (6, 180, 180, 3)
    assert load(str(folder), size=(20, 30)).images.shape == (6, 20, 30, 3)


@pytest.mark.parametrize("size", [0, -3, 1.5, (1, 2, 3), "64", (64, 0)])
def test_a_size_that_is_none(folder, size):
    with pytest.raises(ValueError, match="size is a number of pixels"):
        load(folder, size=size)


def test_the_middle_is_kept_and_nothing_stretched(tmp_path):
    stripes = np.zeros((10, 30, 3), np.uint8)
    stripes[:, :10], stripes[:, 10:20], stripes[:, 20:] = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    save(tmp_path / "pets" / "cats" / "a.png", Image.fromarray(stripes))
    assert (load(tmp_path / "pets", size=10).images == (0, 255, 0)).all()


def test_every_pixel_is_used_when_scaling_down(tmp_path):
    board = (np.indices((64, 64)).sum(0) % 2 * 255).astype(np.uint8)
    save(tmp_path / "pets" / "cats" / "a.png", Image.fromarray(board).convert("RGB"))
    image = load(tmp_path / "pets", size=8).images
    assert abs(image.astype(int) - 127).max() <= 12  # gray, not the stripes of skipped pixels


def test_jpeg_is_decoded_small_but_never_too_small(tmp_path):
    path = save(tmp_path / "a.jpg", photo(1, (1601, 1203)), quality=95)
    for side in (64, 180, 700):
        image, notes = picture_module.read_picture(path, (side, side))
        with Image.open(path) as whole:
            wanted = np.asarray(ImageOps.fit(whole, (side, side), Image.Resampling.BILINEAR), int)
        assert not notes and abs(image - wanted).mean() < 2


def exif_orientation(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("ending", ["jpg", "png"])
def test_exif_orientation_is_applied(tmp_path, orientation, ending):
    # A picture with a bright top is stored so that only the orientation brings the top back up.
    upright = np.zeros((240, 320, 3), np.uint8)
    upright[:60], upright[:, :40] = 255, 128
    undo = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    stored = Image.fromarray(upright).transpose(undo[orientation][0])
    save(tmp_path / "pets" / "cats" / f"a.{ending}", stored, exif=exif_orientation(orientation))
    pets = load(tmp_path / "pets", size=(24, 32))
    wanted = np.asarray(Image.fromarray(upright).resize((32, 24), Image.Resampling.BOX), int)
    assert abs(pets.images[0] - wanted).mean() < 6
    assert converted(pets) == {f"cats/a.{ending}": "turned as its camera says (EXIF)"}


def test_what_is_converted(folder):
    cats = folder / "cats"
    save(cats / "palette.png", photo(20).convert("P"))
    save(cats / "gray.png", photo(21).convert("L"))
    save(cats / "print.jpg", photo(22).convert("CMYK"))
    save(cats / "bits.png", photo(23).convert("1"))
    deep = (np.asarray(photo(24).convert("L"), np.uint16) << 8) + 77
    save(cats / "deep.png", Image.fromarray(deep))
    save(cats / "deep.tif", Image.fromarray(deep))
    see_through = photo(25).convert("RGBA")
    see_through.putalpha(Image.new("L", see_through.size, 0))
    save(cats / "glass.png", see_through)
    save(cats / "moving.gif", photo(26), save_all=True, append_images=[photo(27), photo(28)])
    save(cats / "moving.webp", photo(26), save_all=True, append_images=[photo(27)], lossless=True)
    pets = load(folder, size=(30, 40))
    assert converted(pets) == {
        "cats/bits.png": "black and white",
        "cats/deep.png": "16-bit",
        "cats/deep.tif": "16-bit",
        "cats/glass.png": "transparent, put on white",
        "cats/gray.png": "gray",
        "cats/moving.gif": "first of several frames; palette",
        "cats/moving.webp": "first of several frames",
        "cats/palette.png": "palette",
        "cats/print.jpg": "CMYK",
    }
    by_file = dict(zip(pets.files, pets.images.astype(int), strict=True))

    def look_like(file, picture, within=6):
        assert abs(by_file[file] - np.asarray(picture.convert("RGB"), int)).mean() < within

    look_like("cats/gray.png", photo(21).convert("L"))
    look_like("cats/print.jpg", photo(22))
    look_like("cats/deep.png", photo(24).convert("L"), within=1)
    look_like("cats/deep.tif", photo(24).convert("L"), within=1)
    assert (by_file["cats/glass.png"] == 255).all()
    look_like("cats/moving.gif", photo(26), within=12)
    look_like("cats/moving.webp", photo(26), within=1)
    assert not pets.report.left_out


def enormous_png(width, height):
    """A PNG of a hundred bytes that claims to have any number of pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_what_is_left_out(folder, capsys):
    dogs = folder / "dogs"
    whole = io.BytesIO()
    photo(30, (300, 300)).save(whole, "JPEG")
    (dogs / "cut.jpg").write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    (dogs / "empty.jpg").write_bytes(b"")
    (dogs / "poem.jpg").write_text("a rose is a rose")
    (dogs / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic")
    (dogs / "broken.png").write_bytes((dogs / "0.png").read_bytes()[:60])
    (dogs / "bomb.png").write_bytes(enormous_png(9_000, 9_000))
    (dogs / "larger_bomb.png").write_bytes(enormous_png(60_000, 60_000))
    save(dogs / "measured.tif", Image.fromarray(np.full((9, 9), 0.5, np.float32)))
    (dogs / "film.mp4").write_bytes(b"\0" * 50)
    save(folder / "stray.png", photo(31))

    pets = load(folder, size=16)
    assert len(pets) == 6
    reasons = left_out(pets)
    assert set(reasons) == {
        "stray.png",
        *(f"dogs/{name}.jpg" for name in ("cut", "empty", "poem")),
        *(f"dogs/{name}.png" for name in ("broken", "bomb", "larger_bomb")),
        *(f"dogs/{name}" for name in ("phone.heic", "measured.tif", "film.mp4")),
    }
    assert reasons["dogs/empty.jpg"] == "empty file"
    assert reasons["dogs/poem.jpg"] == reasons["dogs/film.mp4"] == "not a picture"
    assert "truncated" in reasons["dogs/cut.jpg"] and "broken" in reasons["dogs/broken.png"]
    assert "export it as JPEG" in reasons["dogs/phone.heic"]
    assert reasons["dogs/bomb.png"] == "9000 × 9000: more than 64 million pixels, not decoded"
    assert reasons["dogs/larger_bomb.png"] == "more than 64 million pixels, not decoded"
    assert "32-bit" in reasons["dogs/measured.tif"]
    assert "no class" in reasons["stray.png"]
    said = capsys.readouterr()
    assert "pets: 6 pictures in 2 classes; 10 files left out" in said.out and said.err == ""


def test_a_bomb_is_not_decoded(tmp_path, monkeypatch):
    path = tmp_path / "bomb.png"
    path.write_bytes(enormous_png(9_000, 9_000))
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: pytest.fail("decoded"))
    with pytest.raises(picture_module.BadPicture, match="not decoded"):
        picture_module.read_picture(path, (8, 8))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_files_that_are_none(folder):
    os.mkfifo(folder / "dogs" / "pipe.jpg")
    (folder / "dogs" / "gone.jpg").symlink_to(folder / "nowhere.jpg")
    (folder / "dogs" / "round").symlink_to(folder)  # a link in a circle is not followed
    reasons = left_out(load(folder, size=8))
    assert reasons["dogs/pipe.jpg"] == "not an ordinary file"
    assert reasons["dogs/gone.jpg"] == "leads to a file that is not there"


def test_litter_is_ignored_and_named(folder):
    for name in (".DS_Store", "Thumbs.db", "README.txt"):
        (folder / name).write_text("x")
    (folder / "cats" / "Thumbs.db").write_text("x")
    save(folder / "cats" / ".ipynb_checkpoints" / "0-checkpoint.png", photo(1))
    save(folder / ".ipynb_checkpoints" / "a.png", photo(1))
    pets = load(folder, size=8)
    assert len(pets) == 6 and not pets.report.left_out
    assert pets.report.ignored == [
        ".DS_Store",
        ".ipynb_checkpoints/",
        "README.txt",
        "Thumbs.db",
        "cats/.ipynb_checkpoints/",
        "cats/Thumbs.db",
    ]


def test_duplicates(folder):
    (folder / "dogs" / "again.png").write_bytes((folder / "dogs" / "1.png").read_bytes())
    save(folder / "cats" / "same_pixels.bmp", photo(0))
    save(folder / "dogs" / "a_cat.png", photo(1))
    save(folder / "cats" / "small.jpg", photo(2).resize((30, 22)), quality=80)
    report = load(folder, size=32).report
    assert report.duplicates == [
        ["cats/0.png", "cats/same_pixels.bmp"],
        ["cats/1.png", "dogs/a_cat.png"],
        ["dogs/1.png", "dogs/again.png"],
    ]
    assert report.near_duplicates == [["cats/2.png", "cats/small.jpg"]]
    assert report.two_labels == [["cats/1.png", "dogs/a_cat.png"]]


def test_find_duplicates_in_arrays():
    images = np.random.default_rng(0).integers(0, 256, (20, 16, 16, 1), dtype=np.uint8)
    images[7] = images[3]
    images[12] = np.clip(images[5].astype(int) + 3, 0, 255)
    assert find_duplicates(images) == ([[3, 7]], [[5, 12]])
    assert find_duplicates(images[:0]) == ([], [])
    flat = np.stack([np.full((8, 8, 3), shade, np.uint8) for shade in (0, 100, 200)])
    assert find_duplicates(flat) == ([], [])  # the same hash, but nothing alike


def test_bad_folders(tmp_path):
    with pytest.raises(DataProblem, match="no set and no folder"):
        load(tmp_path / "nowhere")
    empty = tmp_path / "empty"
    (empty / "cats").mkdir(parents=True)
    with pytest.raises(DataProblem, match="holds no pictures yet: make one sub-folder for each class"):
        load(empty)
    save(tmp_path / "flat" / "a.png", photo(1))
    with pytest.raises(DataProblem, match="holds a picture but no class folder"):
        load(tmp_path / "flat")
    (tmp_path / "bad" / "cats").mkdir(parents=True)
    (tmp_path / "bad" / "cats" / "a.jpg").write_text("no picture")
    with pytest.raises(DataProblem, match="No file in .* could be used .*cats/a.jpg: not a picture"):
        load(tmp_path / "bad")
    for part in ("train", "test"):
        save(tmp_path / "parts" / part / "cats" / "a.png", photo(1))
    with pytest.raises(DataProblem, match="parts of a data set.*Load each alone"):
        load(tmp_path / "parts")
    assert len(load(tmp_path / "parts" / "train")) == 1


def test_one_class_and_one_picture(tmp_path):
    save(tmp_path / "pets" / "cats" / "a.png", photo(1))
    (tmp_path / "pets" / "dogs").mkdir()
    pets = load(tmp_path / "pets", size=8)
    assert len(pets) == 1 and pets.class_names == ("cats",)
    assert left_out(pets) == {"dogs/": "empty folder"}
    assert "only one class" in pets.report.notes[0]
    with pytest.raises(DataProblem, match="cats has 1"):
        pets.split()


def test_a_class_without_usable_pictures_is_no_class(folder):
    (folder / "birds").mkdir()
    (folder / "birds" / "a.jpg").write_text("no picture")
    pets = load(folder, size=8)
    assert pets.class_names == ("cats", "dogs")
    assert "“birds” holds no usable picture" in pets.report.notes[0]


def test_nested_folders(folder, tmp_path):
    save(folder / "cats" / "summer" / "late" / "a.png", photo(50))
    assert load(folder, size=8).report.used == {"cats": 4, "dogs": 3}
    folder.rename(tmp_path / "unzipped")
    wrapped = tmp_path / "pets" / "pets"
    wrapped.parent.mkdir()
    (tmp_path / "unzipped").rename(wrapped)
    pets = load(tmp_path / "pets", size=8)
    assert pets.report.used == {"cats": 4, "dogs": 3}
    assert "one folder deeper" in pets.report.notes[0]


def test_names_that_are_hard(tmp_path):
    names = ["Gänseblümchen", "red & white", "日本"]
    for index, name in enumerate(names):
        save(tmp_path / "p" / name / "a b (1)é.png", photo(index))
    flowers = load(tmp_path / "p", size=8)
    assert sorted(flowers.class_names) == sorted(names)
    assert "red &amp; white" in flowers.report._repr_html_()


def test_report_reads_well_in_a_terminal_and_in_a_notebook():
    report = Report(
        folder="pets",
        used={"cats": 2, "dogs": 1},
        left_out=[(f"cats/{n}.jpg", "empty file") for n in range(12)] + [("<b>.jpg", "a & b")],
        duplicates=[["cats/a.png", "dogs/a.png"]],
        two_labels=[["cats/a.png", "dogs/a.png"]],
    )
    text = repr(report)
    assert text.startswith("pets: 3 pictures in 2 classes; 13 files left out; 1 set of equal")
    assert "  cats/0.jpg  empty file" in text and "… and 3 more" in text
    assert "The same picture under two labels (1)\n  cats/a.png  = dogs/a.png" in text
    html = report._repr_html_()
    assert "&lt;b&gt;.jpg" in html and "<b>.jpg" not in html and "cats/11.jpg" in html
    assert "#" not in html.replace("&#", "")  # no colour of its own: any theme
