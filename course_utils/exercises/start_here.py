"""Lesson 00: the first two exercises, and a quiz about how the course works."""

import numpy as np

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, given


@exercise(
    hints=[
        "The picture has 3 rows. How many pixels are in one row?",
        "Every row has the same number of pixels, so multiply.",
        "It is `3 * 4`. You may let Python count, or write the number.",
    ],
    right=[answers(12), answers(3 * 4), answers(12.0), answers(np.int64(12))],
    mistakes=[
        mistake(7, says="the sign between them: each row holds 4 pixels, and there are 3 rows."),
        mistake(36, says="colours: one pixel counts once, whatever its colour."),
        mistake(3, says="what is asked: not the rows, but all pixels in them."),
        mistake(4, says="what is asked: not the columns, but all pixels in them."),
        mistake((3, 4), says="the question: it asks for one number, how many pixels in all."),
    ],
    wrong=[
        answers("12", says="without quotes"),
        answers(None, says="`print(…)` shows"),
        answers([12], says="the number itself"),
        answers("twelve", says="each row holds"),
    ],
    remember="You have met the whole loop: write an answer, run it, check it.",
)
def first_answer(pixels):
    """Count the pixels of a picture with 3 rows and 4 columns."""
    given("pixels", pixels).gives(12, idea="each row holds 4 pixels, and there are 3 rows.")


def _returns_in_the_loop(height, width):
    count = 0
    for _ in range(height):
        count += width
        return count


@exercise(
    hints=[
        "A function gives its result back with `return`.",
        "The number of pixels is the number of rows times the number of columns.",
        "The whole body is one line: `return height * width`.",
    ],
    right=[
        answers(lambda height, width: height * width),
        answers(lambda height, width: sum(width for _ in range(height))),
    ],
    mistakes=[
        mistake(
            lambda height, width: 12,
            says="`height` and `width`: your function gives the same number whatever they are.",
        ),
        mistake(
            lambda height, width: height + width,
            says="the sign between them: `+` adds one row and one column.",
        ),
        mistake(
            lambda height, width: 2 * (height + width),
            says="the inside: you counted along the border only.",
        ),
        mistake(lambda height, width: height**2, says="the width: a picture need not be square."),
    ],
    wrong=[
        answers(_returns_in_the_loop, says="inside the loop"),
        answers(lambda height, width: print(height * width), says="`print`"),
        answers(lambda height, width: hight * width, says="its spelling"),  # noqa: F821
        answers(12, says="needed a function"),
        answers(lambda height: height * height, says="arguments"),
    ],
    remember="A check calls your function with numbers of its own, so it must work for every picture.",
)
def count_pixels(count_pixels):
    """Write a function that counts the pixels of any picture."""
    for height, width in [(5, 6), (480, 640), (1, 9)]:
        attempt(count_pixels, height, width).gives(
            height * width, idea="how many pixels one row has, and how many rows there are."
        )


quiz = Quiz(
    Question(
        "You closed a notebook half-way and open it again next day. The text and your answers are there, "
        "but a cell says that a name is not defined. What do you do?",
        wrong("Type everything again", "Your cells are saved. Only what Python remembered is gone."),
        wrong("Reset the lesson", "That gives a fresh copy. Yours is fine, it has only not been run yet."),
        right(
            "Run all cells from the top",
            "The file keeps text, Python's memory does not. Running the cells fills it again.",
        ),
    ),
    Question(
        "A check says Not yet. What does that mean?",
        right(
            "Your code ran, and what came out differs from what was needed",
            "The message shows both, and the idea to look at. Change one thing and check again.",
        ),
        wrong(
            "Your code has a spelling mistake", "Then Python stops, and the check says Error with the line."
        ),
        wrong("You lose a point", "Nothing is ever lost. Try as often as you like."),
    ),
    Question(
        "Your answer passes, but the solution looks different. Which one is right?",
        wrong("Only the solution", "It is one answer. Checks never compare the text of your code."),
        wrong("Only yours", "The solution passes the same check as yours."),
        right("Both", "A check looks at what your code does, on inputs that it has not seen."),
    ),
)
