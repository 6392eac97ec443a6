# %% [markdown]
# # 14 · What if a picture holds several things?
#
# A flower bed holds daisies *and* tulips. A classifier that must choose one class cannot say so. This lesson lets it answer
# yes or no for each class, and then takes the step to saying *where*.
#
# **By the end you can**
# - say why softmax fails where a picture has several labels, and work out the loss that replaces it
# - judge such a classifier by exact match, per label, micro and macro, beside an answer that knows nothing
# - choose a threshold for each label on the validation set
# - tell what labels that always occur together, or were not written down, do to a classifier
# - build a first detector: slide a window, score boxes by their overlap, remove doubles
#
# Minutes: 120. **What to know first:** softmax and cross-entropy (lesson 07), a new head on a trained network (12), precision,
# recall, F1 and thresholds (13).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads Keras.
import matplotlib.pyplot as plt
import numpy as np
from sklearn import metrics
from sklearn.preprocessing import StandardScaler

from course_utils.backbone import load_backbone
from course_utils.data import load
from course_utils.exercises import multi_label as exercise
from course_utils.plots import PALETTE, boxes_by_class, image_grid, probability_bars, show, write_values
from course_utils.training import ProgressLine, keras, tf

layers = keras.layers

# %% tags=["parameters"]
SEED = 7
DATA = "garden"  # or "my_pictures": for the last part

# %% [markdown]
# ## Five kinds, one answer
#
# The drawn beds hold one to five kinds of flowers. A bed's label is a row of zeros and ones, one number for each class.

# %%
beds = load("scenes", size=96)
class_names = beds.class_names
train, validation, test = beds.split((0.6, 0.2, 0.2), seed=SEED)
print(len(train), "beds to learn from,", len(validation), "to choose with,", len(test), "to test")
print(class_names)
print(train.labels[:5])

# %%
several = np.flatnonzero(test.labels.sum(axis=1) == 3)[:4]
titles = ["\n".join(np.array(class_names)[row == 1]) for row in test.labels[several]]
image_grid(test.images[several], titles, columns=4, size=1.7)
show("Four drawn flower beds, each with three kinds of flowers, whose names stand above it.")

# %% [markdown]
# As in lesson 12, the course's backbone turns pictures into features. Of each of its last feature maps we take two numbers: the mean,
# and the largest value. The largest asks "is it *anywhere*?", which is the question here.

# %%
backbone = load_backbone()
maps = backbone.layers[-2].output  # before the mean over all places is taken
both = [layers.GlobalAveragePooling2D()(maps), layers.GlobalMaxPooling2D()(maps)]
describe = keras.Model(backbone.inputs, layers.Concatenate()(both))

scaler = StandardScaler().fit(describe.predict(train.images, verbose=0))
features = {
    name: scaler.transform(describe.predict(part.images, verbose=0))
    for name, part in [("train", train), ("validation", validation), ("test", test)]
}
print({name: values.shape for name, values in features.items()})


# %% [markdown]
# On the features a head learns. With softmax and cross-entropy, the wanted probabilities of a bed must add up to 1. So a bed with
# two kinds asks for one half each.


# %%
def train_head(features, labels, loss):
    """Return a head, one number for each class, trained with this loss."""
    keras.utils.set_random_seed(SEED)
    inputs = keras.Input(features.shape[1:])
    model = keras.Sequential([inputs, layers.Dropout(0.5), layers.Dense(labels.shape[1])])
    model.compile(keras.optimizers.Adam(3e-3), loss)
    model.fit(features, labels, batch_size=64, epochs=40, verbose=0)
    return model


shares = train.labels / train.labels.sum(axis=1, keepdims=True)
softmax_head = train_head(features["train"], shares, keras.losses.CategoricalCrossentropy(from_logits=True))
shared = keras.ops.softmax(softmax_head(features["test"])).numpy()

# %% [markdown]
# **Predict:** a bed with all five kinds. What does softmax say of each, if it has learned well?

# %%
full = np.flatnonzero(test.labels.sum(axis=1) == 5)[0]
probability_bars(test.images[full], class_names, shared[full], "All five kinds are here")
show("A bed with five kinds of flowers; beside it five bars that add up to one, so most of them are short.")

# %% [markdown]
# All five flowers are there, and no bar can be long: the bars share a 1. The more there is to see, the less sure softmax is of
# each. With the usual threshold of one half:

# %%
called = shared > 0.5
print(
    f"kinds in a test bed: {test.labels.sum(axis=1).mean():.1f}, called by softmax ≈ {called.sum(axis=1).mean():.1f}"
)
print(
    f"found ≈ {metrics.recall_score(test.labels, called, average='micro'):.0%} of all kinds in the test beds"
)

# %% tags=["claim"]
assert metrics.recall_score(test.labels, called, average="micro") < 0.25, "softmax finds few of the kinds"

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Many predict five high bars, "because it sees them all". Ask: who takes the probability away from the
# daisies when a rose is added? Softmax is right where exactly one class is true, and only there.

# %% [markdown]
# ## A yes or no for each class
#
# Let each logit answer for itself. The **sigmoid** turns one number into a probability between 0 and 1, and asks nobody else:
#
# $$\text{sigmoid}(z) = \frac{1}{1 + e^{-z}}$$


# %%
def sigmoid(logits):
    """Return a probability for each logit, whatever the others are."""
    return 1 / (1 + np.exp(-logits))


logits = np.array([-4, -1, 0, 1, 4])
print("sigmoid:", sigmoid(logits).round(2), "  sum:", sigmoid(logits).sum().round(2))
softmax = np.exp(logits) / np.exp(logits).sum()
print("softmax:", softmax.round(2), "  sum:", softmax.sum().round(2))

# %% [markdown]
# Five logits, five sigmoids, five questions. Nothing makes them add up to 1.
#
# ### Exercise: which labels are on?
# A head gives logits `(n, classes)`. Write a function that returns True for each label whose probability is *more than one half*. It
# takes one line, and needs no sigmoid.


# %%
def present(logits):
    """Return True where the sigmoid of a logit is more than one half; same shape as `logits`."""
    ### BEGIN SOLUTION
    return logits > 0
    ### END SOLUTION


# %%
exercise.present.check(present)

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes.** "One sigmoid gives one number, so how can there be five?" It is applied to each logit. Cutting logits at
# 0.5 instead of 0 has stood in printed books; nothing warns of it.

# %% [markdown]
# ## The loss of a yes or no
#
# If the label is there, the loss is $-\log p$, as in lesson 07. If it is not there, the right answer has the probability
# $1 - p$, so the loss is $-\log(1 - p)$. **Predict:** which is dearer, `0.1` for a flower that is there, or `0.6` for one that is not?

# %%
p = np.linspace(0.01, 0.99, 99)
plt.figure(figsize=(5.5, 3.2))
plt.plot(p, -np.log(p), "-", label="it is there")
plt.plot(p, -np.log(1 - p), "--", label="it is not there")
plt.gca().set(xlabel="probability that was said", ylabel="loss", title="Being sure and wrong is dear")
plt.legend()
show(
    "Two mirrored curves: the loss is near 0 where the probability fits the truth, and steep where it does not."
)

# %% [markdown]
# Each label of each picture has such a loss. Their mean is the **binary cross-entropy**. With $y = 1$ where the label is there, and
# $y = 0$ where not, both cases stand in one line: $-y \log p - (1 - y) \log(1 - p)$.
#
# ### Exercise: binary cross-entropy
# Write it. Both arrays are `(n, classes)`; no probability is exactly 0 or 1.


# %%
def binary_cross_entropy(truth, probabilities):
    """Return the mean loss over all labels of all pictures."""
    ### BEGIN SOLUTION
    losses = -truth * np.log(probabilities) - (1 - truth) * np.log(1 - probabilities)
    return losses.mean()
    ### END SOLUTION


# %%
exercise.binary_cross_entropy.check(binary_cross_entropy)

# %% [markdown]
# Keras has it, from probabilities and, better for very large logits, from logits. Labels go in as floating-point numbers.

# %%
truth = np.array([[1, 0, 0, 1, 1.0]])
for_probabilities = keras.losses.BinaryCrossentropy()
for_logits = keras.losses.BinaryCrossentropy(from_logits=True)
scores = np.array([[-4, -1, 0, 1, 4.0]])
by_hand = np.where(truth == 1, -np.log(sigmoid(scores)), -np.log(1 - sigmoid(scores)))
print("each label:", by_hand.round(3), f"  mean {by_hand.mean():.4f}")
print(f"Keras, from probabilities: {float(for_probabilities(truth, sigmoid(scores))):.4f}")
print(f"Keras, from logits:        {float(for_logits(truth, scores)):.4f}")

# %% [markdown]
# Now the same head on the same features, with this loss. Nothing else changes.

# %%
labels = train.labels.astype("float32")
head = train_head(features["train"], labels, for_logits)
probabilities = {name: sigmoid(head.predict(values, verbose=0)) for name, values in features.items()}
probability_bars(test.images[full], class_names, probabilities["test"][full], "All five kinds are here")
show("The bed with five kinds again; now the bars do not share a sum, and several are long.")

# %% [markdown]
# A number for each question. Add the five probabilities up: that is how many kinds the head expects in the bed. **Predict:** what does
# this sum do from beds with one kind to beds with five, for each of the two heads?

# %%
kinds = test.labels.sum(axis=1)
for name, values, look in [("sigmoid", probabilities["test"], "o-"), ("softmax", shared, "s--")]:
    plt.plot(range(1, 6), [values[kinds == n].sum(axis=1).mean() for n in range(1, 6)], look, label=name)
plt.plot([1, 5], [1, 5], color="black", linestyle=":", label="as many as there are")
plt.gca().set(xticks=range(1, 6), xlabel="kinds in the bed", ylabel="sum of the probabilities")
plt.gca().set_title("How many kinds does a head expect?")
plt.legend()
show(
    "For softmax a flat line at one; for the sigmoids a line that rises with the kinds, less steeply than the diagonal."
)

# %% [markdown]
# Softmax always says 1. And a second comparison: take a label, a bed with it and a bed without. How often has the first the higher
# probability? That is AUC (lesson 13), which asks for no threshold.

# %%
expected = probabilities["test"].sum(axis=1)
rank_sigmoid = metrics.roc_auc_score(test.labels, probabilities["test"])
rank_softmax = metrics.roc_auc_score(test.labels, shared)
print(f"AUC, mean of the five labels: sigmoid ≈ {rank_sigmoid:.2f}, softmax ≈ {rank_softmax:.2f}")

# %% tags=["claim"]
assert expected[kinds >= 4].mean() > expected[kinds <= 2].mean() + 0.3, "sigmoids expect more where more is"
assert rank_sigmoid > rank_softmax, "a label's beds are ranked better by sigmoids"

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** The misconception "probabilities must add up to 1" is true of classes of which exactly one holds. Ask for
# the probabilities of rain tomorrow and of a Monday tomorrow. Short of time: leave the curve of the loss to be read.

# %% [markdown]
# ## How many are right?
#
# "Right" has several meanings now.
#
# - **per-label accuracy**: the share of all single yeses and noes that are right
# - **exact match**: the share of pictures with *every* label right
# - F1 of each label, as in lesson 13, and two ways to join them: **macro**, the mean of the labels' F1s, and **micro**, where the
#   found, missed and false ones of all labels are counted together first
#
# ### Exercise: three numbers
# Write a function that returns exact match, micro F1 and macro F1, in this order. `truth` and `called` are arrays of True and False,
# `(n, classes)`. F1 can be counted directly: `2 * found / (2 * found + missed + false_alarms)`. Where that would divide by 0, it is 0.


# %%
def three_scores(truth, called):
    """Return exact match, micro F1 and macro F1."""
    ### BEGIN SOLUTION
    exact = np.mean(np.all(truth == called, axis=1))
    found = np.sum(truth & called, axis=0)
    missed, alarms = np.sum(truth & ~called, axis=0), np.sum(~truth & called, axis=0)
    micro = 2 * found.sum() / max(2 * found.sum() + missed.sum() + alarms.sum(), 1)
    macro = np.mean(2 * found / np.maximum(2 * found + missed + alarms, 1))
    return exact, micro, macro
    ### END SOLUTION


# %%
exercise.three_scores.check(three_scores)

# %% [markdown]
# And Keras? Three of its numbers for our head. **Predict:** which one is the per-label accuracy?

# %%
half = keras.metrics.BinaryAccuracy(name="BinaryAccuracy()")
zero = keras.metrics.BinaryAccuracy(threshold=0, name="BinaryAccuracy(threshold=0)")
head.compile(loss=for_logits, metrics=["accuracy", half, zero])
found = head.evaluate(features["test"], test.labels.astype("float32"), verbose=0, return_dict=True)
for name in ["accuracy", "BinaryAccuracy()", "BinaryAccuracy(threshold=0)"]:
    print(f"{name:28} ≈ {found[name]:.2f}")

# %% [markdown]
# Only the last. `BinaryAccuracy()` cuts at one half, and these are logits. And the word `"accuracy"` lets Keras guess what you mean: for
# several outputs it asks whether the highest one stands where the *first* 1 of the row is, which nobody wants to know here. No warning comes.
#
# The four scores from scikit-learn. Somebody sends you a program with a macro F1 of `0.75` on new beds. Is that good? **Predict**
# which of the three lines below could be theirs.


# %%
def report(name, truth, called):
    """Print four scores of one answer to all pictures."""
    exact, single = np.mean(np.all(truth == called, axis=1)), np.mean(truth == called)
    micro, macro = (
        metrics.f1_score(truth, called, average=kind, zero_division=0) for kind in ["micro", "macro"]
    )
    print(
        f"{name:20} per label ≈ {single:.0%}  exact ≈ {exact:.0%}  micro F1 ≈ {micro:.2f}  macro F1 ≈ {macro:.2f}"
    )
    return macro


everything = np.ones_like(test.labels)
report("softmax, one half", test.labels, shared > 0.5)
at_half = report("sigmoid, one half", test.labels, probabilities["test"] > 0.5)
for_nothing = report("all five, always", test.labels, everything)

# %% tags=["claim"]
assert for_nothing > 0.7, "saying all five every time has a high F1"
assert at_half > metrics.f1_score(test.labels, shared > 0.5, average="macro", zero_division=0) + 0.3, (
    "at one half sigmoids are far ahead of softmax"
)

# %% [markdown]
# The last line knows nothing. Every kind is in more than half of the beds, so "yes" is mostly right, and recall is perfect. **Where
# labels are common, F1 is high for nothing; where they are rare, per-label accuracy is**: "no" to everything would have it. So print
# beside each score what an empty answer gets. AUC is one half for any constant answer:

# %%
print(
    f"AUC, mean of the five labels: sigmoid ≈ {rank_sigmoid:.2f}, softmax ≈ {rank_softmax:.2f}, constant 0.50"
)
f1s = metrics.f1_score(test.labels, probabilities["test"] > 0.5, average=None)
base = metrics.f1_score(test.labels, everything, average=None)
plt.bar(np.arange(5) - 0.2, f1s, 0.4, label="sigmoid, one half", color=PALETTE[0])
plt.bar(np.arange(5) + 0.2, base, 0.4, label="all five, always", color=PALETTE[1], hatch="//")
plt.gca().set(
    xticks=range(5),
    xticklabels=class_names,
    ylabel="F1",
    ylim=(0, 1.15),
    title="Is it better than saying yes?",
)
plt.legend(ncols=2)
show(
    "Two bars for each kind of flower: the F1 of the head at one half, and of always saying yes; they are close."
)

# %% tags=["claim"]
assert rank_sigmoid > 0.6, "the sigmoid head has learned something"

# %% [markdown]
# It has learned something, and at one half its F1 does not show it. The features are borrowed, the pictures few, and the flowers small: do not
# expect much yet.

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Most take the line with the highest macro F1 for the best network. Ask: what would the four scores
# be for "no" to everything, if each label were on in one picture of a hundred? Have one group find a case where micro and macro differ much.

# %% [markdown]
# ## A threshold for each label
#
# One half is nobody's law, and labels may want different thresholds. Draw F1 against the threshold, for each label, on the *validation*
# set. **Predict:** will the best ones lie above or below one half?

# %%
candidates = np.linspace(0.05, 0.95, 19)
plt.figure(figsize=(6.5, 3.6))
for label, name in enumerate(class_names):
    said = probabilities["validation"][:, label, np.newaxis] >= candidates  # a column for each threshold
    f1 = [metrics.f1_score(validation.labels[:, label], one, zero_division=0) for one in said.T]
    plt.plot(candidates, f1, color=PALETTE[label], label=name)
    plt.plot(candidates[np.argmax(f1)], max(f1), "o", color=PALETTE[label])
plt.gca().set(xlabel="threshold", ylabel="F1 in validation", title="Where is each label's best threshold?")
plt.legend(loc="lower left")
show("Five curves of F1 against the threshold, each with a dot at its top; most tops lie left of one half.")

# %% [markdown]
# ### Exercise: the best thresholds
# Write a function that returns, for each label, the one of `candidates` that gives it the highest F1. A label is called where its
# probability is *at least* the threshold. `metrics.f1_score(truth, called, zero_division=0)` is F1 for one label.


# %%
def best_thresholds(truth, probabilities, candidates):
    """Return an array with the best threshold of each label."""
    ### BEGIN SOLUTION
    best = []
    for label in range(truth.shape[1]):
        f1 = [
            metrics.f1_score(truth[:, label], probabilities[:, label] >= cut, zero_division=0)
            for cut in candidates
        ]
        best.append(candidates[np.argmax(f1)])
    return np.array(best)
    ### END SOLUTION


# %%
exercise.best_thresholds.check(best_thresholds)

# %% [markdown]
# On the test set: one half, the thresholds from the validation set, and thresholds chosen on the test set itself.


# %%
def choose(truth, probabilities, candidates):
    """Return for each label the candidate with the highest F1."""
    called = probabilities >= candidates[:, np.newaxis, np.newaxis]  # (candidates, pictures, labels)
    f1 = 2 * np.sum(called * truth, axis=1) / (called.sum(axis=1) + truth.sum(axis=0))
    return candidates[f1.argmax(axis=0)]


thresholds = choose(validation.labels, probabilities["validation"], candidates)
peeked = choose(test.labels, probabilities["test"], candidates)
print("thresholds ≈", *thresholds.round(2))
chosen = report("from validation", test.labels, probabilities["test"] >= thresholds)
promised = report("from the test set", test.labels, probabilities["test"] >= peeked)
print(f"above:{'':15}one half: macro F1 ≈ {at_half:.2f}, all five, always: macro F1 ≈ {for_nothing:.2f}")

# %% tags=["claim"]
assert chosen > at_half, "thresholds from the validation set raise F1"
assert promised > chosen, "thresholds from the test set promise more"

# %% [markdown]
# Where probabilities are honest, the best threshold for F1 is *half of the best F1*, so never above one half. If misses and false alarms
# have prices, choose by cost, as in lesson 13. The promise of the last line is not kept for new beds.

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Why below one half: a doubtful yes costs precision a little and may win recall. Ask: five thresholds were
# chosen on 80 beds. How sure is each of them? Misconception: choosing them on the test set is harmless, since nothing is trained.

# %% [markdown]
# ## Labels that keep company
#
# How often is a label there, where another one is? In our beds any two kinds are equally likely to meet.


# %%
def company(labels):
    """Return a table: of the beds with the row's label, the share that has the column's label too."""
    return labels.T.astype(int) @ labels / labels.sum(axis=0)[:, np.newaxis]


plt.figure(figsize=(4.4, 3.9))
shares = company(beds.labels).round(2)
plt.imshow(shares, cmap="Blues", vmin=0, vmax=1)
write_values(plt.gca(), shares)
plt.gca().set(xticks=range(5), yticks=range(5), yticklabels=class_names, title="What stands beside it?")
plt.xticks(range(5), class_names, rotation=40, ha="right")
show("A table of five by five shares; outside the diagonal all are about two thirds.")

# %% [markdown]
# In other gardens daisies and tulips may always be planted together. Let a head learn only from beds that have both or neither, then show
# it beds with *one* of the two. **Predict:** how often will it give the same answer to both questions?

# %%
pair = [class_names.index("daisy"), class_names.index("tulips")]
alike = train.labels[:, pair[0]] == train.labels[:, pair[1]]
few = np.random.default_rng(SEED).permutation(len(train))[: alike.sum()]  # as many, of all sorts
apart = test.labels[:, pair[0]] != test.labels[:, pair[1]]

same = {}
for name, learned in [("always together", alike), ("together or not", few)]:
    biased = train_head(features["train"][learned], labels[learned], for_logits)
    said = biased.predict(features["test"][apart], verbose=0)[:, pair] > 0
    same[name] = np.mean(said[:, 0] == said[:, 1])
    print(
        f"learned from beds with both {name}: same answer in ≈ {same[name]:.0%} of the beds with one of the two"
    )

# %% tags=["claim"]
assert same["always together"] > 0.6, "what was always together is called together"
assert same["always together"] > same["together or not"], "more than where the two met by chance"

# %% [markdown]
# The true share is 0. The head cannot know which flower the word "tulips" meant: both were always there. It learned the *pair*. A test set
# from the same gardens would never show it. This is the dust of lesson 03 again, with a flower in its place.
#
# Company is also knowledge: where snow is, skis are more likely, and a classifier may use it. Ask whether the company will be the same
# where you use it.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Ask for pairs from life: forks and knives, doctors and white coats, horses and a photographer's name in
# the corner. Which pair would hurt whom? The few beds apart make the share jump from seed to seed.

# %% [markdown]
# ## Labels nobody wrote down
#
# Who labels by hand stops early. Say that for each bed and kind somebody looked only half of the time. What to do with the rest?
# Many data sets write "no". **Predict:** what happens to recall?

# %%
looked = np.random.default_rng(SEED).random(labels.shape) < 0.5
as_no = np.where(looked, labels, 0)
unknown = np.where(looked, labels, -1)  # -1: nobody looked
print("complete:", labels[0], "  as no:", as_no[0], "  unknown:", unknown[0])

# %% [markdown]
# The other way: leave what is unknown out of the loss. Multiply its loss by 0, and take the mean of the rest.


# %%
def known_loss(truth, logits):
    """Return the mean binary cross-entropy over the labels that are known, 0 or 1."""
    known = tf.cast(truth >= 0, tf.float32)
    losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.maximum(truth, 0.0), logits=logits)
    return tf.reduce_sum(known * losses) / tf.maximum(tf.reduce_sum(known), 1.0)


recalls = {}
for name, given, loss in [
    ("all labels", labels, for_logits),
    ("unknown as no", as_no, for_logits),
    ("unknown left out", unknown, known_loss),
]:
    said = train_head(features["train"], given, loss).predict(features["test"], verbose=0) > 0
    recalls[name] = metrics.recall_score(test.labels, said, average="macro")
    print(f"{name:17} recall ≈ {recalls[name]:.0%}, called ≈ {said.sum(axis=1).mean():.1f} kinds in a bed")

# %% tags=["claim"]
assert recalls["unknown left out"] > recalls["unknown as no"] + 0.08, "leaving out beats calling it no"
assert recalls["all labels"] > recalls["unknown as no"] + 0.08, "unknown as no costs much recall"

# %% [markdown]
# "Not written down" taken for "not there" teaches the head to keep silent. With half of the labels, all of them true, it does nearly as
# well as with all. If nobody noted what was looked at, there is less to save: thresholds chosen on a small validation set that *is* complete
# mend part of it.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Ask whether an empty field in a form means "no". Misconception: errors of labelling cancel out. They do if they go both
# ways; these go one way.

# %% [markdown]
# ## And where?
#
# A head on a whole bed has to find out by itself which spots the word "daisy" means. The beds come with a box around each flower.

# %%
panels = image_grid(test.images[several[:3]], columns=3, size=2.4)
for axes, index in zip(panels, several[:3], strict=True):
    boxes_by_class(
        axes,
        [box[1:] for box in test.boxes[index]],
        [box.class_name for box in test.boxes[index]],
        class_names,
    )
plt.suptitle("What is to be found")
show("Three flower beds with a box around each flower, in one colour for each kind.")

# %% [markdown]
# Use what you have: a classifier for small pictures. Cut a small **window** out of the bed, ask what it shows, move on. For that we must say when a window
# *is* on a flower. **Intersection over union**, IoU, is the area that two boxes share, divided by the area that they cover together. It is 1 for
# equal boxes, and 0 for boxes that do not touch.
#
# **Predict:** two equal boxes, one moved to the right by half of its width. What is their IoU?

# %%
moves = [0, 20, 30, 45]
sums = [f"{(60 - move) * 40} / {(60 + move) * 40} = {(60 - move) / (60 + move):.2f}" for move in moves]
titles = [f"moved by {move} of 60\n{line}" for move, line in zip(moves, sums, strict=True)]
panels = image_grid([np.full((50, 110), 255, "uint8")] * 4, titles, columns=4, size=1.9)
for axes, move in zip(panels, moves, strict=True):
    boxes_by_class(axes, [(3, 5, 60, 40), (3 + move, 5, 60, 40)], ["first", "second"], ["first", "second"])
show(
    "Four pairs of equal boxes, moved further and further apart, with the area shared, the area covered and the quotient."
)

# %% [markdown]
# Moved by half, the IoU is only a third. Moved by a third, it is one half, and that is where a box is usually said to fit.
#
# ### Exercise: intersection over union
# Write it for two boxes `(x, y, width, height)`; `x` goes to the right, `y` down. The shared part begins at the larger of the two left
# edges, and ends at the smaller of the two right edges.


# %%
def iou(first, second):
    """Return the intersection over union of two boxes `(x, y, width, height)`."""
    ### BEGIN SOLUTION
    x1, y1, width1, height1 = first
    x2, y2, width2, height2 = second
    width = min(x1 + width1, x2 + width2) - max(x1, x2)
    height = min(y1 + height1, y2 + height2) - max(y1, y2)
    shared = max(width, 0) * max(height, 0)
    return shared / (width1 * height1 + width2 * height2 - shared)
    ### END SOLUTION


# %%
exercise.iou.check(iou)

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** "IoU 0.5 means half covered." Let them draw two boxes with an IoU of one half, on paper, before the figure.
# Two boxes that touch in neither direction: why is the product of two negative lengths a trap?

# %% [markdown]
# ## A window slides over the bed
#
# Three sizes of windows, moved by a quarter of their side: all places that we look at in a bed.

# %%
windows = np.array(
    [
        (x, y, side, side)
        for side in (20, 28, 36)
        for y in range(0, 96 - side + 1, side // 4)
        for x in range(0, 96 - side + 1, side // 4)
    ],
    "float32",
)
print(len(windows), "windows in each bed")


# %%
def overlaps(windows, box):
    """Return the IoU of each window with one box."""
    corner = np.maximum(windows[:, :2], box[:2])
    end = np.minimum(windows[:, :2] + windows[:, 2:], np.add(box[:2], box[2:]))
    shared = np.prod(np.maximum(end - corner, 0), axis=1)
    return shared / (windows[:, 2] * windows[:, 3] + box[2] * box[3] - shared)


def cut_out(image, boxes, side=24):
    """Return what is in each box `(x, y, width, height)`, resized to `side` × `side`."""
    x, y, width, height = np.transpose(boxes) / len(image)
    corners = np.stack([y, x, y + height, x + width], axis=1)  # TensorFlow wants y first, as shares
    pictures = tf.image.crop_and_resize(
        image[np.newaxis].astype("float32"), corners, [0] * len(corners), (side, side)
    )
    return pictures.numpy()


# %% [markdown]
# What does it learn from? The flowers in their boxes, windows that overlap a flower by one half or more, and windows with hardly any flower.
# These last ones are a class of their own, **background**: a window must be able to say "nothing here".

# %%
rng = np.random.default_rng(SEED)
crops, crop_labels = [], []
for image, boxes in zip(train.images, train.boxes, strict=True):
    places = np.array([box[1:] for box in boxes])
    names = np.array([class_names.index(box.class_name) for box in boxes])
    overlap = np.array([overlaps(windows, place) for place in places])  # a row for each flower
    near = rng.permutation(np.flatnonzero(overlap.max(axis=0) >= 0.5))[: 3 * len(places)]
    far = rng.permutation(np.flatnonzero(overlap.max(axis=0) < 0.3))[:10]
    crops.append(cut_out(image, np.concatenate([places, windows[near], windows[far]])))
    crop_labels += [*names, *names[overlap[:, near].argmax(axis=0)], *[len(class_names)] * len(far)]
crops, crop_labels = np.concatenate(crops), np.array(crop_labels)
print(len(crops), "small pictures, of them", np.sum(crop_labels == len(class_names)), "background")

# %%
examples = [rng.choice(np.flatnonzero(crop_labels == label), 2, replace=False) for label in range(6)]
titles = [name for name in [*class_names, "background"] for _ in range(2)]
image_grid(crops[np.concatenate(examples)].astype("uint8"), titles, columns=6, size=1.2)
show("Twelve small windows: two of each kind of flower, and two of background.")

# %% [markdown]
# One small picture, one label: this is lesson 07, with softmax.

# %%
keras.utils.set_random_seed(SEED)
window_model = keras.Sequential([keras.Input((24, 24, 3)), layers.Rescaling(1 / 255)])
for filters in [16, 32, 64]:
    window_model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
    window_model.add(layers.MaxPooling2D())
for layer in [layers.Flatten(), layers.Dropout(0.3), layers.Dense(128, activation="relu"), layers.Dense(6)]:
    window_model.add(layer)
window_loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
window_model.compile(keras.optimizers.Adam(2e-3), window_loss, metrics=["accuracy"])
history = window_model.fit(crops, crop_labels, batch_size=64, epochs=8, verbose=0, callbacks=[ProgressLine()])

# %% [markdown]
# Now slide. Each bed's windows go through the network as one batch; one probability for each window and class comes back.


# %%
def scan(images):
    """Return probabilities `(n, windows, classes)`: flowers first, background last."""
    return np.array([tf.nn.softmax(window_model(cut_out(image, windows))) for image in images])


seen = {"validation": scan(validation.images), "test": scan(test.images)}
example = several[0]
flower = seen["test"][example, :, :5]
sure = np.flatnonzero(flower.max(axis=1) > 0.9)
(axes,) = image_grid(test.images[[example]], size=3.4)
boxes_by_class(axes, windows[sure], np.array(class_names)[flower[sure].argmax(axis=1)], class_names)
plt.title("Windows that are surer than 0.9")
print(f"flowers: {len(test.boxes[example])}, windows that are sure ≈ {len(sure)}")
show("A bed with many overlapping boxes around its flowers: several windows found the same flower.")

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** Ask what happens without background: every window of lawn must be a flower. Cost to discuss: a window looks at
# each spot dozens of times; modern detectors compute feature maps once, and read all boxes from them.

# %% [markdown]
# ## One flower, one box
#
# Windows beside each other see the same flower. **Non-maximum suppression** keeps the surest box, drops all that overlap it by more
# than a limit, and goes on with what is left. It makes no box better; it removes doubles.
#
# ### ★ More: remove the doubles
# Write it. `overlaps(boxes, box)` above gives the IoU of each of `boxes` with one `box`. Return the *numbers* of the boxes that are
# kept, the surest first.


# %%
def suppress(boxes, scores, limit):
    """Return the positions of the boxes that are kept: none overlaps a surer kept one by more than `limit`."""
    ### BEGIN SOLUTION
    kept = []
    for index in np.argsort(-scores):
        if all(overlaps(boxes[[index]], boxes[other])[0] <= limit for other in kept):
            kept.append(int(index))
    return kept
    ### END SOLUTION


# %%
exercise.suppress.check(suppress)


# %% [markdown]
# TensorFlow has it as well. Here it is for one bed, with what is found as three arrays: boxes, class numbers, probabilities.


# %%
def detect(flower, certainty, limit=0.3):
    """Return boxes, class numbers and probabilities of what one bed's windows found."""
    score, label = flower.max(axis=1), flower.argmax(axis=1)
    sure = np.flatnonzero(score > certainty)
    x, y, width, height = windows[sure].T
    corners = np.stack([y, x, y + height, x + width], axis=1)
    kept = tf.image.non_max_suppression(corners, score[sure], len(sure), limit).numpy()
    return windows[sure[kept]], label[sure[kept]], score[sure[kept]]


panels = image_grid(test.images[several[:3]], columns=3, size=2.4)
for axes, index in zip(panels, several[:3], strict=True):
    boxes, found, _ = detect(seen["test"][index, :, :5], 0.9)
    boxes_by_class(axes, boxes, np.array(class_names)[found], class_names)
plt.suptitle("What was found")
show(
    "The three beds with the boxes that are left: most flowers have one, some have none, and some boxes are wrong."
)

# %% [markdown]
# How good is it? A box is a **hit** if it has an IoU of at least one half with a flower of its class that no surer box has found. Everything
# else is a false alarm. So precision and recall count boxes. **Predict:** what does suppression do to each of them?


# %%
def hits(boxes, labels, truth):
    """Return how many boxes are hits; each flower can be found once."""
    left, number = list(truth), 0
    for box, label in zip(boxes, labels, strict=True):
        scores = [(box.class_name == class_names[label]) for box in left]
        fits = [
            overlaps(box[np.newaxis], np.array(one[1:]))[0] * ok for one, ok in zip(left, scores, strict=True)
        ]
        if fits and max(fits) >= 0.5:
            left.pop(int(np.argmax(fits)))
            number += 1
    return number


def judge(certainty, limit):
    """Return precision and recall over all test beds, and how many boxes there are."""
    answers = [detect(bed[:, :5], certainty, limit) for bed in seen["test"]]
    right = sum(
        hits(boxes, found, truth) for (boxes, found, _), truth in zip(answers, test.boxes, strict=True)
    )
    called = sum(len(boxes) for boxes, _, _ in answers)
    return right / called, right / sum(map(len, test.boxes)), called


# %%
quality = {}
for certainty, limit in [(0.9, 1.0), (0.5, 0.3), (0.9, 0.3), (0.98, 0.3)]:
    precision, recall, called = quality[certainty, limit] = judge(certainty, limit)
    doubles = "doubles stay   " if limit == 1 else "doubles removed"
    print(
        f"surer than {certainty:<4}, {doubles}: boxes ≈ {called:4}, precision ≈ {precision:.0%}, recall ≈ {recall:.0%}"
    )

# %% tags=["claim"]
assert quality[0.9, 0.3][0] > quality[0.9, 1.0][0] + 0.15, "without doubles, precision is far higher"
assert quality[0.9, 1.0][1] >= quality[0.9, 0.3][1], "removing boxes never finds more flowers"
assert quality[0.98, 0.3][0] > quality[0.5, 0.3][0] + 0.15, "the surer, the more precise"
assert quality[0.5, 0.3][1] > quality[0.98, 0.3][1] + 0.1, "the surer, the fewer are found"

# %% [markdown]
# The threshold trades one for the other, as in lesson 13. The area under precision against recall, for each class, and their mean, is what
# books call **mean average precision**, the usual score of detectors.

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** "Suppression makes boxes better": ask which of the kept boxes moved. Ask what happens to two daisies that really overlap. Short
# of time: leave `hits` unread and discuss the four lines.

# %% [markdown]
# ## Back to the labels
#
# A bed's windows answer the first question too. The probability of "daisies in this bed" is that of its surest daisy window. Choose thresholds on the
# validation set as before. **Predict:** does the classifier of windows, trained on the same beds, do better than the head on whole beds?

# %%
by_windows = {name: values[:, :, :5].max(axis=1) for name, values in seen.items()}
high = np.append(candidates, [0.98, 0.99, 0.995, 0.999])  # the largest of hundreds is often near 1
window_thresholds = choose(validation.labels, by_windows["validation"], high)
report("all five, always", test.labels, everything)
report("head on whole beds", test.labels, probabilities["test"] >= thresholds)
with_boxes = report("surest window", test.labels, by_windows["test"] >= window_thresholds)
rank_windows = metrics.roc_auc_score(test.labels, by_windows["test"])
print(f"AUC: head ≈ {rank_sigmoid:.2f}, windows ≈ {rank_windows:.2f}")

# %% tags=["claim"]
assert with_boxes > chosen, "with boxes in training, the labels are better too"
assert rank_windows > rank_sigmoid + 0.05, "windows rank the beds far better"

# %% [markdown]
# The same beds, and more said about each: a box is a dear label, and it teaches more than a word. Both numbers say something of these two ways, with these networks; a
# larger network, or more beds, may need no boxes.

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You said why softmax fails where a picture has several labels, and worked out the loss that replaces it.
# - You judged such a classifier by exact match, per label, micro and macro, beside an answer that knows nothing.
# - You chose a threshold for each label on the validation set.
# - You told what labels that always occur together, or were not written down, do to a classifier.
# - You built a first detector: slid a window, scored boxes by their overlap, removed doubles.
#
# ## On your own pictures
#
# Put a folder `my_pictures` beside this notebook, with a sub-folder for each *combination* of labels, joined by a plus: `cat`, `dog`,
# `cat+dog`. Write `DATA = "my_pictures"` in the second cell, and run all cells. Until then garden flowers stand in, one label each: a sigmoid head takes those
# too, and it may say "none of them".

# %%
own = load(DATA, size=96)
own = own.subset(np.random.default_rng(SEED).permutation(len(own))[:150])  # more take longer
own_names = sorted({part for name in own.class_names for part in name.split("+")})
table = [[part in name.split("+") for part in own_names] for name in own.class_names]
own_labels = np.array(table, "float32")[own.labels]
print(f"{len(own)} pictures, labels:", ", ".join(own_names))

# %%
own_features = StandardScaler().fit_transform(describe.predict(own.images, verbose=0))
held = np.arange(len(own)) % 4 == 0  # every fourth picture is not learned from
own_head = train_head(own_features[~held], own_labels[~held], for_logits)
said = sigmoid(own_head.predict(own_features[held], verbose=0)) > 0.5
titles = ["\n".join(np.array(own_names)[row]) or "none of them" for row in said[:5]]
image_grid(own.images[held][:5], titles)
show("Five pictures that were not learned from, each with all labels that the head gives it.")

# %% [markdown]
# An experiment of your own: do small flowers get lost? Sort the test boxes into small and large ones, and count for each how many are
# hit. Which window sizes would you add, and what does that cost in boxes to look at? Choose on the validation beds.
#
# **Next:** lesson 15, are several models better than one?
#
# **Where to read more:** Grigorios Tsoumakas and Ioannis Katakis, *Multi-Label Classification: An Overview*. Zachary Lipton and others,
# *Thresholding Classifiers to Maximize F1 Score*. Charles Elkan and Keith Noto, *Learning Classifiers from Only Positive and Unlabeled
# Data*. Paul Viola and Michael Jones, *Rapid Object Detection using a Boosted Cascade of Simple Features*. Ross Girshick and others,
# *Rich Feature Hierarchies for Accurate Object Detection and Semantic Segmentation*.
