"""What each command does. Imports nothing from outside the standard library before it is installed."""

from __future__ import annotations

import argparse
import os
import sys

from course_utils.launcher import environment, workspace
from course_utils.launcher.environment import EnvironmentTrouble, hand_over
from course_utils.launcher.workspace import NoSuchLesson
from course_utils.places import course_folder


def main(arguments: list[str]) -> int:
    """Run a command of the course.

    Args:
        arguments: What stood behind `-m course_utils`.

    Returns:
        The exit code: 0 well, 1 something found wrong, 2 could not run.
    """
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command in ("progress", "reset", "doctor"):
        parser.error(f"{options.command} does not know {' '.join(rest)}")
    try:
        return options.run(options, rest)
    except (EnvironmentTrouble, NoSuchLesson) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except OSError as trouble:
        print(
            f"The command stopped: {trouble}. Where the disk is full, free some space; where you may not "
            "write, move the course to a folder of yours; then run this command again.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m course_utils", description="Image classification, from pixels to practice."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run, help: str, **settings) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help, description=help, **settings)
        command.set_defaults(run=run)
        return command

    add("lab", _lab, "open the course in JupyterLab; options go to JupyterLab", add_help=False)
    add("test", _test, "run every test; options go to pytest", add_help=False)
    add("progress", _progress, "show which exercises you have passed")
    reset = add("reset", _reset, "get a lesson back as it was at first; your copy is kept")
    reset.add_argument("lesson", help="its number, such as 01")
    add("data", _data, "list the sets of pictures, fetch and verify them, draw more", add_help=False)
    add("doctor", _doctor, "report on this computer, to be pasted into a question")
    add("build", _build, "for authors: write and run the editions of changed lessons", add_help=False)
    return parser


def _lab(options: argparse.Namespace, rest: list[str]) -> int:
    os.chdir(course_folder())
    python = environment.python_for()
    for sentence in workspace.refresh():
        print(sentence)
    first = "my_work/00_start_here.ipynb"
    print("Opening the course in JupyterLab. To stop it, press Ctrl + C here.", flush=True)
    settings = [f"--ServerApp.root_dir={course_folder()}", f"--LabApp.default_url=/lab/tree/{first}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container; Jupyter would refuse
        settings.append("--allow-root")
    # Jupyter's own log is for those who run servers; it still prints the address and what goes wrong.
    quiet = [] if any("log" in option or option == "--debug" for option in rest) else ["--log-level=WARN"]
    return hand_over([python, "-m", "course_utils.launcher.jupyterlab_server", *settings, *quiet, *rest])


def _test(options: argparse.Namespace, rest: list[str]) -> int:
    os.chdir(course_folder())
    python = environment.python_for("authors")
    print("Testing helpers, exercises, editions and data, and replaying every notebook.", flush=True)
    os.environ["COURSE_PROGRESS"] = os.devnull
    return hand_over([python, "-m", "pytest", *rest])


def _progress(options: argparse.Namespace, rest: list[str]) -> int:
    return hand_over([environment.python_for(), "-m", "course_utils.launcher.progress_table"])


def _data(options: argparse.Namespace, rest: list[str]) -> int:
    return hand_over([environment.python_for(), "-m", "course_utils.data.commands", *rest])


def _reset(options: argparse.Namespace, rest: list[str]) -> int:
    print(workspace.reset(options.lesson))
    return 0


def _doctor(options: argparse.Namespace, rest: list[str]) -> int:
    """Report for the environment where lessons run, if there is one, else for this Python."""
    from course_utils.launcher import doctor

    if (python := environment.ready_python()) and python != sys.executable:
        return hand_over([python, "-m", "course_utils", "doctor"])
    print(doctor.report())
    print(doctor.network())
    return 0


def _build(options: argparse.Namespace, rest: list[str]) -> int:
    return hand_over([environment.python_for("authors"), "-m", "course_utils.editions", *rest])
