"""Training in a notebook: TensorFlow loaded without its log lines, and one line of progress that moves.

Import this before TensorFlow or Keras: their settings are read once, as they load.
"""

from __future__ import annotations

import math
import os
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

# oneDNN trains nearly twice as fast on a laptop's processor, but some processors have it off unless asked.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
# Without information (0), of which there are walls, but with warnings (1): some tell a learner what is wrong,
# such as that a cache was left half read. The warnings of the start itself are kept away below.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Send what compiled code writes to stderr to nowhere; it goes past Python's own `sys.stderr`."""
    sys.stderr.flush()
    kept = os.dup(2)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


with _silent_stderr():
    import keras
    import tensorflow as tf

    tf.reduce_sum(tf.zeros(1))  # the first operation logs as well

# Keras warns on every `fit` with a `tf.data.Dataset`, although `shuffle=True` is its own default.
warnings.filterwarnings("ignore", message="`shuffle=True` was passed, but will be ignored")
# TensorFlow takes several networks evaluated in turn for one function that is compiled over and over.
tf.get_logger().addFilter(lambda record: "triggered tf.function retracing" not in record.getMessage())


class ProgressLine(keras.callbacks.Callback):
    """One line that moves while a model is fitted: epoch, batch, accuracy in training and in validation.

    Use it with `model.fit(..., verbose=0, callbacks=[ProgressLine()])`. When training ends it leaves the
    numbers of the last epoch, behind the sign ≈ because they differ a little from machine to machine.

    Attributes:
        interval: the least time between two changes of the line, in seconds; each costs a message to the
            browser.
    """

    interval = 0.25

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._epoch, self._known, self._written = 0, "", -math.inf

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self._epoch = epoch + 1

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        of = f"/{self.params['steps']}" if self.params.get("steps") else ""
        if time.monotonic() - self._written >= self.interval:
            self._written = time.monotonic()
            self._write(f"epoch {self._epoch}/{self.params['epochs']}, batch {batch + 1}{of}{self._known}")

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        names = {"accuracy": "training", "val_accuracy": "validation"}
        self._known = "".join(
            f", {name} ≈ {logs[key]:.0%} right" for key, name in names.items() if key in (logs or {})
        )

    def on_train_end(self, logs: dict | None = None) -> None:
        self._write(f"Training done{self._known}.")
        print()

    def _write(self, text: str) -> None:
        # Always as wide, so that a longer line before leaves nothing behind and the stored text is the same.
        print(f"\r{text:<78}", end="", flush=True)
