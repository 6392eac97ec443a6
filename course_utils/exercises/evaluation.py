"""Lesson 13: confusion matrix, precision and recall, thresholds, probabilities, intervals."""

import numpy as np

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, given, given_letters

# --- the confusion matrix ---------------------------------------------------------------------------------


def _confusion(truth, predictions, classes):
    table = np.zeros((classes, classes), int)
    np.add.at(table, (truth, predictions), 1)
    return table


def _confusion_in_lists(truth, predictions, classes):
    pairs = list(zip(truth, predictions, strict=True))
    return [[pairs.count((row, column)) for column in range(classes)] for row in range(classes)]


def _confusion_by_masks(truth, predictions, classes):
    return np.array(
        [
            [np.sum((truth == row) & (predictions == column)) for column in range(classes)]
            for row in range(classes)
        ]
    )


def _sets_instead_of_counting(truth, predictions, classes):
    table = np.zeros((classes, classes), int)
    table[truth, predictions] += 1
    return table


def _returns_after_the_first(truth, predictions, classes):
    table = np.zeros((classes, classes), int)
    for true, predicted in zip(truth, predictions, strict=True):
        table[true, predicted] += 1
        return table


@exercise(
    hints=[
        "One picture adds 1 to one place of the table. Which row, and which column?",
        "`table = np.zeros((classes, classes), int)`, then a loop over `zip(truth, predictions)`.",
        "In the loop: `table[true, predicted] += 1`. After it, `return table`.",
    ],
    right=[answers(_confusion), answers(_confusion_in_lists), answers(_confusion_by_masks)],
    mistakes=[
        mistake(
            lambda truth, predictions, classes: _confusion(predictions, truth, classes),
            says="the order: a row for each true class, a column for each predicted one.",
        ),
        mistake(
            _sets_instead_of_counting,
            says="repeated pairs: each place is counted once. Add 1 for each picture, `+=` in a loop.",
        ),
        mistake(
            lambda truth, predictions, classes: _confusion(truth, predictions, classes).astype("uint8"),
            says="the dtype: `uint8` ends at 255, and there are more pictures. `int` has room.",
        ),
        mistake(
            lambda truth, predictions, classes: _confusion(truth, predictions, classes).astype(float),
            says="the dtype: counts are whole numbers. `np.zeros((classes, classes), int)` holds such.",
        ),
        mistake(
            lambda truth, predictions, classes: _confusion(truth, predictions, classes) / len(truth),
            says="what is asked: counts, not shares of all pictures.",
        ),
        mistake(
            lambda truth, predictions, classes: _confusion(truth, truth, classes),
            says="the columns: they are for what was predicted, not for the truth again.",
        ),
        mistake(
            lambda truth, predictions, classes: _confusion(truth, predictions, max(truth) + 1),
            says="the size: `classes` rows and columns, also where a class does not occur.",
        ),
        mistake(
            lambda truth, predictions, classes: np.sum(truth == predictions),
            says="what is asked: the whole table, not only how many are right.",
        ),
        mistake(
            _returns_after_the_first,
            says="the place of `return`: inside the loop, it ends your function in the first round.",
        ),
    ],
    wrong=[
        answers(
            lambda truth, predictions, classes: print(_confusion(truth, predictions, classes)), says="`print`"
        ),
        answers(lambda truth, predictions, classes: np.zeros((classes, classes), int), says="adds 1"),
    ],
    remember="Rows are the truth, columns what was predicted; the diagonal is right.",
)
def confusion(confusion):
    """Count true and predicted classes in a table."""
    rng = np.random.default_rng(1)
    for classes, count in [(3, 20), (4, 40), (2, 9), (2, 1200)]:
        truth = rng.integers(0, classes - (classes == 4), count)  # of four classes the last does not occur
        predictions = np.where(
            rng.random(count) < 0.6, truth, rng.integers(0, classes - (classes == 4), count)
        )
        attempt(confusion, truth, predictions, classes).gives(
            _confusion(truth, predictions, classes),
            idea="one picture adds 1 to the row of its true class and the column of its predicted one.",
        )


# --- precision, recall, F1 --------------------------------------------------------------------------------


def _scores(truth, predictions):
    found = int(np.sum(truth & predictions))
    precision = found / int(predictions.sum()) if predictions.any() else 0.0
    recall = found / int(truth.sum()) if truth.any() else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if found else 0.0


def _scores_by_counts(truth, predictions):
    found = sum(bool(t and p) for t, p in zip(truth, predictions, strict=True))
    missed = sum(bool(t and not p) for t, p in zip(truth, predictions, strict=True))
    alarms = sum(bool(p and not t) for t, p in zip(truth, predictions, strict=True))
    f1 = 2 * found / (2 * found + missed + alarms) if found else 0
    return (
        found / (found + alarms) if found + alarms else 0,
        found / (found + missed) if found + missed else 0,
        f1,
    )


def _scores_by_library(truth, predictions):
    from sklearn.metrics import precision_recall_fscore_support

    return precision_recall_fscore_support(truth, predictions, average="binary", zero_division=0)[:3]


def _scores_without_care(truth, predictions):
    found = sum(t and p for t, p in zip(truth, predictions, strict=True))
    precision, recall = found / sum(predictions), found / sum(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _changed(change):
    """A mistake: what the right answer gives, changed."""
    return lambda truth, predictions: change(*_scores(truth, predictions))


def _divided_too_early(truth, predictions):
    found = np.sum(truth & predictions)
    missed, alarms = truth.sum() - found, predictions.sum() - found
    if not found:
        return 0.0, 0.0, 0.0
    precision, recall = found / found + alarms, found / found + missed
    return precision, recall, 2 * precision * recall / (precision + recall)


def _mean_for_f1(precision, recall, f1):
    return precision, recall, (precision + recall) / 2


@exercise(
    hints=[
        "Which pictures are 8s *and* are called 8? `truth & predictions` is True there.",
        "`found = np.sum(truth & predictions)`. Alarms: `predictions.sum()`; positives: `truth.sum()`.",
        "`precision = found / predictions.sum() if predictions.any() else 0.0`; recall with `truth`. "
        "F1 needs the same care: it is 0 where both are 0.",
    ],
    right=[answers(_scores), answers(_scores_by_counts), answers(_scores_by_library)],
    mistakes=[
        mistake(
            lambda truth, predictions: (
                _scores(truth, predictions)[0] if predictions.any() else 1.0,
                *_scores(truth, predictions)[1:],
            ),
            says="precision: where nothing is called positive, it would be divided by 0, so it is 0.",
        ),
        mistake(
            _changed(lambda precision, recall, f1: (recall, precision, f1)),
            says="the order: precision, the share of the alarms that were right, comes first.",
        ),
        mistake(
            _changed(_mean_for_f1),
            says="F1: it is not the ordinary mean, but twice the product over the sum.",
        ),
        mistake(
            _changed(lambda precision, recall, f1: (precision, recall, f1 / 2)),
            says="F1: there is a 2 in front.",
        ),
        mistake(
            _changed(lambda precision, recall, f1: (precision, recall)),
            says="how many numbers: precision, recall and F1, three of them.",
        ),
        mistake(
            lambda truth, predictions: (np.mean(truth == predictions), *_scores(truth, predictions)[1:]),
            says="precision: that is accuracy. Count only what was called positive.",
        ),
        mistake(
            _divided_too_early,
            says="the brackets: `a / b + c` divides first. Write `a / (b + c)`.",
        ),
        mistake(
            _changed(lambda precision, recall, f1: (100 * precision, 100 * recall, 100 * f1)),
            says="the scale: each number lies between 0 and 1.",
        ),
        mistake(
            lambda truth, predictions: _scores(~truth, ~predictions),
            says="which class is positive: True is what you look for.",
        ),
        mistake(
            lambda truth, predictions: (
                np.sum(truth & predictions) / len(truth),
                *_scores(truth, predictions)[1:],
            ),
            says="precision: divide by all that was called positive, not by all pictures.",
        ),
    ],
    wrong=[
        answers(lambda truth, predictions: print(_scores(truth, predictions)), says="`print`"),
        answers(_scores_without_care, says="divided by 0"),
        answers(
            lambda truth, predictions: _scores_without_care(truth.tolist(), predictions.tolist()),
            says="divided by 0",
        ),
    ],
    remember="Recall asks about the positives, precision about the alarms.",
)
def precision_recall_f1(precision_recall_f1):
    """Work out precision, recall and F1."""
    rng = np.random.default_rng(2)
    none = np.zeros(6, bool)
    first = np.arange(6) < 2
    cases = [(~none, none), (none, ~none), (none, none), (first, ~first)]
    cases += [(rng.random(size) < 0.3, rng.random(size) < 0.4) for size in (40, 60)]
    for truth, predictions in cases[4:] + cases[:4]:  # first those in which nothing is divided by 0
        with np.errstate(all="ignore"):
            trial = attempt_dividing(precision_recall_f1, truth, predictions)
        trial.gives(
            _scores(truth, predictions), idea="the two fractions, and 0 where nothing is there to divide by."
        )


def attempt_dividing(function, truth, predictions):
    """Try an answer that may divide by 0, and say so if it does.

    Raises:
        NotYet: It divided by 0, or a number is not finite.
    """
    called = "positives are there, and none of them is found"
    called = "nothing is positive" if not truth.any() else called
    called = "nothing is called positive" if not predictions.any() else called
    problem = NotYet(
        f"where {called}, your function divided by 0; needed 0 there.",
        "the case in which there is nothing to divide by: give 0 then, with `… if … else 0`.",
    )
    try:
        trial = attempt(function, truth, predictions)
    except Exception as error:
        if isinstance(error.__cause__, ZeroDivisionError):
            raise problem from error
        raise
    numbers = trial.value if isinstance(trial.value, (tuple, list)) else ()
    if any(isinstance(number, (float, np.floating)) and not np.isfinite(number) for number in numbers):
        raise problem
    return trial


# --- which one matters ------------------------------------------------------------------------------------

_MATTERS = {
    "A": ("recall", "a false alarm costs a second test; a miss costs a life."),
    "B": ("precision", "a letter that mattered is gone if it is called advertising; a miss costs a glance."),
    "C": ("precision", "each alarm costs an hour; a miss costs a cheap piece."),
    "D": ("recall", "a person looks at each alarm; nobody looks at a crack that was missed."),
    "E": (
        "precision",
        "only ten are shown, so each of them must be right; that others are missed, nobody sees.",
    ),
    "F": ("recall", "a false alarm costs a flight more; a miss costs a person."),
}


def _read_matter(letter, value):
    plain = str(value).strip().lower()
    given(f'matters["{letter}"]', value).must(
        plain in ("precision", "recall"), "'precision' or 'recall'", "the spelling: one of the two words."
    )
    return plain


_RIGHT = {letter: value for letter, (value, _) in _MATTERS.items()}


@exercise(
    hints=[
        "For each situation, say aloud what a miss costs, and what a false alarm costs. Which is worse?",
        "Where a miss is worse, recall must be high. Where a false alarm is worse, precision.",
        "Where somebody looks again at each alarm, alarms are cheap. Where an alarm takes something away for "
        "good, or there is room for few, they are dear.",
    ],
    right=[
        answers(_RIGHT),
        answers({letter: value.title() for letter, value in _RIGHT.items()}),
        answers(dict(reversed(_RIGHT.items()))),
    ],
    wrong=[
        answers({**_RIGHT, "A": "precision"}, says="a miss costs a life"),
        answers({**_RIGHT, "B": "recall"}, says="gone"),
        answers({**_RIGHT, "C": "recall"}, says="costs an hour"),
        answers({**_RIGHT, "E": "recall"}, says="only ten"),
        answers({**_RIGHT, "E": "accuracy"}, says="one of the two words"),
        answers({"A": "recall"}, says="no answer for B, C, D, E, F"),
        answers(["recall"] * 6, says="a dictionary"),
    ],
    remember="Ask what each kind of mistake costs, and whom.",
)
def matters(matters):
    """Say for six situations whether precision or recall matters more."""
    given_letters("matters", matters, _MATTERS, _read_matter)


# --- the area under the ROC curve -------------------------------------------------------------------------


def _ranked_above(truth, scores):
    positive, negative = scores[truth][:, np.newaxis], scores[~truth]
    return float(np.mean((positive > negative) + 0.5 * (positive == negative)))


def _ranked_by_loops(truth, scores):
    total = count = 0
    for one in scores[truth]:
        for other in scores[~truth]:
            count += 1
            total += 1 if one > other else 0.5 if one == other else 0
    return total / count


def _ranked_by_library(truth, scores):
    from sklearn.metrics import roc_auc_score

    return roc_auc_score(truth, scores)


def _pairs(compare):
    return lambda truth, scores: np.mean(compare(scores[truth][:, np.newaxis], scores[~truth]))


@exercise(
    hints=[
        "Two loops: over the scores of the positives, and over those of the negatives.",
        "`scores[truth]` are the scores of the positives, `scores[~truth]` those of the negatives.",
        "Add 1 for each pair with the positive ahead, 0.5 for equal scores; divide by the number of pairs.",
    ],
    right=[answers(_ranked_above), answers(_ranked_by_loops), answers(_ranked_by_library)],
    mistakes=[
        mistake(_pairs(lambda one, other: one > other), says="equal scores: such a pair counts one half."),
        mistake(_pairs(lambda one, other: one >= other), says="equal scores: such a pair counts one half."),
        mistake(
            lambda truth, scores: 1 - _ranked_above(truth, scores),
            says="the direction: count the pairs in which the *positive* is ahead.",
        ),
        mistake(
            lambda truth, scores: _ranked_above(truth, scores) * truth.sum() * (~truth).sum(),
            says="the share: divide by the number of pairs.",
        ),
        mistake(
            lambda truth, scores: np.mean((scores > 0.5) == truth),
            says="the pairs: no threshold is needed. Compare each positive with each negative.",
        ),
        mistake(
            lambda truth, scores: max(_ranked_above(truth, scores), 1 - _ranked_above(truth, scores)),
            says="the direction: a share below one half is possible. Do not turn it around.",
        ),
        mistake(
            lambda truth, scores: (
                _ranked_above(truth, scores) * truth.sum() * (~truth).sum() / len(truth) ** 2
            ),
            says="which pairs: only those of a positive and a negative, not all.",
        ),
    ],
    remember="AUC is the share of pairs in the right order. It knows no threshold.",
)
def ranked_above(ranked_above):
    """Count the pairs in which the positive has the higher score."""
    rng = np.random.default_rng(3)
    for count, ahead in [(12, 0.3), (30, 0.3), (20, -0.3)]:
        truth = np.arange(count) % 3 == 0
        scores = np.round(rng.random(count) * 0.7 + ahead * truth, 1)  # rounded, so that some are equal
        attempt(ranked_above, truth, scores).gives(
            _ranked_above(truth, scores),
            idea="all pairs: in how many does the positive have the higher score?",
        )


# --- the cheapest threshold -------------------------------------------------------------------------------


def _cost(truth, scores, threshold, miss, alarm):
    called = scores >= threshold
    return miss * np.sum(truth & ~called) + alarm * np.sum(~truth & called)


def _cheapest(truth, scores, miss, alarm):
    return min(scores, key=lambda threshold: _cost(truth, scores, threshold, miss, alarm))


def _cheapest_from_the_top(truth, scores, miss, alarm):
    ordered = np.unique(scores)[::-1]
    return ordered[np.argmin([_cost(truth, scores, threshold, miss, alarm) for threshold in ordered])]


def _cheapest_step_by_step(truth, scores, miss, alarm):
    """Walk down the sorted scores, one scan at a time, as if no two were equal."""
    order = np.argsort(-scores)
    found, alarms = np.cumsum(truth[order]), np.cumsum(~truth[order])
    return scores[order][np.argmin(miss * (truth.sum() - found) + alarm * alarms)]


def _cheapest_of(some):
    """A mistake: the cheapest threshold of some of the scores, from the lowest to the highest."""
    return lambda truth, scores, miss, alarm: min(
        some(np.unique(scores)), key=lambda threshold: _cost(truth, scores, threshold, miss, alarm)
    )


def _cheapest_in_a_loop(truth, scores, miss, alarm):
    costs = {}
    for threshold in scores:
        missed = sum(bool(t and s < threshold) for t, s in zip(truth, scores, strict=True))
        alarms = sum(bool(s >= threshold and not t) for t, s in zip(truth, scores, strict=True))
        costs[float(threshold)] = miss * missed + alarm * alarms
    return min(costs, key=costs.get)


@exercise(
    points=2,
    hints=[
        "For one threshold: which scans are called positive, how many are missed, how many are false alarms?",
        "`called = scores >= threshold`. Misses: `np.sum(truth & ~called)`. Count alarms in the same way.",
        "Loop over `scores`, work out `miss * misses + alarm * alarms`, keep the threshold of the lowest.",
    ],
    right=[answers(_cheapest), answers(_cheapest_from_the_top), answers(_cheapest_in_a_loop)],
    mistakes=[
        mistake(
            lambda truth, scores, miss, alarm: _cheapest(truth, scores, alarm, miss),
            says="the prices: `miss` is for positives that were not called, `alarm` for others that were.",
        ),
        mistake(
            lambda truth, scores, miss, alarm: _cheapest(truth, scores, 1, 1),
            says="the prices: a miss and a false alarm do not cost the same.",
        ),
        mistake(
            lambda truth, scores, miss, alarm: _cost(
                truth, scores, _cheapest(truth, scores, miss, alarm), miss, alarm
            ),
            says="what is asked: the threshold, not what it costs.",
        ),
        mistake(
            lambda truth, scores, miss, alarm: int(
                np.argmin([_cost(truth, scores, t, miss, alarm) for t in scores])
            ),
            says="what is asked: the score at that place, not its place.",
        ),
        mistake(
            lambda truth, scores, miss, alarm: max(
                scores, key=lambda t: _cost(truth, scores, t, miss, alarm)
            ),
            says="the direction: the lowest cost is wanted; this threshold is the dearest.",
        ),
        mistake(
            lambda truth, scores, miss, alarm: 0.5, says="one half: it is only a habit. Try every score."
        ),
        mistake(
            lambda truth, scores, miss, alarm: alarm / (alarm + miss),
            says="that rule is for honest probabilities. These are only scores: try every one of them.",
        ),
        mistake(
            lambda truth, scores, miss, alarm: min(
                scores,
                key=lambda t: miss * np.mean(scores[truth] < t) + alarm * np.mean(scores[~truth] >= t),
            ),
            says="what is paid for: each miss and each false alarm, so counts, not shares.",
        ),
        mistake(
            lambda truth, scores, miss, alarm: min(
                scores,
                key=lambda t: miss * np.sum(truth & (scores <= t)) + alarm * np.sum(~truth & (scores > t)),
            ),
            says="the border: a score *at* the threshold is called positive as well, `>=`.",
        ),
        mistake(
            lambda truth, scores, miss, alarm: min(scores),
            says="the alarms: at the lowest score nothing is missed. Both kinds cost.",
        ),
        mistake(
            lambda truth, scores, miss, alarm: _cheapest(truth, scores, miss, alarm) and scores[0],
            says="the loop: your function returns in its first round, or never goes on to another score.",
        ),
        mistake(
            _cheapest_of(lambda ordered: ordered[:-1]),
            says="the highest score: it is a threshold too, which calls the fewest positive.",
        ),
        mistake(
            _cheapest_of(lambda ordered: ordered[1:]),
            says="the lowest score: it is a threshold too, which calls everything positive.",
        ),
        mistake(
            _cheapest_step_by_step,
            says="equal scores: a threshold calls all scans with that score positive, not only some of them.",
        ),
    ],
    remember="A threshold is chosen by what mistakes cost, on the validation set.",
)
def cheapest_threshold(cheapest_threshold):
    """Find the threshold with the lowest cost."""
    rng = np.random.default_rng(8)
    cases = []
    for count, miss, alarm, share in [(90, 7, 2, 0.4), (60, 1, 6, 0.4), (50, 12, 1, 0.4), (200, 90, 6, 0.06)]:
        truth = rng.random(count) < share
        cases.append((truth, np.round(rng.normal(0.4 + 0.15 * truth, 0.15), 3), miss, alarm))
    equal = np.array([0.95, 0.9, 0.7, 0.7, 0.7, 0.7, 0.2])
    cases.append((np.arange(7) < 3, equal, 3, 2))
    alternating = np.arange(12) % 2 == 0
    cases.append((alternating, np.linspace(0.9, 0.1, 12), 1, 50))  # the highest score is the best threshold
    cases.append((~alternating, np.linspace(0.9, 0.1, 12), 50, 1))  # the lowest one is
    for truth, scores, miss, alarm in cases:
        last = np.argsort(scores == _cheapest(truth, scores, miss, alarm), kind="stable")
        truth, scores = truth[last], scores[last]  # the one to be found comes last
        best = _cost(truth, scores, _cheapest(truth, scores, miss, alarm), miss, alarm)
        trial = attempt(cheapest_threshold, truth, scores, miss, alarm)
        number = isinstance(trial.value, (int, float, np.number)) and not isinstance(trial.value, bool)
        trial.must(number, "one threshold", "the result: one number, the threshold itself.")
        trial.must(
            float(trial.value) in scores,
            "one of the scores",
            "which thresholds to try: the values in `scores`.",
        )
        price = _cost(truth, scores, float(trial.value), miss, alarm)
        trial.must(
            price == best,
            f"a threshold that costs {best}; this one costs {price}",
            "the cost of each threshold: misses and false alarms, each times its price.",
        )


# --- softmax with a temperature ---------------------------------------------------------------------------


def _softmax(logits):
    powers = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _unsafe(logits):
    with np.errstate(all="ignore"):
        powers = np.exp(logits)
        return powers / powers.sum(axis=-1, keepdims=True)


@exercise(
    hints=[
        "It is the softmax of `logits / temperature`.",
        "Take the highest logit of each row away before `np.exp`, so that no power grows too large.",
        "`powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))`, then divide by the sum of each row.",
    ],
    right=[
        answers(lambda logits, temperature: _softmax(logits / temperature)),
        answers(lambda logits, temperature: np.array([_softmax(row / temperature) for row in logits])),
        answers(
            lambda logits, temperature: np.array(
                [[1 / np.sum(np.exp((row - one) / temperature)) for one in row] for row in logits]
            )
        ),
    ],
    mistakes=[
        mistake(
            lambda logits, temperature: _softmax(logits),
            says="`temperature`: it changes nothing in your function.",
        ),
        mistake(
            lambda logits, temperature: _softmax(logits) / temperature,
            says="the order: divide the logits, before the softmax. These rows no longer add up to 1.",
        ),
        mistake(
            lambda logits, temperature: _softmax(logits * temperature),
            says="the direction: a temperature above 1 makes logits smaller.",
        ),
        mistake(
            lambda logits, temperature: logits / temperature, says="the softmax: these are still logits."
        ),
        mistake(
            lambda logits, temperature: _softmax((logits / temperature).T).T,
            says="the axis: each *row* adds up to 1, so take maximum and sum with `axis=1`.",
        ),
        mistake(
            lambda logits, temperature: np.exp(logits / temperature) / np.sum(np.exp(logits / temperature)),
            says="the sum: each row has its own. `axis=1, keepdims=True`.",
        ),
    ],
    wrong=[answers(lambda logits, temperature: _unsafe(logits / temperature), says="too large")],
    remember="A temperature above 1 makes a network less sure, and changes no answer.",
)
def cooled(cooled):
    """Write the softmax with a temperature."""
    rng = np.random.default_rng(5)
    for rows, classes, temperature in [(4, 3, 2.0), (5, 6, 0.7)]:
        logits = rng.normal(0, 2, (rows, classes))
        attempt(cooled, logits, temperature).gives(
            _softmax(logits / temperature), idea="first `logits / temperature`, then the softmax of each row."
        )
    large = np.array([[1000.0, 999.0], [-1000.0, 0.0], [1000.0, -1000.0], [-1000.0, -999.0]])
    for temperature in (1.0, 4.0):
        with np.errstate(all="ignore"):
            attempt(cooled, large, temperature).gives(
                _softmax(large / temperature),
                idea="large logits: `np.exp(1000)` is too large. Of each row of `logits / temperature`, take "
                "its maximum away first.",
            )


# --- an interval ------------------------------------------------------------------------------------------


def _interval(right, draws, rng):
    means = [np.mean(rng.choice(right, len(right))) for _ in range(draws)]
    return np.percentile(means, [2.5, 97.5])


def _interval_at_once(right, draws, rng):
    means = np.sort(rng.choice(right, (draws, len(right))).mean(axis=1))
    return np.quantile(means, 0.025), np.quantile(means, 0.975)


def _interval_by_places(right, draws, rng):
    means = []
    for _ in range(draws):
        places = rng.integers(0, len(right), len(right))
        means.append(sum(right[places]) / len(right))
    return list(np.percentile(means, (2.5, 97.5)))


def _of_means(finish, size=len, replace=True):
    """A mistake that differs in how it draws, or in what it makes of the means."""
    return lambda right, draws, rng: finish(
        [np.mean(rng.choice(right, size(right), replace=replace)) for _ in range(draws)]
    )


def _by_formula(p, n):
    return p - 1.96 * np.sqrt(p * (1 - p) / n), p + 1.96 * np.sqrt(p * (1 - p) / n)


_ENDS = [2.5, 97.5]


@exercise(
    points=2,
    hints=[
        "One draw: `rng.choice(right, len(right))` gives as many values as there are, some twice. Its mean "
        "is one accuracy.",
        "Make a list of `draws` such means, in a loop or in brackets.",
        "`np.percentile(means, [2.5, 97.5])` gives both ends at once. Return it.",
    ],
    right=[answers(_interval), answers(_interval_at_once), answers(_interval_by_places)],
    mistakes=[
        mistake(
            _of_means(lambda means: np.percentile(means, _ENDS), replace=False),
            says="the draws: all your means are equal. Draw again and again, with repetitions.",
        ),
        mistake(
            lambda right, draws, rng: np.percentile(right.astype(float), _ENDS),
            says="the means: draw again many times, and take the percentiles of the means.",
        ),
    ],
    wrong=[
        answers(_of_means(lambda means: np.percentile(means, [0.025, 0.975])), says="in per cent"),
        answers(_of_means(lambda means: (min(means), max(means))), says="middle 95%"),
        answers(_of_means(lambda means: np.percentile(means, [5, 95])), says="middle 95%"),
        answers(_of_means(lambda means: np.percentile(means, [97.5, 2.5])), says="lower end first"),
        answers(_of_means(lambda means: np.percentile(means, _ENDS), size=lambda right: 20), says="as many"),
        answers(_of_means(lambda means: means), says="two numbers"),
        answers(lambda right, draws, rng: _interval(right[:100], draws, rng), says="the whole of `right`"),
        answers(lambda right, draws, rng: _interval(right[-100:], draws, rng), says="the whole of `right`"),
        answers(_of_means(lambda means: np.mean(means)), says="two numbers"),
        answers(
            lambda right, draws, rng: _interval(right, draws, np.random.default_rng()), says="from `rng`"
        ),
        answers(
            lambda right, draws, rng: _interval(right, draws, np.random.default_rng(0)), says="with `rng`"
        ),
        answers(lambda right, draws, rng: _by_formula(np.mean(right), len(right)), says="with `rng`"),
        answers(lambda right, draws, rng: _interval(right, 1000, rng), says="does not use it"),
        answers(
            _of_means(
                lambda means: (
                    float(np.mean(means) - 1.96 * np.std(means)),
                    float(np.mean(means) + 1.96 * np.std(means)),
                )
            ),
            says="at most 1",
        ),
    ],
    remember="Draw again from what you have: so far an accuracy moves by luck alone.",
)
def interval(interval):
    """Put an interval on an accuracy, by the bootstrap."""
    for accuracy, count in [(0.7, 200), (0.85, 400)]:
        right = np.sort(np.random.default_rng(6).random(count) < accuracy)  # a part is unlike the whole
        trial = attempt(interval, right, 1000, np.random.default_rng(7))
        again = attempt(interval, right, 1000, np.random.default_rng(7))
        ends = np.ravel(np.asarray(trial.value, dtype=object))
        trial.must(
            ends.shape == (2,) and all(isinstance(end, (float, np.floating)) for end in ends),
            "two numbers",
            "the result: two numbers, the lower and the upper end.",
        )
        low, high = map(float, ends)
        trial.must(low <= high, "the lower end first", "the order: the lower end first.")
        p = right.mean()
        spread = np.sqrt(p * (1 - p) / count)
        trial.must(
            abs((low + high) / 2 - p) < 6 * spread,
            f"two ends around {p:.3f}",
            "what is drawn from: the whole of `right`, not a part of it.",
        )
        other = list(map(float, np.ravel(np.asarray(again.value, dtype=object))))
        trial.must(
            [low, high] == other,
            "the same again with the same `rng`",
            "all chance: take it from `rng` alone.",
        )
        others = [
            np.ravel(attempt(interval, right, 25, np.random.default_rng(seed)).value) for seed in (8, 9, 10)
        ]
        trial.must(
            any(not np.array_equal(others[0], one) for one in others[1:]),
            "slightly other ends with another `rng`",
            "chance: draw with `rng`, the argument, anew for each mean.",
        )
        few = np.ravel(attempt(interval, right, 5, np.random.default_rng(7)).value)
        trial.must(
            not np.array_equal([low, high], few),
            "other ends after 5 draws than after 1000",
            "`draws`: how many means there are. Your function does not use it.",
        )
        reach = (high - low) / 2 / spread
        trial.must(
            high > p - spread,
            f"two ends around {p:.3f}",
            "`np.percentile`: its numbers are in per cent, 2.5 and 97.5.",
        )
        trial.must(reach > 1e-3, "a wider interval", "the draws: all your means are alike.")
        if not 1.75 < reach < 2.2:
            ends_only = 1.5 < reach <= 1.75
            trial.must(
                False,
                f"about {p - 1.96 * spread:.3f} to {p + 1.96 * spread:.3f}",
                "the ends: the middle 95% of the means, so 2.5% are left out on each side."
                if ends_only
                else "the size of a draw, as many values as `right` has, drawn from `right` each time; "
                "then the ends, the middle 95% of the means.",
            )
    nearly_all = np.arange(30) > 0
    trial = attempt(interval, nearly_all, 1000, np.random.default_rng(7))
    trial.must(
        float(np.ravel(trial.value)[1]) <= 1,
        "an upper end of at most 1",
        "the ends: percentiles of the means. A mean plus so many spreads may go beyond 1.",
    )


quiz = Quiz(
    Question(
        "A test for a rare disease is right on 99 of 100 people. You are called ill. How sure is it?",
        wrong(
            "99%", "That is the accuracy over all people. It says little about the few who are called ill."
        ),
        right(
            "That depends on how rare the disease is",
            "Of 10,000 people with ten ill ones, about a hundred healthy are called ill: low precision.",
        ),
        wrong("50%", "Ill or healthy are two answers, but they need not be equally frequent."),
    ),
    Question(
        "You lower the threshold. What can recall do?",
        right(
            "Rise or stay",
            "Whoever was called positive still is, and some more may be found. No found one is lost.",
        ),
        wrong("Fall", "A lower threshold never takes back a found one."),
        wrong("Anything", "That is true of precision: it depends on what the new alarms are."),
    ),
    Question(
        "Two detectors have the same AUC. Does it matter which one you take?",
        wrong("No, they are equally good", "AUC adds up over all thresholds. You will use only one."),
        right(
            "Yes, look at the part of the curve that you will use",
            "One may find most positives with hardly an alarm, the other only with many.",
        ),
        wrong(
            "Take the one with higher accuracy", "Where positives are rare, accuracy hardly asks about them."
        ),
    ),
    Question(
        "After temperature scaling, what has changed?",
        wrong("The accuracy", "Dividing keeps the order of the logits, so each picture gets the same class."),
        wrong("The weights of the network", "They stay. Only its output is divided by a number."),
        right(
            "The probabilities, and with them how often it is right when it says 90%",
            "That is all it is for. A threshold on the confidence then means what it says.",
        ),
    ),
    Question(
        "Model A reaches 82%, B 80%, on the same 300 pictures. What next?",
        wrong("Take A", "On 300 pictures an accuracy moves by four points through luck alone."),
        wrong(
            "Their intervals overlap, so they are equal",
            "Overlapping intervals do not settle it. Look at the interval of the difference.",
        ),
        right(
            "Put an interval on the difference, picture by picture",
            "Both met the same pictures, so much of the luck cancels out. Then see whether 0 lies inside.",
        ),
    ),
)
