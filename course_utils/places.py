"""Where the course's files are, in a clone of the repository and in an installed package."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def course_folder() -> Path:
    """The folder that holds `lessons/`: the repository, or the package where it was installed."""
    repository = PACKAGE.parent
    return repository if (repository / "lessons").is_dir() else PACKAGE


def progress_file() -> Path:
    """The record of passed exercises: beside the notebook, unless `COURSE_PROGRESS` names a file."""
    return Path(os.environ.get("COURSE_PROGRESS") or "progress.jsonl")


def data_folder() -> Path:
    """Return the folder for downloads: `COURSE_DATA`, or a folder in this system's cache."""
    if named := os.environ.get("COURSE_DATA"):
        return Path(named).expanduser().resolve()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "course_utils"
