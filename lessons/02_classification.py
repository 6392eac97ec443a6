# %% [markdown]
# # 02 · What is image classification?
#
# **By the end you can**
# - tell binary, multi-class and multi-label classification from each other and from detection
# - walk through the five steps: collect, split, tune, train, test
# - write a nearest-class-mean and a nearest-neighbour classifier yourself
# - compute accuracy and compare it with what a guess would get
# - say why the test set is opened once
#
# Minutes: 50. **What to know first:** a picture is an array of pixels (lesson 01).

# %%
# Set-up: run this cell first.
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits, load_sample_image
from sklearn.metrics import accuracy_score

from course_utils.data import load
from course_utils.exercises import classification as exercise
from course_utils.plots import PALETTE, TRAINING, VALIDATION, draw_box, image_grid, show

# %% [markdown]
# ## A picture goes in, a label comes out
#
# **Classification** gives a picture a **label**: the name of one **class** out of a list that was fixed beforehand,
# the **label set**. Here the label set is the ten digits, and each scan of handwriting already has its label.

# %%
digits = load_digits()
images, labels = digits.images, digits.target
class_names = [str(name) for name in digits.target_names]
print("images:", images.shape, "  from", images.min(), "(paper) to", images.max(), "(ink)")
print("label set:", ", ".join(class_names))

# %%
image_grid(images[:10], titles=[f"label {label}" for label in labels[:10]])
show("Ten scanned digits, 0 to 9, of 8 by 8 pixels each, with their labels above them.")

# %% [markdown]
# A program that gives pictures their labels is a **classifier**. Somebody had to read each of these scans and write down
# its label first. That work is part of every classifier.

# %% [markdown]
# ## One label, or several?
#
# Three questions about one picture, and three kinds of classification:
#
# | kind | the question | an answer |
# |---|---|---|
# | **binary** | Is there a flower? Two classes, one label. | yes |
# | **multi-class** | Which one is it: flower, building or person? Many classes, exactly one label. | building |
# | **multi-label** | Which of these are there? Each class gets its own yes or no. | building, tree, water |

# %%
photo = load_sample_image("china.jpg")
things = ["flower", "building", "person", "tree", "water"]
answer = [0, 1, 0, 1, 1]
labels_there = [thing for thing, there in zip(things, answer, strict=True) if there]
image_grid([photo], [", ".join(labels_there)], size=3)
show("A temple above a lake with trees around it; the labels building, tree and water stand above it.")

# %% [markdown]
# A multi-label answer is a row of zeros and ones, one for each class; all of them may be zero. Change `answer` above
# and run the cell again.

# %% [markdown]
# ## What, or also where?
#
# Classification says *what* a picture shows. **Localisation** also says where the one thing is, with a box.
# **Detection** finds every thing, and gives each its own label and box: `(x, y, width, height)` in pixels.

# %%
photo = load_sample_image("flower.jpg")
large, small = (167, 82, 280, 280), (287, 372, 182, 54)
localised, detected = image_grid([photo, photo], ["localisation: one thing", "detection: each thing"], size=3)
draw_box(localised, large, "flower")
draw_box(detected, large, "flower")
draw_box(detected, small, "flower", color=PALETTE[4])
show("A photograph twice: with a box around the large flower, and with a box around each of two flowers.")

# %% [markdown]
# The more an answer says, the more work its labels are: a word for each picture, or a box for each thing in it.
# This course is about classification.
#
# ### Exercise: which kind is it?
# Name the kind of task in each situation: `"binary"`, `"multi-class"`, `"multi-label"` or `"detection"`.
#
# - **A** A camera at a gate: is the gate open?
# - **B** A camera in a wood takes one animal at a time: which of 60 species is it?
# - **C** A photo album: mark each picture with all that fit of *beach*, *snow*, *dog*, *night*.
# - **D** A picture of a street: draw a frame around each car.
# - **E** Tomatoes on a belt, one a picture: *ripe* or *unripe*?
# - **F** An X-ray: which of 14 findings does it show? It may show none.
#
# Write a dictionary: `kinds = {"A": "…", "B": "…", …}`.

# %%
### BEGIN SOLUTION
kinds = {
    "A": "binary",
    "B": "multi-class",
    "C": "multi-label",
    "D": "detection",
    "E": "binary",
    "F": "multi-label",
}
### END SOLUTION

# %%
exercise.kinds.check(kinds)

# %% [markdown]
# ## A rule written by hand
#
# Could you write down what makes a 0? A 0 has a hole in the middle, a 1 has ink there. That is a rule.
# **Before you run the cell, predict:** how often will it be right on pictures of 0 and 1?


# %%
def zero_or_one(image):
    """Say 1 if there is much ink in the middle, else 0."""
    middle = image[2:6, 3:5]
    return 1 if middle.mean() > 6 else 0


is_pair = labels < 2
predictions = np.array([zero_or_one(image) for image in images[is_pair]])
print("pictures of 0 and 1:", is_pair.sum())
print("right:", np.sum(predictions == labels[is_pair]))

# %% [markdown]
# One line gets nearly all of them right. To compare such results, use **accuracy**: the fraction of pictures that get
# the right label.
#
# $$\text{accuracy} = \frac{\text{number of right predictions}}{\text{number of pictures}}$$
#
# ### Exercise: accuracy
# Write it as a function. `predictions` and `labels` are two arrays of the same length; the answer lies between 0 and 1.


# %%
def accuracy(predictions, labels):
    """Return the fraction of predictions that are right."""
    ### BEGIN SOLUTION
    return np.mean(predictions == labels)
    ### END SOLUTION


# %%
exercise.accuracy.check(accuracy)

# %% [markdown]
# scikit-learn has the same function, `accuracy_score(labels, predictions)`, and from here on this lesson uses it.
#
# ### The rule breaks
# Ten digits need more than one rule. What does each digit have in its middle? A box holds the middle half of its
# pictures.

# %%
middle = images[:, 2:6, 3:5].mean(axis=(1, 2))
plt.boxplot([middle[labels == digit] for digit in range(10)], tick_labels=class_names)
plt.axhline(6, color="black", linestyle="--", label="our rule")
plt.xlabel("digit")
plt.ylabel("mean ink in the middle")
plt.legend()
plt.title("The middle tells 0 from 1, but not ten digits")
show("Box plots of the ink in the middle: 0 lies below the rule's line; 1 and most other digits lie above.")

# %%
predictions = np.array([zero_or_one(image) for image in images])
rule_accuracy = accuracy_score(labels, predictions)
print(f"the rule on 0 and 1: {accuracy_score(labels[is_pair], predictions[is_pair]):.0%}")
print(f"the rule on all ten: {rule_accuracy:.0%}")

# %% [markdown]
# You could look for a rule for 2, another for 3, and rules for when two of them disagree. And for cats and dogs? The way
# out is to let the computer **learn from examples**: it works out the rule itself, from pictures with labels.

# %% [markdown]
# ## Good compared with what?
#
# Is the accuracy above good or bad? Compare it with a **baseline**: an answer that needs no look at the picture.
# **Predict** the three numbers before you run the cell.

# %%
rng = np.random.default_rng(0)
guesses = rng.integers(10, size=len(labels))
most_common = np.bincount(labels).argmax()
print(f"chance, a guess for each picture: {accuracy_score(labels, guesses):.0%}")
print(f"majority, always {most_common}: {np.mean(labels == most_common):.0%}")
print(f'the question "is it an 8?", always "no": {np.mean(labels != 8):.0%}')

# %% [markdown]
# The last one never finds an 8, and yet its accuracy looks splendid. An accuracy says something only beside its baseline.

# %% [markdown]
# ## Five steps
#
# Learning from examples follows the same five steps in every lesson of this course:
#
# 1. **Collect** pictures and give them labels.
# 2. **Split** them into three sets that share no picture.
# 3. **Tune**: try settings; learn from the **training set**, compare on the **validation set**.
# 4. **Train** with the best setting.
# 5. **Test** once, on the **test set**, to learn how good it is on pictures that played no part in any choice.
#
# It is like school: exercises to learn from, a mock exam to find out how best to study, and one exam at the end.
# Step 1 is done. Step 2 shuffles first, since pictures often lie in some order.

# %%
order = np.random.default_rng(4).permutation(len(images))
train, validation, test = np.split(order, [1079, 1438])
train_images, train_labels = images[train], labels[train]
validation_images, validation_labels = images[validation], labels[validation]
test_images, test_labels = images[test], labels[test]
print("training:", len(train), "  validation:", len(validation), "  test:", len(test))

# %% [markdown]
# ## Learn one picture for each class
#
# The first learner is a short one. Lay all training pictures of a class on top of each other and take the mean of each
# pixel: the **class mean**.

# %%
means = np.array([train_images[train_labels == digit].mean(axis=0) for digit in range(10)])
image_grid(means, titles=[f"mean of all {name}s" for name in class_names])
show("The ten class means: blurred but readable digits from 0 to 9.")

# %% [markdown]
# You can read them all: this was learned, from examples. A new picture gets the class of the mean it is nearest to.
# Near needs a number. The **distance** takes the difference pixel by pixel, squares it, and adds up the squares:
#
# $$\text{distance} = \sum_{\text{pixels}} (\text{image} - \text{example})^2$$

# %%
image = validation_images[validation_labels == 3][0]
to_zero, to_three = (image - means[0]) ** 2, (image - means[3]) ** 2
titles = ["a new picture", f"to mean 0: {to_zero.sum():.0f}", f"to mean 3: {to_three.sum():.0f}"]
_, *panels = image_grid([image, to_zero, to_three], titles, size=1.7)
for panel in panels:
    panel.images[0].set_clim(0, 130)  # the same brightness for the same difference
show("A new 3, and its squared differences to two class means: bright to the mean of 0, dark to that of 3.")

# %% [markdown]
# ### Exercise: the nearest example
# Write a function that returns the index of the example with the smallest distance to `image`. `image` has the shape
# `(height, width)`, `examples` has `(n, height, width)`. It must work for `uint8` pictures too: there, what is 3 − 5?


# %%
def nearest(image, examples):
    """Return the index of the example that is nearest to the image."""
    ### BEGIN SOLUTION
    differences = examples.astype(float) - image
    distances = (differences**2).sum(axis=(1, 2))
    return distances.argmin()
    ### END SOLUTION


# %%
exercise.nearest.check(nearest)

# %% [markdown]
# Applied to the validation pictures, that is a whole classifier, the **nearest class mean**:

# %%
predictions = []
for image in validation_images:
    distances = ((means - image) ** 2).sum(axis=(1, 2))
    predictions.append(distances.argmin())
mean_accuracy = accuracy_score(validation_labels, predictions)
print(f"hand-written rule:  {rule_accuracy:.0%}")
print(f"nearest class mean: {mean_accuracy:.0%}")

# %% [markdown]
# ## Ask the neighbours
#
# Where does the mean go wrong? Look at how people write a 1.

# %%
ones = train_images[train_labels == 1]
image_grid([*ones[:9], means[1]], titles=["a 1"] * 9 + ["mean of all 1s"])
show("Nine scans of 1: bare bars, some with a flag, one with a foot; their mean is a thick bar.")

# %% [markdown]
# No single picture stands for them all. So keep all training pictures instead, and give a new picture the label of
# those it is nearest to: its **k nearest neighbours**, where `k` says how many are asked. Here they are for `k = 5`.

# %%
image = validation_images[284]
distances = ((train_images - image) ** 2).sum(axis=(1, 2))
neighbours = distances.argsort(kind="stable")[:5]
titles = ["new picture"] + [f"label {label}" for label in train_labels[neighbours]]
image_grid([image, *train_images[neighbours]], titles, columns=6, size=1.3)
show("A new picture and its five nearest training pictures, whose labels are 3, 3, 8, 3 and 7.")

# %% [markdown]
# ### Exercise: the vote
# The neighbours do not agree, so they vote. Write a function that gets their labels, the nearest neighbour's first, and
# returns the label that occurs most often. On a tie, the tied label whose neighbour is nearest wins: `[7, 1, 1, 7]` gives 7.


# %%
def vote(neighbours):
    """Return the most frequent label; on a tie, the tied label that comes first."""
    ### BEGIN SOLUTION
    counts = [np.sum(neighbours == label) for label in neighbours]
    return neighbours[np.argmax(counts)]
    ### END SOLUTION


# %%
exercise.vote.check(vote)

# %% [markdown]
# Distance, sort, vote: that is a second classifier, written by hand. (Its vote is a shorter one: on a tie, it takes the
# smallest label.) There is nothing to train, it only remembers.


# %%
def predict(train_images, train_labels, images, k):
    """Return the label of each image by a vote of its k nearest training images."""
    predictions = []
    for image in images:
        distances = ((train_images - image) ** 2).sum(axis=(1, 2))
        neighbours = train_labels[distances.argsort(kind="stable")[:k]]
        predictions.append(np.bincount(neighbours).argmax())
    return np.array(predictions)


predictions = predict(train_images, train_labels, validation_images, k=5)
print(f"nearest class mean:   {mean_accuracy:.0%}")
print(f"5 nearest neighbours: {accuracy_score(validation_labels, predictions):.0%}")

# %% [markdown]
# ## Tune: which k?
#
# `k` is a setting that you choose, not something that is learned. **Predict:** which `k` does best on the training
# pictures, and which on the validation pictures?

# %%
ks = np.array([1, 3, 5, 9, 25, 75])
training, validation = [], []
for k in ks:
    predictions = predict(train_images, train_labels, train_images, k)
    training.append(accuracy_score(train_labels, predictions))
    predictions = predict(train_images, train_labels, validation_images, k)
    validation.append(accuracy_score(validation_labels, predictions))
print(f"k = 1, training set:   {training[0]:.0%}")
print(f"k = 1, validation set: {validation[0]:.0%}")

# %%
plt.plot(ks, training, "o-", color=TRAINING, label="training set")
plt.plot(ks, validation, "s--", color=VALIDATION, label="validation set")
plt.xlabel("k, how many neighbours vote")
plt.ylabel("accuracy")
plt.legend()
plt.title("Too many neighbours vote for the wrong class")
show("Two curves of accuracy against k. Both are highest at small k and fall as more neighbours vote.")

# %% [markdown]
# Look at `k = 1` on the training set: each picture's nearest neighbour is itself, so it is always right. That says
# nothing about new pictures, and this is why settings are compared on the validation set. There, small `k` differ by only
# a few pictures, and another shuffle may choose another one.
#
# ### Exercise: choose k
# Somebody has measured every `k` in `ks`, in rising order, on all three sets. Write a function that chooses: it returns
# one `k`, the smaller one if two are equally good. Which set do you choose on?


# %%
def choose_k(ks, training, validation, test):
    """Return the best of `ks`, given its accuracies on three sets."""
    ### BEGIN SOLUTION
    return ks[np.argmax(validation)]
    ### END SOLUTION


# %%
exercise.choose_k.check(choose_k)

# %% [markdown]
# ## Test: once
#
# Step 4, training, costs nothing here: neighbours are only remembered. Every choice is made, so the test set is opened. **Predict:** will the accuracy be higher or lower than before?

# %%
best_k = ks[np.argmax(validation)]
predictions = predict(train_images, train_labels, test_images, best_k)
print(f"chosen: k = {best_k}, with {max(validation):.0%} right in validation")
print(f"right in the test: {accuracy_score(test_labels, predictions):.0%} of {len(test)} pictures")

# %% [markdown]
# This is the number to report. If you now went back to try another `k`, these pictures would help to choose, and the
# number would no longer be about pictures that are new to every choice.
#
# It has a limit: thirteen people wrote all of these digits. So it stands for new pictures by the *same* people.
#
# ### Look at the mistakes
# A number hides what went wrong. Always look.

# %%
mistakes = np.flatnonzero(predictions != test_labels)
titles = [f"{test_labels[i]}, taken for {predictions[i]}" for i in mistakes]
image_grid(test_images[mistakes], titles, columns=6, size=1.3)
show("The test pictures that were classified wrongly; several are hard to read for people as well.")

# %% [markdown]
# Would you have known? Some are odd ways to write a digit, some could be either.

# %% [markdown]
# ## Experiment: how many pictures are enough?
#
# Labels cost work, so this question comes first in every project. You can answer it, with the validation set.
#
# ### Exercise: design the experiment
# Write a function that learns from the first `n` training pictures, with `k = 1`, and measures the accuracy on all
# validation pictures, for several `n`. **You choose them:** at least five sizes, from 20 or fewer to the whole training set.
# Return a dictionary `{n: accuracy}`. The lesson's `predict` is there to be used.


# %%
def learning_curve(train_images, train_labels, validation_images, validation_labels):
    """Return the validation accuracy for several numbers of training pictures."""
    ### BEGIN SOLUTION
    results = {}
    for n in [10, 20, 50, 100, 200, 500, len(train_images)]:
        predictions = predict(train_images[:n], train_labels[:n], validation_images, k=1)
        results[n] = np.mean(predictions == validation_labels)
    return results
    ### END SOLUTION


# %%
exercise.learning_curve.check(learning_curve)

# %% [markdown]
# Guess its shape, then draw it in a cell of your own. Where would you have stopped to collect?
#
# ```python
# curve = learning_curve(train_images, train_labels, validation_images, validation_labels)
# plt.plot(list(curve), list(curve.values()), "o--", color=VALIDATION)
# plt.xlabel("training pictures")
# plt.ylabel("validation accuracy")
# show("My learning curve, accuracy against training pictures.")
# ```

# %% [markdown]
# ## Harder pictures
#
# Scans of digits all lie upright in the middle, dark on white. Here are flowers of five classes from the **garden**, a set
# that was drawn for this course. `load` brings the pictures and their labels.

# %%
garden = load("garden", size=48)
shown = np.concatenate([np.flatnonzero(garden.labels == label)[:2] for label in range(5)])
image_grid(garden.images[shown], [garden.class_names[label] for label in garden.labels[shown]])
show("Ten drawn flowers, two of each class, in many colours, sizes and places, on blurred backgrounds.")

# %% [markdown]
# **Predict:** how well do nearest neighbours tell these apart, pixel by pixel? Guessing gets a fifth of them.

# %%
known, new, _ = load("garden", size=16).given_split()
# Its three channels side by side make one wide array of an image, as `predict` wants it.
known_images = known.images.reshape(-1, 16, 48).astype(float)
new_images = new.images.reshape(-1, 16, 48).astype(float)
flower_accuracy = accuracy_score(new.labels, predict(known_images, known.labels, new_images, k=5))
print("better than guessing:", flower_accuracy > 1 / 5)
print("at least half of them right:", flower_accuracy >= 1 / 2)

# %% [markdown]
# A flower moves, turns, changes its colour, and no pixel stays what it was. Distance pixel by pixel cannot see that it is
# still the same flower. The lessons that follow look for something that can.

# %% [markdown]
# ## Where it is used, and what a mistake costs
#
# | task | a mistake | who pays for it |
# |---|---|---|
# | read postcodes | a letter goes to the wrong town | it arrives late |
# | sort waste | glass among paper | a load is spoiled |
# | find a disease on a scan | a sick person is sent home | that person |
# | recognise faces | the wrong person is stopped | that person |
#
# Two mistakes are rarely equally bad, and accuracy counts them alike; lesson 13 has measures that do not.
#
# A last question. **Predict:** what does our classifier say to a flower?

# %%
gray = load_sample_image("flower.jpg").mean(axis=2)
small = gray[:424].reshape(8, 53, 8, 80).mean(axis=(1, 3)) / 16
answer = predict(train_images, train_labels, small[np.newaxis], best_k)[0]
image_grid([load_sample_image("flower.jpg"), small], ["a flower", f"to our classifier: {answer}"], size=2)
show("A flower photograph, and the same in 8 by 8 gray pixels, with the digit that it was taken for.")

# %% [markdown]
# It must answer with a class from its label set. It cannot say "this is no digit".

# %% [markdown]
# ## Quiz

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - **Kinds:** binary and multi-class give one label, multi-label one yes or no for each class; detection also says where.
# - **Five steps:** collect, split, tune, train, test.
# - **Two classifiers:** the nearest class mean keeps one picture a class, nearest neighbours keep all.
# - **Accuracy** is the fraction of right answers; it means something beside its baseline.
# - **The test set is opened once**, when nothing is left to choose.
#
# **Next:** lesson 03 looks closely at collecting and splitting, and at how a test set can fool you.
#
# **Read more:** T. Cover and P. Hart, *Nearest Neighbor Pattern Classification* (1967). E. Alpaydin and C. Kaynak,
# *Cascading Classifiers* (1998), by those who prepared these digits. T. Hastie, R. Tibshirani and J. Friedman,
# *The Elements of Statistical Learning*, chapter 13.
