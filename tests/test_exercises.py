"""Every exercise: right answers pass, wrong ones get their message, junk breaks no check."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.checking.classifiers import NearestNeighbours
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
from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.registry import lesson_exercises, lesson_names
from course_utils.checking.trials import attempt, given, given_letters

ALL = [one for lesson in lesson_names() for one in lesson_exercises(lesson)]


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
    assert outcome.known is None, "this is a known mistake; declare it as one, or make it a mistake"
    assert "Traceback" not in repr(outcome)
    assert len(repr(outcome).splitlines()) <= 3


@pytest.mark.parametrize(("one", "known"), cases("mistakes"))
def test_a_known_mistake_is_told_exactly_what_mends_it(one: Exercise, known: Mistake):
    outcome = one.judge(*known.values)
    assert outcome.kind == NOT_YET, outcome
    assert outcome.known and outcome.known.says == known.says, "another mistake hides it"
    if isinstance(known.says, str):
        assert outcome.lines[-1] == f"Look at: {known.says}"
    assert len(outcome.lines) == 2


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_an_exercise_is_complete(one: Exercise):
    assert len(one.right) >= 2
    assert len(one.mistakes) + len(one.wrong) >= 4
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
    mistakes=[
        mistake(lambda x: x - 1, says="the sign."),
        mistake(lambda x: 10 * x, says=lambda x: f"the task: not ten times {x}."),
        mistake(lambda x: 1 / 0, says="never."),
    ],
    remember="Counting <starts> here.",
)
def add_one(add_one):
    """Add one."""
    attempt(add_one, 3).gives(4, idea="the sum.")


def test_not_yet_says_what_came_out_what_was_needed_and_the_idea():
    outcome = add_one.judge(lambda x: x - 1)
    assert repr(outcome) == "Not yet: your function(3) gave 2; needed 4.\nLook at: the sign."


def test_what_a_mistake_is_told_may_depend_on_the_input():
    assert add_one.judge(lambda x: 30).lines[-1] == "Look at: the task: not ten times 3."


def test_of_two_mistakes_alike_on_one_input_the_one_that_passed_those_before_speaks():
    @exercise(
        hints=[],
        right=[],
        mistakes=[mistake(lambda x: x, says="the one."), mistake(lambda x: x + (x < 3), says="the limit.")],
    )
    def add_one(add_one):
        """Add one."""
        for x in (1, 5):
            attempt(add_one, x).gives(x + 1, idea="the sum.")

    assert add_one.judge(lambda x: x).lines[-1] == "Look at: the one."
    assert add_one.judge(lambda x: x + 1 if x < 4 else x).lines[-1] == "Look at: the limit."


def test_an_answer_that_is_no_known_mistake_is_told_the_idea():
    assert add_one.judge(lambda x: 17).lines[-1] == "Look at: the sum."


def test_an_error_names_the_learners_line():
    def shift(x):
        return x.shfit

    outcome = add_one.judge(shift)
    assert outcome.kind == ERROR
    assert "return x.shfit" in outcome.lines[0]
    assert "AttributeError" in outcome.lines[1]
    assert "shift(3)" in outcome.lines[1]


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

    @exercise(hints=[], right=[])
    def brighter(brighter):
        """Brighten."""
        attempt(brighter, np.zeros((2, 2))).gives(np.ones((2, 2)), idea="")

    assert "copy" in repr(brighter.judge(in_place))
    assert brighter.judge(lambda image: image + 1).kind == PASSED


def test_a_generator_of_random_numbers_may_be_used():
    @exercise(hints=[], right=[], mistakes=[mistake(lambda rng: rng.random() + 1, says="the range.")])
    def draw(draw):
        """Draw."""
        attempt(draw, np.random.default_rng(3)).gives(np.random.default_rng(3).random(), idea="")

    assert draw.judge(lambda rng: rng.random()).kind == PASSED
    outcome = draw.judge(lambda rng: 1 + rng.random())
    assert outcome.lines[-1] == "Look at: the range." and "(rng) gave" in outcome.lines[0]


def test_running_known_mistakes_warns_of_nothing(recwarn):
    @exercise(hints=[], right=[], mistakes=[mistake(lambda x: np.exp(x), says="the power.")])
    def power(power):
        """Raise."""
        attempt(power, np.array([1000.0])).gives(np.array([1.0]), idea="")

    assert power.judge(lambda x: np.array([np.inf])).lines[-1] == "Look at: the power."
    assert not recwarn.list


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
    @exercise(hints=[], right=[])
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
        (IMAGE[0].tolist(), IMAGE[0].astype(int)),
        (np.array([1, 2]), [1, 2]),
        ([1, 2], np.array([1.0, 2.0])),
        ({"a": np.array([1])}, {"a": np.array([1])}),
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
        ([[1], [1, 2]], IMAGE, "a list; needed an array"),
        (IMAGE.tolist(), IMAGE, "dtype int64; needed uint8"),
        (1.00002, 1.0, "1.00002; needed 1"),
        (IMAGE[0], IMAGE, "value has shape (4, 3); needed shape (2, 4, 3)"),
        (IMAGE.astype(float), IMAGE, "value has dtype float64; needed uint8"),
        (IMAGE + 1, IMAGE, "at [0, 0, 0] 1; needed 0"),
        (np.array([1, 2]), np.array([1, 3]), "[1, 2]; needed [1, 3]"),
        (np.array([0.0, 1.0]), np.array([0, 1]), "dtype float64; needed int64"),
        (np.array([np.nan]), np.array([1.0]), "nan"),
        (np.array([1.7e308]), np.array([1.0]), "[1.7e+308]; needed [1.0]"),
        ([1, 2, 3], [1, 2], "[1, 2, 3]; needed [1, 2]"),
    ],
)
def test_differences_are_named(got, expected, says):
    assert says in finding(got, expected)


# --- slips that any exercise meets --------------------------------------------------------------------------


def count_to_two(values):
    for value in values:
        return value


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda image: print(image), "`print`: it only shows"),
        (lambda image: image[1] / 0.5 and image, "the comparison: it gives an array"),
        (lambda image: image[len(image) / 2], "`//` does not"),
        (lambda image: image[image / 2], "`.astype(int)` makes them"),
        (lambda image: np.bincount(image), "`.ravel()` puts all rows"),
        (lambda image: np.bincount(image.ravel() / 2), "`.astype(int)` makes them"),
        (lambda image: np.histogram(image), "`[0]` takes the first"),
        (lambda image: np.histogramdd(image), "`[0]` takes the first"),
        (lambda image: NearestNeighbours(1).predict(image), "learns before it can"),
        (lambda image: NearestNeighbours(1).fit(image, [0, 1]), "one label for each row"),
        (lambda image: image[: len(image) / 2], "`//` a whole number"),
        (lambda image: image + np.zeros(5), "the two shapes"),
        (lambda image: image.reshape(2, 5), "as many numbers as there are"),
        (lambda image: image.tolist().argmax(), "`np.argmax(…)` takes a list"),
        (lambda image: image.tolist().shape, "`np.array(…)` makes one"),
        (lambda image: image.count(3), "`.tolist()` makes a list"),
        (lambda image: image.mena(), "the name `mena` behind the dot"),
        (lambda image: print(image).mean(), "where `None` comes from"),
        (lambda image: image.sum(axis=2), "no such axis"),
        (lambda image: image[99], "the last one is the length minus 1"),
        (lambda image: image[0, 0, 0], "how many indices"),
        (lambda image: imgae, "its spelling"),  # noqa: F821
        (lambda image: image(0), "calls a function"),
        (lambda image: image.T, "rows and columns have changed places"),
        (count_to_two, "inside the loop"),
    ],
)
def test_a_slip_is_told_what_to_look_at(answer, says):
    @exercise(hints=[], right=[])
    def same(same):
        """Return it."""
        attempt(same, np.arange(9).reshape(3, 3)).gives(np.arange(9).reshape(3, 3), idea="the picture.")

    assert says in repr(same.judge(answer))


def test_a_number_is_not_given_away_before_the_third_try(monkeypatch, capsys):
    @exercise(hints=["Count."], right=[], mistakes=[mistake(7, says="the sign.")])
    def how_many(pixels):
        """Count."""
        given("pixels", pixels).gives(12, idea="the rows.")

    told = []
    for answer in (11, 11, 11, 7, 10):
        how_many.check(answer)
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] == told[2], "the same answer again is no further try"
    told = told[2:]
    assert "pixels is 11, and that is not it" in told[0] and "the rows" in told[0]
    assert "the sign" in told[1]
    assert "12" not in told[0] + told[1]
    assert "needed 12" in told[2]


def test_letters_are_not_given_away_one_by_one(capsys):
    @exercise(hints=["Read."], right=[])
    def kinds(kinds):
        """Sort."""
        cases = {letter: (letter in "AC", f"idea of {letter}.") for letter in "ABC"}
        given_letters("kinds", kinds, cases, lambda letter, value: value)

    told = []
    for said in ((True, True, False), (True, True, False), (False, True, True), (True, True, False)):
        kinds.check(dict(zip("ABC", said, strict=True)))
        told.append(capsys.readouterr().out)
    assert "1 of 3 are right" in told[0] and "idea" not in told[0] + told[1]
    kinds.check({"A": False, "B": True, "C": False})
    told.append(capsys.readouterr().out)
    assert "idea" not in told[2] + told[3]
    assert "not yet right: A, B, C" in told[4] and "idea of A" in told[4]
    assert "no answer for C" in repr(kinds.judge({"A": True, "B": True}))
    assert "a dictionary" in repr(kinds.judge([True]))
    assert kinds.judge({letter: ... for letter in "ABC"}).kind == NOT_ATTEMPTED
    assert kinds.judge({"A": True, "B": False, "C": True}).kind == PASSED


def test_an_answer_whose_cell_stopped_is_not_judged_by_the_older_one(monkeypatch, capsys):
    from IPython.testing.globalipapp import get_ipython

    shell = get_ipython() or __import__("IPython").testing.globalipapp.start_ipython()
    shell.user_ns["exercise"] = {"add_one": add_one}
    shell.run_cell("def add_one(x):\n    return x + 1")
    shell.run_cell("def add_one(x) return x")
    capsys.readouterr()
    shell.run_cell("exercise['add_one'].check(add_one)")
    assert "stopped with SyntaxError" in capsys.readouterr().out
    shell.run_cell("1 / 0")
    shell.run_cell("exercise['add_one'].check(add_one)")
    assert "Passed" in capsys.readouterr().out


def test_tab_lists_a_lessons_exercises_and_nothing_else():
    from course_utils.exercises import start_here

    assert dir(start_here) == ["count_pixels", "first_answer"]
