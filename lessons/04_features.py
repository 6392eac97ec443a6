# %% [markdown]
# # 04 · Can we help the classifier see?
#
# Nearest neighbours compared flowers pixel by pixel, and hardly beat a guess (lesson 02). Before networks, people
# helped: they measured on each picture what they thought would matter, and gave the classifier those numbers.
#
# **By the end you can**
# - describe a picture by its colours and by the directions of its edges, with code of your own
# - say what such a description cannot see, and make a picture that fools it
# - tell logistic regression, support vector machine and random forest apart, and choose their settings on the validation set
# - scale features, and say which classifiers need it
# - draw on a picture what the classifier went by, and find out where it fails
#
# Minutes: 120. **What to know first:** gray and histograms (lesson 01); training, validation and test set, nearest
# neighbours (lesson 02).

# %%
# Set-up: run this cell first.
import matplotlib.pyplot as plt
import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from course_utils.data import load, open_picture, own_pictures
from course_utils.exercises import features as exercise
from course_utils.places import course_folder
from course_utils.plots import (
    PALETTE,
    colour_bars,
    decision_regions,
    direction_bars,
    edge_lines,
    heat_on_pictures,
    image_grid,
    show,
)

# %% tags=["parameters"]
SEED = 7
DATA = "garden"

# %% [markdown]
# ## Twelve thousand numbers
#
# Two halves that share no picture: up to 600 pictures to learn from, as many to choose with, the rest for the one
# test. Lesson 07 cuts the garden into the same halves, so that you can compare with its network, a classifier that learns from pixels.

# %%
flowers = load(DATA, size=64)
images, labels, class_names = flowers.images, flowers.labels, flowers.class_names
order = np.random.RandomState(SEED).permutation(len(labels))  # shuffles as Keras does, for lesson 07
halves = np.array_split(order, 2)
n = min(600, len(order) * 2 // 5)
train, validation = [half[:n] for half in halves]
test = np.concatenate([half[n:] for half in halves])
print(len(train), "to learn from,", len(validation), "to choose with,", len(test), "for the test")
print("numbers in a picture:", images[0].size)

# %%
shown = np.concatenate([train[labels[train] == label][:2] for label in range(len(class_names))])
image_grid(images[shown], [class_names[label] for label in labels[shown]])
show("Two training pictures of each class; in the garden the two often differ in colour, size and place.")

# %% [markdown]
# Give all those numbers to the nearest neighbours of lesson 02. So that it does not take minutes, each block of 4 by
# 4 pixels becomes one, its mean. **Predict** the share of right answers beside chance.

# %%
blocks = images.reshape(len(images), 16, 4, 16, 4, 3)
pixels = blocks.mean(axis=(2, 4)).reshape(len(images), -1) / 255
neighbours = KNeighborsClassifier(5).fit(pixels[train], labels[train])
pixel_neighbours = neighbours.score(pixels[validation], labels[validation])
print(f"chance, among {len(class_names)} classes: {1 / len(class_names):.0%}")
print(f"5 nearest neighbours, pixel by pixel: ≈ {pixel_neighbours:.0%}")

# %% [markdown]
# The numbers are all there, but in a form that does not help: they say what stands *where*, and a flower may stand
# anywhere. So go three steps:
#
# 1. **Pre-processing:** one size, gray where colour does not matter.
# 2. **Feature extraction:** a **feature** is a number that you measure on a picture, such as the share of red pixels.
#    Each picture becomes a row of features.
# 3. **Classification:** a classifier learns from these rows.
#
# Which features? Two ideas follow: which **colours** a picture has, and which way its **edges** run.

# %% [markdown] tags=["teacher"]
# **Teacher · 6 minutes.** Ask the class for features before the next section: what would you tell somebody on the
# telephone about a flower? Most name colour, number and shape of petals. Keep the list and come back to it at the
# end.

# %% [markdown]
# ## Which colours are there?
#
# Cut each channel into `levels` equal steps. With 4 steps, 0 to 63 is step 0, 64 to 127 step 1, and so on: three
# steps, one for red, green and blue, make one of 64 boxes. Count how many pixels fall into each. That is a **colour
# histogram**.
#
# `red * 16 + green * 4 + blue` numbers the boxes from 0 to 63, like the digits of a number.

# %%
image = images[shown[-1]]
steps = image // 64  # 0, 1, 2 or 3
boxes = steps[:, :, 0] * 16 + steps[:, :, 1] * 4 + steps[:, :, 2]
counts = np.bincount(boxes.ravel(), minlength=64)
colour_bars(image, counts / counts.sum(), levels=4)
show("A picture, and a bar for each colour that it has, in that colour, as long as its share of the pixels.")

# %% [markdown]
# ### Exercise: the colour histogram
# Write a function that returns the **share** of the pixels in each box, for any number of `levels` that divides 256.
# The array has `levels * levels * levels` numbers. Mind the dtype: `image` is `uint8`, and boxes may have numbers
# above 255.


# %%
def colour_histogram(image, levels):
    """Return the share of pixels in each colour box; the boxes are numbered red first, blue last."""
    ### BEGIN SOLUTION
    steps = image.astype(int) // (256 // levels)
    boxes = steps @ [levels * levels, levels, 1]
    counts = np.bincount(boxes.ravel(), minlength=levels**3)
    return counts / counts.sum()
    ### END SOLUTION


# %%
exercise.colour_histogram.check(colour_histogram)

# %% [markdown]
# Now for all pictures; `@` multiplies each channel by its weight and adds up, as for gray in lesson 01.


# %%
def colours(images):
    """Return one row of 64 shares for each picture."""
    boxes = images // 64 @ np.array([16, 4, 1], dtype="uint8")
    rows = boxes.reshape(len(boxes), -1)
    return np.array([np.bincount(row, minlength=64) for row in rows]) / rows.shape[1]


colour_features = colours(images)
print("features:", colour_features.shape)

# %% [markdown]
# **Predict:** below are four pictures made of one. For which of them does the histogram notice that something has
# changed?

# %%
rng = np.random.default_rng(SEED)
scattered = rng.permutation(image.reshape(-1, 3)).reshape(image.shape)  # the same pixels, in any order
quarters = np.roll(image, (32, 32), axis=(0, 1))
dimmed = (image * 0.6).astype("uint8")
versions = {"as it is": image, "scattered": scattered, "quarters": quarters, "less light": dimmed}
own = colours(image[np.newaxis])[0]
for name, version in versions.items():
    moved = np.abs(colours(version[np.newaxis])[0] - own).sum() / 2
    print(f"{name:10} {moved:.0%} of the pixels are in another box")

# %%
image_grid(list(versions.values()), list(versions), columns=4, size=1.8)
show("A flower; its pixels scattered, like noise; its quarters exchanged; and the flower in less light.")

# %% tags=["claim"]
assert np.array_equal(colours(scattered[np.newaxis])[0], own), (
    "scattered pixels have the same colour histogram"
)
assert moved > 0.15, "less light puts many pixels into other boxes"

# %% [markdown]
# To the histogram the first three are **the same picture**. Where the colours are, and so every shape, is lost; that
# the flower may stand anywhere is the good side of it. But a cloud before the sun, which you hardly notice, puts many
# pixels into other boxes.

# %% [markdown] tags=["teacher"]
# **Teacher · 14 minutes.** Most say that the histogram "knows that the middle is yellow". It knows how much yellow
# there is. Ask: which of the seven changes of lesson 02 does it survive? Short of time: the exercise can be read in
# its solution.

# %% [markdown]
# ## Which way do the edges run?
#
# Shape is where light meets dark: at edges. Take for each pixel its right neighbour minus its left one, and the lower
# minus the upper one. The two numbers are an arrow, the **gradient**: it points to where it gets lighter. Its length
# is how **strong** the edge is.
#
# `hypot` gives the length of such an arrow, `arctan2` its angle. Dark to light or light to dark shall be the same, so
# `% 180` keeps the remainder of a division by 180: angles from 0 up to 180 degrees.


# %%
def gradients(grays):
    """Return the strength and the angle, 0 to 180 degrees, of the gradient at each pixel of gray pictures."""
    grays = grays.astype("float32")  # in uint8, 3 - 5 would be 254
    across, down = np.zeros_like(grays), np.zeros_like(grays)  # 0 at the border
    across[:, :, 1:-1] = grays[:, :, 2:] - grays[:, :, :-2]
    down[:, 1:-1] = grays[:, 2:] - grays[:, :-2]
    return np.hypot(across, down), np.rad2deg(np.arctan2(down, across)) % 180


# %% [markdown]
# **Predict:** a lamp post stands upright, lighter than the sky behind it. What is the angle of the gradient at its
# edge, 0 or 90 degrees?

# %%
post = np.zeros((64, 64), dtype="uint8")
post[:, 28:36] = 200
row, column = np.indices((64, 64))  # the row and the column of each pixel
distance = np.hypot(row - 31.5, column - 31.5)
ring = (200 * np.exp(-(((distance - 19) / 4) ** 2))).round().astype("uint8")
strength, angle = gradients(post[np.newaxis])
print("upright post:", np.unique(angle[strength > 0]), "degrees")

# %% [markdown]
# The gradient stands **across** the edge: an upright edge has a horizontal gradient, angle 0. Now add up strength by
# angle, in nine bins of 20 degrees each, and divide by the sum: nine numbers that say which way the edges of a
# picture run.
#
# ### Exercise: nine numbers
# Write that function. `strength` and `angle` are arrays of one shape, angles from 0 up to 180. Return nine shares:
# how much of all strength lies from 0 up to 20 degrees, from 20 up to 40, and so on. In a picture without any edge,
# all nine are 0.


# %%
def direction_histogram(strength, angle):
    """Return nine numbers: the share of the strength that belongs to each 20 degrees."""
    ### BEGIN SOLUTION
    bins = (angle // 20).astype(int)
    sums = np.bincount(bins.ravel(), weights=strength.ravel(), minlength=9)
    return sums / sums.sum() if sums.any() else sums
    ### END SOLUTION


# %%
exercise.direction_histogram.check(direction_histogram)

# %%
to_gray = [0.299, 0.587, 0.114]
grays = (images @ to_gray).round().astype("uint8")


def nine_numbers(grays):
    """Return nine shares for each gray picture."""
    pairs = zip(*gradients(grays), strict=True)
    sums = [np.histogram(angle, 9, (0, 180), weights=strength)[0] for strength, angle in pairs]
    return np.array(sums) / np.sum(sums, axis=1)[:, np.newaxis]


examples = np.stack([post, ring, grays[shown[-1]]])
direction_bars({"post": post, "ring": ring, "flower": image}, nine_numbers(examples))
show(
    "Three pictures over nine bars each: the post has one bar, the ring nine equal ones, the flower unequal ones."
)

# %% [markdown]
# ### What nine numbers cannot see
# A picture may be quite another one for you and the same for these nine numbers, or for the colours. And for both?
#
# ### Exercise: fool both
# Write a function that changes a colour picture so that its colour histogram **and** its nine numbers stay exactly
# the same, and yet most of its pixels are others. Try in your head first: what does a mirror do to the angle of an
# edge? It must work for any picture.


# %%
def fool_both(image):
    """Return another picture with the same colour histogram and the same directions."""
    ### BEGIN SOLUTION
    return image[::-1, ::-1]
    ### END SOLUTION


# %%
exercise.fool_both.check(fool_both)

# %%
turned = np.rot90(image, axes=(0, 1))
changes = {"as it is": image, "mirrored": image[:, ::-1], "a quarter turn": turned, "negative": 255 - image}
direction_bars(changes, nine_numbers((np.stack(list(changes.values())) @ to_gray).round()))
show(
    "A flower, mirrored, turned, in negative, over its nine bars: mirrored they run nearly backwards (angle 0 "
    "stays), turned by 90 degrees they are others, the negative has the same."
)

# %% [markdown]
# The negative has the same nine numbers, and very different colours. Each description is blind where the other one
# sees. That is a reason to use both.

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Nearly everybody expects 90 degrees for the upright post. Draw the arrow on the board. For
# the fooling, most try the mirror: edges that rise to the right then fall to the right. Ask who found a second
# answer: the picture upside down *and* mirrored is the only simple one.

# %% [markdown]
# ## Where do they run so?
#
# Nine numbers for the whole picture forget where. Cut it into **cells** of 8 by 8 pixels and give each its own nine
# numbers. In the sum, `reshape` splits rows and columns into cells, as it did for the blocks above.


# %%
def cell_histograms(grays, cell=8):
    """Return an array `(pictures, rows, columns, 9)`: strength by angle, for each cell."""
    strength, angle = gradients(grays)
    count, height, width = grays.shape
    shape = count, height // cell, cell, width // cell, cell
    bins = angle // 20
    votes = (np.where(bins == number, strength, 0) for number in range(9))
    return np.stack([vote.reshape(shape).sum(axis=(2, 4)) for vote in votes], axis=-1)


small = cell_histograms(grays[shown[1:8:2]], cell=4)  # smaller ones, so that you see more
edge_lines(images[shown[1:8:2]], small)
show("Pictures, and below them short lines in each cell along its edges, longer where the edge is stronger.")

# %% [markdown]
# In the lower row the colours are gone, and you still see where something is. **Predict:** take half of the light
# away. What happens to all these numbers?

# %%
bright = cell_histograms(grays[shown[:1]])
half = cell_histograms(grays[shown[:1]] // 2)
print(f"of the strength in all cells, half the light leaves {half.sum() / bright.sum():.0%}")

# %% [markdown]
# So compare each cell with its neighbours: take a **block** of 2 by 2 cells, divide its 36 numbers by their length
# (the root of the sum of their squares), cut off at `0.2`, so that one very strong edge does not drown the others,
# and divide again. Do so for every block; they overlap. All of it together is the **histogram of oriented
# gradients**, **HOG**, which Navneet Dalal and Bill Triggs published in 2005 to find people in photographs.


# %%
def hog(grays, cell=8):
    """Return one row of numbers for each picture, 36 for each block of 2 by 2 cells."""
    cells = cell_histograms(grays, cell)
    corners = [cells[:, :-1, :-1], cells[:, :-1, 1:], cells[:, 1:, :-1], cells[:, 1:, 1:]]
    blocks = np.concatenate(corners, axis=-1)
    for limit in [0.2, 1]:
        length = np.sqrt((blocks**2).sum(axis=-1, keepdims=True) + 1e-6)
        blocks = np.minimum(blocks / length, limit)
    return blocks.reshape(len(grays), -1)


hog_features = hog(grays)
print("features:", hog_features.shape)

# %% [markdown]
# Is it right? scikit-image, a library for pictures, has a `hog`, too. Its numbers for a drawing of rings were stored
# with the course.

# %%
rings = (127 + 127 * np.cos(np.hypot(row[:32, :32] - 20, column[:32, :32] - 12) / 3)).round().astype("uint8")
theirs = np.loadtxt(course_folder() / "datasets" / "features" / "hog_of_rings.csv")
our_rings = hog(rings[np.newaxis])[0]
dimmed_by = hog(grays[shown[:1]])[0] - hog(grays[shown[:1]] // 2)[0]
print(f"{len(theirs)} numbers, largest difference to ours: {np.abs(our_rings - theirs).max():.4f}")
print(f"change in half the light: {np.abs(dimmed_by).mean():.2f}, mean of all: {hog_features.mean():.2f}")

# %% tags=["claim"]
assert np.abs(our_rings - theirs).max() < 1e-4, "our HOG is scikit-image's"
assert np.abs(dimmed_by).mean() < 0.35 * hog_features.mean(), (
    "half the light changes HOG by a fraction of itself"
)

# %% [markdown]
# The same numbers, and half the light hardly moves those of this picture (for all pictures: at the end). The paper does a little more, and scikit-image, like us,
# leaves it out: a pixel counts more in the middle of its block than at the border, and its vote is shared out between
# neighbouring bins and cells.

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes.** "HOG draws outlines": it does not know where in a cell an edge is. Ask which changes of
# lesson 02 it survives: light, and small shifts, up to about half a cell. Short of time: show the lines, leave the
# blocks to be read.

# %% [markdown]
# ## Three classifiers, three borders
#
# Two features can be drawn: each picture is a dot, and a classifier colours the plane by what it would say there.
# Take the scans of 0, 1 and 3 from lesson 02, and two simple features: the ink at the bottom, and the ink in the
# lower left quarter.

# %%
scans = load_digits()
some = np.isin(scans.target, [0, 1, 3])
bottom = scans.images[some, 5:].mean(axis=(1, 2))
lower_left = scans.images[some, 4:, :4].mean(axis=(1, 2))
ink, digit = np.stack([bottom, lower_left], axis=1), scans.target[some]
learn, new = np.array_split(np.random.default_rng(SEED).permutation(len(digit)), 2)


def draw_borders(models):
    """Fit each model on half of the scans; draw where it says what, and how often it is right on the others."""
    titles = []
    for name, model in models.items():
        model.fit(ink[learn], digit[learn])
        titles.append(f"{name}: {model.score(ink[new], digit[new]):.0%} right")
    names = ["ink at the bottom", "ink lower left"]
    decision_regions(models.values(), ink[learn], digit[learn], titles, names)


# %% [markdown]
# **Logistic regression** gives each feature a weight in each class, multiplies and adds up; the class with the
# highest sum wins. So between any two classes there is one straight border. It learns the weights that make its
# training pictures most probable. The setting `C` says how large weights may become. (It is a classifier in spite of
# its name.)

# %%
draw_borders({f"C = {C}": LogisticRegression(C=C) for C in [0.01, 1]})
show(
    "Dots of three digits, their ink lower left against ink at the bottom; straight borders part the plane in three."
)

# %% [markdown]
# The 1s lie on all sides of the others. **Predict:** what could a border do that may bend?
#
# A **support vector machine**, **SVM**, looks for the border with the widest free strip on both sides; only the
# pictures at the strip, the **support vectors**, decide where it runs. A **kernel** is a measure of how near two pictures
# are; with it, the features of a picture are how near it is to each support vector, and so the border can bend. `gamma` says how
# fast nearness fades. A mistake in training costs `C`: the larger, the more the border bends to spare each of them.

# %%
draw_borders({f"C = {C:,}": SVC(C=C, gamma=0.5) for C in [0.1, 10, 10_000]})
show(
    "Three panels of the same dots: smooth borders for a small C and a middle one, and a border that winds "
    "around single dots for a huge C."
)

# %% [markdown]
# A **decision tree** asks one question after the other, each about one feature: is the ink at the bottom more than 5?
# Its borders are steps. A **random forest** lets many trees vote. Each is grown on pictures that were picked by chance, some of
# them twice, with only some of the features to ask about: so trees err in different places, and the vote evens that out. `min_samples_leaf` says how few training pictures an answer may rest on.

# %%
forests = {f"leaves ≥ {leaf}": RandomForestClassifier(100, min_samples_leaf=leaf) for leaf in [1, 10]}
for forest in forests.values():
    forest.set_params(random_state=SEED)
draw_borders({"one tree": DecisionTreeClassifier(random_state=SEED), **forests})
show("Three panels of the same dots: one tree cuts thin boxes; a hundred trees and larger leaves make fewer.")

# %% [markdown]
# All three are wrong where the dots mix. There no border helps, only another feature.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Cover the captions and let them match picture and classifier: straight, smooth, boxes.
# "Logistic regression predicts numbers" comes from its name. Ask which of the panels is overfitted, and how one would
# notice without a picture.

# %% [markdown]
# ## Features have units
#
# `StandardScaler` takes from each feature its mean, and divides by its standard deviation. Why? Add two more features
# to the 64 colour shares: mean and standard deviation of the gray values, brightness and contrast in lesson 01.
# **Predict:** for which classifier does it matter that these reach 255, and the shares only 1?

# %%
light = np.stack([grays.mean(axis=(1, 2)), grays.std(axis=(1, 2))], axis=1)
mixed = np.concatenate([colour_features, light], axis=1)
judged = {
    "5 nearest neighbours": KNeighborsClassifier(5),
    "SVM": SVC(C=10),
    "random forest": RandomForestClassifier(100, random_state=SEED),
}
table = {}
for name, classifier in judged.items():
    for way, model in [("raw", clone(classifier)), ("scaled", make_pipeline(StandardScaler(), classifier))]:
        table[name, way] = model.fit(mixed[train], labels[train]).score(mixed[validation], labels[validation])
    print(f"{name:20} raw ≈ {table[name, 'raw']:.0%}   scaled ≈ {table[name, 'scaled']:.0%}")
spread = mixed[train].var(axis=0)  # the square of each standard deviation
print(f"share of the two new features in the squared distances ≈ {spread[-2:].sum() / spread.sum():.2%}")

# %% tags=["claim"]
assert table["SVM", "scaled"] > table["SVM", "raw"] + 0.05, "unscaled, two large features rule the SVM"
assert abs(table["random forest", "scaled"] - table["random forest", "raw"]) < 0.05, "a forest does not mind"

# %% [markdown]
# Two features out of 66 shouted down all others: neighbours and the SVM measure *distances*, and nearly all of a distance comes of
# the two. A tree asks about one feature at a time, so units do not matter. `make_pipeline` puts steps in a row:
# what `fit` learns, means and deviations as well, comes from the training pictures alone.
#
# ### Exercise: scale it yourself
# Write a function that scales the rows `new`, features in columns, by what the rows `train` say: take away the mean
# and divide by the standard deviation **of the training rows**, feature by feature. A feature that never changes in
# training is only shifted, not divided.


# %%
def standardise(train, new):
    """Return the new rows, scaled by mean and standard deviation of the training rows."""
    ### BEGIN SOLUTION
    spread = train.std(axis=0)
    spread = np.where(spread == 0, 1, spread)
    return (new - train.mean(axis=0)) / spread
    ### END SOLUTION


# %%
exercise.standardise.check(standardise)

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes.** "Always scale" and "never scale" are both common. Ask why the new pictures must not be
# scaled by their own mean: a single new picture has none. On thousands of pictures the difference can hardly be
# measured; it is the habit that counts.

# %% [markdown]
# ## Which features, which classifier, which setting?
#
# Everything is there. Each classifier gets two settings, and the validation set chooses. (`tol` and `max_iter` only say when
# logistic regression is done; `clone` makes a fresh copy of a classifier.)
#
# ### Exercise: choose on the validation set
# Write a function that fits every one of `candidates` on the training pictures and returns the one, fitted, that is
# right most often in validation; the first if several are equal. Scikit-learn's classifiers have `fit(features,
# labels)` and `score(features, labels)`, the accuracy.


# %%
def choose(candidates, train_features, train_labels, validation_features, validation_labels):
    """Return the fitted candidate with the highest validation accuracy."""
    ### BEGIN SOLUTION
    scores = []
    for candidate in candidates:
        candidate.fit(train_features, train_labels)
        scores.append(candidate.score(validation_features, validation_labels))
    return candidates[np.argmax(scores)]
    ### END SOLUTION


# %%
exercise.choose.check(choose)

# %% [markdown]
# For HOG take cells of 16 pixels, which make fewer numbers. **Predict:** which features win, and how far do nine
# numbers get beside all pixels?

# %%
described = {
    "pixels": pixels,
    "colours": colour_features,
    "nine directions": cell_histograms(grays, cell=64).reshape(len(grays), -1),
    "HOG": hog(grays, cell=16),
}
described["HOG and colours"] = np.concatenate([described["HOG"], colour_features], axis=1)
settings = {
    "logistic": [LogisticRegression(C=C, tol=0.01, max_iter=1000) for C in [0.001, 0.03]],
    "SVM": [SVC(C=C) for C in [1, 10]],
    "forest": [RandomForestClassifier(100, min_samples_leaf=leaf, random_state=SEED) for leaf in [1, 4]],
}

# %%
results, fitted = {}, {}
for features, rows in described.items():
    for name, candidates in settings.items():
        models = [
            make_pipeline(StandardScaler(), clone(one)).fit(rows[train], labels[train]) for one in candidates
        ]
        scores = [model.score(rows[validation], labels[validation]) for model in models]
        results[features, name], fitted[features, name] = max(scores), models[np.argmax(scores)]
    line = "   ".join(f"{name} ≈ {results[features, name]:.0%}" for name in settings)
    print(f"{features:16} {line}   numbers: {rows.shape[1]}")

# %%
best = {features: max(results[features, name] for name in settings) for features in described}

# %% tags=["claim"]
assert best["HOG and colours"] > best["pixels"] + 0.1, "features beat pixels, each with its best classifier"
assert best["HOG"] > best["pixels"] + 0.04, "directions in cells beat pixels"
assert best["nine directions"] > best["pixels"] - 0.1, "nine numbers get nearly as far as all pixels"
assert results["colours", "forest"] > results["colours", "logistic"] + 0.05, (
    "for colours a forest beats straight borders"
)

# %% [markdown]
# In the garden, nine numbers do about as well as hundreds of pixels. Cells add where, and the two descriptions
# together win, since each is blind where the other sees. Pixels gain much from a better classifier than nearest neighbours, and stay
# behind. And no classifier is best everywhere: colours go badly with straight borders.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** "More features are better" seems to be confirmed by the last row; point at pixels, with
# more numbers and less success. Ask what the highest of thirty accuracies on one validation set is worth: a little
# less than it says.

# %% [markdown]
# ## The test, once, and a look ahead
#
# In lesson 07 a **network** learns its own features. It was trained ten times on these very training pictures of the
# garden (those of `SEED = 7`), each time from another start and as long as it got better on these validation pictures, and tested on
# the same test pictures; the results are stored with the course. Only its length was chosen, of yours the best of thirty.
# **Predict:** is it ahead of yours?

# %%
winner = max(results, key=results.get)
best_rows = described[winner[0]]
test_accuracy = fitted[winner].score(best_rows[test], labels[test])
network = np.genfromtxt(course_folder() / "datasets" / "features" / "network.csv", delimiter=",", names=True)
print(f"{winner[0]}, {winner[1]}: validation ≈ {results[winner]:.0%}, test ≈ {test_accuracy:.0%}")
print(
    f"the network, in the garden: validation {network['validation'].mean():.0%}, test {network['test'].mean():.0%}"
)

# %% tags=["claim"]
assert test_accuracy > network["test"].mean(), "in the test, features are ahead of the first network"
assert results[winner] > network["validation"].mean(), "and in validation as well"

# %%
ours = [best["pixels"], best["HOG and colours"]]
plt.figure(figsize=(6, 2.4))
plt.plot(network["validation"], np.full(len(network), 2), "o", color=PALETTE[1], label="ten trainings")
plt.plot(ours, [0, 1], "s", color=PALETTE[0], label="the best of three classifiers")
plt.yticks([0, 1, 2], ["pixels", "HOG and colours", "lesson 07's network,\nin the garden"])
plt.gca().set(
    xlabel="validation accuracy",
    xlim=(0, 1.3),
    ylim=(-0.5, 2.5),
    title="Who sees best, on the same pictures?",
)
plt.axvline(1 / len(class_names), color="black", linestyle=":", label="chance")
plt.legend(loc="center right", fontsize=9)
show("In the garden, features lie far to the right of pixels; the network's ten dots lie between the two.")

# %% [markdown]
# With a few hundred pictures of the garden, well-chosen features are ahead of a first network. But somebody had to
# think of them, and what nobody thought of is lost. The network needs no such idea; lessons 08 to 12 show what else
# it can gain.

# %% [markdown] tags=["teacher"]
# **Teacher · 6 minutes.** Nearly all expect the network to win by far. The stored network was trained on the same 600
# pictures; in lesson 07 itself, Keras draws its 600 from the same 750, so the number there differs a little. Ask what
# each side would gain from ten times the pictures.

# %% [markdown]
# ## What did it go by?
#
# A forest keeps count of how much each feature helped its trees to part the classes: `feature_importances_`, which
# add up to 1. Finer cells, of 8 pixels, so that you see more. Each of the 36 numbers of a block belongs to one of its
# four cells: add them up there, and divide by the number of blocks that the cell is in, one to four. Lay it over a picture.
# **Predict:** where is it deep orange?

# %%
fine = hog(grays, cell=8)
forest = RandomForestClassifier(100, random_state=SEED).fit(fine[train], labels[train])
print("numbers:", fine.shape[1], "  their importances add up to", forest.feature_importances_.sum().round(3))


def by_cell(values):
    """Add up one value for each number of HOG in the 8 by 8 cells, by the blocks that a cell is in."""
    blocks = values.reshape(7, 7, 4, 9).sum(axis=-1)
    sums, counts = np.zeros((8, 8)), np.zeros((8, 8))
    for corner, (down, right) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        sums[down : down + 7, right : right + 7] += blocks[:, :, corner]
        counts[down : down + 7, right : right + 7] += 1
    return sums / counts


# %%
where = by_cell(forest.feature_importances_)
heat_on_pictures(images[shown[:4]], [where] * 4, [class_names[label] for label in labels[shown[:4]]])
middle = where[2:6, 2:6].sum() / where.sum()
print(f"in the middle quarter of the picture ≈ {middle:.0%} of all importance")
show("Four pictures under one map of the cells' importance: deep orange in the middle, pale at the borders.")

# %% tags=["claim"]
assert middle > 0.3, "the middle quarter of the picture has more than its quarter of the importance"

# %% [markdown]
# That is one map for all pictures. For a single answer ask logistic regression: its sum for a class is made of one
# product for each feature, weight times feature. Added up by cell, they say **where** the reasons for the answer are:
# orange speaks for it, blue against it.

# %%
straight = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, tol=0.01)).fit(
    fine[train], labels[train]
)
scaled, weights = straight[0].transform(fine[validation]), straight[1].coef_
if len(weights) == 1:  # two classes share one row: for the second, against the first
    weights = np.concatenate([-weights, weights])
sure = straight.predict_proba(fine[validation]) * (
    labels[validation][:, np.newaxis] == np.arange(len(class_names))
)
surest = sure.argmax(axis=0)[:4]  # the picture of each class that it is surest of; at most four
reasons = [by_cell(weights[label] * scaled[i]) for label, i in enumerate(surest)]
heat_on_pictures(images[validation[surest]], reasons, class_names[: len(surest)])
show("Four pictures of four classes, with orange cells that speak for the class and blue ones against it.")

# %% [markdown]
# Do the reasons lie on the flower, on its rim, or beside it? A reason beside the flower is a warning: such a
# classifier may have learned the background (lesson 16). Which of the four would you not trust?

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes.** "Importance says what makes a flower": it says what parted these training pictures. Two
# features that say the same share the importance between them. Ask for a background that would earn reasons.

# %% [markdown]
# ## Where it fails
#
# Look at mistakes of the winner, and below each at the training picture that its features are nearest to (`like`).

# %%
predictions = fitted[winner].predict(best_rows[validation])
first = np.argsort(predictions == labels[validation], kind="stable")[:6]  # wrong ones come first
known, missed = [fitted[winner][0].transform(best_rows[part]) for part in (train, validation[first])]
like = [train[((known - one) ** 2).sum(axis=1).argmin()] for one in missed]
titles = [f"{class_names[labels[validation[i]]]}\nsaid: {class_names[predictions[i]]}" for i in first]
titles += [f"like: {class_names[labels[i]]}" for i in like]
image_grid(images[[*validation[first], *like]], titles, columns=6, size=1.3)
show(
    "Above, pictures that were named wrongly; below each, the training picture with the most similar features, "
    "often of another class."
)

# %% [markdown]
# Can you see what the two share: a colour, a size, a direction of petals? (If fewer than six are wrong, right ones follow.) Now the other
# way round: change all validation pictures in a way that leaves the flower a flower, and ask the SVMs of above. **Predict** for each
# description: which change hurts it most?


# %%
def describe(pictures):
    """Return the three descriptions of pictures `(n, 64, 64, 3)`, by name."""
    means = pictures.reshape(-1, 16, 4, 16, 4, 3).mean(axis=(2, 4)).reshape(len(pictures), -1) / 255
    return {"pixels": means, "colours": colours(pictures), "HOG": hog((pictures @ to_gray).round(), cell=16)}


asked = images[validation]
changed = {
    "as they are": asked,
    "half the light": asked // 2,
    "moved by 16": np.roll(asked, 16, axis=2),
    "a quarter turn": np.rot90(asked, axes=(1, 2)),
}
falls = {}
for change, pictures in changed.items():
    for features, new_rows in describe(pictures).items():
        falls[features, change] = fitted[features, "SVM"].score(new_rows, labels[validation])
    print(
        f"{change:15}",
        "   ".join(f"{name} ≈ {falls[name, change]:.0%}" for name in ["pixels", "colours", "HOG"]),
    )

# %% tags=["claim"]
assert falls["HOG", "half the light"] > falls["HOG", "as they are"] - 0.05, (
    "HOG hardly notices half the light"
)
assert falls["colours", "half the light"] < falls["colours", "as they are"] - 0.08, (
    "colours go wrong in half the light"
)
assert falls["HOG", "a quarter turn"] < falls["HOG", "as they are"] - 0.05, "a quarter turn hurts HOG"
assert falls["colours", "a quarter turn"] == falls["colours", "as they are"], "colours do not notice a turn"

# %% [markdown]
# Colours do not notice a move or a turn, and HOG not the light: each stands where it was made to overlook something, and falls where
# it was not. To choose features is to choose what does **not** matter.
#
# ### ★ More: design features
# Here are six drawings: a patch of a pattern, anywhere on a plain ground. The patterns are **stripes** that lie flat, **stripes** that
# stand upright, and a **chessboard**.

# %%
rng = np.random.default_rng(SEED)
kinds = [*exercise.DRAWINGS] * 2
image_grid([exercise.design_example(kind, rng) for kind in kinds], kinds, columns=6, size=1.3)
show(
    "Six drawings: patches of stripes that lie flat or stand upright, and of chessboards, in two colours each."
)

# %% [markdown]
# Write a function that returns at most 20 numbers for a `uint8` colour picture
# of any size, so that the nearest neighbour of lesson 02 tells the three kinds apart. The check draws them.


# %%
def design(image):
    """Return at most 20 numbers that tell flat stripes, upright stripes and chessboards apart."""
    ### BEGIN SOLUTION
    values = image.astype(float)
    down = np.abs(values[1:] - values[:-1]).sum()
    across = np.abs(values[:, 1:] - values[:, :-1]).sum()
    return [down / (down + across), across / (down + across)]
    ### END SOLUTION


# %%
exercise.design.check(design)

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes, 20 with the ★.** "HOG beats pixels everywhere": on the scanned digits, all upright and in
# the middle, pixels do as well. Ask what one could do about the quarter turn: turned copies in training (lesson 09),
# or features that know no direction.

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You described a picture by its colours and by the directions of its edges, with code of your own.
# - You said what such a description cannot see, and made a picture that fools both.
# - You told logistic regression, support vector machine and random forest apart by their borders, and chose their settings on the
#   validation set.
# - You scaled features, and know that distances need it and trees do not.
# - You drew on a picture what the classifier went by, and found out where it fails.
#
# ## On your own pictures
# Put a folder `my_pictures` beside this notebook, one sub-folder for each class, 20 pictures or more in each, write
# `DATA = "my_pictures"` in the cell with `SEED`, and run all cells. Which of the two descriptions is ahead? In the garden, directions
# are; on 800 real flower photographs we found colours ahead (`DATA = "flowers"`). With few pictures to choose with, one of them is many
# points: trust no small difference. The cell below opens up to four pictures of
# that folder, or one of the garden's.

# %%
files = own_pictures()[:4]
mine = np.array([open_picture(file, size=64) for file in files]) if files else images[test[:1]]
mine_rows = {
    **describe(mine),
    "nine directions": cell_histograms((mine @ to_gray).round(), 64).reshape(len(mine), -1),
}
mine_rows["HOG and colours"] = np.concatenate([mine_rows["HOG"], mine_rows["colours"]], axis=1)
answers = fitted[winner].predict(mine_rows[winner[0]])
image_grid(mine, [f"said: {class_names[answer]}" for answer in answers])
show("Pictures of your own, or one of the garden, with the class that the best classifier named.")

# %% [markdown]
# **Next:** [05 · What if there are no labels?](05_clustering.ipynb)
#
# **Where to read more:** Navneet Dalal and Bill Triggs, *Histograms of Oriented Gradients for Human Detection*
# (2005). Michael Swain and Dana Ballard, *Color Indexing* (1991), on colour histograms. Leo Breiman, *Random Forests*
# (2001). Corinna Cortes and Vladimir Vapnik, *Support-Vector Networks* (1995).
