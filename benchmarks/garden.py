"""How hard is the garden? Four classifiers over ten seeds, written to garden.md beside this file.

Run by hand from the repository's root, about half an hour on two cores:

    python benchmarks/garden.py

Each seed deals the shipped pictures of the splits "train" and "validation" anew: 120 a class to
train on, the other 120 a class to validate on, at 64 × 64 pixels. The test split stays closed.

Every finished seed is kept in garden.json, and the next run goes on from there, unless the pictures
or the numbers of epochs have changed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import statistics
import time
from pathlib import Path

os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")  # before TensorFlow: twice as fast
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from PIL import Image
from sklearn.ensemble import RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier

GARDEN = Path(__file__).resolve().parent.parent / "datasets" / "garden"
TABLE = Path(__file__).with_suffix(".md")
RUNS = Path(__file__).with_suffix(".json")
SIDE = 64
TRAIN_PER_CLASS = 120
PLAIN_EPOCHS = 20
AUGMENTED_EPOCHS = 50

# Column: (heading, key of a run, the least and the most that the lessons are written for).
COLUMNS = (
    ("nearest neighbour", "neighbour", 0.25, 0.35),
    ("random forest", "forest", 0.50, 0.60),
    ("CNN, training", "plain_training", 0.90, 1.0),
    ("CNN, validation", "plain_validation", 0.50, 0.62),
    ("CNN augmented, training", "augmented_training", 0.0, 1.0),
    ("CNN augmented, validation", "augmented_validation", 0.70, 0.80),
    ("gain", "gain", 0.12, 1.0),
)


def load_pictures() -> tuple[np.ndarray, np.ndarray]:
    """Return images, uint8, (n, 64, 64, 3), and labels, int, (n,), without the test split."""
    with (GARDEN / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] != "test"]
    class_names = sorted({row["class"] for row in rows})
    images = [
        np.asarray(Image.open(GARDEN / row["file"]).resize((SIDE, SIDE), Image.BILINEAR)) for row in rows
    ]
    return np.stack(images), np.array([class_names.index(row["class"]) for row in rows])


def deal(labels: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the training and of the validation pictures, each shuffled."""
    rng = np.random.default_rng(seed)
    train, validation = [], []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        train.extend(members[:TRAIN_PER_CLASS])
        validation.extend(members[TRAIN_PER_CLASS:])
    return rng.permutation(train), rng.permutation(validation)


def count_colours(images: np.ndarray) -> np.ndarray:
    """Return histograms, float, (n, 64): the share of pixels in each of 4 × 4 × 4 colours."""
    level = images.astype(int) // 64
    colour = (level[..., 0] * 4 + level[..., 1]) * 4 + level[..., 2]
    return np.stack([np.bincount(one.ravel(), minlength=64) for one in colour]) / SIDE**2


def build_network(augmented: bool) -> keras.Model:
    """Return the three-block CNN, with or without random changes to the pictures and dropout."""
    changes = [
        layers.RandomFlip("horizontal"),
        layers.RandomRotation(0.1),
        layers.RandomZoom(0.2),
    ]
    blocks = []
    for filters in (16, 32, 64):
        blocks.append(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        blocks.append(layers.MaxPooling2D())
    model = keras.Sequential(
        [
            keras.Input((SIDE, SIDE, 3)),
            *(changes if augmented else []),
            layers.Rescaling(1 / 255),
            *blocks,
            *([layers.Dropout(0.3)] if augmented else []),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(5),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model


def measure(images: np.ndarray, labels: np.ndarray, seed: int) -> dict[str, float]:
    """Return the accuracies of all classifiers for one seed."""
    train, validation = deal(labels, seed)
    pixels = images.reshape(len(images), -1) / 255
    colours = count_colours(images)
    neighbour = KNeighborsClassifier(1).fit(pixels[train], labels[train])
    forest = RandomForestClassifier(300, random_state=seed).fit(colours[train], labels[train])
    run = {
        "neighbour": neighbour.score(pixels[validation], labels[validation]),
        "forest": forest.score(colours[validation], labels[validation]),
    }
    for name, epochs in (("plain", PLAIN_EPOCHS), ("augmented", AUGMENTED_EPOCHS)):
        keras.utils.set_random_seed(seed)
        network = build_network(augmented=name == "augmented")
        network.fit(images[train], labels[train], epochs=epochs, batch_size=32, verbose=0)
        for part, chosen in (("training", train), ("validation", validation)):
            score = network.evaluate(images[chosen], labels[chosen], verbose=0)[1]
            run[f"{name}_{part}"] = score
    run["gain"] = run["augmented_validation"] - run["plain_validation"]
    return run


def describe_setting() -> dict[str, str | int]:
    """Return what the measurements depend on: the pictures and the numbers of epochs."""
    pictures = hashlib.sha256((GARDEN / "manifest.csv").read_bytes()).hexdigest()
    return {"manifest": pictures, "plain": PLAIN_EPOCHS, "augmented": AUGMENTED_EPOCHS}


def load_runs() -> dict[int, dict[str, float]]:
    """Return the seeds that an earlier call has measured in the same setting."""
    if not RUNS.exists():
        return {}
    kept = json.loads(RUNS.read_text(encoding="utf-8"))
    if kept["setting"] != describe_setting():
        return {}
    return {int(seed): run for seed, run in kept["runs"].items()}


def save_runs(runs: dict[int, dict[str, float]]) -> None:
    """Keep the measured seeds for the next call."""
    kept = {"setting": describe_setting(), "runs": runs}
    RUNS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8", newline="\n")


def describe_aim(low: float, high: float) -> str:
    """Return a range of accuracies in words."""
    if high < 1:
        return f"{low:.0%} to {high:.0%}"
    return f"{low:.0%} or more" if low > 0 else "any"


def write_table(runs: dict[int, dict[str, float]]) -> None:
    """Write `garden.md`: a line a seed, then mean, spread and how many seeds meet the aim."""

    def line(name: str, cells: list[str]) -> str:
        return f"| {name} | " + " | ".join(cells) + " |"

    columns = {key: [run[key] for run in runs.values()] for _, key, _, _ in COLUMNS}
    lines = [line("seed", [heading for heading, *_ in COLUMNS]), "|---" * (len(COLUMNS) + 1) + "|"]
    for seed, run in runs.items():
        lines.append(line(str(seed), [f"{run[key]:.1%}" for _, key, _, _ in COLUMNS]))
    lines.append(line("**mean**", [f"**{statistics.mean(v):.1%}**" for v in columns.values()]))
    if len(runs) > 1:
        spread = [f"{statistics.stdev(v):.1%}" for v in columns.values()]
        lines.append(line("standard deviation", spread))
    lines.append(line("aim", [describe_aim(low, high) for _, _, low, high in COLUMNS]))
    within = [sum(low <= v <= high for v in columns[key]) for _, key, low, high in COLUMNS]
    lines.append(line("seeds within the aim", [f"{n} of {len(runs)}" for n in within]))
    text = f"""# How hard is the garden?

Accuracy on the shipped `garden` at {SIDE} × {SIDE} pixels. Each seed deals the splits "train" and
"validation" anew: {TRAIN_PER_CLASS} pictures a class to train on, as many to validate on.
Guessing gets 20%. Training accuracy is that of the finished network on unchanged pictures.

- nearest neighbour: the most similar training picture, pixel by pixel
- random forest: 300 trees on histograms of 4 × 4 × 4 colours
- CNN: three blocks of convolution and pooling (16, 32, 64), Dense 128, {PLAIN_EPOCHS} epochs
- CNN augmented: the same with flips, rotation, zoom and dropout, {AUGMENTED_EPOCHS} epochs

{chr(10).join(lines)}

Measured with TensorFlow {tf.__version__}, Keras {keras.__version__}; `python benchmarks/garden.py`
measures again.
"""
    TABLE.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10, help="how many seeds (default 10)")
    parser.add_argument("--threads", type=int, default=0, help="TensorFlow's threads (0: all)")
    chosen = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(chosen.threads)
    images, labels = load_pictures()
    runs = load_runs()
    for seed in sorted(set(range(chosen.seeds)) - set(runs)):
        start = time.perf_counter()
        runs[seed] = measure(images, labels, seed)
        shown = ", ".join(f"{key} {value:.3f}" for key, value in runs[seed].items())
        print(f"seed {seed}: {shown} ({time.perf_counter() - start:.0f} s)", flush=True)
        save_runs(runs)
        write_table(dict(sorted(runs.items())))


if __name__ == "__main__":
    main()
