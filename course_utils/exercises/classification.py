"""Lesson 02: kinds of tasks, accuracy, the nearest picture, a vote, choosing k, a curve; and the quiz."""

from collections import Counter
from numbers import Integral, Number

import numpy as np

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, describe, difference, given, given_letters

# Each situation of the first exercise: its kind, and what tells it from the others.
_SITUATIONS = {
    "A": ("binary", "how many answers there can be: the gate is open or it is closed."),
    "B": (
        "multi-class",
        "how many labels one picture gets, and out of how many: one animal, one of 60 species.",
    ),
    "C": ("multi-label", "how many labels one picture may get: all that fit, or none."),
    "D": ("detection", "what is asked for: a box around each car says where it is."),
    "E": ("binary", "the number of classes: two named classes, ripe and unripe, are two all the same."),
    "F": (
        "multi-label",
        "how many labels one picture may get: several of 14, or none. Each is a yes or no of its own.",
    ),
}
_RIGHT_KINDS = {letter: kind for letter, (kind, _) in _SITUATIONS.items()}


def _is_several(value: object) -> bool:
    return isinstance(value, (list, tuple, dict, set)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _read_kind(letter: str, said: object) -> str:
    """One of the four words, however it is spelled."""
    plain = str(said).lower().replace("-", "").replace(" ", "").replace("_", "")
    for kind in _RIGHT_KINDS.values():
        if plain == kind.replace("-", ""):
            return kind
    raise NotYet(
        f"kinds[\"{letter}\"] is {describe(said)}; needed 'binary', 'multi-class', 'multi-label' or "
        "'detection'.",
        "the spelling: use one of the four words, one for each letter.",
    )


@exercise(
    hints=[
        "Three questions: what or also where? How many labels may a picture get? How many classes are there?",
        "If it asks where, it is detection. If a picture may get several labels, or none, it is multi-label.",
        "What is left gives each picture one label: of two classes it is binary, of more it is multi-class. "
        "Two of the six are binary.",
    ],
    right=[
        answers(_RIGHT_KINDS),
        answers({letter: kind.replace("-", " ").title() for letter, kind in _RIGHT_KINDS.items()}),
        answers(dict(reversed(_RIGHT_KINDS.items()))),
    ],
    wrong=[
        answers({**_RIGHT_KINDS, "A": "multi-class"}, says="open or it is closed"),
        answers({**_RIGHT_KINDS, "B": "multi-label"}, says="one animal"),
        answers({**_RIGHT_KINDS, "C": "multi-class"}, says="all that fit"),
        answers({**_RIGHT_KINDS, "D": "multi-label"}, says="where it is"),
        answers({**_RIGHT_KINDS, "E": "multi-class"}, says="two all the same"),
        answers({**_RIGHT_KINDS, "F": "binary"}, says="yes or no of its own"),
        answers({**_RIGHT_KINDS, "B": "classification"}, says="one of the four words"),
        answers({**_RIGHT_KINDS, "B": ["multi-class"]}, says="one of the four words"),
        answers({"A": "binary", "B": "multi-class"}, says="no answer for C, D, E, F"),
        answers(list(_RIGHT_KINDS.values()), says="dictionary"),
    ],
    remember="Ask first: what or where? Then: one label or several? Then: two classes or more?",
)
def kinds(kinds):
    """Name the kind of task in six situations."""
    given_letters("kinds", kinds, _SITUATIONS, _read_kind)


_MINUS = (
    "the minus: labels are names, and a distance between names means nothing. A 3 taken for a 4 is as "
    "wrong as a 3 taken for a 9."
)


@exercise(
    hints=[
        "`predictions == labels` compares the two arrays place by place. Try it in a cell of its own.",
        "Python counts `True` as 1 and `False` as 0, so the sum of that array counts the right answers.",
        "Divide by how many there are: `np.sum(predictions == labels) / len(labels)`.",
    ],
    right=[
        answers(lambda predictions, labels: np.mean(predictions == labels)),
        answers(lambda predictions, labels: np.sum(predictions == labels) / len(labels)),
        answers(
            lambda predictions, labels: (
                sum(int(p == t) for p, t in zip(predictions, labels, strict=True)) / len(labels)
            )
        ),
        answers(lambda predictions, labels: 1 - np.count_nonzero(predictions - labels) / labels.size),
    ],
    mistakes=[
        mistake(
            lambda predictions, labels: np.sum(predictions == labels),
            says="the count of right ones: divide it by how many pictures there are.",
        ),
        mistake(
            lambda predictions, labels: np.mean(predictions != labels),
            says="the sign: `!=` counts the wrong ones. Count the right ones, `==`.",
        ),
        mistake(
            lambda predictions, labels: 100 * np.mean(predictions == labels),
            says="the scale: a fraction lies between 0 and 1.",
        ),
        mistake(
            lambda predictions, labels: np.sum(predictions == labels) // len(labels),
            says="the division: `//` drops the fraction, `/` keeps it.",
        ),
        mistake(
            lambda predictions, labels: int(predictions[0] == labels[0]) / len(labels),
            says="where `return` stands: yours comes back after the first picture.",
        ),
        mistake(
            lambda predictions, labels: len(predictions == labels) / len(labels),
            says="what you count: `len` counts all, right or wrong. `np.sum` counts the `True` ones.",
        ),
        mistake(
            lambda predictions, labels: round(np.mean(predictions == labels), 2),
            says="the rounding: leave it out; it is for printing.",
        ),
        mistake(lambda predictions, labels: np.mean(predictions - labels), says=_MINUS),
        mistake(lambda predictions, labels: np.mean(abs(predictions - labels)), says=_MINUS),
        mistake(lambda predictions, labels: np.mean((predictions - labels) ** 2), says=_MINUS),
        mistake(lambda predictions, labels: 1 - np.mean(predictions - labels), says=_MINUS),
        mistake(lambda predictions, labels: 1 - np.mean(abs(predictions - labels)), says=_MINUS),
        mistake(lambda predictions, labels: 1 - np.mean((predictions - labels) ** 2), says=_MINUS),
        mistake(
            lambda predictions, labels: np.mean(predictions[:-1] == labels[:-1]),
            says="the ends: the last picture counts too.",
        ),
        mistake(
            lambda predictions, labels: np.sum(predictions == labels) / 10,
            says="what you divide by: `len(labels)`, how many pictures there are.",
        ),
    ],
    wrong=[
        answers(lambda predictions, labels: predictions == labels, says="one number"),
        answers(lambda predictions, labels: np.all(predictions == labels), says="one number"),
        answers(lambda predictions, labels: f"{np.mean(predictions == labels):.0%}", says="this is text"),
        answers(lambda predictions, labels: print(np.mean(predictions == labels)), says="return"),
    ],
    remember="Accuracy is the right answers divided by all answers. Always ask what a guess would get.",
)
def accuracy(accuracy):
    """Compute the fraction of predictions that are right."""
    rng = np.random.default_rng(2)
    cases = [(np.array([3, 1, 7, 1, 5, 2]), np.array([3, 1, 2, 1, 7, 2]))]
    for count, classes in [(37, 5), (1, 2), (200, 13)]:
        labels = rng.integers(classes, size=count)
        cases.append((np.where(rng.random(count) < 0.7, labels, rng.integers(classes, size=count)), labels))
    for predictions, labels in cases:
        share = np.mean(predictions == labels)
        trial = attempt(accuracy, predictions, labels)
        trial.must(
            not _is_several(trial.value) and not isinstance(trial.value, (bool, np.bool_)),
            f"{share:.4g}",
            "the result: one number for all the pictures together, such as a mean.",
        )
        trial.must(
            not isinstance(trial.value, str),
            f"{share:.4g}",
            "the kind: this is text. Give the number itself; per cent is for printing.",
        )
        trial.gives(share, idea="how many are right, divided by how many there are.")


def _distances(image: np.ndarray, examples: np.ndarray) -> np.ndarray:
    """The squared distance of an image to each example; `uint8` is safe."""
    return ((examples.astype(float) - image) ** 2).sum(axis=tuple(range(1, examples.ndim)))


def _in_float16(image, examples):
    with np.errstate(over="ignore"):
        return ((examples.astype("float16") - image) ** 2).sum(axis=(1, 2)).argmin()


_SQUARE = "the square: without it, too much here and too little there cancel out."
_AXIS = "the axis: add up each example on its own, over its rows and columns, `axis=(1, 2)`."
_UINT8 = "`uint8`: below 0 it starts again at 255. Before you subtract, use `examples.astype(float)`."
_SMALL_DTYPE = "the dtype: `int16` and `float16` have no room for such squares and their sums. Use `float`."
_NEAREST_MISTAKES = [
    mistake(
        lambda image, examples: ((examples.astype("int16") - image) ** 2).sum(axis=(1, 2)).argmin(),
        says=_SMALL_DTYPE,
    ),
    mistake(_in_float16, says=_SMALL_DTYPE),
    mistake(
        lambda image, examples: ((examples.astype(int) - image.astype(int)) ** 2).sum(axis=(1, 2)).argmin(),
        says="the dtype: whole numbers drop the fractions of such pictures. Compute with floats.",
    ),
    mistake(
        lambda i, e: _distances(i, e).argmax(), says="the direction: near means a small distance, `argmin`."
    ),
    mistake(
        lambda i, e: _distances(i, e).min(),
        says="what is asked: which example it is, its index, not how far it is.",
    ),
    mistake(lambda i, e: _distances(i, e).argmin() + 1, says="where counting begins: the first index is 0."),
    mistake(
        lambda i, e: len(e) - 1,
        says="what you remember: yours gives the last example, however far it is. Give the nearest.",
    ),
    mistake(
        lambda i, e: int(_distances(i, e).argmin()) % 10,  # the scans come in the order 0 to 9
        says="what is asked: the place of the nearest example, not its label.",
    ),
    mistake(
        lambda i, e: _distances(i, e[:-1]).argmin(),
        says="the end: your function leaves out the last example.",
    ),
    mistake(
        lambda i, e: _distances(i, e[:10]).argmin(),
        says="the examples: there may be more than ten. Look through all of them.",
    ),
    mistake(lambda i, e: (e.astype(float) - i).sum(axis=(1, 2)).argmin(), says=_SQUARE),
    mistake(lambda i, e: abs((e.astype(float) - i).sum(axis=(1, 2))).argmin(), says=_SQUARE),
    mistake(
        lambda i, e: abs(e.astype(float) - i).sum(axis=(1, 2)).argmin(),
        says="the square: you added up the differences without squaring them.",
    ),
    mistake(
        lambda i, e: (e.astype(float) ** 2 - i.astype(float) ** 2).sum(axis=(1, 2)).argmin(),
        says="the order: subtract first, then square the difference.",
    ),
    mistake(
        lambda i, e: ((e.astype(float) - i) ** 2).sum().argmin(),
        says="the 0, which yours always gives: added up all at once, one number is left. Each example needs "
        "its own sum, `axis=(1, 2)`.",
    ),
    mistake(lambda i, e: ((e.astype(float) - i) ** 2).sum(axis=0).argmin(), says=_AXIS),
    mistake(lambda i, e: ((e.astype(float) - i) ** 2).sum(axis=1).argmin(), says=_AXIS),
    mistake(lambda i, e: ((e.astype(float) - i) ** 2).sum(axis=2).argmin(), says=_AXIS),
    mistake(lambda i, e: ((e.astype(float) - i) ** 2).argmin(), says=_AXIS),
    mistake(lambda i, e: ((e - i) ** 2).sum(axis=(1, 2)).argmin(), says=_UINT8),
    mistake(lambda i, e: ((e - i).astype(float) ** 2).sum(axis=(1, 2)).argmin(), says=_UINT8),
]


def _telling_pictures(seed: int, shape: tuple[int, int, int], dtype: type) -> tuple[np.ndarray, np.ndarray]:
    """An image and examples; the seeds were chosen so that known mistakes give results of their own."""
    rng = np.random.default_rng(seed)
    top = 256 if dtype is np.uint8 else 17
    return rng.integers(top, size=shape[1:]).astype(dtype), rng.integers(top, size=shape).astype(dtype)


@exercise(
    hints=[
        "Work on all examples at once: `examples - image` takes the image away from each of them.",
        "Square that, then add up over rows and columns, `.sum(axis=(1, 2))`: one distance for each example. "
        "`uint8` pictures need `.astype(float)` before you subtract.",
        "The index of the smallest is `distances.argmin()`, with "
        "`distances = ((examples.astype(float) - image) ** 2).sum(axis=(1, 2))`.",
    ],
    right=[
        answers(lambda image, examples: ((examples.astype(float) - image) ** 2).sum(axis=(1, 2)).argmin()),
        answers(
            lambda image, examples: min(
                range(len(examples)),
                key=lambda index: np.sum((examples[index].astype(float) - image) ** 2),
            )
        ),
        answers(lambda image, examples: np.argmin(np.linalg.norm(examples - 1.0 * image, axis=(1, 2)))),
    ],
    mistakes=_NEAREST_MISTAKES,
    wrong=[
        answers(lambda i, e: ((e.astype(float) - i) ** 2).sum(axis=(1, 2)), says="one index"),
        answers(lambda i, e: ((e.astype(float) - i) ** 2).sum(axis=2).argmin(axis=1), says="one index"),
        answers(lambda i, e: e[((e.astype(float) - i) ** 2).sum(axis=(1, 2)).argmin()], says="one index"),
        answers(lambda i, e: print(_distances(i, e).argmin()), says="`print`"),
    ],
    remember="Nearest class mean and nearest neighbour differ only in the examples they look through.",
)
def nearest(nearest):
    """Find which of many examples is nearest to an image."""
    for seed, shape, dtype in [
        (760, (23, 8, 8), float),
        (28, (14, 3, 5), float),
        (573, (21, 4, 7), np.uint8),
    ]:
        image, examples = _telling_pictures(seed, shape, dtype)
        _judge_nearest(nearest, image, examples)
    rng = np.random.default_rng(9)
    image, examples = rng.random((5, 6)), rng.random((17, 5, 6))  # fractions, as in the class means
    _judge_nearest(nearest, image, examples)
    for place in (0, 16):  # the first is the nearest, then the last
        examples = rng.random((17, 5, 6))
        _judge_nearest(nearest, examples[place] + 0.01, examples)


def _judge_nearest(nearest, image, examples):
    """Try an answer on one image and its examples."""
    index = _distances(image, examples).argmin()
    trial = attempt(nearest, image, examples)
    trial.must(
        not _is_several(trial.value),
        f"{index}",
        "the result: one index, the place of the smallest distance.",
    )
    trial.gives(
        index,
        idea="three steps: subtract and square, add up for each example, take the index of the smallest.",
    )


def _tied(labels: np.ndarray) -> list[int]:
    """The labels that occur most often, in the order in which they are met."""
    counts = Counter(labels.tolist())
    return [label for label, count in counts.items() if count == max(counts.values())]


def _first_seen_twice(labels):
    seen = []
    for label in labels:
        if label in seen:
            return label
        seen.append(label)
    return labels[0]


def _only_a_majority(labels):
    return next((label for label in labels if np.mean(labels == label) > 0.5), labels[0])


_NAMES = "the labels: they are names, not amounts. Between a 1 and a 7 lies no 4. Count them."
_SMALLEST = "the tie: yours takes the smallest label. Take the one that is nearest."


@exercise(
    hints=[
        "Count how often each label occurs: a `Counter` can, or `np.unique(neighbours, return_counts=True)`.",
        "On a tie, go through the neighbours from the nearest on: the first with the highest count wins.",
        "`collections.Counter` keeps labels in the order in which it met them, so "
        "`Counter(neighbours).most_common(1)[0][0]` does both.",
    ],
    right=[
        answers(lambda neighbours: Counter(neighbours).most_common(1)[0][0]),
        answers(lambda neighbours: max(neighbours, key=list(neighbours).count)),
        answers(
            lambda neighbours: next(
                label for label in neighbours if sum(neighbours == label) == np.bincount(neighbours).max()
            )
        ),
        answers(lambda neighbours: neighbours[np.bincount(neighbours, minlength=10)[neighbours].argmax()]),
    ],
    mistakes=[
        mistake(
            lambda labels: labels[0] if len(_tied(labels)) > 1 else _tied(labels)[0],
            says="the tie: only the tied labels count, and the nearest of all need not be one of them.",
        ),
        mistake(
            _first_seen_twice,
            says="the count: yours takes the first label that comes twice. Count to the end.",
        ),
        mistake(
            _only_a_majority,
            says="the limit: the winner need not have more than half. It only has to be the most frequent.",
        ),
        mistake(
            lambda labels: labels[0],
            says="the others: you listen only to the nearest. Let all of them vote.",
        ),
        mistake(
            lambda labels: np.bincount(labels).max(),
            says="what is asked: which label wins, not how often it occurs.",
        ),
        mistake(
            lambda labels: np.array([sum(labels == label) for label in labels]).argmax(),
            says="what is asked: the label, not its place among the neighbours.",
        ),
        mistake(lambda labels: np.bincount(labels).argmax(), says=_SMALLEST),
        mistake(
            lambda labels: max(_tied(labels)),
            says="the tie: yours takes the largest label. Take the one that is nearest.",
        ),
        mistake(
            lambda labels: max(labels[::-1], key=list(labels).count),
            says="the tie: yours looks from the far end. Look from the nearest on.",
        ),
        mistake(lambda labels: np.mean(labels), says=_NAMES),
        mistake(lambda labels: round(np.mean(labels)), says=_NAMES),
        mistake(lambda labels: int(np.mean(labels)), says=_NAMES),
        mistake(lambda labels: np.median(labels), says=_NAMES),
        mistake(
            lambda labels: max(labels),
            says="what is largest: you took the largest label. How often does each one occur?",
        ),
    ],
    wrong=[
        answers(lambda labels: np.bincount(labels), says="one label"),
        answers(lambda labels: Counter(labels).most_common(1)[0], says="one label"),
        answers(lambda labels: print(Counter(labels).most_common(1)[0][0]), says="`print`"),
    ],
    remember="A label is a name. Count names; never average them.",
)
def vote(vote):
    """Let the labels of the nearest pictures vote, with a rule for ties."""
    rng = np.random.default_rng(4)
    ties = [
        [6, 3, 9, 5, 8, 5, 3, 9, 6, 8],
        [7, 1, 1, 7],
        [5, 1, 7, 7, 1],
        [8, 2],
        [4],
        [0, 3, 0],
        [2, 0, 0, 5],
    ]
    cases = [np.array(case) for case in ([5, 8, 8], [4, 7, 2, 9, 7, 6], *ties)]
    cases += [rng.integers(10, size=size) for size in (3, 10, 10, 31)]
    for neighbours in cases:
        winner = _tied(neighbours)[0]
        trial = attempt(vote, neighbours)
        trial.must(
            not _is_several(trial.value),
            f"{winner}",
            "the result: one label, the one that most neighbours have.",
        )
        trial.gives(
            winner,
            idea="how often each label occurs. On a tie, the tied label whose neighbour is nearest wins.",
        )


_PEEK = "the sets: the test set is shut until the last choice is made. Choose without it."
_GAP = "the gap: small, it says that both are alike, and both may be bad. Which k is best in validation?"


@exercise(
    hints=[
        "Which of the three sets was made for choosing? One was learned from, one stays shut until the end.",
        "`np.argmax(validation)` is the place of the highest value. On a tie it gives the first place.",
        "You need the `k` at that place: `ks[np.argmax(validation)]`.",
    ],
    right=[
        answers(lambda ks, training, validation, test: ks[np.argmax(validation)]),
        answers(lambda ks, training, validation, test: ks[validation.index(max(validation))]),
        answers(lambda ks, training, validation, test: min(ks[np.array(validation) == max(validation)])),
        answers(
            lambda ks, training, validation, test: sorted(
                zip(ks, validation, strict=True), key=lambda pair: (-pair[1], pair[0])
            )[0][0]
        ),
    ],
    mistakes=[
        mistake(lambda ks, training, validation, test: ks[np.argmax(test)], says=_PEEK),
        mistake(lambda ks, training, validation, test: ks[np.argmax(np.add(validation, test))], says=_PEEK),
        mistake(
            lambda ks, training, validation, test: ks[np.argmax(training)],
            says="the sets: on its own training pictures k = 1 always wins.",
        ),
        mistake(
            lambda ks, training, validation, test: ks[np.argmax(np.add(training, validation))],
            says="the sets: you let the training pictures choose too. They were learned from.",
        ),
        mistake(
            lambda ks, training, validation, test: ks[np.argmin(abs(np.subtract(training, validation)))],
            says=_GAP,
        ),
        mistake(
            lambda ks, training, validation, test: ks[np.argmin(np.subtract(training, validation))], says=_GAP
        ),
        mistake(
            lambda ks, training, validation, test: ks[np.argmax(validation) - 1],
            says="the place: yours is one before the best. Both lists count from 0, so take off nothing.",
        ),
        mistake(
            lambda ks, training, validation, test: ks[min(np.argmax(validation) + 1, len(ks) - 1)],
            says="the place: yours is one behind the best. Both lists count from 0, so add nothing.",
        ),
        mistake(
            lambda ks, training, validation, test: max(zip(validation, ks, strict=True))[1],
            says="the tie: take the smaller k of those that are equally good.",
        ),
        mistake(
            lambda ks, training, validation, test: np.argmax(validation),
            says="what is asked: the k, not its place in the list. `ks[place]` is the k.",
        ),
        mistake(
            lambda ks, training, validation, test: max(validation),
            says="what is asked: not the accuracy, but which k reached it.",
        ),
        mistake(
            lambda ks, training, validation, test: ks[np.argmin(validation)],
            says="the direction: the highest accuracy is best, `argmax`.",
        ),
        mistake(
            lambda ks, training, validation, test: max(ks),
            says="the accuracies: the best k has the highest accuracy, not the highest k.",
        ),
    ],
    wrong=[
        answers(
            lambda ks, training, validation, test: ks[np.array(validation) == max(validation)], says="one k"
        ),
        answers(lambda ks, training, validation, test: print(ks[np.argmax(validation)]), says="`print`"),
        answers(
            lambda ks, training, validation, test: max(ks, key=lambda k: validation[k]), says="not a place"
        ),
        answers(lambda ks, training, validation, test: ks[validation.argmax()], says="`np.argmax(…)`"),
    ],
    remember="Choose on the validation set. What the test set helped to choose, it can no longer judge.",
)
def choose_k(choose_k):
    """Choose k from the accuracies on the training, validation and test set."""
    rng = np.random.default_rng(5)
    cases = [
        (
            # here each known mistake chooses a k of its own
            [1, 3, 6, 9, 15, 21, 31, 45, 63, 85, 99],
            [1.0, 0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.91, 0.9],
            [0.89, 0.95, 0.88, 0.9, 0.91, 0.98, 0.96, 0.93, 0.97, 0.94, 0.92],
            [0.95, 0.92, 0.88, 0.97, 0.94, 0.87, 0.9, 0.93, 0.91, 0.96, 0.89],
        ),
        (
            [2, 4, 7, 20],
            [0.98, 0.96, 0.95, 0.9],
            [0.9, 0.94, 0.91, 0.94],
            [0.93, 0.9, 0.95, 0.92],
        ),
    ]
    cases.append(
        ([1, 2, 4, 8], [0.8, 0.7, 0.6, 0.6], [0.3, 0.4, 0.45, 0.46], [0.5, 0.4, 0.3, 0.2])
    )  # the last
    for count in (6, 11):
        ks = np.sort(rng.choice(60, size=count, replace=False)) + 2
        falling = np.round(np.linspace(0.99, 0.8, count), 3)
        cases.append(
            (ks, falling.tolist(), rng.permutation(falling).tolist(), rng.permutation(falling).tolist())
        )
    for ks, training, validation, test in cases:
        ks = np.array(ks)
        best = ks[np.argmax(validation)]
        trial = attempt(choose_k, ks, training, validation, test)
        trial.must(
            not _is_several(trial.value),
            f"{best}",
            "the result: one k, also where several are equally good.",
        )
        trial.gives(best, idea="the validation accuracies: find the highest, and give the k that reached it.")


def _nearest_labels(images: np.ndarray, labels: np.ndarray, new: np.ndarray) -> np.ndarray:
    """The label of the training picture that is nearest to each new one."""
    return labels[[np.argmin(_distances(image, images)) for image in new]]


def _curve(score, sizes=(5, 10, 20, 50, 100, 500, None)):
    """An answer to `learning_curve`: a score for each size; `None` is the size of the whole training set."""

    def learning_curve(train_images, train_labels, validation_images, validation_labels):
        sets = train_images, train_labels, validation_images, validation_labels
        return {size or len(train_images): score(*sets, size or len(train_images)) for size in sizes}

    return learning_curve


def _score(images, labels, new, truth, size):
    return np.mean(_nearest_labels(images[:size], labels[:size], new) == truth)


def _scikit_score(images, labels, new, truth, size):
    from sklearn.neighbors import KNeighborsClassifier

    model = KNeighborsClassifier(n_neighbors=1).fit(images[:size].reshape(size, -1), labels[:size])
    return model.score(new.reshape(len(new), -1), truth)


@exercise(
    points=2,
    hints=[
        "Choose your sizes first: some small ones, where much changes, and `len(train_images)` as the last.",
        "The first 20 pictures are `train_images[:20]`, their labels `train_labels[:20]`. Give both to "
        "`predict`, with all validation pictures and `k=1`, then work out the accuracy.",
        "In a loop over your sizes: `predictions = predict(train_images[:size], train_labels[:size], "
        "validation_images, k=1)`, then `results[size] = np.mean(predictions == validation_labels)`.",
    ],
    right=[
        answers(_curve(_score)),
        answers(_curve(_scikit_score, (20, 40, 80, 160, None))),
        answers(_curve(_score, (1, 4, 16, 64, 256, 1024, None))),
    ],
    wrong=[
        answers(_curve(_score, (None,)), says="at least five"),
        answers(_curve(_score, (16, 17, 18, 19, None)), says="spread them"),
        answers(_curve(_score, (100, 200, 300, 400, None)), says="With few"),
        answers(_curve(_score, (10, 20, 50, 100, 1000)), says="len(train_images)"),
        answers(_curve(_score, (10, 30, 100, 1079, 2000)), says="len(train_images)"),
        answers(lambda *sets: [_score(*sets, size) for size in (5, 10, 20, 100, 1203)], says="dictionary"),
        answers(_curve(lambda *case: 100 * _score(*case)), says="between 0 and 1"),
        answers(_curve(lambda *case: 1 - _score(*case)), says="wrong ones"),
        answers(_curve(lambda *case: 40 * _score(*case)), says="divide by"),
        answers(
            _curve(lambda x, y, new, truth, n: _score(x, y, x[:40], y[:40], n)), says="validation pictures"
        ),
        answers(
            _curve(lambda x, y, new, truth, n: _score(x, y, x[:n], y[:n], n)), says="validation pictures"
        ),
        answers(_curve(lambda x, y, new, truth, n: _score(x, y, new, truth, len(x))), says="[:size]"),
        answers(
            _curve(lambda x, y, new, truth, n: _score(x[-n:], y[-n:], new, truth, n)), says="the first ones"
        ),
        answers(
            _curve(lambda x, y, new, truth, n: _score(x, y, new[:n], truth[:n], n)), says="all validation"
        ),
        answers(_curve(lambda x, y, new, truth, n: "high"), says="the accuracy"),
    ],
    remember="Draw it: the first pictures help most, later ones less and less. And more is never free.",
)
def learning_curve(learning_curve):
    """Design an experiment: how many training pictures are enough?"""
    rng = np.random.default_rng(6)
    prototypes = rng.normal(size=(7, 5, 4))

    first = "which pictures: the first ones, `[:size]`, so that the next size holds them too."
    every = "what you judge on: all validation pictures, whatever the size of the training set."
    unseen = "what you judge on: the validation pictures, from which nothing was learned."

    def pictures(count):
        labels = rng.integers(7, size=count)
        return prototypes[labels] + rng.normal(size=(count, 5, 4)), labels

    for count in (1203, 1150):
        images, labels = pictures(count)
        new, truth = pictures(40)
        curve = attempt(learning_curve, images, labels, new, truth).value
        given("learning_curve", curve).must(
            isinstance(curve, dict),
            "a dictionary",
            "the result: `{size: accuracy, …}`, an accuracy for each number of training pictures.",
        )
        given("learning_curve", curve).must(
            all(isinstance(size, Integral) and size > 0 for size in curve),
            "whole numbers as keys",
            "the keys: each is a number of training pictures.",
        )
        sizes = sorted(map(int, curve))
        tried = given("learning_curve, with its sizes,", sizes)
        tried.must(
            len(sizes) >= 5, "at least five sizes", "the sizes: more points show where the curve bends."
        )
        tried.must(
            sizes[0] <= 20,
            "a smallest of at most 20",
            "the sizes: where you look. With few pictures the accuracy changes most.",
        )
        far = [(a, b) for a, b in zip(sizes, sizes[1:], strict=False) if b > 20 * a]
        tried.must(
            not far,
            "sizes from few pictures to all",
            "the sizes: spread them. Between two of yours there is a wide gap.",
        )
        tried.must(
            sizes[-1] == count,
            f"{count} as the largest, which is all",
            "the largest size: here are other pictures than yours. Use `len(train_images)`.",
        )
        for size, value in curve.items():
            size = int(size)
            exact = _score(images, labels, new, truth, size)
            trial = given(f"learning_curve, for {size} of {count} pictures,", value)
            trial.must(
                isinstance(value, Number) or np.ndim(value) == 0 and not isinstance(value, str),
                "a number",
                "the values: the accuracy of each size, one number between 0 and 1.",
            )
            for other, idea in [
                (_score(images, labels, new, truth, count), "what you learn from: `[:size]`, not all."),
                (100 * exact, "the scale: a fraction lies between 0 and 1."),
                (1 - exact, "the sign: you counted the wrong ones."),
                (1.0, unseen),
                (exact * len(new), "the count of right ones: divide by how many pictures you judged."),
                (_score(images[-size:], labels[-size:], new, truth, size), first),
                (_score(images, labels, new[:size], truth[:size], size), every),
                (_score(images, labels, images[:40], labels[:40], size), unseen),
            ]:
                is_other = difference(value, other) is None and difference(exact, other) is not None
                trial.must(not is_other, f"{exact:.4g}", idea)
            trial.gives(
                exact,
                idea="the accuracy of each size: learn from `[:size]`, k = 1, judge on the validation set.",
            )


quiz = Quiz(
    Question(
        "A camera in a forest looks for a rare bird. It is on 5 of 100 pictures. A classifier is right on "
        "95 of the 100. What do you know?",
        wrong(
            "It is good", "One that always says “no bird” is right 95 times in 100, and finds no bird at all."
        ),
        right(
            "Little: always saying “no bird” reaches the same",
            "Compare with the majority class first. Here you need to know how many of the 5 birds it finds.",
        ),
        wrong(
            "It finds 95 of 100 birds",
            "Accuracy counts all pictures together. Most of them show no bird, and those decide it.",
        ),
    ),
    Question(
        "Someone tries twenty values of k, looks at the test accuracy of each, keeps the best and reports "
        "that accuracy. What is wrong?",
        wrong(
            "Nothing, it was measured on new pictures",
            "After twenty looks they helped to choose. They are not new.",
        ),
        wrong("Twenty values are too many", "Trying many is fine, on the validation set."),
        right(
            "The number will probably be too good",
            "The best of twenty is partly luck with these very pictures. New ones will not bring that luck.",
        ),
    ),
    Question(
        "A car park wants to know where cars stand, from one picture of all its spaces. Which task is that?",
        wrong(
            "Binary classification of the picture",
            "That gives one yes or no for the whole picture: is there a car at all?",
        ),
        right(
            "Detection: each car gets a box",
            "“Where” asks for boxes. (Cut into one small picture a space, it becomes binary classification!)",
        ),
        wrong(
            "Multi-class classification",
            "That gives the picture one label, and no label says where the cars are.",
        ),
    ),
    Question(
        "A classifier learned cats and dogs. It gets a picture of a teapot. What does it answer?",
        right(
            "Cat or dog",
            "Its label set holds nothing else, so it gives the class that the teapot is less unlike.",
        ),
        wrong("“Unknown”", "Only if that is a class in its label set, with examples to learn from."),
        wrong("Teapot", "It can only use labels that it has learned."),
    ),
    Question(
        "With k = 1, nearest neighbours get every training picture right. Why?",
        wrong("It is the best k", "On the validation pictures you have seen it make mistakes."),
        right(
            "Each training picture is its own nearest neighbour",
            "Its distance to itself is 0. It looks up the answer, which says nothing about new pictures.",
        ),
        wrong(
            "The training pictures are easier",
            "They come from the same pile, shuffled. But their answers are known.",
        ),
    ),
)
