"""Lesson 14: sigmoids, binary cross-entropy, scores and thresholds by label, overlap of boxes, doubles."""

from dataclasses import replace

import numpy as np

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt

# --- which labels are on ----------------------------------------------------------------------------------


def _sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


def _softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _present_in_keras(logits):
    from course_utils.training import keras

    return keras.ops.sigmoid(logits) > 0.5


def _only_the_highest(logits):
    return logits == logits.max(axis=1, keepdims=True)


@exercise(
    hints=[
        "What is the sigmoid of 0? And does the sigmoid rise all the way?",
        "The sigmoid of 0 is one half. So on which side of 0 lie the logits whose sigmoid is more?",
        "Compare the whole array with 0: the comparison gives True and False, in the same shape.",
    ],
    right=[
        answers(lambda logits: logits > 0),
        answers(lambda logits: _sigmoid(logits) > 0.5),
        answers(lambda logits: [[bool(value > 0) for value in row] for row in logits]),
        answers(_present_in_keras),
    ],
    mistakes=[
        mistake(
            lambda logits: logits > 0.5,
            says="what is compared: these are logits, not probabilities. Which logit has the sigmoid 0.5?",
        ),
        mistake(
            lambda logits: logits >= 0,
            says="a logit of exactly 0: its probability is not *more* than one half.",
        ),
        mistake(
            _only_the_highest,
            says="how many are on: each label is a question of its own. Several may be on, or none.",
        ),
        mistake(
            lambda logits: np.argmax(logits, axis=1),
            says="how many are on: the highest alone is the answer of softmax. Needed is a yes or no for "
            "each label.",
        ),
        mistake(
            lambda logits: _softmax(logits) > 0.5,
            says="the sigmoid: softmax shares a 1 among the labels. Look at each logit alone.",
        ),
        mistake(lambda logits: logits < 0, says="the direction: a large logit means a large probability."),
        mistake(
            lambda logits: (logits > 0).astype(int),
            says="the dtype: True and False are asked for, which a comparison gives.",
        ),
        mistake(
            lambda logits: np.round(_sigmoid(logits)),
            says="the dtype: True and False are asked for, which a comparison gives.",
        ),
        mistake(
            lambda logits: _sigmoid(logits),
            says="what is asked: a yes or no for each label, not its probability.",
        ),
    ],
    wrong=[
        answers(lambda logits: print(logits > 0), says="`print`"),
        answers(lambda logits: np.ones(logits.shape, bool), says="each logit by itself"),
        answers(lambda logits: (logits > 0).any(), says="needed an array"),
    ],
    remember="One half in probabilities is 0 in logits.",
)
def present(present):
    """Say for each logit whether its label is on."""
    rng = np.random.default_rng(1)
    first = np.array([[2.0, -1.0, 0.3], [-3.0, -0.2, -1.5], [0.2, 0.0, 0.4]])
    for logits in (first, np.round(rng.normal(0, 2, (6, 5)), 2), np.round(rng.normal(1, 2, (4, 7)), 2)):
        attempt(present, logits).gives(
            logits > 0, idea="each logit by itself: from which value on is its sigmoid more than one half?"
        )


# --- binary cross-entropy ---------------------------------------------------------------------------------


def _losses(truth, probabilities):
    return -truth * np.log(probabilities) - (1 - truth) * np.log(1 - probabilities)


def _loss_by_loops(truth, probabilities):
    total = 0
    for truths, row in zip(truth, probabilities, strict=True):
        for true, probability in zip(truths, row, strict=True):
            total += -np.log(probability if true else 1 - probability)
    return total / truth.size


def _loss_by_where(truth, probabilities):
    return np.mean(-np.log(np.where(truth == 1, probabilities, 1 - probabilities)))


def _loss_of_keras(truth, probabilities):
    from course_utils.training import keras

    return keras.losses.BinaryCrossentropy()(truth.astype("float32"), probabilities.astype("float32"))


@exercise(
    hints=[
        "Two cases: the label is there, or it is not. What is the loss in each?",
        "`-truth * np.log(probabilities)` is the loss where the label is there, and 0 elsewhere. What is "
        "missing?",
        "Subtract `(1 - truth) * np.log(1 - probabilities)` as well, then take the mean of the whole array.",
    ],
    right=[
        answers(lambda truth, probabilities: _losses(truth, probabilities).mean()),
        answers(_loss_by_loops),
        answers(_loss_by_where),
        answers(_loss_of_keras),
    ],
    mistakes=[
        mistake(
            lambda truth, probabilities: np.mean(-truth * np.log(probabilities)),
            says="labels that are not there: a high probability for them must cost something too.",
        ),
        mistake(
            lambda truth, probabilities: np.mean(-(1 - truth) * np.log(1 - probabilities)),
            says="labels that are there: a low probability for them must cost something too.",
        ),
        mistake(
            lambda truth, probabilities: -_losses(truth, probabilities).mean(),
            says="the sign: the logarithm of a number below 1 is negative, and a loss is not.",
        ),
        mistake(
            lambda truth, probabilities: _losses(truth, probabilities).sum(),
            says="the mean: you added the losses up. The mean is over all labels of all pictures.",
        ),
        mistake(
            lambda truth, probabilities: _losses(truth, probabilities).sum(axis=1).mean(),
            says="the mean: it is taken over the labels as well, not only over the pictures.",
        ),
        mistake(
            lambda truth, probabilities: _losses(truth, probabilities).mean(axis=1),
            says="one number: the mean is over labels *and* pictures.",
        ),
        mistake(
            lambda truth, probabilities: _losses(truth, probabilities),
            says="one number: take the mean of the losses.",
        ),
        mistake(
            lambda truth, probabilities: _losses(1 - truth, probabilities).mean(),
            says="the cases: where the label is there, the loss is `-np.log(p)`.",
        ),
        mistake(
            lambda truth, probabilities: (_losses(truth, probabilities) / np.log(2)).mean(),
            says="the logarithm: `np.log`, the natural one, as in lesson 07.",
        ),
        mistake(
            lambda truth, probabilities: (_losses(truth, probabilities) / np.log(10)).mean(),
            says="the logarithm: `np.log`, the natural one, as in lesson 07.",
        ),
        mistake(
            lambda truth, probabilities: np.mean((truth - probabilities) ** 2),
            says="the logarithm: a squared difference is another loss. Being sure and wrong must be dear.",
        ),
        mistake(
            lambda truth, probabilities: np.mean(np.abs(truth - probabilities)),
            says="the logarithm: a difference is another loss. Being sure and wrong must be dear.",
        ),
    ],
    wrong=[
        answers(lambda truth, probabilities: print(_losses(truth, probabilities).mean()), says="`print`"),
        answers(lambda truth, probabilities: 0.5, says="both cases"),
    ],
    remember="Each label pays for what was said of it, there or not there.",
)
def binary_cross_entropy(binary_cross_entropy):
    """Work out the mean loss of yeses and noes."""
    rng = np.random.default_rng(2)
    for pictures, classes in [(2, 3), (5, 4), (7, 2)]:
        truth = rng.integers(0, 2, (pictures, classes))
        truth[0, :2] = 1, 0
        probabilities = np.round(rng.uniform(0.03, 0.97, truth.shape), 2)
        attempt(binary_cross_entropy, truth, probabilities).gives(
            float(_losses(truth, probabilities).mean()),
            idea="both cases, there and not there, in one line; then the mean of all.",
            tolerance=1e-4,
        )


# --- exact match, micro and macro F1 ----------------------------------------------------------------------


def _f1(found, missed, alarms):
    below = 2 * found + missed + alarms
    return np.where(below > 0, 2 * found / np.maximum(below, 1), 0.0)


def _counts(truth, called, axis):
    return (
        np.sum(truth & called, axis=axis),
        np.sum(truth & ~called, axis=axis),
        np.sum(~truth & called, axis=axis),
    )


def _three(truth, called):
    exact = float(np.mean((truth == called).all(axis=1)))
    return exact, float(_f1(*_counts(truth, called, None))), float(np.mean(_f1(*_counts(truth, called, 0))))


def _three_by_library(truth, called):
    from sklearn import metrics

    return (
        metrics.accuracy_score(truth, called),
        metrics.f1_score(truth, called, average="micro", zero_division=0),
        metrics.f1_score(truth, called, average="macro", zero_division=0),
    )


def _three_by_loops(truth, called):
    rows = list(zip(truth.tolist(), called.tolist(), strict=True))
    exact = sum(one == other for one, other in rows) / len(rows)
    table = []
    for label in range(truth.shape[1]):
        found = sum(one[label] and other[label] for one, other in rows)
        wrongly = sum(one[label] != other[label] for one, other in rows)
        table.append((found, wrongly))
    macro = [2 * found / (2 * found + off) if found else 0 for found, off in table]
    found, off = (sum(column) for column in zip(*table, strict=True))
    return [exact, 2 * found / (2 * found + off) if found else 0, sum(macro) / len(macro)]


def _three_unguarded(truth, called):
    found, missed, alarms = _counts(truth, called, 0)
    macro = np.mean(2 * found / (2 * found + missed + alarms))
    return _three(truth, called)[0], _three(truth, called)[1], macro


def _three_skipping(truth, called):
    found, missed, alarms = _counts(truth, called, 0)
    there = 2 * found + missed + alarms > 0
    macro = np.mean(_f1(found, missed, alarms)[there]) if there.any() else 0.0
    return (*_three(truth, called)[:2], macro)


def _changed_scores(change):
    return lambda truth, called: change(truth, called, *_three(truth, called))


def _weighted(truth, called):
    f1, often = _f1(*_counts(truth, called, 0)), truth.sum(axis=0)
    return float(np.sum(f1 * often) / max(often.sum(), 1))


@exercise(
    hints=[
        "For exact match: `truth == called` says for each label whether it is right. When is a whole row "
        "right?",
        "`np.all(…, axis=1)` is True for rows that are right everywhere. Then count found, missed and "
        "false alarms of "
        "each label, with `axis=0`: `np.sum(truth & called, axis=0)` are those found.",
        "Micro: add up the counts of all labels, then one F1. Macro: one F1 for each label, then their mean. "
        "`np.maximum(below, 1)` keeps from dividing by 0.",
    ],
    right=[answers(_three), answers(_three_by_library), answers(_three_by_loops)],
    mistakes=[
        mistake(
            _changed_scores(
                lambda truth, called, exact, micro, macro: (np.mean(truth == called), micro, macro)
            ),
            says="exact match: that is the share of single labels. A picture counts only if its whole row "
            "is right.",
        ),
        mistake(
            _changed_scores(
                lambda truth, called, exact, micro, macro: (
                    np.mean(np.all(truth == called, axis=0)),
                    micro,
                    macro,
                )
            ),
            says="exact match: the axis. With `axis=0` you ask for labels that are right in every picture.",
        ),
        mistake(
            _changed_scores(
                lambda truth, called, exact, micro, macro: (
                    np.sum(np.all(truth == called, axis=1)),
                    micro,
                    macro,
                )
            ),
            says="exact match: the share of the pictures, not their number.",
        ),
        mistake(
            _changed_scores(lambda truth, called, exact, micro, macro: (exact, macro, micro)),
            says="the order: micro F1 comes before macro F1.",
        ),
        mistake(
            _changed_scores(
                lambda truth, called, exact, micro, macro: (exact, np.mean(truth == called), macro)
            ),
            says="micro F1: that is the share of single labels that are right. Count found, missed and "
            "false alarms.",
        ),
        mistake(
            _changed_scores(
                lambda truth, called, exact, micro, macro: (
                    exact,
                    micro,
                    float(np.mean(_f1(*_counts(truth, called, 1)))),
                )
            ),
            says="macro F1: the axis. You took one F1 for each picture; needed is one for each label.",
        ),
        mistake(
            _changed_scores(
                lambda truth, called, exact, micro, macro: (exact, micro, _weighted(truth, called))
            ),
            says="macro F1: each label counts the same, however often it occurs.",
        ),
        mistake(
            _changed_scores(
                lambda truth, called, exact, micro, macro: (exact, micro, _f1(*_counts(truth, called, 0)))
            ),
            says="macro F1: one number, the mean of the labels' F1s.",
        ),
        mistake(
            _three_skipping,
            says="a label that is never there and never called: its F1 is 0, and it counts in the mean.",
        ),
        mistake(
            _changed_scores(lambda truth, called, exact, micro, macro: (exact, micro)),
            says="how many numbers: exact match, micro F1 and macro F1, three of them.",
        ),
    ],
    wrong=[
        answers(lambda truth, called: print(_three(truth, called)), says="`print`"),
        answers(_three_unguarded, says="divided by 0"),
        answers(lambda truth, called: (0.5, 0.5, 0.5), says="found, missed"),
    ],
    remember="Micro counts labels together, macro gives each label one vote, exact match forgives nothing.",
)
def three_scores(three_scores):
    """Work out exact match, micro F1 and macro F1."""
    rng = np.random.default_rng(3)
    for pictures, shares in [(8, (0.8, 0.5, 0.2)), (12, (0.3, 0.9)), (9, (0.6, 0.5, 0.0))]:
        truth = rng.random((pictures, len(shares))) < shares
        called = (truth ^ (rng.random(truth.shape) < 0.3)) & (np.array(shares) > 0)
        called[:2] = truth[:2]
        with np.errstate(all="ignore"):
            try:
                trial = attempt(three_scores, truth, called)
            except Exception as error:
                if isinstance(error.__cause__, ZeroDivisionError):
                    raise _divided_by_0() from error
                raise
        parts = trial.value if isinstance(trial.value, (tuple, list)) else ()
        if any(
            np.ndim(part) == 0 and isinstance(part, (float, np.floating)) and not np.isfinite(part)
            for part in parts
        ):
            raise _divided_by_0()
        trial.gives(
            _three(truth, called),
            idea="found, missed and false alarms of each label: added up first for micro, an F1 each for "
            "macro.",
        )


def _divided_by_0() -> NotYet:
    return NotYet(
        "where a label is never there and never called, your function divided by 0; needed 0 there.",
        "the number below: `np.maximum(…, 1)` keeps it from being 0, and changes nothing elsewhere.",
    )


# --- the best thresholds ----------------------------------------------------------------------------------


def _label_f1(truth, called):
    return _f1(*_counts(truth.astype(bool), np.asarray(called, bool), 0))


def _table(truth, probabilities, candidates, at_least=True):
    """F1, a row for each candidate and a column for each label."""
    return np.array(
        [_label_f1(truth, probabilities >= cut if at_least else probabilities > cut) for cut in candidates]
    )


def _best(truth, probabilities, candidates):
    return candidates[_table(truth, probabilities, candidates).argmax(axis=0)]


def _best_by_library(truth, probabilities, candidates):
    from sklearn import metrics

    best = []
    for label in range(truth.shape[1]):

        def f1(cut, label=label):
            return metrics.f1_score(truth[:, label], probabilities[:, label] >= cut, zero_division=0)

        best.append(max(candidates, key=f1))
    return best


def _last_best(truth, probabilities, candidates):
    return _best(truth, probabilities, candidates[::-1])


def _one_for_all(truth, probabilities, candidates):
    together = _table(truth, probabilities, candidates).mean(axis=1)
    return np.full(truth.shape[1], candidates[together.argmax()])


def _by_accuracy(truth, probabilities, candidates):
    table = [np.mean((probabilities >= cut) == truth, axis=0) for cut in candidates]
    return candidates[np.argmax(table, axis=0)]


@exercise(
    hints=[
        "Take one label, one column of both arrays. How do you find its best threshold?",
        "For one label: F1 for each candidate, in a list; `np.argmax` says where the highest is.",
        "An outer loop over `range(truth.shape[1])`; in it the list of F1s of `truth[:, label]` and "
        "`probabilities[:, label] >= cut`; append `candidates[np.argmax(f1)]`.",
    ],
    right=[answers(_best), answers(_best_by_library), answers(_last_best)],
    mistakes=[
        mistake(
            _one_for_all,
            says="one for each label: you found the one threshold that is best for all together.",
        ),
        mistake(
            lambda truth, probabilities, candidates: candidates[
                _table(truth, probabilities, candidates, at_least=False).argmax(axis=0)
            ],
            says="the comparison: a probability equal to the threshold counts as called, `>=`.",
        ),
        mistake(
            _by_accuracy,
            says="what is best: the highest F1, not the most yeses and noes that are right.",
        ),
        mistake(
            lambda truth, probabilities, candidates: _table(truth, probabilities, candidates).argmax(axis=0),
            says="what is asked: the thresholds themselves, not their places in `candidates`.",
        ),
        mistake(
            lambda truth, probabilities, candidates: _table(truth, probabilities, candidates).max(axis=0),
            says="what is asked: the thresholds, not the F1s that they reach.",
        ),
        mistake(
            lambda truth, probabilities, candidates: candidates[
                _table(truth, probabilities, candidates).argmin(axis=0)
            ],
            says="the direction: you found the lowest F1.",
        ),
        mistake(
            lambda truth, probabilities, candidates: candidates[
                _table(truth, probabilities, candidates).mean(axis=1).argmax()
            ],
            says="one for each label: needed are as many thresholds as there are columns.",
        ),
        mistake(
            lambda truth, probabilities, candidates: np.full(truth.shape[1], 0.5),
            says="what to try: every one of `candidates`, for each label by itself.",
        ),
        mistake(
            lambda truth, probabilities, candidates: _best(1 - truth, 1 - probabilities, candidates),
            says="which are positive: a 1 in `truth` is a label that is there.",
        ),
    ],
    wrong=[
        answers(
            lambda truth, probabilities, candidates: print(_best(truth, probabilities, candidates)),
            says="`print`",
        ),
        answers(
            lambda truth, probabilities, candidates: np.quantile(probabilities, 0.4, axis=0),
            says="one of `candidates`",
        ),
        answers(
            lambda truth, probabilities, candidates: np.full(truth.shape[1], candidates[2]),
            says="highest F1",
        ),
    ],
    remember="A threshold is chosen for each label, on the validation set, by the score that counts.",
)
def best_thresholds(best_thresholds):
    """Find the threshold of each label that gives it the highest F1."""
    rng = np.random.default_rng(4)
    for pictures, shares, steps in [
        (40, (0.15, 0.5, 0.8), 9),
        (60, (0.4, 0.2), 7),
        (50, (0.3, 0.1, 0.6, 0.25), 12),
    ]:
        candidates = np.round(np.linspace(0.1, 0.9, steps), 2)
        truth = (rng.random((pictures, len(shares))) < shares).astype(int)
        truth[0] = 1
        scores = np.clip(np.array(shares) * 0.6 + 0.3 * truth + rng.normal(0, 0.2, truth.shape), 0, 1)
        # Values that are candidates themselves show whether an equal one is called.
        probabilities = candidates[np.abs(scores[..., np.newaxis] - candidates).argmin(axis=-1)]
        trial = attempt(best_thresholds, truth, probabilities, candidates)
        try:
            chosen = np.asarray(trial.value, float)
        except (TypeError, ValueError):
            chosen = np.array(None)
        labels = len(shares)
        trial.must(
            chosen.shape == (labels,),
            f"{labels} thresholds, one for each label",
            "what is returned: a list or an array with one threshold for each column of `truth`.",
        )
        trial.must(
            all(np.isclose(candidates, one).any() for one in chosen),
            "thresholds that are among `candidates`",
            "where they come from: each is one of `candidates`, so `candidates[…]`.",
        )
        got = _label_f1(truth, probabilities >= chosen - 1e-9)
        most = _table(truth, probabilities, candidates).max(axis=0)
        off = np.flatnonzero(~np.isclose(got, most))
        trial.must(
            not len(off),
            "those with the highest F1"
            + (f"; label {off[0]} reaches {got[off[0]]:.3f}, not its best" if len(off) else ""),
            "each label by itself: every candidate's F1, and the highest of them.",
        )


# --- intersection over union ------------------------------------------------------------------------------


def _sides(first, second):
    """Width and height that two boxes share; negative where there is a gap."""
    return tuple(
        min(first[i] + first[i + 2], second[i] + second[i + 2]) - max(first[i], second[i]) for i in (0, 1)
    )


def _areas(first, second):
    return first[2] * first[3], second[2] * second[3]


def _shared(first, second):
    width, height = _sides(first, second)
    return max(width, 0) * max(height, 0)


def _iou(first, second):
    shared = _shared(first, second)
    return shared / (sum(_areas(first, second)) - shared)


def _iou_by_pixels(first, second):
    """Right for boxes whose edges lie on whole or half pixels."""
    canvas = np.zeros((2, 400, 400), bool)
    for layer, box in zip(canvas, (first, second), strict=True):
        x, y, width, height = (round(2 * value) for value in box)
        layer[y : y + height, x : x + width] = True
    return (canvas[0] & canvas[1]).sum() / (canvas[0] | canvas[1]).sum()


def _iou_by_tests(first, second):
    width, height = _sides(first, second)
    if width <= 0 or height <= 0:
        return 0
    return width * height / (sum(_areas(first, second)) - width * height)


def _with_shared(make):
    """A mistake that works the shared area out differently and is right otherwise."""

    def mistaken(first, second):
        shared = make(first, second)
        return shared / (sum(_areas(first, second)) - shared)

    return mistaken


def _as_corners(first, second):
    width = max(min(first[2], second[2]) - max(first[0], second[0]), 0)
    height = max(min(first[3], second[3]) - max(first[1], second[1]), 0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    below = sum(areas) - width * height
    return width * height / below if below else 0


def _hull(first, second):
    return np.prod(
        [max(first[i] + first[i + 2], second[i] + second[i + 2]) - min(first[i], second[i]) for i in (0, 1)]
    )


@exercise(
    hints=[
        "Draw two boxes on paper. Where does the shared part begin from the left, and where does it end?",
        "It begins at `max(x1, x2)` and ends at `min(x1 + width1, x2 + width2)`. The same for y. What does "
        "a negative "
        "difference mean?",
        "`shared = max(width, 0) * max(height, 0)`. Both areas added up hold the shared part twice, so the "
        "union is "
        "their sum minus `shared`.",
    ],
    right=[answers(_iou), answers(_iou_by_pixels), answers(_iou_by_tests)],
    mistakes=[
        mistake(
            _with_shared(lambda first, second: np.prod(_sides(first, second))),
            says="boxes with a gap between them: a negative width or height means that nothing is shared, "
            "and two "
            "negative ones multiply to something positive.",
        ),
        mistake(
            _with_shared(lambda first, second: abs(np.prod(_sides(first, second)))),
            says="boxes with a gap between them: a negative width or height means that nothing is shared, "
            "not that "
            "much.",
        ),
        mistake(
            _with_shared(lambda first, second: max(np.prod(_sides(first, second)), 0)),
            says="boxes apart in both directions: two negative lengths multiply to something positive. "
            "Each must be at "
            "least 0 by itself.",
        ),
        mistake(
            _as_corners,
            says="the numbers of a box: width and height, not the right and the lower edge. The right edge "
            "is `x + width`.",
        ),
        mistake(
            lambda first, second: _shared(first, second) / sum(_areas(first, second)),
            says="the union: in the sum of both areas the shared part is counted twice.",
        ),
        mistake(
            lambda first, second: _shared(first, second) / min(_areas(first, second)),
            says="what it is divided by: the area that both cover together, not that of the smaller box.",
        ),
        mistake(
            lambda first, second: _shared(first, second) / max(_areas(first, second)),
            says="what it is divided by: the area that both cover together, not that of the larger box.",
        ),
        mistake(
            lambda first, second: _shared(first, second) / _areas(first, second)[0],
            says="what it is divided by: the area that both cover together, not that of the first box.",
        ),
        mistake(
            lambda first, second: _shared(first, second) / _areas(first, second)[1],
            says="what it is divided by: the area that both cover together, not that of the second box.",
        ),
        mistake(
            lambda first, second: _shared(first, second) / _hull(first, second),
            says="the union: the corners of a frame around both are covered by neither.",
        ),
        mistake(
            lambda first, second: _shared(first, second),
            says="what is asked: the shared area *divided by* what both cover together.",
        ),
        mistake(
            _with_shared(
                lambda first, second: (
                    max(_sides(first, second)[0] + 1, 0) * max(_sides(first, second)[1] + 1, 0)
                )
            ),
            says="the `+ 1`: `x` and `x + width` are edges, so their difference is the width.",
        ),
    ],
    wrong=[
        answers(lambda first, second: print(_iou(first, second)), says="`print`"),
        answers(lambda first, second: 0.0, says="the two areas"),
        answers(lambda first, second: first / second, says="TypeError"),
    ],
    remember="Shared area over covered area: 1 for equal boxes, 0 for boxes apart.",
)
def iou(iou):
    """Work out the intersection over union of two boxes."""
    pairs = [
        ((10, 20, 40, 50), (25, 25, 60, 40)),  # they overlap in part
        ((5, 5, 60, 50), (20, 15, 10.5, 20)),  # one inside the other
        ((30, 10, 20, 20), (30, 10, 20, 20)),
        ((10, 10, 20, 40), (50, 20, 30, 30)),  # a gap beside it
        ((60, 70, 20, 15), (10, 10, 30, 20)),  # apart in both directions
        ((3.5, 30, 40, 22), (12, 40, 30, 25)),
    ]
    for first, second in pairs:
        # In each pair one box is the smaller, so one pair alone does not tell "smaller" from "first".
        trial = replace(attempt(iou, first, second), others=(pairs[0], pairs[0][::-1], pairs[1], pairs[-1]))
        trial.gives(
            float(_iou(first, second)),
            idea="the two areas: what both boxes share, and what they cover together.",
        )


# --- removing doubles -------------------------------------------------------------------------------------


def _overlaps(boxes, box):
    return np.array([_iou(one, box) for one in boxes])


def _suppress(boxes, scores, limit):
    kept = []
    for index in np.argsort(-scores):
        if all(_iou(boxes[index], boxes[other]) <= limit for other in kept):
            kept.append(int(index))
    return kept


def _suppress_by_dropping(boxes, scores, limit):
    left, kept = list(np.argsort(-scores)), []
    while left:
        best = left.pop(0)
        kept.append(best)
        left = [index for index in left if _iou(boxes[index], boxes[best]) <= limit]
    return np.array(kept)


def _suppress_in_tensorflow(boxes, scores, limit):
    from course_utils.training import tf

    x, y, width, height = boxes.T
    corners = np.stack([y, x, y + height, x + width], axis=1)
    return tf.image.non_max_suppression(
        corners.astype("float32"), scores.astype("float32"), len(boxes), limit
    )


def _by_all_surer_ones(boxes, scores, limit):
    order = np.argsort(-scores)
    return [
        int(index)
        for place, index in enumerate(order)
        if all(_iou(boxes[index], boxes[other]) <= limit for other in order[:place])
    ]


def _in_the_given_order(boxes, scores, limit):
    return _suppress(boxes, -np.arange(len(boxes), dtype=float), limit)


def _apart_only(boxes, scores, limit):
    order = np.argsort(-scores)
    return [
        int(index)
        for index in order
        if all(_iou(boxes[index], boxes[other]) <= limit for other in order if other != index)
    ]


@exercise(
    hints=[
        "Go through the boxes, the surest first. What must be true of a box for you to keep it?",
        "`np.argsort(-scores)` gives the order. Compare each box with those that are *kept* so far, and "
        "only with those.",
        "In the loop: `if all(overlaps(boxes[[index]], boxes[other])[0] <= limit for other in kept):`, then "
        "`kept.append(index)`.",
    ],
    right=[answers(_suppress), answers(_suppress_by_dropping), answers(_suppress_in_tensorflow)],
    mistakes=[
        mistake(
            _by_all_surer_ones,
            says="which boxes count: one that was dropped can drop no other. Compare with those that are "
            "kept.",
        ),
        mistake(
            _in_the_given_order,
            says="the order: the surest box comes first, whatever its place in the list.",
        ),
        mistake(
            lambda boxes, scores, limit: _suppress(boxes, -scores, limit),
            says="the order: you began with the least sure one.",
        ),
        mistake(
            lambda boxes, scores, limit: sorted(_suppress(boxes, scores, limit)),
            says="the order of the answer: the surest first.",
        ),
        mistake(
            _apart_only,
            says="what is dropped: of boxes that overlap, the surest is kept.",
        ),
        mistake(
            lambda boxes, scores, limit: boxes[_suppress(boxes, scores, limit)],
            says="what is asked: the numbers of the boxes, not the boxes.",
        ),
        mistake(
            lambda boxes, scores, limit: scores[_suppress(boxes, scores, limit)],
            says="what is asked: the numbers of the boxes, not their scores.",
        ),
        mistake(
            lambda boxes, scores, limit: _suppress(boxes, scores, 0.5),
            says="the limit: it is given, and not always one half.",
        ),
        mistake(
            lambda boxes, scores, limit: np.argsort(-scores).tolist(),
            says="what is dropped: a box that overlaps a kept one by more than `limit`.",
        ),
        mistake(
            lambda boxes, scores, limit: [int(np.argmax(scores))],
            says="how many are kept: the surest, and every other that is far enough from those kept.",
        ),
    ],
    wrong=[
        answers(lambda boxes, scores, limit: print(_suppress(boxes, scores, limit)), says="`print`"),
        answers(lambda boxes, scores, limit: [], says="the surest first"),
    ],
    remember="Doubles go, the surest stays. No box gets better by it.",
)
def suppress(suppress):
    """Keep of boxes that overlap the surest."""
    row = np.array([(x, 10, 30, 20) for x in (10, 22, 34, 46, 50, 90)], float)  # each overlaps the next
    scores = np.array([0.7, 0.9, 0.8, 0.6, 0.5, 0.4])
    rng = np.random.default_rng(5)
    cases = [(row, scores, 0.3), (row, np.array([0.9, 0.8, 0.7, 0.95, 0.3, 0.2]), 0.3)]
    for count, limit in [(12, 0.2), (14, 0.6)]:
        boxes = np.column_stack([rng.uniform(0, 40, (count, 2)), rng.uniform(20, 40, (count, 2))]).round(1)
        cases.append((boxes, rng.permutation(count) / 20 + 0.1, limit))
    for boxes, scores, limit in cases:
        attempt(suppress, boxes, scores, limit).gives(
            _suppress(boxes, scores, limit),
            idea="the surest first; each next one is kept if it overlaps no kept one by more than `limit`.",
        )


# --- quiz -------------------------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        "A picture has three of five labels. What do its five sigmoid probabilities add up to?",
        wrong("To 1", "That holds for softmax, where exactly one class is true."),
        wrong(
            "To 3, always", "Only for a head that is right and entirely sure. The sum is what it *expects*."
        ),
        right(
            "To anything from 0 to 5",
            "Each is the answer to a question of its own. If they are honest, the sum is the expected "
            "number of labels.",
        ),
    ),
    Question(
        "A head was trained with `BinaryCrossentropy(from_logits=True)`. You call a label where its output "
        "is above 0.5. What happens?",
        wrong("An error is raised", "Nothing warns: comparing numbers is always allowed."),
        right(
            "Too few labels are called",
            "One half in probabilities is a logit of 0; a logit of 0.5 is a probability of about 0.62.",
        ),
        wrong("Nothing special, 0.5 is one half", "It is one half of a probability; the output is a logit."),
    ),
    Question(
        "On new pictures a classifier has a macro F1 of 0.75. Is that good?",
        wrong("Yes, it is near 1", "In our beds, saying all labels every time has as much."),
        wrong("No, F1 must be above 0.9", "There is no such law. It depends on how common the labels are."),
        right(
            "Ask first what an empty answer gets",
            "Where labels are common, all of them, always; where they are rare, see what each score gives "
            "to none.",
        ),
    ),
    Question(
        "Each label is on in 2 of 100 pictures. The per-label accuracy is 98%. What has the network learned?",
        wrong("To recognise nearly all labels", "Saying no to everything reaches the same 98%."),
        right(
            "Perhaps nothing",
            "This accuracy counts single yeses and noes. Look at recall, F1 and exact match.",
        ),
        wrong(
            "To get 98 of 100 pictures wholly right", "That is exact match. Here single labels are counted."
        ),
    ),
    Question(
        "Where do the thresholds come from?",
        right(
            "From the validation set",
            "They are settings like any other, so they are chosen there, and judged on the test set once.",
        ),
        wrong(
            "From the test set, since nothing is trained there",
            "Choosing is learning too: such thresholds promise what new pictures will not keep.",
        ),
        wrong(
            "They are 0.5, since a probability above it means yes",
            "For F1 the best is below one half, and for unequal prices it depends on them.",
        ),
    ),
    Question(
        "Two equal boxes lie side by side, one moved by half of its width. Their IoU is …",
        wrong("one half", "Half of each is shared, but the union is larger than one box."),
        right("one third", "They share one half of a box, and cover one and a half together."),
        wrong("one quarter", "They share one half of a box, and cover one and a half together."),
    ),
    Question(
        "What does non-maximum suppression do?",
        wrong("It moves each box to where it fits best", "No box moves."),
        wrong("It finds flowers that the windows missed", "It only removes, so recall can never rise."),
        right(
            "It removes boxes that overlap a surer one",
            "Precision rises, since doubles count as false alarms.",
        ),
    ),
)
