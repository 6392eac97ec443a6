"""Lesson 00: the first two exercises, and a quiz about how the course works."""

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, given


@exercise(
    hints=[
        "The picture has 3 rows. How many pixels are in one row?",
        "Every row has the same number of pixels, so multiply.",
        "It is `3 * 4`. You may let Python count, or write the number.",
    ],
    right=[answers(12), answers(3 * 4), answers(12.0)],
    wrong=[
        answers(7, says="each row"),
        answers(3, says="each row"),
        answers(4, says="each row"),
        answers("12", says="without quotes"),
        answers(36, says="one pixel"),
        answers((3, 4), says="one number"),
    ],
    remember="You have met the whole loop: write an answer, run it, check it.",
)
def first_answer(pixels):
    """Count the pixels of a picture with 3 rows and 4 columns."""
    given("pixels", pixels).gives(
        12,
        idea="each row holds 4 pixels, and there are 3 rows.",
        clues=[
            ("12", "quotes: '12' is a piece of text. Write the number without quotes."),
            (36, "colours: one pixel counts once, whatever its colour."),
            ((3, 4), "the question: it asks for one number, how many pixels in all."),
        ],
    )


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
    wrong=[
        answers(lambda height, width: height + width, says="adds"),
        answers(lambda height, width: 12, says="whatever they are"),
        answers(lambda height, width: print(height * width), says="return"),
        answers(lambda height, width: hight * width, says="NameError"),  # noqa: F821
        answers(12, says="needed a function"),
        answers(lambda height, width: 2 * (height + width), says="border"),
        answers(lambda height: height * height, says="arguments"),
    ],
    remember="A check calls your function with numbers of its own, so it must work for every picture.",
)
def count_pixels(count_pixels):
    """Write a function that counts the pixels of any picture."""
    for height, width in [(5, 6), (480, 640), (1, 9)]:
        attempt(count_pixels, height, width).gives(
            height * width,
            idea="how many pixels one row has, and how many rows there are.",
            clues=[
                (12, "`height` and `width`: your function gives the same number whatever they are."),
                (height + width, "the sign between them: `+` adds one row and one column."),
                (2 * (height + width), "the inside: you counted along the border only."),
            ],
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
