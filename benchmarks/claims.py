"""Whether what the lessons claim holds, over ten seeds; run by hand, the table is kept beside this file.

    python -m benchmarks.claims          # every lesson
    python -m benchmarks.claims 02 07    # only these; other lessons' tables stay as they are

Runs a lesson's own source with another `SEED`, two seeds at a time, and records for each `assert` of its
cells tagged `claim` whether it holds and, where it compares two numbers, both of them.
"""

from __future__ import annotations

import ast
import contextlib
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from course_utils.editions import lesson as lessons
from course_utils.editions.build import lesson_paths
from course_utils.editions.passes import checked_exercise, tags

SEEDS = range(10)
MUST_HOLD = 9
TABLE = Path(__file__).with_name("claims.md")
HEAD = """# Claims of the lessons

Written by `python -m benchmarks.claims`, which runs each lesson's own source with ten seeds. “In spreads” is
the mean difference of the two numbers over its standard deviation. Another computer rounds in another way,
which changes a training nearly as much as another seed does: what compares two should be 3 spreads apart.
"""


class _Record(ast.NodeTransformer):
    """Turns `assert a > b, "claim"` into `_record("claim", a > b, a, b)`, other claims into two arguments."""

    def visit_Assert(self, node: ast.Assert) -> ast.Expr:
        sides = []
        if isinstance(node.test, ast.Compare) and len(node.test.ops) == 1:
            pair = [node.test.left, node.test.comparators[0]]
            if isinstance(node.test.ops[0], (ast.Gt, ast.GtE)):
                sides = pair
            elif isinstance(node.test.ops[0], (ast.Lt, ast.LtE)):
                sides = pair[::-1]
        call = ast.Call(ast.Name("_record", ast.Load()), [node.msg, node.test, *sides], [])
        return ast.copy_location(ast.Expr(call), node)


def run(path: Path, seed: int) -> list[tuple[str, bool, list[float]]]:
    """Run a lesson's source with a seed.

    Returns:
        For each claim what it says, whether it holds, and the two numbers it compares, the larger first.
    """
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    from course_utils import plots

    plots.show = lambda alt: plt.close("all")
    found: list[tuple[str, bool, list[float]]] = []

    def record(says: str, holds: object, *sides: object) -> None:
        found.append((says, bool(holds), [float(side) for side in sides]))

    names: dict = {"_record": record}
    for number, cell in lessons.read(path).code_cells():
        if checked_exercise(cell) or cell.source.strip() == "exercise.quiz":
            continue
        tree = ast.parse(cell.source, f"{path.name}, cell {number}")
        if "claim" in tags(cell):
            tree = ast.fix_missing_locations(_Record().visit(tree))
        exec(compile(tree, f"{path.name}, cell {number}", "exec"), names)
        if "parameters" in tags(cell):
            names["SEED"] = seed
    return found


def measure(path: Path) -> Iterator[tuple]:
    """Run a lesson with every seed, two at a time. Yields a row of the table for each claim."""

    def one(seed: int) -> list:
        command = [sys.executable, "-m", "benchmarks.claims", "--one", path.stem[:2], str(seed)]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode:
            raise SystemExit(f"{path.name}, seed {seed}:\n{result.stderr[-2000:]}")
        print(f"{path.stem}: seed {seed} done", flush=True)
        return json.loads(result.stdout.splitlines()[-1])

    with ThreadPoolExecutor(2) as pool:
        for rows in zip(*pool.map(one, SEEDS), strict=True):
            holds, sides = sum(row[1] for row in rows), np.array([row[2] for row in rows])
            yield rows[0][0], holds, *_columns(sides)


def _columns(sides: np.ndarray) -> list[str]:
    if not sides.size:
        return ["", "", "", ""]
    apart = sides[:, 0] - sides[:, 1]
    spread = apart.std(ddof=1)
    in_spreads = f"{apart.mean() / spread:.1f}" if spread > 1e-12 else str(math.inf)
    return [*(f"{one.min():.3g} to {one.max():.3g}" for one in sides.T), f"{apart.min():.2g}", in_spreads]


def table(path: Path) -> str:
    """A lesson's part of the file: what each claim says, how often it holds, and by how much."""
    lines = [
        f"## {path.stem}",
        "",
        f"| claim | holds, of {len(SEEDS)} | first | second | least apart | in spreads |",
    ]
    lines += ["|---|---|---|---|---|---|"]
    for says, holds, *columns in measure(path):
        lines.append(f"| {says} | {holds} | {' | '.join(columns)} |")
        if holds < MUST_HOLD:
            print(f"{path.stem}: holds in {holds} of {len(SEEDS)}: {says}", flush=True)
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Measure the lessons that are named, or all, and write the file anew."""
    if arguments[:1] == ["--one"]:
        with contextlib.redirect_stdout(sys.stderr):
            found = run(*lesson_paths(arguments[1:2]), int(arguments[2]))
        print(json.dumps(found))
        return
    old = re.split(r"\n(?=## )", TABLE.read_text(encoding="utf-8"))[1:] if TABLE.exists() else []
    parts = {part.split()[1]: part.strip() for part in old}
    known = [path.stem for path in lesson_paths()]
    for path in lesson_paths(arguments):
        if 'tags=["claim"]' in path.read_text(encoding="utf-8"):
            parts[path.stem] = table(path)
        stored = "\n\n".join(parts[stem] for stem in known if stem in parts)
        TABLE.write_text(f"{HEAD}\n{stored}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
