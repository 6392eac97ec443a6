# %% [markdown]
# # 01 · What does a computer see?
#
# You look at a photograph and see a face. A computer gets a table of numbers, and nothing else. Every classifier in this
# course starts from that table, so learn to read it first.
#
# **By the end you can**
# - read a photograph's height, width, channels and dtype from its array
# - cut a piece out of a picture, and repair one whose channels are in the wrong order
# - scale pixel values to 0 to 1 without overflow, and read brightness and contrast from a histogram
# - fit a picture into a square without distorting it
# - open any picture file as upright RGB pixels
#
# Minutes: 85. **What to know first:** Python's lists, functions and loops. NumPy is explained as you go.

# %%
# Set-up: run this cell first.
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image, ImageOps
from sklearn.datasets import load_sample_image

from course_utils.data import open_picture, own_pictures
from course_utils.exercises import pixels as exercise
from course_utils.plots import (
    channel_histogram,
    image_grid,
    images_with_histograms,
    number_grid,
    show,
    write_values,
)

# %% tags=["parameters"]
SEED = 7  # where chance has a part, lessons start it from here; in this one nothing is random

# %% [markdown]
# ## Spot the difference
#
# Two pictures of one temple, from the photographs that come with scikit-learn. In the second, `np.roll` has pushed all
# columns one to the right. **Predict:** how many of its numbers differ from the first? A few, half, most?

# %%
temple = load_sample_image("china.jpg")
moved = np.roll(temple, 1, axis=1)  # axis 1: along the columns

image_grid([temple, moved], titles=["as taken", "moved by 1"], size=3)
print(f"{np.mean(moved != temple):.0%} of the numbers are different")
show("The same temple by a lake twice; no difference is to be seen.")

# %% tags=["claim"]
assert np.mean(moved != temple) > 0.6, "most numbers differ after a shift by one pixel"

# %% [markdown]
# `moved != temple` compares number by number, and the mean of True and False is the share of True; `:.0%` prints it in
# per cent. Your eye sees one picture, and most numbers are different ones. How large these changes are, you measure
# below, as soon as you can subtract two pictures. That is less easy than it sounds.

# %% [markdown] tags=["teacher"]
# **Teacher · 5 minutes.** Most predict "a few". They think of a picture as its content, not as its numbers. Ask: what
# would have to stay the same for a program to say "the same temple"? Come back to it after "Numbers that run over".

# %% [markdown]
# ## A picture typed by hand
#
# Here are fifteen numbers, row by row. `//` divides and drops the decimals, so `dim` holds a quarter of each. In the
# loop, `zip` hands out a panel and a picture at a time; `strict=True` stops if there are more of one than of the other.
# **Predict:** matplotlib draws `typed`, then `dim`, as it likes. Will the second look darker?

# %%
typed = np.array([[0, 240, 0], [240, 0, 240], [240, 240, 240], [240, 0, 240], [240, 0, 240]], dtype="uint8")
dim = typed // 4

_, panels = plt.subplots(1, 2, figsize=(5, 3))
for panel, image in zip(panels, [typed, dim], strict=True):
    panel.imshow(image)
    write_values(panel, image)
show("A letter A of five rows and three columns, twice; both look alike, though one holds 240 and one 60.")

# %% [markdown]
# They look alike. Without limits `imshow` stretches every picture without colours: its smallest number is drawn black,
# its largest white. `vmin=0, vmax=255` fixes the scale, and the course's `image_grid` and `number_grid` do that for you.

# %%
number_grid([typed, dim], titles=["typed", "dim"])
show("The letter A twice on one scale: the strokes of the first are nearly white, of the second dark gray.")

# %% [markdown] tags=["teacher"]
# **Teacher · 5 minutes.** Nearly all expect the dim one to look darker. Ask: which of the two pictures is what the array
# holds? The same trap waits in every plot of feature maps from lesson 06 on.

# %% [markdown]
# ## A photograph is an array
#
# Two more photographs, which come with scikit-learn and matplotlib. The portrait shows Grace Hopper, who built one of the first
# compilers.

# %%
flower = load_sample_image("flower.jpg")
portrait = np.array(Image.open(get_sample_data("grace_hopper.jpg", asfileobj=False)))

image_grid([temple, flower, portrait], titles=["temple", "flower", "portrait"], size=2)
show("Three photographs: a temple by a lake, an orange flower on dark leaves, a woman in uniform.")

# %% [markdown]
# Each is an **array**: a table of numbers, here in three directions, which NumPy calls **axes**. Ask one what it is.

# %%
print("type: ", type(temple).__name__)
print("shape:", temple.shape)
print("dtype:", temple.dtype)
print("range:", temple.min(), "to", temple.max())

# %% [markdown]
# - The **shape** is (height, width, channels). Height comes first: it counts the rows. `temple.shape[0]` is the height alone.
# - A **pixel** is one dot of the picture. It holds three numbers: how much red, green and blue light it sends out.
#   Each of the three colours is a **channel**.
# - The **dtype** is the kind of number. `uint8` is a whole number from 0, no light, to 255, full light.
#
# **Predict:** how many numbers make up this one photograph? A thousand, a hundred thousand, more?

# %%
print(temple.size, "numbers")

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
# Go closer and closer to one eye. **Predict:** will you still see an eye when only eight rows of pixels are left?

# %%
row, column = 189, 222  # the middle of the eye
zooms = [portrait]
for half in [80, 20, 4]:
    zooms.append(portrait[row - half : row + half, column - half : column + half])

image_grid(zooms, titles=[f"{len(zoom)} rows" for zoom in zooms], columns=4, size=1.8)
show("Four steps closer: the portrait, half a face, one eye, and eight rows of dark squares, a few light.")

# %% [markdown]
# Nothing in the last one says "eye". Here is its red channel with the numbers written on it; `[:, :, 0]` means all rows,
# all columns, channel 0. The computer gets three such tables, red, green and blue, and nothing else.

# %%
red = zooms[-1][:, :, 0]
number_grid([red], titles=["Red channel, 8 × 8 pixels"], size=4)
show("Eight by eight gray squares, each with its number: small numbers are dark, large ones light.")

# %% [markdown]
# Find the sparkle in the eye: a few large numbers among small ones. Whatever a classifier knows about eyes, it has to find
# out from patterns like this one.

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes, with the shape.** Behind "height comes second" stands *x* before *y*. Ask: what would you tell a
# program to look for in these sixty-four numbers, so that it finds an eye?

# %% [markdown]
# ## Rows first, then columns
#
# `image[row, column]` is one pixel. Rows count **down** from the top, columns to the right, both from 0.
#
# **Predict:** one of these two pixels of the temple is sky, the other is a tree. Which is which?

# %%
print("temple[0, 0]    ", temple[0, 0])
print("temple[426, 639]", temple[426, 639])

# %% [markdown]
# The first, top left, is sky: much of all three colours. The second, bottom right, is tree: little of any.
#
# A **slice** `start:stop` takes many rows or columns at once. The one at `stop` is left out, so you get `stop - start`
# of them.

# %%
roof = temple[20:130, 90:330]

figure, (whole, part) = plt.subplots(1, 2, figsize=(7, 2.6))
whole.imshow(temple)
whole.add_patch(plt.Rectangle((90, 20), width=240, height=110, fill=False, lw=2))
whole.set(title="temple", xlabel="column", ylabel="row")
part.imshow(roof)
part.set(title=f"roof, shape {roof.shape}")
show("Left, the temple with a box around its roof; row numbers grow downwards. Right, the roof alone.")

# %% [markdown]
# Look at `plt.Rectangle`: drawing tools name a point the other way round, *x* before *y*, column before row. Mixing up
# the two orders is the most common mistake with pictures.
#
# **Predict:** `window` is a slice of `photo`, and the next cell blackens it. Does `photo` change?

# %%
photo = temple.copy()
window = photo[100:200, 100:200]
window[:] = 0
print("photo[150, 150] is now", photo[150, 150])

# %% [markdown]
# It does. A slice is a **view**: a window on the same numbers, not a second picture. Where you want one, write `.copy()`.
#
# ### Exercise: cut out the middle
#
# Write a function that returns the middle `height` × `width` pixels of any colour image. As many rows are left over
# above as below, and as many columns left as right; that may be none. If their number is odd, the extra one is left
# over below, or right.


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

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** That a slice is a view surprises whoever knows lists, whose slices are copies. Ask: when is a
# view what you want? Short of time: leave the view out.

# %% [markdown]
# ## Three channels, in which order?
#
# The petals are orange, the leaves blue-green. **Predict:** in which channel are the petals brightest, in which darkest?

# %%
image_grid(
    [flower, flower[:, :, 0], flower[:, :, 1], flower[:, :, 2]],
    titles=["all channels", "0: red", "1: green", "2: blue"],
    columns=4,
    size=1.8,
)
show("The flower and its channels in gray: the petals are bright in red, medium in green, dark in blue.")

# %% [markdown]
# The order red, green, blue (**RGB**) is a habit, not a law. OpenCV, a much used library, stores blue first (**BGR**).
# Nothing warns you. All the numbers are there, and only your eye can tell. A slice with the step `-1`, as in `::-1`, runs
# backwards.

# %%
image_grid(
    [flower, flower[:, :, ::-1], portrait[:400], portrait[:400, :, ::-1]],
    titles=["as RGB", "as BGR", "as RGB", "as BGR"],
    columns=4,
    size=1.8,
)
show("With red and blue exchanged, the orange flower is blue, and so is the face of the portrait.")

# %% [markdown]
# Where the channels stand differs too. TensorFlow expects them last, `(height, width, 3)`; PyTorch expects them first,
# `(3, height, width)`. `np.moveaxis(image, -1, 0)` carries the last axis to the front.
#
# **Predict:** both arrays below have the shape `(3, 427, 640)`. Do they hold the same picture?

# %%
channels_first = np.moveaxis(flower, -1, 0)
reshaped = flower.reshape(3, 427, 640)
print(channels_first.shape, reshaped.shape)

image_grid([channels_first[0], reshaped[0]], titles=["moveaxis", "reshape"], size=2.4)
show("After moveaxis, the red channel of the flower; after reshape, a torn chequered pattern.")

# %% [markdown]
# `reshape` deals out the numbers in a new rhythm, so colours and rows get mixed. A right shape is not yet a right picture:
# look at it.
#
# ### Exercise: repair a picture
#
# A camera hands over images with the channels **first**, in the order **BGR**. Write a function that returns them as
# TensorFlow and matplotlib expect them: channels last, RGB.


# %%
def to_rgb(image):
    """Turn a `(3, height, width)` BGR image into a `(height, width, 3)` RGB image."""
    ### BEGIN SOLUTION
    bgr = np.moveaxis(image, 0, -1)
    return bgr[:, :, ::-1]
    ### END SOLUTION


# %%
exercise.to_rgb.check(to_rgb)

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** The misconception: a right shape makes a right picture. Ask: how would you notice in a training
# set of thousands that half of the pictures are BGR?

# %% [markdown]
# ## From colour to gray
#
# A **grayscale** image has one number a pixel: how bright it is. The mean of the channels is one way to get it. But green
# light looks brighter to us than as much blue light, so a weighted sum is usual:
# `gray = 0.299 red + 0.587 green + 0.114 blue`.


# %%
def plain_gray(image):
    return image.mean(axis=-1).round().astype("uint8")


def weighted_gray(image):
    return (image @ [0.299, 0.587, 0.114]).round().astype("uint8")


# %% [markdown]
# `axis=-1` is the last axis, here the channels. `image @ weights` multiplies each channel by its weight and adds them
# up. `.round()` gives the nearest whole number; `.astype("uint8")` alone would drop the decimals.
#
# **Predict:** a flag has a red, a green and a blue stripe. What is left of it after the plain mean?

# %%
flag = np.array([[[255, 0, 0]] * 3, [[0, 255, 0]] * 3, [[0, 0, 255]] * 3], dtype="uint8")
grays = [plain_gray(flag), weighted_gray(flag)]

panels = image_grid([flag, *grays], titles=["flag", "plain mean", "weighted"], size=2)
for panel, gray in zip(panels[1:], grays, strict=True):
    write_values(panel, gray)
show("A flag of red, green and blue: one even gray by the plain mean, three different grays if weighted.")

# %% [markdown]
# The plain mean wipes the stripes out. Weighted, green is lightest and blue darkest, as they look to us.

# %% [markdown] tags=["teacher"]
# **Teacher · 5 minutes.** Ask for two colours, unlike each other, that the weights turn into the same gray. Short of time:
# leave this section out.

# %% [markdown]
# ## Numbers that run over
#
# A `uint8` ends at 255. **Predict:** what becomes of the last three, 56, 100 and 255, when you add 200?

# %%
before = np.array([[0, 50, 55, 56, 100, 255]], dtype="uint8")
after = before + 200

number_grid([before, after], titles=["before", "before + 200"], size=3.6)
show("Six pixels before and after adding 200: sums up to 255 are right; from 256 on they start again at 0.")

# %% [markdown]
# They start again at 0, like a clock at midnight. For an array there is no warning. This is called **overflow**. NumPy stops only
# where the number that you add does not fit itself: `before + 300` raises an `OverflowError`. The way out: change to
# a dtype with more room, compute, cut off at 255 with `np.clip`, change back.

# %%
wrapped = temple + 80
clipped = np.clip(temple.astype("int16") + 80, 0, 255).astype("uint8")

image_grid([temple, wrapped, clipped], titles=["temple", "+ 80 in uint8", "+ 80, clipped"], size=2)
show("The temple; with overflow its sky turns black; clipped, all is brighter and the sky is white.")

# %% [markdown]
# Now you can subtract, and measure how large the changes of "Spot the difference" are. `int16` holds negative numbers,
# and `np.abs` drops their sign. **Predict:** what is the middle one of all changes, the **median**?

# %%
wrong_change = moved - temple
change = np.abs(moved.astype("int16") - temple)
to_flower = np.abs(flower.astype("int16") - temple)
print("moved by 1, in uint8: median", np.median(wrong_change))
print("moved by 1:           median", np.median(change))
print("temple to flower:     median", np.median(to_flower))
print(f"moved by 1: {np.mean(change > 10):.0%} of the numbers change by more than 10")

# %% tags=["claim"]
assert np.median(change) < 10, "half of the numbers change little or not at all"
assert np.median(to_flower) > 5 * np.median(change), "another picture is much further away"
assert np.mean(change > 10) > 0.2, "yet a good part of the numbers changes by more than 10"

# %% [markdown]
# The first line is overflow once more: there a change of -1 counts as 255. In truth, half of all numbers change very little or not at all.
# A good part changes by more: at edges, where light meets dark.
# So "the same thing" cannot mean "the same numbers". What else can it mean? That is the question of this course.
#
# Multiplying by a decimal is another matter: the result has decimals. **Predict:** `temple * 0.2` should be darker. How
# does matplotlib draw it?

# %%
darker = temple * 0.2
print("dtype:", darker.dtype, "  range:", darker.min(), "to", darker.max())

image_grid([np.clip(darker, 0, 1), darker.astype("uint8")], titles=["as decimals", "back in uint8"], size=2.6)
show("Left the temple is nearly all white with specks of colour; right it is dark.")

# %% [markdown]
# In decimals matplotlib takes 1 for full light and draws all above it as 1, as `np.clip` did here. Nothing overflowed: the
# numbers are right, and their dtype says something else. Back in `uint8` the picture is dark.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Learners expect an error or 255. Ask why `+ 300` stops and `+ 200` does not: the check is on
# the number typed, not on the sum. Short of time: leave the decimals out.

# %% [markdown]
# Networks learn best from small numbers, so pictures are **normalised** for them: turned into `float32`, a dtype with
# decimals, and divided by 255. Then 0 is no light and 1 is full light.

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
# A network wants all its pictures in one size, often a small square. Pillow, Python's library for pictures, resizes them.
# **Predict:** at which size do you lose the temple?

# %%
picture = Image.fromarray(temple)
sizes = [64, 32, 16, 8]
thumbnails = [np.array(picture.resize((size, size))) for size in sizes]

image_grid(thumbnails, titles=[f"{size} × {size}" for size in sizes], columns=4, size=1.8)
show("The temple at 64, 32, 16 and 8 pixels a side: clear, recognisable, a guess, coloured squares.")

# %% [markdown]
# Look at the first one again: the temple has become slim. Its **aspect ratio**, width divided by height, has changed.
# There are three ways into a square, and each has its price.

# %%
squeezed = picture.resize((96, 96))
cropped = ImageOps.fit(picture, (96, 96))
padded = ImageOps.pad(picture, (96, 96))

ways = [np.array(way) for way in (squeezed, cropped, padded)]
image_grid(ways, titles=["squeezed", "cropped", "padded"], size=2)
show("Three squares: the temple squeezed narrow; cut off at both sides; whole, with black bars.")

# %% [markdown]
# Squeezed: everything, in the wrong shape. Cropped: the right shape, without the sides. Padded: everything in the right
# shape, but smaller, and part of the square is wasted.
#
# **Predict:** Pillow is asked for `(200, 100)`. What is the array's shape?

# %%
print(np.array(picture.resize((200, 100))).shape)

# %% [markdown]
# Pillow says width first, like the drawing tools. Arrays say height first.
#
# ### Exercise: pad to a square
#
# Write a function that puts an RGB image, as it is, into the middle of a black square. The square's side is the image's
# longer side. If an odd number of lines is left over, the extra one goes below, or right. `np.zeros((rows, columns, 3),
# dtype="uint8")` makes a black picture.


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

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** There is no right way into a square. Ask which one they would take for faces, for maps, for
# handwriting, and what each would cost.

# %% [markdown]
# ## How many pixels are how bright?
#
# A **histogram** counts how many pixels have each value. `ravel` lays all numbers in one row, and `np.bincount` counts the
# 0s, the 1s, and so on up to 255.

# %%
counts = np.bincount(temple[:, :, 2].ravel(), minlength=256)
print("blue is 255 in", counts[255], "pixels")

channel_histogram(temple).set_title("Which values does the temple have?")
show(
    "Three hilly lines; blue has a steep peak at the value 255, and another at 0, where its numbers are cut off."
)

# %% [markdown]
# Left is dark, right is bright. The hills on the right are mostly sky, and a steep peak at 255 is a sign that light was
# cut off there.
#
# **Predict:** the temple in too little light, and in fog. Where does the hill go?

# %%
dark = (temple * 0.2).astype("uint8")
foggy = (temple * 0.2 + 140).astype("uint8")
versions = {"as taken": temple, "too little light": dark, "fog": foggy}

grays = [weighted_gray(image) for image in versions.values()]
images_with_histograms(versions, grays)
for name, gray in zip(versions, grays, strict=True):
    print(f"{name:16} mean {gray.mean():3.0f}   standard deviation {gray.std():2.0f}")
show("Three temples over their histograms: wide; narrow on the left; as narrow, further right.")

# %% [markdown]
# **Brightness** is where the values lie, and their mean measures it. **Contrast** is how far they spread, and their
# standard deviation measures it. The last two have the same contrast, and very different brightness.
#
# ### ★ More: design a rule
#
# A photograph that got far too little light is **under-exposed**, like `dark`; the three others are well exposed. Find a
# rule that tells by the numbers. Experiment first: try other measures in the next cell, for example the mean, or
# `np.mean(image < 100)`, the share of values below 100. Think of a lamp at night, and of a black coat by day.

# %%
for name, image in {"temple": temple, "flower": flower, "portrait": portrait, "dark": dark}.items():
    print(f"{name:8} darkest {image.min()}, brightest {image.max()}")


# %%
def is_underexposed(image):
    """Return True if a `uint8` RGB photograph got far too little light, otherwise False."""
    ### BEGIN SOLUTION
    share_of_dark = np.mean(image < 64)
    return share_of_dark > 0.9
    ### END SOLUTION


# %%
exercise.is_underexposed.check(is_underexposed)

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes, 15 with the rule.** The misconception: contrast is brightness. Ask: can two photographs of
# different things have the same histogram? The rule leads on to lesson 02.

# %% [markdown]
# ## What is in a file?
#
# Pictures of your own are files, and files hold more kinds of pictures than red, green and blue. Each kind is mended in a
# line or two. First: a camera held sideways stores the picture as its chip saw it, and adds a note, in a format called
# **EXIF**, how to turn it. **Predict:** does `np.array(Image.open(path))` come upright?

# %%
folder = Path(tempfile.mkdtemp())
note = Image.Exif()
note[274] = 6  # 274 stands for orientation, 6 for "turn me to the right"
picture.transpose(Image.Transpose.ROTATE_90).save(folder / "turned.jpg", exif=note)

opened = Image.open(folder / "turned.jpg")
upright = ImageOps.exif_transpose(opened)
image_grid([np.array(opened), np.array(upright)], titles=["opened", "exif_transpose"], size=2.4)
show("The temple lying on its side as it was opened, and upright after exif_transpose.")

# %% [markdown]
# Your photo viewer reads the note, and an array forgets it. Next, files without three channels: gray ones, and those with
# a **palette**, a list of colours, whose pixels hold places in the list.

# %%
picture.convert("L").save(folder / "gray.png")
picture.quantize(16).save(folder / "palette.png")

for name in ["gray.png", "palette.png"]:
    opened = Image.open(folder / name)
    pixels = np.array(opened)
    print(f"{name:12} mode {opened.mode}, shape {pixels.shape}, largest {pixels.max()}")
    print(" " * 12, "after convert:", np.array(opened.convert("RGB")).shape)

# %% [markdown]
# The **mode** says how the numbers are meant; `.convert("RGB")` makes three channels of any. A sticker has a fourth
# channel, **alpha**: 0 is transparent, 255 is not. **Predict:** what does `.convert("RGB")` show where it is transparent?

# %%
alpha = np.where(flower[:, :, 0] > 120, 255, 0).astype("uint8")  # 255 where there is much red, else 0
Image.fromarray(np.dstack([flower, alpha])).save(folder / "sticker.png")

opened = Image.open(folder / "sticker.png").convert("RGBA")
white = Image.new("RGBA", opened.size, "white")
on_white = Image.alpha_composite(white, opened).convert("RGB")
image_grid([np.array(opened.convert("RGB")), np.array(on_white)], titles=["convert", "on white"], size=2.4)
show(
    "Left the flower with its leaves, which should be transparent; right the petals on white, with holes where the mask took too much."
)

# %% [markdown]
# `convert` throws alpha away, and what was hidden comes out. `alpha_composite` puts the picture on white first. Last,
# scanners save 16 bits a number, up to 65535. **Predict:** what does `convert` make of those?

# %%
deep = weighted_gray(temple).astype("uint16") * 257
Image.fromarray(deep).save(folder / "deep.png")

opened = Image.open(folder / "deep.png")
print("mode", opened.mode, "  largest", np.array(opened).max())
eight_bits = (np.array(opened) // 256).astype("uint8")
image_grid([np.array(opened.convert("RGB")), eight_bits], titles=["convert", "// 256"], size=2.4)
show("Left a white picture, nearly empty; right the temple in gray.")

# %% [markdown]
# `convert` cuts all above 255 to white. Dividing by 256 first keeps the picture; `Image.fromarray` makes a Pillow picture
# of the array again. All 16-bit modes begin with `I`.
#
# ### Exercise: open any picture
#
# Write a function that opens a picture file and returns what it shows: an array, `uint8`, RGB, upright, transparent places
# white. The check makes files of all these kinds.


# %%
def open_rgb(path):
    """Return any picture file as upright `uint8` RGB pixels, transparent places white."""
    ### BEGIN SOLUTION
    picture = ImageOps.exif_transpose(Image.open(path))
    if picture.mode.startswith("I"):
        picture = Image.fromarray((np.array(picture) // 256).astype("uint8"))
    picture = picture.convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    return np.array(Image.alpha_composite(white, picture).convert("RGB"))
    ### END SOLUTION


# %%
exercise.open_rgb.check(open_rgb)

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Most believe that a file is its pixels. Ask: which of the four would spoil a training set
# without anybody noticing? Short of time: the turned file alone, and `open_picture` for the rest.

# %% [markdown]
# ## ★ More: what a file costs
#
# JPEG saves room by leaving out what the eye hardly sees; its **quality** says how much. **Predict:** in a file of
# a tenth of the size of the PNG, how far off are the numbers on average?

# %%
picture.save(folder / "exact.png")
print("array", temple.nbytes // 1000, "kB   PNG ≈", (folder / "exact.png").stat().st_size // 1000, "kB")
for quality in [95, 75, 50, 25, 5]:
    path = folder / f"quality_{quality}.jpg"
    picture.save(path, quality=quality)
    error = np.abs(np.array(Image.open(path)).astype("int16") - temple).mean()
    print(f"quality {quality:2}   ≈ {path.stat().st_size // 1000} kB   mean error ≈ {error:.0f}")

# %% [markdown]
# The smaller the file, the further off its numbers are. PNG leaves nothing out, and its file is larger than any of these.

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You read a photograph's height, width, channels and dtype from its array.
# - You cut a piece out of a picture, and repaired one whose channels were in the wrong order.
# - You scaled pixel values to 0 to 1 without overflow, and read brightness and contrast from a histogram.
# - You fitted a picture into a square without distorting it.
# - You opened any picture file as upright RGB pixels.
#
# ## On your own pictures
#
# Make a folder `my_pictures` beside this notebook, drag photographs into it, and run the cell again. The course's
# `open_picture` does what `open_rgb` does, for more kinds of files; with `size` it also cuts out the middle square. Three are shown. Without pictures of your own, the cell takes the
# lesson's. Which one has the most contrast? Does the histogram say so, too?

# %%
paths = own_pictures()
print("pictures of your own:", len(paths))
mine = {path.name[:20]: open_picture(path, size=300) for path in paths[:3]}  # the middle, as a square
mine = mine or {"temple": temple, "flower": flower, "portrait": portrait}

images_with_histograms(mine, [weighted_gray(image) for image in mine.values()])
show("Each picture over the histogram of its gray values.")

# %% [markdown]
# Try more of the lesson on them: with a picture of your own, set `temple = open_picture(paths[0])`, look for the size at which you no longer
# recognise it, and exchange its channels.
#
# **Next:** [02 · What is image classification?](02_classification.ipynb)
#
# **Where to read more:** Rafael Gonzalez and Richard Woods, *Digital Image Processing*, the chapters on fundamentals and
# on intensity transformations. Nicolas Rougier, *From Python to NumPy*, on views and copies.
