"""Lesson 09: mirror, move and brighten by hand, chance, what keeps a label, an augmenting model; the quiz."""

from collections.abc import Callable

import numpy as np

from course_utils.checking.exercise import answers, exercise
from course_utils.checking.findings import NotYet
from course_utils.checking.mistakes import mistake
from course_utils.checking.quiz import Question, Quiz, right, wrong
from course_utils.checking.trials import Trial, attempt, difference, given, given_letters, shape_of


def _random_images(*shape: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(1, 255, shape, dtype="uint8")


# --- twice as many ----------------------------------------------------------------------------------------


def _add_mirrored(images, labels):
    return np.concatenate([images, images[:, :, ::-1]]), np.concatenate([labels, labels])


def _add_mirrored_one_by_one(images, labels):
    mirrored = [image[:, ::-1] for image in images]
    return [*images, *mirrored], list(labels) * 2


def _add_mirrored_with_tensorflow(images, labels):
    from course_utils.training import tf

    return tf.concat([images, tf.image.flip_left_right(images)], 0), tf.concat([labels, labels], 0)


def _with(mirror: Callable) -> Callable:
    """A wrong answer that differs in how it mirrors."""
    return lambda images, labels: (np.concatenate([images, mirror(images)]), np.tile(labels, 2))


def _labelled(relabel: Callable) -> Callable:
    """A wrong answer that differs in its labels."""
    return lambda images, labels: (np.concatenate([images, images[:, :, ::-1]]), relabel(labels))


_OUT_OF_STEP = "the order: labels and images are out of step. All old ones first, then all of them again."


@exercise(
    hints=[
        "The axes are (n, height, width, channels). Which of them runs from left to right?",
        "`images[:, :, ::-1]` mirrors all of them: every image, every row, the columns backwards. "
        "`np.concatenate([a, b])` puts `b` behind `a`.",
        "`np.concatenate([images, images[:, :, ::-1]])` are the images. Do the same with the labels, "
        "`[labels, labels]`, and return both with a comma between them.",
    ],
    right=[
        answers(_add_mirrored),
        answers(_add_mirrored_one_by_one),
        answers(_add_mirrored_with_tensorflow),
        answers(lambda images, labels: (np.vstack([images, np.flip(images, axis=2)]), np.tile(labels, 2))),
    ],
    mistakes=[
        mistake(
            _with(lambda images: images[:, ::-1]),
            says="the axis: the new ones are upside down. The width comes third.",
        ),
        mistake(
            _with(lambda images: images[::-1]),
            says="the axis: you turned round the order of the images. Their width comes third.",
        ),
        mistake(
            _with(lambda images: images[..., ::-1]),
            says="the axis: the last one holds the channels, so red and blue changed places.",
        ),
        mistake(
            _with(lambda images: images[:, ::-1, ::-1]),
            says="the axes: rows and columns backwards is half a turn.",
        ),
        mistake(_with(lambda images: images), says="the second half: nothing is mirrored there."),
        mistake(_labelled(lambda labels: np.repeat(labels, 2)), says=_OUT_OF_STEP),
        mistake(
            _labelled(lambda labels: np.concatenate([labels, labels[::-1]])),
            says="the labels: a mirrored image stands where its old one stood, so do not turn them round.",
        ),
        mistake(
            _labelled(lambda labels: labels),
            says="the labels of the new images: they are missing. There are twice as many now.",
        ),
        mistake(
            _labelled(lambda labels: labels + labels),
            says="`+` and `*`: with arrays they calculate. To put labels behind labels use `np.concatenate`.",
        ),
        mistake(
            lambda images, labels: (_add_mirrored(images, labels)[0].astype(float), np.tile(labels, 2)),
            says="the dtype: the images are `uint8` and stay so. Where did yours become decimals?",
        ),
        mistake(
            lambda images, labels: (
                np.stack([images, images[:, :, ::-1]], axis=1).reshape(-1, *images.shape[1:]),
                np.repeat(labels, 2),
            ),
            says="the order: first all images as they were, then all mirrored ones, not in turns.",
        ),
        mistake(
            lambda images, labels: (images[:, :, ::-1], labels),
            says="what comes back: the old images as well as the mirrored ones.",
        ),
        mistake(
            lambda images, labels: (np.concatenate([images[:, :, ::-1], images]), np.tile(labels, 2)),
            says="the order: first the images as they were, then the mirrored ones.",
        ),
        mistake(
            lambda images, labels: (
                np.concatenate([images, images[:, :, ::-1]], axis=1),
                np.tile(labels, 2),
            ),
            says="`axis`: you put them one under the other, as taller images. Leave out `axis`.",
        ),
        mistake(
            lambda images, labels: np.concatenate([images, images[:, :, ::-1]]),
            says="the labels: only images came back. Return both, with a comma between them.",
        ),
        mistake(
            lambda images, labels: (np.tile(labels, 2), np.concatenate([images, images[:, :, ::-1]])),
            says="the order of the two: labels came first. Needed: `images, labels`.",
        ),
    ],
    wrong=[answers(lambda images, labels: print(images, labels), says="`print`")],
    remember="A picture and its label travel together: what you do to the order of one, do to the other.",
)
def add_mirrored(add_mirrored):
    """Add the mirror image of every picture, with its label."""
    for seed, shape in enumerate([(4, 5, 6, 3), (3, 7, 4, 3), (5, 4, 4, 3), (2, 3, 40, 3)]):
        images = _random_images(*shape, seed=seed)
        labels = np.random.default_rng(seed).permutation(10)[: len(images)]
        trial = attempt(add_mirrored, images, labels)
        trial.must(
            isinstance(trial.value, (tuple, list)) and len(trial.value) == 2,
            "two things, `(images, labels)`",
            "the last line: the images and the labels, with a comma between them.",
        )
        wanted = _add_mirrored(images, labels)
        ideas = [
            "the axes: (n, height, width, channels). Left to right is the third, the width.",
            "the order: the labels of all old images, then the same labels again.",
        ]
        for what, got, needed, idea in zip(("images", "labels"), trial.value, wanted, ideas, strict=True):
            if finding := difference(got, needed):
                raise NotYet(f"the {what} that came back: {finding}", idea, trial)


# --- move a picture ---------------------------------------------------------------------------------------


def _move_right(image, n):
    moved = np.zeros_like(image)
    moved[:, n:] = image[:, : image.shape[1] - n]
    return moved


def _move_with_pad(image, n):
    return np.pad(image, ((0, 0), (n, 0), (0, 0)))[:, : image.shape[1]]


def _move_with_roll(image, n):
    moved = np.roll(image, n, axis=1)
    moved[:, :n] = 0
    return moved


def _move_column_by_column(image, n):
    height, width, channels = image.shape
    moved = np.zeros((height, width, channels), dtype=np.uint8)
    for column in range(width - n):
        moved[:, column + n] = image[:, column]
    return moved


def _move_left(image, n):
    moved = np.zeros_like(image)
    moved[:, : image.shape[1] - n] = image[:, n:]
    return moved


def _move_down(image, n):
    moved = np.zeros_like(image)
    moved[n:] = image[: image.shape[0] - n]
    return moved


def _move_by_minus_n(image, n):
    moved = np.zeros_like(image)
    moved[:, n:] = image[:, :-n]
    return moved


def _move_in_place(image, n):
    image[:, n:] = image[:, : image.shape[1] - n].copy()
    image[:, :n] = 0
    return image


def _blacken_the_left(image, n):
    moved = image.copy()
    moved[:, :n] = 0
    return moved


def _smear(image, n):
    moved = image.copy()
    moved[:, n:] = image[:, : image.shape[1] - n]
    return moved


def _move_into_floats(image, n):
    moved = np.zeros(image.shape)
    moved[:, n:] = image[:, : image.shape[1] - n]
    return moved


_NARROW = "the shape: the result is as wide as before. Fill on the left, cut on the right."


@exercise(
    hints=[
        "Begin with a black picture, `np.zeros_like(image)`. Which of its columns get filled?",
        "Columns `n` and up get the old columns from 0 on. How many of the old ones fit?",
        "`moved[:, n:] = image[:, : image.shape[1] - n]`. With `:-n` it fails for 0: `:-0` takes none.",
    ],
    right=[
        answers(_move_right),
        answers(_move_with_pad),
        answers(_move_with_roll),
        answers(_move_column_by_column),
    ],
    mistakes=[
        mistake(
            lambda image, n: np.roll(image, n, axis=1),
            says="the left edge: what leaves on the right comes in again on the left.",
        ),
        mistake(
            lambda image, n: np.roll(image, n),
            says="`np.roll` without an axis: it moves the numbers of all axes as one row.",
        ),
        mistake(_move_left, says="the direction: it moved to the left."),
        mistake(_move_down, says="the axis: it moved down. Columns come second: `[:, n:]`."),
        mistake(
            lambda image, n: _move_right(image, n + 1), says="the count: it moved one pixel more than `n`."
        ),
        mistake(lambda image, n: _move_right(image, n - 1), says="the count: it moved one pixel too few."),
        mistake(
            lambda image, n: _move_right(image, 3),
            says="`n`: your function moves by 3 whatever `n` is.",
        ),
        mistake(
            lambda image, n: _move_right(image, n) if n else np.zeros_like(image),
            says="n = 0: then nothing moves. `:-0` takes no column; stop at `image.shape[1] - n` instead.",
        ),
        mistake(
            lambda image, n: _move_right(image, 20),
            says="`n`: 20 was the example above. Use `n` in its place.",
        ),
        mistake(lambda image, n: image[:, : image.shape[1] - n], says=_NARROW),
        mistake(lambda image, n: np.pad(image, ((0, 0), (n, 0), (0, 0))), says=_NARROW),
        mistake(_blacken_the_left, says="the rest of the picture: nothing has moved. You only covered it."),
        mistake(_smear, says="the gap: the old pixels are still there, and they should be zeros."),
        mistake(
            _move_into_floats,
            says="the dtype: `np.zeros` makes decimals. `np.zeros_like(image)` keeps the image's dtype.",
        ),
        mistake(
            lambda image, n: np.concatenate([np.zeros_like(image[:, :n]), image[:, :-n]], axis=1),
            says="n = 0: `[:, :-0]` is empty. Stop at `image.shape[1] - n` instead.",
        ),
    ],
    wrong=[
        answers(_move_by_minus_n, says="moved[:, n:] = image[:, :-n]"),
        answers(_move_in_place, says="input left as it was"),
        answers(lambda image, n: print(image), says="`print`"),
        answers(lambda image, n: _move_right(image, n).astype(int), says="needed uint8"),
    ],
    remember="`np.roll` wraps round: what leaves on one side comes in on the other. No camera does that.",
)
def move_right(move_right):
    """Move an image to the right and fill the gap with zeros."""
    for seed, (shape, n) in enumerate([((5, 8, 3), 3), ((6, 4, 3), 1), ((4, 7, 3), 0), ((3, 3, 3), 3)]):
        image = _random_images(*shape, seed=seed)
        trial = attempt(move_right, image, n)
        idea = "which old column goes where: column 0 goes to column n, column 1 to n + 1, and so on."
        if shape_of(trial.value) != image.shape:
            idea = _NARROW
        elif getattr(trial.value, "dtype", image.dtype) != image.dtype:
            idea = "the dtype: it stays that of the image. `np.zeros_like(image)` keeps it."
        elif n == 0:
            idea = "n = 0: then nothing moves."
        trial.gives(_move_right(image, n), idea=idea)


# --- does the label stay true? ----------------------------------------------------------------------------

# Each case: whether the label stays true, and what decides it.
_CASES = {
    "A": (True, "how people write: digits lean a little to either side, and we read them all the same."),
    "B": (False, "single digits: a 6 turned by half a turn is a 9, and its label says 6."),
    "C": (True, "what the label says: the kind of flower. A mirrored daisy is a daisy."),
    "D": (False, "single letters: a mirrored b is a d, and its label says b."),
    "E": (False, "what the label says: it is about colour. A red tomato turned green looks unripe."),
    "F": (True, "what the label says: the animal. In the evening a cat is still a cat."),
    "G": (True, "what up means: from above, there is none. A wood turned round is a wood."),
    "H": (False, "what the label says: a left hand in the mirror looks like a right hand."),
}
_RIGHT_CASES = {letter: stays for letter, (stays, _) in _CASES.items()}


def _true_or_false(letter: str, answer: object) -> bool:
    given(f'stays_true["{letter}"]', answer).must(
        isinstance(answer, (bool, np.bool_)),
        "True or False",
        "the spelling: `True` or `False`, without quotes, with a capital letter.",
    )
    return bool(answer)


@exercise(
    hints=[
        "For each letter, imagine the changed picture, and someone who has never seen the one before. "
        "Would they give it the same label?",
        "It must hold for every picture. For B and D, look for one digit or letter that becomes another.",
        "Four are True. A change makes a label false where it touches what the label speaks of.",
    ],
    right=[
        answers(_RIGHT_CASES),
        answers({letter.lower(): stays for letter, stays in _RIGHT_CASES.items()}),
        answers({letter: np.bool_(stays) for letter, stays in _RIGHT_CASES.items()}),
        answers(dict(reversed(_RIGHT_CASES.items()))),
    ],
    wrong=[
        *(
            answers({**_RIGHT_CASES, letter: not stays}, says=idea)
            for letter, (stays, idea) in _CASES.items()
        ),
        answers({**_RIGHT_CASES, "A": "True"}, says="without quotes"),
        answers({**_RIGHT_CASES, "A": 1}, says="True or False"),
        answers({"A": True, "B": False}, says="no answer for C, D, E, F, G, H"),
        answers(list(_RIGHT_CASES.values()), says="dictionary"),
        answers(dict.fromkeys(_CASES, True), says="4 of 8 are right"),
    ],
    remember="The same change can be right for one task and wrong for another: ask what the label speaks of.",
)
def stays_true(stays_true):
    """Say for eight changes whether the label stays true."""
    given_letters("stays_true", stays_true, _CASES, _true_or_false)


# --- flip a coin ------------------------------------------------------------------------------------------


def _random_flip(images, rng):
    flipped = images.copy()
    heads = rng.random(len(images)) < 0.5
    flipped[heads] = images[heads, :, ::-1]
    return flipped


def _random_flip_one_by_one(images, rng):
    return np.array([image[:, ::-1] if rng.random() < 0.5 else image for image in images])


def _random_flip_where(images, rng):
    heads = rng.integers(2, size=len(images)).astype(bool)
    return np.where(heads[:, np.newaxis, np.newaxis, np.newaxis], images[:, :, ::-1], images)


def _flip_in_place(images, rng):
    for image in images:
        if rng.random() < 0.5:
            image[:] = image[:, ::-1].copy()
    return images


def _flip_to_pieces(images, rng):
    return [image[:, ::-1] if rng.random() < 0.5 else image for image in images]


def _each(change: Callable, probability: float = 0.5) -> Callable:
    """A wrong answer that differs in what it does to an image, or how often."""
    return lambda images, rng: np.array(
        [change(image) if rng.random() < probability else image for image in images]
    )


def _flip_exactly_half(images, rng):
    flipped = images.copy()
    half = rng.permutation(len(images))[: len(images) // 2]
    flipped[half] = images[half, :, ::-1]
    return flipped


def _with_another_generator(make: Callable) -> Callable:
    return lambda images, rng: _random_flip(images, make())


@exercise(
    hints=[
        "One coin for each image. `rng.random(len(images))` throws them all: numbers from 0 to 1.",
        "`heads = rng.random(len(images)) < 0.5` is True for about half of them. An array of True and False "
        "can choose images: `images[heads]`.",
        "`flipped = images.copy()`, then `flipped[heads] = images[heads, :, ::-1]`, and return `flipped`.",
    ],
    right=[
        answers(_random_flip),
        answers(_random_flip_one_by_one),
        answers(_random_flip_where),
        answers(_flip_to_pieces),
    ],
    wrong=[
        answers(lambda images, rng: images[:, :, ::-1], says="every image"),
        answers(lambda images, rng: images, says="not one"),
        answers(
            lambda images, rng: images[:, :, ::-1] if rng.random() < 0.5 else images,
            says="one coin for the whole batch",
        ),
        answers(_each(lambda image: image[::-1]), says="upside down"),
        answers(_each(lambda image: image[:, :, ::-1]), says="red and blue"),
        answers(_each(lambda image: image[::-1, ::-1]), says="half a turn"),
        answers(_each(lambda image: image[:, ::-1], probability=0.1), says="50%"),
        answers(_each(lambda image: image[:, ::-1], probability=0.6), says="50%"),
        answers(_flip_exactly_half, says="one for each image"),
        answers(lambda images, rng: images[rng.permutation(len(images))], says="order"),
        answers(
            lambda images, rng: np.concatenate([images[::2], images[1::2, :, ::-1]]),
            says="order",
        ),
        answers(_with_another_generator(np.random.default_rng), says="take all chance from `rng`"),
        answers(_with_another_generator(lambda: np.random.default_rng(0)), says="the same images every time"),
        answers(_flip_in_place, says="input left as it was"),
        answers(lambda images, rng: _random_flip(images, rng) / 255, says="uint8"),
        answers(lambda images, rng: _random_flip(images, rng)[:5], says="needed shape"),
        answers(lambda images, rng: print(_random_flip(images, rng)), says="return"),
    ],
    remember="One coin a picture: a batch that is flipped as a whole is hardly more varied than before.",
)
def random_flip(random_flip):
    """Mirror each image with probability one half."""
    images = _random_images(120, 4, 5, 3)
    flips = [_flips(random_flip, images, seed) for seed in (1, 2, 3, 1)]
    counts = [int(flipped.sum()) for flipped in flips]
    found = f"random_flip on 120 images, four times: mirrored {', '.join(map(str, counts))} of them"
    if set(counts) == {0}:
        raise NotYet(f"{found}; needed about half.", "how many images change: not one does.")
    if set(counts) == {120}:
        raise NotYet(
            f"{found}; needed about half.", "the coin: every image changes. Heads comes half the time."
        )
    if set(counts) == {0, 120}:
        raise NotYet(
            f"{found}; needed about half each time.",
            "the coins: you throw one coin for the whole batch. Each image needs its own.",
        )
    if all(np.array_equal(flips[0], other) for other in flips[1:]):
        raise NotYet(
            "random_flip, given three different generators, mirrored the same images every time; "
            "needed other ones.",
            "where chance comes from: draw it from `rng`, the argument.",
        )
    if not np.array_equal(flips[0], flips[3]):
        raise NotYet(
            "random_flip, given the same generator twice, mirrored other images; needed the same ones.",
            "where chance comes from: take all chance from `rng`, from no other generator.",
        )
    _check_coins(random_flip)


def _check_coins(random_flip: Callable) -> None:
    """Judge 400 small batches: how often heads comes, and whether the images' coins know of each other."""
    images = _random_images(6, 3, 4, 3)
    heads = np.array([_flips(random_flip, images, seed) for seed in range(10, 410)])
    found = f"random_flip on 400 batches of 6 images: {heads.mean():.0%} of the images were mirrored"
    # 4.5 times the standard deviation that 400 · 6 fair coins have; each single image has its own limit.
    if abs(heads.mean() - 0.5) > 0.046 or np.abs(heads.mean(axis=0) - 0.5).max() > 0.115:
        raise NotYet(
            f"{found}; needed 50%, each of them.", "the limit: a random number is below ½ half the time."
        )
    spread = heads.sum(axis=1).var()
    agree = [np.mean(heads[:, i] == heads[:, j]) for i in range(6) for j in range(i)]
    if not 1 < spread < 2 or np.abs(np.array(agree) - 0.5).max() > 0.125:
        raise NotYet(
            "random_flip on 400 batches: one image's flip tells about another's; needed: nothing.",
            "the coins: one for each image. Coins may all be heads; exactly half each time is no coin.",
        )


def _flips(random_flip: Callable, images: np.ndarray, seed: int) -> np.ndarray:
    """Which of the images came back mirrored; says so if one is neither mirrored nor as it was."""
    trial = attempt(random_flip, images, np.random.default_rng(seed))
    got = trial.value
    if isinstance(got, (list, tuple)) and all(np.shape(one) == images.shape[1:] for one in got):
        got = np.array(got)
    if not (isinstance(got, np.ndarray) and got.shape == images.shape and got.dtype == images.dtype):
        trial.gives(images, "what comes back: one array, with as many `uint8` images as went in.")
    flipped = (got == images[:, :, ::-1]).all(axis=(1, 2, 3))
    strange = np.flatnonzero(~flipped & ~(got == images).all(axis=(1, 2, 3)))
    if not len(strange):
        return flipped
    number = int(strange[0])
    image = images[number]
    clues = [
        (image[::-1], "the axis: it is upside down. The axes are (n, height, width, channels)."),
        (image[:, :, ::-1], "the axis: the last one holds the channels, so red and blue changed places."),
        (image[::-1, ::-1], "the axes: rows and columns backwards is half a turn."),
    ]
    order = "the order: here came another image. Each must stay in its place, or labels get out of step."
    clues += [(other[:, ::step], order) for other in images for step in (1, -1)]
    idea = "what may happen to an image: its columns run backwards, or nothing."
    idea = next((clue for mistaken, clue in clues if np.array_equal(got[number], mistaken)), idea)
    raise NotYet(
        f"random_flip: image {number} came back changed; needed: mirrored left to right, or as it was.",
        idea,
    )


# --- more light -------------------------------------------------------------------------------------------


def _brighten(image, amount):
    return np.clip(image.astype("int16") + amount, 0, 255).astype("uint8")


def _brighten_by_minimum(image, amount):
    return np.minimum(np.maximum(image + np.float32(amount), 0), 255).astype(np.uint8)


_RAN_OVER = (
    "overflow: values above 255 ran over, to 0 and on. Make room before the sum, then clip.",
    "the lower end: values below 0 ran over and began again at 255. Clip there too.",
)


def _brighten_in_uint8(image, amount):
    return (image.astype(int) + amount).astype("uint8")


def _brighten_in_place(image, amount):
    image[:] = np.clip(image.astype(int) + amount, 0, 255)
    return image


def _brighten_in_int8(image, amount):
    return np.clip(image.astype("int8") + np.int16(amount), 0, 255).astype("uint8")


@exercise(
    hints=[
        "Three steps: a dtype with room below 0 and above 255, the sum, and back again. What is missing?",
        "`image.astype('int16')` has room. `np.clip(values, 0, 255)` cuts off at both ends.",
        "`np.clip(image.astype('int16') + amount, 0, 255).astype('uint8')`. The order matters: clip first.",
    ],
    right=[
        answers(_brighten),
        answers(_brighten_by_minimum),
        answers(lambda image, amount: (image / 1.0 + amount).clip(0, 255).astype("uint8")),
    ],
    mistakes=[
        mistake(_brighten_in_uint8, says=lambda image, amount: _RAN_OVER[amount < 0]),
        mistake(_brighten_in_int8, says="the dtype: `int8` ends at 127. Take `int16`, or decimals."),
        mistake(
            lambda image, amount: np.clip(image.astype(int) + amount, 0, 255),
            says="the dtype: the values are right. Turn them back to `uint8` at the end.",
        ),
        mistake(
            lambda image, amount: np.clip(image.astype(int) + amount, 0, 1).astype("uint8"),
            says="the ends: the values of this image go from 0 to 255.",
        ),
        mistake(
            lambda image, amount: np.clip(image.astype(int) * amount, 0, 255).astype("uint8"),
            says="the operation: the amount is added, with `+`.",
        ),
    ],
    wrong=[
        answers(_brighten_in_place, says="input left as it was"),
        answers(lambda image, amount: print(image), says="`print`"),
    ],
    remember="Room first, then the sum, then the clip, then back to `uint8`.",
)
def brighten(brighten):
    """Add light to a `uint8` image, or take some away, without overflow."""
    for seed, amount in enumerate([60, -80, 0, 255, -255]):
        image = _random_images(4, 5, 3, seed=seed)
        image[0, :2] = [[0, 255, 128], [255, 0, 3]]
        attempt(brighten, image, amount).gives(
            _brighten(image, amount),
            idea="the ends and the dtype: work out a pixel of 250 and one of 5 by hand, step by step.",
        )


# --- design an augmentation -------------------------------------------------------------------------------

_SIDE = 64
_SPOTS = np.array([[-10.0, 0.0], [7.0, -9.0], [7.0, 9.0]])  # (down, right) of the middle: red, green, blue


def _signs(count: int) -> np.ndarray:
    """The same picture many times: three coloured spots, from which every movement can be read."""
    grid = np.stack(np.meshgrid(np.arange(_SIDE), np.arange(_SIDE), indexing="ij"), axis=-1)
    image = np.full((_SIDE, _SIDE, 3), 110.0)
    for channel, spot in enumerate(_SPOTS + (_SIDE - 1) / 2):
        image[..., channel] += 110 * np.exp(-((grid - spot) ** 2).sum(axis=-1) / (2 * 3.0**2))
    return np.repeat(image[np.newaxis], count, axis=0).astype("float32")


def _movement(image: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """How the spots have moved: a 2 × 2 matrix and a step (down, right); None if they cannot be found."""
    colour = image - image.mean(axis=-1, keepdims=True)
    peaks = colour.max(axis=(0, 1))
    if peaks.min() < 8:
        return None
    weights = np.where(colour > peaks / 2, colour, 0)
    rows, columns = np.arange(_SIDE)[:, np.newaxis, np.newaxis], np.arange(_SIDE)[np.newaxis, :, np.newaxis]
    total = weights.sum(axis=(0, 1))
    spots = np.stack([(weights * rows).sum((0, 1)) / total, (weights * columns).sum((0, 1)) / total], axis=1)
    spots -= (_SIDE - 1) / 2
    middle, was = spots.mean(axis=0), _SPOTS.mean(axis=0)
    matrix = np.linalg.lstsq(_SPOTS - was, spots - middle, rcond=None)[0].T
    return matrix, middle - matrix @ was


def _built(make: Callable) -> Callable:
    """An augmenting model, built when it is first called: importing this module loads no Keras."""
    built = []

    def augmenter(images, training=False):
        from course_utils.training import keras

        if not built:
            keras.utils.set_random_seed(9)  # the layers draw their seeds as they are made
            built.append(keras.Sequential(make(keras.layers)))
        return built[0](images, training=training)

    return augmenter


def _usual(*extra: str, without: str = "", **other: tuple) -> Callable:
    """A right answer, with one layer left out, set otherwise or added."""
    settings = {
        "RandomTranslation": (0.1, 0.1),
        "RandomZoom": (0.15,),
        "RandomRotation": (0.03,),
        "RandomBrightness": (0.2,),
        **other,
    }
    settings.pop(without, None)
    return _built(
        lambda layers: [
            *(getattr(layers, name)(*values) for name, values in settings.items()),
            *(layers.RandomFlip(mode) for mode in extra),
        ]
    )


def _always_on(images, training=False):
    return _always_on.model(images, training=True)


_always_on.model = _usual()


def _of_another_size(images, training=False):
    return images


_of_another_size.input_shape = (None, 24, 24, 3)  # as a model's that begins with `Input((24, 24, 3))`


def _by_hand(images, training=False):
    """Chance by NumPy and SciPy, layers for nothing."""
    from scipy.ndimage import affine_transform

    if not training:
        return images
    rng, changed = np.random.default_rng(), []
    for image in np.asarray(images):
        angle, size = np.deg2rad(rng.uniform(-9, 9)), rng.uniform(0.9, 1.1)
        matrix = np.eye(3)
        matrix[:2, :2] = size * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        middle = np.full(2, 31.5)
        offset = middle - matrix[:2, :2] @ middle + rng.uniform(-5, 5, 2)
        moved = affine_transform(image, matrix, [*offset, 0], order=1, mode="nearest")
        changed.append(moved * rng.uniform(0.7, 1.2))
    return np.clip(changed, 0, 255).astype("float32")


def _one_change_for_all(images, training=False):
    if not training:
        return images
    one = _one_change_for_all.model(images[:1], training=True)
    return np.repeat(np.asarray(one), len(images), axis=0)


_one_change_for_all.model = _usual()


@exercise(
    hints=[
        "Go through the task: light, to the side, nearer or farther, leaning. There is a layer for each.",
        "`RandomBrightness`, `RandomTranslation`, `RandomZoom`, `RandomRotation`. And which layer would turn "
        "*left* into *right*?",
        "`keras.Sequential([layers.RandomTranslation(0.1, 0.1), layers.RandomZoom(0.15), …])`. To lean: "
        "10 degrees are `10 / 360` of a full turn.",
    ],
    right=[
        answers(_usual()),
        answers(_usual(RandomBrightness=(0.4,))),
        answers(
            _built(
                lambda layers: [
                    layers.RandomBrightness(0.3),
                    layers.RandomContrast(0.4),
                    layers.RandomRotation(10 / 360, fill_mode="nearest"),
                    layers.RandomZoom((-0.2, 0.2)),
                    layers.RandomTranslation(0.05, 0.15, fill_mode="constant"),
                ]
            )
        ),
        answers(_by_hand),
    ],
    wrong=[
        answers(_usual("horizontal"), says="mirrored"),
        answers(_usual("vertical"), says="on its head"),
        answers(_usual(RandomRotation=(0.5,)), says="share of a full turn"),
        answers(_usual(RandomRotation=(0.1,)), says="share of a full turn"),
        answers(_usual(RandomRotation=(10,)), says="factor"),
        answers(_usual(RandomRotation=(10 / 180,)), says="share of a full turn"),
        answers(_usual(RandomRotation=(0.005,)), says="the angle stayed nearly"),
        answers(_usual(RandomBrightness=(0.2, (0, 1))), says="value_range"),
        answers(_usual(RandomGrayscale=(1.0,)), says="without colours"),
        answers(_usual(without="RandomBrightness"), says="light"),
        answers(_usual(without="RandomTranslation"), says="to the side"),
        answers(_usual(without="RandomZoom"), says="nearer and farther"),
        answers(_usual(without="RandomRotation"), says="lean"),
        answers(_usual(RandomTranslation=(0.7, 0.7)), says="out of the picture"),
        answers(_usual(RandomBrightness=(1.0,)), says="goes as far as black"),
        answers(_usual(RandomBrightness=(0.01,)), says="the light stayed nearly the same"),
        answers(_usual(RandomZoom=(0.2, 0.0)), says="taller or wider only"),
        answers(_usual(RandomErasing=(1.0, (0.4, 0.5))), says="covered in part"),
        answers(_of_another_size, says="keeps that size"),
        answers(_usual(RandomZoom=(0.8,)), says="size"),
        answers(_always_on, says="training=False"),
        answers(
            _built(lambda layers: [layers.Rescaling(1 / 255), layers.RandomRotation(0.03)]), says="Rescaling"
        ),
        answers(_built(lambda layers: [layers.Resizing(32, 32)]), says="needed shape"),
        answers(lambda images, training=False: images, says="changes nothing"),
        answers(_one_change_for_all, says="all alike"),
        answers([], says="keras.Sequential"),
        answers(lambda images: images, says="training"),
        answers(_usual(RandomTranslation=(0.1, 0)), says="to the side"),
        answers(_usual(RandomTranslation=(0.1, (0, 0.2))), says="the place changed in one direction only"),
        answers(_usual(RandomBrightness=((0, 0.2),)), says="the light changed in one direction only"),
        answers(_usual(RandomZoom=((0, 0.2),)), says="the size changed in one direction only"),
        answers(_usual(RandomRotation=((0, 0.03),)), says="the angle changed in one direction only"),
    ],
    points=2,
    remember="An augmentation says what the label does not depend on. That knowledge is yours.",
)
def augmenter(augmenter):
    """Design an augmentation for arrows on road signs."""
    if isinstance(augmenter, (list, tuple)):
        raise NotYet(
            "augmenter is a list of layers; needed one model.",
            "the wrapping: `keras.Sequential([…])` makes one model of a list of layers.",
        )
    asked = getattr(augmenter, "input_shape", None)
    if isinstance(asked, tuple) and asked[1:] not in [(_SIDE, _SIDE, 3), (None, None, 3)]:
        raise NotYet(
            f"augmenter takes pictures of shape {asked[1:]}; needed {(_SIDE, _SIDE, 3)}.",
            "its `Input`, or what you tried it on first: a model keeps that size. Run the cell of your "
            "answer again, and then this one.",
        )
    _check_prediction(augmenter)
    signs = _signs(96)
    changed = _as_pictures(attempt(augmenter, signs, training=True), signs)
    if np.abs(changed - signs).max() < 1:
        raise NotYet(
            "augmenter changes nothing with training=True; needed: changed pictures.",
            "the layers: `Random…` layers change pictures in training.",
        )
    if changed.max() < 8 or changed.min() > 247:
        raise NotYet(
            "augmenter made all of 96 signs black or white; needed: signs that a person can read.", _TOO_DARK
        )
    if np.abs(changed - changed[0]).max() < 1:
        raise NotYet(
            "augmenter made 96 copies of one picture all alike; needed: a change of its own for each.",
            "where chance is drawn: once for each picture, not once for the batch.",
        )
    _check_changes(changed)


def _as_pictures(trial: Trial, images: np.ndarray) -> np.ndarray:
    """What a model gave as an array; says so if it is none of the right shape."""
    value = trial.value
    if hasattr(value, "numpy"):
        value = value.numpy()
    given(trial.said, value).must(
        isinstance(value, np.ndarray) and value.dtype.kind in "fiu",
        "pictures",
        "what comes back: a batch of pictures, as it went in.",
    )
    if value.shape != images.shape:
        given(trial.said, value).gives(images, "the size: the network behind it needs pictures of one size.")
    return value.astype("float64")


def _check_prediction(augmenter: Callable) -> None:
    signs = _signs(3)
    trial = attempt(augmenter, signs, training=False)
    same = _as_pictures(trial, signs)
    if np.allclose(same * 255, signs, atol=0.5):
        raise NotYet(
            f"{trial.said} divides by 255; needed: pictures as they were.",
            "`Rescaling`: it belongs to the network. An augmenter keeps the values from 0 to 255.",
        )
    if not np.allclose(same, signs, atol=0.01):
        raise NotYet(
            f"{trial.said} changes pictures; needed: pictures as they were, with training=False.",
            "prediction: there, nothing may change. Keras's `Random…` layers see to it themselves.",
        )


_TOO_DARK = (
    "the brightness and the colours: `RandomBrightness(1)` goes as far as black, and so does a `value_range` "
    "that is not 0 to 255."
)


def _check_changes(changed: np.ndarray) -> None:
    """Read each picture's movement and light, and hold them against the task."""
    light = np.median(changed, axis=(1, 2, 3))
    contrast = changed.max(axis=(1, 2, 3)) - light
    moves = [_movement(image) for image in changed]
    seen = [move for move in moves if move is not None]
    lost = len(moves) - len(seen)
    if (gone := int(np.sum(contrast < 8) if lost > 5 else 0)) > 2:
        raise NotYet(
            f"{gone} of 96 signs came out black or white; needed: signs that a person can read.",
            _TOO_DARK,
        )
    matrices = np.array([move[0] for move in seen]).reshape(-1, 2, 2)  # of none, an empty array
    steps = np.array([move[1] for move in seen]).reshape(-1, 2)
    down, right = matrices[:, :, 0], matrices[:, :, 1]
    square = (down * right).sum(axis=1) / np.linalg.norm(down, axis=1) / np.linalg.norm(right, axis=1)
    lost += np.sum(np.abs(square) > 0.5)  # no turn and no size does that: part of the sign is missing
    if lost > 5:
        raise NotYet(
            f"{lost} of 96 signs cannot be read any more; needed: signs that a person can read.",
            "what the task does not name: signs without colours, covered in part, or out of the picture.",
        )
    areas = np.linalg.det(matrices)
    mirrored = int(np.sum(areas < 0))
    if mirrored > 2:  # one or two may be misread where a spot lies on the edge
        on_its_head = np.sum(matrices[areas < 0, 0, 0] < 0) > mirrored / 2
        raise NotYet(
            f"{mirrored} of 96 signs came out mirrored; needed none.",
            "`RandomFlip`: no sign stands on its head."
            if on_its_head
            else "`RandomFlip`: it turns *left* into *right*, and the label is false.",
        )
    angles = np.rad2deg(
        np.arctan2(matrices[:, 1, 0] - matrices[:, 0, 1], matrices[:, 0, 0] + matrices[:, 1, 1])
    )
    widest = np.percentile(np.abs(angles), 97)
    if widest > 15:
        raise NotYet(
            f"signs were turned by up to {widest:.0f} degrees; needed: about 10.",
            "`RandomRotation`: 0.1 is a share of a full turn, 36 degrees. `RandomFlip` can turn signs round.",
        )
    if np.percentile(np.abs(steps), 97) > 20:
        raise NotYet(
            "signs moved by more than a third of the picture; needed: a little.",
            "`RandomTranslation`: signs leave the picture. Begin with 0.1.",
        )
    sizes = np.sqrt(np.abs(areas))
    heights, widths = np.linalg.norm(down, axis=1), np.linalg.norm(right, axis=1)
    if min(np.std(heights), np.std(widths)) < 0.02 <= max(np.std(heights), np.std(widths)):
        raise NotYet(
            "signs became taller or wider only, not larger; needed: nearer and farther.",
            "`RandomZoom`: with a second number, height and width change apart. With one, together.",
        )
    if np.percentile(sizes, 97) > 1.55 or np.percentile(sizes, 3) < 0.6:
        raise NotYet(
            f"signs became {sizes.min():.1f} to {sizes.max():.1f} times as large; needed: about 0.8 to 1.2.",
            "`RandomZoom`: the size changes too much. Begin with 0.2.",
        )
    which = "Which `Random…` layer does that?"
    if np.std(light) < 5 and np.std(contrast) < 8:
        raise NotYet(
            "the light stayed nearly the same in 96 augmented signs; needed: it varies.",
            f"bright noon and evening: the light varies. {which}",
        )
    asked = [  # values around 0, their least spread, what they are, and what the task says of them
        (light - 110, 5, "the light", "bright noon and evening", "RandomBrightness(0.2)"),
        (
            steps[:, 1],
            0.8,
            "the place",
            "signs that stand a little to the side, left or right",
            "RandomTranslation(0.1, 0.1)",
        ),
        (sizes - 1, 0.02, "the size", "signs that are nearer and farther", "RandomZoom(0.15)"),
        (
            angles,
            2.5,
            "the angle",
            "signs that lean a little to either side, by up to 10 degrees",
            "RandomRotation(0.03)",
        ),
    ]
    for values, least, what, idea, both in asked:
        if np.std(values) < least:
            raise NotYet(
                f"{what} stayed nearly the same in 96 augmented signs; needed: it varies.", f"{idea}. {which}"
            )
        low, high = np.percentile(values, [3, 97])
        if low > -least / 2 or high < least / 2:
            raise NotYet(
                f"{what} changed in one direction only in 96 augmented signs; needed: both.",
                f"{idea}. `{both}` goes both ways.",
            )


quiz = Quiz(
    Question(
        "You augment the training pictures. What about the validation pictures?",
        wrong("They are augmented in the same way", "Then you measure on pictures that nobody took."),
        right(
            "They stay as they are",
            "They stand for new pictures as they come. Keras's layers leave them alone by themselves; in a "
            "`tf.data.Dataset` you have to.",
        ),
        wrong(
            "They are augmented until both sets are equally large",
            "The sets need not be equally large, and copies add no new evidence about new pictures.",
        ),
    ),
    Question(
        "How far may `layers.RandomRotation(0.25)` turn a picture?",
        wrong("By up to a quarter of a degree", "The number is not in degrees."),
        wrong("By up to 25 degrees", "The number is a share of a full turn, not of a hundred degrees."),
        right(
            "By up to 90 degrees, to either side",
            "A quarter of a full turn. That is a lot: many things never stand on their side.",
        ),
        wrong(
            "Each fourth picture is turned", "It turns every picture; the number is how far, not how often."
        ),
    ),
    Question(
        "After as many epochs, a network with augmentation has a lower training accuracy than one without. "
        "What does that show?",
        wrong("Augmentation has made it worse", "Look at validation, on new pictures: only that can say so."),
        right(
            "Its task is harder, and it may not be at the end of its way",
            "Its pictures look different in each epoch, so it takes longer to learn them by heart. And the "
            "curve is measured on changed pictures.",
        ),
        wrong("The labels are out of step", "Then validation would fall to chance as well."),
    ),
    Question(
        "You mirror 600 photographs of flowers and add the copies. What do you have now?",
        wrong(
            "The same as 1,200 different photographs",
            "The copies show the same flowers in the same light and place. New photographs teach more.",
        ),
        right(
            "600 photographs, and the knowledge that left and right do not matter",
            "That is all a mirror can teach. New kinds of flowers or backgrounds have to be collected.",
        ),
        wrong("Nothing new", "For an array of numbers it is another picture: most of its numbers differ."),
    ),
    Question(
        "Your validation accuracy falls when you add `RandomFlip('horizontal')`. What do you check first?",
        wrong(
            "Whether the network is too small", "Perhaps later. First look at what the pictures have become."
        ),
        wrong(
            "Whether the flip, which stands in the model, is also on in validation",
            "The layer switches itself off there.",
        ),
        right(
            "Whether a mirrored picture still deserves its label",
            "Letters, arrows, hands: where left and right matter, half of the labels become false.",
        ),
    ),
)
