"""Lesson 05: assign, move, pairs, silhouette, naming groups, kinds of tasks; and the quiz."""

import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from numbers import Integral, Number

import numpy as np
from threadpoolctl import threadpool_limits

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, describe, given, given_letters, shape_of

# --- assign -----------------------------------------------------------------------------------------------


def _squares(points, centers):
    """Squared distances `(k, n)` of each point to each centre."""
    return ((points - np.asarray(centers)[:, np.newaxis]) ** 2).sum(axis=2)


def _assign(points, centers):
    return _squares(points, centers).argmin(axis=0)


def _assign_in_loops(points, centers):
    groups = []
    for point in points:
        distances = [sum((a - b) ** 2 for a, b in zip(point, center, strict=True)) for center in centers]
        groups.append(distances.index(min(distances)))
    return groups


def _assign_by_library(points, centers):
    from sklearn.metrics import pairwise_distances_argmin

    return pairwise_distances_argmin(points, centers)


def _assign_from(largest):
    """A mistake: a running minimum that begins with a number which distances may exceed."""

    def assign(points, centers):
        squares = np.concatenate([np.full((1, len(points)), largest), _squares(points, centers)])
        return np.maximum(squares.argmin(axis=0) - 1, 0)

    return assign


def _assign_the_first_only(points, centers):
    for point in points:
        return ((centers - point) ** 2).sum(axis=1).argmin()


@exercise(
    hints=[
        "Take one centre. `points - center` subtracts it from every point; square, and add up each point's "
        "numbers.",
        "Do so for every centre, `np.array([… for center in centers])`: a row for each centre, a column "
        "for each "
        "point. In which direction do you look for the smallest?",
        "`distances = np.array([((points - center) ** 2).sum(axis=1) for center in centers])`, then "
        "`distances.argmin(axis=0)`.",
    ],
    right=[
        answers(_assign),
        answers(_assign_in_loops),
        answers(_assign_by_library),
        answers(
            lambda points, centers: [np.linalg.norm(centers - point, axis=1).argmin() for point in points]
        ),
    ],
    mistakes=[
        mistake(
            lambda points, centers: _squares(points, centers).argmin(axis=1),
            says="the axis: yours gives the nearest point of each centre. Each point wants the nearest "
            "centre.",
        ),
        mistake(
            lambda points, centers: _squares(points, centers).argmax(axis=0),
            says="the direction: near means a small distance, `argmin`.",
        ),
        mistake(
            lambda points, centers: _squares(points, centers).min(axis=0),
            says="what is asked: which centre is nearest, its index, not how far it is.",
        ),
        mistake(
            lambda points, centers: np.sqrt(_squares(points, centers)).min(axis=0),
            says="what is asked: which centre is nearest, its index, not how far it is.",
        ),
        mistake(
            lambda points, centers: np.asarray(centers)[_assign(points, centers)],
            says="what is asked: the index of the centre, not the centre itself.",
        ),
        mistake(
            lambda points, centers: _assign(points, centers) + 1,
            says="where counting begins: the first centre is 0.",
        ),
        mistake(
            lambda points, centers: _assign(points, centers) * 1.0,
            says="the dtype: a place is a whole number. `np.zeros(n)` makes floats, `np.zeros(n, int)` or "
            "`.astype(int)` whole numbers.",
        ),
        mistake(
            _assign_from(1000.0),
            says="where your smallest distance begins: distances of scans may be larger. `np.inf` is larger "
            "than any.",
        ),
        mistake(
            lambda points, centers: _squares(points, centers),
            says="the last step: the distances are there. Which centre has the smallest, for each point?",
        ),
        mistake(
            lambda points, centers: _squares(points, centers).T,
            says="the last step: the distances are there. Which centre has the smallest, for each point?",
        ),
        mistake(
            lambda points, centers: _squares(points, centers).argmin(),
            says="the axis: without one, a single number is left for all points. Each point needs its own.",
        ),
        mistake(
            lambda points, centers: (points - np.asarray(centers)[:, np.newaxis]).sum(axis=2).argmin(axis=0),
            says="the square: without it, too much here and too little there cancel out.",
        ),
        mistake(
            lambda points, centers: abs((points - np.asarray(centers)[:, np.newaxis]).sum(axis=2)).argmin(
                axis=0
            ),
            says="the square: without it, too much here and too little there cancel out.",
        ),
        mistake(
            lambda points, centers: (
                abs(points - np.asarray(centers)[:, np.newaxis]).sum(axis=2).argmin(axis=0)
            ),
            says="the square: you added up the differences without squaring them.",
        ),
        mistake(
            lambda points, centers: _assign(points[:, :2], np.asarray(centers)[:, :2]),
            says="the numbers of a point: there may be more than two. Add up all of them, `.sum(axis=1)`.",
        ),
        mistake(
            lambda points, centers: _assign(points, centers[:3]),
            says="the centres: there may be more than three. Look at all of them.",
        ),
        mistake(
            lambda points, centers: _assign(points, centers[1:]) + 1,
            says="the first centre: yours leaves it out.",
        ),
        mistake(
            lambda points, centers: _assign(points, centers[:-1]),
            says="the last centre: yours leaves it out.",
        ),
        mistake(
            lambda points, centers: (
                ((points - np.asarray(centers)[:, np.newaxis]) ** 2).sum(axis=(1, 2)).argmin(axis=0)
            ),
            says="the sum: without `axis=1` it adds up all points. Each point needs its own distance.",
        ),
        mistake(
            lambda points, centers: [((centers - point) ** 2).sum(axis=0).argmin() for point in points],
            says="the axis of the sum: add up the numbers of each centre, not the centres.",
        ),
        mistake(
            lambda points, centers: _assign(points[:, :1], np.asarray(centers)[:, :1]),
            says="the numbers of a point: yours looks at the first one only. Add up all of them.",
        ),
        mistake(
            _assign_the_first_only,
            says="the place of `return`: inside the loop, it ends your function at the first point.",
        ),
    ],
    wrong=[
        answers(lambda points, centers: print(_assign(points, centers)), says="`print`"),
        answers(lambda points, centers: np.zeros(len(points), int), says="three steps"),
        answers(lambda points, centers: _assign(points, centers)[:, np.newaxis], says="one row of numbers"),
        answers(
            lambda points, centers: np.eye(len(centers))[_assign(points, centers)], says="its index alone"
        ),
        answers(
            lambda points, centers: np.eye(len(centers), dtype=int)[_assign(points, centers)],
            says="its index alone",
        ),
        answers(
            lambda points, centers: _squares(points, centers) == _squares(points, centers).min(axis=0),
            says="its index alone",
        ),
    ],
    remember="Each point asks all centres. This is the nearest class mean of lesson 02, without classes.",
)
def assign(assign):
    """Give each point the index of its nearest centre."""
    rng = np.random.default_rng(11)
    for n, k, numbers, scale in [
        (11, 5, 3, 1),
        (40, 3, 2, 1),
        (7, 6, 64, 1),
        (30, 8, 5, 1),
        (12, 1, 2, 1),
        (9, 4, 300, 100),  # as large as photographs
    ]:
        points, centers = scale * rng.normal(size=(n, numbers)), scale * rng.normal(size=(k, numbers))
        trial = attempt(assign, points, centers)
        idea = (
            "three steps, for each point: its distance to every centre, squared and added up; the smallest; "
            "its index."
        )
        if shape_of(trial.value) in ((n, 1), (1, n)):
            idea = (
                "the shape: one row of numbers, `(n,)`. Each point needs a number, not a list with one in it."
            )
        elif n != k and shape_of(trial.value) in ((n, k), (k, n)):
            idea = "what is asked: you have a value for each point and centre. A point needs its index alone."
        trial = _with_whole_numbers(trial, _assign(points, centers))
        trial.gives(_assign(points, centers), idea=idea)


def _with_whole_numbers(trial, expected):
    """The trial with whole numbers in place of floats, unless only the dtype is wrong."""
    if shape_of(trial.value) == expected.shape:
        values = np.asarray(trial.value)
        if values.dtype.kind == "f" and np.all(values % 1 == 0) and np.any(values != expected):
            return replace(trial, value=values.astype(int))
    return trial


# --- move -------------------------------------------------------------------------------------------------


def _move(points, groups, centers):
    moved = np.array(centers, float)
    for number in range(len(centers)):
        if np.any(groups == number):
            moved[number] = points[groups == number].mean(axis=0)
    return moved


def _move_in_a_list(points, groups, centers):
    return [
        points[groups == number].mean(axis=0) if number in groups else center
        for number, center in enumerate(centers)
    ]


def _move_by_sums(points, groups, centers):
    sums, counts = np.zeros(centers.shape), np.bincount(groups, minlength=len(centers))[:, np.newaxis]
    np.add.at(sums, groups, points)
    return np.where(counts > 0, sums / np.maximum(counts, 1), centers)


def _for_each_group(change, empty):
    """A mistake: another number than the mean for each group, or another place for an empty one."""

    def move(points, groups, centers):
        rows = []
        for number, center in enumerate(centers):
            own = points[groups == number]
            if len(own):
                rows.append(change(own))
            elif (row := empty(center)) is not None:
                rows.append(row)
        return np.array(rows)

    return move


def _keep(center):
    return center


def _mean(own):
    return own.mean(axis=0)


def _move_in_whole_numbers(points, groups, centers):
    moved = centers.copy()
    for number in range(len(centers)):
        if np.any(groups == number):
            moved[number] = points[groups == number].mean(axis=0)
    return moved


def _move_without_care(points, groups, centers):
    with warnings.catch_warnings(action="ignore"):  # NumPy's, of the mean of nothing
        return np.array([points[groups == number].mean(axis=0) for number in range(len(centers))])


def _move_if(asked):
    """A mistake: what is asked before a centre moves is not whether a point joined it."""

    def move(points, groups, centers):
        moved = np.array(centers, float)
        for number in range(len(centers)):
            if asked(points, np.flatnonzero(groups == number)):
                moved[number] = points[groups == number].mean(axis=0)
        return moved

    return move


def _move_from_one(points, groups, centers):
    return _move(points, np.asarray(groups) - 1, centers)


def _move_the_first(points, groups, centers):
    moved = np.array(centers, float)
    first = min(groups)
    moved[first] = points[groups == first].mean(axis=0)
    return moved


def _move_three(points, groups, centers):
    moved = np.array(centers, float)
    moved[:3] = _move(points, groups, centers)[:3]
    return moved


def _move_with_the_old(points, groups, centers):
    moved = np.array(centers, float)
    for number in range(len(centers)):
        moved[number] = np.vstack([points[groups == number], centers[number]]).mean(axis=0)
    return moved


def _move_along_rows(points, groups, centers):
    return [points[groups == number].mean(axis=1) for number in range(len(centers))]


_LOOP_ENDS = (
    "the place of `return`: the loop ends at it, so only one centre is moved. It belongs behind the loop."
)
_THREE = "how many centres: there may be more than three. Go through all of them, `range(len(centers))`."
_ALONG = (
    "the axis of the mean: each new centre needs as many numbers as a point has. `axis=0` goes down the rows."
)
_HALF = "how far: a centre goes all the way to the mean of its points."


@exercise(
    hints=[
        "`points[groups == 0]` are the points of group 0. What is their mean, number by number?",
        "`points[groups == number].mean(axis=0)`, for every `number` in `range(len(centers))`. What does "
        "it give "
        "where no point has that number?",
        "Begin with `moved = centers.astype(float)`, and change a row only `if np.any(groups == number)`.",
    ],
    right=[answers(_move), answers(_move_in_a_list), answers(_move_by_sums)],
    mistakes=[
        mistake(
            _move_without_care,
            says="`nan`: a centre that no point joined has no mean. It stays where it is.",
        ),
        mistake(
            _for_each_group(_mean, lambda center: 0 * center),
            says="the centre that no point joined: it stays where it is, and does not go to 0.",
        ),
        mistake(
            _for_each_group(_mean, lambda center: None),
            says="the centre that no point joined: yours loses it. It stays where it is.",
        ),
        mistake(
            lambda points, groups, centers: _move(points, groups, centers)[: groups.max() + 1],
            says="how many centres: as many as before, `len(centers)`, also where no point has the last "
            "number.",
        ),
        mistake(
            _move_in_whole_numbers,
            says="the dtype: a copy of whole numbers cuts off the fractions. `centers.astype(float)` keeps "
            "them.",
        ),
        mistake(
            _for_each_group(lambda own: own.sum(axis=0), _keep),
            says="the sum: a mean divides it by how many.",
        ),
        mistake(
            _for_each_group(lambda own: np.median(own, axis=0), _keep),
            says="the median: k-means goes to the mean, as its name says.",
        ),
        mistake(
            _for_each_group(lambda own: own.mean(), _keep),
            says="the axis: without one, all numbers of a group make one mean. `axis=0` keeps each number "
            "apart.",
        ),
        mistake(
            _for_each_group(lambda own: np.full(own.shape[1], own.mean()), _keep),
            says="the axis: without one, all numbers of a group make one mean. `axis=0` keeps each number "
            "apart.",
        ),
        mistake(
            lambda points, groups, centers: np.tile(points.mean(axis=0), (len(centers), 1)),
            says="the mask: each centre gets the mean of its own points, not of all.",
        ),
        mistake(
            lambda points, groups, centers: np.array(centers, float),
            says="the result: these are the old centres. Return the moved ones.",
        ),
        mistake(lambda points, groups, centers: (_move(points, groups, centers) + centers) / 2, says=_HALF),
        mistake(
            _for_each_group(lambda own: own[0], _keep),
            says="what a centre is: the mean of all its points, not the first of them.",
        ),
        mistake(
            lambda points, groups, centers: _move(points, groups, centers)[groups],
            says="what is asked: a row for each centre, not for each point.",
        ),
        mistake(_move_from_one, says="where counting begins: the first centre's points have the number 0."),
        mistake(_move_the_first, says=_LOOP_ENDS),
        mistake(lambda points, groups, centers: points[groups == min(groups)].mean(axis=0), says=_LOOP_ENDS),
        mistake(_move_three, says=_THREE),
        mistake(lambda points, groups, centers: _move(points, groups, centers)[:3], says=_THREE),
        *(
            mistake(
                lambda points, groups, centers, digits=digits: np.round(
                    _move(points, groups, centers), digits
                ),
                says="the rounding: leave it out. A centre may lie anywhere.",
            )
            for digits in range(4)
        ),
        mistake(
            _move_with_the_old,
            says="what the mean is of: the points that joined, without the old centre.",
        ),
        mistake(
            _move_if(lambda points, own: len(own) > 1),
            says="a centre that one point joined: the mean of one point is that point. Only one without "
            "points stays.",
        ),
        mistake(
            _move_if(lambda points, own: own.any()),
            says="what you ask before a centre moves: places are numbers, and 0 counts as False. "
            "How many points are there?",
        ),
        mistake(
            _move_if(lambda points, own: points[own].any()),
            says="what you ask before a centre moves: points whose numbers are all 0 are points, too. "
            "How many are there?",
        ),
        mistake(_move_along_rows, says=_ALONG),
    ],
    wrong=[
        answers(lambda points, groups, centers: print(_move(points, groups, centers)), says="`print`"),
        answers(
            lambda points, groups, centers: [points[groups == k].mean(axis=0) for k in (0, 1)],
            says="the mean of",
        ),
        answers(
            lambda points, groups, centers: np.array(_move_along_rows(points, groups, centers)), says=_ALONG
        ),
    ],
    remember="A mean is the place with the smallest sum of squares: so this step cannot raise it.",
)
def move(move):
    """Move each centre to the mean of its points; one without points stays."""
    rng = np.random.default_rng(4)
    for n, k, numbers, empty, whole in [
        (30, 4, 3, [], False),
        (25, 5, 6, [0, 3], False),
        (12, 3, 2, [2], False),
        (20, 3, 4, [1], True),
    ]:
        points = rng.normal(size=(n, numbers))
        centers = rng.integers(-9, 9, (k, numbers)) if whole else rng.normal(size=(k, numbers))
        used = np.delete(np.arange(k), empty)
        groups = np.concatenate([used, rng.choice(used, n - len(used))])
        _judge_move(move, points, rng.permutation(groups), centers)
    points, centers = rng.normal(size=(7, 2)), rng.normal(size=(4, 2))
    _judge_move(move, points, np.array([1, 0, 1, 3, 0, 1, 0]), centers)  # a single point joined 3
    _judge_move(move, points, np.array([2, 0, 1, 1, 0, 1, 0]), centers)  # point 0 alone joined 2
    groups = np.array([1, 0, 1, 2, 0, 2, 0])
    _judge_move(move, points * (groups != 0)[:, np.newaxis], groups, centers)


def _judge_move(move, points, groups, centers):
    """Try an answer on one set of points."""
    try:
        with warnings.catch_warnings(action="ignore"):
            trial = attempt(move, points, groups, centers)
    except Exception as error:
        if isinstance(error.__cause__, ZeroDivisionError):
            raise NotYet(
                "where no point joined a centre, your function divided by 0; needed the old centre.",
                "the centre that no point joined: it stays where it is.",
            ) from error
        if re.search("inhomogeneous|could not broadcast input", str(error.__cause__)):
            raise NotYet(
                f"for {len(centers)} centres of {points.shape[1]} numbers, your function stopped with "
                f"{type(error.__cause__).__name__}: {str(error.__cause__).split('.')[0]}.",
                _ALONG,
            ) from error
        raise
    trial.gives(
        _move(points, groups, centers), idea="for every centre: the mean of the points that joined it."
    )


# --- pairs ------------------------------------------------------------------------------------------------


def _agreement(first, second):
    pairs = [
        (first[i] == first[j]) == (second[i] == second[j]) for i, j in combinations(range(len(first)), 2)
    ]
    return float(np.mean(pairs))


def _tables(first, second):
    """For all places i, j: whether each sorting puts them together."""
    first, second = np.asarray(first), np.asarray(second)
    return first[:, np.newaxis] == first, second[:, np.newaxis] == second


def _agreement_by_tables(first, second):
    one, two = _tables(first, second)
    n = len(first)
    return (np.sum(one == two) - n) / (n * n - n)


def _agreement_by_library(first, second):
    from sklearn.metrics import rand_score

    return rand_score(first, second)


def _together(first, second, of_first=False):
    one, two = _tables(first, second)
    n = len(first)
    both = np.sum(one & two) - n
    return both / (np.sum(one) - n) if of_first and np.sum(one) > n else both / (n * n - n)


def _adjusted(first, second):
    from sklearn.metrics import adjusted_rand_score

    return adjusted_rand_score(first, second)


def _agreement_of_the_first(first, second):
    """A mistake: `return` ends the outer loop in the first round, with all its pairs counted."""
    return np.sum(np.equal(*_tables(first, second))[0, 1:])


def _jaccard(first, second):
    one, two = _tables(first, second)
    n = len(first)
    return (np.sum(one & two) - n) / max(np.sum(one | two) - n, 1)


_OUTER = "the place of `return`: the outer loop ends at it, so the pairs of one picture alone are counted."


def _number_of_pairs(first):
    return len(first) * (len(first) - 1) / 2


@exercise(
    hints=[
        "For one pair, i and j: `first[i] == first[j]` says whether the first sorting puts it together.",
        "They agree if both say the same: `(first[i] == first[j]) == (second[i] == second[j])`. Count over "
        "all pairs.",
        "`for i in range(len(first)):` and in it `for j in range(i):` meet each pair once. Of n pictures "
        "there are "
        "`n * (n - 1) / 2` pairs.",
    ],
    right=[answers(_agreement), answers(_agreement_by_tables), answers(_agreement_by_library)],
    mistakes=[
        mistake(
            lambda first, second: np.mean(np.asarray(first) == np.asarray(second)),
            says="the numbers: names of groups mean nothing, so never compare one sorting's with the "
            "other's. Compare "
            "two pictures within a sorting.",
        ),
        mistake(
            lambda first, second: np.mean(np.equal(*_tables(first, second))),
            says="the pairs of a picture with itself: yours counts them. A pair is two different pictures.",
        ),
        mistake(
            lambda first, second: np.sum(np.equal(*_tables(first, second))) / _number_of_pairs(first),
            says="how often a pair is counted: i, j and j, i are the same pair; and no picture makes a "
            "pair with itself.",
        ),
        mistake(
            lambda first, second: 2 * _agreement(first, second),
            says="how often a pair is counted: i, j and j, i are the same pair.",
        ),
        mistake(
            lambda first, second: _agreement(first, second) / 2,
            says="what you divide by: n · (n − 1) / 2, for each pair counts once.",
        ),
        mistake(
            lambda first, second: round(_agreement(first, second) * _number_of_pairs(first)),
            says="the count: divide it by how many pairs there are.",
        ),
        mistake(
            lambda first, second: _agreement(first, second) * _number_of_pairs(first) / len(first),
            says="what you divide by: the number of pairs, not of pictures.",
        ),
        mistake(
            lambda first, second: _agreement(first, second) * _number_of_pairs(first) / len(first) ** 2,
            says="what you divide by: n · (n − 1) / 2, for each pair counts once and no picture pairs with "
            "itself.",
        ),
        mistake(
            lambda first, second: 1 - _agreement(first, second),
            says="the sign: you counted the pairs on which they differ.",
        ),
        mistake(
            _together,
            says="the pairs apart: two sortings that both put a pair apart agree on it, too.",
        ),
        mistake(
            lambda first, second: _together(first, second, of_first=True),
            says="the pairs apart: two sortings that both put a pair apart agree on it, too; and all pairs "
            "count below.",
        ),
        mistake(
            lambda first, second: np.mean(
                (np.diff(np.asarray(first)) == 0) == (np.diff(np.asarray(second)) == 0)
            ),
            says="the pairs: yours looks at neighbours in the row alone. Every two pictures are a pair.",
        ),
        mistake(
            lambda first, second: np.mean(np.equal(*_tables(first, second))[np.tril_indices(len(first))]),
            says="the pairs of a picture with itself: yours counts them. A pair is two different pictures.",
        ),
        mistake(
            lambda first, second: _agreement(first, second) + len(first) / _number_of_pairs(first),
            says="the pairs of a picture with itself: yours counts them. A pair is two different pictures.",
        ),
        mistake(
            lambda first, second: 100 * _agreement(first, second),
            says="the scale: a share lies between 0 and 1.",
        ),
        mistake(
            lambda first, second: np.mean(
                [
                    first[i] == first[j] == second[i] == second[j]
                    for i, j in combinations(range(len(first)), 2)
                ]
            ),
            says="the brackets: `a == b == c` asks whether all are equal. Ask each sorting first, in "
            "brackets of its own.",
        ),
        mistake(
            lambda first, second: round(_agreement(first, second), 2),
            says="the rounding: leave it out; it is for printing.",
        ),
        mistake(
            lambda first, second: (
                _agreement(first[:-1], second[:-1]) * _number_of_pairs(first[:-1]) / _number_of_pairs(first)
            ),
            says="the last picture: yours leaves its pairs out.",
        ),
        mistake(
            _jaccard,
            says="the pairs that both put apart: they agree on those, too; and all pairs count below.",
        ),
        mistake(
            lambda first, second: _agreement_of_the_first(first, second) / _number_of_pairs(first),
            says=_OUTER,
        ),
        mistake(lambda first, second: _agreement_of_the_first(first, second) / (len(first) - 1), says=_OUTER),
        mistake(
            lambda first, second: (
                int((first[0] == first[1]) == (second[0] == second[1])) / _number_of_pairs(first)
            ),
            says=_OUTER,
        ),
        mistake(
            _adjusted,
            says="the adjusted index: it comes below, and moves the zero to chance. Asked is the plain "
            "share of pairs.",
        ),
    ],
    wrong=[
        answers(lambda first, second: print(_agreement(first, second)), says="`print`"),
        answers(lambda first, second: np.equal(*_tables(first, second)), says="one number"),
        answers(lambda first, second: 0.5, says="for each pair"),
    ],
    remember="Ask about pairs, and the names of the groups do not matter.",
)
def agreement(agreement):
    """Work out the share of pairs on which two sortings agree."""
    rng = np.random.default_rng(5)
    cases = [(rng.integers(3, size=9), rng.integers(4, size=9))]
    base = rng.integers(5, size=40)
    cases += [(base, np.where(rng.random(40) < 0.7, (base + 2) % 5, rng.integers(5, size=40)))]
    cases += [
        (base[:12], 7 - base[:12]),
        (np.arange(6), np.zeros(6, int)),
        (np.array([4, 4]), np.array([1, 9])),
    ]
    for first, second in cases:
        share = _agreement(first, second)
        trial = replace(
            attempt(agreement, first, second), others=tuple(cases[:-1])
        )  # a share is soon alike by luck
        trial.must(
            np.ndim(trial.value) == 0 or np.size(trial.value) == 1,
            f"{share:.4g}",
            "the result: one number for all pairs together.",
        )
        trial.gives(
            share, idea="for each pair: together in both, or apart in both? Then the share of all pairs."
        )


# --- the silhouette ---------------------------------------------------------------------------------------


def _parts(points, groups, i, power=1.0):
    """a and the distances b to each other group; power 2 squares the distances."""
    distances = np.sqrt(((points - points[i]) ** 2).sum(axis=1)) ** power
    own = groups == groups[i]
    a = distances[own].sum() / max(own.sum() - 1, 1)
    return a, [distances[groups == other].mean() for other in np.unique(groups[~own])]


def _is_alone(groups, i):
    return np.sum(groups == groups[i]) == 1


def _silhouette(points, groups, i):
    a, others = _parts(points, groups, i)
    return 0.0 if _is_alone(groups, i) else (min(others) - a) / max(a, min(others))


def _silhouette_by_library(points, groups, i):
    from sklearn.metrics import silhouette_samples

    return silhouette_samples(points, groups)[i]


def _silhouette_in_loops(points, groups, i):
    by_group = {}
    for j in range(len(points)):
        if j != i:
            by_group.setdefault(int(groups[j]), []).append(float(np.linalg.norm(points[j] - points[i])))
    own = by_group.pop(int(groups[i]), None)
    if own is None:
        return 0
    a, b = sum(own) / len(own), min(sum(one) / len(one) for one in by_group.values())
    return (b - a) / max(a, b)


def _silhouette_with(a_of=None, b_of=None, join=None, power=1.0, alone=True):
    """A mistake: another a, another b, or another way to join them."""

    def silhouette(points, groups, i):
        a, others = _parts(points, groups, i, power)
        a = a_of(points, groups, i) if a_of else a
        b = b_of(points, groups, i, others) if b_of else min(others)
        if alone and _is_alone(groups, i):
            return 0.0
        return join(a, b) if join else (b - a) / max(a, b)

    return silhouette


def _a_with_itself(points, groups, i):
    own = groups == groups[i]
    return np.sqrt(((points[own] - points[i]) ** 2).sum(axis=1)).mean()


def _b_of_all_others(points, groups, i, others):
    return np.sqrt(((points[groups != groups[i]] - points[i]) ** 2).sum(axis=1)).mean()


def _b_nearest_point(points, groups, i, others):
    return np.sqrt(((points[groups != groups[i]] - points[i]) ** 2).sum(axis=1)).min()


def _b_of_numbers(numbers):
    """A mistake: b looks at the groups with these numbers, as far as they are there."""

    def b_of(points, groups, i, others):
        distances = np.sqrt(((points - points[i]) ** 2).sum(axis=1))
        there = [k for k in numbers(groups) if k != groups[i] and np.any(groups == k)]
        return min((distances[groups == k].mean() for k in there), default=np.inf)

    return b_of


def _b_nearest_center(points, groups, i, others):
    numbers = np.unique(groups[groups != groups[i]])
    far = [np.linalg.norm(points[groups == k].mean(axis=0) - points[i]) for k in numbers]
    return others[np.argmin(far)]


def _manhattan(points, groups, i):
    if _is_alone(groups, i):
        return 0.0
    distances, own = abs(points - points[i]).sum(axis=1), groups == groups[i]
    a = distances[own].sum() / (own.sum() - 1)
    b = min(distances[groups == other].mean() for other in set(groups[~own]))
    return (b - a) / max(a, b)


def _number_for_point(points, groups, i):
    """A mistake: group i in place of the group of point i."""
    distances, own = np.sqrt(((points - points[i]) ** 2).sum(axis=1)), groups == i
    if own.sum() == 1:
        return 0.0
    a = distances[own].sum() / (own.sum() - 1)
    b = min(distances[groups == other].mean() for other in set(groups[~own]))
    return (b - a) / max(a, b)


def _of_all(points, groups):
    return np.array([_silhouette(points, groups, i) for i in range(len(points))])


def _silhouette_of_centers(points, groups, i):
    if _is_alone(groups, i):
        return 0.0
    numbers = np.unique(groups)
    far = {k: np.linalg.norm(points[groups == k].mean(axis=0) - points[i]) for k in numbers}
    a = far.pop(groups[i])
    return (min(far.values()) - a) / max(a, min(far.values()))


def _silhouette_up_to(end):
    """A mistake: b goes through numbers of which no group may be left."""

    def silhouette(points, groups, i):
        if _is_alone(groups, i):
            return 0.0
        distances = np.sqrt(((points - points[i]) ** 2).sum(axis=1))
        a = _parts(points, groups, i)[0]
        b = min(distances[groups == k].mean() for k in range(end(groups)) if k != groups[i])
        return (b - a) / max(a, b)

    return silhouette


_GAPS = (
    "the numbers of the groups: they need not be 0, 1, 2, … A group that is not there has no mean; "
    "`groups` itself says which are there."
)


@exercise(
    hints=[
        "First the distances of point i to all points: `np.sqrt(((points - points[i]) ** 2).sum(axis=1))`.",
        "`own = groups == groups[i]` marks its group. Its distance to itself is 0, so add up and divide by "
        "`own.sum() - 1`.",
        "For b, take the mean distance to each other group, and the smallest of these: "
        "`min(distances[groups == "
        "other].mean() for other in set(groups[~own]))`.",
    ],
    right=[answers(_silhouette), answers(_silhouette_by_library), answers(_silhouette_in_loops)],
    mistakes=[
        mistake(
            _silhouette_with(a_of=_a_with_itself),
            says="a: the point itself is no other of its group. Divide by one fewer.",
        ),
        mistake(
            _silhouette_with(power=2),
            says="the root: here a distance is the real one, `np.sqrt` of the sum of squares.",
        ),
        mistake(
            _silhouette_with(b_of=_b_of_all_others),
            says="b: the mean distance to the *nearest* other group, not to all other points together.",
        ),
        mistake(
            _silhouette_with(b_of=_b_nearest_point),
            says="b: a mean over a group, not the distance to the nearest point.",
        ),
        mistake(
            _silhouette_with(b_of=lambda points, groups, i, others: max(others)),
            says="b: of the other groups take the nearest, `min`.",
        ),
        mistake(
            _silhouette_with(b_of=lambda points, groups, i, others: np.mean(others)),
            says="b: of the other groups take the nearest, not the mean of all.",
        ),
        mistake(
            _silhouette_with(join=lambda a, b: (a - b) / max(a, b)),
            says="the sign: b − a, so that near 1 is good.",
        ),
        mistake(_silhouette_with(join=lambda a, b: b - a), says="the division: by the larger of a and b."),
        mistake(
            _silhouette_with(join=lambda a, b: (b - a) / min(a, b)),
            says="the division: by the larger of a and b, so that it ends at 1.",
        ),
        mistake(
            _silhouette_with(join=lambda a, b: 1 - a / b),
            says="the division: by the larger of a and b, not always b.",
        ),
        mistake(
            _silhouette_with(alone=False),
            says="a point that is alone in its group: there is no a. It gets 0.",
        ),
        mistake(
            _silhouette_of_centers,
            says="the distances: to each point of a group, then their mean; not to its centre.",
        ),
        mistake(
            _manhattan,
            says="the distance: the root of the sum of squares. You added up differences without squares.",
        ),
        mistake(
            _number_for_point,
            says="`i`: it is the place of a point. The number of its group is `groups[i]`.",
        ),
        *(
            mistake(
                lambda points, groups, i, digits=digits: round(_silhouette(points, groups, i), digits),
                says="the rounding: leave it out; it is for printing.",
            )
            for digits in range(5)
        ),
        mistake(
            _silhouette_with(
                b_of=lambda points, groups, i, others: min(_a_with_itself(points, groups, i), *others)
            ),
            says="b: its own group is no *other* group. Leave it out there.",
        ),
        mistake(
            _silhouette_with(
                b_of=lambda points, groups, i, others: min(_parts(points, groups, i)[0], *others)
            ),
            says="b: its own group is no *other* group. Leave it out there.",
        ),
        mistake(
            lambda points, groups, i: _of_all(points, groups),
            says="what is asked: one number, that of point i. You gave one for each point.",
        ),
        mistake(
            lambda points, groups, i: _of_all(points, groups).mean(),
            says="what is asked: the silhouette of point i alone, not the mean over all points.",
        ),
        mistake(
            _silhouette_with(b_of=_b_nearest_center),
            says="b: the smallest *mean distance*. The centre of a wide group may be near, its points far.",
        ),
        mistake(
            _silhouette_with(b_of=_b_of_numbers(lambda groups: range(len(set(groups))))),
            says=_GAPS,
        ),
    ],
    wrong=[
        answers(lambda points, groups, i: print(_silhouette(points, groups, i)), says="`print`"),
        answers(lambda points, groups, i: 0.5, says="a, the mean distance"),
        answers(_silhouette_up_to(lambda groups: len(set(groups))), says=_GAPS),
        answers(_silhouette_up_to(lambda groups: groups.max() + 1), says=_GAPS),
    ],
    remember="Near 1: at home. About 0: between two groups. Below 0: another group is nearer.",
)
def silhouette(silhouette):
    """Work out the silhouette of one point."""
    rng = np.random.default_rng(6)
    for n, k, numbers in [(14, 4, 3), (25, 3, 2), (30, 5, 8)]:
        groups = np.concatenate([np.arange(k), np.arange(k), rng.integers(k, size=n - 2 * k)])
        points = rng.normal(size=(n, numbers)) + 1.2 * groups[:, np.newaxis]
        order = np.argsort([-_silhouette(points, groups, i) for i in range(n)])
        for i in order[[0, n // 4, -1]]:  # at home in its group, less so, nearer to another
            _judge_silhouette(silhouette, points, groups, int(i))
    points = rng.normal(size=(9, 2))
    _judge_silhouette(silhouette, points, np.array([0, 0, 1, 1, 2, 1, 0, 1, 0]), 4)
    corners = [[-6, -6], [6, -6], [-6, 6], [6, 6]]  # a wide group, whose centre is near all the same
    points = np.array([[0.5, 0], [0, 1], [4, 0], [4, 1], [5, 0], *corners]) + 0.1 * rng.normal(size=(9, 2))
    groups = np.array([0, 0, 1, 1, 1, 2, 2, 2, 2])
    _judge_silhouette(silhouette, points, groups, 0)
    for numbers in ([4, 7, 2], [0, 3, 7], [3, 2, 6]):  # with gaps
        _judge_silhouette(silhouette, points, np.array(numbers)[groups], 0)


def _judge_silhouette(silhouette, points, groups, i):
    """Try an answer on one point."""
    alone = _is_alone(groups, i)
    try:
        with warnings.catch_warnings(action="ignore"):
            trial = attempt(silhouette, points, groups, i)
            trial = replace(
                trial, others=tuple((points, groups, j) for j in range(5))
            )  # 0 is soon alike by luck
    except Exception as error:
        if alone and isinstance(error.__cause__, ZeroDivisionError):
            raise NotYet(
                "where a point is alone in its group, your function divided by 0; needed 0 there.",
                "a point that is alone in its group: there is no a. It gets 0.",
            ) from error
        raise
    trial.must(
        not (alone and isinstance(trial.value, (float, np.floating)) and np.isnan(trial.value)),
        "0",
        "a point that is alone in its group: there is no a. It gets 0.",
    )
    is_nan = isinstance(trial.value, (float, np.floating)) and np.isnan(trial.value)
    trial.must(
        not is_nan, f"{_silhouette(points, groups, i):.4g}, where the groups are {np.unique(groups)}", _GAPS
    )
    trial.gives(
        _silhouette(points, groups, i),
        idea="a, the mean distance to the others of its group; b, the smallest mean distance to another "
        "group.",
    )


# --- twenty names -----------------------------------------------------------------------------------------

_CHOSEN = np.array(
    [*range(12), 25, 40, 77, 103, 250, 611, 900, 1500]
)  # for the tests; the lesson gives its own


def _truth(places):
    from sklearn.datasets import load_digits

    return load_digits().target[places]


def _read_names(names):
    """The names as a list of whole numbers."""
    if hasattr(names, "numpy"):
        names = names.numpy()
    if hasattr(names, "tolist"):
        names = names.tolist()
    trial = given("names", names)
    trial.must(
        isinstance(names, (list, tuple)),
        "a list of digits, such as [3, 0, 4]",
        "the form: square brackets, a digit for each picture, from group 0 on.",
    )
    read = []
    for place, name in enumerate(names):
        if isinstance(name, str):
            raise NotYet(
                f"names[{place}] is {describe(name)}, a piece of text; needed a number.",
                "the quotes: write numbers without them, so that they can be compared with labels.",
            )
        plain = str(int(name) if isinstance(name, float) and name.is_integer() else name)
        if len(plain) != 1 or plain not in "0123456789":
            raise NotYet(
                f"names[{place}] is {describe(name)}; needed a digit from 0 to 9.",
                "the spelling: a digit for each picture. Where you doubt, write what it looks like most.",
            )
        read.append(int(plain))
    return read


def _read_places(chosen):
    """The places of the pictures that were named, as an array."""
    places = np.asarray(chosen) if isinstance(chosen, (list, tuple, np.ndarray)) else np.zeros(0)
    if (
        places.ndim != 1
        or not len(places)
        or places.dtype.kind not in "iu"
        or not 0 <= places.min() <= places.max() < 1797
    ):
        raise NotYet(
            f"chosen is {describe(chosen)}; needed the places of the pictures that you named.",
            "the call: `check(names, chosen)`, with `chosen` as the cell above made it.",
        )
    return places


@exercise(
    hints=[
        "Go through the pictures from left to right, row by row: the first one is group 0.",
        "A list is written so: `names = [3, 0, 4, 1]`, with as many digits as there are pictures.",
        "A single picture is larger with `plt.imshow(images[chosen[5]])`. A 1 can be a bare stroke, or "
        "thick, or have "
        "a flag; a 7 has a bar on top, often another across.",
    ],
    right=[
        answers(_truth(_CHOSEN), _CHOSEN),
        answers([*_truth(_CHOSEN)[:-4], *(_truth(_CHOSEN)[-4:] + 1) % 10], _CHOSEN),
        answers(tuple(int(name) for name in _truth(_CHOSEN)[:-1]) + (0,), _CHOSEN.tolist()),
    ],
    wrong=[
        answers([3] * 20, _CHOSEN, says="are right"),
        answers(list(range(10)) * 2, _CHOSEN, says="row by row"),
        answers([1, 2, 3], _CHOSEN, says="one for each picture"),
        answers([str(name) for name in _truth(_CHOSEN)], _CHOSEN, says="the quotes"),
        answers([*range(9), "nine", *range(10)], _CHOSEN, says="the quotes"),
        answers([*range(9), None, *range(10)], _CHOSEN, says="from 0 to 9"),
        answers([*_truth(_CHOSEN)[:-5], *(_truth(_CHOSEN)[-5:] + 1) % 10], _CHOSEN, says="needed 16"),
        answers([*range(9), 12, *range(10)], _CHOSEN, says="from 0 to 9"),
        answers(dict(enumerate(_truth(_CHOSEN))), _CHOSEN, says="square brackets"),
        answers(_truth(_CHOSEN)[::-1], _CHOSEN, says="other end"),
        answers((_truth(_CHOSEN) + 1) % 10, _CHOSEN, says="row by row"),
        answers(_truth(_CHOSEN), _CHOSEN * 1.0, says="as the cell above made it"),
    ],
    remember="Twenty looks, and every picture in the pile has a name.",
)
def names(names, chosen):
    """Name each group after one of its pictures."""
    read, places = _read_names(names), _read_places(chosen)
    given("names", names).must(
        len(read) == len(places),
        f"{len(places)} of them, one for each picture",
        f"how many: you wrote {len(read)}.",
    )
    truth = _truth(places)
    wrong_ones = np.flatnonzero(np.array(read) != truth)
    if len(wrong_ones) > len(places) // 5:  # experts differ, and some scans are doubtful
        needed = len(places) - len(places) // 5
        count = f"names: {len(places) - len(wrong_ones)} of {len(places)} are right; needed {needed}"
        idea = "each of them once more. The pictures go from left to right, row by row; group 0 comes first."
        if np.mean(np.array(read)[::-1] == truth) > 0.9:
            idea = "the order: you began at the other end. Group 0 comes first."
        shown = ", ".join(str(place) for place in wrong_ones[:6])
        raise NotYet(f"{count}. Not yet: group {shown}.", idea, early=(f"{count}.", idea))
    if len(wrong_ones):
        shown = ", ".join(str(place) for place in wrong_ones)
        count = f"{len(wrong_ones)} of {len(places)}"
        return f"Those who labelled the scans read {count} otherwise, group {shown}: experts differ, too."
    return None


# --- how many names ---------------------------------------------------------------------------------------


def _curve(ks, score, starts=4):
    """An answer to `naming_curve`: a share for each k, from a clustering and the labels."""

    def naming_curve(pixels, labels):
        from sklearn.cluster import KMeans

        results = {}
        for k in ks:
            clusterer = KMeans(k, n_init=starts, random_state=0).fit(pixels)
            results[k] = score(clusterer, pixels, labels)
        return results

    return naming_curve


def _by_center(clusterer, pixels, labels):
    chosen = clusterer.transform(pixels).argmin(axis=0)
    return np.mean(labels[chosen][clusterer.labels_] == labels)


def _by_majority(clusterer, pixels, labels):
    right_ones = 0
    for number in range(clusterer.n_clusters):
        own = labels[clusterer.labels_ == number]
        right_ones += np.bincount(own).max() if len(own) else 0
    return right_ones / len(labels)


def _by_agglomeration(pixels, labels):
    from sklearn.cluster import AgglomerativeClustering

    results = {}
    for k in (4, 8, 16, 32, 64, 128):
        groups = AgglomerativeClustering(k).fit_predict(pixels)
        right_ones = 0
        for number in range(k):
            own = np.flatnonzero(groups == number)
            center = pixels[own].mean(axis=0)
            chosen = own[((pixels[own] - center) ** 2).sum(axis=1).argmin()]
            right_ones += np.sum(labels[own] == labels[chosen])
        results[k] = right_ones / len(labels)
    return results


def _nearest_neighbour(choose):
    """A mistake: no clustering, the nearest of k labelled pictures names a picture."""

    def naming_curve(pixels, labels):
        from sklearn.neighbors import KNeighborsClassifier

        results = {}
        for k in _SIZES:
            own = choose(len(pixels), k)
            results[k] = KNeighborsClassifier(1).fit(pixels[own], labels[own]).score(pixels, labels)
        return results

    return naming_curve


def _always(k_of):
    """A mistake: another number of groups than k."""

    def naming_curve(pixels, labels):
        return {k: _curve((k_of(k, labels),), _by_center, 1)(pixels, labels).popitem()[1] for k in _SIZES}

    return naming_curve


def _by_member(choose, counted=slice(None)):
    """A mistake: another picture than the nearest names a group, or not all pictures are counted."""

    def score(clusterer, pixels, labels):
        groups = range(clusterer.n_clusters)
        chosen = np.array([choose(np.flatnonzero(clusterer.labels_ == group)) for group in groups])
        return np.mean((labels[chosen][clusterer.labels_] == labels)[counted])

    return score


def _without_the_chosen(clusterer, pixels, labels):
    chosen = clusterer.transform(pixels).argmin(axis=0)
    return np.mean(np.delete(labels[chosen][clusterer.labels_] == labels, chosen))


def _of_the_first(clusterer, pixels, labels):
    chosen = clusterer.transform(pixels).argmin(axis=0)
    return np.mean((labels[chosen][clusterer.labels_] == labels)[:100])


_SIZES = (5, 10, 20, 50, 100)
_HEAPS, _CORE, _NEAR, _RING = 12, 20, 60, 120
_MANY = 100  # so many groups meet every heap, however they begin
_USES_K = "`k`: each turn of the loop sorts into its own number of groups, `KMeans(k, …)`."
_PICTURE = (
    "three steps: sort all pictures into k groups; give each whole group the label of the picture nearest "
    "to its centre; count over all pictures. The number of a group is no label."
)


@exercise(
    points=2,
    hints=[
        "A loop over your k. In it: `clusterer = KMeans(k, n_init=4, random_state=0).fit(pixels)`.",
        "`clusterer.transform(pixels)` has a row for each picture and a column for each centre: "
        "`.argmin(axis=0)` gives the place of the picture nearest to each centre.",
        "`labels[chosen]` is a name for each group, `labels[chosen][clusterer.labels_]` one for each "
        "picture. Compare "
        "these with `labels`.",
    ],
    right=[
        answers(_curve(_SIZES, _by_center)),
        answers(_curve((2, 5, 12, 40, 80, 120), _by_center, starts=8)),
        answers(_by_agglomeration),
    ],
    wrong=[
        answers(_curve((5, 100), _by_center), says="at least five"),
        answers(_curve((20, 40, 60, 80, 100), _by_center), says="5 or fewer"),
        answers(_curve((2, 3, 4, 5, 10), _by_center), says="100 or more"),
        answers(_curve(_SIZES, lambda c, x, y: 100 * _by_center(c, x, y)), says="between 0 and 1"),
        answers(_curve(_SIZES, lambda c, x, y: len(y) * _by_center(c, x, y)), says="between 0 and 1"),
        answers(_curve(_SIZES, _by_majority), says="never a vote of the whole group"),
        answers(_curve(_SIZES, lambda c, x, y: 1.0), says="KMeans(k"),
        answers(_curve(_SIZES, lambda c, x, y: np.mean(c.labels_ == y)), says="no label"),
        answers(_curve(_SIZES, lambda c, x, y: 1 - _by_center(c, x, y)), says="three steps"),
        answers(_nearest_neighbour(lambda n, k: np.arange(k)), says="three steps"),
        answers(
            _nearest_neighbour(lambda n, k: np.random.default_rng(1).permutation(n)[:k]), says="three steps"
        ),
        answers(_always(lambda k, labels: 20), says="KMeans(k"),
        answers(_always(lambda k, labels: min(k, len(set(labels)))), says="KMeans(k"),
        answers(_curve(_SIZES, _by_member(lambda own: own[0])), says="nearest to its centre"),
        answers(_curve(_SIZES, _by_member(lambda own: own[-1])), says="nearest to its centre"),
        answers(_curve(_SIZES, _by_member(np.random.default_rng(2).choice)), says="nearest to its centre"),
        answers(_curve(_SIZES, _of_the_first), says="over all pictures"),
        answers(_curve(_SIZES, _without_the_chosen), says="over all pictures"),
        answers(_curve(_SIZES, lambda c, x, y: "high"), says="one number"),
        answers(lambda pixels, labels: [0.5, 0.6, 0.7, 0.8, 0.9], says="dictionary"),
        answers(lambda pixels, labels: {"5": 0.5}, says="whole numbers"),
    ],
    remember="The first names pay most. Where the curve flattens, stop labelling.",
)
def naming_curve(naming_curve):
    """Design an experiment: how many names are worth it?"""
    rng = np.random.default_rng(8)
    with threadpool_limits(1):  # on busy cores more threads wait for each other
        _judge_curve(naming_curve, *_pile(rng))
        heaps = rng.normal(size=(3, 400, 4)) + [[[0, 0, 0, 0]], [[60, 0, 0, 0]], [[0, 180, 0, 0]]]
        _judge_luck(naming_curve, heaps.reshape(-1, 4), rng.integers(10, size=1200))


def _pile(rng):
    """Far heaps. The core of each is of one class; tight around it, and in a wide ring, each has its own.

    So however the pile is sorted, a group with a core, named by its middle, has the core right; any other
    group is right for the picture that names it and no other.
    """
    middles = 200 * np.eye(_HEAPS, 24)
    near = rng.normal(size=(_NEAR, _HEAPS, 24))
    near *= 0.8 / np.linalg.norm(near, axis=2, keepdims=True)
    ring, angle = np.zeros((_RING, _HEAPS, 24)), rng.uniform(0, 2 * np.pi, (_RING, _HEAPS))
    ring[:, :, -2], ring[:, :, -1] = 8 * np.cos(angle), 8 * np.sin(angle)
    cores = np.repeat(middles, _CORE, axis=0)
    cores += 0.001 * rng.normal(size=cores.shape)
    strays = (middles + np.concatenate([near, ring])).reshape(-1, 24)
    strays = strays[rng.permutation(len(strays))]
    half = len(strays) // 2  # neither first nor last in its group is the one in the middle
    labels = _HEAPS + np.arange(len(strays))
    return (
        np.concatenate([strays[:half], cores, strays[half:]]),
        np.concatenate([labels[:half], np.repeat(np.arange(_HEAPS), _CORE), labels[half:]]),
    )


def _judge_curve(naming_curve, pixels, labels):
    """Try an answer on a pile of which is known how many names k groups can get right."""
    curve = attempt(naming_curve, pixels, labels).value
    trial = given("naming_curve", curve)
    trial.must(
        isinstance(curve, Mapping), "a dictionary", "the result: `{k: accuracy, …}`, an accuracy for each k."
    )
    trial.must(
        all(isinstance(k, Integral) and not isinstance(k, bool) and k > 0 for k in curve),
        "whole numbers as keys",
        "the keys: each is a number of groups.",
    )
    ks = sorted(map(int, curve))
    tried = given("naming_curve, with its k,", ks)
    tried.must(len(ks) >= 5, "at least five k", "how many: more points show where the curve bends.")
    tried.must(ks[0] <= 5, "a smallest k of 5 or fewer", "the small end: the first names change most.")
    tried.must(ks[-1] >= 100, "a largest k of 100 or more", "the large end: does it go on rising?")
    for k, value in curve.items():
        part = given(f"naming_curve, for k = {k},", value)
        part.must(
            isinstance(value, (Number, np.number)) or (np.ndim(value) == 0 and isinstance(value, np.ndarray)),
            "a number",
            "the values: the accuracy of each k, one number.",
        )
        part.must(0 <= value <= 1, "a share", "the scale: a share of the pictures lies between 0 and 1.")
    tried.must(
        not curve[ks[0]] or len({round(float(value), 9) for value in curve.values()}) > 1,
        f"an accuracy that changes with k; yours is {float(curve[ks[0]]):.3g} for each",
        _USES_K,
    )
    for k in ks:
        named = min(k, _HEAPS)
        expected = (named * _CORE + min(k - named, _HEAPS * (_NEAR + _RING))) / len(labels)
        # The picture nearest to a centre may be of another group, and a bad start loses a heap or two.
        low = expected - max(0.03, 0.25 * (k - named) / len(labels)) if k >= _MANY else -1
        given(f"naming_curve, for k = {k},", float(curve[k])).must(
            low < curve[k] < expected + 0.015,
            f"{'at most' if k < _HEAPS else 'about'} {expected:.2f}, for a pile of {_HEAPS} far heaps with "
            "one class in the middle of each, and others around it",
            _PICTURE,
        )


def _judge_luck(naming_curve, pixels, labels):
    """Try an answer on labels by chance: k are looked up, a tenth of the others is right by luck."""
    curve = attempt(naming_curve, pixels, labels).value
    for k, value in curve.items():
        if _MANY <= k <= 300:
            expected = (k + (len(labels) - k) / 10) / len(labels)
            trial = given(f"naming_curve, where labels are pure chance, for k = {k},", float(value))
            trial.must(
                value < expected + 0.045,
                f"about {expected:.2f}",
                "which labels you look up: one for each group, never a vote of the whole group. So many "
                "right ones cannot come of k labels.",
            )
            trial.must(value > expected - 0.035, f"about {expected:.2f}, for a pile of ten classes", _USES_K)


# --- which way --------------------------------------------------------------------------------------------

_WAYS = {
    "A": (
        "agglomerative",
        "the size of the pile: 900 scans have few pairs, so take the way that found most digits.",
    ),
    "B": ("k-means", "pairs and memory: 200,000 pictures have too many pairs, but one look at all fits."),
    "C": ("mini-batch", "what is kept: each picture comes once, so groups must follow part after part."),
}
_RIGHT_WAYS = {letter: way for letter, (way, _) in _WAYS.items()}


def _read_way(letter: str, said: object) -> str:
    """One of the three ways, however it is spelled; for B mini-batch is as right as k-means."""
    plain = (
        str(said).lower().replace("-", "").replace(" ", "").replace("_", "").removesuffix("kmeans")
        or "kmeans"
    )
    for way in _RIGHT_WAYS.values():
        if plain == way.replace("-", ""):
            return "k-means" if (letter, way) == ("B", "mini-batch") else way
    raise NotYet(
        f"ways_for[\"{letter}\"] is {describe(said)}; needed 'agglomerative', 'k-means' or 'mini-batch'.",
        "the spelling: use one of the three words, one for each letter.",
    )


@exercise(
    hints=[
        "Which way keeps the distance of every pair? For which pile is that no trouble?",
        "Which way can be given one part of the pictures after the other?",
        "Small and the best groups: the one that found most digits. All in memory: the one with centres. In "
        "parts: its relative.",
    ],
    right=[
        answers(_RIGHT_WAYS),
        answers({**_RIGHT_WAYS, "B": "mini-batch"}),
        answers({"C": "Mini-batch k-means", "A": "Agglomerative", "B": "KMeans"}),
    ],
    wrong=[
        answers({**_RIGHT_WAYS, "A": "k-means"}, says="size of the pile"),
        answers({**_RIGHT_WAYS, "B": "agglomerative"}, says="too many pairs"),
        answers({**_RIGHT_WAYS, "C": "k-means"}, says="comes once"),
        answers({**_RIGHT_WAYS, "C": "BIRCH"}, says="one of the three words"),
        answers({"A": "agglomerative"}, says="no answer for B, C"),
    ],
    remember="Few pictures: agglomerative. Many: k-means. In parts: mini-batch, or BIRCH.",
)
def ways_for(ways_for):
    """Choose a way of clustering for three piles."""
    given_letters("ways_for", ways_for, _WAYS, _read_way)


# --- which task -------------------------------------------------------------------------------------------

_TASKS = {
    "A": ("clustering", "whether anybody gave labels: there is no list of what the photographs show."),
    "B": (
        "single-label",
        "labels: are there any? An expert sorted some. Then: of how many of the nine kinds is one seed?",
    ),
    "C": ("multi-label", "how many labels a picture may get: several of 14, or none."),
    "D": ("clustering", "whether anybody gave labels: piles are made of what looks alike."),
    "E": (
        "single-label",
        "labels: are there any? The owners were examined. Then: how many of the two answers fit one mole?",
    ),
    "F": ("multi-label", "how many a seller may tick: as many as there are."),
}
_RIGHT_TASKS = {letter: task for letter, (task, _) in _TASKS.items()}


def _read_task(letter: str, said: object) -> str:
    """One of the three words, however it is spelled."""
    plain = (
        str(said).lower().replace("-", "").replace(" ", "").replace("_", "").removesuffix("classification")
    )
    for task in _RIGHT_TASKS.values():
        if plain == task.replace("-", ""):
            return task
    if plain in ("binary", "multiclass"):
        raise NotYet(
            f'tasks["{letter}"] is {describe(said)}, a kind of single-label classification.',
            "the words of the table above: binary and multi-class are both `single-label` here.",
        )
    raise NotYet(
        f"tasks[\"{letter}\"] is {describe(said)}; needed 'clustering', 'single-label' or 'multi-label'.",
        "the spelling: use one of the three words, one for each letter.",
    )


@exercise(
    hints=[
        "First question: is there anybody who gave labels to learn from?",
        "If there are none, it is clustering. If there are, how many labels can one picture get?",
        "Two of the six are clustering: look for those in which nobody sorted, ticked or examined anything.",
    ],
    right=[
        answers(_RIGHT_TASKS),
        answers({letter.lower(): task.replace("-", " ").title() for letter, task in _RIGHT_TASKS.items()}),
        answers(dict(reversed(_RIGHT_TASKS.items()))),
    ],
    wrong=[
        answers({**_RIGHT_TASKS, "A": "multi-label"}, says="no list"),
        answers({**_RIGHT_TASKS, "B": "clustering"}, says="An expert sorted"),
        answers({**_RIGHT_TASKS, "C": "single-label"}, says="or none"),
        answers({**_RIGHT_TASKS, "D": "single-label"}, says="looks alike"),
        answers({**_RIGHT_TASKS, "E": "clustering"}, says="were examined"),
        answers({**_RIGHT_TASKS, "F": "single-label"}, says="as many as there are"),
        answers({**_RIGHT_TASKS, "F": "binary"}, says="binary and multi-class"),
        answers({**_RIGHT_TASKS, "B": "Multi-Class"}, says="binary and multi-class"),
        answers({**_RIGHT_TASKS, "F": "many"}, says="one of the three words"),
        answers({"A": "clustering"}, says="no answer for B, C, D, E, F"),
        answers(list(_RIGHT_TASKS.values()), says="dictionary"),
    ],
    remember="Labels or none? One a picture, or any number? These two questions name the task.",
)
def tasks(tasks):
    """Tell clustering, single-label and multi-label apart in six situations."""
    given_letters("tasks", tasks, _TASKS, _read_task)


quiz = Quiz(
    Question(
        "K-means sorted the digits into ten groups. What does group 3 hold?",
        wrong(
            "The threes",
            "The number is the place of a centre. Another start gives the same group another number.",
        ),
        right(
            "Scans that are near to one centre; which digit they show, you have to look",
            "It may be one digit, a mixture, or one of two ways to write a 1.",
        ),
        wrong(
            "The third largest group",
            "Groups are not sorted by size. Their order is that of the centres at the start.",
        ),
    ),
    Question(
        "A sorting has an adjusted Rand index of 0. What does that mean?",
        wrong("It is wrong on every pair", "By chance it agrees on most pairs. Zero is what chance gets."),
        wrong(
            "The groups make no sense",
            "They may make very good sense, by colour for example. They do not follow *these* labels.",
        ),
        right(
            "It agrees with the labels as much as chance does",
            "That is why the index is adjusted: chance is 0, a perfect match 1.",
        ),
    ),
    Question(
        "Somebody splits 1,000 pictures into 1,000 groups of one. Every group is pure. Is that a good "
        "sorting?",
        right(
            "No, it says nothing about which pictures belong together",
            "Pure groups are easy to have: take more of them. Pairs tell the difference.",
        ),
        wrong(
            "Yes, no group mixes two classes",
            "Nothing was sorted. Its adjusted Rand index is 0: no pair is together.",
        ),
        wrong(
            "Yes, its sum of squares is 0",
            "The sum of squares always falls with more groups. It cannot choose k alone.",
        ),
    ),
    Question(
        "The silhouette is highest at k = 4. What do you know?",
        wrong(
            "The pictures have four classes",
            "It knows nothing of classes. Evenly spread points had a best k, too.",
        ),
        wrong(
            "There is an elbow at four", "The two measures often disagree, and there may be no elbow at all."
        ),
        right(
            "Of the k you tried, four groups lie apart best, by this distance",
            "Now look at the pictures in the four groups, and ask whether you can name them.",
        ),
    ),
    Question(
        "A million pictures, and no labels. Which way of sorting can you not use?",
        right(
            "Agglomerative clustering of all of them",
            "It needs the distance of every pair: thousands of gigabytes. A sample would do.",
        ),
        wrong("Mini-batch k-means", "It was made for this: each round looks at a few pictures only."),
        wrong("BIRCH", "It reads the pictures once and keeps parcels. How many, its threshold decides."),
    ),
    Question(
        "Groups of flowers by colour do not match the species. What helps?",
        wrong(
            "A better clustering algorithm",
            "By these colours the groups are already far tighter than the species are.",
        ),
        right(
            "Other features, or labels",
            "Features decide what is near, and labels say which likeness you mean.",
        ),
        wrong(
            "More starts",
            "They lower the sum of squares of the colours. The species would still have a larger one.",
        ),
    ),
)
