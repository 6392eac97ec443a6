"""Known mistakes: what learners write, and what they are told.

A mistake is recognised by what it does. When an answer is not right, the exercise's mistakes are run on the
input that showed it; the first that gives the same result speaks. So each is declared once, as an answer,
and the tests give it to the check as they would any other answer.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

from course_utils.checking.trials import Trial, attempt, difference


@dataclass(frozen=True)
class Mistake:
    """A wrong answer and what mends it; made by `mistake`."""

    values: tuple
    says: str | Callable[..., str]

    def was_made(self, trial: Trial | None, answers: tuple) -> bool:
        """Whether this mistake gives what the learner's answer gave.

        Args:
            trial: what the learner's code gave, and for which input; None where nothing was tried.
            answers: what the learner gave to `check`.
        """
        if trial is None:
            return False
        if trial.function is None:
            return difference(answers, self.values, trial.tolerance) is None
        mistaken = [
            value
            for answer, value in zip(answers, self.values, strict=True)
            if answer is trial.function and callable(value)
        ]
        if not mistaken:
            return False
        gives = _result(mistaken[0], trial, trial.arguments)
        if gives is None or difference(trial.value, gives, trial.tolerance) is not None:
            return False  # where it stops, the learner's answer did not
        for arguments in trial.others:
            got, gives = (_result(one, trial, arguments) for one in (trial.function, mistaken[0]))
            if got is not None and gives is not None and difference(got, gives, trial.tolerance) is not None:
                return False
        return True

    def message(self, trial: Trial, answers: tuple) -> str:
        """What to look at: `says`, or what it returns for the learner's input."""
        if isinstance(self.says, str):
            return self.says
        return self.says(*(answers if trial.function is None else trial.arguments))


def _result(function: Callable, trial: Trial, arguments: tuple) -> object | None:
    """What a function gives on arguments, called as in the trial; None where it stops with an error."""
    try:
        with warnings.catch_warnings(action="ignore"):  # they are not about the learner's code
            if trial.again:
                return trial.again(function)
            return attempt(function, *arguments, **trial.settings).value
    except Exception:
        return None


def mistake(*values: object, says: str | Callable[..., str]) -> Mistake:
    """Declare a mistake that learners make.

    Args:
        values: A wrong answer: the arguments of `check`, such as a function.
        says: The idea that mends it, which stands behind "Look at: "; or a function of the input on which
            the answer was wrong (of the answer itself, where the answer is no function) that returns it.

    Example:
        >>> mistake(lambda image: image[::-1], says="the axis: rows come first, so this turns upside down.")
    """
    return Mistake(values, says)
