"""What a check asks the notebook that it runs in."""

from __future__ import annotations

import sys
from typing import NamedTuple


class CellError(NamedTuple):
    """An error that stopped a cell: the kind of error, and the cell's text."""

    name: str
    source: str


def error_of_the_cell_before() -> CellError | None:
    """The error that stopped the cell run just before this one, if it was stopped by one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    result = getattr(shell, "last_execution_result", None)
    error = result and (result.error_before_exec or result.error_in_exec)
    if not error or result.info is None:
        return None
    return CellError(type(error).__name__, result.info.raw_cell)
