# %% [markdown]
# # 13 · How good is it, really?
#
# A classifier is right on 95 of 100 new pictures. Would you rely on it? This lesson shows one that reaches that number and finds
# nothing, and the tools that would have told you.
#
# **By the end you can**
# - build a confusion matrix, and work out precision, recall and F1 from it
# - choose a threshold by what each kind of mistake costs
# - read an ROC curve and a precision-recall curve
# - tell whether a model's probabilities keep what they promise, and mend them
# - put an interval on an accuracy, and on the difference between two models
#
# Minutes: 90. **What to know first:** how a network is trained (lesson 07), what the validation and the test set are for
# (lesson 02).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads Keras.
import matplotlib.pyplot as plt
import numpy as np
from sklearn import metrics
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from course_utils.data import load
from course_utils.exercises import evaluation as exercise
from course_utils.plots import PALETTE, image_grid, reliability_diagram, score_histogram, show
from course_utils.training import ProgressLine, keras

# %% tags=["parameters"]
SEED = 7
DATA = "garden"

# %% [markdown]
# ## Ninety-five in a hundred
#
# One piece in twenty that leaves a factory is faulty, and a camera shall find it. Scans of handwriting stand for the pieces:
# an 8 is a faulty one, every other digit is sound. Half of the 8s are left out, so that they are as rare as that.

# %%
digits = load_digits()
rng = np.random.default_rng(SEED)
eights = rng.permutation(np.flatnonzero(digits.target == 8))
kept = np.delete(np.arange(len(digits.target)), eights[: len(eights) // 2])
scans, names = digits.images[kept], digits.target[kept]
is_eight = names == 8
print(f"{is_eight.sum()} of {len(scans)} scans show an 8")

# %% [markdown]
# Three equal parts: to learn from, to choose with, to test; `stratify` keeps the share of 8s the same in each. Then a first detector:
# logistic regression, scikit-learn's simplest classifier that gives probabilities. `C` is small, so large weights cost much (lesson 08).

# %%
pixels = scans.reshape(len(scans), -1) / 16
rest, test = train_test_split(np.arange(len(scans)), test_size=1 / 3, stratify=is_eight, random_state=SEED)
train, validation = train_test_split(rest, test_size=1 / 2, stratify=is_eight[rest], random_state=SEED)

detector = LogisticRegression(C=0.001).fit(pixels[train], is_eight[train])
truth = is_eight[validation]
predictions = detector.predict(pixels[validation])
print(f"right on {np.mean(predictions == truth):.0%} of {len(truth)} new scans")

# %% tags=["claim"]
assert np.mean(predictions == truth) > 0.94, "the detector is right on 94 scans in 100 and more"
assert predictions.sum() == 0, "it never says 8"

# %% [markdown]
# That sounds good. **Before you go on, find out what is wrong with it:** write a cell of your own that looks at `predictions`.
# The next cell tells.

# %%
print("8s among them:", truth.sum(), "  found:", np.sum(predictions & truth))

# %% [markdown]
# It says "no 8" every time. Where one class is rare, accuracy hardly asks about it.

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes.** Let them look at `predictions` before the next cell; most print its mean or `np.unique`. Misconception:
# "95% right means that it finds 95% of the faults". Ask: which question does accuracy answer, and who asks that question?

# %% [markdown]
# ## Four kinds of answers
#
# The detector is less useless than it looks: it gives each scan a **score**, here the probability of an 8. The scores of the 8s
# are higher, only none of them reaches one half.

# %%
scores = detector.predict_proba(pixels[validation])[:, 1]  # two columns: no 8, 8
print(f"the highest score of all: {scores.max():.2f}")
score_histogram(scores, truth)
plt.legend(["no 8", "8"])
show("Two histograms of scores that overlap; those of the 8s lie further to the right.")

# %% [markdown]
# So move the **threshold**: from which score on is it called an 8? `np.quantile` finds the score that one scan in ten exceeds.

# %%
threshold = np.quantile(scores, 0.9)
predictions = scores >= threshold
print("called 8:", predictions.sum(), "  of them right:", np.sum(predictions & truth))

# %% [markdown]
# Now there are four kinds of answers. An 8 is called the **positive** class, because it is what we look for.
#
# | | called no 8 | called 8 |
# |---|---|---|
# | **is no 8** | true negative | false positive, a false alarm |
# | **is an 8** | false negative, a miss | true positive, found |
#
# A table that counts them is a **confusion matrix**: a row for each true class, a column for each predicted one. It works for
# any number of classes.
#
# ### Exercise: the confusion matrix
# Write it as a function. `truth` and `predictions` are arrays of class numbers from 0 to `classes - 1`. `np.zeros((3, 3), int)`
# makes a table of zeros to count in.


# %%
def confusion(truth, predictions, classes):
    """Return the table `(classes, classes)` that counts: row true class, column predicted class."""
    ### BEGIN SOLUTION
    table = np.zeros((classes, classes), int)
    for true, predicted in zip(truth, predictions, strict=True):
        table[true, predicted] += 1
    return table
    ### END SOLUTION


# %%
exercise.confusion.check(confusion)

# %% [markdown]
# scikit-learn counts in the same way, and draws the table.

# %%
table = metrics.confusion_matrix(truth, predictions)
display = metrics.ConfusionMatrixDisplay(table, display_labels=["no 8", "8"])
display.plot(cmap="Blues", colorbar=False)
plt.title("Rows: what it is. Columns: what it is called")
show(
    "A table of four numbers: most scans are no 8 and called no 8; the second row tells how many 8s were found."
)

# %% [markdown]
# Other books draw the table the other way round. Before you read one, look for the word "true" on an axis.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Most mix up rows and columns once. Ask for the sum of a row: how many 8s there are, whatever the
# detector says. The sum of a column changes with the threshold.

# %% [markdown]
# ## Two questions, two numbers
#
# Someone who waits for the faulty pieces asks: how many of them were found? That is **recall**. Someone who has to look at every
# alarm asks: how many of the alarms were right? That is **precision**.
#
# $$\text{recall} = \frac{\text{found}}{\text{found} + \text{missed}} \qquad
# \text{precision} = \frac{\text{found}}{\text{found} + \text{false alarms}}$$
#
# **F1** joins the two in one number that is high only when both are:
# $\text{F1} = 2 \cdot \text{precision} \cdot \text{recall} \,/\, (\text{precision} + \text{recall})$. A mean would let one hide
# the other: what is the mean for a detector that calls everything an 8?
#
# ### Exercise: precision, recall and F1
# Write a function that returns all three, in this order. `truth` and `predictions` are arrays of True and False. Where a
# number would be divided by 0, it is 0.


# %%
def precision_recall_f1(truth, predictions):
    """Return precision, recall and F1 of predictions; each is 0 where it would be divided by 0."""
    ### BEGIN SOLUTION
    found = np.sum(truth & predictions)
    precision = found / predictions.sum() if predictions.any() else 0.0
    recall = found / truth.sum() if truth.any() else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0
    ### END SOLUTION


# %%
exercise.precision_recall_f1.check(precision_recall_f1)

# %% [markdown]
# The same numbers from scikit-learn, for the detector of the beginning, for the one with the new threshold, and for one that calls
# everything an 8. **Predict:** which numbers are 0 for the first one, and what is the mean of the two for the last?

# %%
for name, cut in [("threshold 0.5", 0.5), ("the upper tenth", threshold), ("everything an 8", 0)]:
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        truth, scores >= cut, average="binary", zero_division=0
    )
    mean = (precision + recall) / 2
    print(f"{name:16} precision {precision:.2f}   recall {recall:.2f}   mean {mean:.2f}   F1 {f1:.2f}")

# %% [markdown]
# ### Exercise: which one matters?
# Which number must be high in each situation, `"precision"` or `"recall"`? Ask what a miss costs, and what a false alarm costs.
#
# - **A** A first, cheap test for a serious disease. Whoever is found gets a second, exact test.
# - **B** A filter moves letters that it takes for advertising into a folder that nobody opens.
# - **C** A camera stops the whole production line for an hour at each piece that it calls faulty. A faulty piece is cheap to replace.
# - **D** A camera looks for cracks in the wheels of trains. What it reports is looked at by a person.
# - **E** A search shows ten pictures for "sunset", out of a million that would fit.
# - **F** A drone looks for a missing person in the mountains.
#
# Write a dictionary: `matters = {"A": "…", "B": "…", …}`.

# %%
### BEGIN SOLUTION
matters = {
    "A": "recall",
    "B": "precision",
    "C": "precision",
    "D": "recall",
    "E": "precision",
    "F": "recall",
}
### END SOLUTION

# %%
exercise.matters.check(matters)

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** "Precision is a property of the model": it is not, it falls when the positives get rarer (shown below).
# For B somebody says recall, since advertising annoys; ask what happens to the one letter that mattered.

# %% [markdown]
# ## One threshold after the other
#
# Why choose one threshold, when you can look at all of them? Begin above the highest score, where nothing is called an 8, and
# lower it score by score. Each step calls one scan more an 8. If it is one, you go a step up, else a step to the right. `np.cumsum` adds
# up as it goes along; a 0 stands in front, where nothing is called.

# %%
order = np.argsort(-scores)  # the highest score first
up = np.cumsum([0, *truth[order]]) / truth.sum()
right = np.cumsum([0, *~truth[order]]) / np.sum(~truth)

plt.figure(figsize=(4.5, 4.2))
plt.step(right, up, where="post", color=PALETTE[0], lw=2)
plt.plot([0, 1], [0, 1], color="black", linestyle=":", label="scores by chance")
plt.gca().set(xlabel="false alarms, of all that are no 8", ylabel="found, of all 8s", title="The ROC curve")
plt.legend()
show(
    "A curve climbs steeply from the lower left corner, then bends to the upper right one, far above a diagonal."
)

# %% [markdown]
# This is the **ROC curve**: recall on the upright axis, and on the other the **false positive rate**, the share of false alarms
# among all that is no 8.
#
# The area under the curve, **AUC**, has a meaning of its own: take one 8 and one other scan at random. How often does the 8 have the
# higher score?
#
# ### ★ More: the area by counting pairs
# Write a function that returns that share, over all pairs of a positive and a negative. A pair with equal scores counts one half.


# %%
def ranked_above(truth, scores):
    """Return the share of pairs, a positive and a negative, in which the positive has the higher score."""
    ### BEGIN SOLUTION
    positive, negative = scores[truth], scores[~truth]
    higher = positive[:, np.newaxis] > negative
    equal = positive[:, np.newaxis] == negative
    return np.mean(higher + 0.5 * equal)
    ### END SOLUTION


# %%
exercise.ranked_above.check(ranked_above)

# %%
pairs = [eight > other for eight in scores[truth] for other in scores[~truth]]
print(f"pairs in which the 8 is ahead: {np.mean(pairs):.3f}")
print(f"area under the ROC curve:      {metrics.roc_auc_score(truth, scores):.3f}")

# %% tags=["claim"]
assert abs(np.mean(pairs) - metrics.roc_auc_score(truth, scores)) < 1e-9, "the area is the share of pairs"
assert metrics.roc_auc_score(truth, scores) > 0.8, "the scores rank most 8s above most others"

# %% [markdown]
# The same scores gave a detector with recall 0. AUC judges the order of the scores, and no threshold.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Draw the steps on the board for five scores first. Misconceptions: AUC is an accuracy; a good AUC means
# few false alarms. When short of time, leave the pairs to be read.

# %% [markdown]
# ## When positives are rare
#
# A good AUC can hide many false alarms. Take the same 8s and ever more other scans, drawn again and again from those
# that are there. **Predict:** what happens to AUC, and what to precision, if there are a hundred others for each 8?

# %%
draw = np.random.default_rng(SEED)
curves, averages = {}, {}
for times in [1, 10, 100]:
    others = draw.choice(scores[~truth], times * truth.sum())
    mixed = np.concatenate([scores[truth], others])
    labels = np.arange(len(mixed)) < truth.sum()
    curves[times] = metrics.precision_recall_curve(labels, mixed)[:2]
    averages[times] = metrics.average_precision_score(labels, mixed)
    auc = metrics.roc_auc_score(labels, mixed)
    print(f"{times:3} to 1: AUC ≈ {auc:.2f}, average precision ≈ {averages[times]:.2f}")

# %% tags=["claim"]
assert averages[100] < averages[1] - 0.3, (
    "with a hundred others for each 8 the mean precision falls by 0.3 and more"
)

# %%
for (times, (precision, recall)), style in zip(curves.items(), ["-", "--", ":"], strict=True):
    plt.step(recall, precision, style, where="post", lw=2, label=f"{times} to 1")
plt.gca().set(xlabel="recall", ylabel="precision", title="The same detector, where 8s are rarer and rarer")
plt.legend()
show("Three precision-recall curves of the same scores: where 8s are rarer, precision falls lower.")

# %% [markdown]
# AUC asks about one 8 and one other scan, so it does not matter how many others there are; what moves it here is the luck of the draw.
# Precision falls, since each false alarm now comes many times. The **precision-recall curve** shows what an alarm is worth. Where positives are rare, draw this one. Its mean height is the
# **average precision**. For both kinds of curve scikit-learn has a display, such as
# `metrics.RocCurveDisplay.from_predictions(truth, scores)`.

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes.** Most expect AUC to fall. It asks only about the order of one 8 and one other, so how many others there are
# does not matter. Ask: which of the two numbers would a seller quote?

# %% [markdown]
# ## What does a mistake cost?
#
# One point of the curve has to be chosen. Say that a missed fault costs ten times as much as a false alarm. Then each threshold has
# a price.
#
# ### Exercise: the cheapest threshold
# Write a function that tries every value in `scores` as a threshold (a scan whose score is at least the threshold is called
# positive) and returns the one with the lowest total cost.


# %%
def cheapest_threshold(truth, scores, miss, alarm):
    """Return the score that, as a threshold, makes `miss` per miss plus `alarm` per false alarm lowest."""
    ### BEGIN SOLUTION
    best, lowest = None, np.inf
    for threshold in scores:
        called = scores >= threshold
        cost = miss * np.sum(truth & ~called) + alarm * np.sum(~truth & called)
        if cost < lowest:
            best, lowest = threshold, cost
    return best
    ### END SOLUTION


# %%
exercise.cheapest_threshold.check(cheapest_threshold)

# %% [markdown]
# The threshold is chosen on the validation set, and paid for on the test set. **Predict:** would it be cheaper to choose it on the
# test set?


# %%
def cost(truth, scores, threshold):
    """Return the total cost: 10 for each miss, 1 for each false alarm."""
    called = scores >= threshold
    return 10 * np.sum(truth & ~called) + np.sum(~truth & called)


test_truth, test_scores = is_eight[test], detector.predict_proba(pixels[test])[:, 1]
chosen = min(scores, key=lambda threshold: cost(truth, scores, threshold))
peeked = min(test_scores, key=lambda threshold: cost(test_truth, test_scores, threshold))
for name, threshold in [("0.5", 0.5), ("chosen on validation", chosen), ("chosen on the test set", peeked)]:
    print(f"threshold {name:22} costs ≈ {cost(test_truth, test_scores, threshold)} on the test set")

# %% tags=["claim"]
assert cost(test_truth, test_scores, 0.5) > 1.5 * cost(test_truth, test_scores, chosen), (
    "chosen: a third cheaper"
)
assert cost(test_truth, test_scores, chosen) >= cost(test_truth, test_scores, peeked), (
    "peeking never costs more"
)

# %% [markdown]
# The last line is a promise that no new piece will keep: that threshold was made for these very scans. And one half is right
# only for honest probabilities, which these scores need not be, and equal prices.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Let groups set prices for their own situation from "which one matters?" and compare thresholds. Ask who
# may set such prices.

# %% [markdown]
# ## Many classes
#
# With ten classes, each one can be the positive class in turn, **one against the rest**, with a precision, a recall and an F1 of its
# own. To join ten F1s in one number, there are three ways:
#
# - **macro**: the mean of the ten. Each class counts the same, a rare one too.
# - **weighted**: the mean, where each class counts as often as it occurs.
# - **micro**: all found, missed and false alarms of all classes counted together. Where each picture has one label, it equals the
#   accuracy.
#
# **Predict:** which of the three falls most when the 8s are hardly ever found?

# %%
few = train[(names[train] != 8) | (np.cumsum(names[train] == 8) <= 2)]  # only two of the 8s are left
counts = np.bincount(names[validation])
for name, learned in [("all 8s", train), ("two 8s", few)]:
    reader = LogisticRegression(C=0.1, max_iter=1000).fit(pixels[learned], names[learned])
    read = reader.predict(pixels[validation])
    f1 = metrics.f1_score(names[validation], read, average=None)
    macro, weighted = f1.mean(), np.average(f1, weights=counts)
    print(f"learned with {name}: F1 of the 8s ≈ {f1[8]:.2f}, macro ≈ {macro:.3f}, weighted ≈ {weighted:.3f},")
    print(f"    micro ≈ {np.mean(read == names[validation]):.3f}, which is the accuracy")

# %%
kinds = {
    kind: metrics.f1_score(names[validation], read, average=kind) for kind in ["macro", "weighted", "micro"]
}
print("scikit-learn says:", ", ".join(f"{kind} ≈ {value:.3f}" for kind, value in kinds.items()))

# %% tags=["claim"]
assert kinds["weighted"] > kinds["macro"], "a rare class that is hardly found pulls the macro mean down most"

# %%
metrics.ConfusionMatrixDisplay.from_predictions(names[validation], read, cmap="Blues", colorbar=False)
plt.title("What is taken for what?")
show(
    "A table of ten by ten: nearly all scans lie on the diagonal; the row of the 8s is spread over other columns."
)

# %% [markdown]
# Read a row: what the 8s are taken for. Read a column: what is called an 8. A single number says neither.

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes.** On balanced sets the three means hardly differ, which is why many never notice which one they report.

# %% [markdown]
# ## Is it right as often as it says?
#
# A network's softmax gives numbers that look like probabilities. If they are, then of all pictures to which it gives `0.9`, nine in
# ten are right. Train a network on the drawn flowers until it has learned its pictures by heart, and look.

# %%
learn, choose, judge = load(DATA, size=32).split((0.5, 0.25, 0.25), seed=SEED)
class_names = learn.class_names
layers = keras.layers


def train_network(seed, epochs=40):
    """Return the network of lesson 07, trained on the flowers."""
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((32, 32, 3)), layers.Rescaling(1 / 255)])
    for filters in [16, 32, 64]:
        model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(layers.MaxPooling2D())
    for layer in [layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(len(class_names))]:
        model.add(layer)
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    model.fit(learn.images, learn.labels, epochs=epochs, verbose=0, callbacks=[ProgressLine()])
    return model


model = train_network(SEED)

# %% [markdown]
# Its **confidence** on a picture is the highest of its probabilities. **Predict:** on the pictures where it is surer
# than `0.9`, how often is it right?


# %%
def softmax(logits):
    """Return probabilities: positive numbers that add up to 1 in each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


logits = model.predict(judge.images, verbose=0)
probabilities = softmax(logits)
confidence, guesses = probabilities.max(axis=1), probabilities.argmax(axis=1)
correct = guesses == judge.labels
sure = confidence > 0.9
print(
    f"more than 90% sure on ≈ {sure.mean():.0%} of the pictures, right on ≈ {correct[sure].mean():.0%} of those"
)
print(f"mean confidence ≈ {confidence.mean():.0%}, accuracy ≈ {correct.mean():.0%}")

# %% tags=["claim"]
assert confidence.mean() > correct.mean() + 0.08, "the network is surer than it is right"
assert correct[sure].mean() < 0.92, "where it is more than 90% sure, it is right less often than it says"

# %%
plt.figure(figsize=(4.2, 3.8))
reliability_diagram(confidence, correct)
plt.title("Is it right as often as it says?")
show(
    "Bars of accuracy by confidence beside a diagonal; below it the network is right less often than it says."
)

# %% [markdown]
# Each bar holds the pictures with about the same confidence, and the number on it says how many. Below the line, the network promises too
# much. The mean distance between confidence and accuracy, each bar counted as often as it has pictures, is the **expected calibration
# error**.


# %%
def calibration_error(confidence, correct, bins=10):
    """Return how far confidence and accuracy lie apart, averaged over the pictures."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for number in np.unique(which):
        inside = which == number
        error += inside.mean() * abs(correct[inside].mean() - confidence[inside].mean())
    return error


print(f"expected calibration error ≈ {calibration_error(confidence, correct):.2f}")

# %% [markdown]
# The remedy is a single number. Divide all logits by a **temperature** above 1, and the highest probability of each picture falls. It is
# found on the validation set, as the one with the lowest loss there.
#
# ### ★ More: softmax with a temperature
# Write it. `logits` is an array `(n, classes)`. It must also work for logits such as 1000.


# %%
def cooled(logits, temperature):
    """Return the softmax of each row of `logits / temperature`."""
    ### BEGIN SOLUTION
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %%
exercise.cooled.check(cooled)

# %%
known = model.predict(choose.images, verbose=0)
temperatures = np.geomspace(0.1, 20, 200)  # evenly spaced factors
losses = [
    metrics.log_loss(choose.labels, softmax(known / t), labels=range(len(class_names))) for t in temperatures
]  # the cross-entropy of lesson 07
temperature = temperatures[np.argmin(losses)]
mended = softmax(logits / temperature)
print(f"temperature ≈ {temperature:.1f}")
print(
    f"mean confidence ≈ {mended.max(axis=1).mean():.0%}, accuracy ≈ {np.mean(mended.argmax(axis=1) == judge.labels):.0%}"
)

# %%
plt.figure(figsize=(4.2, 3.8))
reliability_diagram(mended.max(axis=1), correct)
plt.title("With the temperature")
errors = [calibration_error(values.max(axis=1), correct) for values in (probabilities, mended)]
print(f"expected calibration error: as trained ≈ {errors[0]:.2f}, with the temperature ≈ {errors[1]:.2f}")
show("The same bars with the temperature, beside the diagonal.")

# %% tags=["claim"]
assert errors[0] > errors[1], "the temperature lowers the calibration error on the test set"
assert np.all(mended.argmax(axis=1) == guesses), "the temperature changes no answer"

# %% [markdown]
# No answer changes, since dividing keeps the order of the logits. Only the promises become honest. Even perfect probabilities would
# show a small error on so few pictures, by luck alone.

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** "Temperature makes predictions better": it does not change one. Ask where honest probabilities matter: where
# a threshold on them decides who is asked, or where they are multiplied with a price.

# %% [markdown]
# ## How sure is that number?
#
# An accuracy from a few hundred pictures would be another one on a few hundred others. You have no others, but you can draw again from
# those you have: as many, with repetitions. That is the **bootstrap**.
#
# ### Exercise: an interval by drawing again
# `right` holds True for each picture that was answered rightly. Draw `len(right)` of its values with `rng.choice(right, len(right))`,
# take their mean, and do so `draws` times. Return the two ends that hold the middle `95%` of the means:
# `np.percentile(means, [2.5, 97.5])`.


# %%
def interval(right, draws, rng):
    """Return the lower and upper end that hold the middle 95% of `draws` accuracies of redrawn pictures."""
    ### BEGIN SOLUTION
    means = [np.mean(rng.choice(right, len(right))) for _ in range(draws)]
    return np.percentile(means, [2.5, 97.5])
    ### END SOLUTION


# %%
exercise.interval.check(interval)

# %% [markdown]
# There is also a formula, with $p$ the accuracy and $n$ the number of pictures: $p \pm 1.96 \sqrt{p (1 - p) / n}$.

# %%
rng = np.random.default_rng(SEED)
redrawn = rng.choice(correct, (2000, len(correct))).mean(axis=1)
low, high = np.percentile(redrawn, [2.5, 97.5])
p, n = correct.mean(), len(correct)
reach = 1.96 * np.sqrt(p * (1 - p) / n)
print(f"bootstrap: from ≈ {low:.1%} to ≈ {high:.1%}")
print(f"formula:   from ≈ {p - reach:.1%} to ≈ {p + reach:.1%}")

# %% tags=["claim"]
assert abs((high - low) - 2 * reach) < 0.02, "bootstrap and formula agree"
assert high - low > 0.08, "the interval is eight points wide or more"

# %% [markdown]
# Both ways agree, as long as there are dozens of right and of wrong answers. (Where all answers are right, both give a width of 0, which no
# number of pictures deserves.) The bootstrap also works where there is no formula: for F1, AUC, or a **difference**.

# %% [markdown]
# ### Is one model better than another?
# Train the same network again, from other first weights. **Predict:** how far apart are they, and is that more than luck?

# %%
second = train_network(SEED + 100)
also_correct = second.predict(judge.images, verbose=0).argmax(axis=1) == judge.labels

# %%
difference = correct.astype(int) - also_correct  # per picture: 1, 0 or -1
paired = rng.choice(difference, (2000, n)).mean(axis=1)
low, high = np.percentile(paired, [2.5, 97.5])
apart = redrawn - rng.choice(also_correct, (2000, n)).mean(axis=1)
wide_low, wide_high = np.percentile(apart, [2.5, 97.5])
print(f"accuracies ≈ {correct.mean():.1%} and ≈ {also_correct.mean():.1%}")
print(f"difference, the same pictures for both: from ≈ {low:.1%} to ≈ {high:.1%}")
print(f"difference, as if from other pictures:  from ≈ {wide_low:.1%} to ≈ {wide_high:.1%}")

# %% tags=["claim"]
assert wide_high - wide_low > high - low, "on the same pictures the difference is known more exactly"

# %% [markdown]
# Both models meet the same easy and the same hard pictures. Compare them picture by picture, **paired**, and that luck cancels out. As
# long as 0 lies in the interval, you cannot say which is better. Where it does not, you know about these two trained networks; whether one
# *way of training* is better, only several seeds can tell.
#
# The interval knows about the luck of drawing pictures. It knows nothing of another camera, other gardens, or other first weights.

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** "If two intervals overlap, there is no difference": not so, look at the interval of the difference. At 98%
# right on 50 pictures the bootstrap fails: with no mistake in the sample its width is 0.

# %% [markdown]
# ## Look at the mistakes
#
# Numbers do not say *why*. The mistakes on which the network was surest (if there are fewer than twelve, right answers follow):

# %%
worst = np.lexsort((-confidence, correct))[:12]  # wrong ones first, among them the surest first
titles = [f"{class_names[judge.labels[i]]}\ncalled {class_names[guesses[i]]}" for i in worst]
image_grid(judge.images[worst], titles, columns=6, size=1.35)
show(
    "Twelve pictures, those named wrongly with great confidence first, each with its true and predicted class."
)

# %% [markdown]
# Sort them: is it the **picture** (cut off, hidden, blurred), the **label** (somebody named it wrongly; in the drawn garden nobody did),
# or the **model** (you see at once what it is)? For each pile the remedy is another one: take better pictures, mend labels, or give the model more to learn from.

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes.** On the drawn flowers no label is wrong, by construction; on the real flower photographs a few are. Let
# pairs sort independently and count how often they agree.

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You built a confusion matrix, and worked out precision, recall and F1 from it.
# - You chose a threshold by what each kind of mistake costs.
# - You read an ROC curve and a precision-recall curve.
# - You told whether a model's probabilities keep what they promise, and mended them.
# - You put an interval on an accuracy, and on the difference between two models.
#
# ## On your own pictures
# Put a folder `my_pictures` beside this notebook, one sub-folder for each class, write `DATA = "my_pictures"` in the second cell, and run
# all cells. Look at the interval first. With few pictures it is wide: that is its message. If every answer is right, you need more
# pictures, or harder ones.
#
# **Where to read more:** Tom Fawcett, *An introduction to ROC analysis*. Takaya Saito and Marc Rehmsmeier, *The Precision-Recall
# Plot Is More Informative than the ROC Plot When Evaluating Binary Classifiers on Imbalanced Datasets*. Chuan Guo and others, *On
# Calibration of Modern Neural Networks*. Bradley Efron and Robert Tibshirani, *An Introduction to the Bootstrap*.
