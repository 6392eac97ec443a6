"""How fast and how large `load(…).pipeline()` is, beside Keras's way from a folder to batches.

    python benchmarks/data_speed.py FOLDER_OF_PHOTOGRAPHS

writes `data_speed.md` beside this file. The folder holds one sub-folder for each class, such as the
unpacked flower photographs. Each measurement is a process of its own that has imported TensorFlow;
the clock runs from the folder's name to the last batch of the first epoch, so ours includes looking
for bad files and duplicates. The ways take turns, and the table shows the median of the rounds, as
machines drift. Processor time is that of all threads: it tells more than the clock where other
programs run. Memory is the highest resident size, less what the process had after its imports. Runs
on Linux and macOS.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve()
EPOCHS = 4
KERAS = "`image_dataset_from_directory(…)"
WAYS = {  # what each way is, and which it is compared with
    "keras": (f"{KERAS}.cache().prefetch(…)`", "keras"),
    "first": ("`load(…).pipeline()`, first time on this computer", "keras"),
    "again": ("`load(…).pipeline()`, any later session", "keras"),
    "keras_stream": (f"{KERAS}.prefetch(…)`", "keras_stream"),
    "stream": ("`load(…, stream=True).pipeline()`", "keras_stream"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    from course_utils.data.shipped import find_shipped

    cases = {
        "garden at 64 × 64": ("garden", find_shipped("garden"), 64),
        "photographs at 64 × 64": (options.photographs, options.photographs, 64),
        "photographs at 180 × 180": (options.photographs, options.photographs, 180),
    }
    lines = [
        "# Speed and memory of the data",
        "",
        f"{os.cpu_count()} cores, medians of {options.rounds} rounds.",
        "",
        "The first time on a computer is mostly slower than Keras, and so is streaming: `load` scales",
        "with antialiasing, says what is wrong with which file, seeks duplicates, and keeps the prepared",
        "copy that makes every later session faster. Streamed pictures are decoded and scaled like that",
        "at each epoch; they are compared with Keras's pipeline without its cache, which streams too.",
        "",
    ]
    for title, (name, folder, size) in cases.items():
        lines += compare(title, str(name), str(folder), size, options.rounds)
    lines += grow(options.photographs)
    HERE.with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def compare(title: str, name: str, folder: str, size: int, rounds: int) -> list[str]:
    """Return a table of all ways, each measured in every round."""
    runs: dict[str, list[dict]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as data_folder:
            for way in WAYS:  # "again" finds what "first" left in the data folder
                source = folder if way.startswith("keras") else name
                runs[way].append(measure_apart(way, source, size, EPOCHS, data_folder))
    print(title, json.dumps(runs), file=sys.stderr)
    lines = [
        f"## {title}, {runs['keras'][0]['pictures']:,} pictures",
        "",
        "| way | first epoch, pictures/s | against Keras | later epochs, pictures/s | against Keras "
        "| processor time in the first epoch, µs a picture | memory, MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for way, (words, other) in WAYS.items():
        speeds = ""
        for key in ("first", "later"):
            speed = median(runs[way], key)
            speeds += f"| {speed:,.0f} | {speed / median(runs[other], key):.1f} × "
        lines.append(
            f"| {words} {speeds}| {median(runs[way], 'processor'):,.0f} "
            f"| {median(runs[way], 'memory'):,.0f} |"
        )
    return [*lines, ""]


def grow(photographs: Path) -> list[str]:
    """Return a table of the memory of a streamed epoch, also over ten times as many files."""
    lines = [
        "## Streaming ten times as many photographs at 180 × 180",
        "",
        "| pictures | memory, MB | as an array they would take, MB |",
        "|---|---|---|",
    ]
    for times in (1, 10):
        with tempfile.TemporaryDirectory(dir=photographs.parent) as folder:
            for path in photographs.glob("*/*.jpg"):
                for copy in range(times):
                    link = Path(folder) / path.parent.name / f"{copy}_{path.name}"
                    link.parent.mkdir(exist_ok=True)
                    os.link(path, link)
            run = measure_apart("stream", folder, 180, 1, folder)
            array = run["pictures"] * 180 * 180 * 3 / 1e6
            lines.append(f"| {run['pictures']:,} | {run['memory']:,.0f} | {array:,.0f} |")
    return lines


def median(runs: list[dict], key: str) -> float:
    return statistics.median(run[key] for run in runs)


def measure_apart(way: str, source: str, size: int, epochs: int, data_folder: str) -> dict:
    arguments = json.dumps([way, source, size, epochs])
    code = f"import sys; sys.path.insert(0, {str(HERE.parent)!r}); import data_speed; "
    said = subprocess.run(
        [sys.executable, "-c", code + f"data_speed.measure(*{arguments})"],
        env={**os.environ, "COURSE_DATA": data_folder, "TF_CPP_MIN_LOG_LEVEL": "3"},
        cwd=HERE.parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    return json.loads(said.stdout.splitlines()[-1])


def measure(way: str, source: str, size: int, epochs: int) -> None:
    """Print pictures a second in the first and in later epochs, and the memory they took."""
    import keras
    import tensorflow as tf

    from course_utils.data import load

    tf.data.Dataset.range(2).map(lambda n: n + 1).reduce(tf.constant(0, tf.int64), lambda a, b: a)
    before = resident_bytes()
    start, processor = time.perf_counter(), time.process_time()
    if way.startswith("keras"):
        dataset = keras.utils.image_dataset_from_directory(source, image_size=(size, size), verbose=False)
        dataset = (dataset.cache() if way == "keras" else dataset).prefetch(tf.data.AUTOTUNE)
    else:
        dataset = load(source, size=size, stream=way == "stream").pipeline()
    seconds, busy, pictures = [], [], 0
    for _ in range(epochs):
        pictures = sum(len(labels) for _, labels in dataset)
        seconds.append(time.perf_counter() - start)
        busy.append(time.process_time() - processor)
        start, processor = time.perf_counter(), time.process_time()
    later = statistics.median(seconds[1:] or seconds)
    result = {
        "pictures": pictures,
        "first": pictures / seconds[0],
        "later": pictures / later,
        "processor": busy[0] / pictures * 1e6,
        "memory": (resident_bytes() - before) / 1e6,
    }
    print(json.dumps(result))


def resident_bytes() -> int:
    """Return the highest resident size so far; Linux counts in kilobytes, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
