# %% [markdown]
# # 06 · How does a filter see a pattern?
#
# **By the end you can**
# - work out a convolution by hand, and write it as a function
# - say how large its output is for any size, filter, padding and stride
# - choose or design a filter that blurs, sharpens, or finds edges and lines
# - say what a second layer and a pooling layer add
# - count a layer's parameters, and build two layers in Keras
#
# Minutes: 60. **What to know first:** a picture is an array of pixels (lesson 01).

# %%
# Set-up: run this cell first. It takes a few seconds, since it loads Keras.
from itertools import product

import numpy as np
from scipy.signal import correlate2d
from sklearn.datasets import load_sample_image

import course_utils.training  # loads TensorFlow and Keras without their log lines
from course_utils.exercises import convolution as exercise
from course_utils.plots import image_grid, show, write_values

# %% [markdown]
# ## Nine weights on nine pixels
#
# A **filter** (also called a kernel) is a small grid of numbers, its **weights**. Lay it on a window of the picture,
# multiply each pixel by the weight that lies on it, and add up. It is like a stencil that says what to look for.
#
# The first cell is a helper that draws; run it and go on.


# %%
def draw(arrays, titles, size=2):
    """Draw arrays side by side, with each number written in its cell."""
    for axes, values in zip(image_grid(arrays, titles, size=size), arrays, strict=True):
        limit = np.abs(values).max()
        axes.images[0].set_clim(-limit if values.min() < 0 else 0, limit)  # below 0: then gray is 0
        write_values(axes, values)
        bottom, right = values.shape[0] - 0.5, values.shape[1] - 0.5
        line = {"color": "gray", "linewidth": 0.6, "clip_on": False}
        axes.hlines(np.arange(-0.5, bottom + 1), -0.5, right, **line)
        axes.vlines(np.arange(-0.5, right + 1), -0.5, bottom, **line)


# %%
picture = np.zeros((6, 6), dtype=int)
picture[:4, 3:] = 9
edges = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
window = picture[0:3, 1:4]
products = window * edges
titles = ["picture", "one window", "weights", f"products, sum {products.sum()}"]
draw([picture, window, edges, products], titles, 1.9)
show("A 6 by 6 picture with a bright block, a 3 by 3 window of it, the weights, and their products.")

# %% [markdown]
# The left weights take away and the right ones add, so this filter asks: *is it brighter on the right than on the left?*
#
# ### Exercise: one number
# Now you, with pencil and paper. What does this filter give for this window?

# %%
your_window = np.array([[2, 8, 1], [5, 3, 4], [1, 7, 2]])
your_weights = np.array([[0, 1, 0], [0, 3, -1], [1, 0, 0]])
draw([your_window, your_weights], ["window", "weights"], 1.7)
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
draw(arrays, ["picture", "its output", "mirrored", "its output"], 1.9)
show("The picture's output has 27 at the edge and 0 on plain areas; mirrored, it has -27 at the edge.")

# %% [markdown]
# The output is 0 on plain areas, positive where it gets brighter to the right, negative where it gets darker.
# Look at the lower rows: where only part of the window lies on the edge, the response is weaker.

# %% [markdown]
# ## Keras does the same
#
# In Keras a convolution is a layer, `Conv2D`. It takes a batch of pictures with channels, so the shape of its input is
# `(pictures, height, width, channels)`, and the shape of its weights `(height, width, channels, filters)`.

# %%
import keras


def keras_convolve(image, weights, **settings):
    """Return what Keras's layer gives for one gray image and one filter."""
    layer = keras.layers.Conv2D(filters=1, kernel_size=weights.shape, use_bias=False, **settings)
    layer.build((None, None, None, 1))
    layer.set_weights([weights[:, :, np.newaxis, np.newaxis]])
    batch = image[np.newaxis, :, :, np.newaxis].astype("float32")  # Keras reckons in this dtype
    return layer(batch).numpy()[0, :, :, 0]


print(keras_convolve(picture, edges))

# %%
rng = np.random.default_rng(0)
image, weights = rng.random((40, 57)), rng.normal(size=(5, 4))
ours = convolve(image, weights)
print("equal to Keras, to rounding:", np.allclose(ours, keras_convolve(image, weights), atol=1e-5))
print("equal to SciPy's correlation:", np.allclose(ours, correlate2d(image, weights, mode="valid")))

# %% [markdown]
# Why correlation? In mathematics, a convolution gives the filter half a turn first, and what we do is called
# **cross-correlation**. Deep learning leaves out the turn and keeps the name.

# %% [markdown]
# ## Padding: what happens at the border?
#
# The output was smaller than the picture: no window has its middle on the border. **Padding** puts a frame of zeros around
# the picture first. Keras calls it `"same"`, since the size stays the same, and `"valid"` if there is none.

# %%
same = keras_convolve(picture, edges, padding="same")
draw([np.pad(picture, 1), same], ["padded with zeros", '"same": 6 × 6 again'], 2.8)
show("The picture in a frame of zeros, 8 by 8; the output, 6 by 6, is negative at the right border.")

# %% [markdown]
# Look down the right border: there the filter finds an edge that is not in the picture. The zeros made it.
#
# ## Stride: skip windows
#
# The **stride** is how far the window moves on. With stride 2, only every second window counts, across and down.

# %%
settings = [("valid", 1), ("valid", 2), ("same", 1), ("same", 2)]
outputs = [keras_convolve(picture, edges, padding=padding, strides=stride) for padding, stride in settings]
draw(outputs, [f"{padding}, stride {stride}" for padding, stride in settings], 1.9)
show("Four outputs of the 6 by 6 picture: 4 by 4, and 2 by 2 with stride 2; with padding 6 by 6, and 3 by 3.")

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
# Does Keras agree? `"same"` puts (filter − 1) / 2 zeros on each side of a picture, for filters of odd size. (With a
# stride it may leave some out, at the top and on the left; the sizes are the same.)

# %%
agree = []
for size, filter_size, padding, stride in product(range(5, 20), [1, 3, 5], ["valid", "same"], [1, 2, 3, 4]):
    zeros = (filter_size - 1) // 2 if padding == "same" else 0
    layer = keras.layers.Conv2D(1, filter_size, padding=padding, strides=stride)
    formula = (size + 2 * zeros - filter_size) // stride + 1
    agree.append(layer.compute_output_shape((1, size, size, 1)) == (1, formula, formula, 1))
print(f"the formula and Keras agree on {sum(agree)} of {len(agree)} sizes")

# %% [markdown]
# ### Exercise: a convolution with a stride
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

# %% [markdown]
# ## Filters on a photograph
#
# Only the weights differ between the next five outputs. **Predict** from them which one blurs and which ones find edges.

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
outputs = [convolve(gray, weights) for weights in filters.values()]
panels = image_grid([gray, *outputs], ["photograph", *filters], columns=3, size=2.4)
for panel, low in zip(panels, [0, 0, 0, -1.5, -1.5, -1.5], strict=True):
    panel.images[0].set_clim(low, 1 if low == 0 else 1.5)  # edges: gray is 0, white positive, black negative
show("A temple, then five outputs: blurred, sharpened, upright edges, level edges, and all edges and dots.")

# %% [markdown]
# - **A** is a mean: it **blurs**. **B** takes the neighbours away from the middle: it **sharpens**. Their weights add up to
#   1, so plain areas stay as bright as they were.
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
before, grid, after = image_grid([gray, my_weights, response], ["before", "weights", "after"], size=2.5)
write_values(grid, my_weights)
limit = np.abs(response).max() / 2
after.images[0].set_clim(*((-limit, limit) if np.isclose(my_weights.sum(), 0) else (0, 1)))
show("The temple, a grid of nine weights, and the temple after this filter.")

# %% [markdown]
# Try these, and more of your own:
# - `[-2, -1, 0], [-1, 1, 1], [0, 1, 2]`
# - the weights of **C** with every sign turned
# - `[0, 0, 0], [0, 0.5, 0], [0, 0, 0]`, then `[1, 0, 0], [0, 0, 0], [0, 0, 0]`: what do these two do?
#
# ### Exercise: find the diagonals
# Design nine weights that respond to lines like \\, from the top left to the bottom right, clearly more than to lines
# like /, — or |. On a plain area the filter must give 0. Put your weights into the cell above as well, and watch the roof.

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
# ## A filter for colours
#
# A colour picture has three channels, so its filter has three layers of weights: a filter has as many channels as its
# input. All products, of all channels, go into *one* sum. This one adds red and takes blue away.

# %%
flower = load_sample_image("flower.jpg")[60:380:2, 140:460:2] / 255
orange = np.zeros((3, 3, 3))
orange[:, :, 0], orange[:, :, 2] = 1 / 9, -1 / 9
channels = [convolve(flower[:, :, c], orange[:, :, c]) for c in range(3)]
panels = image_grid([flower, *channels, sum(channels)], ["picture", "red", "green", "blue", "sum"], size=1.6)
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

square = np.zeros((9, 10))
square[2:7, 3:8] = 1
maps = first(square[np.newaxis, :, :, np.newaxis])
print("weights:", first.kernel.shape, "  bias:", first.bias.shape, "  output:", maps.shape)

# %% [markdown]
# ## A second layer sees patterns of patterns
#
# The second layer's input is the maps of the first. Its filter here has a 1 everywhere, so it adds up both maps over 3×3
# places. Its bias takes away what one straight edge can reach. **Predict:** which part of the square is left?

# %%
second = keras.layers.Conv2D(1, 3, activation="relu")
second.build((None, None, None, 2))
second.set_weights([np.ones((3, 3, 2, 1)), np.array([-18])])  # an edge: 2 × 3 places, 3 in each
corners = second(maps)[0, :, :, 0].numpy()
draw(
    [square, *np.moveaxis(maps[0].numpy(), -1, 0), corners],
    ["picture", "left edge", "top edge", "second layer"],
    1.9,
)
show("A bright square; layer 1 shows its left edge and its top edge, layer 2 only its top left corner.")

# %%
maps = first(gray[np.newaxis, :, :, np.newaxis])
second.set_weights([np.ones((3, 3, 2, 1)), np.array([-5])])  # edges in a photograph are weaker
panels = image_grid(
    [maps[0, :, :, 0], maps[0, :, :, 1], second(maps)[0, :, :, 0]],
    ["layer 1: brighter to the right", "layer 1: brighter below", "layer 2: both"],
    size=2.6,
)
for panel, brightest in zip(panels, [1.5, 1.5, 5], strict=True):
    panel.images[0].set_clim(0, brightest)
show("The temple: upright and level edges in layer 1; in layer 2, the few spots where both meet.")

# %% [markdown]
# On the temple it lights up at corners and along slanted edges, which are a bit of both. Edges first, then corners; further
# layers find shapes made of those. Here the weights were chosen by hand. A network *learns* them, in lesson 07.
#
# ### How far does it see?
# The part of the picture that one output number depends on is its **receptive field**. Measure it: change one pixel of a
# black picture, for each pixel in turn, and see whether the output in the middle changes.


# %%
def receptive_field(layers, size=15):
    """Return which pixels of a picture change the output in the middle."""
    changed = np.eye(size**2).reshape(size**2, size, size, 1)  # one picture for each pixel
    maps = keras.Sequential(layers)(changed).numpy()
    middle = maps.shape[1] // 2
    return maps[:, middle, middle, 0].reshape(size, size) > 0  # for a black picture, it is 0


def conv():
    return keras.layers.Conv2D(1, 3, padding="same", kernel_initializer="ones")


# %%
pool = keras.layers.MaxPooling2D(2)
stacks = {"1 layer": [conv()], "2 layers": [conv(), conv()], "layer, pooling, layer": [conv(), pool, conv()]}
fields = [receptive_field(layers) for layers in stacks.values()]
image_grid(fields, list(stacks), size=2.2)
show("The receptive field, a white square on black, grows from one stack of layers to the next.")

# %%
for name, field in zip(stacks, fields, strict=True):
    rows, columns = np.any(field, axis=1).sum(), np.any(field, axis=0).sum()
    print(f"{name}: {rows} × {columns} pixels")

# %% [markdown]
# Each layer sees further than the one before. The last stack grows fastest, because of the layer in between.
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
draw([feature_map, largest, mean], ["feature map", "max pooling", "average pooling"], 2.3)
show("A 4 by 6 map; after pooling it is 2 by 3: the largest of each 2 by 2 window, or the mean.")

# %% [markdown]
# Look at the 8s: the largest value still says "it is here", the mean has watered it down.
#
# ### What does it gain?
# Move the camera by one pixel, and every response lands on another pixel. How much does the map change?
# **Predict** which of the three changes least.

# %%
edge_map = np.maximum(convolve(gray, filters["C"]), 0)[np.newaxis, :, :, np.newaxis]
here, moved = edge_map[:, :, :-1], edge_map[:, :, 1:]  # by one pixel
layers = [("no pooling", keras.layers.Identity()), ("average pooling", keras.layers.AveragePooling2D(2))]
for name, layer in [*layers, ("max pooling", keras.layers.MaxPooling2D(2))]:
    before, after = layer(here).numpy(), layer(moved).numpy()
    print(f"{name}: changes add up to {np.abs(before - after).sum() / before.sum():.0%} of the responses")

# %% [markdown]
# Max pooling changes least: it does not ask *where* in its window a response lies. A small shift matters less, but it
# still matters.
#
# ### Exercise: max pooling
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
# A **dense** layer has a weight of its own from every input number to every output number. **Predict** both counts for a
# picture of 64×64 in colour and 16 feature maps.

# %%
layer = keras.layers.Conv2D(16, 3)
layer.build((None, 64, 64, 3))
inputs, outputs = 64 * 64 * 3, 62 * 62 * 16
print(f"convolution, by hand:  {16 * (3 * 3 * 3 + 1):>13,}")
print(f"convolution, by Keras: {layer.count_params():>13,}")
print(f"dense, by hand:        {outputs * (inputs + 1):>13,}")

# %% [markdown]
# A convolution gets by with so few because it looks at small windows, and uses the same weights in every one of them. What
# it learns in one corner, it knows everywhere.
#
# ### Exercise: build two layers
# Build this network for colour pictures of 32×48 pixels. It must have exactly 608 parameters. You have to work out one
# number first: how many filters does the first convolution need?
#
# 1. a 3×3 convolution that keeps the size, with ReLU
# 2. pooling, or anything else that halves the size
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

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - **Convolution:** multiply window by weights, add up, slide on. Yours equals Keras's.
# - **Size:** (size + 2 · padding − filter) / stride, rounded down, plus 1.
# - **Filters:** weights that add up to 1 blur or sharpen, weights that add up to 0 find edges and lines.
# - **A second layer** sees patterns of patterns, and further. **Pooling** makes maps smaller and tolerates small shifts.
# - **Parameters:** filters · (area · channels + 1), however large the picture is.
#
# **Next:** [07 · How does a network learn?](07_first_cnn.ipynb), where a network finds its own filters.
#
# **Read more:** V. Dumoulin and F. Visin, *A Guide to Convolution Arithmetic for Deep Learning* (2016). A. Zhang and others,
# *Dive into Deep Learning*, chapter 7. R. Zhang, *Making Convolutional Networks Shift-Invariant Again* (2019).
