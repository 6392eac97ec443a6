"""KerasTuner in a notebook: fetched where it is missing, without a warning that says nothing, and quicker.

Import this in place of `keras_tuner`: `from course_utils.tuning import keras_tuner`.
"""

from __future__ import annotations

import gc
import importlib.util
import subprocess
import sys
import warnings

from course_utils.training import keras  # noqa: F401  loaded without its log lines, before KerasTuner loads it

# Without TensorBoard every trial of `search` fails, and KerasTuner does not ask pip for it.
# Colab has TensorBoard and not KerasTuner. pip leaves every package alone that is there already.
_NEEDED = {"keras_tuner": "keras-tuner>=1.4.8,<2", "tensorboard": "tensorboard>=2.20,<2.22"}


def _fetch_what_is_missing() -> None:
    """Install what is not there.

    Raises:
        ModuleNotFoundError: It could not be fetched, for example without a network.
    """
    missing = [wanted for name, wanted in _NEEDED.items() if importlib.util.find_spec(name) is None]
    if not missing:
        return
    command = [sys.executable, "-m", "pip", "install", "--quiet", *missing]
    if subprocess.run(command, capture_output=True).returncode:
        raise ModuleNotFoundError(
            f"This lesson needs {' and '.join(missing)}, which could not be fetched. With a network, "
            "`python3 -m course_utils lab` brings what requirements.txt names."
        )
    importlib.invalidate_caches()


_fetch_what_is_missing()

import keras_tuner  # noqa: E402

# Hyperband goes on with a network's weights, not with its optimizer's memory, and Keras says so each time.
warnings.filterwarnings("ignore", message="Skipping variable loading for optimizer")
# KerasTuner collects garbage twice in each trial. What is loaded by now stays: not to look through it again
# halves the time of a search over small networks.
gc.collect()
gc.freeze()

__all__ = ["keras_tuner"]
