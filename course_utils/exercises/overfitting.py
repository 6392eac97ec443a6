"""Lesson 08: exercises on the gap, early stopping, dropout, penalties and fair comparisons, and a quiz."""

from dataclasses import replace

import numpy as np

from course_utils.checking import networks
from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, shape_of

# --- the gap ----------------------------------------------------------------------------------------------

_HISTORIES = [
    {
        "accuracy": [0.25, 0.5, 0.75, 0.875],
        "loss": [1.6, 1.2, 0.7, 0.4],
        "val_accuracy": [0.375, 0.625, 0.5, 0.5625],
        "val_loss": [1.5, 1.1, 1.3, 1.9],
    },
    {
        "accuracy": [0.21, 0.33, 0.41],
        "loss": [1.61, 1.5, 1.44],
        "val_accuracy": [0.24, 0.36, 0.47],
        "val_loss": [1.6, 1.46, 1.39],
    },
]


@exercise(
    hints=[
        "The history is a dictionary of lists. Which list holds the training accuracies, which the others?",
        'The last value of a list is `values[-1]`, so training ended with `history["accuracy"][-1]`.',
        'Return `history["accuracy"][-1] - ...`, with the last of `"val_accuracy"` in place of the dots.',
    ],
    right=[
        answers(lambda history: history["accuracy"][-1] - history["val_accuracy"][-1]),
        answers(lambda history: np.subtract(history["accuracy"], history["val_accuracy"])[-1]),
        answers(lambda history: -(history["val_accuracy"][-1] - history["accuracy"][-1])),
    ],
    wrong=[
        answers(lambda history: history["val_accuracy"][-1] - history["accuracy"][-1], says="sign"),
        answers(lambda history: abs(history["accuracy"][-1] - history["val_accuracy"][-1]), says="`abs`"),
        answers(lambda history: history["val_loss"][-1] - history["loss"][-1], says="losses"),
        answers(lambda history: history["loss"][-1] - history["val_loss"][-1], says="losses"),
        answers(lambda history: history["accuracy"][0] - history["val_accuracy"][0], says="first epoch"),
        answers(lambda history: max(history["accuracy"]) - max(history["val_accuracy"]), says="best value"),
        answers(lambda history: history["accuracy"][-1], says="training alone"),
        answers(lambda history: np.subtract(history["accuracy"], history["val_accuracy"]), says="all epochs"),
        answers(
            lambda history: np.mean(history["accuracy"]) - np.mean(history["val_accuracy"]),
            says="mean of all epochs",
        ),
        answers(
            lambda history: 100 * (history["accuracy"][-1] - history["val_accuracy"][-1]), says="fractions"
        ),
        answers(lambda history: history["accuracy"][-1] / history["val_accuracy"][-1], says="difference"),
        answers(
            lambda history: round(history["accuracy"][-1] - history["val_accuracy"][-1], 2), says="rounding"
        ),
        answers(lambda history: f"{history['accuracy'][-1] - history['val_accuracy'][-1]:.0%}", says="text"),
        answers(lambda history: history["acc"][-1], says="KeyError"),
    ],
    remember="A gap above 0: better on pictures it has seen than on new ones.",
)
def gap(gap):
    """Compute how much better a network ended on its training pictures than on new ones."""
    for history in _HISTORIES:
        lists = {name: np.array(values) for name, values in history.items()}
        accuracy, validation = lists["accuracy"], lists["val_accuracy"]
        losses = lists["loss"] - lists["val_loss"]
        ends = f"accuracy {accuracy[-1]:.4g}, val_accuracy {validation[-1]:.4g}"
        trial = replace(attempt(gap, history), said=f"gap of a history that ends with {ends},")
        if shape_of(trial.value) == accuracy.shape:
            raise NotYet(
                f"{trial.said} gave {len(accuracy)} values; needed one number.",
                "which epoch is asked for: you return a value for all epochs. `[-1]` is the last one.",
            )
        difference = accuracy[-1] - validation[-1]
        trial.gives(
            difference,
            idea='two last values: `history["accuracy"][-1]` and `history["val_accuracy"][-1]`.',
            clues=[
                (
                    validation[-1] - accuracy[-1],
                    "the sign: training minus validation, so that a gap above 0 means worse on new pictures."
                    if accuracy[-1] > validation[-1]
                    else "the sign: here validation is ahead, so the gap is below 0. No `abs`.",
                ),
                (round(difference, 2), "rounding: return the number itself; rounding is for printing."),
                (f"{difference:.0%}", "the kind: this is text. Return the number, and format it to print."),
                (losses[-1], "the names: these are losses. Accuracies are asked for."),
                (-losses[-1], "the names: these are losses. Accuracies are asked for."),
                (accuracy[0] - validation[0], "which epoch: `[0]` is the first epoch, `[-1]` the last."),
                (
                    accuracy.max() - validation.max(),
                    "which epoch: you take the best value of each, and those may be of different epochs.",
                ),
                (accuracy[-1], "what is subtracted: this is training alone."),
                (validation[-1], "what it is subtracted from: this is validation alone."),
                (accuracy.mean() - validation.mean(), "which epoch: this is the mean of all epochs."),
                (
                    100 * (accuracy[-1] - validation[-1]),
                    "the unit: accuracies here are fractions from 0 to 1, and so is the gap.",
                ),
                (
                    accuracy[-1] / validation[-1],
                    "the operation: a gap is a difference, so subtract.",
                ),
            ],
        )


# --- early stopping ---------------------------------------------------------------------------------------


def _stop(losses, patience):
    best, best_epoch = float("inf"), 0
    for epoch, loss in enumerate(losses, 1):
        if loss < best:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch == patience:
            return epoch, best_epoch
    return len(losses), best_epoch


def _stop_by_waiting(losses, patience):
    best, waited = 0, 0
    for epoch in range(len(losses)):
        if epoch == 0 or losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return [epoch + 1, best + 1]


def _stop_by_slices(losses, patience):
    for last in range(1, len(losses) + 1):
        best = int(np.argmin(losses[:last])) + 1
        if last - best >= patience:
            return last, best
    return len(losses), int(np.argmin(losses)) + 1


def _stop_at_first_rise(losses, patience):
    for epoch in range(1, len(losses)):
        if losses[epoch] > losses[epoch - 1]:
            return epoch + 1, epoch
    return len(losses), len(losses)


def _compare_with_previous(losses, patience):
    waited, best = 0, 0
    for epoch in range(1, len(losses)):
        best = epoch if losses[epoch] < losses[best] else best
        waited = 0 if losses[epoch] < losses[epoch - 1] else waited + 1
        if waited == patience:
            return epoch + 1, best + 1
    return len(losses), best + 1


def _as_low_is_better(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss <= losses[best]:
            best = epoch
        elif epoch - best == patience:
            return epoch + 1, best + 1
    return len(losses), best + 1


def _never_reset(losses, patience):
    waited, best = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
        if waited == patience:
            return epoch + 1, best + 1
    return len(losses), best + 1


def _keep_last(losses, patience):
    return (_stop(losses, patience)[0],) * 2


def _look_ahead(losses, patience):
    return _stop(losses, patience)[0], int(np.argmin(losses)) + 1


def _ignore_patience(losses, patience):
    return len(losses), int(np.argmin(losses)) + 1


def _return_loss(losses, patience):
    last, best = _stop(losses, patience)
    return last, losses[best - 1]


def _best_is_zero(losses, patience):
    return min(patience, len(losses)), 0


def _no_end(losses, patience):
    last, best = _stop(losses, patience)
    return (last, best) if last < len(losses) else print("never stopped")


_LOSSES = [
    ([1.6, 1.4, 1.5, 1.2, 1.3, 1.1, 1.15, 1.2, 1.3, 1.25, 1.0, 0.9], 3),
    ([1.5, 1.1, 1.4, 1.3, 1.2, 1.35, 1.4, 1.45, 0.8], 3),
    ([1.6, 1.7, 1.5, 1.55, 1.4, 1.45, 1.3, 1.2], 3),
    ([1.6, 1.3, 1.1, 0.9], 2),
    ([1.5, 1.2, 1.25, 1.1, 1.3, 1.0], 1),
    ([1.4, 1.2, 1.2, 1.2, 1.1], 2),  # as low is not lower
]


@exercise(
    hints=[
        "Walk through the losses with `for epoch, loss in enumerate(losses, 1):`. What must you remember?",
        "Remember the best loss so far and its epoch. If this loss is lower, update both. If not, how many "
        "epochs ago was the best?",
        "If `epoch - best_epoch == patience`, return `epoch, best_epoch`. After the loop, return "
        "`len(losses), best_epoch`.",
    ],
    right=[answers(_stop), answers(_stop_by_waiting), answers(_stop_by_slices)],
    wrong=[
        answers(_stop_at_first_rise, says="first rise"),
        answers(lambda losses, patience: _stop(losses, patience + 1), says="one epoch too late"),
        answers(lambda losses, patience: _stop(losses, patience - 1), says="one epoch too early"),
        answers(_keep_last, says="not the last"),
        answers(_look_ahead, says="has not been trained yet"),
        answers(_ignore_patience, says="has not been trained yet"),
        answers(_compare_with_previous, says="epoch before"),
        answers(_never_reset, says="start again"),
        answers(_as_low_is_better, says="as low is not lower"),
        answers(lambda losses, patience: tuple(e - 1 for e in _stop(losses, patience)), says="from 1"),
        answers(lambda losses, patience: _stop(losses, patience)[::-1], says="order"),
        answers(lambda losses, patience: _stop(losses, patience)[1], says="two numbers"),
        answers(lambda losses, patience: _stop(losses, patience)[0], says="two numbers"),
        answers(_no_end, says="nothing"),
        answers(_return_loss, says="not the loss"),
        answers(_best_is_zero, says="begin with"),
        answers(lambda losses, patience: _stop([-loss for loss in losses], patience), says="lower is better"),
    ],
    points=2,
    remember="Patience waits through bad luck; restoring the best weights undoes the wait.",
)
def early_stopping(early_stopping):
    """Say after which epoch early stopping ends training, and which epoch's weights it keeps."""
    for losses, patience in _LOSSES:
        expected = _stop(losses, patience)
        trial = attempt(early_stopping, losses, patience)
        if isinstance(trial.value, (int, np.integer)) and not isinstance(trial.value, bool):
            trial.must(False, f"{expected}", "the last line: two numbers, `return last_epoch, best_epoch`.")
        trial.gives(
            expected,
            idea=f"the best epoch so far, then {patience} more without a lower loss, or the end of the list.",
            clues=[
                (_as_low_is_better(losses, patience), "the comparison: as low is not lower. Take `<`."),
                (
                    _keep_last(losses, patience),
                    "the second number: keep the weights of the best epoch, not the last.",
                ),
                (
                    _look_ahead(losses, patience),
                    "the second number: when training stops, that epoch has not been trained yet.",
                ),
                (
                    _ignore_patience(losses, patience),
                    "patience: you look at all losses, but once it stops, the rest has not been trained yet.",
                ),
                (
                    _stop(losses, patience + 1),
                    f"when to stop: one epoch too late. {patience} without a lower loss are enough.",
                ),
                (
                    _stop(losses, patience - 1),
                    f"when to stop: one epoch too early. Wait for {patience} without a lower loss.",
                ),
                (_stop_at_first_rise(losses, patience), "patience: you stop at the first rise. Wait longer."),
                (
                    _compare_with_previous(losses, patience),
                    "what is better: compare with the best loss so far, not with the epoch before.",
                ),
                (
                    _never_reset(losses, patience),
                    "the waiting: after a new best loss, start again at 0.",
                ),
                (tuple(epoch - 1 for epoch in expected), "counting: the first epoch is 1. Count from 1."),
                (
                    _return_loss(losses, patience),
                    "the second number: the epoch's number, not the loss itself.",
                ),
                (
                    _best_is_zero(losses, patience),
                    "the best loss to begin with: none is lower than 0. Take the first, or `float('inf')`.",
                ),
                (expected[::-1], "the order: first the last epoch that was trained, then the best one."),
                (
                    _stop([-loss for loss in losses], patience),
                    "the comparison: of losses, lower is better.",
                ),
            ],
        )


# --- dropout ----------------------------------------------------------------------------------------------


def _drop(values, random, rate, training):
    if not training:
        return values
    return np.where(random < rate, 0, values / (1 - rate))


def _drop_with_mask(values, random, rate, training):
    keep = (random >= rate) if training else np.ones_like(values)
    scale = 1 - rate if training else 1
    return values * keep / scale


def _drop_on_copy(values, random, rate, training):
    result = values.copy()
    if training:
        result[random < rate] = 0
        result = result / (1 - rate)
    return result


def _drop_in_place(values, random, rate, training):
    if training:
        values[random < rate] = 0
        values /= 1 - rate
    return values


def _no_rescaling(values, random, rate, training):
    return np.where(random < rate, 0, values) if training else values


def _always_drop(values, random, rate, training):
    return _drop(values, random, rate, True)


def _keep_the_dropped(values, random, rate, training):
    return np.where(random < rate, values / (1 - rate), 0) if training else values


def _shrink_the_kept(values, random, rate, training):
    return np.where(random < rate, 0, values * (1 - rate)) if training else values


def _divide_by_rate(values, random, rate, training):
    return np.where(random < rate, 0, values / rate) if training else values


def _rescale_all_the_time(values, random, rate, training):
    return _drop(values, random, rate, training) if training else values / (1 - rate)


def _shrink_in_prediction(values, random, rate, training):
    return _no_rescaling(values, random, rate, True) if training else values * (1 - rate)


def _cut_out(values, random, rate, training):
    return values[random >= rate] / (1 - rate) if training else values


def _upside_down(values, random, rate, training):
    return _drop(values, random, rate, not training)


@exercise(
    hints=[
        "Three cases: prediction; a value dropped in training; one kept in training. What becomes of each?",
        "In prediction return the values as they are. In training `random < rate` says which to drop, and "
        "`np.where(condition, a, b)` takes from `a` where it is True.",
        "The kept ones make up for the dropped: `np.where(random < rate, 0, values / (1 - rate))`.",
    ],
    right=[answers(_drop), answers(_drop_with_mask), answers(_drop_on_copy)],
    wrong=[
        answers(_no_rescaling, says="make up for"),
        answers(_always_drop, says="in prediction nothing is dropped"),
        answers(_keep_the_dropped, says="turned round"),
        answers(_shrink_the_kept, says="grow"),
        answers(_divide_by_rate, says="1 - rate"),
        answers(_rescale_all_the_time, says="in prediction nothing is rescaled"),
        answers(_shrink_in_prediction, says="make up for"),
        answers(_cut_out, says="0 in its place"),
        answers(_drop_in_place, says="input left as it was"),
        answers(_upside_down, says="turned round"),
        answers(lambda values, random, rate, training: values, says="nothing is dropped in training"),
        answers(
            lambda values, random, rate, training: np.where(random < 1 - rate, values / (1 - rate), 0),
            says="keep all others",
        ),
        answers(
            lambda values, random, rate, training: np.where(random < rate, values, values / (1 - rate)),
            says="become 0",
        ),
        answers(lambda values, random, rate, training: values * random, says="0 or kept"),
        answers(
            lambda values, random, rate, training: (
                np.where(random <= rate, 0, values / (1 - rate)) if training else values
            ),
            says="0 where `random < rate`",
        ),
        answers(
            lambda values, random, rate, training: _drop(values, random, rate, training).tolist(),
            says="np.array",
        ),
        answers(lambda values, random, rate, training: (values * 0).astype(int), says="dtype"),
    ],
    points=2,
    remember="Dividing by `1 - rate` keeps the sum about the same, so prediction needs no change.",
)
def dropout(dropout):
    """Write dropout by hand: with rescaling in training, without effect in prediction."""
    rng = np.random.default_rng(8)
    four, numbers = np.array([6.0, 3.0, 9.0, 12.0]), np.array([0.7, 0.1, 0.25, 0.9])
    many, more_numbers = rng.uniform(1, 9, (4, 5)), rng.uniform(0, 1, (4, 5))
    for values, random, rate, training in [
        (four, numbers, 0.25, True),
        (many, more_numbers, 0.4, True),
        (four, numbers, 0.25, False),
    ]:
        case = (values, random, rate, training)
        kept = values[random >= rate]
        trial = attempt(dropout, *case)
        if training and shape_of(trial.value) == kept.shape:
            raise NotYet(
                f"{trial.said} gave {kept.size} values; needed {values.size}.",
                "the shape: the next layer expects all values. A dropped one leaves a 0 in its place.",
            )
        common = [
            (
                values if training else None,
                "`training`: nothing is dropped in training here. Is the condition turned round?",
            ),
        ]
        clues = [
            (
                _no_rescaling(*case),
                "the kept values: they make up for the dropped ones, divided by `1 - rate`.",
            ),
            (_keep_the_dropped(*case), "the comparison: it is turned round. Drop where `random < rate`."),
            (
                _shrink_the_kept(*case),
                "the kept values: they must grow to make up for the others. Divide by `1 - rate`.",
            ),
            (_divide_by_rate(*case), "the divisor: `rate` is the share dropped, `1 - rate` the share kept."),
            (
                np.where(random < 1 - rate, values / (1 - rate), 0),
                "the comparison: drop where `random < rate`, keep all others.",
            ),
            (
                np.where(random < rate, values, values / (1 - rate)),
                "the dropped values: they become 0 in place of staying.",
            ),
            (values * random, "what `random` is for: it decides whether a value becomes 0 or kept."),
        ]
        in_prediction = [
            (_always_drop(*case), "`training`: in prediction nothing is dropped."),
            (_no_rescaling(values, random, rate, True), "`training`: in prediction nothing is dropped."),
            (values / (1 - rate), "`training`: in prediction nothing is rescaled either."),
            (values * (1 - rate), "prediction: no shrinking is needed where the kept ones grow in training."),
        ]
        trial.gives(
            _drop(*case),
            idea="0 where `random < rate`, `values / (1 - rate)` elsewhere; all as it was in prediction.",
            clues=common + clues if training else in_prediction,
        )


# --- the penalty ------------------------------------------------------------------------------------------


def _penalized(loss, weights, strength):
    return loss + strength * sum(np.sum(weight**2) for weight in weights)


def _penalized_by_loop(loss, weights, strength):
    total = 0.0
    for weight in weights:
        for value in weight.ravel():
            total += value * value
    return loss + total * strength


def _penalized_by_norm(loss, weights, strength):
    flat = np.concatenate([weight.ravel() for weight in weights])
    return loss + strength * np.linalg.norm(flat) ** 2


def _squares(weights):
    return sum(np.sum(weight**2) for weight in weights)


_PENALTIES = {
    "absolute": lambda w: sum(np.sum(np.abs(weight)) for weight in w),
    "plain": lambda w: sum(np.sum(weight) for weight in w),
    "mean": lambda w: np.mean(np.concatenate([weight.ravel() ** 2 for weight in w])),
    "means": lambda w: sum(np.mean(weight**2) for weight in w),
    "root": lambda w: np.sqrt(_squares(w)),
    "sum first": lambda w: sum(np.sum(weight) ** 2 for weight in w),
    "half": lambda w: _squares(w) / 2,
    "first": lambda w: np.sum(w[0] ** 2),
    "last": lambda w: np.sum(w[-1] ** 2),
}


def _penalized_with(kind):
    return lambda loss, weights, strength: loss + strength * _PENALTIES[kind](weights)


@exercise(
    hints=[
        "First the penalty of one array: square each of its weights, then add them up.",
        "`np.sum(weight ** 2)` does that for one array of any shape. Add this up over the list.",
        "Return `loss + strength * total`, where `total` is the sum over all arrays of the list.",
    ],
    right=[answers(_penalized), answers(_penalized_by_loop), answers(_penalized_by_norm)],
    wrong=[
        answers(_penalized_with("plain"), says="square"),
        answers(_penalized_with("absolute"), says="L1"),
        answers(_penalized_with("mean"), says="mean"),
        answers(_penalized_with("means"), says="mean"),
        answers(_penalized_with("root"), says="root"),
        answers(_penalized_with("sum first"), says="square first"),
        answers(_penalized_with("half"), says="half"),
        answers(_penalized_with("first"), says="one array"),
        answers(_penalized_with("last"), says="one array"),
        answers(lambda loss, weights, strength: strength * _squares(weights), says="on top of the loss"),
        answers(lambda loss, weights, strength: loss - strength * _squares(weights), says="sign"),
        answers(lambda loss, weights, strength: loss + _squares(weights), says="strength"),
        answers(lambda loss, weights, strength: strength * (loss + _squares(weights)), says="brackets"),
        answers(
            lambda loss, weights, strength: loss + strength**2 * _squares(weights), says="only the weights"
        ),
        answers(
            lambda loss, weights, strength: sum(loss + strength * np.sum(weight**2) for weight in weights),
            says="once for each array",
        ),
        answers(lambda loss, weights, strength: loss * strength * _squares(weights), says="add"),
        answers(lambda loss, weights, strength: loss + strength * np.sum(weights**2), says="Error"),
        answers(lambda loss, weights, strength: loss + strength * weights[0] ** 2, says="one number"),
    ],
    remember="Now a large weight costs something, so it must earn its keep.",
)
def penalized_loss(penalized_loss):
    """Add the L2 penalty of a list of weights to a loss."""
    rng = np.random.default_rng(4)
    for loss, shapes, strength in [
        (1.5, [(4,)], 0.01),
        (0.5, [(3, 3, 2), (2,), (5, 4)], 0.1),
        (2.0, [(4, 3), (3,)], 0.0),
    ]:
        weights = [rng.normal(0.3, 1, shape).round(1) for shape in shapes]
        trial = attempt(penalized_loss, loss, weights, strength)
        if len(weights) > 1:
            trial = replace(trial, said=f"penalized_loss({loss}, {len(weights)} arrays, {strength})")
        if isinstance(trial.value, np.ndarray) and trial.value.ndim:
            trial.must(False, "one number", "the sum: `np.sum` makes one number of an array.")
        square_first = "the order: square first, then add up. Else large weights of two signs cancel."
        ideas = {
            "plain": "the squares: without them positive and negative weights cancel. Square each weight.",
            "absolute": "the squares: the sum of absolute values is the other penalty, L1.",
            "mean": "the sum: you took the mean, so a large network would pay no more than a small one.",
            "means": "the sum: you took the mean of each array; add its squares up instead.",
            "root": "the end: no root. L2 here is the sum of the squares itself.",
            "sum first": square_first,
            "half": "the factor: some books take half of the sum. Keras and this lesson do not.",
            "first": "the list: you counted one array. Each layer has its own, and all of them count.",
            "last": "the list: you counted one array. Is `return` inside the loop, or `=` in place of `+=`?",
        }
        clues = [(loss + strength * _PENALTIES[kind](weights), idea) for kind, idea in ideas.items()]
        penalty = _squares(weights)
        clues += [
            (strength * penalty, "the loss: the penalty comes on top of the loss, so add both."),
            (loss - strength * penalty, "the sign: a penalty makes the loss larger."),
            (loss + penalty, "`strength`: it says how much the penalty counts. Multiply by it."),
            (
                strength * (loss + penalty),
                "the brackets: `strength` counts for the penalty, not for the loss.",
            ),
            (loss + strength**2 * penalty, "`strength`: only the weights are squared, not the strength."),
            (
                len(weights) * loss + strength * penalty,
                "the loss: you add it once for each array. Add it once, at the end.",
            ),
            (loss * strength * penalty, "the first step: add the penalty to the loss, do not multiply."),
        ]
        trial.gives(
            loss + strength * penalty,
            idea="square every weight, add all of them up, add `strength` times that to the loss.",
            clues=clues,
        )


# --- a small regularised network --------------------------------------------------------------------------


def _small_network(
    filters=(8, 16, 32), dense=32, rate=0.3, l2=0.0, side=32, classes=5, end=None, rescale=True
):
    keras, _ = networks.load_keras()
    layers = keras.layers
    penalty = keras.regularizers.L2(l2) if l2 else None
    model = keras.Sequential([keras.Input((side, side, 3))])
    if rescale:
        model.add(layers.Rescaling(1 / 255))
    for count in filters:
        model.add(layers.Conv2D(count, 3, padding="same", activation="relu", kernel_regularizer=penalty))
        model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    if rate:
        model.add(layers.Dropout(rate))
    model.add(layers.Dense(dense, activation="relu", kernel_regularizer=penalty))
    model.add(layers.Dense(classes, activation=end))
    return model


def _pooled_network():
    keras, _ = networks.load_keras()
    layers = keras.layers
    inputs = keras.Input((32, 32, 3))
    x = layers.Rescaling(1 / 255)(inputs)
    x = layers.Conv2D(16, 3, strides=2, activation="relu")(x)
    x = layers.Conv2D(32, 3, strides=2, activation="relu")(x)
    x = layers.SpatialDropout2D(0.1)(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.Flatten()(layers.MaxPooling2D()(x))
    return keras.Model(inputs, layers.Dense(5)(x))


def _only_flipped():
    keras, _ = networks.load_keras()
    flip = keras.layers.RandomFlip("horizontal")
    return keras.Sequential([keras.Input((32, 32, 3)), flip, _small_network(rate=0)])


def _dropped_logits():
    keras, _ = networks.load_keras()
    return keras.Sequential([_small_network(rate=0), keras.layers.Dropout(0.5)])


def _forgot_to_flatten():
    keras, _ = networks.load_keras()
    layers = keras.layers
    blocks = [layers.Rescaling(1 / 255), layers.Conv2D(8, 3, activation="relu"), layers.Dropout(0.3)]
    return keras.Sequential([keras.Input((32, 32, 3)), *blocks, layers.Dense(5)])


def _frozen_network():
    model = _small_network()
    model.layers[1].trainable = False
    return model


def _list_of_layers():
    return _small_network().layers


@exercise(
    hints=[
        "Copy `build_network` from above. Where are most parameters? `build_network().summary()` tells.",
        "`Dense` after `Flatten` has most of them: its inputs times its units. Fewer units, or fewer filters "
        "before it, save most.",
        "Try filters 8, 16, 32 and `Dense(32)`, with `layers.Dropout(0.3)` after `Flatten()`.",
    ],
    right=[
        answers(lambda: _small_network()),
        answers(lambda: _small_network(rate=0, l2=1e-3)),
        answers(lambda: _small_network(filters=(16, 16, 16), dense=64, rate=0.5, l2=1e-4)),
        answers(_pooled_network),
    ],
    wrong=[
        answers(lambda: _small_network(filters=(16, 32, 64), dense=128), says="parameters"),
        answers(lambda: _small_network(rate=0), says="no remedy"),
        answers(_only_flipped, says="no remedy"),
        answers(lambda: _small_network(end="softmax"), says="softmax"),
        answers(lambda: _small_network(end="relu"), says="no activation"),
        answers(lambda: _small_network(end="tanh"), says="activation tanh"),
        answers(lambda: _small_network(classes=10), says="one number for each class"),
        answers(lambda: _small_network(side=64), says="keras.Input"),
        answers(lambda: _small_network(rescale=False), says="Rescaling"),
        answers(lambda: _small_network(rate=0, l2=3.0), says="weaker"),
        answers(lambda: _small_network(rate=0.99), says="so high"),
        answers(_dropped_logits, says="last layer"),
        answers(_forgot_to_flatten, says="`Flatten`"),
        answers(_frozen_network, says="gradient"),
        answers(_list_of_layers, says="keras.Sequential"),
        answers(lambda: _small_network().summary(print_fn=lambda *_, **__: None), says="return"),
        answers(lambda: _small_network, says="keras.Sequential"),
    ],
    points=2,
    remember="Small networks with a remedy: less room to memorise.",
)
def build_small(build_small):
    """Build a network with few parameters and a remedy against overfitting."""
    keras, tf = networks.load_keras()
    networks.is_builder(build_small)
    keras.utils.set_random_seed(8)
    images, labels = networks.coloured_pictures(10, 32, 5)
    trial = attempt(build_small)
    idea = "the end: `Flatten`, and a last `Dense` with one number for each class. There are five."
    model = networks.network(trial, images, 5, idea)
    networks.at_most(
        "build_small()",
        model,
        40_000,
        idea="`summary()`: the layer after `Flatten` has most of the parameters, its inputs times its units.",
    )
    networks.gives_logits("build_small()", model, images)
    # Pictures of one colour each: flips and turns, which are no dropout, leave them as they are.
    one_colour = np.broadcast_to(images.mean(axis=(1, 2), keepdims=True), images.shape)
    inputs = tf.constant(one_colour, tf.float32)
    first, second = (np.asarray(model(inputs, training=True)) for _ in range(2))
    drops = not np.allclose(first, second, rtol=1e-3, atol=1e-5)
    penalty = float(sum(np.sum(np.asarray(loss)) for loss in model.losses))
    if not drops and penalty <= 0:
        raise NotYet(
            "build_small() has no remedy: no dropout in training, no penalty on weights; needed one.",
            "`layers.Dropout(rate)` between two layers, or `kernel_regularizer=` in a layer.",
        )
    if penalty > 20:
        raise NotYet(
            f"build_small(): before training its penalty is {penalty:.0f}, the loss below 2; needed less.",
            "the strength: with this one only the weights' size would count. Try a weaker one, `1e-3`.",
        )
    networks.all_weights_get_gradients("build_small()", model, images, labels)
    if drops:
        untouched = np.asarray(model(inputs, training=False))
        spread = np.mean(np.abs(first - untouched)) / (np.mean(np.abs(untouched)) + 1e-9)
        if spread > 3:
            raise NotYet(
                "build_small(): in training nearly nothing of its output is left; needed a milder dropout.",
                "the rate: it is so high that hardly a value gets through. 0.2 to 0.5 is usual.",
            )
        if np.mean(first == 0) > 0.05:
            raise NotYet(
                "build_small(): in training some of its five outputs are 0; needed all of them.",
                "dropout and the last layer: dropout after it drops answers; before it, some values must be "
                "left over, so give it more of them.",
            )
    networks.learns_by_heart("build_small()", model, images, labels)


# --- a fair comparison ------------------------------------------------------------------------------------

_RUN = {
    "remedy": "none",
    "pictures": 300,
    "epochs": 25,
    "split": 3,
    "seed": 5,
    "judged_on": "validation",
}


def _runs() -> list[tuple[dict, dict, bool, str]]:
    """Pairs of runs, whether comparing them is fair, and what is special about each pair."""
    treated = {**_RUN, "remedy": "dropout"}
    unfair = [
        ("pictures", 600, "the second had more pictures, so you cannot tell what helped."),
        ("epochs", 50, "the second trained for more epochs, so you cannot tell what helped."),
        ("split", 4, "each has a validation set of its own, and one may be the easier one."),
        ("seed", 6, "they start from different weights, and luck may be what differs."),
        ("judged_on", "training", "one is judged on pictures that it has seen, the other on new ones."),
    ]
    pairs = [
        (_RUN, treated, True, "these differ in the remedy and in nothing else: that is what fair means."),
        *((_RUN, {**treated, name: value}, False, special) for name, value, special in unfair),
        (_RUN, dict(_RUN), False, "both have the same remedy, so nothing is compared."),
        (
            {**_RUN, "judged_on": "training"},
            treated,
            False,
            "one is judged on pictures that it has seen, the other on new ones.",
        ),
        (
            {**_RUN, "judged_on": "training"},
            {**treated, "judged_on": "training"},
            False,
            "both are judged on training pictures, which do not tell how it does on new ones.",
        ),
        (
            {**_RUN, "judged_on": "test"},
            {**treated, "judged_on": "test"},
            False,
            "both are judged on the test set. Remedies are chosen on validation; the test is opened once.",
        ),
        (
            {**_RUN, "remedy": "L1", "epochs": 12},
            {**_RUN, "remedy": "L2", "epochs": 12},
            True,
            "two remedies, all else the same. Neither needs to be the run without remedy.",
        ),
    ]
    return pairs


def _is_fair(first, second):
    same = all(first[name] == second[name] for name in first if name != "remedy")
    return same and first["remedy"] != second["remedy"] and first["judged_on"] == "validation"


def _is_fair_by_set(first, second):
    differ = {name for name in first if first[name] != second[name]}
    return differ == {"remedy"} and second["judged_on"] == "validation"


def _is_fair_by_copy(first, second):
    if first["judged_on"] != "validation" or second == first:
        return False
    return {**second, "remedy": first["remedy"]} == first


def _same_but(first, second, ignored):
    return all(first[name] == second[name] for name in first if name not in ignored)


def _only(*names):
    return lambda first, second: (
        first["remedy"] != second["remedy"] and all(first[name] == second[name] for name in names)
    )


def _forget(name):
    def fair(first, second):
        return (
            _same_but(first, second, ("remedy", name))
            and first["remedy"] != second["remedy"]
            and "validation" in (first["judged_on"], second["judged_on"])
        )

    return fair


@exercise(
    hints=[
        "If the second run is better, what could be the reason? Everything that differs between the two.",
        'Three conditions: the remedies differ; all else is the same; both are judged on `"validation"`.',
        "`all(first[name] == second[name] for name in first if name != 'remedy')` is the second condition. "
        "Join the three with `and`.",
    ],
    right=[answers(_is_fair), answers(_is_fair_by_set), answers(_is_fair_by_copy)],
    wrong=[
        answers(lambda first, second: first == second, says="that is what fair means"),
        answers(lambda first, second: first["remedy"] != second["remedy"], says="more pictures"),
        answers(_only("pictures"), says="more epochs"),
        answers(_only("pictures", "epochs"), says="validation set of its own"),
        answers(_only("pictures", "epochs", "split"), says="luck"),
        answers(_only("pictures", "epochs", "split", "seed"), says="the other on new ones"),
        answers(_forget("seed"), says="luck"),
        answers(
            lambda first, second: (
                _same_but(first, second, ("remedy", "judged_on"))
                and first["remedy"] != second["remedy"]
                and second["judged_on"] == "validation"
            ),
            says="the other on new ones",
        ),
        answers(
            _only("pictures", "epochs", "split", "seed", "judged_on"), says="both are judged on training"
        ),
        answers(lambda first, second: _same_but(first, second, ("remedy",)), says="same remedy"),
        answers(
            lambda first, second: _is_fair_by_set(first, second) and first["remedy"] == "none",
            says="Neither needs to be",
        ),
        answers(
            lambda first, second: (
                _same_but(first, second, ("remedy",))
                and first["remedy"] != second["remedy"]
                and first["judged_on"] != "training"
            ),
            says="opened once",
        ),
        answers(lambda first, second: not _is_fair(first, second), says="turned round"),
        answers(lambda first, second: True, says="same answer"),
        answers(lambda first, second: "fair", says="True or False"),
        answers(lambda first, second: first["remedies"] != second["remedies"], says="KeyError"),
    ],
    points=2,
    remember="Change one thing, keep all else, judge on pictures that taught it nothing.",
)
def is_fair(is_fair):
    """Design a fair comparison: decide whether two runs may be compared."""
    pairs = _runs()
    trials = [
        replace(attempt(is_fair, first, second), said="is_fair(first, second)")
        for first, second, _, _ in pairs
    ]
    for trial in trials:
        trial.must(
            isinstance(trial.value, (bool, np.bool_)), "True or False", "the last line: return a condition."
        )
    said = [bool(trial.value) for trial in trials]
    truth = [is_right for _, _, is_right, _ in pairs]
    special = "the condition: it is turned round." if said == [not one for one in truth] else None
    if len(set(said)) == 1:
        special = "your condition: every pair gets the same answer. Compare the two runs name by name."
    for value, (first, second, is_right, why) in zip(said, pairs, strict=True):
        if value == is_right:
            continue
        differ = [f"{name} {first[name]} and {second[name]}" for name in first if first[name] != second[name]]
        what = f"differ in {'; '.join(differ)}" if differ else "are the same"
        if first["judged_on"] == second["judged_on"] != "validation":
            what += f", both judged on {first['judged_on']}"
        raise NotYet(f"Two runs {what}: is_fair gave {value}; needed {is_right}.", special or why)


quiz = Quiz(
    Question(
        "After training, a network is right on 95 of 100 training pictures and on 46 of 100 new ones. "
        "What is going on?",
        right("It overfits", "It knows its own pictures far better than new ones: that gap is overfitting."),
        wrong("It underfits", "Then it would be weak on its training pictures as well."),
        wrong(
            "Training stopped too early", "On its training pictures there is hardly anything left to learn."
        ),
        wrong(
            "It works well: 95 of 100",
            "That counts pictures it has seen. What you want to know is how it does on others.",
        ),
    ),
    Question(
        "Another network is right on 41 of 100 training pictures and on 40 of 100 new ones; both still "
        "rise. What would you try first?",
        wrong(
            "A stronger dropout", "That is against memorising. This one has not even learned its pictures."
        ),
        right(
            "More epochs, or a larger network", "It underfits: no gap, and weak on both. Let it learn more."
        ),
        wrong("Early stopping", "The numbers still rise. Stopping now would keep them where they are."),
        wrong("Nothing: there is no gap", "A gap of 0 is easy to have: guess. Look at both numbers."),
    ),
    Question(
        "In training, a network with dropout shows a lower accuracy on its training pictures than on new "
        "ones. How can that be?",
        wrong("The sets were swapped", "Possible, but look for the usual reason first."),
        wrong(
            "New pictures are always easier with dropout",
            "Nothing makes new pictures easier. Ask under which conditions each number was measured.",
        ),
        right(
            "Training accuracy is measured with dropout on, validation accuracy with it off",
            "So they are not comparable. `model.evaluate` on the training pictures has it off as well.",
        ),
    ),
    Question(
        "You try twenty strengths of L2 and keep the one with the best validation accuracy. What do you know "
        "about that accuracy?",
        wrong(
            "It is what to expect on new pictures",
            "It was the best of twenty, partly by luck. You chose it because of these very pictures.",
        ),
        right(
            "It is probably a little too good",
            "A choice made on a set fits that set. Only a test set that chose nothing is honest.",
        ),
        wrong(
            "It is worthless",
            "It did find a good strength. It is only too optimistic about how good.",
        ),
    ),
    Question(
        "Early stopping had a patience of 5 and restored the best weights. It stopped after epoch 14. Which "
        "weights does the network have now?",
        wrong("Those of epoch 14", "Those are the last ones, after five epochs without a better loss."),
        right("Those of epoch 9", "Epoch 9 was the best; five more brought nothing better."),
        wrong("Those of epoch 13", "Patience does not go back by one epoch, it goes back to the best."),
        wrong("Those from before training", "Only weights of an epoch that was trained can be restored."),
    ),
)
