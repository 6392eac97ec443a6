"""Lesson 07: exercises on how a network learns, and a quiz on what is easily mixed up."""

import math
import re
from dataclasses import replace

import numpy as np

from course_utils.checking import networks
from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import LearnerError, NotYet
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import Trial, attempt

# --- counting ---------------------------------------------------------------------------------------------


def _halve_thrice(side):
    for _ in range(3):
        side //= 2
    return side * side * 64 * 128 + 128


@exercise(
    hints=[
        "How many rows and columns are left of `side` pixels after three poolings?",
        "`Flatten` makes a row of `rows * columns * 64` numbers. Each has a weight to each of the 128 units.",
        "`left = side // 8`. The weights are `left * left * 64 * 128`. What does each unit have besides?",
    ],
    right=[
        answers(lambda side: (side // 8) ** 2 * 64 * 128 + 128),
        answers(lambda side: ((side // 8) * (side // 8) * 64 + 1) * 128),
        answers(_halve_thrice),
    ],
    wrong=[
        answers(lambda side: (side // 8) ** 2 * 64 * 128, says="a bias"),
        answers(lambda side: (side // 8) ** 2 * 64 * 128 + 1, says="one for each unit"),
        answers(lambda side: side**2 * 64 * 128 + 128, says="three poolings"),
        answers(lambda side: (side // 6) ** 2 * 64 * 128 + 128, says="not 6"),
        answers(lambda side: (side / 8) ** 2 * 64 * 128 + 128, says="half a row"),
        answers(lambda side: side // 8 * 64 * 128 + 128, says="rows times columns"),
        answers(lambda side: round(side / 8) ** 2 * 64 * 128 + 128, says="what comes in"),
        answers(lambda side: (side // 8) ** 2 * 3 * 128 + 128, says="64 maps"),
        answers(lambda side: (side // 8) ** 2 * 128 + 128, says="64 maps"),
        answers(lambda side: 8 * 8 * 64 * 128 + 128, says="any size"),
        answers(lambda side: 3 * 3 * 64 * 128 + 128, says="no filter"),
        answers(lambda side: side // 8 * side // 8 * 64 * 128 + 128, says="left to right"),
        answers(lambda side: (side // 8) ** 2 * 64 + 128, says="to each unit"),
        answers(lambda side: side * side * 3 * 128 + 128, says="not the picture itself"),
    ],
    remember="Twice the side, four times the weights: the dense layer is where a network gets large.",
)
def dense_parameters(dense_parameters):
    """Count the parameters of the first dense layer for pictures of any size."""
    for side in (64, 96, 190, 32):
        left = side // 8
        attempt(dense_parameters, side).gives(
            left**2 * 64 * 128 + 128,
            idea="what comes in, rows × columns × 64 maps; then a weight from each to each of 128 units.",
            clues=[
                (left**2 * 64 * 128, "what each unit has besides its weights: a bias."),
                (left**2 * 64 * 128 + 1, "the biases: there is one for each unit, so 128."),
                (side**2 * 64 * 128 + 128, "the size: three poolings come before, and each halves the side."),
                ((side // 6) ** 2 * 64 * 128 + 128, "three halvings: 2 · 2 · 2 is 8, not 6."),
                (
                    (side / 8) ** 2 * 64 * 128 + 128,
                    "the division: pooling cannot keep half a row. Round down with `//`.",
                ),
                (
                    left * 64 * 128 + 128,
                    "the flat row: rows times columns times maps, so `left * left * 64`.",
                ),
                (
                    left**2 * 3 * 128 + 128,
                    "the maps: after the third block there are 64 maps, not 3 channels.",
                ),
                (left**2 * 128 + 128, "the maps: each place of the grid holds 64 maps, so 64 numbers."),
                (
                    8 * 8 * 64 * 128 + 128,
                    "`side`: this is the count for 64 pixels. Make it one for any size.",
                ),
                (
                    3 * 3 * 64 * 128 + 128,
                    "the kind of layer: a dense layer has no filter. It sees the whole map.",
                ),
                (
                    side // 8 * side // 8 * 64 * 128 + 128,
                    "the order: Python works from left to right. Put brackets: `(side // 8) ** 2`.",
                ),
                (left**2 * 64 + 128, "the weights: each number that comes in has one to each unit."),
                (side**2 * 3 * 128 + 128, "what comes in: not the picture itself, but what the blocks made."),
            ],
            tolerance=0,
        )


# --- softmax ----------------------------------------------------------------------------------------------


def _softmax(logits):
    powers = np.exp(logits - np.max(logits))
    return powers / powers.sum()


def _softmax_by_tensorflow(logits):
    return networks.load_keras()[1].nn.softmax(logits)


def _softmax_in_loop(logits):
    powers = [math.exp(logit - max(logits)) for logit in logits]
    return np.array([power / sum(powers) for power in powers])


@exercise(
    hints=[
        "Two steps: `np.exp(logits)` makes all numbers positive. What makes them add up to 1?",
        "Divide by the sum of the powers. For logits like 1000, first subtract the largest logit from all.",
        "`powers = np.exp(logits - logits.max())`; then return `powers / ...`.",
    ],
    right=[
        answers(_softmax),
        answers(_softmax_in_loop),
        answers(lambda logits: 1 / np.exp(logits[np.newaxis] - logits[:, np.newaxis]).sum(axis=1)),
        answers(_softmax_by_tensorflow),
    ],
    wrong=[
        answers(lambda logits: np.exp(logits) / np.exp(logits).sum(), says="Subtract the largest"),
        answers(lambda logits: np.exp(logits), says="add up to 1"),
        answers(lambda logits: np.exp(logits - logits.max()), says="add up to 1"),
        answers(lambda logits: logits / logits.sum(), says="may be below 0"),
        answers(lambda logits: np.exp(logits) / logits.sum(), says="sum of the powers"),
        answers(lambda logits: _softmax(_softmax(logits)), says="twice"),
        answers(lambda logits: 1 / (1 + np.exp(-logits)), says="sigmoid"),
        answers(lambda logits: np.exp(logits) / np.exp(logits).max(), says="Divide by the sum"),
        answers(lambda logits: _softmax(-logits), says="sign"),
        answers(lambda logits: (logits == logits.max()).astype(float), says="winner"),
        answers(lambda logits: _softmax(logits).argmax(), says="all the probabilities"),
        answers(lambda logits: [math.exp(z) / np.exp(logits).sum() for z in logits], says="np.array"),
        answers(lambda logits: np.exp(logits - logits.max()) / np.exp(logits).sum(), says="in both places"),
    ],
    remember="Softmax: powers of e, divided by their sum. Any numbers become probabilities.",
)
def softmax(softmax):
    """Turn logits into probabilities, also when they are large."""
    for logits in (
        [2.0, 1.0, -1.0, 0.5],
        [0.3, 0.3],
        [-2.0, 4.0, 0.0],
        [1000.0, 998.0, 1001.0],
        [-900.0] * 4,
    ):
        logits = np.array(logits)
        expected = _softmax(logits)
        powers = np.exp(np.minimum(logits, 700))
        with np.errstate(all="ignore"):
            trial = attempt(softmax, logits)
            clues = [
                (
                    np.full(len(logits), np.nan),
                    "large logits: their powers are too large, or too small, to store. "
                    "Subtract the largest logit from all first.",
                ),
                (powers, "the second step: these do not add up to 1 yet. Divide by the sum."),
                (
                    np.exp(logits - logits.max()),
                    "the second step: these do not add up to 1 yet. Divide by the sum.",
                ),
                (
                    logits / logits.sum(),
                    "the first step: logits may be below 0, probabilities not. Take `np.exp` first.",
                ),
                (powers / logits.sum(), "what you divide by: the sum of the powers, not of the logits."),
                (_softmax(expected), "how often: this is softmax twice, which makes all of them alike."),
                (
                    1 / (1 + np.exp(np.minimum(-logits, 700))),
                    "the formula: this is the sigmoid, a yes or no for each class by itself.",
                ),
                (_softmax(-logits), "the sign: the largest logit must get the largest probability."),
                (
                    (logits == logits.max()).astype(float),
                    "what is asked: not the winner alone, but how sure the network is of each class.",
                ),
                (
                    list(expected),
                    "the kind: these are right, but in a list. `np.array(…)` makes it an array.",
                ),
                (
                    np.exp(logits - logits.max()) / powers.sum(),
                    "what you subtract: do it in both places, in the powers and in their sum.",
                ),
                (expected.argmax(), "what is asked: all the probabilities, not where the largest is."),
            ]
            trial.gives(expected, "the two steps: `np.exp`, then divide by the sum.", clues)


# --- the loss ---------------------------------------------------------------------------------------------


@exercise(
    hints=[
        "Only one of the probabilities counts: that of the true class. Which one is it?",
        "`probabilities[label]` is what the network gave to the true class. `np.log` is the logarithm.",
        "Return minus the logarithm of `probabilities[label]`.",
    ],
    right=[
        answers(lambda probabilities, label: -np.log(probabilities[label])),
        answers(lambda probabilities, label: math.log(1 / probabilities[label])),
        answers(lambda p, label: -(np.eye(len(p))[label] * np.log(p)).sum()),
    ],
    wrong=[
        answers(lambda probabilities, label: np.log(probabilities[label]), says="minus sign"),
        answers(lambda probabilities, label: 1 - probabilities[label], says="logarithm"),
        answers(lambda probabilities, label: probabilities[label], says="logarithm"),
        answers(lambda probabilities, label: -np.log(probabilities), says="One number"),
        answers(lambda probabilities, label: -np.log(probabilities.max()), says="most likely"),
        answers(lambda probabilities, label: -np.log(probabilities).sum(), says="only the true class"),
        answers(lambda probabilities, label: -np.log(probabilities).mean(), says="only the true class"),
        answers(lambda probabilities, label: -np.log10(probabilities[label]), says="np.log10"),
        answers(lambda probabilities, label: -np.log2(probabilities[label]), says="np.log2"),
        answers(lambda probabilities, label: -np.log(1 - probabilities[label]), says="1 minus"),
        answers(lambda probabilities, label: -np.log(label), says="itself"),
        answers(lambda probabilities, label: -math.log(_softmax(probabilities)[label]), says="a second time"),
        answers(lambda probabilities, label: int(probabilities.argmax() != label), says="how sure"),
        answers(lambda probabilities, label: -np.log(probabilities[label - 1]), says="count from 0"),
        answers(lambda p, label: -p[label] * np.log(p[label]), says="do not multiply"),
    ],
    remember="The loss asks one thing: how likely was the true class?",
)
def picture_loss(picture_loss):
    """Compute the loss of one picture from its probabilities and its label."""
    for p, label in (
        ([0.5, 0.15, 0.05, 0.3], 3),
        ([0.7, 0.05, 0.05, 0.2], 1),
        ([0.15, 0.85], 1),
        ([0.25] * 4, 3),
    ):
        p = np.array(p)
        chosen = p[label]
        with np.errstate(all="ignore"):
            trial = attempt(picture_loss, p, label)
            only = "which probabilities count: only the true class's, `probabilities[label]`."
            trial.gives(
                -np.log(chosen),
                "minus the logarithm of the probability that the true class got.",
                clues=[
                    (np.log(chosen), "the minus sign: logarithms of numbers below 1 are negative."),
                    (1 - chosen, "the logarithm: 1 - p hardly punishes being sure and wrong."),
                    (chosen, "the logarithm: this is the probability itself. A sure answer needs loss 0."),
                    (-np.log(p), "the label: it says which one of the probabilities counts. One number."),
                    (-np.log(p.max()), "the label: you took the most likely class, not the true one."),
                    (-np.log(p).sum(), only),
                    (-np.log(p).mean(), only),
                    (-np.log10(chosen), "the logarithm: `np.log10` is another one. Take `np.log`."),
                    (-np.log2(chosen), "the logarithm: `np.log2` is another one. Take `np.log`."),
                    (-np.log(1 - chosen), "what is in the logarithm: p itself, not 1 minus p."),
                    (-np.log(label), "what is in the logarithm: not the label itself, but its probability."),
                    (
                        -np.log(_softmax(p)[label]),
                        "softmax: these are probabilities already. Do not apply it a second time.",
                    ),
                    (-np.log(p[label - 1]), "the label: labels count from 0, as places in an array do."),
                    (-chosen * np.log(chosen), "the formula: only the logarithm; do not multiply by p."),
                    (int(p.argmax() != label), "what is asked: not right or wrong, but how sure it was."),
                ],
            )


# --- one update -------------------------------------------------------------------------------------------


def _update_in_place(weights, gradient, learning_rate):
    weights -= learning_rate * gradient
    return weights


@exercise(
    hints=[
        "The gradient points uphill. Which way should the weights go?",
        "The learning rate says how far: the step is `learning_rate * gradient`.",
        "Return the weights minus that step.",
    ],
    right=[
        answers(lambda weights, gradient, learning_rate: weights - learning_rate * gradient),
        answers(lambda weights, gradient, learning_rate: np.add(weights, -gradient * learning_rate)),
        answers(lambda w, gradient, rate: np.array([a - rate * b for a, b in zip(w, gradient, strict=True)])),
    ],
    wrong=[
        answers(lambda weights, gradient, rate: weights + rate * gradient, says="uphill"),
        answers(lambda weights, gradient, rate: weights - gradient, says="learning rate"),
        answers(lambda weights, gradient, rate: rate * gradient, says="the step alone"),
        answers(lambda weights, gradient, rate: -rate * gradient, says="the step alone"),
        answers(lambda weights, gradient, rate: gradient - rate * weights, says="changed places"),
        answers(lambda weights, gradient, rate: weights - rate, says="how steep"),
        answers(lambda weights, gradient, rate: weights - gradient / rate, says="Multiply"),
        answers(lambda weights, gradient, rate: weights * (1 - rate * gradient), says="not multiplied"),
        answers(lambda weights, gradient, rate: rate * (weights - gradient), says="brackets"),
        answers(lambda weights, gradient, rate: weights - rate * np.sign(gradient), says="only the sign"),
        answers(lambda weights, gradient, rate: weights - rate * abs(gradient), says="direction"),
        answers(_update_in_place, says="input left as it was"),
        answers(
            lambda w, gradient, rate: [a - b for a, b in zip(w, rate * gradient, strict=True)], says="list"
        ),
    ],
    remember="Against the gradient, by a small step: that is all of learning, many times over.",
)
def update(update):
    """Change weights by one step of gradient descent."""
    for weights, gradient, rate in (
        ([0.4, -0.1, 0.7], [0.6, -0.2, -0.5], 0.5),
        ([[1.5, -0.3], [0.2, 0.9]], [[-2.0, 0.4], [0.7, 1.1]], 0.01),
        ([0.3, -0.8], [-0.1, 0.2], 2.0),
    ):
        weights, gradient = np.array(weights), np.array(gradient)
        step = rate * gradient
        alone = "the step: this is the step alone. The new weights are the old ones minus it."
        attempt(update, weights, gradient, rate).gives(
            weights - step,
            idea="the old weights, minus the learning rate times the gradient.",
            clues=[
                (weights + step, "the sign: the gradient points uphill, and the loss must go down."),
                (weights - gradient, "the learning rate: it says how much of the gradient to go."),
                (step, alone),
                (-step, alone),
                (gradient - rate * weights, "the names: weights and gradient have changed places."),
                (
                    list(weights - step),
                    "the kind: these are right, but in a list. Compute with whole arrays.",
                ),
                (weights - rate, "the gradient: it says how steep it is, for each weight by itself."),
                (
                    weights - gradient / rate,
                    "the learning rate: a small one is a small step. Multiply by it.",
                ),
                (weights * (1 - step), "the step: it is taken away from the weights, not multiplied."),
                (rate * (weights - gradient), "the brackets: only the gradient is made smaller."),
                (weights - rate * np.sign(gradient), "the gradient: you use only the sign of it."),
                (weights - rate * abs(gradient), "`abs`: the gradient's sign is the direction. Keep it."),
            ],
        )


# --- predicting -------------------------------------------------------------------------------------------

_COLOURS = ["ruby", "grass", "sea", "night"]


def _colour_model():
    """A model that knows four classes by their mean colour; it rescales, and its output is logits."""
    keras, _ = networks.load_keras()
    model = keras.Sequential(
        [
            keras.Input((6, 7, 3)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(4),
        ],
        name="network",
    )
    model.set_weights([10 * np.eye(3, 4), np.array([0.0, 0.0, 0.0, 3.0])])
    return networks.stand_in(model)


def _logits(model, image):
    return np.asarray(model(image[np.newaxis]))


def _name(model, image, class_names):
    return class_names[_logits(model, image).argmax()]


def _name_step_by_step(model, image, class_names):
    batch = np.expand_dims(image, 0)
    probabilities = networks.load_keras()[1].nn.softmax(model.predict(batch, verbose=0))
    return class_names[int(np.argmax(probabilities, axis=-1)[0])]


def _name_in_batch_of_two(model, image, class_names):
    predictions = np.argmax(model.predict_on_batch(np.stack([image, image])), axis=1)
    return class_names[predictions[1]]


def _try_prediction(function, model, image) -> Trial:
    """Call the learner's function; say of a shape that the model refused which one it takes."""
    try:
        return attempt(function, model, image, _COLOURS)
    except LearnerError as error:
        if found := re.search(
            r"(?:found shape|incompatible shape|inputs=tf.Tensor.shape)[= ](\([^)]*\))", str(error.__cause__)
        ):
            raise NotYet(
                f"predict_name gave the model shape {found[1]}; needed {(1, *image.shape)}.",
                "the batch axis: one more axis in front, `image[np.newaxis]`. The others stay as they are.",
            ) from error
        raise


@exercise(
    hints=[
        "A model takes a batch. What turns one picture of shape (height, width, 3) into a batch of one?",
        "`model(image[np.newaxis])` gives logits of shape (1, classes). Where is the largest?",
        "`np.argmax(logits)` is the label. Return `class_names[...]` with it.",
    ],
    right=[
        answers(_name),
        answers(_name_step_by_step),
        answers(_name_in_batch_of_two),
        answers(lambda model, image, names: np.array(names)[_logits(model, image).argmax()]),
    ],
    wrong=[
        answers(lambda model, image, names: names[np.argmax(model(image))], says="batch axis"),
        answers(lambda model, image, names: names[np.argmax(model(image[..., None]))], says="batch axis"),
        answers(lambda model, image, names: _logits(model, image).argmax(), says="the label"),
        answers(lambda model, image, names: _logits(model, image).argmax(axis=1), says="the label"),
        answers(lambda model, image, names: _name(model, image / 255, names), says="rescale twice"),
        answers(
            lambda model, image, names: names[_logits(model, image).argmax(axis=0)[0]], says="wrong axis"
        ),
        answers(lambda model, image, names: names[_logits(model, image).argmax(axis=0)], says="TypeError"),
        answers(lambda model, image, names: names[_logits(model, image).argmin()], says="smallest"),
        answers(lambda model, image, names: _logits(model, image).max(), says="how large"),
        answers(lambda model, image, names: _softmax(_logits(model, image)).max(), says="how large"),
        answers(lambda model, image, names: _name(model, image[:, :, ::-1], names), says="as it is"),
        answers(lambda model, image, names: names[int(_logits(model, image).max())], says="IndexError"),
        answers(lambda model, image, names: model(image[np.newaxis]), says="the model's numbers"),
        answers(lambda model, image, names: _softmax(_logits(model, image)), says="these are probabilities"),
        answers(lambda model, image, names: [_name(model, image, names)], says="the name alone"),
        answers(
            lambda model, image, names: (_name(model, image, names), _logits(model, image)),
            says="one number a class",
        ),
        answers(lambda model, image, names: "grass", says="Which class"),
    ],
    points=2,
    remember="One picture is a batch of one: `image[np.newaxis]`.",
)
def predict_name(predict_name):
    """Predict the name of the class of one picture."""
    model = _colour_model()
    rng = np.random.default_rng(0)
    for label, colour in [(1, (90, 190, 60)), (0, (230, 150, 120)), (3, (20, 40, 60)), (2, (150, 170, 220))]:
        noise = rng.integers(-15, 16, (6, 7, 3))
        image = np.clip(np.array(colour) + noise, 0, 255).astype("uint8")
        needed = _COLOURS[label]
        trial = networks.as_array(_try_prediction(predict_name, model, image))
        trial = replace(trial, said=f"predict_name, for a picture of the class {needed!r},")
        number = isinstance(trial.value, (float, np.floating))
        if number:
            trial.gives(needed, "what is asked: not how large the largest output is, but which class has it.")
        logits = _logits(model, image)
        reversed_name = _name(model, image[:, :, ::-1], _COLOURS)
        idea = "the model's output for this picture: one number a class. Which class has the largest?"
        clues = [
            (logits, "the next step: these are the model's numbers. Which class has the largest?"),
            (_softmax(logits), "the next step: these are probabilities. Which class has the largest?"),
            (label, "the last step: this is the label. Its name is `class_names[label]`."),
            (np.array([label]), "the last step: this is the label. Its name is `class_names[label]`."),
            ([needed], "the brackets: return the name alone, without a list around it."),
            (_COLOURS[int(logits.argmin())], "the largest: this class has the smallest output."),
            ("night", "the range: the model divides by 255 itself. Do not rescale twice."),
            ("ruby", "`argmax`: along the wrong axis, the batch of one, it is always 0. Use `axis=-1`."),
            (reversed_name, "the channels: hand over the picture as it is."),
        ]
        trial.gives(needed, idea, clues)


# --- building ---------------------------------------------------------------------------------------------


def _network(side, classes, *tail, filters=(16, 32, 64), rescale=1, activation=None):
    """A network of blocks; `tail` is what follows them, `rescale` how often the pictures are rescaled."""
    keras, _ = networks.load_keras()
    layers = [keras.Input((side, side, 3)), *(keras.layers.Rescaling(1 / 255) for _ in range(rescale))]
    for count in filters:
        layers += [
            keras.layers.Conv2D(count, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(),
        ]
    return keras.Sequential([*layers, *tail, keras.layers.Dense(classes, activation=activation)])


def _flat(units):
    keras, _ = networks.load_keras()
    return keras.layers.Flatten(), keras.layers.Dense(units, activation="relu")


def _pooled():
    return networks.load_keras()[0].layers.GlobalAveragePooling2D()


def _strided(side, classes):
    keras, _ = networks.load_keras()
    inputs = keras.Input((side, side, 3))
    x = keras.layers.Rescaling(1 / 255)(inputs)
    for count in (16, 32, 32):
        x = keras.layers.Conv2D(count, 3, strides=2, padding="same", activation="relu")(x)
    outputs = keras.layers.Dense(classes)(keras.layers.Flatten()(x))
    return keras.Model(inputs, outputs)


def _frozen(side, classes):
    model = _network(side, classes, _pooled())
    model.layers[1].trainable = False
    return model


def _compiled(side, classes):
    return _network(side, classes, _pooled()).compile()


@exercise(
    hints=[
        "Which layer of the lesson's network has most of the parameters? Let less go into it, or out of it.",
        "Try one of these: fewer units in `Dense(128)`, fewer filters, a fourth block, or "
        "`layers.GlobalAveragePooling2D()` in place of `Flatten`.",
        "Take the lesson's layers with `keras.Input((side, side, 3))` and `Dense(classes)` at the end, a "
        "fourth block `Conv2D(32, …)` with pooling, and `Dense(32)` in place of `Dense(128)`.",
    ],
    right=[
        answers(lambda side, classes: _network(side, classes, *_flat(32), filters=(16, 32, 32, 32))),
        answers(lambda side, classes: _network(side, classes, _pooled())),
        answers(_strided),
    ],
    wrong=[
        answers(lambda side, classes: _network(side, classes, *_flat(128)), says="at most 50,000"),
        answers(lambda side, classes: _network(side, classes, *_flat(16)), says="at most 50,000"),
        answers(
            lambda side, classes: _network(side, classes, _pooled(), activation="softmax"), says="no softmax"
        ),
        answers(
            lambda side, classes: _network(side, classes, _pooled(), activation="relu"), says="no activation"
        ),
        answers(lambda side, classes: _network(side, 5, _pooled()), says="one unit for each class"),
        answers(lambda side, classes: _network(64, classes, *_flat(4)), says="keras.Input"),
        answers(lambda side, classes: _network(side, classes), says="Flatten"),
        answers(lambda side, classes: _network(side, classes, *_flat(16), rescale=0), says="Rescaling"),
        answers(lambda side, classes: _network(side, classes, _pooled(), rescale=2), says="rescaling twice"),
        answers(lambda side, classes: _network(side, classes, *_flat(0)), says="Error"),
        answers(_frozen, says="is it frozen"),
        answers(_compiled, says="return"),
        answers(lambda side, classes: [_network(side, classes, _pooled())], says="a network"),
    ],
    points=2,
    remember="A tenth of the parameters: what matters is how many numbers reach the dense layer.",
)
def build_small(build_small):
    """Build a network of at most 50,000 parameters for pictures of any size and any number of classes."""
    keras, _ = networks.load_keras()
    networks.is_builder(build_small)
    keras.utils.set_random_seed(7)
    for side, classes in ((32, 3), (64, 5)):
        trial = attempt(build_small, side, classes)
        images, labels = networks.coloured_pictures(24, side, classes)
        model = networks.network(
            trial,
            images[:2],
            classes,
            idea="the end: `Flatten`, or a pooling of whole maps; then `Dense` with one unit for each class.",
        )
        networks.gives_logits(trial.said, model, images[:6])
        networks.at_most(
            trial.said,
            model,
            50_000,
            idea="what goes into the first dense layer: rows × columns × maps. Pool more, or let out less.",
        )
        networks.all_weights_get_gradients(trial.said, model, images[:4], labels[:4])
        if side == 32:
            networks.learns_by_heart(trial.said, model, images, labels)


quiz = Quiz(
    Question(
        "600 training pictures, batches of 32. How often are the weights changed in one epoch?",
        wrong("Once", "An epoch is one pass over all pictures, and every batch on the way is a step."),
        right("19 times", "600 / 32 rounded up: the last batch is smaller. Each batch is one update."),
        wrong("32 times", "That is how many pictures a batch holds, not how many batches there are."),
        wrong("600 times", "Then each batch would hold one picture."),
    ),
    Question(
        "For one weight the gradient of the loss is positive. What does gradient descent do with it?",
        right("It makes the weight smaller", "Against the gradient: the loss goes down that way."),
        wrong("It makes the weight larger", "A positive gradient says: larger weight, larger loss."),
        wrong("It sets the weight to 0", "The gradient says in which direction to go, not where to end."),
        wrong("Nothing, the weight is good", "Then the gradient would be 0."),
    ),
    Question(
        "The last layer has a softmax, and the loss has `from_logits=True`. What happens?",
        wrong("Keras reports an error", "The shapes fit, so nothing stops you. That makes it hard to find."),
        right(
            "Softmax is applied twice; it learns slowly and is never sure",
            "Twice softmax makes all probabilities alike, even when the network is sure.",
        ),
        wrong("The accuracy is always 0", "The largest stays the largest, so it can still be right."),
        wrong("Nothing, softmax changes nothing the second time", "It does: try it on three numbers."),
    ),
    Question(
        "Training accuracy still rises, validation accuracy has stopped. What do you know?",
        wrong("The learning rate is 0", "Then training accuracy could not rise."),
        wrong("The network has learned all there is to learn about flowers", "Only about these pictures."),
        right(
            "It now learns what helps with the training pictures alone",
            "That is overfitting, and the next lesson is about it.",
        ),
        wrong(
            "The validation pictures are not needed any more",
            "Without them you would have seen the rising curve only, and believed it.",
        ),
    ),
    Question(
        "You load a saved `.keras` file on another computer. What do you need from this notebook?",
        wrong("The training pictures", "What was learned from them is in the weights."),
        wrong("The code that built the network", "The file holds the layers as well as the weights."),
        wrong("To train it again, for a short time", "The weights are in the file, as they were."),
        right(
            "The class names, in the same order",
            "The model gives numbers. Which class is number 3 is written nowhere in it.",
        ),
    ),
)
