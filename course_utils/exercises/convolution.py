"""Lesson 06: one window, the output's size, a stride, a line filter, pooling, a network; and the quiz."""

import numpy as np

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, describe, given

_WINDOW = np.array([[2, 8, 1], [5, 3, 4], [1, 7, 2]])
_WEIGHTS = np.array([[0, 1, 0], [0, 3, -1], [1, 0, 0]])
_ANSWER = int(np.sum(_WINDOW * _WEIGHTS))


@exercise(
    hints=[
        "Lay the weights on the window: each weight meets the pixel in the same row and column.",
        "Five of the nine weights are 0, and what they meet does not count. Four products are left.",
        "The four products are 8 × 1, 3 × 3, 4 × −1 and 1 × 1. Add them up.",
    ],
    right=[answers(_ANSWER), answers(8 * 1 + 3 * 3 - 4 + 1), answers(np.sum(_WINDOW * _WEIGHTS))],
    mistakes=[
        mistake(22, says="the minus sign: the weight −1 takes its pixel away."),
        mistake(18, says="the weight −1: its product with 4 takes 4 away; it is not left out."),
        mistake(
            int(np.sum(_WINDOW * _WEIGHTS[::-1, ::-1])),
            says="the places: you turned the filter around. Lay it on as it is.",
        ),
        mistake(
            int(np.sum(_WINDOW * _WEIGHTS.T)), says="the places: you swapped rows and columns of the filter."
        ),
        mistake(
            int((_WINDOW @ _WEIGHTS).sum()),
            says="the product: place by place with `*`, not a matrix product.",
        ),
        mistake(int(_WINDOW.sum()), says="the products: you added up the pixels and left the weights out."),
        mistake(float(np.mean(_WINDOW * _WEIGHTS)), says="the last step: it is a sum, not a mean."),
        mistake(_WINDOW * _WEIGHTS, says="the last step: add the nine products up; one number is left."),
    ],
    wrong=[
        answers("14", says="without quotes"),
        answers([14], says="the brackets"),
        answers(15, says="nine products"),
    ],
    remember="Multiply pixel by weight, nine times, and add up: that is all a filter ever does.",
)
def one_number(number):
    """Work out what a filter gives for one window."""
    given("number", number).gives(
        _ANSWER, idea="nine products, each of a pixel and the weight in the same place, added up."
    )


_NO_FILTER = "the filter's size: the last window starts before the end of the picture."
_STICKS_OUT = "the remainder: a window must not stick out of the picture. Round down, with `//`."


def _size(size, filter_size, padding, stride):
    return (size + 2 * padding - filter_size) // stride + 1


@exercise(
    hints=[
        "First make the picture larger: `padding` pixels on the left and on the right. Then leave out "
        "the stride: "
        "where can a window of `filter_size` pixels start in a row of that length?",
        "The first start is 0, the last `size + 2 * padding - filter_size`. With a stride you only take "
        "every "
        "`stride`-th of these starts.",
        "Count them: how many whole steps fit, plus one for the start at 0. "
        "`(size + 2 * padding - filter_size) // stride + 1`.",
    ],
    right=[
        answers(_size),
        answers(
            lambda size, filter_size, padding, stride: int((size + 2 * padding - filter_size) / stride + 1)
        ),
        answers(lambda n, f, p, s: len(range(0, n + 2 * p - f + 1, s))),
        answers(lambda n, f, p, s: -(-(n + 2 * p - f + 1) // s)),
    ],
    mistakes=[
        mistake(
            lambda n, f, p, s: (n + 2 * p - f) // s,
            says="the start at 0: there is one more window than steps.",
        ),
        mistake(
            lambda n, f, p, s: (n + 2 * p - f + 1) // s,
            says="the order: divide first, and add the 1 after dividing.",
        ),
        mistake(
            lambda n, f, p, s: n + 2 * p - f + 1,
            says="the stride: the window moves on by `stride` pixels, not always by 1.",
        ),
        mistake(
            lambda n, f, p, s: (n - f) // s + 1,
            says="the padding: your function gives the same whether there is any or not.",
        ),
        mistake(
            lambda n, f, p, s: (n + p - f) // s + 1,
            says="the padding: it is added on both sides, so it counts twice.",
        ),
        mistake(
            lambda n, f, p, s: (n + 2 * p - f) / s + 1,
            says="the division: `//` gives whole steps; a part of a step reaches no window.",
        ),
        mistake(
            lambda n, f, p, s: n + 2 * p - f // s + 1,
            says="brackets: `//` comes before `-`, so put the whole subtraction in brackets.",
        ),
        mistake(lambda n, f, p, s: -(-(n + 2 * p - f) // s) + 1, says=_STICKS_OUT),
        mistake(lambda n, f, p, s: round((n + 2 * p - f) / s) + 1, says=_STICKS_OUT),
        mistake(lambda n, f, p, s: round((n + 2 * p - f) / s + 1), says=_STICKS_OUT),
        mistake(lambda n, f, p, s: (n + 2 * p) // s, says=_NO_FILTER),
        mistake(lambda n, f, p, s: (n + 2 * p) // s + 1, says=_NO_FILTER),
        mistake(lambda n, f, p, s: (n + 2 * p - 1) // s + 1, says=_NO_FILTER),
    ],
    wrong=[
        answers(lambda n, f, p, s: print(_size(n, f, p, s)), says="`print`"),
        answers(lambda n, f, p: n, says="arguments"),
    ],
    remember="Output size = (size + 2 × padding − filter size) // stride + 1, for rows and columns alike.",
)
def output_size(output_size):
    """Compute how many rows or columns a convolution gives."""
    cases = [
        (10, 5, 4, 2),  # each known mistake gives another number here
        (19, 3, 2, 2),
        (12, 5, 0, 2),
        (8, 3, 0, 2),
        (14, 3, 1, 3),
        (9, 2, 4, 3),
        (7, 7, 0, 5),
    ]
    for n, f, p, s in cases:
        attempt(output_size, n, f, p, s).gives(
            _size(n, f, p, s),
            idea="the starts: 0, stride, 2 × stride, … up to size + 2 × padding − filter size. Count them.",
        )


def _convolve(image, weights, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(image, weights.shape)
    return np.einsum("ijkl,kl->ij", windows[::stride, ::stride], weights)


def _looped(
    size=lambda n, f, s: (n - f) // s + 1, start=lambda place, s: place * s, weigh=lambda w, k: w * k
):
    """An answer to `convolve_with_stride` in loops, of which one part may be mistaken."""

    def convolve_with_stride(image, weights, stride):
        height, width = weights.shape
        rows, columns = size(image.shape[0], height, stride), size(image.shape[1], width, stride)
        output = np.zeros((rows, columns))
        for row in range(rows):
            for column in range(columns):
                top, left = start(row, stride), start(column, stride)
                output[row, column] = np.sum(weigh(image[top : top + height, left : left + width], weights))
        return output

    return convolve_with_stride


_SWAPPED = "the filter: its rows and columns have changed places."


def _stops_after_the_first_row(image, weights, stride):
    output = np.zeros_like(_convolve(image, weights, stride))
    for row in range(len(output)):
        output[row] = _convolve(image, weights, stride)[row]
        return output


@exercise(
    points=2,
    hints=[
        "Two things change: how many rows and columns the output has, and where each window starts.",
        "The output has `(image.shape[0] - height) // stride + 1` rows, and columns in the same way. Row "
        "1 of the "
        "output comes from the window that starts at row `stride` of the image.",
        "Set `top, left = row * stride, column * stride`; the window is "
        "`image[top : top + height, left : left + width]`.",
    ],
    right=[
        answers(_looped()),
        answers(lambda image, weights, stride: _looped()(image, weights, stride).tolist()),
        answers(_convolve),
        answers(lambda image, weights, stride: _convolve(image, weights)[::stride, ::stride]),
    ],
    mistakes=[
        mistake(
            lambda image, weights, stride: _convolve(image, weights),
            says="the stride: your function does not use the stride, it takes every window.",
        ),
        mistake(
            _looped(start=lambda place, s: place),
            says="where windows start: row 1 of the output starts at `row * stride`.",
        ),
        mistake(
            _looped(size=lambda n, f, s: (n - f) // s),
            says="the size: there is one more window than steps, `// stride + 1`.",
        ),
        mistake(
            _looped(size=lambda n, f, s: n // s),
            says="the size: how many windows fit in, not how many strides. See `output_size`.",
        ),
        mistake(
            _looped(weigh=lambda w, k: w * k[::-1, ::-1]),
            says="the filter: yours turns it around. Lay it on as it is.",
        ),
        mistake(_looped(weigh=lambda w, k: w * k.T if k.shape[0] == k.shape[1] else w * k), says=_SWAPPED),
        mistake(
            lambda i, w, s: _convolve(i[::s, ::s], w),
            says="the windows: yours leaves pixels out first. Only a window's start moves.",
        ),
        mistake(
            lambda i, w, s: _convolve(i, w)[::s],
            says="the columns: the stride counts across as well as down.",
        ),
        mistake(
            lambda i, w, s: _convolve(i, w)[:, ::s],
            says="the rows: the stride counts across as well as down.",
        ),
        mistake(
            _looped(weigh=lambda w, k: w * k / k.size),
            says="the sum: all products are added up. It is not a mean.",
        ),
        mistake(_looped(weigh=lambda w, k: w), says="the product: in yours, the weights never count."),
        mistake(
            _looped(weigh=lambda w, k: np.maximum(w * k, 0)),
            says="the products: those below 0 count as well.",
        ),
        mistake(
            lambda i, w, s: np.abs(_convolve(i, w, s)),
            says="the signs: a sum below 0 stays below 0. `abs` is not part of a convolution.",
        ),
        mistake(
            lambda i, w, s: np.maximum(_convolve(i, w, s), 0),
            says="the signs: a sum below 0 stays below 0. ReLU comes after the convolution.",
        ),
        mistake(
            lambda i, w, s: _convolve(i, w, s).T,
            says="the output: rows and columns have changed places, as in `output[row, column]`.",
        ),
        mistake(
            lambda i, w, s: _convolve(i, w, s).astype(int),
            says="the dtype: whole numbers drop the decimals. Let `np.zeros` make floats.",
        ),
        mistake(
            lambda i, w, s: _convolve(i, w, s).astype("uint8"),
            says="the dtype: `uint8` has no numbers below 0. Let `np.zeros` make floats.",
        ),
    ],
    wrong=[
        answers(_looped(size=lambda n, f, s: (n - f) / s + 1), says="float"),
        answers(_looped(start=lambda place, s: place / s), says="whole number"),
        answers(_stops_after_the_first_row, says="inside the loop"),
        answers(lambda i, w, s: print(_convolve(i, w)), says="`print`"),
        answers(lambda i, w, s: _convolve(i, w, s).sum(), says="needed an array"),
    ],
    remember="A stride of 2 looks at every second window, and gives about a quarter of the numbers.",
)
def convolve_with_stride(convolve_with_stride):
    """Write a convolution that moves on by several pixels at a time."""
    rng = np.random.default_rng(6)
    cases = [
        ((11, 13), (3, 3), 2),
        ((11, 8), (2, 3), 3),
        ((8, 13), (3, 2), 2),
        ((5, 6), (3, 3), 1),
        ((6, 9), (1, 4), 2),
    ]
    for picture, size, stride in cases:
        image = rng.integers(1, 10, picture) + 0.5
        weights = rng.integers(-4, 5, size).astype(float)
        weights[0, 0] = 5.0  # no filter that looks the same turned around
        attempt(convolve_with_stride, image, weights, stride).gives(
            _convolve(image, weights, stride),
            idea="two changes to the lesson's `convolve`: the output's size, and where windows start.",
        )


def _line_pictures(height, width, dark, bright):
    """Pictures of a line, one pixel wide, in four directions, by the sign that looks like it."""
    row, column = np.indices((height, width))
    on = {
        "\\": row - column == -2,
        "/": row + column == height + 1,
        "—": row == height // 2,
        "|": column == width // 2,
    }
    return {sign: np.where(line, float(bright), float(dark)) for sign, line in on.items()}


def _line_fault(weights):
    """What is wrong with a filter for lines like \\, as a finding and an idea; None if nothing is."""
    if not np.isclose(weights.sum(), 0, atol=1e-6):
        return (
            f"on a plain area, all 5, your filter gives {describe(5 * weights.sum())}; needed 0, as there "
            "is no line.",
            "the sum of the weights: if they add up to 0, a plain area gives 0.",
        )
    for settings in [(9, 12, 0, 1), (11, 8, 3, 7)]:
        strongest = {sign: _convolve(line, weights).max() for sign, line in _line_pictures(*settings).items()}
        wanted = strongest.pop("\\")
        rival = max(strongest, key=strongest.get)
        said = f"the strongest response is {describe(wanted)} on a line like \\"
        if wanted <= 1e-6:
            return (
                f"{said}; needed a number above 0.",
                "the diagonal: put positive weights where the line runs.",
            )
        if wanted < 1.4 * strongest[rival]:
            return (
                f"{said} and {describe(strongest[rival])} on a line like {rival}; needed: clearly most on "
                "\\.",
                "the weights beside the diagonal: negative ones speak against lines that run another way.",
            )
    return None


_DIAGONAL = np.array([[2, -1, -1], [-1, 2, -1], [-1, -1, 2]])


@exercise(
    hints=[
        "Draw the line into a 3×3 grid. Pixels on the line should add to the response, the others take "
        "away from it.",
        "The line runs through the top left, the middle and the bottom right: positive weights there, "
        "negative "
        "ones elsewhere.",
        "The nine weights must add up to 0. With a 2 on each of the three places, the other six can be "
        "−1 each.",
    ],
    right=[
        answers(_DIAGONAL.tolist()),
        answers(3 * np.eye(3) - 1),
        answers([[1, -1, 0], [-1, 2, -1], [0, -1, 1]]),
        answers([[1, 0, -1], [0, 0, 0], [-1, 0, 1]]),
        answers(_DIAGONAL / 60),
    ],
    wrong=[
        answers(np.eye(3), says="on a plain area"),
        answers(_DIAGONAL[:, ::-1], says="the other diagonal"),
        answers(-_DIAGONAL, says="the signs"),
        answers(np.zeros((3, 3)), says="needed a number above 0"),
        answers([[-1, 2, -1]] * 3, says="on a line like |"),
        answers([[0, -1, 0], [-1, 4, -1], [0, -1, 0]], says="clearly most on"),
        answers([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], says="clearly most on"),
        answers([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]], says="three rows of three"),
        answers([2, -1, -1, -1, 2, -1, -1, -1, 2], says="three rows of three"),
        answers([[2, -1, -1], [-1, 2], [2]], says="three rows of three"),
        answers([["2", "a", "b"]] * 3, says="nine numbers"),
        answers([["2", "-1", "-1"], ["-1", "2", "-1"], ["-1", "-1", "2"]], says="nine numbers"),
    ],
    remember="A filter responds most to the pattern that looks like its own weights.",
)
def line_filter(diagonal):
    """Design a filter that finds lines like a backslash."""
    try:
        values = np.asarray(diagonal)
        values = values.astype(float) if values.dtype.kind in "biuf" else None
    except (TypeError, ValueError, OverflowError):
        values = None
    trial = given("diagonal", diagonal)
    form = "the form: three rows of three, `[[1, 2, 3], [4, 5, 6], [7, 8, 9]]`, nine numbers in all."
    trial.must(values is not None and values.shape == (3, 3), "a 3×3 list or array of numbers", form)
    trial.must(bool(np.all(np.isfinite(values))), "nine ordinary numbers", form)
    fault = _line_fault(values)
    if fault is None:
        return
    finding, idea = fault
    if _line_fault(values[:, ::-1]) is None:
        idea = "the direction: yours is a fine filter for the other diagonal, /."
    elif _line_fault(-values) is None:
        idea = "the signs: yours responds least where the line is. Turn plus and minus around."
    raise NotYet(finding, idea)


def _pool(feature_map, size, over=np.max):
    rows, columns = feature_map.shape[0] // size, feature_map.shape[1] // size
    blocks = feature_map[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return over(blocks, axis=(1, 3))


_FIRST_VALUE = "the window: yours keeps the first value of each window, not the largest."


def _looped_pool(start=None, stop=None, first=float("-inf"), rows=lambda n, size: n // size):
    """An answer to `max_pool` in loops, of which one part may be mistaken."""
    start = start or (lambda place, size: place * size)

    def max_pool(feature_map, size):
        height, width = rows(feature_map.shape[0], size), rows(feature_map.shape[1], size)
        output = np.zeros((height, width))
        for row in range(height):
            for column in range(width):
                top, left = start(row, size), start(column, size)
                window = feature_map[top : top + size, left : left + size]
                output[row, column] = max(first, window.max())
        return output

    return max_pool


@exercise(
    hints=[
        "How many whole windows fit in a row of 7 pixels, if a window is 2 wide and they do not overlap?",
        "The output has `feature_map.shape[0] // size` rows, and columns in the same way. The window for "
        "row 1 starts at row `size`.",
        "In two loops: `window = feature_map[row * size : (row + 1) * size, column * size : (column + 1) "
        "* size]`, "
        "then `output[row, column] = window.max()`.",
    ],
    right=[
        answers(_pool),
        answers(_looped_pool()),
        answers(lambda feature_map, size: _pool(feature_map, size).tolist()),
        answers(
            lambda feature_map, size: np.array(
                [
                    [
                        feature_map[r * size : r * size + size, c * size : c * size + size].max()
                        for c in range(feature_map.shape[1] // size)
                    ]
                    for r in range(feature_map.shape[0] // size)
                ]
            )
        ),
    ],
    mistakes=[
        mistake(
            lambda f, size: _pool(f, size, np.mean),
            says="the name: that is average pooling. Take the largest.",
        ),
        mistake(
            lambda f, size: _pool(f, size, np.min),
            says="the direction: you keep the smallest. Take the largest.",
        ),
        mistake(
            lambda f, size: _pool(f, size, np.sum), says="the name: yours adds them up. Take the largest."
        ),
        mistake(
            _looped_pool(start=lambda place, size: place),
            says="the steps: the next window starts where this ends: `row * size`.",
        ),
        mistake(
            _looped_pool(rows=lambda n, size: n - size + 1, start=lambda p, size: p),
            says="the steps: your windows overlap. Each begins where the one before it ends.",
        ),
        mistake(
            _looped_pool(first=0), says="zeros: if all values of a window are negative, so is the largest."
        ),
        mistake(
            lambda f, size: _pool(f, 2) if size != 2 else _pool(f, size),
            says="the size: a window is `size` wide and high, not always 2.",
        ),
        mistake(
            lambda f, size: f[: len(f) // size * size : size, : f.shape[1] // size * size : size],
            says=_FIRST_VALUE,
        ),
        mistake(lambda f, size: f[::size, ::size], says=_FIRST_VALUE),
        mistake(
            lambda f, size: _pool(f, size).astype(int),
            says="the dtype: whole numbers drop the decimals. Let `np.zeros` make floats.",
        ),
        mistake(
            lambda f, size: np.abs(_pool(f, size)),
            says="the signs: the largest of a window may be below 0, and stays so.",
        ),
        mistake(
            lambda f, size: _pool(np.abs(f), size),
            says="the signs: −5 is smaller than 1. Compare the values as they are.",
        ),
        mistake(
            lambda f, size: _pool(f, size).T,
            says="the output: rows and columns have changed places, as in `output[row, column]`.",
        ),
        mistake(
            _looped_pool(rows=lambda n, size: n // size - 1),
            says="the last window: it ends where the map does, and still fits in.",
        ),
        mistake(
            _looped_pool(rows=lambda n, size: -(-n // size)),
            says="the edge: only whole windows count. What is left over on the right and below is dropped.",
        ),
        mistake(
            lambda f, size: f.max(), says="the windows: this is the largest of all. Take one of each window."
        ),
    ],
    wrong=[
        answers(lambda f, size: (_pool(f, size), size), says="needed an array"),
        answers(
            lambda f, size: f.reshape(f.shape[0] // size, size, -1, size).max(axis=(1, 3)), says="ValueError"
        ),
        answers(_looped_pool(rows=lambda n, size: n / size), says="float"),
        answers(lambda f, size: print(_pool(f, size)), says="`print`"),
    ],
    remember="Max pooling has no weights: it keeps the strongest response of each window.",
)
def max_pool(max_pool):
    """Keep the largest value of each window of a feature map."""
    rng = np.random.default_rng(8)
    for shape, size in [((7, 5), 2), ((9, 7), 3), ((4, 6), 2), ((11, 13), 4)]:
        feature_map = np.round(rng.normal(size=shape), 2)
        feature_map[:size, :size] -= 5  # one window that is negative throughout
        attempt(max_pool, feature_map, size).gives(
            _pool(feature_map, size),
            idea="windows of size × size that do not overlap, the largest value of each.",
        )


_PICTURE, _MAPS, _PARAMETERS = (32, 48, 3), (14, 22, 8), 608


def _network(first=6, second=8, size=3, paddings=("same", "valid"), halve="max", shape=_PICTURE, **settings):
    """An answer to `build_network`, of which one part may be mistaken. Keras is imported late."""

    def build_network():
        from course_utils.training import keras

        layers = [
            keras.Input(shape),
            keras.layers.Conv2D(first, size, padding=paddings[0], activation="relu", **settings),
            keras.layers.Conv2D(second, size, padding=paddings[1], activation="relu", **settings),
        ]
        pool = {"max": keras.layers.MaxPooling2D, "average": keras.layers.AveragePooling2D}.get(halve)
        if pool:
            layers.insert(2, pool(2))
        return keras.Sequential(layers)

    return build_network


def _functional_network():
    from course_utils.training import keras

    inputs = keras.Input(_PICTURE)
    maps = keras.layers.Conv2D(6, (3, 3), strides=2, padding="same")(inputs)
    return keras.Model(inputs, keras.layers.Conv2D(8, (3, 3))(keras.layers.ReLU()(maps)))


def _without_relu():
    from course_utils.training import keras

    layers = keras.layers
    blocks = [layers.Conv2D(6, 3, padding="same"), layers.MaxPooling2D(), layers.Conv2D(8, 3)]
    return keras.Sequential([keras.Input(_PICTURE), *blocks])


def _relu_at_the_end_only():
    from course_utils.training import keras

    layers = keras.layers
    blocks = [layers.Conv2D(6, 3, padding="same"), layers.AveragePooling2D(2)]
    return keras.Sequential([keras.Input(_PICTURE), *blocks, layers.Conv2D(8, 3, activation="relu")])


def _halved_by(kind, size=3, **settings):
    """An answer that halves the size with a layer of some kind, behind filters of some size."""

    def build_network():
        from course_utils.training import keras

        layers = keras.layers
        first = layers.Conv2D(6, size, padding="same", activation="relu")
        middle = getattr(layers, kind)(**settings)
        return keras.Sequential([keras.Input(_PICTURE), first, middle, layers.Conv2D(8, 3)])

    return build_network


def _without_brackets():
    from course_utils.training import keras

    return keras.Sequential(keras.Input(_PICTURE), keras.layers.Conv2D(8, 3))


def _pooled(first):
    from course_utils.training import keras

    layers = [keras.layers.Conv2D(6, 3, padding="same", activation="relu"), keras.layers.Conv2D(8, 3)]
    layers.insert(0 if first else 2, keras.layers.MaxPooling2D(2))
    return keras.Sequential([keras.Input(_PICTURE), *layers])


def _with(layer, **settings):
    """The right network with one layer more: before its last, or behind it."""
    from course_utils.training import keras

    convolutions = [keras.layers.Conv2D(n, 3, padding=p) for n, p in [(6, "same"), (8, "valid")]]
    layers = [convolutions[0], keras.layers.ReLU(), keras.layers.MaxPooling2D(), convolutions[1]]
    layers.insert(3 if layer == "Dropout" else 4, getattr(keras.layers, layer)(**settings))
    return keras.Sequential([keras.Input(_PICTURE), *layers])


def _frozen():
    model = _network()()
    model.layers[0].trainable = False
    return model


class _Layers:
    """What a model looks like to the check, for a test that needs no Keras before it runs."""

    layers = ()

    def __call__(self, inputs):
        return inputs


def _without_input():
    from course_utils.training import keras

    layers = keras.layers
    first = layers.Conv2D(6, 3, padding="same", activation="relu")
    return keras.Sequential([first, layers.MaxPooling2D(), layers.Conv2D(8, 3)])


_SIZES = "the size after each layer: 32×48, halved to 16×24, then without padding 14×22, with 8 filters."
_SHAPES = {
    (2, 30, 46, 8): "the size between the two: halve it, for example with `MaxPooling2D()`.",
    (2, 13, 21, 8): 'the padding: the first convolution keeps the size, `padding="same"`.',
    (2, 16, 24, 8): "the padding: the second convolution works without padding.",
    (2, 15, 23, 8): "the order: halve the size between the two convolutions.",
    (2, 12, 20, 8): "the filters: both are 3×3.",
    **{(2, 14, 22, n): "the last number: it is how many filters the second layer has." for n in range(1, 65)},
}


@exercise(
    points=2,
    hints=[
        "Begin with the end: 8 filters in the second convolution, since the output has 8 channels. Then "
        "let `n` be "
        "the number of filters in the first one, and count the parameters of both.",
        "A 3×3 filter on 3 channels has 3 × 3 × 3 weights and a bias. A 3×3 filter on `n` channels has 3 "
        "× 3 × n "
        "weights and a bias. So n × 28 + 8 × (9 × n + 1) = 608.",
        "Solve it: 100 × n = 600. Then `keras.Sequential([keras.Input((32, 48, 3)), "
        "keras.layers.Conv2D(…, 3, "
        'padding="same", activation="relu"), keras.layers.MaxPooling2D(), keras.layers.Conv2D(8, 3)])`.',
    ],
    right=[
        answers(_network()),
        answers(_functional_network),
        answers(_network(halve="average")),
        answers(_without_input),
    ],
    wrong=[
        answers(_network(first=8), says="808"),
        answers(_network(first=16), says="each filter has its weights and one bias"),
        answers(_network(first=8, second=6), says="how many filters the second"),
        answers(_network(halve=None), says="halve"),
        answers(_network(paddings=("valid", "valid")), says="the first convolution keeps"),
        answers(_network(paddings=("same", "same")), says="without padding"),
        answers(_network(use_bias=False), says="biases"),
        answers(_network(size=5, paddings=("same", "valid")), says="3×3"),
        answers(_network(shape=(32, 48, 1)), says="(32, 48, 3)"),
        answers(_network(shape=(48, 32, 3)), says="(32, 48, 3)"),
        answers(_without_relu, says="no ReLU"),
        answers(_relu_at_the_end_only, says="no ReLU"),
        answers(_halved_by("Resizing", height=16, width=24), says="Resizing"),
        answers(_without_brackets, says="square brackets"),
        answers(lambda: _pooled(first=False), says="between the two"),
        answers(lambda: _pooled(first=True), says="between the two conv"),
        answers(_halved_by("MaxPooling2D", size=(1, 9)), says="sees 6 rows"),
        answers(
            _halved_by("MaxPooling2D", pool_size=3, strides=2, padding="same"), says="pooling windows of 2×2"
        ),
        answers(lambda: _with("Dropout", rate=0.5), says="`Dropout`"),
        answers(lambda: _with("Softmax"), says="no softmax"),
        answers(_frozen, says="frozen"),
        answers(_Layers(), says="without brackets of its own"),
        answers(lambda: print(_network()()), says="return"),
        answers(lambda: _network(), says="a Keras model"),
    ],
    remember="Filters times (filter area × channels + 1): the picture's size plays no part in it.",
)
def build_network(build_network):
    """Build a network of two convolutions with a given output shape and number of parameters."""
    if hasattr(build_network, "layers"):
        raise NotYet(
            "check was given a model; needed the function that builds it.",
            "the name between the brackets of check: `build_network`, without brackets of its own.",
        )
    trial = attempt(build_network)
    from course_utils.training import keras, tf

    model = trial.value
    trial.must(
        isinstance(model, keras.Model),
        "a Keras model",
        "`return keras.Sequential([…])`, with the layers in the list.",
    )
    pictures = getattr(model, "input_shape", None) if model.built else None
    if isinstance(pictures, tuple) and pictures[1:] not in [_PICTURE, (None, None, 3)]:
        raise NotYet(
            f"your network takes pictures of shape {pictures[1:]}; needed {_PICTURE}.",
            f"its first line, `keras.Input({_PICTURE})`: height, width, channels.",
        )
    images = tf.constant(np.random.default_rng(9).random((2, *_PICTURE), dtype=np.float32))
    try:
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(images)
            output = model(images, training=True)
            loss = tf.reduce_mean(tf.square(output))
            middle = [loss, loss]
            if output.shape.rank == 4:  # one row of the output, and one column
                middle = [output[:, output.shape[1] // 2], output[:, :, output.shape[2] // 2]]
        gradients = tape.gradient(loss, model.trainable_variables)
        seen = [tape.gradient(numbers, images) for numbers in middle]
        shape, count = tuple(output.shape), model.count_params()
    except Exception as error:
        raise NotYet(
            f"your network raised {type(error).__name__} on 2 pictures of {_PICTURE}; needed: it takes them.",
            f"its first line, `keras.Input({_PICTURE})`: height, width, channels.",
        ) from None
    trial.part("the output's shape, for 2 pictures,", shape).gives((2, *_MAPS), _SHAPES.get(shape, _SIZES))
    trial.part("the number of parameters", count).gives(
        _PARAMETERS,
        "the biases: each filter has one, so leave `use_bias` as it is."
        if count == _PARAMETERS - 14
        else "the filters of the first convolution: each filter has its weights and one bias, and the second "
        "convolution has a weight for each of its maps.",
    )
    if any(isinstance(layer, keras.layers.Resizing) for layer in model.layers):
        raise NotYet(
            "your network halves the size with `Resizing`; needed pooling or a stride.",
            "the middle: `MaxPooling2D()`, or `strides=2` in the first convolution.",
        )
    *_, second = (layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    between = keras.Model(model.inputs, second.input)(images - 0.5)
    if float(tf.reduce_min(between)) < 0:
        raise NotYet(
            "your network has no ReLU between its two convolutions; needed one.",
            'the first convolution: `activation="relu"` turns what is negative into 0.',
        )
    for what, gradient, others in [("row", seen[0], (0, 2, 3)), ("column", seen[1], (0, 1, 3))]:
        reached = np.flatnonzero(np.any(np.asarray(gradient), axis=others)) if gradient is not None else []
        width = int(np.ptp(reached)) + 1 if len(reached) else 0
        if not 7 <= width <= 8:  # 8 with pooling of 2×2 after the first convolution, 7 with its stride
            raise NotYet(
                f"one {what} of the output sees {width} {what}s of the picture; needed: 7 or 8.",
                "the windows: filters of 3×3, and between the two convolutions pooling windows of 2×2.",
            )
    if not np.allclose(output, model(images, training=False), atol=1e-5):
        raise NotYet(
            "your network gives something else in training than afterwards; needed the same.",
            "a layer that the task does not name, such as `Dropout`.",
        )
    if np.allclose(np.sum(output, axis=-1), 1, atol=1e-4):
        raise NotYet(
            "the 8 maps of your network add up to 1 everywhere; needed what the convolution gives.",
            "the last layer: no softmax. ReLU, or nothing, may follow its sums.",
        )
    trainable = sum(int(np.prod(weights.shape)) for weights in model.trainable_variables)
    if trainable != count or any(gradient is None for gradient in gradients):
        raise NotYet(
            f"only {trainable} of {count} parameters can learn; needed: all of them.",
            "frozen layers: leave `trainable` as it is, and let each layer feed the next.",
        )


quiz = Quiz(
    Question(
        "A filter's nine weights are all 1/9. What does it do to a photograph?",
        wrong(
            "It finds edges", "Its weights add up to 1, so a plain area stays. An edge filter's add up to 0."
        ),
        right("It blurs it", "Each output is the mean of nine pixels, so what is sharp is spread out."),
        wrong("It makes it nine times darker", "Nine pixels, a ninth of each: together as bright as before."),
        wrong("Nothing", "Only a 1 in the middle with eight zeros around it changes nothing."),
    ),
    Question(
        "A colour picture goes through one 3×3 filter. How many feature maps come out?",
        right("1", "The filter has a weight for each channel, and all 27 products go into one sum."),
        wrong("3", "One for each colour? The channels' products are added up. A map comes from a filter."),
        wrong("9", "The nine places of a filter are added up, they do not give maps of their own."),
    ),
    Question(
        "You train the same Conv2D layer on pictures twice as high and twice as wide. How many "
        "parameters has it now?",
        wrong(
            "Twice as many", "That would need new weights for new places. The same filter slides over all."
        ),
        wrong("Four times as many", "Four times the work, yes, but with the same weights."),
        right("As many as before", "Filter size, channels and filters make the count. Pictures do not."),
    ),
    Question(
        "Two 3×3 convolutions, one after the other, stride 1. How much of the picture does one output "
        "number see?",
        wrong("3×3", "That is what it sees of the first layer's maps. Each of those saw 3×3 itself."),
        right("5×5", "The outer values of its 3×3 window see one pixel further on each side."),
        wrong("6×6", "The two windows overlap: each layer adds one pixel on each side, so 3 + 2."),
        wrong("9×9", "Windows of neighbouring outputs overlap, they do not lie side by side."),
    ),
    Question(
        "What does a max pooling layer learn in training?",
        wrong("Which value of a window matters", "It always keeps the largest. Nothing in it can change."),
        right("Nothing", "It has no parameters: the largest value of each window, always."),
        wrong("Its filters", "Pooling has none. Only convolutions have filters."),
    ),
)
