"""Training in a notebook: what reaches the learner's screen, and what does not."""

import re
import subprocess
import sys

import numpy as np
import pytest


@pytest.fixture(scope="module")
def training():
    from course_utils import training

    return training


def small_network(keras):
    network = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile("adam", loss, metrics=["accuracy"])
    return network


def test_one_line_moves_and_ends_in_the_numbers(training, capsys, monkeypatch):
    monkeypatch.setattr(training.ProgressLine, "interval", 0)
    images, labels = np.zeros((12, 4), "float32"), np.zeros(12, "int64")
    small_network(training.keras).fit(
        images,
        labels,
        validation_data=(images, labels),
        epochs=2,
        batch_size=3,
        verbose=0,
        callbacks=[training.ProgressLine()],
    )
    said = capsys.readouterr().out
    steps = said.rstrip("\n").split("\r")[1:]
    assert said.count("\n") == 1 and {len(step) for step in steps} == {78}
    assert steps[0].startswith("epoch 1/2, batch 1/4")
    assert "validation" not in steps[3]
    assert steps[4].startswith("epoch 2/2") and "training" in steps[4] and "validation" in steps[4]
    assert re.fullmatch(r"Training done, training ≈ \d+% right, validation ≈ \d+% right\. *", steps[-1])


def test_several_networks_in_turn_bring_no_warning_but_others_stay(training, caplog):
    logger = training.tf.get_logger()
    logger.warning("5 out of the last 9 calls to %s triggered tf.function retracing.", "a function")
    logger.warning("Something else is wrong.")
    assert [record.getMessage() for record in caplog.records] == ["Something else is wrong."]


WARNS = """
from course_utils import training
import numpy as np
keras, tf = training.keras, training.tf
images, labels = np.zeros((8, 4), "float32"), np.zeros(8, "int64")
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
network = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, activation={activation!r})])
network.compile("adam", loss)
network.fit(tf.data.Dataset.from_tensor_slices((images, labels)).batch(4), verbose=0)
network.predict(images, verbose=0)
pictures = tf.data.Dataset.from_tensor_slices(images).cache()
for picture in pictures:
    {after_one}
"""


def stderr_of(**parts):
    run = [sys.executable, "-c", WARNS.format(**parts)]
    return subprocess.run(run, capture_output=True, text=True, check=True).stderr


def test_nothing_is_said_where_nothing_is_wrong():
    assert stderr_of(activation="linear", after_one="pass") == ""


def test_what_helps_a_learner_is_not_hidden():
    said = stderr_of(activation="softmax", after_one="break")
    assert "produced by a Softmax" in said
    assert "did not fully read the dataset being cached" in said
