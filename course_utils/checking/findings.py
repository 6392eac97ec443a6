"""What can become of an answer other than that it is right; raised by trials, told by the exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course_utils.checking.trials import Trial


class NotYet(Exception):
    """An answer that is not right yet.

    Args:
        finding: What came out and what was needed.
        idea: Which idea to look at.
        trial: What the learner's code gave, by which a known mistake is told from others.
        early: Finding and idea for the first tries, where the finding gives the answer away.
    """

    def __init__(
        self, finding: str, idea: str, trial: Trial | None = None, early: tuple[str, str] | None = None
    ):
        super().__init__(finding, idea)
        self.finding, self.idea, self.trial, self.early = finding, idea, trial, early


class NotAttempted(Exception):
    """The stub is still in place."""


class LearnerError(Exception):
    """The learner's own code raised; `__cause__` is what it raised."""

    def __init__(self, call: str):
        super().__init__(call)
        self.call = call
