"""Each pass on a broken lesson, whose error names the file and the cell, and on a sound one."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_output

from course_utils.editions import passes
from course_utils.editions.lesson import LessonError, read

# A sound lesson for the exercises of lesson 00, which the tests below break.
TITLE = "# %% [markdown]\n# # 00 · How does it work?\n#\n# Minutes: 10.5\n\n"
SETUP = "# %%\n# Set-up\nimport math\n\n"
FIRST = "# %%\n### BEGIN SOLUTION\npixels = 3 * 4\n### END SOLUTION\n\n"
FIRST_CHECK = "# %%\nexercise.first_answer.check(pixels)\n\n"
SECOND = (
    '# %%\ndef count_pixels(height, width):\n    """Count."""\n    ### BEGIN SOLUTION\n'
    "    return height * width\n    ### END SOLUTION\n\n"
)
SECOND_CHECK = "# %%\nexercise.count_pixels.check(count_pixels)\n\n"
SEEDS = '# %% tags=["parameters"]\nSEED = 7\n\n'
CLAIM = '# %% tags=["claim"]\n'
SOUND = [TITLE, SETUP, FIRST, FIRST_CHECK, SECOND, SECOND_CHECK]


@pytest.fixture
def lesson(tmp_path):
    def write(*parts: str):
        folder = tmp_path / "lessons"
        folder.mkdir(exist_ok=True)
        path = folder / "00_start_here.py"
        path.write_text("".join(parts), encoding="utf-8")
        return read(path)

    return write


def broken(part: int, old: str, new: str) -> list[str]:
    assert old in SOUND[part]
    return [text.replace(old, new) if number == part else text for number, text in enumerate(SOUND)]


@pytest.mark.parametrize("check", passes.SOURCE_CHECKS, ids=lambda check: check.__name__)
def test_a_sound_lesson_passes(lesson, check):
    check(lesson(*SOUND))


@pytest.mark.parametrize(
    ("check", "parts", "cell", "says"),
    [
        (passes.solutions_close, broken(2, "### END SOLUTION\n", ""), 3, "END SOLUTION"),
        (passes.solutions_close, broken(2, "### BEGIN SOLUTION\n", ""), 3, "BEGIN SOLUTION"),
        (passes.exercises_have_checks, [*SOUND[:3], *SOUND[4:]], 3, "must check this answer"),
        (passes.exercises_have_checks, SOUND[:5], 5, "must check this answer"),
        (passes.exercises_have_checks, SOUND[:4], 4, "no cell checks count_pixels"),
        (passes.exercises_have_checks, [*SOUND, FIRST, FIRST_CHECK], 8, "a second time"),
        (passes.exercises_have_checks, broken(3, "first_answer", "last"), 4, "has no exercise last"),
        (passes.claims_are_computed, [*SOUND, "# %% [markdown]\n# It gets 93% right."], 7, "93%"),
        (passes.claims_are_computed, [*SOUND, "# %% [markdown]\n# A loss of 0.35."], 7, "0.35"),
        (passes.claims_are_computed, [*SOUND, "# %% [markdown]\n# It takes 12 seconds."], 7, "12 seconds"),
        (passes.claims_are_assertions, [*SOUND, CLAIM + "print(1)"], 7, "nothing but: assert"),
        (passes.claims_are_assertions, [*SOUND, SEEDS, CLAIM + "assert 2 > 1"], 8, "nothing but: assert"),
        (passes.claims_are_assertions, [*SOUND, CLAIM + 'assert 2 > 1, "larger"'], 7, "SEED"),
        (passes.figures_use_show, [*SOUND, "# %%\nplt.plot([1])\nplt.show()"], 7, "alt text"),
        (passes.links_lead_somewhere, [*SOUND, "# %% [markdown]\n# [a](77_x.ipynb)"], 7, "77_x.ipynb"),
        (passes.links_lead_somewhere, [*SOUND, "# %% [markdown]\n# [a](#nowhere)"], 7, "#nowhere"),
        (passes.clear_answers, broken(2, "pixels = ", ""), 3, "assigns no name"),
    ],
)
def test_a_broken_lesson_is_named(lesson, check, parts, cell, says):
    with pytest.raises(LessonError, match=rf"lessons/00_start_here\.py, cell {cell} \(") as raised:
        check(lesson(*parts))
    assert says in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "`0.35` in code",
        "$0.299 R$",
        "3 channels, 0 to 255",
        "[a](00_start_here.ipynb)",
        "[a](#A-heading)\n#\n# ## A heading",
    ],
)
def test_what_may_stand_in_prose(lesson, text):
    sound = lesson(*SOUND, f"# %% [markdown]\n# {text}")
    passes.claims_are_computed(sound)
    passes.links_lead_somewhere(sound)


def test_stubs_name_what_to_write_and_run(lesson):
    edition = lesson(*SOUND)
    passes.clear_answers(edition)
    first, second = edition.cells[2].source, edition.cells[4].source
    assert first == "# Put your answer in place of the dots.\npixels = ..."
    assert second.endswith(
        "    # Write count_pixels here: put your code in place of the dots.\n    return ..."
    )
    scope: dict = {}
    exec(first + "\n" + second, scope)
    assert scope["pixels"] is ... and scope["count_pixels"](1, 2) is ...


def test_solutions_show_answers_without_marks(lesson):
    edition = lesson(*SOUND)
    passes.show_answers(edition)
    assert edition.cells[2].source == "pixels = 3 * 4"
    assert "SOLUTION" not in edition.cells[4].source and "return height * width" in edition.cells[4].source


def test_ids_stay_and_move_with_their_cell(lesson):
    def ids(*parts):
        edition = lesson(*parts)
        passes.give_ids(edition)
        return [cell.id for cell in edition.cells]

    before = ids(*SOUND)
    after = ids(TITLE, "# %% [markdown]\n# new\n\n", *SOUND[1:], SETUP)
    assert len(set(after)) == len(after)
    assert [before[0], *before[1:]] == [after[0], *after[2:-1]]


def test_grading_metadata(lesson):
    edition = lesson(*SOUND)
    passes.add_grading(edition)
    answer, check = edition.cells[2].metadata.nbgrader, edition.cells[3].metadata.nbgrader
    assert answer == {
        "schema_version": 3,
        "grade_id": "start_here-first_answer",
        "solution": True,
        "grade": False,
        "locked": False,
        "task": False,
    }
    assert check["grade_id"] == "start_here-first_answer-check"
    assert (check["grade"], check["locked"], check["points"]) == (True, True, 1)


def test_setup_fetches_the_course_from_the_address(lesson):
    edition = lesson(*SOUND)
    passes.add_setup(edition, "https://github.com/someone/fork")
    assert "git+https://github.com/someone/fork\n" in edition.cells[1].source
    assert edition.cells[1].source.startswith("# Set-up\n") and edition.cells[1].source.endswith(
        "import math"
    )
    assert (
        "colab.research.google.com/github/someone/fork/blob/main/notebooks/00_start"
        in edition.cells[0].source
    )


# --- what running left --------------------------------------------------------------------------------------

ERROR = new_output("error", ename="TypeError", evalue="no dots", traceback=[])
STDERR = new_output("stream", name="stderr", text="a warning")
PICTURE = new_output("display_data", data={"image/png": "", "text/plain": "<Figure size 1x1 with 1 Axes>"})
ADDRESS = new_output("stream", name="stdout", text="<object at 0x7f12ab34cd56>")


@pytest.mark.parametrize(
    ("check", "output", "says"),
    [
        (passes.runs_through, ERROR, "stops Run All: TypeError: no dots"),
        (passes.runs_through, STDERR, "a warning"),
        (passes.figures_have_alt_text, PICTURE, "no alt text"),
        (passes.text_is_stable, ADDRESS, "0x7f12ab34cd56"),
    ],
)
def test_what_running_left_is_checked(lesson, check, output, says):
    edition = lesson(*SOUND)
    check(edition)
    edition.cells[3].outputs = [output]
    with pytest.raises(LessonError, match=r"00_start_here\.py, cell 4 \(") as raised:
        check(edition)
    assert says in str(raised.value)


def test_two_thirds_of_the_text_is_compared(lesson):
    edition = lesson(*SOUND)
    for _, cell in edition.code_cells()[:3]:
        cell.outputs = [new_output("stream", name="stdout", text="text")]
    edition.cells[1].metadata.tags = ["nbval-ignore-output"]
    passes.text_is_compared(edition)
    edition.cells[2].metadata.tags = ["nbval-ignore-output"]
    with pytest.raises(LessonError, match="only 1 of 3"):
        passes.text_is_compared(edition)


def test_an_empty_lesson_is_named(lesson):
    with pytest.raises(LessonError, match="has no cell"):
        lesson("")


def test_claims_and_teachers_notes_are_left_out_of_the_learner_edition(lesson):
    note = '# %% [markdown] tags=["teacher"]\n# Most say 90%, or 0.9.\n\n'
    one = lesson(*SOUND, SEEDS, CLAIM, 'assert SEED > 1, "a seed"\n\n', note)
    for check in passes.SOURCE_CHECKS:
        check(one)
    assert len(one.cells) == 9
    passes.leave_out_what_is_for_teachers(one)
    assert len(one.cells) == 7 and passes.tags(one.cells[-1]) == ["parameters"]
