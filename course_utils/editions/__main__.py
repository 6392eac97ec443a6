"""The command `build`: write and run the editions, or say which stored one is not what its source gives."""

from __future__ import annotations

import argparse
import sys

from course_utils.editions.build import build, differences, over_budget
from course_utils.editions.lesson import LessonError


def main(arguments: list[str]) -> int:
    """Run the command. Returns 0 if all is well, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m course_utils build", description=__doc__)
    parser.add_argument("lessons", nargs="*", metavar="NN", help="only lessons of these numbers")
    parser.add_argument("--all", action="store_true", help="run lessons that did not change as well")
    parser.add_argument("--check", action="store_true", help="only compare, without running any")
    options = parser.parse_args(arguments)
    try:
        if not options.check:
            build(options.lessons, everything=options.all)
        found = [*differences(), *over_budget()] if not options.lessons or options.check else []
    except LessonError as error:
        found = [str(error)]
    for sentence in found:
        print(sentence, file=sys.stderr)
    if options.check and not found:
        print("Every stored edition is what its source generates.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
