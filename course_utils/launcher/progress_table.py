"""What a learner has passed. Run as `python -m course_utils.launcher.progress_table`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from course_utils.checking.exercise import Exercise
from course_utils.checking.progress import read
from course_utils.launcher import workspace
from course_utils.places import course_folder


def lesson_exercises(topic: str) -> list[Exercise]:
    """The exercises of a lesson, in the order in which they are defined.

    Args:
        topic: The lesson's name without its number, such as `"pixels"`.
    """
    module = import_module(f"course_utils.exercises.{topic}")
    return [thing for thing in vars(module).values() if isinstance(thing, Exercise)]


def table(record: Path) -> str:
    """A line for each lesson with a bar, the points, and the exercises that are still open.

    Args:
        record: The file in which passes are recorded.
    """
    passes, damaged = read(record)
    lines, earned, possible = [], 0, 0
    for path in sorted((course_folder() / "lessons").glob("[0-9][0-9]_*.py")):
        exercises = lesson_exercises(path.stem[3:])
        done = [exercise for exercise in exercises if exercise.id in passes]
        still_open = [exercise.name for exercise in exercises if exercise.id not in passes]
        points = sum(exercise.points for exercise in done), sum(exercise.points for exercise in exercises)
        earned, possible = earned + points[0], possible + points[1]
        bar = "#" * len(done) + "-" * len(still_open)
        status = "all passed" if not still_open else f"still open: {', '.join(still_open)}"
        lines.append(f"{path.stem:<22} [{bar:<8}] {points[0]:>2} of {points[1]:>2} points, {status}")
    lines.append(f"Together {earned} of {possible} points.")
    if not passes:
        lines.append("Nothing is passed yet. Open the course with: python3 -m course_utils lab")
    if damaged:
        numbers = ", ".join(map(str, damaged))
        lines.append(f"Lines {numbers} of {record.name} cannot be read and are passed over.")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(workspace.folder() / "progress.jsonl"))
