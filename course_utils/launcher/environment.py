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
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from course_utils.places import course_folder

NEEDED_GIGABYTES = 4.0
_IS_WINDOWS = sys.platform == "win32"
_STAMP = "course-ready.json"  # written into .venv as the last thing of the set-up


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
    python = _python_in(folder)
    wanted = _fingerprint(folder)
    stamp = folder / _STAMP
    ready = _read_stamp(stamp)
    extras = sorted(
        {*(ready.get("extras", []) if ready.get("fingerprint") == wanted else []), extra} - {None}
    )
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
    if not python.exists():
        _check_disk(folder.parent)
    stamp.unlink(missing_ok=True)
    log = _make(folder, python)
    _install(python, extras, log)
    stamp.write_text(json.dumps({"fingerprint": wanted, "extras": extras}), encoding="utf-8")
    return str(python)


def ready_python(extra: str | None = None) -> str | None:
    """The Python of `.venv` if all that is needed was installed there, to the end, else None."""
    folder = course_folder() / ".venv"
    ready = _read_stamp(folder / _STAMP)
    is_ready = ready.get("fingerprint") == _fingerprint(folder) and extra in (None, *ready["extras"])
    return str(_python_in(folder)) if is_ready else None


def hand_over(command: list[str]) -> int:
    """Let another program take this one's place; returns its exit code."""
    if _IS_WINDOWS:  # there, exec returns to the prompt while the new program still runs
        return subprocess.call(command)
    sys.stdout.flush()
    os.execv(command[0], command)


def _make(folder: Path, python: Path) -> Path:
    """Make the environment where there is none that starts. Returns the path of the install log."""
    if not _starts(python):
        if folder.exists():
            print(".venv is unfinished or was moved, and is made anew.", flush=True)
            shutil.rmtree(folder, ignore_errors=True)
        tool = [shutil.which("uv"), "venv", "--quiet", "--seed", "--python", sys.executable]
        command = tool if tool[0] else [sys.executable, "-m", "venv"]
        result = subprocess.run([*command, str(folder)], capture_output=True, text=True)
        if result.returncode != 0:
            raise EnvironmentTrouble(_explain(result.stdout + result.stderr, None))
    return folder / "install.log"


def _install(python: Path, extras: list[str], log: Path) -> None:
    course = course_folder()
    what = ["--requirement", str(course / "requirements.txt")]
    if extras:
        what += ["--editable", f"{course}[{','.join(extras)}]"]
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--python", str(python), *what]
    else:
        command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *what]
    print("Installing what the course needs into .venv. This takes a few minutes, once.", flush=True)
    code, output = _run_showing_progress(command, log)
    if code != 0:
        raise EnvironmentTrouble(_explain(output, log))


def _run_showing_progress(command: list[str], log: Path) -> tuple[int, str]:
    """Run a program, write what it prints to a log, and keep one line of progress on the screen."""
    lines: list[str] = []

    def read(stream) -> None:
        with log.open("w", encoding="utf-8") as file:
            for line in stream:
                file.write(line)
                lines.append(line.strip())

    started = time.monotonic()
    on_terminal = sys.stdout.isatty()
    with subprocess.Popen(
        command,
        cwd=course_folder(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        reader = threading.Thread(target=read, args=(process.stdout,), daemon=True)
        reader.start()
        next_report = 0.0
        while process.poll() is None:
            seconds = time.monotonic() - started
            if seconds >= next_report:
                doing = f"  {seconds:3.0f} s  {_doing(lines)}"
                print(f"\r{doing:<79}" if on_terminal else doing, end="" if on_terminal else "\n", flush=True)
                next_report += 1 if on_terminal else 15
            time.sleep(0.1)
        reader.join()
    print(f"{chr(13) if on_terminal else ''}  {time.monotonic() - started:3.0f} s  done{' ' * 60}".rstrip())
    return process.returncode, "\n".join(lines)


def _doing(lines: list[str]) -> str:
    """What an installer is at, from what pip or uv has printed so far."""
    if any(line.startswith("Installing collected packages") for line in lines):
        return "putting the packages in their place"
    named = [re.match(r"(?:Collecting|Downloading|Using cached) +([\w.-]+)", line) for line in lines]
    packages = list(dict.fromkeys(re.split(r"-\d|[<>=!~]", found[1])[0] for found in named if found))
    return f"{len(packages)} packages so far, now {packages[-1]}" if packages else "looking up packages"


def _explain(output: str, log: Path | None) -> str:
    """Turn what a failed installer printed into a sentence with the way out."""
    again = "then run this command again: it goes on where it stopped"
    if re.search(r"No space left|ENOSPC|Errno 28|not enough space|Disk quota", output, re.IGNORECASE):
        return f"The disk is full: the course needs {NEEDED_GIGABYTES:g} GB. Free some space, {again}."
    if re.search(
        r"NewConnectionError|ConnectTimeout|ReadTimeout|name resolution|getaddrinfo|unreachable|dns error|"
        r"error sending request|Connection refused|ProxyError|Failed to establish|ConnectionResetError|"
        r"No matching distribution",
        output,
        re.IGNORECASE,
    ):
        return (
            "The packages could not be fetched, because this computer has no network or a firewall stops it. "
            f"Connect it, {again}; lessons themselves need no network."
        )
    errors = [line for line in output.splitlines() if line.lower().startswith("error")]
    detail = (errors or output.strip().splitlines() or ["no reason given"])[-1]
    where = f" The whole report is in {log.relative_to(course_folder())}." if log else ""
    return f"The set-up stopped: {detail}.{where} Delete the folder .venv, {again.partition(':')[0]}."


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
