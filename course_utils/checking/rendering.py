"""Showing a message: plainly in a terminal, set off by a coloured edge in a notebook, light or dark.

Text takes the page's own colour; only edges are coloured, in Okabe and Ito's palette, and a sign and a
word always say the same as the colour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

GREEN, ORANGE, RED, BLUE, GREY = "#009E73", "#E69F00", "#D55E00", "#56B4E9", "#888888"


@dataclass(frozen=True)
class Note:
    """A titled message, such as a hint; code keeps its line breaks and spacing."""

    title: str
    text: str
    is_code: bool = False

    def __repr__(self) -> str:
        return f"{self.title}\n{self.text}"

    def _repr_html_(self) -> str:
        body = f"<pre>{escape(self.text)}</pre>" if self.is_code else f"<div>{inline(self.text)}</div>"
        return edged(BLUE, f"<b>{escape(self.title)}</b>{body}")


def show(message: object) -> None:
    """Show a message as a cell's output, or print it where no notebook listens."""
    from IPython.display import display

    display(message)


def edged(colour: str, html: str) -> str:
    """Set HTML off from the text around it by a coloured edge on its left."""
    style = f"border-left:5px solid {colour};padding:.3em .9em;margin:.3em 0"
    return f'<div style="{style}">{html}</div>'


def inline(text: str) -> str:
    """Escape text for HTML; what stands between back-ticks is set as code."""
    coded = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return coded.replace("\n", "<br>")


def folded(summary: str, html: str) -> str:
    """HTML that unfolds on a click, or with Tab and Enter; works without scripts."""
    return f"<details><summary>{inline(summary)}</summary>{html}</details>"
