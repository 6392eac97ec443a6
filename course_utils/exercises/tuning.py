"""Lesson 10: exercises on hyperparameters, folds, choosing, random settings and stopping early; the quiz."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sklearn.model_selection import KFold

from course_utils.checking import networks
from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import LearnerError, NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, difference, given_letters, shape_of

# --- hyperparameter, weight or measured -------------------------------------------------------------------

_WORDS = ("hyperparameter", "weight", "measured")
_KINDS = {
    "A": ("hyperparameter", "who sets it: you do, before the first step, and Adam keeps to it."),
    "B": ("weight", "who finds these numbers: gradient descent changes them at every step."),
    "C": ("hyperparameter", "how *many*, not what is in them: the number stands in your code."),
    "D": (
        "measured",
        "it comes out at the end: nobody sets it, and training does not change it step by step.",
    ),
    "E": ("hyperparameter", "who sets it: you write it into the layer, and training leaves it as it is."),
    "F": ("weight", "biases are added to the sums, and gradient descent changes them like the rest."),
    "G": ("hyperparameter", "who sets it: `fit` is told before it begins."),
    "H": ("hyperparameter", "how long it *waits* is set by you, before training."),
    "I": ("measured", "patience is set before; *where* training then stops, you read off afterwards."),
}
_RIGHT_KINDS = {letter: kind for letter, (kind, _) in _KINDS.items()}


def _read_kind(letter: str, said: object) -> str:
    """One of the three words, however it is spelled."""
    plain = str(said).lower().strip().replace("-", "").replace(" ", "").removesuffix("s")
    for word in _WORDS:
        if plain == word:
            return word
    raise NotYet(
        f"kinds[\"{letter}\"] is {said!r}; needed 'hyperparameter', 'weight' or 'measured'.",
        "the spelling: use one of the three words, one for each letter.",
    )


@exercise(
    hints=[
        "For each one ask: could I write this number down before training begins?",
        "What you could not write down before is found by training, step by step, or comes out at the end.",
        "Where two stand close, read once more: how *many* filters, or the numbers *in* one; how long early "
        "stopping waits, or where it stopped.",
    ],
    right=[
        answers(_RIGHT_KINDS),
        answers({letter: kind.title() for letter, kind in _RIGHT_KINDS.items()}),
        answers(
            {letter: f"{kind}s" if kind != "measured" else kind for letter, kind in _RIGHT_KINDS.items()}
        ),
    ],
    wrong=[
        answers({**_RIGHT_KINDS, "A": "weight"}, says="before the first step"),
        answers({**_RIGHT_KINDS, "B": "hyperparameter"}, says="every step"),
        answers({**_RIGHT_KINDS, "C": "weight"}, says="how *many*"),
        answers({**_RIGHT_KINDS, "D": "weight"}, says="comes out at the end"),
        answers({**_RIGHT_KINDS, "F": "hyperparameter"}, says="added to the sums"),
        answers({**_RIGHT_KINDS, "I": "hyperparameter"}, says="where* training then stops"),
        answers({**_RIGHT_KINDS, "B": "learned"}, says="one of the three words"),
        answers({"A": "hyperparameter"}, says="no answer for B, C"),
        answers({**_RIGHT_KINDS, "J": "weight"}, says="there is no J"),
        answers(list(_RIGHT_KINDS.values()), says="dictionary"),
    ],
    remember="Chosen before training: a hyperparameter. Found by training: a weight.",
)
def kinds(kinds):
    """Tell hyperparameters from weights and from what is measured."""
    given_letters("kinds", kinds, _KINDS, _read_kind)


# --- folds ------------------------------------------------------------------------------------------------


def _folds(count, k):
    positions = np.arange(count)
    return [(np.setdiff1d(positions, fold), fold) for fold in np.array_split(positions, k)]


def _every_kth(count, k):
    pairs = []
    for fold in range(k):
        chosen = [position for position in range(count) if position % k == fold]
        pairs.append(([position for position in range(count) if position % k != fold], chosen))
    return pairs


def _by_ends(count, k):
    ends = [count * fold // k for fold in range(k + 1)]
    whole = list(range(count))
    return [(whole[:low] + whole[high:], whole[low:high]) for low, high in zip(ends, ends[1:], strict=False)]


def _by_shuffling(count, k):
    parts = np.array_split(np.random.default_rng(3).permutation(count), k)
    return [(np.concatenate([*parts[:fold], *parts[fold + 1 :]]), parts[fold]) for fold in range(k)]


def _in_steps(count, k, last_takes_the_rest):
    size, pairs = count // k, []
    for fold in range(k):
        end = count if last_takes_the_rest and fold == k - 1 else (fold + 1) * size
        chosen = np.arange(fold * size, end)
        pairs.append((np.setdiff1d(np.arange(count), chosen), chosen))
    return pairs


def _next_fold_trains(count, k):
    parts = np.array_split(np.arange(count), k)
    return [(parts[(fold + 1) % k], parts[fold]) for fold in range(k)]


def _only_before(count, k):
    parts = np.array_split(np.arange(count), k)
    return [(np.arange(part[0]), part) for part in parts]


@exercise(
    hints=[
        "Begin with the positions, `np.arange(count)`. `np.array_split(positions, k)` gives the validation "
        "parts. What is left for training in each fold?",
        "Go through the parts. For each, the training positions are all positions that are not in it: "
        "`np.setdiff1d(positions, part)`.",
        "`[(..., part) for part in np.array_split(positions, k)]`: what stands in place of the dots?",
    ],
    right=[
        answers(_folds),
        answers(_every_kth),
        answers(_by_ends),
        answers(_by_shuffling),
        answers(lambda count, k: list(KFold(k).split(np.zeros(count)))),
    ],
    mistakes=[
        mistake(
            lambda count, k: [(fold, rest) for rest, fold in _folds(count, k)],
            says="the order in a pair: first the positions to train on, then those to validate on.",
        ),
        mistake(
            lambda count, k: _in_steps(count, k, last_takes_the_rest=False),
            says="what is left over: with `count // k` in each fold, the last positions are in no fold.",
        ),
        mistake(
            lambda count, k: _in_steps(count, k, last_takes_the_rest=True),
            says="the last fold: it got all that was left over. Sizes may differ by one at most.",
        ),
        mistake(
            lambda count, k: [(np.arange(count), fold) for _, fold in _folds(count, k)],
            says="the training positions: they hold the validation ones too, so each network has seen them.",
        ),
        mistake(
            lambda count, k: _folds(count, k)[:1] * k,
            says="what changes from fold to fold: yours set the same pictures aside each time.",
        ),
        mistake(
            lambda count, k: _folds(count, k)[0],
            says="what is returned: a list with a pair for each fold. You return the first pair alone.",
        ),
        mistake(
            lambda count, k: _folds(count, k)[:1],
            says="where `return` stands: you return a list with the first fold only.",
        ),
        mistake(
            lambda count, k: [fold for _, fold in _folds(count, k)],
            says="the pairs: you return the validation positions alone. Which are for training?",
        ),
        mistake(
            lambda count, k: [(rest + 1, fold + 1) for rest, fold in _folds(count, k)],
            says="counting: the first position is 0, and the last one is `count - 1`.",
        ),
        mistake(
            lambda count, k: _folds(count, -(-count // k)),
            says="what `k` is: the number of folds, not the number of pictures in each.",
        ),
        mistake(
            _next_fold_trains,
            says="the training positions: all other folds, not one of them. More is better.",
        ),
        mistake(_only_before, says="the training positions: those behind the fold belong to them too."),
        mistake(
            lambda count, k: [(len(rest), len(fold)) for rest, fold in _folds(count, k)],
            says="what is asked for: the positions themselves, not how many there are.",
        ),
    ],
    wrong=[
        answers(lambda count, k: _folds(count, k + 1), says="as many as there are folds"),
        answers(lambda count, k: np.array_split(np.arange(count), k)[0], says="pair"),
        answers(
            lambda count, k: [
                (rest, np.random.default_rng(fold[0]).choice(count, len(fold), replace=False))
                for rest, fold in _folds(count, k)
            ],
            says="exactly once",
        ),
        answers(lambda count, k: print(_folds(count, k)), says="`print`"),
        answers(lambda count, k: np.split(np.arange(count), k), says="`np.array_split`"),
        answers(lambda count, k: list(KFold(k).split(count)), says="a single number"),
        answers(lambda count, k: _folds(5, 2), says="needed"),
        answers(lambda count, k: [(rest, fold / 1) for rest, fold in _folds(count, k)], says="whole number"),
        answers(
            lambda count, k: [(list(map(str, rest)), fold) for rest, fold in _folds(count, k)],
            says="whole number",
        ),
        answers(  # masks
            lambda count, k: [(np.arange(count) % k != i, np.arange(count) % k == i) for i in range(k)],
            says="whole number",
        ),
    ],
    points=2,
    remember="Every picture is validation once, and never in training at the same time.",
)
def k_fold(k_fold):
    """Cut positions into folds, each of which is set aside once."""
    for count, k in [(14, 3), (12, 4), (7, 7), (23, 5), (10, 2)]:
        trial = attempt(k_fold, count, k)
        pairs = trial.value
        trial.must(
            isinstance(pairs, (list, tuple)),
            f"a list of {k} pairs",
            "what is returned: a list, with a pair (train, validate) for each fold.",
        )
        trial.must(
            len(pairs) == k, f"{k} pairs", "the length of your list: as many as there are folds, a pair each."
        )
        trial.must(
            all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in pairs),
            "a pair in each place",
            "the form of each pair: `(positions to train on, positions to validate on)`.",
        )
        trial.must(
            all(len(shape_of(part) or ()) == 1 for pair in pairs for part in pair),
            "lists of positions in each pair",
            "what is in a pair: two lists or arrays of positions.",
        )
        trial = replace(trial, said=f"k_fold({count}, {k})")
        positions = [np.asarray(part) for pair in pairs for part in pair if len(part)]
        unfit = [part.tolist()[0] for part in positions if part.dtype.kind not in "iu"]
        trial.must(
            not unfit,
            "whole numbers in each part",
            f"what a position is: a whole number, such as the 3 in `images[3]`. You have {unfit[:1]}.",
        )
        chosen = sorted(int(position) for _, fold in pairs for position in fold)
        trial.must(
            chosen == list(range(count)),
            f"every position from 0 to {count - 1} in exactly one validation part",
            "the validation parts: put together, every position is among them exactly once.",
        )
        sizes = [len(fold) for _, fold in pairs]
        trial.must(
            max(sizes) - min(sizes) <= 1,
            "sizes that differ by one at most",
            f"the sizes of your folds: {sizes}.",
        )
        trial.must(
            all(sorted([*map(int, rest), *map(int, fold)]) == list(range(count)) for rest, fold in pairs),
            "training positions that are all others, each once",
            "the training part of each pair: every position that is not in its validation part.",
        )


# --- choosing from a sweep --------------------------------------------------------------------------------

_SWEEPS = [
    ({8: [0.90, 0.92], 16: [0.95, 0.95, 0.95], 32: [0.97, 0.97], 64: [0.96, 0.95]}, 0.025),
    # lucky runs; the best mean is another's
    ({12: [0.945, 0.87, 0.885], 32: [0.85, 0.86, 0.98], 64: [0.94, 0.95, 0.96]}, 0.01),
    # another order, and not as many runs of each
    ({64: [0.93, 0.95], 8: [0.70, 0.72, 0.74, 0.70], 32: [0.94, 0.93], 16: [0.93, 0.91, 0.92]}, 0.025),
    ({4: [0.5], 8: [0.75, 0.75], 16: [0.875, 0.875]}, 0.125),  # exactly as far as luck reaches
    ({32: [0.75, 1.0], 16: [0.875, 0.875], 8: [0.5, 0.75]}, 0.0),
    ({8: [0.40, 0.41], 16: [0.52, 0.50]}, 0.095),
    ({4: [0.80, 0.80], 8: [0.90, 0.70, 0.92], 16: [0.90, 0.91, 0.89]}, 0.03),  # one unlucky run
    ({8: [0.931, 0.931], 16: [0.95, 0.958], 32: [0.957, 0.957]}, 0.024),  # not by rounded means
    ({8: [0.86, 0.86], 16: [0.95, 0.80, 0.95], 32: [0.84, 0.84]}, 0.01),
]


def _long_sweep(seed):
    """Ten widths, so that a wrong rule seldom is right by luck; accuracies in 64ths, which are exact."""
    rng = np.random.default_rng(seed)
    widths = rng.permutation(np.arange(4, 44, 4)).tolist()
    runs = rng.choice([1, 2, 4], len(widths))
    sweep = {
        width: (rng.integers(36, 64, count) / 64).tolist() for width, count in zip(widths, runs, strict=True)
    }
    return sweep, int(rng.integers(2, 9)) / 64


_SWEEPS += [_long_sweep(seed) for seed in range(8)]


def _means(accuracies):
    return {width: np.mean(values) for width, values in accuracies.items()}


def _chosen(accuracies, luck, of=np.mean, pick=min):
    figures = {width: of(values) for width, values in accuracies.items()}
    best = max(figures.values())
    return pick([width for width, figure in figures.items() if figure >= best - luck])


def _choose_by_loop(accuracies, luck):
    best = max(sum(values) / len(values) for values in accuracies.values())
    for width in sorted(accuracies):
        if best - sum(accuracies[width]) / len(accuracies[width]) <= luck:
            return width


def _choose_by_arrays(accuracies, luck):
    widths = np.array(sorted(accuracies))
    means = np.array([np.mean(accuracies[width]) for width in widths])
    return widths[means >= means.max() - luck][0]


def _without_equal(accuracies, luck):
    means = _means(accuracies)
    best = max(means.values())
    return min(width for width, mean in means.items() if mean > best - luck or mean == best)


@exercise(
    hints=[
        "Three steps: the mean of each width, the best of these means, then who is close enough to it.",
        "`means = {width: np.mean(values) for width, values in accuracies.items()}`, then "
        "`best = max(means.values())`. Which widths are at most `luck` below?",
        "`min(width for width, mean in means.items() if ...)`, with a comparison of `mean`, `best` and "
        "`luck` in place of the dots.",
    ],
    right=[
        answers(_chosen),
        answers(_choose_by_loop),
        answers(_choose_by_arrays),
    ],
    mistakes=[
        mistake(
            lambda accuracies, luck: max(accuracies, key=lambda width: np.mean(accuracies[width])),
            says="the luck: you take the best mean. A smaller width that is tied with it is enough.",
        ),
        mistake(
            lambda accuracies, luck: _chosen(accuracies, luck * max(_means(accuracies).values())),
            says="the distance: `luck` is a difference between two means, not a share of the best one.",
        ),
        mistake(
            lambda accuracies, luck: min(
                width
                for width, mean in _means(accuracies).items()
                if mean <= max(_means(accuracies).values()) - luck
            ),
            says="the comparison: you take those that are further below the best than luck reaches.",
        ),
        mistake(
            lambda accuracies, luck: _chosen(accuracies, luck, of=lambda values: sum(values) / 2),
            says="the mean: you divide by 2, but not each width has two runs.",
        ),
        mistake(
            lambda accuracies, luck: min(accuracies),
            says="the accuracies: you take the smallest width, however weak it is.",
        ),
        mistake(
            _without_equal,
            says="exactly `luck` below: that is still at most `luck`. Is it `>` or `>=`?",
        ),
        mistake(
            lambda accuracies, luck: _chosen(accuracies, luck, pick=max),
            says="which of the tied widths: the smallest, it is the cheapest.",
        ),
        mistake(
            lambda accuracies, luck: _chosen(accuracies, luck, of=max),
            says="what is compared: the mean of the runs. You compare the luckiest run of each width.",
        ),
        mistake(
            lambda accuracies, luck: _chosen(accuracies, luck, of=min),
            says="what is compared: the mean of the runs. You compare the unluckiest run of each width.",
        ),
        mistake(
            lambda accuracies, luck: _chosen(accuracies, luck, of=lambda values: values[0]),
            says="what is compared: the mean of all runs. You look at the first run only.",
        ),
        mistake(
            lambda accuracies, luck: _chosen(accuracies, luck, of=np.median),
            says="what is compared: the mean, not the median.",
        ),
        mistake(
            lambda accuracies, luck: _chosen(accuracies, luck, of=np.sum),
            says="what is compared: the mean. A sum grows with the number of runs.",
        ),
        mistake(
            lambda accuracies, luck: _chosen(accuracies, luck, pick=lambda tied: tied[0]),
            says="the order: the first of the tied widths in the dictionary need not be the smallest.",
        ),
        mistake(
            lambda accuracies, luck: sorted(
                width
                for width, mean in _means(accuracies).items()
                if mean >= max(_means(accuracies).values()) - luck
            ),
            says="how many are asked for: you return all that are tied. Which of them is the smallest?",
        ),
        mistake(
            lambda accuracies, luck: 16,
            says="`accuracies`: your function gives the answer of the example whatever it is given.",
        ),
    ],
    wrong=[
        answers(lambda accuracies, luck: print(_chosen(accuracies, luck)), says="`print`"),
        answers(lambda accuracies, luck: str(_chosen(accuracies, luck)), says="quotes"),
        answers(lambda accuracies, luck: [_chosen(accuracies, luck)], says="brackets"),
        answers(
            lambda accuracies, luck: _chosen(accuracies, luck, of=lambda values: np.mean(values[:2])),
            says="the means",
        ),
        answers(
            lambda accuracies, luck: min(
                width
                for width, mean in _means(accuracies).items()
                if mean >= np.mean(list(_means(accuracies).values()))
            ),
            says="does not change with it",
        ),
        answers(lambda accuracies, luck: _chosen(accuracies, luck / 2), says="at most `luck`"),
        answers(lambda accuracies, luck: accuracies[128], says="KeyError"),
        *(
            answers(answer, says="does not change with it")
            for answer in (
                lambda accuracies, luck: _chosen(accuracies, 0),
                lambda accuracies, luck: _chosen(accuracies, 0.02),
                lambda accuracies, luck: max(accuracies),
            )
        ),
        answers(_means, says="arguments"),
        answers(lambda accuracies, luck: _means(accuracies), says="a key of the dictionary"),
        answers(
            lambda accuracies, luck: min(
                width
                for width, mean in _means(accuracies).items()
                if round(mean, 2) >= round(max(_means(accuracies).values()) - luck, 2)
            ),
            says="rounded",
        ),
        answers(lambda accuracies, luck: max(_means(accuracies).values()), says="not its accuracy"),
        answers(lambda accuracies, luck: int(np.argmax(list(_means(accuracies).values()))), says="its place"),
        answers(lambda accuracies, luck: min(width for width in accuracies if width > 99), says="of nothing"),
    ],
    points=2,
    remember="What lies within luck of the best is tied with it: take the cheapest.",
)
def choose(choose):
    """Choose the smallest setting that luck cannot tell from the best."""
    for accuracies, luck in _SWEEPS:
        trial = replace(attempt(choose, accuracies, luck), others=tuple(_SWEEPS))
        trial.must(
            not isinstance(trial.value, (int, float, np.number, dict)) or trial.value in list(accuracies),
            f"one of the widths {', '.join(map(str, accuracies))}",
            "what is returned: a width, a key of the dictionary, not its accuracy and not its place.",
        )
        idea = (
            "the means: work out each, none of them rounded, find the best, then who is at most `luck` below."
        )
        if difference(trial.value, _chosen(accuracies, luck)) and _ignores_luck(choose):
            idea = "`luck`: it is an argument, and what your function returns does not change with it."
        trial.gives(_chosen(accuracies, luck), idea)


def _ignores_luck(choose):
    """Whether a function gives for each sweep the same without luck as with more than any accuracy."""
    try:
        results = [[attempt(choose, sweep, luck).value for luck in (0.0, 1.0)] for sweep, _ in _SWEEPS]
    except (LearnerError, NotYet):  # with a luck that is not the exercise's own it may stop
        return False
    return all(difference(first, second) is None for first, second in results)


# --- random learning rates --------------------------------------------------------------------------------


def _log_uniform(low, high, count, rng):
    return 10 ** rng.uniform(np.log10(low), np.log10(high), count)


@exercise(
    hints=[
        "Write `0.0001` and `0.1` as powers of ten: the exponents are -4 and -1. What lies between?",
        "`np.log10(low)` is the exponent of `low`. Draw exponents evenly between those of `low` and `high`, "
        "and then take 10 to the power of each.",
        "`10 ** rng.uniform(np.log10(low), ..., count)`, with the other exponent in place of the dots.",
    ],
    right=[
        answers(_log_uniform),
        answers(lambda low, high, count, rng: np.exp(rng.uniform(np.log(low), np.log(high), count))),
        answers(lambda low, high, count, rng: low * (high / low) ** rng.random(count)),
        answers(lambda low, high, count, rng: rng.choice(np.geomspace(low, high, 10_001), count)),
        answers(
            lambda low, high, count, rng: [
                10 ** rng.uniform(np.log10(low), np.log10(high)) for _ in range(count)
            ]
        ),
    ],
    mistakes=[
        mistake(
            lambda low, high, count, rng: rng.uniform(low, high, count),
            says="what is drawn evenly: nine in ten of yours lie in the highest decade. Draw exponents.",
        ),
        mistake(
            lambda low, high, count, rng: 10 ** rng.uniform(low, high, count),
            says="the ends: `low` and `high` are rates. Their exponents are `np.log10(low)` and so on.",
        ),
        mistake(
            lambda low, high, count, rng: 10 ** rng.uniform(-4, -1, count),
            says="`low` and `high`: they are arguments, other numbers each time. Where do you use them?",
        ),
        mistake(
            lambda low, high, count, rng: rng.uniform(np.log10(low), np.log10(high), count),
            says="the last step: these are exponents. Take 10 to the power of each.",
        ),
        mistake(
            lambda low, high, count, rng: 10 ** rng.uniform(np.log(low), np.log(high), count),
            says="the logarithm: `np.log` belongs to `np.exp`, `np.log10` belongs to `10 **`.",
        ),
        mistake(
            lambda low, high, count, rng: np.exp(rng.uniform(np.log10(low), np.log10(high), count)),
            says="the power: `np.log10` belongs to `10 **`, `np.log` belongs to `np.exp`.",
        ),
        mistake(
            lambda low, high, count, rng: np.geomspace(low, high, count),
            says="chance: these rates are evenly spaced, the same each time. Nothing is drawn.",
        ),
        mistake(
            lambda low, high, count, rng: _log_uniform(low, high, count, np.random.default_rng(0)),
            says="the generator: you make one of your own, which draws the same each time. Use `rng`.",
        ),
        mistake(
            lambda low, high, count, rng: _log_uniform(low, high, None, rng),
            says="`count`: you draw a single rate. `rng.uniform(a, b, count)` draws that many.",
        ),
        mistake(
            lambda low, high, count, rng: 10 ** -rng.uniform(np.log10(low), np.log10(high), count),
            says="the sign: `np.log10` of a small rate is below 0 already. No minus.",
        ),
    ],
    wrong=[
        answers(
            lambda low, high, count, rng: _log_uniform(low, high, count, np.random.default_rng()),
            says="the generator",
        ),
        answers(
            lambda low, high, count, rng: rng.choice([low, high, (low * high) ** 0.5], count),
            says="few different",
        ),
        *(
            answers(answer, says="yours are whole numbers")
            for answer in (
                lambda low, high, count, rng: 10.0 ** rng.integers(-4, 0, count),
                lambda low, high, count, rng: 10.0 ** rng.integers(-4, -1, count),
                lambda low, high, count, rng: 10.0 ** rng.uniform(-4, -1, count).astype(int),
                lambda low, high, count, rng: rng.choice([1e-4, 1e-3, 1e-2, 1e-1], count),
            )
        ),
        answers(
            lambda low, high, count, rng: np.full(count, _log_uniform(low, high, None, rng)),
            says="the same one",
        ),
        answers(lambda low, high, count, rng: 10 ** rng.integers(-4, 0, count), says="`10.0`"),
        answers(
            lambda low, high, count, rng: np.round(_log_uniform(low, high, count, rng), 4), says="rounded"
        ),
        answers(lambda low, high, count, rng: rng.uniform(low, high, count) ** 2, says="between"),
        answers(
            lambda low, high, count, rng: low * (high / low) ** (rng.random(count) ** 2),
            says="equally likely",
        ),
        answers(lambda low, high, count, rng: _log_uniform(high, low, count, rng), says="lower one first"),
        answers(
            lambda low, high, count, rng: [str(rate) for rate in _log_uniform(low, high, count, rng)],
            says="Text is none",
        ),
        answers(lambda low, high, count, rng: print(_log_uniform(low, high, count, rng)), says="`print`"),
    ],
    remember="Draw the exponent evenly, and every decade is equally likely.",
)
def draw_rates(draw_rates):
    """Draw random learning rates, each decade equally likely."""
    for low, high, count, seed in [(1e-4, 1e-1, 3000, 1), (2e-6, 6e-2, 2000, 2), (1e-3, 1.0, 5, 3)]:
        rng = np.random.default_rng(seed)
        trial = attempt(draw_rates, low, high, count, rng)
        trial = replace(trial, said=f"draw_rates({low:g}, {high:g}, {count}, rng)")
        trial.must(
            shape_of(trial.value) == (count,),
            f"{count} rates",
            "what you return: a list or array of `count` numbers.",
        )
        trial.must(
            np.asarray(trial.value).dtype.kind in "iuf",
            "numbers",
            "what is in your list: a number for each rate. Text is none, and `None` is none.",
        )
        rates = np.asarray(trial.value, dtype=float)
        trial.must(
            rates.min() >= low * (1 - 1e-9) and rates.max() <= high * (1 + 1e-9),
            f"rates between {low:g} and {high:g}",
            f"your smallest rate, {rates.min():.3g}, and your largest, {rates.max():.3g}: all must lie "
            "between `low` and `high`.",
        )
        trial.must(len(np.unique(rates)) > 0.8 * count, "a new rate each time", _why_few_are_different(rates))
        again = np.asarray(attempt(draw_rates, low, high, count, np.random.default_rng(seed)).value)
        other = np.asarray(attempt(draw_rates, low, high, count, np.random.default_rng(seed + 9)).value)
        trial.must(
            not np.allclose(np.sort(other), np.sort(rates)),
            "other rates from another `rng`",
            "chance: yours are always the same rates, at most in another order. Draw each of them.",
        )
        trial.must(
            np.allclose(again, rates) and not np.allclose(other, rates),
            "the same rates from the same `rng`, others from another",
            "the generator: draw with `rng`, and with nothing else.",
        )
        if count > 100:
            edges = np.linspace(np.log10(low), np.log10(high), 4)
            shares = np.histogram(np.log10(rates), edges)[0] / count
            trial.must(
                np.abs(shares - 1 / 3).max() < 0.06,
                "each third of the exponents to get a third of the rates",
                f"your lower, middle and upper third of the exponents: {np.round(shares, 2).tolist()}. They "
                "must be equally likely.",
            )


def _why_few_are_different(rates):
    """What to look at where the same rates come again and again."""
    exponents, different = np.log10(rates), len(np.unique(rates))
    if different == 1:
        return "how often you draw: all your rates are the same one."
    if np.allclose(exponents, np.round(exponents)):
        return "the exponents: yours are whole numbers, so only few rates can come. Draw any number."
    if any(np.allclose(rates, np.round(rates, digits), rtol=1e-9, atol=0) for digits in range(3, 7)):
        return "the decimals: yours are rounded, and many small ones become the same."
    return f"how many different rates you get: only few different ones, {different}."


# --- a box of dials ---------------------------------------------------------------------------------------


def _builder(
    rate=("rate", 1e-4, 1e-1, "log"),
    widths=(16, 32, 64),
    dropout=(0.0, 0.5),
    shape=(8, 8, 1),
    end=None,
    rescale=True,
    logits=True,
    metrics=("accuracy",),
    used=("rate", "width", "dropout"),
    compiled=True,
    hidden="relu",
    drop_at="hidden",
    units=lambda width: width,
    to_drop=lambda share: share,
    also=None,
    metrics_as="metrics",
    reduction="sum_over_batch_size",
):
    """A function that builds as the exercise asks, or with one thing wrong."""

    def build_for_search(hp):
        keras, _ = networks.load_keras()
        layers = keras.layers
        if callable(rate):
            given_rate = rate(hp)
        else:
            name, low, high, sampling = rate
            given_rate = hp.Float(name, low, high, sampling=sampling)
        width = widths(hp) if callable(widths) else hp.Choice("width", list(widths)) if widths else 32
        share = dropout(hp) if callable(dropout) else hp.Float("dropout", *dropout) if dropout else 0.2
        drop = layers.Dropout(to_drop(share) if "dropout" in used else 0.2)
        model = keras.Sequential([keras.Input(shape)])
        if rescale:
            model.add(layers.Rescaling(1 / 255))
        model.add(layers.Flatten())
        dense = [
            layers.Dense(units(width) if "width" in used else 32, hidden),
            layers.Dense(10, activation=end),
        ]
        order = {"pixels": [drop, *dense], "hidden": [dense[0], drop, dense[1]], "logits": [*dense, drop]}
        if also:
            order["hidden"][2:2] = also(hp, width, share)
        for layer in order[drop_at]:
            model.add(layer)
        if compiled:
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=logits, reduction=reduction)
            optimizer = keras.optimizers.Adam(given_rate if "rate" in used else 1e-3)
            model.compile(optimizer, loss, **{metrics_as: list(metrics)})
        return model

    return build_for_search


def _layers():
    return networks.load_keras()[0].layers


def _hidden_and_dropped(hp, width, share):
    return [_layers().Dense(width, "relu"), _layers().Dropout(share)]


def _with_int(hp):
    keras, _ = networks.load_keras()
    inputs = keras.Input((8, 8, 1))
    hidden = keras.layers.Dense(hp.Choice("width", values=[64, 32, 16]), activation="relu")
    x = hidden(keras.layers.Flatten()(inputs / 255))
    x = keras.layers.Dropout(hp.Float("dropout", 0.0, 0.5, step=0.1))(x)
    model = keras.Model(inputs, keras.layers.Dense(10)(x))
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=hp.Float("rate", 1e-4, 1e-1, sampling="log")),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def _subclass(hp):
    keras, _ = networks.load_keras()
    layers = keras.layers

    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.steps = [
                layers.Rescaling(1 / 127.5, offset=-1),
                layers.Flatten(),
                layers.Dense(hp.Choice("width", [16, 32, 64]), activation="tanh"),
                layers.Dropout(hp.Float("dropout", 0.0, 0.5)),
                layers.Dense(10),
            ]

        def call(self, maps, training=False):
            for step in self.steps:
                maps = step(maps, training=training) if isinstance(step, layers.Dropout) else step(maps)
            return maps

    model = Net()
    rate = hp.Float("rate", 1e-4, 1e-1, sampling="log")
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(rate), loss, metrics=["accuracy"])
    return model


def _dials(**values):
    """A box of KerasTuner's dials that can be handed to `attempt`; `values` are already turned."""
    networks.load_keras()  # first, without log lines
    from course_utils.tuning import keras_tuner

    class Dials(keras_tuner.HyperParameters):
        def __deepcopy__(self, memo):
            return self

        def __repr__(self):
            return "hp"

    hp = Dials()
    hp.values.update(values)
    return hp


@exercise(
    hints=[
        "Begin with a network that has fixed numbers, such as a width of 32. Then put `hp....` in the place "
        "of each number.",
        'A range is `hp.Float("dropout", 0.0, 0.5)`; on a logarithmic scale it ends in `sampling="log"`. '
        "What comes back is a number that you hand on.",
        'The rate goes to the optimizer: `keras.optimizers.Adam(hp.Float("rate", 1e-4, 1e-1, '
        'sampling="log"))`. The loss needs `from_logits=True`.',
    ],
    right=[
        answers(_builder()),
        answers(_with_int),
        answers(_subclass),
        answers(_builder(widths=lambda hp: hp.Int("width", 16, 64, step=2, sampling="log"), hidden="gelu")),
        answers(_builder(also=lambda *_: [_layers().Dense(20, "relu")], reduction="sum")),
    ],
    wrong=[
        answers(_builder(rate=("learning_rate", 1e-4, 1e-1, "log")), says="'rate'"),
        answers(_builder(rate=("rate", 1e-4, 1e-1, "linear")), says="logarithmic"),
        answers(_builder(rate=("rate", 1e-3, 1e-1, "log")), says="1e-4"),
        answers(_builder(widths=(16, 32)), says="16, 32 and 64"),
        answers(_builder(widths=None), says="'width'"),
        answers(_builder(dropout=None), says="'dropout'"),
        answers(_builder(dropout=(0.0, 0.9)), says="0.5"),
        answers(_builder(used=("width", "dropout")), says="optimizer"),
        answers(_builder(used=("rate", "dropout")), says="units"),
        answers(_builder(used=("rate", "width")), says="dropout layer"),
        answers(_builder(hidden=None), says="activation"),
        answers(_builder(drop_at="pixels"), says="Where does it stand?"),
        answers(_builder(drop_at="logits"), says="Where does it stand?"),
        *(
            answers(_builder(to_drop=change), says="as it is")
            for change in (
                lambda share: share / 2,
                lambda share: share * share,
                lambda share: min(share, 0.1),
                lambda share: 0.2 if share else 0.0,
                lambda share: 0.9 if share else 0.0,
                lambda share: min(1.0, 2 * share),
            )
        ),
        answers(_builder(to_drop=lambda share: 1 - share), says="in training alone"),
        answers(_builder(also=lambda hp, width, share: [_layers().Dropout(share)]), says="no second one"),
        answers(_builder(also=_hidden_and_dropped), says="no second one"),
        answers(_builder(also=lambda *_: [_layers().BatchNormalization()]), says="no batch normalization"),
        answers(_builder(units=lambda width: max(1, width // 2)), says="has 8 and 32 units"),
        answers(_builder(units=lambda width: width + 1), says="has 17 and 65 units"),
        answers(_builder(units=lambda width: width * 2), says="has 32 and 128 units"),
        answers(_builder(units=lambda width: [16, 32, 64]), says="hands out one of its numbers"),
        answers(_builder(rate=("rate", 1e-1, 1e-4, "log")), says="in this order"),
        answers(
            _builder(rate=lambda hp: hp.Float("rate", 1e-4, 1e-1, sampling="log", step=10)), says="`step`"
        ),
        answers(_builder(also=lambda hp, *_: hp.Int("depth", 1, 3) and []), says="Three are asked for"),
        answers(_builder(metrics_as="loss_weights"), says="In third place"),
        answers(_builder(metrics=["mse"]), says="`metrics="),
        answers(_builder(rate=lambda hp: hp.Choice("rate", [1e-4, 1e-1])), says="hp.Choice"),
        answers(_builder(dropout=lambda hp: hp.Choice("dropout", [0.0, 0.5])), says="hp.Choice"),
        answers(_builder(dropout=lambda hp: hp.Int("dropout", 0, 1) / 2), says="hp.Int"),
        answers(_builder(dropout=lambda hp: hp.Int("dropout", 0, 0.5)), says="whole numbers only"),
        answers(_builder(widths=lambda hp: hp.Int("width", 16, 64)), says="hp.Int"),
        answers(_builder(widths=lambda hp: int(hp.Float("width", 16, 64))), says="hp.Float"),
        answers(_builder(end="softmax"), says="softmax"),
        answers(_builder(rescale=False), says="Rescaling"),
        answers(_builder(logits=False), says="from_logits"),
        answers(_builder(metrics=()), says="metrics"),
        answers(_builder(compiled=False), says="compile"),
        answers(_builder(shape=(28, 28, 1)), says="keras.Input"),
        answers(lambda hp: _builder()(hp).summary(print_fn=lambda *_, **__: None), says="return"),
        answers(lambda hp: _builder(), says="keras.Sequential"),
        answers(lambda hp: hp.Float("rate"), says="build_for_search"),
    ],
    points=2,
    remember="The tuner hands out the numbers; your function says where each goes.",
)
def build_for_search(build_for_search):
    """Build a network whose settings a tuner hands out."""
    keras, _ = networks.load_keras()
    networks.is_builder(build_for_search)
    keras.utils.set_random_seed(4)
    rng = np.random.default_rng(4)
    labels = np.arange(20) % 10
    images = (rng.uniform(40, 220, (10, 8, 8, 1))[labels] + rng.normal(0, 9, (20, 8, 8, 1))).astype("uint8")
    said = "build_for_search(hp)"
    hp = _dials()
    trial = replace(attempt(build_for_search, hp), said=said)
    model = networks.network(trial, images, 10, "the end: a last `Dense` with ten numbers, one a class.")
    dials = {dial.name: dial for dial in hp.space}
    for name in ("rate", "width", "dropout"):
        if name not in dials:
            raise NotYet(
                f"{said} asked hp for {', '.join(map(repr, dials)) or 'nothing'}; needed {name!r} as well.",
                f'the names: `hp.Float("{name}", …)` or `hp.Choice("{name}", …)`, and use what it gives.',
            )
    if len(dials) > 3:
        raise NotYet(
            f"{said} asked hp for {', '.join(map(repr, dials))}; needed 'rate', 'width' and 'dropout' alone.",
            "the dials: each one more is one more to be searched. Three are asked for.",
        )
    _ranges_are_right(said, dials)
    if not getattr(model, "compiled", False):
        raise NotYet(
            f"{said} gave a network that is not compiled; needed a compiled one.",
            "the end: `model.compile(optimizer, loss, metrics=[…])`, before `return`.",
        )
    networks.gives_logits(said, model, images)
    _loss_and_metrics_fit(said, model, images, labels)
    _numbers_arrive(build_for_search, images, labels)


def _ranges_are_right(said, dials):
    """Each dial has the range that the task asks for.

    Raises:
        NotYet: One has another.
    """
    for name, low, high, needed in (
        ("rate", 1e-4, 1e-1, "any number from 1e-4 to 1e-1"),
        ("dropout", 0.0, 0.5, "any number from 0.0 to 0.5"),
    ):
        dial = dials[name]
        kind = type(dial).__name__
        if kind != "Float":
            raise NotYet(
                f"{said}: {name!r} is an `hp.{kind}`; needed {needed}.",
                "the kind of dial: which of them hands out any number between two ends?",
            )
        if not np.allclose((dial.min_value, dial.max_value), (low, high), rtol=1e-6):
            raise NotYet(
                f"{said}: {name!r} goes from {dial.min_value:g} to {dial.max_value:g}; needed {needed}.",
                f'the ends of the range: `hp.Float("{name}", lowest, highest, …)`.',
            )
        if dial.step and len(list(dial.values)) < 5:
            raise NotYet(
                f"{said}: {name!r} has a step of {dial.step:g}, so few numbers come; needed {needed}.",
                "`step`: without it the dial hands out any number between its ends.",
            )
    if dials["rate"].sampling != "log":
        raise NotYet(
            f"{said}: 'rate' is drawn on a {dials['rate'].sampling} scale; needed a logarithmic one.",
            '`sampling="log"`: without it nine in ten rates lie in the highest decade.',
        )
    kind = type(dials["width"]).__name__
    found = sorted(dials["width"].values) if kind in ("Choice", "Int") else []  # others have no list
    if found != [16, 32, 64]:
        of = f" of {_in_short(found)}" if found else ""
        raise NotYet(
            f"{said}: 'width' is an `hp.{kind}`{of}; needed one of 16, 32 and 64.",
            'the choices: `hp.Choice("width", [first, second, third])`.',
        )


def _in_short(values):
    """The values in words, of many only some."""
    words = [repr(value) for value in values]
    return ", ".join(words if len(words) <= 4 else [*words[:2], "…", words[-1]])


def _loss_and_metrics_fit(said, model, images, labels):
    """The loss is that of logits and integer labels, and accuracy is measured.

    Raises:
        NotYet: The loss is another one, or there is no accuracy, which the tuner is to look at.
    """
    keras, _ = networks.load_keras()
    logits = np.random.default_rng(8).normal(0, 3, (len(labels), 10)).astype("float32")
    expected = float(keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, logits))
    try:
        found = float(np.mean(keras.losses.get(keras.tree.flatten(model.loss)[0])(labels, logits)))
    except Exception as error:
        raise NotYet(
            f"{said}: its loss does not take labels such as 0 to 9; needed one that does.",
            "the loss: `keras.losses.SparseCategoricalCrossentropy(from_logits=True)`.",
        ) from error
    if not np.isclose([found, found / len(labels)], expected, rtol=0.01).any():  # a sum will do as well
        raise NotYet(
            f"{said}: its loss of some logits is {found:.2f}; needed {expected:.2f}.",
            "the loss: cross-entropy. Does it know, by `from_logits=True`, that it is given logits?",
        )
    try:
        measured = model.evaluate(images.astype("float32"), labels, verbose=0, return_dict=True)
    except Exception as error:
        raise NotYet(
            f"{said}: its loss is right, and what else is in `compile` does not fit labels; needed accuracy.",
            '`metrics=["accuracy"]`: is it accuracy, and is the name there? In third place `compile` takes '
            "something else.",
        ) from error
    if "accuracy" not in measured:
        raise NotYet(
            f"{said}: it measures {', '.join(measured)}; needed accuracy as well, which the tuner looks at.",
            '`metrics=["accuracy"]` in `compile`.',
        )


def _numbers_arrive(build_for_search, images, labels):
    """What the dials say is what the network has.

    Raises:
        NotYet: A number was asked for and not used.
    """
    said = "build_for_search(hp)"
    settings = [(0.003, 16, 0.0), (0.05, 64, 0.5)]
    small, large = (
        attempt(build_for_search, _dials(rate=rate, width=width, dropout=dropout)).value
        for rate, width, dropout in settings
    )
    for model, (rate, _, _) in zip((small, large), settings, strict=True):
        found = float(np.asarray(model.optimizer.learning_rate))
        if not np.isclose(found, rate, rtol=1e-3):
            raise NotYet(
                f"{said}: hp gave a rate of {rate}, and the optimizer has {found:.3g}; needed {rate}.",
                "the optimizer: hand on the number that `hp.Float` gives, `keras.optimizers.Adam(rate)`.",
            )
    _changes_in_training(said, small, large, images)
    _has_the_width(said, small, large)
    networks.all_weights_get_gradients(said, small, images, labels)
    _hidden_layer_bends(said, large)
    for share in (0.1, 0.4):
        _drops_hidden_units(said, build_for_search, share)


def _changes_in_training(said, small, large, images):
    """Something acts in training alone, by a share of 0.5, and with a share of 0.0 nothing does.

    A network without an input layer has its weights from here on.

    Raises:
        NotYet: Something else acts in training, or nothing does.
    """
    without, with_half = (
        np.ptp(
            [model(images.astype("float32"), training=training) for training in (True, False)], axis=0
        ).max()
        for model in (small, large)
    )
    if without > 1e-4:
        raise NotYet(
            f"{said}: with a dropout of 0.0 its outputs are others in training than in use; needed the same.",
            "what acts in training alone: one dropout layer, with the number that `hp.Float` gives. Nothing "
            "else, so no batch normalization and no augmentation.",
        )
    if with_half < 1e-4:
        raise NotYet(
            f"{said}: with a dropout of 0.5 it drops nothing in training; needed half of the units.",
            "the dropout layer: is there one, and has it the number that `hp.Float` gives?",
        )


def _has_the_width(said, small, large):
    """A layer has 16 units in one network and 64 in the other.

    Raises:
        NotYet: None has.
    """
    shapes = [[weight.shape for weight in model.trainable_variables] for model in (small, large)]
    units = [(*one[-1:], *other[-1:]) for one, other in zip(*shapes, strict=False) if one[-1:] != other[-1:]]
    if not units:
        raise NotYet(
            f"{said}: with widths of 16 and 64 no layer changes its units; needed 16 and 64 in one of them.",
            "the units of the hidden layer: hand on the number that `hp.Choice` gives.",
        )
    if (16, 64) not in units:
        raise NotYet(
            f"{said}: with widths of 16 and 64 its hidden layer has {units[0][0]} and {units[0][1]} units; "
            "needed 16 and 64.",
            "the units of the hidden layer: hand on the number that `hp.Choice` gives, as it is.",
        )


def _hidden_layer_bends(said, model):
    """The network is more than one linear step.

    Raises:
        NotYet: It responds to a sum of pictures as to its parts.
    """
    rng = np.random.default_rng(6)
    first, second = (rng.integers(0, 128, (2, 16, 8, 8, 1)) * rng.integers(0, 2, (2, 16, 8, 8, 1))).astype(
        "float32"
    )
    together, one, other, none = (
        np.asarray(model(pictures, training=False)) for pictures in (first + second, first, second, 0 * first)
    )
    if np.abs(together - one - other + none).max() < 1e-4 * max(1.0, np.abs(together).max()):
        raise NotYet(
            f"{said}: nothing bends, nothing non-linear, between the layers: they add up to one.",
            "the hidden layer: which activation does it have? Without one a second layer adds nothing.",
        )


def _drops_hidden_units(said, build_for_search, share):
    """Dropout acts on the hidden units: the only one there is left out as often as the dial says.

    Raises:
        NotYet: Other units are dropped, or not as many.
    """
    pictures = np.random.default_rng(5).normal(0, 255, (20, 8, 8, 1)).astype("float32")
    for _ in range(5):  # a unit may be born that no picture wakes
        model = attempt(build_for_search, _dials(rate=0.01, width=1, dropout=share)).value
        outputs = np.asarray(model(np.repeat(pictures, 300, axis=0), training=True)).reshape(20, 300, -1)
        outputs = np.round(outputs / max(np.abs(outputs).max(), 1e-9), 3)
        counts = [np.unique(of_one, axis=0, return_counts=True)[1] for of_one in outputs]
        if (found := max(map(len, counts))) > 2:
            raise NotYet(
                f"{said}: with 1 hidden unit, dropped or not, a picture got {found} different outputs; "
                "needed 2.",
                "the dropout layer: is it one? Where does it stand? Directly behind the hidden layer it "
                "drops its units and nothing else.",
            )
        seen = [count.min() / 300 for count in counts if len(count) == 2]
        if seen:
            break
    dropped = float(np.mean(seen)) if seen else share
    if abs(dropped - share) > 0.03:
        raise NotYet(
            f"{said}: with a dropout of {share} it drops {dropped:.0%} of hidden units; needed {share:.0%}.",
            "the dropout layer: one, and no second one, with the number that `hp.Float` gives, as it is.",
        )


# --- successive halving -----------------------------------------------------------------------------------


def _halve(
    curves,
    factor,
    keep=lambda alive, factor: max(1, len(alive) // factor),
    score=lambda curve, epochs: curve[epochs - 1],
    at_the_end=lambda curve: curve[-1],
    cost=lambda alive, epochs, factor: alive * (factor - 1) * epochs,
    goes_on=lambda alive, epochs, length: epochs < length,
):
    alive, epochs, trained = list(range(len(curves))), 1, len(curves)
    while goes_on(alive, epochs, len(curves[0])):
        alive.sort(key=lambda position: (-score(curves[position], epochs), position))
        alive = alive[: keep(alive, factor)]
        trained += cost(len(alive), epochs, factor)
        epochs *= factor
    return min(alive, key=lambda p: (-at_the_end(curves[p]), p)), trained


def _halve_arrays(curves, factor):
    curves = np.array(curves, dtype=float)
    alive = np.arange(len(curves))
    trained, before, epochs = 0, 0, 1
    while True:
        trained += len(alive) * (epochs - before)
        order = np.argsort(-curves[alive, epochs - 1], kind="stable")
        if epochs >= curves.shape[1]:
            return alive[order[0]], trained
        alive = np.sort(alive[order[: max(1, len(alive) // factor)]])
        before, epochs = epochs, epochs * factor


def _halve_recursively(curves, factor):
    def go(alive, epochs):
        if epochs == len(curves[0]):
            return max(alive, key=lambda position: curves[position][-1]), 0
        ranked = sorted(alive, key=lambda position: curves[position][epochs - 1], reverse=True)
        kept = sorted(ranked[: max(1, len(alive) // factor)])
        winner, more = go(kept, epochs * factor)
        return winner, more + len(kept) * (epochs * factor - epochs)

    winner, more = go(range(len(curves)), 1)
    return [winner, len(curves) + more]


def _stops_alone(curves, factor):
    alive, epochs, trained = list(range(len(curves))), 1, len(curves)
    while epochs < len(curves[0]) and len(alive) > 1:
        alive.sort(key=lambda position: (-curves[position][epochs - 1], position))
        alive = alive[: max(1, len(alive) // factor)]
        if len(alive) > 1:
            trained += len(alive) * (factor - 1) * epochs
        epochs *= factor
    return min(alive, key=lambda p: (-curves[p][min(epochs, len(curves[p])) - 1], p)), trained


def _place_among_the_kept(curves, factor):
    kept, epochs, trained = [list(curve) for curve in curves], 1, len(curves)
    while epochs < len(kept[0]):
        kept.sort(key=lambda curve: -curve[epochs - 1])
        kept = kept[: max(1, len(kept) // factor)]
        trained += len(kept) * (factor - 1) * epochs
        epochs *= factor
    return int(np.argmax([curve[-1] for curve in kept])), trained


def _first_alive(curves, factor, at_least=1):
    alive, epochs, trained = list(range(len(curves))), 1, len(curves)
    while epochs < len(curves[0]):
        alive.sort(key=lambda position: (-curves[position][epochs - 1], position))
        alive = alive[: max(at_least, len(alive) // factor)]
        trained += len(alive) * (factor - 1) * epochs
        epochs *= factor
    return alive[0], trained


def _last_ranking_breaks_ties(curves, factor):
    alive, epochs, trained = range(len(curves)), 1, len(curves)
    while epochs < len(curves[0]):
        alive = sorted(alive, key=lambda position: -curves[position][epochs - 1])
        alive = alive[: max(1, len(alive) // factor)]
        trained += len(alive) * (factor - 1) * epochs
        epochs *= factor
    return max(alive, key=lambda position: curves[position][-1]), trained


def _later_ones_first(curves, factor):
    winner, trained = _halve(curves[::-1], factor)
    return len(curves) - 1 - winner, trained


def _all_to_the_end(curves, factor):
    return int(np.argmax([curve[-1] for curve in curves])), len(curves) * len(curves[0])


def _one_round(curves, factor):
    order = sorted(range(len(curves)), key=lambda position: (-curves[position][0], position))
    kept = order[: max(1, len(curves) // factor)]
    winner = min(kept, key=lambda p: (-curves[p][-1], p))
    return winner, len(curves) + len(kept) * (len(curves[0]) - 1)


_ON_PAPER = "one round after the other, on paper: who is alive, who goes on, for how many more epochs?"
_ROUNDS = (
    "the rounds after the first. One after the other: who is alive, who goes on, for how many more epochs?"
)
_TIES = (
    "ties: without any your function is right. Of two alike the one earlier in `curves` goes on, and wins. A "
    "sorted list that is turned round has the later one first."
)

# Curves, factor, and what to look at where those before are right: in an order in which each says more.
_CURVES = [
    # two of six go on; the one that was ahead before loses
    (
        [
            [0.2, 0.3, 0.4],
            [0.6, 0.7, 0.7],
            [0.1, 0.5, 0.9],
            [0.3, 0.4, 0.5],
            [0.5, 0.6, 0.8],
            [0.4, 0.4, 0.6],
        ],
        3,
        _ON_PAPER,
    ),
    (
        [[0.2, 0.4], [0.6, 0.7], [0.5, 0.8], [0.1, 0.9], [0.3, 0.5]],
        2,
        "`factor`: it was 3 before, which was right, and is 2 here. Where does your function use it?",
    ),
    ([[0.9, 0.7], [0.8, 0.8], [0.1, 0.2], [0.2, 0.3]], 2, _ON_PAPER),
    ([[0.3, 0.5, 0.7, 0.96], [0.6, 0.6, 0.9, 0.7], [0.5, 0.7, 0.8, 0.9], [0.4, 0.8, 0.6, 0.95]], 2, _ROUNDS),
    (
        [[0.1, 0.2, 0.3], [0.5, 0.6, 0.7], [0.4, 0.7, 0.8], [0.2, 0.3, 0.4], [0.3, 0.4, 0.5]],
        3,
        "how many go on: of five a third is one, rounded down.",
    ),
    # the best in the end (place 2) is slow; a lucky early epoch (place 7) does not count at epoch 3
    (
        [
            [0.30, 0.40, 0.50, 0.55, 0.60, 0.62, 0.64, 0.66, 0.68],
            [0.50, 0.60, 0.70, 0.74, 0.77, 0.79, 0.80, 0.81, 0.82],
            [0.10, 0.20, 0.40, 0.60, 0.80, 0.90, 0.95, 0.96, 0.97],
            [0.20, 0.20, 0.20, 0.20, 0.20, 0.20, 0.20, 0.20, 0.20],
            [0.55, 0.65, 0.74, 0.78, 0.80, 0.83, 0.85, 0.86, 0.87],
            [0.45, 0.55, 0.60, 0.70, 0.80, 0.88, 0.90, 0.91, 0.92],
            [0.15, 0.30, 0.50, 0.60, 0.70, 0.80, 0.85, 0.88, 0.90],
            [0.60, 0.90, 0.58, 0.59, 0.60, 0.61, 0.62, 0.63, 0.64],
            [0.25, 0.35, 0.45, 0.55, 0.65, 0.70, 0.72, 0.74, 0.76],
        ],
        3,
        _ROUNDS,
    ),
    ([[0.3], [0.7], [0.6]], 3, "curves of one epoch: nobody is stopped, and the best of them wins."),
    ([[0.2, 0.3, 0.7], [0.4, 0.6, 0.5]], 3, "how many go on: 2 // 3 is 0, but at least one goes on."),
    (
        [[0.3, 0.5, 0.6, 0.7, 0.72, 0.74, 0.75, 0.76], [0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9]],
        2,
        "the rounds with one left alone: it is trained to the end of the curves as well.",
    ),
    ([[0.5, 0.6], [0.4, 0.9], [0.5, 0.6], [0.5, 0.7]], 2, _TIES),
    ([[0.8, 0.9], [0.9, 0.9], [0.1, 0.2], [0.2, 0.3]], 2, _TIES),
    ([[0.3], [0.7], [0.7]], 3, _TIES),
]


@exercise(
    hints=[
        "Keep three things: who is alive (positions), how many epochs they have, how many were trained in "
        "all. It begins with all positions, 1, and `len(curves)`.",
        "While `epochs < len(curves[0])`: sort the positions alive by `curves[position][epochs - 1]`, the "
        "highest first; cut the list to `max(1, len(alive) // factor)`. Each that is kept trains "
        "`(factor - 1) * epochs` more epochs.",
        "`alive.sort(key=lambda position: (-curves[position][epochs - 1], position))` sorts with ties as "
        "asked. Then `trained += len(alive) * (factor - 1) * epochs` and `epochs *= factor`. At the end the "
        "winner has the highest last accuracy of those alive.",
    ],
    right=[answers(_halve), answers(_halve_arrays), answers(_halve_recursively)],
    mistakes=[
        mistake(
            lambda curves, factor: _halve(
                curves,
                factor,
                score=lambda curve, epochs: -curve[epochs - 1],
                at_the_end=lambda curve: -curve[-1],
            ),
            says="the order: you keep the worst. Of accuracies, higher is better.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, factor, score=lambda curve, epochs: -curve[epochs - 1]),
            says="the order of sorting: from low to high. So the worst go on.",
        ),
        mistake(
            lambda curves, factor: _halve(
                curves, factor, score=lambda curve, epochs: max(curve[:epochs]), at_the_end=max
            ),
            says="what is compared: the accuracy in the epoch just reached, and none before.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, factor, at_the_end=max),
            says="the winner: who is best in the *last* epoch. You take the best of any epoch.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, factor, at_the_end=lambda curve: curve[0]),
            says="the winner: who is best in the *last* epoch. You compare in the first.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, 2),
            says="`factor`: it is an argument, another number each time. You have a 2 in its place.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, 3),
            says="`factor`: it is an argument, another number each time. You have a 3 in its place.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, factor, keep=lambda alive, factor: max(1, len(alive) // 3)),
            says="how many go on: a third only where `factor` is 3.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, factor, keep=lambda alive, factor: max(1, len(alive) // 2)),
            says="how many go on: half of them only where `factor` is 2.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, factor, score=lambda curve, epochs: curve[-1]),
            says="what is known: who is alive in the end has a last accuracy. The others stopped before.",
        ),
        mistake(
            lambda curves, factor: _halve(
                curves, factor, score=lambda curve, epochs: curve[min(epochs, len(curve) - 1)]
            ),
            says="the place in the curve: the accuracy after `epochs` epochs stands at `epochs - 1`.",
        ),
        mistake(
            lambda curves, factor: _halve(
                curves, factor, cost=lambda alive, epochs, factor: alive * factor * epochs
            ),
            says="the count of epochs: who goes on does not begin anew. Only the additional epochs count.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, factor, cost=lambda alive, epochs, factor: 0),
            says="the count of epochs: those of the first round are there; those of who goes on are missing.",
        ),
        mistake(
            lambda curves, factor: (lambda winner, trained: (winner, trained - len(curves)))(
                *_halve(curves, factor)
            ),
            says="the count of epochs: all settings are trained for one epoch first. Begin with that many.",
        ),
        mistake(
            lambda curves, factor: (_halve(curves, factor)[0], len(curves) * len(curves[0])),
            says="the count of epochs: you count all curves to their end. Who is stopped trains no further.",
        ),
        mistake(
            lambda curves, factor: (_halve(curves, factor)[0], len(curves[0])),
            says="the count of epochs: each setting that is trained has its own. You count those of one.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, factor, cost=lambda alive, epochs, factor: alive * epochs),
            says="the count of epochs: from `epochs` to `factor * epochs`, how many are these?",
        ),
        mistake(
            lambda curves, factor: _halve(
                curves, factor, goes_on=lambda alive, epochs, length: epochs <= length
            ),
            says="the end: at the last epoch nobody trains on. Is it `<` or `<=`?",
        ),
        mistake(
            lambda curves, factor: _halve(
                curves, factor, keep=lambda alive, factor: -(-len(alive) // factor)
            ),
            says="how many go on: `len(alive) // factor`, rounded down.",
        ),
        mistake(
            lambda curves, factor: _halve(
                curves, factor, goes_on=lambda alive, epochs, length: epochs < length and len(alive) > 1
            ),
            says="the rounds: yours end once one is left. That one is trained to the end of the curves.",
        ),
        mistake(_stops_alone, says="the end: one left alone is trained to the end of the curves as well."),
        mistake(
            _place_among_the_kept,
            says="the position: that of the winner in `curves`, not among those who were left.",
        ),
        mistake(
            _first_alive,
            says="the end: more than one can be left. Who is best of them in the last epoch?",
        ),
        mistake(_all_to_the_end, says="the rounds: you train all of them to the end. Nobody is stopped."),
        mistake(
            _one_round,
            says="the rounds: after the first you stop nobody. Of those alive then, how many go on?",
        ),
        mistake(
            lambda curves, factor: (_halve(curves, factor)[0] + 1, _halve(curves, factor)[1]),
            says="the position: the first one in `curves` is 0.",
        ),
        mistake(
            lambda curves, factor: _halve(curves, factor)[::-1],
            says="the order: first the winner's position, then the number of epochs.",
        ),
        mistake(
            lambda curves, factor: (curves[_halve(curves, factor)[0]][-1], _halve(curves, factor)[1]),
            says="the first number: the winner's position in the list, not its accuracy.",
        ),
    ],
    wrong=[
        answers(lambda curves, factor: _halve(curves, factor)[0], says="two numbers"),
        answers(
            lambda curves, factor: _halve(curves, factor, keep=lambda alive, factor: len(alive) // factor),
            says="at least one",
        ),
        answers(lambda curves, factor: _first_alive(curves, factor, at_least=0)[0], says="two numbers"),
        answers(lambda curves, factor: {"winner": 0, "epochs": 9}, says="two numbers"),
        answers(lambda curves, factor: tuple(map(str, _halve(curves, factor))), says="no text"),
        answers(
            lambda curves, factor: _halve(curves, factor, cost=lambda alive, epochs, factor: alive),
            says="the winner is right",
        ),
        answers(_last_ranking_breaks_ties, says="ties: without any"),
        answers(_later_ones_first, says="ties: without any"),
        answers(
            lambda curves, factor: _halve(
                curves, factor, keep=lambda alive, factor: max(1, round(len(alive) / factor))
            ),
            says="rounded down",
        ),
        answers(lambda curves, factor: curves.sort(), says="changed"),
        answers(lambda curves, factor: print(_halve(curves, factor)), says="`print`"),
    ],
    points=2,
    remember="Early stopping of trials saves epochs, and loses what starts slowly.",
)
def halving(halving):
    """Play successive halving on finished curves: who wins, after how many epochs in all?"""
    cases = tuple((curves, factor) for curves, factor, idea in _CURVES if idea != _TIES)
    for curves, factor, idea in _CURVES:
        is_small = np.size(curves) < 30
        shown = curves if is_small else f"{len(curves)} curves of length {len(curves[0])}"
        said = f"halving({shown}, {factor})"
        try:
            trial = replace(attempt(halving, curves, factor), said=said, others=cases)
        except LearnerError as error:
            if len(curves) >= factor or not isinstance(error.__cause__, (IndexError, ValueError, TypeError)):
                raise
            raise NotYet(f"{said} stopped: {error.__cause__}; needed two numbers.", idea) from error
        trial.must(
            shape_of(trial.value) == (2,),
            "two numbers",
            "what is returned: the winner's position *and* the number of epochs, with a comma between.",
        )
        trial.must(
            np.asarray(trial.value).dtype.kind in "iuf",
            "two numbers",
            "what is returned: a position and a count, both numbers and no text.",
        )
        winner, trained = _halve(curves, factor)
        if idea == _ON_PAPER and trial.value[0] == winner:
            idea = (
                "the count, since the winner is right here: in each round, how many train, and how much more?"
            )
        trial.gives((winner, trained), idea)


quiz = Quiz(
    Question(
        "You try fifty settings, look at the test accuracy of each and keep the best. You have never trained "
        "on the test set. What is that accuracy?",
        wrong(
            "What to expect on new pictures, since nothing was trained on the test set",
            "The guessers were not trained on the exam either. Choosing is enough to fit a set.",
        ),
        right(
            "Probably too good, and there is no test set left to find out",
            "The choice was made with the very pictures that judge it. A fresh test set would be needed.",
        ),
        wrong(
            "Too low, since it should have been trained on more", "More training does not mend the choice."
        ),
    ),
    Question(
        "Random search and a grid both get nine trainings for two settings, one of which hardly matters. "
        "What is true?",
        wrong(
            "Random search always finds the better network",
            "A grid that happens to stand in the good region is as good.",
        ),
        wrong(
            "The grid is more thorough, since it leaves nothing out",
            "It leaves out everything between its three values of the setting that matters.",
        ),
        right(
            "Random search tries nine values of the setting that matters, the grid three",
            "And you need not know before which of the two it is.",
        ),
    ),
    Question(
        "In a sweep the best validation accuracy is at the largest learning rate that you tried. What next?",
        wrong("Take it: it is the best", "The best of those tried. What lies beyond?"),
        right(
            "Try larger ones as well",
            "The best value at an end says that the range was too small, not that the peak was found.",
        ),
        wrong(
            "Try more values between the ones you have",
            "A finer sweep of the same range cannot find what lies outside of it.",
        ),
    ),
    Question(
        "Hyperband with `max_epochs=9` ends a trial after one epoch. What happened?",
        wrong(
            "Early stopping is broken",
            "No callback was at work. Hyperband itself decides how long each trial lasts.",
        ),
        right(
            "It was not among the best of its bracket",
            "That is the idea: many settings for one epoch, few for nine.",
        ),
        wrong("The tuner forgot `epochs=9`", "It takes no `epochs`: `max_epochs` is what the best ones get."),
    ),
    Question(
        "Step 4 trains the chosen setting on training and validation pictures together. When does it stop?",
        wrong(
            "By early stopping on the validation pictures",
            "They are in training now, so they say nothing about new pictures any more.",
        ),
        wrong(
            "By early stopping on the test set",
            "Then the test set chooses the epoch: that is peeking.",
        ),
        right(
            "After the number of epochs that was fixed in tuning",
            "Nothing is left to stop by, so the number is settled before.",
        ),
    ),
    Question(
        "Setting A has a validation accuracy one picture in three hundred above setting B, one run each. "
        "Which do you take?",
        wrong("A: higher is higher", "The same setting with another seed differs by more than that."),
        right(
            "The cheaper or simpler one, or run both again with more seeds",
            "They are tied. What decides then is cost, or more measurements.",
        ),
        wrong("Neither: tuning has failed", "A tie between good settings is a fine result."),
    ),
)
