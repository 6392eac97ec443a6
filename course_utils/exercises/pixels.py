"""Lesson 01: exercises on pictures as arrays, and a quiz on what is easily mixed up."""

import contextlib
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import Trial, attempt, difference, given
from course_utils.data import open_picture, pictures

_GRAY = [0.299, 0.587, 0.114]


def _random_image(*shape: int, seed: int = 1) -> np.ndarray:
    """Random pixels that keep clear of 0 and 255, so that scaling by the extremes shows."""
    return np.random.default_rng(seed).integers(5, 240, shape, dtype="uint8")


def _must_stay_uint8(trial: Trial) -> None:
    """Say so where an array of another dtype comes out, whatever else may be wrong with it."""
    is_other = isinstance(trial.value, np.ndarray) and trial.value.dtype != np.uint8
    trial.must(not is_other, "dtype uint8", "the dtype: the numbers are to stay as they are, `uint8`.")


@exercise(
    hints=[
        "`portrait.shape` holds all three numbers. In which order?",
        "A tuple can be unpacked: `a, b, c = (1, 2, 3)` gives a name to each of its parts.",
        "Write the three names, commas between them, then `= portrait.shape`.",
    ],
    right=[
        answers(*np.zeros((600, 512, 3), "uint8").shape),
        answers(len(np.zeros((600, 512))), np.zeros((600, 512)).shape[1], np.int64(3)),
    ],
    mistakes=[
        mistake(512, 600, 3, says="the order: in a shape the height comes first, then the width."),
        mistake(3, 600, 512, says="the order: in this array the channels come last."),
        mistake(427, 640, 3, says="the name before `.shape`: these are the temple's. Ask `portrait`."),
        mistake(*[(600, 512, 3)] * 3, says="one number each: `portrait.shape[0]` is the first of the three."),
        mistake("600", "512", "3", says="quotes: what stands in them is text. Write numbers without quotes."),
        mistake(
            600,
            512,
            255,
            says="the third number: it says how many colours a pixel mixes, not how bright they can be.",
        ),
        mistake(599, 511, 2, says="what is asked: how many there are. The last row's number is one less."),
    ],
    wrong=[answers(600, 512, says="check was given 2")],
    remember="Shape is (height, width, channels): rows come first.",
)
def portrait_shape(height, width, channels):
    """Read the height, width and channels of the portrait from its shape."""
    given("(height, width, channels)", (height, width, channels)).gives(
        (600, 512, 3), idea="`portrait.shape`, read from left to right."
    )


def _crop(image, height, width):
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top : top + height, left : left + width]


def _crop_unpacking(image, height, width):
    h, w, c = image.shape
    return image[(h - height) // 2 : (h + height) // 2, (w - width) // 2 : (w + width) // 2, :c]


def _crop_by_deleting(image, height, width):
    rows, columns = image.shape[:2]
    first, side = (rows - height) // 2, (columns - width) // 2
    image = np.delete(image, np.r_[0:first, first + height : rows], axis=0)
    return np.delete(image, np.r_[0:side, side + width : columns], axis=1)


def _crop_around_middle(image, height, width):
    row, column = image.shape[0] // 2, image.shape[1] // 2
    return image[row - height // 2 : row + height // 2, column - width // 2 : column + width // 2]


def _crop_from_middle(image, height, width):
    row, column = image.shape[0] // 2, image.shape[1] // 2
    return image[row : row + height, column : column + width]


def _crop_rounding_up(image, height, width):
    top, left = (image.shape[0] - height + 1) // 2, (image.shape[1] - width + 1) // 2
    return image[top : top + height, left : left + width]


def _crop_rounding_to_even(image, height, width):
    top, left = round((image.shape[0] - height) / 2), round((image.shape[1] - width) / 2)
    return image[top : top + height, left : left + width]


def _crop_rounding_twice(image, height, width):
    top, left = image.shape[0] // 2 - height // 2, image.shape[1] // 2 - width // 2
    return image[top : top + height, left : left + width]


def _crop_from_what_is_left(image, height, width):
    top, left = image.shape[0] - height, image.shape[1] - width
    return image[top : top + height, left : left + width]


def _crop_x_before_y(image, height, width):
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[left : left + width, top : top + height]


def _crop_with_starts_exchanged(image, height, width):
    left, top = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top : top + height, left : left + width]


def _crop_rows(image, height, width):
    top = (image.shape[0] - height) // 2
    return image[top : top + height]


def _crop_with_fractions(image, height, width):
    top, left = (image.shape[0] - height) / 2, (image.shape[1] - width) / 2
    return image[top : top + height, left : left + width]


def _crop_to_minus(image, height, width):
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top:-top, left:-left]


def _crop_without_height(image, height, width):
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top:height, left:width]


def _crop_one_too_many(image, height, width):
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top : top + height + 1, left : left + width + 1]


def _crop_one_too_late(image, height, width):
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top + 1 : top + 1 + height, left + 1 : left + 1 + width]


_ODD_LINE = "the odd line: it is left over below, or right. Round down, with `//`."


def _blacken_the_rest(image, height, width):
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    image[:top] = image[top + height :] = 0
    image[:, :left] = image[:, left + width :] = 0
    return image


@exercise(
    hints=[
        "How many rows are left over if you keep `height` of them? Half of those go above.",
        "`top = (image.shape[0] - height) // 2`. The double slash keeps it a whole number. `left` is alike.",
        "Then return `image[top : top + height, ...]`, with the columns in place of the dots.",
    ],
    right=[answers(_crop), answers(_crop_unpacking), answers(_crop_by_deleting)],
    mistakes=[
        mistake(
            lambda image, height, width: image[:height, :width],
            says="the start: you cut the top left corner.",
        ),
        mistake(
            _crop_from_what_is_left,
            says="the start: your piece is cut bottom right. Only half of what is left over goes before it.",
        ),
        mistake(_crop_rounding_up, says=_ODD_LINE),
        mistake(_crop_rounding_to_even, says=_ODD_LINE),
        mistake(
            _crop_rounding_twice,
            says="odd sizes: you halved twice, and rounded each time. Subtract first, then halve once.",
        ),
        mistake(
            _crop_x_before_y, says="the order: rows come first, then columns. `top` belongs to the rows."
        ),
        mistake(
            _crop_with_starts_exchanged,
            says="the starts: `image.shape[0]`, the height, gives `top`, and `image.shape[1]` gives `left`.",
        ),
        mistake(
            _crop_rows, says="the columns: you cut the rows only. Behind the comma, cut the columns, too."
        ),
        mistake(
            lambda image, height, width: _crop(image, height, width)[:, :, 0],
            says="the channels: yours is one of the three. Rows and columns are cut, channels all stay.",
        ),
        mistake(
            lambda image, height, width: _crop(image, width, height),
            says="the order: height and width have changed places.",
        ),
        mistake(_crop_from_middle, says="the start: your piece begins at the middle instead of before it."),
        mistake(
            _crop_around_middle,
            says="odd sizes: half of 5 is 2, and twice 2 is only 4. Stop at `top + height`.",
        ),
        mistake(
            _crop_to_minus,
            says="`top:-top`: it keeps too many where an odd number of rows is left over, and no row at all "
            "where none is, since `0:-0` is `0:0`. Stop at `top + height`.",
        ),
        mistake(_crop_without_height, says="the stop: it is a row's number, not a count. Where does it end?"),
        mistake(_crop_one_too_many, says="the stop: the row at `stop` is left out. Add nothing to it."),
        mistake(_crop_one_too_late, says="the start: rows count from 0, so nothing has to be added to it."),
        mistake(
            lambda image, height, width: image[height:-height, width:-width],
            says="what is cut: you took away `height` rows at each end. How many are left over in all?",
        ),
        mistake(
            lambda image, height, width: _crop(image, 5, 8),
            says="`height` and `width`: the size of your piece is the same whatever they are.",
        ),
    ],
    wrong=[
        answers(_crop_with_fractions, says="slice indices must be integers"),
        answers(_blacken_the_rest, says="input left as it was"),
        answers(lambda image, height, width: print(_crop(image, height, width)), says="`print`"),
        answers(_crop(_random_image(9, 14, 3), 3, 6), says="needed a function"),
    ],
    remember="`image[top:bottom, left:right]`: rows first, then columns.",
)
def crop_center(crop_center):
    """Cut the middle out of an image."""
    for seed, (shape, height, width) in enumerate(
        [
            ((9, 14, 3), 5, 8),
            ((12, 7, 3), 4, 3),
            ((8, 15, 3), 2, 9),
            ((10, 11, 3), 5, 8),
            ((11, 6, 3), 11, 6),
        ]
    ):
        image = _random_image(*shape, seed=seed)
        trial = attempt(crop_center, image, height, width)
        _must_stay_uint8(trial)
        trial.gives(
            _crop(image, height, width),
            idea="where the middle begins: at half of the rows and columns that are left over.",
        )


def _planes(image):
    """A right image as the camera program hands it over."""
    return np.ascontiguousarray(image[:, :, ::-1].transpose(2, 0, 1))


def _swap_in_place(image):
    blue = image[0].copy()
    image[0], image[2] = image[2], blue
    return np.moveaxis(image, 0, -1)


def _swap_through_views(image):
    rgb = np.moveaxis(image, 0, -1).copy()
    rgb[:, :, 0], rgb[:, :, 2] = rgb[:, :, 2], rgb[:, :, 0]  # the first is gone when the second is read
    return rgb


def _swap_with_blue_first(image):
    return np.moveaxis(image, 0, -1)[:, :, [0, 1, 0]]


_ROWS_AND_COLUMNS = "the axes: all are turned round, as `.T` does it, so rows and columns change places too."
_BACK_TO_THE_FRONT = "`.T`: the channels were last already, and it carries them to the front again."
_NOT_TO_THE_END = "the axes: the channels stand in the middle now. The end is axis `-1`."
_TO_THE_FRONT = "the axes: you carried the last one to the front. Here the first goes to the end."
_GREEN = "the order: only red and blue change places. Green stays in the middle."
_MIXED = "`reshape`: it mixes the channels. Move the first axis to the end instead."
_OVERWRITTEN = "the swap: one channel was overwritten before it was used. Copy it first."


@exercise(
    hints=[
        "There are two things to mend: where the channels stand, and their order. Do one, then the other.",
        "`np.moveaxis(image, 0, -1)` carries the first axis to the end. Which slice turned BGR to RGB?",
        "Call the moved image `bgr` and return `bgr[:, :, ::-1]`: all rows and columns, channels backwards.",
    ],
    right=[
        answers(lambda image: np.moveaxis(image, 0, -1)[:, :, ::-1]),
        answers(lambda image: np.stack([image[2], image[1], image[0]], axis=-1)),
        answers(lambda image: image[::-1].transpose(1, 2, 0)),
    ],
    mistakes=[
        mistake(lambda image: image, says="where the channels stand: `np.moveaxis` makes them last."),
        mistake(
            lambda image: image[::-1],
            says="where the channels stand: the order is right now; make them last.",
        ),
        mistake(
            lambda image: image[:, :, ::-1],
            says="where the channels stand: first, so `[:, :, ::-1]` ran backwards through columns.",
        ),
        mistake(
            lambda image: np.moveaxis(image, 0, -1),
            says="the order: it is still BGR. Run through the channels backwards.",
        ),
        mistake(lambda image: image.T, says=_ROWS_AND_COLUMNS),
        mistake(lambda image: image.T[:, :, ::-1], says=_ROWS_AND_COLUMNS),
        mistake(lambda image: image.T[::-1], says=_ROWS_AND_COLUMNS),
        mistake(lambda image: np.moveaxis(image, 0, -1).T, says=_BACK_TO_THE_FRONT),
        mistake(lambda image: np.moveaxis(image, 0, -1)[:, :, ::-1].T, says=_BACK_TO_THE_FRONT),
        mistake(lambda image: np.moveaxis(image, 0, 1), says=_NOT_TO_THE_END),
        mistake(lambda image: np.moveaxis(image, 0, 1)[:, :, ::-1], says=_NOT_TO_THE_END),
        mistake(lambda image: np.moveaxis(image, 0, -1)[:, :, [2, 0, 1]], says=_GREEN),
        mistake(lambda image: np.moveaxis(image, 0, -1)[:, :, [1, 0, 2]], says=_GREEN),
        mistake(lambda image: np.moveaxis(image, 0, -1)[:, :, [0, 2, 1]], says=_GREEN),
        mistake(lambda image: np.moveaxis(image, 0, -1)[:, :, [1, 2, 0]], says=_GREEN),
        mistake(lambda image: np.moveaxis(image, -1, 0), says=_TO_THE_FRONT),
        mistake(lambda image: np.moveaxis(image, -1, 0)[:, :, ::-1], says=_TO_THE_FRONT),
        mistake(lambda image: image.reshape(*image.shape[1:], 3), says=_MIXED),
        mistake(lambda image: image.reshape(*image.shape[1:], 3)[:, :, ::-1], says=_MIXED),
        mistake(lambda image: image[::-1].reshape(*image.shape[1:], 3), says=_MIXED),
        mistake(
            lambda image: np.moveaxis(image, 0, -1)[::-1, ::-1, ::-1],
            says="the slice: rows and columns run backwards too, so the picture is turned. Leave them, `:`.",
        ),
        mistake(
            lambda image: np.moveaxis(image, 0, -1)[::-1],
            says="the slice: one `::-1` alone works on rows, and the picture is upside down.",
        ),
        mistake(
            lambda image: np.moveaxis(image, 0, -1)[:, ::-1],
            says="the slice: your `::-1` works on columns, and the picture is mirrored.",
        ),
        mistake(_swap_through_views, says=_OVERWRITTEN),
        mistake(_swap_with_blue_first, says=_OVERWRITTEN),
    ],
    wrong=[
        answers(_swap_in_place, says="input left as it was"),
        answers(lambda image: print(image), says="`print`"),
    ],
    remember="A right shape is not yet a right picture: look at it.",
)
def to_rgb(to_rgb):
    """Repair an image whose channels come first and in the order BGR."""
    for seed, (height, width) in enumerate([(5, 8), (7, 4), (6, 6)]):
        expected = _random_image(height, width, 3, seed=seed)
        trial = attempt(to_rgb, _planes(expected))
        _must_stay_uint8(trial)
        trial.gives(expected, idea="two steps: channels last, then the channels backwards.")


def _divide_in_place(image):
    image /= 255
    return image


def _stretch(image):
    return ((image - image.min()) / (image.max() - image.min())).astype("float32")


_WHOLE = "the dtype: `uint8` and `int` hold whole numbers only, so the decimals are lost. Use `float32`."


@exercise(
    hints=[
        "Full light is 255 and must become 1. What do you do with every number?",
        "Change the dtype first, with `image.astype(...)`, then compute.",
        "`image.astype('float32')`, then divide by 255, and return it.",
    ],
    right=[
        answers(lambda image: image.astype("float32") / 255),
        answers(lambda image: (image / 255).astype(np.float32)),
        answers(lambda image: np.divide(image, 255, dtype="float32")),
    ],
    mistakes=[
        mistake(
            lambda image: image.astype("float32"), says="the range: your values still go up to 255. Divide."
        ),
        mistake(lambda image: (image / 255).astype("uint8"), says=_WHOLE),
        mistake(lambda image: (image / 255).astype(int), says=_WHOLE),
        mistake(
            lambda image: (255 - image).astype("float32") / 255,
            says="the direction: yours turns dark into light. No light, 0, stays 0.",
        ),
        mistake(
            lambda image: image.astype("float32") * 255,
            says="the sign: `*` makes the numbers larger. Divide, `/`.",
        ),
        mistake(
            lambda image: np.clip(image, 0, 1).astype("float32"),
            says="`np.clip`: it cuts off, and all above 1 becomes 1. Divide instead.",
        ),
        mistake(
            lambda image: image.astype("float32") / 100,
            says="what you divide by: full light is 255, not 100.",
        ),
        mistake(
            lambda image: (image / 255).round(2).astype("float32"),
            says="the rounding: it makes different values alike. Leave it out.",
        ),
        mistake(
            lambda image: ((image - image.mean()) / image.std()).astype("float32"),
            says="what you divide by: this picture's own mean and spread. Always 255, nothing subtracted.",
        ),
        mistake(
            lambda image: image.astype("float32") // 255, says="`//`: it drops the decimals. Divide by `/`."
        ),
        mistake(
            lambda image: image.astype("float32") / image.max(),
            says="what you divide by: this picture's brightest value. A dark picture would turn light.",
        ),
        mistake(
            _stretch,
            says="what you divide by: this picture's darkest and brightest. A dark one would turn light.",
        ),
        mistake(
            lambda image: image.astype("float32") / 256,
            says="what you divide by: 256 never lets full light, 255, become 1.",
        ),
        mistake(
            lambda image: image.astype("float32") / 127.5 - 1,
            says="the range: yours starts from -1. Here no light is 0.",
        ),
    ],
    wrong=[
        answers(lambda image: image / 255, says="needed dtype float32"),
        answers(lambda image: (image / 255).astype("float16"), says="needed dtype float32"),
        answers(_divide_in_place, says="Cannot cast"),
        answers(lambda image: print(image / 255), says="`print`"),
    ],
    remember="The same light gives the same number in every picture: always divide by 255.",
)
def to_unit(to_unit):
    """Normalise a `uint8` image to `float32` values from 0 to 1."""
    for seed, shape in enumerate([(6, 9, 3), (7, 5, 3), (5, 8)]):
        image = _random_image(*shape, seed=seed)
        trial = attempt(to_unit, image)
        trial.gives(
            image.astype("float32") / 255,
            tolerance=5e-4,  # so that float16 is not told two numbers that look the same
            idea="two steps: the dtype `float32`, then a division by 255.",
        )
        trial.must(
            np.asarray(trial.value).dtype == np.float32,
            "dtype float32",
            "the dtype: the values are right; `.astype('float32')` gives them the size networks use.",
        )


def _letterbox(image):
    height, width, channels = image.shape
    side = max(height, width)
    square = np.zeros((side, side, channels), dtype="uint8")
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = image
    return square


def _letterbox_by_np_pad(image):
    height, width, _ = image.shape
    extra_rows, extra_columns = max(0, width - height), max(0, height - width)
    rows = (extra_rows // 2, extra_rows - extra_rows // 2)
    columns = (extra_columns // 2, extra_columns - extra_columns // 2)
    return np.pad(image, (rows, columns, (0, 0)))


def _letterbox_by_pillow(image):
    side = max(image.shape[:2])
    square = Image.new("RGB", (side, side))
    square.paste(Image.fromarray(image), ((side - image.shape[1]) // 2, (side - image.shape[0]) // 2))
    return np.array(square)


def _letterbox_on_empty(image):
    is_bar = _letterbox(np.ones_like(image)) == 0
    square = np.empty(is_bar.shape, dtype="uint8")
    square[~is_bar] = image.ravel()
    return square


def _squeeze(image):
    return np.array(Image.fromarray(image).resize((max(image.shape[:2]),) * 2))


def _square_crop(image):
    side = min(image.shape[:2])
    return _crop(image, side, side)


def _pad_corner(image):
    square = np.zeros_like(_letterbox(image))
    square[: image.shape[0], : image.shape[1]] = image
    return square


def _pad_all_round(image):
    extra = abs(image.shape[0] - image.shape[1]) // 2
    return np.pad(image, ((extra, extra), (extra, extra), (0, 0)))


def _letterbox_wide_only(image):
    height, width, channels = image.shape
    square = np.zeros((width, width, channels), dtype="uint8")
    square[(width - height) // 2 : (width - height) // 2 + height] = image
    return square


def _pad_white(image):
    is_bar = _letterbox(np.ones_like(image)) == 0
    return np.where(is_bar, np.uint8(255), _letterbox(image))


def _extra_line_first(image):
    return _letterbox(image[::-1, ::-1])[::-1, ::-1]


def _pad_before(image):
    square = np.zeros_like(_letterbox(image))
    square[-image.shape[0] :, -image.shape[1] :] = image
    return square


def _fit(image):
    return np.array(ImageOps.fit(Image.fromarray(image), (max(image.shape[:2]),) * 2))


_DECIMALS = "the dtype: `np.zeros` makes decimals unless you say `dtype='uint8'`."
_LEFT_BEHIND = 251  # what fresh memory holds while `letterbox` is tried: no black, and no pixel of the image


@contextlib.contextmanager
def _used_memory() -> Iterator[None]:
    """Let `np.empty` give memory that was used before; by chance it often gives zeros."""
    empty, empty_like = np.empty, np.empty_like

    def used(make):
        def fill(*arguments, **settings):
            array = make(*arguments, **settings)
            if array.dtype.kind in "uif":
                array[...] = _LEFT_BEHIND
            return array

        return fill

    np.empty, np.empty_like = used(empty), used(empty_like)
    try:
        yield
    finally:
        np.empty, np.empty_like = empty, empty_like


@exercise(
    hints=[
        "How long is the square's side? Make a black square of that size: which number is black?",
        "`np.zeros((side, side, 3), dtype='uint8')` is the square. Its middle starts at "
        "`(side - height) // 2` rows from the top.",
        "Write the image into the square: `square[top : top + height, left : left + width] = image`.",
    ],
    right=[answers(_letterbox), answers(_letterbox_by_np_pad), answers(_letterbox_by_pillow)],
    mistakes=[
        mistake(_pad_corner, says="the place: your image sits top left. Half of the black goes before it."),
        mistake(
            _pad_before, says="the place: your image sits bottom right. Half of the black goes before it."
        ),
        mistake(lambda image: _letterbox(image).astype("float64"), says=_DECIMALS),
        mistake(lambda image: _pad_corner(image).astype("float64"), says=_DECIMALS),
        mistake(_squeeze, says="the aspect ratio: you resized the image. Put it into a black square."),
        mistake(_square_crop, says="the side: part of the image is cut away. Take the longer side."),
        mistake(_fit, says="`ImageOps.fit`: it cuts off and resizes. All of the image stays, as it is."),
        mistake(
            lambda image: np.maximum(_letterbox(image), _letterbox(np.ones_like(image)) == 0),
            says="the bars: yours hold 1, as `np.ones` makes it. In a picture black is 0.",
        ),
        mistake(_pad_white, says="the bars: yours are white. In a picture black is 0."),
        mistake(_pad_all_round, says="where the bars go: only along the longer side."),
        mistake(_extra_line_first, says="the odd line: it goes below or right, so round down with `//`."),
        mistake(
            lambda image: image,
            says="the shape: both sides of the square are as long as the image's longer side.",
        ),
        mistake(
            lambda image: np.zeros_like(_letterbox(image)),
            says="the last step: this is the black square alone. Write the image into it.",
        ),
    ],
    wrong=[
        answers(_letterbox_on_empty, says="`np.empty`"),
        answers(lambda image: _letterbox(image).transpose(1, 0, 2), says="rows and columns"),
        answers(_letterbox_wide_only, says="Error"),
        answers(lambda image: print(_letterbox(image)), says="`print`"),
    ],
    points=2,
    remember="Padding keeps the aspect ratio: nothing is distorted, nothing is lost.",
)
def letterbox(letterbox):
    """Put an image into the middle of a black square."""
    for seed, (height, width) in enumerate([(6, 10), (9, 5), (5, 8), (7, 7)]):
        image = _random_image(height, width, 3, seed=seed)
        expected = _letterbox(image)
        with _used_memory():
            trial = attempt(letterbox, image)
        value = np.asarray(trial.value) if isinstance(trial.value, np.ndarray) else None
        is_bar = _letterbox(np.ones_like(image)) == 0
        is_left_behind = value is not None and value.shape == expected.shape and is_bar.any()
        trial.must(
            not (is_left_behind and np.all(value[is_bar] == _LEFT_BEHIND)),
            "black bars",
            "`np.empty`: it does not empty anything, and leaves what the memory held before. Use `np.zeros`.",
        )
        _must_stay_uint8(trial)
        trial.gives(
            expected,
            idea="the side, which is the longer one of the two, and where the image's top left pixel goes.",
        )


@contextlib.contextmanager
def _watched_opener() -> Iterator[list]:
    """Note which files the course's own `open_picture` reads."""
    read_by_course = []

    def read(path, *settings):
        read_by_course.append(path)
        return original(path, *settings)

    original, pictures.read_picture = pictures.read_picture, read
    try:
        yield read_by_course
    finally:
        pictures.read_picture = original


class _File(type(Path())):
    """A path that a message calls by the file's name, without the temporary folder."""

    def __repr__(self) -> str:
        return repr(self.name)


@cache
def _folder() -> tempfile.TemporaryDirectory:
    """A folder that is there until Python ends: known mistakes are tried after the check has spoken."""
    return tempfile.TemporaryDirectory()


_FILES = {
    "gray.png": "a gray file has no channels: `.convert('RGB')` gives it three.",
    "palette.png": "a palette file holds numbers of colours: `.convert('RGB')` looks the colours up.",
    "sticker.png": "a transparent file: put it on white, before `.convert` drops the transparency.",
    "turned.png": "a turned file: `ImageOps.exif_transpose` reads the camera's note.",
    "deep.png": "a 16-bit file: divide its values by 256, with `//`, before you convert anything.",
    "plain.png": "an ordinary file: its pixels are to stay as they are.",
    "glass.png": "half transparent places: they mix with the white behind. `Image.alpha_composite` does it.",
    "faded.png": "a gray file with transparency, mode LA: not only RGBA files can be transparent.",
    "stamp.png": "a palette file with a transparent colour: `.convert('RGBA')` keeps the transparency.",
    "upside_down.png": "the camera's note: eight things it may say. `ImageOps.exif_transpose` knows all.",
}


def _picture_files() -> list[tuple[_File, np.ndarray]]:
    """Small picture files of each kind, and the pixels that they show; written anew for every check."""
    folder = Path(_folder().name)
    image = _random_image(5, 8, 3, seed=3)
    gray = image[:, :, 1]
    clear = np.where(np.arange(8) < 3, 0, 255).astype("uint8")[None, :].repeat(5, axis=0)
    palette = Image.fromarray(image).quantize(6)
    note = Image.Exif()
    note[274] = 6
    Image.fromarray(gray).save(folder / "gray.png")
    palette.save(folder / "palette.png")
    Image.fromarray(np.dstack([image, clear])).save(folder / "sticker.png")
    Image.fromarray(np.ascontiguousarray(np.rot90(image))).save(folder / "turned.png", exif=note)
    Image.fromarray(gray.astype("uint16") * 257).save(folder / "deep.png")
    Image.fromarray(image).save(folder / "plain.png")
    half = np.where(np.arange(8) < 4, 90, 255).astype("uint8")[None, :].repeat(5, axis=0)
    glass, faded = Image.fromarray(np.dstack([image, half])), Image.fromarray(np.dstack([gray, half]))
    glass.save(folder / "glass.png")
    faded.save(folder / "faded.png")
    palette.save(folder / "stamp.png", transparency=int(np.array(palette)[0, 0]))
    note[274] = 3
    Image.fromarray(np.ascontiguousarray(image[::-1, ::-1])).save(folder / "upside_down.png", exif=note)
    three = np.dstack([gray] * 3)
    shown = {
        "glass.png": _on_white(glass),
        "faded.png": _on_white(faded),
        "stamp.png": _on_white(Image.open(folder / "stamp.png")),
        "upside_down.png": image,
        "gray.png": three,
        "palette.png": np.array(palette.convert("RGB")),
        "sticker.png": np.where(clear[:, :, None] == 0, np.uint8(255), image),
        "turned.png": image,
        "deep.png": three,
        "plain.png": image,
    }
    return [(_File(folder / name), shown[name]) for name in _FILES]


def _on_white(picture):
    picture = picture.convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    return np.array(Image.alpha_composite(white, picture).convert("RGB"))


def _to_8_bits(picture):
    if picture.mode.startswith("I"):
        return Image.fromarray((np.array(picture) // 256).astype("uint8"))
    return picture


def _open_with_pillow(path):
    return _on_white(_to_8_bits(ImageOps.exif_transpose(Image.open(path))))


def _open_with_mask(path):
    picture = ImageOps.exif_transpose(Image.open(path))
    pixels = np.array(picture)
    if pixels.dtype != np.uint8:
        pixels = np.round(pixels / 65535 * 255).astype("uint8")
        return np.stack([pixels] * 3, axis=-1)
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, (255, 255, 255))
        white.paste(picture, mask=picture.getchannel("A"))
        picture = white
    return np.asarray(picture.convert("RGB"))


def _open_turning_all(path):
    return np.rot90(_on_white(_to_8_bits(Image.open(path))), -1)


def _open_wrapping_16_bits(path):
    picture = ImageOps.exif_transpose(Image.open(path))
    if picture.mode.startswith("I"):
        picture = Image.fromarray((np.array(picture) * 2).astype("uint8"))
    return _on_white(picture)


def _open_on_black(path):
    picture = _to_8_bits(ImageOps.exif_transpose(Image.open(path))).convert("RGBA")
    black = Image.new("RGBA", picture.size, "black")
    return np.array(Image.alpha_composite(black, picture).convert("RGB"))


@exercise(
    hints=[
        "Take the four sections one after the other: turn, bring to 8 bits, put on white, make RGB.",
        "Nearly all may go the same way: after `.convert('RGBA')`, every kind can be put on white. "
        "Only 16 bits need an `if`, before that: `if picture.mode.startswith('I'):`",
        "`picture = ImageOps.exif_transpose(Image.open(path))`; if 16-bit, "
        "`picture = Image.fromarray((np.array(picture) // 256).astype('uint8'))`; then white, as in the "
        "lesson, and `np.array(….convert('RGB'))`.",
    ],
    right=[answers(_open_with_pillow), answers(_open_with_mask)],
    mistakes=[
        mistake(
            lambda path: Image.open(path).convert("RGB"),
            says="the last step: this is Pillow's picture. `np.array(…)` makes an array of it.",
        ),
        mistake(lambda path: np.array(Image.open(path)), says=lambda path: _FILES[path.name]),
        mistake(lambda path: np.array(Image.open(path).convert("RGB")), says=lambda path: _FILES[path.name]),
        mistake(
            lambda path: _open_with_pillow(path)[:, :, ::-1],
            says="the order of the channels: Pillow gives RGB. Turn nothing round.",
        ),
        mistake(_open_on_black, says="the ground: yours is black. Make it white."),
        mistake(
            _open_turning_all,
            says="turning: you turned a picture without a note, too. `ImageOps.exif_transpose` reads it.",
        ),
        mistake(
            _open_wrapping_16_bits,
            says="the 16-bit file: its values go up to 65535. Which division brings them to 255?",
        ),
    ],
    wrong=[
        answers(lambda path: _open_with_pillow(path) / 255, says="needed dtype uint8"),
        answers(open_picture, says="the course's own"),
        answers(lambda path: open_picture(path), says="the course's own"),
        answers(lambda path: np.array(Image.open(path).convert("RGBA")), says="the fourth channel"),
        answers(
            lambda path: np.array(Image.alpha_composite(Image.new("RGBA", (8, 5)), Image.open(path))),
            says="`.convert('RGBA')`",
        ),
        answers(lambda path: print(_open_with_pillow(path)), says="`print`"),
        answers(lambda path: _open_with_pillow("portrait.jpg"), says="FileNotFoundError"),
    ],
    points=2,
    remember="A file says how its numbers are meant. Ask it: mode, orientation, transparency, bits.",
)
def open_rgb(open_rgb):
    """Open any picture file as upright RGB pixels."""
    for path, expected in _picture_files():
        with _watched_opener() as read_by_course:
            trial = attempt(open_rgb, path)
        if read_by_course:
            raise NotYet(
                f"{trial.said} let `open_picture` read the file; needed: steps of your own.",
                "the task: `open_picture` is the course's own. Write what it does, from the four sections.",
            )
        channels_too_many = isinstance(trial.value, np.ndarray) and trial.value.shape[2:] in ((2,), (4,))
        trial.must(
            not channels_too_many,
            "three channels",
            "the fourth channel, alpha: as the last step, after white, `.convert('RGB')` drops it.",
        )
        if path.name != "deep.png":  # whose own numbers are of another dtype
            _must_stay_uint8(trial)
        if not _is_off_by_a_level(trial, expected):
            trial.gives(expected, idea=_FILES[path.name])


def _is_off_by_a_level(trial: Trial, expected: np.ndarray) -> bool:
    """Whether only rounding differs, which may go either way where 16 bits become 8."""
    value = trial.value
    if not isinstance(value, np.ndarray) or value.dtype != np.uint8 or value.shape != expected.shape:
        return False
    return bool(np.abs(value.astype(int) - expected).max() <= 1) and difference(value, expected) is not None


def _photo(height: int, width: int, darkest: int, brightest: int, seed: int) -> np.ndarray:
    """Random colours whose brightness is spread evenly from darkest to brightest."""
    rng = np.random.default_rng(seed)
    brightness = np.linspace(darkest, brightest, height * width)
    tint = rng.uniform(-4, 4, (height * width, 3))
    pixels = rng.permutation(brightness)[:, None] + tint
    return np.clip(pixels, 0, 255).round().astype("uint8").reshape(height, width, 3)


def _exposures() -> list[tuple[np.ndarray, bool, str]]:
    """Photographs, whether they are under-exposed, and what is special about each."""
    coat = _photo(50, 61, 150, 255, seed=3)
    coat[16:] = _photo(34, 61, 0, 12, seed=4)
    night = _photo(45, 70, 0, 28, seed=5)
    night[2:4, ::2] = 255
    window = _photo(40, 60, 0, 12, seed=9)
    window[28:] = _photo(12, 60, 150, 190, seed=10)
    return [
        (
            _photo(41, 60, 0, 255, seed=1),
            False,
            "an ordinary photograph, with values from 0 to 255. Does one dark pixel decide?",
        ),
        (_photo(62, 39, 0, 30, seed=2), True, "a photograph in which no value is above 35."),
        (
            coat,
            False,
            "a black coat before a bright wall: most of this good photograph is dark, but not all of it.",
        ),
        (night, True, "a street at night: all is dark but for one lamp in fifty pixels."),
        (_photo(33, 50, 150, 200, seed=6), False, "fog: all values are close together, but bright."),
        (_photo(9, 7, 0, 28, seed=7), True, "a small dark photograph: count shares of pixels, not pixels."),
        (_photo(180, 301, 0, 255, seed=8), False, "a large good photograph: count shares, not pixels."),
        (_photo(44, 57, 20, 56, seed=11), True, "dusk: nothing is quite black, but no value is above 60."),
        (window, False, "a dark room with a bright window: three pixels in ten got light enough."),
    ]


def _share_of_dark(image):
    return np.mean(image @ _GRAY < 64) > 0.9


def _mean_after_overflow(image):
    total = image[:, :, 0] + image[:, :, 1] + image[:, :, 2]
    return (total / 3).mean() < 60


@exercise(
    hints=[
        "Print `image.mean()` for the four photographs. Which numbers lie between `dark` and the others?",
        "One pixel must not decide: a lamp makes the maximum 255, a black coat makes the minimum 0. "
        "A mean, or a share of all pixels, weighs them all.",
        "Return a comparison, such as `np.mean(image < 64) > ...`: the share of dark values has a limit.",
    ],
    right=[
        answers(_share_of_dark),
        answers(lambda image: bool(image.mean() < 50)),
        answers(lambda image: np.percentile(image, 90) < 64),
        answers(lambda image: np.bincount(image.ravel(), minlength=256)[:60].sum() / image.size > 0.85),
    ],
    wrong=[
        answers(lambda image: image.min() == 0, says="ordinary photograph"),
        answers(lambda image: image.max() < 128, says="lamp"),
        answers(lambda image: np.median(image) < 40, says="black coat"),
        answers(lambda image: image.mean() < 100, says="black coat"),
        answers(lambda image: image.mean() < 28.5, says="dusk"),
        answers(lambda image: image.mean() < 61, says="bright window"),
        answers(lambda image: np.mean(image < 35) > 0.9, says="dusk"),
        answers(lambda image: image.std() < 25, says="lamp"),
        answers(lambda image: image.std() < 50, says="fog"),
        answers(_mean_after_overflow, says="Did a sum run over"),
        answers(lambda image: np.sum(image.mean(axis=-1) < 50) > 2200, says="shares of pixels"),
        answers(lambda image: image.mean() < 0.3, says="Print what you compare"),
        answers(lambda image: False, says="same answer"),
        answers(lambda image: True, says="same answer"),
        answers(lambda image: np.mean(image < 64), says="True or False"),
        answers(lambda image: image < 64, says="True or False"),
        answers(lambda image: "dark" if image.mean() < 50 else "good", says="True or False"),
        answers(lambda image: image.mean() > 50, says="turned round"),
    ],
    points=2,
    remember="You designed a classifier: a rule from pixels to one of two classes.",
)
def is_underexposed(is_underexposed):
    """Design a rule that tells an under-exposed photograph by its values."""
    exposures = _exposures()
    trials = [attempt(is_underexposed, photo) for photo, _, _ in exposures]
    for trial in trials:
        trial.must(
            isinstance(trial.value, (bool, np.bool_)),
            "True or False",
            "the last line: return a comparison of one number with a limit, such as `share > 0.9`.",
        )
    said = [bool(trial.value) for trial in trials]
    truth = [is_dark for _, is_dark, _ in exposures]
    if said == [not is_dark for is_dark in truth]:
        idea = "the comparison: it is turned round. True means too little light."
        trials[0].gives(truth[0], idea)
    if len(set(said)) == 1:
        unjust = truth.index(not said[0])
        trials[unjust].gives(
            truth[unjust],
            "your limit: every photograph gets the same answer. Print what you compare. Did a sum run over?",
        )
    for trial, (_, is_dark, special) in zip(trials, exposures, strict=True):
        trial.gives(is_dark, special)


quiz = Quiz(
    Question(
        "`photo.shape` is `(480, 640, 3)`. What is `photo[100, 600]`?",
        wrong(
            "The pixel in column 100 and row 600",
            "That is the order of drawing tools, `x` before `y`. Arrays take the row first, and row 600 "
            "does not exist here.",
        ),
        right(
            "The pixel in row 100 and column 600, three numbers",
            "Rows first. The channels are not named, so all three of them come.",
        ),
        wrong(
            "An error, because a channel is missing",
            "Axes that you leave out are taken whole: you get all three channels.",
        ),
        wrong("100 rows and 600 columns", "That is a slice, with colons: `photo[:100, :600]`."),
    ),
    Question(
        "A pixel of a `uint8` image is 250, and you add 10 to the image. What does the pixel hold now?",
        wrong("260", "`uint8` ends at 255. It has no place for a larger number."),
        wrong("255", "It does not stop at the end. `np.clip` would, in a dtype that has room for 260."),
        right(
            "4", "After 255 it starts again at 0: a light pixel of the array turns dark, without a warning."
        ),
        wrong("250, and there is an error", "There is none. That is what makes overflow hard to find."),
    ),
    Question(
        "You read a portrait with a new library and draw it. The face is blue, the shapes are right. Why?",
        right("Red and blue have changed places", "It was stored as BGR and is drawn as RGB."),
        wrong("The channels come first", "Then matplotlib would refuse the shape, `(3, height, width)`."),
        wrong("Rows and columns have changed places", "Then the person would lie on one side."),
        wrong(
            "The values are `float32` from 0 to 255",
            "Then nearly everything would be white: in decimals, 1 is full light.",
        ),
    ),
    Question(
        "Two pictures have exactly the same histogram. What do you know?",
        wrong(
            "They are the same picture",
            "A mirrored picture has the same histogram. It counts values and forgets where they are.",
        ),
        wrong("They show the same thing", "A black cat on snow and letters on paper can have the same one."),
        right(
            "They have the same brightness and contrast",
            "Mean and standard deviation need only how often each value occurs. Places are forgotten.",
        ),
    ),
    Question(
        "You write `picture.resize((64, 64))` for a wide photograph. What happens?",
        wrong("The sides are cut off", "That is cropping, as `ImageOps.fit` does. `resize` keeps all of it."),
        wrong("Black bars are added", "That is padding, as `ImageOps.pad` does. `resize` adds nothing."),
        right(
            "It is squeezed: all things become narrower",
            "The aspect ratio changes from wide to square. Sometimes that is fine, but decide it knowingly.",
        ),
    ),
)
