"""Photographs of digits become what scikit-learn's scans are; what is none is told and left out."""

import numpy as np
import pytest
from PIL import Image

from course_utils.data import DataProblem
from course_utils.data.handwriting import digit_steps, written_digits


def page(light: bool = True) -> np.ndarray:
    """A 1 on a page with uneven light and noise, 300 by 240 pixels."""
    rng = np.random.default_rng(0)
    gray = np.linspace(180, 240, 240) * np.ones((300, 1)) + rng.normal(0, 3, (300, 240))
    gray[60:240, 110:122] = 40
    gray = gray if light else 255 - gray
    return np.repeat(gray.clip(0, 255).astype("uint8")[..., None], 3, axis=2)


@pytest.mark.parametrize("light", [True, False])
def test_a_stroke_is_cropped_centred_and_counted(light):
    *_, small = digit_steps(page(light))
    assert small.shape == (8, 8) and small.min() == 0 and small.max() <= 16
    assert small[:, 3:5].sum() > 0.7 * small.sum() and small.sum(axis=1).min() > 0


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 500, 3), (300, 300, 3)])
def test_an_empty_page_is_told(shape):
    with pytest.raises(DataProblem, match="no ink"):
        digit_steps(np.full(shape, 230, "uint8"))


def test_files_that_are_no_digits_are_told_and_left_out(tmp_path, capsys):
    Image.fromarray(page()).save(tmp_path / "1_a.png")
    Image.fromarray(page()).save(tmp_path / "cat.png")
    (tmp_path / "3_a.jpg").write_bytes(b"none")
    photographs, digits = written_digits(tmp_path)
    told = capsys.readouterr().out
    assert len(photographs) == 1 and digits.tolist() == [1]
    assert "cat.png is left out" in told and "3_a.jpg is left out" in told


def test_without_photographs_typed_digits_take_their_place(tmp_path, capsys):
    photographs, digits = written_digits(tmp_path / "none")
    assert digits.tolist() == list(range(10)) and len(photographs) == 10
    assert "typed digits" in capsys.readouterr().out
