"""Pictures to learn from: `load` brings any set, or any folder of pictures, as an `ImageSet`."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.data.catalogue import load, picture_folder
    from course_utils.data.duplicates import find_duplicates
    from course_utils.data.image_set import Box, ImageSet
    from course_utils.data.problem import DataProblem
    from course_utils.data.report import Report

# Each name is imported when it is first used, so that importing this package costs nothing.
_HOMES = {
    "Box": "image_set",
    "DataProblem": "problem",
    "ImageSet": "image_set",
    "Report": "report",
    "find_duplicates": "duplicates",
    "load": "catalogue",
    "picture_folder": "catalogue",
}
__all__ = ["Box", "DataProblem", "ImageSet", "Report", "find_duplicates", "load", "picture_folder"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
