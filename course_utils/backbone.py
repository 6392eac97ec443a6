"""The small trained network that ships with the course, and where Keras keeps larger ones.

`load_backbone` reads `datasets/backbone/backbone.npz`; its card says what it was trained on, and
`datasets/backbone/pretrain.py` is how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from course_utils.data.problem import DataProblem
from course_utils.places import course_folder

if TYPE_CHECKING:
    import keras

# Filters and stride of each convolution; a stride of 2 halves height and width.
CONVOLUTIONS = ((32, 1), (64, 2), (64, 1), (128, 2), (128, 1), (256, 2))


def build_backbone() -> keras.Model:
    """Build the backbone with random weights, as before its training.

    Returns:
        A model that turns pictures `(n, height, width, 3)` of any size, values from 0 to 255, into
        features `(n, 256)`, none below 0: six convolutions with batch normalisation and ReLU, and the
        mean of each of the last feature maps.
    """
    from course_utils.training import keras

    layers = keras.layers
    inputs = keras.Input((None, None, 3))
    maps = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for filters, stride in CONVOLUTIONS:
        maps = layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False, kernel_initializer="he_normal"
        )(maps)
        maps = layers.BatchNormalization(momentum=0.9)(maps)
        maps = layers.ReLU()(maps)
    return keras.Model(inputs, layers.GlobalAveragePooling2D()(maps), name="backbone")


def load_backbone() -> keras.Model:
    """Load the backbone that was trained on the small photographs of CIFAR-10.

    Returns:
        The model of `build_backbone`, with its trained weights.

    Raises:
        DataProblem: if the file of weights is not there, or is no such file.

    Example:
        >>> load_backbone().predict(pictures).shape  # uint8 (n, height, width, 3)
        (n, 256)
    """
    path = course_folder() / "datasets" / "backbone" / "backbone.npz"
    backbone = build_backbone()
    try:
        with np.load(path) as stored:
            # float16 halves the file, and changes what comes out by less than a training does
            backbone.set_weights([stored[name].astype("float32") for name in stored.files])
    except FileNotFoundError as error:
        raise DataProblem(
            f"The backbone's weights ship with the course in {path}, but the file is not there. In a "
            "clone, bring it back with: git checkout -- datasets/backbone"
        ) from error
    except Exception as error:
        raise DataProblem(
            f"{path} is damaged ({error}). In a clone, bring it back with: git checkout -- datasets/backbone"
        ) from error
    return backbone
