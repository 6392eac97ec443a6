"""What goes wrong with data, said in one sentence."""

from __future__ import annotations


class DataProblem(ValueError):
    """Data that cannot be had or used. Its text says what was found and what to do about it."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: a learner sees the sentence, not twenty lines of our code.
        return [f"DataProblem: {self}"]
