"""KerasTuner as lesson 10 imports it: there, quiet, or a sentence that says what is missing."""

from __future__ import annotations

import subprocess
import sys
import warnings

import pytest

from course_utils import tuning


def test_what_is_there_is_not_fetched(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("pip was called"))
    tuning._fetch_what_is_missing()


def test_what_is_missing_is_fetched_and_nothing_else(monkeypatch):
    called = []
    monkeypatch.setattr(tuning.importlib.util, "find_spec", lambda name: None if "tuner" in name else 1)
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: called.append(command) or subprocess.CompletedProcess([], 0)
    )
    tuning._fetch_what_is_missing()
    assert called == [[sys.executable, "-m", "pip", "install", "--quiet", tuning._NEEDED["keras_tuner"]]]


def test_without_a_network_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr(tuning.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1))
    with pytest.raises(ModuleNotFoundError, match="could not be fetched"):
        tuning._fetch_what_is_missing()


def test_what_is_fetched_is_what_the_requirements_name(course):
    requirements = (course / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert set(tuning._NEEDED.values()) <= set(requirements)


def test_two_searches_are_silent(tmp_path, capfd):
    keras = tuning.keras

    def build(hp):
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(
            keras.optimizers.Adam(hp.Float("rate", 1e-3, 1e-1, sampling="log")), loss, metrics=["accuracy"]
        )
        return model

    warnings.filterwarnings("ignore", message="Skipping variable loading for optimizer")
    xs = tuning.keras.random.normal((12, 4), seed=1).numpy()
    ys = (xs[:, 0] > 0).astype(int)
    places = dict(directory=tmp_path, overwrite=True, objective="val_accuracy", seed=1)
    searches = [
        (tuning.keras_tuner.RandomSearch(build, max_trials=2, project_name="a", **places), {"epochs": 1}),
        (tuning.keras_tuner.Hyperband(build, max_epochs=3, factor=3, project_name="b", **places), {}),
    ]
    for tuner, settings in searches:
        tuner.search(xs, ys, validation_data=(xs, ys), verbose=0, **settings)
    assert [len(tuner.oracle.trials) for tuner, _ in searches] == [2, 6]
    assert capfd.readouterr() == ("", "")
