"""Small versions of seven famous networks on the garden, over several seeds; run by hand on Linux:

    python -m benchmarks.architectures                # what is missing; about half an hour on one core
    python -m benchmarks.architectures --seeds 0 2 4  # only these

Writes two tables into `datasets/architectures/`, which lesson 11 reads:

- `small.csv`: each network after the same seconds of one core's work. The clock starts behind the first step,
  in which TensorFlow prepares itself, and stands still while the accuracies are measured.
- `deep.csv`: stacks of twenty convolutions, epoch by epoch.

Each seed deals the pictures, draws the weights and shuffles anew. A finished run is kept; take its lines
out of the table to measure it again.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections.abc import Callable
from pathlib import Path

from course_utils import architectures
from course_utils.data import load
from course_utils.training import keras

TABLES = Path(__file__).resolve().parent.parent / "datasets" / "architectures"
SEEDS = {"deep.csv": range(8), "small.csv": range(5)}
BUDGETS = (2.5, 5, 10, 20)
EPOCHS = 24

SMALL: dict[str, Callable[[int], keras.Model]] = {
    **architectures.SMALL,
    "VGG + batch norm": lambda classes: architectures.small_vgg(classes, architectures.QUICK),
    "ResNet - shortcuts": lambda classes: architectures.small_resnet(classes, shortcut=False),
}
DEEP: dict[str, dict[str, object]] = {
    "plain": {},
    "plain, He": {"start": "he_normal"},
    "plain, batch norm": {"norm": True},
    "residual": {"shortcut": True},
    "residual, batch norm": {"norm": True, "shortcut": True},
}


class Clock(keras.callbacks.Callback):
    """Measures accuracies behind the last epoch that each budget of seconds has room for, then stops."""

    def __init__(self, train, validation):
        super().__init__()
        self.sets, self.found = (train, validation), []
        self._left, self._start, self._longest = list(BUDGETS), None, 0.0

    def on_train_batch_end(self, batch, logs=None):
        if self._start is None:
            self._start = self._epoch = time.process_time()

    def on_epoch_end(self, epoch, logs=None):
        now = time.process_time()
        self._longest = max(self._longest, now - self._epoch)
        while self._left and now - self._start + self._longest > self._left[0]:
            used = now - self._start
            scores = [self.model.evaluate(s.images, s.labels, verbose=0)[1] for s in self.sets]
            within = used <= self._left[0]
            self.found.append((self._left.pop(0), epoch + 1 if within else 0, used, *scores))
        self._start += time.process_time() - now
        self._epoch = time.process_time()
        self.model.stop_training = not self._left


def compiled(model: keras.Model) -> keras.Model:
    """Return the model, ready to be trained with Adam at its default rate."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    return model


def time_small(name: str, seed: int) -> list[dict[str, object]]:
    """Return a row for each budget of seconds."""
    train, validation, _ = load("garden", size=32).split((0.5, 0.3, 0.2), seed=seed)
    keras.utils.set_random_seed(seed)
    model = compiled(SMALL[name](len(train.class_names)))
    clock = Clock(train, validation)
    model.fit(train.images, train.labels, batch_size=32, epochs=10_000, verbose=0, callbacks=[clock])
    return [
        {
            "network": name,
            "seed": seed,
            "parameters": model.count_params(),
            "budget": budget,
            "epochs": epochs,
            "training": f"{training:.3f}",
            "validation": f"{new:.3f}",
        }
        for budget, epochs, _, training, new in clock.found
    ]


def train_deep(name: str, seed: int) -> list[dict[str, object]]:
    """Return a row for each epoch."""
    train, validation, _ = load("garden", size=32).split((0.5, 0.3, 0.2), seed=seed)
    keras.utils.set_random_seed(seed)
    model = compiled(architectures.deep_stack(20, len(train.class_names), **DEEP[name]))
    new = (validation.images, validation.labels)
    options = {"batch_size": 32, "epochs": EPOCHS, "verbose": 0, "validation_data": new}
    history = model.fit(train.images, train.labels, **options).history
    pairs = zip(history["accuracy"], history["val_accuracy"], strict=True)
    return [
        {
            "network": name,
            "seed": seed,
            "epoch": epoch,
            "training": f"{training:.3f}",
            "validation": f"{new:.3f}",
        }
        for epoch, (training, new) in enumerate(pairs, 1)
    ]


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table, none if there is no such file yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def add(path: Path, rows: list[dict[str, object]]) -> None:
    """Add rows to a table."""
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", help="only these (default: all)")
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core
    TABLES.mkdir(exist_ok=True)
    for file, names, measure in (("deep.csv", DEEP, train_deep), ("small.csv", SMALL, time_small)):
        for seed in chosen.seeds or SEEDS[file]:
            for name in names:
                done = {(row["network"], int(row["seed"])) for row in read(TABLES / file)}
                if (name, seed) in done:
                    continue
                start = time.perf_counter()
                rows = measure(name, seed)
                add(TABLES / file, rows)
                keras.utils.clear_session()
                seconds = time.perf_counter() - start
                print(f"{name}, seed {seed}: {rows[-1]} ({seconds:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
