"""What a learner has passed. Run as `python -m course_utils.launcher.progress_table`."""

from __future__ import annotations

from pathlib import Path

from course_utils.checking.progress import read
from course_utils.checking.registry import lesson_exercises, lesson_names
from course_utils.launcher import workspace


def table(record: Path) -> str:
    """A line for each lesson with a bar, the points, and the exercises that are still open.

    Args:
        record: The file in which passes are recorded.
    """
    passes, damaged = read(record)
    lines, earned, possible = [], 0, 0
    for lesson in lesson_names():
        exercises = lesson_exercises(lesson)
        done = [exercise for exercise in exercises if exercise.id in passes]
        still_open = [exercise.name for exercise in exercises if exercise.id not in passes]
        points = sum(exercise.points for exercise in done), sum(exercise.points for exercise in exercises)
        earned, possible = earned + points[0], possible + points[1]
        bar = "#" * len(done) + "-" * len(still_open)
        status = "all passed" if not still_open else f"still open: {', '.join(still_open)}"
        lines.append(f"{lesson:<22} [{bar:<8}] {points[0]:>2} of {points[1]:>2} points, {status}")
    lines.append(f"Together {earned} of {possible} points.")
    if not passes:
        lines.append("Nothing is passed yet. Open the course with: python3 -m course_utils lab")
    if damaged:
        numbers = ", ".join(map(str, damaged))
        lines.append(f"Lines {numbers} of {record.name} cannot be read and are passed over.")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(workspace.folder() / "progress.jsonl"))
