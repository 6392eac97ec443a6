"""The course's commands: `python3 -m course_utils lab`, and others that `--help` lists."""

# This file must be readable to every Python, old ones too, so that a wrong one gets a sentence.
import sys

OLDEST, NEWEST = (3, 11), (3, 13)

if __name__ == "__main__":
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        from course_utils.launcher.wrong_python import advice

        sys.stderr.write(advice(sys.version_info[:2], OLDEST, NEWEST, sys.argv[1:]) + "\n")
        sys.exit(2)
    from course_utils.launcher.commands import main

    sys.exit(main(sys.argv[1:]))
