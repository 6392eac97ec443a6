"""Judging a network by what it does: its output's shape, its gradients, and whether it learns.

TensorFlow is imported by the functions that need it, so that importing an exercise costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from course_utils.checking.findings import LearnerError, NotYet
from course_utils.checking.trials import Trial, attempt, describe, difference

if TYPE_CHECKING:
    import keras


def load_keras() -> tuple:
    """The modules keras and tensorflow, loaded without their log lines."""
    from course_utils import training

    return training.keras, training.tf


def stand_in(model: keras.Model) -> keras.Model:
    """Let a model be handed to `attempt`, which copies what it hands on; a model is not to be copied."""
    model.__deepcopy__ = lambda memo: model
    return model


def network(trial: Trial, images: np.ndarray, classes: int, idea: str) -> keras.Model:
    """Make sure that a learner's code gave a network that turns such images into one number a class.

    Args:
        trial: What `attempt` or `given` returned.
        images: Of the shape the task asks for, `(n, height, width, channels)`.
        classes: How many numbers are needed for each image.
        idea: What to look at when the output has another shape.

    Returns:
        The network, built.

    Raises:
        NotYet: It is no network, does not take such images, or gives another shape.
    """
    keras, _ = load_keras()
    trial.must(
        isinstance(trial.value, keras.Model),
        "a network",
        "what the last line returns: the `keras.Sequential([…])` itself.",
    )
    model = trial.value
    shape = ("n", *images.shape[1:])
    wanted = getattr(model, "input_shape", None) if model.built else None
    wanted = wanted[1:] if isinstance(wanted, tuple) else ()
    # A network of whole-map pooling takes any size, whatever its `Input` says; what it says counts.
    fits = len(wanted) != 3 or all(side in (None, got) for side, got in zip(wanted, shape[1:], strict=True))
    problem = None
    try:
        output = model(images.astype("float32"), training=False) if fits else None
    except Exception as error:
        fits, problem = False, error
    if not fits:
        wanted = f" of shape {_shape(('n', *wanted))}" if wanted else " of others"
        raise NotYet(
            f"{trial.said} gave a network for pictures{wanted}; needed one for {_shape(shape)}.",
            "`keras.Input((height, width, channels))`, and layers that fit one on the other.",
        ) from problem
    got = tuple(getattr(output, "shape", ()))
    needed = (len(images), classes)
    if got != needed:
        found = _shape(("n", *got[1:])) if got else describe(output)
        raise NotYet(f"{trial.said}: its output has shape {found}; needed {_shape(('n', classes))}.", idea)
    return model


# How far a block's output may be off: batch normalisation divides by a little more than 1.
_NEAR = 0.01
# Small maps show what an activation does near 0, large ones whether it lets large values through.
_SCALES = np.array([1, 30]).reshape(2, 1, 1, 1)


class _Maps:
    """Stands for feature maps in what a learner is told."""

    def __repr__(self) -> str:
        return "maps"

    def __deepcopy__(self, memo: dict) -> _Maps:
        return self


_MAPS = _Maps()


def block(function: Callable, shape: tuple[int, int, int], *settings: object) -> tuple[Trial, keras.Model]:
    """Call a learner's function that takes feature maps and returns others, and make a network of it.

    Args:
        function: Takes symbolic maps `(n, *shape)` and the settings.
        shape: Height, width and channels of the maps.
        settings: What else it is called with.

    Returns:
        The trial, and the network from what came in to what came out.

    Raises:
        NotYet: It gives no feature maps, some that are not made of those that came in, or is frozen.
    """
    keras, _ = load_keras()
    if not callable(function) or isinstance(function, keras.layers.Layer):
        raise NotYet(
            f"check was given {describe(function)}; needed a function.",
            "the name between the brackets of `check`: without brackets of its own.",
        )
    maps = keras.Input(shape)

    def on_maps(_, *settings: object) -> object:
        return function(maps, *settings)

    on_maps.__name__ = getattr(function, "__name__", type(function).__name__)
    with_shape = f", maps {_shape(('n', *shape))},"
    try:
        trial = attempt(on_maps, _MAPS, *settings)
    except LearnerError as error:
        raise LearnerError(error.call + with_shape.rstrip(",")) from error.__cause__
    trial = replace(trial, said=trial.said + with_shape)
    if not isinstance(trial.value, keras.KerasTensor):
        raise NotYet(
            f"{trial.said} gave {describe(trial.value)}; needed feature maps.", _no_maps(trial.value)
        )
    if len(trial.value.shape) != 4:
        raise NotYet(
            f"{trial.said} gave shape {_shape(('n', *trial.value.shape[1:]))}; needed feature maps, "
            "(n, height, width, channels).",
            "the last layer: a block hands on maps. Flattening and dense layers come behind all blocks.",
        )
    try:
        model = keras.Model(maps, trial.value)
    except Exception as error:
        if "should be unique" in str(error):
            raise NotYet(
                f"{trial.said} has two layers of one name.",
                "`name=`: each layer has a name of its own. Without `name=` Keras finds one.",
            ) from error
        raise NotYet(
            f"{trial.said} gave maps that are not made of those that came in.",
            "what each layer is called on: begin with `maps`, the first argument.",
        ) from error
    if any(map(_kernel, model.non_trainable_variables)):
        raise NotYet(
            f"{trial.said} has filters that no training can change.",
            "`trainable=False`: it freezes a layer, which keeps the filters it was made with.",
        )
    return trial, model


def _no_maps(value: object) -> str:
    """What to look at where something else than feature maps came out of a block."""
    keras, _ = load_keras()
    if isinstance(value, keras.layers.Layer):
        return (
            "the second pair of brackets: a layer gives maps once it is called, on `(maps)`, or, where it "
            "joins, on `([a, b])`."
        )
    if isinstance(value, (list, tuple)):
        return "what `return` gives back: several things. A block hands on one, what its last layer made."
    return "what `return` gives back: what the last layer made of the maps."


def keeps_size(trial: Trial, side: int, idea: str) -> None:
    """Make sure that maps of `side` × `side` came out of a block as large as they went in.

    Raises:
        NotYet: They have another height or width.
    """
    height, width = trial.value.shape[1:3]
    if (height, width) != (side, side):
        raise NotYet(
            f"{trial.said} gave maps of {height} × {width}; needed {side} × {side}, as they came in.", idea
        )


def kernels(model: keras.Model) -> list[tuple[int, ...]]:
    """The shapes of all filters: rows, columns, maps in, maps out; for a depthwise one, 1 map out.

    A dense layer on maps is a convolution of 1 × 1; one group for each map makes a depthwise convolution.
    """
    shapes = [shape for weight in model.trainable_variables if (shape := _kernel(weight))]
    alone = Counter(shape for shape in shapes if shape[2:] == (1, 1))  # map by map, together a depthwise one
    shapes = [shape for shape in shapes if shape not in alone]
    return sorted(shapes + [(*shape[:2], count, 1) for shape, count in alone.items()])


def _kernel(weight: keras.Variable) -> tuple[int, ...] | None:
    """The shape of a filter as `kernels` has it; None where a weight is none."""
    shape = tuple(weight.shape)
    if len(shape) == 2:
        return 1, 1, *shape
    if len(shape) == 4:
        return (*shape[:2], shape[3], 1) if shape[2] == 1 else shape
    return None


def computes_as(
    trial: Trial,
    model: keras.Model,
    function: Callable,
    right: Sequence[Callable],
    idea: str | Callable[[list[str]], str],
    parts: Mapping[str, Callable] | None = None,
) -> None:
    """Make sure that a block makes of maps what one of the right ones makes of them, with the same weights.

    All weights are set by the check, each filter by its shape alone: the order in which layers are made
    plays no part, nor does that in which maps come out. A known mistake is run in the same way. All these
    blocks end in a ReLU.

    Args:
        trial, model: What `block` returned for the function.
        function: The learner's.
        right: Functions that build such a block.
        idea: What to look at when it is no known mistake; with `parts`, a function of the names of those
            whose maps are not among what came out.
        parts: Functions that build one branch of a right block each, by name.

    Raises:
        NotYet: It makes something else of them, or does so in training.
    """
    shape, settings = tuple(model.input_shape[1:]), trial.arguments[1:]
    values = np.random.default_rng(11).normal(size=(2, *shape))

    def run(answer: Callable) -> np.ndarray:
        return _with_set_weights(block(answer, shape, *settings)[1], values)

    got = _with_set_weights(model, values)
    needed = [run(one) for one in right]
    if any(difference(got, one, _NEAR) is None for one in needed):
        _does_so_in_training(trial, model, values)
        return
    finding = f"{trial.said} gives other values than such a block does with the same weights."
    if parts:
        idea = idea([name for name, part in parts.items() if not _is_among(run(part), got)])
    largest = (_SCALES * got).max()
    if got.min() < -1e-5:
        finding = f"{trial.said} gives values below 0; needed none, whatever the weights."
        idea = idea if parts else "the end: a ReLU there, which makes 0 of all that is below 0."
    elif largest < 6 + _NEAR < min((_SCALES * one).max() for one in needed) / 2:
        finding = f"{trial.said} gives nothing above {largest:.3g}; needed: large values come out as well."
        if not parts:
            idea = "the end: a ReLU there, which leaves values above 0 as they are, and no other activation."
    made = Trial(trial.said, got, function, (values, *settings), tolerance=_NEAR, again=run)
    raise NotYet(finding, idea, made)


def _is_among(part: np.ndarray, maps: np.ndarray) -> bool:
    """Whether each map of a part is one of the maps."""
    alike = np.isclose(part[..., np.newaxis], maps[..., np.newaxis, :], rtol=_NEAR, atol=_NEAR)
    return bool(alike.all(axis=(0, 1, 2)).any(axis=1).all())


def _does_so_in_training(trial: Trial, model: keras.Model, values: np.ndarray) -> None:
    """Make sure that a block which is right in prediction has no layer that shows in training alone.

    Batch normalisation between a convolution and its ReLU is welcome.

    Raises:
        NotYet: Something in it is drawn by chance, or it gives values below 0.
    """
    once, again = (_with_set_weights(model, values, training=True) for _ in range(2))
    if difference(once, again, _NEAR) is not None:
        raise NotYet(
            f"{trial.said} gives other values each time it is run in training.",
            "what is drawn by chance, such as dropout or noise: none of it belongs to this block.",
        )
    if once.min() < -1e-5:
        raise NotYet(
            f"{trial.said} gives values below 0 in training; needed none.",
            "the end: nothing behind the last ReLU. Batch normalisation there gives values below 0.",
        )


def hands_on(trial: Trial, model: keras.Model, idea: str) -> None:
    """Make sure that in training a block with filters of 0 gives what came in, behind a ReLU.

    The model's filters are changed; its biases are 0 since `computes_as`.

    Raises:
        NotYet: It gives something else.
    """
    for weight in model.trainable_variables:
        if _kernel(weight):
            weight.assign(np.zeros(weight.shape))
    maps = np.random.default_rng(12).normal(1, 2, size=(4, *model.input_shape[1:])).astype("float32")
    if difference(np.asarray(model(maps, training=True)), np.maximum(maps, 0), _NEAR) is not None:
        raise NotYet(f"{trial.said} with filters of 0 changes what came in, in training.", idea)


def _with_set_weights(model: keras.Model, values: np.ndarray, training: bool = False) -> np.ndarray:
    """What a block makes of values of each scale, its maps in an order that no way of writing it changes."""
    for weight in model.trainable_variables:
        shape = _kernel(weight)
        if shape:
            drawn = (*shape[:2], 1, 1) if shape[3] == 1 else shape  # each map of a depthwise one is alike
            filters = np.random.default_rng(drawn).normal(size=drawn) / np.sqrt(np.prod(drawn[:3]))
            weight.assign(np.broadcast_to(filters, shape).reshape(weight.shape))
        elif len(weight.shape) == 1:  # a bias, or what batch normalisation multiplies with
            weight.assign(np.full(weight.shape, float(weight.path.endswith("gamma"))))
        else:  # the slope of an activation that is learned
            weight.assign(np.full(weight.shape, 0.25))
    out = np.asarray(model((_SCALES * values).astype("float32"), training=training)) / _SCALES
    return out[..., np.argsort(out.sum(axis=(0, 1, 2)))]


def is_builder(answer: object) -> None:
    """Make sure that a check was given the function that builds a network, not what it builds.

    Raises:
        NotYet: It was given a network.
    """
    keras, _ = load_keras()
    if isinstance(answer, keras.Model):
        raise NotYet(
            "check was given a network; needed the function that builds it.",
            "the name between the brackets of `check`: without brackets of its own.",
        )


def at_most(said: str, model: keras.Model, parameters: int, idea: str) -> None:
    """Make sure that a network is small.

    Raises:
        NotYet: It has more parameters.
    """
    if (count := model.count_params()) > parameters:
        raise NotYet(f"{said} has {count:,} parameters; needed at most {parameters:,}.", idea)


def gives_logits(said: str, model: keras.Model, images: np.ndarray) -> None:
    """Make sure that a network's output is logits, small before training: pictures are rescaled once.

    Raises:
        NotYet: The output is probabilities, never below 0, the same for all pictures, or very large.
    """
    output = np.asarray(model(images.astype("float32"), training=False))
    if np.allclose(output.sum(axis=-1), 1, atol=1e-4) and output.min() >= 0:
        raise NotYet(
            f"{said}: its outputs add up to 1, so they are probabilities; needed logits.",
            "the last layer: no softmax there. The loss has `from_logits=True` and would apply it again.",
        )
    if output.min() >= 0 and output.max() > 0 and not _can_fall_below_0(model, images.shape[1:]):
        raise NotYet(
            f"{said}: its outputs are never below 0; needed logits, which may be.",
            "the last layer: no activation there. A ReLU or a sigmoid leaves nothing below 0.",
        )
    activation = getattr(getattr(model.layers[-1], "activation", None), "__name__", "linear")
    if activation != "linear":
        raise NotYet(
            f"{said}: its last layer has the activation {activation}; needed logits.",
            "the last layer: no activation there, so that any number can come out.",
        )
    extremes = np.stack([np.zeros(images.shape[1:]), np.full(images.shape[1:], 255)]).astype("float32")
    if np.ptp(np.asarray(model(extremes, training=False)), axis=0).max() < 0.005:
        raise NotYet(
            f"{said}: a black and a white picture give nearly the same output; needed a difference.",
            "the layers: rescaling twice turns all pictures black; one filter alone is too few; weights of 0 "
            "hand nothing on.",
        )
    if np.abs(output).max() > 10:
        raise NotYet(
            f"{said}: before training its outputs reach {np.abs(output).max():.0f}; needed small numbers.",
            "the first layer: pictures come as 0 to 255, and `layers.Rescaling(1 / 255)` makes that 0 to 1.",
        )


def _can_fall_below_0(model: keras.Model, shape: tuple[int, ...]) -> bool:
    """Whether noise makes any output negative: with a few pictures, none may be, by the luck of a start."""
    noise = np.random.default_rng(3).normal(0, 255, (64, *shape)).astype("float32")
    return bool(np.min(model(noise, training=False)) < 0)


def nonlinear_between_convolutions(said: str, model: keras.Model) -> None:
    """Make sure that a convolution sees neighbours, and that no two in a row are one linear step.

    Raises:
        NotYet: None does, or what the second of two is given responds to a sum as to its parts.
    """
    keras, _ = load_keras()
    filters = [weight.shape for weight in model.weights if len(weight.shape) == 4]
    if not filters:
        raise NotYet(
            f"{said} has no convolution; needed one at least.",
            "the first layers: what finds a pattern wherever it is? `layers.Conv2D`.",
        )
    if all(height == width == 1 for height, width, *_ in filters):
        raise NotYet(
            f"{said} has only convolutions of 1 × 1 pixel; needed a larger one.",
            "the size of a filter: with 1 × 1 it sees no neighbours, so no edge and no pattern.",
        )
    kinds = (keras.layers.Conv2D, keras.layers.SeparableConv2D)
    convolutions = [layer for layer in model.layers if isinstance(layer, kinds)]
    for first, second in zip(convolutions, convolutions[1:], strict=False):
        try:
            part = keras.Model([first.input], second.input)
        except Exception:  # not one after the other
            continue
        rng = np.random.default_rng(0)
        shape = [side or 32 for side in first.input.shape[1:]]
        a, b = rng.normal(size=(2, 2, *shape)).astype("float32")
        together, one, other, none = (np.asarray(part([values])) for values in (a + b, a, b, 0 * a))
        sums = together - one - other + none
        if np.abs(sums).max() < 1e-4 * max(1.0, np.abs(together).max()):
            raise NotYet(
                f"{said}: nothing bends, nothing non-linear, between two convolutions: they add up to one.",
                'what stands between those two: `activation="relu"` in the first keeps them apart.',
            )


def all_weights_get_gradients(said: str, model: keras.Model, images: np.ndarray, labels: np.ndarray) -> None:
    """Make sure that every parameter can be trained and takes part in the loss.

    Raises:
        NotYet: A layer is frozen, or its weights have no gradient.
    """
    keras, tf = load_keras()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    frozen = [layer.name for layer in model.layers if layer.weights and not layer.trainable]
    with tf.GradientTape() as tape:
        value = loss(labels, model(images.astype("float32"), training=True))
    weights = model.trainable_variables
    lost = [
        weight.path
        for weight, gradient in zip(weights, tape.gradient(value, weights), strict=True)
        if gradient is None
    ]
    if frozen or lost or not weights:
        which = (frozen + lost or ["the network: no weights at all"])[0]
        raise NotYet(
            f"{said}: no gradient reaches {which}; needed: training can change every weight.",
            "that layer: is it frozen, or does nothing that leads to the output use it?",
        )


def learns_by_heart(
    said: str, model: keras.Model, images: np.ndarray, labels: np.ndarray, steps: int = 60
) -> None:
    """Make sure that a network can learn a few pictures by heart; one that cannot will not learn many.

    The model's weights are changed: give it one that is used for nothing else.

    Raises:
        NotYet: After the steps it is not right on nine in ten of the pictures.
    """
    keras, tf = load_keras()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.Adam(3e-3)
    optimizer.build(model.trainable_variables)
    inputs, targets = tf.constant(images, tf.float32), tf.constant(labels)

    @tf.function
    def step() -> None:
        with tf.GradientTape() as tape:
            value = loss(targets, model(inputs, training=True))
        optimizer.apply(tape.gradient(value, model.trainable_variables), model.trainable_variables)

    right = 0.0
    for _ in range(3):  # most are done after the first third
        for _ in range(steps // 3):
            step()
        right = np.mean(np.argmax(model(inputs, training=False), axis=-1) == labels)
        if right >= 0.9:
            return
    raise NotYet(
        f"{said}: after {steps} steps on {len(images)} pictures it got {right:.0%} right; "
        "needed 90%, by heart.",
        "what could stop it from learning: too few filters or units, or too much pooling.",
    )


def coloured_pictures(count: int, side: int, classes: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Random `uint8` pictures `(count, side, side, 3)`, a colour a class under noise, and their labels."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % classes
    colours = rng.uniform(60, 200, (classes, 3))
    noise = rng.normal(0, 25, (count, side, side, 3))
    images = colours[labels][:, np.newaxis, np.newaxis] + noise
    return np.clip(images, 0, 255).astype("uint8"), labels


def _shape(shape: tuple) -> str:
    return f"({', '.join(map(str, shape))})"
