"""The record of passed exercises: one line of JSON a pass, only ever added to.

Lines are appended, so that two notebooks can record at once and nothing a learner earned is lost.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from course_utils.places import progress_file


def record(exercise_id: str, points: int) -> str | None:
    """Add a pass to the record. Returns a sentence for the learner if that was not possible."""
    path = progress_file()
    if exercise_id in read(path)[0]:
        return None
    when = datetime.now().isoformat(timespec="seconds")
    line = json.dumps({"exercise": exercise_id, "points": points, "passed": when})
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError as error:
        return f"Your pass could not be recorded in {path} ({error.strerror}). Your answer is still right."
    return None


def read(path: Path) -> tuple[dict[str, dict], list[int]]:
    """Read a record.

    Returns:
        The first pass of each exercise, `{exercise id: {"exercise", "points", "passed"}}`, and the
        numbers of the lines that cannot be read. Both empty where there is no record.
    """
    passes: dict[str, dict] = {}
    damaged: list[int] = []
    if not path.is_file():
        return passes, damaged
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            entry = json.loads(line)
            passes.setdefault(entry["exercise"], entry)
        except (ValueError, KeyError, TypeError):
            damaged.append(number)
    return passes, damaged
