# %% [markdown]
# # 00 · How does this course work?
#
# **By the end you can**
# - run a cell, and run a whole lesson from the top
# - answer an exercise, have it checked, and read what the check says
# - check that your computer has what the course needs
# - ask for a hint, for the solution and for help, and reset a lesson
#
# Minutes: 20. **What to know first:** nothing but a little Python: names, numbers, functions.

# %%
# Set-up: run this cell first. Click on it and press Shift + Enter.
import matplotlib.pyplot as plt
import numpy as np

from course_utils.exercises import start_here as exercise
from course_utils.plots import show, write_values

# %% [markdown]
# ## A lesson is text, code and pictures
#
# This page is a **notebook**: a page of cells, some with text and some with code that you can run.
# Click on the next cell and press **Shift + Enter**. Python runs it, and the result appears below.

# %%
print("Hello, pixels!")

# %% [markdown]
# The number that is now in brackets to the left of the cell counts what Python has run. A star there, `[*]`, means
# that it is still running. To stop a cell that takes too long, press the square ■ at the top.
#
# Lessons show pictures as well. Here is the smallest one in the course. **Before you run the cell, predict:** which of
# the numbers will be the brightest square?

# %%
picture = np.array([[0, 60, 120, 180], [40, 100, 160, 220], [80, 140, 200, 255]])
axes = plt.figure(figsize=(4, 3)).gca()
axes.imshow(picture, vmin=0, vmax=255)
axes.set_axis_off()
write_values(axes, picture)
axes.set_title("Which number is the brightest?")
show("A picture of 3 rows and 4 columns of gray squares; the square with 255, bottom right, is white.")

# %% [markdown]
# Each square is a **pixel**: one dot of a picture, stored as a number. The larger the number, the brighter the dot.
# Lesson 01 takes it from there.
#
# In `imshow`, `vmin=0, vmax=255` says that 0 is drawn black and 255 white, whatever else the picture holds.
#
# Now change something. Replace the last number of `picture` in the cell above, 255, by `0`, run it again, and look at the corner. You cannot break
# anything: run, change, run again is how to read every lesson.

# %% [markdown]
# ## Exercises check themselves
#
# An exercise has two cells. In the first, you put your answer in place of the dots `...` and run it. The second checks it.
#
# ### Exercise: your first answer
# The picture above has 3 rows and 4 columns. How many pixels does it have? Put the number in place of the dots.

# %%
### BEGIN SOLUTION
pixels = 3 * 4
### END SOLUTION

# %%
exercise.first_answer.check(pixels)

# %% [markdown]
# A check has four replies:
#
# | reply | what it means |
# |---|---|
# | **Passed** | right; it is recorded beside the notebook |
# | **Not yet** | your code ran; the message says what came out, what was needed, and which idea to look at |
# | **Error** | Python stopped in your code; the message names the line |
# | **Not attempted** | the dots are still there |
#
# Python itself may stop at the cell with the check: `NameError: name 'pixels' is not defined`. Then the cell with your
# answer has not been run. Run it, and the check after it.
#
# Try a wrong answer on purpose and read what the check says. You can try as often as you like. Where the answer is a number,
# the check does not give it away at once: from the third different answer on it says more.
#
# Exercises that are headed **★ More** are not needed for what the top of a lesson promises. Do them when you want more.

# %% [markdown]
# ### Exercise: a function
# In later lessons you often complete a function. Here is one to count the pixels of *any* picture: give back the right
# number for `height` rows and `width` columns.


# %%
def count_pixels(height, width):
    """Return the number of pixels of a picture."""
    ### BEGIN SOLUTION
    return height * width
    ### END SOLUTION


# %%
exercise.count_pixels.check(count_pixels)

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Let everybody give a wrong answer first, and read the reply aloud. Ask: what would a check
# have to try, to be sure that `count_pixels` is right? Short of time: leave out the second exercise.

# %% [markdown]
# ## Two more things to know
#
# **Numbers behind `≈`.** A network learns on your computer, and computers round in slightly different ways. So a number
# behind `≈` may differ a little from the one that a friend gets. All others come out alike everywhere, except for times and for what
# a report says of your own computer.
#
# **Your own pictures.** A lesson ends with what to try on pictures of your own. Put them into a folder `my_pictures` beside
# the notebook. Without one, the lesson uses its own pictures.
#
# ## When you are stuck
#
# Every exercise has hints, each one telling more than the one before. They unfold in the reply of a check, or you can ask
# for them in a cell of your own. Run the next cell twice.

# %%
exercise.count_pixels.hint()

# %% [markdown]
# `exercise.count_pixels.solution()` shows one answer. Read it after you have tried: an answer that you have fought for
# stays with you. To see all exercises of a lesson, type `exercise.` and press the **Tab** key.
#
# More help, in this order:
# 1. Read the message once more, aloud. It names the line, or what came out and what was needed.
# 2. Ask Python: put a question mark behind a name, as in `np.array?`, and run the cell.
# 3. Ask a person. In a terminal, `python3 -m course_utils doctor` writes a report about your computer. Paste it with your
#    question.

# %% [markdown]
# ## Start afresh
#
# Sometimes a notebook remembers something that you changed long ago. **Kernel → Restart Kernel and Run All Cells** clears
# Python's memory and runs everything from the top. What you typed stays.
#
# To get a lesson back as it was at first, run in a terminal `python3 -m course_utils reset 00`, with the lesson's number.
# Your own copy is kept beside it under another name: nothing you wrote is ever lost.
# `python3 -m course_utils progress` shows which exercises you have passed.
#
# In Colab there is no terminal, and the machine is cleared when you leave: choose **File → Save a copy in Drive** to keep
# your work.

# %% [markdown]
# ## Is everything here?
#
# The next cell asks your computer for the packages that the course uses.

# %% tags=["nbval-ignore-output"]
from course_utils.launcher.doctor import report

print(report())

# %% [markdown]
# That was the report for your question, should you ever need it. The cell below says in one line whether lessons can run.

# %%
from course_utils.launcher.doctor import missing_packages

missing = missing_packages()
print("Missing: " + ", ".join(missing) if missing else "Everything the lessons need is here.")

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You ran a cell, and you know how to run a whole lesson from the top.
# - You answered an exercise, had it checked, and read what the check says.
# - You checked that your computer has what the course needs.
# - You know how to ask for a hint, for the solution and for help, and how to reset a lesson.
#
# **Next:** [01 · What does a computer see?](01_pixels.ipynb)
#
# **Where to read more:** Jake VanderPlas, *Python Data Science Handbook*, begins with a chapter on notebooks.
