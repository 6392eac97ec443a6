"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Tests, and the kernels that nbval starts, record no pass.
os.environ["COURSE_PROGRESS"] = os.devnull
os.environ.pop("COURSE_GRADING", None)


@pytest.fixture(scope="session")
def course() -> Path:
    """The folder of the course."""
    return Path(__file__).resolve().parent.parent
