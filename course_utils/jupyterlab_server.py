"""Start JupyterLab quickly. Run as `python -m course_utils.jupyterlab_server`, with JupyterLab's options."""

import sys

# Importing this takes seconds, and only addresses in notebooks' metadata are checked with it.
sys.modules["rfc3987_syntax"] = None

if __name__ == "__main__":
    from jupyterlab.labapp import main

    main()
