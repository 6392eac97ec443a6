"""Every set the course knows by name, and `load`, which brings any of them or a folder."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course_utils.data import download as downloads
from course_utils.data.folder import OWN_FOLDER, folder_for_keras, how_to_fill, load_folder
from course_utils.data.image_set import ImageSet
from course_utils.data.pictures import as_height_width, read_picture, resize_images
from course_utils.data.problem import DataProblem
from course_utils.data.shipped import find_shipped, load_shipped
from course_utils.places import data_folder

FOLDER_SIZE = (180, 180)  # of pictures from a folder, unless another is asked for
FLOWER_PHOTOS = downloads.Archive(
    url="https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz",
    sha256="4c54ace7911aaffe13a365c34f650e71dd5bf1be0a58b464e5a7183e3e595d9c",
    bytes=228_813_984,
)
FASHION_NAMES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
CIFAR_NAMES = (
    *("airplane", "automobile", "bird", "cat", "deer"),
    *("dog", "frog", "horse", "ship", "truck"),
)


@dataclass(frozen=True)
class Entry:
    """A set in the catalogue.

    Attributes:
        what: what its pictures show.
        extent: how many pictures of which size.
        source, licence: where it comes from, and what it may be used for.
        size: (height, width) its pictures get unless another is asked for; None: as they are.
        read: reads it, from the entry and from (height, width) or None.
        is_here: whether it can be loaded without a download.
        fetch: downloads it, from a mirror and a local archive; None where nothing is downloaded.
        folder: where its pictures lie, one sub-folder a class; None where they are no such files.
    """

    what: str
    extent: str
    source: str
    licence: str
    size: tuple[int, int] | None
    read: Callable[[Entry, tuple[int, int] | None], ImageSet]
    is_here: Callable[[], bool] = lambda: True
    fetch: Callable[[str | None, Path | None], None] | None = None
    folder: Callable[[], Path] | None = None


def load(
    name: str | os.PathLike[str],
    size: int | Sequence[int] | None = None,
    *,
    download: bool = False,
) -> ImageSet:
    """Load a set of labelled pictures by its name, or any folder with one sub-folder a class.

    Pictures of another shape than `size` lose their margins: the middle is kept, in the shape
    wanted, then scaled with antialiasing. Nothing is stretched.

    Args:
        name: "digits", "photos", "garden", "scenes", "flowers", "fashion_mnist", "cifar10", or the
            path of a folder.
        size: side of the pictures in pixels, or (height, width). Without it a set keeps the size
            its pictures have; flowers and folders, where sizes vary, get 180.
        download: fetch the set first if it is not on this computer.

    Returns:
        An `ImageSet`: `images` uint8 (n, height, width, channels), `labels`, `class_names` …

    Raises:
        DataProblem: if the name is unknown, the set is not here, or no picture can be used.
        ValueError: if `size` is no size.

    Example:
        >>> load("digits").images.shape
        (1797, 8, 8, 1)
    """
    shape = as_height_width(size)
    entry = CATALOGUE.get(name) if isinstance(name, str) else None
    if entry is None:
        return load_folder(_own_folder(name), shape or FOLDER_SIZE)
    if not entry.is_here() and entry.fetch:
        if not download:
            raise DataProblem(_absent(name))
        entry.fetch(None, None)
    return entry.read(entry, shape or entry.size)


def picture_folder(name: str | os.PathLike[str]) -> Path:
    """Find the folder of a set whose pictures are files, one sub-folder a class.

    Args:
        name: "garden", "flowers" once it was fetched, or the path of a folder, such as "my_pictures".

    Returns:
        The folder, as `keras.utils.image_dataset_from_directory` wants it.

    Raises:
        DataProblem: if the name is unknown, the set is not here, its pictures are not such files, or
            Keras could not read the folder: no class folders, broken files, a class without pictures.
    """
    entry = CATALOGUE.get(name) if isinstance(name, str) else None
    if entry is None:
        return folder_for_keras(_own_folder(name))
    if entry.folder is None:
        raise DataProblem(f'{name} is not a folder with one sub-folder a class; use load("{name}").')
    if not entry.is_here():
        raise DataProblem(_absent(name))
    return entry.folder()


def fetch(name: str, mirror: str | None = None, archive: Path | None = None) -> None:
    """Download a set that is not here yet.

    Args:
        name: a set that is downloaded: flowers, fashion_mnist or cifar10.
        mirror: address or folder to take the archive from instead of its usual place.
        archive: a copy of the archive on this computer, taken instead of a download.

    Raises:
        DataProblem: if there is no such set, or it cannot be had.
    """
    entry = CATALOGUE.get(name)
    if entry is None:
        raise DataProblem(_unknown(name))
    if entry.fetch and not entry.is_here():
        entry.fetch(mirror, archive)


def _own_folder(path: str | os.PathLike[str]) -> Path:
    """The folder of a learner's own pictures, or a sentence if there is none."""
    folder = Path(path).expanduser()
    if folder.name == OWN_FOLDER and not folder.is_dir():
        raise DataProblem(
            f"There is no folder {folder} in {Path.cwd()} yet. Make it there, beside the notebook; in "
            f"it, {how_to_fill(folder)}"
        )
    if not os.fspath(path) or not folder.is_dir():
        raise DataProblem(_unknown(os.fspath(path)))
    return folder


def _absent(name: str) -> str:
    return (
        f"{name} is not on this computer. Fetch it once with `python -m course_utils data "
        f'fetch {name}`, or in Python with load("{name}", download=True).'
    )


def _unknown(name: str) -> str:
    guess = difflib.get_close_matches(name, CATALOGUE, n=1)
    return (
        f"There is no set and no folder {name!r}."
        + (f" Did you mean {guess[0]!r}?" if guess else "")
        + f" The sets are {', '.join(CATALOGUE)}; the path of a folder with one sub-folder "
        "for each class works too."
    )


def _read_digits(entry: Entry, size: tuple[int, int] | None) -> ImageSet:
    from sklearn.datasets import load_digits

    digits = load_digits()
    # 17 shades, 0 to 16, spread over 0 to 255.
    images = np.rint(digits.images * (255 / 16)).astype(np.uint8)[..., np.newaxis]
    return ImageSet(
        images=resize_images(images, size),
        labels=digits.target.astype(np.int64),
        class_names=tuple(map(str, digits.target_names)),
        source=entry.source,
        licence=entry.licence,
    )


def _read_photos(entry: Entry, size: tuple[int, int] | None) -> ImageSet:
    import matplotlib
    import sklearn.datasets

    paths = [
        Path(sklearn.datasets.__file__).parent / "images" / "china.jpg",
        Path(sklearn.datasets.__file__).parent / "images" / "flower.jpg",
        Path(matplotlib.get_data_path()) / "sample_data" / "grace_hopper.jpg",
    ]
    images = [read_picture(path, size)[0] for path in paths]
    return ImageSet(
        images=np.stack(images) if size else images,
        labels=np.arange(len(paths)),
        class_names=tuple(path.stem for path in paths),
        source=entry.source,
        licence=entry.licence,
        files=tuple(map(str, paths)),
    )


def _read_shipped(name: str) -> Callable[[Entry, tuple[int, int] | None], ImageSet]:
    def read(entry: Entry, size: tuple[int, int] | None) -> ImageSet:
        return load_shipped(name, size, source=entry.source, licence=entry.licence)

    return read


def _flowers_folder() -> Path:
    return data_folder() / "flowers"


def _fetch_flowers(mirror: str | None, archive: Path | None) -> None:
    downloads.fetch(FLOWER_PHOTOS, _flowers_folder(), mirror=mirror, local=archive)


def _read_flowers(entry: Entry, size: tuple[int, int] | None) -> ImageSet:
    folder = _flowers_folder() / "flower_photos"
    return load_folder(folder, size, source=entry.source, licence=entry.licence)


def _keras_files(*names: str) -> Callable[[], bool]:
    def are_here() -> bool:
        home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
        return all((home / "datasets" / name).exists() for name in names)

    return are_here


def _load_keras(module: str) -> tuple:
    """Return what `keras.datasets` gives; it downloads what its own folder does not hold."""
    import keras

    try:
        return getattr(keras.datasets, module).load_data()
    except Exception as error:
        raise DataProblem(
            f"keras.datasets could not bring {module} ({error}). It needs a network once. Without "
            "one, copy the folder .keras/datasets from a computer that has the set to your home "
            "folder, or to a folder that the variable KERAS_HOME names."
        ) from error


def _fetch_keras(module: str) -> Callable[[str | None, Path | None], None]:
    def fetch(mirror: str | None, archive: Path | None) -> None:
        if mirror or archive:
            raise DataProblem(
                f"Keras itself brings {module} and knows no mirror. Copy the folder "
                ".keras/datasets from a computer that has the set to your home folder instead."
            )
        _load_keras(module)

    return fetch


def _read_keras(
    module: str, class_names: Sequence[str]
) -> Callable[[Entry, tuple[int, int] | None], ImageSet]:
    def read(entry: Entry, size: tuple[int, int] | None) -> ImageSet:
        (train_images, train_labels), (test_images, test_labels) = _load_keras(module)
        images = np.concatenate([train_images, test_images])
        images = images if images.ndim == 4 else images[..., np.newaxis]
        return ImageSet(
            images=resize_images(images, size),
            labels=np.concatenate([train_labels, test_labels]).ravel().astype(np.int64),
            class_names=tuple(class_names),
            source=entry.source,
            licence=entry.licence,
            parts=np.repeat(["train", "test"], [len(train_images), len(test_images)]),
        )

    return read


CATALOGUE: dict[str, Entry] = {
    "digits": Entry(
        what="handwritten digits, scanned",
        extent="1,797 of 8 × 8",
        source="scikit-learn (UCI: Optical Recognition of Handwritten Digits, Alpaydin and Kaynak)",
        licence="CC BY 4.0",
        size=(8, 8),
        read=_read_digits,
    ),
    "photos": Entry(
        what="photographs of a temple, a flower and a person",
        extent="3 of about 600 × 500",
        source="scikit-learn and matplotlib",
        licence="china: CC BY 2.0, Daniel Buechele; flower: CC BY 2.0, vultilion (both Flickr); "
        "grace_hopper: public domain, United States Navy",
        size=None,
        read=_read_photos,
    ),
    "garden": Entry(
        what="drawn flowers of 5 classes",
        extent="1,500 of 96 × 96",
        source="the course's generator, course_utils.data.drawn.garden",
        licence="CC BY 4.0",
        size=(96, 96),
        read=_read_shipped("garden"),
        is_here=lambda: find_shipped("garden") is not None,
        folder=lambda: find_shipped("garden"),
    ),
    "scenes": Entry(
        what="drawn flower beds, several labels and boxes in each",
        extent="400 of 128 × 128",
        source="the course's generator, course_utils.data.drawn.scenes",
        licence="CC BY 4.0",
        size=(128, 128),
        read=_read_shipped("scenes"),
        is_here=lambda: find_shipped("scenes") is not None,
    ),
    "flowers": Entry(
        what="photographs of flowers, 5 classes",
        extent="3,670 of about 320 × 240, 229 MB to download",
        source="TensorFlow's flower_photos, from Flickr",
        licence="CC BY 2.0; LICENSE.txt beside the pictures names each photographer",
        size=FOLDER_SIZE,
        read=_read_flowers,
        is_here=lambda: (_flowers_folder() / "flower_photos").is_dir(),
        fetch=_fetch_flowers,
        folder=lambda: _flowers_folder() / "flower_photos",
    ),
    "fashion_mnist": Entry(
        what="pieces of clothing, gray, 10 classes",
        extent="70,000 of 28 × 28, 31 MB to download",
        source="keras.datasets (Zalando Research)",
        licence="MIT",
        size=(28, 28),
        read=_read_keras("fashion_mnist", FASHION_NAMES),
        is_here=_keras_files(
            *(
                f"fashion-mnist/{part}-{kind}-ubyte.gz"
                for part in ("train", "t10k")
                for kind in ("images-idx3", "labels-idx1")
            )
        ),
        fetch=_fetch_keras("fashion_mnist"),
    ),
    "cifar10": Entry(
        what="photographs of things and animals, 10 classes",
        extent="60,000 of 32 × 32, 171 MB to download",
        source="keras.datasets (Alex Krizhevsky, 2009)",
        licence="none given; for research and teaching, naming the author",
        size=(32, 32),
        read=_read_keras("cifar10", CIFAR_NAMES),
        # Keras takes the unpacked batches only while it finds the archive beside them.
        is_here=_keras_files(
            "cifar-10-batches-py-target_archive",
            "cifar-10-batches-py-target/cifar-10-batches-py/test_batch",
        ),
        fetch=_fetch_keras("cifar10"),
    ),
}
