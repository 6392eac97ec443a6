"""The trained network that ships with the course: its file, its output, and what is said without it."""

from __future__ import annotations

import hashlib
import shutil

import numpy as np
import pytest

from course_utils import backbone as backbones
from course_utils.data import DataProblem
from course_utils.places import course_folder

FILE = course_folder() / "datasets" / "backbone" / "backbone.npz"


def test_the_weights_are_those_of_the_card():
    card = FILE.with_name("CARD.md").read_text(encoding="utf-8")
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in card
    assert FILE.stat().st_size < 1_500_000


def test_it_turns_pictures_of_any_size_into_features():
    backbone = backbones.load_backbone()
    assert backbone.count_params() == 574_944
    for shape in [(2, 32, 32, 3), (3, 48, 64, 3)]:
        pictures = np.random.default_rng(0).integers(0, 256, shape).astype("uint8")
        features = backbone.predict(pictures, verbose=0)
        assert features.shape == (shape[0], 256)
        assert np.isfinite(features).all()
        assert features.min() >= 0
        assert np.ptp(features, axis=0).max() > 0.1


def test_a_missing_or_damaged_file_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(backbones, "course_folder", lambda: tmp_path)
    with pytest.raises(DataProblem, match="git checkout -- datasets/backbone"):
        backbones.load_backbone()
    (tmp_path / "datasets").mkdir()
    shutil.copytree(FILE.parent, tmp_path / "datasets" / "backbone")
    (tmp_path / "datasets" / "backbone" / "backbone.npz").write_bytes(b"no weights")
    with pytest.raises(DataProblem, match="damaged"):
        backbones.load_backbone()
