# %% [markdown]
# # 08 · Why is it worse on new pictures?
#
# A network can be right on nearly every picture it was trained on, and wrong on half of the others. This lesson makes that
# happen, finds out why, and compares the remedies.
#
# **By the end you can**
# - measure the gap between training and validation, and tell overfitting from underfitting
# - show that a network can learn pictures by heart
# - stop training in time and keep the best weights
# - write dropout and the L2 penalty by hand, and use them in Keras
# - compare remedies fairly, and say which one helped most here
#
# Minutes: 60. **What to know first:** how a network is trained with `fit` (lesson 07).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads Keras.
import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import load
from course_utils.exercises import overfitting as exercise
from course_utils.plots import PALETTE, TRAINING, VALIDATION, image_grid, learning_curves, show
from course_utils.training import ProgressLine  # before Keras: it keeps log lines away

# %% [markdown]
# ## Few pictures
#
# The drawn flowers, at 32 × 32 pixels, so that ten trainings fit into this lesson. Training starts with a quarter of the
# training pictures: you will need the rest. The test set stays closed, because nothing here is final.
#
# For real photographs, run `python -m course_utils data fetch flowers` once and write `"flowers"` in place of `"garden"`.

# %%
train, validation, test = load("garden", size=32).split((0.48, 0.26, 0.26), seed=8)
class_names = train.class_names
quarter = train.subset(range(len(train) // 4))
print("training:", len(quarter), "of", len(train), "  validation:", len(validation))

image_grid(quarter.images[:10], titles=[class_names[label] for label in quarter.labels[:10]], size=1.3)
show("Ten small drawn flowers in gardens, each with the name of its class.")

# %% [markdown]
# The network is the one of lesson 07, in a function with three settings for later: how many filters, and two remedies that
# start switched off.

# %%
import keras
from keras import layers


def build_network(filters=(16, 32, 64), dropout=0.0, penalty=None):
    """Return the compiled network: three blocks, a hidden layer, one number for each class."""
    model = keras.Sequential([keras.Input((32, 32, 3)), layers.Rescaling(1 / 255)])
    for count in filters:
        model.add(layers.Conv2D(count, 3, padding="same", activation="relu", kernel_regularizer=penalty))
        model.add(layers.MaxPooling2D())
    hidden = layers.Dense(128, activation="relu", kernel_regularizer=penalty)
    for layer in [layers.Flatten(), layers.Dropout(dropout), hidden, layers.Dropout(dropout)]:
        model.add(layer)
    model.add(layers.Dense(len(class_names)))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    return model


# %% [markdown]
# Every training below gets the same seed and the same number of epochs. That is what makes them comparable. `pipeline` gives
# shuffled batches as a `tf.data.Dataset`, as in lesson 07. Only where curves will be drawn, the validation set is watched
# after each epoch: that takes time.


# %%
new = validation.pipeline(batch_size=len(validation))


def train_network(pictures, watch=None, extra_callbacks=(), **settings):
    """Return a network trained on some pictures, and its history."""
    keras.utils.set_random_seed(8)
    model = build_network(**settings)
    batches = pictures.pipeline(batch_size=16, shuffle=True, seed=8)
    callbacks = [ProgressLine(), *extra_callbacks]
    history = model.fit(batches, validation_data=watch, epochs=30, verbose=0, callbacks=callbacks)
    return model, history.history


# %% [markdown]
# **Predict:** after 30 epochs, on how many of its training pictures will it be right? And on the validation pictures?

# %%
plain, plain_history = train_network(quarter, watch=new)

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.2))
learning_curves(plain_history, "accuracy", left)
learning_curves(plain_history, "loss", right)
figure.suptitle("Training goes on getting better, validation does not")
show("Training accuracy climbs far above validation accuracy; training loss falls, validation loss turns up.")

# %% [markdown]
# The curves start together and part. Doing well on the training pictures and worse on new ones is called **overfitting**,
# and the distance between the two curves is the **gap**.
#
# On the right the validation loss turns up again. A loss grows when the right class gets less and less probability: on new
# pictures the network is not only wrong, it becomes more and more sure of the wrong class.
#
# A network that is weak on *both* sets **underfits**: it has not yet learned what its own pictures could teach it.
#
# ### Exercise: the gap
# Write a function that takes a history such as `plain_history` and returns training accuracy minus validation accuracy
# after the last epoch. A history is a dictionary with the lists `"accuracy"`, `"val_accuracy"`, `"loss"`, `"val_loss"`.


# %%
def gap(history):
    """Return by how much training accuracy is above validation accuracy at the end."""
    ### BEGIN SOLUTION
    return history["accuracy"][-1] - history["val_accuracy"][-1]
    ### END SOLUTION


# %%
exercise.gap.check(gap)

# %% [markdown]
# ## By heart
#
# How can it know its pictures and not know flowers? Here is a test. Take 60 pictures and give them labels **at random**.
# Now there is nothing to understand. **Predict:** how many of the 60 labels can the same network learn?

# %%
few = train.images[:60]
random_labels = np.random.default_rng(8).integers(0, len(class_names), 60)

keras.utils.set_random_seed(8)
parrot = build_network()
options = dict(epochs=40, batch_size=16, verbose=0, callbacks=[ProgressLine()])
parrot_history = parrot.fit(few, random_labels, **options).history

# %%
by_heart = max(parrot_history["accuracy"])
_, on_new = parrot.evaluate(new, verbose=0)
print("in the best epoch more than 9 in 10 random labels right:", by_heart > 0.9)
print("on new pictures better than 3 in 10:                    ", on_new > 0.3)

# %%
plt.plot(range(1, 41), parrot_history["accuracy"], "o-", markersize=3, color=TRAINING, label="training")
plt.axhline(1 / len(class_names), color="black", linestyle=":", label="a guess")
plt.axhline(on_new, color=VALIDATION, linestyle="--", label="new pictures, at the end")
plt.gca().set(xlabel="epoch", ylabel="accuracy", ylim=(0, 1.02), title="Learning nonsense by heart")
plt.legend()
show("Accuracy on 60 randomly labelled pictures climbs to nearly 1; on new pictures it is like a guess.")

# %% [markdown]
# It learned nonsense, picture by picture. This is **memorising**: some speck of colour is enough to tell each picture from
# the others. There is plenty of room for it:

# %%
print(f"{plain.count_params():,} weights for {len(quarter)} pictures")

# %% [markdown]
# Nothing in `fit` asks for understanding: it lowers the training loss, and memorising lowers it as well. Each remedy
# below makes memorising harder, or shows more of the world.

# %% [markdown]
# ## Remedy 1: stop in time
#
# The validation loss was lowest long before the end. **Early stopping** ends training when the validation loss has not
# become lower for some epochs, the **patience**, and goes back to the best weights.
#
# ### Exercise: early stopping
# Write a function that decides from a list of validation losses, one for each epoch. Training stops as soon as `patience`
# epochs in a row have brought no loss lower than the best so far, or when the list ends. Return two numbers, counted from 1:
# the last epoch that was trained, and the epoch with the best loss up to there. `early_stopping([1.5, 1.2, 1.3, 1.4, 0.9],
# 2)` gives `(4, 2)`.


# %%
def early_stopping(losses, patience):
    """Return the last epoch that is trained and the best one so far, both counted from 1."""
    ### BEGIN SOLUTION
    best_loss, best_epoch = float("inf"), 0
    for epoch, loss in enumerate(losses, 1):
        if loss < best_loss:
            best_loss, best_epoch = loss, epoch
        elif epoch - best_epoch == patience:
            return epoch, best_epoch
    return len(losses), best_epoch
    ### END SOLUTION


# %%
exercise.early_stopping.check(early_stopping)

# %% [markdown]
# Keras has it as a callback. Without `restore_best_weights=True` you would keep the last weights, not the best.

# %%
stopper = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
stopped, stopped_history = train_network(quarter, watch=new, extra_callbacks=[stopper])

# %%
losses = stopped_history["val_loss"]
plt.plot(range(1, 31), plain_history["val_loss"], "s--", markersize=3, color=VALIDATION, label="all epochs")
plt.plot(range(1, len(losses) + 1), losses, color=PALETTE[2], lw=6, alpha=0.4, label="stopped early")
plt.axvline(np.argmin(losses) + 1, color="black", linestyle=":", label="weights that are kept")
plt.gca().set(xlabel="epoch", ylabel="validation loss", title="Wait, stop, and go back to the best")
plt.xticks(range(0, 31, 5))
plt.legend()
show("Validation loss falls, then rises; a thick line ends a few epochs after its marked lowest point.")

# %%
stopped_loss, _ = stopped.evaluate(new, verbose=0)
print("validation loss lower than at the end of all epochs:", stopped_loss < plain_history["val_loss"][-1])

# %% [markdown]
# ## Remedy 2: dropout
#
# **Dropout** switches off, at each step of training, a random share of a layer's outputs: the **rate**. No output can be
# relied on, so no single speck of colour decides. In prediction all of them work.
#
# With some values gone, the sum that the next layer gets would be too small in training. So the kept ones grow: they are
# divided by the share that is kept.

# %%
ones = np.ones((1, 10), dtype="float32")
layer = layers.Dropout(0.5, seed=8)
in_training = np.array(layer(ones, training=True))
in_prediction = np.array(layer(ones, training=False))
print("values in training:  ", sorted({float(value) for value in in_training[0]}))
print("values in prediction:", sorted({float(value) for value in in_prediction[0]}))

# %% [markdown]
# ### Exercise: dropout by hand
# Write dropout as a function. `values` and `random` are arrays of one shape; `random` holds numbers from 0 to 1. In training
# a value becomes 0 where its number is below `rate`, and the others are divided by `1 - rate`. In prediction all values stay.


# %%
def dropout(values, random, rate, training):
    """Return the values with dropout in training, and as they are in prediction."""
    ### BEGIN SOLUTION
    if not training:
        return values
    return np.where(random < rate, 0, values / (1 - rate))
    ### END SOLUTION


# %%
exercise.dropout.check(dropout)

# %% [markdown]
# Now in the network, before and after its hidden layer. **Predict:** what will it do to the *training* accuracy?

# %%
dropped, dropped_history = train_network(quarter, watch=new, dropout=0.5)

# %% [markdown]
# The history measures training accuracy *while* training, with dropout on. With `training=False` it is off, so from here on
# this is how all networks are measured. The same weights, without dropout and with it:


# %%
def accuracies(model, pictures):
    """Return the accuracy on a network's training pictures and on the validation pictures."""
    both = []
    for part in [pictures, validation]:
        logits = np.array(model(part.images, training=False))
        both.append(np.mean(logits.argmax(axis=1) == part.labels))
    return both


# %%
dropped_accuracies = accuracies(dropped, quarter)
tries = [np.array(dropped(quarter.images, training=True)).argmax(axis=1) for _ in range(5)]
dropout_on = np.mean([predictions == quarter.labels for predictions in tries])
print("more right on its pictures with dropout off:", dropped_accuracies[0] > dropout_on)

# %%
learning_curves(dropped_history)
plt.plot(30, dropped_accuracies[0], "*", markersize=14, color=PALETTE[5], label="training, dropout off")
plt.legend()
plt.title("Held back while it learns, whole when it predicts")
show("With dropout both curves climb slowly; a star, training accuracy with dropout off, lies above them.")

# %% [markdown]
# ## Remedy 3: a price for large weights
#
# It takes large weights to let a small speck decide. A **penalty** makes them cost something. It is added to the loss,
# `strength` times
#
# - **L2**: the sum of the *squares* of the weights. Large ones cost most, and all of them become small.
# - **L1**: the sum of their *absolute values*. Each step towards 0 saves the same, and many end near 0.
#
# ### Exercise: the L2 penalty
# Write a function that adds it to a loss. `weights` is a list of arrays, one for each layer, of different shapes.


# %%
def penalized_loss(loss, weights, strength):
    """Return the loss plus `strength` times the sum of all squared weights."""
    ### BEGIN SOLUTION
    return loss + strength * sum(np.sum(array**2) for array in weights)
    ### END SOLUTION


# %%
exercise.penalized_loss.check(penalized_loss)

# %% [markdown]
# In Keras a layer takes `kernel_regularizer=`; the kernel of a layer is its weights without the biases.

# %%
l2, _ = train_network(quarter, penalty=keras.regularizers.L2(1e-2))

# %%
l1, _ = train_network(quarter, penalty=keras.regularizers.L1(5e-4))

# %% [markdown]
# **Predict:** which of the three networks has the most weights very close to 0?

# %%
bins = np.linspace(-0.1, 0.1, 41)
shares = {}
for name, model, style in [("no penalty", plain, "-"), ("L2", l2, "--"), ("L1", l1, ":")]:
    kernel = model.layers[-3].get_weights()[0].ravel()
    shares[name] = np.mean(np.abs(kernel) < 0.001)
    plt.hist(kernel, bins, histtype="step", linestyle=style, linewidth=2, label=name)
plt.gca().set(xlabel="weight", ylabel="how many", title="What penalties do to the hidden layer's weights")
plt.legend()
print("weights near 0, from most to fewest:", ", ".join(sorted(shares, key=shares.get, reverse=True)))
show("Histograms of weights: broad without penalty, a peak at 0 with L2, a higher one with L1.")

# %% [markdown]
# ## Remedy 4: a smaller network
#
# Less room, less to memorise with: a quarter of the filters and fewer.

# %%
small, _ = train_network(quarter, filters=(4, 8, 8))
print(f"{plain.count_params():,} weights before, {small.count_params():,} now")

# %% [markdown]
# ### Exercise: a small network with a remedy
# Write a function that builds a network for `(32, 32, 3)` pictures from 0 to 255 and five classes. It has at most 40,000
# parameters, ends in logits, and has dropout or a penalty. It must still be able to learn.


# %%
def build_small():
    """Return a network with at most 40,000 parameters and a remedy against overfitting."""
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(8, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(32, activation="relu"),
            layers.Dense(5),
        ]
    )
    ### END SOLUTION


# %%
exercise.build_small.check(build_small)

# %% [markdown]
# ## Remedy 5: more pictures
#
# The remedies so far hold the network back. This one gives it more to learn from: twice and four times the pictures, for
# the same number of epochs, so with more steps too. **Predict:** what becomes of the two accuracies?

# %%
half = train.subset(range(len(train) // 2))
double, _ = train_network(half)

# %%
fourfold, _ = train_network(train)

# %% [markdown]
# What did the pictures do? This kind of **learning curve** counts pictures, not epochs.

# %%
results = {
    "no remedy": accuracies(plain, quarter),
    "2 × pictures": accuracies(double, half),
    "4 × pictures": accuracies(fourfold, train),
}
counts = [len(quarter), len(half), len(train)]
on_training, on_validation = zip(*results.values(), strict=True)
plt.plot(counts, on_training, "o-", color=TRAINING, label="training")
plt.plot(counts, on_validation, "s--", color=VALIDATION, label="validation")
plt.gca().set(
    xlabel="training pictures", ylabel="accuracy", ylim=(0, 1.02), title="More pictures narrow the gap"
)
plt.legend()
show("Validation accuracy rises from a quarter to all of the pictures; training accuracy stays high.")

# %% [markdown]
# If the validation curve still rises at its right end, collecting more pictures will probably pay.

# %% [markdown]
# ## Together
#
# Now all pictures and dropout in one.

# %%
joined, _ = train_network(train, dropout=0.5)

# %% [markdown]
# All networks, measured in the same way: on their own training pictures, and on the validation pictures they share.

# %%
results["early stopping"] = accuracies(stopped, quarter)
results["dropout"] = dropped_accuracies
results["L2"] = accuracies(l2, quarter)
results["L1"] = accuracies(l1, quarter)
results["fewer filters"] = accuracies(small, quarter)
results["4 × and dropout"] = accuracies(joined, train)

# %%
ranked = sorted(results, key=lambda name: results[name][1])
rows = range(len(ranked))
on_training, on_validation = zip(*[results[name] for name in ranked], strict=True)
plt.hlines(rows, on_validation, on_training, color="gray", zorder=0)
plt.scatter(on_validation, rows, marker="s", color=VALIDATION, label="validation")
plt.scatter(on_training, rows, color=TRAINING, label="training")
for row, (right, left) in enumerate(zip(on_training, on_validation, strict=True)):
    plt.text(left - 0.015, row, f"{left:.0%}", ha="right", va="center")
    plt.text(right + 0.015, row, f"{right:.0%}", ha="left", va="center")
plt.yticks(rows, ranked)
plt.gca().set(xlabel="accuracy", xlim=(0.2, 1.08), title="Which remedy helps on new pictures?")
plt.legend(loc="lower right")
show("A row for each remedy, from worst to best in validation; a line between both accuracies is the gap.")

# %% [markdown]
# The same as a table. Your last digits can differ from the stored ones: machines round in different ways.

# %% tags=["nbval-ignore-output"]
print(f"{'':16} training  validation  gap")
for name in reversed(ranked):
    on_training, on_validation = results[name]
    difference = on_training - on_validation
    print(f"{name:16}   {on_training:4.0%}       {on_validation:4.0%}    {difference:4.0%}")

# %% [markdown]
# Read it for yourself before you go on. Which remedy has the smallest gap? Is that the one you would choose?

# %%
alone = ["dropout", "L2", "L1", "fewer filters"]
gaps = {name: first - second for name, (first, second) in results.items()}
for name in [*alone, "4 × pictures"]:
    print(f"{name:14} gap smaller than with no remedy:", gaps[name] < gaps["no remedy"])

best_of_quarter = max(results[name][1] for name in [*alone, "no remedy"])
print("4 × pictures are better on new ones than all of those:", results["4 × pictures"][1] > best_of_quarter)

# %% [markdown]
# On the drawn flowers all five narrow the gap. (Early stopping is not in this list: it chose its epoch on these same
# validation pictures.) But a small gap is not the aim: a network that guesses has none. What counts
# is the validation accuracy, and here only more pictures raise it by much. The others hold back learning together with
# memorising, so they move it by little, up or down. On photographs, or with other strengths, it can come out differently:
# so compare on your own pictures.
#
# How large must a difference be, to mean something? An accuracy of one half, measured on `n` pictures, is off by about
# √(½ · ½ / n) through luck alone, and now and then by twice that:

# %%
luck = 2 * np.sqrt(0.5 * 0.5 / len(validation))
print(f"on {len(validation)} new pictures luck may change an accuracy by about {100 * luck:.0f} in 100")

# %% [markdown]
# So make no ranking of those that lie close together. To tell them apart takes more validation pictures, and the whole
# comparison again with other seeds.
#
# ### Exercise: design a fair comparison
# Somebody shows you two runs, each a dictionary such as `{"remedy": "dropout", "pictures": 300, "epochs": 25, "split": 3,
# "seed": 5, "judged_on": "validation"}`. `split` is the seed of the splitting, `seed` that of the training, and `judged_on`
# is `"training"`, `"validation"` or `"test"`. The number of pictures is not a remedy here. Write a function that says whether
# comparing them is a fair way to *choose between two remedies*. Think: if one is better, what could be the reason?


# %%
def is_fair(first, second):
    """Return True if comparing two runs says which of two remedies is better, otherwise False."""
    ### BEGIN SOLUTION
    all_else_is_same = all(first[name] == second[name] for name in first if name != "remedy")
    remedies_differ = first["remedy"] != second["remedy"]
    return all_else_is_same and remedies_differ and first["judged_on"] == "validation"
    ### END SOLUTION


# %%
exercise.is_fair.check(is_fair)

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You measured the gap between training and validation, and told overfitting from underfitting.
# - You showed that a network can learn pictures by heart.
# - You stopped training in time and kept the best weights.
# - You wrote dropout and the L2 penalty by hand, and used them in Keras.
# - You compared remedies fairly, and said which one helped most here.
#
# **Next:** [09 · Can we make more data from what we have?](09_augmentation.ipynb)
#
# **Where to read more:** Nitish Srivastava and others, *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*.
# Chiyuan Zhang and others, *Understanding Deep Learning Requires Rethinking Generalization*, on random labels. Ian
# Goodfellow, Yoshua Bengio and Aaron Courville, *Deep Learning*, the chapter on regularization.
