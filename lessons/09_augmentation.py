# %% [markdown]
# # 09 · Can we make more data from what we have?
#
# Labelled pictures are dear: somebody has to take them, and name each one. But a daisy stays a daisy when the
# photographer takes a step to the left. So from one picture you can make many.
#
# **By the end you can**
# - mirror, move and brighten pictures by hand, their labels kept in step
# - judge which changes keep a label true
# - build an augmenting model from Keras's layers, inside a network or in front of it
# - measure what augmentation and dropout do to the gap, when they pay, and what they cost
#
# Minutes: 80. **What to know first:** training a network (lesson 07) and overfitting (lesson 08).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads Keras.
import time

import matplotlib.pyplot as plt
import numpy as np
from scipy.ndimage import rotate, shift
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

from course_utils.data import load
from course_utils.exercises import augmentation as exercise
from course_utils.plots import accuracy_bars, image_grid, learning_curves, picture_rows, show
from course_utils.training import ProgressLine

# %% tags=["parameters"]
SEED = 7
DATA = "garden"

# %% [markdown]
# ## One picture, many pictures
#
# Lesson 08 ended with a network that knew its own pictures and failed on new ones, and more pictures helped most. Here is
# how to have more without a camera. These are the drawn flowers of the course, in three sets that share no picture. To run
# this lesson on real photographs, fetch them once with `python -m course_utils data fetch flowers`, write `DATA = "flowers"`, and run all cells.

# %%
flowers = load(DATA, size=24)  # small, so that four networks learn in about a minute
train, validation, test = flowers.split((0.4, 0.4, 0.2), seed=SEED)
class_names = flowers.class_names
print("training:  ", train.images.shape, train.images.dtype)
print("validation:", validation.images.shape)

# %% [markdown]
# An array needs no library to be changed. `[:, ::-1]` runs through the columns backwards. To move a picture, copy its
# columns to new places; where nothing comes from, it stays black.

# %%
flower = load(DATA, size=96).images[0]  # a larger one, to look at
mirrored = flower[:, ::-1]
moved = np.zeros_like(flower)
moved[:, 20:] = flower[:, :-20]  # all columns but the last twenty, twenty places to the right
darker = (flower * 0.6).astype("uint8")

image_grid([flower, mirrored, moved, darker], ["as it was", "mirrored", "moved", "darker"], 4, size=1.8)
show("A flower as it was, mirrored left to right, moved to the right with a black edge, and darker.")

# %% [markdown]
# You would give all four the same label, though most of their numbers differ. Making new training pictures by changes
# that keep the label true is called **augmentation**.
#
# ### Exercise: twice as many
#
# Write a function that returns all images followed by their mirror images, and the labels of both. `images` has the
# shape `(n, height, width, channels)`.


# %%
def add_mirrored(images, labels):
    """Return `(images, labels)`: the images, then all of them mirrored, each with its label."""
    ### BEGIN SOLUTION
    more_images = np.concatenate([images, images[:, :, ::-1]])
    more_labels = np.concatenate([labels, labels])
    return more_images, more_labels
    ### END SOLUTION


# %%
exercise.add_mirrored.check(add_mirrored)

# %% [markdown]
# ### ★ More: move a picture
#
# Write a function that moves one image `n` pixels to the right and fills the gap with zeros. What leaves on the right is
# lost. `n` may also be 0.


# %%
def move_right(image, n):
    """Return the image moved `n` pixels to the right, zeros filled in on the left."""
    ### BEGIN SOLUTION
    moved = np.zeros_like(image)
    moved[:, n:] = image[:, : image.shape[1] - n]
    return moved
    ### END SOLUTION


# %%
exercise.move_right.check(move_right)

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** Most write `images[:, ::-1]` for a whole batch: that turns the pictures upside down, since the first
# axis counts pictures. Ask which axis is which before they begin. When short of time, leave out "move a picture".

# %% [markdown]
# ## Does it teach anything?
#
# Try it where training takes no time: the nearest neighbour of lesson 02, on a hundred scanned digits. It compares pixel
# with pixel. **Predict:** if every new digit is written one pixel further right, how many are still named correctly?

# %%
digits = load_digits()
order = np.random.default_rng(SEED).permutation(len(digits.images))
few, new = order[:100], order[100:]
few_images, few_labels = digits.images[few], digits.target[few]
new_images, new_labels = digits.images[new], digits.target[new]


def score(images, labels, new_images, new_labels):
    """Learn from some images, return the accuracy of the nearest neighbour on new ones."""
    neighbour = KNeighborsClassifier(1).fit(images.reshape(len(images), -1), labels)
    return neighbour.score(new_images.reshape(len(new_images), -1), new_labels)


new_moved = shift(new_images, (0, 0, 1), order=0)  # one column right; order 0 copies pixels as they are
as_new, aside = (score(few_images, few_labels, images, new_labels) for images in [new_images, new_moved])
print(f"new digits:                 {as_new:.0%} right")
print(f"the same, one pixel aside:  {aside:.0%} right")

# %% tags=["claim"]
assert as_new - aside > 0.25, "a pixel aside, a quarter of the new digits and more are lost"

# %% [markdown]
# One pixel, and it is lost. Nobody has told it that a digit may stand anywhere. So tell it: add copies of the hundred
# digits, moved by one pixel to the right, to the left, down and up. **Predict:** how much of the loss comes back?

# %%
sides = [(0, 0, 0), (0, 0, 1), (0, 0, -1), (0, 1, 0), (0, -1, 0)]
more_images = np.concatenate([shift(few_images, side, order=0) for side in sides])
more_labels = np.tile(few_labels, len(sides))  # the labels five times, one round after the other
print(len(few_images), "digits became", len(more_images))
taught = score(more_images, more_labels, new_moved, new_labels)
print(f"new digits:                 {score(more_images, more_labels, new_images, new_labels):.0%} right")
print(f"the same, one pixel aside:  {taught:.0%} right")

# %% tags=["claim"]
assert taught - aside > 0.9 * (as_new - aside), "the moved copies bring nearly all of the loss back"

# %% [markdown]
# No new digit was collected. What was added is knowledge that *you* have, written as pictures: "place does not matter".

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes.** Most predict "a few less" for the moved digits. Misconception: more rows in an array are more information.
# Ask what was added here that was not in the hundred digits.

# %% [markdown]
# ## Is a 6 upside down still a 6?
#
# Knowledge can be wrong. **Predict:** at which angle would you no longer call this a 6?

# %%
six = np.pad(digits.images[34], 2)  # two rows and columns more on each side, so that nothing is cut off
angles = [0, 20, 45, 90, 135, 180]
turned = [rotate(six, angle, reshape=False, order=1) for angle in angles]
image_grid(turned, [f"{angle}°" for angle in angles], columns=6, size=1.2)
show("A scanned 6, turned step by step; at 180 degrees it reads as a 9.")

# %% [markdown]
# At 20° it is a 6 that leans. At 180° it is a 9, and the label 6 is false. What does the nearest neighbour say?

# %%
angles = np.arange(0, 181, 20)
named, called_nine = [], []
neighbour = KNeighborsClassifier(1).fit(few_images.reshape(100, -1), few_labels)
for angle in angles:
    turned = rotate(new_images, angle, axes=(1, 2), reshape=False, order=1)
    predictions = neighbour.predict(turned.reshape(len(turned), -1))
    named.append(np.mean(predictions == new_labels))
    called_nine.append(np.mean(predictions[new_labels == 6] == 9))

# %%
plt.plot(angles, named, "o-", label="any digit, named as before it was turned")
plt.plot(angles, called_nine, "s--", label="a 6, named 9")
plt.xticks(angles)
plt.xlabel("turned by, in degrees")
plt.ylabel("share")
plt.legend()
plt.title("What a classifier makes of digits that are turned")
print("most sixes are named 9 at", angles[np.array(called_nine) > 0.5], "degrees")
show("Correct names fall steeply at first and rise a little again at the end; at 180 most sixes are named 9.")

# %% [markdown]
# Two different things happen here. A digit turned by 20° keeps its label, and the classifier does not know that yet: teach it, with copies
# that lean to either side.

# %%
lean = [rotate(few_images, angle, axes=(1, 2), reshape=False, order=1) for angle in [-20, 20]]
leaning = rotate(new_images, 20, axes=(1, 2), reshape=False, order=1), new_labels
untaught = score(few_images, few_labels, *leaning)
taught = score(np.concatenate([few_images, *lean]), np.tile(few_labels, 3), *leaning)
print(f"new digits that lean by 20°: {untaught:.0%} right, and with leaning copies {taught:.0%}")

# %% tags=["claim"]
assert taught > untaught + 0.02, "leaning copies teach leaning digits"

# %% [markdown]
# They teach the angle that is asked here; another angle needs copies of its own. A 6 turned by 180° has another label: whoever still calls it 6 teaches a mistake. Do it, to see the damage.

# %%
upside_down = few_images[:, ::-1, ::-1]
bad_images = np.concatenate([few_images, upside_down])
bad_labels = np.tile(few_labels, 2)

is_six_or_nine = np.isin(new_labels, [6, 9])  # True where the label is one of them
test_pair = new_images[is_six_or_nine], new_labels[is_six_or_nine]
before, after = score(few_images, few_labels, *test_pair), score(bad_images, bad_labels, *test_pair)
print(f"6 and 9, with 100 digits:                {before:.0%} right")
print(f"6 and 9, with 100 more, all upside down: {after:.0%} right")

# %% [markdown]
# Twice the data, and worse. Or was it luck (lesson 08)? Draw the hundred digits anew, ten times.

# %%
fallen = []
for luck in range(10):
    drawn = np.random.default_rng(SEED + luck).permutation(len(digits.images))
    images, labels = digits.images[drawn], digits.target[drawn]
    pair = np.isin(labels, [6, 9]) & (np.arange(len(labels)) >= 100)  # those not learned
    doubled = np.concatenate([images[:100], images[:100, ::-1, ::-1]]), np.tile(labels[:100], 2)
    before = score(images[:100], labels[:100], images[pair], labels[pair])
    fallen.append(before - score(*doubled, images[pair], labels[pair]))
print(f"worse in {np.sum(np.array(fallen) > 0)} of 10 draws, by {np.mean(fallen):.0%} on average")

# %% tags=["claim"]
assert np.sum(np.array(fallen) > 0) >= 8, "copies with false labels nearly always make it worse"

# %% [markdown]
# More data is no help where its labels are false. Now mirror the digits. **Predict:** which of them are still themselves?

# %%
image_grid([image[:, ::-1] for image in digits.images[:10]], list(map(str, range(10))), columns=10, size=0.75)
show("The ten digits mirrored: 0 and 8 look nearly as before, most others are no digits at all.")

# %% [markdown]
# And a flower? Mirrored, or upside down, its name stays.

# %%
choices = [np.flatnonzero(train.labels == label)[0] for label in range(len(class_names))]
rows = [*train.images[choices], *train.images[choices][:, ::-1]]
image_grid(rows, [*class_names, *["upside down"] * len(class_names)], columns=len(class_names), size=1.3)
show("A flower of each class, and below it the same upside down: still the same kinds of flower.")

# %% [markdown]
# So no change is good or bad in itself. Ask two questions about each change and each task:
#
# 1. **Is the label still true?** Ask a person, not the classifier.
# 2. **Could a new picture look like this?** Few photographs show tulips standing on their heads. The label is true, but
#    the network spends its time on pictures that never come.
#
# ### Exercise: does the label stay true?
#
# Answer `True` if the label stays true for *every* picture, otherwise `False`.
#
# - **A** Handwritten digits, turned by 10°
# - **B** Handwritten digits, turned by 180°
# - **C** Flowers, mirrored left to right
# - **D** The small letters a to z, mirrored left to right
# - **E** Tomatoes, *ripe* or *unripe*; red is turned into green
# - **F** Cats and dogs, made a little darker
# - **G** Fields, woods and towns seen from a satellite, turned by 180°
# - **H** Left hands and right hands, mirrored left to right
#
# Write a dictionary: `stays_true = {"A": …, "B": …, …}`.

# %%
### BEGIN SOLUTION
stays_true = {
    "A": True,
    "B": False,
    "C": True,
    "D": False,
    "E": False,
    "F": True,
    "G": True,
    "H": False,
}
### END SOLUTION

# %%
exercise.stays_true.check(stays_true)

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** The classifier's curve rises again at half a turn, because 0, 1 and 8 look alike upside down: it does not say
# whether a label holds. Only a person can. For each letter of the exercise ask what the label speaks of.

# %% [markdown]
# ## Leave it to chance
#
# Storing copies fills the memory, and the copies are always the same ones. Better: keep the pictures as they are, and each
# time the network is about to see one, change it **at random**. In every epoch it then meets another version.
#
# ### Exercise: flip a coin
#
# Write a function that mirrors each image with probability ½, independently of the others. Take all chance from `rng`, a
# NumPy generator: `rng.random()` is a random number from 0 to 1.


# %%
def random_flip(images, rng):
    """Return the images, each of them mirrored left to right with probability 1/2."""
    ### BEGIN SOLUTION
    flipped = images.copy()
    heads = rng.random(len(images)) < 0.5
    flipped[heads] = images[heads, :, ::-1]
    return flipped
    ### END SOLUTION


# %%
exercise.random_flip.check(random_flip)

# %% [markdown]
# ### ★ More: more light, without overflow
#
# Write a function that adds `amount` to every value of a `uint8` image. `amount` lies between -255 and 255. No value may
# run over at either end (lesson 01), and the result is `uint8` again.


# %%
def brighten(image, amount):
    """Return the `uint8` image with `amount` added to every value, cut off at 0 and 255."""
    ### BEGIN SOLUTION
    with_room = image.astype("int16") + amount
    return np.clip(with_room, 0, 255).astype("uint8")
    ### END SOLUTION


# %%
exercise.brighten.check(brighten)

# %% [markdown]
# ## Keras has layers for it
#
# Each of these layers draws a new change for each picture, in training only: hence `training=True`.

# %%
import keras
import tensorflow as tf
from keras import layers

keras.utils.set_random_seed(SEED)
changes = {
    "RandomFlip": layers.RandomFlip("horizontal"),
    "RandomRotation": layers.RandomRotation(0.1),
    "RandomZoom": layers.RandomZoom(0.2),
    "RandomTranslation": layers.RandomTranslation(0.2, 0.2),
    "RandomBrightness": layers.RandomBrightness(0.3),
    "RandomContrast": layers.RandomContrast(0.5),
    "RandomSaturation": layers.RandomSaturation((0.3, 0.7)),
}

# %%
same = np.stack([flower] * 5).astype("float32")
picture_rows({name: layer(same, training=True) for name, layer in changes.items()})
show("Seven rows, one for each layer, each with five random versions of the same flower.")

# %% [markdown]
# Where a turned or moved picture has nothing to show, Keras fills in the mirror image of what is near.
#
# How strong should a change be? The number in `RandomRotation(0.1)` is a share of a full turn: up to 36° to either side.
# **Predict:** which of the next three rows is too weak to teach anything, which one is too strong?

# %%
strengths = [0.005, 0.1, 0.5]
turning = {strength: layers.RandomRotation(strength, seed=SEED) for strength in strengths}
picture_rows({strength: layer(same, training=True) for strength, layer in turning.items()})
show("Three rows of turned flowers: hardly turned; leaning to both sides; turned by any angle.")

# %% [markdown]
# The first row is nearly the same picture five times. The last one has every angle, and most of them no camera ever takes.
# Choose what could have been photographed.

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** "Random layers also change what is predicted": the next section shows that they do not. Ask for one photograph
# that each row could have been, and for one row that no camera takes.

# %% [markdown]
# ## Only the training pictures
#
# Put such layers into a `Sequential`, and they are one augmenting model. **Predict:** how many of eight pictures does it
# change with `training=True`? And with `training=False`?

# %%
augment = keras.Sequential(
    [layers.RandomFlip("horizontal"), layers.RandomRotation(0.1), layers.RandomZoom(0.2)]
)
pictures = train.images[:8].astype("float32")
for mode in [True, False]:
    after = np.array(augment(pictures, training=mode))
    changed = [not np.array_equal(one, other) for one, other in zip(pictures, after, strict=True)]
    print(f"training={mode}:", sum(changed), "of", len(pictures), "changed")

# %% [markdown]
# `fit` says `training=True` for the training pictures. `evaluate`, `predict` and the validation in `fit` say `False`, and
# then these layers hand on what they get. That is right: validation and test ask how the network does on pictures *as they
# come*.

# %% [markdown]
# ## In the model, or in front of it?
#
# There are two places for `augment`: as the network's first layer, or in the `tf.data.Dataset` that brings the pictures.
# The network is the one you know, from lesson 07.


# %%
def build_network(first=(), dropout=0.0):
    """Return the course's network, compiled, with layers in front of it and dropout, if wanted."""
    keras.utils.set_random_seed(SEED)  # the same luck for all
    network = keras.Sequential([keras.Input(train.images.shape[1:]), *first, layers.Rescaling(1 / 255)])
    for filters in [16, 32, 64]:
        network.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        network.add(layers.MaxPooling2D())
    network.add(layers.Dropout(dropout))
    network.add(layers.Flatten())
    network.add(layers.Dense(128, activation="relu"))
    network.add(layers.Dense(len(class_names)))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return network


# %%
def change(images, labels):
    """Augment a batch of training pictures; their labels stay."""
    return augment(tf.cast(images, "float32"), training=True), labels


train_data = tf.data.Dataset.from_tensor_slices((train.images, train.labels))
plain_batches = train_data.shuffle(len(train), seed=SEED).batch(32)
changed_batches = plain_batches.map(change, num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)

batch, batch_labels = next(iter(changed_batches))
five = list(np.array(batch[:5]).astype("uint8"))
image_grid(five, [class_names[label] for label in batch_labels[:5]], size=1.3)
show("Five pictures of an augmented batch, turned, zoomed or mirrored, with their labels.")

# %% [markdown]
# `map` changes each batch on its way. It does not know training from validation: *you* use it for the training pictures
# alone. Now the seconds.

# %% tags=["nbval-ignore-output"]
ways = {
    "no augmentation": (build_network(), plain_batches),
    "in the model": (build_network([augment]), plain_batches),
    "in the dataset": (build_network(), changed_batches),
}
for name, (network, batches) in ways.items():
    network.fit(batches, verbose=0)  # the first epoch also prepares
    start = time.perf_counter()
    network.fit(batches, verbose=0)
    print(f"{name:16} {time.perf_counter() - start:.2f} seconds an epoch")

# %% [markdown]
# | | in the model | in the dataset |
# |---|---|---|
# | off at prediction | by itself | you keep it out |
# | where it runs | with the network, also on a GPU | on the processor, while the network trains |
# | saved with the network | yes | no |
#
# Without a GPU both share the same cores; the seconds above say what that costs on yours. This lesson goes on with the first: less can go
# wrong.

# %% [markdown]
# ## What does it do to the gap?
#
# Lesson 08 ended with a gap between training and validation, and with dropout as one remedy. Four networks: the same
# pictures, the same seed, as many epochs. **Predict** their order in validation: plain, dropout, augmentation, both.


# %%
networks = {
    "plain": build_network(),
    "dropout": build_network(dropout=0.3),
    "augmentation": build_network([augment]),
    "both": build_network([augment], dropout=0.3),
}
histories = {name: {"accuracy": [], "val_accuracy": []} for name in networks}
seconds = dict.fromkeys(networks, 0)
validation_data = tf.data.Dataset.from_tensor_slices((validation.images, validation.labels))
validation_batches = validation_data.batch(300)


def train_network(name, epochs):
    """Fit a network, or go on with it, and add to its history and its seconds."""
    start = time.perf_counter()
    batches = train_data.shuffle(len(train), seed=SEED).batch(32)
    options = dict(epochs=epochs, verbose=0, callbacks=[ProgressLine()])
    fitted = networks[name].fit(batches, validation_data=validation_batches, **options)
    seconds[name] += time.perf_counter() - start
    for metric, values in histories[name].items():
        values += fitted.history[metric]


# %%
train_network("plain", epochs=40)

# %%
train_network("dropout", epochs=40)

# %%
train_network("augmentation", epochs=40)

# %%
train_network("both", epochs=40)

# %%
figure, panels = plt.subplots(2, 2, figsize=(8, 5), sharex=True, sharey=True)
for axes, (name, history) in zip(panels.flat, histories.items(), strict=True):
    learning_curves(history, axes=axes)
    axes.set_title(name)
    axes.label_outer()
show(
    "Four pairs of curves. Plain: training reaches 1, validation is flat. With augmentation both still climb."
)

# %% [markdown]
# Who is at the end of the way? A network whose training accuracy is near 1 has nothing left to learn from its pictures, and its validation
# has stopped climbing. Stopping here would be unfair to those that still climb. Calling `train_network` again goes on where it stopped:
# give all four as many epochs again. **Predict:** who gains?

# %%
train_network("plain", epochs=40)

# %%
train_network("dropout", epochs=40)

# %%
train_network("augmentation", epochs=40)

# %%
train_network("both", epochs=40)

# %%
for name, style in zip(histories, ["-", "--", "-", "--"], strict=True):
    values = histories[name]["val_accuracy"]
    plt.plot(range(1, len(values) + 1), values, style, label=name)
plt.xlabel("epoch")
plt.ylabel("validation accuracy")
plt.legend()
show("Four curves: plain and dropout level off first; the two with augmentation climb longer and end higher.")

# %% [markdown]
# What about the gap? Training curves are measured *while* training: on changed pictures where there is augmentation, with dropout at work
# where there is dropout. To compare fairly, let each finished network look at the pictures as they are.

# %%
on_training, on_new = {}, {}
for name, network in networks.items():
    on_training[name] = network.evaluate(train_data.batch(300), verbose=0)[1]
    on_new[name] = network.evaluate(validation_batches, verbose=0)[1]
accuracy_bars(on_training, on_new)
plt.title("The gap is the step between the two bars")
show(
    "Pairs of bars for four networks: training is high for all; in the garden, validation is higher with augmentation."
)

# %%
gaps = {name: on_training[name] - on_new[name] for name in networks}
for name in networks:
    print(f"{name:13} validation ≈ {on_new[name]:.0%}, gap ≈ {gaps[name]:.0%}")
luck = 2 * np.sqrt(0.5 * 0.5 / len(validation))
print(f"luck on {len(validation)} pictures: about {luck:.0%} up or down")

# %% tags=["claim"]
assert on_new["augmentation"] > max(histories["plain"]["val_accuracy"]), (
    "in the end, augmentation is ahead of plain at its best epoch"
)
assert on_new["both"] > max(histories["dropout"]["val_accuracy"]), (
    "both is ahead of dropout at its best epoch"
)
assert gaps["plain"] > gaps["augmentation"] + 0.05, "the gap is smaller with augmentation"
assert gaps["dropout"] > gaps["both"] + 0.05, "the gap is smaller with both than with dropout"

# %% [markdown]
# A network that sees its pictures changed each time needs longer to learn them by heart, and until then learns what holds for others too.
# It nearly gets there in the end: look at the training bars. Compare what lies between two networks with luck, as in lesson 08, before you rank them, and
# other pictures before you believe that it is always so.

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** Halfway many conclude that augmentation gains little. Misconception: the same number of epochs is a
# fair comparison. Ask what a fair one is, and whether a small gap is what we want: a network that guesses has none.

# %% [markdown]
# ## When does it pay?
#
# Augmentation teaches that something does not matter. So ask about new pictures that vary in just this way. The scanned digits were
# all centred; you have seen what one pixel does to nearest neighbours. Four small networks learn a hundred digits, each from three
# seeds, and are asked twice: about new digits as they were scanned, and about the same moved by one pixel.


# %%
def digit_network(first=(), dropout=0.0):
    """Return a small network for 8 × 8 digits, compiled, with layers in front of it and dropout, if wanted."""
    network = keras.Sequential([keras.Input((8, 8, 1)), *first, layers.Rescaling(1 / 16)])
    for filters in [16, 32]:
        network.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
    for layer in [layers.MaxPooling2D(), layers.Flatten(), layers.Dropout(dropout)]:
        network.add(layer)
    network.add(layers.Dense(64, activation="relu"))
    network.add(layers.Dense(10))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(keras.optimizers.Adam(3e-3), loss)
    return network


# %%
def learn_digits(name, seed):
    """Return the accuracy of a network on new digits as scanned, and on the same moved by one pixel."""
    keras.utils.set_random_seed(seed)
    move = layers.RandomTranslation(0.15, 0.15, fill_mode="constant")
    network = digit_network(
        [move] if name in ["augmentation", "both"] else [], 0.5 * (name in ["dropout", "both"])
    )
    hundred = tf.data.Dataset.from_tensor_slices((few_images[..., np.newaxis], few_labels))
    network.fit(hundred.shuffle(100, seed=seed).batch(25), epochs=80, verbose=0)
    return [
        np.mean(np.argmax(network(images[..., np.newaxis], training=False), axis=1) == new_labels)
        for images in [new_images, new_moved]
    ]


# %% [markdown]
# `images[..., np.newaxis]` adds the axis of channels, one, that the network wants. **Predict** for each network: two numbers.

# %%
results = {}


def three_seeds(name):
    """Train three networks, print the means of their accuracies and keep them in `results`."""
    results[name] = np.array([learn_digits(name, SEED + i) for i in range(3)])
    scanned, aside = results[name].mean(axis=0)
    low, high = results[name][:, 0].min(), results[name][:, 0].max()
    print(f"{name:13} as scanned ≈ {scanned:.0%} (from ≈ {low:.0%} to ≈ {high:.0%}), moved ≈ {aside:.0%}")


# %%
three_seeds("plain")
three_seeds("dropout")

# %%
three_seeds("augmentation")
three_seeds("both")

# %% tags=["claim"]
assert results["augmentation"][:, 1].mean() > results["plain"][:, 1].mean() + 0.15, (
    "moved digits: augmentation helps"
)
assert results["both"][:, 1].mean() > results["dropout"][:, 1].mean() + 0.15, (
    "moved digits: also on top of dropout"
)
assert abs(results["augmentation"][:, 0].mean() - results["plain"][:, 0].mean()) < 0.06, (
    "as scanned: hardly any change"
)

# %% [markdown]
# On digits as they were scanned, the four lie close together: none of them is moved, so nothing is gained by knowing that place does
# not matter. On moved digits augmentation saves nearly all that is lost, dropout much less: nobody has told
# it what may change.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** "Augmentation makes every classifier better": it does where new pictures vary in a way that the training
# pictures do not show. Ask which changes the pictures of the learners' own task will bring.

# %% [markdown]
# ## What does it cost?
#
# Each picture is changed before it is learned, in every epoch.

# %% tags=["nbval-ignore-output"]
for name, history in histories.items():
    print(f"{name:13} {len(history['accuracy']):3} epochs, {seconds[name]:3.0f} seconds")

# %% [markdown]
# The second price is patience: what always looks different takes more epochs to learn, as the curves showed. The test set stays closed: nothing has been
# chosen yet. That is lesson 10.

# %% [markdown]
# ## Your turn: design one
#
# A camera in a car takes pictures of road signs with an arrow: *left*, *right* or *ahead*. In new pictures the **light**
# is weaker or stronger. The sign stands a little **to the side**, left or right, **nearer or farther**, and **leans** to
# either side by up to 10° or so.
#
# ### Exercise: arrows
#
# Build `augmenter`, a `keras.Sequential` of layers that makes all of this vary, for pictures of `64 × 64` pixels with
# values from 0 to 255. Every label must stay true.

# %%
### BEGIN SOLUTION
augmenter = keras.Sequential(
    [
        layers.RandomTranslation(0.1, 0.1),
        layers.RandomZoom(0.15),
        layers.RandomRotation(10 / 360),
        layers.RandomBrightness(0.2),
    ]
)
### END SOLUTION

# %%
exercise.augmenter.check(augmenter)

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You mirrored, moved and brightened pictures by hand, their labels kept in step.
# - You judged which changes keep a label true: that depends on what the label speaks of.
# - You built an augmenting model from Keras's layers, and ran it inside a network and in front of it.
# - You measured what augmentation and dropout do to the gap, when they pay, and what they cost: seconds and epochs.
#
# ## On your own pictures
# Write `DATA = "my_pictures"` in the second cell, for a folder beside this notebook with one sub-folder a class, and run all cells.
# First look at your own pictures and write down how new ones may differ: place, size, light, angle, background. Then let `augment`
# vary that, and nothing else.
#
# **Next:** [10 · Which settings are best?](10_tuning.ipynb)
#
# **Where to read more:** Connor Shorten and Taghi Khoshgoftaar, *A survey on Image Data Augmentation for Deep Learning*
# (2019). Ekin Cubuk and others, *RandAugment* (2020), where the strength is the only setting. Patrice Simard, Dave Steinkraus
# and John Platt, *Best Practices for Convolutional Neural Networks* (2003), on moved and bent digits.
