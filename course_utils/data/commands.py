"""`python -m course_utils data`: list, fetch and verify the sets, and draw more pictures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from course_utils.data.catalogue import CATALOGUE, fetch
from course_utils.data.problem import DataProblem
from course_utils.data.shipped import verify_shipped
from course_utils.places import data_folder

SHIPPED = ("garden", "scenes")


def main(arguments: list[str]) -> int:
    """Run the data command.

    Args:
        arguments: what stood behind `data`; nothing lists the sets.

    Returns:
        The exit code: 0 well, 1 something found wrong, 2 could not run.
    """
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (DataProblem, FileExistsError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m course_utils data",
        description="List the sets of pictures, fetch and verify them, and draw more.",
    )
    parser.set_defaults(run=_list)
    commands = parser.add_subparsers(metavar="COMMAND")

    fetch_it = commands.add_parser("fetch", help="download a set that is not here")
    fetch_it.add_argument("name", help="such as flowers")
    fetch_it.add_argument("--mirror", metavar="URL", help="address or folder that has the archive")
    fetch_it.add_argument(
        "--from", dest="archive", type=Path, metavar="FILE", help="the archive, already here"
    )
    fetch_it.set_defaults(run=_fetch)

    verify = commands.add_parser("verify", help="check the shipped sets, file by file")
    verify.set_defaults(run=_verify)

    draw = commands.add_parser("draw", help="draw more pictures of garden or scenes")
    draw.add_argument("name", choices=SHIPPED)
    draw.add_argument("--per-class", type=int, metavar="N", help="pictures of each class (garden)")
    draw.add_argument("--count", type=int, metavar="N", help="pictures in all (scenes)")
    draw.add_argument("--seed", type=int, default=0, help="another seed, other pictures")
    draw.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    draw.set_defaults(run=_draw)
    return parser


def _list(options: argparse.Namespace) -> int:
    rows = [("name", "what", "size", "here")]
    for name, entry in CATALOGUE.items():
        rows.append((name, entry.what, entry.extent, "yes" if entry.is_here() else "no"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    print(f"\nDownloads are kept in {data_folder()} (COURSE_DATA names another folder).")
    return 0


def _fetch(options: argparse.Namespace) -> int:
    entry = CATALOGUE.get(options.name)
    here = entry is not None and entry.is_here()
    fetch(options.name, options.mirror, options.archive)
    print(f"{options.name} was here already." if here else f"{options.name} is here now.")
    return 0


def _verify(options: argparse.Namespace) -> int:
    worst = 0
    for name in SHIPPED:
        problems = verify_shipped(name)
        found = f"{len(problems)} problems" if problems else "every file as it should be"
        print(f"{name}: {found}")
        for problem in problems:
            print(f"  {problem}")
        worst = max(worst, bool(problems))
    return worst


def _draw(options: argparse.Namespace) -> int:
    from course_utils.data.drawn.drawing import draw

    print(
        draw(
            options.name,
            per_class=options.per_class,
            count=options.count,
            seed=options.seed,
            to=options.to,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
