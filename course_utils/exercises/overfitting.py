"""Lesson 08: exercises on the gap, early stopping, dropout, penalties and fair comparisons, and a quiz."""

from dataclasses import replace

import numpy as np

from course_utils.checking import networks
from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import LearnerError, NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt

# --- the gap ----------------------------------------------------------------------------------------------

_HISTORIES = [
    {
        "accuracy": [0.25, 0.6875, 0.75, 0.875],
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


def _last(history, name):
    return history[name][-1]


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
    mistakes=[
        mistake(
            lambda history: abs(_last(history, "accuracy") - _last(history, "val_accuracy")),
            says="the sign: here validation is ahead, so the gap is below 0. No `abs`.",
        ),
        mistake(
            lambda history: _last(history, "val_accuracy") - _last(history, "accuracy"),
            says="the sign: training minus validation, so that a gap above 0 means worse on new pictures.",
        ),
        mistake(
            lambda history: _last(history, "val_loss") - _last(history, "loss"),
            says="the names: these are losses. Accuracies are asked for.",
        ),
        mistake(
            lambda history: _last(history, "loss") - _last(history, "val_loss"),
            says="the names, these are losses: accuracies are asked for.",
        ),
        mistake(
            lambda history: history["accuracy"][0] - history["val_accuracy"][0],
            says="which epoch: `[0]` is the first epoch, `[-1]` the last.",
        ),
        mistake(
            lambda history: max(history["accuracy"]) - max(history["val_accuracy"]),
            says="which epoch: you take the best value of each, and those may be of different epochs.",
        ),
        mistake(
            lambda history: np.subtract(history["accuracy"], history["val_accuracy"])[
                np.argmax(history["val_accuracy"])
            ],
            says="which epoch: the last, not the one that is best in validation.",
        ),
        mistake(
            lambda history: _last(history, "accuracy"), says="what is subtracted: this is training alone."
        ),
        mistake(
            lambda history: _last(history, "val_accuracy"),
            says="what it is subtracted from: this is validation alone.",
        ),
        mistake(
            lambda history: np.subtract(history["accuracy"], history["val_accuracy"]),
            says="which epoch is asked for: you return a value for all epochs. `[-1]` is the last one.",
        ),
        mistake(
            lambda history: np.mean(history["accuracy"]) - np.mean(history["val_accuracy"]),
            says="which epoch: this is the mean of all epochs.",
        ),
        mistake(
            lambda history: 100 * (_last(history, "accuracy") - _last(history, "val_accuracy")),
            says="the unit: accuracies here are fractions from 0 to 1, and so is the gap.",
        ),
        mistake(
            lambda history: _last(history, "accuracy") / _last(history, "val_accuracy"),
            says="the operation: a gap is a difference, so subtract.",
        ),
        mistake(
            lambda history: round(_last(history, "accuracy") - _last(history, "val_accuracy"), 2),
            says="rounding: return the number itself; rounding is for printing.",
        ),
        mistake(
            lambda history: f"{_last(history, 'accuracy') - _last(history, 'val_accuracy'):.0%}",
            says="the kind: this is text. Return the number, and format it to print.",
        ),
    ],
    wrong=[
        answers(lambda history: history["acc"][-1], says="KeyError"),
        answers(lambda history: print(history["accuracy"][-1]), says="`print`"),
    ],
    remember="A gap above 0: better on pictures it has seen than on new ones.",
)
def gap(gap):
    """Compute how much better a network ended on its training pictures than on new ones."""
    for history in _HISTORIES:
        accuracy, validation = history["accuracy"][-1], history["val_accuracy"][-1]
        ends = f"accuracy {accuracy:.4g}, val_accuracy {validation:.4g}"
        trial = replace(attempt(gap, history), said=f"gap of a history that ends with {ends},")
        trial.gives(
            accuracy - validation,
            idea="which two numbers are asked for, from which lists, and which is taken away from which.",
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
    ([212.5, 11.304, 11.301, 11.4, 11.5, 9.0], 2),  # high, and a little lower is lower
]


def _stop_on_array(losses, patience):
    losses = np.asarray(losses, dtype=float)
    for last in range(1, losses.size + 1):
        best = losses[:last].argmin() + 1
        if last - best >= patience:
            break
    return np.array([last, best])


def _returns_in_first_round(losses, patience):
    best = losses[0]
    for epoch, loss in enumerate(losses, 1):
        if loss < best:
            best = loss
        return epoch, epoch


def _said(text):
    """A text that depends on the patience of the input."""
    return lambda losses, patience: text.format(patience=patience)


@exercise(
    hints=[
        "Walk through the losses with `for epoch, loss in enumerate(losses, 1):`. What must you remember?",
        "Remember the best loss so far and its epoch. If this loss is lower, update both. If not, how many "
        "epochs ago was the best?",
        "If `epoch - best_epoch == patience`, return `epoch, best_epoch`. After the loop, return "
        "`len(losses), best_epoch`.",
    ],
    right=[
        answers(_stop),
        answers(_stop_by_waiting),
        answers(_stop_by_slices),
        answers(_stop_on_array),
        answers(lambda losses, patience: _stop_on_array(losses[: losses.size], patience)),
    ],
    mistakes=[
        mistake(_as_low_is_better, says="ties: a loss as low as the best is not lower. Take `<`."),
        mistake(_keep_last, says="the second number: keep the weights of the best epoch, not the last."),
        mistake(
            _look_ahead,
            says="the second number: when training stops, that epoch has not been trained yet.",
        ),
        mistake(
            _ignore_patience,
            says="patience: you look at all losses, but once it stops, the rest has not been trained yet.",
        ),
        mistake(
            lambda losses, patience: _stop(losses, patience + 1),
            says=_said("when to stop: one epoch too late. {patience} without a lower loss are enough."),
        ),
        mistake(
            lambda losses, patience: _stop(losses, patience - 1),
            says=_said("when to stop: one epoch too early. Wait for {patience} without a lower loss."),
        ),
        mistake(_stop_at_first_rise, says="patience: you stop at the first rise. Wait longer."),
        mistake(
            _compare_with_previous,
            says="what is better: compare with the best loss so far, not with the epoch before.",
        ),
        mistake(_never_reset, says="the waiting: after a new best loss, start again at 0."),
        mistake(
            lambda losses, patience: tuple(epoch - 1 for epoch in _stop(losses, patience)),
            says="counting: the first epoch is 1. Count from 1.",
        ),
        mistake(
            lambda losses, patience: (_stop(losses, patience)[0], _stop(losses, patience)[1] - 1),
            says="the second number: it is a place in the list, which begins with 0. Epochs count from 1.",
        ),
        mistake(_return_loss, says="the second number: the epoch's number, not the loss itself."),
        mistake(
            _best_is_zero,
            says="the best loss to begin with: above every loss. Take the first, or `float('inf')`.",
        ),
        mistake(
            lambda losses, patience: _stop(losses, patience)[::-1],
            says="the order: first the last epoch that was trained, then the best one.",
        ),
        mistake(
            lambda losses, patience: _stop([-loss for loss in losses], patience),
            says="the comparison: of losses, lower is better.",
        ),
        mistake(
            lambda losses, patience: (4, 2),
            says="`losses`: your function gives the numbers of the example whatever it is given.",
        ),
    ],
    wrong=[
        answers(lambda losses, patience: _stop(losses, patience)[1], says="two numbers"),
        answers(lambda losses, patience: _stop(losses, patience)[0], says="two numbers"),
        answers(_no_end, says="nothing"),
        answers(_returns_in_first_round, says="inside the loop"),
        answers(lambda losses, patience: print(*_stop(losses, patience)), says="`print`"),
        answers(lambda losses, patience: str(_stop(losses, patience)), says="piece of text"),
    ],
    points=2,
    remember="Patience waits through bad luck; restoring the best weights undoes the wait.",
)
def early_stopping(early_stopping):
    """Say after which epoch early stopping ends training, and which epoch's weights it keeps."""
    for losses, patience in _LOSSES:
        expected = _stop(losses, patience)
        try:
            trial = attempt(early_stopping, losses, patience)
        except LearnerError:  # an answer that reads its losses as an array is as good
            trial = attempt(early_stopping, np.array(losses), patience)
        if isinstance(trial.value, (int, np.integer)) and not isinstance(trial.value, bool):
            trial.must(False, f"{expected}", "the last line: two numbers, `return last_epoch, best_epoch`.")
        if isinstance(trial.value, str):
            trial.must(False, f"{expected}", "the kind: this is a piece of text. Return the two numbers.")
        trial.gives(
            expected,
            idea=f"the best epoch so far, then {patience} more without a lower loss, or the end of the list.",
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


def _cut_out(values, random, rate, training):
    return values[random >= rate] / (1 - rate) if training else values


def _only_in_training(way):
    return lambda values, random, rate, training: way(values, random, rate) if training else values


@exercise(
    hints=[
        "Three cases: prediction; a value dropped in training; one kept in training. What becomes of each?",
        "In prediction return the values as they are. In training `random < rate` says which to drop, and "
        "`np.where(condition, a, b)` takes from `a` where it is True.",
        "The kept ones make up for the dropped: `np.where(random < rate, 0, values / (1 - rate))`.",
    ],
    right=[answers(_drop), answers(_drop_with_mask), answers(_drop_on_copy)],
    mistakes=[
        mistake(
            _no_rescaling,
            says="the kept values: they make up for the dropped ones, divided by `1 - rate`.",
        ),
        mistake(_always_drop, says="`training`: in prediction nothing is dropped."),
        mistake(_keep_the_dropped, says="the comparison: it is turned round. Drop where `random < rate`."),
        mistake(
            _shrink_the_kept,
            says="the kept values: they must grow to make up for the others. Divide by `1 - rate`.",
        ),
        mistake(
            _divide_by_rate,
            says="the divisor: `rate` is the share dropped, `1 - rate` the share kept.",
        ),
        mistake(_rescale_all_the_time, says="`training`: in prediction nothing is rescaled either."),
        mistake(
            _cut_out,
            says="the shape: the next layer expects all values. A dropped one leaves a 0 in its place.",
        ),
        mistake(
            _only_in_training(lambda v, r, rate: np.where(v < rate, 0, v / (1 - rate))),
            says="what is compared: the random number of a value with `rate`, not the value itself.",
        ),
        mistake(
            _only_in_training(lambda v, r, rate: np.where(r < rate, 0, v * 2)),
            says="the kept values: doubling is right for a rate of one half only.",
        ),
        mistake(
            _only_in_training(lambda v, r, rate: np.where(r < rate, 0, v / (1 - rate)).astype(int)),
            says="the dtype: whole numbers drop the decimals. Leave the result as it is.",
        ),
        mistake(
            lambda values, random, rate, training: values,
            says="`training`: nothing is dropped in training here. Is the condition turned round?",
        ),
        mistake(
            _only_in_training(lambda v, r, rate: np.where(r < 1 - rate, v / (1 - rate), 0)),
            says="the comparison: drop where `random < rate`, keep all others.",
        ),
        mistake(
            _only_in_training(lambda v, r, rate: np.where(r < rate, v, v / (1 - rate))),
            says="the dropped values: they become 0 in place of staying.",
        ),
        mistake(
            _only_in_training(lambda v, r, rate: v * r),
            says="what `random` is for: it decides whether a value becomes 0 or kept.",
        ),
        mistake(
            _only_in_training(lambda v, r, rate: np.where(r <= rate, 0, v / (1 - rate))),
            says="the border: 0 where `random < rate`. A number equal to `rate` keeps its value.",
        ),
    ],
    wrong=[
        answers(_drop_in_place, says="input left as it was"),
        answers(lambda values, random, rate, training: (values * 0).astype(int), says="dtype"),
        answers(lambda values, random, rate, training: print(values), says="`print`"),
    ],
    points=2,
    remember="Dividing by `1 - rate` keeps the sum about the same, so prediction needs no change.",
)
def dropout(dropout):
    """Write dropout by hand: with rescaling in training, without effect in prediction."""
    rng = np.random.default_rng(8)
    four, numbers = np.array([6.0, 3.0, 9.0, 12.0]), np.array([0.7, 0.1, 0.25, 0.9])
    many, more_numbers = rng.uniform(1, 9, (4, 5)), rng.uniform(0, 1, (4, 5))
    for case in [
        (four, numbers, 0.25, True),
        (many, more_numbers, 0.4, True),
        (four, numbers, 0.25, False),
    ]:
        attempt(dropout, *case).gives(
            _drop(*case),
            idea="the three cases: a value dropped, a value kept, prediction. Work out one of each by hand.",
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
    mistakes=[
        mistake(
            _penalized_with("first"),
            says="the list: you counted its first array. Is `return` inside the loop? All of them count.",
        ),
        mistake(
            _penalized_with("last"),
            says="the list: you counted its last array. Does the loop say `=` in place of `+=`?",
        ),
        mistake(
            _penalized_with("plain"),
            says="the squares: without them positive and negative weights cancel. Square each weight.",
        ),
        mistake(
            _penalized_with("absolute"),
            says="the squares: the sum of absolute values is the other penalty, L1.",
        ),
        mistake(
            _penalized_with("mean"),
            says="the sum: you took the mean, so a large network would pay no more than a small one.",
        ),
        mistake(
            _penalized_with("means"),
            says="the sum: you took the mean of each array; add its squares up instead.",
        ),
        mistake(_penalized_with("root"), says="the end: no root. L2 here is the sum of the squares itself."),
        mistake(
            _penalized_with("sum first"),
            says="the order: square first, then add up. Else large weights of two signs cancel.",
        ),
        mistake(
            _penalized_with("half"),
            says="the factor: some books take half of the sum. Keras and this lesson do not.",
        ),
        mistake(
            lambda loss, weights, strength: strength * _squares(weights),
            says="the loss: the penalty comes on top of the loss, so add both.",
        ),
        mistake(
            lambda loss, weights, strength: loss - strength * _squares(weights),
            says="the sign: a penalty makes the loss larger.",
        ),
        mistake(
            lambda loss, weights, strength: loss + _squares(weights),
            says="`strength`: it says how much the penalty counts. Multiply by it.",
        ),
        mistake(
            lambda loss, weights, strength: strength * (loss + _squares(weights)),
            says="the brackets: `strength` counts for the penalty, not for the loss.",
        ),
        mistake(
            lambda loss, weights, strength: loss + strength**2 * _squares(weights),
            says="`strength`: only the weights are squared, not the strength.",
        ),
        mistake(
            lambda loss, weights, strength: sum(loss + strength * np.sum(weight**2) for weight in weights),
            says="the loss: you add it once for each array. Add it once, at the end.",
        ),
        mistake(
            lambda loss, weights, strength: loss * strength * _squares(weights),
            says="the first step: add the penalty to the loss, do not multiply.",
        ),
    ],
    wrong=[
        answers(lambda loss, weights, strength: loss + strength * np.sum(weights**2), says="Error"),
        answers(lambda loss, weights, strength: loss + strength * weights[0] ** 2, says="one number"),
    ],
    remember="Now a large weight costs something, so it must earn its keep.",
)
def penalized_loss(penalized_loss):
    """Add the L2 penalty of a list of weights to a loss."""
    rng = np.random.default_rng(4)
    for loss, shapes, strength in [
        (0.5, [(3, 3, 2), (2,), (5, 4)], 0.1),
        (1.5, [(4,)], 0.01),
        (2.0, [(4, 3), (3,)], 0.0),
    ]:
        weights = [rng.normal(0.3, 1, shape).round(1) for shape in shapes]
        trial = attempt(penalized_loss, loss, weights, strength)
        if len(weights) > 1:
            trial = replace(trial, said=f"penalized_loss({loss}, {len(weights)} arrays, {strength})")
        if isinstance(trial.value, np.ndarray) and trial.value.ndim:
            trial.must(False, "one number", "the sum: `np.sum` makes one number of an array.")
        trial.gives(
            loss + strength * _squares(weights),
            idea="square every weight, add all of them up, add `strength` times that to the loss.",
        )


# --- a small regularised network --------------------------------------------------------------------------


def _small_network(
    classes=4, filters=(8, 16, 32), dense=32, rate=0.3, l2=0.0, side=24, end=None, rescale=True, noise=0.0
):
    keras, _ = networks.load_keras()
    layers = keras.layers
    penalty = keras.regularizers.L2(l2) if l2 else None
    model = keras.Sequential([keras.Input((side, side, 3))])
    if rescale:
        model.add(layers.Rescaling(1 / 255))
    if noise:
        model.add(layers.GaussianNoise(noise))
    for count in filters:
        model.add(layers.Conv2D(count, 3, padding="same", activation="relu", kernel_regularizer=penalty))
        model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    if rate:
        model.add(layers.Dropout(rate))
    if dense:
        model.add(layers.Dense(dense, activation="relu", kernel_regularizer=penalty))
    model.add(layers.Dense(classes, activation=end))
    return model


def _with(**settings):
    return lambda classes: _small_network(classes, **settings)


def _pooled_network(classes):
    keras, _ = networks.load_keras()
    layers = keras.layers
    inputs = keras.Input((24, 24, 3))
    x = layers.Rescaling(1 / 255)(inputs)
    x = layers.Conv2D(16, 3, strides=2, activation="relu")(x)
    x = layers.Conv2D(32, 3, strides=2, activation="relu")(x)
    x = layers.SpatialDropout2D(0.1)(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(classes)(layers.Flatten()(x)))


def _dropped_twice(classes):
    """The lesson's own network, narrow: dropout before and after its hidden layer."""
    model = _small_network(classes, filters=(4, 8, 8), dense=32, rate=0.5)
    keras, _ = networks.load_keras()
    last = model.layers[-1]
    model.pop()
    model.add(keras.layers.Dropout(0.5))
    model.add(last)
    return model


def _without_convolution(classes):
    keras, _ = networks.load_keras()
    layers = keras.layers
    steps = [layers.Rescaling(1 / 255), layers.Flatten(), layers.Dropout(0.3), layers.Dense(16, "relu")]
    return keras.Sequential([keras.Input((24, 24, 3)), *steps, layers.Dense(classes)])


def _without_activations(classes):
    keras, _ = networks.load_keras()
    layers = keras.layers
    convolutions = [layers.Conv2D(count, 3, strides=2) for count in (8, 16)]
    end = [layers.Flatten(), layers.Dropout(0.3), layers.Dense(16, "relu"), layers.Dense(classes)]
    return keras.Sequential([keras.Input((24, 24, 3)), layers.Rescaling(1 / 255), *convolutions, *end])


def _only_flipped(classes):
    keras, _ = networks.load_keras()
    flip = keras.layers.RandomFlip("horizontal")
    return keras.Sequential([keras.Input((24, 24, 3)), flip, _small_network(classes, rate=0)])


def _dropped_logits(classes):
    keras, _ = networks.load_keras()
    return keras.Sequential([_small_network(classes, rate=0), keras.layers.Dropout(0.5)])


def _forgot_to_flatten(classes):
    keras, _ = networks.load_keras()
    layers = keras.layers
    blocks = [layers.Rescaling(1 / 255), layers.Conv2D(8, 3, activation="relu"), layers.Dropout(0.3)]
    return keras.Sequential([keras.Input((24, 24, 3)), *blocks, layers.Dense(classes)])


def _frozen_network(classes):
    model = _small_network(classes)
    model.layers[1].trainable = False
    return model


def _without_brackets(classes):
    keras, _ = networks.load_keras()
    return keras.Sequential(keras.Input((24, 24, 3)), keras.layers.Flatten(), keras.layers.Dense(classes))


def _two_without_brackets(classes):
    keras, _ = networks.load_keras()
    return keras.Sequential(keras.layers.Flatten(), keras.layers.Dense(classes))


def _drops(layers) -> bool:
    """Whether dropout is among the layers, or a layer of the learner's own; Keras's noise is none."""
    for layer in layers:
        if _drops(getattr(layer, "layers", [])) or "Dropout" in type(layer).__name__:
            return True
        if not type(layer).__module__.startswith("keras"):
            return True
    return False


@exercise(
    hints=[
        "Copy `build_network` from above. Where are most parameters? `build_network().summary()` tells.",
        "`Dense` after `Flatten` has most of them: its inputs times its units. Fewer units, or fewer filters "
        "before it, save most.",
        "Try filters 8, 16, 32 and `Dense(32)`, with `layers.Dropout(0.3)` after `Flatten()`.",
    ],
    right=[
        answers(_small_network),
        answers(_with(rate=0, l2=1e-3)),
        answers(_with(filters=(16, 16, 16), dense=64, rate=0.5, l2=1e-4)),
        answers(_with(filters=(4, 8, 8), dense=32, rate=0.5)),
        answers(_dropped_twice),
        answers(_pooled_network),
        # Without a hidden layer; these first weights make all logits of the check's pictures larger than 0.
        answers(_with(filters=(16, 32), dense=0)),
    ],
    wrong=[
        answers(_with(filters=(16, 32, 64), dense=128), says="parameters"),
        answers(_with(rate=0), says="no remedy"),
        answers(_only_flipped, says="no remedy"),
        answers(_with(rate=0, noise=0.1), says="no remedy"),
        answers(_with(rate=0, l2=1e-12), says="too weak"),
        answers(_with(end="softmax"), says="softmax"),
        answers(_with(end="relu"), says="no activation"),
        answers(_with(end="tanh"), says="activation tanh"),
        answers(lambda classes: _small_network(5), says="`classes`"),
        answers(_with(side=64), says="keras.Input"),
        answers(_with(rescale=False), says="Rescaling"),
        answers(_with(rate=0, l2=3.0), says="weaker"),
        answers(_with(rate=0.99), says="so high"),
        answers(_with(rate=0.001), says="so low"),
        answers(_dropped_logits, says="last layer"),
        answers(_forgot_to_flatten, says="`Flatten`"),
        answers(_without_convolution, says="no convolution"),
        answers(_without_activations, says="non-linear"),
        answers(_frozen_network, says="gradient"),
        answers(_without_brackets, says="square brackets"),
        answers(_two_without_brackets, says="square brackets"),
        answers(lambda classes: _small_network(classes).layers, says="keras.Sequential"),
        answers(
            lambda classes: _small_network(classes).summary(print_fn=lambda *_, **__: None), says="return"
        ),
        answers(lambda classes: _small_network, says="keras.Sequential"),
    ],
    points=2,
    remember="Small networks with a remedy: less room to memorise.",
)
def build_small(build_small):
    """Build a network with few parameters and a remedy against overfitting."""
    keras, tf = networks.load_keras()
    networks.is_builder(build_small)
    keras.utils.set_random_seed(8)
    classes, said = 4, "build_small(4)"
    images, labels = networks.coloured_pictures(12, 24, classes)
    trial = attempt(build_small, classes)
    idea = (
        "the end: `Flatten`, and a last `Dense` with `classes` numbers. The lesson's `build_network` has as "
        "many as the lesson has classes."
    )
    model = networks.network(trial, images, classes, idea)
    networks.at_most(
        said,
        model,
        40_000,
        idea="`summary()`: the layer after `Flatten` has most of the parameters, its inputs times its units.",
    )
    networks.gives_logits(said, model, images)
    # Pictures of one colour each: flips and turns, which are no dropout, leave them as they are.
    one_colour = np.broadcast_to(images.mean(axis=(1, 2), keepdims=True), images.shape)
    inputs = tf.constant(one_colour, tf.float32)
    first, second = (np.asarray(model(inputs, training=True)) for _ in range(2))
    drops = not np.allclose(first, second, rtol=1e-3, atol=1e-5) and _drops(model.layers)
    penalty = float(sum(np.sum(np.asarray(loss)) for loss in model.losses))
    if not drops and penalty <= 0:
        raise NotYet(
            f"{said} has no remedy: no dropout in training, no penalty on weights; needed one.",
            "`layers.Dropout(rate)` between two layers, or `kernel_regularizer=` in a layer.",
        )
    if not drops and penalty < 1e-3:
        raise NotYet(
            f"{said}: its penalty is {penalty:.1g}, too weak beside a loss above 1; needed more.",
            "the strength: with this one large weights cost nearly nothing. Try a stronger one, `1e-3`.",
        )
    if penalty > 20:
        raise NotYet(
            f"{said}: before training its penalty is {penalty:.0f}, the loss below 2; needed less.",
            "the strength: with this one only the weights' size would count. Try a weaker one, `1e-3`.",
        )
    networks.nonlinear_between_convolutions(said, model)
    networks.all_weights_get_gradients(said, model, images, labels)
    if drops:
        untouched = np.asarray(model(inputs, training=False))
        spread = np.mean(np.abs(first - untouched)) / (np.mean(np.abs(untouched)) + 1e-9)
        if spread < 0.05 and penalty < 1e-3:
            raise NotYet(
                f"{said}: dropout changes its output by {spread:.1%} in training; needed more.",
                "the rate: it is so low that hardly a value is dropped. 0.2 to 0.5 is usual.",
            )
        if spread > 3:
            raise NotYet(
                f"{said}: in training nearly nothing of its output is left; needed a milder dropout.",
                "the rate: it is so high that hardly a value gets through. 0.2 to 0.5 is usual.",
            )
        if np.mean(first == 0) > 0.05:
            raise NotYet(
                f"{said}: in training some of its outputs are 0; needed all of them.",
                "dropout and the last layer: dropout after it drops answers; before it, some values must be "
                "left over, so give it more of them.",
            )
    networks.learns_by_heart(said, model, images, labels, steps=450)


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
            {**_RUN, "remedy": "L1", "epochs": 12, "pictures": 80, "split": 1, "seed": 2},
            {**_RUN, "remedy": "L2", "epochs": 12, "pictures": 80, "split": 1, "seed": 2},
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
