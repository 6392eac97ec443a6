"""A short quiz: choices that unfold, each with why it is right or wrong.

Plain HTML `<details>` does all of it: no script, no network, Tab and Enter work, and it survives in
Colab, in a saved file and in an exported page.
"""

from __future__ import annotations

from dataclasses import dataclass

from course_utils.checking.rendering import GREEN, RED, Note, edged, folded, inline, show

_LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Choice:
    """One choice of a question, whether it is right, and why."""

    text: str
    why: str
    is_right: bool


def right(text: str, why: str) -> Choice:
    """A right choice and why it is right."""
    return Choice(text, why, True)


def wrong(text: str, why: str) -> Choice:
    """A wrong choice and the misconception behind it, put right."""
    return Choice(text, why, False)


class Question:
    """A question with two or more choices, exactly one of them right.

    Raises:
        ValueError: Not exactly one choice is right.
    """

    def __init__(self, text: str, *choices: Choice):
        if sum(choice.is_right for choice in choices) != 1:
            raise ValueError(f"One choice of {text!r} must be right.")
        self.text, self.choices = text, choices


class Quiz:
    """The quiz of a lesson: shown in a notebook it unfolds; in a terminal, `answer` replies.

    >>> from course_utils.exercises import start_here as exercise
    >>> exercise.quiz.answer(1, "A")
    """

    def __init__(self, *questions: Question):
        self.questions = questions

    def answer(self, question: int, letter: str) -> None:
        """Choose an answer, such as `quiz.answer(1, "B")`, and read why it is right or wrong.

        Raises:
            ValueError: There is no such question or letter.
        """
        if not 1 <= question <= len(self.questions):
            raise ValueError(f"question is {question}; this quiz has 1 to {len(self.questions)}.")
        choices = self.questions[question - 1].choices
        letters = _LETTERS[: len(choices)]
        if len(letter) != 1 or letter.upper() not in letters:
            raise ValueError(f"letter is {letter!r}; question {question} has {', '.join(letters)}.")
        choice = choices[letters.index(letter.upper())]
        show(Note(_verdict(choice), choice.why))

    def __repr__(self) -> str:
        lines = []
        for number, question in enumerate(self.questions, 1):
            lines.append(f"{number}. {question.text}")
            pairs = zip(_LETTERS, question.choices, strict=False)
            lines += [f"   {letter}. {choice.text}" for letter, choice in pairs]
        lines.append('Without a notebook, answer like this: exercise.quiz.answer(1, "A")')
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = []
        for number, question in enumerate(self.questions, 1):
            parts.append(f'<p style="margin:1em 0 .3em"><b>{number}. {inline(question.text)}</b></p>')
            for letter, choice in zip(_LETTERS, question.choices, strict=False):
                colour, sign = (GREEN, "✓") if choice.is_right else (RED, "✗")
                verdict = f"<b>{sign} {_verdict(choice)}</b> {inline(choice.why)}"
                parts.append(folded(f"{letter}. {choice.text}", edged(colour, verdict)))
        return "".join(parts)


def _verdict(choice: Choice) -> str:
    return "Right." if choice.is_right else "Not this one."
