"""Quizzes: one right choice each, every choice explained, readable with and without a notebook."""

from __future__ import annotations

from importlib import import_module

import pytest

from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.places import course_folder

TOPICS = [path.stem[3:] for path in sorted((course_folder() / "lessons").glob("[0-9][0-9]_*.py"))]
QUIZ = Quiz(Question("Is 1 < 2?", right("Yes", "It is."), wrong("No", "Count `again`.")))


@pytest.mark.parametrize("topic", TOPICS)
def test_every_lesson_has_a_quiz_whose_choices_are_explained(topic):
    quiz = import_module(f"course_utils.exercises.{topic}").quiz
    assert len(quiz.questions) >= 3
    for question in quiz.questions:
        assert len(question.choices) >= 2
        assert all(len(choice.why.split()) >= 2 for choice in question.choices)
    places = {[choice.is_right for choice in question.choices].index(True) for question in quiz.questions}
    assert len(places) > 1, "the right choice always stands at the same place"


def test_html_unfolds_without_scripts():
    html = QUIZ._repr_html_()
    assert html.count("<details>") == 2 and "<script" not in html
    assert "1 &lt; 2" in html and "<code>again</code>" in html


def test_a_terminal_shows_choices_and_not_which_is_right():
    assert "A. Yes" in repr(QUIZ) and "It is" not in repr(QUIZ)


def test_answers_are_explained(capsys):
    QUIZ.answer(1, "a")
    QUIZ.answer(1, "B")
    shown = capsys.readouterr().out
    assert "Right." in shown and "Not this one." in shown and "again" in shown


@pytest.mark.parametrize(("question", "letter"), [(2, "A"), (0, "A"), (1, "C"), (1, ""), (1, "AB")])
def test_there_is_no_such_answer(question, letter):
    with pytest.raises(ValueError, match="question"):
        QUIZ.answer(question, letter)


def test_one_choice_must_be_right():
    with pytest.raises(ValueError, match="must be right"):
        Question("?", wrong("a", "b"), wrong("c", "d"))
