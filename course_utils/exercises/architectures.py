"""Lesson 11: exercises on the blocks of famous networks, and a quiz on what is often said of them."""

from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np

from course_utils.checking import networks
from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, difference, shape_of


def _layers():
    return networks.load_keras()[0].layers


# --- what a stack of convolutions sees --------------------------------------------------------------------


def _field_by_steps(count, size):
    side = 1
    for _ in range(count):
        side += size - 1
    return side


@exercise(
    hints=[
        "One convolution of 3 × 3 sees 3 pixels on a side. How many does a second one add, on each side?",
        "Each convolution adds `size // 2` pixels on the left and as many on the right: `size - 1`.",
        "Begin with the 1 pixel in the middle, and add `size - 1` for each of the `count` convolutions.",
    ],
    right=[
        answers(lambda count, size: 1 + count * (size - 1)),
        answers(lambda count, size: count * size - count + 1),
        answers(_field_by_steps),
    ],
    mistakes=[
        mistake(
            lambda count, size: count * size,
            says="the overlap: the next convolution looks at maps that see their neighbours already, so it "
            "adds only what lies around the middle.",
        ),
        mistake(lambda count, size: size, says="`count`: one convolution sees that much, two see more."),
        mistake(
            lambda count, size: size**count,
            says="the growth: each convolution adds as much as the one before; it does not multiply.",
        ),
        mistake(
            lambda count, size: count * (size - 1),
            says="the beginning: without any convolution an output would see 1 pixel.",
        ),
        mistake(
            lambda count, size: 1 + 2 * count * (size // 2),
            says="filters of an even size: they do not add as many on the left as on the right.",
        ),
        mistake(
            lambda count, size: 1 + 2 * count,
            says="`size`: this is right for filters of 3 × 3. Make it one for any size.",
        ),
        mistake(
            lambda count, size: (1 + count * (size - 1)) ** 2,
            says="what is asked: pixels on one side of the square, not in all of it.",
        ),
        mistake(
            lambda count, size: size + count - 1,
            says="what one more adds: not 1 pixel, but some on the left and as many on the right.",
        ),
    ],
    wrong=[
        answers(lambda count, size: print(count), says="`print`"),
        answers(lambda count, size: (1 + count * (size - 1),) * 2, says="one number"),
    ],
    remember="Three of 3 × 3, one behind the other, see what one of 7 × 7 sees.",
)
def field(field):
    """Say how many pixels on a side a stack of convolutions sees."""
    for count, size in ((3, 3), (4, 5), (2, 7), (1, 7), (5, 2)):
        attempt(field, count, size).gives(
            1 + count * (size - 1), "what one more convolution adds to what the ones before see."
        )


# --- counting layers --------------------------------------------------------------------------------------


def _is(layer, *names):
    return type(layer).__name__ in names


def _count(model):
    layers = _layers()
    convolutions = sum(isinstance(layer, layers.Conv2D) for layer in model.layers)
    return convolutions, sum(isinstance(layer, layers.Dense) for layer in model.layers)


def _count_by_loop(model):
    counts = {"Conv2D": 0, "Dense": 0}
    for layer in model.layers:
        if type(layer).__name__ in counts:
            counts[type(layer).__name__] += 1
    return [counts["Conv2D"], counts["Dense"]]


def _count_by_counter(model):
    counts = Counter(type(layer).__name__ for layer in model.layers)
    return np.array([counts["Conv2D"], counts["Dense"]])


def _count_by_kernel(model):
    shapes = [len(layer.kernel.shape) for layer in model.layers if hasattr(layer, "kernel")]
    return shapes.count(4), shapes.count(2)


def _count_by_name(model):
    names = [layer.name for layer in model.layers]
    return sum(name.startswith("conv2d") for name in names), sum(name.startswith("dense") for name in names)


def _count_in(layers):
    """As `_count`, in some of the layers."""
    return sum(_is(layer, "Conv2D") for layer in layers), sum(_is(layer, "Dense") for layer in layers)


def _returns_at_the_first(model):
    convolutions, dense = 0, 0
    for layer in model.layers:
        convolutions += _is(layer, "Conv2D")
        dense += _is(layer, "Dense")
        return convolutions, dense


@cache  # so that a known mistake is run on the very network that the answer was wrong on
def _to_count(convolutions, dense, special):
    keras, _ = networks.load_keras()
    layers = keras.layers
    stack = []
    for number in range(convolutions):
        name = f"look_{number}" if "names" in special else None
        stack.append(layers.Conv2D(2, 3, padding="same", name=name))
        stack += [layers.BatchNormalization(), layers.ReLU()]
        stack += [layers.MaxPooling2D()] if number < 2 else []
    stack += [layers.DepthwiseConv2D(3)] if "depthwise" in special else []
    if "LSTM" in special:
        stack += [layers.SeparableConv2D(2, 3), layers.Reshape((-1, 2)), layers.LSTM(2)]
    stack.append(layers.Flatten())
    for number in range(dense):
        stack.append(layers.Dense(4, name=f"decide_{number}" if "names" in special else None))
    inputs = out = keras.Input((16, 16, 3))
    if "Sequential" in special:
        return networks.stand_in(keras.Sequential([inputs, *stack]))
    for layer in stack:
        out = layer(out)
    return networks.stand_in(keras.Model(inputs, out))


def _odd_count(value):
    """What to look at where two numbers are not those asked for, and it is no known mistake."""
    if 0 in tuple(value):
        return "the 0: what you ask of each layer there is never True. A kind is no text in quotes."
    if tuple(value) == (1, 1):
        return "how you count: more than one is never reached. `+=` adds, `=` begins anew."
    return "the kinds: `layers.Conv2D` and `layers.Dense`, in this order."


@exercise(
    hints=[
        "Go through `model.layers`. Which kind is each layer?",
        "`isinstance(layer, layers.Conv2D)` is True for a convolution; Python counts True as 1.",
        "`sum(isinstance(layer, layers.Conv2D) for layer in model.layers)`; so for `Dense`; return both.",
    ],
    right=[answers(_count), answers(_count_by_loop), answers(_count_by_counter)],
    mistakes=[
        mistake(
            lambda model: len(model.layers),
            says="which layers: this counts all. Asked for are two numbers, convolutions and dense layers.",
        ),
        mistake(
            lambda model: sum(_count(model)),
            says="what is asked: two numbers, the convolutions and the dense layers, not their sum.",
        ),
        mistake(
            lambda model: (_count(model)[1], _count(model)[0]),
            says="the order: convolutions first, dense layers second.",
        ),
        mistake(
            lambda model: (
                sum(_is(layer, "Conv2D", "MaxPooling2D") for layer in model.layers),
                _count(model)[1],
            ),
            says="pooling: it has no weights, so it is not counted.",
        ),
        mistake(
            lambda model: (sum(_is(layer, "Conv2D") for layer in model.layers), 1),
            says="the dense layers: there may be more than the last one.",
        ),
        mistake(
            lambda model: (
                sum("conv" in weight.path for weight in model.weights),
                sum("dense" in weight.path for weight in model.weights),
            ),
            says="what is counted: these are arrays of weights. A layer has two, its kernel and its biases.",
        ),
        mistake(
            lambda model: (sum(_is(layer, "Conv2D", "Dense") for layer in model.layers), _count(model)[1]),
            says="the convolutions: dense layers are counted among them too.",
        ),
        mistake(
            lambda model: (_count(model)[0], len(model.layers) - _count(model)[0]),
            says="the dense layers: not everything that is no convolution is one.",
        ),
        mistake(
            lambda model: (sum(bool(layer.weights) for layer in model.layers), _count(model)[1]),
            says="the convolutions: not everything that has weights is one. Ask for the kind of layer.",
        ),
        *[
            mistake(count, says="the depthwise convolution: it is a kind of its own, and no `layers.Conv2D`.")
            for count in (
                _count_by_kernel,
                lambda model: (
                    sum("Conv" in type(layer).__name__ for layer in model.layers),
                    _count(model)[1],
                ),
            )
        ],
        mistake(
            _count_by_name,
            says="the names: a layer can be given any name by who builds the network. Ask for its kind.",
        ),
        mistake(
            lambda model: _count_in(model.layers[1:]),
            says="the first layer: it is left out, and not every network begins with an input layer. Places "
            "are counted from 0.",
        ),
        mistake(
            lambda model: _count_in(model.layers[:-1]),
            says="the last layer: it is left out. `range(len(…))` without a `- 1` reaches it.",
        ),
        mistake(
            lambda model: tuple(1 + count for count in _count(model)),
            says="the beginning: before the first layer there are 0 of each.",
        ),
        mistake(
            lambda model: (
                sum(hasattr(layer, "filters") for layer in model.layers),
                sum(hasattr(layer, "units") for layer in model.layers),
            ),
            says="`filters` and `units`: layers of other kinds have them too. Ask for the kind.",
        ),
        *[
            mistake(count, says="what is counted: `filters` and `units` belong to other kinds as well.")
            for count in (
                lambda model: (sum(hasattr(layer, "filters") for layer in model.layers), _count(model)[1]),
                lambda model: (_count(model)[0], sum(hasattr(layer, "units") for layer in model.layers)),
            )
        ],
    ],
    wrong=[
        answers(lambda model: (model.layers[0], 1), says="two numbers"),
        answers(lambda model: ([model.layers[0]] * 4, [model.layers[1]] * 2), says="`len(…)`"),
        answers(lambda model: {"Conv2D": 4, "Dense": 2}, says="two numbers"),
        answers(lambda model: "4, 2", says="two numbers"),
        answers(lambda model: {4, 2}, says="two numbers"),
        answers(lambda model: (0, 0), says="no text in quotes"),
        answers(lambda model: (1, 1), says="`+=` adds"),
        answers(
            lambda model: (sum(isinstance(layer, "Conv2D") for layer in model.layers), 1),
            says="without quotes",
        ),
        answers(_returns_at_the_first, says="`return`"),
    ],
    remember="The number behind a network's name counts layers with a kernel, on the way through it.",
)
def count_layers(count_layers):
    """Count the convolutions and the dense layers of a network."""
    for convolutions, dense, special in (
        (4, 3, ""),
        (3, 4, ""),
        (2, 1, ", one depthwise convolution"),
        (3, 2, ", which have names of their own"),
        (2, 3, ", made by `keras.Sequential`"),
        (3, 2, ", and two of other kinds, `SeparableConv2D` and `LSTM`"),
    ):
        model = _to_count(convolutions, dense, special)
        layer = "layer" if dense == 1 else "layers"
        said = f"count_layers of a network with {convolutions} `Conv2D` and {dense} dense {layer}{special}"
        trial = replace(attempt(count_layers, model), said=f"{said},")
        is_pair = shape_of(trial.value) == (2,) and np.asarray(trial.value).dtype.kind in "iuf"
        idea = "what you return: two numbers, a comma between them. `len(…)` says how many a list holds."
        trial.must(is_pair, "two numbers", idea)
        trial.gives((convolutions, dense), _odd_count(trial.value))


# --- the inception module ---------------------------------------------------------------------------------


def _bent(maps, activation):
    return _layers().Activation(activation)(maps) if activation else maps


# What stands in a ReLU's place in answers that are wrong.
_OTHERS = (None, "sigmoid", "tanh", "leaky_relu")
_ENDS = ("sigmoid", "tanh", "leaky_relu", "relu6", "softmax")


def _inception(*left_out, join="Concatenate", padding="same", activation="relu", squeezed="relu", **other):
    """An inception module with something changed: branches left out, or other settings."""

    def inception(maps, filters, squeeze):
        layers = _layers()
        maps = _bent(maps, other.get("at_first"))

        def convolution(maps, filters, size, activation=activation):
            kind = getattr(layers, other.get("kind", "Conv2D") if size > 1 else "Conv2D")
            return _bent(
                kind(filters, size, **{"padding": padding, **other.get("kernel", {})})(maps), activation
            )

        def squeezing(maps):
            if other.get("squeeze") is False:
                return maps
            return convolution(maps, other.get("squeeze", squeeze), 1, squeezed)

        def pooled(maps):
            kind = getattr(layers, other.get("pool", "MaxPooling2D"))
            return kind(other.get("pool_size", 3), strides=other.get("strides", 1), padding="same")(maps)

        if other.get("pool") is False:
            fourth = convolution(maps, filters, 1)
        elif other.get("pool_last"):
            fourth = pooled(convolution(maps, filters, 1))
        else:
            before = squeezing(pooled(maps)) if other.get("squeezed_pool") else pooled(maps)
            fourth = convolution(before, filters, 1)
        if other.get("strides", 1) != 1:
            return fourth
        narrow = squeezing(maps)
        branches = {
            "first": convolution(maps, filters, 1),
            "second": convolution(narrow, filters, 3),
            "third": convolution(
                narrow if other.get("shared") else squeezing(maps), filters, other.get("five", 5)
            ),
            "fourth": fourth,
        }
        kept = [maps for name, maps in branches.items() if name not in left_out]
        joined = getattr(layers, join)(**other.get("joined", {}))(kept)
        return layers.Dropout(other["dropped"])(joined) if "dropped" in other else joined

    return inception


# What the branches are, in the order of the task.
_BRANCHES = {
    "first": "1 × 1, ReLU",
    "second": "1 × 1, ReLU, 3 × 3, ReLU",
    "third": "1 × 1, ReLU, 5 × 5, ReLU",
    "fourth": "pooling, 1 × 1, ReLU",
}


def _branch(name):
    """One branch of an inception module by itself."""
    return _inception(*(other for other in _BRANCHES if other != name))


def _with_odd_branch(odd, settings):
    """An inception module with other settings in one branch."""

    def inception(maps, filters, squeeze):
        others = (_inception(odd), _inception(*(one for one in _BRANCHES if one != odd), **settings))
        return _layers().Concatenate()([answer(maps, filters, squeeze) for answer in others])

    return inception


def _inception_with_layers(maps, filters, squeeze):
    """ReLUs as layers of their own, dense layers for 1 × 1, another order."""
    layers = _layers()

    def convolution(maps, filters, size):
        return layers.ReLU()(layers.Conv2D(filters, size, padding="same")(maps))

    first = layers.MaxPooling2D(3, 1, "same")(maps)
    five = convolution(layers.Dense(squeeze, activation="relu")(maps), filters, 5)
    three = convolution(convolution(maps, squeeze, 1), filters, 3)
    return layers.concatenate([convolution(first, filters, 1), five, three, convolution(maps, filters, 1)])


def _inception_as_a_layer(maps, filters, squeeze):
    """The branches as networks of their own inside a layer."""
    keras, tf = networks.load_keras()
    layers = keras.layers

    def convolution(filters, size):
        return layers.Conv2D(filters, size, padding="same", activation="relu")

    class Inception(layers.Layer):
        def __init__(self):
            super().__init__()
            self.one = convolution(filters, 1)
            self.three = keras.Sequential([convolution(squeeze, 1), convolution(filters, 3)])
            self.five = keras.Sequential([convolution(squeeze, 1), convolution(filters, 5)])
            self.pool = keras.Sequential([layers.MaxPooling2D(3, 1, "same"), convolution(filters, 1)])

        def call(self, maps):
            return tf.concat([branch(maps) for branch in (self.one, self.three, self.five, self.pool)], -1)

    return Inception()(maps)


def _in_a_row(maps, filters, squeeze):
    layers = _layers()
    for size in (1, 3, 5, 1):
        maps = layers.Conv2D(filters, size, padding="same", activation="relu")(maps)
    return maps


def _chained(maps, filters, squeeze):
    """The third branch begins with what the second made."""
    layers = _layers()

    def convolution(maps, filters, size):
        return layers.Conv2D(filters, size, padding="same", activation="relu")(maps)

    one = convolution(maps, filters, 1)
    three = convolution(convolution(maps, squeeze, 1), filters, 3)
    five = convolution(convolution(three, squeeze, 1), filters, 5)
    pooled = layers.MaxPooling2D(3, strides=1, padding="same")(maps)
    return layers.Concatenate()([one, three, five, convolution(pooled, filters, 1)])


def _overwritten(maps, filters, squeeze):
    """What squeezes is called `maps`, so the next branch begins with it."""
    layers = _layers()

    def convolution(maps, filters, size):
        return layers.Conv2D(filters, size, padding="same", activation="relu")(maps)

    one = convolution(maps, filters, 1)
    maps = convolution(maps, squeeze, 1)
    three = convolution(maps, filters, 3)
    maps = convolution(maps, squeeze, 1)
    five = convolution(maps, filters, 5)
    pooled = layers.MaxPooling2D(3, strides=1, padding="same")(maps)
    return layers.Concatenate()([one, three, five, convolution(pooled, filters, 1)])


def _squeezed_last(maps, filters, squeeze):
    """The 1 × 1 stands behind the large convolution."""
    layers = _layers()

    def convolution(maps, filters, size):
        return layers.Conv2D(filters, size, padding="same", activation="relu")(maps)

    three, five = (convolution(convolution(maps, squeeze, size), filters, 1) for size in (3, 5))
    return layers.Concatenate()([_inception("second", "third")(maps, filters, squeeze), three, five])


def _listed(shapes):
    return ", ".join(f"{rows}×{columns} from {i} to {o}" for rows, columns, i, o in shapes) or "none"


@exercise(
    hints=[
        "Four branches, each beginning with `maps`, and none with what another branch made.",
        'Each convolution is `layers.Conv2D(…, padding="same", activation="relu")(…)`; the pooling is '
        '`layers.MaxPooling2D(3, strides=1, padding="same")(maps)`.',
        "The second branch: `narrow = layers.Conv2D(squeeze, 1, …)(maps)`, then "
        "`layers.Conv2D(filters, 3, …)(narrow)`. At the end `layers.Concatenate()([a, b, c, d])`.",
    ],
    right=[answers(_inception()), answers(_inception_with_layers), answers(_inception_as_a_layer)],
    mistakes=[
        *[
            mistake(
                _inception(pool_size=size),
                says="the fourth branch: the size of its pooling. It is 3 × 3.",
            )
            for size in (2, 5)
        ],
        mistake(
            _inception(pool_last=True),
            says="the fourth branch: the order. First the pooling of what came in, then the 1 × 1.",
        ),
        mistake(
            _inception(pool="AveragePooling2D"),
            says="the fourth branch: its pooling keeps the largest value, not the mean.",
        ),
        mistake(_inception(pool=False), says="the fourth branch: a pooling stands before its 1 × 1."),
        mistake(
            _inception(squeezed=None),
            says="the 1 × 1 that squeeze: each convolution has a ReLU, and these do too.",
        ),
        mistake(
            _inception(activation=None),
            says="the last convolution of every branch: it has a ReLU.",
        ),
        mistake(
            _inception(activation=None, squeezed=None),
            says='what follows each convolution: a ReLU. `activation="relu"` in the layer makes it.',
        ),
    ],
    wrong=[
        *[answers(_inception(activation=other), says="all four branches") for other in _ENDS],
        *[answers(_inception(squeezed=other), says="second and third branch") for other in _OTHERS[1:]],
        *[
            answers(_with_odd_branch(branch, other), says=f"the {branch} branch")
            for branch, other in (
                ("first", {"activation": None}),
                ("first", {"activation": "gelu"}),
                ("second", {"activation": None}),
                ("second", {"squeezed": None}),
                ("third", {"activation": "tanh"}),
                ("third", {"squeezed": None}),
                ("fourth", {"activation": None}),
                ("fourth", {"at_first": "relu"}),
            )
        ],
        answers(_inception(at_first="relu"), says="all four branches"),
        answers(_inception(dropped=0.5), says="drawn by chance"),
        answers(_inception(kernel={"trainable": False}), says="`trainable=False`"),
        answers(_inception(kernel={"name": "a"}), says="`name=`"),
        answers(_inception(kernel={"padding": 1}), says="a word"),
        answers(_inception(kernel={"activation": "ReLU"}), says="small letters"),
        answers(_inception(kernel={"pading": "same"}), says="`pading`"),
        answers(
            lambda maps, filters, squeeze: _layers().Concatenate([maps, maps])(maps),
            says="two pairs",
        ),
        answers(lambda maps, filters, squeeze: _layers().MaxPooling2D(3, stride=1)(maps), says="`stride`"),
        answers(_overwritten, says="the name `maps`"),
        answers(_inception(kind="SeparableConv2D"), says="see all maps"),
        answers(_squeezed_last, says="the order"),
        answers(_inception(join="Add"), says="`Concatenate`"),
        answers(_inception(joined={"axis": 1}), says="the last axis"),
        answers(_inception("fourth"), says="four branches"),
        answers(_inception("third"), says="four branches"),
        answers(_in_a_row, says="`Concatenate`"),
        answers(_chained, says="begins with: `maps`"),
        answers(_inception(padding="valid"), says="matching shapes"),
        answers(_inception(strides=2), says="`strides=1`"),
        answers(_inception(squeeze=False), says="`squeeze` filters"),
        answers(_inception(squeeze=7), says="`squeeze` filters"),
        answers(_inception(shared=True), says="of its own"),
        answers(_inception(squeezed_pool=True), says="the fourth branch"),
        answers(_inception(five=3), says="the sizes"),
        answers(lambda maps, filters, squeeze: _layers().Conv2D(filters, 3), says="second pair of brackets"),
        answers(lambda maps, filters, squeeze: [maps], says="several things"),
    ],
    points=2,
    remember="Side by side, then joined: the network chooses the size of its filters by itself.",
)
def inception(inception):
    """Build an inception module: four branches side by side, joined."""
    for channels, filters, squeeze in ((5, 4, 3), (6, 8, 2)):
        trial, model = networks.block(inception, (9, 9, channels), filters, squeeze)
        said, shape = trial.said, tuple(trial.value.shape[1:])
        if shape in ((36, 9, filters), (9, 36, filters)):
            raise NotYet(
                f"{said} gave maps of {shape[0]} × {shape[1]}; needed 9 × 9, as they came in.",
                "the axis: `Concatenate()` by itself joins along the last axis, that of the maps.",
            )
        networks.keeps_size(trial, 9, '`padding="same"` in every layer, and `strides=1` in the pooling.')
        if shape[2] == filters:
            raise NotYet(
                f"{said} gave {filters} maps; needed {4 * filters}, those of four branches.",
                "the end: `Concatenate` puts the branches' maps one behind the other.",
            )
        if shape[2] != 4 * filters:
            more = " A convolution takes first how many filters, then their size."
            more = "" if shape[2] % filters == 0 else more  # then a branch is missing, or there is one more
            raise NotYet(
                f"{said} gave {shape[2]} maps; needed {4 * filters}.",
                f"the four branches: each gives `filters` maps, here {filters}.{more}",
            )
        needed = sorted(
            [
                *[(1, 1, channels, filters)] * 2,
                *[(1, 1, channels, squeeze)] * 2,
                (3, 3, squeeze, filters),
                (5, 5, squeeze, filters),
            ]
        )
        if (found := networks.kernels(model)) != needed:
            idea = _odd_branch(found, channels, filters, squeeze)
            raise NotYet(f"{said} has the convolutions {_listed(found)}; needed {_listed(needed)}.", idea)
        branches = {name: _branch(name) for name in _BRANCHES}
        networks.computes_as(trial, model, inception, [_inception()], _odd_branches, branches)


def _odd_branches(names):
    """What to look at where these branches give other maps than they should."""
    if len(names) == 1:
        return f"the {names[0]} branch, step by step: `maps`, {_BRANCHES[names[0]]}, and nothing else."
    all_of_them = len(names) in (0, len(_BRANCHES))
    which = "all four branches" if all_of_them else f"the {', '.join(names[:-1])} and {names[-1]} branch"
    return f"{which}: each begins with `maps` as they came in; behind each convolution stands a ReLU alone."


def _odd_branch(found, channels, filters, squeeze):
    """What to look at where the convolutions are not those of an inception module."""
    wide = [one for one in found if one[:2] != (1, 1)]
    narrow = [one for one in found if one[:2] == (1, 1)]
    if [one[:2] for one in wide] != [(3, 3), (5, 5)]:
        return "the sizes: besides those of 1 × 1, there is one of 3 × 3 and one of 5 × 5."
    if any(one[3] == 1 for one in wide):
        return "the 3 × 3 and the 5 × 5: ordinary convolutions, `layers.Conv2D`, whose filters see all maps."
    if any(one[2:] == (channels, squeeze) for one in wide):
        return "the second and third branch: the order. First the 1 × 1 with `squeeze`, then the larger one."
    if narrow.count((1, 1, channels, squeeze)) == 3 and (1, 1, squeeze, filters) in narrow:
        return "the fourth branch: one 1 × 1, with `filters`. Only the 3 × 3 and the 5 × 5 need a squeeze."
    if any(one[2] != channels for one in narrow):
        return (
            "what each branch begins with: `maps` as they came in. Did you give the name `maps` to something "
            "else, or begin with what another branch made?"
        )
    if any(one[2] != squeeze for one in wide):
        return "the second and third branch: a 1 × 1 with `squeeze` filters before the 3 × 3 and the 5 × 5."
    if narrow.count((1, 1, channels, squeeze)) == 1:
        return "the second and third branch: each has a 1 × 1 of its own before it, not one for both."
    return f"the 1 × 1: two with `squeeze` filters, here {squeeze}, and two with `filters`, here {filters}."


# --- the residual block -----------------------------------------------------------------------------------


def _residual(between="relu", before=None, shortcut=None, end="relu", join="Add", **other):
    """A residual block with something changed: activations, how the two are joined, or what is added."""

    def residual(maps, filters):
        layers = _layers()
        made = [_bent(maps, other.get("at_first"))]
        count = other.get("count", 2)
        for number in range(count):
            change = layers.Conv2D(filters, other.get("side", 3), padding="same")(made[-1])
            if other.get("norm"):
                change = layers.BatchNormalization()(change)
            made.append(_bent(change, between if number < count - 1 else before))
        change = made[-1]
        if other.get("projected", True) and maps.shape[-1] != filters or other.get("always"):
            maps = layers.Conv2D(filters, other.get("size", 1), padding="same")(maps)
        maps = _bent(maps, shortcut)
        added = {"maps": maps, "change": change, "first": made[1]}[other.get("added", "maps")]
        if join:
            pair = [change, added] if other.get("turned") else [added, change]
            change = getattr(layers, join)()(pair)
        if other.get("norm") == "sum":
            change = layers.BatchNormalization()(change)
        out = _bent(change, end)
        return getattr(layers, other["last"])(*other.get("how", ()))(out) if "last" in other else out

    return residual


def _residual_with_plus(maps, filters):
    layers = _layers()
    way = maps if maps.shape[-1] == filters else layers.Conv2D(filters, 1, use_bias=False)(maps)
    hidden = layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    return layers.Activation("relu")(layers.Conv2D(filters, 3, padding="same")(hidden) + way)


def _residual_as_a_layer(maps, filters):
    keras, tf = networks.load_keras()
    layers = keras.layers

    class Residual(layers.Layer):
        def __init__(self):
            super().__init__()
            self.first = layers.Conv2D(filters, 3, padding="same", activation="relu")
            self.second = layers.Conv2D(filters, 3, padding="same")
            self.shortcut = layers.Dense(filters) if maps.shape[-1] != filters else layers.Identity()

        def call(self, maps):
            return tf.nn.relu(self.second(self.first(maps)) + self.shortcut(maps))

    return Residual()(maps)


def _projected_first(maps, filters):
    """The shortcut's 1 × 1 before all the rest."""
    if maps.shape[-1] != filters:
        maps = _layers().Conv2D(filters, 1)(maps)
    return _residual()(maps, filters)


def _second_unused(maps, filters):
    """The second convolution is made, and what it gives has no name."""
    layers = _layers()
    change = layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    layers.Conv2D(filters, 3, padding="same")(change)
    maps = layers.Conv2D(filters, 1)(maps) if maps.shape[-1] != filters else maps
    return layers.ReLU()(layers.Add()([maps, change]))


def _second_on_maps(maps, filters):
    layers = _layers()
    change = layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    change = layers.Conv2D(filters, 3, padding="same")(maps)
    maps = layers.Conv2D(filters, 1)(maps) if maps.shape[-1] != filters else maps
    return layers.ReLU()(layers.Add()([maps, change]))


def _wide_inside(maps, filters):
    layers = _layers()
    change = layers.Conv2D(2 * filters, 3, padding="same", activation="relu")(maps)
    change = layers.Conv2D(filters, 3, padding="same")(change)
    maps = layers.Conv2D(filters, 1)(maps) if maps.shape[-1] != filters else maps
    return layers.ReLU()(layers.Add()([maps, change]))


def _residual_where(needed):
    """A residual block with a 1 × 1 in its shortcut where `needed` says so."""
    return lambda maps, filters: _residual(projected=False, always=needed(maps.shape[-1], filters))(
        maps, filters
    )


@exercise(
    hints=[
        "Keep `maps`. Give what the convolutions make another name, such as `change`.",
        "A convolution with ReLU, a convolution without, then `layers.Add()([maps, change])`, then "
        "`layers.ReLU()` on the sum.",
        "Before you add: `if maps.shape[-1] != filters:` then `maps = layers.Conv2D(filters, 1)(maps)`.",
    ],
    right=[
        answers(_residual()),
        answers(_residual_with_plus),
        answers(_residual(norm=True)),
        answers(_residual_as_a_layer),
    ],
    mistakes=[
        mistake(
            _residual(before="relu", end=None),
            says="the end: first add, then ReLU on the sum.",
        ),
        mistake(
            _residual(before="relu"),
            says="the second convolution: no ReLU before the sum, or the change is never below 0.",
        ),
        mistake(
            _residual(at_first="relu", end=None),
            says="the order: convolution, ReLU, convolution, sum, ReLU. Yours begins with a ReLU and ends "
            "without.",
        ),
        mistake(
            _residual(at_first="relu"),
            says="the beginning: no ReLU on `maps`, before the first convolution.",
        ),
        mistake(
            _residual(shortcut="relu"),
            says="the shortcut: no ReLU in it. It hands on values below 0 as well.",
        ),
        mistake(_residual(join=None), says="the shortcut: what came in is to be added, and is not."),
        mistake(
            _residual(added="change"),
            says="the shortcut: what is added is `maps` as they came in, and not the change once more.",
        ),
        mistake(
            _residual(added="first"),
            says="the shortcut: `maps` are added as they came in, not what the first convolution made.",
        ),
        *[
            mistake(
                _residual(between=other),
                says="the first convolution: a ReLU between the two, and no other activation.",
            )
            for other in _OTHERS
        ],
        *[
            mistake(_residual(before=other), says="the second convolution: no activation before the sum.")
            for other in _OTHERS[1:]
        ],
        *[
            mistake(
                _residual(join=other, turned=turned),
                says="how the two are joined: number by number added, with `Add`, and nothing else.",
            )
            for other, turned in (
                ("Subtract", False),
                ("Subtract", True),
                ("Multiply", False),
                ("Average", False),
                ("Maximum", False),
            )
        ],
    ],
    wrong=[
        *[answers(_residual(end=other), says="the end: a ReLU") for other in (None, *_ENDS)],
        answers(_residual(projected=False), says="fewer or more"),
        answers(_residual_where(lambda channels, filters: channels < filters), says="(n, 7, 7, 8)"),
        answers(_residual_where(lambda channels, filters: channels > filters), says="fewer or more"),
        answers(_residual_where(lambda channels, filters: filters != 6), says="as it is"),
        answers(_projected_first, says="belongs to the shortcut alone"),
        answers(_second_unused, says="takes no part"),
        answers(_second_on_maps, says="takes no part"),
        answers(_wide_inside, says="both give `filters` maps"),
        answers(_residual(last="Dropout", how=(0.5,)), says="drawn by chance"),
        answers(_residual(last="GaussianNoise", how=(1.0,)), says="drawn by chance"),
        answers(_residual(last="BatchNormalization"), says="behind the last ReLU"),
        answers(_residual(norm="sum"), says="between a convolution"),
        answers(
            lambda maps, filters: maps + _layers().Conv2D(filters, 3, padding="same"),
            says="called on maps",
        ),
        answers(_residual(size=3), says="1 × 1 makes as many"),
        answers(_residual(count=1), says="takes no part"),
        answers(_residual(count=3), says="two convolutions"),
        answers(_residual(join="Concatenate"), says="`Add`"),
        answers(_residual(side=5), says="the size"),
        answers(lambda maps, filters: _layers().Conv2D(filters, 3)(maps), says='`padding="same"`'),
        answers(_residual(always=True), says="as it is"),
        answers(lambda maps, filters: _layers().Conv2D(filters, 3), says="second pair of brackets"),
        answers(
            lambda maps, filters: _layers().Add()([maps, _layers().Conv2D(filters, 3, padding="same")]),
            says="not <Conv2D",
        ),
        answers(lambda maps, filters: _layers().ReLU(maps), says="as in `layers.ReLU()(maps)`"),
        answers(lambda maps, filters: _layers().Add([maps, maps]), says="two pairs"),
        answers(lambda maps, filters: print(maps), says="`print`"),
    ],
    points=2,
    remember="With weights of 0 a residual block hands on what it got. Doing nothing is easy to learn.",
)
def residual(residual):
    """Build a residual block: two convolutions whose result is added to what came in."""
    for channels, filters in ((6, 6), (3, 8), (8, 3), (8, 8)):
        trial, model = networks.block(residual, (7, 7, channels), filters)
        said, shape = trial.said, tuple(trial.value.shape[1:])
        networks.keeps_size(trial, 7, '`padding="same"` in both convolutions.')
        if shape[2] != filters:
            idea = f"the convolutions: the last one gives `filters` maps, here {filters}."
            if shape[2] in (2 * filters, channels + filters):
                idea = "how the two are joined: `Add` adds number to number, and the maps stay as many."
            raise NotYet(f"{said} gave {shape[2]} maps; needed {filters}.", idea)
        shortcut = [] if channels == filters else [(1, 1, channels, filters)]
        needed = sorted([(3, 3, channels, filters), (3, 3, filters, filters), *shortcut])
        if (found := networks.kernels(model)) != needed:
            idea = _odd_shortcut(found, needed, channels, filters)
            raise NotYet(f"{said} has the convolutions {_listed(found)}; needed {_listed(needed)}.", idea)
        idea = (
            "the order: convolution, ReLU, convolution of that; add `maps` as they came in; ReLU on the sum."
        )
        networks.computes_as(trial, model, residual, [_residual()], idea)
        if channels == filters:
            idea = (
                "what came in: it is added as it is. Batch normalisation belongs between a convolution and "
                "what follows it, not in the shortcut and not behind the sum."
            )
            networks.hands_on(trial, model, idea)


def _odd_shortcut(found, needed, channels, filters):
    """What to look at where the convolutions are not those of a residual block."""
    if not found:
        return "the convolutions: each is called on maps, `layers.Conv2D(…)(…)`, or it takes no part."
    missing, more = Counter(needed) - Counter(found), Counter(found) - Counter(needed)
    wide = [one for one in found if one[:2] == (3, 3)]
    if any(one[0] == 3 for one in missing):
        if any(one[0] > 1 and one[:2] != (3, 3) for one in more):
            return "the size: both convolutions have filters of 3 × 3."
        if (1, 1, channels, filters) in found and wide == [(3, 3, filters, filters)] * 2:
            return "the 1 × 1: it belongs to the shortcut alone. Both others get `maps` as they came in."
        if len(wide) == 2 and any(one[3] == 1 for one in wide):
            return "the two convolutions: ordinary ones, `layers.Conv2D`, whose filters see all maps."
        if len(wide) == 2 and any(one[3] != filters for one in wide):
            return f"the two convolutions: both give `filters` maps, here {filters}."
        if len(wide) == 2:
            return "what each convolution is called on: the first on `maps`, the second on what it made."
        return (
            "the two convolutions of 3 × 3: the first is called on `maps`, the second on what that made. "
            "A layer whose result is not used takes no part."
        )
    if channels == filters and any(one[0] == 3 for one in more):
        return "the two convolutions: two of 3 × 3, and no more."
    if channels == filters:
        return "the shortcut: where there are as many maps as `filters`, what came in stays as it is."
    return "the shortcut: a 1 × 1 makes as many maps of what came in as the convolutions give."


# --- what a separable convolution saves -------------------------------------------------------------------


@exercise(
    hints=[
        "How many weights has a convolution of `size` × `size` from `channels` maps to `filters`?",
        "In two steps: `size * size * channels` for the first, `channels * filters` for the second.",
        "The weights of the ordinary one stand above, those of the two steps, added in brackets, below.",
    ],
    right=[
        answers(lambda c, f, s: s * s * c * f / (s * s * c + c * f)),
        answers(lambda channels, filters, size: 1 / (1 / filters + 1 / size**2)),
        answers(lambda c, f, s: np.float64(s**2 * f) / (s**2 + f)),
    ],
    mistakes=[
        mistake(
            lambda c, f, s: (s * s * c + c * f) / (s * s * c * f),
            says="the direction: how many times fewer, so the ordinary convolution stands above.",
        ),
        mistake(
            lambda c, f, s: s * s * c * f / (s * s * c * f + c * f),
            says="the first step: each map has one filter of its own, so `filters` plays no part in it.",
        ),
        mistake(
            lambda c, f, s: s * s * c * f / (s * s + c * f),
            says="the first step: there is one filter for each of the `channels` maps.",
        ),
        mistake(
            lambda c, f, s: s * s * c * f / (s * s * c * c * f),
            says="the two steps: their weights are added, not multiplied.",
        ),
        mistake(
            lambda c, f, s: s * s * c * f / (s * s * c + f),
            says="the second step: a 1 × 1 has a weight from every map to every filter.",
        ),
        mistake(
            lambda c, f, s: s * c * f / (s * c + c * f),
            says="the size: a filter has rows and columns, `size * size` weights.",
        ),
        mistake(
            lambda c, f, s: s * s * c * f - (s * s * c + c * f),
            says="what is asked: how many times fewer. Divide, do not subtract.",
        ),
        mistake(
            lambda c, f, s: s * s * c * f // (s * s * c + c * f),
            says="the rounding: `//` and `int` cut off what stands behind the point; `/` keeps it.",
        ),
        mistake(
            lambda c, f, s: s * s,
            says="the second step: the saving comes near this with very many filters, but the 1 × 1 has "
            "weights too.",
        ),
        mistake(
            lambda c, f, s: 1 - (s * s * c + c * f) / (s * s * c * f),
            says="what is asked: how many times fewer, not which share is saved.",
        ),
        *[
            mistake(made, says="the brackets: the two steps together are divided by, so `( … + … )` there.")
            for made in (
                lambda c, f, s: s * s * c * f / s * s * c + c * f,
                lambda c, f, s: s * s * c * f / (s * s * c) + c * f,
            )
        ],
        *[
            mistake(
                lambda c, f, s, digits=digits: round(s * s * c * f / (s * s * c + c * f), digits),
                says="the rounding: give the number as it comes out, with all that stands behind the point.",
            )
            for digits in (0, 1, 2, 3)
        ],
        mistake(
            lambda c, f, s: s * s * c * f / (s * s * c),
            says="the second step: it has weights too, those of the 1 × 1.",
        ),
        *[
            mistake(made, says="the biases: only weights are counted here, without them.")
            for made in (
                lambda c, f, s: (s * s * c * f + f) / (s * s * c + c + c * f + f),
                lambda c, f, s: (s * s * c * f + f) / (s * s * c + c * f),
                lambda c, f, s: (s * s * c * f + f) / (s * s * c + c * f + f),
                lambda c, f, s: s * s * c * f / (s * s * c + c + c * f + f),
                lambda c, f, s: s * s * c * f / (s * s * c + c * f + f),
            )
        ],
        *[
            mistake(made, says="what is asked: how many times fewer, not how many in a hundred.")
            for made in (
                lambda c, f, s: 100 * s * s * f / (s * s + f),
                lambda c, f, s: 100 * (s * s + f) / (s * s * f),
            )
        ],
    ],
    wrong=[
        answers(lambda c, f, s: print(c), says="`print`"),
        answers(lambda c, f, s: (s * s * c * f, s * s * c + c * f), says="one number"),
        answers(lambda c, f, s: 8.0, says="whatever"),
    ],
    remember="With many filters the saving comes near size × size: nine times for 3 × 3.",
)
def times_fewer(times_fewer):
    """Say how many times fewer weights a convolution in two steps has."""
    idea = "the two steps: one filter a map, then 1 × 1 from all maps to all filters."
    for channels, filters, size in ((6, 24, 3), (8, 8, 5), (3, 512, 3), (64, 10, 7)):
        trial = attempt(times_fewer, channels, filters, size)
        needed = size**2 * filters / (size**2 + filters)
        if difference(trial.value, needed) and _gives_always(times_fewer, trial.value):
            idea = "what you compute with: it gives the same whatever the three arguments are."
        trial.gives(needed, idea)


def _gives_always(times_fewer, value):
    """Whether a function gives this value for any other arguments."""
    others = [attempt(times_fewer, *arguments) for arguments in ((2, 5, 3), (9, 4, 5), (7, 11, 7))]
    return all(difference(other.value, value) is None for other in others)


# --- a convolution in two steps ---------------------------------------------------------------------------


def _separable(depth_first=True, between=None, end="relu", padding="same", multiplier=1, size=3, **other):
    """A convolution in two steps with something changed."""

    def separable(maps, filters):
        layers = _layers()

        def depthwise(maps):
            return layers.DepthwiseConv2D(size, padding=padding, depth_multiplier=multiplier)(maps)

        maps = _bent(maps, other.get("at_first"))
        if depth_first:
            maps = layers.Conv2D(filters, other.get("second", 1), padding="same")(
                _bent(depthwise(maps), between)
            )
        else:
            maps = depthwise(layers.Conv2D(filters, 1)(maps))
        return _bent(maps, end)

    return separable


def _map_by_map(maps, filters):
    layers = _layers()
    parts = [layers.Conv2D(1, 3, padding="same")(maps[..., i : i + 1]) for i in range(maps.shape[-1])]
    return layers.Conv2D(filters, 1, activation="relu")(layers.Concatenate()(parts))


def _by_groups(maps, filters):
    layers = _layers()
    maps = layers.Conv2D(maps.shape[-1], 3, padding="same", groups=maps.shape[-1], use_bias=False)(maps)
    return layers.Conv2D(filters, 1, activation="relu")(maps)


@exercise(
    hints=[
        "Two layers in a row. The first gives as many maps as came in, the second `filters`.",
        '`layers.DepthwiseConv2D(3, padding="same")` takes no number of filters. What mixes its maps?',
        "What mixes them is a `layers.Conv2D` of 1 × 1, called on what the first made. It has the ReLU.",
    ],
    right=[
        answers(_separable()),
        answers(_separable(between="relu")),
        answers(
            lambda maps, filters: _layers().SeparableConv2D(filters, 3, padding="same", activation="relu")(
                maps
            )
        ),
        answers(_by_groups),
        answers(_map_by_map),
        answers(
            lambda maps, filters: _layers().Dense(filters, activation="relu")(
                _layers().DepthwiseConv2D(3, padding="same")(maps)
            )
        ),
    ],
    mistakes=[
        *[
            mistake(
                _separable(between=other),
                says="between the two steps: no activation, or a ReLU.",
            )
            for other in _OTHERS[1:]
        ],
        mistake(_separable(at_first="relu"), says="the beginning: no ReLU before the first step."),
    ],
    wrong=[
        answers(
            lambda maps, filters: _layers().Conv2D(filters, 3, padding="same", activation="relu")(maps),
            says="an ordinary convolution",
        ),
        *[
            answers(_separable(end=other, between=between), says="the end: a ReLU")
            for other in (None, *_ENDS)
            for between in (None, "relu")
        ],
        answers(_separable(depth_first=False), says="the order"),
        answers(lambda maps, filters: _layers().Flatten()(maps), says="needed feature maps"),
        answers(_separable(padding="valid"), says='`padding="same"`'),
        answers(_separable(multiplier=2), says="one filter for each"),
        answers(_separable(multiplier=3), says="one filter for each"),
        answers(_separable(size=5), says="3 × 3"),
        answers(
            lambda maps, filters: _layers().Conv2D(filters, 1, activation="relu")(
                _layers().Conv2D(maps.shape[-1], 3, padding="same")(maps)
            ),
            says="an ordinary convolution",
        ),
        answers(
            lambda maps, filters: _layers().Conv2D(filters, 1, activation="relu")(
                _layers().DepthwiseConv2D(3, 3, padding="same")(maps)
            ),
            says="no stride",
        ),
        answers(_separable(second=3), says="the second step"),
        answers(
            lambda maps, filters: _layers().Conv2D(filters, 1, activation="relu")(
                _layers().DepthwiseConv2D(filters, 3, padding="same")(maps)
            ),
            says="takes no number of filters",
        ),
        answers(
            lambda maps, filters: _layers().DepthwiseConv2D(filters, 3)(maps),
            says="takes no number of filters",
        ),
        answers(
            lambda maps, filters: _layers().DepthwiseConv2D(3, padding="same", activation="relu")(maps),
            says="second step",
        ),
        answers(
            lambda maps, filters: _layers().Conv2D(filters, 1, activation="relu")(maps), says="first step"
        ),
        answers(lambda maps, filters: _layers().Conv2D(filters, 1), says="second pair of brackets"),
    ],
    remember="First where, then what: neighbours in each map by themselves, then all maps in each place.",
)
def separable(separable):
    """Build a convolution in two steps."""
    for channels, filters in ((5, 8), (6, 3)):
        trial, model = networks.block(separable, (9, 9, channels), filters)
        found, needed = networks.kernels(model), [(1, 1, channels, filters), (3, 3, channels, 1)]
        if found != needed:
            idea = _odd_step(found, channels, filters)
            found, needed = _listed_by_map(found), _listed_by_map(needed)
            raise NotYet(f"{trial.said} has the convolutions {found}; needed {needed}.", idea)
        idea = '`padding="same"` in the first step, and no stride: a second number in its brackets is one.'
        networks.keeps_size(trial, 9, idea)
        idea = "what stands beside the two steps: nothing but a ReLU at the end, and one between if you like."
        networks.computes_as(trial, model, separable, [_separable(), _separable(between="relu")], idea)


def _listed_by_map(shapes):
    """As `_listed`, and in words where each map has a filter of its own."""
    one_each = [f"{rows}×{columns} in each of {i} maps" for rows, columns, i, o in shapes if o == 1]
    others = [shape for shape in shapes if shape[3] != 1]
    return ", ".join([*one_each, *([_listed(others)] if others or not one_each else [])])


def _odd_step(found, channels, filters):
    """What to look at where the convolutions are not the two steps."""
    wide = [one for one in found if one[0] > 1]
    if not wide:
        return "the first step: 3 × 3, in each map by itself. `layers.DepthwiseConv2D`."
    if any(one == (filters, filters, channels, 1) for one in wide):
        return (
            "`DepthwiseConv2D`: it takes no number of filters. The first number is the size of its filters."
        )
    if len(wide) > 1:
        return "the second step: 1 × 1, and `filters` of them. The 3 × 3 stands in the first alone."
    if wide[0][3] in (filters, channels):
        return "the 3 × 3: this is an ordinary convolution, which sees all maps at once."
    if wide[0][:2] != (3, 3):
        return "the first step: its filters are 3 × 3."
    if wide == [(3, 3, filters, 1)]:
        return "the order: first 3 × 3 in each map that came in, then 1 × 1."
    if wide != [(3, 3, channels, 1)]:
        return "the first step: one filter for each map that came in, and no more."
    return "the second step: a 1 × 1 with `filters` filters mixes the maps, and nothing else."


quiz = Quiz(
    Question(
        "GoogLeNet has a ninth of AlexNet's parameters and made fewer errors. Where had AlexNet put most "
        "of its own?",
        wrong("In its convolutions", "Together they have a few millions. Look at the table by layer."),
        right(
            "In its dense layers",
            "A dense layer on whole maps takes most. GoogLeNet takes the mean of each map instead.",
        ),
        wrong("In pooling", "Pooling has no weights at all."),
        wrong("In dropout", "Dropout only switches off. It has no weights."),
    ),
    Question(
        "Plain networks of 56 layers did worse than those of 20, and so the residual block was invented. "
        "What was wrong?",
        wrong(
            "They overfitted",
            "Then training pictures would be fine. The longer network did worse on those as well.",
        ),
        right(
            "They were harder to train",
            "The error on training pictures was higher too, and more layers can do all that fewer can.",
        ),
        wrong(
            "Their gradients vanished",
            "That is often said. They had batch normalisation, and the paper reports healthy gradients.",
        ),
        wrong("They were too large for the memory", "They were trained to the end, and then did worse."),
    ),
    Question(
        "What does a convolution of 1 × 1 do?",
        wrong("Nothing: it sees one pixel", "One pixel, but all maps at that place."),
        wrong("It shrinks height and width", "With stride 1 these stay. Pooling or a stride shrinks."),
        right(
            "In each place it mixes the maps, and can make fewer of them",
            "A small dense layer in every place: this is how GoogLeNet saves its weights.",
        ),
        wrong("It multiplies all values by one number", "It has a weight from every map to every new map."),
    ),
    Question(
        "In one network two branches of 32 maps are added, in another they are concatenated. What comes out?",
        right(
            "32 maps and 64 maps",
            "ResNet adds, so the number stays. DenseNet puts side by side.",
        ),
        wrong("64 maps both times", "Adding is number by number: the maps stay as many."),
        wrong("32 maps both times", "Concatenated maps stand side by side: their numbers add up."),
        wrong("It depends on the picture", "It depends on the layers alone."),
    ),
    Question(
        "After its first epochs a network with batch normalisation gets few pictures right, even of its own "
        "training pictures, though its accuracy in the history is high. What would you look at first?",
        wrong("The test set", "It plays no part here. These are training pictures."),
        right(
            "The momentum of batch normalisation",
            "In prediction it uses running averages. After few steps they still are near where they began.",
        ),
        wrong("Dropout", "It is off in prediction, which helps."),
        wrong("Overfitting", "An overfitted network knows its own training pictures."),
    ),
    Question(
        "On the garden, one small network beat another after twenty seconds. What does that say about the "
        "large ones?",
        wrong(
            "Their order on millions of photographs is the same",
            "Other pictures, other sizes, other budgets.",
        ),
        wrong("The winner has the better idea", "They differ in more than the idea. Change one thing."),
        right(
            "Little: it holds for these pictures, this budget, this computer",
            "That is why people compare again on their own pictures.",
        ),
    ),
)
