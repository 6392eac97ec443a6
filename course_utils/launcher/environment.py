"""The environment `.venv` beside the README: made, filled, noticed when half-finished, and mended.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from course_utils.places import course_folder

NEEDED_GIGABYTES = 4.0
_IS_WINDOWS = sys.platform == "win32"
_STAMP = "course-ready.json"  # in .venv: what was installed to the end, or that it is unfinished


class EnvironmentTrouble(Exception):
    """The environment could not be made; the message is a sentence with the way out."""


def python_for(extra: str | None = None) -> str:
    """The Python that has what the course needs; `.venv` is made or mended where that is necessary.

    An environment of the learner's own, in which requirements.txt was installed, is used as it is.

    Args:
        extra: `"authors"` for what writing lessons and running the tests needs on top.

    Raises:
        EnvironmentTrouble: with what is wrong and the way out.
    """
    folder = course_folder() / ".venv"
    if not _is_running_in(folder) and _course_is_installed_here():
        return sys.executable
    if python := ready_python(extra):
        return python
    _check_computer()
    python, stamp = _python_in(folder), folder / _STAMP
    wanted, ready = _fingerprint(folder), _read_stamp(stamp)
    before = ready.get("extras", []) if ready.get("fingerprint") == wanted else []
    extras = sorted({*before, extra} - {None})
    # What was cut off is thrown away: pip takes a package for installed of which it copied but a part.
    # What was downloaded lies in the cache of pip or uv, outside .venv.
    if "unfinished" in ready or not _starts(python):
        _make(folder)
    stamp.write_text(json.dumps({"unfinished": True}), encoding="utf-8")
    _install(python, extras)
    stamp.write_text(json.dumps({"fingerprint": wanted, "extras": extras}), encoding="utf-8")
    return str(python)


def ready_python(extra: str | None = None) -> str | None:
    """The Python of `.venv` if all that is needed was installed there, to the end, else None."""
    folder = course_folder() / ".venv"
    python, ready = _python_in(folder), _read_stamp(folder / _STAMP)
    is_ready = ready.get("fingerprint") == _fingerprint(folder) and extra in (None, *ready["extras"])
    # The Python that .venv was made with may have been removed since, by an upgrade.
    return str(python) if is_ready and python.exists() else None


def hand_over(command: list[str]) -> int:
    """Let another program take this one's place; returns its exit code."""
    if _IS_WINDOWS:  # there, exec returns to the prompt while the new program still runs
        return subprocess.call(command)
    sys.stdout.flush()
    os.execv(command[0], command)


def _make(folder: Path) -> None:
    """Make an environment that holds nothing but pip."""
    if folder.exists():
        print(".venv is unfinished or was moved, and is made anew.", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
    _check_disk(folder.parent)
    print(_what_comes(), flush=True)
    if uv := shutil.which("uv"):
        _run([uv, "venv", "--quiet", "--seed", "--python", sys._base_executable, str(folder)])
    else:
        _run([sys._base_executable, "-m", "venv", str(folder)])  # this Python may be the one in .venv


def _install(python: Path, extras: list[str]) -> None:
    print("Installing what the course needs into .venv.", flush=True)
    course = course_folder()
    what = ["--requirement", str(course / "requirements.txt")]
    if extras:
        what += ["--editable", f"{course}[{','.join(extras)}]"]
    if uv := shutil.which("uv"):
        _run([uv, "pip", "install", "--python", str(python), *what])
    else:
        _run([str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *what])


def _run(command: list[str]) -> None:
    """Run pip, uv or venv, which show on the screen themselves how far they are and what goes wrong."""
    if subprocess.call(command, cwd=course_folder()) == 0:
        return
    if shutil.disk_usage(course_folder()).free < 0.5e9:
        why = f"The disk is full: the course needs {NEEDED_GIGABYTES:g} GB. Free some space"
    else:
        why = (
            "The set-up stopped; the lines above say why. Where they speak of a connection or of no matching "
            "distribution, there is no network or a firewall is in the way: connect this computer"
        )
    raise EnvironmentTrouble(f"\n{why}, then run this command again: what is downloaded already is kept.")


def _what_comes() -> str:
    """What the set-up is going to take. `requirements.txt` says where TensorFlow's small build is used."""
    is_small = (platform.system(), platform.machine()) == ("Linux", "x86_64")
    return (
        "The course needs about 130 packages, which are put into .venv once: "
        f"{'0.6 GB' if is_small else 'up to 1 GB'} to download, 2 GB on the disk, a minute and a half on a "
        "good line."
    )


def _check_computer() -> None:
    if not shutil.which("uv") and not importlib.util.find_spec("ensurepip"):
        raise EnvironmentTrouble(
            "This Python has no `venv` module, which the course needs for its packages. On Debian or Ubuntu "
            f"run `sudo apt install python3.{sys.version_info.minor}-venv`, then this command again."
        )
    if (platform.system(), platform.machine()) == ("Darwin", "x86_64"):
        raise EnvironmentTrouble(
            "TensorFlow is no longer made for Macs with an Intel processor. Open the lessons in Colab: "
            "there is a link under each title."
        )


def _check_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free / 1e9
    if free < NEEDED_GIGABYTES:
        raise EnvironmentTrouble(
            f"The disk has {free:.1f} GB free; the course needs {NEEDED_GIGABYTES:g} GB. "
            "Free some space, then run this command again."
        )


def _fingerprint(folder: Path) -> str:
    """Changes when the requirements do, and when the course was moved, since `.venv` holds its own path."""
    digest = hashlib.sha256(str(folder).encode())
    for name in ("requirements.txt", "pyproject.toml"):
        digest.update((course_folder() / name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _read_stamp(stamp: Path) -> dict:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _starts(python: Path) -> bool:
    """Whether an environment's Python starts, from the place it was made for, and can install."""
    code = "import sys, pip; print(sys.prefix)"
    try:
        result = subprocess.run([str(python), "-c", code], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0 and Path(result.stdout.strip()) == python.parent.parent


def _python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if _IS_WINDOWS else "bin/python")


def _is_running_in(folder: Path) -> bool:
    return Path(sys.prefix) == folder


def _course_is_installed_here() -> bool:
    """Whether this Python's own packages, and not just this folder, hold the course."""
    found = importlib.metadata.distributions(name="course-utils")
    return any(Path(str(one.locate_file(""))).is_relative_to(sys.prefix) for one in found)
