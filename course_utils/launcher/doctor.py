"""A report on the computer, in a form that a learner can paste into a question. Standard library only."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import socket
import subprocess
import sys

from course_utils.places import course_folder, data_folder

PACKAGES = (
    "tensorflow",
    "keras",
    "numpy",
    "pillow",
    "matplotlib",
    "scikit-learn",
    "jupyterlab",
    "ipykernel",
    "nbval",
)
# What lessons import. Colab has these, but neither JupyterLab nor nbval.
_LESSON_PACKAGES = PACKAGES[:6]


def report() -> str:
    """The report: versions, cores, memory, GPU, disk, the course's files. Says nothing about the person.

    Returns:
        A line for each fact, `name: value`.
    """
    disk = shutil.disk_usage(course_folder())
    facts = {
        "system": f"{_system()}, {platform.machine()}",
        "python": f"{platform.python_version()}, {'in' if sys.prefix != sys.base_prefix else 'not in'} "
        "an environment of its own",
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "gpu": _gpu(),
        "disk": f"{disk.free / 1e9:.0f} GB free of {disk.total / 1e9:.0f} GB",
        **{package: _version(package) or "missing" for package in PACKAGES},
        "lessons": f"{len(list((course_folder() / 'lessons').glob('[0-9][0-9]_*.py')))}",
        "data": ", ".join(_data_sets()) or "none",
    }
    return "\n".join(f"{name + ':':14}{value}" for name, value in facts.items())


def network() -> str:
    """Whether the course's home can be reached, as a line of the report. Waits three seconds at most."""
    text = (course_folder() / "pyproject.toml").read_text(encoding="utf-8")
    host = re.search(r'^Repository = "https://([^/"]+)', text, re.MULTILINE)[1]
    try:
        socket.create_connection((host, 443), timeout=3).close()
        return f"{'network:':14}{host} answers"
    except OSError as error:
        return f"{'network:':14}{host} does not answer ({error}); lessons do not need it"


def missing_packages() -> list[str]:
    """The packages that lessons import and that are not installed."""
    return [package for package in _LESSON_PACKAGES if _version(package) is None]


def _version(package: str) -> str | None:
    for name in (package, f"{package}-cpu"):  # TensorFlow's small build has a name of its own
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return None


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):  # no Linux
        version = platform.mac_ver()[0] or platform.release()
        return f"{platform.system()} {version}"


def _memory() -> str:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows
        return "unknown"
    return f"{total / 1e9:.1f} GB"


def _gpu() -> str:
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return "none found; lessons do not need one"
    result = subprocess.run(
        [tool, "--query-gpu=name", "--format=csv,noheader"], capture_output=True, text=True
    )
    return ", ".join(result.stdout.split("\n")).strip(", ") or "none found; lessons do not need one"


def _data_sets() -> list[str]:
    shipped = sorted(card.parent.name for card in (course_folder() / "datasets").glob("*/CARD.md"))
    return [*shipped, *(name for name in ("flowers",) if (data_folder() / name).is_dir())]
