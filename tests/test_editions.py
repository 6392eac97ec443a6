"""The stored editions: what their sources give, within budget, graded by nbgrader, replayed with teeth."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course_utils.editions import build as building
from course_utils.editions.build import EDITIONS, build, differences, generate, lesson_paths, over_budget
from course_utils.editions.lesson import LessonError

PATHS = lesson_paths()


def test_every_stored_edition_is_what_its_source_gives():
    assert list(differences()) == []


def test_every_lesson_keeps_within_its_budget():
    assert list(over_budget()) == []


def test_no_figure_lacks_alt_text_and_no_edition_is_large(course):
    for edition in EDITIONS:
        for path in (course / edition).glob("*.ipynb"):
            assert path.stat().st_size <= 500_000, path


@pytest.fixture
def copy(course, tmp_path, monkeypatch):
    """A course of its own with lesson 00, whose editions may be broken."""
    for name in ("lessons", *EDITIONS):
        (tmp_path / name).mkdir()
    shutil.copy(course / "pyproject.toml", tmp_path)
    source = (course / "lessons" / "00_start_here.py").read_text(encoding="utf-8")
    (tmp_path / "lessons" / "00_start_here.py").write_text(
        source.replace("(01_pixels.ipynb)", ""), encoding="utf-8"
    )
    monkeypatch.setattr(building, "course_folder", lambda: tmp_path)
    for edition in EDITIONS:
        notebook = generate(tmp_path / "lessons" / "00_start_here.py", edition)
        nbformat.write(notebook, tmp_path / edition / "00_start_here.ipynb")
    assert list(differences()) == []
    return tmp_path


def test_a_lesson_that_grew_too_slow_is_named(copy):
    def cost(edition, seconds):
        target = copy / edition / "00_start_here.ipynb"
        notebook = nbformat.read(target, as_version=4)
        notebook.metadata.course.update(seconds=seconds, slowest_cell=1, megabytes=100)
        nbformat.write(notebook, target)

    cost("notebooks", 60)
    cost("solutions", 61)  # one slow run may be the machine's fault, two are not
    assert list(over_budget()) == []
    cost("notebooks", 61)
    assert list(over_budget()) == ["Lesson 00_start_here took 61 seconds; 60 is the most."]


@pytest.mark.parametrize("what", ["source", "id", "metadata", "cells", "hash", "missing", "stray", "garbage"])
def test_an_edition_changed_by_hand_is_caught(copy, what):
    path = copy / "notebooks" / "00_start_here.ipynb"
    notebook = nbformat.read(path, as_version=4)
    if what == "source":
        notebook.cells[3].source += " "
    elif what == "id":
        notebook.cells[3].id = "another"
    elif what == "metadata":
        notebook.cells[3].metadata.tags = ["skip"]
    elif what == "cells":
        del notebook.cells[3]
    elif what == "hash":
        notebook.metadata.course.cells = "another"
    nbformat.write(notebook, path)
    if what == "missing":
        path.unlink()
    elif what == "stray":
        shutil.copy(path, path.with_name("99_stray.ipynb"))
    elif what == "garbage":
        path.write_text("no notebook", encoding="utf-8")
    found = list(differences())
    assert len(found) == 1 and found[0].startswith("notebooks/")
    assert ("cell 4" in found[0]) == (what in ("source", "id", "metadata"))


def test_a_rebuild_of_an_unchanged_lesson_changes_no_byte(copy, capsys):
    before = {path: path.read_bytes() for path in copy.glob("*/*.ipynb")}
    build()
    assert capsys.readouterr().out.count("unchanged") == 2
    assert {path: path.read_bytes() for path in copy.glob("*/*.ipynb")} == before


def test_a_lesson_that_fails_leaves_the_stored_edition(copy):
    source = copy / "lessons" / "00_start_here.py"
    source.write_text(source.read_text(encoding="utf-8") + "\n# %%\n1 / 0\n", encoding="utf-8")
    before = (copy / "notebooks" / "00_start_here.ipynb").read_bytes()
    with pytest.raises(LessonError, match="stops Run All: ZeroDivisionError"):
        build()
    assert (copy / "notebooks" / "00_start_here.ipynb").read_bytes() == before


def test_an_unknown_number_is_named():
    with pytest.raises(LessonError, match="There is no lesson 77"):
        build(["77"])


# --- nbgrader -----------------------------------------------------------------------------------------------


def nbgrader_passes(*names: str) -> list:
    from nbgrader import preprocessors

    return [getattr(preprocessors, name)() for name in names]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.parametrize("edition", EDITIONS)
def test_nbgrader_accepts_an_edition(path, edition, course):
    from nbgrader.nbgraderformat import ValidationError, read

    try:
        notebook = read(str(course / edition / f"{path.stem}.ipynb"), as_version=4)
    except ValidationError as error:
        pytest.fail(str(error))
    answers = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    assert answers
    solved = answers[0].source
    resources: dict = {"nbgrader": {}}
    for step in nbgrader_passes("LockCells", "ComputeChecksums", "CheckCellMetadata", "ClearSolutions"):
        notebook, resources = step.preprocess(notebook, resources)
    assert "NotImplementedError" in answers[0].source and answers[0].source != solved
    checks = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert checks and all(cell.metadata.nbgrader.checksum for cell in checks)
    assert all(cell.metadata.get("editable") is False for cell in checks)


@pytest.mark.parametrize(("edition", "passes"), [("solutions", True), ("notebooks", False)])
def test_nbgrader_validates_answers_and_not_stubs(edition, passes, course, monkeypatch):
    from nbgrader.validator import Validator

    monkeypatch.setenv("COURSE_GRADING", "1")
    found = Validator().validate(str(course / edition / "00_start_here.ipynb"))
    assert (found == {}) == passes
    if not passes:
        assert "NotPassed" in str(found)


# --- nbval --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        ("learned: ≈  93% of them, ≈ 1.25", 0),
        ("learned: ≈ 100% of them, ≈ -0.5 ", 0),
        ("learned: ≈ 93% of then, ≈ 1.25", 1),
        ("learned:  93% of them, ≈ 1.25", 1),
        ("learned: ≈ 93% of them", 1),
    ],
)
def test_the_replay_compares_all_but_the_numbers_behind_a_wavy_sign(stored, code, course, tmp_path):
    cell = new_code_cell('print("learned: ≈ 94% of them, ≈ 1.5")', execution_count=1)
    cell.outputs = [new_output("stream", name="stdout", text=stored + "\n")]
    path = tmp_path / "lesson.ipynb"
    nbformat.write(new_notebook(cells=[cell]), path)
    settings = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))
    options = settings["tool"]["pytest"]["ini_options"]["addopts"].split()
    rule = next(option for option in options if option.startswith("--nbval-sanitize-with="))
    rule = f"--nbval-sanitize-with={course / rule.partition('=')[2]}"
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--nbval", rule]
    command += ["-q", "-p", "no:cacheprovider", str(path)]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == code, result.stdout
