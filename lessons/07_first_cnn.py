# %% [markdown]
# # 07 · How does a network learn?
#
# In lesson 06 you chose the weights of filters by hand. Here a network finds all of its weights itself, from labelled
# pictures. You take its first steps by hand, and then let Keras take hundreds.
#
# **By the end you can**
# - load a folder of pictures, look at it, and feed it to a network in batches
# - build a convolutional network and count its parameters
# - compute softmax, the loss of a picture and one step of training by hand
# - train with `fit`, read its curves, and tell from them what is wrong
# - predict a new picture, save the network with its class names, and load it again
#
# Minutes: 100. **What to know first:** convolution and pooling (lesson 06); training and validation set (lesson 02).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads TensorFlow.
import json
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.metrics import ConfusionMatrixDisplay, confusion_matrix

import course_utils.training  # before TensorFlow: it keeps log lines away
from course_utils.data import load, open_picture, own_pictures, picture_folder
from course_utils.exercises import first_cnn as exercise
from course_utils.plots import (
    clinic_curves,
    filter_grids,
    image_grid,
    learning_curves,
    picture_rows,
    probability_bars,
    show,
)

# %% tags=["parameters"]
SEED = 7
DATA = "garden"  # or "flowers", or "my_pictures": see "On your own pictures"

# %% [markdown] tags=["teacher"]
# **Teacher · the whole lesson.** 100 minutes with the core exercises. Short of time: leave out “One step, of several
# lengths”, the dense network and the ★ exercise. What must stay: one weight, the loss, the curves, the clinic.

# %% [markdown]
# You describe networks with Keras. TensorFlow does the computing.

# %%
import keras
import tensorflow as tf
from keras import layers

keras.utils.set_random_seed(SEED)  # the same "random" numbers on each run

# %% [markdown]
# ## A folder of pictures
#
# The garden is a folder of drawn flowers with one sub-folder for each class. Look at your data before anything else: how
# many files, what are they called, what do they show?

# %%
folder = picture_folder(DATA)
files = sorted(folder.glob("*/*"))
print(len(files), "files, such as", files[0].relative_to(folder))

# %% [markdown]
# Keras reads such a folder, takes the labels from the sub-folders' names, and splits the files into two halves. It cuts
# each picture to a square (`crop_to_aspect_ratio`), so that nothing is stretched.

# %%
train_files, validation_files = keras.utils.image_dataset_from_directory(
    folder,
    validation_split=0.5,
    subset="both",
    seed=SEED,
    image_size=(64, 64),
    crop_to_aspect_ratio=True,
    batch_size=None,
)
class_names = train_files.class_names
print("class names:", ", ".join(class_names))

# %% [markdown]
# Take at most 600 pictures of each half, so that training takes seconds. `cache` keeps them in memory once they have been
# read. Read them all at once, as here: a cache that was left half read is thrown away, and TensorFlow warns you.
#
# A label is a number, the class's place in `class_names`. `np.bincount` counts how often each label occurs.

# %%
train_pictures = train_files.take(600).cache()
validation_pictures = validation_files.take(600).cache()
for name, pictures in [("training", train_pictures), ("validation", validation_pictures)]:
    counts = np.bincount([label for _, label in pictures], minlength=len(class_names))
    print(f"{name}: {counts.sum()} pictures, of each class from {counts.min()} to {counts.max()}")

chance = counts.max() / counts.sum()
print(f"who always names the most frequent class is right on {chance:.0%} of the validation pictures")

# %%
by_class = {}
for image, label in train_pictures:
    by_class.setdefault(class_names[label], []).append(image.numpy())  # a new class begins with an empty list
count = min(8, *map(len, by_class.values()))
picture_rows({name: by_class[name][:count] for name in sorted(by_class)})
show(
    "A row of small pictures for each class. In the garden each class has flowers of several colours, on blurred "
    "backgrounds, and the classes share their colours."
)

# %% [markdown]
# Compare the rows. In the garden, colour alone does not tell the classes apart: several share white, yellow, red and pink.
# No rule that you could write by hand gets far here. So let a network find one.
#
# It looks at a **batch** of pictures at a time. `shuffle` deals new batches in each **epoch**, one pass through all
# training pictures, and `prefetch` prepares the next batch while the network is busy with this one.

# %%
train = train_pictures.shuffle(600, seed=SEED).batch(32).prefetch(tf.data.AUTOTUNE)
validation = validation_pictures.batch(32).prefetch(tf.data.AUTOTUNE)

batches = train_pictures.batch(32)  # always in the same order, to look at
images, labels = next(iter(batches))  # the first batch
print("one batch:", images.shape, "  labels:", labels.shape)
print("batches in an epoch:", len(list(batches)))

# %% [markdown]
# ## One weight
#
# Before a network, take a single weight. Training needs a number that says how wrong the weight is, the **loss**. This one
# is a parabola, lowest at `w = 3`. Pretend that you cannot see it, only ask for its value at one place.


# %%
def loss_of(w):
    """Return how wrong the weight w is."""
    return (w - 3) ** 2


w = 0.0
nudge = 0.001
slope = (loss_of(w + nudge) - loss_of(w)) / nudge
print(f"at w = {w}: loss {loss_of(w):.2f}, slope {slope:.2f}")

# %% [markdown]
# You nudged `w` a little, and the loss went down: the slope is negative, so a larger `w` is better. TensorFlow finds slopes
# without nudging: `GradientTape` records a computation, then goes through it backwards.

# %%
variable = tf.Variable(w)  # a number that TensorFlow watches
with tf.GradientTape() as tape:
    loss = loss_of(variable)
print("slope by the tape:", float(tape.gradient(loss, variable)))

# %% [markdown]
# Go against the slope, a fraction of it: `w - 0.3 * slope`. **Predict:** where are you after three such steps?

# %%
places = [0.0]
for _ in range(3):
    slope = 2 * (places[-1] - 3)  # what the tape would say
    places.append(places[-1] - 0.3 * slope)
print("w:   ", [round(place, 3) for place in places])
print("loss:", [round(loss_of(place), 3) for place in places])

# %%
grid = np.linspace(-0.5, 4.5, 50)
plt.figure(figsize=(5, 2.8))
plt.plot(grid, loss_of(grid))
plt.plot(places, [loss_of(place) for place in places], "o--")
plt.gca().set(xlabel="weight", ylabel="loss", title="Three steps downhill")
show("A parabola. Four points joined by a dashed line go down its left side, with ever shorter steps.")

# %% [markdown]
# The steps shorten by themselves, because the ground gets flatter. This is all of learning. A network has more weights.
# With 500,000 of them, nudging one at a time would take as many forward passes for one step; the tape takes one pass back.

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes.** Many think that the network sees the whole curve and walks to the lowest point. Ask: what does it
# know at `w = 0`? Only a value and a slope. Let them try 0.9 and 1.1 in place of 0.3: it jumps over, then away.

# %% [markdown]
# ## Three blocks, then a decision
#
# Each block finds patterns with convolutions, then pooling halves the picture. `Rescaling` turns 0 to 255 into 0 to 1.
# `Flatten` lays all feature maps out in one row. In a `Dense` layer each unit weighs all numbers that come in.


# %%
def block(filters):
    """Return a convolution that keeps the size, and a pooling that halves it."""
    return [layers.Conv2D(filters, 3, padding="same", activation="relu"), layers.MaxPooling2D()]


def build_network():
    """Return a new network for pictures of 64 × 64 pixels, with one output for each class."""
    start = [keras.Input((64, 64, 3)), layers.Rescaling(1 / 255)]
    end = [layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(len(class_names))]
    return keras.Sequential(start + block(16) + block(32) + block(64) + end)


model = build_network()
print("layers:", ", ".join(layer.name for layer in model.layers))

# %% [markdown]
# `keras.Sequential` takes a list of layers, and `+` joins lists.
#
# ## How many numbers must it learn?
#
# Count before you ask Keras. A filter has `3 * 3` weights for each channel that comes in, and a bias. **Predict:** which of
# the network's layers has the most parameters?

# %%
by_hand = {
    "first convolution": (3 * 3 * 3 + 1) * 16,
    "second convolution": (3 * 3 * 16 + 1) * 32,
    "third convolution": (3 * 3 * 32 + 1) * 64,
    "last dense layer": (128 + 1) * len(class_names),
}
for name, count in by_hand.items():
    print(f"{name:20}{count:>7,}")

# %% [markdown]
# One layer is missing, `Dense(128)`. Three poolings have shrunk 64 pixels to 8, so its input is a row of `8 * 8 * 64`
# numbers.
#
# ### Exercise: larger pictures
#
# How many parameters does `Dense(128)` have if the pictures are `side` × `side` pixels? Write it as a function. Pooling an
# odd number of rows drops the last one.


# %%
def dense_parameters(side):
    """Return the number of parameters of the layer with 128 units, after three poolings and 64 filters."""
    ### BEGIN SOLUTION
    left = side // 8
    inputs = left * left * 64
    return (inputs + 1) * 128
    ### END SOLUTION


# %%
exercise.dense_parameters.check(dense_parameters)

# %%
dense = model.count_params() - sum(by_hand.values())
print(f"the whole network: {model.count_params():,} parameters, by Keras")
print(f"the other layers:  {sum(by_hand.values()):,} by hand, so {dense:,} are left for Dense(128)")

# %% [markdown]
# Nearly all parameters sit in one layer. `model.summary()`, in a cell of your own, shows Keras's table of them.

# %% [markdown]
# ## Forward: from a picture to probabilities
#
# All weights are random now. Sending pictures through the network is its **forward pass**. What comes out are **logits**:
# one number for each class, the larger the more likely. **Softmax** turns them into probabilities: take the power of *e*,
# so that all are positive, then divide by the sum, so that they add up to 1.
#
# $$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
#
# Here $z_i$ is the logit of class number $i$, $p_i$ is its probability, and the sum runs over all classes $j$.
#
# **Predict:** what probability does a network that knows nothing give to each class?

# %%
logits = model(images)
probabilities = tf.nn.softmax(logits).numpy()
print("logits:", logits.shape)
print(f"smallest probability ≈ {probabilities.min():.2f}")
print(f"largest probability  ≈ {probabilities.max():.2f}")
print(f"one in {len(class_names)} is {1 / len(class_names):.2f}")

# %% tags=["claim"]
assert probabilities.min() > 0.5 / len(class_names), "untrained: no probability is below half a guess"
assert probabilities.max() < 1.6 / len(class_names), "untrained: no probability is far above a guess"

# %% [markdown]
# ### Exercise: softmax
#
# Write it for the logits of one picture, an array of shape `(classes,)`. It must also work for logits such as 1000, where
# `np.exp` alone runs over. Useful: softmax stays the same if you subtract the same number from all logits.


# %%
def softmax(logits):
    """Return the probabilities that belong to the logits of one picture."""
    ### BEGIN SOLUTION
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()
    ### END SOLUTION


# %%
exercise.softmax.check(softmax)

# %% [markdown]
# ## The loss: how wrong is it?
#
# The loss of one picture is minus the logarithm of the probability that its **true** class got: 0 if the network was sure
# and right, large if it was sure and wrong.

# %%
p = np.linspace(0.005, 1, 200)
plt.figure(figsize=(5, 2.8))
plt.plot(p, -np.log(p))
plt.axvline(1 / len(class_names), color="black", linestyle=":", label=f"a guess among {len(class_names)}")
plt.gca().set(xlabel="probability of the true class", ylabel="loss", title="Sure and wrong is expensive")
plt.legend()
show("A falling curve: the loss is above 5 near probability 0, low for a likely true class, and 0 at 1.")

# %% [markdown]
# ### Exercise: the loss of one picture
#
# Write a function that returns it, from the picture's probabilities, one for each class, and its label.


# %%
def picture_loss(probabilities, label):
    """Return minus the logarithm of the probability that the true class got."""
    ### BEGIN SOLUTION
    return -np.log(probabilities[label])
    ### END SOLUTION


# %%
exercise.picture_loss.check(picture_loss)

# %% [markdown]
# The loss of a batch is the mean over its pictures. Keras calls it `SparseCategoricalCrossentropy`; with `from_logits=True`
# it applies softmax itself, which is why the network ends in logits. In the cell below, `probabilities[rows, labels]` takes
# from each row the one number that its label names.

# %%
loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
before = float(loss_function(labels, logits))
rows = np.arange(len(labels))
by_ours = -np.log(probabilities[rows, labels]).mean()
print(f"Keras ≈ {before:.2f}, we ≈ {by_ours:.2f}")
print(f"a guess among {len(class_names)} costs {np.log(len(class_names)):.2f}")

# %% tags=["claim"]
assert abs(before - by_ours) < 1e-4, "Keras's loss is ours"
assert abs(before - np.log(len(class_names))) < 0.2, "an untrained network's loss is that of a guess"

# %% [markdown]
# Two mistakes are easily made here, and neither stops with an error. One is to apply softmax by hand **and** say
# `from_logits=True`. The other is to forget `from_logits`. **Predict:** a network is sure and right, so its loss should be
# nearly 0. What do the two mistakes make of it? And what if it is sure and wrong?

# %%
sure = tf.constant([[12.0] + [-2.0] * (len(class_names) - 1)])  # sure that the class is number 0
forgotten = keras.losses.SparseCategoricalCrossentropy()
for name, label in [("right", tf.constant([0])), ("wrong", tf.constant([1]))]:
    correct, twice, raw = (
        loss_function(label, sure),
        loss_function(label, tf.nn.softmax(sure)),
        forgotten(label, sure),
    )
    print(f"sure and {name}: {correct:.2f}; softmax twice: {twice:.2f}; from_logits forgotten: {raw:.2f}")
untrained = forgotten(labels, logits)
print(f"untrained, as it should be ≈ {before:.2f}")
print(f"untrained, from_logits forgotten ≈ {untrained:.2f}")

# %% tags=["claim"]
assert twice - 1 > 0.4 * np.log(len(class_names)), "softmax twice: a sure and right answer still costs"
assert twice < loss_function(tf.constant([0]), tf.nn.softmax(sure)) + 1.01, (
    "softmax twice: a sure and wrong answer costs only 1 more"
)
assert forgotten(tf.constant([0]), sure) < 0.01, "from_logits forgotten: sure and right costs nothing"
assert untrained > 1 + np.log(len(class_names)), "from_logits forgotten: far above a guess"

# %% [markdown]
# With softmax twice the surest right answer still costs a lot, and the surest wrong one only 1 more: the network is never
# allowed to be sure. A forgotten `from_logits` does not show where the network is sure. It shows at the start: the loss
# takes logits for probabilities, which they are not, and begins far above a guess.
#
# A softmax in the last **layer** is another case. Keras notices that layer under `from_logits=True`, warns, and goes back to
# the logits. Read such warnings.

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes for softmax and loss.** Common: “the loss is the share of wrong answers”. Ask for two networks that
# are right on the same pictures with different losses. “The largest logit stays the largest, so softmax twice is harmless”
# is right for the prediction, wrong for the gradient.

# %% [markdown]
# ## The gradient: which way is down?
#
# The **gradient** of the loss holds one slope for each weight. The same tape as above works them all out.
# `model.trainable_variables` is the list of all that training may change: the weights and biases of each layer.

# %%
weights = model.trainable_variables
with tf.GradientTape() as tape:
    loss = loss_function(labels, model(images))
gradients = tape.gradient(loss, weights)
print("weights of the first layer: ", tuple(weights[0].shape))
print("gradient of the first layer:", tuple(gradients[0].shape))

# %% [markdown]
# Like someone on a hill in fog, the network knows only how steep the ground is where it stands. It takes a small step
# downhill, and looks again: **gradient descent**. The **learning rate** says how long the step is, as `0.3` did above.
#
# ### Exercise: one step downhill
#
# Write a function that returns the new weights after one step.


# %%
def update(weights, gradient, learning_rate):
    """Return the weights after one step of gradient descent; both arrays have the same shape."""
    ### BEGIN SOLUTION
    return weights - learning_rate * gradient
    ### END SOLUTION


# %%
exercise.update.check(update)

# %% [markdown]
# Now all weights of the network take that step. `get_weights` copies them, to come back to; `zip` pairs each with its
# gradient; `assign` puts a new value into a variable. **Predict:** does the loss of this batch go down?

# %%
start = model.get_weights()
for weight, gradient in zip(weights, gradients, strict=True):
    weight.assign(weight - 0.01 * gradient)

after = float(loss_function(labels, model(images)))
print(f"before ≈ {before:.3f}, after ≈ {after:.3f}")

# %% tags=["claim"]
assert after < before, "a short step lowers the loss of its batch"

# %% [markdown]
# That is learning: forward pass, loss, gradient, update. **Predict:** is a step a hundred times as long a hundred times as
# good? `set_weights` puts copied weights back, here less a step.

# %%
rates = np.logspace(-2.5, 1, 15)  # 15 rates from 0.003 to 10, each larger by the same factor
losses = []
for rate in rates:
    steps = [rate * gradient.numpy() for gradient in gradients]
    model.set_weights([old - step for old, step in zip(start, steps, strict=True)])
    losses.append(float(loss_function(labels, model(images))))

# %%
plt.figure(figsize=(5, 2.8))
top = before + 0.1  # some losses are so high that the others would look alike beside them
plt.semilogx(rates, np.minimum(losses, top), "o-")
plt.axhline(before, color="black", linestyle=":", label="before the step")
plt.text(rates[-1], top + 0.01, "so high or higher", ha="right")
plt.gca().set(ylim=(min(losses) - 0.02, top + 0.04), xlabel="learning rate", ylabel="loss")
plt.legend(loc="center left")
plt.title("One step, of several lengths")
show(
    "The loss after one step: hardly lower after short steps, lowest for a middle length, then so high that the "
    "last points are drawn at the top."
)

# %% tags=["claim"]
assert losses[-1] > before, "the longest step ends higher than it began"
assert 0 < np.argmin(losses) < len(losses) - 1, "neither the shortest nor the longest step is best"

# %% [markdown]
# Short steps gain little. Steps that are too long jump across the valley and end higher than before.

# %% [markdown]
# ## A whole epoch by hand
#
# An **optimizer** makes the updates. Most people start with **Adam**, which chooses the length of each weight's step by the
# gradients that this weight had lately. `training=True` says that this is training: some layers, which you meet in lesson
# 08, do then what they do not do when you ask for an answer.

# %%
model.set_weights(start)
optimizer = keras.optimizers.Adam()
total = 0
for some, their_labels in batches:
    with tf.GradientTape() as tape:
        loss = loss_function(their_labels, model(some, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    total += float(loss) * len(their_labels)
loss_by_hand = total / len(list(train_pictures))
print("updates made:", int(optimizer.iterations))

# %% [markdown]
# `fit` does the same. A twin network with the same first weights shows it. `compile` tells it the optimizer, the loss and
# the **metrics**, the numbers to report beside the loss. What `fit` returns has a `history`: for the loss and each metric a
# list, one number an epoch. `argmax(axis=1)` finds, in each row of logits, the place of the largest.

# %%
twin = build_network()
twin.set_weights(start)
twin.compile(optimizer="adam", loss=loss_function, metrics=["accuracy"])
history = twin.fit(batches, epochs=1, verbose=0).history
print(f"loss by hand ≈ {loss_by_hand:.3f}, by fit ≈ {history['loss'][0]:.3f}")

ours, theirs = (network.predict(validation, verbose=0).argmax(axis=1) for network in (model, twin))
print(f"the same answer for ≈ {np.mean(ours == theirs):.0%} of the validation pictures")

# %% tags=["claim"]
assert abs(history["loss"][0] - loss_by_hand) < 0.01, "by hand and by fit, the loss is the same"
assert np.mean(ours == theirs) > 0.95, "by hand and by fit, nearly all answers are the same"

# %% [markdown]
# After one epoch the loss is still about that of a guess, for both. `fit` is the loop that you have just read. It adds up in another order and so rounds in another way; where two logits are
# nearly equal, that can tip an answer.
#
# ## Ten epochs
#
# One epoch is not enough to learn much. **Predict** the accuracy after ten: on the training pictures, and on the validation
# pictures, from which it learns nothing.

# %%
keras.utils.set_random_seed(SEED)
model = build_network()
model.compile(optimizer="adam", loss=loss_function, metrics=["accuracy"])
first_filters = model.layers[1].get_weights()[0]  # of the first convolution, before training
line = course_utils.training.ProgressLine()
history = model.fit(train, validation_data=validation, epochs=10, verbose=0, callbacks=[line]).history

# %% [markdown]
# How far is each above `chance`, the share of the most frequent class? **Predict:** you train twelve epochs more. What will
# the four curves do, accuracy and loss, in training and in validation? Draw them on paper. `fit` goes on from where it
# stopped.

# %%
more = model.fit(train, validation_data=validation, epochs=12, verbose=0, callbacks=[line]).history
history = {name: values + more[name] for name, values in history.items()}

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
learning_curves(history, "accuracy", left)
left.axhline(chance, color="black", linestyle=":")
left.set_title("Right answers (dotted: chance)")
learning_curves(history, "loss", right)
right.axhline(np.log(len(class_names)), color="black", linestyle=":")
right.set_title("Loss (dotted: a guess)")
show(
    "Two panels over 22 epochs, each with a line for training and one for validation. In the garden, training accuracy "
    "climbs to the end and validation accuracy stays behind; validation loss falls at first and later rises."
)

# %%
lowest = np.argmin(history["val_loss"])
print(f"validation loss: lowest ≈ {history['val_loss'][lowest]:.2f}, in epoch ≈ {lowest + 1}")
print(f"at the end ≈ {history['val_loss'][-1]:.2f}")
print(
    f"right at the end: training ≈ {history['accuracy'][-1]:.0%}, validation ≈ {history['val_accuracy'][-1]:.0%}"
)

# %% tags=["claim"]
assert history["accuracy"][-1] > 3 * chance, "training accuracy is more than three times chance"
assert history["val_accuracy"][-1] > 2 * chance, "validation accuracy is more than twice chance"
assert history["accuracy"][-1] - history["val_accuracy"][-1] > 0.2, "training is well ahead of validation"
assert history["val_loss"][-1] > min(history["val_loss"]) + 0.1, "validation loss has risen at the end"

# %% [markdown]
# Read curves from left to right. In the garden you find all three of these; with other pictures, look which you find:
#
# - While both accuracies rise, what the network learns holds for pictures it has never seen.
# - Where training goes on and validation hardly follows, the network learns its own pictures by heart. This is
#   **overfitting**, the subject of lesson 08.
# - Where validation loss turns and rises, although accuracy hardly falls, the network has become sure of its mistakes.

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** Most predict that validation follows training, a little below. Ask: how can the validation loss
# rise while accuracy stays? (The same mistakes, made with more certainty.) Waits: two cells of several seconds.

# %% [markdown]
# ## What did it learn?
#
# The first convolution looks at colours directly, so its filters can be drawn as small pictures, `3 × 3` with three
# channels. **Predict:** do they look like the edge filters of lesson 06?

# %%
last_filters = model.layers[1].get_weights()[0]
filter_grids(first_filters, last_filters, titles=["Before training: random", "After training"])
show("Two rows of sixteen filters of 3 × 3 coloured pixels. Those after training resemble those before.")

# %%
similar = np.corrcoef(first_filters.ravel(), last_filters.ravel())[0, 1]
print(f"how alike they are, from 0 (not at all) to 1: ≈ {similar:.2f}")

# %% tags=["claim"]
assert similar > 0.5, "filters after training resemble those before"

# %% [markdown]
# They have shifted rather than become something you could name: each still resembles its random beginning. A network
# needs no tidy filters, only useful ones. Larger networks with millions of pictures do grow edges and colour spots.
#
# Were convolutions worth the trouble? Give a network **without** them about as many parameters, and compare each one's best
# epoch. So that this is fair, it gets two trainings from different first weights, since its accuracy varies a lot with
# them, and more epochs with shorter steps: Adam's usual learning rate is `1e-3`. **Predict** its validation accuracy. (This takes a
# while, silently.)

# %%
flat = [keras.Input((64, 64, 3)), layers.Rescaling(1 / 255), layers.Flatten()]
dense_best = []
for seed in (SEED, SEED + 1):
    keras.utils.set_random_seed(seed)
    dense_only = keras.Sequential(
        [*flat, layers.Dense(44, activation="relu"), layers.Dense(len(class_names))]
    )
    dense_only.compile(keras.optimizers.Adam(3e-4), loss=loss_function, metrics=["accuracy"])
    curve = dense_only.fit(train, validation_data=validation, epochs=30, verbose=0).history
    dense_best.append(max(curve["val_accuracy"]))

best = max(history["val_accuracy"])
print(f"convolutions: {model.count_params():,} parameters, validation at best ≈ {best:.0%}")
print(
    f"dense only: {dense_only.count_params():,} parameters, the worse of two trainings ≈ {min(dense_best):.0%}"
)
print(f"and the better one ≈ {max(dense_best):.0%}")

# %% tags=["claim"]
assert best > max(dense_best) + 0.1, "convolutions beat the better of two trainings of dense layers"
assert abs(model.count_params() - dense_only.count_params()) < 10_000, "both have about as many parameters"

# %% [markdown]
# In the garden, convolutions are ahead of both. A dense layer has a weight of its own for each pixel, so a petal
# learned in one corner says nothing about the other corners. A filter slides, and uses the same few weights everywhere.
# With a few dozen pictures of your own the order may be another: then a handful of pictures decides.

# %% [markdown]
# ## A clinic
#
# Something goes wrong in most first trainings. Curves tell what. Five patients have been trained on the scanned digits of
# lesson 02, for twelve epochs each. Each is one of: `"healthy"`, `"rate too high"`, `"rate too low"`, `"no rescaling"`,
# `"labels shuffled"`, `"softmax twice"`; one of these six has no patient. Mind the scale: each patient's loss has its own.

# %%
digits = load("digits")
chosen = np.random.default_rng(7).permutation(len(digits.images))[:800]  # the same patients for everyone
patients = exercise.clinic(digits.images[chosen], digits.labels[chosen], seed=7)
clinic_curves(patients, guess=np.log(10))
show(
    "For each of five patients, A to E, its accuracy above its loss, in training and validation; each loss on a "
    "scale of its own. A dotted line is what a guess costs."
)

# %%
for letter, patient in patients.items():
    print(
        f"{letter}: training loss begins at ≈ {patient['loss'][0]:.2f}, ends at ≈ {patient['loss'][-1]:.2f}"
    )
print(f"a guess among ten costs {np.log(10):.2f}")

# %% [markdown]
# ### Exercise: make the diagnosis
#
# Give each letter what is wrong with it. Look where a loss begins beside the dotted line, where it ends, and whether
# validation goes the same way.

# %%
### BEGIN SOLUTION
diagnosis = {
    "A": "labels shuffled",
    "B": "healthy",
    "C": "rate too high",
    "D": "no rescaling",
    "E": "rate too low",
}
### END SOLUTION

# %%
exercise.diagnosis.check(diagnosis)

# %% tags=["claim"]
assert patients["B"]["val_accuracy"][-1] > 0.7, "clinic: the healthy network learns"
assert max(patients["A"]["val_accuracy"]) < 0.3, "clinic: shuffled labels help with no new picture"
assert patients["A"]["accuracy"][-1] > patients["A"]["accuracy"][0] + 0.05, (
    "clinic: they are learned by heart"
)
assert max(patients["C"]["loss"][:2]) > 4, "clinic: with the rate too high the loss jumps up"
assert patients["C"]["val_accuracy"][-1] < 0.3, "clinic: with the rate too high it does not learn"
assert patients["D"]["loss"][0] > 6, "clinic: without rescaling the loss begins far above a guess"
assert patients["D"]["val_accuracy"][-1] > 0.5, "clinic: without rescaling it learns in the end"
assert abs(patients["E"]["loss"][-1] - np.log(10)) < 0.3, (
    "clinic: with the rate too low it stays near a guess"
)
assert patients["E"]["val_loss"][-1] < patients["E"]["val_loss"][0], (
    "clinic: with the rate too low validation loss creeps down"
)
assert abs(patients["E"]["val_loss"][-1] - patients["E"]["loss"][-1]) < 0.06, (
    "clinic: with the rate too low both losses go the same way"
)
assert patients["A"]["val_loss"][-1] > patients["A"]["loss"][-1] + 0.03, (
    "clinic: with shuffled labels validation loss stays behind"
)

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** In pairs. C and E are mixed up most: both stay where a guess is, but one jumped first. Ask what
# they would try next for each. Patient D learns all the same, which is why a missing rescaling stays unnoticed.

# %% [markdown]
# ## Where is it wrong?
#
# Accuracy is one number. A **confusion matrix** has a row for each true class and a column for each answer. **Predict:**
# which two classes are mixed up most?

# %%
unseen = np.array([image for image, _ in validation_pictures])
true = np.array([label for _, label in validation_pictures])
answers = tf.nn.softmax(model.predict(unseen, verbose=0)).numpy()
predicted = answers.argmax(axis=1)
numbers = range(len(class_names))
ConfusionMatrixDisplay.from_predictions(
    true,
    predicted,
    labels=numbers,
    display_labels=class_names,
    cmap="Blues",
    colorbar=False,
    xticks_rotation=45,
)
show(
    "A grid of counts, true classes down, answers across. In the garden most counts are on the diagonal, and each class "
    "has errors."
)

# %% [markdown]
# Which two are it? Add the mistakes of both directions, the first class taken for the second and the other way round: `.T` swaps rows
# and columns. `np.unravel_index` says in which row and column the largest sum stands.

# %% tags=["nbval-ignore-output"]
confused = confusion_matrix(true, predicted, labels=numbers)
both_ways = confused + confused.T
np.fill_diagonal(both_ways, 0)  # the right answers do not count
row, column = np.unravel_index(both_ways.argmax(), both_ways.shape)
print(f"mixed up most: {class_names[row]} and {class_names[column]}, ≈ {both_ways[row, column]} times")
print(f"wrong answers in all: ≈ {(true != predicted).sum()}")

# %% [markdown]
# Was it your prediction? Look in the rows of pictures at the beginning for what these two share, a colour or a shape.

# %% [markdown]
# The worst mistakes are those where the true class got the lowest probability. `np.argsort` gives the places of the
# numbers from the smallest to the largest.

# %%
given_to_true = answers[np.arange(len(true)), true]
worst = np.argsort(given_to_true)[:8]
titles = [f"true: {class_names[true[i]]}\nsaid: {class_names[predicted[i]]}" for i in worst]
image_grid([unseen[i].astype("uint8") for i in worst], titles=titles, columns=4, size=1.6)
show(
    "The eight pictures whose true class got the lowest probability, each with that class and what the network said."
)
print(f"it gave their true class at most ≈ {given_to_true[worst].max():.2%}")

# %% tags=["claim"]
assert given_to_true[worst].max() < 0.05, "the worst mistakes are made with certainty"

# %% [markdown]
# Look at each: would you have known? What could have misled the network, a colour, a background? A wrong label would show
# up here too: looking at the worst mistakes is how one finds them.

# %% [markdown]
# ## Predict a new picture
#
# Open a file of the validation half by its name, as you would open your own. A model takes batches, so make the picture a
# batch of one: `image[np.newaxis]` puts one more axis in front. **Predict:** what shape do the logits have?

# %%
path = Path(validation_files.file_paths[2])
image = open_picture(path, size=64)
its_logits = model(image[np.newaxis])
print("image:", image.shape, "  batch:", image[np.newaxis].shape, "  logits:", its_logits.shape)

# %% tags=["nbval-ignore-output"]
probability_bars(image, class_names, tf.nn.softmax(its_logits)[0], title=f"true class: {path.parent.name}")
show("A picture, and a bar for each class, as long as the probability that the network gave it.")
said = class_names[np.argmax(its_logits)]
print("the network says", said, "and is", "right" if said == path.parent.name else "wrong")

# %% [markdown]
# The longest bar is its answer. A long bar beside the name of another class is a mistake, and a sure one: how sure a network
# is and whether it is right are two things. Change the `2` in `file_paths[2]`, run both cells again, and find a picture for
# which it is sure and right, and another one for which it is sure and wrong.
#
# Now a picture of no class at all. Drag a photograph of your own, of something else, into the folder `my_pictures` beside
# this notebook, and run the cell again; without one, and where you train on that folder, it takes a temple. **Predict:**
# what does the network say?

# %%
own = [] if DATA == "my_pictures" else own_pictures()
stranger = open_picture(own[0], size=64) if own else load("photos", size=64).images[0]
answer = tf.nn.softmax(model(stranger[np.newaxis]))[0]
probability_bars(stranger, class_names, answer, title="none of these classes?")
show("A temple, or your own photograph, and a bar for each class. The bars add up to 1, whatever it shows.")

# %% [markdown]
# It names a class all the same. Softmax shares out 1 among the classes it has, and “none of these” is not among them.
#
# ### Exercise: predict a name
#
# Write a function that returns the name of the most likely class of one picture, an array `(height, width, 3)`. The model
# rescales by itself and gives logits.


# %%
def predict_name(model, image, class_names):
    """Return the most likely class of one picture, as a name."""
    ### BEGIN SOLUTION
    logits = model(image[np.newaxis])
    label = np.argmax(logits)
    return class_names[label]
    ### END SOLUTION


# %%
exercise.predict_name.check(predict_name)

# %% [markdown]
# ## Save it, load it
#
# A `.keras` file holds the layers, the weights and the optimizer, but not the class names. Keep them beside it, here as a
# JSON file: without them, the answer is a number. `with` deletes the temporary folder at its end; for a network that you
# want to keep, write `place = Path("my_network")` and `place.mkdir(exist_ok=True)` instead.

# %%
with tempfile.TemporaryDirectory() as place:
    model.save(Path(place, "flowers.keras"))
    Path(place, "class_names.json").write_text(json.dumps(class_names))

    loaded = keras.models.load_model(Path(place, "flowers.keras"))
    names = json.loads(Path(place, "class_names.json").read_text())

# %% [markdown]
# Check what you exported, on the picture from above: both networks must give the same probabilities. A mistake is saved with
# the rest: a loaded network is wrong where the saved one was.

# %% tags=["nbval-ignore-output"]
for network in (model, loaded):
    answer = tf.nn.softmax(network(image[np.newaxis]))[0].numpy()
    print(f"{names[answer.argmax()]} ≈ {answer.max():.3f}, true class: {path.parent.name}")

# %% tags=["claim"]
assert np.allclose(model(image[np.newaxis]), loaded(image[np.newaxis]), atol=1e-4), (
    "saved and loaded, it is the same"
)

# %% [markdown]
# ### ★ More: a small network
#
# A camera in a greenhouse has little memory. Write a function that returns a convolutional network for colour pictures of
# `side` × `side` pixels, values 0 to 255, and `classes` classes. It has **at most 50,000 parameters**, also for `side = 64`,
# and gives logits. There are many ways: fewer units, fewer filters, one more block, or `layers.GlobalAveragePooling2D()`,
# the mean of each map, in place of `Flatten`.


# %%
def build_small(side, classes):
    """Return a network of at most 50,000 parameters for `side` × `side` pictures."""
    ### BEGIN SOLUTION
    start = [keras.Input((side, side, 3)), layers.Rescaling(1 / 255)]
    end = [layers.Flatten(), layers.Dense(32, activation="relu"), layers.Dense(classes)]
    return keras.Sequential(start + block(16) + block(32) + block(32) + block(32) + end)
    ### END SOLUTION


# %%
exercise.build_small.check(build_small)

# %% [markdown]
# Does a small network do as well as the large one? Here is one of the ways, with a fourth block. It gets more epochs, since it learns more
# slowly, and each is judged at its best. **Predict:** how much is lost?

# %%
keras.utils.set_random_seed(SEED)
body = [keras.Input((64, 64, 3)), layers.Rescaling(1 / 255)]
body += block(16) + block(32) + block(32) + block(32) + [layers.Flatten()]
small = keras.Sequential([*body, layers.Dense(32, activation="relu"), layers.Dense(len(class_names))])
small.compile(optimizer="adam", loss=loss_function, metrics=["accuracy"])
small_history = small.fit(train, validation_data=validation, epochs=32, verbose=0).history
small_best = max(small_history["val_accuracy"])
print(f"small: {small.count_params():,} parameters, validation at best ≈ {small_best:.0%}")
print(f"large: {model.count_params():,} parameters, validation at best ≈ {best:.0%}")

# %% tags=["claim"]
assert small_best > best - 0.07, "the small network is as good as the large one, or within luck of it"

# %% [markdown]
# In the garden hardly anything is lost, if at all: most of the large network's parameters lie in the one layer behind `Flatten`, and it can
# do without them. Does yours do as well? Train `build_small(64, len(class_names))` in the same way, in a cell of your own.

# %% [markdown]
# ## On your own pictures
#
# 1. Make a folder `my_pictures` beside this notebook, with a sub-folder for each class: two at least. Its name is the class.
# 2. Put 50 pictures or more into each. With fewer, the numbers jump: one validation picture in 20 is worth 5 in 100.
# 3. Classes may differ in size. Then compare with `chance`, not with one in so many: it is what naming the most frequent
#    class gets. Better still, take more pictures of the rare classes.
# 4. Write `DATA = "my_pictures"` in the parameters cell and run all cells. (`"flowers"`, real photographs, is fetched once in
#    a terminal: `python -m course_utils data fetch flowers`.) Expect less than on drawings: photographs vary more.
# 5. Save network and names as above. On another day load both, open one file, and predict:
#
# ```python
# image = open_picture("my_pictures/new.jpg", size=64)
# print(predict_name(loaded, image, names))
# ```

#
# The cell below names up to five pictures of that folder that the network was not trained on.

# %%
trained_on = {Path(file).resolve() for file in train_files.file_paths}
new = [file for file in own_pictures() if file.resolve() not in trained_on]
for file in new[:: max(1, len(new) // 5)][:5]:  # some from each part of the list
    guess = model(open_picture(file, size=64)[np.newaxis])
    print(f"{file.parent.name}/{file.name} → {class_names[np.argmax(guess)]}")
print("your own pictures that it was not trained on:", len(new))

# %% [markdown]
# ## Quiz

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You loaded a folder of pictures, looked at it, and fed it to a network in batches: cache, shuffle, batch, prefetch.
# - You built a convolutional network and counted its parameters. Most of them sit where the maps become one row.
# - You computed softmax, the loss of a picture and one step of training by hand.
# - You trained with `fit`, read its curves, and told from curves what is wrong.
# - You predicted a new picture, saved the network with its class names, and loaded it again.
#
# **Next:** [08 · Why is it worse on new pictures?](08_overfitting.ipynb)
#
# **Where to read more:** François Chollet, *Deep Learning with Python*, the chapters on the mathematical building blocks
# and on image classification. Michael Nielsen, *Neural Networks and Deep Learning*, chapters 1 and 2. Diederik Kingma and
# Jimmy Ba, *Adam: A Method for Stochastic Optimization* (2014).
