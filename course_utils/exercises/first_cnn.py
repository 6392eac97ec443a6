"""Lesson 07: exercises on how a network learns, and a quiz on what is easily mixed up."""

import math
import re
import traceback
from dataclasses import replace
from functools import cache

import numpy as np

from course_utils.checking import networks
from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import LearnerError, NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import Trial, attempt, given_letters

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
        answers(lambda side: float((side // 8) ** 2 * 64 * 128 + 128)),
    ],
    mistakes=[
        mistake(
            lambda side: 8 * 8 * 64 * 128 + 128,
            says="`side`: this is the count for 64 pixels. Make it one for any size.",
        ),
        mistake(
            lambda side: 3 * 3 * 64 * 128 + 128,
            says="the kind of layer: a dense layer has no filter. It sees the whole map.",
        ),
        mistake(
            lambda side: (side // 8) ** 2 * 64 * 128,
            says="what each unit has besides its weights: a bias.",
        ),
        mistake(
            lambda side: (side // 8) ** 2 * 64 * 128 + 1,
            says="the biases: there is one for each unit, so 128.",
        ),
        mistake(
            lambda side: side**2 * 64 * 128 + 128,
            says="the size: three poolings come before, and each halves the side.",
        ),
        mistake(
            lambda side: side * side * 3 * 128 + 128,
            says="what comes in: not the picture itself, but what the blocks made.",
        ),
        mistake(
            lambda side: (side // 2) ** 2 * 64 * 128 + 128,
            says="the poolings: there are three, and each halves the side once more.",
        ),
        mistake(
            lambda side: (side // 6) ** 2 * 64 * 128 + 128,
            says="three halvings: 2 · 2 · 2 is 8, not 6.",
        ),
        mistake(
            lambda side: side // 8 * 64 * 128 + 128,
            says="the flat row: rows times columns times maps, so `left * left * 64`.",
        ),
        mistake(
            lambda side: side // 8 * side // 8 * 64 * 128 + 128,
            says="the order: Python works from left to right. Put brackets: `(side // 8) ** 2`.",
        ),
        mistake(
            lambda side: (side / 8) ** 2 * 64 * 128 + 128,
            says="the division: pooling cannot keep half a row. Round down with `//`.",
        ),
        mistake(
            lambda side: round(side / 8) ** 2 * 64 * 128 + 128,
            says="the rounding: pooling drops an odd row, so it always rounds down. `//` does that.",
        ),
        mistake(
            lambda side: (side // 8) ** 2 * 3 * 128 + 128,
            says="the maps: after the third block there are 64 maps, not 3 channels.",
        ),
        mistake(
            lambda side: (side // 8) ** 2 * 128 + 128,
            says="the maps: each place of the grid holds 64 maps, so 64 numbers.",
        ),
        mistake(
            lambda side: (side // 8) ** 2 * 64 + 128,
            says="the weights: each number that comes in has one to each unit.",
        ),
    ],
    wrong=[answers(lambda side: print(side), says="`print`")],
    remember="Twice the side, four times the weights: the dense layer is where a network gets large.",
)
def dense_parameters(dense_parameters):
    """Count the parameters of the first dense layer for pictures of any size."""
    for side in (96, 64, 190, 32):
        attempt(dense_parameters, side).gives(
            (side // 8) ** 2 * 64 * 128 + 128,
            idea="what comes in, rows × columns × 64 maps; then a weight from each to each of 128 units.",
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
    return [power / sum(powers) for power in powers]


_SORTED = "the order: each probability stands where its logit stood. Do not sort them."
_CLIPPED = "the cutting off: what was cut to one number is no longer told apart. Subtract instead."
_DIVIDE = "the second step: these do not add up to 1 yet. Divide by the sum."


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
    mistakes=[
        mistake(
            lambda logits: np.exp(logits - logits.min()) / np.exp(logits - logits.min()).sum(),
            says="what you subtract: one logit may still lie far above it. After subtracting, none may be "
            "above 0.",
        ),
        mistake(
            lambda logits: np.exp(logits) / np.exp(logits).sum(),
            says="large logits: their powers are too large, or too small, to store. "
            "Subtract the largest logit from all first.",
        ),
        mistake(lambda logits: np.exp(logits), says=_DIVIDE),
        mistake(
            lambda logits: np.exp(logits - logits.max()),
            says="the second step: the largest is 1 by itself, so these add up to more. Divide by the sum.",
        ),
        mistake(
            lambda logits: np.round(_softmax(logits), 2),
            says="the rounding: leave the numbers as they are. Rounded, they need not add up to 1.",
        ),
        mistake(
            lambda logits: np.round(_softmax(logits), 4),
            says="the rounding: leave the numbers as they are. Rounded, they need not add up to 1.",
        ),
        mistake(
            lambda logits: 2.0 ** (logits - logits.max()) / (2.0 ** (logits - logits.max())).sum(),
            says="the base: these are powers of 2. Take those of e, `np.exp`.",
        ),
        mistake(lambda logits: np.sort(_softmax(logits)), says=_SORTED),
        mistake(lambda logits: np.sort(_softmax(logits))[::-1], says=_SORTED),
        mistake(lambda logits: _softmax(np.clip(logits, -500, 500)), says=_CLIPPED),
        mistake(
            lambda logits: logits / logits.sum(),
            says="the first step: logits may be below 0, probabilities not. Take `np.exp` first.",
        ),
        mistake(
            lambda logits: np.exp(logits) / logits.sum(),
            says="what you divide by: the sum of the powers, not of the logits.",
        ),
        mistake(
            lambda logits: np.exp(logits) / len(logits),
            says="what you divide by: the sum of the powers, not how many there are.",
        ),
        mistake(
            lambda logits: np.exp(logits - logits.max()) / np.exp(logits).sum(),
            says="what you subtract: do it in both places, in the powers and in their sum.",
        ),
        mistake(
            lambda logits: _softmax(_softmax(logits)),
            says="how often: this is softmax twice, which makes all of them alike.",
        ),
        mistake(
            lambda logits: 1 / (1 + np.exp(-logits)),
            says="the formula: this is the sigmoid, a yes or no for each class by itself.",
        ),
        mistake(
            lambda logits: _softmax(-logits),
            says="the sign: the largest logit must get the largest probability.",
        ),
        mistake(
            lambda logits: (logits == logits.max()).astype(float),
            says="what is asked: not the winner alone, but how sure the network is of each class.",
        ),
        mistake(
            lambda logits: _softmax(logits).argmax(),
            says="what is asked: all the probabilities, not where the largest is.",
        ),
        mistake(
            lambda logits: _softmax(logits).max(),
            says="what is asked: a probability for each class, not the largest alone.",
        ),
    ],
    wrong=[answers(lambda logits: print(_softmax(logits)), says="`print`")],
    remember="Softmax: powers of e, divided by their sum. Any numbers become probabilities.",
)
def softmax(softmax):
    """Turn logits into probabilities, also when they are large or far apart."""
    for logits in (
        [2.0, 1.0, -1.0, 0.5],
        [0.3, 0.3],
        [-2.0, 4.0, 0.0],
        [1000.0, 998.0, 1001.0],
        [-900.0] * 4,
        [0.0, 1000.0],
        [0.0, 0.0, 4000.0],
    ):
        logits = np.array(logits)
        with np.errstate(all="ignore"):
            attempt(softmax, logits).gives(
                _softmax(logits), "the two steps: `np.exp`, then divide by the sum."
            )


# --- the loss ---------------------------------------------------------------------------------------------


def _loss_by_keras(probabilities, label):
    keras, _ = networks.load_keras()
    return keras.losses.SparseCategoricalCrossentropy()(np.array([label]), probabilities[np.newaxis])


_ONLY_THE_TRUE = "which probabilities count: only the true class's, `probabilities[label]`."


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
        answers(_loss_by_keras),
    ],
    mistakes=[
        mistake(
            lambda probabilities, label: np.log(probabilities[label]),
            says="the minus sign: logarithms of numbers below 1 are negative.",
        ),
        mistake(
            lambda probabilities, label: 1 - probabilities[label],
            says="the logarithm: 1 - p hardly punishes being sure and wrong.",
        ),
        mistake(
            lambda probabilities, label: probabilities[label],
            says="the logarithm: this is the probability itself. A sure answer needs loss 0.",
        ),
        mistake(
            lambda probabilities, label: -np.log(probabilities),
            says="the label: it says which one of the probabilities counts. One number.",
        ),
        *(
            mistake(
                lambda probabilities, label, place=place: -np.log(probabilities[place]),
                says=f"`[{place}]`: the true class is another one for each picture. Its number is `label`.",
            )
            for place in (0, 1, -1)
        ),
        mistake(
            lambda probabilities, label: -np.log(probabilities.max()),
            says="the label: you took the most likely class, not the true one.",
        ),
        mistake(lambda probabilities, label: -np.log(probabilities).sum(), says=_ONLY_THE_TRUE),
        mistake(
            lambda probabilities, label: -np.log(probabilities).mean(),
            says="the mean: a picture has one true class, and only its probability counts.",
        ),
        mistake(
            lambda probabilities, label: -np.log10(probabilities[label]),
            says="the logarithm: `np.log10` is another one. Take `np.log`.",
        ),
        mistake(
            lambda probabilities, label: -np.log2(probabilities[label]),
            says="the logarithm: `np.log2` is another one. Take `np.log`.",
        ),
        mistake(
            lambda probabilities, label: -np.log(1 - probabilities[label]),
            says="what is in the logarithm: p itself, not 1 minus p.",
        ),
        mistake(
            lambda probabilities, label: -np.log(label),
            says="what is in the logarithm: not the label itself, but its probability.",
        ),
        mistake(
            lambda probabilities, label: -math.log(_softmax(probabilities)[label]),
            says="softmax: these are probabilities already. Do not apply it a second time.",
        ),
        mistake(
            lambda probabilities, label: int(probabilities.argmax() != label),
            says="what is asked: not right or wrong, but how sure it was.",
        ),
        mistake(
            lambda probabilities, label: -np.log(probabilities[label - 1]),
            says="the label: labels count from 0, as places in an array do.",
        ),
        mistake(
            lambda p, label: -p[label] * np.log(p[label]),
            says="the formula: only the logarithm; do not multiply by p.",
        ),
    ],
    wrong=[
        answers(lambda probabilities, label: [-np.log(probabilities[label])], says="the brackets"),
        answers(lambda probabilities, label: -np.log(probabilities[label + 1]), says="IndexError"),
    ],
    remember="The loss asks one thing: how likely was the true class?",
)
def picture_loss(picture_loss):
    """Compute the loss of one picture from its probabilities and its label."""
    for p, label in (
        ([0.15, 0.1, 0.4, 0.05, 0.3], 4),
        ([0.7, 0.05, 0.05, 0.2], 1),
        ([0.15, 0.85], 1),
        ([0.25] * 4, 3),
    ):
        p = np.array(p)
        with np.errstate(all="ignore"):
            attempt(picture_loss, p, label).gives(
                -np.log(p[label]), "minus the logarithm of the probability that the true class got."
            )


# --- one update -------------------------------------------------------------------------------------------


def _update_in_place(weights, gradient, learning_rate):
    weights -= learning_rate * gradient
    return weights


def _update_by_tensorflow(weights, gradient, learning_rate):
    _, tf = networks.load_keras()
    return tf.subtract(tf.constant(weights), learning_rate * tf.constant(gradient))


_STEP_ALONE = "the step: this is the step alone. The new weights are the old ones minus it."


@exercise(
    hints=[
        "The gradient points uphill. Which way should the weights go?",
        "The learning rate says how far: the step is `learning_rate * gradient`.",
        "Return the weights minus that step.",
    ],
    right=[
        answers(lambda weights, gradient, learning_rate: weights - learning_rate * gradient),
        answers(lambda weights, gradient, learning_rate: np.add(weights, -gradient * learning_rate)),
        answers(lambda w, gradient, rate: [a - rate * b for a, b in zip(w, gradient, strict=True)]),
        answers(_update_by_tensorflow),
    ],
    mistakes=[
        mistake(
            lambda weights, gradient, rate: weights + rate * gradient,
            says="the sign: the gradient points uphill, and the loss must go down.",
        ),
        mistake(
            lambda weights, gradient, rate: weights - gradient,
            says="the learning rate: it says how much of the gradient to go.",
        ),
        *(
            mistake(
                lambda weights, gradient, rate, fixed=fixed: weights - fixed * gradient,
                says=f"`{fixed}`: that is one step's length. This one's is given in the brackets of `def`.",
            )
            for fixed in (0.3, 0.1, 0.01)
        ),
        mistake(lambda weights, gradient, rate: rate * gradient, says=_STEP_ALONE),
        mistake(
            lambda weights, gradient, rate: -rate * gradient,
            says="the weights: this is only how far to go, not where you arrive.",
        ),
        mistake(
            lambda weights, gradient, rate: gradient - rate * weights,
            says="the names: weights and gradient have changed places.",
        ),
        mistake(
            lambda weights, gradient, rate: weights - rate,
            says="the gradient: it says how steep it is, for each weight by itself.",
        ),
        mistake(
            lambda weights, gradient, rate: weights - gradient / rate,
            says="the learning rate: a small one is a small step. Multiply by it.",
        ),
        mistake(
            lambda weights, gradient, rate: weights * (1 - rate * gradient),
            says="the step: it is taken away from the weights, not multiplied.",
        ),
        mistake(
            lambda weights, gradient, rate: rate * (weights - gradient),
            says="the brackets: only the gradient is made smaller.",
        ),
        mistake(
            lambda weights, gradient, rate: weights - rate * np.sign(gradient),
            says="the gradient: you use only the sign of it.",
        ),
        mistake(
            lambda weights, gradient, rate: weights - rate * abs(gradient),
            says="`abs`: the gradient's sign is the direction. Keep it.",
        ),
        mistake(
            lambda weights, gradient, rate: weights - rate * gradient.mean(),
            says="the mean: each weight has a gradient of its own, and goes its own way.",
        ),
    ],
    wrong=[answers(_update_in_place, says="input left as it was")],
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
        attempt(update, weights, gradient, rate).gives(
            weights - rate * gradient,
            idea="the three parts: the old weights, which way is down, and how long the step is.",
        )


# --- a clinic of networks ---------------------------------------------------------------------------------

# What is wrong with each patient, and what of its curves gives that away.
FAULTS = ("rate too high", "rate too low", "no rescaling", "labels shuffled", "softmax twice", "healthy")
_PATIENTS = {
    "A": ("labels shuffled", "training loss goes down. Does validation come along, or stay behind?"),
    "B": ("healthy", "both accuracies are high, and the loss began near that of a guess."),
    "C": ("rate too high", "its loss begins far above a guess. Does it learn afterwards, or end as a guess?"),
    "D": ("no rescaling", "it does learn. But where did its loss begin, beside that of a guess?"),
    "E": ("rate too low", "mind the scale: how far has the loss moved? And does validation go the same way?"),
}


def clinic(images: np.ndarray, labels: np.ndarray, seed: int) -> dict[str, dict[str, list[float]]]:
    """Train the patients of the clinic for twelve epochs each: one small network, with and without a fault.

    Args:
        images: uint8 `(n, height, width, channels)`; the first half is trained on, the other is validation.
        labels: One for each image.
        seed: For the first weights and all that is shuffled.

    Returns:
        For each patient, a letter, the history of its training.
    """
    return {letter: _train(images, labels, seed, fault) for letter, (fault, _) in _PATIENTS.items()}


def _train(images: np.ndarray, labels: np.ndarray, seed: int, fault: str) -> dict[str, list[float]]:
    keras, _ = networks.load_keras()
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(images.shape[1:]),
            keras.layers.Rescaling(1 if fault == "no rescaling" else 1 / 255),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(int(labels.max()) + 1),
        ]
    )
    rate = {"rate too high": 0.5, "rate too low": 3e-5}.get(fault, 3e-3)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(rate), loss, metrics=["accuracy"])
    half = len(images) // 2
    shown = labels[:half]
    if fault == "labels shuffled":
        shown = np.random.default_rng(seed).permutation(shown)
    unseen = (images[half:], labels[half:])
    fitted = model.fit(images[:half], shown, validation_data=unseen, epochs=12, batch_size=32, verbose=0)
    return fitted.history


_RIGHT_DIAGNOSIS = {letter: fault for letter, (fault, _) in _PATIENTS.items()}


def _read_fault(letter: str, fault: object) -> str:
    known = {re.sub(r"\W|_", "", one): one for one in FAULTS}
    word = re.sub(r"\W|_", "", fault.lower()) if isinstance(fault, str) else fault
    if not isinstance(word, str) or word not in known:
        raise NotYet(
            f"diagnosis: the answer for {letter} is {fault!r}; needed one of {', '.join(FAULTS)}.",
            "the list above the exercise: write one of its names, in quotes.",
        )
    return known[word]


@exercise(
    hints=[
        "Where does each loss begin? A guess among ten costs about 2.3. Two begin far above that; one "
        "of the two learns all the same.",
        "Three are hardly better than a guess in validation. In one the loss fell and then stayed, in one "
        "both losses creep down, and in one they go apart.",
        "A network can learn wrong labels by heart. What will it then get right on pictures it has not seen?",
    ],
    right=[
        answers(_RIGHT_DIAGNOSIS),
        answers({letter: fault.upper() for letter, fault in _RIGHT_DIAGNOSIS.items()}),
        answers({letter: fault.replace(" ", "_") for letter, fault in reversed(_RIGHT_DIAGNOSIS.items())}),
    ],
    wrong=[
        answers(_RIGHT_DIAGNOSIS | {"E": "rate too high", "C": "rate too low"}, says="3 of 5 are right"),
        answers(_RIGHT_DIAGNOSIS | {"A": "healthy"}, says="Does validation come along"),
        answers(_RIGHT_DIAGNOSIS | {"E": "labels shuffled"}, says="mind the scale"),
        answers(_RIGHT_DIAGNOSIS | {"C": "softmax twice"}, says="Does it learn afterwards"),
        answers(_RIGHT_DIAGNOSIS | {"D": "healthy"}, says="where did its loss begin"),
        answers(dict.fromkeys("ABCDE", "healthy"), says="1 of 5 are right"),
        answers({"A": "labels shuffled"}, says="no answer for B, C, D, E"),
        answers(_RIGHT_DIAGNOSIS | {"A": 3}, says="write one of its names"),
        answers(_RIGHT_DIAGNOSIS | {"C": "broken"}, says="write one of its names"),
        answers(list(_RIGHT_DIAGNOSIS.values()), says="the form"),
    ],
    remember="Look where a loss begins, whether it moves at all, and whether validation follows.",
)
def diagnosis(diagnosis):
    """Tell from its curves what is wrong with each network."""
    given_letters("diagnosis", diagnosis, _PATIENTS, _read_fault)


# --- predicting -------------------------------------------------------------------------------------------

_COLOURS = ["ruby", "grass", "sea", "dusk"]  # of these, sorting moves all but the second
_GRASS, _RUBY, _SEA, _DUSK = (60, 190, 10), (230, 150, 120), (150, 170, 220), (20, 40, 10)
# The class of a picture, the colour of its top left corner, by which the model knows it, and of the rest, by
# which a picture that was turned is found out. Of the last no class has more than half of the probability.
_SEEN = (
    (1, _GRASS, _GRASS),
    (0, _RUBY, _GRASS),
    (3, _DUSK, _SEA),
    (2, _SEA, _RUBY),
    (1, (150, 163, 152), _DUSK),
)


@cache
def _colour_model():
    """A model that knows four classes by the colour of the top left corner; it rescales, and gives logits.

    It counts how often it is asked, by which a network of the notebook that was asked instead is found out,
    and keeps the shape of what it was given.
    """
    keras, _ = networks.load_keras()

    class Asked(keras.Sequential):
        def _note(self, batch):
            self.asked = getattr(self, "asked", 0) + 1
            self.given = tuple(np.shape(batch))

        def __repr__(self):
            return "model"

        def __call__(self, batch, *args, **kwargs):
            if not keras.utils.is_keras_tensor(batch):
                self._note(batch)
            return super().__call__(batch, *args, **kwargs)

        def predict(self, batch, *args, **kwargs):
            self._note(batch)
            return super().predict(batch, *args, **kwargs)

        def predict_on_batch(self, batch, *args, **kwargs):
            self._note(batch)
            return super().predict_on_batch(batch, *args, **kwargs)

    model = Asked(
        [
            keras.Input((6, 7, 3)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(4),
        ],
        name="network",
    )
    weights = np.zeros((6, 7, 3, 4))
    weights[:3, :3, range(3), range(3)] = 10 / 9
    weights[:3, :3, 2, 3] = -20 / 9  # far below 0 for much blue: the sign of a logit counts
    model.set_weights([weights.reshape(-1, 4), np.array([0.0, 0.0, 0.0, 5.0]) - 30])  # logits all below 0
    return networks.stand_in(model)


def _logits(model, image):
    return np.asarray(model(image[np.newaxis]))


def _name(model, image, class_names):
    return class_names[_logits(model, image).argmax()]


def _name_step_by_step(model, image, class_names):
    batch = np.expand_dims(image, 0)
    probabilities = networks.load_keras()[1].nn.softmax(model.predict(batch, verbose=0))
    return class_names[int(np.argmax(probabilities, axis=-1)[0])]


def _name_by_tensors(model, image, class_names):
    _, tf = networks.load_keras()
    return class_names[tf.argmax(model(tf.constant(image)[tf.newaxis])[0])]


def _name_in_batch_of_two(model, image, class_names):
    predictions = np.argmax(model.predict_on_batch(np.stack([image, image])), axis=1)
    return class_names[predictions[1]]


def _name_reshaped(model, image, class_names):
    return class_names[np.argmax(model(image.reshape(1, 64, 64, 3)))]


def _name_resized(model, image, class_names):
    _, tf = networks.load_keras()
    return class_names[np.argmax(model(tf.image.resize(image, (64, 64))[tf.newaxis]))]


def _name_by_another(model, image, class_names):
    """What a learner writes who asks a network of the notebook."""
    another = _network(64, 4, _pooled(), filters=(2,))
    return class_names[np.argmax(another(image[np.newaxis]))]


def _name_by_another_of_one_size(model, image, class_names):
    another = _network(64, 4, *_flat(2), filters=(2,))
    return class_names[np.argmax(another(image[np.newaxis]))]


def _try_prediction(function, model, image) -> Trial:
    """Call the learner's function; say which network was asked, and which shape it was given."""
    model.asked, model.given = 0, None
    try:
        trial = attempt(function, model, image, _COLOURS)
    except LearnerError as error:
        frames = traceback.extract_tb(error.__cause__.__traceback__)
        if model.asked and model.given != (1, *image.shape):
            raise _another_shape(model.given, image) from error
        if model.asked == 0 and any("keras" in frame.filename for frame in frames):
            raise _another_was_asked() from error
        if model.asked == 0 and "reshape" in str(error.__cause__):
            raise NotYet(
                f"predict_name stopped on a picture of shape {image.shape}: it makes another shape of it.",
                "`reshape`: a fixed shape fits one size of picture. `image[np.newaxis]` fits each.",
            ) from error
        raise
    if model.asked == 0:
        raise _another_was_asked()
    if model.given != (1, *image.shape):
        raise _another_shape(model.given, image)
    return trial


def _another_shape(shape: tuple, image: np.ndarray) -> NotYet:
    idea = "the batch axis: one more axis in front, `image[np.newaxis]`. The others stay as they are."
    if shape[1:] == image.shape:
        idea = "the batch: it holds one picture, the one that is asked about. `image[np.newaxis]` makes that."
    elif len(shape) == 4 and shape[0] == 1:
        idea = "the picture: hand it over as it is, neither turned nor resized, with one axis more in front."
    return NotYet(f"predict_name gave the model shape {shape}; needed {(1, *image.shape)}.", idea)


def _another_was_asked() -> NotYet:
    return NotYet(
        "predict_name did not ask the network that it was given.",
        "`model`: use the one between the brackets of `def`. Other networks of the notebook, and fixed "
        "answers, are right for their own pictures at best.",
    )


_AS_IT_IS = "the picture: the model must see it as it is, not mirrored."


@exercise(
    hints=[
        "A model takes a batch. What turns one picture of shape (height, width, 3) into a batch of one?",
        "`model(image[np.newaxis])` gives logits of shape (1, classes). Where is the largest?",
        "`np.argmax(logits)` is the label. Return `class_names[...]` with it.",
    ],
    right=[
        answers(_name),
        answers(_name_step_by_step),
        answers(_name_by_tensors),
        answers(lambda model, image, names: _name(model, image.reshape(1, *image.shape)[0], names)),
        answers(lambda model, image, names: np.array(names)[_logits(model, image).argmax()]),
    ],
    mistakes=[
        mistake(
            lambda model, image, names: int(_logits(model, image).argmax()),
            says="the last step: this is the label. Its name is `class_names[label]`.",
        ),
        mistake(
            lambda model, image, names: _logits(model, image).argmax(axis=1),
            says="the last step: this is an array with the label in it. Take its first, `[0]`, for the name.",
        ),
        mistake(
            lambda model, image, names: sorted(names)[_logits(model, image).argmax()],
            says="the order of the names: the model counts as `class_names` does. Do not sort them again.",
        ),
        mistake(
            lambda model, image, names: names[_logits(model, image).argmin()],
            says="the largest: this class has the smallest output. (`abs` makes far below 0 large.)",
        ),
        mistake(
            lambda model, image, names: _name(model, image / 255, names),
            says="the range: the model divides by 255 itself. Do not rescale twice.",
        ),
        mistake(
            lambda model, image, names: names[_logits(model, image).argmax(axis=0)[0]],
            says="the place: yours is always 0, along `axis=0`, the batch of one, or if logits below 0 "
            "do not count. Take the largest along `axis=-1`.",
        ),
        mistake(
            lambda model, image, names: _name(model, image[:, :, ::-1], names),
            says="the channels: hand over the picture as it is.",
        ),
        mistake(lambda model, image, names: _name(model, image[:, ::-1], names), says=_AS_IT_IS),
        mistake(lambda model, image, names: _name(model, image[::-1], names), says=_AS_IT_IS),
        mistake(
            lambda model, image, names: names[(_softmax(_logits(model, image)) > 0.5).argmax()],
            says="the threshold: here no class has more than half. The most likely one has the most.",
        ),
        mistake(
            lambda model, image, names: (_name(model, image, names), int(_logits(model, image).argmax())),
            says="how much you return: the name alone, without its label.",
        ),
        mistake(
            lambda model, image, names: _name(model, image, names).upper(),
            says="the name: as it stands in `class_names`, letter for letter.",
        ),
        mistake(
            lambda model, image, names: _logits(model, image),
            says="the next step: these are the model's numbers. Which class has the largest?",
        ),
        mistake(
            lambda model, image, names: _softmax(_logits(model, image)),
            says="the next step: these are probabilities. Which class has the largest?",
        ),
        mistake(
            lambda model, image, names: _logits(model, image).max(),
            says="what is asked: not how large the largest output is, but which class has it.",
        ),
        mistake(
            lambda model, image, names: _softmax(_logits(model, image)).max(),
            says="what is asked: not how sure it is, but of which class.",
        ),
        mistake(
            lambda model, image, names: [_name(model, image, names)],
            says="the brackets: return the name alone, without a list around it.",
        ),
        mistake(
            lambda model, image, names: (_name(model, image, names), _softmax(_logits(model, image)).max()),
            says="how much you return: the name alone.",
        ),
    ],
    wrong=[
        answers(lambda model, image, names: names[np.argmax(model(image))], says="batch axis"),
        answers(lambda model, image, names: names[np.argmax(model(image[..., None]))], says="batch axis"),
        answers(lambda model, image, names: names[_logits(model, image).argmax(axis=1)], says="one number"),
        answers(lambda model, image, names: names[_logits(model, image).argmax(axis=0)], says="one number"),
        answers(lambda model, image, names: names[int(_logits(model, image).max())], says="IndexError"),
        answers(lambda model, image, names: print(_name(model, image, names)), says="`print`"),
        answers(lambda model, image, names: "grass", says="did not ask"),
        answers(_name_in_batch_of_two, says="it holds one picture"),
        answers(lambda model, image, names: _name(model, np.rot90(image), names), says="neither turned"),
        answers(_name_reshaped, says="reshape"),
        answers(_name_resized, says="nor resized"),
        answers(_name_by_another, says="did not ask"),
        answers(_name_by_another_of_one_size, says="did not ask"),
    ],
    points=2,
    remember="One picture is a batch of one: `image[np.newaxis]`.",
)
def predict_name(predict_name):
    """Predict the name of the class of one picture."""
    model = _colour_model()
    rng = np.random.default_rng(0)
    for label, corner, rest in _SEEN:
        image = np.broadcast_to(np.array(rest), (6, 7, 3)).copy()
        image[:3, :3] = corner
        image = np.clip(image + rng.integers(-8, 9, image.shape), 0, 255).astype("uint8")
        trial = _try_prediction(predict_name, model, image)
        trial = replace(trial, said=f"predict_name, for a picture of the class {_COLOURS[label]!r},")
        trial.gives(
            _COLOURS[label],
            "the model's output for this picture: one number a class. Which class has the largest?",
        )


# --- building ---------------------------------------------------------------------------------------------


def _network(
    side,
    classes,
    *tail,
    filters=(16, 32, 64),
    size=3,
    rescale=1,
    scale=1 / 255,
    activation=None,
    inner="relu",
    pool=None,
):
    """A network of blocks; `tail` is what follows them, `rescale` how often the pictures are rescaled."""
    keras, _ = networks.load_keras()
    layers = [keras.Input((side, side, 3)), *(keras.layers.Rescaling(scale) for _ in range(rescale))]
    pool = pool or keras.layers.MaxPooling2D
    for count in filters:
        layers += [keras.layers.Conv2D(count, size, padding="same", activation=inner), pool()]
    return keras.Sequential([*layers, *tail, keras.layers.Dense(classes, activation=activation)])


def _flat(units):
    keras, _ = networks.load_keras()
    return keras.layers.Flatten(), keras.layers.Dense(units, activation="relu")


def _pooled():
    return networks.load_keras()[0].layers.GlobalAveragePooling2D()


def _strided(side, classes, activation="relu"):
    keras, _ = networks.load_keras()
    inputs = keras.Input((side, side, 3))
    x = keras.layers.Rescaling(1 / 255)(inputs)
    for count in (16, 32, 32):
        x = keras.layers.Conv2D(count, 3, strides=2, padding="same", activation=activation)(x)
    x = keras.layers.Dense(16, activation="relu")(keras.layers.Flatten()(x))
    return keras.Model(inputs, keras.layers.Dense(classes)(x))


def _normalised(side, classes):
    """Batch normalisation first, in place of rescaling, and again in every block."""
    keras, _ = networks.load_keras()
    layers = [keras.Input((side, side, 3)), keras.layers.BatchNormalization()]
    for count in (16, 32, 64):
        layers += [keras.layers.Conv2D(count, 3, padding="same"), keras.layers.BatchNormalization()]
        layers += [keras.layers.ReLU(), keras.layers.MaxPooling2D()]
    return keras.Sequential([*layers, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes)])


def _straight(side, classes):
    keras, _ = networks.load_keras()
    settings = {"inner": None, "pool": lambda: keras.layers.AveragePooling2D(2)}
    return _network(side, classes, *_flat(16), filters=(16, 32, 32, 32), **settings)


def _straight_at_first(side, classes):
    layers = networks.load_keras()[0].layers
    tail = [layers.Conv2D(16, 3), layers.Conv2D(16, 3), layers.ReLU(), layers.Conv2D(16, 3), _pooled()]
    return _network(side, classes, *tail, filters=())


def _frozen(side, classes):
    model = _network(side, classes, _pooled())
    model.layers[1].trainable = False
    return model


def _compiled(side, classes):
    return _network(side, classes, _pooled()).compile()


def _let_batch_normalisation_see(model, images: np.ndarray) -> None:
    """Give batch normalisation its running means from these pictures, as a while of training would."""
    keras, _ = networks.load_keras()
    found = [one for one in model._flatten_layers() if isinstance(one, keras.layers.BatchNormalization)]
    for layer in found:
        layer.momentum = 0.0
    if found:
        model(images.astype("float32"), training=True)
    for layer in found:
        layer.momentum = 0.5  # so that they keep up with the few steps of the check


def _pictures_are_rescaled(said: str, model, images: np.ndarray) -> None:
    """Make sure that small numbers reach the first convolution, or are normalised later."""
    keras, _ = networks.load_keras()
    normalises = (keras.layers.BatchNormalization, keras.layers.LayerNormalization)
    convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    if not convolutions or any(isinstance(layer, normalises) for layer in model.layers):
        return
    try:
        before = keras.Model(model.inputs, convolutions[0].input)
    except Exception:  # its inside is its own affair
        return
    most = float(np.abs(np.asarray(before([images.astype("float32")]))).max())
    if most > 5:
        raise NotYet(
            f"{said}: what reaches its first convolution goes up to {most:.0f}; needed small numbers.",
            "the rescaling: pictures come as 0 to 255. `layers.Rescaling(1 / 255)` makes that 0 to 1.",
        )


@exercise(
    hints=[
        "Which layer of the lesson's network has most of the parameters? Let less go into it, or out of it.",
        "Try one of these: fewer units in `Dense(128)`, fewer filters, a fourth block, or "
        "`layers.GlobalAveragePooling2D()` in place of `Flatten`.",
        "Take the lesson's layers with `keras.Input((side, side, 3))` and `Dense(classes)` at the end. Give "
        "the third block 32 filters, add a fourth one with 32, and write `Dense(32)` for `Dense(128)`.",
    ],
    right=[
        answers(lambda side, classes: _network(side, classes, *_flat(32), filters=(16, 32, 32, 32))),
        answers(lambda side, classes: _network(side, classes, _pooled())),
        answers(_strided),
        answers(_normalised),
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
        answers(lambda side, classes: _network(64, classes, _pooled()), says="keras.Input"),
        answers(lambda side, classes: _network(side, classes, *_flat(4), filters=()), says="no convolution"),
        answers(lambda side, classes: _network(side, classes, _pooled(), size=1), says="sees no neighbours"),
        answers(lambda side, classes: _network(side, classes, _pooled(), scale=1 / 25), says="up to 10"),
        answers(lambda side, classes: _network(64, classes, *_flat(4)), says="keras.Input"),
        answers(lambda side, classes: _network(side, classes), says="Flatten"),
        answers(lambda side, classes: _network(side, classes, *_flat(16), rescale=0), says="Rescaling"),
        answers(lambda side, classes: _network(side, classes, _pooled(), rescale=2), says="rescaling twice"),
        answers(lambda side, classes: _network(side, classes, *_flat(0)), says="Error"),
        answers(lambda side, classes: _strided(side, classes, activation=None), says="nothing bends"),
        answers(_straight, says="nothing bends"),
        answers(_straight_at_first, says="nothing bends"),
        answers(_frozen, says="is it frozen"),
        answers(_compiled, says="return"),
        answers(lambda side, classes: [_network(side, classes, _pooled())], says="a network"),
    ],
    points=2,
    remember="Most parameters sit where maps become one row: send fewer numbers in, or have fewer units.",
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
        networks.nonlinear_between_convolutions(trial.said, model)
        _let_batch_normalisation_see(model, images)
        _pictures_are_rescaled(trial.said, model, images)
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
        "A network ends in logits, and `from_logits=True` was forgotten in the loss. What happens?",
        wrong("Keras reports an error", "The shapes fit, so nothing stops you. That makes it hard to find."),
        right(
            "The loss takes logits for probabilities, and learning goes wrong",
            "It starts far above the loss of a guess, and mostly ends as a guess or gets stuck.",
        ),
        wrong(
            "Nothing: the largest logit is the largest anyway",
            "For the prediction that is true. But the loss needs probabilities, and gradients come from it.",
        ),
        wrong("Keras sees it and applies softmax", "It cannot tell what your numbers are meant to be."),
    ),
    Question(
        'The last layer is `Dense(5, activation="softmax")`, and the loss has `from_logits=True`. '
        "Keras warns as you call `fit`. What does it do?",
        wrong("It applies softmax twice", "That happens if you compute softmax yourself before the loss."),
        right(
            "It finds the softmax layer, and takes the logits in front of it",
            "So training is right by luck. Heed the warning all the same, and take one of the two away.",
        ),
        wrong("It stops", "It is a warning: training goes on."),
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
