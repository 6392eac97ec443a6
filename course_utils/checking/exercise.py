"""An exercise: what a learner sees of it, and how it judges an answer.

The verbs check, hint and solution follow Kaggle's learntools; judging behaviour on unseen inputs,
and telling known mistakes from others by running them, is this course's own.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from course_utils.checking import notebook, progress, registry
from course_utils.checking.errors import describe_error
from course_utils.checking.findings import LearnerError, NotAttempted, NotYet
from course_utils.checking.mistakes import Mistake
from course_utils.checking.rendering import (
    GREEN,
    GREY,
    ORANGE,
    RED,
    Note,
    edged,
    folded,
    inline,
    show,
)
from course_utils.checking.trials import difference
from course_utils.places import course_folder

PASSED, NOT_YET, ERROR, NOT_ATTEMPTED = "Passed", "Not yet", "Error", "Not attempted"

# An exercise that asks for one number or word does not give it away before.
TRIES_BEFORE_THE_ANSWER = 3

_LOOKS = {
    PASSED: (GREEN, "✓"),
    NOT_YET: (ORANGE, "→"),
    ERROR: (RED, "!"),
    NOT_ATTEMPTED: (GREY, "…"),
}


class NotPassed(Exception):
    """Raised by `check` when `COURSE_GRADING=1`, so that an autograder sees what did not pass."""

    def _render_traceback_(self) -> list[str]:
        return [f"NotPassed: {self}"]


@dataclass(frozen=True)
class Outcome:
    """What a check found.

    Attributes:
        kind: one of the four.
        lines: one to three lines that say why.
        hints: the exercise's, which unfold under the lines.
        early: what the first two tries are told instead, where the lines would give the answer away.
        known: the known mistake that the learner made, if it is one.
    """

    kind: str
    lines: tuple[str, ...]
    hints: tuple[str, ...] = ()
    early: tuple[str, ...] | None = None
    known: Mistake | None = None

    def __repr__(self) -> str:
        return "\n".join((f"{self.kind}: {self.lines[0]}", *self.lines[1:]))

    def _repr_html_(self) -> str:
        colour, sign = _LOOKS[self.kind]
        first = f"<div><b>{sign} {self.kind}:</b> {inline(self.lines[0])}</div>"
        rest = "".join(f"<div>{inline(line)}</div>" for line in self.lines[1:])
        return edged(colour, first + rest + _folded_hints(self.hints))


@dataclass(frozen=True)
class Answers:
    """An answer that the tests give to a check; `says` is part of what a wrong one must be told."""

    values: tuple
    says: str | None = None


def answers(*values: object, says: str | None = None) -> Answers:
    """Name one answer of a learner: the arguments of `check`, and part of what a wrong one must be told."""
    return Answers(values, says)


class Exercise:
    """One exercise of a lesson. A learner calls `check`, `hint` and `solution`.

    >>> from course_utils.exercises import start_here as exercise
    >>> exercise.count_pixels.check(lambda height, width: height * width)
    Passed: count_pixels, 1 point.
    """

    def __init__(
        self,
        judge: Callable[..., str | None],
        *,
        points: int,
        hints: Sequence[str],
        right: Sequence[Answers],
        mistakes: Sequence[Mistake],
        wrong: Sequence[Answers],
        remember: str | None,
    ):
        self.name = judge.__name__
        self.lesson = judge.__module__.rpartition(".")[2]
        self.task = inspect.getdoc(judge)
        self.points, self.hints, self.remember = points, tuple(hints), remember
        self.right, self.mistakes, self.wrong = right, mistakes, wrong
        self._judge = judge
        self._hints_shown = 0
        self._tried: set[str] = set()

    @property
    def id(self) -> str:
        """The exercise's name in the whole course, such as `pixels.crop_center`."""
        return f"{self.lesson}.{self.name}"

    def __dir__(self) -> list[str]:
        return ["check", "hint", "solution"]

    def __repr__(self) -> str:
        names = ", ".join(inspect.signature(self._judge).parameters)
        return (
            f"Exercise {self.name}: {self.task}\n"
            f"exercise.{self.name}.check({names}), exercise.{self.name}.hint(), "
            f"exercise.{self.name}.solution()"
        )

    def check(self, *answers: object) -> None:
        """Judge your answer on inputs it has not seen, and say what to look at if it is not right yet.

        Shows one of: Passed, Not yet, Error, Not attempted. A pass is recorded beside the notebook.

        Raises:
            NotPassed: only where the environment variable `COURSE_GRADING` is 1, if it did not pass.
        """
        outcome = self._not_the_newest() or self.judge(*answers)
        if outcome.kind == NOT_YET:
            self._tried.add(repr(answers))  # the same answer given again is no further try
        if outcome.early and len(self._tried) < TRIES_BEFORE_THE_ANSWER:
            outcome = replace(outcome, lines=outcome.early)
        show(outcome)
        if outcome.kind == PASSED:
            if trouble := progress.record(self.id, self.points):
                print(trouble)
        elif os.environ.get("COURSE_GRADING") == "1":
            raise NotPassed(f"{self.id}: {outcome!r}")

    def hint(self) -> None:
        """Show the next hint; each says more than the one before."""
        number = min(self._hints_shown + 1, len(self.hints))
        self._hints_shown = number
        more = f"exercise.{self.name}.hint() again for the next one."
        if number == len(self.hints):
            more = f"That was the last one. exercise.{self.name}.solution() shows an answer."
        show(Note(f"Hint {number} of {len(self.hints)}", f"{self.hints[number - 1]}\n{more}"))

    def solution(self) -> None:
        """Show the lesson's own answer. Others can be right as well: `check` judges what they do."""
        show(Note(f"One answer to {self.name}", lesson_answer(self), is_code=True))

    def judge(self, *answers: object) -> Outcome:
        """Judge an answer without showing or recording anything."""
        names = list(inspect.signature(self._judge).parameters)
        if len(answers) != len(names):
            wanted = f"exercise.{self.name}.check({', '.join(names)})"
            finding = f"check was given {len(answers)} answers; it needs {len(names)}."
            return Outcome(NOT_YET, (finding, f"Look at: the call itself, {wanted}."), self.hints)
        try:
            if any(answer is ... for answer in answers):
                raise NotAttempted
            said = self._judge(*answers)
        except NotAttempted:
            return Outcome(
                NOT_ATTEMPTED,
                (
                    f"{self.name}. Put your answer in place of the dots above, run that cell, "
                    "then run this one again.",
                    f"For a hint: exercise.{self.name}.hint()",
                ),
                self.hints,
            )
        except NotYet as problem:
            return self._say_why(problem, answers)
        except LearnerError as error:
            return Outcome(ERROR, describe_error(error, self.name), self.hints)
        points = "1 point" if self.points == 1 else f"{self.points} points"
        remember = (self.remember,) if self.remember else ()
        more = (said,) if said else ()
        return Outcome(PASSED, (f"{self.name}, {points}.", *more, *remember))

    def _say_why(self, problem: NotYet, answers: tuple) -> Outcome:
        """The outcome of an answer that is not right yet; a known mistake says what mends it."""
        made = [one for one in self.mistakes if one.was_made(problem.trial, answers)]
        known = made[0] if made else None
        if len(made) > 1:
            known = next((one for one in made if self._fails_there(one, problem)), known)
        idea = known.message(problem.trial, answers) if known else problem.idea
        early = None
        if problem.early:
            finding, early_idea = problem.early
            early = (finding, f"Look at: {idea if known else early_idea}")
        return Outcome(NOT_YET, (problem.finding, f"Look at: {idea}"), self.hints, early, known)

    def _fails_there(self, known: Mistake, problem: NotYet) -> bool:
        """Whether a mistake, given to the check as an answer, fails on the same input, and on none before."""
        try:
            self._judge(*known.values)
        except NotYet as its_own:
            there, here = its_own.trial, problem.trial
            return there is not None and difference(there.arguments, here.arguments, 0) is None
        except (LearnerError, NotAttempted):
            pass
        return False

    def _not_the_newest(self) -> Outcome | None:
        """Say that the cell with the answer stopped with an error, so that an older answer is still there."""
        names = inspect.signature(self._judge).parameters
        error = notebook.error_of_the_cell_before()
        if error is None or not any(re.search(rf"\b{name}\b", error.source) for name in names):
            return None
        return Outcome(
            ERROR,
            (
                f"the cell with your answer stopped with {error.name}, so there is no new answer to check.",
                "Look at: what stands below that cell. Mend it, run it, then run this one again.",
            ),
            self.hints,
        )


def exercise(
    *,
    hints: Sequence[str],
    right: Sequence[Answers],
    mistakes: Sequence[Mistake] = (),
    wrong: Sequence[Answers] = (),
    points: int = 1,
    remember: str | None = None,
) -> Callable[[Callable[..., str | None]], Exercise]:
    """Make an exercise of a function that judges an answer.

    The function takes what the learner gives to `check`; what it returns, if anything, is a line told on a
    pass; its docstring is the task in one line. It tries answers with `attempt` and `given` of
    `course_utils.checking.trials`.

    Args:
        hints: From a nudge to nearly the answer.
        right: At least two answers, written differently, that must pass.
        mistakes: Wrong answers that learners really give, each with what mends it, the narrower first. They
            are run on the learner's own input, and the one that gives what the learner's answer gave speaks.
        wrong: Wrong answers that `attempt` or a property of a network finds, each with part of what it must
            be told. With the mistakes at least four.
        points: What it counts for.
        remember: A sentence to take away, shown on a pass.
    """

    def make(judge: Callable[..., str | None]) -> Exercise:
        made = Exercise(
            judge, points=points, hints=hints, right=right, mistakes=mistakes, wrong=wrong, remember=remember
        )
        registry.add(judge.__module__, made)
        return made

    return make


def lesson_answer(exercise: Exercise) -> str:
    """The answer to an exercise as its lesson's source has it, without the solution marks."""
    for path in sorted((course_folder() / "lessons").glob(f"[0-9][0-9]_{exercise.lesson}.py")):
        answer = None
        for cell in re.split(r"^# %%.*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            if "### BEGIN SOLUTION" in cell:
                answer = cell
            if answer and f"exercise.{exercise.name}.check(" in cell:
                return re.sub(r"^ *### (BEGIN|END) SOLUTION\n", "", answer, flags=re.MULTILINE).strip()
    raise LookupError(f"No lesson in {course_folder() / 'lessons'} answers {exercise.id}.")


def _folded_hints(hints: tuple[str, ...]) -> str:
    """Hints that unfold one inside the other, so that the next one is offered only by the last."""
    html = ""
    for number in range(len(hints), 0, -1):
        html = folded(f"Hint {number} of {len(hints)}", inline(hints[number - 1]) + html)
    return html
