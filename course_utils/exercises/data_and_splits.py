"""Lesson 03: agreement of labellers, stratified splits, copies, people, the use of three sets, batches."""

from dataclasses import replace

import numpy as np

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, describe, given_letters, shape_of

# --- Cohen's kappa ------------------------------------------------------------------------------------------


def _agreement_and_luck(first, second):
    luck = sum(np.mean(first == label) * np.mean(second == label) for label in np.unique(first))
    return np.mean(first == second), luck


def _kappa(first, second):
    agreement, luck = _agreement_and_luck(first, second)
    return (agreement - luck) / (1 - luck)


def _kappa_by_counts(first, second):
    first, second = list(first), list(second)
    agreement = sum(one == two for one, two in zip(first, second, strict=True)) / len(first)
    luck = sum(first.count(label) * second.count(label) for label in set(first)) / len(first) ** 2
    return 1 - (1 - agreement) / (1 - luck)


def _kappa_by_library(first, second):
    from sklearn.metrics import cohen_kappa_score

    return cohen_kappa_score(first, second)


def _with_luck(luck_of):
    """A mistake: kappa with luck worked out in another way."""

    def kappa(first, second):
        luck = luck_of(first, second)
        return (np.mean(first == second) - luck) / (1 - luck)

    return kappa


def _own_labels(first, second):
    return np.unique(np.concatenate([first, second]))


def _luck_of(names):
    """A mistake: luck over labels that are not taken from what people said."""
    return _with_luck(
        lambda first, second: sum(np.mean(first == name) * np.mean(second == name) for name in names)
    )


def _luck_of_two(label_of):
    """A mistake: luck of one label and its opposite, right where there are two labels."""

    def luck(first, second):
        one, two = (np.mean(part == label_of(first)) for part in (first, second))
        return one * two + (1 - one) * (1 - two)

    return _with_luck(luck)


def _with_counts(agreement_is_counted, luck_is_counted):
    """A mistake: `np.sum` in place of `np.mean`."""

    def kappa(first, second):
        agreement, luck = _agreement_and_luck(first, second)
        agreement = agreement * len(first) if agreement_is_counted else agreement
        luck = luck * len(first) ** 2 if luck_is_counted else luck
        return (agreement - luck) / (1 - luck)

    return kappa


_BOTH = "luck: each person has habits of their own. Multiply the share of the one by that of the other."
_OTHER_LABELS = "the labels: there are others here, and they may be more than two. Ask the arrays for theirs."
_SHARES = "what is added up: shares, not counts. `np.mean` gives a share, `np.sum` a count."


@exercise(
    hints=[
        "Two numbers first: how often both say the same, and how often they would by luck.",
        "For one label, luck is `np.mean(first == label) * np.mean(second == label)`. Add up over all.",
        "`agreement = np.mean(first == second)`, `luck` is that sum over `np.unique(first)`; then return "
        "`(agreement - luck) / (1 - luck)`.",
    ],
    right=[answers(_kappa), answers(_kappa_by_counts), answers(_kappa_by_library)],
    mistakes=[
        mistake(
            lambda first, second: np.mean(first == second),
            says="luck: that is the agreement alone, as with a luck of 0. Take luck off, above and "
            "below; it comes from the labels that the arrays have.",
        ),
        mistake(
            lambda first, second: np.subtract(*_agreement_and_luck(first, second)),
            says="what it is divided by: `1 - luck`, so that full agreement gives 1.",
        ),
        mistake(
            lambda first, second: _agreement_and_luck(first, second)[1],
            says="the formula: that is luck alone.",
        ),
        mistake(
            _with_luck(lambda first, second: 1 / len(_own_labels(first, second))),
            says="luck: labels are not said equally often. Ask how often each person says each label.",
        ),
        mistake(
            _with_luck(lambda first, second: sum(np.mean(first == name) ** 2 for name in np.unique(first))),
            says=_BOTH,
        ),
        mistake(
            _with_luck(lambda first, second: sum(np.mean(second == name) ** 2 for name in np.unique(second))),
            says=_BOTH,
        ),
        mistake(
            _with_luck(
                lambda first, second: sum(
                    ((np.mean(first == name) + np.mean(second == name)) / 2) ** 2
                    for name in _own_labels(first, second)
                )
            ),
            says=_BOTH,
        ),
        mistake(
            lambda first, second: _with_luck(
                lambda one, two: np.mean(one == one[0]) * np.mean(two == one[0])
            )(first, second),
            says="luck: add up over all labels, not one of them.",
        ),
        mistake(
            lambda first, second: (
                _agreement_and_luck(first, second)[0]
                - _agreement_and_luck(first, second)[1] / (1 - _agreement_and_luck(first, second)[1])
            ),
            says="the brackets: subtract first, then divide, `(agreement - luck) / (1 - luck)`.",
        ),
        mistake(
            lambda first, second: 100 * _kappa(first, second),
            says="the scale: full agreement gives 1.",
        ),
        mistake(
            lambda first, second: (
                np.subtract(*_agreement_and_luck(first, second)) / (1 - _agreement_and_luck(first, second)[0])
            ),
            says="what it is divided by: `1 - luck`, the room that luck leaves.",
        ),
        mistake(
            lambda first, second: round(_kappa(first, second), 2),
            says="the rounding: leave it out; it is for printing.",
        ),
        mistake(_luck_of("rt"), says=_OTHER_LABELS),
        mistake(_luck_of(range(10)), says=_OTHER_LABELS),
        mistake(_luck_of_two(lambda first: first[0]), says=_OTHER_LABELS),
        mistake(_luck_of_two(lambda first: np.unique(first)[0]), says=_OTHER_LABELS),
        mistake(_luck_of_two(lambda first: np.unique(first)[-1]), says=_OTHER_LABELS),
        mistake(_with_counts(True, True), says=_SHARES),
        mistake(_with_counts(True, False), says=_SHARES),
        mistake(_with_counts(False, True), says=_SHARES),
        mistake(
            _with_luck(
                lambda first, second: sum(
                    np.mean(first == name) + np.mean(second == name) for name in np.unique(first)
                )
            ),
            says="luck: both must say the label, so the two shares of a label are multiplied, not added up.",
        ),
        mistake(
            _with_luck(
                lambda first, second: sum(
                    np.mean(first == one) * np.mean(second == two)
                    for one, two in zip(np.unique(first), np.unique(second), strict=False)
                )
            ),
            says="luck: both say the same label. Yours takes two different ones where a label is said by one "
            "person only.",
        ),
        mistake(
            lambda first, second: max(0, _kappa(first, second)),
            says="what is below 0: people can agree less often than by luck, and kappa tells so. Keep it.",
        ),
        mistake(
            lambda first, second: abs(_kappa(first, second)),
            says="the sign: people can agree less often than by luck, and kappa is below 0 then. Keep it.",
        ),
    ],
    wrong=[
        answers(lambda first, second: print(_kappa(first, second)), says="`print`"),
        answers(lambda first, second: first == second, says="one number"),
        answers(lambda first, second: 0.5, says="agreement"),
    ],
    remember="Agreement beyond luck: 0 is luck, 1 is full agreement. It does not say who is right.",
)
def kappa(kappa):
    """Work out Cohen's kappa of two people's labels."""
    rng, pairs = np.random.default_rng(1), []
    for count, names, chances in [
        (40, "rt", (0.3, 0.7)),
        (60, "abc", (0.6, 0.3, 0.1)),
        (50, (3, 5, 8, 9), (0.1, 0.2, 0.3, 0.4)),
    ]:
        first = rng.choice(list(names), count, p=chances)
        second = np.where(rng.random(count) < 0.6, first, rng.choice(list(names), count))
        pairs.append((first, second))
    pairs.append((np.array(list("rrrrrtttttt")), np.array(list("tttttrrrrrr"))))  # never the same
    pairs.append(
        (np.array(list("rrrttr")), np.array(list("rrsttt")))
    )  # one label is said by one of them only
    for first, second in pairs:
        _judge_kappa(replace(attempt(kappa, first, second), others=tuple(pairs)))


def _judge_kappa(trial):
    trial.must(
        np.ndim(trial.value) == 0 and not isinstance(trial.value, (str, bool, np.bool_)),
        "one number",
        "the result: one number for all the pictures together.",
    )
    trial.must(
        not isinstance(trial.value, (float, np.floating)) or np.isfinite(trial.value),
        "a number",
        "what it is divided by: that came out as 0, so luck as 1. Which labels are there in these arrays?",
    )
    trial.gives(
        _kappa(*trial.arguments),
        idea="the three steps: agreement, luck over all the labels there are, then agreement beyond luck.",
        tolerance=1e-6,
    )


# --- splits -------------------------------------------------------------------------------------------------


def _require(condition, came, needed, idea):
    """Say "Not yet" unless the condition holds, in words of its own."""
    if not condition:
        raise NotYet(f"{came}; needed {needed}.", idea)


def _two_parts(function, marks, share, rng, mark):
    """Try an answer that returns two sets of indices, and judge their form. Returns both as arrays.

    `marks` has a label or a person for each picture, and `mark` says which it is.
    """
    trial = attempt(function, marks, share, rng)
    count, form, value = len(marks), "two arrays of indices, train and test", trial.value
    value = list(value) if isinstance(value, np.ndarray) and value.ndim else value
    is_pair = isinstance(value, (tuple, list)) and len(value) == 2
    trial.must(is_pair, form, "the result: two things, `return train, test`.")
    train, test = (
        _indices(f"{name}, of your split,", part, count, mark)
        for name, part in zip(("train", "test"), value, strict=True)
    )
    both, sizes = (
        set(train) & set(test),
        f"of {count} pictures, {len(train)} are in train and {len(test)} in test",
    )
    _require(
        not both,
        f"{len(both)} pictures are in train and in test",
        "each in one of them",
        "what is in both: a picture of the test may not be in train. Indices count from the first of all.",
    )
    if len(train) + len(test) < count:
        kinds, there = np.unique(marks), np.unique(marks[np.concatenate([train, test])])
        idea = f"each {mark}: it can be any number or name. `np.unique(…)` of all gives each of them once."
        _require(len(there), sizes, f"all {count}", idea)
        _require(
            len(there) > 1 or len(kinds) == 1,
            f"{sizes}, all of one {mark}",
            f"pictures of every {mark}",
            "the loop: where are the others? `return` stands behind it, the empty lists before it.",
        )
        _require(False, sizes, f"all {count}", "what got lost: each picture is in one part or the other.")
    return train, test


_FLOATS = "the dtype: an index is a whole number. An empty array holds floats, and what is joined to it too."


def _indices(said, part, count, mark):
    """A part of a split as an array of whole numbers."""
    needed = "the indices of its pictures, whole numbers in one row"
    try:
        part = np.asarray(part)
    except ValueError:
        raise NotYet(
            f"{said} is no row of numbers; needed {needed}.", "what you collect: `extend` adds each."
        ) from None
    _require(
        part.dtype != bool, f"{said} is True or False", needed, "`np.flatnonzero`: it makes indices of those."
    )
    part = part.astype(int) if part.size == 0 else part
    is_text = part.dtype.kind in "US"
    _require(
        not is_text,
        f"{said} is made of text",
        needed,
        f"what is asked: the place of a picture, not its {mark}.",
    )
    _require(part.dtype.kind != "f" or part.ndim != 1, f"{said} is made of floats", needed, _FLOATS)
    is_row = part.ndim == 1 and part.dtype.kind in "iu"
    hint = "`extend` adds the members of an array one by one, `append` the array as a whole."
    _require(is_row, f"{said} has the shape {part.shape} and the dtype {part.dtype}", needed, hint)
    inside = part.size == 0 or (part.min() >= 0 and part.max() < count)
    _require(inside, f"{said} has numbers outside 0 to {count - 1}", needed, "where its numbers come from.")
    _require(
        len(set(part)) == len(part),
        f"{said} names some pictures more than once",
        "each once",
        "what the numbers are: indices count from the first picture of all, drawn without repetition.",
    )
    return part


def _judge_chance(make):
    """The same generator gives the same split, another one another split; `make` splits with a seed."""
    tests = [np.sort(make(seed)[1]).tolist() for seed in (7, 7, 8, 9)]
    _require(
        tests[0] == tests[1],
        "your split differs from call to call with the same `rng`",
        "the same split again",
        "chance: take it from `rng` alone, the argument.",
    )
    _require(
        not tests[1] == tests[2] == tests[3],
        "your split is the same with every `rng`",
        "another one each time",
        "chance: yours has none, or not from `rng`. Shuffle with `rng` first, then cut.",
    )


def _judge_companions(make, labels):
    """All pictures of a class can be together in a test, not only neighbours; asked of the rarest class."""
    names, counts = np.unique(labels, return_counts=True)
    rarest, few = names[counts.argmin()], counts.min()
    tests = [make(seed)[1] for seed in range(100, 160)]
    ways = {tuple(np.sort(test[labels[test] == rarest]).tolist()) for test in tests}
    _require(
        len(ways) > 1.5 * few,  # a row that is only turned round has `few` ways, chance many more
        f"{len(tests)} splits, each with another `rng`, make only {len(ways)} different choices from the "
        f"{few} pictures of class {rarest}",
        "any of them with any other",
        "chance: it must fall on each picture of a class by itself, so that neighbours do not stay together.",
    )


def _stratified(labels, share, rng):
    train, test = [], []
    for label in np.unique(labels):
        places = rng.permutation(np.flatnonzero(labels == label))
        cut = round(share * len(places))
        test.extend(places[:cut])
        train.extend(places[cut:])
    return np.array(train), np.array(test)


def _stratified_by_library(labels, share, rng):
    from sklearn.model_selection import train_test_split

    seed = int(rng.integers(1000))
    return train_test_split(np.arange(len(labels)), test_size=share, stratify=labels, random_state=seed)


def _stratified_by_choice(labels, share, rng):
    test = []
    for label in set(labels.tolist()):
        places = np.flatnonzero(labels == label)
        test += list(rng.choice(places, int(share * len(places)), replace=False))
    return np.setdiff1d(np.arange(len(labels)), test).tolist(), [int(place) for place in test]


def _by_chance_alone(labels, share, rng):
    order = rng.permutation(len(labels))
    cut = round(share * len(labels))
    return order[cut:], order[:cut]


def _first_of_each(labels, share, rng):
    places = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    test = np.concatenate([one[: round(share * len(one))] for one in places])
    return np.setdiff1d(np.arange(len(labels)), test), test


def _with_repetitions(labels, share, rng):
    test = np.concatenate([rng.choice(places, round(share * len(places))) for places in _places(labels)])
    return np.setdiff1d(np.arange(len(labels)), test), test


def _equal_counts(labels, share, rng):
    places = _places(labels)
    each = round(share * len(labels) / len(places))
    test = np.concatenate([rng.permutation(one)[:each] for one in places])
    return np.setdiff1d(np.arange(len(labels)), test), test


def _places(labels):
    return [np.flatnonzero(labels == label) for label in np.unique(labels)]


def _only_the_last_class(labels, share, rng):
    places = rng.permutation(_places(labels)[-1])
    cut = round(share * len(places))
    return places[cut:], places[:cut]


def _turned_round(labels, share, rng):
    test = [np.roll(one, rng.integers(len(one)))[: round(share * len(one))] for one in _places(labels)]
    return np.setdiff1d(np.arange(len(labels)), np.concatenate(test)), np.concatenate(test)


def _one_too_many(labels, share, rng):
    test = [rng.permutation(one)[: int(share * len(one)) + 1] for one in _places(labels)]
    return np.setdiff1d(np.arange(len(labels)), np.concatenate(test)), np.concatenate(test)


def _returns_after_one_class(labels, share, rng):
    for label in np.unique(labels):
        places = rng.permutation(np.flatnonzero(labels == label))
        cut = round(share * len(places))
        return places[cut:], places[:cut]


def _places_inside_the_class(labels, share, rng):
    train, test = [], []
    for places in _places(labels):
        order = rng.permutation(len(places))
        cut = round(share * len(places))
        test.extend(order[:cut])
        train.extend(order[cut:])
    return np.array(train), np.array(test)


@exercise(
    points=2,
    hints=[
        "Take one class: `np.flatnonzero(labels == label)` gives its places. Shuffle those, then cut.",
        "In a loop over `np.unique(labels)`: `places = rng.permutation(np.flatnonzero(labels == label))` and "
        "`cut = round(share * len(places))`.",
        "Begin with `train, test = [], []`. In the loop, `test.extend(places[:cut])` and "
        "`train.extend(places[cut:])`; after it, `return np.array(train), np.array(test)`.",
    ],
    right=[answers(_stratified), answers(_stratified_by_library), answers(_stratified_by_choice)],
    wrong=[
        answers(_by_chance_alone, says="each class on its own"),
        answers(_first_of_each, says="Shuffle with `rng`"),
        answers(_with_repetitions, says="more than once"),
        answers(_equal_counts, says="not the same number"),
        answers(_only_the_last_class, says="the empty lists before it"),
        answers(_returns_after_one_class, says="`return` stands behind it"),
        answers(_places_inside_the_class, says="from the first picture of all"),
        answers(lambda labels, share, rng: _stratified(labels, share, rng)[::-1], says="the order"),
        answers(lambda labels, share, rng: _stratified(labels, 1 - share, rng), says="the order"),
        answers(
            lambda labels, share, rng: _stratified(labels, share, np.random.default_rng()), says="from `rng`"
        ),
        answers(
            lambda labels, share, rng: _stratified(labels, share, np.random.default_rng(0)),
            says="not from `rng`",
        ),
        answers(lambda labels, share, rng: _stratified(labels, 0.2, rng), says="how much of each class"),
        answers(
            lambda labels, share, rng: (np.arange(len(labels)), _stratified(labels, share, rng)[1]),
            says="what is in both",
        ),
        answers(
            lambda labels, share, rng: tuple(labels[part] for part in _stratified(labels, share, rng)),
            says="not its label",
        ),
        answers(
            lambda labels, share, rng: tuple(
                np.isin(np.arange(len(labels)), part) for part in _stratified(labels, share, rng)
            ),
            says="`np.flatnonzero`",
        ),
        answers(_turned_round, says="neighbours do not stay together"),
        answers(_one_too_many, says="where you cut"),
        answers(
            lambda labels, share, rng: tuple(np.append([], part) for part in _stratified(labels, share, rng)),
            says="a whole number",
        ),
        answers(
            lambda labels, share, rng: rng.permutation(len(labels))[: share * len(labels)], says="`round"
        ),
        answers(lambda labels, share, rng: _stratified(labels, share, rng)[1], says="two things"),
        answers(lambda labels, share, rng: print(_stratified(labels, share, rng)), says="`print`"),
    ],
    remember="Shuffle and cut each class on its own. `train_test_split(…, stratify=labels)` does it.",
)
def stratified_split(stratified_split):
    """Split class by class, so that every class keeps its share."""
    rng = np.random.default_rng(2)
    few = np.repeat(["daisy", "rose", "tulip"], [60, 30, 10])
    many = rng.permutation(np.repeat([4, 7, 9, 2], [140, 77, 24, 9]))
    for labels, share in [(few, 0.2), (many, 0.3), (rng.permutation(few), 0.4)]:

        def make(seed, labels=labels, share=share):
            return _two_parts(stratified_split, labels, share, np.random.default_rng(seed), "label")

        names, counts = np.unique(labels, return_counts=True)
        tests = [make(seed)[1] for seed in (7, 8, 9)]
        have, *others = (np.array([np.sum(labels[test] == name) for name in names]) for test in tests)
        parts = [f"{one} of {count}" for one, count in zip(have, counts, strict=True)]
        came = f"with share={share} your test has, class by class, {', '.join(parts)}"

        def fit(numbers, counts=counts):
            return np.all(np.abs(numbers - counts) < 1)

        needed = f"{share} of each"
        turned = fit(counts - have, share * counts) and not fit(have, share * counts)
        _require(not turned, came, needed, "the order: train first, then the test with `share`.")
        same = have.any() and len(set(have.tolist())) == 1
        _require(
            not same, came, needed, "the number: the same share of each class, not the same number of each."
        )
        wrong_size = abs(have.sum() - share * len(labels)) > len(names)
        _require(not wrong_size, came, needed, "`share`: it says how much of each class goes into the test.")
        near = np.all(np.abs(have - share * counts) < 2) and all(
            np.array_equal(have, other) for other in others
        )
        _require(
            fit(have, share * counts) or not near,
            came,
            needed,
            "where you cut: some classes have one too many or too few. What `share` of a class is, is only "
            "rounded where it is no whole number.",
        )
        _require(
            fit(have, share * counts),
            came,
            needed,
            "the loop: shuffle and cut each class on its own, not all pictures together.",
        )
        _judge_chance(make)
        _judge_companions(make, labels)


# --- copies -------------------------------------------------------------------------------------------------


def _in_both(train_images, test_images):
    known = {image.tobytes() for image in train_images}
    return [index for index, image in enumerate(test_images) if image.tobytes() in known]


def _in_both_by_loops(train_images, test_images):
    found = []
    for index, image in enumerate(test_images):
        if any(np.array_equal(image, other) for other in train_images):
            found.append(index)
    return np.array(found, dtype=int)


def _in_both_at_once(train_images, test_images):
    same = (test_images[:, np.newaxis] == train_images).all(axis=(2, 3, 4))
    return np.flatnonzero(same.any(axis=1))


def _found(same):
    """A mistake, or another answer: the test pictures that are the same in some way as a training picture."""
    return lambda train, test: [
        index for index, image in enumerate(test) if any(same(image, other) for other in train)
    ]


def _returns_the_first(train_images, test_images):
    for index, image in enumerate(test_images):
        for other in train_images:
            if np.array_equal(image, other):
                return [index]


def _twice_in(pictures, found):
    """A mistake: pictures that come twice in the test count as well."""
    seen = [one.tobytes() for one in pictures]
    return sorted({*found, *(at for at, one in enumerate(seen) if seen.count(one) > 1)})


def _first_of_twins(pictures, found):
    """A mistake: of equal test pictures only the first is named."""
    return sorted({pictures[at].tobytes(): at for at in reversed(found)}.values())


def _a_row_for_each_copy(train_images, test_images):
    return [
        index
        for index, image in enumerate(test_images)
        for other in train_images
        if np.array_equal(image, other)
    ]


@exercise(
    hints=[
        "Go through the test pictures; for each, go through the training pictures.",
        "`np.array_equal(a, b)` says whether all pixels are equal. One copy is enough: `any(…)` or `break`.",
        "`for index, image in enumerate(test_images)` gives each picture with its index. When is it put "
        "into the list, and how often?",
    ],
    right=[answers(_in_both), answers(_in_both_by_loops), answers(_in_both_at_once)],
    mistakes=[
        mistake(
            lambda train, test: len(_in_both(train, test)),
            says="what is asked: which pictures they are, their indices, not how many.",
        ),
        mistake(
            lambda train, test: [
                index
                for index in range(min(len(train), len(test)))
                if np.array_equal(train[index], test[index])
            ],
            says="the places: a copy can stand anywhere in the training set. Compare with all of it.",
        ),
        mistake(_a_row_for_each_copy, says="what comes twice: a picture with two copies is named once."),
        mistake(
            lambda train, test: [index + 1 for index in _in_both(train, test)],
            says="where counting begins: the first picture has the index 0.",
        ),
        mistake(
            lambda train, test: [index for index in range(len(test)) if index not in _in_both(train, test)],
            says="the sign: these are the pictures that are new.",
        ),
        mistake(
            lambda train, test: [index in _in_both(train, test) for index in range(len(test))],
            says="what is asked: indices. `np.flatnonzero` makes them of True and False.",
        ),
        mistake(
            lambda train, test: np.array([index in _in_both(train, test) for index in range(len(test))]),
            says="what is asked: indices. `np.flatnonzero` makes them of True and False.",
        ),
        mistake(
            lambda train, test: test[_in_both(train, test)],
            says="what is asked: the indices of the pictures, not the pictures.",
        ),
        mistake(
            _returns_the_first,
            says="where `return` stands: yours ends at the first copy that it finds. Go on to the end.",
        ),
        mistake(
            lambda train, test: _in_both(train, test)[-1:],
            says="what is collected: only the last copy is left. Make the empty list before the loops.",
        ),
    ],
    wrong=[
        answers(lambda train, test: print(_in_both(train, test)), says="`print`"),
        answers(lambda train, test: _in_both(train, test)[::-1], says="rising order"),
        answers(lambda train, test: set(_in_both(train, test)), says="a list of a set"),
        answers(lambda train, test: [str(index) for index in _in_both(train, test)], says="the form"),
        answers(lambda train, test: np.array(_in_both(train, test), float), says="a whole number"),
        answers(lambda train, test: _in_both(test, train), says="count the training pictures"),
        answers(
            lambda train, test: [
                at for one in test for at, other in enumerate(train) if (one == other).all()
            ],
            says="count the training pictures",
        ),
        answers(lambda train, test: [], says="one is enough"),
        answers(
            lambda train, test: [
                at for at, one in enumerate(test) if all((one == other).all() for other in train)
            ],
            says="one is enough",
        ),
        answers(lambda train, test: _in_both(train, test[:-1]), says="the last of the test"),
        answers(lambda train, test: _in_both(train[:-1], test), says="the last of the test"),
        answers(lambda train, test: _in_both(train[1:], test), says="the first of the training set"),
        answers(_found(lambda one, other: np.any(one == other)), says="equal in every value"),
        answers(_found(lambda one, other: np.array_equal(one[0], other[0])), says="all but"),
        answers(_found(lambda one, other: np.array_equal(one[1:], other[1:])), says="first row"),
        answers(_found(lambda one, other: np.array_equal(one[:, :, 0], other[:, :, 0])), says="one channel"),
        answers(_found(lambda one, other: one.sum() == other.sum()), says="other places"),
        answers(_found(lambda one, other: np.abs(one.astype(int) - other).mean() < 5), says="brighter"),
        answers(_found(lambda one, other: np.abs(one - other).mean() < 1), says="one value"),
        answers(_found(lambda one, other: ((one - other) ** 2).sum() == 0), says="by 16"),
        answers(_found(lambda one, other: np.array_equal(one.mean(2), other.mean(2))), says="red and blue"),
        answers(
            _found(lambda one, other: np.array_equal(one, other) or np.array_equal(one[:, ::-1], other)),
            says="mirrored",
        ),
        answers(
            lambda train, test: _twice_in(test, _in_both(train, test)), says="but not in the training set"
        ),
        answers(lambda train, test: _first_of_twins(test, _in_both(train, test)), says="named before"),
    ],
    remember="What was learned by heart says nothing about new pictures: look for copies before you split.",
)
def in_both(in_both):
    """Find the test pictures that are in the training set too."""
    rng = np.random.default_rng(3)
    for height, width in [(5, 4), (6, 6)]:
        train, test, notes = _copies(rng, height, width)
        _judge_copies(in_both, train, test, notes)
    _judge_copies(in_both, train[1:3], test[-3:-1], ())  # no copies


def _copies(rng, height, width):
    """Training and test pictures, and what is special about each of the test."""
    train = rng.integers(20, 236, size=(15, height, width, 3), dtype=np.uint8)
    train[5] = train[3]
    cases = [
        ("a training picture, a little brighter everywhere", train[2] + 1),
        ("equal to two of the training set, where one is enough", train[3]),
        (
            "a training picture with its pixels at other places",
            train[4].reshape(-1, 3)[::-1].reshape(train[4].shape),
        ),
        ("a training picture in all but its last row", _changed(train[7], np.s_[-1])),
        ("the first of the training set", train[0]),
        ("a training picture in all but one channel", _changed(train[7], np.s_[:, :, 1])),
        ("at the same place in both sets", train[6]),
        ("a training picture in all but its first row", _changed(train[8], np.s_[0])),
        ("a training picture in all but its first column", _changed(train[8], np.s_[:, 0])),
        ("a training picture in all but its last column", _changed(train[8], np.s_[:, -1])),
        (
            "a training picture in all but one value, which is brighter by 1",
            _changed(train[9], np.s_[1, 2, 0], 1),
        ),
        (
            "a training picture in all but one value, which is darker by 1",
            _changed(train[9], np.s_[2, 1, 2], -1),
        ),
        (
            "a training picture in all but one value, which is brighter by 16",
            _changed(train[10], np.s_[1, 1, 1], 16),
        ),
        ("a training picture with red and blue exchanged", train[11][:, :, ::-1]),
        ("a training picture, mirrored", train[12][:, ::-1]),
        ("a training picture upside down", train[13][::-1]),
        ("twice in the test, but not in the training set", train[1] // 2),
        ("twice in the test, but not in the training set", train[1] // 2),
        ("in the training set, though the same picture was named before", train[0]),
        ("the last of the training set, and the last of the test", train[-1]),
    ]
    notes, test = zip(*cases, strict=True)
    return train, np.array(test), notes


def _changed(image, where, by=None):
    """A copy in which a part is changed, by so much or altogether."""
    image = image.copy()
    image[where] = 255 - image[where] // 2 if by is None else int(image[where]) + by
    return image


def _judge_copies(in_both, train, test, notes):
    trial = attempt(in_both, train, test)
    expected = _in_both(train, test)
    value = np.asarray(trial.value) if hasattr(trial.value, "numpy") else trial.value
    if isinstance(value, (set, range)) or type(value).__name__ in ("dict_keys",):
        trial.must(False, "a list or an array", "the kind of result: `sorted(…)` makes a list of a set.")
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], np.ndarray):
        trial.must(False, "the indices alone", "`np.where`: it gives them in a tuple; take `[0]` of it.")
    if not expected:
        empty = shape_of(value) == (0,)
        idea = "two sets without a copy: your function names some all the same."
        _require(
            empty, f"of two sets without a copy your function made {describe(value)}", "an empty list", idea
        )
        return
    found = _whole_numbers(value)
    if found is not None and found != expected:
        trial.must(sorted(found) != expected, f"{expected}", "the sequence: the indices in rising order.")
        trial.must(
            set(found) != set(_in_both(test, train)),
            f"{expected}",
            "which indices: those of the test pictures. Yours count the training pictures.",
        )
    is_whole = found != expected or np.asarray(value).dtype.kind in "iu"
    trial.must(is_whole, "whole numbers", _FLOATS)
    trial.gives(expected, idea=_about_the_first(found, expected, notes))


def _whole_numbers(value):
    """A row of numbers as a list of integers, also where they are floats; None where it is none."""
    if not isinstance(value, (list, tuple, np.ndarray)) or len(shape_of(value) or ()) != 1:
        return None
    numbers = np.asarray(value)
    is_whole = numbers.dtype.kind in "iuf" and bool(np.all(numbers == np.floor(numbers)))
    return [int(number) for number in numbers] if is_whole and np.all(np.isfinite(numbers)) else None


def _about_the_first(found, expected, notes):
    """What is special about a test picture that an answer names without cause, or that it does not name."""
    if found is None:
        return "the form: whole numbers in one row, the index of each copy."
    if set(found) <= set(range(len(notes))):
        needed = "Needed is a training picture that is equal in every value."
        for one in sorted(set(found) - set(expected)):
            return f"test picture {one}, which yours names: it is {notes[one]}. {needed}"
        for one in sorted(set(expected) - set(found)):
            return f"test picture {one}, which yours leaves out: it is {notes[one]}."
    return "the loops: compare each test picture with every training picture, pixel by pixel."


# --- people -------------------------------------------------------------------------------------------------


def _by_person(people, share, rng):
    in_test = np.zeros(len(people), bool)
    for person in rng.permutation(np.unique(people)):
        candidate = in_test | (people == person)
        if candidate.mean() <= 1.5 * share and in_test.mean() < share:
            in_test = candidate
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)


def _by_person_by_library(people, share, rng):
    from sklearn.model_selection import GroupShuffleSplit

    while True:
        splitter = GroupShuffleSplit(1, test_size=share, random_state=int(rng.integers(10_000)))
        train, test = next(splitter.split(people, groups=people))
        if 0.5 * share <= len(test) / len(people) <= 1.5 * share:
            return train, test


def _by_person_in_lists(people, share, rng):
    names = list(dict.fromkeys(people.tolist()))
    while True:
        rng.shuffle(names)
        test_names, count = [], 0
        for name in names:
            if count >= share * len(people):
                break
            test_names.append(name)
            count += int(np.sum(people == name))
        if count <= 1.5 * share * len(people):
            test = [place for place, name in enumerate(people.tolist()) if name in test_names]
            train = [place for place, name in enumerate(people.tolist()) if name not in test_names]
            return train, test


def _people_counted_not_pictures(people, share, rng):
    names = rng.permutation(np.unique(people))
    chosen = names[: max(1, round(share * len(names)))]
    return np.flatnonzero(~np.isin(people, chosen)), np.flatnonzero(np.isin(people, chosen))


def _sorted_and_cut(people, share, rng):
    order = np.argsort(people, kind="stable")
    cut = round(share * len(people))
    return order[cut:], order[:cut]


def _the_first_people(people, share, rng):
    in_test = np.zeros(len(people), bool)
    for person in np.unique(people):
        if in_test.mean() < share and (in_test | (people == person)).mean() <= 1.5 * share:
            in_test |= people == person
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)


def _one_person(people, share, rng):
    person = rng.choice(np.unique(people))
    return np.flatnonzero(people != person), np.flatnonzero(people == person)


@exercise(
    points=2,
    hints=[
        "Shuffle the people, not the pictures: `rng.permutation(np.unique(people))`.",
        "Add one person after the other to the test, while it holds too few pictures. Leave out a person who "
        "would make it far too large.",
        "Keep `in_test`, False for each picture at first. For each person: "
        "`candidate = in_test | (people == person)`, and take it if `in_test.mean() < share` and "
        "`candidate.mean() <= 1.5 * share`. `np.flatnonzero(~in_test)` is train.",
    ],
    right=[answers(_by_person), answers(_by_person_by_library), answers(_by_person_in_lists)],
    wrong=[
        answers(_by_chance_alone, says="choose people"),
        answers(lambda people, share, rng: _stratified(people, share, rng), says="choose people"),
        answers(_people_counted_not_pictures, says="pictures count"),
        answers(_sorted_and_cut, says="choose people"),
        answers(_the_first_people, says="Shuffle with `rng`"),
        answers(_one_person, says="whatever it says"),
        *[
            answers(lambda people, share, rng, own=own: _by_person(people, own, rng), says="whatever it says")
            for own in (0.15, 0.2, 0.22, 0.25, 0.3)
        ],
        answers(lambda people, share, rng: _by_person(people, share, rng)[::-1], says="the order"),
        answers(
            lambda people, share, rng: tuple(
                np.unique(people[part]) for part in _by_person(people, share, rng)
            ),
            says="not its person",
        ),
        answers(
            lambda people, share, rng: _by_person(people, share, np.random.default_rng()), says="from `rng`"
        ),
        answers(lambda people, share, rng: (np.arange(len(people)), np.arange(0)), says="whatever it says"),
        answers(lambda people, share, rng: print(_by_person(people, share, rng)), says="`print`"),
        answers(lambda people, share, rng: people == people[0], says="two things"),
    ],
    remember="Split as it will be used: test on new people, if it is for new people.",
)
def split_by_person(split_by_person):
    """Design a split in which nobody is on both sides."""
    rng = np.random.default_rng(4)
    names = np.array(["Ada", "Ben", "Cem", "Dia", "Eva", "Fay", "Gus", "Hal", "Ida", "Jo", "Kim", "Lea"])
    sizes = [3, 40, 5, 6, 30, 4, 8, 9, 3, 5, 7, 60]
    for people, share in [
        (np.repeat(names, sizes), 0.25),
        (rng.permutation(np.repeat(np.arange(50, 74), rng.integers(3, 20, 24))), 0.1),
        (np.repeat(names, sizes[::-1]), 0.5),
    ]:

        def make(seed, share=share, people=people):
            return _two_parts(split_by_person, people, share, np.random.default_rng(seed), "person")

        splits = [make(seed) for seed in range(7, 12)]
        for train, test in splits:
            both = sorted(set(people[train].tolist()) & set(people[test].tolist()))
            more = f", and {len(both) - 1} more" if len(both) > 1 else ""
            _require(
                not both,
                f"on both sides there is {(both or [0])[0]}{more}",
                "each person on one side",
                "what is chosen: choose people, then take all of their pictures.",
            )
        have = [len(test) / len(people) for _, test in splits]
        wrong = [part for part in have if not 0.5 * share <= part <= 1.5 * share]
        if wrong:
            came = f"with share={share} your test has {wrong[0]:.3g} of all pictures"
            is_turned = all(0.5 * share <= 1 - part <= 1.5 * share for part in have)
            same = all(np.array_equal(make(7)[1], make(7, share=other)[1]) for other in (0.1, 0.5))
            idea = (
                "how much is in the test: pictures count, not people, and one person can bring a great many."
            )
            idea = "`share`: your test is the same whatever it says." if same else idea
            idea = "the order: train first, then the test with `share`." if is_turned else idea
            _require(False, came, f"{0.5 * share:.3g} to {1.5 * share:.3g}", idea)
        _judge_chance(make)


# --- three sets ---------------------------------------------------------------------------------------------

_SITUATIONS = {
    "A": ("training", "what is worked out and then used on every picture is learned. Which set may teach?"),
    "B": ("validation", "a choice between settings: which set is there to choose with?"),
    "C": ("test", "the number must come from pictures that helped to choose nothing."),
    "D": ("training", "what a program gets, it learns from. In a set that judges, copies only count twice."),
    "E": ("validation", "what you see there changes what you do next. Which set may be looked at so often?"),
    "F": ("validation", "two ways are compared and one is kept: a choice."),
}
_RIGHT_SETS = {letter: name for letter, (name, _) in _SITUATIONS.items()}


def _read_set(letter, said):
    plain = str(said).strip().lower().removesuffix(" set")
    plain = {"train": "training", "val": "validation", "testing": "test"}.get(plain, plain)
    if plain not in ("training", "validation", "test"):
        raise NotYet(
            f'sets["{letter}"] is {said!r}; needed "training", "validation" or "test".',
            "the spelling: use one of the three words, one for each letter.",
        )
    return plain


@exercise(
    hints=[
        "Three questions: does it teach, does it help to choose, or does it only tell how good it became?",
        "What teaches belongs to the training set. What helps to choose anything, to the validation set.",
        "Only one of the six is for the test set.",
    ],
    right=[
        answers(_RIGHT_SETS),
        answers({letter: f"{name} set" for letter, name in _RIGHT_SETS.items()}),
        answers(dict(reversed(_RIGHT_SETS.items()))),
    ],
    wrong=[
        answers({**_RIGHT_SETS, "A": "test"}, says="may teach"),
        answers({**_RIGHT_SETS, "B": "training"}, says="between settings"),
        answers({**_RIGHT_SETS, "C": "validation"}, says="choose nothing"),
        answers({**_RIGHT_SETS, "D": "validation"}, says="it learns from"),
        answers({**_RIGHT_SETS, "E": "test"}, says="so often"),
        answers({**_RIGHT_SETS, "F": "test"}, says="a choice"),
        answers({**_RIGHT_SETS, "F": "all"}, says="one of the three words"),
        answers({"A": "training"}, says="no answer for B, C, D, E, F"),
        answers(list(_RIGHT_SETS.values()), says="dictionary"),
    ],
    remember="Training teaches, validation chooses, the test tells. Once.",
)
def sets(sets):
    """Name the set that each situation asks for."""
    given_letters("sets", sets, _SITUATIONS, _read_set)


# --- batches ------------------------------------------------------------------------------------------------


class _Files:
    """A flow of pictures that counts how often one is read."""

    def __init__(self, count: int):
        from course_utils.training import tf

        self.reads = 0

        def read(number):
            self.reads += 1
            return np.full((2, 2, 3), number, np.float32), np.int64(number)

        def open_file(number):
            image, label = tf.numpy_function(read, [number], [tf.float32, tf.int64])
            return tf.ensure_shape(image, (2, 2, 3)), tf.ensure_shape(label, ())

        self.flow = tf.data.Dataset.range(count).map(open_file)
        self.flow.__deepcopy__ = lambda memo: self.flow  # a flow is not changed by its steps


def _apart(flow, count):
    """A mistake: pictures and labels are shuffled each on its own."""
    pictures = flow.map(lambda image, _: image).cache().shuffle(count)
    labels = flow.map(lambda _, label: label).shuffle(count)
    return type(flow).zip((pictures, labels)).batch(32)


def _all_of_one_size(flow, count):
    """A mistake that shows only when the flow is gone through: the last batch is smaller."""
    from course_utils.training import tf

    batches = flow.cache().shuffle(count).batch(32)
    return batches.map(lambda images, labels: (tf.reshape(images, (32, 2, 2, 3)), labels))


def _steps(make):
    """An answer: what `make` does with the flow."""
    return lambda pictures, count: make(pictures, count)


@exercise(
    points=2,
    hints=[
        "What of this is to happen once, and what in each pass anew? Which step keeps what came past?",
        "What should be read once stands before `cache`. What should be new in each pass stands behind it. "
        "What is moved one by one stands before `batch`.",
        "Begin with `pictures.cache()` and end with `.batch(32)`. What stands between them, and how many "
        "must its box hold?",
    ],
    right=[
        answers(_steps(lambda flow, count: flow.cache().shuffle(count).batch(32))),
        answers(_steps(lambda flow, count: flow.cache().shuffle(count).batch(32).prefetch(2))),
        answers(_steps(lambda flow, count: flow.cache().shuffle(10 * count, seed=1).batch(32))),
        answers(
            _steps(lambda flow, count: flow.batch(32).cache().unbatch().shuffle(count).batch(32).prefetch(1))
        ),
    ],
    wrong=[
        answers(lambda flow, count: flow.shuffle(count).batch(32), says="`cache`"),
        answers(lambda flow, count: flow.shuffle(count).cache().batch(32), says="froze"),
        answers(lambda flow, count: flow.shuffle(count).batch(32).cache(), says="froze"),
        answers(
            lambda flow, count: flow.cache().shuffle(count, reshuffle_each_iteration=False).batch(32),
            says="froze",
        ),
        answers(lambda flow, count: flow.cache().batch(32), says="`shuffle`"),
        answers(lambda flow, count: flow.cache().batch(32).shuffle(count), says="stay together"),
        answers(lambda flow, count: flow.batch(32).cache().shuffle(count), says="stay together"),
        answers(lambda flow, count: flow.cache().shuffle(32).batch(32), says="the box"),
        answers(lambda flow, count: flow.cache().shuffle(100).batch(32), says="the box"),
        answers(lambda flow, count: flow.cache().shuffle(count), says="`batch(32)`"),
        answers(lambda flow, count: flow.cache().shuffle(count).batch(16), says="`batch(32)`"),
        answers(lambda flow, count: flow.cache().shuffle(count).batch(count), says="`batch(32)`"),
        answers(
            lambda flow, count: flow.cache().shuffle(count).batch(32, drop_remainder=True), says="left out"
        ),
        answers(lambda flow, count: flow.cache().shuffle(count).batch(32).take(3), says="left out"),
        answers(lambda flow, count: flow.cache().shuffle(count).repeat(2).batch(32), says="more than once"),
        answers(lambda flow, count: flow.cache().shuffle(count).batch(32).repeat(), says="more than once"),
        answers(
            lambda flow, count: flow.shuffle(count).cache().shuffle(8).batch(32), says="how far it reaches"
        ),
        answers(
            lambda flow, count: flow.shuffle(count).cache().shuffle(32).batch(32), says="how far it reaches"
        ),
        answers(lambda flow, count: flow.cache().shuffle(count).batch(32).batch(2), says="`batch(32)`"),
        answers(
            lambda flow, count: flow.cache().batch(32).shuffle(count).unbatch().batch(32),
            says="stay together",
        ),
        answers(
            lambda flow, count: flow.map(lambda x, y: (y, x)).cache().shuffle(count).batch(32),
            says="in this order",
        ),
        answers(_apart, says="moves together"),
        answers(_all_of_one_size, says="going through"),
        answers(lambda flow, count: (flow.cache(), flow.shuffle(count), flow)[-1], says="a new flow"),
        answers(
            lambda flow, count: (flow.cache(), flow.shuffle(count), flow.batch(32))[-1], says="a new flow"
        ),
        answers(lambda flow, count: list(flow.cache().shuffle(count).batch(32)), says="a flow"),
        answers(lambda flow, count: print(flow), says="`print`"),
    ],
    remember="`cache`, `shuffle`, `batch`, `prefetch`: read once, mix one by one, then in batches.",
)
def training_batches(training_batches):
    """Put the steps from files to batches in order."""
    for count in (330, 3000):
        _judge_batches(training_batches, count)


def _judge_batches(training_batches, count):
    """Go twice through the flow that an answer makes."""
    from course_utils.training import tf

    files = _Files(count)
    trial = attempt(training_batches, files.flow, count)
    trial.must(
        isinstance(trial.value, tf.data.Dataset),
        "a flow of batches, a `tf.data.Dataset`",
        "the result: what the last of the steps gives, a flow that can be gone through again and again.",
    )
    returned = (
        "What became of the steps? Each gives a new flow and leaves the old one as it was: keep the new one."
    )
    trial.must(
        trial.value is not files.flow, "another flow, of batches", f"the flow you were given. {returned}"
    )
    form = "what comes: a batch of pictures, then their labels, in this order."
    spec = trial.value.element_spec
    trial.must(isinstance(spec, tuple) and len(spec) == 2, "pictures and labels", form)
    passes = []
    for _ in range(2):
        batches = _go_through(trial.value, 2 * count)
        trial.must(all(i.ndim == n.ndim + 3 for i, n in batches), "pictures and labels", form)
        passes.append([np.ravel(numbers) for _, numbers in batches])
        sizes = [len(numbers) for numbers in passes[-1]]
        came = np.concatenate([*passes[-1], np.zeros(0, int)])
        one_pass = (
            f"a pass through your flow has {len(came)} pictures, {(sizes or [0])[0]} in the first batch"
        )
        _require(
            all(np.all(images == numbers[..., None, None, None]) for images, numbers in batches),
            "the labels that come with the pictures are not theirs",
            "each with its own",
            "what goes with what: a picture moves together with its label, and neither is changed.",
        )
        _require(
            len(set(came.tolist())) == len(came),
            one_pass,
            f"{count} pictures",
            "what comes more than once: nothing is to be repeated within a pass.",
        )
        is_batched = sum(size != 32 for size in sizes) <= 1 and max(sizes, default=0) <= 32
        is_batched = is_batched and all(images.ndim == 4 for images, _ in batches)
        idea = "the size of the batches: `batch(32)` makes them."
        idea = f"{idea} {returned}" if getattr(spec[0], "shape", None) == (2, 2, 3) else idea
        _require(is_batched, one_pass, "batches of 32", idea)
        _require(
            set(came.tolist()) == set(range(count)),
            one_pass,
            f"all {count}",
            "what was left out: all come in each pass.",
        )
    first, second = (np.concatenate(numbers) for numbers in passes)
    _require(
        files.reads == count,
        f"in two passes files were read {files.reads} times",
        f"{count}, once each",
        f"`cache`: it keeps what has been read. {returned}",
    )
    begin = f"the first batch begins with the pictures {passes[0][0][:6].tolist()}"
    _require(
        not np.array_equal(first, np.arange(count)),
        f"{begin}, as in the folder",
        "a mixture",
        f"`shuffle`: it mixes the pictures. {returned}",
    )
    _require(
        not np.array_equal(first, second),
        "both passes have the same order",
        "another one in each",
        "what froze it: `cache` keeps what stands before it, a shuffle too. Or was that told to repeat?",
    )
    together = _still_together(*passes)
    came = f"of two pictures in one batch, {together:.0%} are together in the next pass again"
    _require(
        together < 0.9 and np.mean(np.diff(first) == 1) < 0.5,
        came,
        f"about {32 / count:.0%}, by chance",
        "the batches: they move as a whole, so their pictures stay together. Shuffle pictures, not batches.",
    )
    _require(
        passes[0][0].max() > 0.6 * count,
        f"{begin}; the highest in it is {passes[0][0].max()}",
        f"pictures from all {count}",
        "the box of `shuffle`: it holds too few, so those from the beginning of the folder come first.",
    )
    _require(
        together < 2 * 32 / count,
        came,
        f"about {32 / count:.0%}, by chance",
        "what is mixed anew: `cache` keeps the first mixture, so look at the shuffle behind it, and "
        "how far it reaches.",
    )


def _go_through(flow, most):
    """The batches of one pass as arrays, at most so many."""
    try:
        return [(np.asarray(images), np.asarray(labels)) for images, labels in flow.take(most)]
    except Exception as error:  # a step raises when a flow is gone through, not where it is written
        raised = f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0][:120]}"
        raise NotYet(
            f"going through your flow raised {raised}", "what your steps do with each picture."
        ) from None


def _still_together(first, second):
    """Of all pairs that share a batch in the first pass, the part that shares one in the second pass too."""
    batch_of = {number: at for at, batch in enumerate(second) for number in batch.tolist()}
    pairs = [np.bincount([batch_of[number] for number in batch.tolist()]) for batch in first]
    return sum((counts * (counts - 1)).sum() for counts in pairs) / sum(
        len(one) * (len(one) - 1) for one in first
    )


quiz = Quiz(
    Question(
        "A classifier tells wolves from dogs, and is right on nearly all pictures of its test. All wolves "
        "were taken in snow. What do you know?",
        wrong("It has learned wolves", "Snow alone would give the same score. The test had the same snow."),
        right(
            "It may have learned the snow",
            "Try wolves on grass and dogs in snow. Only pictures collected in another way can tell.",
        ),
        wrong("The test set was too small", "A larger one with the same snow would say the same."),
    ),
    Question(
        "Two people agree on 95 of 100 labels, and kappa is near 0. How can that be?",
        right(
            "Nearly all pictures have one label",
            "If both say “no flaw” almost always, they agree by luck on nearly as many.",
        ),
        wrong("One of them counted wrongly", "Both numbers can be true: kappa takes luck off."),
        wrong("They disagree on purpose", "Then they would agree less often than by luck: kappa is below 0."),
    ),
    Question(
        "You oversample the rare class, then shuffle, then split. What happens to the rare class’s score?",
        wrong("It becomes fairer", "Copies of one picture are now on both sides."),
        right(
            "It becomes far too high",
            "Many rare test pictures have a copy in training. Split first, then oversample the training set.",
        ),
        wrong("Nothing", "It would be so if no copy crossed the line. By chance most do."),
    ),
    Question(
        "You use a seed for your random split. What does it do?",
        right(
            "It makes the split repeatable", "The same seed gives the same parts. They may still be unlucky."
        ),
        wrong("It makes the split fair", "Any seed can give a lucky or an unlucky split."),
        wrong("It keeps copies apart", "Nothing but a search for copies does."),
    ),
    Question(
        "A phone shall recognise plants that its owner photographs. Your pictures come from 40 people, "
        "many of each. How do you split?",
        wrong("Shuffle all pictures", "Then everybody is on both sides, and new owners are never tested."),
        wrong("Stratify by class", "A good idea as well, but it does not keep people apart."),
        right(
            "Keep each person's pictures on one side",
            "Owners will be new people, with new phones and gardens. So should be those in the test.",
        ),
    ),
)
