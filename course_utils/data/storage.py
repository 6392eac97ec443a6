"""Where data is kept on this computer: what was downloaded, and pictures already prepared."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import PIL

from course_utils.places import data_folder

# Raise it when pictures are prepared differently, so that older copies are not used again.
PREPARATION = 2
MOST_PREPARED_BYTES = 2 * 1024**3


def prepared_folder() -> Path:
    """Return the folder of prepared copies. It may be deleted at any time."""
    return data_folder() / "prepared"


def preparation_key(folder: Path, names: Sequence[str], size: tuple[int, int] | None) -> str:
    """Return a key that changes when a file of `folder`, the size, or the preparation changes.

    Files are known by name, length and time of change, as `make` and `rsync` know them.
    """
    digest = hashlib.sha256(repr((PREPARATION, PIL.__version__, str(folder), size)).encode())
    for name in names:
        with contextlib.suppress(OSError):
            state = os.stat(f"{folder}/{name}")
            digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode(errors="replace"))
    return digest.hexdigest()[:32]


def recall(key: str) -> tuple[np.ndarray, Any] | None:
    """Return the images and the notes that `remember` kept under `key`, or None."""
    path = prepared_folder() / f"{key}.npy"
    try:
        with path.open("rb") as file:
            images, notes = np.lib.format.read_array(file), json.load(file)
        os.utime(path)  # the copies used last are the ones that stay
        return images, notes
    except (OSError, ValueError, EOFError):
        return None  # absent, or cut short by a full disk: the pictures are read anew


def remember(key: str, images: np.ndarray, notes: Any) -> None:
    """Keep prepared `images` and JSON-like `notes`, so that the next session need not decode them.

    A copy is only there for speed. Where it cannot be kept (a full disk, a folder that may not be
    written to) nothing happens. Copies that were not used for longest go when there are too many.
    """
    if images.nbytes > MOST_PREPARED_BYTES // 2:
        return
    folder = prepared_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(suffix=".part", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                np.save(file, images)  # not savez, whose check sums take longer than the writing
                file.write(json.dumps(notes).encode())
            os.replace(temporary, folder / f"{key}.npy")
        finally:
            Path(temporary).unlink(missing_ok=True)
        _tidy(folder)


def _tidy(folder: Path) -> None:
    kept = 0
    for path in sorted(folder.glob("*.npy"), key=lambda p: p.stat().st_mtime, reverse=True):
        kept += path.stat().st_size
        if kept > MOST_PREPARED_BYTES:
            path.unlink()
