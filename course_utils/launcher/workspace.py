"""The learner's own copies of the lessons, in `my_work/`: made when missing, never overwritten."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

from course_utils.places import course_folder


class NoSuchLesson(Exception):
    """There is no lesson of that number; the message says which there are."""


def folder() -> Path:
    """The learner's folder, which git does not track."""
    return course_folder() / "my_work"


def refresh() -> list[str]:
    """Copy lessons that the learner does not have yet.

    Returns:
        Sentences for the learner, on lessons whose text or code has changed since theirs was copied.
    """
    folder().mkdir(exist_ok=True)
    news = []
    for edition in _editions():
        copy = folder() / edition.name
        if not copy.exists():
            _copy(edition, copy)
        elif _cells(copy) not in (None, _cells(edition)):
            news.append(
                f"{edition.stem} has a newer edition. Yours stays as it is. For the new one run: "
                f"python3 -m course_utils reset {edition.stem[:2]} "
                f"(it renames yours to {_aside(copy).name} and puts the new one in its place)."
            )
    return news


def reset(number: str) -> str:
    """Give a lesson back as it was at first, and keep the learner's copy under another name.

    Returns:
        A sentence that says what was kept where.

    Raises:
        NoSuchLesson: The number is none of a lesson.
    """
    editions = {edition.stem[:2]: edition for edition in _editions()}
    edition = editions.get(number.zfill(2))
    if edition is None:
        raise NoSuchLesson(f"There is no lesson {number}; there are {', '.join(editions)}.")
    folder().mkdir(exist_ok=True)
    copy = folder() / edition.name
    kept = ""
    if copy.exists():
        aside = _aside(copy)
        copy.rename(aside)
        kept = f" Your copy is kept as my_work/{aside.name}."
    _copy(edition, copy)
    return f"my_work/{copy.name} is fresh.{kept}"


def _editions() -> list[Path]:
    return sorted((course_folder() / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def _copy(edition: Path, copy: Path) -> None:
    """Copy whole or not at all: half a notebook, left by a full disk, would never be overwritten."""
    part = copy.with_suffix(".part")
    shutil.copyfile(edition, part)
    part.replace(copy)


def _aside(copy: Path) -> Path:
    """The first free name under which a reset keeps the learner's copy."""
    names = (copy.with_name(f"{copy.stem}_kept_{number}.ipynb") for number in itertools.count(1))
    return next(name for name in names if not name.exists())


def _cells(notebook: Path) -> str | None:
    """What `build` noted of the edition's cells, which a copy keeps whatever the learner writes into it.

    None in a copy from before editions had it: nothing is known of such a one.
    """
    try:
        return json.loads(notebook.read_text(encoding="utf-8"))["metadata"]["course"]["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
