"""A lesson as its source has it, and how an error in it is reported."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import jupytext
from nbformat import NotebookNode

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


class LessonError(Exception):
    """Something in a lesson that its author must mend; the message names the file and the cell."""


@dataclass
class Lesson:
    """A lesson's file and its cells. The passes of `course_utils.editions.passes` check and change them."""

    path: Path
    notebook: NotebookNode

    @property
    def name(self) -> str:
        """Such as `01_pixels`."""
        return self.path.stem

    @property
    def topic(self) -> str:
        """Such as `pixels`, which also names the module of the lesson's exercises."""
        return self.name.partition("_")[2]

    @property
    def cells(self) -> list[NotebookNode]:
        """All cells, in order."""
        return self.notebook.cells

    def code_cells(self) -> list[tuple[int, NotebookNode]]:
        """The code cells with their numbers among all cells, counted from 1."""
        return [(number, cell) for number, cell in enumerate(self.cells, 1) if cell.cell_type == "code"]

    def markdown_cells(self) -> list[tuple[int, NotebookNode]]:
        """The text cells with their numbers among all cells, counted from 1."""
        return [(number, cell) for number, cell in enumerate(self.cells, 1) if cell.cell_type == "markdown"]

    def exercises(self) -> ModuleType:
        """The module that holds the lesson's checks and quiz."""
        return import_module(f"course_utils.exercises.{self.topic}")

    def error(self, number: int, problem: str) -> LessonError:
        """An error in the cell of that number, to be raised."""
        lines = self.cells[number - 1].source.strip().splitlines() or [""]
        return LessonError(
            f"{self.path.parent.name}/{self.path.name}, cell {number} ({lines[0][:60]}): {problem}"
        )


def read(path: Path) -> Lesson:
    """Read a lesson's source, Jupytext's percent format.

    Raises:
        LessonError: The file has no cell.
    """
    lesson = Lesson(path, jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent"))
    if not lesson.cells:
        raise LessonError(f"{path.parent.name}/{path.name} has no cell; a cell begins with # %%.")
    return lesson
