"""Lesson 15: votes, correlated errors, bagging, boosting, test-time augmentation, fair comparisons."""

from itertools import combinations

import numpy as np

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, given, given_letters


class _Named:
    """A function that is given to a learner's, and is called by its name in what the learner is told."""

    def __init__(self, function):
        self.function, self.__name__ = function, function.__name__

    def __call__(self, *arguments, **settings):
        return self.function(*arguments, **settings)

    def __repr__(self):
        return self.__name__

    def __deepcopy__(self, memo):
        return self  # a function is not copied either


# --- three who vote ---------------------------------------------------------------------------------------


@exercise(
    hints=[
        "The majority is right if all three are right, or if two are. Work out both, and add.",
        "All three: `0.8 * 0.8 * 0.8`. The first two right and the third wrong: `0.8 * 0.8 * 0.2`.",
        "The one who is wrong may be the first, the second or the third: `0.8**3 + 3 * 0.8**2 * 0.2`.",
    ],
    right=[
        answers(0.8**3 + 3 * 0.8**2 * 0.2),
        answers(0.896),
        answers(np.float32(1 - 0.2**3 - 3 * 0.2**2 * 0.8)),
    ],
    mistakes=[
        mistake(0.8, says="what voting changes: one may be wrong, and the other two outvote it."),
        mistake(0.8**3, says="two who are right and one who is wrong: they are a majority, too."),
        mistake(1 - 0.2**3, says="the majority: that only one of three is right is not enough."),
        mistake(3 * 0.8**2 * 0.2, says="all three right: that is a majority, too. Add it."),
        mistake(0.8**2 * 0.2, says="who is wrong: it may be the first, the second or the third."),
        mistake(
            0.8**2,
            says="which two are right: not only the first two. Anyone of the three may be the wrong one.",
        ),
        mistake(89.6, says="the scale: a share between 0 and 1, not per cent."),
        mistake(2.4, says="the scale: a share between 0 and 1. Shares of three are not added up."),
        mistake(0.104, says="which one is asked: how often the majority is *right*."),
    ],
    remember="Whoever errs alone is outvoted. That helps only if they err on different pictures.",
)
def three_right(three_right):
    """Work out how often a majority of three is right."""
    given("three_right", three_right).gives(
        0.896, idea="the ways to a majority: all three right, or two right and one wrong.", tolerance=6e-4
    )


# --- how alike the errors are -----------------------------------------------------------------------------


def _table(wrong):
    return np.corrcoef(np.asarray(wrong, dtype=float))


def _correlation(wrong):
    table = _table(wrong)
    return table[~np.eye(len(table), dtype=bool)].mean()


def _correlation_by_pairs(wrong):
    return float(np.mean([np.corrcoef(one, other)[0, 1] for one, other in combinations(wrong, 2)]))


def _correlation_by_sums(wrong):
    n = len(wrong)
    return (_table(wrong).sum() - n) / (n * (n - 1))


def _correlation_by_hand(wrong):
    wrong = np.array(wrong, dtype=float)
    z = (wrong - wrong.mean(axis=1, keepdims=True)) / wrong.std(axis=1, keepdims=True)
    return sum(np.mean(z[i] * z[j]) for i, j in combinations(range(len(z)), 2)) / (len(z) * (len(z) - 1) / 2)


def _of_pairs(measure):
    """A mistake: the mean over all pairs of models of something that is no correlation."""
    return lambda wrong: float(np.mean([measure(a, b) for a, b in combinations(np.asarray(wrong, bool), 2)]))


def _zero_diagonal(wrong):
    table = _table(wrong)
    np.fill_diagonal(table, 0)
    return table.mean()


@exercise(
    points=2,
    hints=[
        "`np.corrcoef(wrong)` gives the whole table at once: a row and a column for each model.",
        "On its diagonal each model meets itself, which gives 1. Those places do not count.",
        "The table's sum without the diagonal: `table.sum() - n`, for `n` models. Divide by how many places "
        "are left.",
    ],
    right=[
        answers(_correlation),
        answers(_correlation_by_pairs),
        answers(_correlation_by_sums),
        answers(_correlation_by_hand),
        answers(lambda wrong: _table(wrong)[np.triu_indices(len(wrong), 1)].mean()),
    ],
    mistakes=[
        mistake(
            lambda wrong: _table(wrong).mean(),
            says="the diagonal: there each model meets itself, which always gives 1. Leave it out.",
        ),
        mistake(
            _zero_diagonal,
            says="what you divide by: with the diagonal left out, there are fewer places in the table.",
        ),
        mistake(
            lambda wrong: _table(wrong).sum() - len(wrong),
            says="the mean: divide by how many pairs you added up.",
        ),
        mistake(
            lambda wrong: _table(wrong)[np.triu_indices(len(wrong), 1)].sum(),
            says="the mean: divide by how many pairs you added up.",
        ),
        mistake(lambda wrong: _table(wrong), says="what is asked: one number, the mean over all pairs."),
        mistake(
            lambda wrong: _table(wrong)[0, 1], says="the other pairs: these are only the first two models."
        ),
        mistake(
            lambda wrong: _table(wrong)[0, 1:].mean(),
            says="the other pairs: this is the first model with each other one.",
        ),
        mistake(
            lambda wrong: np.diag(_table(wrong), 1).mean(),
            says="the other pairs: each model with *every* other one, not only with the next.",
        ),
        mistake(
            lambda wrong: np.abs(_correlation(wrong)), says="the sign: a correlation below 0 stays below 0."
        ),
        mistake(
            lambda wrong: np.abs(_table(wrong)[np.triu_indices(len(wrong), 1)]).mean(),
            says="the sign: a correlation below 0 stays below 0.",
        ),
        mistake(
            _of_pairs(lambda a, b: np.mean(a & b)),
            says="luck: two bad models are often wrong together without being alike. `np.corrcoef` takes "
            "luck off.",
        ),
        mistake(
            _of_pairs(lambda a, b: np.mean(a == b)),
            says="luck: two good models agree on most pictures without being alike. `np.corrcoef` takes "
            "luck off.",
        ),
        mistake(
            _of_pairs(lambda a, b: np.sum(a & b) / np.sum(a | b)),
            says="the measure: this is the share of wrong pictures that both miss. A correlation also takes "
            "luck off: `np.corrcoef`.",
        ),
        mistake(
            lambda wrong: np.median(_table(wrong)[np.triu_indices(len(wrong), 1)]),
            says="the mean over all pairs, not the one in the middle.",
        ),
        mistake(
            lambda wrong: _table(wrong)[np.triu_indices(len(wrong), 1)].max(),
            says="the mean over all pairs, not the largest.",
        ),
        mistake(
            lambda wrong: np.mean(wrong), says="the pairs: this is how often a model is wrong, not how alike."
        ),
    ],
    wrong=[answers(lambda wrong: _correlation(np.asarray(wrong).T), says="no `.T` is needed")],
    remember="Near 0 they err independently, at 1 on the same pictures.",
)
def error_correlation(error_correlation):
    """Measure how alike the errors of several models are."""
    rng = np.random.default_rng(3)
    for models, count, shared in [(4, 60, 0.5), (5, 80, 0.2), (2, 40, -1), (3, 50, 0.8)]:
        hard = rng.random(count) < 0.3
        if shared < 0:  # whoever is right where the other is wrong
            wrong = np.array([hard, ~hard ^ (rng.random(count) < 0.3)])
        else:
            own = rng.random((models, count)) < np.linspace(0.2, 0.5, models)[:, np.newaxis]
            wrong = np.where(rng.random((models, count)) < shared, hard, own)
        with np.errstate(all="ignore"):
            trial = attempt(error_correlation, wrong)
        is_nan = isinstance(trial.value, (float, np.floating)) and np.isnan(trial.value)
        trial.must(
            not is_nan,
            "a number",
            "the rows: each row is a *model*. `np.corrcoef` compares rows, so no `.T` is needed.",
        )
        trial.gives(
            float(_correlation(wrong)),
            idea="the mean correlation over all pairs of different models, each pair of rows of `wrong`.",
        )


# --- bagging ----------------------------------------------------------------------------------------------


def _bagged(draw):
    """An answer that draws places with `draw(rng, n)`, anew for each model."""

    def bagged_votes(grow, images, labels, new_images, count, rng):
        votes = []
        for _ in range(count):
            places = draw(rng, len(labels))
            votes.append(grow(images[places], labels[places]).predict(new_images))
        return np.array(votes)

    return bagged_votes


def _bagged_by_resample(grow, images, labels, new_images, count, rng):
    from sklearn.utils import resample

    votes = []
    for _ in range(count):
        drawn, drawn_labels = resample(images, labels, random_state=int(rng.integers(1_000_000)))
        votes.append(list(grow(drawn, drawn_labels).predict(new_images)))
    return votes


def _bagged_in_advance(grow, images, labels, new_images, count, rng):
    places = rng.choice(len(labels), (count, len(labels)))
    models = [grow(images[row], labels[row]) for row in places]
    return np.stack([model.predict(new_images) for model in models])


def _one_draw(grow, images, labels, new_images, count, rng):
    places = rng.integers(0, len(labels), len(labels))
    model = grow(images[places], labels[places])
    return np.array([model.predict(new_images) for _ in range(count)])


def _one_draw_grown_again(grow, images, labels, new_images, count, rng):
    places = rng.integers(0, len(labels), len(labels))
    return np.array([grow(images[places], labels[places]).predict(new_images) for _ in range(count)])


def _pairs_torn(grow, images, labels, new_images, count, rng):
    n = len(labels)
    return np.array(
        [
            grow(images[rng.integers(0, n, n)], labels[rng.integers(0, n, n)]).predict(new_images)
            for _ in range(count)
        ]
    )


def _majority(grow, images, labels, new_images, count, rng):
    votes = _bagged(lambda rng, n: rng.integers(0, n, n))(grow, images, labels, new_images, count, rng)
    return np.array([np.bincount(column).argmax() for column in votes.T])


def _same_rng_again(grow, images, labels, new_images, count, rng):
    return _bagged(lambda _, n: np.random.default_rng(0).integers(0, n, n))(
        grow, images, labels, new_images, count, rng
    )


@exercise(
    points=2,
    hints=[
        "One model: draw as many places as there are labels, with repetitions, as for the bootstrap in "
        "lesson 13. Then take images *and* labels at those places.",
        "`places = rng.integers(0, len(labels), len(labels))`, then `grow(images[places], labels[places])`.",
        "In a loop over `range(count)`: draw, grow, and append `model.predict(new_images)` to a list. After "
        "it, return `np.array` of the list.",
    ],
    right=[
        answers(_bagged(lambda rng, n: rng.integers(0, n, n))),
        answers(_bagged(lambda rng, n: rng.choice(np.arange(n), n, replace=True))),
        answers(_bagged_by_resample),
        answers(_bagged_in_advance),
    ],
    mistakes=[
        mistake(
            lambda grow, images, labels, new_images, count, rng: np.array(
                [grow(images, labels).predict(new_images)] * count
            ),
            says="the draws: each of your models learned from all pictures, so all vote alike. Draw as many, "
            "with repetitions.",
        ),
        mistake(
            _majority,
            says="what is asked: all votes, a row for each model. They are counted later.",
        ),
        mistake(
            lambda grow, images, labels, new_images, count, rng: _bagged(
                lambda rng, n: rng.integers(0, n, n)
            )(grow, images, labels, images, count, rng),
            says="what is predicted: `new_images`, not the pictures that were learned from.",
        ),
        mistake(
            lambda grow, images, labels, new_images, count, rng: _bagged(
                lambda rng, n: rng.integers(0, n, n)
            )(grow, images, labels, new_images, count, rng).mean(axis=0),
            says="what is asked: all votes, a row for each model. A mean of class numbers is no class.",
        ),
    ],
    wrong=[
        answers(_bagged(lambda rng, n: rng.choice(n, n // 2)), says="as many"),
        answers(_bagged(lambda rng, n: rng.choice(n, n // 2, replace=False)), says="as many"),
        answers(_bagged(lambda rng, n: rng.choice(n, 2 * n)), says="as many"),
        answers(_bagged(lambda rng, n: rng.integers(0, n - 1, n)), says="last picture"),
        answers(_bagged(lambda rng, n: rng.integers(0, n // 2, n)), says="is never drawn"),
        answers(_one_draw, says="once for each"),
        answers(_one_draw_grown_again, says="draw anew"),
        answers(_pairs_torn, says="same places"),
        answers(_same_rng_again, says="draw anew"),
        answers(_bagged(lambda rng, n: np.random.default_rng().integers(0, n, n)), says="from `rng`"),
        answers(_bagged(lambda rng, n: np.random.randint(0, n, n)), says="from `rng`"),
        answers(
            lambda grow, images, labels, new_images, count, rng: _bagged(
                lambda rng, n: rng.integers(0, n, n)
            )(grow, images, labels, new_images, 25, rng),
            says="`count`",
        ),
        answers(
            lambda grow, images, labels, new_images, count, rng: print(
                _bagged_in_advance(grow, images, labels, new_images, count, rng)
            ),
            says="`print`",
        ),
    ],
    remember="Each model saw about two thirds of the pictures, some of them several times.",
)
def bagged_votes(bagged_votes):
    """Grow each model from pictures drawn anew, and collect their votes."""
    rng = np.random.default_rng(4)
    for n, count in [(150, 6), (120, 9)]:
        seen: list[tuple[np.ndarray, np.ndarray, object]] = []
        images = rng.permutation(n)[:, np.newaxis] * np.array([[1.0, 0.5]])  # no two alike
        labels = rng.permutation(n)
        new_images = rng.random((40, 2)) * n

        @_Named
        def grow(images, labels, seen=seen):
            """Return a model that has learned from these pictures, and remember which they were."""
            model = _Nearest(np.asarray(images), np.asarray(labels))
            seen.append((model.images, model.labels, model))
            return model

        def drawn(
            numbers, grow=grow, images=images, labels=labels, new_images=new_images, count=count, seen=seen
        ):
            seen.clear()
            trial = attempt(
                bagged_votes, grow, images, labels, new_images, count, np.random.default_rng(numbers)
            )
            return trial, list(seen)

        trial, models = drawn(5)
        trial.must(bool(models), "the votes of models that were grown", "`grow(…)`: it makes a model.")
        if len(models) == 1 and not _is_whole(models[0][1], labels):
            trial.must(
                False,
                f"{count} models, each grown from pictures of its own",
                "the loop: draw and grow inside it, once for each model. Yours grew only one.",
            )
        trial.must(
            len(models) == count,
            f"{count} models; yours grew {len(models)}",
            "`grow(…)`: call it once for each model, `count` times in all.",
        )
        _must_be_drawn(trial, models, images, labels)
        for other, same in ((5, True), (6, False)):
            _, more = drawn(other)
            alike = all(np.array_equal(a[1], b[1]) for a, b in zip(models, more, strict=False))
            trial.must(
                alike == same,
                "the same draws with the same `rng`, and others with another",
                "chance: take it from `rng`, the argument, anew for each model.",
            )
        trial.gives(
            np.array([model.predict(new_images) for *_, model in models]),
            idea="the votes: a row for each of the `count` models, with what it predicts for each of "
            "`new_images`.",
        )


class _Nearest:
    """A model that gives each new picture the label of the nearest one that it was grown from."""

    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __repr__(self):
        return "a model"

    def predict(self, new_images):
        apart = np.asarray(new_images)[:, np.newaxis] - self.images
        return self.labels[np.abs(apart).sum(axis=2).argmin(axis=1)]


def _is_whole(some, labels):
    return len(some) == len(labels) and len(np.unique(some)) == len(labels)


def _must_be_drawn(trial, models, images, labels):
    """Say what is not right about the pictures that each model was grown from."""
    n = len(labels)
    whole = all(_is_whole(some, labels) for _, some, _ in models)
    label_of = {tuple(image): label for image, label in zip(images, labels, strict=True)}
    torn = any(
        label_of.get(tuple(image)) != label
        for drawn, some, _ in models
        for image, label in zip(drawn, some, strict=False)
    )
    trial.must(
        not torn,
        "each picture with its own label",
        "the pairs: draw places once, and take images and labels at the same places.",
    )
    sizes = {len(some) for _, some, _ in models}
    trial.must(
        sizes == {n},
        f"models grown from {n} pictures each; these got {', '.join(map(str, sorted(sizes)))}",
        "how many are drawn: as many as there are labels, with repetitions.",
    )
    trial.must(
        not whole,
        "draws in which some pictures come twice, and some not at all",
        "the draws: with repetitions. Yours are all pictures in another order.",
    )
    equal = all(np.array_equal(models[0][1], some) for _, some, _ in models[1:])
    trial.must(
        not equal,
        "other pictures for each model",
        "the draws: draw anew for each model. All of yours learned from the same ones.",
    )
    ever = np.unique(np.concatenate([some for _, some, _ in models]))
    share = np.mean([len(np.unique(some)) / n for _, some, _ in models])
    if labels[-1] not in ever:
        last = "the last picture" if len(ever) > 0.9 * n else "a part of the pictures"
        trial.must(
            False,
            "draws from all pictures",
            f"the range: {last} is never drawn. `rng.integers(0, n, n)` already stops before `n`.",
        )
    trial.must(
        0.55 < share < 0.71,
        f"draws that hold about 63 in 100 of the pictures; yours hold {100 * share:.0f}",
        "the draws: each place by chance, with repetitions, from all places.",
    )


# --- boosting ---------------------------------------------------------------------------------------------


def _boosted(weights, wrong, classes):
    return np.where(
        wrong,
        weights / weights[wrong].sum() * (classes - 1) / classes,
        weights / weights[~wrong].sum() / classes,
    )


def _boosted_by_factor(weights, wrong, classes):
    error = weights[wrong].sum() / weights.sum()
    say = np.log((1 - error) / error) + np.log(classes - 1)
    raised = weights * np.exp(say * wrong)
    return raised / raised.sum()


def _boosted_in_a_loop(weights, wrong, classes):
    heavy = sum(w for w, bad in zip(weights, wrong, strict=True) if bad)
    light = sum(w for w, bad in zip(weights, wrong, strict=True) if not bad)
    return [
        w / heavy * (classes - 1) / classes if bad else w / light / classes
        for w, bad in zip(weights, wrong, strict=True)
    ]


def _boosted_in_place(weights, wrong, classes):
    weights[wrong] *= (classes - 1) / classes / weights[wrong].sum()
    weights[~wrong] *= 1 / classes / weights[~wrong].sum()
    return weights


def _with(heavy):
    """A mistake: another share for the scans that were wrong."""
    return lambda weights, wrong, classes: np.where(
        wrong,
        weights / weights[wrong].sum() * heavy(classes),
        weights / weights[~wrong].sum() * (1 - heavy(classes)),
    )


@exercise(
    hints=[
        "There are two groups: `weights[wrong]` and `weights[~wrong]`. What does each add up to now, and "
        "what shall it add up to?",
        "Divide a group by its sum, and it adds up to 1. Then multiply by what it shall add up to.",
        "`raised = weights.copy()`, then `raised[wrong] *= (classes - 1) / classes / raised[wrong].sum()`, "
        "and the same for `~wrong` with `1 / classes`.",
    ],
    right=[
        answers(_boosted),
        answers(_boosted_by_factor),
        answers(_boosted_in_a_loop),
        answers(lambda weights, wrong, classes: _boosted_in_place(weights.copy(), wrong, classes)),
    ],
    mistakes=[
        mistake(
            lambda weights, wrong, classes: _boosted(weights, ~wrong, classes),
            says="the groups: those that were *wrong* shall weigh more.",
        ),
        mistake(
            _with(lambda classes: 1 / 2),
            says="the share: with two classes the wrong ones weigh one half; with more, "
            "`(classes - 1) / classes`.",
        ),
        mistake(
            lambda weights, wrong, classes: np.where(
                wrong, (classes - 1) / classes / wrong.sum(), 1 / classes / (~wrong).sum()
            ),
            says="the weights from before: within a group they keep their proportions.",
        ),
        mistake(
            lambda weights, wrong, classes: np.where(wrong, (classes - 1) / classes, 1 / classes),
            says="the sum of a group: all that were wrong *together* weigh `(classes - 1) / classes`.",
        ),
        mistake(
            lambda weights, wrong, classes: np.where(
                wrong, weights * (classes - 1) / classes, weights / classes
            ),
            says="the sum of a group: divide by what it adds up to now, before you multiply.",
        ),
        mistake(
            lambda weights, wrong, classes: np.where(
                wrong, weights / weights[wrong].sum() * (classes - 1) / classes, weights
            ),
            says="the other group: those that were right shall together weigh `1 / classes`.",
        ),
        mistake(
            lambda weights, wrong, classes: (
                np.where(wrong, classes * weights, weights)
                / np.where(wrong, classes * weights, weights).sum()
            ),
            says="the factor: it is chosen so that those that were wrong weigh `(classes - 1) / classes`. "
            "Divide each group by its own sum.",
        ),
        mistake(
            lambda weights, wrong, classes: np.where(
                wrong,
                weights / wrong.sum() * (classes - 1) / classes,
                weights / (~wrong).sum() / classes,
            ),
            says="what you divide by: the *weights* of a group added up, not how many scans are in it.",
        ),
        mistake(
            lambda weights, wrong, classes: np.where(
                wrong,
                weights / weights[wrong].sum() * (classes - 1),
                weights / weights[~wrong].sum(),
            ),
            says="the sum: all weights together are 1. Divide by `classes` at the end.",
        ),
    ],
    wrong=[answers(_boosted_in_place, says="copy")],
    remember="After that the last tree is no better than a guess: the next must find something new.",
)
def boosted(boosted):
    """Give more weight to the scans that were wrong."""
    rng = np.random.default_rng(6)
    for count, classes in [(6, 3), (40, 10), (30, 2), (12, 5)]:
        weights = rng.random(count) + 0.1
        weights /= weights.sum()
        wrong = np.isin(np.arange(count), rng.permutation(count)[: count // 3])
        attempt(boosted, weights, wrong, classes).gives(
            _boosted(weights, wrong, classes),
            idea="what each group adds up to: those that were wrong `(classes - 1) / classes`, the others "
            "`1 / classes`.",
        )


# --- mirrored, too ----------------------------------------------------------------------------------------


def _mirrored(turn):
    return lambda predict, images: (np.asarray(predict(images)) + np.asarray(predict(turn(images)))) / 2


def _mirrored_at_once(predict, images):
    both = predict(np.concatenate([images, np.flip(images, axis=2)]))
    return np.mean(np.split(np.asarray(both), 2), axis=0)


def _mirrored_by_pillow(predict, images):
    from PIL import Image, ImageOps

    turned = np.stack([np.asarray(ImageOps.mirror(Image.fromarray(image))) for image in images])
    return np.mean([predict(images), predict(turned)], axis=0)


@exercise(
    hints=[
        "The images are `(n, height, width, 3)`. Which axis runs from left to right?",
        "`images[:, :, ::-1]` turns the third axis, the width, round.",
        "Call `predict` twice, on `images` and on the mirrored ones, add both, and divide by 2.",
    ],
    right=[
        answers(_mirrored(lambda images: images[:, :, ::-1])),
        answers(_mirrored_at_once),
        answers(_mirrored_by_pillow),
        answers(_mirrored(lambda images: np.array([np.fliplr(image) for image in images]))),
    ],
    mistakes=[
        mistake(
            _mirrored(lambda images: images[:, ::-1]),
            says="the axis: this turns pictures upside down. Left to right is the third axis.",
        ),
        mistake(
            _mirrored(lambda images: images[..., ::-1]),
            says="the axis: this swaps red and blue. Left to right is the third axis.",
        ),
        mistake(
            _mirrored(lambda images: images[::-1]),
            says="the axis: this turns the *order* of the pictures round, so probabilities of different "
            "pictures are mixed.",
        ),
        mistake(
            _mirrored(lambda images: images[:, ::-1, ::-1]),
            says="the axes: this also turns pictures upside down. Turn the third axis only.",
        ),
        mistake(
            lambda predict, images: predict(images[:, :, ::-1]),
            says="the unchanged pictures: both count, these and the mirrored ones.",
        ),
        mistake(lambda predict, images: predict(images), says="the mirrored pictures: they count as well."),
        mistake(
            lambda predict, images: predict(images) + predict(images[:, :, ::-1]),
            says="the mean: probabilities of one picture add up to 1. Divide by 2.",
        ),
        mistake(
            lambda predict, images: np.maximum(predict(images), predict(images[:, :, ::-1])),
            says="the mean, not the larger one: probabilities of one picture add up to 1.",
        ),
        mistake(
            lambda predict, images: predict((images[:, :, ::-1] / 2 + images / 2).astype("uint8")),
            says="what is averaged: probabilities, not pictures. This shows the network a ghost.",
        ),
        mistake(
            lambda predict, images: _mirrored(lambda images: images[:, :, ::-1])(predict, images).argmax(
                axis=1
            ),
            says="what is asked: the averaged probabilities, a row for each picture, not yet the class.",
        ),
        mistake(
            lambda predict, images: np.concatenate([predict(images), predict(images[:, :, ::-1])]),
            says="the mean: each picture has two rows now. Add them and divide by 2.",
        ),
        mistake(
            lambda predict, images: np.stack([predict(images), predict(images[:, :, ::-1])]),
            says="the mean: each picture has two rows now. `axis=0` of a stack of both is what to average.",
        ),
    ],
    remember="The network is asked twice, so predicting takes twice as long.",
)
def mirrored_too(mirrored_too):
    """Ask a network about pictures and about their mirror images."""
    rng = np.random.default_rng(8)
    for n, height, width, classes in [(4, 5, 7, 3), (2, 6, 4, 5)]:
        images = rng.integers(0, 256, (n, height, width, 3), dtype=np.uint8)
        weights = rng.normal(0, 1 / 128, (height * width * 3, classes))

        @_Named
        def predict(images, weights=weights):
            """Return probabilities, a row for each picture."""
            logits = np.asarray(images).reshape(len(images), -1).astype(float) @ weights
            powers = np.exp(logits - logits.max(axis=1, keepdims=True))
            return powers / powers.sum(axis=1, keepdims=True)

        attempt(mirrored_too, predict, images).gives(
            (predict(images) + predict(images[:, :, ::-1])) / 2,
            idea="the mean of `predict` on the images and on the images mirrored from left to right.",
        )


# --- fair comparisons -------------------------------------------------------------------------------------

_FAIR = {
    "A": ("cost", "the five took five times the seconds of their rival, which might have used them, too."),
    "B": ("peek", "the five were chosen by the test set, and then judged by it."),
    "C": ("fair", "the same cost, settings chosen on validation, and an interval of the difference."),
    "D": ("peek", "the stacker learned from the labels of the test set that judges it."),
    "E": ("cost", "labels are a cost: the average could have had 450 more pictures to learn from."),
    "F": ("fair", "what is better is judged on pictures that chose nothing, and the price is said."),
}


def _read_fair(letter, value):
    plain = str(value).strip().lower()
    given(f'fair["{letter}"]', value).must(
        plain in ("fair", "peek", "cost"),
        "'fair', 'peek' or 'cost'",
        "the spelling: one of the three words.",
    )
    return plain


_FAIR_ANSWERS = {letter: value for letter, (value, _) in _FAIR.items()}


@exercise(
    hints=[
        "For each: which pictures chose something, and which judged it? Are they the same ones?",
        "Then the price: seconds, memory, labels. What would the rival do with as much?",
        'Two of them peek, two are "cost", two are fair.',
    ],
    right=[
        answers(_FAIR_ANSWERS),
        answers({letter: value.title() for letter, value in _FAIR_ANSWERS.items()}),
        answers(dict(reversed(_FAIR_ANSWERS.items()))),
    ],
    wrong=[
        answers({**_FAIR_ANSWERS, "A": "fair"}, says="five times the seconds"),
        answers({**_FAIR_ANSWERS, "B": "cost"}, says="chosen by the test set"),
        answers({**_FAIR_ANSWERS, "C": "cost"}, says="the same cost"),
        answers({**_FAIR_ANSWERS, "E": "fair"}, says="labels are a cost"),
        answers({**_FAIR_ANSWERS, "F": "maybe"}, says="one of the three words"),
        answers({"A": "cost"}, says="no answer for B, C, D, E, F"),
        answers(["fair"] * 6, says="a dictionary"),
    ],
    remember="Ask of every gain what it cost, and what else that would have bought.",
)
def fair(fair):
    """Say which comparisons are fair, and what is wrong with the others."""
    given_letters("fair", fair, _FAIR, _read_fair)


quiz = Quiz(
    Question(
        "Five networks are each right on 60% of the pictures. How good is their vote?",
        wrong("Always better than 60%", "Not where all five err on the same pictures: then it is 60%."),
        wrong("60%, the mean", "The mean of their *accuracies* is. A vote can outvote single errors."),
        right(
            "That depends on how alike their errors are",
            "Where they err on different pictures it is far better, where they err alike it gains nothing.",
        ),
    ),
    Question(
        "In a random forest each single tree is worse than an ordinary one. Why is the forest better?",
        right(
            "Its trees err on more different scans",
            "What each loses is less than what the vote gains by their being unlike.",
        ),
        wrong("It has more trees", "Compare it with as many ordinary trees: the vote of those is worse."),
        wrong(
            "Each tree overfits less",
            "Each one learns its drawn pictures by heart. It is the vote that evens out.",
        ),
    ),
    Question(
        "You bag five nearest neighbours and nothing is gained. Why?",
        wrong("Too few members", "More do not help: they all say nearly the same."),
        right(
            "Neighbours hardly change when a few pictures are left out",
            "So all members say the same, and there is nothing to outvote. Bagging is for models that waver.",
        ),
        wrong("Bagging is for trees only", "It works for every model that changes much with its pictures."),
    ),
    Question(
        "From which predictions may a stacker learn?",
        wrong(
            "From those for the pictures that its members learned from",
            "There a member that knows its pictures by heart looks perfect, and gets all the trust.",
        ),
        right(
            "From predictions for pictures that the member did not learn from",
            "`StackingClassifier` makes them in folds, so no labels are lost.",
        ),
        wrong("From those for the test set", "Then the test set has no judgement left to give."),
    ),
    Question(
        "Five networks, averaged, gain three points. Do you use them?",
        wrong(
            "Yes, three points are three points", "At five times the memory and time, at every prediction."
        ),
        wrong("No, never", "Where a mistake is dear and time is cheap, they may be worth it."),
        right(
            "First see what the same cost buys elsewhere",
            "Augmentation, more labels or a pretrained network may buy more, and cost nothing at prediction.",
        ),
    ),
)
