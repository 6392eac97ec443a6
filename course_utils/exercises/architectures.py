"""Lesson 11: exercises on the blocks of famous networks, and a quiz on what is often said of them."""

from dataclasses import replace

import numpy as np

from course_utils.checking import networks
from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt


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
    wrong=[answers(lambda count, size: print(count), says="`print`")],
    remember="Three of 3 × 3 see what one of 7 × 7 sees, with fewer weights and three ReLUs.",
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


def _count_by_kernel(model):
    shapes = [len(layer.kernel.shape) for layer in model.layers if hasattr(layer, "kernel")]
    return shapes.count(4), shapes.count(2)


def _returns_at_the_first(model):
    convolutions, dense = 0, 0
    for layer in model.layers:
        convolutions += _is(layer, "Conv2D")
        dense += _is(layer, "Dense")
        return convolutions, dense


@exercise(
    hints=[
        "Go through `model.layers`. Which kind is each layer?",
        "`isinstance(layer, layers.Conv2D)` is True for a convolution; Python counts True as 1.",
        "`sum(isinstance(layer, layers.Conv2D) for layer in model.layers)`; so for `Dense`; return both.",
    ],
    right=[answers(_count), answers(_count_by_loop), answers(_count_by_kernel)],
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
            lambda model: (sum(bool(layer.weights) for layer in model.layers), _count(model)[1]),
            says="the convolutions: not everything that has weights is one. Ask for the kind of layer.",
        ),
    ],
    wrong=[
        answers(lambda model: (model.layers[0], 1), says="convolutions"),
        answers(_returns_at_the_first, says="`return`"),
    ],
    remember="The number behind a network's name counts layers with a kernel, on the way through it.",
)
def count_layers(count_layers):
    """Count the convolutions and the dense layers of a network."""
    keras, _ = networks.load_keras()
    layers = keras.layers

    def build(convolutions, dense):
        inputs = maps = keras.Input((16, 16, 3))
        for number in range(convolutions):
            maps = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(2, 3, padding="same")(maps)))
            maps = layers.MaxPooling2D()(maps) if number == 0 else maps
        row = layers.Flatten()(maps)
        for _ in range(dense):
            row = layers.Dense(4)(row)
        return networks.stand_in(keras.Model(inputs, row))

    for convolutions, dense in ((4, 2), (3, 4), (2, 1)):
        trial = attempt(count_layers, build(convolutions, dense))
        said = f"count_layers of a network with {convolutions} convolutions and {dense} dense layers"
        if dense == 1:
            said += ", batch normalisation and pooling"
        trial = replace(trial, said=said)
        trial.gives((convolutions, dense), "the kinds: `layers.Conv2D` and `layers.Dense`, in this order.")


# --- the inception module ---------------------------------------------------------------------------------


def _inception(*left_out, join="Concatenate", padding="same", activation="relu", squeezed="relu", **other):
    """An inception module with something changed: branches left out, or other settings."""

    def inception(maps, filters, squeeze):
        layers = _layers()

        def convolution(maps, filters, size, activation=activation):
            settings = {"padding": padding, "activation": activation}
            return layers.Conv2D(filters, size, **settings)(maps)

        def squeezing(maps):
            if other.get("squeeze") is False:
                return maps
            return convolution(maps, other.get("squeeze", squeeze), 1, squeezed)

        pool = layers.MaxPooling2D(3, strides=other.get("strides", 1), padding="same")
        branches = {
            "one": convolution(maps, filters, 1),
            "three": convolution(squeezing(maps), filters, 3),
            "five": convolution(squeezing(maps), filters, other.get("five", 5)),
            "pool": convolution(maps if other.get("pool") is False else pool(maps), filters, 1),
        }
        if other.get("strides", 1) != 1:
            return branches["pool"]
        kept = [maps for name, maps in branches.items() if name not in left_out]
        return getattr(layers, join)()(kept)

    return inception


def _inception_pooled_later(maps, filters, squeeze):
    """The 1 × 1 before the pooling, ReLU as layers of their own, another order."""
    layers = _layers()

    def convolution(maps, filters, size):
        return layers.ReLU()(layers.Conv2D(filters, size, padding="same")(maps))

    first = layers.MaxPooling2D(3, 1, "same")(maps)
    five = convolution(convolution(maps, squeeze, 1), filters, 5)
    three = convolution(convolution(maps, squeeze, 1), filters, 3)
    return layers.concatenate([convolution(first, filters, 1), five, three, convolution(maps, filters, 1)])


def _in_a_row(maps, filters, squeeze):
    layers = _layers()
    for size in (1, 3, 5, 1):
        maps = layers.Conv2D(filters, size, padding="same", activation="relu")(maps)
    return maps


def _averaged(maps, filters, squeeze):
    layers = _layers()
    other = _inception("pool")(maps, filters, squeeze)
    means = layers.AveragePooling2D(3, strides=1, padding="same")(maps)
    return layers.Concatenate()([other, layers.Conv2D(filters, 1, activation="relu")(means)])


def _fill(model, value):
    """Give all filters one value and all biases 0, so that what comes out can be foretold."""
    for weight in model.trainable_variables:
        one = value if len(weight.shape) == 4 else float(weight.path.endswith("gamma"))
        weight.assign(np.full(weight.shape, one, dtype="float32"))


def _listed(shapes):
    return ", ".join(f"{rows}×{columns} from {i} to {o}" for rows, columns, i, o in shapes)


@exercise(
    hints=[
        "Four branches, each beginning with `maps`, and none with what another branch made.",
        'Each convolution is `layers.Conv2D(…, padding="same", activation="relu")(…)`; the pooling is '
        '`layers.MaxPooling2D(3, strides=1, padding="same")(maps)`.',
        "The second branch: `narrow = layers.Conv2D(squeeze, 1, …)(maps)`, then "
        "`layers.Conv2D(filters, 3, …)(narrow)`. At the end `layers.Concatenate()([a, b, c, d])`.",
    ],
    right=[answers(_inception()), answers(_inception_pooled_later)],
    wrong=[
        answers(_inception(join="Add"), says="`Concatenate`"),
        answers(_inception("pool"), says="four branches"),
        answers(_inception("five"), says="four branches"),
        answers(_in_a_row, says="`Concatenate`"),
        answers(_inception(padding="valid"), says="matching shapes"),
        answers(_inception(strides=2), says="`strides=1`"),
        answers(_inception(squeeze=False), says="`squeeze`"),
        answers(_inception(squeeze=2), says="`squeeze`"),
        answers(_inception(five=3), says="the sizes"),
        answers(_inception(pool=False), says="pooling"),
        answers(_averaged, says="largest"),
        answers(_inception(activation=None), says="ReLU"),
        answers(_inception(squeezed=None), says="behind each 1 × 1"),
        answers(lambda maps, filters, squeeze: _layers().Conv2D(filters, 3), says="second pair of brackets"),
        answers(lambda maps, filters, squeeze: [maps], says="second pair of brackets"),
    ],
    points=2,
    remember="Side by side, then joined: the network chooses the size of its filters by itself.",
)
def inception(inception):
    """Build an inception module: four branches side by side, joined."""
    for channels, filters, squeeze in ((5, 4, 3), (6, 8, 2)):
        trial, model = networks.block(inception, (9, 9, channels), filters, squeeze)
        said, shape = trial.said, tuple(trial.value.shape[1:])
        networks.keeps_size(trial, 9, '`padding="same"` in every layer, and `strides=1` in the pooling.')
        if shape[2] == filters:
            raise NotYet(
                f"{said} gave {filters} maps; needed {4 * filters}, those of four branches.",
                "the end: `Concatenate` puts the branches' maps one behind the other.",
            )
        if shape[2] != 4 * filters:
            raise NotYet(
                f"{said} gave {shape[2]} maps; needed {4 * filters}.",
                f"the four branches: each gives `filters` maps, here {filters}.",
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
            squeezes = [one for one in found if one[:2] == (1, 1) and one[3] == squeeze]
            if sorted(one[:2] for one in found) != [one[:2] for one in needed] and len(squeezes) == 2:
                idea = "the sizes: four of 1 × 1, one of 3 × 3, one of 5 × 5 in all."
            else:
                idea = "`squeeze`: a 1 × 1 with so many filters stands before the 3 × 3 and the 5 × 5."
            raise NotYet(f"{said} has the convolutions {_listed(found)}; needed {_listed(needed)}.", idea)
        _judge_inside(said, model, (9, 9, channels))


def _judge_inside(said, model, shape):
    spot = np.zeros((1, *shape), dtype="float32")
    spot[0, 4, 4] = 1
    _fill(model, 1.0)
    for weight in model.trainable_variables:  # of the wide filters nothing is left: the others show alone
        if len(weight.shape) == 4 and weight.shape[0] > 1:
            weight.assign(np.zeros(weight.shape, dtype="float32"))
    seen = np.asarray(model(spot, training=False))[0, :, :, :].max(axis=-1)
    if seen[3, 3] == 0:
        raise NotYet(
            f"{said}: no branch has a pooling of 3 × 3 in it; needed one.",
            "the fourth branch: pooling with `strides=1`, then a 1 × 1.",
        )
    if not np.isclose(seen[3, 3], seen[4, 4]):
        raise NotYet(
            f"{said}: the pooling does not keep the largest value; needed `MaxPooling2D`.",
            "the fourth branch: the largest of 3 × 3, not their mean.",
        )
    _fill(model, -1.0)
    out = np.asarray(model(np.ones((1, *shape), dtype="float32"), training=False))
    if out.min() < 0:
        raise NotYet(
            f"{said}: some of the values that come out are below 0; needed a ReLU at each branch's end.",
            '`activation="relu"` in the last convolution of every branch.',
        )
    if out.max() > 0:
        raise NotYet(
            f"{said}: nothing bends between a 1 × 1 and what follows it; needed a ReLU.",
            '`activation="relu"` behind each 1 × 1 that squeezes, too.',
        )


# --- the residual block -----------------------------------------------------------------------------------


def _residual(
    count=2, join="Add", projected=True, always=False, last=True, first=True, from_input=True, norm=False
):
    """A residual block with something changed."""

    def residual(maps, filters):
        layers = _layers()
        change = maps
        for number in range(count):
            change = layers.Conv2D(filters, 3, padding="same")(change)
            if norm:
                change = layers.BatchNormalization()(change)
            if first and number < count - 1:
                change = layers.ReLU()(change)
        if (projected and maps.shape[-1] != filters) or always:
            maps = layers.Conv2D(filters, 1)(maps)
        if join:
            change = getattr(layers, join)()([maps, change] if from_input else [change, change])
        return layers.ReLU()(change) if last else change

    return residual


def _residual_with_plus(maps, filters):
    layers = _layers()
    way = maps if maps.shape[-1] == filters else layers.Conv2D(filters, 1, use_bias=False)(maps)
    hidden = layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    return layers.Activation("relu")(layers.Conv2D(filters, 3, padding="same")(hidden) + way)


def _relu_before_the_sum(maps, filters):
    layers = _layers()
    change = layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    change = layers.Conv2D(filters, 3, padding="same", activation="relu")(change)
    if maps.shape[-1] != filters:
        maps = layers.Conv2D(filters, 1)(maps)
    return layers.Add()([maps, change])


def _relu_twice(maps, filters):
    return _layers().ReLU()(_relu_before_the_sum(maps, filters))


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
    ],
    wrong=[
        answers(_residual(join=None), says="shortcut"),
        answers(_residual(from_input=False), says="shortcut"),
        answers(_residual(last=False), says="ReLU on the sum"),
        answers(_relu_before_the_sum, says="ReLU on the sum"),
        answers(_relu_twice, says="before the sum"),
        answers(_residual(first=False), says="between the two"),
        answers(_residual(first=False, norm=True), says="between the two"),
        answers(_residual(count=1), says="two convolutions"),
        answers(_residual(count=3), says="two convolutions"),
        answers(_residual(join="Concatenate"), says="`Add`"),
        answers(_residual(join="Multiply"), says="shortcut"),
        answers(_residual(projected=False), says="ValueError"),
        answers(_residual(always=True), says="as it is"),
        answers(lambda maps, filters: _layers().Conv2D(filters, 3), says="second pair of brackets"),
        answers(lambda maps, filters: print(maps), says="`print`"),
    ],
    points=2,
    remember="With weights of 0 a residual block hands on what it got. Doing nothing is easy to learn.",
)
def residual(residual):
    """Build a residual block: two convolutions whose result is added to what came in."""
    rng = np.random.default_rng(11)
    for channels, filters in ((6, 6), (3, 8)):
        trial, model = networks.block(residual, (7, 7, channels), filters)
        said, shape = trial.said, tuple(trial.value.shape[1:])
        networks.keeps_size(trial, 7, '`padding="same"` in both convolutions.')
        if shape[2] != filters:
            raise NotYet(
                f"{said} gave {shape[2]} maps; needed {filters}.",
                "how the two are joined: `Add` adds number to number, and the maps stay as many.",
            )
        found = networks.kernels(model)
        wide = [one for one in found if one[:2] == (3, 3)]
        if wide != sorted([(3, 3, channels, filters), (3, 3, filters, filters)]):
            raise NotYet(
                f"{said} has the convolutions {_listed(found) or 'none'}; needed two of 3 × 3.",
                "the two convolutions: both with `filters` filters of 3 × 3, one after the other.",
            )
        values = rng.normal(size=(1, 7, 7, channels)).astype("float32")
        if channels == filters:
            if len(found) > 2:
                raise NotYet(
                    f"{said} has the convolutions {_listed(found)}; needed two of 3 × 3 alone.",
                    "the shortcut: where there are as many maps as `filters`, what came in stays as it is.",
                )
            _judge_shortcut(said, model, values)
        elif (1, 1, channels, filters) not in found:
            raise NotYet(
                f"{said} has the convolutions {_listed(found)}; needed a 1 × 1 in the shortcut.",
                "the shortcut: a 1 × 1 makes as many maps of what came in as the convolutions give.",
            )


def _judge_shortcut(said, model, values):
    _fill(model, 0.0)
    out = np.asarray(model(values, training=False))
    if np.allclose(out, values, atol=1e-5):
        raise NotYet(
            f"{said}: values below 0 come out; needed a ReLU on the sum.",
            "the end: first add, then ReLU on the sum.",
        )
    if not np.allclose(out, np.maximum(values, 0), atol=1e-5):
        raise NotYet(
            f"{said}: with all weights 0, what came in is lost; needed: it comes out again.",
            "the shortcut: add `maps`, as they came in, to what the convolutions made.",
        )
    ones = np.ones_like(values)
    _fill(model, -1.0)
    if not np.allclose(np.asarray(model(ones, training=False)), 1, atol=1e-5):
        raise NotYet(
            f"{said}: nothing bends between its convolutions; needed a ReLU between the two.",
            "the first convolution: a ReLU between the two, or they are a single one.",
        )
    for weight in model.trainable_variables:  # the biases of the convolutions now make the change negative
        if weight.path.endswith(("bias", "beta")):
            weight.assign(np.full(weight.shape, -0.25, dtype="float32"))
    out = np.asarray(model(ones, training=False))
    if out.min() > 0.999 and any(weight.path.endswith(("bias", "beta")) for weight in model.weights):
        raise NotYet(
            f"{said}: what the convolutions made can only add; needed: it can take away as well.",
            "the second convolution: no ReLU before the sum, or the change is never below 0.",
        )


# --- what a separable convolution saves -------------------------------------------------------------------


@exercise(
    hints=[
        "How many weights has a convolution of `size` × `size` from `channels` maps to `filters`?",
        "In two steps: `size * size * channels` for the first, `channels * filters` for the second.",
        "Divide: `size * size * channels * filters / (size * size * channels + channels * filters)`.",
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
            says="the division: `//` rounds down. `/` gives the number itself.",
        ),
        mistake(
            lambda c, f, s: s * s * c * f / (s * s * c),
            says="the second step: it has weights too, those of the 1 × 1.",
        ),
    ],
    wrong=[answers(lambda c, f, s: print(c), says="`print`")],
    remember="With many filters the saving comes near size × size: nine times for 3 × 3.",
)
def times_fewer(times_fewer):
    """Say how many times fewer weights a convolution in two steps has."""
    for channels, filters, size in ((16, 32, 3), (8, 8, 5), (3, 512, 3), (64, 10, 7)):
        attempt(times_fewer, channels, filters, size).gives(
            size**2 * filters / (size**2 + filters),
            "the two steps: one filter a map, then 1 × 1 from all maps to all filters.",
        )


# --- a convolution in two steps ---------------------------------------------------------------------------


def _separable(depth_first=True, between=False, end=True, padding="same", multiplier=1, size=3):
    def separable(maps, filters):
        layers = _layers()

        def depthwise(maps):
            return layers.DepthwiseConv2D(size, padding=padding, depth_multiplier=multiplier)(maps)

        if depth_first:
            maps = depthwise(maps)
            maps = layers.ReLU()(maps) if between else maps
            maps = layers.Conv2D(filters, 1)(maps)
        else:
            maps = depthwise(layers.Conv2D(filters, 1)(maps))
        return layers.ReLU()(maps) if end else maps

    return separable


def _by_groups(maps, filters):
    layers = _layers()
    maps = layers.Conv2D(maps.shape[-1], 3, padding="same", groups=maps.shape[-1], use_bias=False)(maps)
    return layers.Conv2D(filters, 1, activation="relu")(maps)


@exercise(
    hints=[
        "Two layers in a row. The first gives as many maps as came in, the second `filters`.",
        '`layers.DepthwiseConv2D(3, padding="same")` takes no number of filters. What mixes its maps?',
        '`maps = layers.DepthwiseConv2D(3, padding="same")(maps)`, then '
        '`layers.Conv2D(filters, 1, activation="relu")(maps)`.',
    ],
    right=[
        answers(_separable()),
        answers(_separable(between=True)),
        answers(
            lambda maps, filters: _layers().SeparableConv2D(filters, 3, padding="same", activation="relu")(
                maps
            )
        ),
        answers(_by_groups),
    ],
    wrong=[
        answers(
            lambda maps, filters: _layers().Conv2D(filters, 3, padding="same", activation="relu")(maps),
            says="an ordinary convolution",
        ),
        answers(_separable(depth_first=False), says="the order"),
        answers(lambda maps, filters: _layers().Flatten()(maps), says="needed feature maps"),
        answers(_separable(end=False), says="ReLU"),
        answers(_separable(padding="valid"), says='`padding="same"`'),
        answers(_separable(multiplier=2), says="one filter for each"),
        answers(_separable(size=5), says="3 × 3"),
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
        trial, model = networks.block(separable, (7, 7, channels), filters)
        said, shape = trial.said, tuple(trial.value.shape[1:])
        networks.keeps_size(trial, 7, '`padding="same"` in the first step.')
        found = networks.kernels(model)
        wide = [one for one in found if one[0] > 1]
        narrow = [one for one in found if one[:2] == (1, 1)]
        told = f"{said} has the convolutions {_listed(found) or 'none'}; needed two steps."
        if not wide:
            raise NotYet(told, "the first step: 3 × 3, in each map by itself. `layers.DepthwiseConv2D`.")
        if any(one[2] > 1 and one[3] > 1 and one[3] != 2 for one in wide):
            raise NotYet(told, "the 3 × 3: this is an ordinary convolution, which sees all maps at once.")
        if not narrow:
            raise NotYet(told, "the second step: a 1 × 1 with `filters` filters mixes the maps.")
        if wide[0][:2] != (3, 3):
            raise NotYet(told, "the first step: its filters are 3 × 3.")
        if narrow == [(1, 1, channels, filters)] and wide == [(3, 3, filters, 1)]:
            raise NotYet(told, "the order: first 3 × 3 in each map that came in, then 1 × 1.")
        if wide not in ([(3, 3, channels, 1)], [(3, 3, 1, channels)]):
            raise NotYet(told, "the first step: one filter for each map that came in, and no more.")
        if narrow != [(1, 1, channels, filters)] or shape[2] != filters:
            raise NotYet(told, "the second step: `filters` filters of 1 × 1 at the end.")
        _fill(model, 1.0)
        if np.asarray(model(-np.ones((1, 7, 7, channels), dtype="float32"), training=False)).min() < 0:
            raise NotYet(
                f"{said}: values below 0 come out; needed a ReLU at the end.",
                '`activation="relu"` in the second step.',
            )


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
