"""The one list of all exercises, filled as the lessons' modules are imported."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from course_utils.places import course_folder

if TYPE_CHECKING:
    from course_utils.checking.exercise import Exercise

_EXERCISES: dict[str, list[Exercise]] = {}


def add(module: str, exercise: Exercise) -> None:
    """Enter an exercise, and let Tab behind a lesson's `exercise.` list its exercises and nothing else."""
    entered = _EXERCISES.setdefault(module, [])
    entered.append(exercise)
    if module in sys.modules:
        sys.modules[module].__dir__ = lambda: [one.name for one in entered]


def lesson_names() -> list[str]:
    """The lessons, such as `01_pixels`, in order."""
    return sorted(path.stem for path in (course_folder() / "lessons").glob("[0-9][0-9]_*.py"))


def lesson_exercises(lesson: str) -> list[Exercise]:
    """The exercises of a lesson, such as `01_pixels`, in the order in which they are defined."""
    module = f"course_utils.exercises.{lesson[3:]}"
    import_module(module)
    return _EXERCISES.get(module, [])
