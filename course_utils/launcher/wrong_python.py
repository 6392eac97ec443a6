"""What to say to a Python that the course does not run on. Readable to every Python, old ones too."""

import os
import sys


def advice(running, oldest, newest, arguments):
    """Say in a sentence which Python is running, which are needed, and the way out.

    Args:
        running, oldest, newest: Versions as `(major, minor)`.
        arguments: What stood behind `-m course_utils`.
    """
    command = "-m course_utils " + (" ".join(arguments) or "lab")
    found = None
    for minor in range(newest[1], oldest[1] - 1, -1):
        name = "python{}.{}".format(newest[0], minor)
        folders = os.environ.get("PATH", "").split(os.pathsep)
        if any(os.access(os.path.join(folder, name), os.X_OK) for folder in folders):
            found = name
            break
    if found:
        way_out = "This computer has one: run `{} {}`.".format(found, command)
    elif sys.platform == "win32":
        way_out = "Install Python {}.{} from python.org, then run `py -{}.{} {}`.".format(
            *newest + newest + (command,)
        )
    else:
        way_out = "Install Python {}.{} from python.org or your system's packages, then run `python{}.{} {}`."
        way_out = way_out.format(*newest + newest + (command,))
    return "This is Python {}.{}; the course needs {}.{} to {}.{}. {}".format(
        *running + oldest + newest + (way_out,)
    )
