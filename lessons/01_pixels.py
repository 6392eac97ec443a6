# %% [markdown]
# # 01 · What does a computer see?
#
# You look at a photograph and see a face. A computer is given a table of numbers, and nothing else.
# Every classifier in this course starts from that table, so let us learn to read it.
#
# By the end you can
#
# - **read** a photograph's height, width, channels and dtype from its array,
# - **cut** a piece out of a picture by rows and columns,
# - **repair** a picture whose channels are in the wrong order,
# - **resize** pictures without distorting them, and **scale** their values to 0 to 1,
# - **judge** the brightness and contrast of a photograph by its histogram.
#
# Minutes: 50. Know first: lists, functions and loops in Python. NumPy is explained as we go.

# %%
# Set-up: run this cell first.
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image, ImageOps
from sklearn.datasets import load_sample_image

from course_utils.exercises import pixels as exercise
from course_utils.plots import PALETTE, image_grid, show, write_values

# %% [markdown]
# ## A photograph is an array
#
# Three photographs come with scikit-learn and matplotlib, so nothing has to be downloaded. The portrait
# shows Grace Hopper, who wrote one of the first compilers.

# %%
temple = load_sample_image("china.jpg")
flower = load_sample_image("flower.jpg")
portrait = np.array(Image.open(get_sample_data("grace_hopper.jpg", asfileobj=False)))

image_grid([temple, flower, portrait], titles=["temple", "flower", "portrait"], size=2)
show("Three photographs: a temple by a lake, an orange flower on dark leaves, a woman in uniform.")

# %% [markdown]
# Each of them is an **array**: a table of numbers that can have more than two directions. Ask one what it is.

# %%
print("type: ", type(temple).__name__)
print("shape:", temple.shape)
print("dtype:", temple.dtype)
print("range:", temple.min(), "to", temple.max())

# %% [markdown]
# - The **shape** is (height, width, channels). Height comes first: it counts the rows.
# - A **pixel** is one dot of the picture. Here it holds three numbers: how much red, green and blue light
#   it sends out. Each of the three is a **channel**.
# - The **dtype** is the kind of number. `uint8` is a whole number from 0, no light, to 255, full light.
#
# **Predict:** how many numbers make up this one photograph? A thousand, a hundred thousand, more?

# %%
height, width, channels = temple.shape
print(f"{height} × {width} × {channels} = {temple.size} numbers")

# %% [markdown]
# ### Exercise: read a shape
#
# Store the height, the width and the number of channels of `portrait`.

# %%
### BEGIN SOLUTION
portrait_height, portrait_width, portrait_channels = portrait.shape
### END SOLUTION

# %%
exercise.portrait_shape.check(portrait_height, portrait_width, portrait_channels)

# %% [markdown]
# ## Zoom in until you see numbers
#
# Go closer and closer to one eye. **Predict:** in which of the four can you still tell that it is an eye?

# %%
row, column = 189, 222  # the middle of the eye
zooms = [portrait]
for half in [80, 20, 4]:
    zooms.append(portrait[row - half : row + half, column - half : column + half])

image_grid(zooms, titles=[f"{len(zoom)} rows" for zoom in zooms], columns=4, size=1.8)
show("Four steps closer: the portrait, the eyes, one eye, and eight rows of coloured squares.")

# %% [markdown]
# The last one is eight rows of eight pixels. Nothing in it says "eye". Here is its red channel, with its
# numbers: this is all that a computer gets.

# %%
red = zooms[-1][:, :, 0]
plt.figure(figsize=(4, 4))
plt.imshow(red, vmin=0, vmax=255)
write_values(plt.gca(), red)
plt.title("Red channel, 8 × 8 pixels")
plt.xlabel("column")
plt.ylabel("row")
show("Eight by eight gray squares, each with its number: small numbers are dark, large ones light.")

# %% [markdown]
# Find the sparkle in the pupil: a few large numbers among small ones. Whatever a classifier knows
# about eyes, it has to find out from patterns like this.

# %% [markdown]
# ## Rows first, then columns
#
# `image[row, column]` is one pixel. Rows count **down** from the top, columns count to the right, both from 0.
#
# **Predict:** one of these two pixels of the temple is sky, one is a tree. Which is which?

# %%
print("temple[0, 0]    ", temple[0, 0])
print("temple[426, 639]", temple[426, 639])

# %% [markdown]
# The first is the top left corner: much of all three colours, a bright sky. The second is bottom right.
#
# A **slice** `start:stop` takes many rows or columns at once. The row at `stop` is not in it, so the number of
# rows is `stop - start`.

# %%
top, bottom, left, right = 20, 130, 90, 330
roof = temple[top:bottom, left:right]

figure, axes = plt.subplots(1, 2, figsize=(7, 2.6))
axes[0].imshow(temple)
axes[0].add_patch(plt.Rectangle((left, top), right - left, bottom - top, fill=False, ec="black", lw=2))
axes[0].set(title="temple", xlabel="column", ylabel="row")
axes[1].imshow(roof)
axes[1].set(title=f"roof, shape {roof.shape}")
show("Left, the temple with a box around its roof; row numbers grow downwards. Right, the roof alone.")

# %% [markdown]
# Drawing tools such as `plt.Rectangle` name a point the other way round: *x*, the column, comes first. Mixing
# up the two orders is the most common mistake with pictures.
#
# One more surprise. **Predict:** we blacken `window`, a slice of `photo`. Does `photo` change too?

# %%
photo = temple.copy()
window = photo[100:200, 100:200]
window[:] = 0
print("photo[150, 150] is now", photo[150, 150])

# %% [markdown]
# It does. A slice is a view of the same numbers, not a second picture. Write `.copy()` where you want one.
#
# ### Exercise: cut out the middle
#
# Write a function that returns the middle `height` × `width` pixels of any image.


# %%
def crop_center(image, height, width):
    """Return the middle `height` × `width` pixels of an image."""
    ### BEGIN SOLUTION
    top = (image.shape[0] - height) // 2
    left = (image.shape[1] - width) // 2
    return image[top : top + height, left : left + width]
    ### END SOLUTION


# %%
exercise.crop_center.check(crop_center)

# %% [markdown]
# ## Is it the same picture?
#
# A step of `-1` runs through columns or rows backwards, and `np.roll` moves the whole picture. **Predict:** for
# you all four show the same temple. When it moves by one pixel, what share of its numbers changes?

# %%
mirrored = temple[:, ::-1]
upside_down = temple[::-1]
moved = np.roll(temple, 1, axis=1)  # one column to the right
versions = {"as taken": temple, "mirrored": mirrored, "upside down": upside_down, "moved by 1": moved}

image_grid(list(versions.values()), titles=list(versions), columns=4, size=1.8)
show("The temple as taken, mirrored, upside down, and moved by one pixel, which looks like the first.")
for name, version in versions.items():
    print(f"{name:12} {np.mean(version != temple):4.0%} of the numbers differ")

# %% [markdown]
# One pixel to the right, which no eye notices, and most of the numbers are different ones. So a classifier cannot
# compare pictures number by number. That is why image classification is hard, and what later lessons solve.

# %% [markdown]
# ## Three channels, in which order?
#
# The flower is orange and its leaves are blue-green. **Predict:** in which channel is the flower brightest, in
# which is it darkest?

# %%
image_grid(
    [flower, flower[:, :, 0], flower[:, :, 1], flower[:, :, 2]],
    titles=["all channels", "0: red", "1: green", "2: blue"],
    columns=4,
    size=1.8,
)
show("The flower and its channels in gray: the petals are bright in red, medium in green, dark in blue.")

# %% [markdown]
# The order red, green, blue (**RGB**) is a habit, not a law. OpenCV, a widely used library, stores blue first
# (**BGR**). Nothing warns you: the numbers are all there, so only your eye can tell.

# %%
image_grid(
    [flower, flower[:, :, ::-1], portrait[:300], portrait[:300, :, ::-1]],
    titles=["read as RGB", "read as BGR", "read as RGB", "read as BGR"],
    columns=4,
    size=1.8,
)
show("Read in the wrong order, the orange flower turns blue, and so does the face of the portrait.")

# %% [markdown]
# Where the channels stand can differ as well. TensorFlow expects them last, `(height, width, 3)`; PyTorch
# expects them first, `(3, height, width)`. `np.moveaxis` carries a direction to another place.
#
# **Predict:** both lines below give the shape `(3, 427, 640)`. Do they give the same picture?

# %%
moved_axis = np.moveaxis(flower, -1, 0)
reshaped = flower.reshape(3, 427, 640)
print(moved_axis.shape, reshaped.shape)

image_grid([moved_axis[0], reshaped[0]], titles=["moveaxis, channel 0", "reshape, “channel” 0"], size=2.6)
show("Left, the red channel of the flower. Right, a wrong mixture: its top third, stretched and striped.")

# %% [markdown]
# `reshape` only counts the numbers off in a new rhythm, so red, green and blue get mixed. A right shape does not
# mean a right picture: look at it.
#
# ### Exercise: repair a picture
#
# A camera program hands over images with the channels **first**, in the order **BGR**. Write a function that
# returns them as TensorFlow and matplotlib expect them: channels last, RGB.


# %%
def to_rgb(image):
    """Turn a `(3, height, width)` BGR image into a `(height, width, 3)` RGB image."""
    ### BEGIN SOLUTION
    bgr = np.moveaxis(image, 0, -1)
    return bgr[:, :, ::-1]
    ### END SOLUTION


# %%
exercise.to_rgb.check(to_rgb)

# %% [markdown]
# ## From colour to gray
#
# A **grayscale** image has one number a pixel: how bright it is. The plain mean of the channels is one way.
# But green light looks brighter to us than the same amount of blue, so a weighted sum is usual:
# `gray = 0.299 red + 0.587 green + 0.114 blue`.


# %%
def plain_gray(image):
    return image.mean(axis=-1).round().astype("uint8")


def weighted_gray(image):
    return (image @ [0.299, 0.587, 0.114]).round().astype("uint8")


# %% [markdown]
# **Predict:** a flag has a red, a green and a blue stripe. What does it look like after the plain mean?

# %%
flag = np.array([[[255, 0, 0]] * 3, [[0, 255, 0]] * 3, [[0, 0, 255]] * 3], dtype="uint8")
axes = image_grid(
    [flag, plain_gray(flag), weighted_gray(flag)], titles=["flag", "plain mean", "weighted"], size=2
)
write_values(axes[1], plain_gray(flag))
write_values(axes[2], weighted_gray(flag))
show("A flag with a red, a green and a blue stripe. By the plain mean all are 85; weighted 76, 150, 29.")

# %% [markdown]
# The plain mean cannot tell the stripes apart. Weighted, they are as bright as they look. Now a photograph: watch
# the blue wall behind the head.

# %%
head = portrait[:300, 100:]
image_grid([head, plain_gray(head), weighted_gray(head)], titles=["colour", "plain mean", "weighted"], size=2)
print("wall, plain mean:", plain_gray(head)[100, 380])
print("wall, weighted:  ", weighted_gray(head)[100, 380])
show("The head in colour and two grays: the blue wall is a little darker in the weighted gray.")

# %% [markdown]
# ## Numbers that run over
#
# A `uint8` ends at 255. **Predict:** what is 56 + 200 in `uint8`?

# %%
before = np.array([[0, 50, 55, 56, 100, 255]], dtype="uint8")
after = before + 200

axes = image_grid([before, after], titles=["before", "before + 200"], columns=1, size=4)
for axis, values in zip(axes, [before, after], strict=True):
    write_values(axis, values)
show("Six pixels before and after adding 200: up to 255 they get lighter, from 256 on they turn dark.")

# %% [markdown]
# It starts again at 0, like a clock after midnight, and without a warning. This is called **overflow**. The way
# out: leave `uint8`, compute, cut off at 255 with `np.clip`, go back.

# %%
wrapped = temple + 80
clipped = np.clip(temple.astype("int16") + 80, 0, 255).astype("uint8")

image_grid([temple, wrapped, clipped], titles=["temple", "+ 80 in uint8", "+ 80, clipped"], size=2)
show("The temple; with overflow its sky turns black; clipped it is only brighter, its sky white.")

# %% [markdown]
# Networks learn best from small numbers. So pictures are **normalised**: turned into `float32`, a number with
# decimals, and divided by 255. Now 0 is no light and 1 is full light.

# %%
unit = temple.astype("float32") / 255
print("dtype:", unit.dtype)
print("range:", unit.min(), "to", unit.max())
print("bytes:", temple.nbytes, "as uint8,", unit.nbytes, "as float32")

# %% [markdown]
# It takes four times the memory, so this course keeps pictures as `uint8` until a model needs them.
#
# ### Exercise: normalise
#
# Write a function that takes any `uint8` image and returns it as `float32`, from 0 to 1.


# %%
def to_unit(image):
    """Return a `uint8` image as `float32` values from 0, no light, to 1, full light."""
    ### BEGIN SOLUTION
    return image.astype("float32") / 255
    ### END SOLUTION


# %%
exercise.to_unit.check(to_unit)

# %% [markdown]
# ## One size for all
#
# A network wants all its pictures in one size, often a small square. Pillow, Python's library for pictures,
# resizes. **Predict:** at which size do you lose the temple?

# %%
picture = Image.fromarray(temple)
sizes = [64, 32, 16, 8]
thumbnails = [np.array(picture.resize((size, size))) for size in sizes]

image_grid(thumbnails, titles=[f"{size} × {size}" for size in sizes], columns=4, size=1.8)
show("The temple at 64, 32, 16 and 8 pixels a side: clear, recognisable, a guess, coloured squares.")

# %% [markdown]
# Look at the first one again: the temple has become slim. Its **aspect ratio**, the width divided by the height,
# was lost. There are three ways into a square, and each has its price.

# %%
squeezed = picture.resize((96, 96))
cropped = ImageOps.fit(picture, (96, 96))
padded = ImageOps.pad(picture, (96, 96))

ways = [np.array(way) for way in (squeezed, cropped, padded)]
image_grid(ways, titles=["squeezed", "cropped", "padded"], size=2)
show("Three squares: the temple squeezed narrow; cut off at both sides; whole, with black bars.")

# %% [markdown]
# Squeezed: all is there, in the wrong shape. Cropped: the shape is right, the sides are gone. Padded: all
# is there in the right shape, but smaller, and part of the square is wasted.
#
# **Predict:** Pillow is asked for `(200, 100)`. What will the array's shape be?

# %%
print(np.array(picture.resize((200, 100))).shape)

# %% [markdown]
# Pillow says width first, like the drawing tools. Arrays say height first.
#
# ### Exercise: pad to a square
#
# Write a function that puts an RGB image into the middle of a black square, whose side is the image's longer side.
# It keeps every pixel and resizes nothing. If the space left over is odd, the extra line goes below, or right.


# %%
def letterbox(image):
    """Return an RGB image in the middle of the smallest black square that holds it."""
    ### BEGIN SOLUTION
    height, width, channels = image.shape
    side = max(height, width)
    square = np.zeros((side, side, channels), dtype="uint8")
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = image
    return square
    ### END SOLUTION


# %%
exercise.letterbox.check(letterbox)

# %% [markdown]
# ## How much of each brightness?
#
# A **histogram** counts how many pixels have each value. `np.bincount` does the counting: how many 0s, how many
# 1s, up to 255.

# %%
for channel, name in enumerate(["red", "green", "blue"]):
    counts = np.bincount(temple[:, :, channel].ravel(), minlength=256)
    plt.plot(counts, label=name, color=PALETTE[[5, 2, 0][channel]], linestyle=["-", "--", ":"][channel])

plt.xlabel("value")
plt.ylabel("pixels")
plt.title("Which values does the temple have?")
plt.legend()
show("Three lines. All have many dark values; blue has the highest peak near 255, from the sky.")

# %% [markdown]
# Read it from left, dark, to right, bright. The hill on the right is the sky, which is bluer than anything else
# in the picture.
#
# **Predict:** the temple in too little light, and in fog. Where will the hills go?

# %%
dark = (temple * 0.2).astype("uint8")
foggy = (temple * 0.2 + 140).astype("uint8")
versions = {"as taken": temple, "too little light": dark, "fog": foggy}

figure, axes = plt.subplots(2, 3, figsize=(7.5, 3.6), sharey="row")
for (name, image), (above, below) in zip(versions.items(), axes.T, strict=True):
    gray = weighted_gray(image)
    above.imshow(image)
    above.set(title=name, xticks=[], yticks=[])
    below.hist(gray.ravel(), bins=32, range=(0, 256))
    below.set(xlabel="gray value", xlim=(0, 255))
    print(f"{name:16} mean {gray.mean():3.0f}   standard deviation {gray.std():2.0f}")
show("Three temples over their histograms: spread out; squeezed to the left; a narrow hill in the middle.")

# %% [markdown]
# **Brightness** is where the values lie: their mean says it. **Contrast** is how far they are spread: their
# standard deviation says it. Too little light moves the hill to the left, fog makes it narrow.
#
# ### Exercise: design a rule
#
# A photograph that got far too little light is **under-exposed**. Find a rule that tells it by its numbers. First
# experiment: look at `temple`, `flower`, `portrait` (all well exposed) and `dark`, and find a number that sets
# `dark` apart. Then write the rule. Mind two traps: a lamp in a dark photograph, a black coat in a good one.


# %%
def is_underexposed(image):
    """Return True if a `uint8` RGB photograph got far too little light, otherwise False."""
    ### BEGIN SOLUTION
    gray = image @ [0.299, 0.587, 0.114]
    share_of_dark = np.mean(gray < 64)
    return share_of_dark > 0.9
    ### END SOLUTION


# %%
exercise.is_underexposed.check(is_underexposed)

# %% [markdown]
# ## Quiz
#
# Choose an answer to see why it is right or not.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You **read** a photograph as an array: height, width, channels; `uint8` from 0 to 255.
# - You **cut** pieces out by rows, then columns, and know that a slice is a view.
# - You **repaired** pictures whose channels were in the wrong order or place.
# - You **resized** without distortion, and **scaled** to 0 to 1 without overflow.
# - You **judged** brightness and contrast by a histogram.
#
# And you saw the problem of this course: the same thing, moved by one pixel, is a different table of numbers.
#
# **Next:** lesson 02 asks what image classification is, and how a computer can get from numbers to a name.
#
# **Read more:** Rafael Gonzalez and Richard Woods, *Digital Image Processing*, the chapters on fundamentals and on
# intensity transformations. Nicolas Rougier, *From Python to NumPy*, on arrays, views and copies.
