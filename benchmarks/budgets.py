"""What the course costs, and may cost. Run as `python -m benchmarks.budgets`; writes budgets.md."""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from course_utils.editions.build import MOST_MEGABYTES, MOST_SECONDS, MOST_SECONDS_TOGETHER

COURSE = Path(__file__).resolve().parent.parent


def import_seconds(module: str) -> float:
    """Median seconds, over five processes, that importing a module takes."""
    code = f"import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"
    runs = [subprocess.check_output([sys.executable, "-c", code], cwd=COURSE) for _ in range(5)]
    return statistics.median(map(float, runs))


def lab_seconds() -> float:
    """Median seconds, over three starts, from the command `lab` to a server that answers."""
    seconds = []
    for _ in range(3):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "course_utils", "lab", "--no-browser", f"--port={port}"]
        start = time.perf_counter()
        server = subprocess.Popen(command, cwd=COURSE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while server.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        seconds.append(time.perf_counter() - start)
        server.terminate()
        server.wait()
    return statistics.median(seconds)


def clone_megabytes() -> float:
    """What a clone takes on disk, history included."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.check_call(["git", "clone", "--quiet", "--no-local", str(COURSE), f"{folder}/clone"])
        return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6


def table() -> str:
    """The table, in Markdown."""
    lines = ["# What the course costs", "", f"On {os.cpu_count()} cores.", ""]
    lines += ["| what | measured | at most |", "|---|---|---|"]
    lines += [f"| `import course_utils` | {import_seconds('course_utils'):.2f} s | 0.2 s |"]
    lines += [f"| second `lab` start, to a server that answers | {lab_seconds():.1f} s | 6 s |"]
    lines += [f"| a clone | {clone_megabytes():.1f} MB | 40 MB |", ""]
    lines += ["| lesson | seconds | slowest cell | memory | stored |", "|---|---|---|---|---|"]
    together = 0
    for path in sorted((COURSE / "solutions").glob("*.ipynb")):
        cost = json.loads(path.read_text(encoding="utf-8"))["metadata"]["course"]
        together += cost["seconds"]
        most = MOST_SECONDS[path.stem[:2]]
        lines.append(
            f"| {path.stem} | {cost['seconds']} of {most} s | {cost['slowest_cell']} of 20 s "
            f"| {cost['megabytes']} of {MOST_MEGABYTES} MB | {path.stat().st_size // 1000} of 500 kB |"
        )
    lines.append(f"| all lessons | {together} of {MOST_SECONDS_TOGETHER} s | | | |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = table()
    print(text)
    Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
