"""The passes that turn a lesson into an edition, each one a function of the lesson.

The first group checks the source, the second makes an edition of it, the third checks what running it left.
All raise `LessonError`, which names the file and the cell.
"""

from __future__ import annotations

import ast
import hashlib
import re
import textwrap
from collections import Counter
from pathlib import Path

from nbformat import NotebookNode

from course_utils.checking.exercise import Exercise
from course_utils.editions.lesson import BEGIN, END, Lesson

MOST_BYTES = 500_000
MOST_CELL_SECONDS = 20
# What the cells with these tags hold is for those who teach; the learner edition goes without them.
TEACHERS_TAGS = {"claim", "teacher"}
_CHECK = re.compile(r"^exercise\.(\w+)\.check\(")


# --- checks on the source ---------------------------------------------------------------------------------


def solutions_close(lesson: Lesson) -> None:
    """Every BEGIN SOLUTION has its END SOLUTION in the same cell, one answer a cell."""
    for number, cell in lesson.code_cells():
        marks = [line.strip() for line in cell.source.splitlines() if line.strip() in (BEGIN, END)]
        if marks not in ([], [BEGIN, END]):
            raise lesson.error(number, f"an answer is one {BEGIN} and then one {END}; here is {marks}.")


def exercises_have_checks(lesson: Lesson) -> None:
    """Every answer is followed by its check, every exercise of the lesson's module is used, once."""
    module = vars(lesson.exercises())
    known = {name for name, thing in module.items() if isinstance(thing, Exercise)}
    seen: set[str] = set()
    code = lesson.code_cells()
    following = dict(zip([number for number, _ in code], [cell for _, cell in code[1:]], strict=False))
    for number, cell in code:
        name = checked_exercise(cell)
        if BEGIN in cell.source and (number not in following or not checked_exercise(following[number])):
            raise lesson.error(number, "the next code cell must check this answer: exercise.name.check(...).")
        if name and name not in known:
            raise lesson.error(number, f"course_utils/exercises/{lesson.topic}.py has no exercise {name}.")
        if name in seen:
            raise lesson.error(number, f"exercise {name} is checked a second time; its id must be unique.")
        if name:
            seen.add(name)
    if missing := known - seen:
        raise lesson.error(len(lesson.cells), f"no cell checks {', '.join(sorted(missing))}.")


def claims_are_computed(lesson: Lesson) -> None:
    """No measured number is typed in prose: a percentage, a decimal, a duration, a factor.

    Code in back-ticks, formulas, links, headings, the line of minutes and teacher's notes are let through.
    """
    spared = r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$\n]*\$|\]\([^)]*\)|^#+ .*$|^\**Minutes:.*$"
    measured = (
        r"\d+(?:\.\d+)?\s*(?:%|per ?cent|percent|percentage points?\b|seconds?\b|times (?:as|more|faster))"
        r"|\d+\.\d+"
    )
    for number, cell in lesson.markdown_cells():
        if "teacher" in tags(cell):
            continue
        prose = re.sub(spared, " ", cell.source, flags=re.DOTALL | re.MULTILINE)
        if found := re.search(measured, prose):
            raise lesson.error(number, f"“{found[0]}” is typed in the text; let a cell compute and print it.")


def claims_are_assertions(lesson: Lesson) -> None:
    """A cell tagged `claim` asserts, each time in words, and a lesson with claims names its seed.

    The seed is `SEED`, in a cell tagged `parameters`: claims are measured over several seeds.
    """
    seeds = [cell for _, cell in lesson.code_cells() if "parameters" in tags(cell)]
    for number, cell in lesson.code_cells():
        if "claim" not in tags(cell):
            continue
        for statement in ast.parse(cell.source).body:
            if not isinstance(statement, ast.Assert) or statement.msg is None:
                raise lesson.error(number, 'a claim is nothing but: assert …, "the claim in words".')
        if len(seeds) != 1 or not re.search(r"^SEED = ", seeds[0].source, flags=re.MULTILINE):
            raise lesson.error(number, "a lesson with claims has one cell tagged parameters, with SEED = …")


def figures_use_show(lesson: Lesson) -> None:
    """Figures are shown by `show("what it shows")`, which gives them alt text."""
    for number, cell in lesson.code_cells():
        if re.search(r"\bplt\.show\(|\bshow\(\s*\)", cell.source):
            raise lesson.error(number, 'a figure has no alt text; end it with show("what the figure shows").')


def links_lead_somewhere(lesson: Lesson) -> None:
    """Links lead to a lesson's edition, a file of the course, or a heading of the lesson."""
    headings = {
        re.sub(r"[^\w\s-]", "", heading).strip().replace(" ", "-")
        for _, cell in lesson.markdown_cells()
        for heading in re.findall(r"^#+ (.*)$", cell.source, flags=re.MULTILINE)
    }
    course = lesson.path.parent.parent
    for number, cell in lesson.markdown_cells():
        for target in re.findall(r"\]\(([^)\s]+)[^)]*\)", cell.source):
            if re.match(r"(https?|mailto):", target):
                continue
            file, _, section = target.partition("#")
            found = not file or (
                (lesson.path.parent / f"{Path(file).stem}.py").is_file()
                if file.endswith(".ipynb")
                else (course / "notebooks" / file).exists()
            )
            if not found or (not file and section not in headings):
                raise lesson.error(number, f"the link to {target} leads nowhere.")


SOURCE_CHECKS = (
    solutions_close,
    exercises_have_checks,
    claims_are_computed,
    claims_are_assertions,
    figures_use_show,
    links_lead_somewhere,
)


# --- making an edition ------------------------------------------------------------------------------------


def give_ids(lesson: Lesson) -> None:
    """Name each cell after its content, so that ids stay from build to build and move with their cell."""
    copies: Counter[str] = Counter()
    for cell in lesson.cells:
        text = f"{lesson.name}\n{cell.cell_type}\n{cell.source}"
        copies[text] += 1
        cell.id = hashlib.sha256(f"{text}\n{copies[text]}".encode()).hexdigest()[:12]


def add_grading(lesson: Lesson) -> None:
    """Mark answers and checks as nbgrader does, version 3, with the points of the exercise."""
    answer = None
    for _, cell in lesson.code_cells():
        if BEGIN in cell.source:
            answer = cell
        elif name := checked_exercise(cell):
            exercise = vars(lesson.exercises())[name]
            grade_id = f"{lesson.topic}-{name}"
            if answer is not None:
                answer.metadata.nbgrader = _nbgrader(grade_id, solution=True)
            cell.metadata.nbgrader = _nbgrader(f"{grade_id}-check", points=exercise.points)
            answer = None


def add_setup(lesson: Lesson, address: str) -> None:
    """Let the first code cell fetch the course where it is not installed, and link the title to Colab."""
    fetch = (
        "import importlib.util\n\n"
        'if importlib.util.find_spec("course_utils") is None:  # as in Colab: fetch the course\n'
        f"    %pip install --quiet --no-deps git+{address}\n"
    )
    _, setup = lesson.code_cells()[0]
    comment, _, rest = setup.source.partition("\n")
    setup.source = f"{comment}\n{fetch}\n{rest}"
    title, _, rest = lesson.cells[0].source.partition("\n")
    place = address.removeprefix("https://").partition("/")[2]
    colab = f"https://colab.research.google.com/github/{place}/blob/main/notebooks/{lesson.name}.ipynb"
    lesson.cells[0].source = f"{title}\n\n[Open in Colab]({colab})\n{rest}"


def leave_out_what_is_for_teachers(lesson: Lesson) -> None:
    """Take out the cells with claims and with notes for teachers."""
    lesson.notebook.cells = [cell for cell in lesson.cells if not TEACHERS_TAGS & set(tags(cell))]


def clear_answers(lesson: Lesson) -> None:
    """Put a stub in the place of each answer, which says what to write and lets Run All go on."""
    for number, cell in lesson.code_cells():
        if BEGIN not in cell.source:
            continue
        before, answer, after = _split_answer(cell)
        indent = re.match(r" *", answer)[0]
        if indent:
            function = re.findall(r"^ *def (\w+)", before, flags=re.MULTILINE)[-1]
            stub = f"# Write {function} here: put your code in place of the dots.\nreturn ..."
        else:
            names = _assigned(answer)
            if not names:
                raise lesson.error(number, "the answer assigns no name, so nothing can be checked.")
            stub = "# Put your answer in place of the dots.\n" + "\n".join(f"{name} = ..." for name in names)
        cell.source = before + textwrap.indent(stub, indent) + "\n" + after
        cell.source = cell.source.rstrip("\n")


def show_answers(lesson: Lesson) -> None:
    """Leave the answers in, as a reader wants them: without the marks."""
    for _, cell in lesson.code_cells():
        if BEGIN in cell.source:
            cell.source = "".join(_split_answer(cell)).rstrip("\n")


# --- checks on what running it left -----------------------------------------------------------------------


def runs_through(lesson: Lesson) -> None:
    """No cell raised, and none wrote to stderr: an unsolved exercise must not stop Run All."""
    for number, cell in lesson.code_cells():
        for output in cell.outputs:
            if output.output_type == "error":
                raise lesson.error(number, f"stops Run All: {output.ename}: {output.evalue}")
            if output.get("name") == "stderr":
                raise lesson.error(number, f"writes to stderr: {output.text.strip()[:200]}")


def figures_have_alt_text(lesson: Lesson) -> None:
    """Every picture that is stored says what it shows."""
    for number, cell in lesson.code_cells():
        for output in cell.outputs:
            kinds = {"image/png", "image/jpeg"} & set(output.get("data", {}))
            if any(not output.metadata.get(kind, {}).get("alt") for kind in kinds):
                raise lesson.error(
                    number, 'a figure has no alt text; end it with show("what the figure shows").'
                )


def text_is_stable(lesson: Lesson) -> None:
    """Stored text names no memory address and no folder of the machine that ran it."""
    for number, cell in lesson.code_cells():
        text = "".join(stored_text(cell))
        if found := re.search(r"0x[0-9a-f]{6,}|/home/|/tmp/|[A-Z]:\\\\|/Users/", text):
            raise lesson.error(number, f"stores “{found[0]}”, which differs from run to run.")
        if str(lesson.path.parent.parent) in text:
            raise lesson.error(number, "stores the folder of the machine that ran it.")


def text_is_compared(lesson: Lesson) -> None:
    """At least two thirds of the code cells that leave text are compared when the tests replay it."""
    with_text = [cell for _, cell in lesson.code_cells() if any(stored_text(cell))]
    compared = [cell for cell in with_text if "nbval-ignore-output" not in tags(cell)]
    if 3 * len(compared) < 2 * len(with_text):
        raise lesson.error(1, f"only {len(compared)} of {len(with_text)} cells with text are compared.")


OUTPUT_CHECKS = (runs_through, figures_have_alt_text, text_is_stable, text_is_compared)


# --- what the passes share --------------------------------------------------------------------------------


def tags(cell: NotebookNode) -> list[str]:
    """A cell's tags."""
    return cell.metadata.get("tags", [])


def checked_exercise(cell: NotebookNode) -> str | None:
    """The name of the exercise that a cell checks, if it does."""
    found = _CHECK.match(cell.source)
    return found[1] if found else None


def stored_text(cell: NotebookNode) -> list[str]:
    """The text among a cell's stored outputs."""
    outputs = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return [text for text in outputs if text and not text.startswith("<Figure size")]


def _split_answer(cell: NotebookNode) -> tuple[str, str, str]:
    """A cell's source before, in and after its answer, without the lines that mark it."""
    before, rest = re.split(rf"^ *{BEGIN}\n", cell.source, maxsplit=1, flags=re.MULTILINE)
    answer, after = re.split(rf"^ *{END}\n?", rest, maxsplit=1, flags=re.MULTILINE)
    return before, answer, after


def _assigned(code: str) -> list[str]:
    """The names that code assigns at its top level, in order."""
    targets = [
        target
        for statement in ast.parse(code).body
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
    ]
    names = [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(names))


def _nbgrader(grade_id: str, *, solution: bool = False, points: int | None = None) -> dict:
    entry = {
        "schema_version": 3,
        "grade_id": grade_id,
        "solution": solution,
        "grade": points is not None,
        "locked": points is not None,
        "task": False,
    }
    return entry if points is None else {**entry, "points": points}
