"""Data with flaws: every kind of bad picture is reported, and cameras leave a faint trace."""

from __future__ import annotations

import numpy as np

from course_utils.data import load
from course_utils.data.flawed import DIMMED, photograph, spoiled_folder


def test_a_folder_of_twenty_kinds_of_bad_pictures_is_reported(tmp_path, capsys):
    flowers = load(spoiled_folder(tmp_path / "flowers"), size=32)
    report = flowers.report
    assert report.used == {"daisies": 11, "roses": 3}
    left_out, converted = dict(report.left_out), dict(report.converted)
    assert set(left_out) == {
        "tulips/",
        "stray.png",
        *(f"roses/{name}.jpg" for name in ("cut_off", "empty", "poem")),
        *(f"roses/{name}.png" for name in ("header_only", "huge")),
        *("roses/phone.heic", "roses/film.mp4", "roses/measured.tif"),
    }
    assert {name.removeprefix("daisies/"): what for name, what in converted.items()} == {
        "two_shades.png": "black and white",
        "deep.png": "16-bit",
        "for_print.jpg": "CMYK",
        "gray.png": "gray",
        "moving.gif": "first of several frames; palette",
        "palette.png": "palette",
        "transparent.png": "transparent, put on white",
        "turned.jpg": "turned as its camera says (EXIF)",
    }
    assert report.duplicates == [
        ["daisies/sound_2.png", "roses/copy_of_2.png"],
        ["roses/copy_of_3.png", "roses/sound_3.png"],
    ]
    assert report.two_labels == report.duplicates[:1]
    assert report.near_duplicates == [["daisies/smaller.jpg", "daisies/sound_1.jpg"]]
    assert report.ignored == ["daisies/Thumbs.db"]
    copies = len(report.duplicates) + len(report.near_duplicates)
    assert len(left_out) + len(converted) + copies + len(report.ignored) > 20
    said = capsys.readouterr()
    assert "10 files left out; 8 pictures converted" in said.out and said.err == ""


def test_each_camera_has_dust_of_its_own():
    white = np.full((6, 32, 32, 3), 255, np.uint8)
    cameras = np.array([0, 1, 2, 0, 1, 2])
    taken = photograph(white, cameras, seed=5)
    assert taken.shape == white.shape and taken.dtype == np.uint8
    assert np.array_equal(taken[:3], taken[3:]) and not np.array_equal(taken[0], taken[1])
    assert 0 < np.mean(taken < 255) < 0.05
    assert taken.min() == int(255 * (1 - DIMMED))
    assert (white == 255).all()  # its input stays as it was
    assert not np.array_equal(photograph(white, cameras, seed=6), taken)
