"""Seven networks that made history, as plain functions of Keras layers, and small versions of them.

Read it from top to bottom: each network is a few lines, made of a block that carries its one idea. A
block takes feature maps `(n, height, width, channels)` and returns others. A network ends in logits, one
number for each class; the papers' softmax belongs to the loss. The small versions take pixels from 0 to 255.

The full-size networks have as many parameters as is usual to count today, or as `keras.applications`
counts; see the tests. To count them without the memory for their weights, build them inside `only_planned()`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from course_utils.places import course_folder
from course_utils.training import keras

layers = keras.layers

# Keras's default, 0.99, lets batch normalisation's running averages follow so slowly that after a few hundred
# steps the small networks do badly in prediction, although they have learned. 0.9 follows ten times as fast.
QUICK = 0.9


@contextmanager
def only_planned() -> Iterator[None]:
    """Build networks with shapes and no weights: they can be counted, not used. Takes hardly any memory.

    Example:
        >>> with only_planned():
        ...     print(f"{vgg16().count_params():,}")
        138,357,544
    """
    with keras.StatelessScope(initialize_variables=False):
        yield
    keras.utils.clear_session()  # or Keras would make up for the weights later


# --- 1998: LeNet-5 ----------------------------------------------------------------------------------------


def lenet5(classes: int = 10, shape: tuple[int, int, int] = (32, 32, 1)) -> keras.Model:
    """Convolutions and pooling in turn, then dense layers.

    LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition. Proceedings of
    the IEEE, 1998. As it is usually built today: there, the second convolution saw only some of the maps,
    pooling had weights, and the output compared with drawn prototypes, so that the paper counts 60,000.
    """
    return keras.Sequential(
        [
            keras.Input(shape),
            layers.Conv2D(6, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dense(120, activation="tanh"),
            layers.Dense(84, activation="tanh"),
            layers.Dense(classes),
        ],
        name="LeNet-5",
    )


# --- 2012: AlexNet ----------------------------------------------------------------------------------------


def alexnet(classes: int = 1000, groups: int = 2) -> keras.Model:
    """The same order, much larger, with ReLU, overlapping pooling and dropout, on two graphics cards.

    Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks. NIPS
    2012. With `groups=2` three convolutions see only the half of the maps that lies on their own card, as
    there; with `groups=1` all. The paper's normalisation of responses has no weights and is left out. It
    says 224 pixels; its sizes fit 227.
    """
    return keras.Sequential(
        [
            keras.Input((227, 227, 3)),
            layers.Conv2D(96, 11, strides=4, activation="relu"),
            layers.MaxPooling2D(3, strides=2),
            layers.Conv2D(256, 5, padding="same", groups=groups, activation="relu"),
            layers.MaxPooling2D(3, strides=2),
            layers.Conv2D(384, 3, padding="same", activation="relu"),
            layers.Conv2D(384, 3, padding="same", groups=groups, activation="relu"),
            layers.Conv2D(256, 3, padding="same", groups=groups, activation="relu"),
            layers.MaxPooling2D(3, strides=2),
            layers.Flatten(),
            layers.Dense(4096, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(4096, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(classes),
        ],
        name="AlexNet",
    )


# --- 2014: VGG-16 -----------------------------------------------------------------------------------------


def vgg_block(maps, filters: int, count: int, momentum: float | None = None):
    """`count` convolutions of 3 × 3 in a row, then pooling; with a momentum, batch normalisation in each."""
    for _ in range(count):
        maps = layers.Conv2D(filters, 3, padding="same")(maps)
        if momentum is not None:
            maps = layers.BatchNormalization(momentum=momentum)(maps)
        maps = layers.ReLU()(maps)
    return layers.MaxPooling2D(2)(maps)


def vgg16(classes: int = 1000) -> keras.Model:
    """Nothing but 3 × 3 convolutions, in deep stacks: 13 of them, then 3 dense layers.

    Simonyan, Zisserman: Very deep convolutional networks for large-scale image recognition. ICLR 2015.
    """
    inputs = maps = keras.Input((224, 224, 3))
    for filters, count in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        maps = vgg_block(maps, filters, count)
    row = layers.Flatten()(maps)
    for _ in range(2):
        row = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(row))
    return keras.Model(inputs, layers.Dense(classes)(row), name="VGG-16")


# --- 2014: GoogLeNet --------------------------------------------------------------------------------------


def inception(maps, one: int, three: tuple[int, int], five: tuple[int, int], pooled: int):
    """Four branches side by side on the same maps, joined along the channels.

    Args:
        maps: What comes in.
        one: Filters of the branch of 1 × 1.
        three: Filters of a 1 × 1 that squeezes, then of the 3 × 3 behind it.
        five: The same with 5 × 5.
        pooled: Filters of the 1 × 1 behind a pooling of 3 × 3 with stride 1.
    """

    def convolution(filters, size, maps):
        return layers.Conv2D(filters, size, padding="same", activation="relu")(maps)

    branches = [
        convolution(one, 1, maps),
        convolution(three[1], 3, convolution(three[0], 1, maps)),
        convolution(five[1], 5, convolution(five[0], 1, maps)),
        convolution(pooled, 1, layers.MaxPooling2D(3, strides=1, padding="same")(maps)),
    ]
    return layers.Concatenate()(branches)


# Filters of each inception module, in the paper's order; None is a pooling.
_MODULES = (
    (64, (96, 128), (16, 32), 32),
    (128, (128, 192), (32, 96), 64),
    None,
    (192, (96, 208), (16, 48), 64),
    (160, (112, 224), (24, 64), 64),
    (128, (128, 256), (24, 64), 64),
    (112, (144, 288), (32, 64), 64),
    (256, (160, 320), (32, 128), 128),
    None,
    (256, (160, 320), (32, 128), 128),
    (384, (192, 384), (48, 128), 128),
)


def googlenet(classes: int = 1000) -> keras.Model:
    """Nine inception modules, and a mean of each map in place of large dense layers.

    Szegedy and others: Going deeper with convolutions. CVPR 2015. Without the two extra outputs that were
    meant to help in training, and without the normalisation of responses, which has no weights.
    """
    inputs = keras.Input((224, 224, 3))
    maps = layers.Conv2D(64, 7, strides=2, padding="same", activation="relu")(inputs)
    maps = layers.MaxPooling2D(3, strides=2, padding="same")(maps)
    maps = layers.Conv2D(64, 1, activation="relu")(maps)
    maps = layers.Conv2D(192, 3, padding="same", activation="relu")(maps)
    maps = layers.MaxPooling2D(3, strides=2, padding="same")(maps)
    for filters in _MODULES:
        if filters is None:
            maps = layers.MaxPooling2D(3, strides=2, padding="same")(maps)
        else:
            maps = inception(maps, *filters)
    means = layers.Dropout(0.4)(layers.GlobalAveragePooling2D()(maps))
    return keras.Model(inputs, layers.Dense(classes)(means), name="GoogLeNet")


# --- 2015: ResNet -----------------------------------------------------------------------------------------


def normed(maps, filters: int, size: int, strides: int = 1, momentum: float = 0.99, bias: bool = True):
    """A convolution and batch normalisation, without an activation."""
    maps = layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=bias)(maps)
    return layers.BatchNormalization(momentum=momentum)(maps)


def residual(maps, filters: int, strides: int = 1, momentum: float = 0.99, shortcut: bool = True):
    """Two convolutions work out what to add to what came in.

    Where the shape changes, a convolution of 1 × 1 brings what came in to the new shape. Without the
    shortcut it is the same block with nothing to add to.
    """
    change = layers.ReLU()(normed(maps, filters, 3, strides, momentum))
    change = normed(change, filters, 3, 1, momentum)
    if not shortcut:
        return layers.ReLU()(change)
    if strides != 1 or maps.shape[-1] != filters:
        maps = normed(maps, filters, 1, strides, momentum)
    return layers.ReLU()(layers.Add()([maps, change]))


def bottleneck(maps, filters: int, strides: int = 1):
    """The block of the deep ResNets: 1 × 1 squeezes, 3 × 3 works, 1 × 1 widens to four times as many maps."""
    change = layers.ReLU()(normed(maps, filters, 1, strides))
    change = layers.ReLU()(normed(change, filters, 3))
    change = normed(change, 4 * filters, 1)
    if strides != 1 or maps.shape[-1] != 4 * filters:
        maps = normed(maps, 4 * filters, 1, strides)
    return layers.ReLU()(layers.Add()([maps, change]))


def resnet50(classes: int = 1000) -> keras.Model:
    """Sixteen residual blocks of three convolutions, each adding a change to what comes in.

    He, Zhang, Ren, Sun: Deep residual learning for image recognition. CVPR 2016. As in `keras.applications`,
    whose convolutions have biases; without these it has 25,557,032 parameters that train.
    """
    inputs = keras.Input((224, 224, 3))
    maps = layers.ReLU()(normed(inputs, 64, 7, 2))
    maps = layers.MaxPooling2D(3, strides=2, padding="same")(maps)
    for filters, count in [(64, 3), (128, 4), (256, 6), (512, 3)]:
        for number in range(count):
            maps = bottleneck(maps, filters, 2 if number == 0 and filters > 64 else 1)
    means = layers.GlobalAveragePooling2D()(maps)
    return keras.Model(inputs, layers.Dense(classes)(means), name="ResNet-50")


# --- 2017: DenseNet ---------------------------------------------------------------------------------------


def _before(maps, filters: int, size: int, momentum: float):
    """Batch normalisation, ReLU, then the convolution: DenseNet's order."""
    maps = layers.ReLU()(layers.BatchNormalization(momentum=momentum)(maps))
    return layers.Conv2D(filters, size, padding="same", use_bias=False)(maps)


def dense_block(maps, count: int, growth: int, momentum: float = 0.99, squeeze: bool = True):
    """Each layer sees the maps of all layers before it, and adds `growth` maps of its own beside them."""
    for _ in range(count):
        new = _before(maps, 4 * growth, 1, momentum) if squeeze else maps
        new = _before(new, growth, 3, momentum)
        maps = layers.Concatenate()([maps, new])
    return maps


def transition(maps, momentum: float = 0.99):
    """Between two dense blocks: half the maps, half the height and width."""
    return layers.AveragePooling2D(2)(_before(maps, maps.shape[-1] // 2, 1, momentum))


def densenet121(classes: int = 1000) -> keras.Model:
    """Four dense blocks of 6, 12, 24 and 16 layers, each of which adds 32 maps.

    Huang, Liu, van der Maaten, Weinberger: Densely connected convolutional networks. CVPR 2017.
    """
    inputs = keras.Input((224, 224, 3))
    maps = layers.ReLU()(normed(inputs, 64, 7, 2, bias=False))
    maps = layers.MaxPooling2D(3, strides=2, padding="same")(maps)
    for number, count in enumerate([6, 12, 24, 16]):
        maps = dense_block(transition(maps) if number else maps, count, 32)
    maps = layers.ReLU()(layers.BatchNormalization()(maps))
    means = layers.GlobalAveragePooling2D()(maps)
    return keras.Model(inputs, layers.Dense(classes)(means), name="DenseNet-121")


# --- 2017: MobileNet --------------------------------------------------------------------------------------


def separable(maps, filters: int, strides: int = 1, momentum: float = 0.99):
    """A convolution in two steps: 3 × 3 in each map by itself, then 1 × 1 across the maps."""
    maps = layers.DepthwiseConv2D(3, strides=strides, padding="same", use_bias=False)(maps)
    maps = layers.ReLU()(layers.BatchNormalization(momentum=momentum)(maps))
    return layers.ReLU()(normed(maps, filters, 1, momentum=momentum, bias=False))


def mobilenet(classes: int = 1000) -> keras.Model:
    """Thirteen convolutions in two steps, for telephones.

    Howard and others: MobileNets: efficient convolutional neural networks for mobile vision applications.
    arXiv 1704.04861, 2017.
    """
    inputs = keras.Input((224, 224, 3))
    maps = layers.ReLU()(normed(inputs, 32, 3, 2, bias=False))
    plan = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    for filters, strides in plan:
        maps = separable(maps, filters, strides)
    means = layers.GlobalAveragePooling2D()(maps)
    return keras.Model(inputs, layers.Dense(classes)(means), name="MobileNet")


FULL_SIZE: dict[str, Callable[[], keras.Model]] = {
    "LeNet-5": lenet5,
    "AlexNet": alexnet,
    "VGG-16": vgg16,
    "GoogLeNet": googlenet,
    "ResNet-50": resnet50,
    "DenseNet-121": densenet121,
    "MobileNet": mobilenet,
}


# --- Small versions, for pictures of 32 × 32 pixels -------------------------------------------------------


def _pixels():
    """The input, and the same with values from 0 to 1."""
    inputs = keras.Input((32, 32, 3))
    return inputs, layers.Rescaling(1 / 255)(inputs)


def _ended(name: str, inputs, maps, classes: int) -> keras.Model:
    """The network that ends in the mean of each map and one dense layer."""
    means = layers.GlobalAveragePooling2D()(maps)
    return keras.Model(inputs, layers.Dense(classes)(means), name=name)


def small_lenet(classes: int) -> keras.Model:
    """LeNet-5 itself, for colour."""
    model = lenet5(classes, (32, 32, 3))
    first = [keras.Input((32, 32, 3)), layers.Rescaling(1 / 255)]
    return keras.Sequential([*first, *model.layers], name="LeNet")


def small_alexnet(classes: int) -> keras.Model:
    """Fewer filters, a smaller first convolution, one group: two are slow without two cards."""
    inputs, maps = _pixels()
    maps = layers.Conv2D(24, 5, strides=2, padding="same", activation="relu")(maps)
    maps = layers.MaxPooling2D(3, strides=2)(maps)
    maps = layers.Conv2D(48, 3, padding="same", activation="relu")(maps)
    maps = layers.Conv2D(48, 3, padding="same", activation="relu")(maps)
    maps = layers.MaxPooling2D(3, strides=2)(maps)
    row = layers.Flatten()(maps)
    for _ in range(2):
        row = layers.Dropout(0.5)(layers.Dense(96, activation="relu")(row))
    return keras.Model(inputs, layers.Dense(classes)(row), name="AlexNet")


def small_vgg(classes: int, momentum: float | None = None) -> keras.Model:
    """Three blocks of two convolutions; with a momentum, also batch normalisation, which came after VGG."""
    inputs, maps = _pixels()
    for filters in [16, 32, 64]:
        maps = vgg_block(maps, filters, 2, momentum)
    return _ended("VGG", inputs, maps, classes)


def small_googlenet(classes: int) -> keras.Model:
    """Four inception modules."""
    inputs, maps = _pixels()
    maps = layers.Conv2D(16, 3, padding="same", activation="relu")(maps)
    maps = layers.MaxPooling2D(2)(maps)
    maps = inception(maps, 12, (16, 24), (4, 8), 8)
    maps = inception(maps, 16, (16, 32), (4, 8), 8)
    maps = layers.MaxPooling2D(2)(maps)
    maps = inception(maps, 24, (24, 48), (8, 16), 16)
    maps = inception(maps, 24, (24, 48), (8, 16), 16)
    return _ended("GoogLeNet", inputs, maps, classes)


def small_resnet(classes: int, momentum: float = QUICK, shortcut: bool = True) -> keras.Model:
    """Four residual blocks of two convolutions; without the shortcuts, the same convolutions in a row."""
    inputs, maps = _pixels()
    maps = layers.ReLU()(normed(maps, 16, 3, momentum=momentum))
    for filters, strides in [(16, 2), (32, 1), (32, 2), (64, 1)]:
        maps = residual(maps, filters, strides, momentum, shortcut)
    return _ended("ResNet" if shortcut else "ResNet-without-shortcuts", inputs, maps, classes)


def small_densenet(classes: int, momentum: float = QUICK) -> keras.Model:
    """Three dense blocks of four layers, each of which adds 12 maps."""
    inputs, maps = _pixels()
    maps = layers.Conv2D(16, 3, strides=2, padding="same", use_bias=False)(maps)
    for number in range(3):
        maps = transition(maps, momentum) if number else maps
        maps = dense_block(maps, 4, 12, momentum, squeeze=False)
    maps = layers.ReLU()(layers.BatchNormalization(momentum=momentum)(maps))
    return _ended("DenseNet", inputs, maps, classes)


def small_mobilenet(classes: int, momentum: float = QUICK) -> keras.Model:
    """A convolution, then six in two steps."""
    inputs, maps = _pixels()
    maps = layers.ReLU()(normed(maps, 16, 3, 1, momentum, bias=False))
    for filters, strides in [(32, 2), (32, 1), (64, 2), (64, 1), (128, 2), (128, 1)]:
        maps = separable(maps, filters, strides, momentum)
    return _ended("MobileNet", inputs, maps, classes)


SMALL: dict[str, Callable[[int], keras.Model]] = {
    "LeNet": small_lenet,
    "AlexNet": small_alexnet,
    "VGG": small_vgg,
    "GoogLeNet": small_googlenet,
    "ResNet": small_resnet,
    "DenseNet": small_densenet,
    "MobileNet": small_mobilenet,
}


# --- Deep stacks, to look at gradients --------------------------------------------------------------------


def deep_stack(
    depth: int,
    classes: int,
    activation: str = "relu",
    start: str = "glorot_uniform",
    norm: bool = False,
    shortcut: bool = False,
) -> keras.Model:
    """A narrow network of `depth` convolutions of 3 × 3 on maps of 8 × 8, all with 16 filters.

    Args:
        depth: Even; two convolutions are a block. The first convolution, which shrinks the picture, is extra.
        classes: How many numbers come out.
        activation: Behind each convolution; with a shortcut, the block's second comes behind the addition.
        start: How weights are drawn: `"glorot_uniform"`, Keras's default, or `"he_normal"`.
        norm: Whether batch normalisation stands before each activation.
        shortcut: Whether each block adds what came in.

    Returns:
        The network; its blocks' outputs are those of the layers named "block_0", "block_1", …
    """

    def convolution(maps, size=3, strides=1):
        maps = layers.Conv2D(16, size, strides=strides, padding="same", kernel_initializer=start)(maps)
        return layers.BatchNormalization(momentum=QUICK)(maps) if norm else maps

    inputs, maps = _pixels()
    maps = layers.Activation(activation, name="block_0")(convolution(maps, 5, 4))
    for number in range(1, depth // 2 + 1):
        change = convolution(layers.Activation(activation)(convolution(maps)))
        maps = layers.Add()([maps, change]) if shortcut else change
        maps = layers.Activation(activation, name=f"block_{number}")(maps)
    return _ended(f"stack-{depth}", inputs, maps, classes)


def gradient_sizes(model: keras.Model, images, labels) -> list[float]:
    """How strongly the loss depends on the output of each block, the first one first.

    Args:
        model: Made by `deep_stack`.
        images: Pictures `(n, 32, 32, 3)`, 0 to 255.
        labels: Their classes `(n,)`.

    Returns:
        For each block the root mean square of the loss's gradient by the block's output.
    """
    from course_utils.training import tf

    names = [layer.name for layer in model.layers if layer.name.startswith("block_")]
    outputs = [model.get_layer(name).output for name in names]
    watched = keras.Model(model.inputs, [*outputs, model.output])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    with tf.GradientTape() as tape:
        *maps, logits = watched(tf.constant(images, tf.float32), training=True)
        for one in maps:
            tape.watch(one)
        value = loss(labels, logits)
    # The tape has seen the whole way from the first block on, because the weights are watched.
    gradients = tape.gradient(value, maps)
    return [float(tf.sqrt(tf.reduce_mean(gradient**2))) for gradient in gradients]


# --- What was measured ------------------------------------------------------------------------------------


def read_table(name: str) -> np.ndarray:
    """Read one of the tables that `benchmarks/architectures.py` made.

    Args:
        name: `"small"`, with the columns network, seed, parameters, budget (seconds), epochs, training and
            validation (accuracies); or `"deep"`, with network, seed, epoch, training and validation.

    Returns:
        An array `(rows,)` whose columns have names: `table["seed"]`.
    """
    path = course_folder() / "datasets" / "architectures" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {key: _column([row[key] for row in rows]) for key in rows[0]}
    return np.rec.fromarrays(list(columns.values()), names=",".join(columns))


def _column(values: list[str]) -> np.ndarray:
    for kind in (int, float):
        try:
            return np.array([kind(value) for value in values])
        except ValueError:
            continue
    return np.array(values)
