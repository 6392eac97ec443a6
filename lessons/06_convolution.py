# %% [markdown]
# # 06 · How does a filter see a pattern?
#
# Nearest neighbours compare place with place. One pixel aside, and little fits any more. This lesson builds what a network uses
# instead: a small **filter** that looks for its pattern everywhere.
#
# **By the end you can**
# - work out a convolution by hand
# - say how large its output is for any size, filter, padding and stride
# - choose a filter that blurs, sharpens or finds edges, design one that finds lines, and let one be learned
# - say what a second layer, ReLU and a pooling layer add
# - count a layer's parameters, and build two layers in Keras
#
# Minutes: 100. **What to know first:** a picture is an array of pixels (lesson 01); nearest neighbours (lesson 02).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads Keras.
from itertools import product

import numpy as np
from scipy.ndimage import shift
from scipy.signal import convolve2d, correlate2d
from sklearn.datasets import load_digits, load_sample_image
from sklearn.neighbors import KNeighborsClassifier

from course_utils.data import open_picture, own_pictures
from course_utils.exercises import convolution as exercise
from course_utils.plots import draw_numbers, draw_responses, image_grid, show, write_values
from course_utils.training import keras

# %% tags=["parameters"]
SEED = 7

# %% [markdown]
# ## One pixel aside
#
# The nearest neighbour of lesson 02 learns a thousand scanned digits. **Predict:** it is asked about new digits, then about the same
# ones written one pixel further to the right. How often is it right?

# %%
digits = load_digits()
order = np.random.default_rng(SEED).permutation(len(digits.images))
known, new = order[:1000], order[1000:]
neighbour = KNeighborsClassifier(1).fit(digits.data[known], digits.target[known])
aside = shift(digits.images[new], (0, 0, 1), order=0).reshape(len(new), -1)
as_scanned = neighbour.score(digits.data[new], digits.target[new])
one_aside = neighbour.score(aside, digits.target[new])
print(f"as scanned: {as_scanned:.0%} right, one pixel aside: {one_aside:.0%} right")

# %% tags=["claim"]
assert as_scanned - one_aside > 0.2, "a pixel aside costs nearest neighbours a fifth of the digits and more"

# %% [markdown]
# A stroke that stands elsewhere is another stroke to it. A filter does not care where. Keep one frame in mind for the whole lesson:
# **filter** the picture for a pattern, **detect** where the response is strong, **condense** what was found.

# %% [markdown] tags=["teacher"]
# **Teacher · 5 minutes.** Most predict a small loss. Ask what a person compares when reading a digit that stands further to the right.

# %% [markdown]
# ## Nine weights on nine pixels
#
# A **filter** (also called a kernel) is a small grid of numbers, its **weights**. Lay it on a window of the picture,
# multiply each pixel by the weight that lies on it, and add up. It is like a stencil that says what to look for.
#
# `np.zeros((6, 6))` makes a picture of zeros, to be filled. The four grids below share one gray scale, in
# which middle gray is 0. Where no number is below 0, black is.

# %%
picture = np.zeros((6, 6), dtype=int)
picture[:4, 3:] = 9
edges = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
window = picture[0:3, 1:4]
products = window * edges
titles = ["picture", "one window", "weights", f"products, sum {products.sum()}"]
draw_numbers([picture, window, edges, products], titles, 1.9)
show("A 6 by 6 picture with a bright block, a 3 by 3 window of it, the weights, and their products.")

# %% [markdown]
# The left weights take away and the right ones add, so this filter asks: *is it brighter on the right than on the left?*
#
# ### Exercise: one number
# Now you, with pencil and paper. What does this filter give for this window?

# %%
your_window = np.array([[2, 8, 1], [5, 3, 4], [1, 7, 2]])
your_weights = np.array([[0, 1, 0], [0, 3, -1], [1, 0, 0]])
draw_numbers([your_window, your_weights], ["window", "weights"], 1.7)
show("A window with the rows 2 8 1, 5 3 4, 1 7 2, and weights with the rows 0 1 0, 0 3 -1, 1 0 0.")

# %%
### BEGIN SOLUTION
number = 1 * 8 + 3 * 3 - 1 * 4 + 1 * 1
### END SOLUTION

# %%
exercise.one_number.check(number)

# %% [markdown]
# ## Slide it
#
# Do the same for every window, and write each sum where its window lies. That is a **convolution**.
# **Before you run the cell, predict:** where will the output be 0?


# %%
def convolve(image, weights):
    """Return the sum of products for each window of the image."""
    height, width = weights.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    output = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = image[row : row + height, column : column + width]
            output[row, column] = np.sum(window * weights)
    return output


mirrored = picture[:, ::-1]
arrays = [picture, convolve(picture, edges), mirrored, convolve(mirrored, edges)]
draw_numbers(arrays, ["picture", "its output", "mirrored", "its output"], 1.9)
show("The outputs are 0 on plain areas and 27 at the edge, or -27 if mirrored; less in the two lower rows.")

# %% [markdown]
# The output is 0 on plain areas, positive where it gets brighter to the right, negative where it gets darker.
# Look at the lower rows: where only part of the window lies on the edge, the response is weaker.

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Nearly all add nine products rightly and then slide by a whole window. Let them point with a finger at three
# windows in a row. Misconception: the output shows the pattern; it shows *where* the pattern is.

# %% [markdown]
# ## Keras does the same
#
# A **layer** is a step that turns arrays into arrays. Keras's layer for a convolution is `Conv2D`. Layers work on a **batch**, several
# pictures at once, with channels: the input has the shape `(pictures, height, width, channels)`, the weights have
# `(height, width, channels, filters)`. `np.newaxis` in an index adds an axis of length 1. `None` stands for any size, and `**settings` hands on further named settings,
# such as `strides=2`.


# %%
def keras_convolve(image, weights, **settings):
    """Return what Keras's layer gives for one gray image and one filter."""
    layer = keras.layers.Conv2D(filters=1, kernel_size=weights.shape, use_bias=False, **settings)
    layer.build((None, None, None, 1))  # makes the weights, at random
    layer.set_weights([weights[:, :, np.newaxis, np.newaxis]])  # a list, an array for each kind
    batch = image[np.newaxis, :, :, np.newaxis].astype("float32")  # Keras reckons in this dtype
    return layer(batch).numpy()[0, :, :, 0]


print(keras_convolve(picture, edges))

# %%
rng = np.random.default_rng(SEED)
image, weights = rng.random((40, 57)), rng.normal(size=(5, 4))
ours = convolve(image, weights)
to_keras = np.abs(ours - keras_convolve(image, weights)).max()
to_scipy = np.abs(ours - correlate2d(image, weights, mode="valid")).max()
print("largest difference to Keras:", "below a ten-thousandth" if to_keras < 1e-4 else to_keras)
print("largest difference to SciPy:", "below a billionth" if to_scipy < 1e-9 else to_scipy)

# %% [markdown]
# Keras and we agree. SciPy's function is called `correlate2d`, and Keras counts with fewer decimals. Why correlation? In mathematics, a convolution gives the filter half a turn first, and what we do is called
# **cross-correlation**. Deep learning leaves out the turn and keeps the name.

# %% [markdown]
# ## Padding: what happens at the border?
#
# The output was smaller than the picture: no window has its middle on the border. **Padding** puts a frame of zeros around
# the picture first. Keras calls it `"same"`, since the size stays the same, and `"valid"` if there is none.

# %%
same = keras_convolve(picture, edges, padding="same")
draw_numbers([np.pad(picture, 1), same], ["padded with zeros", '"same": 6 × 6 again'], 2.8)
show("The picture in a frame of zeros, 8 by 8; the output, 6 by 6, is negative at the right border.")

# %% [markdown]
# Look down the right border: there the filter finds an edge that is not in the picture. The zeros made it.
#
# ## Stride: skip windows
#
# The **stride** is how far the window moves on. With stride 2, it skips every second window, across and down.

# %%
settings = [("valid", 1), ("valid", 2), ("same", 1), ("same", 2)]
strided = [keras_convolve(picture, edges, padding=padding, strides=stride) for padding, stride in settings]
draw_numbers(strided, [f"{padding}, stride {stride}" for padding, stride in settings], 1.9)
show("Four outputs of the 6 by 6 picture: 4 by 4, and 2 by 2 with stride 2; with padding 6 by 6, and 3 by 3.")

# %% [markdown]
# Compare the two outputs with `"same"`. Which numbers are left with stride 2? TensorFlow, which reckons for Keras, adds only as many zeros as the last window
# needs, half of them in front, rounded down. Here a single row and column of zeros is enough; it goes below and to the right. So the first
# window starts in the corner of the picture itself, and what is left here is every second number, beginning with the *second*.

# %%
padded = np.pad(picture, ((0, 1), (0, 1)))  # one row below, one column on the right
by_hand = convolve(padded, edges)[::2, ::2]
print("by hand:", by_hand.tolist())
print("Keras:  ", strided[3].tolist())
print("every second number of stride 1, from the second on:", strided[2][1::2, 1::2].tolist())

# %% tags=["claim"]
assert np.array_equal(by_hand, strided[3]), (
    "same padding with stride 2 adds zeros below and on the right only"
)

# %% tags=["claim"]
assert np.array_equal(strided[2][1::2, 1::2], strided[3]), "it keeps every second number, from the second on"

# %% [markdown]
# ## How large is the output?
#
# Count the places where a window may start. In a row of 6 pixels, the first window of 3 starts at 0. None may stick out.

# %%
for stride in [1, 2, 3]:
    starts = list(range(0, 6 - 3 + 1, stride))
    print(f"stride {stride}: starts at {starts}, output size {len(starts)}")

# %% [markdown]
# ### Exercise: the output's size
# Write it as a function for any row. `padding` is how many zeros are put on *each* side. Return a whole number.


# %%
def output_size(size, filter_size, padding, stride):
    """Return how many numbers a convolution gives for a row of `size` pixels."""
    ### BEGIN SOLUTION
    last_start = size + 2 * padding - filter_size
    return last_start // stride + 1
    ### END SOLUTION


# %%
exercise.output_size.check(output_size)

# %% [markdown]
# In one line, where ⌊ ⌋ means rounded down:
#
# $$\text{output} = \left\lfloor \frac{\text{size} + 2 \cdot \text{padding} - \text{filter}}{\text{stride}} \right\rfloor + 1$$
#
# Does Keras agree? `"same"` with stride 1 puts (filter − 1) / 2 zeros on each side, for filters of odd size. With a stride it leaves
# some out, as you saw, but no window is won or lost by that.

# %%
agree = []
for size, filter_size, padding, stride in product(range(5, 20), [1, 3, 5], ["valid", "same"], [1, 2, 3, 4]):
    zeros = (filter_size - 1) // 2 if padding == "same" else 0
    layer = keras.layers.Conv2D(1, filter_size, padding=padding, strides=stride)
    formula = (size + 2 * zeros - filter_size) // stride + 1
    agree.append(layer.compute_output_shape((1, size, size, 1)) == (1, formula, formula, 1))
print(f"the formula and Keras agree on {sum(agree)} of {len(agree)} sizes")

# %% [markdown]
# ### ★ More: a convolution with a stride
# Change the lesson's `convolve` so that it takes a stride. It needs no padding, but it must work for pictures and filters
# that are not square.


# %%
def convolve_with_stride(image, weights, stride):
    """Return the sum of products for every `stride`-th window, across and down."""
    ### BEGIN SOLUTION
    height, width = weights.shape
    rows = (image.shape[0] - height) // stride + 1
    columns = (image.shape[1] - width) // stride + 1
    output = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            top, left = row * stride, column * stride
            output[row, column] = np.sum(image[top : top + height, left : left + width] * weights)
    return output
    ### END SOLUTION


# %%
exercise.convolve_with_stride.check(convolve_with_stride)

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** Off by one is the mistake here: one more window than steps. Let them count starts on squared paper. When short
# of time, leave out the convolution with a stride.

# %% [markdown]
# ## Filters on a photograph
#
# Only the weights differ between the next five outputs. **Predict** from them which one blurs and which ones find edges. The middle gray
# is 0 in all six pictures, so that they can be compared; it makes the photograph pale.

# %%
photo = load_sample_image("china.jpg")[25:205, 145:325] / 255
gray = photo @ [0.299, 0.587, 0.114]
filters = {
    "A": np.ones((5, 5)) / 25,
    "B": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "C": np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]),
    "D": np.array([[-1, -1, -1], [0, 0, 0], [1, 1, 1]]),
    "E": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
}
print("sums of the weights:", {name: round(weights.sum()) for name, weights in filters.items()})

# %%
filtered = [convolve(gray, weights) for weights in filters.values()]
draw_responses([gray, *filtered], ["photograph", *filters], -1.2, 1.2, columns=3, size=2.4)
show("A temple and five outputs on one scale, 0 is gray: blurred, sharpened, upright, level, and all edges.")

# %% [markdown]
# - **A** is a mean: it **blurs**. **B** takes the neighbours away from the middle: it **sharpens**. Their weights add up to
#   1, so plain areas stay as bright as they were. That alone says nothing about what else they do.
# - **C** finds upright edges, **D** level ones, **E** any. Their weights add up to 0, so plain areas turn 0, drawn gray.
#
# ### Try your own
# Change the nine weights, run the cell again, and watch. Predict first, every time.

# %%
my_weights = np.array(
    [
        [0, 1, 0],
        [1, -4, 1],
        [0, 1, 0],
    ]
)
response = convolve(gray, my_weights)
before, grid, after = draw_responses(
    [gray, my_weights, response], ["before", "weights", "after"], -1, 1, size=2.5
)
write_values(grid, my_weights)
show("The temple, a grid of nine weights, and the temple after this filter.")

# %% [markdown]
# Try these, and more of your own:
# - `[-2, -1, 0], [-1, 1, 1], [0, 1, 2]`
# - the weights of **C** with every sign turned
# - `[0, 0, 0], [0, 0.5, 0], [0, 0, 0]`, then `[1, 0, 0], [0, 0, 0], [0, 0, 0]`: what do these two do?
#
# **Predict** the answer to the last one on the small picture, then look.

# %%
halving, moving = np.zeros((3, 3)), np.zeros((3, 3))
halving[1, 1], moving[0, 0] = 0.5, 1
darker, shifted = [keras_convolve(picture, weights, padding="same") for weights in (halving, moving)]
draw_numbers([picture, darker, shifted], ["picture", "0.5 in the middle", "1 in the corner"])
show("The picture, the same half as bright, and the same moved one place to the right and one down.")

# %% [markdown]
# The first halves the light. The second moves the picture by one, down and to the right: each output is the pixel above it on the left. Its
# weights add up to 1 too, and it neither blurs nor sharpens.

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** Most read the signs of C as "white and black" of the picture. Turn all signs around and ask again. Rule of
# thumb that breaks: "sum 1 blurs or sharpens"; the shift filter shows it.

# %% [markdown]
# ### Exercise: find the diagonals
# Design nine weights that respond to lines like \\, from the top left to the bottom right, clearly more than to lines
# like /, — or |. On a plain area the filter must give 0. Put your weights into `my_weights` under *Try your own* as well, and watch the
# roof.

# %%
### BEGIN SOLUTION
diagonal = [
    [2, -1, -1],
    [-1, 2, -1],
    [-1, -1, 2],
]
### END SOLUTION

# %%
exercise.line_filter.check(diagonal)

# %% [markdown]
# ## A filter can be learned
#
# Somebody hands you a picture and what an unknown filter made of it. Which nine weights did it? Begin with zeros, and look at the error:
# output minus what it should be. Each weight met certain pixels; where those were bright and the output was too large, the weight was too
# large. So take a part of (error × pixel) away from each weight, and repeat. **Predict:** how many repeats until you can read it?

# %%
noise = rng.normal(size=(30, 30))
wanted = convolve(noise, filters["C"])
learned, stages = np.zeros((3, 3)), {}
for step in range(21):
    error = convolve(noise, learned) - wanted
    if step in [0, 1, 3, 20]:
        stages[f"after {step}"] = learned.round(1)
    for row, column in product(range(3), range(3)):
        met = noise[row : row + 28, column : column + 28]  # what this weight met, window by window
        learned[row, column] -= 0.6 * np.mean(error * met)  # 0.6: how large a part

# %%
draw_numbers(list(stages.values()), list(stages), 1.9)
show("Nine weights, zeros at first, step by step nearer to those of filter C, which they reach in the end.")

# %% tags=["claim"]
assert np.abs(learned - filters["C"]).max() < 0.01, "the weights are found from input and output"

# %% [markdown]
# One repeat shows the pattern, and twenty the numbers. Nobody told it about edges. This is what **learning** a filter means, and lesson 07 does the same with all filters of a network at once,
# where only the labels are known.

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes.** Ask why the error is multiplied by the pixel: a weight that met a dark pixel has no part in the error. The name
# for this direction, the gradient, comes in lesson 07.

# %% [markdown]
# ## A filter for colours
#
# A colour picture has three channels, so its filter has three layers of weights: a filter has as many channels as its
# input. All products, of all channels, go into *one* sum. This one adds red and takes blue away.

# %%
flower = load_sample_image("flower.jpg")[60:380:2, 140:460:2] / 255
orange = np.zeros((3, 3, 3))
orange[:, :, 0], orange[:, :, 2] = 1 / 9, -1 / 9
channels = [convolve(flower[:, :, c], orange[:, :, c]) for c in range(3)]
panels = image_grid(
    [flower, *channels, sum(channels)], ["picture", "from red", "from green", "from blue", "sum"], size=1.6
)
for panel in panels[1:]:
    panel.images[0].set_clim(-1, 1)
show("An orange flower, what each of its channels adds, and the sum: a bright flower, gray leaves.")

# %%
layer = keras.layers.Conv2D(1, 3, use_bias=False)
layer.build((None, None, None, 3))
layer.set_weights([orange[:, :, :, np.newaxis]])
output = layer(flower[np.newaxis])
print("picture:", flower.shape, "  weights:", layer.kernel.shape, "  output:", output.shape)
print("equal to our sum:", np.allclose(output[0, :, :, 0], sum(channels), atol=1e-5))

# %% [markdown]
# ## Many filters, many feature maps
#
# The output of one filter is a **feature map**: it says where its pattern is. A layer has many filters, and their maps
# become the channels of its output. To each sum a filter adds one more number, its **bias**, and then **ReLU** turns what
# is negative into 0: no response.

# %%
two_edges = np.stack([filters["C"], filters["D"]], axis=-1)[:, :, np.newaxis, :]
first = keras.layers.Conv2D(2, 3, activation="relu")
first.build((None, None, None, 1))
first.set_weights([two_edges, np.zeros(2)])

square = np.zeros((10, 10))
square[3:8, 3:8] = 1
edge_maps = first(square[np.newaxis, :, :, np.newaxis])
print("weights:", first.kernel.shape, "  bias:", first.bias.shape, "  output:", edge_maps.shape)

# %% [markdown]
# ## Why ReLU?
#
# What if nothing stood between two layers? **Predict:** can two 3×3 filters, one after the other, do more than one 5×5 filter?
# `convolve2d`, which turns a filter first, lays two of them over each other, which gives the 5×5 one.

# %%
upright, level = filters["C"], filters["D"]
one_layer = convolve(gray, convolve2d(upright, level))
two_layers = convolve(convolve(gray, upright), level)
with_relu = convolve(np.maximum(convolve(gray, upright), 0), level)
print(f"one 5 × 5 filter gives numbers up to {np.abs(one_layer).max():.1f}")
for name, output in [("without ReLU", two_layers), ("with ReLU between", with_relu)]:
    print(f"{name:17} two 3 × 3 filters differ from it by up to {np.abs(output - one_layer).max():.1f}")

# %% tags=["claim"]
assert np.abs(two_layers - one_layer).max() < 1e-9, "two linear layers are one"
assert np.abs(with_relu - one_layer).max() > 1, "with ReLU between, they are not"

# %% [markdown]
# Without ReLU they are one and the same (without padding). Adding and multiplying, again and again, stays adding and multiplying. ReLU in between breaks that: now the second
# layer can ask about what the first has *found*.

# %% [markdown]
# ## A second layer sees patterns of patterns
#
# The second layer's input is the maps of the first. Its filter here has a 1 everywhere, so it adds up both maps over 3×3
# places. Its bias takes away what one straight edge can reach. **Predict:** which part of the square is left?

# %%
second = keras.layers.Conv2D(1, 3, activation="relu")
second.build((None, None, None, 2))
second.set_weights([np.ones((3, 3, 2, 1)), np.array([-18])])  # an edge: 2 × 3 places, 3 in each
corners = second(edge_maps)[0, :, :, 0].numpy()
draw_numbers(
    [square, *np.moveaxis(edge_maps[0].numpy(), -1, 0), corners],
    ["picture", "left edge", "top edge", "second layer"],
    1.9,
)
show(
    "A bright square; layer 1 shows its left edge and its top edge, layer 2 a few places at its top left corner."
)

# %% [markdown]
# Only the corner is left, and what lies beside it: there both edges meet. Edges first, then corners; further layers find shapes made of those. Here the weights
# were chosen by hand. A network *learns* them, in lesson 07.
#
# ## Pooling: keep the gist
#
# **Pooling** makes maps smaller. It lays windows of 2×2 side by side and keeps one number of each: the largest in **max
# pooling**, the mean in **average pooling**. There are no weights in it.

# %%
feature_map = np.array(
    [[0, 1, 0, 0, 2, 0], [8, 0, 0, 0, 0, 2], [0, 0, 4, 4, 0, 0], [0, 0, 4, 4, 0, 8]], dtype=float
)
batch = feature_map[np.newaxis, :, :, np.newaxis]
largest = keras.layers.MaxPooling2D(2)(batch).numpy()[0, :, :, 0]
mean = keras.layers.AveragePooling2D(2)(batch).numpy()[0, :, :, 0]
draw_numbers([feature_map, largest, mean], ["feature map", "max pooling", "average pooling"], 2.3)
show("A 4 by 6 map; after pooling it is 2 by 3: the largest of each 2 by 2 window, or the mean.")

# %% [markdown]
# Look at the 8s: the largest value still says "it is here", the mean has watered it down.
#
# ### How far does it see?
# The part of the picture that one output number depends on is its **receptive field**. `keras.Sequential` puts layers one behind the
# other, and each gets what the one before it gives. Measure it: change one pixel of a black picture, for each pixel in turn, and see
# whether the output in the middle changes. **Predict:** how far do two layers of 3×3 see?


# %%
def receptive_field(layers, size=15):
    """Return which pixels of a picture change the output in the middle."""
    one_pixel = np.eye(size**2)  # one row for each pixel, with a single 1; as pictures, one for each pixel
    output = keras.Sequential(layers)(one_pixel.reshape(-1, size, size, 1)).numpy()
    middle = output.shape[1] // 2
    return output[:, middle, middle, 0].reshape(size, size) > 0  # for a black picture, it is 0


def conv():
    return keras.layers.Conv2D(1, 3, padding="same", kernel_initializer="ones")  # nine weights of 1


# %%
stacks = {
    "1 layer": [conv()],
    "2 layers": [conv(), conv()],
    "3 layers": [conv(), conv(), conv()],
    "1, pooling, 2": [conv(), keras.layers.MaxPooling2D(2), conv(), conv()],
}
fields = [receptive_field(layers) for layers in stacks.values()]
image_grid(fields, list(stacks), size=1.9)
show("The receptive field, a white square on black, grows from one stack of layers to the next.")

# %%
for name, field in zip(stacks, fields, strict=True):
    rows, columns = np.any(field, axis=1).sum(), np.any(field, axis=0).sum()
    print(f"{name}: {rows} × {columns} pixels")

# %% tags=["claim"]
assert fields[3].sum() > fields[2].sum(), "with pooling, three convolutions see further than without"

# %% [markdown]
# Each convolution adds one pixel on every side. Pooling adds one, on one side alone, so the last square is off the middle. Behind it, each
# convolution adds two: a step in the small map is two steps in the picture.
#
# ### What does it gain?
# First without pooling. Move the picture, and the feature map moves along, unchanged: a convolution is **equivariant**. **Predict:** by how
# much do the two maps below differ, once one is moved back?

# %%
edge_map = np.maximum(convolve(gray, filters["C"]), 0)
of_moved = np.maximum(convolve(np.roll(gray, 5, axis=1), filters["C"]), 0)
print("largest difference:", np.abs(of_moved[:, 5:] - edge_map[:, :-5]).max())  # the new columns left out

# %% [markdown]
# That is why one filter is enough for all places. But a classifier should say "temple" wherever the temple stands.
#
# ### Filter, detect, condense
# So back to the digits that moved. Twelve filters look for edges and lines in several directions, ReLU keeps what they find, and the maps
# are condensed in four ways: not at all; to the largest or the mean of each 2×2 window; to one mean of the whole map, called **global
# pooling**. A nearest neighbour then compares what is left. **Predict:** which way is best in place, and which when moved by two pixels?

# %%
corner = np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]])
line = np.array([[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]])
slanted = np.array([[2, -1, -1], [-1, 2, -1], [-1, -1, 2]])
twelve = [
    np.rot90(edge, turns)  # quarter turns
    for edge in (edges, corner)
    for turns in range(4)
]
twelve += [line, line.T, slanted, slanted[:, ::-1]]
framed = np.pad(digits.images, ((0, 0), (2, 2), (2, 2)))[..., np.newaxis]  # room to move; one channel
find = keras.layers.Conv2D(12, 3, padding="same", activation="relu")
find.build(framed.shape)
find.set_weights([np.stack(twelve, axis=-1)[:, :, np.newaxis, :], np.zeros(12)])

# %%
condense = {
    "no pooling": lambda found: found,
    "max 2 × 2": keras.layers.MaxPooling2D(2),
    "mean 2 × 2": keras.layers.AveragePooling2D(2),
    "global mean": keras.layers.GlobalAveragePooling2D(),
}
labels, right = digits.target, {}
for name, way in condense.items():
    seen = np.reshape(way(find(framed[known])), (len(known), -1))
    neighbour = KNeighborsClassifier(1).fit(seen, labels[known])
    right[name] = []
    for places in [0, 1, 2]:
        moved = np.roll(framed[new], places, axis=2)
        right[name].append(neighbour.score(np.reshape(way(find(moved)), (len(new), -1)), labels[new]))

# %%
print("condensed by   in place   moved by 1   moved by 2")
for name, (in_place, by_one, by_two) in right.items():
    print(f"{name:13}    ≈ {in_place:.0%}      ≈ {by_one:.0%}        ≈ {by_two:.0%}")

# %% tags=["claim"]
assert right["max 2 × 2"][1] > right["no pooling"][1] + 0.03, "max pooling softens a shift"
assert right["mean 2 × 2"][1] > right["no pooling"][1] + 0.03, "average pooling does so too"
assert abs(right["max 2 × 2"][0] - right["no pooling"][0]) < 0.02, "in place, max pooling costs nothing"
assert right["max 2 × 2"][2] < right["max 2 × 2"][0] - 0.4, "it does not undo a shift of two"
assert right["global mean"][2] > right["max 2 × 2"][2] + 0.2, "moved by two, one mean of the map is best"
assert right["global mean"][0] < right["no pooling"][0] - 0.1, "in place, it is worst"

# %% [markdown]
# Pooling of 2×2 softens a shift and costs nothing in place. It does not undo a shift of two: too many responses move into the next window.
# Global pooling is as right moved as in place: it is **invariant**. The price: it has forgotten where each stroke lies, and in place it is
# the worst. So networks condense in small steps, and let further filters look in between.

# %% [markdown] tags=["teacher"]
# **Teacher · 20 minutes.** "Max pooling makes a network not care about place": the table says how much is left. Ask what global pooling
# loses: a face with the mouth above the eyes gives nearly the same numbers.

# %% [markdown]
# ### ★ More: max pooling
# Write it for a map `(height, width)` and windows of `size × size`. Rows and columns that fill no whole window are
# dropped, as Keras does.


# %%
def max_pool(feature_map, size):
    """Return the largest value of each window."""
    ### BEGIN SOLUTION
    rows, columns = feature_map.shape[0] // size, feature_map.shape[1] // size
    output = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            top, left = row * size, column * size
            output[row, column] = feature_map[top : top + size, left : left + size].max()
    return output
    ### END SOLUTION


# %%
exercise.max_pool.check(max_pool)

# %% [markdown]
# ## Why not connect everything?
#
# A **parameter** is a number that training can change: a weight or a bias. Each filter has its weights and one bias:
#
# $$\text{parameters} = \text{filters} \cdot (\text{filter height} \cdot \text{filter width} \cdot \text{input channels} + 1)$$
#
# A **dense** layer has a weight of its own from every input number to every output number, and a bias for each output number. **Predict** both counts for a
# picture of 64×64 in colour and 16 feature maps, made by 3×3 filters without padding.

# %%
layer = keras.layers.Conv2D(16, 3)
layer.build((None, 64, 64, 3))
numbers_in, numbers_out = 64 * 64 * 3, 62 * 62 * 16
print(f"convolution, by hand:  {16 * (3 * 3 * 3 + 1):>13,}")
print(f"convolution, by Keras: {layer.count_params():>13,}")
print(f"dense, by hand:        {numbers_out * (numbers_in + 1):>13,}")

# %% [markdown]
# A convolution gets by with so few because it looks at small windows, and uses the same weights in every one of them. What
# it learns in one corner, it knows everywhere.
#
# ### Exercise: build two layers
# Build this network for colour pictures of 32×48 pixels. It must have exactly 608 parameters. You have to work out one
# number first: how many filters does the first convolution need?
#
# 1. a 3×3 convolution with `"same"` padding, and ReLU
# 2. pooling that halves the size (or a stride of 2 in the first convolution)
# 3. a 3×3 convolution without padding; its output is 14×22 with 8 channels
#
# It begins with `keras.Sequential([keras.Input((32, 48, 3)), …])`.


# %%
def build_network():
    """Return the network."""
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((32, 48, 3)),
            keras.layers.Conv2D(6, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(8, 3, activation="relu"),
        ]
    )
    ### END SOLUTION


# %%
exercise.build_network.check(build_network)

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You worked out a convolution by hand, and saw that Keras does the same.
# - You said how large its output is: (size + 2 · padding − filter) / stride, rounded down, plus 1.
# - You chose filters that blur, sharpen or find edges, designed one that finds lines, and let one be learned.
# - You said what a second layer adds (patterns of patterns, further), what ReLU adds (two layers stay two), and what pooling adds (smaller
#   maps, softer shifts).
# - You counted a layer's parameters, and built two layers in Keras.
#
# ## On your own pictures
# Drag a photograph into the folder `my_pictures` beside this notebook, and run the cell. Without one, it takes the flower.

# %%
paths = own_pictures()
mine = open_picture(paths[0], size=240) / 255 if paths else flower
mine_gray = mine @ [0.299, 0.587, 0.114]
responses = [convolve(mine_gray, weights) for weights in [*map(filters.get, "CDE"), my_weights]]
draw_responses([mine, *responses], ["picture", "C", "D", "E", "yours"], -1, 1, columns=5, size=1.6)
show(
    "A picture, where it has upright edges, level edges, edges of any direction, and what your filter finds."
)

# %% [markdown]
# Which filter shows what your picture is about?
#
# **Next:** [07 · How does a network learn?](07_first_cnn.ipynb), where a network finds its own filters.
#
# **Read more:** V. Dumoulin and F. Visin, *A Guide to Convolution Arithmetic for Deep Learning* (2016). A. Zhang and others,
# *Dive into Deep Learning*, chapter 7. R. Zhang, *Making Convolutional Networks Shift-Invariant Again* (2019).
