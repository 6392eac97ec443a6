"""Photographs of single digits, made alike to scikit-learn's scans: 8 by 8 pixels, white ink on black."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from course_utils.data.folder import OWN_FOLDER, own_pictures
from course_utils.data.pictures import open_picture
from course_utils.data.problem import DataProblem

_LARGEST = 256  # pixels; a phone's photograph has far more than a digit needs
_INK = 0.25  # the scans' share of ink is a little more than this


def written_digits(folder: str | os.PathLike[str] = OWN_FOLDER) -> tuple[list[np.ndarray], np.ndarray]:
    """Open photographs of single digits, named by their digit, such as `3_a.jpg`.

    Says which files it leaves out, and why. Without any, it types the ten digits on light paper.

    Args:
        folder: where the photographs are.

    Returns:
        The photographs, uint8 (height, width, 3) each, and their digits, an integer array.
    """
    photographs, digits = [], []
    for path in own_pictures(folder):
        if path.name[0] not in "0123456789":
            print(f"{path.name} is left out: its name does not begin with a digit.")
            continue
        try:
            photograph = open_picture(path)
            digit_steps(photograph)
        except DataProblem as problem:
            print(f"{path.name} is left out: {problem}")
            continue
        photographs.append(photograph)
        digits.append(int(path.name[0]))
    if not photographs:
        where = Path(folder).name
        print(
            f"No photographs of digits in {where}/ yet, such as 3_a.jpg: ten typed digits take their place."
        )
        digits = list(range(10))
        photographs = [_typed(digit) for digit in digits]
    return photographs, np.array(digits)


def digit_steps(photograph: np.ndarray) -> list[np.ndarray]:
    """Turn a photograph of one digit into 8 by 8 pixels, as the scans were made.

    Args:
        photograph: uint8 (height, width, 3); dark ink on light paper, or the other way round.

    Returns:
        Four pictures: gray, uint8; ink white on black; the ink alone, centred in 32 by 32; and how many of
        the 4 by 4 pixels under each of 8 by 8 have ink, 0 to 16, float.

    Raises:
        DataProblem: There is no ink to be seen.
    """
    picture = Image.fromarray(photograph).convert("L")
    picture.thumbnail((_LARGEST, _LARGEST))
    gray = np.asarray(picture)
    # Paper is what surrounds a place; light falls on it unevenly, so it is measured there.
    paper = np.asarray(picture.filter(ImageFilter.GaussianBlur(max(picture.size) / 4)), float)
    edge = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    is_light = np.median(edge) > 127
    ink = np.clip(paper - gray if is_light else gray - paper, 0, None)
    darkest = np.percentile(ink, 99.5)
    has_ink = _filtered(ink > darkest / 2, ImageFilter.MedianFilter(3))
    if darkest < 16 or not has_ink.any():
        raise DataProblem("there is no ink to be seen. Write larger, with a dark pen on light paper.")
    rows, columns = np.flatnonzero(has_ink.any(axis=1)), np.flatnonzero(has_ink.any(axis=0))
    cropped = has_ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    centred = _centred(cropped)
    small = centred.reshape(8, 4, 8, 4).sum(axis=(1, 3)).astype(float)
    return [gray, has_ink.astype("uint8") * 255, centred.astype("uint8") * 255, small]


def _centred(ink: np.ndarray) -> np.ndarray:
    """The ink in the middle of 32 by 32 pixels, not stretched, with strokes as bold as a scan's."""
    height, width = ink.shape
    scale = 32 / max(height, width * 32 / 26)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    share = np.asarray(Image.fromarray(ink.astype("uint8") * 255).resize(size, Image.Resampling.BOX)) / 255
    page = np.zeros((32, 32), bool)
    top, left = (32 - size[1]) // 2, (32 - size[0]) // 2
    page[top : top + size[1], left : left + size[0]] = share > min(0.5, share.max() / 2)
    bold = page
    while bold.mean() < _INK * size[0] * size[1] / 32**2 * 1.3:
        bold = _filtered(bold, ImageFilter.MaxFilter(3))
    return bold


def _filtered(mask: np.ndarray, by: ImageFilter.Filter) -> np.ndarray:
    """A mask, True and False, after one of Pillow's filters."""
    return np.asarray(Image.fromarray(mask.astype("uint8") * 255).filter(by)) > 0


def _typed(digit: int) -> np.ndarray:
    """A digit typed on light paper."""
    picture = Image.new("RGB", (120, 160), (236, 232, 220))
    font = ImageFont.load_default(size=120)
    ImageDraw.Draw(picture).text((60, 80), str(digit), (40, 44, 70), font=font, anchor="mm")
    return np.asarray(picture)
