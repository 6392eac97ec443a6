"""Reading one picture file safely, whatever it is, and bringing pictures to one size."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from course_utils.data.problem import DataProblem

# A small file can claim to be enormous and fill the memory when it is decoded (a "decompression
# bomb"). A camera's 48 million pixels are welcome; decoded, 64 million take 192 MB.
MOST_PIXELS = 64_000_000
# Only formats that hold pixels and nothing else: Pillow would start other programs for some.
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "PPM", "ICO", "AVIF")
_TOO_MANY_PIXELS = f"more than {MOST_PIXELS // 1_000_000} million pixels, not decoded"
_SCALING = Image.Resampling.BILINEAR  # Pillow's takes every pixel into account when it scales down
_EXIF_ORIENTATION = 0x0112
_SIDEWAYS = (5, 6, 7, 8)  # EXIF orientations that exchange width and height


class BadPicture(Exception):
    """A file that gives no picture; its text is the reason, in a few words."""


def as_height_width(size: int | Sequence[int] | None) -> tuple[int, int] | None:
    """Return `size` as (height, width); a single number means a square.

    Raises:
        ValueError: if it is not one or two whole numbers of at least 1.
    """
    if size is None:
        return None
    pair = tuple(size) if isinstance(size, Sequence | np.ndarray) else (size, size)
    whole = all(isinstance(side, int | np.integer) and side >= 1 for side in pair)
    if len(pair) != 2 or not whole:
        raise ValueError(f"size is a number of pixels, or (height, width); got {size!r}.")
    return int(pair[0]), int(pair[1])


def open_picture(path: str | os.PathLike[str], size: int | Sequence[int] | None = None) -> np.ndarray:
    """Open one picture file as pixels, whatever kind of picture it is.

    The picture is turned the way its camera was held. Transparent places become white; gray, palette,
    CMYK and 16-bit pictures become RGB; of several frames the first is taken.

    Args:
        path: the file.
        size: side in pixels, or (height, width), to which the middle of the picture is scaled, so
            that nothing is stretched; None keeps the picture's own size.

    Returns:
        uint8 array (height, width, 3): red, green, blue.

    Raises:
        DataProblem: if there is no such file, or it cannot be used as a picture.
        ValueError: if `size` is no size.
    """
    path, shape = Path(path).expanduser(), as_height_width(size)
    if path.is_dir():
        raise DataProblem(f"{path} is a folder. Name a picture file in it.")
    if not path.exists():
        raise DataProblem(f"There is no file {path} in {Path.cwd()}. Check the spelling and the ending.")
    try:
        with quiet():
            return read_picture(path, shape)[0]
    except BadPicture as bad:
        raise DataProblem(f"{path} cannot be opened: {bad}.") from None


def read_picture(path: Path, size: tuple[int, int] | None) -> tuple[np.ndarray, list[str]]:
    """Read a file as an RGB picture.

    The picture is turned the way its camera was held. With a `size` its middle is cut out in the
    shape wanted, and scaled with antialiasing. A JPEG is decoded at a half, a quarter or an eighth
    of its size where that is enough: libjpeg then skips most of the work.

    Args:
        path: a file in any of `FORMATS`.
        size: (height, width) in pixels, or None for the picture's own size.

    Returns:
        The picture, uint8, shape (height, width, 3), and what had to be converted, in words.

    Raises:
        BadPicture: if the file is empty, broken, no picture, or too large to decode safely.
    """
    with _opened(path) as picture:
        return _convert(picture, size)


def read_pictures(
    paths: Sequence[Path], size: tuple[int, int]
) -> tuple[np.ndarray, dict[int, str], dict[int, str]]:
    """Read many files on all cores, as `read_picture` reads one.

    Returns:
        The pictures, uint8, shape (n, height, width, 3); what was converted; and why files gave no
        picture. The last two are by position in `paths`; the row of a bad picture means nothing.
    """
    images = np.empty((len(paths), *size, 3), np.uint8)
    converted, bad = {}, {}

    def read(index: int) -> None:
        try:
            images[index], notes = read_picture(paths[index], size)
            if notes:
                converted[index] = "; ".join(notes)
        except BadPicture as reason:
            bad[index] = str(reason)

    with quiet():
        for_each(read, len(paths))
    return images, dict(sorted(converted.items())), dict(sorted(bad.items()))


@cache
def _readable_formats() -> list[str]:
    Image.init()  # Pillow brings in its less common formats only now
    return [name for name in FORMATS if name in Image.OPEN]  # AVIF is missing from some builds


@contextmanager
def quiet() -> Iterator[None]:
    """Keep back Pillow's warnings, of what is reported here anyway. Not for use inside threads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """Open a file as a picture not decoded yet; whatever goes wrong becomes a `BadPicture`."""
    try:
        state = os.stat(path)
        if not stat.S_ISREG(state.st_mode):
            raise BadPicture("not an ordinary file")  # a pipe, say, which would never end
        if state.st_size == 0:
            raise BadPicture("empty file")
        # A buffer that holds most pictures whole: Pillow reads a header in many small steps.
        with (
            open(path, "rb", buffering=1 << 18) as file,
            Image.open(file, formats=_readable_formats()) as picture,
        ):
            _refuse_unsafe(picture)
            yield picture
    except BadPicture:
        raise
    except UnidentifiedImageError:
        raise BadPicture(_not_a_picture(path)) from None
    except Image.DecompressionBombError:
        raise BadPicture(_TOO_MANY_PIXELS) from None
    except FileNotFoundError:
        raise BadPicture("leads to a file that is not there") from None
    except PermissionError:
        raise BadPicture("may not be read (no permission)") from None
    except Exception as error:
        # A file from outside can make a decoder raise nearly anything: SyntaxError, struct.error …
        said = str(error).strip().rstrip(".")
        raise BadPicture(f"broken ({said or type(error).__name__})") from None


def _not_a_picture(path: Path) -> str:
    if path.suffix.lower() in (".heic", ".heif"):
        return "a phone's HEIC picture, which cannot be read here; export it as JPEG, and use that file"
    return "not a picture"


def _refuse_unsafe(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise BadPicture(f"{width} × {height}: {_TOO_MANY_PIXELS}")
    if picture.mode in ("I", "F") and picture.format != "PNG":
        raise BadPicture("32-bit values, of which none is known to be white; save it with 8 bits")


def _convert(picture: Image.Image, size: tuple[int, int] | None) -> tuple[np.ndarray, list[str]]:
    _refuse_unsafe(picture)
    notes = []
    orientation = _orientation(picture)
    if size and picture.format == "JPEG":
        _reduce(picture, size[::-1] if orientation in _SIDEWAYS else size)
    if getattr(picture, "is_animated", False):
        notes.append("first of several frames")
    if picture.mode.startswith("I"):
        # 16 bits: the upper 8 of them. Pillow would cut everything above 255 to white instead.
        notes.append("16-bit")
        picture = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    elif picture.has_transparency_data:
        notes.append("transparent, put on white")
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture.convert("RGBA"))
    elif picture.mode != "RGB":
        names = {"P": "palette", "L": "gray", "1": "black and white"}
        notes.append(names.get(picture.mode, picture.mode))
    if picture.mode != "RGB":
        picture = picture.convert("RGB")
    if orientation in range(2, 9):
        notes.append("turned as its camera says (EXIF)")
        picture = ImageOps.exif_transpose(picture)
    if size:
        picture = ImageOps.fit(picture, size[::-1], _SCALING)
    return np.array(picture), notes  # a copy, which may be painted on


def _orientation(picture: Image.Image) -> int:
    if picture.format == "JPEG" and not {"exif", "xmp"} & picture.info.keys():
        return 1  # asking Pillow would take as long as reading a small picture's header
    return picture.getexif().get(_EXIF_ORIENTATION, 1)


def _reduce(picture: Image.Image, size: tuple[int, int]) -> None:
    """Ask the JPEG decoder for the smallest picture that still covers `size`."""
    width, height = picture.size
    scale = max(size[0] / height, size[1] / width)
    if scale < 1:
        picture.draft(None, (max(1, round(width * scale)), max(1, round(height * scale))))


def resize_images(images: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Bring a uint8 array (n, height, width, 1 or 3) to `size`, as `read_picture` brings one picture."""
    if images.shape[1:3] == size:
        return images
    resized = np.empty((len(images), *size, images.shape[3]), np.uint8)

    def resize(index: int) -> None:
        pixels = images[index, :, :, 0] if images.shape[3] == 1 else images[index]
        fitted = ImageOps.fit(Image.fromarray(pixels), size[::-1], _SCALING)
        resized[index] = np.asarray(fitted).reshape(resized.shape[1:])

    for_each(resize, len(images))
    return resized


def for_each(work: Callable[[int], None], count: int) -> None:
    """Do `work` for 0 to `count` - 1, on all cores: Pillow works outside Python's lock."""
    threads = min(os.cpu_count() or 1, 16)

    def share(start: int) -> None:
        for index in range(start, count, threads):
            work(index)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(share, range(threads)))
