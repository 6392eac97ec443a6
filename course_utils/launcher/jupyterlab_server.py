"""Start JupyterLab quickly, with its options: `python -m course_utils.launcher.jupyterlab_server`."""

import sys

# Importing this takes seconds, and only addresses in notebooks' metadata are checked with it.
sys.modules["rfc3987_syntax"] = None

if __name__ == "__main__":
    from jupyterlab.labapp import main

    main()
