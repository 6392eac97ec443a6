"""A notebook alone in an empty folder, the course fetched as its set-up cell does: Colab's situation."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from course_utils.editions.build import lesson_paths, repository_address

_RUN = """
import sys
sys.modules["rfc3987_syntax"] = None
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
notebook.cells.append(nbformat.v4.new_code_cell(sys.argv[2]))
NotebookClient(notebook, timeout=600, extra_arguments=["--log-level=ERROR"]).execute()
print(notebook.cells[-1].outputs[0].text)
"""

# Answers come from the lessons' sources, so these must have travelled with the package.
_ASK = """
from course_utils.checking.exercise import lesson_answer
from course_utils.checking.registry import lesson_exercises
import course_utils
assert all(lesson_answer(one) for one in lesson_exercises("{lesson}"))
print(course_utils.__file__)
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> Path:
    """The Python of an environment that has every package of this one, but not the course."""
    folder = tmp_path_factory.mktemp("colab")
    venv.create(folder / "env", with_pip=False, symlinks=os.name != "nt")
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ask = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip())
    # A path in a .pth file brings packages, but not the .pth file by which the course itself is installed.
    packages = [path for path in sys.path if path.endswith("site-packages")]
    (site / "packages.pth").write_text("\n".join(packages), encoding="utf-8")
    return python


@pytest.mark.parametrize("path", lesson_paths(), ids=lambda path: path.stem)
def test_a_lesson_alone_in_an_empty_folder(path, machine, course, tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(course), str(clone)], check=True)
    notebook = tmp_path / "alone" / f"{path.stem}.ipynb"
    notebook.parent.mkdir()
    notebook.write_bytes((course / "notebooks" / notebook.name).read_bytes())
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        # The address stays as it is in the cell; git is told that it is this clone.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{clone.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": repository_address(),
        # What builds the package is here already; nothing is fetched.
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_NO_INDEX": "1",
    }
    command = [str(machine), "-c", _RUN, str(notebook), _ASK.format(lesson=path.stem)]
    result = subprocess.run(command, cwd=notebook.parent, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-3000:]
    installed = Path(result.stdout.strip().splitlines()[-1])
    assert installed.is_relative_to(machine.parent.parent), "the course beside the tests was used"
