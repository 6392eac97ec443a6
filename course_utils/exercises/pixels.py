"""Lesson 01: exercises on pictures as arrays, and a quiz on what is easily mixed up."""

import numpy as np

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, given

_GRAY = [0.299, 0.587, 0.114]


def _random_image(*shape: int, seed: int = 1) -> np.ndarray:
    """Random pixels that keep clear of 0 and 255, so that scaling by the extremes shows."""
    return np.random.default_rng(seed).integers(5, 240, shape, dtype="uint8")


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
    wrong=[
        answers(512, 600, 3, says="height comes first"),
        answers(3, 600, 512, says="channels come last"),
        answers(427, 640, 3, says="the temple's"),
        answers((600, 512, 3), (600, 512, 3), (600, 512, 3), says="one number each"),
        answers("600", "512", "3", says="quotes"),
        answers(600, 512, 255, says="how many colours"),
        answers(599, 511, 2, says="not the last row's number"),
        answers(600, 512, says="check was given 2"),
    ],
    remember="Shape is (height, width, channels): rows come first.",
)
def portrait_shape(height, width, channels):
    """Read the height, width and channels of the portrait from its shape."""
    given("(height, width, channels)", (height, width, channels)).gives(
        (600, 512, 3),
        idea="`portrait.shape`, read from left to right.",
        clues=[
            ((512, 600, 3), "the order: in a shape the height comes first, then the width."),
            ((3, 600, 512), "the order: in this array the channels come last."),
            ((427, 640, 3), "the name before `.shape`: these are the temple's. Ask `portrait`."),
            (((600, 512, 3),) * 3, "one number each: `portrait.shape[0]` is the first of the three."),
            (("600", "512", "3"), "quotes: '600' is text. Write numbers without quotes."),
            ((600, 512, 255), "the third number: it says how many colours a pixel mixes, not their range."),
            ((599, 511, 2), "what is asked: how many rows there are, not the last row's number."),
        ],
    )


def _crop(image, height, width):
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top : top + height, left : left + width]


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


def _crop_with_fractions(image, height, width):
    top, left = (image.shape[0] - height) / 2, (image.shape[1] - width) / 2
    return image[top : top + height, left : left + width]


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
    right=[
        answers(_crop),
        answers(
            lambda image, height, width: image[
                image.shape[0] // 2 - height // 2 : image.shape[0] // 2 - height // 2 + height,
                image.shape[1] // 2 - width // 2 : image.shape[1] // 2 - width // 2 + width,
            ]
        ),
        answers(_crop_by_deleting),
    ],
    wrong=[
        answers(lambda image, height, width: image[:height, :width], says="top left corner"),
        answers(lambda image, height, width: image[-height:, -width:], says="bottom right corner"),
        answers(lambda image, height, width: _crop(image, width, height), says="changed places"),
        answers(_crop_from_middle, says="begins at the middle"),
        answers(_crop_around_middle, says="odd"),
        answers(_crop_with_fractions, says="slice indices must be integers"),
        answers(_blacken_the_rest, says="input left as it was"),
        answers(lambda image, height, width: image[height:-height, width:-width], says="left over"),
        answers(lambda image, height, width: print(_crop(image, height, width)), says="return"),
        answers(_crop(_random_image(9, 14, 3), 3, 6), says="needed a function"),
    ],
    remember="`image[top:bottom, left:right]`: rows first, then columns.",
)
def crop_center(crop_center):
    """Cut the middle out of an image."""
    for seed, (shape, height, width) in enumerate(
        [((9, 14, 3), 5, 8), ((12, 7, 3), 4, 3), ((8, 15, 3), 2, 9), ((11, 6), 11, 6)]
    ):
        image = _random_image(*shape, seed=seed)
        attempt(crop_center, image, height, width).gives(
            _crop(image, height, width),
            idea="where the middle begins: at half of the rows and columns that are left over.",
            clues=[
                (image[:height, :width], "the start: you cut the top left corner."),
                (image[-height:, -width:], "the start: you cut the bottom right corner."),
                (_crop(image, width, height), "the order: height and width have changed places."),
                (_crop_from_middle(image, height, width), "the start: your piece begins at the middle."),
                (
                    _crop_around_middle(image, height, width),
                    "odd sizes: half of 5 is 2, and twice 2 is only 4. Stop at `top + height`.",
                ),
            ],
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
    wrong=[
        answers(lambda image: image, says="makes them last"),
        answers(lambda image: np.moveaxis(image, 0, -1), says="still BGR"),
        answers(lambda image: image[::-1], says="make them last"),
        answers(lambda image: image[:, :, ::-1], says="ran backwards through columns"),
        answers(lambda image: image.reshape(*image.shape[1:], 3), says="`reshape`"),
        answers(lambda image: image.reshape(*image.shape[1:], 3)[:, :, ::-1], says="`reshape`"),
        answers(lambda image: np.moveaxis(image, -1, 0)[:, :, ::-1], says="to the front"),
        answers(lambda image: image.T, says="rows and columns"),
        answers(lambda image: image.T[:, :, ::-1], says="rows and columns"),
        answers(lambda image: np.moveaxis(image, 0, -1)[::-1], says="upside down"),
        answers(lambda image: np.moveaxis(image, 0, -1)[:, ::-1], says="mirrored"),
        answers(_swap_in_place, says="input left as it was"),
        answers(_swap_through_views, says="overwritten"),
    ],
    remember="A right shape is not yet a right picture: look at it.",
)
def to_rgb(to_rgb):
    """Repair an image whose channels come first and in the order BGR."""
    for seed, (height, width) in enumerate([(5, 8), (7, 4), (6, 6)]):
        expected = _random_image(height, width, 3, seed=seed)
        image = _planes(expected)
        turned = image.transpose(2, 1, 0)
        reshaped = image.reshape(height, width, 3)
        rows_and_columns = "`.T`: it turns all axes round, so rows and columns change places too."
        to_the_front = "the axes: you carried the last one to the front. Here the first goes to the end."
        mixed = "`reshape`: it mixes the channels. Move the first axis to the end instead."
        attempt(to_rgb, image).gives(
            expected,
            idea="two steps: channels last, then the channels backwards.",
            clues=[
                (image, "where the channels stand: `np.moveaxis` makes them last."),
                (image[::-1], "where the channels stand: the order is right now; make them last."),
                (
                    image[:, :, ::-1],
                    "where the channels stand: first, so `[:, :, ::-1]` ran backwards through columns.",
                ),
                (expected[:, :, ::-1], "the order: it is still BGR. Run through the channels backwards."),
                (turned, rows_and_columns),
                (image.transpose(2, 0, 1), to_the_front),
                (image.transpose(2, 0, 1)[::-1], to_the_front),
                (image.transpose(2, 0, 1)[:, :, ::-1], to_the_front),
                (turned[:, :, ::-1], rows_and_columns),
                (reshaped, mixed),
                (reshaped[:, :, ::-1], mixed),
                (
                    expected[::-1, :, ::-1],
                    "the slice: one `::-1` alone works on rows, and the picture is upside down.",
                ),
                (
                    expected[:, ::-1, ::-1],
                    "the slice: your `::-1` works on columns, and the picture is mirrored.",
                ),
                (
                    expected[:, :, [0, 1, 0]],
                    "the swap: one channel was overwritten before it was used. Copy it first.",
                ),
                (
                    expected[:, :, [2, 1, 2]],
                    "the swap: one channel was overwritten before it was used. Copy it first.",
                ),
            ],
        )


def _divide_in_place(image):
    image /= 255
    return image


def _stretch(image):
    return ((image - image.min()) / (image.max() - image.min())).astype("float32")


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
    wrong=[
        answers(lambda image: image / 255, says="float32"),
        answers(lambda image: image.astype("float32"), says="still go up to 255"),
        answers(lambda image: (image / 255).astype("uint8"), says="whole numbers"),
        answers(lambda image: image // 255, says="whole numbers"),
        answers(lambda image: image.astype("float32") / image.max(), says="brightest"),
        answers(_stretch, says="darkest"),
        answers(lambda image: image.astype("float32") / 256, says="256"),
        answers(lambda image: image.astype("float32") / 127.5 - 1, says="from -1"),
        answers(lambda image: (image / 255).astype("float16"), says="float32"),
        answers(_divide_in_place, says="Cannot cast"),
        answers(lambda image: image.astype("float32") // 255, says="`//`"),
    ],
    remember="The same light gives the same number in every picture: always divide by 255.",
)
def to_unit(to_unit):
    """Normalise a `uint8` image to `float32` values from 0 to 1."""
    for seed, shape in enumerate([(6, 9, 3), (7, 5, 3), (5, 8)]):
        image = _random_image(*shape, seed=seed)
        expected = image.astype("float32") / 255
        darkest, brightest = image.min(), image.max()
        whole = "the dtype: `uint8` knows whole numbers only, so the decimals are lost. Use `float32`."
        trial = attempt(to_unit, image)
        trial.gives(
            expected,
            tolerance=5e-4,  # so that float16 is not told two numbers that look the same
            idea="two steps: the dtype `float32`, then a division by 255.",
            clues=[
                (image.astype("float32"), "the range: your values still go up to 255. Divide."),
                ((image / 255).astype("uint8"), whole),
                (np.zeros_like(expected), "`//`: it drops the decimals. Divide by `/`."),
                (
                    expected / (brightest / 255),
                    "what you divide by: this picture's brightest value. A dark picture would turn light.",
                ),
                (
                    (image - darkest) / (brightest - darkest),
                    "what you divide by: this picture's darkest and brightest. A dark one would turn light.",
                ),
                (image / np.float32(256), "what you divide by: 256 never lets full light, 255, become 1."),
                (expected * 2 - 1, "the range: yours starts from -1. Here no light is 0."),
            ],
        )
        trial.must(
            trial.value.dtype == np.float32,
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
    from PIL import Image

    side = max(image.shape[:2])
    square = Image.new("RGB", (side, side))
    square.paste(Image.fromarray(image), ((side - image.shape[1]) // 2, (side - image.shape[0]) // 2))
    return np.array(square)


def _squeeze(image):
    from PIL import Image

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


@exercise(
    hints=[
        "How long is the square's side? Make a black square of that size: which number is black?",
        "`np.zeros((side, side, 3), dtype='uint8')` is the square. Its middle starts at "
        "`(side - height) // 2` rows from the top.",
        "Write the image into the square: `square[top : top + height, left : left + width] = image`.",
    ],
    right=[answers(_letterbox), answers(_letterbox_by_np_pad), answers(_letterbox_by_pillow)],
    wrong=[
        answers(_pad_corner, says="top left"),
        answers(lambda image: _letterbox(image).astype("float64"), says="dtype"),
        answers(lambda image: _pad_corner(image).astype("float64"), says="dtype"),
        answers(_squeeze, says="resized"),
        answers(_square_crop, says="cut away"),
        answers(_pad_white, says="black is 0"),
        answers(_letterbox_wide_only, says="Error"),
        answers(_pad_all_round, says="shorter"),
        answers(_extra_line_first, says="odd"),
        answers(lambda image: image, says="longer side"),
        answers(lambda image: _letterbox(image).transpose(1, 0, 2), says="rows and columns"),
        answers(lambda image: np.zeros_like(_letterbox(image)), says="black square alone"),
    ],
    points=2,
    remember="Padding keeps the aspect ratio: nothing is distorted, nothing is lost.",
)
def letterbox(letterbox):
    """Put an image into the middle of a black square."""
    for seed, (height, width) in enumerate([(6, 10), (9, 5), (5, 8), (7, 7)]):
        image = _random_image(height, width, 3, seed=seed)
        expected = _letterbox(image)
        decimals = "the dtype: `np.zeros` makes decimals unless you say `dtype='uint8'`."
        attempt(letterbox, image).gives(
            expected,
            idea="the side, which is the longer one of the two, and where the image's top left pixel goes.",
            clues=[
                (
                    _pad_corner(image),
                    "the place: your image sits top left. Half of the black goes before it.",
                ),
                (expected.astype("float64"), decimals),
                (_pad_corner(image).astype("float64"), decimals),
                (_squeeze(image), "the aspect ratio: you resized the image. Put it into a black square."),
                (_square_crop(image), "the side: part of the image is cut away. Take the longer side."),
                (_pad_white(image), "the bars: yours are white. In a picture black is 0."),
                (_pad_all_round(image), "where the bars go: only along the shorter side."),
                (_extra_line_first(image), "the odd line: it goes below or right, so round down with `//`."),
                (image, "the shape: both sides of the square are as long as the image's longer side."),
                (
                    expected.transpose(1, 0, 2),
                    "the order: rows and columns have changed places.",
                ),
                (
                    np.zeros_like(expected),
                    "the last step: this is the black square alone. Write the image into it.",
                ),
            ],
        )


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
        "Return a comparison, such as `np.mean(gray < 64) > ...`: the share of dark pixels is above a limit.",
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
            "That is the order of drawing tools, *x* before *y*. Arrays take the row first, and row 600 "
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
        right("4", "After 255 it starts again at 0: a light pixel turns dark, without a warning."),
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
