"""Where the course's files are, in a clone of the repository and in an installed package."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def course_folder() -> Path:
    """The folder that holds `lessons/`: the repository, or the package where it was installed."""
    repository = PACKAGE.parent
    return repository if (repository / "lessons").is_dir() else PACKAGE


def progress_file() -> Path:
    """The record of passed exercises: beside the notebook, unless `COURSE_PROGRESS` names a file."""
    return Path(os.environ.get("COURSE_PROGRESS") or "progress.jsonl")
