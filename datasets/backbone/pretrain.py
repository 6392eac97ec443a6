"""How the backbone was trained: on CIFAR-10, whose classes share none with the course's flowers.

    python datasets/backbone/pretrain.py FOLDER     # FOLDER holds train/ and test/, one sub-folder a class
    python datasets/backbone/pretrain.py            # CIFAR-10 as Keras brings it, where it was fetched

Prints each epoch's accuracy, writes `backbone.npz` into the current folder, and measures what rounding its
weights to float16 changes. Twenty epochs take about an hour on two busy cores. The file that ships came of
these steps, seed and settings, in an earlier wording of this script; another machine gives other weights.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from course_utils.backbone import build_backbone
from course_utils.data import load
from course_utils.training import keras, tf

SEED, EPOCHS, BATCH = 7, 20, 128
layers = keras.layers


def read(folder: str | None) -> tuple[tuple, tuple]:
    """Return images and labels for training, and for testing."""
    if folder:
        parts = [load(Path(folder) / name, size=32) for name in ("train", "test")]
    else:
        parts = load("cifar10").given_split()
    return tuple((part.images, part.labels) for part in (parts[0], parts[-1]))


def move(image: tf.Tensor, label: tf.Tensor) -> tuple:
    """Move a picture by up to 4 pixels, and mirror half of them."""
    image = tf.pad(image, [[4, 4], [4, 4], [0, 0]], "REFLECT")
    return tf.image.random_flip_left_right(tf.image.random_crop(image, (32, 32, 3))), label


def relight(images: tf.Tensor, labels: tf.Tensor) -> tuple:
    """Make each picture of a batch darker or brighter, and tint it a little."""
    images, count = tf.cast(images, tf.float32), tf.shape(images)[0]
    brightness = tf.random.uniform((count, 1, 1, 1), 0.7, 1.3)
    tint = tf.random.uniform((count, 1, 1, 3), 0.9, 1.1)
    return tf.clip_by_value(images * brightness * tint, 0, 255), tf.one_hot(labels, 10)


def with_head(body: keras.Model, steps: int) -> keras.Model:
    """Return the body with a layer that names the ten classes, compiled."""
    model = keras.Sequential([keras.Input((32, 32, 3)), body, layers.Dropout(0.2), layers.Dense(10)])
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, (EPOCHS - 2) * steps, warmup_target=4e-3, warmup_steps=2 * steps
    )
    loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)
    model.compile(keras.optimizers.AdamW(rate, weight_decay=0.02), loss, metrics=["accuracy"])
    return model


def batches(images: np.ndarray, labels: np.ndarray) -> tf.data.Dataset:
    """Return changed training pictures in shuffled batches."""
    data = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(len(images))
    data = data.map(move, num_parallel_calls=2).batch(BATCH, drop_remainder=True)
    return data.map(relight).prefetch(2)


def main() -> None:
    """Train, store the body's weights, and say how good the network is."""
    keras.utils.set_random_seed(SEED)
    train, (images, labels) = read(sys.argv[1] if len(sys.argv) > 1 else None)
    body = build_backbone()
    model = with_head(body, len(train[0]) // BATCH)
    test = tf.data.Dataset.from_tensor_slices((images, tf.one_hot(labels, 10))).batch(500)
    model.fit(batches(*train), epochs=EPOCHS, validation_data=test, verbose=2)
    rounded = [weights.astype("float16") for weights in body.get_weights()]
    np.savez_compressed("backbone.npz", *rounded)
    print(f"test accuracy {model.evaluate(test, verbose=0)[1]:.2%}")
    body.set_weights([weights.astype("float32") for weights in rounded])
    print(f"after rounding to float16 {model.evaluate(test, verbose=0)[1]:.2%}")


if __name__ == "__main__":
    main()
