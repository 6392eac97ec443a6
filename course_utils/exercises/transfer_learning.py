"""Lesson 12: the exercises on borrowing what another network learned, and the quiz."""

from __future__ import annotations

import numpy as np

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.networks import load_keras, stand_in
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, given, given_letters

_WRAPS = "the dtype: `uint8` wraps around below 0 and above 255. Divide first: that makes decimals."


@exercise(
    hints=[
        "0 must become -1, and 255 must become 1. What does the middle, 127.5, become?",
        "First bring the values to a range from 0 to 2, then move them.",
        "`images / 127.5 - 1`",
    ],
    right=[
        answers(lambda images: images / 127.5 - 1),
        answers(lambda images: images.astype("float32") / 255 * 2 - 1),
        answers(lambda images: (images.astype(float) - 127.5) / 127.5),
    ],
    mistakes=[
        mistake(lambda images: images / 255, says="black: it became 0, and has to become -1."),
        mistake(lambda images: images / 127.5, says="the place: the range has the right width; now move it."),
        mistake(
            lambda images: (images - 127.5) / 255,
            says="the width: from -0.5 to 0.5 is 1 wide, from -1 to 1 is 2.",
        ),
        mistake(lambda images: images / 255 - 1, says="white: it became 0, and has to become 1."),
        mistake(lambda images: 1 - images / 127.5, says="the sign: black and white have changed places."),
        mistake(
            lambda images: (images * 2 / 255 - 1).astype("uint8"),
            says="the dtype: `uint8` has no room for numbers below 0 or between 0 and 1.",
        ),
        mistake(lambda images: (images - np.uint8(128)) / 127, says=_WRAPS),
        mistake(lambda images: (images - np.uint8(128)) / 128, says=_WRAPS),
        mistake(lambda images: (images - np.uint8(127)) / 128, says=_WRAPS),
        mistake(lambda images: images * np.uint8(2) / 255 - 1, says=_WRAPS),
        mistake(lambda images: (images * np.uint8(2) - np.uint8(255)) / 255, says=_WRAPS),
        mistake(lambda images: (images.astype(float) - 128) / 127, says="the middle: it is 127.5, not 128."),
        mistake(
            lambda images: 2 * (images.astype(float) - images.min()) / (np.ptp(images) or 1) - 1,
            says="the ends: 0 and 255 for all pictures, not the darkest and the brightest of these.",
        ),
    ],
    wrong=[
        answers(lambda images: images, says="0 must become -1"),
        answers(lambda images: print(images / 127.5 - 1), says="`print`"),
    ],
    remember="Keras has it for each of its networks: `preprocess_input`. It changes a float array in place.",
)
def prepare(prepare):
    """Bring pixel values from 0 to 255 to the range from -1 to 1."""
    corners = np.array([[0, 51, 255]], "uint8")
    rng = np.random.default_rng(12)
    for images in (corners, rng.integers(0, 256, (2, 4, 5, 3)).astype("uint8")):
        attempt(prepare, images).gives(
            images / 127.5 - 1, idea="both ends: 0 must become -1, and 255 must become 1.", tolerance=1e-4
        )


@exercise(
    hints=[
        "Each of the five numbers is a weighted sum of all 256 features. How many weights is that?",
        "Each of the five has a bias too.",
        "`256 * 5 + 5`",
    ],
    right=[answers(1285), answers(256 * 5 + 5), answers(257 * 5)],
    mistakes=[
        mistake(1280, says="the biases: each of the five outputs has one."),
        mistake(261, says="the weights: every feature has a weight for every class."),
        mistake(256, says="the classes: every feature has a weight for each of the five."),
        mistake(1536, says="the biases: one for each output, not for each feature."),
        mistake(576_229, says="what is frozen: the backbone's parameters do not train."),
    ],
    remember="The features are good and the head is small: that is why a few pictures are enough.",
)
def head_parameters(head_parameters):
    """Count the parameters that train in a head of five classes on 256 features."""
    given("head_parameters", head_parameters).gives(
        1285, idea="what the head holds: a weight for each feature and class, and the biases."
    )


def _few_of_each(labels, count, rng):
    chosen = [
        rng.choice(np.flatnonzero(labels == label), count, replace=False) for label in np.unique(labels)
    ]
    return np.concatenate(chosen)


def _few_by_shuffling(labels, count, rng):
    chosen, seen = [], {}
    for place in rng.permutation(len(labels)):
        label = int(labels[place])
        if seen.get(label, 0) < count:
            chosen.append(int(place))
            seen[label] = seen.get(label, 0) + 1
    return chosen


def _first_of_each(labels, count, rng):
    return np.concatenate([np.flatnonzero(labels == label)[:count] for label in np.unique(labels)])


def _drawn_twice(labels, count, rng):
    return np.concatenate([rng.choice(np.flatnonzero(labels == label), count) for label in np.unique(labels)])


def _places_in_the_class(labels, count, rng):
    return np.concatenate(
        [rng.choice((labels == label).sum(), count, replace=False) for label in np.unique(labels)]
    )


@exercise(
    hints=[
        "Go through the classes. `np.flatnonzero(labels == label)` gives the places of one class.",
        "`rng.choice(places, count, replace=False)` draws `count` of them, none twice.",
        "Collect the draws of all classes in a list, and return `np.concatenate(chosen)`.",
    ],
    right=[answers(_few_of_each), answers(_few_by_shuffling)],
    mistakes=[
        mistake(_first_of_each, says="chance: these are the first of each class. Take them with `rng`."),
        mistake(
            lambda labels, count, rng: rng.choice(len(labels), count * len(np.unique(labels)), replace=False),
            says="the classes: drawn from all pictures at once, one class gets more than another.",
        ),
        mistake(
            lambda labels, count, rng: rng.choice(len(labels), count, replace=False),
            says="the number: `count` pictures of *each* class, not in all.",
        ),
        mistake(_drawn_twice, says="`replace=False`: without it a picture can be drawn twice."),
        mistake(
            _places_in_the_class,
            says="what is drawn: places among all labels, which `np.flatnonzero(labels == label)` gives.",
        ),
        mistake(
            lambda labels, count, rng: np.concatenate(
                [rng.permutation(np.flatnonzero(labels == label))[:count] for label in range(5)]
            ),
            says="how many classes: here there are not five. `np.unique(labels)` gives those that there are.",
        ),
        mistake(
            lambda labels, count, rng: np.reshape(_few_of_each(labels, count, rng), (-1, count)),
            says="the form: one array of places. `np.concatenate` joins the arrays of the classes.",
        ),
        mistake(
            lambda labels, count, rng: labels[_few_of_each(labels, count, rng)],
            says="what is returned: the places of the pictures, not their labels.",
        ),
    ],
    wrong=[
        answers(
            lambda labels, count, rng: [
                rng.choice(np.flatnonzero(labels == label), count) for label in range(9)
            ],
            says="there is nothing in it",
        ),
        answers(
            lambda labels, count, rng: _few_of_each(labels, count, np.random.default_rng()),
            says="from `rng` alone",
        ),
        answers(
            lambda labels, count, rng: np.concatenate(
                [
                    np.roll(np.flatnonzero(labels == label), rng.integers(99))[:count]
                    for label in np.unique(labels)
                ]
            ),
            says="neighbours",
        ),
    ],
    remember="Whoever compares numbers of pictures draws them by chance, and more than once.",
)
def few_of_each(few_of_each):
    """Draw as many pictures of each class, by chance, and return their places."""
    for seed, count, classes in ((3, 4, 3), (4, 7, 6)):
        rng = np.random.default_rng(seed)
        labels = rng.permutation(np.repeat(range(classes), [40, 15, 9, 12, 30, 11][:classes]))
        trial = attempt(few_of_each, labels, count, np.random.default_rng(seed))
        needed = f"{count * classes} different places, {count} of each class, drawn by chance"
        idea = "one class at a time: find its places, draw from them, collect the draws."
        try:
            places = np.asarray(trial.value)
        except ValueError:
            places = np.zeros((0, 0))
        is_list = places.ndim == 1 and places.dtype.kind in "iu" and len(places) == count * classes
        trial.must(is_list and len(set(places.tolist())) == len(places), needed, idea)
        inside = places.min() >= 0 and places.max() < len(labels)
        trial.must(bool(inside) and set(np.bincount(labels[places])) == {count}, needed, idea)
        other = np.sort(attempt(few_of_each, labels, count, np.random.default_rng(seed + 9)).value)
        trial.must(not np.array_equal(np.sort(places), other), needed, "`rng`: draw with it, by chance.")
        again = np.sort(attempt(few_of_each, labels, count, np.random.default_rng(seed)).value)
        trial.must(
            np.array_equal(np.sort(places), again),
            "the same places again with the same `rng`",
            "chance: take it from `rng` alone, from no other generator.",
        )
        first = np.flatnonzero(labels == 0)
        drawn = np.flatnonzero(np.isin(first, places))  # of the largest class, counted within it
        trial.must(
            np.ptp(drawn) not in (count - 1, len(first) - 1),
            needed,
            "chance: yours are neighbours in their class. Draw each of them.",
        )


def _parameters(model):
    return sum(int(np.prod(weights.shape)) for weights in model.trainable_variables)


def _is_batch_norm(layer):
    return type(layer).__name__ == "BatchNormalization"


def _open(backbone):
    backbone.trainable = True
    for layer in backbone.layers:
        if _is_batch_norm(layer):
            layer.trainable = False
    return _parameters(backbone)


def _open_one_by_one(backbone):
    backbone.trainable = True
    for layer in backbone.layers:
        layer.trainable = not _is_batch_norm(layer)
    return sum(weights.numpy().size for weights in backbone.trainable_weights)


def _freed(backbone):
    """Free every layer, whatever was tried on the backbone before; Keras passes on only what changes."""
    backbone.trainable = False
    backbone.trainable = True
    return backbone


def _all_open(backbone):
    return _parameters(_freed(backbone))


def _still_frozen(backbone):
    backbone.trainable = False
    return _parameters(backbone)


def _the_wrong_ones(backbone):
    for layer in _freed(backbone).layers:
        layer.trainable = _is_batch_norm(layer)
    return _parameters(backbone)


def _arrays(backbone):
    _open(_freed(backbone))
    return len(backbone.trainable_variables)


def _kinds_one_knows(backbone):
    for layer in _freed(backbone).layers:
        layer.trainable = type(layer).__name__ in ("Conv2D", "DepthwiseConv2D", "Dense")
    return _parameters(backbone)


def _everything(backbone):
    return backbone.count_params()


@exercise(
    hints=[
        "Two steps: free the whole backbone, then go through `backbone.layers` and freeze some.",
        "`isinstance(layer, layers.BatchNormalization)` tells which; `layer.trainable = False` freezes.",
        "The count: `sum(weights.numpy().size for weights in backbone.trainable_variables)`, at the end.",
    ],
    right=[answers(_open), answers(_open_one_by_one)],
    mistakes=[
        mistake(
            _all_open,
            says="batch normalisation: it trains, or you counted before you froze it. Free the backbone, "
            "then freeze these layers, then count.",
        ),
        mistake(
            _still_frozen,
            says="the backbone: as long as `backbone.trainable` is False, none of its layers trains.",
        ),
        mistake(_the_wrong_ones, says="which ones: only batch normalisation trains here, and it should not."),
        mistake(_arrays, says="what is counted: these are arrays. Add up their numbers."),
        mistake(_everything, says="what is counted: the frozen ones too. Take `trainable_variables` only."),
        mistake(
            lambda backbone: 572_256,
            says="the argument: this is the count of the course's backbone, whatever yours was given.",
        ),
        mistake(
            _kinds_one_knows,
            says="which layers: other kinds have weights too. All but batch normalisation train.",
        ),
    ],
    points=2,
    remember="Free the backbone, freeze batch normalisation in it, then `compile`.",
)
def open_backbone(open_backbone):
    """Let a backbone train, all but its batch normalisation, and count what trains."""
    keras, _ = load_keras()
    layers = keras.layers
    for filters in (5, 4):
        inputs = keras.Input((8, 8, 3))
        maps = layers.BatchNormalization(name="n1")(layers.Conv2D(filters, 3, name="c1")(inputs))
        maps = layers.DepthwiseConv2D(3, name="d1")(maps)
        maps = layers.BatchNormalization(name="n2")(layers.Conv2D(filters, 3, name="c2")(maps))
        maps = layers.PReLU(shared_axes=[1, 2], name="p1")(maps)  # a kind of layer that has weights too
        backbone = stand_in(keras.Model(inputs, layers.GlobalAveragePooling2D()(maps), name="backbone"))
        backbone.trainable = False
        needed = (27 + 1 + 9 + 1 + 9 * filters + 1 + 1) * filters
        trial = attempt(open_backbone, backbone)
        trains = backbone.trainable and [layer.trainable for layer in backbone.layers if layer.weights]
        right_ones = trains == [True, False, True, True, False, True]
        trial.gives(
            needed,
            idea="the count: the right layers train. Add up all numbers of `backbone.trainable_variables`."
            if right_ones
            else "which layers train: all but batch normalisation.",
        )
        if not right_ones:
            raise NotYet(
                "The number is right, but other layers train than those it counts.",
                "the backbone itself: set `trainable` on it and on its layers.",
            )


_HELPS = {
    "A": (True, "how many pictures: with twenty of each kind of flower, this lesson measured it."),
    "B": (False, "what was asked above of the light: pixels were better than the features."),
    "C": (False, "the values: this lesson tried it, and nearly all that was borrowed was lost."),
    "D": (False, "how many pictures: with so many, the network learns its own features as well."),
    "E": (False, "the rate: this lesson tried it, and what was borrowed was destroyed."),
    "F": (True, "the range of what it has seen: a thousand classes of photographs, fruit among them."),
}


def _true_or_false(letter, value):
    if not isinstance(value, (bool, np.bool_)):
        raise NotYet(f"{letter} is {value!r}; needed True or False.", "the form: `True` or `False`.")
    return bool(value)


_ALL_RIGHT = {letter: value for letter, (value, _) in _HELPS.items()}


@exercise(
    hints=[
        "Ask each time: how many labelled pictures are there? Does the network get what it was trained on?",
        "For four of the six, this lesson has a number. Look back at where it was printed.",
        "Only two of the six are True.",
    ],
    right=[answers(_ALL_RIGHT), answers(dict(reversed(_ALL_RIGHT.items())))],
    wrong=[
        answers({**_ALL_RIGHT, "A": False}, says="5 of 6 are right"),
        answers({**_ALL_RIGHT, "B": True}, says="5 of 6 are right"),
        answers(dict.fromkeys(_ALL_RIGHT, True), says="2 of 6 are right"),
        answers({"A": True}, says="no answer for B"),
        answers({**_ALL_RIGHT, "C": "no"}, says="True or False"),
    ],
    points=2,
    remember="Ask what it has seen, which values it wants, and how many pictures you have. Then measure.",
)
def worth_borrowing(worth_borrowing):
    """Say where borrowed features help much."""
    given_letters("worth_borrowing", worth_borrowing, _HELPS, _true_or_false)


quiz = Quiz(
    Question(
        "CIFAR-10 has no flowers. Why do its features help with flowers?",
        wrong("Some of its pictures show flowers in the background", "Hardly any. Ask what layers learn."),
        right(
            "Edges, colours, textures and round shapes are useful for many classes",
            "Only the head knew the ten classes, and the head was left away.",
        ),
        wrong("They do not: the head does all the work", "The same head on pixels gets far less right."),
    ),
    Question(
        "After some training you write `backbone.trainable = True` and call `fit` again. What changes?",
        wrong("All weights now train", "That would need `compile`, which fixes what trains."),
        right(
            "Nothing, until you call `compile`",
            "And as a rule Keras does not warn. Compile after each change.",
        ),
        wrong("Keras raises an error", "As a rule it goes on as before, without a word."),
    ),
    Question(
        "You train with a learning rate of 0, and validation accuracy changes. How can that be?",
        right(
            "Batch normalisation was free: its averages move without any learning",
            "They follow the new pictures. Freeze each such layer, then compile.",
        ),
        wrong("A rate of 0 means the default rate", "It means that no gradient changes anything."),
        wrong(
            "Dropout was on in validation", "`evaluate`, `predict` and the validation in `fit` switch it off."
        ),
    ),
    Question(
        "A network was trained on values from -1 to 1. You give it 0 to 255 and it says nonsense. Why?",
        wrong("It has a bug", "It does what it learned to do, with numbers it has never met."),
        wrong("It needs more training", "It needs the values it was trained on."),
        right(
            "It knows no such numbers: prepare pictures as in its training",
            "Each network's `preprocess_input` does it; some have it inside.",
        ),
    ),
)
