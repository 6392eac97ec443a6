"""What became of every file of a folder, so that nothing is left out silently."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

_SHOWN = 10  # lines of a group that a terminal shows


@dataclass
class Report:
    """What was done with the files of a folder. Files are named by their path inside the folder.

    Attributes:
        folder: the folder that was read.
        used: how many pictures each class has, by its name.
        converted: (file, what was done) for pictures that needed it.
        left_out: (file, why) for files that are not used.
        duplicates: groups of files with exactly the same picture. They are all used.
        near_duplicates: groups of files with nearly the same picture. They are all used.
        two_labels: those of these groups that lie in more than one class.
        ignored: hidden files and texts, which were never meant as pictures.
        notes: what else is worth knowing, a sentence each.
    """

    folder: str
    used: dict[str, int] = field(default_factory=dict)
    converted: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    duplicates: list[list[str]] = field(default_factory=list)
    near_duplicates: list[list[str]] = field(default_factory=list)
    two_labels: list[list[str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """One line, such as "120 pictures in 3 classes; 2 files left out"."""
        findings = [
            _count(len(self.left_out), "file") + " left out" if self.left_out else "",
            _count(len(self.converted), "picture") + " converted" if self.converted else "",
            _count(len(self.duplicates), "set") + " of equal pictures" if self.duplicates else "",
            _count(len(self.near_duplicates), "set") + " of nearly equal pictures"
            if self.near_duplicates
            else "",
            _count(len(self.two_labels), "picture") + " under two labels" if self.two_labels else "",
        ]
        pictures = _count(sum(self.used.values()), "picture")
        classes = _count(len(self.used), "class", "classes")
        return "; ".join([f"{pictures} in {classes}", *filter(None, findings)])

    @property
    def has_findings(self) -> bool:
        """Whether there is more to say than how many pictures there are."""
        return bool(self.left_out or self.converted or self.duplicates or self.near_duplicates or self.notes)

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the report as titled lists of (what, explanation), leaving out empty ones."""

        def alike(groups: list[list[str]]) -> list[tuple[str, str]]:
            return [(group[0], " = ".join(["", *group[1:]]).strip()) for group in groups]

        groups = [
            ("Classes", [(name, _count(n, "picture")) for name, n in self.used.items()]),
            ("Left out", self.left_out),
            ("Converted", self.converted),
            ("The same picture under two labels", alike(self.two_labels)),
            ("Equal pictures", alike(self.duplicates)),
            ("Nearly equal pictures", alike(self.near_duplicates)),
            ("Ignored, not meant as pictures", [(name, "") for name in self.ignored]),
        ]
        return [(title, rows) for title, rows in groups if rows]

    def __repr__(self) -> str:
        lines = [f"{self.folder}: {self.summary}", *self.notes]
        for title, rows in self._groups():
            lines.append(f"{title} ({len(rows)})")
            lines += [f"  {what}  {explanation}".rstrip() for what, explanation in rows[:_SHOWN]]
            if len(rows) > _SHOWN:
                lines.append(f"  … and {len(rows) - _SHOWN} more")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        # No colour of our own: the notebook's text colour serves light and dark themes alike.
        parts = [f"<p><b>{escape(self.folder)}</b>: {escape(self.summary)}</p>"]
        parts += [f"<p>{escape(note)}</p>" for note in self.notes]
        for title, rows in self._groups():
            cells = "".join(
                f'<tr><td style="text-align:left"><code>{escape(what)}</code></td>'
                f'<td style="text-align:left">{escape(explanation)}</td></tr>'
                for what, explanation in rows
            )
            opened = " open" if len(rows) <= _SHOWN and not title.startswith("Ignored") else ""
            parts.append(
                f"<details{opened}><summary>{escape(title)} ({len(rows)})</summary>"
                f"<table>{cells}</table></details>"
            )
        return f'<div style="color:inherit">{"".join(parts)}</div>'


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
