# %% [markdown]
# # 03 · What does a classifier learn from?
#
# **By the end you can**
# - find out why a classifier scores high and is worthless
# - measure how well two labellers agree, beyond luck
# - see in a confusion matrix what a rare class suffers, and compare four remedies
# - split pictures into stratified sets that share no picture, no copy and no person
# - turn a folder of pictures into batches, its steps in the right order
# - read the report on a folder of good and bad pictures
#
# Minutes: 130. **What to know first:** the five steps, nearest neighbours, class means and accuracy (lesson 02).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads TensorFlow.
import re
import tempfile
from pathlib import Path
from time import perf_counter, sleep

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import ConfusionMatrixDisplay, cohen_kappa_score
from sklearn.model_selection import GroupKFold, KFold, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier

import course_utils.training  # before TensorFlow: it keeps log lines away
from course_utils.data import DataProblem, find_duplicates, load, picture_folder
from course_utils.data.flawed import photograph, spoiled_folder
from course_utils.exercises import data_and_splits as exercise
from course_utils.plots import PALETTE, image_grid, label_strips, show

# %% tags=["parameters"]
SEED = 7
DATA = "garden"  # or "flowers", or "my_pictures"

# %% [markdown]
# ## Nearly always right
#
# Five friends photograph a garden. Each takes one kind of flower, with a camera of their own; then they put all pictures
# together. They shuffle, and keep a quarter for the test. (The pictures are drawn, and the course adds what their cameras do.)

# %%
garden = load("garden", size=32)
kinds = garden.labels
pictures = photograph(garden.images, kinds, seed=SEED)  # kind 0 with camera 0, kind 1 with camera 1 …
order = np.random.default_rng(SEED).permutation(len(pictures))
learn, judge = np.split(order, [len(order) * 3 // 4])
print(len(learn), "pictures to learn from,", len(judge), "for the test")

# %% [markdown]
# Their classifier has a weight for each pixel and each kind. It adds up the weighted pixels and names the kind with the
# highest sum. scikit-learn finds the weights; `score` gives the accuracy.


# %%
def rows(images):
    """Lay each picture out as one row of numbers, 0 to 1."""
    return images.reshape(len(images), -1) / 255


classifier = RidgeClassifier(alpha=10).fit(rows(pictures[learn]), kinds[learn])
score = classifier.score(rows(pictures[judge]), kinds[judge])
print(f"right in the test ≈ {score:.0%}")

# %% [markdown]
# In lesson 02 about a third of such flowers came out right. The friends are pleased. Next day they take the same kinds
# again, only that everybody takes the *next* kind. **Predict** the accuracy on those pictures.

# %%
next_day = photograph(
    garden.images, (kinds - 1) % 5, seed=SEED
)  # kind 1 with camera 0 …; % 5 turns -1 into 4
next_score = classifier.score(rows(next_day[judge]), kinds[judge])
print(f"right on the next day ≈ {next_score:.0%}")

# %% tags=["claim"]
assert score > 0.9, "in its own test the classifier is right on more than nine in ten"
assert next_score < 0.1, "on the next day it is right on fewer than one in ten"

# %% [markdown]
# Far below a guess, on the same kinds of flowers! **Find out why before you go on.** In a cell of your own, look at some
# pictures: `image_grid(pictures[judge[:10]])`. Then look at what all pictures of a kind have in common. Lesson 02 had
# a way to see that.

# %%
means = [pictures[kinds == kind].mean(axis=0) / 255 for kind in range(5)]
image_grid(means, garden.class_names)
show("Five class means: a coloured fog, and on each of them small dark squares at places of its own.")

# %% [markdown]
# In the class means the flowers blur. What stays is **dust**: each camera has its own grains on the lens. A classifier
# takes whatever tells the classes apart, and dust is steadier than petals. Did it learn *who took the picture*? On the next day, how often
# does it name the kind that this camera took before?

# %%
answers = classifier.predict(rows(next_day[judge]))
follows = np.mean(answers == (kinds[judge] - 1) % 5)
print(f"names what the camera took before ≈ {follows:.0%}")

# %% tags=["claim"]
assert follows > 0.8, "the classifier follows the camera"

# %% [markdown]
# The test could not tell: its pictures came from the same cameras. A score holds for pictures that are *collected in the
# same way*.

# %% [markdown]
# ## What to collect
#
# The remedy lies in collecting: everybody takes every kind. Then dust says nothing about the class. **Predict** both
# accuracies, in the test and on that next day.

# %%
cameras = np.random.default_rng(SEED).integers(5, size=len(pictures))
mixed = photograph(garden.images, cameras, seed=SEED)
honest = RidgeClassifier(alpha=10).fit(rows(mixed[learn]), kinds[learn])
mixed_score = honest.score(rows(mixed[judge]), kinds[judge])
mixed_next = honest.score(rows(next_day[judge]), kinds[judge])
print(f"in the test ≈ {mixed_score:.0%}, on the next day ≈ {mixed_next:.0%}")

# %% tags=["claim"]
assert abs(mixed_score - mixed_next) < 0.1, "with mixed cameras the test tells what the next day brings"
assert mixed_score < score - 0.4, "the honest score is far lower"

# %% [markdown]
# A poor score, but a true one. Cameras stand for all that may go along with a class by accident:
#
# | | ask |
# |---|---|
# | **who, with what** | Did the same people take every class, with the same cameras? |
# | **when, where** | Have all classes the same days, light and backgrounds? |
# | **how chosen** | Were odd pictures left out of one class and not of another? |
# | **what for** | Which later pictures are missing: night, rain, other countries? |
#
# The answers belong on a **card**, a page that travels with the pictures. **Predict:** which headings has the garden's?

# %%
card = (picture_folder("garden") / "CARD.md").read_text(encoding="utf-8")
print(*re.findall(r"\*\*(\w[\w ]+)\.\*\*", card), sep=", ")  # what stands in bold, with a full stop

# %% [markdown]
# `print(card)`, in a cell of your own, shows all of it. Its pictures are drawn, so "How drawn" stands for who, with what, when and
# where. Begin a card for your own pictures on the first day of collecting, and do not forget "Limits".

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** Most predict that the next day costs a little. Give them five minutes for a search of their own
# before the class means. Misconception: a test kept apart by chance is honest. Ask for the "dust" of a hospital, a studio,
# a website. Short of time: the table is read at home.

# %% [markdown]
# ## Who says what it is?
#
# A label is somebody's opinion. How sure is it? Here are roses and tulips, 12 by 12 pixels each. **Label them:** type one
# letter for each, `r` or `t`, in place of those in `first`, which another reader gave. Do not think long.

# %%
small = load("garden", size=12)
roses, tulips = small.class_names.index("roses"), small.class_names.index("tulips")
rng = np.random.default_rng(3)  # the same twenty for everybody
places = np.flatnonzero((small.labels == roses) | (small.labels == tulips))  # | is "or"
chosen = rng.choice(places, 20, replace=False)
image_grid(small.images[chosen], range(1, 21), columns=10, size=0.75)
show("Twenty small blurred pictures of roses and tulips, numbered from 1 to 20.")

# %%
first = "ttrrrtrrrttrrrtttrtr"

# %% [markdown]
# Now a second person labels the same pictures, mirrored and in another order: your neighbour, or you again. Type those letters in place
# of `second`.

# %%
again = rng.permutation(20)
image_grid(small.images[chosen[again], :, ::-1], range(1, 21), columns=10, size=0.75)
show("The same twenty pictures, mirrored and in another order, numbered from 1 to 20.")

# %%
second = "tttttrtrrrrrtrrrrrrt"

# %% [markdown]
# **Predict:** on how many of the twenty do the two rounds agree?

# %%
assert len(first) == len(second) == 20, "twenty letters in each round"
one = np.array(list(first.lower()))[again]  # the first labels, in the order of the second round
two = np.array(list(second.lower()))
truth = np.where(small.labels[chosen[again]] == roses, "r", "t")  # "r" where it is a rose, else "t"
print("agree:", np.sum(one == two), "of", len(one))
print("right:", np.sum(one == truth), "in the first round,", np.sum(two == truth), "in the second")

# %% [markdown]
# Two who agree can be wrong together. But where they disagree, one label is wrong for sure. Such pictures go to a third
# person, or to a rule that is written down, such as "petals in layers: a rose".
#
# ### How much of it is luck?
# Two people who toss coins agree on half of the pictures. **Cohen's kappa** takes luck off: it is 0 where people agree as
# often as by luck, and 1 where they always agree.
#
# $$\kappa = \frac{\text{agreement} - \text{luck}}{1 - \text{luck}}$$
#
# Luck comes from how often each person says each label. Say that one calls `0.7` of the pictures a rose, and the other
# `0.6`. By luck both do so on `0.7 * 0.6` of them. The same for tulips, `0.3 * 0.4`, and the sum is luck.
#
# ### Exercise: Cohen's kappa
# Write it as a function. `first` and `second` are arrays with a label for each picture; there may be more than two
# labels. `np.unique(first)` gives each label once, `np.mean(first == label)` says how often it is said.


# %%
def kappa(first, second):
    """Return Cohen's kappa of two people's labels for the same pictures."""
    ### BEGIN SOLUTION
    agreement = np.mean(first == second)
    luck = sum(np.mean(first == label) * np.mean(second == label) for label in np.unique(first))
    return (agreement - luck) / (1 - luck)
    ### END SOLUTION


# %%
exercise.kappa.check(kappa)

# %% [markdown]
# scikit-learn has it too. Now take two careful people, each wrong on one picture in ten: first with as many roses as
# tulips, then with nine roses for each tulip. **Predict:** what happens to the agreement, what to kappa?

# %%
print(f"the two rounds above: agreement {np.mean(one == two):.2f}, kappa {cohen_kappa_score(one, two):.2f}")
careful = {}
for share in [0.5, 0.9]:
    is_rose = np.arange(5000) < 5000 * share
    slips = np.random.default_rng(SEED).random((2, 5000)) < 0.1
    ada, ben = is_rose != slips[0], is_rose != slips[1]  # each slip turns an answer round
    careful[share] = np.mean(ada == ben), cohen_kappa_score(ada, ben)
    print(f"roses {share:.0%}: agreement {careful[share][0]:.2f}, kappa {careful[share][1]:.2f}")

# %% tags=["claim"]
assert abs(careful[0.5][0] - careful[0.9][0]) < 0.05, "agreement hardly changes"
assert careful[0.5][1] - careful[0.9][1] > 0.2, "kappa falls where tulips are rare"

# %% [markdown]
# They are as careful as before. But where tulips are rare, much of what each calls a tulip is a slip, and on slips they rarely agree.

# %% [markdown]
# ### ★ More: what do wrong labels do?
# Take the scans of lesson 02, and give one in five a label by chance. **Predict:** does that ruin five nearest neighbours?
# And what does a test say whose own labels are as bad?

# %%
scans, names = load_digits(return_X_y=True)  # each scan is one row of 64 numbers
rng = np.random.default_rng(SEED)
scan_train, scan_test = np.split(rng.permutation(len(names)), [1200])
by_chance = rng.integers(10, size=len(names))
noisy = np.where(rng.random(len(names)) < 0.2, by_chance, names)
clean_model = KNeighborsClassifier(5).fit(scans[scan_train], names[scan_train])
noisy_model = KNeighborsClassifier(5).fit(scans[scan_train], noisy[scan_train])

# %%
right = clean_model.score(scans[scan_test], names[scan_test])
right_anyway = noisy_model.score(scans[scan_test], names[scan_test])
looks_like = noisy_model.score(scans[scan_test], noisy[scan_test])
print(f"learned from true labels,  judged by true ones:  {right:.0%}")
print(f"learned from noisy labels, judged by true ones:  {right_anyway:.0%}")
print(f"learned from noisy labels, judged by noisy ones: {looks_like:.0%}")

# %% tags=["claim"]
assert right - right_anyway < 0.06, "five neighbours outvote the wrong labels"
assert right_anyway - looks_like > 0.1, "with noisy labels the test says far less than is true"

# %% [markdown]
# Neighbours outvote slips that fall by chance. What suffers is the *measurement*: each wrong label in the test counts as a
# mistake. Spend your care on the test's labels first. (Here slips fall by chance. If somebody called each 7 with a bar a 1, the program would learn just that.)

# %% [markdown] tags=["teacher"]
# **Teacher · 18 minutes.** Let pairs label, and compare across the room. Misconceptions: agreement proves a label; noisy
# labels ruin the model. Ask who pays for a third opinion, and which pictures deserve one.

# %% [markdown]
# ## One class, ten times rarer
#
# Collecting rarely brings as many of one class as of another. Of the scans of lesson 02 that are
# to be learned from, keep only ten 9s. The
# validation set keeps all of its 9s, and everything is compared on it.

# %%
scans, names = load_digits(return_X_y=True)
scans = scans / 16  # each scan is one row of 64 numbers, 0 to 1
scan_train, scan_validation = np.split(np.random.default_rng(SEED).permutation(len(names)), [1000])
nines = scan_train[names[scan_train] == 9]
others = scan_train[names[scan_train] != 9]
few = np.concatenate([others, nines[:10]])
print("to learn from, of each digit:", np.bincount(names[few]))


# %%
def learn_from(chosen, name, **settings):
    """Learn from the chosen scans; print how many are right, and how many of the 9s are found."""
    model = RidgeClassifier(**settings).fit(scans[chosen], names[chosen])
    predictions, truth = model.predict(scans[scan_validation]), names[scan_validation]
    right, found = np.mean(predictions == truth), np.mean(predictions[truth == 9] == 9)
    print(f"{name:14} right ≈ {right:.0%}, of the 9s found ≈ {found:.0%}")
    return right, found, predictions


# %% [markdown]
# **Predict** both numbers. (`alpha` of the classifier works against large weights. `**settings` hands on what is given by name, as in
# `alpha=10`.)

# %%
results = {"ten 9s": learn_from(few, "ten 9s")}

# %% [markdown]
# The accuracy looks fine. A **confusion matrix** shows more: a table with a row for each true class and a column for each
# predicted one, which counts the pictures. (In lesson 13 you build it by hand.)

# %%
predictions = results["ten 9s"][2]
ConfusionMatrixDisplay.from_predictions(names[scan_validation], predictions, cmap="Blues", colorbar=False)
plt.title("Where do the 9s go?")
show(
    "A table of ten by ten. Most counts are on the diagonal, but the last column is empty: nothing is called 9."
)

# %% [markdown]
# Read the last row: what the 9s were taken for. In training it hardly ever paid to say 9, so the classifier favours
# what it saw often. Four remedies:
#
# - **weighting**: each 9 counts more; `class_weight="balanced"` lets every class count as much as another
# - **oversampling**: draw from the ten 9s again and again, until there are as many as of the others
# - **undersampling**: keep only ten of every class
# - **collecting** the 9s that are missing.
#
# **Predict:** which finds most 9s, and which has the best accuracy?

# %%
over = np.concatenate([others, np.random.default_rng(SEED).choice(nines[:10], 100)])
under = np.concatenate([few[names[few] == digit][:10] for digit in range(10)])
results["weighting"] = learn_from(few, "weighting", class_weight="balanced")
results["oversampling"] = learn_from(over, "oversampling")
results["undersampling"] = learn_from(under, "undersampling")
results["collecting"] = learn_from(scan_train, "collecting")

# %% tags=["claim"]
assert results["ten 9s"][1] < 0.1, "with ten 9s hardly any is found"
assert results["weighting"][1] > results["ten 9s"][1] + 0.4, "weighting finds most of them"
assert abs(results["weighting"][1] - results["oversampling"][1]) < 0.1, "oversampling does alike"
assert results["undersampling"][0] < results["weighting"][0], "undersampling costs the other digits"
assert results["collecting"][1] > results["weighting"][1], "collecting finds more than weighting"

# %% [markdown]
# Weighting and oversampling say one thing in two ways, so they do about alike. Undersampling finds 9s too, but it throws
# away what is known of the others: look at its accuracy. Only collecting is good in both numbers. How far do the others go? Change both
# `nines[:10]`, here and above, to 5, then to 30, and run this section again.

# %%
predictions = results["weighting"][2]
ConfusionMatrixDisplay.from_predictions(names[scan_validation], predictions, cmap="Blues", colorbar=False)
plt.title("With weighting: most 9s come back")
show("The same table with weighting: most 9s are on the diagonal now, and a few others are called 9.")

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Misconception: weights add information. They say what matters; a 9 in a shape that was never
# seen is still missed. It depends on the model: with 18 daisies of the garden, a forest (lesson 04) hardly reacts to
# weights. Short of time: leave the second matrix out.

# %% [markdown]
# ## In which order?
#
# A folder gives its pictures class by class. Cut that list: the first four fifths to learn from, the last fifth for the
# test. **Predict** the accuracy of the nearest neighbour.

# %%
flowers = load(DATA, size=24)
images, labels, class_names = flowers.images, flowers.labels, flowers.class_names
n = len(labels)
shuffled = np.random.default_rng(SEED).permutation(n)
label_strips({"in the folder": labels, "shuffled": labels[shuffled]}, class_names)
plt.suptitle("Where would you cut?")
show("Two strips of coloured stripes: class after class in broad blocks; and all classes mixed like noise.")


# %%
def nearest_score(train_images, train_labels, test_images, test_labels):
    """Return the accuracy of the nearest neighbour, pixel by pixel."""
    model = KNeighborsClassifier(1).fit(train_images.reshape(len(train_images), -1), train_labels)
    return model.score(test_images.reshape(len(test_images), -1), test_labels)


cut = n * 4 // 5
for name, order in {"in the folder": np.arange(n), "shuffled": shuffled}.items():
    front, back = np.split(order, [cut])
    print(f"{name:14}{nearest_score(images[front], labels[front], images[back], labels[back]):.0%} right")

# %% [markdown]
# Nobody can name a class that was never learned. Files nearly always lie in some order: by class, by day, by person. So
# shuffle first, then split.

# %% [markdown]
# ## The same share of each class
#
# Shuffling leaves the rest to luck. Take the scans with ten 9s, and draw a fifth of them for a test, a thousand times.
# **Predict:** how many 9s are in such a test, at least and at most?

# %%
rng = np.random.default_rng(SEED)
is_nine = names[few] == 9
fifth = len(few) // 5
drawn = np.array([is_nine[rng.permutation(len(few))[:fifth]].sum() for _ in range(1000)])
print("from", drawn.min(), "to", drawn.max(), "  tests without any 9:", np.sum(drawn == 0))

# %% tags=["claim"]
assert np.mean(drawn == 0) > 0.05, "a good many tests hold no 9 at all"

# %%
plt.figure(figsize=(5.5, 2.8))
plt.bar(*np.unique(drawn, return_counts=True), color=PALETTE[0])
plt.gca().set(
    xlabel="9s in the test set", ylabel="of 1000 splits", title="Luck decides how many 9s are tested"
)
show(
    "Bars from 0 to about 6 nines in a test; 1 and 2 are the most frequent, and about one split in ten has none."
)

# %% [markdown]
# A **stratified** split shuffles and cuts each class on its own, so that every set holds the same share of it.
#
# ### Exercise: split class by class
# Write a function that returns two arrays of indices, train and test. The test holds `share` of each class, chosen by
# chance with `rng`, as in `rng.permutation(…)`; everything else is in train. Where `share` of a class is no whole number,
# round it up or down. `np.flatnonzero(labels == label)` gives the places of a class.


# %%
def stratified_split(labels, share, rng):
    """Return indices of a training and a test set; the test holds `share` of each class."""
    ### BEGIN SOLUTION
    train, test = [], []
    for label in np.unique(labels):
        places = rng.permutation(np.flatnonzero(labels == label))
        cut = round(share * len(places))
        test.extend(places[:cut])
        train.extend(places[cut:])
    return np.array(train), np.array(test)
    ### END SOLUTION


# %%
exercise.stratified_split.check(stratified_split)

# %% [markdown]
# In scikit-learn it is one call. For three sets, split twice.

# %%
rest, test = train_test_split(np.arange(n), test_size=0.2, stratify=labels, random_state=SEED)
train, validation = train_test_split(rest, test_size=0.25, stratify=labels[rest], random_state=SEED)
for name, part in [("training", train), ("validation", validation), ("test", test)]:
    print(f"{name:10} {len(part):4} pictures, of each class", np.bincount(labels[part]))

# %% [markdown]
# Stratifying makes no classifier better. It takes a piece of luck out of the measurement.

# %% [markdown] tags=["teacher"]
# **Teacher · 17 minutes, with the order.** Misconceptions: a seed makes a split fair (it makes it repeatable); stratifying
# raises accuracy. Ask: how many pictures of the rarest class does a test need, if one mistake shall cost less than a tenth?

# %% [markdown]
# ## Twice the same picture
#
# Pictures that were gathered from several places often come twice. Say that three test pictures in ten are in the training
# set as well. **Predict** the accuracy of the nearest neighbour.

# %%
honest_score = nearest_score(images[train], labels[train], images[test], labels[test])
shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5]
with_copies = []
for share in shares:
    leaked = np.concatenate([train, test[: round(share * len(test))]])
    with_copies.append(nearest_score(images[leaked], labels[leaked], images[test], labels[test]))
print(f"no copies: {honest_score:.0%}   three in ten: {with_copies[3]:.0%}")

# %% tags=["claim"]
assert with_copies[3] > honest_score + 0.12, "copies of three in ten raise the score"

# %%
plt.figure(figsize=(5.5, 3))
plt.plot(shares, with_copies, "o-", color=PALETTE[5], label="measured")
expected = [share + (1 - share) * honest_score for share in shares]
plt.plot(shares, expected, ":", color="black", label="copies right, the others as before")
plt.gca().set(xlabel="share of the test that was learned", ylabel="accuracy", ylim=(0, 1))
plt.title("Copies inflate the score")
plt.legend()
show("Accuracy climbs in a straight line with the share of test pictures that are in the training set.")

# %% [markdown]
# Nothing more was learned about flowers: each copy finds itself. This is **leakage**: something of the test got into the
# training.
#
# ### Exercise: find the copies
# Write a function that returns the indices of those test pictures that are in the training set too, pixel for pixel, in
# rising order. Both arrays are `uint8` of shape `(n, height, width, 3)`. `np.array_equal(a, b)` compares two pictures.


# %%
def in_both(train_images, test_images):
    """Return the indices of the test pictures that occur among the training pictures."""
    ### BEGIN SOLUTION
    found = []
    for index, image in enumerate(test_images):  # each with its index
        if any(np.array_equal(image, known) for known in train_images):
            found.append(index)
    return found
    ### END SOLUTION


# %%
exercise.in_both.check(in_both)

# %% [markdown]
# ### Nearly the same
# A picture that was saved again, a little brighter and with noise, is no exact copy. **Predict:** does it leak less?

# %%
part = test[: round(0.3 * len(test))]
noise = np.random.default_rng(SEED).normal(0, 6, images[part].shape)
brighter = (images[part] * 1.1 + noise).clip(0, 255).astype("uint8")
near_images = np.concatenate([images[train], brighter])
near_labels = np.concatenate([labels[train], labels[part]])
near_score = nearest_score(near_images, near_labels, images[test], labels[test])
print(f"three in ten, exact copies: {with_copies[3]:.0%}, brighter and noisy ones: {near_score:.0%}")

# %% tags=["claim"]
assert near_score > honest_score + 0.12, "near copies leak as well"

# %% [markdown]
# As bad, though none of them is an exact copy any more. To find such copies, keep what brightness does not change: shrink the picture
# to 8 rows of 9 gray pixels (here without its right quarter, so that the blocks come out even), and note for each pixel whether it is brighter than its left neighbour. These 64 answers are
# the **difference hash**.


# %%
def difference_hash(image):
    """Return 8 × 8 answers: is it brighter than its left neighbour?"""
    blocks = image.reshape(8, 3, 24, 3).mean(axis=(1, 3))  # the mean of every 3 rows, and of the colours
    small = blocks[:, :18].reshape(8, 9, 2).mean(axis=2)  # the mean of every 2 of the first 18 columns
    return small[:, 1:] > small[:, :-1]


three = [images[part[0]], brighter[0], images[test[-1]]]
hashes = [difference_hash(image) for image in three]
differ = [f"{np.sum(one != hashes[0])} of 64 differ" for one in hashes]
image_grid([*three, *hashes], ["a picture", "brighter, noisy", "another picture", *differ], columns=3)
show("Three pictures over three patterns of 8 by 8 squares; the first two patterns are nearly alike.")

# %% [markdown]
# `find_duplicates` compares such hashes of all pictures with each other, then their small gray versions. It returns groups
# of indices: exact copies, and near ones.

# %%
exact, near = find_duplicates(np.concatenate([images[train], brighter, images[test]]))
print(f"planted: {len(brighter)}; found: {len(exact)} groups of exact copies, {len(near)} of near ones")

# %% tags=["claim"]
assert abs(len(near) - len(brighter)) <= 0.15 * len(brighter), "most of the planted copies are found"

# %% [markdown]
# Look for copies **before** you split, and keep one of each group. The search is good, not perfect: a few that were planted are missing.

# %% [markdown]
# ## Change first, split later?
#
# More pictures are welcome, so somebody makes four of each: as it is, moved to the right, moved up, and mirrored.
# Then all are shuffled and split. **Predict** both accuracies: changed first, and split first.


# %%
def four_of_each(images):
    """Return all pictures, then all moved to the right, then moved up, then mirrored."""
    moved, raised = np.roll(images, 1, axis=2), np.roll(images, -1, axis=1)
    return np.concatenate([images, moved, raised, images[:, :, ::-1]])


all_images, all_labels = four_of_each(images), np.tile(labels, 4)  # the labels, four times in a row
front, back = np.split(np.random.default_rng(SEED).permutation(4 * n), [4 * cut])
changed_first = nearest_score(all_images[front], all_labels[front], all_images[back], all_labels[back])
split_first = nearest_score(
    four_of_each(images[train]), np.tile(labels[train], 4), images[test], labels[test]
)
print(f"changed first, then split: {changed_first:.0%}")
print(f"split first, then changed: {split_first:.0%}")

# %% tags=["claim"]
assert changed_first > split_first + 0.3, "changed first, the score is far too high"

# %%
model = KNeighborsClassifier(1).fit(all_images[front].reshape(len(front), -1), all_labels[front])
asked = all_images[back[:6]]
nearest = model.kneighbors(asked.reshape(6, -1), return_distance=False)[:, 0]
titles = ["in the test"] * 6 + ["its nearest"] * 6
image_grid([*asked, *all_images[front[nearest]]], titles, columns=6, size=1.2)
show(
    "Six test pictures, and under each its nearest training picture: often the same picture, moved a little."
)

# %% [markdown]
# The same leak, made at home. Whatever makes several pictures of one, oversampling too, comes *after* the split and
# touches the training set alone.

# %% [markdown] tags=["teacher"]
# **Teacher · 14 minutes, with the copies.** Most predict that a few copies do little harm, and that brightness makes a copy
# a new picture. Ask how one would notice from outside. Measured on the garden, with a forest (lesson 04): sixty daisies that
# were oversampled before the split seemed to be found every time; truly it was fewer than one in ten.

# %% [markdown]
# ## The same hand on both sides
#
# It needs no copies. Lesson 02 found fourteen forms among the scans, each filled in by one person (one person perhaps two), and new
# writers brought more mistakes. The forms stand for the writers. scikit-learn keeps a form together, if you name for each scan the **group** it belongs to.

# %%
row_of_labels = "".join(map(str, names))
pattern = "0?123456789012345.{2,4}0123456789"  # how a form begins
starts = [found.start() for found in re.finditer(pattern, row_of_labels)]
writers = np.searchsorted(starts, np.arange(len(names)), side="right")  # how many forms have begun by then
print("forms:", len(starts), "  scans in each:", np.bincount(writers)[1:])

# %% [markdown]
# Cut the scans into seven parts, called **folds**. Learn from six, test on the seventh, each in turn: this is
# **cross-validation**, and gives seven scores. **Predict:** how do they change when each writer is in one fold only?

# %%
mixed_folds = KFold(7, shuffle=True, random_state=SEED)
writer_folds = GroupKFold(7, shuffle=True, random_state=SEED)
mixed_scores = cross_val_score(RidgeClassifier(), scans, names, cv=mixed_folds)
writer_scores = cross_val_score(RidgeClassifier(), scans, names, cv=writer_folds, groups=writers)
print(f"each writer on both sides: mean ≈ {mixed_scores.mean():.1%}, lowest ≈ {mixed_scores.min():.1%}")
print(f"each writer on one side:   mean ≈ {writer_scores.mean():.1%}, lowest ≈ {writer_scores.min():.1%}")

# %% tags=["claim"]
assert mixed_scores.mean() > writer_scores.mean() + 0.01, "new writers are read less well"
assert writer_scores.std() > mixed_scores.std(), "and their scores spread further"

# %%
plt.figure(figsize=(6, 2.2))
plt.plot(mixed_scores, np.full(7, 1), "o", color=PALETTE[0], alpha=0.7)
plt.plot(writer_scores, np.full(7, 0), "s", color=PALETTE[5], alpha=0.7)
plt.yticks([0, 1], ["writers on one side", "writers on both sides"])
plt.gca().set(xlabel="accuracy of a fold", ylim=(-0.6, 1.6), title="New writers: lower, and less sure")
show("Two rows of seven dots: the scores with each writer on one side lie lower and are spread wider.")

# %% [markdown]
# Which number is right? Both, for two questions. To read forms of these very people: the first. For anyone else: the
# second. Split as the classifier will be used: new people, new days, new places.
#
# ### ★ More: design a split by person
# Write a function that returns indices of a training and a test set. `people` is an array with a name or number for each
# picture. Nobody is on both sides. Choose the people of the test by chance, with `rng`, so that it holds **about** `share`
# of all pictures: between half of that and one and a half times that. Some people took many pictures, others few.


# %%
def split_by_person(people, share, rng):
    """Return indices of a training and a test set; each person's pictures are on one side."""
    ### BEGIN SOLUTION
    in_test = np.zeros(len(people), bool)
    for person in rng.permutation(np.unique(people)):
        candidate = in_test | (people == person)
        if in_test.mean() < share and candidate.mean() <= 1.5 * share:
            in_test = candidate
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
    ### END SOLUTION


# %%
exercise.split_by_person.check(split_by_person)

# %% [markdown] tags=["teacher"]
# **Teacher · 7 minutes without the exercise.** Misconception: a random split is always honest. Ask for the groups in
# medicine (patients), traffic (a drive), satellite pictures (neighbouring tiles). `cross_val_score(cv=7)` does not shuffle,
# so on this set it comes near the second number by luck.

# %% [markdown]
# ## Three sets, three uses
#
# Leakage needs neither copies nor people. It is enough to *use* a set for what it is not for.
#
# | | may | may not |
# |---|---|---|
# | **training set** | teach, be resampled, be changed, give means and scales | judge |
# | **validation set** | compare settings, show mistakes, be looked at daily | teach, or give the number that is reported |
# | **test set** | give that number, once | help to choose anything |
#
# ### Exercise: which set?
# Name the set in each situation: `"training"`, `"validation"` or `"test"`.
#
# - **A** Subtract from every picture the mean of all pixels. Of which set's pixels?
# - **B** You have 1, 5 and 9 neighbours. Which set says what to keep?
# - **C** A hospital asks how often your finished program will be right. Which set answers?
# - **D** A program that knows ten 9s gets each of them eight times over. In which set?
# - **E** Each week you look at the pictures that were named wrongly, and decide what to collect next. From which set?
# - **F** Two ways to mend a rare class are compared. On which set?
#
# Write a dictionary: `sets = {"A": "…", "B": "…", …}`.

# %%
### BEGIN SOLUTION
sets = {
    "A": "training",
    "B": "validation",
    "C": "test",
    "D": "training",
    "E": "validation",
    "F": "validation",
}
### END SOLUTION

# %%
exercise.sets.check(sets)

# %% [markdown] tags=["teacher"]
# **Teacher · 6 minutes.** A is the letter most get wrong: "a mean is no learning". Ask what the mean of all sets tells
# about the test.

# %% [markdown]
# ## From a folder to batches
#
# The networks of lesson 07 take pictures in **batches**, a few at a time. Keras reads them from a folder.

# %%
import keras
import tensorflow as tf

keras.utils.set_random_seed(SEED)
folder = picture_folder(DATA)
read = dict(
    validation_split=0.2, image_size=(64, 64), crop_to_aspect_ratio=True, batch_size=None, verbose=False
)

# %% [markdown]
# To split, it shuffles the list of files by the `seed`, and cuts it at `validation_split`. `subset` says which part you
# get. **Predict:** what if the two parts come of two seeds?

# %%
train_part = keras.utils.image_dataset_from_directory(folder, subset="training", seed=SEED, **read)
for seed in [SEED, SEED + 1]:
    other_part = keras.utils.image_dataset_from_directory(folder, subset="validation", seed=seed, **read)
    both = set(train_part.file_paths) & set(other_part.file_paths)  # & keeps what is in both
    print(f"seed {seed}: {len(both)} of {len(other_part)} validation pictures are training pictures too")

# %% [markdown]
# Two seeds make two orders, and parts of two orders overlap. `subset="both"` gives both parts of one order, which cannot
# overlap. It splits by chance, not class by class:

# %%
train_part, validation_part = keras.utils.image_dataset_from_directory(
    folder, subset="both", seed=SEED, **read
)
held = [Path(file).parent.name for file in validation_part.file_paths]
for name in class_names:
    print(f"{name:12}{held.count(name):3} in validation")

# %% [markdown]
# ### How far does a shuffle reach?
# What you get is a `tf.data.Dataset`: a flow of pictures, one by one. `shuffle(100)` keeps 100 in a box, takes one out by
# chance, and puts the next one in. **Predict:** which of the four flows below mixes the classes?

# %%
flow = tf.data.Dataset.from_tensor_slices(labels)  # labels alone, class by class, as in the folder
box = max(2, n // 15)
flows = {
    "no shuffle": flow.batch(32),
    f"shuffle({box})": flow.shuffle(box, seed=SEED).batch(32),
    "batch, shuffle": flow.batch(32).shuffle(n, seed=SEED),
    f"shuffle({n})": flow.shuffle(n, seed=SEED).batch(32),
}
come = {name: np.concatenate(list(one.as_numpy_iterator())) for name, one in flows.items()}
for name, order in come.items():
    print(f"{name:15} classes in the first batch: {len(np.unique(order[:32]))}")

# %%
label_strips(come, class_names)
plt.suptitle("Which of them mixes the classes?")
show(
    "Four strips: blocks of classes; blocks with soft edges; broken blocks of 32; and all classes well mixed."
)

# %% [markdown]
# A small box mixes neighbours only, and what is in one batch stays together. So take a box as large as the set, **before**
# `batch`. (A flow from `image_dataset_from_directory` is shuffled already, by the list of its files, and anew in each pass;
# `shuffle=False` keeps the folder's order.)
#
# ### Before or after the cache?
# `cache` keeps in memory what comes past, so that files are read once. **Predict** two passes over ten numbers, each way.

# %%
numbers = tf.data.Dataset.range(10)
ways = {
    "shuffle, cache": numbers.shuffle(10, seed=SEED).cache(),
    "cache, shuffle": numbers.cache().shuffle(10, seed=SEED),
}
for name, way in ways.items():
    for number in [1, 2]:
        print(f"{name}, pass {number}:", *way.as_numpy_iterator())

# %% [markdown]
# `cache` freezes all that stands before it, a shuffle too: every pass then has the same batches. Put behind it what shall
# be new each time.
#
# The other way round it is a trap: a shuffled flow is shuffled anew whenever it is read. **Predict:** what if you cut one
# into training and test?

# %%
mixed_flow = tf.data.Dataset.range(1000).shuffle(1000, seed=SEED)
taught = set(mixed_flow.take(800).as_numpy_iterator())
tested = set(mixed_flow.skip(800).as_numpy_iterator())
print(len(taught & tested), "of", len(tested), "in the test were taught")

# %% tags=["claim"]
assert len(taught & tested) > 120, "most of the test pictures were taught before"

# %% [markdown]
# Split first, then shuffle the training part alone.
#
# ### ★ More: how long does a pass take?
# The first pass fills the cache, so time the second. **Predict** the order of these four.


# %%
def seconds(flow):
    """Return the seconds of the second pass through a flow."""
    for _ in range(2):
        start = perf_counter()
        for _ in flow:
            pass
    return perf_counter() - start


took = {
    "no cache": seconds(train_part.batch(32)),
    "cache, batch": seconds(train_part.cache().batch(32)),
    "batch, cache": seconds(train_part.batch(32).cache()),
    "cache, shuffle, batch": seconds(train_part.cache().shuffle(n).batch(32)),
}
for name, value in took.items():
    print(f"{name:22} ≈ {value:.3f} s")

# %% [markdown]
# Reading files takes the time, and `cache` saves it. Beside that, the place of `cache` and a shuffle hardly count; but behind `batch` it
# freezes the batches.
#
# `prefetch` prepares the next batch while this one is in use. Let preparing and using take 20 milliseconds each, a dozen
# times. **Predict** the seconds without it, as TensorFlow does it, and with it. Another program may take its time meanwhile, so the best of three
# tries counts.


# %%
def prepare():
    for number in range(12):
        sleep(0.02)  # as if a file were read
        yield number  # hands one over, and goes on when the next is wanted


def use(flow):
    """Return the seconds that preparing and using take, the best of three tries."""
    tries = []
    for _ in range(3):
        start = perf_counter()
        for _ in flow:
            sleep(0.02)  # as if a network were trained
        tries.append(perf_counter() - start)
    return min(tries)


# %%
slow = tf.data.Dataset.from_generator(prepare, output_signature=tf.TensorSpec((), tf.int64))
off = tf.data.Options()
off.experimental_optimization.inject_prefetch = False
spent = {
    "none": use(slow.with_options(off)),
    "as it comes": use(slow),
    "prefetch": use(slow.prefetch(tf.data.AUTOTUNE)),
}
for name, value in spent.items():
    print(f"{name:12} ≈ {value:.2f} s")

# %% [markdown]
# With none, the times add up. But TensorFlow puts one at the end by itself (here `off` forbids it), so one of your own
# gains nothing. Many programs write it out all the same, and so do the lessons of this course.
#
# ### Exercise: the steps in order
# Write the function. `pictures` is a flow of single pictures with labels, which reads the files anew in each pass, in the
# order of the folder; `count` says how many there are. Return batches of 32 for training: each file is read only
# once, all pictures come in each pass, well mixed, and each pass mixes them anew.


# %%
def training_batches(pictures, count):
    """Return batches of 32 for training: read once, mixed anew in each pass."""
    ### BEGIN SOLUTION
    return pictures.cache().shuffle(count).batch(32).prefetch(tf.data.AUTOTUNE)
    ### END SOLUTION


# %%
exercise.training_batches.check(training_batches)

# %% [markdown] tags=["teacher"]
# **Teacher · 18 minutes, of them 8 for the ★.** Misconceptions: `shuffle(100)` shuffles everything; the order of the steps is a matter of taste.
# Play `shuffle(3)` with ten cards. For what is judged, no shuffle: `subset="validation"` alone deals a new order in each
# pass, so labels of one pass do not fit predictions of another; the validation part of `subset="both"` keeps its order.

# %% [markdown]
# ## What is in the folder?
#
# Before all of this, look at the files. Here is a folder of two dozen, nearly all with trouble: cut off, empty, no picture
# at all, turned, gray, transparent, huge, copied … **Predict:** how many can be used?

# %%
with tempfile.TemporaryDirectory() as place:
    mixed_bag = load(spoiled_folder(Path(place, "flowers")), size=96)
report = mixed_bag.report
report.folder = "flowers"  # shorter than the temporary folder's name

# %% tags=["nbval-ignore-output"]
report  # another version of Pillow words its troubles in another way

# %%
image_grid(mixed_bag.images, [Path(file).stem for file in mixed_bag.files], columns=5)
show("The pictures that can be used: gray, turned upright, on white where they were transparent, and copies.")

# %% [markdown]
# `load` passes over nothing in silence. *Left out*: mend or replace those files. *Converted*: look whether they still show
# what they should. *Equal*: you decide which one stays. What the report cannot see is a wrong label: look at the pictures themselves, one of
# them lies in the folder of another flower. *Under two labels*: one of the labels is wrong for sure.
#
# Keras is less kind: a broken file stops it, and a picture that its camera marked as turned lies on its side.
# `picture_folder` tells you of both.

# %% [markdown] tags=["teacher"]
# **Teacher · 5 minutes.** Most are surprised that a file of a hundred bytes can claim to be 60,000 pixels wide, and fill the
# memory. Ask what the two labels of one picture say about how the folder was filled.

# %% [markdown]
# ## On your own pictures
#
# Put a folder `my_pictures` beside this notebook, with a sub-folder for each class, and run this cell.

# %%
if Path("my_pictures").is_dir():
    try:
        print(load("my_pictures", size=96).report)
    except DataProblem as problem:
        print(problem)
else:
    print("There is no folder my_pictures beside this notebook yet.")

# %% [markdown]
# Then write `DATA = "my_pictures"` in the second cell and run all. How many of each class are in the test? What do copies
# do to the score? And for the card: who took the pictures, when, with what?

# %% [markdown]
# ## Quiz

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You found out why a classifier scored high and was worthless: it had learned the camera.
# - You measured how well two labellers agree, beyond luck.
# - You saw in a confusion matrix what a rare class suffers, and compared four remedies. Only collecting adds knowledge.
# - You split pictures into stratified sets that share no picture, no copy and no person.
# - You turned a folder into batches: `cache`, `shuffle`, `batch`, `prefetch`.
# - You read the report on a folder of good and bad pictures.
#
# **Next:** [04 · Can we help the classifier see?](04_features.ipynb)
#
# **Read more:** Jacob Cohen, *A Coefficient of Agreement for Nominal Scales* (1960). Timnit Gebru and others, *Datasheets
# for Datasets* (2018). Sebastian Lapuschkin and others, *Unmasking Clever Hans Predictors and Assessing What Machines Really
# Learn* (2019). Sayash Kapoor and Arvind Narayanan, *Leakage and the Reproducibility Crisis in Machine-Learning-Based
# Science* (2023).
