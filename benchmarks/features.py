"""What lesson 04 compares its features with; run by hand, the results ship in `datasets/features`.

    python -m benchmarks.features                          # needs the course's environment; 10 trainings
    python benchmarks/features.py hog                      # needs NumPy and scikit-image, in one of its own

- `network.csv`: the network of lesson 07 on the garden, split as lesson 04 splits it with `SEED = 7`, for ten
  seeds of its first weights: accuracy in validation at its best epoch, and on the test pictures then.
- `hog_of_rings.csv`: scikit-image's `hog` of a drawing of rings, with the paper's blocks of 2 by 2 cells.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent.parent / "datasets" / "features"
SPLIT_SEED, SEEDS, EPOCHS = 7, range(10), 22


def rings() -> np.ndarray:
    """The drawing that lesson 04 describes, too."""
    row, column = np.indices((32, 32))
    return (127 + 127 * np.cos(np.hypot(row - 20, column - 12) / 3)).round().astype("uint8")


def write_hog() -> None:
    """Store what scikit-image's `hog` gives for the rings."""
    from skimage.feature import hog

    numbers = hog(rings().astype(float), 9, (8, 8), (2, 2), block_norm="L2-Hys")
    np.savetxt(FOLDER / "hog_of_rings.csv", numbers, fmt="%.6f")


def write_network() -> None:
    """Train lesson 07's network for each seed and store its accuracies."""
    from course_utils.data import load
    from course_utils.training import keras

    layers = keras.layers
    flowers = load("garden", size=64)
    halves = np.array_split(np.random.RandomState(SPLIT_SEED).permutation(len(flowers.labels)), 2)
    train, validation = (half[:600] for half in halves)
    test = np.concatenate([half[600:] for half in halves])
    lines = ["seed,validation,test"]
    for seed in SEEDS:
        keras.utils.set_random_seed(seed)
        model = keras.Sequential([keras.Input((64, 64, 3)), layers.Rescaling(1 / 255)])
        for filters in (16, 32, 64):
            model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
            model.add(layers.MaxPooling2D())
        for layer in (layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(5)):
            model.add(layer)
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile("adam", loss, metrics=["accuracy"])
        best = (0.0, 0.0)
        for _ in range(EPOCHS):
            model.fit(flowers.images[train], flowers.labels[train], verbose=0)
            right = [
                np.mean(model.predict(flowers.images[part], verbose=0).argmax(axis=1) == flowers.labels[part])
                for part in (validation, test)
            ]
            best = max(best, tuple(right), key=lambda pair: pair[0])
        lines.append(f"{seed},{best[0]:.4f},{best[1]:.4f}")
        print(lines[-1], flush=True)
    (FOLDER / "network.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_hog() if sys.argv[1:] == ["hog"] else write_network()
