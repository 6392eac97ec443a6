"""Trying a learner's answer: call it on unseen inputs, compare what comes out, say what differs."""

from __future__ import annotations

import ast
import contextlib
import copy
import inspect
import io
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from numbers import Number

import numpy as np

from course_utils.checking.findings import LearnerError, NotAttempted, NotYet

_PROPERTIES = ("shape", "dtype", "the right shape")  # a value has these; otherwise it is something
_SMALL = 12  # arrays with at most this many values are shown whole


@dataclass(frozen=True)
class Trial:
    """A value that a learner's code gave, and how it came about.

    Attributes:
        said: how to call it, such as `count(3, 4)`.
        value: what came out.
        function, arguments, settings: what was called with what; no function where the learner gave a value.
        is_answer: whether the value is itself what the task asks for, so that telling it gives it away.
        tolerance: within which a known mistake's result is the same as the value.
        again: runs another answer as the learner's was run, where calling it is not all there is to it.
        others: arguments of other calls on which a known mistake must do the same as the function, where
            one result is soon the same by luck.
    """

    said: str
    value: object
    function: Callable | None = None
    arguments: tuple = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    is_answer: bool = False
    tolerance: float = 1e-6
    again: Callable[[Callable], object] | None = None
    others: tuple[tuple, ...] = ()

    def gives(self, expected: object, idea: str, tolerance: float = 1e-6) -> None:
        """Compare with the expected value: shape, dtype, then values.

        Lists, tuples, arrays and tensors with the same values are alike. An expected `uint8` or `bool` array
        must be matched in dtype; any integer kind stands for another integer array, any float kind for a
        float array.

        Args:
            expected: An array, number, string, list, tuple or dictionary.
            idea: What to look at when the value is not as expected, and it is no known mistake.
            tolerance: How far numbers may be off, absolutely and relative to the expected one.

        Raises:
            NotYet: with what came out, what was needed, and the idea.
        """
        finding = difference(self.value, expected, tolerance)
        if finding is not None:
            trial = replace(self, tolerance=tolerance)
            idea = _slip(trial, expected) or idea
            early = (self._tell(f"{describe(self.value)}, and that is not it."), idea)
            raise NotYet(self._tell(finding), idea, trial, early if self.is_answer else None)

    def must(self, condition: bool, needed: str, idea: str) -> None:
        """Say "Not yet" unless the condition holds.

        Raises:
            NotYet: with the value, what was needed, and the idea.
        """
        if not condition:
            raise NotYet(self._tell(f"{describe(self.value)}; needed {needed}."), idea, self)

    def part(self, said: str, value: object) -> Trial:
        """A part of the value, or something worked out from it, to be compared under a name of its own."""
        return Trial(said, value)

    def _tell(self, finding: str) -> str:
        if self.function is not None:
            return f"{self.said} gave {finding}"
        return f"{self.said} {'has' if finding.startswith(_PROPERTIES) else 'is'} {finding}"


def attempt(function: Callable, *arguments: object, **settings: object) -> Trial:
    """Call a learner's function on copies of the arguments, with settings by name such as `training=True`.

    Returns:
        The trial, to be compared with `gives` or `must`.

    Raises:
        NotAttempted: The function still returns the dots of the stub.
        NotYet: It is no function, returns nothing, or changes what it was given.
        LearnerError: It raised.
    """
    if not callable(function):
        raise NotYet(
            f"check was given {describe(function)}; needed a function.",
            "the name between the brackets of check: a function's name, without brackets of its own.",
        )
    name = getattr(function, "__name__", type(function).__name__)
    name = "your function" if name == "<lambda>" else name
    named = [f"{key}={describe(value)}" for key, value in settings.items()]
    said = f"{name}({', '.join([*map(describe, arguments), *named])})"
    given_away = copy.deepcopy(arguments)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            value = function(*given_away, **settings)
    except Exception as error:
        raise LearnerError(said) from error
    if value is ... or (isinstance(value, tuple) and any(part is ... for part in value)):
        raise NotAttempted
    for before, after in zip(arguments, given_away, strict=True):
        # A generator of random numbers is there to be used, which changes it.
        if not isinstance(before, np.random.Generator) and difference(after, before, 0) is not None:
            raise NotYet(
                f"{said} changed {describe(before)}, which it was given; needed: input left as it was.",
                "working on a copy, which `.copy()` makes, or building something new.",
            )
    if value is None:
        raise NotYet(
            f"{said} gave None, which is nothing; needed a value.",
            "`print`: it only shows a value. `return` gives it back."
            if printed.getvalue()
            else "`return`: every way through your function has to end with one.",
        )
    return Trial(said, value, function, arguments, settings)


def given(name: str, value: object) -> Trial:
    """Take a value that the learner computed, under the name it has in the notebook."""
    return Trial(name, value, is_answer=True)


def given_letters(name: str, answer: object, cases: Mapping[str, tuple[object, str]], read: Callable) -> None:
    """Judge a dictionary with an answer for each letter: all are asked for, and how many are right is told.

    Which are not right is told from the third different try on, so that they cannot be found one by one.

    Args:
        name: The name it has in the notebook.
        answer: What the learner gave.
        cases: For each letter the right value and the idea that leads to it.
        read: Turns one answer into a value to be compared; raises `NotYet` where it is none of the choices.

    Raises:
        NotYet: It is no dictionary, a letter is missing or too many, or not all are right.
    """
    trial = given(name, answer)
    form = ", ".join(f'"{letter}": …' for letter in list(cases)[:2])
    trial.must(
        isinstance(answer, dict),
        "a dictionary, a value for each letter",
        f"the form: `{name} = {{{form}, …}}`.",
    )
    answer = {key.upper() if isinstance(key, str) else key: value for key, value in answer.items()}
    missing = [letter for letter in cases if answer.get(letter, ...) is ...]
    if len(missing) == len(cases):
        if any(value is not ... for value in answer.values()):
            trial.must(False, "one for each letter", f"the keys: letters in quotes, as in `{{{form}, …}}`.")
        raise NotAttempted
    trial.must(
        not missing, "one for each letter", f"the letters: there is no answer for {', '.join(missing)}."
    )
    extra = [str(letter) for letter in answer if letter not in cases]
    trial.must(not extra, "one for each letter", f"the letters: there is no {', '.join(extra)}.")
    read_answers = {letter: read(letter, answer[letter]) for letter in cases}
    wrong = [letter for letter, (value, _) in cases.items() if read_answers[letter] != value]
    if wrong:
        count = f"{name}: {len(cases) - len(wrong)} of {len(cases)} are right"
        raise NotYet(
            f"{count}; not yet right: {', '.join(wrong)}.",
            f"{wrong[0]}: {cases[wrong[0]][1]}",
            early=(
                f"{count}.",
                "each letter once more. From the third different answer on, you are told which.",
            ),
        )


def shape_of(value: object) -> tuple[int, ...] | None:
    """The shape a value has as an array; None where lists of different lengths make none."""
    try:
        return np.shape(value)
    except ValueError:
        return None


def describe(value: object) -> str:
    """A value in a few words: small ones whole, arrays by shape and dtype."""
    if isinstance(value, np.ndarray):
        if 0 < value.size <= _SMALL and value.ndim <= 3:
            return f"{_rounded(value, 4)}"
        return f"{'an' if value.dtype.name[0] in 'io' else 'a'} {value.dtype} array of shape {value.shape}"
    if isinstance(value, np.random.Generator):
        return "rng"
    if isinstance(value, np.bool_):
        return str(bool(value))
    if hasattr(value, "element_spec"):
        return "a tf.data.Dataset"
    if isinstance(value, (np.generic, Number)) and not isinstance(value, bool):
        return f"{value:.4g}" if isinstance(value, (float, np.floating)) else f"{value}"
    text = " ".join(repr(value).split())  # arrays in a list take several lines
    return text if len(text) <= 80 else f"{text[:77]}…"


def difference(got: object, expected: object, tolerance: float = 1e-6) -> str | None:
    """What differs, as "…; needed …", or None if nothing does."""
    got = _as_kind_of(expected, got)
    if isinstance(expected, np.ndarray):
        return _array_difference(got, expected, tolerance)
    if isinstance(expected, (bool, np.bool_)):
        same = isinstance(got, (bool, np.bool_)) and bool(got) == bool(expected)
    elif isinstance(expected, (Number, np.generic)) and not isinstance(expected, str):
        is_number = isinstance(got, (Number, np.generic, np.ndarray)) and np.ndim(got) == 0
        is_number = is_number and np.asarray(got).dtype.kind in "iufc"
        same = is_number and bool(np.isclose(np.asarray(got), expected, rtol=tolerance, atol=tolerance))
    elif isinstance(expected, (list, tuple)):
        same = (
            isinstance(got, (list, tuple))
            and len(got) == len(expected)
            and all(difference(g, e, tolerance) is None for g, e in zip(got, expected, strict=True))
        )
    elif isinstance(expected, dict):
        same = (
            isinstance(got, dict)
            and got.keys() == expected.keys()
            and all(difference(got[key], value, tolerance) is None for key, value in expected.items())
        )
    elif isinstance(expected, str):  # NumPy has strings of its own
        same = isinstance(got, str) and got == expected
    else:
        same = got is expected or (type(got) is type(expected) and bool(got == expected))
    return None if same else "{}; needed {}.".format(*_told_apart(got, expected))


def _as_kind_of(expected: object, got: object) -> object:
    """A list as an array, an array as a list, a tensor as either, where that is what is expected."""
    if hasattr(got, "numpy") and hasattr(got, "dtype"):
        got = np.asarray(got)
    if isinstance(expected, np.ndarray) and isinstance(got, (list, tuple)) and shape_of(got):
        array = np.asarray(got)
        whole_for_float = expected.dtype.kind == "f" and array.dtype.kind == "i"
        return array.astype(float) if whole_for_float else array
    if isinstance(expected, (list, tuple)) and isinstance(got, np.ndarray) and got.ndim:
        return list(got)
    return got


def _array_difference(got: object, expected: np.ndarray, tolerance: float) -> str | None:
    if not isinstance(got, np.ndarray):
        kind = type(got).__name__
        article = "an" if kind[0] in "aeioAEIO" else "a"
        return f"{describe(got)}, {article} {kind}; needed an array, {_shape(expected)}."
    if got.shape != expected.shape:
        return f"{_shape(got)}; needed {_shape(expected)}."
    if not _same_dtype(got.dtype, expected.dtype):
        return f"dtype {got.dtype}; needed {expected.dtype}."
    if expected.dtype.kind in "biufc":
        same = np.isclose(got, expected, rtol=tolerance, atol=tolerance, equal_nan=True)
    else:
        same = got == expected
    if np.all(same):
        return None
    if 0 < expected.size <= _SMALL and expected.ndim <= 2:
        return "{}; needed {}.".format(*_told_apart(got, expected))
    where = tuple(int(index) for index in np.argwhere(~same)[0])
    first, second = _told_apart(got[where], expected[where])
    return f"the right shape, but at [{', '.join(map(str, where))}] {first}; needed {second}."


def _same_dtype(got: np.dtype, expected: np.dtype) -> bool:
    if expected == np.uint8 or expected.kind == "b":
        return got == expected
    integers = "iu"
    return got.kind == expected.kind or (got.kind in integers and expected.kind in integers)


def _told_apart(got: object, expected: object) -> tuple[str, str]:
    """Both values in words, with as many digits as it takes to see that they differ."""
    first, second = describe(got), describe(expected)
    floats = (float, np.floating, np.ndarray)
    for digits in (6, 9, 12, 17):
        if first != second or not isinstance(got, floats) or not isinstance(expected, floats):
            break
        first, second = (
            str(_rounded(value, digits)) if isinstance(value, np.ndarray) else f"{value:.{digits}g}"
            for value in (got, expected)
        )
    return first, second


def _slip(trial: Trial, expected: object) -> str | None:
    """What to look at where the value is nearly right, whatever the exercise: its kind, axes, or `return`."""
    value, tolerance = trial.value, trial.tolerance

    if value is None and trial.is_answer:
        return "where `None` comes from: `print(…)` shows a value and gives nothing. Write the value itself."

    def alike(other: object) -> bool:
        return difference(other, expected, tolerance) is None

    if isinstance(expected, Number) and not isinstance(expected, bool):
        if isinstance(value, (list, tuple, np.ndarray)) and (shape_of(value) or (2,))[0] > 1:
            return "what is asked: one number. You gave several."
        is_one_in_a_list = isinstance(value, (list, tuple, np.ndarray)) and shape_of(value) in ((1,), (1, 1))
        if is_one_in_a_list and alike(np.ravel(value)[0]):
            return "the brackets: you gave a list with the number in it; needed is the number itself."
        if isinstance(value, tuple) and _joined(value) == expected:
            return "the comma: it makes two numbers of one. Python writes a thousand as `1000` or `1_000`."
        if isinstance(value, str) and value.strip() == str(expected):
            return f"the quotes: {value!r} is a piece of text. Write the number without quotes."
    if isinstance(expected, np.ndarray) and _has_bins_behind(value):
        return "the two results: `np.histogram` gives counts and the borders of bins. `[0]` takes the first."
    are_arrays = isinstance(value, np.ndarray) and isinstance(expected, np.ndarray)
    if are_arrays and value.ndim == expected.ndim >= 2 and alike(np.swapaxes(value, 0, 1)):
        return "the axes: rows and columns have changed places."
    if trial.function is not None and _returns_inside_a_loop(trial.function):
        return "the place of `return`: it stands inside the loop, so your function ends in the first round."
    return None


def _has_bins_behind(value: object) -> bool:
    """Whether it is what `np.histogram` or `np.histogramdd` gives: an array, and borders of bins."""
    if not (isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], np.ndarray)):
        return False
    borders = value[1] if isinstance(value[1], (list, tuple)) else [value[1]]
    lengths = tuple(np.size(one) - 1 for one in borders)
    return lengths == value[0].shape


def _joined(numbers: tuple) -> int | None:
    """The number that somebody meant who wrote `1,285`; None where the tuple cannot come of that."""
    is_one = all(isinstance(number, int) for number in numbers) and all(0 <= n < 1000 for n in numbers[1:])
    return int("".join([str(numbers[0]), *(f"{n:03}" for n in numbers[1:])])) if numbers and is_one else None


def _returns_inside_a_loop(function: Callable) -> bool:
    """Whether a loop of the function always ends in its first round, by a `return` that stands in it bare."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return False
    loops = [node for node in ast.walk(tree) if isinstance(node, (ast.For, ast.While))]
    return any(isinstance(statement, ast.Return) for loop in loops for statement in loop.body)


def _shape(array: np.ndarray) -> str:
    return f"shape {array.shape}"


def _rounded(array: np.ndarray, digits: int) -> object:
    if array.dtype.kind == "f":
        with np.errstate(over="ignore"):  # the largest numbers of all cannot be rounded, and stay as they are
            rounded = np.round(array.astype(float), digits)
        array = np.where(np.isfinite(rounded), rounded, array)
    return array.tolist()
