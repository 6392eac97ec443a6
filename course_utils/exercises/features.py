"""Lesson 04: colours, directions, a picture that fools both, scaling, choosing, features of one's own."""

import copy
from dataclasses import replace

import numpy as np

from course_utils.checking.classifiers import NearestNeighbours
from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import attempt, difference, shape_of

_GRAY = (0.299, 0.587, 0.114)

# --- the colour histogram ---------------------------------------------------------------------------------


def _boxes(image, levels):
    return image.astype(int) // (256 // levels) @ np.array([levels * levels, levels, 1])


def _colours(image, levels):
    counts = np.bincount(_boxes(image, levels).ravel(), minlength=levels**3)
    return counts / counts.sum()


def _colours_by_loop(image, levels):
    shares = [0.0] * levels**3
    for row in image.tolist():
        for red, green, blue in row:
            step = 256 // levels
            shares[(red // step * levels + green // step) * levels + blue // step] += 1
    return [share / (image.shape[0] * image.shape[1]) for share in shares]


def _colours_by_library(image, levels):
    counts, _ = np.histogramdd(image.reshape(-1, 3), bins=levels, range=[(0, 256)] * 3)
    return counts.ravel() / counts.sum()


def _wrapped(image, levels):
    steps = image // (256 // levels)
    with np.errstate(over="ignore"):
        boxes = (
            steps[:, :, 0] * np.uint8(levels * levels) + steps[:, :, 1] * np.uint8(levels) + steps[:, :, 2]
        )
    return np.bincount(boxes.ravel(), minlength=levels**3) / boxes.size


def _rounded(digits):
    return mistake(
        lambda image, levels: np.round(_colours(image, levels), digits),
        says="the rounding: a share is what the division gives, with all its digits.",
    )


_SINGLE_NUMBERS = (
    "what is counted: `np.histogram(image, …)` looks at each number alone. A box is for three, the red, "
    "green and blue of a pixel."
)


@exercise(
    hints=[
        "The cell above does it for 4 levels. What becomes of 64, 16 and 4 for other levels?",
        "A step is `256 // levels` wide. Red counts `levels * levels`, green `levels`, blue 1.",
        "`boxes = image.astype(int) // (256 // levels) @ [levels * levels, levels, 1]`, then "
        "`np.bincount` of "
        "`boxes.ravel()` with `minlength=levels**3`, divided by its sum.",
    ],
    right=[answers(_colours), answers(_colours_by_loop), answers(_colours_by_library)],
    mistakes=[
        mistake(
            lambda image, levels: np.bincount(_boxes(image, levels).ravel(), minlength=levels**3),
            says="the counts: divide them by the number of pixels, so that they are shares.",
        ),
        mistake(
            _wrapped,
            says="the dtype: in `uint8` the numbers of the boxes begin at 0 again after 255. First "
            "`.astype(int)`.",
        ),
        mistake(
            lambda image, levels: _colours(image, 4),
            says="`levels`: your function cuts each channel into 4, whatever is asked for.",
        ),
        mistake(
            lambda image, levels: _colours(image[:, :, ::-1], levels),
            says="the order: red counts most, then green, then blue.",
        ),
        mistake(
            lambda image, levels: np.bincount(_boxes(image, levels).ravel()) / _boxes(image, levels).size,
            says="the empty boxes at the end: `np.bincount` stops at the last box in use. `minlength=` "
            "keeps all.",
        ),
        mistake(
            lambda image, levels: (
                np.bincount(_boxes(image, levels).ravel(), minlength=levels**3) / image.size
            ),
            says="what you divide by: the number of pixels. `image.size` counts three numbers for each.",
        ),
        mistake(
            lambda image, levels: np.concatenate(
                [
                    np.bincount((image[:, :, c] // (256 // levels)).ravel(), minlength=levels)
                    / image[:, :, c].size
                    for c in range(3)
                ]
            ),
            says="the boxes: yours are three histograms, one a channel. A box is for a step of red *and* "
            "one of "
            "green *and* one of blue.",
        ),
        mistake(
            lambda image, levels: (
                np.bincount(
                    (image.astype(int) // levels @ np.array([levels * levels, levels, 1])).ravel(),
                    minlength=levels**3,
                )
                / (image.shape[0] * image.shape[1])
            ),
            says="the width of a step: `256 // levels`, so that there are `levels` of them.",
        ),
        mistake(
            lambda image, levels: _colours(image, levels) * 100,
            says="the unit: a share is a part of 1, not of 100.",
        ),
        mistake(
            lambda image, levels: (
                np.bincount(
                    (image.astype(int) // (256 // levels) @ np.array([16, 4, 1])).ravel(), minlength=levels**3
                )
                / (image.size // 3)
            ),
            says="the number of the box: 16 and 4 are for 4 levels. What becomes of them for others?",
        ),
        mistake(
            lambda image, levels: np.histogram(image, levels**3, (0, 256))[0] / image.size,
            says=_SINGLE_NUMBERS,
        ),
        mistake(
            lambda image, levels: np.histogram(image, levels**3)[0] / image.size,
            says=_SINGLE_NUMBERS,
        ),
        *map(_rounded, (1, 2, 3, 4)),
        mistake(
            lambda image, levels: _shares(
                (np.bincount(_boxes(image, levels).ravel(), minlength=levels**3) > 0).astype(float)
            ),
            says="pixels of one box: `counts[boxes] += 1` adds only one of them. `np.bincount` counts all, "
            "and so does a loop over the pixels.",
        ),
        mistake(
            lambda image, levels: _colours(image, levels).reshape(levels, levels, levels),
            says="the form: one row, in which the boxes follow each other by their numbers.",
        ),
    ],
    remember="A colour histogram says how much of each colour there is, and never where.",
)
def colour_histogram(colour_histogram):
    """Count which colours a picture has."""
    rng = np.random.default_rng(4)
    cases = [(np.array([[[200, 10, 90], [130, 100, 0], [0, 20, 255]]], dtype="uint8"), 2)]  # to be followed
    for levels, height, width, top in [(8, 9, 14, 256), (2, 7, 5, 256), (4, 6, 11, 150), (16, 8, 8, 256)]:
        image = rng.integers(0, top, (height, width, 3)).astype("uint8")
        image[: height // 2] = image[0, 0]  # a large plain part
        cases.append((image, levels))
    for image, levels in cases:
        attempt(colour_histogram, image, levels).gives(
            _colours(image, levels),
            idea="three steps: the step of each channel, the number of the box, the share of the pixels "
            "in it.",
        )


# --- nine directions --------------------------------------------------------------------------------------


def _nine(strength, angle):
    sums = np.bincount((angle // 20).astype(int).ravel(), strength.ravel(), minlength=9)
    return sums / sums.sum() if sums.any() else sums


def _nine_by_masks(strength, angle):
    sums = [float(strength[(angle >= low) & (angle < low + 20)].sum()) for low in range(0, 180, 20)]
    return [one / sum(sums) for one in sums] if sum(sums) > 0 else sums


def _nine_by_library(strength, angle):
    sums, _ = np.histogram(angle, bins=9, range=(0, 180), weights=strength)
    return sums / max(sums.sum(), 1e-12)


def _sums(strength, angle, width=20, count=9, **more):
    return np.bincount((angle // width).astype(int).ravel(), strength.ravel(), minlength=count)


def _careless(strength, angle):
    with np.errstate(all="ignore"):
        return _sums(strength, angle) / _sums(strength, angle).sum()


def _members(strength, angle):
    return [strength[angle // 20 == number] for number in range(9)]


def _overwritten(strength, angle):
    sums = np.zeros(9)
    sums[(angle // 20).astype(int)] += strength
    return sums


def _overwritten_in_rows(strength, angle):
    return sum(_overwritten(*pair) for pair in zip(strength, angle, strict=True))


def _masked(strength, angle, from_low, to_high):
    lows = range(0, 180, 20)
    return np.array([strength[from_low(angle, low) & to_high(angle, low + 20)].sum() for low in lows])


def _shares(sums):
    return sums / sums.sum() if sums.any() else sums


@exercise(
    hints=[
        "`angle // 20` is the number of the bin, 0 to 8. Each pixel adds its strength to its bin.",
        "`np.bincount` can add up instead of counting: `np.bincount(bins, weights=…, minlength=9)`. It wants "
        "whole numbers in one row: `.astype(int)` and `.ravel()`.",
        "`sums = np.bincount((angle // 20).astype(int).ravel(), weights=strength.ravel(), minlength=9)`. "
        "Divide "
        "by `sums.sum()`, unless that is 0.",
    ],
    right=[answers(_nine), answers(_nine_by_masks), answers(_nine_by_library)],
    mistakes=[
        mistake(
            lambda strength, angle: _shares(np.bincount((angle // 20).astype(int).ravel(), minlength=9)),
            says="the strength: yours counts each pixel the same. A strong edge counts more, with "
            "`weights=`.",
        ),
        mistake(
            lambda strength, angle: np.bincount((angle // 20).astype(int).ravel(), minlength=9),
            says="the strength: yours counts pixels. Each one adds its strength, with `weights=`.",
        ),
        mistake(
            lambda strength, angle: _sums(strength, angle),
            says="the shares: divide by the sum of all nine.",
        ),
        mistake(
            _careless,
            says="a picture without any edge: there the sum is 0, and nothing can be divided by it.",
        ),
        mistake(
            lambda strength, angle: _shares(_sums(strength, angle, 18, 10)),
            says="the width of a bin: 20 degrees, so that nine bins make 180.",
        ),
        mistake(
            lambda strength, angle: _shares(_sums(strength, angle, 40)),
            says="the range: angles go up to 180, so nine bins are 20 degrees wide each, not 40.",
        ),
        mistake(
            lambda strength, angle: _shares(
                np.bincount(np.round(angle / 20).astype(int).ravel(), strength.ravel(), minlength=9)
            ),
            says="the rounding: a bin begins at a multiple of 20, so `//` drops what is over.",
        ),
        mistake(
            lambda strength, angle: _shares(_sums(strength, angle))[::-1],
            says="the order: the first number is for the angles from 0 to 20.",
        ),
        mistake(
            lambda strength, angle: _sums(strength, angle) / strength.size,
            says="what you divide by: the sum of all strength, not the number of pixels.",
        ),
        mistake(
            lambda strength, angle: np.histogram(angle, 9, (0, 180), weights=strength, density=True)[0],
            says="`density=True`: it divides by the width of the bins, too. Divide by the sum yourself.",
        ),
        mistake(
            lambda strength, angle: _shares(np.histogram(angle, 9, weights=strength)[0]),
            says="the range: without one, `np.histogram` begins at the smallest angle that occurs and ends "
            "at the largest.",
        ),
        *(
            mistake(
                lambda strength, angle, sums=sums: _shares(sums(strength, angle)),
                says="pixels of one bin: `sums[bins] += …` adds only one of them. `np.bincount` adds all, "
                "and so does a loop over the pixels.",
            )
            for sums in (_overwritten, _overwritten_in_rows)
        ),
        mistake(
            lambda strength, angle: _shares(np.histogram(angle, range(0, 180, 20), weights=strength)[0]),
            says="the borders: nine bins have ten of them, and the last is 180.",
        ),
        mistake(
            lambda strength, angle: _shares(np.histogram(strength, 9, weights=angle)[0]),
            says="what is what: a pixel's angle names its bin, and its strength is what it adds, its weight.",
        ),
        mistake(
            lambda strength, angle: np.round(_nine(strength, angle), 2),
            says="the rounding: a share is what the division gives, with all its digits.",
        ),
        mistake(
            lambda strength, angle: _sums(strength, angle) / max(strength.max(), 1e-12),
            says="what you divide by: the sum of all nine, not the strongest pixel.",
        ),
        mistake(
            lambda strength, angle: _shares(_masked(strength, angle, np.greater, np.less_equal)),
            says="the ends: a bin has its lower end, not its upper one: `>=` and `<`. Where does angle 0 go?",
        ),
        mistake(
            lambda strength, angle: _shares(_masked(strength, angle, np.greater_equal, np.less_equal)),
            says="the ends: with `>=` and `<=`, a pixel on the border of two bins is counted in both.",
        ),
        mistake(
            lambda strength, angle: (
                _masked(strength, angle, np.greater_equal, np.less_equal) / strength.sum()
            ),
            says="the ends: with `>=` and `<=`, a pixel on the border of two bins is counted in both.",
        ),
        mistake(
            lambda strength, angle: _shares(_masked(strength, angle, np.greater, np.less)),
            says="the ends: with `>` and `<`, a pixel on the border of two bins is counted in none.",
        ),
        mistake(
            lambda strength, angle: _nine(strength, angle) if strength.any() else np.full(9, 1 / 9),
            says="a picture without any edge: there all nine are 0.",
        ),
        mistake(
            lambda strength, angle: _shares(_sums(strength, angle, 9)),
            says="the width of a bin: nine bins of 20 degrees. Yours are 9 degrees wide.",
        ),
        mistake(
            lambda strength, angle: _shares(
                np.array([one.mean() if one.size else 0 for one in _members(strength, angle)])
            ),
            says="the sum: yours takes the mean strength of each bin. There it does not count how many "
            "pixels it has.",
        ),
        mistake(
            lambda strength, angle: _sums(strength, angle) / max(_sums(strength, angle).max(), 1e-12),
            says="what you divide by: the sum of all nine, not the largest of them.",
        ),
        mistake(
            lambda strength, angle: _nine(strength, angle) * 100,
            says="the unit: a share is a part of 1, not of 100.",
        ),
        mistake(
            lambda strength, angle: _shares(np.bincount((angle // 20).astype(int).ravel(), strength.ravel())),
            says="the last bins: they may be empty, and `minlength=9` keeps them.",
        ),
    ],
    remember="Nine numbers say which way the edges of a picture run, and how much of all edges run so.",
)
def direction_histogram(direction_histogram):
    """Add up the strength of a picture's edges by their direction."""
    rng = np.random.default_rng(5)
    cases = [  # the first can be worked out in the head, and has the lower ends of bins
        (
            np.array([[3.0, 1, 5, 2], [4, 0, 6, 1]]),
            np.array([[0.0, 20, 50, 47], [160, 170, 112, 5]]),
        )
    ]
    for height, width, top in [(6, 9, 180), (11, 4, 180), (5, 5, 75)]:
        strength = rng.random((height, width)) * rng.choice([0, 3, 200], (height, width))
        cases.append((strength, rng.random((height, width)) * top))
    cases[2][1][0, :3] = [0.0, 40.0, 160.0]  # a bin begins with its lower end
    cases.append((np.zeros((4, 5)), np.zeros((4, 5))))
    for strength, angle in cases:
        attempt(direction_histogram, strength, angle).gives(
            _nine(strength, angle),
            idea="for each pixel the bin of its angle, to which it adds its strength; then shares.",
        )


# --- fooling both -----------------------------------------------------------------------------------------


def _directions(image):
    """The nine numbers of the lesson: strength by angle of the gray picture's gradients."""
    gray = (image.astype(float) @ np.array(_GRAY)).round()
    across, down = np.zeros_like(gray), np.zeros_like(gray)
    across[:, 1:-1] = gray[:, 2:] - gray[:, :-2]
    down[1:-1] = gray[2:] - gray[:-2]
    return _nine(np.hypot(across, down), np.rad2deg(np.arctan2(down, across)) % 180)


def _slanted(seed, height, width):
    """A picture with more edges of one slant than of any other, and a corner of another colour."""
    rng = np.random.default_rng(seed)
    row, column = np.indices((height, width))
    wave = np.sin(row * rng.uniform(0.5, 0.7) + column * rng.uniform(0.2, 0.35))[:, :, np.newaxis]
    image = 120 + 70 * wave * rng.uniform(0.5, 1, 3) + rng.normal(0, 4, (height, width, 3))
    image[: height // 3, : width // 3] += 40
    return image.clip(0, 255).astype("uint8")


def _scatter(image):
    pixels = np.random.default_rng(0).permutation(image.reshape(-1, 3))
    return pixels.reshape(image.shape)


_MIRROR = (
    "the slant of the edges: in one mirror, what rose to the right falls to the right. The colours stay, the "
    "nine numbers run nearly backwards. What would bring them back?"
)
_DIAGONAL = (
    "the slant: a mirror on a diagonal keeps neighbours together, but an upright edge lies flat in it. Which "
    "moves leave an upright edge upright?"
)
_QUARTER = (
    "the slant: a quarter turn adds 90 degrees to every angle. Which turn adds nothing that `% 180` sees?"
)


@exercise(
    hints=[
        "To keep the colours, only move pixels. To keep the edges, neighbours must stay neighbours. So: "
        "mirror, "
        "or turn.",
        "One mirror turns the slant of each edge round. What does a second one do to it?",
        "Angles are taken `% 180`: a turn by 180 degrees changes none. `[::-1]` runs an axis backwards.",
    ],
    right=[
        answers(lambda image: image[::-1, ::-1]),
        answers(lambda image: np.rot90(image, 2)),
        answers(lambda image: [row[::-1] for row in image.tolist()[::-1]]),
        answers(lambda image: np.flip(np.flip(image, 0), 1)),
    ],
    mistakes=[
        mistake(lambda image: image[:, ::-1], says=_MIRROR),
        mistake(lambda image: image[::-1], says=_MIRROR),
        mistake(lambda image: np.rot90(image), says=_QUARTER),
        mistake(lambda image: np.rot90(image, -1), says=_QUARTER),
        mistake(lambda image: image.swapaxes(0, 1), says=_DIAGONAL),
        mistake(lambda image: image.swapaxes(0, 1)[::-1, ::-1], says=_DIAGONAL),
        mistake(
            lambda image: image[::-1, ::-1, ::-1],
            says="the last axis: it holds the channels, red, green, blue.",
        ),
        mistake(
            lambda image: image[:, :, ::-1], says="the last axis: it holds the channels, red, green, blue."
        ),
        mistake(
            lambda image: image.copy(),
            says="the pixels: yours is the same picture. Most must be others. (A `k` of `np.rot90` counts "
            "quarter turns, not degrees.)",
        ),
        mistake(
            lambda image: 255 - image,
            says="the colours: the negative keeps the directions, and puts other colours in place of all.",
        ),
    ],
    wrong=[
        answers(_scatter, says="neighbours"),
        answers(lambda image: image[::-1, ::-1].astype(float) / 255, says="uint8"),
        answers(lambda image: np.zeros_like(image), says="colours"),
        answers(lambda image: image[::-1, ::-1] // 2, says="colours"),
        answers(lambda image: np.roll(image, 5, axis=1), says="neighbours"),
    ],
    remember="Whatever a description leaves out, a picture can change without being noticed.",
)
def fool_both(fool_both):
    """Change a picture so that neither its colour histogram nor its nine directions notice."""
    for seed, height, width in [(1, 24, 24), (2, 20, 31), (3, 36, 22)]:
        image = _slanted(seed, height, width)
        trial = attempt(fool_both, image)
        shape = shape_of(trial.value)
        trial.must(
            shape == image.shape,
            f"a picture of shape {image.shape}",
            "the result: a picture of the same height and width, three channels.",
        )
        picture = np.asarray(trial.value)
        trial.must(
            picture.dtype.kind in "iu" and picture.min() >= 0 and picture.max() <= 255,
            "whole numbers from 0 to 255, as in `uint8`",
            "the dtype: pictures are `uint8` here, and only the places of their pixels need to change.",
        )
        trial.must(
            np.mean(np.any(picture != image, axis=-1)) > 0.5,
            "a picture in which most pixels are others",
            "the pixels: most are still what they were.",
        )
        trial.must(
            np.allclose(_colours(picture, 4), _colours(image, 4)),
            "the same colour histogram",
            "the colours: each must occur as often as before. Move pixels, and change none.",
        )
        differ = difference(_directions(picture), _directions(image), 1e-6)
        if differ:
            raise NotYet(
                f"{trial.said} gave a picture whose nine numbers are {differ}",
                "the edges: they stay when neighbours stay neighbours, and when their slant stays, too.",
                trial,
            )


# --- scaling ----------------------------------------------------------------------------------------------


def _scaled(train, new):
    spread = train.std(axis=0)
    return (new - train.mean(axis=0)) / np.where(spread == 0, 1, spread)


def _scaled_by_loop(train, new):
    scaled = np.zeros(new.shape)
    for feature in range(new.shape[1]):
        spread = train[:, feature].std()
        scaled[:, feature] = new[:, feature] - train[:, feature].mean()
        if spread > 0:
            scaled[:, feature] /= spread
    return scaled


def _scaled_by_library(train, new):
    from sklearn.preprocessing import StandardScaler

    return StandardScaler().fit(train).transform(new)


def _undivided(train, new):
    with np.errstate(all="ignore"):
        return (new - train.mean(axis=0)) / train.std(axis=0)


def _safe(spread):
    return np.where(spread == 0, 1, spread)


def _adding(number):
    is_tiny = number <= 1e-5
    return mistake(
        lambda train, new: (new - train.mean(axis=0)) / (train.std(axis=0) + number),
        says=_STILL + "it is only shifted. A tiny number in place of 0 makes it huge."
        if is_tiny
        else "what you divide by: the standard deviation as it is, with nothing added, wherever it is not 0.",
    )


_STILL = "a feature that never changes in training: "


@exercise(
    hints=[
        "Rows are pictures, columns are features. Which axis runs over the pictures?",
        "`mean(axis=0)` gives one mean for each feature. Take mean and `std` from the training rows alone.",
        "`spread = train.std(axis=0)`; `np.where(spread == 0, 1, spread)` puts 1 in place of 0. Then "
        "`(new - mean) / spread`.",
    ],
    right=[answers(_scaled), answers(_scaled_by_loop), answers(_scaled_by_library)],
    mistakes=[
        mistake(
            _undivided,
            says="a feature that never changes in training: its standard deviation is 0. Do not divide "
            "by it.",
        ),
        mistake(
            lambda train, new: _scaled(new, new),
            says="where the mean comes from: the training rows. A single new picture has no mean of its own.",
        ),
        mistake(
            lambda train, new: _scaled(np.concatenate([train, new]), new),
            says="where the mean comes from: the training rows alone, without the new ones.",
        ),
        mistake(
            lambda train, new: (new - train.mean()) / train.std(),
            says="the axis: each feature has its own mean and standard deviation, `axis=0`.",
        ),
        mistake(
            lambda train, new: (
                (new - new.mean(axis=1)[:, np.newaxis]) / _safe(new.std(axis=1))[:, np.newaxis]
            ),
            says="the axis: a mean of a row mixes features. Go down the columns, `axis=0`.",
        ),
        *(
            mistake(
                wrong_axis, says="the axis: each feature has its own mean and standard deviation, `axis=0`."
            )
            for wrong_axis in (
                lambda train, new: (new - train.mean()) / _safe(train.std(axis=0)),
                lambda train, new: (new - train.mean(axis=0)) / train.std(),
                lambda train, new: (new - train.mean(axis=1)) / _safe(train.std(axis=1)),
            )
        ),
        mistake(lambda train, new: new - train.mean(axis=0), says="the unit: you shifted. Now divide, too."),
        mistake(
            lambda train, new: (new - train.mean(axis=0)) / _safe(train.var(axis=0)),
            says="what you divide by: the standard deviation, `std`, which is the root of the variance.",
        ),
        mistake(
            lambda train, new: new / _safe(train.std(axis=0)),
            says="the mean: take it away first.",
        ),
        mistake(
            lambda train, new: new - train.mean(axis=0) / _safe(train.std(axis=0)),
            says="the brackets: `/` is done before `-`. First the difference, then the division.",
        ),
        mistake(
            lambda train, new: (new - train.mean(axis=0)) / _safe(train.std(axis=0, ddof=1)),
            says="the standard deviation: without `ddof`, as `StandardScaler` has it.",
        ),
        mistake(
            lambda train, new: (new - train.min(axis=0)) / _safe(train.max(axis=0) - train.min(axis=0)),
            says="mean and standard deviation: you took minimum and maximum, which is another way to scale.",
        ),
        mistake(
            lambda train, new: _scaled(train, train),
            says="what is returned: the *new* rows, scaled. These are the training rows.",
        ),
        *map(
            _adding,
            (1, 0.01, 1e-3, 1e-4, 1e-15, np.finfo(float).eps, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5),
        ),
        mistake(
            lambda train, new: np.nan_to_num(_undivided(train, new)),
            says=_STILL + "its standard deviation is 0. Do not divide by it.",
        ),
        mistake(
            lambda train, new: np.where(train.std(axis=0) == 0, new, _scaled(train, new)),
            says=_STILL + "it is shifted, too. Yours is left as it was.",
        ),
        mistake(
            lambda train, new: np.where(train.std(axis=0) == 0, 0, _scaled(train, new)),
            says=_STILL + "new rows may have another value there. Shift it; yours is 0 everywhere.",
        ),
        mistake(
            lambda train, new: (new - train.mean(axis=0)) / _safe(new.std(axis=0)),
            says="where the standard deviation comes from: the training rows. Yours is that of the new ones.",
        ),
        mistake(
            lambda train, new: (new - new.mean(axis=0)) / _safe(train.std(axis=0)),
            says="where the mean comes from: the training rows. Yours is that of the new ones.",
        ),
        mistake(
            lambda train, new: _scaled(train, new).astype(int),
            says="the whole numbers: `.astype(int)` cuts off what stands behind the point.",
        ),
        mistake(
            lambda train, new: np.round(_scaled(train, new)),
            says="the rounding: all digits are wanted.",
        ),
        mistake(
            lambda train, new: _scaled(new, train),
            says="which rows are which: `train` says how to scale, and `new` is scaled. Yours are swapped.",
        ),
    ],
    remember="What scaling learns, it learns from the training pictures, like everything else.",
)
def standardise(standardise):
    """Scale new rows by what the training rows say of each feature."""
    rng = np.random.default_rng(6)
    cases = [  # the first two can be worked out in the head; in the second a feature never changes
        (np.array([[1.0, 10], [5, 30]]), np.array([[3.0, 45], [7, 10]])),
        (np.array([[2.0, 1], [2, 5]]), np.array([[2.0, 4], [6, 1]])),
    ]
    for count, features, more in [(7, 3, 4), (12, 5, 2), (6, 2, 6)]:
        spread = np.geomspace(0.5, 60, features)
        train, new = (
            rng.normal(center, spread, (rows, features)) for center, rows in [(40, count), (50, more)]
        )
        if count == 12:
            train[:, 1] = 2.0
        cases.append((train, new))
    for train, new in cases:
        attempt(standardise, train, new).gives(
            _scaled(train, new),
            idea="for each feature: minus its mean, divided by its standard deviation, both of the "
            "training rows.",
        )
    attempt(standardise, train, new[:1]).gives(
        _scaled(train, new[:1]),
        idea="a single new row: mean and standard deviation come from the training rows.",
    )


# --- choosing ---------------------------------------------------------------------------------------------


def _candidates(counts):
    return [NearestNeighbours(count) for count in counts]


def _overlapping(seed, count, features=2):
    """Rows of two classes that overlap, so that one neighbour is the best choice in training only."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 2
    return rng.normal(labels[:, np.newaxis] * 1.2, 1, (count, features)), labels


def _scores(candidates, train, train_labels, rows, labels):
    return [one.fit(train, train_labels).score(rows, labels) for one in candidates]


def _chosen(candidates, train, train_labels, rows, labels):
    return candidates[int(np.argmax(_scores(candidates, train, train_labels, rows, labels)))]


def _chosen_by_loop(candidates, train, train_labels, rows, labels):
    best, highest = None, -1
    for one in candidates:
        one.fit(train, train_labels)
        share = np.mean(one.predict(rows) == labels)
        if share > highest:
            best, highest = one, share
    return best


def _chosen_by_max(candidates, train, train_labels, rows, labels):
    from sklearn.base import clone

    fitted = [clone(one).fit(train, train_labels) for one in candidates]
    return max(fitted, key=lambda one: one.score(rows, labels))


def _unfitted(candidates, train, train_labels, rows, labels):
    from sklearn.base import clone

    return clone(_chosen(candidates, train, train_labels, rows, labels))


def _on_all(candidates, train, train_labels, rows, labels):
    one = _chosen(candidates, train, train_labels, rows, labels)
    return one.fit(np.concatenate([train, rows]), np.concatenate([train_labels, labels]))


def _last_of_equals(candidates, train, train_labels, rows, labels):
    scores = _scores(candidates, train, train_labels, rows, labels)
    return candidates[max(range(len(scores)), key=lambda place: (scores[place], place))]


def _but_the_first(candidates, train, train_labels, rows, labels):
    return _chosen(candidates[1:], train, train_labels, rows, labels)


def _smallest_gap(candidates, train, train_labels, rows, labels):
    ours, theirs = (
        np.array(_scores(candidates, train, train_labels, *asked))
        for asked in [(rows, labels), (train, train_labels)]
    )
    return candidates[int(np.argmin(np.abs(ours - theirs)))]


def _of_rounded(candidates, train, train_labels, rows, labels):
    return candidates[int(np.argmax(np.round(_scores(candidates, train, train_labels, rows, labels), 1)))]


def _on_both_then_chosen(candidates, train, train_labels, rows, labels):
    every, every_label = np.concatenate([train, rows]), np.concatenate([train_labels, labels])
    return _chosen(candidates, every, every_label, rows, labels)


def _first(candidates, train, train_labels, rows, labels):
    for one in candidates:
        one.fit(train, train_labels)
        return one


def _above_half(candidates, train, train_labels, rows, labels):
    scores = _scores(candidates, train, train_labels, rows, labels)
    return candidates[[score > 0.5 for score in scores].index(True)]


@exercise(
    hints=[
        "Make a list of scores, one for each candidate, as for `choose_k` in lesson 02.",
        "In a loop: `fit` on the training rows, then append `score` of the validation rows.",
        "Return `candidates[np.argmax(scores)]`: the candidate, not its score.",
    ],
    right=[answers(_chosen), answers(_chosen_by_loop), answers(_chosen_by_max)],
    mistakes=[
        mistake(
            lambda candidates, train, train_labels, rows, labels: candidates[
                int(np.argmax(_scores(candidates, train, train_labels, train, train_labels)))
            ],
            says="which set chooses: on the training pictures, whoever learned them by heart wins. Score the "
            "validation pictures.",
        ),
        mistake(
            _but_the_first,
            says="the first candidate: it was never fitted and scored. What if it is the best?",
        ),
        mistake(
            _smallest_gap,
            says="what is wanted: the highest accuracy in validation. A small gap to training is no reason.",
        ),
        mistake(
            _of_rounded,
            says="the rounding: scores that were not equal become equal. Compare them with all their digits.",
        ),
        mistake(_last_of_equals, says="equal scores: the first of them is wanted, which `np.argmax` gives."),
        mistake(
            lambda candidates, train, train_labels, rows, labels: candidates[
                int(np.argmin(_scores(candidates, train, train_labels, rows, labels)))
            ],
            says="the direction: a high accuracy is wanted, `argmax`.",
        ),
        mistake(
            lambda candidates, train, train_labels, rows, labels: candidates[-1].fit(train, train_labels),
            says="the loop: yours gives the last candidate, whatever its score.",
        ),
        mistake(
            lambda candidates, train, train_labels, rows, labels: max(
                _scores(candidates, train, train_labels, rows, labels)
            ),
            says="what is asked: the candidate itself, not its score.",
        ),
        mistake(
            lambda candidates, train, train_labels, rows, labels: int(
                np.argmax(_scores(candidates, train, train_labels, rows, labels))
            ),
            says="what is asked: the candidate itself, `candidates[…]`, not its place.",
        ),
        mistake(
            lambda candidates, train, train_labels, rows, labels: _scores(
                candidates, train, train_labels, rows, labels
            ),
            says="what is asked: one candidate. These are the scores; where is the highest?",
        ),
    ],
    wrong=[
        answers(_unfitted, says="fitted"),
        answers(_on_all, says="validation rows, too"),
        answers(_on_both_then_chosen, says="validation rows, too"),
        answers(
            lambda candidates, train, train_labels, rows, labels: _chosen(
                candidates, rows, labels, train, train_labels
            ),
            says="learned from the validation rows",
        ),
        answers(
            lambda candidates, train, train_labels, rows, labels: _chosen(
                candidates, rows, labels, rows, labels
            ),
            says="learned from the validation rows",
        ),
        answers(
            lambda candidates, train, train_labels, rows, labels: max(
                candidates, key=lambda one: one.score(rows, labels)
            ),
            says="Look at: `fit`",
        ),
        answers(_first, says="inside the loop"),
        answers(_above_half, says="Compare all of them"),
        answers(
            lambda candidates, train, train_labels, rows, labels: _chosen(
                candidates[:2], train, train_labels, rows, labels
            ),
            says="Compare all of them",
        ),
    ],
    remember="Settings are chosen on the validation set; the training set would choose learning by heart.",
)
def choose(choose):
    """Choose among classifiers by their validation accuracy."""
    cases = [
        (_candidates(counts), *_overlapping(seed, 40), *_overlapping(seed + 100, 30))
        for seed, counts in _CHOICES
    ]
    for candidates, train, train_labels, rows, labels in cases:
        trial = attempt(choose, candidates, train, train_labels, rows, labels)
        trial = replace(
            trial, others=tuple(cases)
        )  # of a few candidates, another way soon takes the same one
        best = _chosen(copy.deepcopy(candidates), train, train_labels, rows, labels)
        is_one = isinstance(trial.value, NearestNeighbours)
        trial.must(is_one, "one of the candidates", "the result: one of `candidates`, fitted.")
        _learned_from_the_training_rows(trial, train, rows)
        scores = [one.fit(train, train_labels).score(rows, labels) for one in (trial.value, best)]
        trial.gives(
            best,
            idea=f"the scores in validation: yours has {scores[0]:.3f}, another one {scores[1]:.3f}. Compare "
            "all of them.",
        )


def _learned_from_the_training_rows(trial, train, rows):
    """Say so if the candidate that came back was not fitted, or on other rows than the training rows."""
    returned = trial.part("the candidate that you returned", trial.value)  # known mistakes choose another one
    returned.must(
        trial.value.is_fitted, "a fitted one", "`fit`: the candidate that you return must be fitted."
    )
    learned = trial.value.features_
    idea = "`fit`: it learns from the training rows, with their labels, and from nothing else."
    if np.array_equal(learned, rows):
        idea = "`fit`: yours learned from the validation rows. They only score what the training rows taught."
    elif len(learned) == len(train) + len(rows):
        idea = "`fit`: yours learned from the validation rows, too. They only choose."
    returned.must(np.array_equal(learned, train), "one that was fitted on the training rows alone", idea)


# Seeds and numbers of neighbours for which the known mistakes choose others. In the first, they differ from
# each other and none takes the first candidate; then the first and the last is best.
_CHOICES = ((147, (5, 30, 21, 7, 13, 1, 3, 12)), (158, (25, 3, 13, 1)), (62, (1, 5, 9, 13)))


# --- features of one's own --------------------------------------------------------------------------------

DRAWINGS = ("horizontal stripes", "upright stripes", "chessboard")
_MOST_FEATURES = 20
_NEEDED = 0.95


def design_example(kind, rng):
    """Draw one of `DRAWINGS`, as the check of `design` does: a patch of the pattern on a plain ground.

    Colours, place, size and width of the pattern are random.

    >>> picture = design_example("chessboard", np.random.default_rng(1))
    """
    side = int(rng.integers(40, 65))
    colours = rng.integers(0, 256, (2, 3))
    while abs((colours[0] - colours[1]) @ np.array(_GRAY)) < 60:
        colours = rng.integers(0, 256, (2, 3))
    width = int(rng.integers(2, 4))
    patch = int(rng.integers(26, side - 4))
    row, column = np.indices((patch, patch)) // width % 2
    pattern = (row, column, (row + column) % 2)[DRAWINGS.index(kind)]
    image = np.tile(colours[0], (side, side, 1))
    top, left = rng.integers(0, side - patch, 2)
    image[top : top + patch, left : left + patch] = colours[pattern]
    return image.astype("uint8")


def _by_changes(image):
    values = image.astype(float)
    down = np.abs(values[1:] - values[:-1]).sum()
    across = np.abs(values[:, 1:] - values[:, :-1]).sum()
    return [down / (down + across), across / (down + across)]


def _by_means(image):
    gray = image.mean(axis=2)
    rows, columns = gray.mean(axis=1), gray.mean(axis=0)
    changes = np.abs(np.diff(rows)).mean(), np.abs(np.diff(columns)).mean()
    return np.array(changes) / gray.std()


@exercise(
    points=2,
    hints=[
        "The pattern is a patch somewhere on a plain ground. What differs between the three, whatever their "
        "colours and places? Which way do their edges run?",
        "Two numbers are enough: how much changes from row to row, and how much from column to column.",
        "Use `.astype(float)` before you subtract. Both grow with the contrast and the size of the patch; "
        "their shares, each divided by the sum of both, hardly do.",
    ],
    right=[
        answers(_by_changes),
        answers(_directions),
        answers(_by_means),
    ],
    wrong=[
        answers(lambda image: image.mean(axis=(0, 1)), says="colours"),
        answers(lambda image: _colours(image, 2), says="colours"),
        answers(lambda image: image[:4, :4].ravel(), says="at most 20"),
        answers(lambda image: [1.0, 2.0], says="the same for every"),
        answers(lambda image: image.shape[:2], says="Look at"),
        answers(lambda image: np.abs(image[1:] - image[:-1]).mean(), says="Look at"),
        answers(lambda image: [float("nan"), 1.0], says="not a number"),
        answers(lambda image: ["stripes"], says="numbers"),
        answers(lambda image: list(range(image.shape[0] % 7 + 1)), says="as many"),
    ],
    remember="A good feature keeps what matters and loses what does not, such as colour and place here.",
)
def design(design):
    """Find features that tell three kinds of drawings apart."""
    rng = np.random.default_rng(8)
    kinds = np.arange(90) % 3
    rows = []
    for kind in kinds:
        trial = attempt(design, design_example(DRAWINGS[kind], rng))
        try:
            row = np.ravel(np.asarray(trial.value, dtype=float))
        except (TypeError, ValueError):
            trial.must(False, "numbers", "the result: numbers, in a list or an array.")
        trial.must(
            0 < row.size <= _MOST_FEATURES,
            f"1 to {_MOST_FEATURES} numbers",
            f"how many features there are: at most {_MOST_FEATURES}.",
        )
        trial.must(
            bool(np.all(np.isfinite(row))),
            "numbers",
            "a division by 0, or another step that gives what is not a number.",
        )
        trial.must(
            not rows or row.size == rows[0].size,
            f"{rows[0].size if rows else 0} numbers, as for the picture before",
            "the size of the picture: it must not change how many features there are. For every picture "
            "as many.",
        )
        rows.append(row)
    rows = np.array(rows)
    trial.must(
        bool(np.any(rows.std(axis=0) > 0)),
        "features that differ between pictures",
        "the input: your features are the same for every picture.",
    )
    known, asked = _scaled(rows[:45], rows[:45]), _scaled(rows[:45], rows[45:])
    nearest = ((asked[:, np.newaxis] - known) ** 2).sum(axis=-1).argmin(axis=1)
    said, true = kinds[:45][nearest], kinds[45:]
    if np.mean(said == true) < _NEEDED:
        mixed = [(int(np.sum((true == a) & (said == b))), a, b) for a in range(3) for b in range(3) if a != b]
        count, a, b = max(mixed)
        trial.must(
            False,
            f"features with which at least {_NEEDED:.0%} of new drawings are told apart; yours: "
            f"{np.mean(said == true):.0%}",
            f"{DRAWINGS[a]}, taken for {DRAWINGS[b]} {count} times. What stays the same in all of one kind, "
            f"whatever "
            "their colours, place and size?",
        )


quiz = Quiz(
    Question(
        "Two pictures have the same colour histogram. What do you know?",
        wrong("They show the same thing", "A heap of petals has the histogram of the flower."),
        right(
            "Each box of colours holds the same share of their pixels",
            "Where the colours are, and what they form, is not in it.",
        ),
        wrong("They are equal, up to small shifts", "The scattered flower had the same histogram, too."),
    ),
    Question(
        "The edge of a table lies flat, from left to right through the picture. What is the angle of the "
        "gradient there?",
        wrong("0 degrees", "That is the direction of the edge. The gradient stands across it."),
        wrong(
            "Both 0 and 90 degrees occur", "Along the edge nothing changes, so there is no gradient that way."
        ),
        right("90 degrees", "From dark to light you go up or down, across the edge."),
    ),
    Question(
        "Flowers lie on a table in steady light, each turned as it fell. Which description minds it least?",
        right("The colour histogram", "A turn moves pixels, and where they are is not in it."),
        wrong("HOG", "A turn adds to the angle of every edge, and brings it into another cell."),
        wrong("All pixels", "They say what stands where, and after a turn nearly all stand elsewhere."),
    ),
    Question(
        "Which of them needs scaled features least?",
        wrong("Nearest neighbours", "They measure distances; the feature with the largest unit rules."),
        wrong("An SVM", "Its kernel measures distances, too."),
        right("A random forest", "It asks about one feature at a time, and a question fits any unit."),
    ),
    Question(
        "An SVM with a huge C is right on all training pictures. Is that good?",
        right(
            "Only the validation set can say",
            "A border that bends round each dot has learned them by heart. Compare settings in validation.",
        ),
        wrong("Yes, C is well chosen", "C was not compared on pictures that it has not learned."),
        wrong("No, C must always be small", "With a small C it may overlook what there is to learn."),
    ),
)
