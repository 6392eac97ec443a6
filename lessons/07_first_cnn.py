# %% [markdown]
# # 07 · How does a network learn?
#
# In lesson 06 you chose the weights of filters by hand. Here a network finds all of its weights itself, from labelled
# pictures. You take its first step by hand, and then let Keras take hundreds.
#
# **By the end you can**
# - load a folder of pictures and feed it to a network without making it wait
# - build a convolutional network and count its parameters
# - compute softmax, the loss of a picture and one step of training by hand
# - train with `fit` and read its curves
# - predict a new picture, save the network and load it again
#
# Minutes: 60. **What to know first:** convolution and pooling (lesson 06); training and validation set (lesson 02).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads TensorFlow.
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import course_utils.training  # before TensorFlow: it keeps log lines away
from course_utils.data import picture_folder
from course_utils.exercises import first_cnn as exercise
from course_utils.plots import PALETTE, image_grid, learning_curves, show

DATA = "garden"  # or "flowers", the real photographs: see the end of the lesson

# %% [markdown]
# ## A folder of pictures
#
# You describe networks with Keras. TensorFlow does the computing.

# %%
import keras
import tensorflow as tf
from keras import layers

keras.utils.set_random_seed(7)  # the same "random" numbers on each run

# %% [markdown]
# The garden is a folder of drawn flowers with one sub-folder for each class. Keras reads such a folder, takes the
# labels from the sub-folders' names, and splits the pictures into two halves.

# %%
train_files, validation_files = keras.utils.image_dataset_from_directory(
    picture_folder(DATA),
    labels="inferred",
    validation_split=0.5,
    subset="both",
    seed=7,
    image_size=(64, 64),
    crop_to_aspect_ratio=True,
    batch_size=None,
)
class_names = train_files.class_names
print("class names:", ", ".join(class_names))

# %% [markdown]
# Take 600 pictures of each half, so that training takes seconds. `cache` keeps them in memory once they have been read. Read
# them all before anything else, as here: a cache that was left half read may stay half full, without a warning. A label is
# a number, the class's place in `class_names`.

# %%
train_pictures = train_files.take(600).cache()
validation_pictures = validation_files.take(600).cache()
for name, pictures in [("training", train_pictures), ("validation", validation_pictures)]:
    counts = np.bincount([label for _, label in pictures])
    print(f"{name}: {counts.sum()} pictures, of each class from {counts.min()} to {counts.max()}")

# %%
nine = list(train_pictures.take(9))
pictures = [image.numpy().astype("uint8") for image, _ in nine]
image_grid(pictures, titles=[class_names[label] for _, label in nine], columns=9, size=0.95)
show("Nine small pictures of flowers on blurred backgrounds, each with the name of its class.")

# %% [markdown]
# Colour alone does not tell them apart.
#
# A network looks at a **batch** of pictures at a time. `shuffle` deals new batches in each **epoch**, one pass through all
# training pictures, and `prefetch` prepares the next batch while the network is busy with this one.

# %%
train = train_pictures.shuffle(600).batch(32).prefetch(tf.data.AUTOTUNE)
validation = validation_pictures.batch(32).prefetch(tf.data.AUTOTUNE)

batches = train_pictures.batch(32)  # always in the same order, to look at
images, labels = next(iter(batches))
print("one batch:", images.shape, "  labels:", labels.shape)
print("batches in an epoch:", len(list(batches)))

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

# %% [markdown]
# ## How many numbers must it learn?
#
# Count before you ask Keras. A filter has `3 * 3` weights for each channel that comes in, and a bias. **Predict:** which of
# the layers below has the most parameters?

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
# Nearly all parameters sit in one layer. Find your numbers in Keras's own table:

# %% tags=["nbval-ignore-output"]
model.summary()  # the look of this table depends on the version of Keras

# %% [markdown]
# ## Forward: from a picture to probabilities
#
# All weights are random now. Sending pictures through the network is its **forward pass**. What comes out are **logits**:
# one number for each class, the larger the more likely.

# %%
logits = model(images)
print("logits:", logits.shape)

# %% [markdown]
# **Softmax** turns logits into probabilities: take the power of *e*, so that all are positive, then divide by the sum, so
# that they add up to 1.
#
# $$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
#
# **Predict:** what probability does a network that knows nothing give to each of five classes?

# %%
probabilities = tf.nn.softmax(logits).numpy()
print("each row adds up to 1:", np.allclose(probabilities.sum(axis=1), 1))
print("all between 0.1 and 0.3:", probabilities.min() > 0.1 and probabilities.max() < 0.3)

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
# Training needs one number to make smaller, the **loss**. For one picture it is minus the logarithm of the probability
# that its **true** class got: 0 if the network was sure and right, large if it was sure and wrong.

# %%
p = np.linspace(0.005, 1, 200)
plt.figure(figsize=(5, 2.8))
plt.plot(p, -np.log(p))
plt.axvline(0.2, color="black", linestyle=":", label="a guess among five")
plt.xlabel("probability of the true class")
plt.ylabel("loss")
plt.legend()
plt.title("Sure and wrong is expensive")
show("A falling curve: the loss is above 5 near probability 0, about 1.6 at 0.2, and 0 at 1.")

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
# The loss of a batch is the mean over its pictures. Keras calls it `SparseCategoricalCrossentropy`. With
# `from_logits=True` it applies softmax itself, which is why the network ends in logits.

# %%
loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
before = float(loss_function(labels, logits))
ours = -np.log(probabilities[np.arange(len(labels)), labels]).mean()
print("Keras and we agree:", np.isclose(before, ours, atol=1e-5))
print(f"a guess among five costs -log(1/5) = {np.log(5):.2f}")
print("the untrained network is within 0.2 of that:", abs(before - np.log(5)) < 0.2)

# %% [markdown]
# ## The gradient: which way is down?
#
# The **gradient** of the loss holds one number for each weight: how much the loss would rise if that weight grew a little.
# `GradientTape` records the forward pass and then works out all of them, backwards.

# %%
weights = model.trainable_variables
with tf.GradientTape() as tape:
    loss = loss_function(labels, model(images))
gradients = tape.gradient(loss, weights)
print("weights of the first layer: ", tuple(weights[0].shape))
print("gradient of the first layer:", tuple(gradients[0].shape))

# %% [markdown]
# Like someone on a hill in fog, the network knows only how steep the ground is where it stands. It takes a small step
# downhill, and looks again: **gradient descent**. The **learning rate** says how long the step is.
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
# Now all weights of the network take that step. **Predict:** does the loss of this batch go down?

# %%
start = model.get_weights()
learning_rate = 0.01
for weight, gradient in zip(weights, gradients, strict=True):
    weight.assign(weight - learning_rate * gradient)

after = float(loss_function(labels, model(images)))
print("the loss went down:", after < before)

# %% [markdown]
# That is learning: forward pass, loss, gradient, update. **Predict:** is a step a hundred times as long a hundred times as
# good?

# %%
rates = np.logspace(-2.5, 0.5, 13)
losses = []
for rate in rates:
    steps = [rate * gradient.numpy() for gradient in gradients]
    model.set_weights([old - step for old, step in zip(start, steps, strict=True)])
    losses.append(float(loss_function(labels, model(images))))

plt.figure(figsize=(5, 2.8))
plt.semilogx(rates, losses, "o-")
plt.axhline(before, color="black", linestyle=":", label="before the step")
plt.gca().set(ylim=(1.4, 2.1), xlabel="learning rate", ylabel="loss", title="One step, of several lengths")
plt.legend()
print("the longest step ends higher than it began:", losses[-1] > before)
show("The loss after one step: hardly lower after short steps, lowest for a middle length, then far above.")

# %% [markdown]
# Short steps gain little. Steps that are too long jump across the valley and end higher than before.

# %% [markdown]
# ## A whole epoch by hand
#
# An **optimizer** makes the updates. Most people start with **Adam**, which chooses the length of each weight's step by the
# gradients that this weight had lately.

# %%
model.set_weights(start)
optimizer = keras.optimizers.Adam()
total = 0
for images, labels in batches:
    with tf.GradientTape() as tape:
        loss = loss_function(labels, model(images, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    total += float(loss) * len(labels)
loss_by_hand = total / len(list(train_pictures))
print("updates made:", int(optimizer.iterations))

# %% [markdown]
# `fit` does the same. A twin network with the same first weights shows it.

# %%
twin = build_network()
twin.set_weights(start)
twin.compile(optimizer="adam", loss=loss_function, metrics=["accuracy"])
history = twin.fit(batches, epochs=1, verbose=0)
print("same loss:", abs(history.history["loss"][0] - loss_by_hand) < 0.01)

ours, theirs = (network.predict(validation, verbose=0).argmax(axis=1) for network in (model, twin))
print("same prediction for most pictures:", np.mean(ours == theirs) > 0.6)

# %% [markdown]
# `fit` is the loop that you have just read. The two differ by rounding only.
#
# ## Fifteen epochs
#
# One epoch is not enough to learn much. **Predict** the accuracy after fifteen: on the training pictures, and on the
# validation pictures, from which it learns nothing.

# %%
keras.utils.set_random_seed(7)
model = build_network()
model.compile(optimizer="adam", loss=loss_function, metrics=["accuracy"])
line = course_utils.training.ProgressLine()
history = model.fit(train, validation_data=validation, epochs=15, verbose=0, callbacks=[line]).history

# %%
chance = 1 / len(class_names)
training, unseen = history["accuracy"][-1], history["val_accuracy"][-1]
print("training: more than three times chance:", training > 3 * chance)
print("validation: more than twice chance:    ", unseen > 2 * chance)
print("training is ahead, by 0.1 or more:     ", training - unseen > 0.1)

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
learning_curves(history, "accuracy", left)
left.axhline(chance, color="black", linestyle=":")
left.set_title("Right answers (dotted: chance)")
learning_curves(history, "loss", right)
right.set_title("Loss")
show(
    "Two panels over 15 epochs. Training accuracy climbs to the end, validation stays behind; "
    "training loss falls steadily, validation loss stops falling."
)

# %% [markdown]
# Read curves from left to right:
#
# - First both accuracies rise: what the network learns holds for flowers it has never seen.
# - Then training goes on, and validation hardly follows. The network learns its own pictures by heart. This is
#   **overfitting**, the subject of lesson 08.
# - If neither rises, look for a mistake: a learning rate far too large or small, wrong labels, softmax twice.

# %% [markdown]
# ## Predict a new picture
#
# Load a file of the validation half as you would load your own. A model takes batches, so make the picture a batch of one:
# `image[np.newaxis]`. **Predict:** what shape do the logits have?

# %%
path = Path(validation_files.file_paths[2])
photo = keras.utils.load_img(path, target_size=(64, 64), interpolation="bilinear", keep_aspect_ratio=True)
image = np.array(photo)
logits = model(image[np.newaxis])
print("image:", image.shape, "  batch:", image[np.newaxis].shape, "  logits:", logits.shape)

# %%
probabilities = tf.nn.softmax(logits)[0].numpy()
figure, (left, right) = plt.subplots(1, 2, figsize=(6.5, 2.4))
left.imshow(image)
left.set_axis_off()
left.set_title(f"true class: {path.parent.name}")
right.barh(class_names, probabilities, color=PALETTE[4])
right.set(xlim=(0, 1), xlabel="probability", title="What the network says")
right.invert_yaxis()
show("A flower, and a bar for each of the five classes, as long as the probability that it got.")

# %% [markdown]
# The longest bar is its answer. Is it right, is it sure? Change the `2` in `file_paths[2]`, run both cells again, and find
# a picture for which it is sure and wrong.
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
# A `.keras` file holds the layers, the weights and the optimizer.

# %%
with tempfile.TemporaryDirectory() as folder:
    file = Path(folder, "flowers.keras")
    model.save(file)
    print("megabytes:", round(file.stat().st_size / 1e6))
    loaded = keras.models.load_model(file)

print("same predictions:", np.allclose(model(image[np.newaxis]), loaded(image[np.newaxis]), atol=1e-5))

# %% [markdown]
# The class names are not in the file. Keep them beside it: without them, the answer is a number.

# %% [markdown]
# ## Build one yourself
#
# ### Exercise: a small network
#
# A camera in a greenhouse has little memory. Write a function that returns a network for colour pictures of `side` × `side`
# pixels, values 0 to 255, and `classes` classes. It has **at most 50,000 parameters**, also for `side = 64`, and gives
# logits. There are many ways: fewer units, fewer filters, one more block, or `layers.GlobalAveragePooling2D()`, the mean of
# each map, in place of `Flatten`.


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
# Does it do as well as the large one? Train `build_small(64, 5)` as above, in a cell of your own, and compare the curves.

# %% [markdown]
# ## The same on real photographs
#
# Fetch them once, in a terminal: `python -m course_utils data fetch flowers`. Then write `DATA = "flowers"` in the set-up
# cell and run all cells again: every line stays as it is. Photographs of your own work too: put the path of their
# folder there, with one sub-folder for each class.

# %% [markdown]
# ## Quiz

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You loaded a folder of pictures and fed it to a network without making it wait: cache, shuffle, batch, prefetch.
# - You built a convolutional network and counted its parameters. Most of them sit where the maps become one row.
# - You computed softmax, the loss of a picture and one step of training by hand.
# - You trained with `fit` and read its curves: training goes on rising when validation has stopped.
# - You predicted a new picture, saved the network and loaded it again.
#
# **Next:** [08 · Why is it worse on new pictures?](08_overfitting.ipynb)
#
# **Where to read more:** François Chollet, *Deep Learning with Python*, the chapters on the mathematical building blocks
# and on image classification. Michael Nielsen, *Neural Networks and Deep Learning*, chapters 1 and 2. Diederik Kingma and
# Jimmy Ba, *Adam: A Method for Stochastic Optimization* (2014).
