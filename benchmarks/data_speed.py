"""Seconds from a folder of files to pictures in memory, beside one pass of Keras's own reader.

    python -m benchmarks.data_speed FOLDER_OF_PHOTOGRAPHS

writes `data_speed.md`. The folder holds one sub-folder for each class, such as the unpacked flower
photographs. TensorFlow is imported and has read once before the clock starts. The two ways take
turns, as machines drift, and the table shows the median of the rounds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

from course_utils.data import load, picture_folder
from course_utils.training import keras

ROUNDS = 5


def load_seconds(source: str | Path, size: int) -> float:
    start = time.perf_counter()
    load(source, size)
    return time.perf_counter() - start


def keras_seconds(source: str | Path, size: int) -> float:
    start = time.perf_counter()
    for _ in keras.utils.image_dataset_from_directory(
        picture_folder(source), image_size=(size, size), crop_to_aspect_ratio=True, verbose=False
    ):
        pass
    return time.perf_counter() - start


def table(photographs: Path) -> str:
    """The table, in Markdown."""
    lines = [
        "# From files to pictures in memory",
        "",
        f"{os.cpu_count()} cores, medians of {ROUNDS} rounds. `load` scales with antialiasing, says what is",
        "wrong with which file, and seeks duplicates; Keras does none of these.",
        "",
        "| pictures | `load` | one pass of `image_dataset_from_directory` |",
        "|---|---|---|",
    ]
    count = len(load(photographs, 16))
    cases = {
        "garden, 1,500 at 64 × 64": ("garden", 64),
        f"photographs, {count:,} at 64 × 64": (photographs, 64),
        f"photographs, {count:,} at 180 × 180": (photographs, 180),
    }
    keras_seconds("garden", 64)
    for title, (source, size) in cases.items():
        rounds = [(load_seconds(source, size), keras_seconds(source, size)) for _ in range(ROUNDS)]
        ours, theirs = (statistics.median(way) for way in zip(*rounds, strict=True))
        lines.append(f"| {title} | {ours:.2f} s | {theirs:.2f} s |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photographs", type=Path)
    text = table(parser.parse_args().photographs)
    print(text)
    Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
