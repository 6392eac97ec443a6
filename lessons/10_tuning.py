# %% [markdown]
# # 10 · Which settings are best?
#
# How fast should it learn, how wide should it be, how large should the batches be? Somebody has to choose. Training
# does not, so you do: by trying. This lesson shows how to try well, and how trying fools you.
#
# **By the end you can**
# - show how choosing on the test set makes it worthless
# - tell hyperparameters from weights
# - set pictures aside for choosing, once or in `k` folds
# - search for settings: sweep, grid, random search, Hyperband
# - take a classifier through the five steps, and give its test accuracy with an interval
#
# Minutes: 110. **What to know first:** how a network is trained (lesson 07), the gap between training and validation
# and the L2 penalty (lesson 08).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads Keras and KerasTuner.
import tempfile

import matplotlib.pyplot as plt
import numpy as np
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from course_utils.data import load, own_pictures
from course_utils.exercises import tuning as exercise
from course_utils.plots import PALETTE, VALIDATION, image_grid, search_maps, show, sweep
from course_utils.training import ProgressLine, keras
from course_utils.tuning import keras_tuner

# %% tags=["parameters"]
SEED = 7
DATA = "digits"

# %% [markdown]
# ## The best of five hundred
#
# An exam has 360 questions with ten choices each. Five hundred students sit it. None of them knows anything: they
# guess.
#
# **Predict:** how many in a hundred has the *best* of them right?

# %%
rng = np.random.default_rng(SEED)
exam = rng.integers(0, 10, 360)
guesses = rng.integers(0, 10, (500, 360))
scores = np.mean(guesses == exam, axis=1)
best_guesser = scores.argmax()

# %%
bins = (np.arange(12, 72, 2) - 0.5) / 360
plt.hist(scores, bins, color=PALETTE[4], edgecolor="white")
plt.axvline(scores.max(), color=PALETTE[5], linestyle="--", label="the best")
plt.gca().set(xlabel="share of right answers", ylabel="students", title="Five hundred students who guess")
plt.legend()
show("A hill of scores around one tenth; a dashed line at its far right end marks the best of five hundred.")
print(f"all students: {scores.mean():.0%}, the best one: {scores.max():.0%}")

# %% [markdown]
# Half as many again as chance. Is the best student better than the others? There is a way to find out: another exam.
# And a team: let the hundred students who did best vote on each question. `np.bincount` counts the votes for each
# choice.


# %%
def vote(answers):
    """Return the choice with the most votes for each question; a row of `answers` is a student."""
    return np.array([np.bincount(column).argmax() for column in answers.T])


best_hundred = scores.argsort()[-100:]
next_exam = rng.integers(0, 10, 360)
next_guesses = rng.integers(0, 10, (500, 360))

# %% [markdown]
# **Predict** the four numbers: the best student and the team, on the exam that chose them and on the next one.

# %%
results = {
    "the best student": (guesses[best_guesser], next_guesses[best_guesser]),
    "a vote of the best hundred": (vote(guesses[best_hundred]), vote(next_guesses[best_hundred])),
}
for name, (first, second) in results.items():
    print(f"{name:27} {np.mean(first == exam):.0%}, on the next exam {np.mean(second == next_exam):.0%}")

# %% tags=["claim"]
assert scores.max() > 0.13, "the best of 500 guessers is well above chance"
assert np.mean(vote(guesses[best_hundred]) == exam) > scores.max(), "a vote of the chosen is even better"
assert np.mean(vote(guesses[best_hundred]) == exam) > 0.2, "it looks more than twice as good as chance"
assert np.mean(next_guesses[best_guesser] == next_exam) < scores.max(), (
    "on the next exam the best is no better"
)
assert np.mean(vote(next_guesses[best_hundred]) == next_exam) < 0.17, "and the vote is at chance as well"

# %% [markdown]
# The team looks far better than chance and knows nothing. Nobody cheated in the exam. What fooled you is the
# *choice*: it was made with the very answers that then judged it.
#
# Now read "network" for student and "test set" for exam. Try many settings, look at the test set each time, report
# the best: this is **peeking**. No network was trained on the test set, and its number is worthless all the same.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Most say the best has 11 or 12 in a hundred, and nobody expects the vote. Misconception:
# "looking at the test set is harmless as long as you do not train on it". Ask: how many settings did you try last
# week, and on which set? With real networks the effect is smaller than with guessers, since they make the same
# mistakes: on these digits, the best of twenty by test is about half a point too good. It grows with the number of
# tries and shrinks with the size of the test set.

# %% [markdown]
# ## What is there to choose?
#
# Small scans of digits, so that a training takes a second. Three parts; the test set is closed until the end.

# %%
pictures = load(DATA, size=8 if DATA == "digits" else 24)
train, validation, test = pictures.split((0.64, 0.16, 0.2), seed=SEED)
class_names = pictures.class_names
print(f"training: {len(train)}, validation: {len(validation)}, test: {len(test)}")
image_grid(train.images[:8], titles=[class_names[label] for label in train.labels[:8]], columns=8, size=1)
show("Eight small pictures, each with the name of its class.")

# %% [markdown]
# The network is small too: one hidden layer. What is chosen stands in the first line, as arguments.


# %%
def build_network(rate=1e-2, penalty=1e-5, width=32):
    """Return the compiled network: one hidden layer, then one number for each class."""
    model = keras.Sequential([keras.Input(train.images.shape[1:]), keras.layers.Rescaling(1 / 255)])
    model.add(keras.layers.Flatten())
    l2 = keras.regularizers.L2(penalty)
    model.add(keras.layers.Dense(width, activation="relu", kernel_regularizer=l2))
    model.add(keras.layers.Dense(len(class_names)))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(rate), loss, metrics=["accuracy"])
    return model


print(f"chosen by you: rate, penalty, width; found by training: {build_network().count_params():,} weights")

# %% [markdown]
# A **hyperparameter** is a setting that is chosen before training and that training does not change. The **weights**
# are what training finds. Here hyperparameters are arguments of `build_network`, and also the batch size and the
# number of epochs, which `fit` takes.
#
# Why does training not find the learning rate? Gradient descent lowers the *training* loss step by step, and the rate
# is the size of these steps: it must be there before the first one. A penalty chosen by training loss would always be
# 0.
#
# ### Exercise: hyperparameter, weight or measured?
# Write for each letter `"hyperparameter"` (chosen before training), `"weight"` (found by training) or `"measured"`
# (read off afterwards).
#
# - **A**: the learning rate of Adam
# - **B**: the nine numbers in a filter of a convolution
# - **C**: how many filters a convolution has
# - **D**: the accuracy on validation pictures
# - **E**: the rate of a dropout layer
# - **F**: the biases of the last layer
# - **G**: how many pictures are in a batch
# - **H**: the patience of early stopping
# - **I**: the epoch after which early stopping has stopped

# %%
### BEGIN SOLUTION
kinds = {
    "A": "hyperparameter",
    "B": "weight",
    "C": "hyperparameter",
    "D": "measured",
    "E": "hyperparameter",
    "F": "weight",
    "G": "hyperparameter",
    "H": "hyperparameter",
    "I": "measured",
}
### END SOLUTION

# %%
exercise.kinds.check(kinds)

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes.** C and I are argued about. C: the *number* of filters is chosen, their contents are found.
# I: patience is chosen, the epoch comes out. Ask: is the seed a hyperparameter? It is set before training, but
# choosing the best seed is peeking at luck.

# %% [markdown]
# ## A fake test set
#
# You need pictures to choose by, and the test set must not be these. So a part of the training pictures plays its
# role: the validation set is a *fake test set*. You may look at it, and each look wears it out a little, as the exam
# did. The true test set stays fresh.
#
# How large? What is set aside is missing in training. But with few pictures the accuracy is luck: its **spread** from
# one drawing of pictures to another is about √(p · (1 − p) / n), with `n` pictures and an accuracy of `p`.

# %%
known = len(train) + len(validation)
for share in [0.02, 0.1, 0.2, 0.5]:
    count = max(1, round(share * known))
    spread = np.sqrt(0.95 * 0.05 / count)
    print(
        f"{share:4.0%}: {count:4} to choose by, {known - count:5} to learn from, spread {100 * spread:.1f} in 100"
    )

# %% [markdown]
# From a tenth to a fifth is usual: more costs many pictures and gains little, less makes every comparison a lottery.

# %% [markdown]
# ## When pictures are few: folds
#
# With a hundred pictures, a fifth is twenty, and one picture more or less is five in a hundred. **k-fold
# cross-validation** lets every picture be validation once. Cut the pictures into `k` parts, the **folds**. Train `k`
# times, each time with another fold set aside, and take the mean of the `k` accuracies. scikit-learn's `KFold` does
# the cutting; `V` is a validation picture:

# %%
for _, chosen in KFold(5).split(np.zeros(20)):
    print(" ".join("V" if position in chosen else "·" for position in range(20)))

# %% [markdown]
# ### Exercise: folds by hand
# Write a function that takes the number of pictures and the number of folds. It returns a list with a pair for each
# fold: the positions to train on and the positions to validate on. Every position is validation exactly once, and the
# sizes of two folds differ by one at most. With `k_fold(5, 2)` one fold has three positions, the other two.
# `np.array_split(values, k)` cuts an array into `k` parts.


# %%
def k_fold(count, k):
    """Return a pair (positions to train on, positions to validate on) for each of `k` folds."""
    ### BEGIN SOLUTION
    positions = np.arange(count)
    return [(np.setdiff1d(positions, fold), fold) for fold in np.array_split(positions, k)]
    ### END SOLUTION


# %%
exercise.k_fold.check(k_fold)

# %% [markdown]
# What does it gain? `cross_val_score` trains and judges once for each fold. Draw a hundred pictures two hundred times, and judge the nearest neighbour (lesson 02) in both
# ways: by the first fold alone, and by all five. **Predict:** how much narrower is the second histogram?

# %%
pixels = train.images.reshape(len(train), -1)
nearest, few = KNeighborsClassifier(1), min(100, len(train) // 2)
one, five = [], []
for _ in range(200):
    drawn = rng.permutation(len(train))[:few]
    accuracies = cross_val_score(nearest, pixels[drawn], train.labels[drawn], cv=KFold(5))
    one.append(accuracies[0])
    five.append(accuracies.mean())

# %%
bins = np.arange(0.025, 1.03, 0.05)
plt.hist(one, bins, histtype="step", linestyle="--", linewidth=2, color=PALETTE[3], label="one fold")
plt.hist(five, bins, alpha=0.7, color=VALIDATION, label="mean of five folds")
plt.gca().set(xlabel="accuracy", ylabel="how often", title="The same classifier, judged 200 times")
plt.legend(loc="upper left")
show(
    "A wide histogram of one fold's accuracy, and a narrow one of the mean of five folds, with the same middle."
)
print(f"spread of one fold: {100 * np.std(one):.0f} in 100, of five: {100 * np.std(five):.0f} in 100")

# %% tags=["claim"]
assert np.std(one) > 1.5 * np.std(five), "the mean of five folds spreads much less than one fold"

# %% [markdown]
# The price is five trainings in place of one. So: folds where pictures are few and trainings are short, one
# validation set where there are many. `KFold(5, shuffle=True)` shuffles first, which you need where pictures lie
# sorted by class.

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Misconceptions: "k folds make the classifier better" (they make the *judgement* better);
# "the k networks are the result" (they are thrown away; the setting is the result). Ask: is there still a test set?
# Yes, it is not among the folds. Digits that one person wrote should lie in one fold: scikit-learn's `GroupKFold`.
# Short of time: leave out the experiment.

# %% [markdown]
# ## One dial: a sweep
#
# The hyperparameter that matters most is usually the learning rate. Try one in each **decade**, a factor of ten: a
# step from `0.001` to `0.002` matters, one from `0.901` to `0.902` does not, so the scale is logarithmic.


# %%
def train_network(rate, penalty=1e-5, seed=SEED, epochs=9):
    """Return the accuracies of a training, epoch by epoch: in training and in validation."""
    keras.utils.set_random_seed(seed)
    model = build_network(rate, penalty)
    new = (validation.images, validation.labels)
    options = dict(
        validation_data=new, validation_batch_size=512, epochs=epochs, verbose=0
    )  # judged at once: quicker
    history = model.fit(train.images, train.labels, batch_size=64, **options).history
    return history["accuracy"], history["val_accuracy"]


# %% [markdown]
# **Predict:** what goes wrong with a rate that is far too small, and what with one that is far too large?

# %%
curves, swept = {}, {}
for rate in [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0]:
    learned, curves[rate] = train_network(rate)
    swept[rate] = (max(learned), max(curves[rate]))
    print(f"rate {rate:g} is done")

# %%
sweep(swept, "learning rate", luck=2 * np.sqrt(0.05 * 0.95 / len(validation)))
plt.title("Nine epochs at six learning rates")
show("Accuracy against learning rate: a guess at both ends, a peak at one hundredth and one tenth.")

# %% tags=["claim"]
assert swept[1e-2][1] > 0.9, "a rate of one hundredth is good"
assert swept[1e-4][1] < swept[1e-2][1] - 0.4, "one ten-thousandth has hardly begun"
assert swept[1.0][1] < swept[1e-2][1] - 0.4, "a rate of one is ruin"

# %% [markdown]
# The bars through the validation dots are luck: how far such an accuracy may lie off with so few pictures.
#
# Too small: it has hardly begun after nine epochs. Too large: every step jumps over the aim. If the best value of a
# sweep lies at one *end*, go on in that direction: you have not found the peak.
#
# Is the highest dot the best setting? Train one setting again, with other seeds. (This takes ten seconds or more, silently.)

# %%
again = [max(train_network(1e-2, seed=SEED + number)[1]) for number in range(1, 5)]
again.append(swept[1e-2][1])
print("the same setting, five seeds:", ", ".join(f"≈ {accuracy:.1%}" for accuracy in sorted(again)))

# %% [markdown]
# One setting, several numbers. A difference between two settings that is no larger than this means nothing: they are
# **tied**. And among tied settings, take the one that is cheaper or simpler.
#
# ### Exercise: choose from a sweep
# A sweep of the `width` was run with several seeds: `accuracies` is a dictionary such as `{8: [0.90, 0.92], 16:
# [0.95, 0.95], 32: [0.97, 0.95]}`, a list of validation accuracies for each width. `luck` says how far two means may
# lie apart by luck. Write a function that returns the *smallest* width whose mean is at most `luck` below the best
# mean. With a luck of `0.02` the example gives `16`.


# %%
def choose(accuracies, luck):
    """Return the smallest width whose mean accuracy is at most `luck` below the best mean."""
    ### BEGIN SOLUTION
    means = {width: np.mean(values) for width, values in accuracies.items()}
    best = max(means.values())
    return min(width for width, mean in means.items() if mean >= best - luck)
    ### END SOLUTION


# %%
exercise.choose.check(choose)

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Most predict that a large rate learns fast and is then "less precise"; few expect a guess.
# Misconceptions: "a finer grid is better than a wider range", "one run a setting tells which is better". Ask: which
# decades of the figure would you sweep more finely? A rate of one thousandth is not worse, it is slower: that comes
# back under Hyperband.

# %% [markdown]
# ## Two dials: a grid
#
# Now the L2 penalty as well. A **grid** tries every value of one with every value of the other. Three of its nine
# trainings you have already. **Predict:** which of the two dials matters more? (`np.ptp` is the largest value minus
# the smallest.) The other six take ten seconds or more, silently.

# %%
grid = []
for rate in [1e-4, 1e-2, 1.0]:
    for penalty in [1e-6, 1e-5, 1e-4]:
        accuracy = swept[rate][1] if penalty == 1e-5 else max(train_network(rate, penalty)[1])
        grid.append((rate, penalty, accuracy))

# %%
table = np.array([accuracy for _, _, accuracy in grid]).reshape(3, 3)
print("largest difference between rates     ≈", f"{100 * np.ptp(table.mean(axis=1)):.0f} in 100")
best_row = table[table.mean(axis=1).argmax()]
print("largest difference between penalties ≈", f"{100 * np.ptp(best_row):.1f} in 100, at the best rate")

# %% tags=["claim"]
assert np.ptp(table.mean(axis=1)) > 0.4, "the learning rate matters a lot"
assert np.ptp(best_row) < 0.04, "the penalty hardly matters"

# %% [markdown]
# In these ranges one dial matters, the other hardly. You could not know before. But look at what the grid paid for:
# nine trainings, and how many different learning rates?
#
# ## Draw at random
#
# **Random search** draws every setting anew for each training. A learning rate must be drawn so that each *decade* is
# equally likely.
#
# ### Exercise: draw learning rates
# Write a function that draws `count` learning rates between `low` and `high`, both above 0, each decade as likely as
# any other. `rng` is NumPy's generator: `rng.uniform(a, b, count)` draws evenly between `a` and `b`. Think of `0.001`
# as `10 ** -3`: what should be drawn evenly?


# %%
def draw_rates(low, high, count, rng):
    """Return `count` random numbers between `low` and `high`, each decade equally likely."""
    ### BEGIN SOLUTION
    return 10 ** rng.uniform(np.log10(low), np.log10(high), count)
    ### END SOLUTION


# %%
exercise.draw_rates.check(draw_rates)

# %% [markdown]
# **KerasTuner** is a library that searches. It wants a function which takes a box of dials, `hp`, asks it for each
# setting by name and range, and returns a compiled network.


# %%
def build_tunable(hp):
    """Return a network with the settings that `hp` hands out."""
    rate = hp.Float("rate", 1e-4, 1.0, sampling="log")
    penalty = hp.Float("penalty", 1e-6, 1e-4, sampling="log")
    return build_network(rate, penalty)


# %% [markdown]
# `objective` says what counts, `max_trials` how often to try. It writes into a folder, here one that goes away.
# Without `overwrite=True` a second run finds the results of the first and does nothing, even if you have changed the
# network. The tuner's `seed` fixes the settings that it draws, not the trainings, so `set_random_seed` stands in
# front. It counts this seed up from trial to trial, so near seeds share settings: hence `1000 *`. It searches silently, for
# ten seconds or more.

# %%
folder = tempfile.TemporaryDirectory()
places = dict(directory=folder.name, overwrite=True)
new = (validation.images, validation.labels)
data = dict(x=train.images, y=train.labels, validation_data=new, validation_batch_size=512, batch_size=64)

keras.utils.set_random_seed(SEED)
tuner = keras_tuner.RandomSearch(
    build_tunable, objective="val_accuracy", max_trials=9, seed=1000 * SEED, project_name="random", **places
)
tuner.search(**data, epochs=9, verbose=0)
print("trials:", len(tuner.oracle.trials))

# %% [markdown]
# Each **trial** is one setting, tried. Its score is the validation accuracy of its best epoch. Now both searches on
# one map: a dot is a training, a short line at the bottom marks a learning rate that was tried. **Predict** how many
# lines each has.

# %%
drawn = []
for trial in tuner.oracle.trials.values():
    settings = trial.hyperparameters.values
    drawn.append((settings["rate"], settings["penalty"], trial.score))

search_maps({"grid": grid, "random": drawn}, ("learning rate", "penalty"))
show("Nine dots in three columns on the left, nine scattered dots on the right; colour shows the accuracy.")
for name, trials in [("grid", grid), ("random", drawn)]:
    rates = {rate for rate, _, _ in trials}
    best = max(accuracy for _, _, accuracy in trials)
    print(f"{name:6} {len(trials)} trainings, {len(rates)} learning rates, best ≈ {best:.0%}")

# %% tags=["claim"]
assert len({rate for rate, _, _ in drawn}) == 9, "random search tries nine rates in nine trainings"
assert max(accuracy for _, _, accuracy in drawn) > 0.85, "random search finds a good setting"

# %% [markdown]
# Nine against three, for the same price. Whether that wins depends on the grid: this one happens to stand in the good
# region. Say the good rates fill one of the four decades. A grid of three rates hits it or misses it, as you happened
# to place it. Nine random rates all miss it with this probability:

# %%
print(f"nine random rates all miss one decade of four: {0.75**9:.1%}")
print(f"three random rates would:                      {0.75**3:.1%}")

# %% [markdown]
# So random search is not better by magic. It does not waste its tries on a dial that does nothing, and you need not
# know which one that is.
#
# ### ★ More: a box of dials
# Write a function for KerasTuner that builds a network for `(8, 8, 1)` pictures from 0 to 255 and ten classes,
# compiled with `metrics=["accuracy"]`. It asks `hp` for these three settings alone: `"rate"`, the learning rate, from `1e-4` to
# `1e-1` on a logarithmic scale; `"width"`, the units of a hidden layer with an activation, one of 16, 32 and 64
# (`hp.Choice("width", [16, 32, 64])`); `"dropout"`, the rate of a dropout layer directly behind it, from `0.0` to
# `0.5`. It ends in logits, and nothing else in it acts only in training.


# %%
def build_for_search(hp):
    """Return a compiled network whose learning rate, width and dropout are asked from `hp`."""
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Rescaling(1 / 255)])
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(hp.Choice("width", [16, 32, 64]), activation="relu"))
    model.add(keras.layers.Dropout(hp.Float("dropout", 0.0, 0.5)))
    model.add(keras.layers.Dense(10))
    optimizer = keras.optimizers.Adam(hp.Float("rate", 1e-4, 1e-1, sampling="log"))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=["accuracy"])
    return model
    ### END SOLUTION


# %%
exercise.build_for_search.check(build_for_search)

# %% [markdown] tags=["teacher"]
# **Teacher · 25 minutes.** Misconception: "random is sloppy, a grid is thorough"; then, after this section, "random
# always wins". It does not. Measured with another small network on these digits: a grid with the rates 1e-4, 1e-2 and 1
# was about as good as random search, one with 1e-4, 1e-1 and 1 nearly always worse. Ask: with a grid of five values for
# each of six dials, how many trainings? Short of time: leave out the ★ exercise.

# %% [markdown]
# ## Stop the bad ones early
#
# Most trials look hopeless after one epoch. Why train them to the end? **Successive halving** trains many settings
# for one epoch, keeps the best third, trains these up to three epochs, keeps the best third, and so on. The `factor`
# is 3: a third is kept, for three times as many epochs. What it would keep you can see on the curves of your sweep.

# %%
for number, (rate, accuracies) in enumerate(curves.items()):
    style = ["-", "--", "-.", ":"][number % 4]
    plt.plot(range(1, 10), accuracies, style, color=PALETTE[number], label=f"{rate:g}")
for epoch in [1, 3]:
    plt.axvline(epoch, color="0.6", linewidth=1)
plt.gca().set(xlabel="epoch", ylabel="validation accuracy", title="Who is stopped after epochs 1 and 3?")
plt.legend(title="rate", loc="center left", bbox_to_anchor=(1, 0.5))
show("Six curves; after one epoch two of them are far ahead, another climbs slowly towards them.")

# %% [markdown]
# ### ★ More: an experiment with successive halving
# Play it on finished curves. `curves` is a list of lists: the validation accuracies of each setting, epoch by epoch.
# All settings are trained for 1 epoch. Then the best `len(alive) // factor` of those alive, but at least one, go on
# to `factor` times as many epochs, and so on to the end of the curves, also if one is left alone. They are compared
# by their accuracy in the epoch just reached; in a tie the earlier one in the list goes on. Return the position of
# the winner and the number of epochs trained in all. The lengths of the curves are 1, `factor`, `factor ** 2` and so
# on.
#
# Then try `list(curves.values())` from above. Which setting wins, for how many epochs in place of 54?


# %%
def halving(curves, factor):
    """Return the position of the winner, and how many epochs were trained in all."""
    ### BEGIN SOLUTION
    alive, epochs, trained = list(range(len(curves))), 1, len(curves)
    while epochs < len(curves[0]):
        alive.sort(key=lambda position: (-curves[position][epochs - 1], position))
        alive = alive[: max(1, len(alive) // factor)]
        trained += len(alive) * (factor - 1) * epochs
        epochs *= factor
    return max(alive, key=lambda position: (curves[position][-1], -position)), trained
    ### END SOLUTION


# %%
exercise.halving.check(halving)

# %% [markdown]
# **Hyperband** plays it several times, in **brackets**: the first begins with many settings and one epoch each, the
# last trains a few to the end without stopping any. So a slow starter has a chance too. With `max_epochs=9` and
# `factor=9` there are two brackets: of nine settings the best goes on from one epoch to nine, and two more are
# trained to the end. (A factor of 3 makes three brackets, and you wait about twice as long.) `search` takes no
# `epochs` here: Hyperband decides. It works silently for ten seconds or more, as random search did.

# %%
keras.utils.set_random_seed(SEED)
hyperband = keras_tuner.Hyperband(
    build_tunable,
    objective="val_accuracy",
    max_epochs=9,
    factor=9,
    seed=1000 * SEED + 500,
    project_name="hyperband",
    **places,
)
hyperband.search(**data, verbose=0)
print("trials:", len(hyperband.oracle.trials))

# %% [markdown]
# A setting that goes on is a *new* trial in its list, which says where it began and where it ended. Count them.
# **Predict:** how many epochs would it take to train all these settings to the end?

# %%
trials = [trial.hyperparameters.values for trial in hyperband.oracle.trials.values()]
new_settings = [values for values in trials if values["tuner/initial_epoch"] == 0]
epochs = sum(values["tuner/epochs"] - values["tuner/initial_epoch"] for values in trials)
to_the_end = sum(values["tuner/epochs"] == 9 for values in trials)
print(f"Hyperband: {len(new_settings)} settings, {epochs} epochs; {to_the_end} settings reached the end")
print(f"all of them to the end: {len(new_settings)} settings, {9 * len(new_settings)} epochs")
print(f"random search: {len(drawn)} settings, {9 * len(drawn)} epochs")

# %% tags=["claim"]
assert epochs < 0.5 * 9 * len(drawn), "Hyperband takes less than half the epochs of nine trials to the end"
assert len(new_settings) > len(drawn), "and looks at more settings"

# %% [markdown]
# More settings, for less than half the epochs. What does that cost? Whoever is slow at first is out. A rate of one
# thousandth was far behind after one epoch. **Predict** where it is after 40. (This takes ten seconds or more, silently.)

# %%
_, patient = train_network(1e-3, epochs=40)
_, quick = train_network(1e-2, epochs=40)
for rate, values in [("0.001", patient), ("0.01 ", quick)]:
    print(
        f"rate {rate}: after 1 epoch ≈ {values[0]:.0%}, after 9 ≈ {values[8]:.0%}, best of 40 ≈ {max(values):.0%}"
    )

# %% tags=["claim"]
assert patient[0] < curves[1e-2][0] - 0.2, "a small rate is far behind after one epoch"
assert max(patient) > 0.88, "with patience it becomes good"

# %% [markdown]
# It was slow, and most of what it lacked it makes up for. "Best" here means best *within nine epochs*. A search that
# stops early prefers what starts fast: give it a `max_epochs` that is long enough for the slow ones you care about.

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** Misconceptions: "Hyperband trains every trial for `max_epochs`", and so "early stopping is
# broken" when trials end after one epoch. With `factor=3` it keeps thirds: 23 trials and 75 epochs with
# `max_epochs=9`, but 30 trials and 120 epochs with 10, since powers of the factor fit. It goes on with a network's
# weights, not with Adam's memory. Ask: when would you not use it? When a good setting starts slowly, and when a trial
# takes seconds anyway.

# %% [markdown]
# ## The five steps, once
#
# Everything so far belongs to one pipeline:
#
# 1. **Collect** pictures and labels.
# 2. **Split** off the test set, and close it; then set validation pictures aside.
# 3. **Tune** on training and validation pictures, as often as you need.
# 4. **Train** the chosen setting once more on training *and* validation pictures.
# 5. **Test**, once.
#
# You did 1 and 2 at the start and have done 3 by now. The result of tuning is a *setting*, not a network. Values that
# begin with `tuner/` are Hyperband's own. Take the best trial; others that are tied with it would do as well.

# %%
best_trial = hyperband.oracle.get_best_trials(1)[0]
chosen = {name: best_trial.hyperparameters.values[name] for name in ["rate", "penalty"]}
print(", ".join(f"{name} ≈ {value:.2g}" for name, value in chosen.items()))
print(f"its validation accuracy, the best of {len(trials)} trials ≈ {best_trial.score:.1%}")

# %% [markdown]
# Step 4. All pictures but those of the test are there to learn from now. Nothing is left to stop early by, so the
# number of epochs is fixed before: nine, as in the search.

# %%
keras.utils.set_random_seed(SEED)
final = build_network(**chosen)
images = np.concatenate([train.images, validation.images])
labels = np.concatenate([train.labels, validation.labels])
final.fit(images, labels, batch_size=64, epochs=9, verbose=0, callbacks=[ProgressLine()])
print(f"trained on {len(labels)} pictures")

# %% [markdown]
# Step 5. One number from a few hundred pictures is not exact: other pictures would have given another. An
# **interval** says how far off it may be. Wilson's, for an accuracy of `p` on `n` pictures, covers the true accuracy
# about 95 times in 100 if the pictures were drawn at random; it is written out here.


# %%
def wilson(right, n, z=1.96):
    """Return the ends of Wilson's interval for `right` right answers among `n`."""
    p = right / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return middle - half, middle + half


# %% [markdown]
# **Predict:** will the test accuracy be above or below the best validation accuracy? Two things pull: the best of many was
# chosen by its validation accuracy, and step 4 learned from more pictures. The test set is opened *here*,
# for the first and only time.

# %%
predictions = final.predict(test.images, verbose=0).argmax(axis=1)
right = np.sum(predictions == test.labels)
low, high = wilson(right, len(test))
print(f"test accuracy ≈ {right / len(test):.1%}, interval from ≈ {low:.1%} to ≈ {high:.1%}")

# %% tags=["claim"]
assert right / len(test) > 0.85, "the chosen setting is good on the test set"
assert high - low > 0.02, "the interval is wider than two in a hundred"

# %% [markdown]
# This is what you report: the interval, and how many pictures it stands on. The best validation accuracy is probably a
# little too good: the best trial was chosen by it, and in that trial the best epoch. If you do not like the result and
# go back to tune again, this test set has become a validation set: you need a fresh one.
#
# One thing the interval does not know: scans of one writer lie in all three parts. On a *new* writer's digits expect
# less.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Misconceptions: "`get_best_models` gives the final network" (it has never seen the
# validation pictures); "on all pictures I can still stop early by validation" (those pictures are in training now).
# Split by blocks of writers, these digits lose two to four points. The interval holds the luck of the test pictures,
# not that of the first weights: lesson 13 goes on. Ask: the test came out above validation. Was something wrong? No:
# look at the interval.

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## On your own pictures
#
# Drag pictures into a folder `my_pictures/` beside this notebook, one sub-folder for each class. Then write `DATA =
# "my_pictures"` at the top and run all cells from there: the same five steps. What stands between the cells is about the
# digits. With few pictures an epoch has few steps, and nine epochs may be too few for any rate: raise them. And a handful
# of pictures decides which setting is best: look at the interval in the end before you tell anybody a number.

# %%
print(f"pictures of your own: {len(own_pictures())}")

# %% [markdown]
# ## What you learned
#
# - You showed how choosing on the test set makes it worthless.
# - You told hyperparameters from weights.
# - You set pictures aside for choosing, once and in `k` folds.
# - You searched for settings: sweep, grid, random search, Hyperband.
# - You took a classifier through the five steps, and gave its test accuracy with an interval.
#
# **Next:** [11 · Who built which network, and why?](11_architectures.ipynb)
#
# **Where to read more:** James Bergstra and Yoshua Bengio, *Random Search for Hyper-Parameter Optimization*. Lisha Li
# and others, *Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization*. Edwin Wilson, *Probable
# Inference, the Law of Succession, and Statistical Inference*, on the interval. Aston Zhang and others, *Dive into
# Deep Learning*, the chapter on hyperparameter optimization.
