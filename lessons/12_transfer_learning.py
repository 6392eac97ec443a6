# %% [markdown]
# # 12 · Can we borrow what another network learned?
#
# A network needs many labelled pictures, and labelling is work. But somebody else's network has looked at many thousands
# already. This lesson cuts off its last layer and puts a new one in its place.
#
# **By the end you can**
# - turn pictures into features with a trained network, and train a classifier on them in seconds
# - give a network the pixel values it was trained on
# - put a new head on a frozen network, and say what trains
# - fine-tune at a low rate, with batch normalisation frozen, and say why
# - measure what transfer is worth for each number of pictures, and where it is worth little
#
# Minutes: 80. **What to know first:** training a network (lesson 07), overfitting (08) and augmentation (09).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads Keras.
import os
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from course_utils.backbone import load_backbone
from course_utils.data import DataProblem, load, own_pictures
from course_utils.exercises import transfer_learning as exercise
from course_utils.plots import PALETTE, image_grid, picture_rows, show
from course_utils.training import ProgressLine, keras, tf

layers = keras.layers

# %% tags=["parameters"]
SEED = 7
DATA = "garden"
PHOTOGRAPHS = "flowers"  # or "my_pictures": for the last part

# %% [markdown]
# ## Twenty pictures of each class
#
# Imagine that these are all the labelled pictures you have, twenty of each class.

# %%
pictures = load(DATA, size=64)
images, labels, class_names = pictures.images, pictures.labels, pictures.class_names
places = np.arange(len(labels))
pool, new = train_test_split(places, test_size=0.2, stratify=labels, random_state=SEED)
per_class = min(20, np.bincount(labels[pool]).min() - 1)
few, _ = train_test_split(
    pool, train_size=per_class * len(class_names), stratify=labels[pool], random_state=SEED
)
print(len(few), "pictures to learn from,", len(new), "new ones to be judged on")

# %%
image_grid(images[few[:10]], [class_names[label] for label in labels[few[:10]]], size=1.3)
show("Ten of the few labelled pictures, each with the name of its class.")

# %% [markdown]
# First a network from scratch, that of lesson 09 with augmentation and dropout. It gets the pictures at half the size, which makes it four
# times as fast. **Predict:** how many new pictures will it name rightly, after a hundred epochs?


# %%
def compiled(model, rate):
    """Return the model, ready to be trained with Adam at this learning rate."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(rate), loss, metrics=["accuracy"])
    return model


# %%
def batches(images, labels, size=32):
    """Return pictures and their labels in shuffled batches."""
    data = tf.data.Dataset.from_tensor_slices((images, labels))
    return data.shuffle(len(labels), seed=SEED).batch(size)


def accuracy_of(model, images, labels):
    """Return how often a network is right."""
    return np.mean(model.predict(images, verbose=0).argmax(axis=1) == labels)


# %%
def build_network(classes):
    """Return the course's network for 32 × 32 pictures, with augmentation and dropout, compiled."""
    keras.utils.set_random_seed(SEED)
    model = keras.Sequential([keras.Input((32, 32, 3)), layers.RandomFlip("horizontal")])
    model.add(layers.RandomTranslation(0.1, 0.1))
    model.add(layers.Rescaling(1 / 255))
    for filters in [16, 32, 64]:
        model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(layers.MaxPooling2D())
    for layer in [layers.Dropout(0.3), layers.Flatten(), layers.Dense(128, activation="relu")]:
        model.add(layer)
    model.add(layers.Dense(classes))
    return compiled(model, 1e-3)


# %%
small = load(DATA, size=32).images
scratch = build_network(len(class_names))
scratch.fit(batches(small[few], labels[few]), epochs=100, verbose=0, callbacks=[ProgressLine()])
from_scratch = {per_class: accuracy_of(scratch, small[new], labels[new])}
print(f"from scratch, new pictures ≈ {from_scratch[per_class]:.0%} right")

# %% [markdown]
# Far from useful. More labels would help, and cost. Is there another source of knowledge?
#
# ## A network that has seen other things
#
# The course brings a small network, trained on other pictures: the tiny photographs of CIFAR-10, which show
# airplanes, automobiles, birds, cats, deer, dogs, frogs, horses, ships and trucks. No flower is among the classes. Its last
# layer, which named the ten, is cut off. What is left is called a **backbone**. In its training it saw each photograph mirrored or not, moved
# a little, darker and brighter, always with the same label.

# %%
backbone = load_backbone()
features = backbone.predict(images, verbose=0)
print("pictures:", images.shape, "  features:", features.shape)
print(f"{backbone.count_params():,} parameters")

# %% [markdown]
# It turns each picture into 256 numbers, its **features**. Each says how strongly one pattern occurs in the picture. Which
# patterns? Look at the pictures in which a feature is largest.

# %%
varied = np.argsort(-features.std(axis=0))[[0, 16, 40]]  # three that vary much from picture to picture
largest = {f"no. {feature}": images[np.argsort(features[:, feature])[-6:]] for feature in varied}
picture_rows(largest)
show("Three rows of six pictures, each row those with the largest value of one feature.")

# %% [markdown]
# Nobody told it about flowers. What do the pictures in a row have in common? Sometimes it is a colour or a shape, sometimes nothing that has
# a name. Now a classifier on the features: logistic regression. A small `C` keeps its weights small (lesson 08). **Predict:** more or less than the network from scratch?


# %%
def classifier():
    """Return a classifier of features: each brought to the same scale, then logistic regression."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=500))


# %%
start = time.perf_counter()
transferred = classifier().fit(features[few], labels[few]).score(features[new], labels[new])
seconds = time.perf_counter() - start
print(f"from scratch ≈ {from_scratch[per_class]:.0%} right")
print(f"borrowed features ≈ {transferred:.0%} right, after ≈ {seconds:.1f} seconds of training")

# %% tags=["claim"]
assert transferred > from_scratch[per_class] + 0.15, "borrowed features are far ahead of scratch"

# %% [markdown]
# This is **transfer learning**: what was learned on one task is used for another. Edges, colours and round shapes occur in most pictures,
# in our drawn flowers too, so they need not be learned again from twenty.

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Most predict that a network which never saw a flower cannot help. Ask: what did *you* know about
# pictures before you learned the word "dandelion"? Short of time: leave out the rows of pictures.

# %% [markdown]
# ## The values it was trained on
#
# Our backbone takes pixel values from 0 to 255, since its first layer rescales them. **Predict:** what happens when you
# divide by 255 first, as many networks want it?

# %%
too_dark = backbone.predict(images / 255, verbose=0)
wrong_values = classifier().fit(too_dark[few], labels[few]).score(too_dark[new], labels[new])
print(f"values 0 to 255 ≈ {transferred:.0%} right")
print(f"values 0 to 1 ≈ {wrong_values:.0%} right")

# %% tags=["claim"]
assert transferred > wrong_values + 0.15, "wrong pixel values ruin the features"

# %% [markdown]
# Every picture was nearly black for it, and no error was raised. So look up what a network wants. Those of
# `keras.applications` each bring a function `preprocess_input`. MobileNet's network wants -1 to 1:
#
# ### Exercise: prepare pictures
# Write a function that brings values from 0 to 255 to the range from -1 to 1.


# %%
def prepare(images):
    """Return the images with values from -1, black, to 1, white."""
    ### BEGIN SOLUTION
    return images / 127.5 - 1
    ### END SOLUTION


# %%
exercise.prepare.check(prepare)

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes.** Most expect an error message. Ask: how would you notice, without a second number to compare with?
# The misconception is that all networks want values from 0 to 1.

# %% [markdown]
# ## A new head
#
# The same in Keras: one layer of logits on the features is a new **head**. The features are computed already, so training
# takes no time.

# %%
keras.utils.set_random_seed(SEED)
head = compiled(
    keras.Sequential([keras.Input((256,)), layers.Dropout(0.3), layers.Dense(len(class_names))]), 1e-2
)
head.fit(features[few], labels[few], epochs=40, verbose=0, callbacks=[ProgressLine()])
with_head = np.mean(head.predict(features[new], verbose=0).argmax(axis=1) == labels[new])
print(f"new head ≈ {with_head:.0%} right on new pictures")

# %% [markdown]
# Both joined are a network from pixels to logits. The backbone in it is **frozen**: `trainable = False` says that training may not change
# a layer's weights. This function joins them, and opens only layers of the kinds that it is given.


# %%
def joined(open_kinds):
    """Return a fresh backbone with a copy of the trained head; only some kinds of its layers may train."""
    body, top = load_backbone(), keras.models.clone_model(head)  # a copy has new weights
    top.set_weights(head.get_weights())
    for layer in body.layers:
        layer.trainable = isinstance(layer, open_kinds)
    return keras.Sequential([keras.Input(images.shape[1:]), body, top])


# %% [markdown]
# ### Exercise: what trains?
# The backbone gives 256 features, and the head five logits. How many parameters train while the backbone is frozen?

# %%
### BEGIN SOLUTION
head_parameters = 256 * 5 + 5
### END SOLUTION

# %%
exercise.head_parameters.check(head_parameters)

# %%
frozen = joined(())  # no kind of layer is open
trains = sum(weights.numpy().size for weights in frozen.trainable_variables)
print(f"{trains:,} of {frozen.count_params():,} parameters train")
print(f"right on new pictures ≈ {accuracy_of(frozen, images[new], labels[new]):.0%}, as with the head alone")

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes.** Many answer with the parameters of the whole network. Ask: why are so few pictures enough?

# %% [markdown]
# ## A rate of zero
#
# **Fine-tuning** trains the backbone too, a little. Before that, an odd experiment. Free all layers and train at a learning
# rate of 0: no gradient can change anything. **Predict:** what will the accuracy on new pictures be afterwards?

# %%
everything = (layers.Conv2D, layers.BatchNormalization)
moved = compiled(joined(everything), 0.0)
moved.fit(batches(images[few], labels[few], 16), epochs=3, verbose=0)
norm_free = accuracy_of(moved, images[new], labels[new])
print(f"before ≈ {with_head:.0%} right, after training at a rate of 0 ≈ {norm_free:.0%} right")

# %% [markdown]
# It changed, and not by learning. A **batch normalisation** layer brings each feature map to mean 0 and spread 1, and then to a scale and
# a shift that it learns. In training it uses the mean and spread of the batch, and keeps running averages of both for later. Those
# averages followed sixteen flowers at a time, and the head met features it does not know. So freeze these layers:

# %%
kept = compiled(joined(layers.Conv2D), 0.0)
kept.fit(batches(images[few], labels[few], 16), epochs=3, verbose=0)
norm_frozen = accuracy_of(kept, images[new], labels[new])
print(f"batch normalisation frozen, rate 0 ≈ {norm_frozen:.0%} right")

# %% tags=["claim"]
assert norm_frozen > norm_free, "free batch normalisation loses what was known, even at rate 0"

# %% [markdown]
# The order matters. Freeing a frozen model, `backbone.trainable = True`, frees everything inside it, so freeze single layers afterwards;
# then `compile`. A change of `trainable` after the first training does nothing until you compile, and as a rule Keras does not
# warn.
#
# ### Exercise: open the backbone
# Write a function that lets a frozen backbone train, all but its `layers.BatchNormalization` layers. Return how many numbers
# train now; `weights.numpy().size` counts those in one of `backbone.trainable_variables`.


# %%
def open_backbone(backbone):
    """Free all layers but batch normalisation, and return the number of parameters that train."""
    ### BEGIN SOLUTION
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.trainable = False
    return sum(weights.numpy().size for weights in backbone.trainable_variables)
    ### END SOLUTION


# %%
exercise.open_backbone.check(open_backbone)

# %% [markdown] tags=["teacher"]
# **Teacher · 25 minutes.** Most predict no change at rate 0. The misconception: that only gradients change a network. With a
# rate of 1e-3 and enough steps the weights adapt and a free network catches up here: what is lost can be learned again.
# Older texts call the base with `training=False`; Keras 3 no longer keeps a trainable base's batch normalisation still so.

# %% [markdown]
# ## At which rate?
#
# Now fine-tune in earnest: all convolutions train, from the weights they have, together with the head.

# %%
tuned = {}


def fine_tune(rate):
    """Fine-tune a fresh copy at this rate, and note its accuracy on the new pictures."""
    model = compiled(joined(layers.Conv2D), rate)
    model.fit(batches(images[few], labels[few], 16), epochs=8, verbose=0)
    tuned[rate] = accuracy_of(model, images[new], labels[new])
    print(f"rate {rate:g}: ≈ {tuned[rate]:.0%} right on new pictures")


fine_tune(1e-3)

# %% [markdown]
# The head had learned at `1e-2`, ten times that rate. **Predict:** what do ten times more and ten times less do?

# %%
fine_tune(1e-2)

# %%
fine_tune(1e-4)

# %% tags=["claim"]
assert tuned[1e-3] > from_scratch[per_class] + 0.3, "fine-tuned: at least 30 points over scratch"
assert tuned[1e-3] > tuned[1e-2] + 0.3, "a high rate destroys what was borrowed"

# %% [markdown]
# Too high a rate destroys in a few steps what long training built. Both lower ones gain over the head alone. Which is best depends on the
# data and on the epochs: try rates on a validation set, as in lesson 10.
#
# ## How many labels does it save?
#
# Features are computed once, so you can draw many small sets and look at the spread. For each number of pictures: ten draws,
# ten classifiers.

# %%
most = np.bincount(labels[pool]).min() - 1
counts = [count for count in [5, 10, 20, 50, 100] if count <= most] or [most]
scores = {count: [] for count in counts}
for count in counts:
    for draw in range(10):
        chosen, _ = train_test_split(
            pool, train_size=count * len(class_names), stratify=labels[pool], random_state=100 * SEED + draw
        )
        score = classifier().fit(features[chosen], labels[chosen]).score(features[new], labels[new])
        scores[count].append(score)
    print(f"{count:3} of each class, ten draws ≈ {np.mean(scores[count]):.0%} right")

# %% [markdown]
# **Predict:** how many pictures of each class does the network from scratch need, to reach what twenty give here? It gets
# the largest number:

# %%
most_of_all, _ = train_test_split(
    pool, train_size=counts[-1] * len(class_names), stratify=labels[pool], random_state=SEED
)
many = build_network(len(class_names))
many.fit(batches(small[most_of_all], labels[most_of_all]), epochs=80, verbose=0, callbacks=[ProgressLine()])
from_scratch[counts[-1]] = accuracy_of(many, small[new], labels[new])

# %%
means = np.array([np.mean(scores[count]) for count in counts])
spread = np.array([np.std(scores[count]) for count in counts])
plt.plot(counts, means, "o-", color=PALETTE[0], label="borrowed features, ten draws")
plt.fill_between(counts, means - spread, means + spread, color=PALETTE[0], alpha=0.25)
plt.plot(from_scratch.keys(), from_scratch.values(), "s--", color=PALETTE[1], label="from scratch, one draw")
plt.plot(per_class, tuned[1e-3], "*", markersize=14, color=PALETTE[2], label="fine-tuned")
plt.gca().set(xlabel="labelled pictures of each class", ylabel="accuracy on new pictures", ylim=(0, 1))
plt.title("What borrowed features are worth")
plt.legend(loc="lower right")
show(
    "Borrowed features lie above the network from scratch at both numbers of pictures at which it was trained."
)

# %%
print(f"borrowed features, {per_class} of each class ≈ {np.mean(scores[per_class]):.0%} right")
print(f"from scratch, {counts[-1]} of each class ≈ {from_scratch[counts[-1]]:.0%} right")

# %% tags=["claim"]
assert means[-1] > from_scratch[counts[-1]] + 0.03, (
    "with a hundred of each class, borrowed features are ahead"
)
assert np.mean(scores[per_class]) > from_scratch[counts[-1]] - 0.1, (
    "20 borrowed are nearly as good as 100 from scratch"
)

# %% [markdown]
# The band is one spread to each side: it matters *which* pictures you label. Read it sideways: the network from scratch gets with a hundred
# of each class about as far as borrowed features with twenty. (The star is the rate that was tried first.)
#
# ### ★ More: draw a few
# Write the drawing yourself. `labels` holds a number for each picture. Return the places of `count` pictures of each class,
# drawn with `rng`, none twice.


# %%
def few_of_each(labels, count, rng):
    """Return the places of `count` pictures of each class, drawn by chance."""
    ### BEGIN SOLUTION
    chosen = []
    for label in np.unique(labels):
        chosen.append(rng.choice(np.flatnonzero(labels == label), count, replace=False))
    return np.concatenate(chosen)
    ### END SOLUTION


# %%
exercise.few_of_each.check(few_of_each)

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** Ask before the figure: what does one more labelled picture cost in your field? Both tries of the
# network from scratch are single trainings; `benchmarks/claims.md` has ten. Short of time: leave out the exercise.

# %% [markdown]
# ## Where it is worth little
#
# A new task with the same pictures: does the light come from the left or from the right? Each picture is made brighter on
# one side. **Predict:** which is better now, the features, or the pixels of a picture shrunk to 8 × 8?

# %%
rng = np.random.default_rng(SEED)
from_left = rng.random(len(images)) < 0.5
light = np.linspace(1.25, 0.75, images.shape[2])[None, None, :, None]
lit = images * np.where(from_left[:, None, None, None], light, light[:, :, ::-1])
lit = np.clip(lit, 0, 255).astype("uint8")
bright = images[images.mean(axis=(1, 2, 3)).argmax()]
both = [np.clip(bright * side, 0, 255).astype("uint8") for side in (light[0], light[0, :, ::-1])]
image_grid([bright, *both], ["as it was", "from the left", "from the right"], size=1.6)
show("A picture as it was, brighter on its left side, and brighter on its right side.")

# %%
lit_features = backbone.predict(lit, verbose=0)
lit_pixels = lit.reshape(len(lit), 8, 8, 8, 8, 3).mean(axis=(2, 4)).reshape(len(lit), -1)
side = {}
for name, values in [("borrowed features", lit_features), ("shrunk pixels", lit_pixels)]:
    side[name] = classifier().fit(values[few], from_left[few]).score(values[new], from_left[new])
    print(f"{name} ≈ {side[name]:.0%} right, where a guess has ≈ 50%")

# %% tags=["claim"]
assert side["shrunk pixels"] > side["borrowed features"] + 0.1, "pixels beat borrowed features on light"

# %% [markdown]
# The backbone saw its pictures darker and brighter, and mirrored, always with the same label: where the light comes from was of no use for
# that. With so few pictures, its features hardly tell. Do not take that for a rule about light or side: another question about them may be
# easy for the same features. Put a simple rival beside what you borrow, and measure.
#
# ### ★ More: worth borrowing?
# Say `True` where frozen features are likely to be worth much, otherwise `False`.
#
# - **A** Our backbone; five kinds of flowers, twenty of each
# - **B** Our backbone; does the light come from the left or from the right? A hundred pictures
# - **C** A network that learned on 0 to 255; you give it 0 to 1
# - **D** Two hundred thousand labelled pictures, and a week to train
# - **E** Our backbone, fine-tuned with Adam at a rate of `1e-2`
# - **F** A network trained on a thousand classes of photographs; eight kinds of fruit, thirty of each
#
# Write a dictionary: `worth_borrowing = {"A": …, "B": …, …}`.

# %%
### BEGIN SOLUTION
worth_borrowing = {"A": True, "B": False, "C": False, "D": False, "E": False, "F": True}
### END SOLUTION

# %%
exercise.worth_borrowing.check(worth_borrowing)

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes.** Most predict that features always beat raw pixels. Ask: what would be a simple rival in
# your own task? Place is no problem for these features: whether a flower stands left or right they tell well from a hundred pictures.

# %% [markdown]
# ## The real thing
#
# Larger networks are free to use. **ImageNet** is a collection of photographs; a thousand of its classes are often used, and
# `keras.applications` brings networks that learned from it. Two of the smallest, MobileNetV2 and MobileNet, have files of
# about 2 MB and 1 MB. To run this part, fetch all once, with a network connection: the photographs with
# `python -m course_utils data fetch flowers`, the weights with `FETCH = True`. Without them the cells say so and go on.

# %%
FETCH = False
apps = keras.applications
FILES = [
    "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224_no_top.h5",
    "mobilenet_2_5_224_tf_no_top.h5",
]


# %%
def imagenet_networks():
    """Return two networks without their heads, each with its preparation; none where no weights are."""
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    if not FETCH and not all((home / "models" / file).is_file() for file in FILES):
        return []
    kind = {"input_shape": (224, 224, 3), "include_top": False, "pooling": "avg"}
    large, small = apps.MobileNetV2(alpha=0.35, **kind), apps.MobileNet(alpha=0.25, **kind)
    return [(large, apps.mobilenet_v2.preprocess_input), (small, apps.mobilenet.preprocess_input)]


# %% tags=["nbval-ignore-output"]
networks, photographs = imagenet_networks(), None
if not networks:
    print("ImageNet's weights are not here: set FETCH = True above, and run the cells from there on again.")
try:
    photographs = load(PHOTOGRAPHS, size=224)
    print(len(photographs), "photographs,", ", ".join(photographs.class_names))
except DataProblem as problem:
    print(problem)

# %% [markdown]
# Features once, those of both networks side by side, in batches of 64 so that memory suffices. Where the weights are missing
# but photographs are here, our own backbone takes their place.


# %%
def features_of(pictures):
    """Return the features of uint8 pictures: both networks' side by side, or else our backbone's."""
    found = []
    for start in range(0, len(pictures), 64):
        batch = pictures[start : start + 64].astype("float32")
        if networks:
            both = [network.predict_on_batch(ready(batch.copy())) for network, ready in networks]
            found.append(np.hstack(both))  # a copy, since these functions change what they are given
        else:
            found.append(backbone.predict_on_batch(tf.image.resize(batch, (96, 96), antialias=True)))
    return np.concatenate(found)


# %% [markdown]
# Then a classifier, a support vector machine this time, learns from four fifths of the photographs. **Predict:** how many of
# the others will it name rightly? All results side by side:

# %%
results = {
    f"{DATA}: from scratch, {per_class} a class": from_scratch[per_class],
    f"{DATA}: from scratch, {counts[-1]} a class": from_scratch[counts[-1]],
    f"{DATA}: our backbone, {per_class} a class": transferred,
    f"{DATA}: our backbone, {counts[-1]} a class": means[-1],
}
print(len(results), "results so far")

# %% tags=["nbval-ignore-output"]
if photographs is None:
    print("Here the photographs would be turned into features, and a classifier trained on them.")
else:
    start = time.perf_counter()
    photo_features = features_of(photographs.images)
    known, unseen = train_test_split(
        range(len(photographs)), test_size=0.2, stratify=photographs.labels, random_state=SEED
    )
    photo_classifier = make_pipeline(StandardScaler(), SVC(C=3))
    photo_classifier.fit(photo_features[known], photographs.labels[known])
    kind = "ImageNet features" if networks else "our backbone"
    results[f"photographs: {kind}"] = photo_classifier.score(
        photo_features[unseen], photographs.labels[unseen]
    )
    print(f"{time.perf_counter() - start:.0f} seconds for features and classifier")

# %% [markdown]
# And for comparison the network from scratch on the same photographs, at 32 × 32 as above.

# %% tags=["nbval-ignore-output"]
if photographs is not None:
    tiny = np.array(tf.image.resize(photographs.images, (32, 32), antialias=True)).astype("uint8")
    model = build_network(len(photographs.class_names))
    learned = batches(tiny[known], photographs.labels[known])
    model.fit(
        learned.repeat(), epochs=40, steps_per_epoch=40, verbose=0
    )  # 1,600 batches, however many pictures
    results["photographs: from scratch"] = accuracy_of(model, tiny[unseen], photographs.labels[unseen])

for name, accuracy in sorted(results.items()):
    print(f"{name:40} ≈ {accuracy:.0%} right")

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes, with photographs.** Fetch them before class and run this part once. Ask why the same network from
# scratch needs longer for less.

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You turned pictures into features with a trained network, and trained a classifier on them in seconds.
# - You gave a network the pixel values it was trained on.
# - You put a new head on a frozen network, and said what trains.
# - You fine-tuned at a low rate, with batch normalisation frozen, and said why.
# - You measured what transfer is worth for each number of pictures, and where it is worth little.
#
# ## On your own pictures
#
# Make a folder `my_pictures` beside this notebook, with one sub-folder for each class, ten pictures or more in each. Then
# write `PHOTOGRAPHS = "my_pictures"` in the cell of parameters, and run all cells. It works without ImageNet's weights too. A fifth of the
# pictures judges: with few, the number jumps.

# %% tags=["nbval-ignore-output"]
mine = own_pictures()
print(len(mine), "pictures of your own are here.")
if photographs is not None and PHOTOGRAPHS == "my_pictures":
    named = photo_classifier.predict(photo_features[unseen[:5]])
    image_grid(photographs.images[unseen[:5]], [photographs.class_names[label] for label in named])
    show("Up to five of your own pictures that were not learned from, titled with the predicted class.")

# %% [markdown]
# **Next:** [13 · How good is it, really?](13_evaluation.ipynb)
#
# **Where to read more:** Jason Yosinski and others, *How transferable are features in deep neural networks?* (2014). Simon
# Kornblith and others, *Do Better ImageNet Models Transfer Better?* (2019). Mark Sandler and others, *MobileNetV2: Inverted
# Residuals and Linear Bottlenecks* (2018). Alex Krizhevsky, *Learning Multiple Layers of Features from Tiny Images* (2009).
