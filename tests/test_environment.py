"""Setting up: every way in which it can fail gets a sentence with the way out; half an install is noticed."""

from __future__ import annotations

import ast
import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections import namedtuple
from pathlib import Path
from time import monotonic, sleep

import pytest

from course_utils.launcher import commands, environment, wrong_python
from course_utils.launcher.environment import EnvironmentTrouble

_STARTS = environment._starts


@pytest.mark.parametrize("running", [(2, 7), (3, 6), (3, 10), (3, 14)])
def test_another_python_gets_a_sentence(running, monkeypatch):
    monkeypatch.setenv("PATH", "")
    sentence = wrong_python.advice(running, (3, 11), (3, 13), ["lab"])
    assert f"This is Python {running[0]}.{running[1]}; the course needs 3.11 to 3.13." in sentence
    assert "3.13 -m course_utils lab" in sentence


def test_a_right_python_on_the_computer_is_named(monkeypatch, tmp_path):
    python = tmp_path / "python3.12"
    python.write_text("")
    python.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "run `python3.12 -m course_utils lab`" in wrong_python.advice((3, 9), (3, 11), (3, 13), [])


@pytest.mark.parametrize("name", ["__init__", "__main__", "launcher/__init__", "launcher/wrong_python"])
def test_what_an_old_python_reads_is_readable_to_it(name, course):
    ast.parse((course / "course_utils" / f"{name}.py").read_text(encoding="utf-8"), feature_version=(3, 4))


@pytest.mark.parametrize("name", ["launcher.commands", "launcher.workspace", "launcher.doctor", "places"])
def test_nothing_is_imported_from_outside_the_standard_library(name, course):
    code = (
        f"import sys; sys.path.insert(0, {str(course)!r}); import course_utils.{name}; "
        "loaded = {m.partition('.')[0] for m in sys.modules} - set(sys.stdlib_module_names); "
        "print(sorted(m for m in loaded if not m.startswith('_')))"
    )
    result = subprocess.run(
        [sys.executable, "-S", "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "['course_utils']"


@pytest.fixture
def fresh(tmp_path, monkeypatch, course):
    """A course that was never set up, and an installer that is a stand-in."""
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_bytes((course / name).read_bytes())
    monkeypatch.setattr(environment, "course_folder", lambda: tmp_path)
    monkeypatch.setattr(environment, "_course_is_installed_here", lambda: False)
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    monkeypatch.setattr(environment, "NEEDED_GIGABYTES", 0)
    monkeypatch.setattr(environment, "_starts", lambda python: python.exists())
    return tmp_path


def installer(monkeypatch, ends: int | BaseException) -> list:
    """Put a stand-in in the place of venv and of pip, which ends so; returns how pip was called."""
    calls = []

    def call(command, cwd):
        if command[-2] == "venv":
            python = environment._python_in(Path(command[-1]))
            python.parent.mkdir(parents=True)
            python.touch()
            return 0
        calls.append(command)
        if isinstance(ends, BaseException):
            raise ends
        return ends

    monkeypatch.setattr(environment.subprocess, "call", call)
    return calls


def test_it_is_made_once_and_again_when_the_requirements_change(fresh, monkeypatch):
    calls = installer(monkeypatch, 0)
    python = environment.python_for()
    assert environment.python_for() == python and len(calls) == 1
    environment.python_for("authors")
    environment.python_for()
    assert len(calls) == 2 and calls[1][-1].endswith("[authors]")
    (fresh / "requirements.txt").write_text("# other")
    environment.python_for()
    assert len(calls) == 3


@pytest.mark.parametrize("ends", [1, KeyboardInterrupt()])
def test_half_an_install_is_thrown_away(fresh, monkeypatch, ends):
    """pip holds a package for installed of which a full disk or Ctrl + C left a part."""
    installer(monkeypatch, ends)
    with pytest.raises((EnvironmentTrouble, KeyboardInterrupt)):
        environment.python_for()
    assert environment.ready_python() is None
    part = fresh / ".venv" / "part of a package"
    part.touch()
    calls = installer(monkeypatch, 0)
    assert environment.python_for() == environment.ready_python()
    assert len(calls) == 1 and not part.exists()


def test_an_environment_made_by_hand_is_kept(fresh, monkeypatch):
    calls = installer(monkeypatch, 0)
    environment._make(fresh / ".venv")
    package = fresh / ".venv" / "a package"
    package.touch()
    assert environment.python_for() == environment.ready_python()
    assert len(calls) == 1 and package.exists()


@pytest.mark.parametrize(
    ("system", "machine", "size"), [("Linux", "x86_64", "0.6 GB"), ("Darwin", "arm64", "up to 1 GB")]
)
def test_what_comes_is_said_before_it_starts(fresh, monkeypatch, capsys, system, machine, size):
    monkeypatch.setattr(environment.platform, "system", lambda: system)
    monkeypatch.setattr(environment.platform, "machine", lambda: machine)
    installer(monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        environment.python_for()
    assert f"about 130 packages, which are put into .venv once: {size} to download" in capsys.readouterr().out


def test_an_environment_that_does_not_start_is_made_anew(fresh, monkeypatch, capsys):
    monkeypatch.setattr(environment, "_starts", _STARTS)
    calls = installer(monkeypatch, 0)
    python = environment._python_in(fresh / ".venv")
    python.parent.mkdir(parents=True)
    python.write_text("broken")
    environment.python_for()
    assert "made anew" in capsys.readouterr().out and len(calls) == 1


def test_a_python_that_was_removed_is_noticed(fresh, monkeypatch):
    calls = installer(monkeypatch, 0)
    python = environment.python_for()
    os.remove(python)
    assert environment.ready_python() is None
    assert environment.python_for() == python and len(calls) == 2


def test_a_course_that_was_moved_is_set_up_anew(fresh, monkeypatch):
    installer(monkeypatch, 0)
    environment.python_for()
    stamp = fresh / ".venv" / "course-ready.json"
    moved = json.loads(stamp.read_text())
    assert moved["fingerprint"] == environment._fingerprint(fresh / ".venv")
    assert moved["fingerprint"] != environment._fingerprint(fresh / "elsewhere" / ".venv")


@pytest.mark.parametrize(("free", "says"), [(1e8, "The disk is full"), (1e10, "the lines above say why")])
def test_a_failed_install_ends_in_the_way_out(fresh, monkeypatch, free, says):
    installer(monkeypatch, 1)
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: namedtuple("usage", "free")(free))
    with pytest.raises(EnvironmentTrouble, match=f"{says}.*run this command again"):
        environment.python_for()


@pytest.mark.parametrize(
    "offline", [{"PIP_NO_INDEX": "1"}, {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}]
)
def test_without_a_network_a_fresh_clone_says_what_to_do(course, tmp_path, offline):
    """For real: a clone that was never set up, and pip that cannot reach anything."""
    for name in ("requirements.txt", "pyproject.toml"):
        shutil.copy(course / name, tmp_path)
    shutil.copytree(course / "course_utils", tmp_path / "course_utils")
    (tmp_path / "lessons").mkdir()
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    result = subprocess.run(
        [sys.executable, "-S", "-m", "course_utils", "lab"],  # -S: without the packages of this Python
        cwd=tmp_path,
        timeout=120,
        env={**outside, **offline, "PIP_CONFIG_FILE": os.devnull, "PATH": ""},  # no uv
        capture_output=True,
        text=True,
    )
    assert result.returncode == 2 and "Traceback" not in result.stderr
    assert "No matching distribution" in result.stderr  # what pip says reaches the screen
    assert "connect this computer, then run this command again" in result.stderr.splitlines()[-1]


def test_a_full_disk_is_noticed_before(fresh, monkeypatch):
    monkeypatch.setattr(environment, "NEEDED_GIGABYTES", 4.0)
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: namedtuple("usage", "free")(1e9))
    with pytest.raises(EnvironmentTrouble, match="1.0 GB free; the course needs 4 GB"):
        environment.python_for()


def test_a_python_without_venv_gets_a_sentence(fresh, monkeypatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EnvironmentTrouble, match=r"sudo apt install python3\.\d+-venv"):
        environment.python_for()


def test_a_computer_that_tensorflow_is_not_made_for_gets_a_sentence(fresh, monkeypatch):
    monkeypatch.setattr(environment.platform, "system", lambda: "Darwin")
    monkeypatch.setattr(environment.platform, "machine", lambda: "x86_64")
    with pytest.raises(EnvironmentTrouble, match="Intel processor.*Colab"):
        environment.python_for()


def test_trouble_ends_a_command_with_code_2(monkeypatch, capsys):
    def trouble(extra=None):
        raise EnvironmentTrouble("No way, and the way out.")

    monkeypatch.setattr(environment, "python_for", trouble)
    assert commands.main(["lab"]) == 2
    assert capsys.readouterr().err == "No way, and the way out.\n"


@pytest.mark.parametrize("arguments", [[], ["unknown"], ["progress", "--more"], ["reset"]])
def test_a_wrong_command_ends_with_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        commands.main(arguments)
    assert ended.value.code == 2 and "usage" in capsys.readouterr().err


def test_jupyterlab_answers(course, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", f"--port={port}", f"--ServerApp.root_dir={tmp_path}"]
    command = [sys.executable, "-m", "course_utils.launcher.jupyterlab_server", *options]
    server = subprocess.Popen(command, cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=5) as reply:
                    assert "version" in json.load(reply)
                    break
            except OSError:
                assert server.poll() is None and monotonic() < deadline
                sleep(0.2)
    finally:
        server.terminate()
        server.wait(30)
