# %% [markdown]
# # 11 · Who built which network, and why?
#
# Some networks have names: LeNet, VGG, ResNet. Each was built because the one before ran into a wall. You build their
# blocks, count their weights, and race small versions of seven of them on the same pictures.
#
# **By the end you can**
# - say of seven famous networks what its one idea is, and build the block that carries it
# - count layers and parameters, and say where a network keeps them
# - show what makes twenty layers hard to train, and which remedies there are
# - compare networks fairly: the same pictures, the same seconds, the spread over seeds
#
# Minutes: 120. **What to know first:** convolution (lesson 06), training with `fit` (07), and luck in comparisons (08).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads Keras.
import time
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np

from course_utils import architectures as networks
from course_utils.data import load, own_pictures
from course_utils.exercises import architectures as exercise
from course_utils.plots import PALETTE, bands, race_curves, show
from course_utils.training import ProgressLine, keras

layers = keras.layers

# %% tags=["parameters"]
SEED = 7
DATA = "garden"

# %% [markdown]
# ## Stars of a contest
#
# Every year from 2010 to 2017 teams competed on ImageNet: photographs of 1000 classes, over a million to learn from. A
# network may name five classes, and errs if the true one is not among them. These are errors as the teams published
# them, without further pictures to learn from; those of networks are of several networks together.

# %%
contest = {
    "2012, the best without a network": 26.2,
    "2012, AlexNet": 16.4,
    "2014, VGG": 7.3,
    "2014, GoogLeNet": 6.7,
    "2015, ResNet": 3.6,
}
plt.barh(list(contest)[::-1], list(contest.values())[::-1], color=PALETTE[0])
plt.gca().set(xlabel="errors in 100 pictures", title="Three years, and a fifth is left")
show("Bars of errors that shrink from a quarter in 2012 to below four in a hundred in 2015.")

# %% [markdown]
# **Predict:** AlexNet has 61 million parameters. How many has GoogLeNet, which makes less than half as many errors?
#
# Networks as large as that are slow to train here, but you can count them. In what stands indented under `with
# networks.only_planned():`, Keras works out every shape and makes no weights.

# %%
with networks.only_planned():
    alexnet, googlenet = networks.alexnet(), networks.googlenet()
for model in [alexnet, googlenet]:
    print(f"{model.name:10} {model.count_params():>11,} parameters")

# %% tags=["claim"]
assert alexnet.count_params() > 8 * googlenet.count_params(), "GoogLeNet has a ninth of AlexNet's parameters"

# %% [markdown]
# A ninth. So larger is not all there is to it. What did they do?
#
# ## LeNet-5, 1998: the order
#
# Yann LeCun, Léon Bottou, Yoshua Bengio and Patrick Haffner wanted to read handwritten digits on cheques. They set the
# order that all others follow: **convolution and pooling in turn, then dense layers**.

# %%
lenet = keras.Sequential([keras.Input((32, 32, 1)), layers.Conv2D(6, 5, activation="tanh")])
lenet.add(layers.AveragePooling2D(2))
lenet.add(layers.Conv2D(16, 5, activation="tanh"))
lenet.add(layers.AveragePooling2D(2))
lenet.add(layers.Flatten())
for units in [120, 84]:
    lenet.add(layers.Dense(units, activation="tanh"))
lenet.add(layers.Dense(10))


# %%
def outline(model):
    """Print each layer that has weights: its kind, what comes out, and how many they are."""
    for layer in model.layers:
        if layer.weights:
            kind, shape = type(layer).__name__, str(layer.output.shape[1:])
            print(f"{kind:8} {shape:15} {layer.count_params():>11,}")
    print(f"in all {model.count_params():,}")


outline(lenet)

# %% [markdown]
# `tanh` bends like an S, from -1 to 1; its sister, the **sigmoid**, goes from 0 to 1. ReLU was known, and hardly used.
# The paper counts 60,000 weights. There the second
# convolution saw only some of the six maps, pooling had weights, and the output compared with drawn digits. What is
# called LeNet-5 today is the network above.
#
# ## AlexNet, 2012: much larger, and ReLU
#
# For fourteen years there was too little to learn from, and computers were too slow. Then Alex Krizhevsky, Ilya
# Sutskever and Geoffrey Hinton took the same order, with ReLU, dropout and a million pictures, and trained it for days
# on two graphics cards. **Predict:** where are its 61 million parameters, in the five convolutions or in the three
# dense layers?

# %%
outline(alexnet)

# %% [markdown]
# The first dense layer alone has more than half of them. Keep that in mind. Its maps lay on two cards, and three of its
# convolutions saw only the half on their own card: `groups=2` in Keras. With all maps seen, there would be more
# weights:

# %%
with networks.only_planned():
    print(f"two groups: {networks.alexnet().count_params():,}")
    print(f"one group:  {networks.alexnet(groups=1).count_params():,}")

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Most expect the parameters in the convolutions, since "it is a convolutional network". Ask:
# how often is one weight of a convolution used, how often one of a dense layer? Texts give 60, 61 or 62 million for
# AlexNet: each counts another variant. Short of time: leave out the groups.

# %% [markdown]
# ## VGG, 2014: nothing but 3 × 3
#
# AlexNet's first filters are 11 × 11. Karen Simonyan and Andrew Zisserman asked: why large filters at all? Two
# convolutions of 3 × 3, one behind the other, see 5 × 5 pixels: each output of the second sees 3 × 3 outputs of the
# first, and each of those sees 3 × 3 pixels.
#
# ### Exercise: what a stack sees
# Write a function that says how many pixels on a side `count` convolutions of `size` × `size` see, one behind the
# other, with stride 1. `field(2, 3)` gives 5.


# %%
def field(count, size):
    """Return on how many pixels on a side one output of the last convolution depends."""
    ### BEGIN SOLUTION
    return 1 + count * (size - 1)
    ### END SOLUTION


# %%
exercise.field.check(field)

# %% [markdown]
# So three of 3 × 3 see as much as one of 7 × 7. **Predict:** which has more weights, from 64 maps to 64?

# %%
print(f"one of 7 × 7:   {7 * 7 * 64 * 64:>7,} weights, 1 ReLU")
print(f"three of 3 × 3: {3 * (3 * 3 * 64 * 64):>7,} weights, 3 ReLUs")

# %% [markdown]
# Fewer weights, and more places where the network can bend. A VGG block is a few of them and a pooling; VGG-16 is five
# blocks and three dense layers.


# %%
def vgg_block(maps, filters, count):
    """Return what `count` convolutions of 3 × 3 and a pooling make of the maps."""
    for _ in range(count):
        maps = layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    return layers.MaxPooling2D(2)(maps)


# %%
with networks.only_planned():
    inputs = maps = keras.Input((224, 224, 3))
    for filters, count in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        maps = vgg_block(maps, filters, count)
    row = layers.Flatten()(maps)
    for units in [4096, 4096]:
        row = layers.Dense(units, activation="relu")(row)
    vgg = keras.Model(inputs, layers.Dense(1000)(row), name="VGG-16")
print(f"{vgg.count_params():,} parameters")

# %% [markdown]
# Here layers are called on maps, and each returns new maps. `keras.Model(inputs, outputs)` makes a network of all that
# lies between. You need this from now on, because networks stop being a single row of layers.
#
# ### Exercise: sixteen of what?
# Write a function that counts the convolutions, `layers.Conv2D`, and the dense layers, `layers.Dense`, of a network, and
# returns both numbers. Other kinds, such as the depthwise convolutions that you meet later, do not count here.
# `model.layers` is a list; `isinstance(layer, layers.Conv2D)` is True for such a convolution.


# %%
def count_layers(model):
    """Return how many convolutions and how many dense layers a network has."""
    ### BEGIN SOLUTION
    convolutions = sum(isinstance(layer, layers.Conv2D) for layer in model.layers)
    dense = sum(isinstance(layer, layers.Dense) for layer in model.layers)
    return convolutions, dense
    ### END SOLUTION


# %%
exercise.count_layers.check(count_layers)

# %% [markdown]
# `Counter` counts how often each thing occurs:

# %%
print(Counter(type(layer).__name__ for layer in vgg.layers))

# %% [markdown]
# The number in a name counts layers with a kernel on the way from the picture to the answer. Pooling has no weights, so it does not
# count. Many texts say that VGG-16 has sixteen convolutions: count yourself.

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** The misconceptions: a large filter is needed to see far, and "16 layers" are what
# `summary()` prints. Ask: why not 1 × 1 all the way?

# %% [markdown]
# ## GoogLeNet, 2014: side by side
#
# In the same year Christian Szegedy and others asked: which size of filter is best? Their answer: all of them. The
# **inception module** puts branches side by side on the same maps and joins what they make.
#
# A 5 × 5 on many maps is costly, so a **1 × 1 convolution** stands before it. It sees one pixel, but all maps at that
# place, and makes fewer of them. **Predict:** how much does that save, from 192 maps to 32?

# %%
squeeze = 16
print(f"5 × 5 alone:           {5 * 5 * 192 * 32:>7,} weights")
print(f"1 × 1 to 16, then 5 × 5: {1 * 1 * 192 * squeeze + 5 * 5 * squeeze * 32:>6,} weights")

# %% [markdown]
# ### Exercise: an inception module
# Write it as a function of `maps`, with four branches that each give `filters` maps of unchanged height and width:
#
# 1. a 1 × 1 convolution
# 2. a 1 × 1 with `squeeze` filters, then a 3 × 3
# 3. a 1 × 1 with `squeeze` filters, then a 5 × 5
# 4. max pooling of 3 × 3 with `strides=1`, then a 1 × 1
#
# Each convolution has a ReLU. `layers.Concatenate()([a, b])` puts the maps of `a` and of `b` one behind the other.


# %%
def inception(maps, filters, squeeze):
    """Return what four branches make of the maps, joined."""

    ### BEGIN SOLUTION
    def convolution(maps, filters, size):
        return layers.Conv2D(filters, size, padding="same", activation="relu")(maps)

    one = convolution(maps, filters, 1)
    three = convolution(convolution(maps, squeeze, 1), filters, 3)
    five = convolution(convolution(maps, squeeze, 1), filters, 5)
    pooled = convolution(layers.MaxPooling2D(3, strides=1, padding="same")(maps), filters, 1)
    return layers.Concatenate()([one, three, five, pooled])
    ### END SOLUTION


# %%
exercise.inception.check(inception)

# %% [markdown]
# (All blocks stand in `course_utils/architectures.py` too; its `inception` takes the maps of each branch one by one. The
# lesson goes on with those, so you can leave one for later.)
#
# GoogLeNet stacks nine of these. And it mends what you saw in AlexNet: in place of large dense layers it takes the
# **mean of each map**, `GlobalAveragePooling2D`, and one dense layer.

# %%
for model in [alexnet, vgg, googlenet]:
    dense = sum(layer.count_params() for layer in model.layers if isinstance(layer, layers.Dense))
    print(
        f"{model.name:10} {dense:>11,} in dense layers, {model.count_params() - dense:>10,} in convolutions"
    )

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Many hold that a 1 × 1 convolution does nothing, or multiplies by a number. Ask: what would
# it do to a picture with three channels? (Lesson 01's weights for gray.)

# %% [markdown]
# ## Deeper still?
#
# Eight layers, sixteen, twenty-two. Why not a hundred? Look at what training has to work with: the gradient. Take a
# stack of twenty convolutions *before* any training. How strongly does the loss depend on what the first ones make?
# Two stacks are plain, with sigmoids or ReLUs; three have a remedy, which is explained below the figure.
#
# **Predict:** is that gradient larger or smaller than at the last convolution, and by how much?

# %%
train, validation, _ = load(DATA, size=32).split((0.5, 0.3, 0.2), seed=SEED)
classes = len(train.class_names)
stacks = {
    "sigmoid": {"activation": "sigmoid"},
    "ReLU": {},
    "ReLU, He": {"start": "he_normal"},
    "ReLU, batch norm": {"norm": True},
    "ReLU, shortcuts": {"shortcut": True},
}
sizes = {}
for name, settings in stacks.items():
    keras.utils.set_random_seed(SEED)
    stack = networks.deep_stack(20, classes, **settings)
    sizes[name] = np.array(networks.gradient_sizes(stack, train.images[:32], train.labels[:32]))

# %%
for (name, values), style in zip(sizes.items(), ["o-", "s--", "^-", "v:", "D-."], strict=True):
    plt.semilogy(range(0, 21, 2), values / values[-1], style, markersize=4, label=name)
plt.gca().set(xlabel="after how many convolutions", ylabel="gradient, last = 1")
plt.xticks(range(0, 21, 4))
plt.title("What reaches the first of twenty layers?")
plt.legend(fontsize=9)
show(
    "Towards the first layer the gradient falls to nothing with sigmoid, a thousandfold with ReLU; with batch norm it grows."
)

# %%
first = {name: values[0] / values[-1] for name, values in sizes.items()}
for name, share in first.items():
    print(f"{name:16} first / last = 10 to the power of ≈ {np.log10(share):.1f}")

# %% tags=["claim"]
assert first["sigmoid"] < 1e-9, "sigmoid: hardly anything reaches the first layer"
assert first["ReLU"] < 0.02, "ReLU with Keras's start: less than a fiftieth reaches it"
assert first["ReLU, He"] > 0.05, "He's start: the gradient holds"
assert first["ReLU, batch norm"] > 0.5, "batch norm: the gradient does not vanish"
assert first["ReLU, shortcuts"] > 0.5, "shortcuts: the gradient holds"

# %% [markdown]
# With sigmoids, nothing is left: the **vanishing gradient**. ReLU alone mends most of it, but not all. There are three
# ways to mend the rest:
#
# - **He's start** (2015, `kernel_initializer="he_normal"`) draws larger weights, since a ReLU lets only half through
# - **batch normalisation** (Sergey Ioffe and Christian Szegedy, 2015) brings each map to mean 0 and spread 1
# - a **shortcut** adds what came into a block to what comes out
#
# Is all well with a gradient that does not vanish? Five such stacks, all with ReLU, were trained on the garden for 24
# epochs, each with eight seeds. That takes long, so the course brings the table; `benchmarks/architectures.py` made it.
# `deep["network"]` is its column of that name, one value for each row. "Plain" is without shortcuts, "residual" with
# them. **Predict:** which of the five learn their training pictures?

# %%
deep = networks.read_table("deep")
names = ["plain", "plain, He", "plain, batch norm", "residual", "residual, batch norm"]
bands({name: deep[deep["network"] == name] for name in names}, "epoch", "training")
plt.title("Twenty layers on the training pictures, eight seeds each")
show(
    "Plain stays at a guess, with He's start some seeds learn; batch norm or shortcuts learn, both together best."
)

# %%
last = deep[deep["epoch"] == deep["epoch"].max()]
for name in names:
    rows = last[last["network"] == name]
    print(f"{name:21} training {rows['training'].mean():.0%}, validation {rows['validation'].mean():.0%}")
    print("    training, seed by seed:", ", ".join(f"{one:.0%}" for one in sorted(rows["training"])))

# %% tags=["claim"]
assert last["training"][last["network"] == "plain"].max() < 0.3, "plain: no seed learns its own pictures"
assert np.sum(last["training"][last["network"] == "plain, He"] < 0.25) in (3, 4, 5), (
    "He's start: about half of the eight seeds stay at a guess"
)
assert (
    last["training"][last["network"] == "residual, batch norm"].min()
    > last["training"][last["network"] == "plain, batch norm"].max()
), "with batch norm, every seed with shortcuts has learned more of its pictures than any without"

# %% [markdown]
# Two surprises. With He's start the gradient holds, and still about half of the seeds stay at a guess: two groups, and none
# between. A gradient that does not vanish is needed, and is not enough. And compare the two with batch normalisation, where it
# did not vanish either: with shortcuts every seed has learned more of its *training* pictures, and does better on new ones
# too. So it is not overfitting, and not a vanished gradient: without shortcuts, a deep network is harder to train.
#
# ## ResNet, 2015: add what came in
#
# That is what Kaiming He, Xiangyu Zhang, Shaoqing Ren and Jian Sun had found: with 56 layers the training error was
# higher than with 20. Odd, because the other 36 could learn to do nothing. But to do nothing is hard to learn for a
# convolution! So they made it easy. A **residual block** works out a *change* and adds it to what came in. With weights
# of 0, it does nothing.
#
# ### Exercise: a residual block
# Write it as a function of `maps`: a 3 × 3 convolution with `filters` filters and ReLU, and a second one without. Add
# what came in, with `layers.Add()([a, b])`, and end with `layers.ReLU()`. Only maps of the same shape can be added: if
# `maps.shape[-1]`, the number of maps, is not `filters`, a 1 × 1 convolution brings it there in the
# shortcut; the two others get `maps` as they came in.


# %%
def residual(maps, filters):
    """Return the maps plus what two convolutions make of them, behind a ReLU."""
    ### BEGIN SOLUTION
    change = layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    change = layers.Conv2D(filters, 3, padding="same")(change)
    if maps.shape[-1] != filters:
        maps = layers.Conv2D(filters, 1)(maps)
    return layers.ReLU()(layers.Add()([maps, change]))
    ### END SOLUTION


# %%
exercise.residual.check(residual)

# %% [markdown]
# In ResNet batch normalisation follows each convolution. Train both stacks with it for a few epochs yourself.
# **Predict:** how far apart are they on their training pictures?


# %%
def train_network(model, epochs):
    """Compile a network, train it, and return its history."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    options = dict(epochs=epochs, verbose=0, callbacks=[ProgressLine()])
    return model.fit(train.images, train.labels, **options).history


# %%
keras.utils.set_random_seed(SEED)
plain = train_network(networks.deep_stack(20, classes, norm=True), epochs=5)

# %%
keras.utils.set_random_seed(SEED)
short = train_network(networks.deep_stack(20, classes, norm=True, shortcut=True), epochs=5)
reached, reached_short = plain["accuracy"][-1], short["accuracy"][-1]
print(f"without shortcuts ≈ {reached:.0%}, with shortcuts ≈ {reached_short:.0%}")

# %% tags=["claim"]
assert reached_short > reached, "with shortcuts the stack learns its pictures sooner"

# %% [markdown] tags=["teacher"]
# **Teacher · 30 minutes.** Most texts say that shortcuts cure the vanishing gradient. The figure says: with batch
# normalisation it had not vanished. Ask: how could one show that a network does *not* overfit? (By its training error.)
# A plot of the gradients by *kernel*, layer by layer, shows nothing: forwards the values shrink as backwards the
# gradients do.

# %% [markdown]
# ## DenseNet, 2017: keep everything
#
# Gao Huang, Zhuang Liu, Laurens van der Maaten and Kilian Weinberger did not add: they **kept all maps side by side**.
# Each layer sees what all layers before it made, and adds a few maps of its own.


# %%
def dense_block(maps, count, growth):
    """Return the maps, and beside them `growth` new ones from each of `count` layers."""
    for _ in range(count):
        new = layers.ReLU()(layers.BatchNormalization()(maps))
        new = layers.Conv2D(growth, 3, padding="same", use_bias=False)(new)
        maps = layers.Concatenate()([maps, new])
    return maps


# %% [markdown]
# **Predict:** 24 maps go into a block of five layers with a growth of 12. How many come out? And how many come out of a
# residual block?

# %%
block_input = keras.Input((8, 8, 24))
print("dense block:   ", dense_block(block_input, count=5, growth=12).shape[-1], "maps")
print("residual block:", networks.residual(block_input, 24).shape[-1], "maps")

# %% [markdown]
# Since nothing is lost, each layer needs only a few filters, and 121 layers have fewer parameters than ResNet's 50. The
# price is memory: all those maps are kept.
#
# ## MobileNet, 2017: for a telephone
#
# Andrew Howard and others wanted few weights and few multiplications. They cut a convolution into two steps:
#
# 1. a **depthwise** convolution: each map has *one* filter of 3 × 3 of its own
# 2. a 1 × 1 convolution, which mixes the maps
#
# ### Exercise: how many times fewer?
# A convolution from `channels` maps to `filters` maps has `size * size * channels * filters` weights, biases aside.
# Write a function that says how many times fewer the two steps have together.


# %%
def times_fewer(channels, filters, size):
    """Return the weights of an ordinary convolution, divided by those of the two steps."""
    ### BEGIN SOLUTION
    ordinary = size * size * channels * filters
    return ordinary / (size * size * channels + channels * filters)
    ### END SOLUTION


# %%
exercise.times_fewer.check(times_fewer)

# %% [markdown]
# ### ★ More: a convolution in two steps
# Write it as a function of `maps`: `layers.DepthwiseConv2D(3, padding="same")`, then a 1 × 1 with `filters` filters and
# ReLU. Then try it with other orders: the check tells you what changes.


# %%
def separable(maps, filters):
    """Return what a depthwise 3 × 3 and a 1 × 1 convolution make of the maps."""
    ### BEGIN SOLUTION
    maps = layers.DepthwiseConv2D(3, padding="same")(maps)
    return layers.Conv2D(filters, 1, activation="relu")(maps)
    ### END SOLUTION


# %%
exercise.separable.check(separable)

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Ask: which of the two steps has more weights? (The 1 × 1, by far.) Short of time: leave out
# the ★ exercise.

# %% [markdown]
# ## All seven, counted
#
# Now all of them in full size. Keras has some of them in `keras.applications`; do we agree? (It plans eleven
# networks, silently for a while.)

# %%
in_keras = {
    "VGG-16": keras.applications.VGG16,
    "ResNet-50": keras.applications.ResNet50,
    "DenseNet-121": keras.applications.DenseNet121,
    "MobileNet": keras.applications.MobileNet,
}
for name, build in networks.FULL_SIZE.items():
    with networks.only_planned():
        ours = build().count_params()
        theirs = f"{in_keras[name](weights=None).count_params():,}" if name in in_keras else "not there"
    print(f"{name:12} {ours:>11,}   Keras: {theirs:>11}")

# %% [markdown]
# Where other texts have other numbers, they count something else:
#
# - LeNet-5: 60,000 in the paper, for the reasons above; with an input of 28 × 28 and no padding, `44,426`
# - AlexNet: with one group `62,378,344`; a later version with fewer filters, in PyTorch, `61,100,840`
# - VGG-16: without its dense layers `14,714,688`
# - GoogLeNet: with the two extra outputs that were meant to help in training `13,378,280`; the paper says twelve
#   times fewer than AlexNet
# - ResNet-50: without the biases of its convolutions, and counting only what trains, `25,557,032`
# - DenseNet-121 and MobileNet: less if only what trains is counted, since batch normalisation's averages do not
#
# So a number of parameters means little without the variant.

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes.** Ask for a number of parameters from a book or a web page, and find out which variant it
# counts.

# %% [markdown]
# ## A trap first
#
# Soon small versions of all seven race on the garden. Three have batch normalisation. In training it takes mean and
# spread from the batch. In prediction it uses **running averages**, which follow slowly: in each step, Keras keeps `0.99`
# of the old average, its **momentum**. **Predict:** after four epochs, how many of its own *training* pictures does a
# ResNet get right, in training and in prediction?

# %%
keras.utils.set_random_seed(SEED)
lagging = networks.small_resnet(classes, momentum=0.99)
in_training = train_network(lagging, epochs=4)["accuracy"][-1]
_, in_prediction = lagging.evaluate(train.images, train.labels, verbose=0)
print(f"in training ≈ {in_training:.0%}, in prediction ≈ {in_prediction:.0%}")

# %% [markdown]
# The same pictures, and in training the accuracy is a mean over the last epoch, when the weights were even a little worse.
# Has it learned or not? Let the averages catch up, and train nothing:

# %%
for layer in lagging.layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.momentum = 0.0  # forget the old average, take the batch's
lagging(train.images[:300].astype("float32"), training=True)
steps = int(lagging.optimizer.iterations)
print(f"after {steps} steps, {0.99**steps:.0%} of each average is what it began with")
caught_up = np.mean(lagging.predict(train.images, verbose=0).argmax(axis=1) == train.labels)
print(f"in prediction, averages caught up ≈ {caught_up:.0%}")

# %% tags=["claim"]
assert caught_up > in_prediction + 0.15, "with its averages caught up, the same network is right more often"

# %% [markdown]
# It had learned; its averages had not arrived. Large trainings have many thousands
# of steps and never notice, so `dense_block` above could leave it at `0.99`: it was only counted, not trained. With few
# steps, write `layers.BatchNormalization(momentum=0.9)`: so did the stacks that you trained, and so do the small
# networks below.

# %% [markdown] tags=["teacher"]
# **Teacher · 10 minutes.** Most blame overfitting, which cannot be: these are training pictures. Ask: what else differs
# between training and prediction? (Dropout.)

# %% [markdown]
# ## The same pictures, the same seconds
#
# Here they are, each of its own idea and as small as a laptop likes.

# %%
for name, build in networks.SMALL.items():
    print(f"{name:10} {build(classes).count_params():>7,} parameters")

# %% [markdown]
# What is a fair race? With the same number of *epochs*, the slow ones get much more time. So each got the same
# *seconds* on one core, several times, each time with another seed for the split, the weights and the order.
# **Predict:** do they end in the order of their years?

# %%
race = networks.read_table("small")
print("budgets of seconds:", np.unique(race["budget"]), " seeds:", len(np.unique(race["seed"])))
budget = race["budget"].max()
at_end = race[race["budget"] == budget]
for name in networks.SMALL:
    rows = at_end[at_end["network"] == name]
    scores, learned, epochs = rows["validation"], rows["training"].mean(), np.median(rows["epochs"])
    print(f"{name:10} {scores.mean():.0%} ± {scores.std():.0%}, training {learned:.0%}, {epochs:.0f} epochs")

# %%
race_curves({name: race[race["network"] == name] for name in networks.SMALL}, budget)
show(
    "Left: accuracy against parameters, not in the order of size. Right: accuracy against seconds, lines that cross."
)

# %% [markdown]
# Not in the order of their years, nor in that of their sizes. And the order changes with the budget: look where lines
# cross. The seconds are those of one computer; yours may order them in another way.
#
# Look at MobileNet. It has the fewest weights, and yet finished fewer epochs than VGG, which has no batch normalisation: few weights are not
# few seconds. And it learned its pictures by heart: that does not take many weights either.

# %% tags=["claim"]
assert np.median(at_end["epochs"][at_end["network"] == "MobileNet"]) < np.median(
    at_end["epochs"][at_end["network"] == "VGG"]
), "in the same seconds MobileNet finishes fewer epochs than VGG"

# %% [markdown]
# Which differences are more than luck? All ran on the same splits, so compare them split by split.


# %%
def scores_of(name):
    """Return a network's validation accuracies at the end, one for each seed in order."""
    rows = at_end[at_end["network"] == name]
    return rows["validation"][np.argsort(rows["seed"])]


def compare(first, second):
    """Print by how many points in 100 the first network is ahead, and the spread of that."""
    ahead = 100 * (scores_of(first) - scores_of(second))
    wins = f"ahead in {np.sum(ahead > 0)} of {len(ahead)} seeds, equal in {np.sum(ahead == 0)}"
    print(f"{first} before {second}: by {ahead.mean():.1f} points, spread {ahead.std():.1f}, {wins}")


# %%
ranking = sorted(networks.SMALL, key=lambda name: -scores_of(name).mean())
for first, second in zip(ranking, ranking[1:], strict=False):
    compare(first, second)

# %% tags=["claim"]
assert all(
    np.mean(scores_of(first) - scores_of(second)) < 2 * np.std(scores_of(first) - scores_of(second))
    for first, second in zip(ranking[:4], ranking[1:5], strict=True)
), "among the first five no network is two spreads ahead of the next"

# %% [markdown]
# One gap is many spreads wide: two networks are far behind the other five. Among the five, no network is two spreads ahead of the next, so
# who stands before whom of two neighbours is not settled.
#
# And *why* is one ahead? ResNet differs from VGG in many things. So change one thing at a time: give VGG batch
# normalisation, and take the shortcuts from ResNet. **Predict:** which of the two matters more?

# %%
compare("VGG + batch norm", "VGG")
compare("ResNet", "ResNet - shortcuts")

# %% tags=["claim"]
assert np.all(scores_of("VGG + batch norm") >= scores_of("VGG")), "batch norm never sets VGG back"
assert scores_of("VGG + batch norm").mean() > scores_of(ranking[0]).mean(), "and lifts it above all seven"
assert np.any(scores_of("ResNet") < scores_of("ResNet - shortcuts")), (
    "without its shortcuts the small ResNet is better in some seed"
)
assert np.min(scores_of("AlexNet")) > np.max(scores_of("MobileNet")) + 0.1, (
    "the last of the five is far ahead of the other two"
)

# %% [markdown]
# With an idea of 2015, the network of 2014 is never worse here, and on average above all seven; by how much, five seeds do not settle. The
# shortcuts of this small ResNet gain no more than luck (without them it also has a few weights less), while at twenty convolutions they
# decided. An idea helps where there is the problem that it was made for.
#
# Now run one yourself. Choose a name, and how many epochs. What the line calls training is a mean over the epoch, with
# dropout on, so it can lie below validation.

# %%
CHOICE, EPOCHS = "AlexNet", 10
keras.utils.set_random_seed(SEED)
chosen = networks.SMALL[CHOICE](classes)
start = time.perf_counter()
train_network(chosen, EPOCHS)
seconds = time.perf_counter() - start
right = np.mean(chosen.predict(validation.images, verbose=0).argmax(axis=1) == validation.labels)
print(f"{CHOICE}: validation ≈ {right:.0%} after ≈ {seconds:.0f} seconds")

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Ask each group to bet on a network before the race, and to say why. Ask afterwards: what
# would the race look like with a million photographs of 224 × 224 and a week of time? Nobody can read that from this
# table.

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## On your own pictures
#
# Drag pictures into a folder `my_pictures/` beside this notebook, one sub-folder for each class. Write `DATA =
# "my_pictures"` above, run all cells, and then the cell with `CHOICE` with one name after the other. The tables stay
# those of the garden.

# %%
print(f"pictures of your own: {len(own_pictures())}")

# %% [markdown]
# ## What you learned
#
# - You said of seven famous networks what its one idea is, and built the block that carries it.
# - You counted layers and parameters, and said where a network keeps them.
# - You showed what makes twenty layers hard to train, and which remedies there are.
# - You compared networks fairly: the same pictures, the same seconds, the spread over seeds.
#
# **Next:** [12 · Can we borrow what another network learned?](12_transfer_learning.ipynb)
#
# **Where to read more:** the papers, which are readable: Yann LeCun and others, *Gradient-Based Learning Applied to
# Document Recognition*; Kaiming He and others, *Deep Residual Learning for Image Recognition*. Aston Zhang and others,
# *Dive into Deep Learning*, the chapter on modern convolutional networks. `course_utils/architectures.py` has all seven
# networks in full, a few lines each.
