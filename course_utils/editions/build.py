"""Building, running and comparing the editions."""

from __future__ import annotations

import ast
import hashlib
import os
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course_utils.editions import passes
from course_utils.editions.lesson import Lesson, LessonError, read
from course_utils.places import PACKAGE, course_folder

EDITIONS = ("notebooks", "solutions")
# Seconds that a lesson may take on two cores; those that train several networks may take longer.
MOST_SECONDS = {f"{number:02}": 60 if number < 8 else 90 for number in range(19)}
MOST_SECONDS_TOGETHER = 17 * 60
MOST_MEGABYTES = 2_000


def lesson_paths(numbers: Sequence[str] = ()) -> list[Path]:
    """The lessons' sources, all of them or those of the numbers, such as `["01"]`.

    Raises:
        LessonError: There is no lesson of a number.
    """
    paths = sorted((course_folder() / "lessons").glob("[0-9][0-9]_*.py"))
    known = [path.stem[:2] for path in paths]
    for number in numbers:
        if number not in known:
            raise LessonError(f"There is no lesson {number}; there are {', '.join(known)}.")
    return [path for path in paths if not numbers or path.stem[:2] in numbers]


def generate(path: Path, edition: str) -> NotebookNode:
    """Check a lesson and make an edition of it, without running it.

    Args:
        path: The lesson's source.
        edition: `"notebooks"`, with stubs, or `"solutions"`, with answers.

    Raises:
        LessonError: The lesson breaks a rule of `lessons/README.md`.
    """
    lesson = read(path)
    for check in passes.SOURCE_CHECKS:
        check(lesson)
    passes.give_ids(lesson)
    passes.add_grading(lesson)
    passes.add_setup(lesson, repository_address())
    if edition == "notebooks":
        passes.leave_out_what_is_for_teachers(lesson)
        passes.clear_answers(lesson)
    else:
        passes.show_answers(lesson)
    lesson.notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "course": {"fingerprint": fingerprint(path), "cells": cells_hash(lesson.notebook)},
        }
    )
    lesson.notebook.nbformat, lesson.notebook.nbformat_minor = 4, 5
    return lesson.notebook


def build(numbers: Sequence[str] = (), everything: bool = False) -> None:
    """Write and run the editions of lessons whose source or helpers changed, or of all that are named.

    Raises:
        LessonError: A lesson breaks a rule, or running it does. Its stored editions are left as they were.
    """
    for path in lesson_paths(numbers):
        for edition in EDITIONS:
            started = time.monotonic()
            notebook = generate(path, edition)
            target = edition_path(path, edition)
            if not everything and _is_current(notebook, target):
                print(f"{edition}/{target.name}: unchanged", flush=True)
                continue
            print(f"{edition}/{target.name}: running …", end=" ", flush=True)
            _run(notebook, target.parent)
            lesson = Lesson(path, notebook)
            for check in passes.OUTPUT_CHECKS:
                check(lesson)
            text = nbformat.writes(notebook) + "\n"
            if len(text.encode()) > passes.MOST_BYTES:
                raise LessonError(
                    f"{path.name}: the edition has {len(text.encode()):,} bytes; "
                    f"{passes.MOST_BYTES:,} is the most. Smaller figures help."
                )
            target.write_text(text, encoding="utf-8")
            cost = notebook.metadata.course
            print(
                f"{time.monotonic() - started:.0f} s, {cost.megabytes} MB, {len(text) // 1000} kB", flush=True
            )


def differences() -> Iterator[str]:
    """Say which stored edition is not what its source generates, cell by cell, without running any."""
    expected = set()
    for path in lesson_paths():
        for edition in EDITIONS:
            target = edition_path(path, edition)
            expected.add(target)
            mend = f"Run: python -m course_utils build {path.stem[:2]}"
            if not target.is_file():
                yield f"{edition}/{target.name} is missing. {mend}"
                continue
            try:
                stored_notebook = nbformat.read(target, as_version=4)
            except nbformat.reader.NotJSONError:
                yield f"{edition}/{target.name} is not a notebook. {mend}"
                continue
            fresh_notebook = generate(path, edition)
            stored, fresh = (list(map(_source_of, one.cells)) for one in (stored_notebook, fresh_notebook))
            if len(stored) != len(fresh):
                counts = f"{len(stored)} cells, its source gives {len(fresh)}"
                yield f"{edition}/{target.name} has {counts}. {mend}"
                continue
            for number, pair in enumerate(zip(stored, fresh, strict=True), 1):
                if pair[0] != pair[1]:
                    yield f"{edition}/{target.name}, cell {number}, is not what its source gives. {mend}"
            if stored == fresh and stored_notebook.metadata.course.get("cells") != cells_hash(fresh_notebook):
                yield f"{edition}/{target.name} does not know its own cells. {mend}"
    for edition in EDITIONS:
        for stray in sorted(set((course_folder() / edition).glob("*.ipynb")) - expected):
            yield f"{edition}/{stray.name} has no source in lessons/. Delete it, or write its lesson."


def over_budget() -> Iterator[str]:
    """Say which lesson took longer, or more memory, than it may.

    Each of its editions was run once. Of the two times the shorter one counts: other programs, and other
    guests of the same machine, can only add to it.
    """
    together = 0
    for path in lesson_paths():
        targets = [edition_path(path, edition) for edition in EDITIONS]
        costs = [
            nbformat.read(target, as_version=4).metadata.course for target in targets if target.is_file()
        ]
        if not costs:  # `differences` says so
            continue
        most = MOST_SECONDS[path.stem[:2]]
        together += min(cost.seconds for cost in costs)
        for what, value, limit in (
            ("seconds", min(cost.seconds for cost in costs), most),
            ("seconds in one cell", min(cost.slowest_cell for cost in costs), passes.MOST_CELL_SECONDS),
            ("MB", max(cost.megabytes for cost in costs), MOST_MEGABYTES),
        ):
            if value > limit:
                yield f"Lesson {path.stem} took {value} {what}; {limit} is the most."
    if together > MOST_SECONDS_TOGETHER:
        yield f"All lessons together took {together} seconds; {MOST_SECONDS_TOGETHER} is the most."


def edition_path(path: Path, edition: str) -> Path:
    """Where the edition of a lesson is stored."""
    return course_folder() / edition / f"{path.stem}.ipynb"


def repository_address() -> str:
    """The course's address, from the one place that holds it."""
    settings = tomllib.loads((course_folder() / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["project"]["urls"]["Repository"].rstrip("/")


def fingerprint(path: Path) -> str:
    """A hash of a lesson's source and of every module of `course_utils` that it imports, directly or not."""
    found: dict[Path, bytes] = {}
    waiting = [path]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found[file] = file.read_text(encoding="utf-8").encode()
            waiting += _imported_modules(found[file])
    digest = hashlib.sha256()
    for file in sorted(found, key=lambda file: file.name):
        digest.update(found[file])
    return digest.hexdigest()[:16]


def cells_hash(notebook: NotebookNode) -> str:
    """A hash of what a reader sees before running anything: kinds and sources of the cells, in order."""
    cells = [(cell.cell_type, cell.source) for cell in notebook.cells]
    return hashlib.sha256(repr(cells).encode()).hexdigest()[:16]


def _imported_modules(source: bytes) -> list[Path]:
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    stems = [PACKAGE.parent.joinpath(*name.split(".")) for name in names if name.startswith("course_utils")]
    files = [file for stem in stems for file in (stem.with_suffix(".py"), stem / "__init__.py")]
    return [file for file in files if file.is_file()]


def _is_current(notebook: NotebookNode, target: Path) -> bool:
    if not target.is_file():
        return False
    stored = nbformat.read(target, as_version=4)
    known, wanted = stored.metadata.get("course", {}), notebook.metadata.course
    return (known.get("fingerprint"), known.get("cells")) == (wanted.fingerprint, wanted.cells) and [
        _source_of(cell) for cell in stored.cells
    ] == [_source_of(cell) for cell in notebook.cells]


def _source_of(cell: NotebookNode) -> tuple:
    """What of a cell comes from the lesson's source, and not from running it."""
    return cell.cell_type, cell.id, cell.source, dict(cell.metadata)


def _run(notebook: NotebookNode, folder: Path) -> None:
    """Run a notebook in a folder, and note in its metadata what it cost."""
    folder.mkdir(exist_ok=True)
    # Building records no pass, and does not depend on how the author draws figures elsewhere.
    os.environ.update(COURSE_PROGRESS=os.devnull, MPLBACKEND="module://matplotlib_inline.backend_inline")
    os.environ.pop("COURSE_GRADING", None)
    started: dict[int, float] = {}
    seconds: list[float] = []
    notebook.cells.append(new_code_cell(_ASK_FOR_MEMORY))
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        allow_errors=True,
        coalesce_streams=True,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=lambda cell, cell_index: started.update({cell_index: time.monotonic()}),
        on_cell_executed=lambda cell, cell_index, execute_reply: seconds.append(
            time.monotonic() - started[cell_index]
        ),
    )
    client.execute()
    memory = notebook.cells.pop()
    notebook.metadata.language_info = {"name": "python"}
    notebook.metadata.course.update(
        seconds=round(sum(seconds)),
        slowest_cell=round(max(seconds)),
        megabytes=int(memory.outputs[0].text),
    )


# The unit of ru_maxrss is a kilobyte on Linux, a byte on macOS; Windows has no such count.
_ASK_FOR_MEMORY = """
try:
    import resource, sys
    _most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(_most // (10**6 if sys.platform == "darwin" else 1000))
except ImportError:
    print(0)
"""
