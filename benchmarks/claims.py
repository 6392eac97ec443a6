"""Whether what the lessons claim holds, over ten seeds; run by hand, the table is kept beside this file.

    python -m benchmarks.claims          # every lesson
    python -m benchmarks.claims 02 07    # only these; other lessons' tables stay as they are

A claim is a function of a seed. It returns a truth value, or two numbers of which the first must be larger.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

SEEDS = range(10)
MUST_HOLD = 9
TABLE = Path(__file__).with_name("claims.md")
HEAD = """# Claims of the lessons

Written by `python -m benchmarks.claims`, a shuffle for each seed. “In spreads” is the mean difference of the
two numbers over its standard deviation. Another computer rounds in another way, which changes a training
nearly as much as another seed does: what the replay compares of a training should be 3 spreads apart.
"""
Claim = Callable[[int], "bool | tuple[float, float]"]
CLAIMS: dict[str, dict[str, Claim]] = {}


def claim(lesson: str, says: str) -> Callable[[Claim], Claim]:
    """Add a claim to a lesson, in the words that the table shows; `A > B` where it returns A and B."""

    def add(function: Claim) -> Claim:
        CLAIMS.setdefault(lesson, {})[says] = function
        return function

    return add


# --- lesson 02: classification ----------------------------------------------------------------------------


@cache
def digits(seed: int) -> tuple[np.ndarray, ...]:
    """Lesson 02's training, validation and test images and labels, shuffled by the seed."""
    from sklearn.datasets import load_digits

    data = load_digits()
    order = np.random.default_rng(seed).permutation(len(data.images))
    parts = np.split(order, [1079, 1438])
    return tuple(array[part] for part in parts for array in (data.images, data.target))


@cache
def neighbours(seed: int, on: str) -> np.ndarray:
    """The labels of all training pictures, the nearest first, for each picture of a set."""
    images, labels, *others = digits(seed)
    new = {"training": images, "validation": others[0], "test": others[2]}[on]
    return np.array(
        [labels[((images - image) ** 2).sum(axis=(1, 2)).argsort(kind="stable")] for image in new]
    )


def neighbour_accuracy(seed: int, k: int, on: str) -> float:
    """Accuracy of k nearest neighbours on the training, validation or test set."""
    truth = digits(seed)[{"training": 1, "validation": 3, "test": 5}[on]]
    votes = [np.bincount(labels[:k]).argmax() for labels in neighbours(seed, on)]
    return float(np.mean(votes == truth))


def mean_accuracy(seed: int) -> float:
    """Accuracy of the nearest class mean on the validation set."""
    images, labels, new, truth, *_ = digits(seed)
    means = np.array([images[labels == digit].mean(axis=0) for digit in range(10)])
    return float(np.mean([((means - image) ** 2).sum(axis=(1, 2)).argmin() for image in new] == truth))


def rule_accuracy(seed: int, classes: int) -> float:
    """Accuracy of the lesson's rule, ink in the middle, on training pictures of the first classes."""
    images, labels, *_ = digits(seed)
    says = images[:, 2:6, 3:5].mean(axis=(1, 2)) > 6
    return float(np.mean(says[labels < classes] == labels[labels < classes]))


def few_pictures(seed: int, count: int) -> float:
    """Validation accuracy of the nearest of the first training pictures."""
    images, labels, new, truth, *_ = digits(seed)
    nearest = [((images[:count] - image) ** 2).sum(axis=(1, 2)).argmin() for image in new]
    return float(np.mean(labels[nearest] == truth))


def best_k(seed: int) -> int:
    """The k that the lesson would choose."""
    return max((1, 3, 5, 9, 25, 75), key=lambda k: neighbour_accuracy(seed, k, "validation"))


@claim("02", "the rule's accuracy on 0 and 1 > 0.95")
def _(seed: int) -> tuple[float, float]:
    return rule_accuracy(seed, 2), 0.95


@claim("02", "0.25 > the rule's accuracy on ten digits")
def _(seed: int) -> tuple[float, float]:
    return 0.25, rule_accuracy(seed, 10)


@claim("02", "always “this is no 8” > 0.85")
def _(seed: int) -> tuple[float, float]:
    return float(np.mean(digits(seed)[3] != 8)), 0.85


@claim("02", "nearest class mean > the rule, by 0.5 or more")
def _(seed: int) -> tuple[float, float]:
    return mean_accuracy(seed), rule_accuracy(seed, 10) + 0.5


@claim("02", "5 nearest neighbours > nearest class mean, in validation")
def _(seed: int) -> tuple[float, float]:
    return neighbour_accuracy(seed, 5, "validation"), mean_accuracy(seed)


@claim("02", "k = 1 is always right in training")
def _(seed: int) -> bool:
    return neighbour_accuracy(seed, 1, "training") == 1


@claim("02", "k = 1 in training > k = 1 in validation")
def _(seed: int) -> tuple[float, float]:
    return neighbour_accuracy(seed, 1, "training"), neighbour_accuracy(seed, 1, "validation")


@claim("02", "k = 5 > k = 75, in validation")
def _(seed: int) -> tuple[float, float]:
    return neighbour_accuracy(seed, 5, "validation"), neighbour_accuracy(seed, 75, "validation")


@claim("02", "10 > the chosen k")
def _(seed: int) -> tuple[float, float]:
    return 10, best_k(seed)


@claim("02", "0.03 > validation and test accuracy apart, at the chosen k")
def _(seed: int) -> tuple[float, float]:
    k = best_k(seed)
    return 0.03, abs(neighbour_accuracy(seed, k, "validation") - neighbour_accuracy(seed, k, "test"))


@claim("02", "what pictures 11 to 100 add > what all later ones add")
def _(seed: int) -> tuple[float, float]:
    ten, hundred, every = (few_pictures(seed, count) for count in (10, 100, 1079))
    return hundred - ten, every - hundred


@cache
def flower_accuracy(seed: int) -> float:
    """Validation accuracy of 5 nearest neighbours on the garden at 16 pixels, as in lesson 02."""
    from sklearn.neighbors import KNeighborsClassifier

    from course_utils.data import load

    known, new, _ = load("garden", size=16).split(seed=seed)
    classifier = KNeighborsClassifier(5).fit(known.images.reshape(len(known), -1), known.labels)
    return float(classifier.score(new.images.reshape(len(new), -1), new.labels))


@claim("02", "5 nearest neighbours on flowers > guessing, 0.2")
def _(seed: int) -> tuple[float, float]:
    return flower_accuracy(seed), 0.2


@claim("02", "0.5 > 5 nearest neighbours on flowers")
def _(seed: int) -> tuple[float, float]:
    return 0.5, flower_accuracy(seed)


# --- lesson 07: first_cnn ---------------------------------------------------------------------------------


def flower_network():
    """Lesson 07's network: three blocks, Dense 128, logits."""
    from course_utils.training import keras

    kind = keras.layers
    layers = [keras.Input((64, 64, 3)), kind.Rescaling(1 / 255)]
    for filters in (16, 32, 64):
        layers += [kind.Conv2D(filters, 3, padding="same", activation="relu"), kind.MaxPooling2D()]
    return keras.Sequential([*layers, kind.Flatten(), kind.Dense(128, activation="relu"), kind.Dense(5)])


@cache
def flower_training(seed: int) -> dict[str, float]:
    """What lesson 07 prints, with another deal of the garden and other first weights."""
    from course_utils.data import picture_folder
    from course_utils.training import keras, tf

    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    halves = keras.utils.image_dataset_from_directory(
        picture_folder("garden"),
        validation_split=0.5,
        subset="both",
        seed=seed,
        image_size=(64, 64),
        batch_size=None,
        verbose=False,
    )
    pictures, unseen = (half.take(600).cache() for half in halves)
    for half in (pictures, unseen):
        list(half)  # reads all of it: a cache that is left half read can stay half full
    batches, validation = pictures.batch(32), unseen.batch(32)
    loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    model = flower_network()
    start = model.get_weights()
    images, labels = next(iter(batches))
    with tf.GradientTape() as tape:
        logits = model(images)
        before = loss_function(labels, logits)
    probabilities = tf.nn.softmax(logits).numpy()
    gradients = [gradient.numpy() for gradient in tape.gradient(before, model.trainable_variables)]
    after = []
    for rate in (0.01, *np.logspace(-2.5, 0.5, 13)):
        model.set_weights([old - rate * gradient for old, gradient in zip(start, gradients, strict=True)])
        after.append(float(loss_function(labels, model(images))))

    model.set_weights(start)
    optimizer, total = keras.optimizers.Adam(), 0.0
    for images, labels in batches:
        with tf.GradientTape() as tape:
            loss = loss_function(labels, model(images, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        total += float(loss) * len(labels)
    twin = flower_network()
    twin.set_weights(start)
    twin.compile(optimizer="adam", loss=loss_function, metrics=["accuracy"])
    loss = twin.fit(batches, epochs=1, verbose=0).history["loss"][0]
    both = [network.predict(validation, verbose=0).argmax(axis=1) for network in (model, twin)]

    keras.utils.set_random_seed(seed)
    model = flower_network()
    model.compile(optimizer="adam", loss=loss_function, metrics=["accuracy"])
    train = pictures.shuffle(600).batch(32).prefetch(tf.data.AUTOTUNE)
    history = model.fit(train, validation_data=validation, epochs=15, verbose=0).history
    return {
        "least": float(probabilities.min()),
        "most": float(probabilities.max()),
        "before": float(before),
        "after a step": after[0],
        "after the longest": after[-1],
        "the best length": float(np.argmin(after[1:])),
        "apart": abs(loss - total / 600),
        "same": float(np.mean(both[0] == both[1])),
        "training": history["accuracy"][-1],
        "validation": history["val_accuracy"][-1],
        "first loss": history["loss"][0],
        "last loss": history["loss"][-1],
    }


@claim("07", "an untrained network's probabilities > 0.1")
def _(seed: int) -> tuple[float, float]:
    return flower_training(seed)["least"], 0.1


@claim("07", "0.3 > an untrained network's probabilities")
def _(seed: int) -> tuple[float, float]:
    return 0.3, flower_training(seed)["most"]


@claim("07", "0.2 > an untrained network's loss and log 5, apart")
def _(seed: int) -> tuple[float, float]:
    return 0.2, abs(flower_training(seed)["before"] - float(np.log(5)))


@claim("07", "loss before a step > after it")
def _(seed: int) -> tuple[float, float]:
    return flower_training(seed)["before"], flower_training(seed)["after a step"]


@claim("07", "loss after the longest step > before it")
def _(seed: int) -> tuple[float, float]:
    return flower_training(seed)["after the longest"], flower_training(seed)["before"]


@claim("07", "neither the shortest nor the longest step is best")
def _(seed: int) -> bool:
    return 0 < flower_training(seed)["the best length"] < 12


@claim("07", "0.01 > an epoch's loss by hand and by fit, apart")
def _(seed: int) -> tuple[float, float]:
    return 0.01, flower_training(seed)["apart"]


@claim("07", "same predictions by hand and by fit > 0.6")
def _(seed: int) -> tuple[float, float]:
    return flower_training(seed)["same"], 0.6


@claim("07", "training accuracy > three times chance")
def _(seed: int) -> tuple[float, float]:
    return flower_training(seed)["training"], 0.6


@claim("07", "validation accuracy > twice chance")
def _(seed: int) -> tuple[float, float]:
    return flower_training(seed)["validation"], 0.4


@claim("07", "training > validation accuracy, by 0.1 or more")
def _(seed: int) -> tuple[float, float]:
    return flower_training(seed)["training"], flower_training(seed)["validation"] + 0.1


@claim("07", "training loss in the first epoch > twice that in the last")
def _(seed: int) -> tuple[float, float]:
    return flower_training(seed)["first loss"], 2 * flower_training(seed)["last loss"]


# --- lesson 08: overfitting -------------------------------------------------------------------------------


def three_blocks(filters: tuple[int, ...] = (16, 32, 64), dropout: float = 0.0, penalty: object = None):
    """Lesson 08's network."""
    from course_utils import training  # first, so that its settings are in force

    keras, layers = training.keras, training.keras.layers
    model = keras.Sequential([keras.Input((32, 32, 3)), layers.Rescaling(1 / 255)])
    for count in filters:
        model.add(layers.Conv2D(count, 3, padding="same", activation="relu", kernel_regularizer=penalty))
        model.add(layers.MaxPooling2D())
    hidden = layers.Dense(128, activation="relu", kernel_regularizer=penalty)
    for layer in [layers.Flatten(), layers.Dropout(dropout), hidden, layers.Dropout(dropout)]:
        model.add(layer)
    model.add(layers.Dense(5))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    return model


def few_flowers(seed: int) -> tuple:
    """Lesson 08's training and validation set."""
    from course_utils.data import load

    return load("garden", size=32).split((0.48, 0.26, 0.26), seed=seed)[:2]


@cache
def overfit(seed: int, remedy: str) -> dict:
    """Train lesson 08's network with a remedy; the seed shuffles pictures and starts weights.

    Returns:
        `seen` and `new`, accuracies on training and validation pictures; `dropout_on`, the former in training
        mode; `val_loss`, a value an epoch, where there is no remedy; `near_zero`, the share of the hidden
        layer's weights within 0.001 of 0.
    """
    from course_utils import training

    keras = training.keras
    train, validation = few_flowers(seed)
    count = {"2x": len(train) // 2, "4x": len(train)}.get(remedy, len(train) // 4)
    pictures = train.subset(range(count))
    keras.utils.set_random_seed(seed)
    model = three_blocks(
        filters=(4, 8, 8) if remedy == "fewer filters" else (16, 32, 64),
        dropout=0.5 if remedy == "dropout" else 0.0,
        penalty={"L1": keras.regularizers.L1(5e-4), "L2": keras.regularizers.L2(1e-2)}.get(remedy),
    )
    new = validation.pipeline(batch_size=len(validation))
    history = model.fit(
        pictures.pipeline(batch_size=16, shuffle=True, seed=seed),
        validation_data=new if remedy == "none" else None,
        epochs=30,
        verbose=0,
    ).history

    def right(training: bool) -> float:
        logits = np.array(model(pictures.images, training=training))
        return float(np.mean(logits.argmax(axis=1) == pictures.labels))

    return {
        "seen": right(training=False),
        "new": model.evaluate(new, verbose=0)[1],
        "dropout_on": float(np.mean([right(training=True) for _ in range(5)])),
        "val_loss": history.get("val_loss"),
        "near_zero": float(np.mean(np.abs(model.layers[-3].get_weights()[0]) < 0.001)),
    }


@cache
def by_heart(seed: int) -> tuple[float, float]:
    """Lesson 08's accuracy on 60 random labels in the best of 40 epochs, and on new pictures at the end."""
    from course_utils import training

    train, validation = few_flowers(seed)
    labels = np.random.default_rng(seed).integers(0, 5, 60)
    training.keras.utils.set_random_seed(seed)
    model = three_blocks()
    history = model.fit(train.images[:60], labels, epochs=40, batch_size=16, verbose=0).history
    return max(history["accuracy"]), model.evaluate(validation.images, validation.labels, verbose=0)[1]


def overfit_gap(seed: int, remedy: str) -> float:
    """Accuracy on training pictures minus accuracy on validation pictures."""
    result = overfit(seed, remedy)
    return result["seen"] - result["new"]


@claim("08", "no remedy: the gap > 0.25")
def _(seed: int) -> tuple[float, float]:
    return overfit_gap(seed, "none"), 0.25


@claim("08", "validation loss after 30 epochs > its lowest, by 0.05 or more")
def _(seed: int) -> tuple[float, float]:
    losses = overfit(seed, "none")["val_loss"]
    return losses[-1], min(losses) + 0.05


@claim("08", "validation loss after 30 epochs > what early stopping keeps, patience 5")
def _(seed: int) -> tuple[float, float]:
    losses, best = overfit(seed, "none")["val_loss"], 0
    for epoch, loss in enumerate(losses):
        best = epoch if loss < losses[best] else best
        if epoch - best == 5:
            break
    return losses[-1], losses[best]


@claim("08", "random labels right, in the best epoch > 0.9")
def _(seed: int) -> tuple[float, float]:
    return by_heart(seed)[0], 0.9


@claim("08", "0.3 > random labels, on new pictures")
def _(seed: int) -> tuple[float, float]:
    return 0.3, by_heart(seed)[1]


for _remedy in ("dropout", "L2", "L1", "fewer filters", "4x"):

    @claim("08", f"the gap with no remedy > with {_remedy}")
    def _(seed: int, remedy: str = _remedy) -> tuple[float, float]:
        return overfit_gap(seed, "none"), overfit_gap(seed, remedy)


@claim("08", "in validation, 2x > no remedy")
def _(seed: int) -> tuple[float, float]:
    return overfit(seed, "2x")["new"], overfit(seed, "none")["new"]


@claim("08", "in validation, 4x > 2x")
def _(seed: int) -> tuple[float, float]:
    return overfit(seed, "4x")["new"], overfit(seed, "2x")["new"]


@claim("08", "in validation, 4x > the best of none, dropout, L2, L1 and fewer filters, by 0.05 or more")
def _(seed: int) -> tuple[float, float]:
    others = ("none", "dropout", "L2", "L1", "fewer filters")
    return overfit(seed, "4x")["new"], max(overfit(seed, one)["new"] for one in others) + 0.05


@claim("08", "dropout, accuracy on training pictures with it off > with it on")
def _(seed: int) -> tuple[float, float]:
    result = overfit(seed, "dropout")
    return result["seen"], result["dropout_on"]


@claim(
    "08", "in validation, what four times the pictures add > twice what dropout, L2, L1 or fewer filters add"
)
def _(seed: int) -> tuple[float, float]:
    none = overfit(seed, "none")["new"]
    most = max(overfit(seed, one)["new"] for one in ("dropout", "L2", "L1", "fewer filters"))
    return overfit(seed, "4x")["new"] - none, 2 * (most - none)


@claim("08", "hidden weights near 0: L1 > L2")
def _(seed: int) -> tuple[float, float]:
    return overfit(seed, "L1")["near_zero"], overfit(seed, "L2")["near_zero"]


@claim("08", "hidden weights near 0: L2 > no penalty")
def _(seed: int) -> tuple[float, float]:
    return overfit(seed, "L2")["near_zero"], overfit(seed, "none")["near_zero"]


# --- lesson 09: augmentation ------------------------------------------------------------------------------


def nearest_accuracy(images: np.ndarray, labels: np.ndarray, new: np.ndarray, truth: np.ndarray) -> float:
    """How often the nearest of some pictures gives new ones their label."""
    from sklearn.neighbors import KNeighborsClassifier

    neighbour = KNeighborsClassifier(1).fit(images.reshape(len(images), -1), labels)
    return float(neighbour.score(new.reshape(len(new), -1), truth))


@cache
def hundred_digits(seed: int) -> dict[str, float]:
    """Lesson 09's accuracies with a hundred digits, as they are and with copies added."""
    from scipy.ndimage import rotate, shift
    from sklearn.datasets import load_digits

    data = load_digits()
    order = np.random.default_rng(seed).permutation(len(data.images))
    few, labels = data.images[order[:100]], data.target[order[:100]]
    new, truth = data.images[order[100:]], data.target[order[100:]]
    sides = [(0, 0, 0), (0, 0, 1), (0, 0, -1), (0, 1, 0), (0, -1, 0)]
    more = np.concatenate([shift(few, side, order=0) for side in sides])
    moved = shift(new, (0, 0, 1), order=0)
    pair, both_ways = np.isin(truth, [6, 9]), np.concatenate([few, few[:, ::-1, ::-1]])
    results = {
        "few, new": nearest_accuracy(few, labels, new, truth),
        "few, moved": nearest_accuracy(few, labels, moved, truth),
        "more, moved": nearest_accuracy(more, np.tile(labels, 5), moved, truth),
        "pair before": nearest_accuracy(few, labels, new[pair], truth[pair]),
        "pair after": nearest_accuracy(both_ways, np.tile(labels, 2), new[pair], truth[pair]),
    }
    for angle in (20, 80, 180):
        turned = rotate(new, angle, axes=(1, 2), reshape=False, order=1)
        results[f"turned {angle}"] = nearest_accuracy(few, labels, turned, truth)
    is_six = truth == 6
    results["6 named 9"] = nearest_accuracy(few, labels, turned[is_six], np.full(is_six.sum(), 9))
    return results


@cache
def flower_networks(seed: int) -> dict[str, dict[str, float]]:
    """Lesson 09's four networks: gap, accuracies, processor seconds an epoch.

    Validation accuracy is the mean of the last five epochs.
    """
    import time
    from importlib import import_module

    import_module("course_utils.training")  # before Keras
    import keras
    from keras import layers

    from course_utils.data import load

    train, validation, _ = load("garden", size=32).split((0.4, 0.3, 0.3), seed=seed)
    results = {}
    for name in ("plain", "dropout", "augmentation", "both"):
        keras.utils.set_random_seed(seed)
        changes = [layers.RandomFlip("horizontal"), layers.RandomRotation(0.1), layers.RandomZoom(0.2)]
        network = keras.Sequential([keras.Input((32, 32, 3))])
        if name in ("augmentation", "both"):
            network.add(keras.Sequential(changes))
        network.add(layers.Rescaling(1 / 255))
        for filters in (16, 32, 64):
            network.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
            network.add(layers.MaxPooling2D())
        network.add(layers.Dropout(0.3 if name in ("dropout", "both") else 0))
        network.add(layers.Flatten())
        network.add(layers.Dense(128, activation="relu"))
        network.add(layers.Dense(5))
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        network.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
        results[name], new = {}, validation.pipeline(batch_size=len(validation))
        for end in (25, 50) if name in ("plain", "both") else (25,):
            start, done = time.process_time(), 25 if end == 50 else 0
            batches = train.pipeline(shuffle=True, seed=seed)
            history = network.fit(
                batches, validation_data=new, epochs=end, initial_epoch=done, verbose=0
            ).history
            seconds = (time.process_time() - start) / (end - done)
            known, unseen = (
                network.evaluate(part.pipeline(batch_size=len(part)), verbose=0)[1]
                for part in (train, validation)
            )
            results[name] |= {
                f"seconds at {end}": seconds,
                f"training at {end}": known,
                f"validation, last of {end}": float(np.mean(history["val_accuracy"][-5:])),
                f"gap at {end}": known - unseen,
            }
    return results


@claim("09", "100 digits: accuracy on new ones > on the same a pixel aside, by 0.25 or more")
def _(seed: int) -> tuple[float, float]:
    return hundred_digits(seed)["few, new"], hundred_digits(seed)["few, moved"] + 0.25


@claim("09", "with copies a pixel aside, what comes back > nine tenths of the loss")
def _(seed: int) -> tuple[float, float]:
    result = hundred_digits(seed)
    loss = result["few, new"] - result["few, moved"]
    return result["more, moved"] - result["few, moved"], 0.9 * loss


@claim("09", "digits turned by 20 degrees are named > turned by 80, by 0.3 or more")
def _(seed: int) -> tuple[float, float]:
    return hundred_digits(seed)["turned 20"], hundred_digits(seed)["turned 80"] + 0.3


@claim("09", "turned by 180 degrees > by 80")
def _(seed: int) -> tuple[float, float]:
    return hundred_digits(seed)["turned 180"], hundred_digits(seed)["turned 80"]


@claim("09", "a 6 upside down is named 9 > 0.5")
def _(seed: int) -> tuple[float, float]:
    return hundred_digits(seed)["6 named 9"], 0.5


@claim("09", "6 and 9: accuracy before > after upside-down copies are added")
def _(seed: int) -> tuple[float, float]:
    return hundred_digits(seed)["pair before"], hundred_digits(seed)["pair after"]


def compared(what: str, larger: str, smaller: str, by: float = 0) -> Claim:
    """A claim that one of the four networks has more of something than another."""
    return lambda seed: (flower_networks(seed)[larger][what], flower_networks(seed)[smaller][what] + by)


for what, larger, smaller, by in [
    ("gap at 25", "plain", "augmentation", 0),
    ("gap at 25", "plain", "both", 0.05),
    ("training at 25", "plain", "both", 0),
    ("seconds at 25", "augmentation", "plain", 0),
    ("gap at 50", "plain", "both", 0.1),
    ("validation, last of 50", "both", "plain", 0),
]:
    margin = f", by {by} or more" if by else ""
    claim("09", f"{what} epochs, {larger} > {smaller}{margin}")(compared(what, larger, smaller, by))


# --- running them -----------------------------------------------------------------------------------------


def table(lesson: str) -> str:
    """A lesson's claims as Markdown: for how many seeds each holds, its two numbers, and what is between."""
    lines = [
        f"## {lesson}",
        "",
        f"| claim | holds, of {len(SEEDS)} | first | second | least apart | in spreads |",
        "|---|---|---|---|---|---|",
    ]
    for says, function in CLAIMS[lesson].items():
        results = [function(seed) for seed in SEEDS]
        if isinstance(results[0], tuple):
            apart = np.array([first - second for first, second in results])
            holds = int((apart > 0).sum())
            cells = [f"{min(side):.3g} to {max(side):.3g}" for side in zip(*results, strict=True)]
            spreads = apart.mean() / apart.std(ddof=1) if np.ptp(apart) > 1e-9 else np.inf
            cells += [f"{apart.min():.2g}", f"{spreads:.1f}"]
        else:
            holds, cells = sum(results), [""] * 4
        mark = "" if holds >= MUST_HOLD else " **too few**"
        lines.append(f"| {says} | {holds}{mark} | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


def main(lessons: list[str]) -> int:
    """Measure the claims of some lessons, or of all, and keep the tables.

    Returns:
        1 if a claim holds for too few seeds, else 0.
    """
    if unknown := [lesson for lesson in lessons if lesson not in CLAIMS]:
        print(f"No claims for {', '.join(unknown)}; there are claims for {', '.join(CLAIMS)}.")
        return 2
    stored = TABLE.read_text(encoding="utf-8") if TABLE.is_file() else ""
    kept = {part[3:5]: part.strip() + "\n" for part in re.split(r"^(?=## )", stored, flags=re.MULTILINE)[1:]}
    for lesson in lessons or CLAIMS:
        kept[lesson] = table(lesson)
        TABLE.write_text("\n".join([HEAD, *(kept[one] for one in sorted(kept))]), encoding="utf-8")
    return int(any("too few" in kept[lesson] for lesson in lessons or CLAIMS))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
