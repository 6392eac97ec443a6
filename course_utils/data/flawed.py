"""Data with flaws, for a lesson to find: cameras that leave a trace, and a folder of bad pictures."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from course_utils.data.drawn.garden import draw_picture

GRAINS = 6  # of dust on a lens
DIMMED = 0.15  # how much of the light a grain keeps away


def photograph(images: np.ndarray, cameras: np.ndarray, seed: int = 0) -> np.ndarray:
    """Take pictures again, each with a camera of its own, on whose lens are some faint grains of dust.

    Args:
        images: uint8 (n, height, width, 3).
        cameras: which camera takes each picture, whole numbers (n,) from 0.
        seed: decides where the dust of each camera is.

    Returns:
        The pictures as the cameras took them, uint8, of the same shape.
    """
    rng = np.random.default_rng(seed)
    height, width = images.shape[1:3]
    grain = max(2, min(height, width) // 16)
    lenses = np.ones((int(np.max(cameras)) + 1, height, width, 1))
    for lens in lenses:
        tops, lefts = rng.integers(0, height - grain, GRAINS), rng.integers(0, width - grain, GRAINS)
        for top, left in zip(tops, lefts, strict=True):
            lens[top : top + grain, left : left + grain] = 1 - DIMMED
    return (images * lenses[cameras]).astype(np.uint8)


def spoiled_folder(to: Path) -> Path:
    """Make a folder of two classes that holds a picture of every kind of bad picture, named by its kind.

    Args:
        to: the folder to make.

    Returns:
        `to`: the folders `daisies` and `roses` with sound and bad files, an empty folder, and a file beside
        them.
    """
    first, second, fourth, fifth = (Image.fromarray(draw_picture("daisy", n)) for n in (4, 11, 21, 37))
    third = Image.fromarray(draw_picture("roses", 11))
    daisies, roses, nothing = (Path(to, name) for name in ("daisies", "roses", "tulips"))
    for folder in (daisies, roses, nothing):
        folder.mkdir(parents=True)

    # sound ones
    first.save(daisies / "sound_1.jpg", quality=95)
    second.save(daisies / "sound_2.png")
    third.save(roses / "sound_3.png")
    # files that give no picture
    (roses / "cut_off.jpg").write_bytes(_jpeg(fifth)[:1500])
    (roses / "empty.jpg").write_bytes(b"")
    (roses / "poem.jpg").write_text("a rose is a rose")
    (roses / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic")
    (roses / "film.mp4").write_bytes(b"\0" * 50)
    (roses / "header_only.png").write_bytes((daisies / "sound_2.png").read_bytes()[:40])
    (roses / "huge.png").write_bytes(_png_that_claims(60_000, 60_000))
    Image.fromarray(np.asarray(fifth.convert("L"), np.float32)).save(roses / "measured.tif")
    third.save(Path(to, "stray.png"))
    # pictures that need a treatment
    turned = Image.Exif()
    turned[0x0112] = 6  # "turn me to the right"
    fourth.transpose(Image.Transpose.ROTATE_90).save(daisies / "turned.jpg", exif=turned, quality=95)
    gray = fourth.convert("L")
    gray.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(daisies / "gray.png")
    fifth.convert("CMYK").save(daisies / "for_print.jpg", quality=95)
    fifth.rotate(180).convert("P").save(daisies / "palette.png")
    fourth.rotate(180).convert("1").save(daisies / "two_shades.png")
    deep = np.asarray(fifth.convert("L").rotate(90), np.uint16) << 8
    Image.fromarray(deep).save(daisies / "deep.png")
    glass = second.rotate(180).convert("RGBA")
    glass.putalpha(gray.point(lambda shade: 255 * (shade > 110)))
    glass.save(daisies / "transparent.png")
    third.rotate(180).save(daisies / "moving.gif", save_all=True, append_images=[first, second])
    # pictures that are there twice
    (roses / "copy_of_3.png").write_bytes((roses / "sound_3.png").read_bytes())
    (roses / "copy_of_2.png").write_bytes((daisies / "sound_2.png").read_bytes())
    smaller = first.resize((60, 60)).point(lambda shade: min(255, shade * 11 // 10))
    smaller.save(daisies / "smaller.jpg", quality=60)
    # what a computer puts there
    (daisies / "Thumbs.db").write_bytes(b"\0")
    return to


def _jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=95)
    return stream.getvalue()


def _png_that_claims(width: int, height: int) -> bytes:
    """A PNG of about a hundred bytes that claims any number of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
