"""Trying a learner's answer: call it on unseen inputs, compare what comes out, say what differs."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Number

import numpy as np

from course_utils.checking.exercise import LearnerError, NotAttempted, NotYet

_PROPERTIES = ("shape", "dtype", "the right shape")  # a value has these; otherwise it is something
_SMALL = 12  # arrays with at most this many values are shown whole


@dataclass(frozen=True)
class Trial:
    """A value that a learner's code gave, and how to say where it came from."""

    said: str
    value: object
    by_function: bool = True

    def gives(
        self,
        expected: object,
        idea: str,
        clues: Sequence[tuple[object, str]] = (),
        tolerance: float = 1e-6,
    ) -> None:
        """Compare with the expected value: kind, shape, dtype, then values.

        An expected `uint8` or `bool` array must be matched in dtype; any integer kind stands for
        another integer array, any float kind for a float array.

        Args:
            expected: An array, number, string, list, tuple or dictionary.
            idea: What to look at when the value is not as expected.
            clues: Pairs of a value that a known mistake gives and the idea that mends that mistake.
            tolerance: How far numbers may be off, absolutely and relative to the expected one.

        Raises:
            NotYet: with what came out, what was needed, and the idea.
        """
        finding = _difference(self.value, expected, tolerance)
        if finding is None:
            return
        if isinstance(expected, np.ndarray) and isinstance(self.value, (list, tuple)):
            same_shape = shape_of(self.value) == expected.shape
            if same_shape and _difference(np.array(self.value), expected, tolerance) is None:
                idea = "the kind: the values are right. `np.array(…)` makes an array of a list."
        for mistaken, clue in clues:
            if _difference(self.value, mistaken, tolerance) is None:
                idea = clue
                break
        raise NotYet(self._tell(finding), idea)

    def must(self, condition: bool, needed: str, idea: str) -> None:
        """Say "Not yet" unless the condition holds.

        Raises:
            NotYet: with the value, what was needed, and the idea.
        """
        if not condition:
            raise NotYet(self._tell(f"{describe(self.value)}; needed {needed}."), idea)

    def _tell(self, finding: str) -> str:
        if self.by_function:
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
    try:
        value = function(*given_away, **settings)
    except Exception as error:
        raise LearnerError(said) from error
    if value is ... or (isinstance(value, tuple) and any(part is ... for part in value)):
        raise NotAttempted
    for before, after in zip(arguments, given_away, strict=True):
        if _difference(after, before, 0) is not None:
            raise NotYet(
                f"{said} changed {describe(before)}, which it was given; needed: input left as it was.",
                "working on a copy, which `.copy()` makes, or building something new.",
            )
    if value is None:
        raise NotYet(
            f"{said} gave None, which is nothing; needed a value.",
            "`return`: every way through your function has to end with one.",
        )
    return Trial(said, value)


def shape_of(value: object) -> tuple[int, ...] | None:
    """The shape a value has as an array; None where lists of different lengths make none."""
    try:
        return np.shape(value)
    except ValueError:
        return None


def given(name: str, value: object) -> Trial:
    """Take a value that the learner computed, under the name it has in the notebook."""
    return Trial(name, value, by_function=False)


def describe(value: object) -> str:
    """A value in a few words: small ones whole, arrays by shape and dtype."""
    if isinstance(value, np.ndarray):
        if 0 < value.size <= _SMALL and value.ndim <= 2:
            return f"{_rounded(value)}"
        return f"{'an' if value.dtype.name[0] in 'io' else 'a'} {value.dtype} array of shape {value.shape}"
    if isinstance(value, np.bool_):
        return str(bool(value))
    if isinstance(value, (np.generic, Number)) and not isinstance(value, bool):
        return f"{value:.4g}" if isinstance(value, (float, np.floating)) else f"{value}"
    text = " ".join(repr(value).split())  # arrays in a list take several lines
    return text if len(text) <= 80 else f"{text[:77]}…"


def _difference(got: object, expected: object, tolerance: float) -> str | None:
    """What differs, as "…; needed …", or None if nothing does."""
    if isinstance(expected, np.ndarray):
        return _array_difference(got, expected, tolerance)
    if isinstance(expected, (bool, np.bool_)):
        same = isinstance(got, (bool, np.bool_)) and bool(got) == bool(expected)
    elif isinstance(expected, (Number, np.generic)):
        is_number = isinstance(got, (Number, np.generic, np.ndarray)) and np.ndim(got) == 0
        is_number = is_number and np.asarray(got).dtype.kind in "iufc"
        same = is_number and bool(np.isclose(np.asarray(got), expected, rtol=tolerance, atol=tolerance))
    elif isinstance(expected, (list, tuple)):
        same = (
            isinstance(got, (list, tuple))
            and len(got) == len(expected)
            and all(_difference(g, e, tolerance) is None for g, e in zip(got, expected, strict=True))
        )
    elif isinstance(expected, str):  # NumPy has strings of its own
        same = isinstance(got, str) and got == expected
    else:
        same = type(got) is type(expected) and bool(got == expected)
    return None if same else f"{describe(got)}; needed {describe(expected)}."


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
        return f"{_rounded(got)}; needed {_rounded(expected)}."
    where = tuple(int(index) for index in np.argwhere(~same)[0])
    return (
        f"the right shape, but at [{', '.join(map(str, where))}] "
        f"{describe(got[where])}; needed {describe(expected[where])}."
    )


def _same_dtype(got: np.dtype, expected: np.dtype) -> bool:
    if expected == np.uint8 or expected.kind == "b":
        return got == expected
    integers = "iu"
    return got.kind == expected.kind or (got.kind in integers and expected.kind in integers)


def _shape(array: np.ndarray) -> str:
    return f"shape {array.shape}"


def _rounded(array: np.ndarray) -> str:
    return str(np.round(array.astype(float), 4).tolist() if array.dtype.kind == "f" else array.tolist())
