"""Every exercise: right answers pass, wrong ones get their message, junk breaks no check."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.checking.exercise import (
    ERROR,
    NOT_ATTEMPTED,
    NOT_YET,
    PASSED,
    Exercise,
    NotPassed,
    answers,
    exercise,
    lesson_answer,
)
from course_utils.checking.trials import attempt, given
from course_utils.launcher.progress_table import lesson_exercises
from course_utils.places import course_folder

ALL = [
    one
    for path in sorted((course_folder() / "lessons").glob("[0-9][0-9]_*.py"))
    for one in lesson_exercises(path.stem[3:])
]


def cases(kind: str) -> list:
    return [
        pytest.param(one, answer, id=f"{one.id}-{kind}-{number}")
        for one in ALL
        for number, answer in enumerate(getattr(one, kind), 1)
    ]


@pytest.mark.parametrize(("one", "answer"), cases("right"))
def test_right_answers_pass(one: Exercise, answer):
    outcome = one.judge(*answer.values)
    assert outcome.kind == PASSED, outcome


@pytest.mark.parametrize(("one", "answer"), cases("wrong"))
def test_wrong_answers_are_told_why(one: Exercise, answer):
    outcome = one.judge(*answer.values)
    assert outcome.kind in (NOT_YET, ERROR)
    assert answer.says in repr(outcome)
    assert "Traceback" not in repr(outcome)
    assert len(repr(outcome).splitlines()) <= 3


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_an_exercise_is_complete(one: Exercise):
    assert len(one.right) >= 2
    assert len(one.wrong) >= 4
    assert len(one.hints) >= 3
    assert all(answer.says for answer in one.wrong)
    assert one.task
    assert lesson_answer(one)


JUNK = [
    None,
    0,
    -1.5,
    "text",
    b"",
    [],
    (),
    {},
    [1, "a", None],
    np.zeros(0),
    np.zeros((2, 3, 4)),
    np.array("x"),
    np.array([None, "a"], dtype=object),
    complex(1, 2),
    float("nan"),
    object(),
    int,
    (..., 1),
]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_junk_never_breaks_a_check(one: Exercise):
    count = len(one.right[0].values)
    for junk in JUNK:
        assert one.judge(*[junk] * count).kind != PASSED
        assert one.judge(*[lambda *arguments, junk=junk: junk] * count).kind != PASSED


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_the_stub_is_not_attempted(one: Exercise):
    count = len(one.right[0].values)
    assert one.judge(*[...] * count).kind == NOT_ATTEMPTED


# --- an exercise of our own, to test the frame --------------------------------------------------------------


@exercise(
    hints=["Add.", "Add one.", "`x + 1`"],
    right=[answers(lambda x: x + 1), answers(lambda x: 1 + x)],
    wrong=[answers(lambda x: x - 1, says="sign")],
    remember="Counting <starts> here.",
)
def add_one(add_one):
    """Add one."""
    attempt(add_one, 3).gives(4, idea="the sum.", clues=[(2, "the sign.")])


def test_not_yet_says_what_came_out_what_was_needed_and_the_idea():
    outcome = add_one.judge(lambda x: x - 1)
    assert repr(outcome) == "Not yet: your function(3) gave 2; needed 4.\nLook at: the sign."


def test_an_error_names_the_learners_line():
    def shift(x):
        return x.shfit

    outcome = add_one.judge(shift)
    assert outcome.kind == ERROR
    assert "return x.shfit" in outcome.lines[0]
    assert "AttributeError" in outcome.lines[1]
    assert "shift(3)" in outcome.lines[2]


def test_an_error_in_a_library_names_the_learners_line_that_called_it():
    def reshape(x):
        return np.broadcast_to(np.zeros(3), (2, 2))

    assert "return np.broadcast_to" in add_one.judge(reshape).lines[0]


def test_an_error_without_a_line_of_the_learners_points_at_the_arguments():
    outcome = add_one.judge(lambda: 4)
    assert outcome.kind == ERROR
    assert "arguments" in repr(outcome)


def test_the_number_of_answers_is_checked():
    assert "exercise.add_one.check(add_one)" in repr(add_one.judge())


def test_inputs_must_stay_as_they_were():
    def in_place(image):
        image += 1
        return image

    @exercise(hints=[], right=[], wrong=[])
    def brighter(brighter):
        """Brighten."""
        attempt(brighter, np.zeros((2, 2))).gives(np.ones((2, 2)), idea="")

    assert "copy" in repr(brighter.judge(in_place))
    assert brighter.judge(lambda image: image + 1).kind == PASSED


def test_html_escapes_and_offers_hints_one_inside_the_other():
    html = add_one.judge(lambda x: "<b>")._repr_html_()
    assert "<b>'" not in html and "&lt;b&gt;" in html
    assert html.count("<details>") == 3
    assert html.index("Hint 1") < html.index("Hint 2") < html.index("Hint 3")
    assert html.endswith("</details></details></details></div>")
    assert "&lt;starts&gt;" in add_one.judge(lambda x: x + 1)._repr_html_()


def test_only_the_three_verbs_complete():
    assert dir(add_one) == ["check", "hint", "solution"]


def test_hints_go_on_and_end(capsys):
    for _ in range(4):
        add_one.hint()
    shown = capsys.readouterr().out
    assert shown.count("Hint 3 of 3") == 2 and "solution()" in shown


def test_solution_shows_the_lessons_answer(capsys):
    ALL[0].solution()
    shown = capsys.readouterr().out
    assert "pixels = 3 * 4" in shown and "SOLUTION" not in shown


def test_a_pass_is_recorded_once_and_never_lost(tmp_path, monkeypatch, capsys):
    record = tmp_path / "progress.jsonl"
    record.write_text("damaged\n")
    monkeypatch.setenv("COURSE_PROGRESS", str(record))
    add_one.check(lambda x: x - 1)
    assert record.read_text() == "damaged\n"
    add_one.check(lambda x: x + 1)
    add_one.check(lambda x: x + 1)
    lines = record.read_text().splitlines()
    assert len(lines) == 2 and '"test_exercises.add_one"' in lines[1]
    assert "Passed" in capsys.readouterr().out


def test_a_pass_that_cannot_be_recorded_is_still_a_pass(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "nowhere" / "progress.jsonl"))
    add_one.check(lambda x: x + 1)
    assert "could not be recorded" in capsys.readouterr().out


def test_grading_raises_unless_passed(monkeypatch):
    monkeypatch.setenv("COURSE_GRADING", "1")
    add_one.check(lambda x: x + 1)
    for answer in (..., lambda x: x, lambda x: x.y):
        with pytest.raises(NotPassed) as raised:
            add_one.check(answer)
        assert len(raised.value._render_traceback_()) == 1


# --- comparing ----------------------------------------------------------------------------------------------


def finding(got, expected, **settings) -> str | None:
    @exercise(hints=[], right=[], wrong=[])
    def compare(value):
        """Compare."""
        given("value", value).gives(expected, idea="x", **settings)

    outcome = compare.judge(got)
    return None if outcome.kind == PASSED else outcome.lines[0]


IMAGE = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.float32(0.5), 0.5),
        (np.array(3), 3),
        (3.0, 3),
        ([1, 2], (1, 2)),
        ((2, np.int64(3)), (2, 3)),
        (np.array([1, 2], dtype=np.int32), np.array([1, 2])),
        (np.array([0.1], dtype=np.float32), np.array([0.1])),
        (IMAGE.copy(), IMAGE),
        ("cat", "cat"),
        ({"a": 1}, {"a": 1}),
    ],
)
def test_equal_enough(got, expected):
    assert finding(got, expected) is None


@pytest.mark.parametrize(
    ("got", "expected", "says"),
    [
        (True, 1, "value is True; needed 1"),
        (1, True, "value is 1; needed True"),
        ("3", 3, "'3'; needed 3"),
        (IMAGE.tolist(), IMAGE, "a list; needed an array"),
        (IMAGE[0], IMAGE, "value has shape (4, 3); needed shape (2, 4, 3)"),
        (IMAGE.astype(float), IMAGE, "value has dtype float64; needed uint8"),
        (IMAGE + 1, IMAGE, "at [0, 0, 0] 1; needed 0"),
        (np.array([1, 2]), np.array([1, 3]), "[1, 2]; needed [1, 3]"),
        (np.array([0.0, 1.0]), np.array([0, 1]), "dtype float64; needed int64"),
        (np.array([np.nan]), np.array([1.0]), "nan"),
        ([1, 2, 3], [1, 2], "[1, 2, 3]; needed [1, 2]"),
    ],
)
def test_differences_are_named(got, expected, says):
    assert says in finding(got, expected)
