"""The famous networks have the published numbers of parameters, and the small ones can be trained."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils import architectures
from course_utils.training import keras

PUBLISHED = {
    "LeNet-5": 61_706,
    "AlexNet": 60_965_224,
    "VGG-16": 138_357_544,
    "GoogLeNet": 6_998_552,
    "ResNet-50": 25_636_712,
    "DenseNet-121": 8_062_504,
    "MobileNet": 4_253_864,
}
IN_KERAS = {
    "VGG-16": "VGG16",
    "ResNet-50": "ResNet50",
    "DenseNet-121": "DenseNet121",
    "MobileNet": "MobileNet",
}


def planned(build):
    with architectures.only_planned():
        model = build()
        kinds = [type(layer).__name__ for layer in model.layers]
        trained = sum(int(np.prod(weight.shape)) for weight in model.trainable_variables)
        shapes = sorted(tuple(weight.shape) for weight in model.weights)
        return model.count_params(), trained, shapes, kinds


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_network_has_the_published_number_of_parameters(name):
    assert planned(architectures.FULL_SIZE[name])[0] == PUBLISHED[name]


@pytest.mark.parametrize("name", IN_KERAS)
def test_a_network_has_the_weights_of_keras_applications(name):
    ours = planned(architectures.FULL_SIZE[name])
    theirs = planned(lambda: getattr(keras.applications, IN_KERAS[name])(weights=None))
    assert ours[:2] == theirs[:2]
    # the 1000 outputs of Keras's MobileNet are a 1 × 1 convolution, the same numbers in another shape
    assert ours[2] == theirs[2] or name == "MobileNet"


def test_variants_have_the_numbers_that_lesson_11_names():
    assert planned(lambda: architectures.alexnet(groups=1))[0] == 62_378_344
    assert planned(lambda: architectures.lenet5(shape=(28, 28, 1)))[0] == 44_426
    assert planned(architectures.resnet50)[1] == 25_583_592
    assert planned(architectures.densenet121)[1] == 7_978_856
    assert planned(architectures.mobilenet)[1] == 4_231_976


def test_vgg16_has_thirteen_convolutions_and_three_dense_layers():
    kinds = planned(architectures.vgg16)[3]
    assert kinds.count("Conv2D") == 13 and kinds.count("Dense") == 3 and kinds.count("MaxPooling2D") == 5


def test_what_is_only_planned_leaves_nothing_to_be_made_later():
    planned(architectures.vgg16)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    assert model(np.zeros((1, 4), "float32")).shape == (1, 2)


@pytest.mark.parametrize("name", architectures.SMALL)
def test_a_small_network_gives_logits_and_every_weight_gets_a_gradient(name):
    from course_utils.checking import networks

    model = architectures.SMALL[name](5)
    assert model.input_shape == (None, 32, 32, 3) and model.output_shape == (None, 5)
    assert model.count_params() < 100_000
    images, labels = networks.coloured_pictures(6, 32, 3)
    logits = np.asarray(model(images.astype("float32"), training=True))
    assert np.isfinite(logits).all() and logits.min() < 0
    networks.all_weights_get_gradients(name, model, images, labels)


def test_without_shortcuts_the_small_resnet_has_the_same_convolutions_but_those_of_the_shortcuts():
    with_them, without = architectures.small_resnet(5), architectures.small_resnet(5, shortcut=False)
    sizes = [
        [layer.kernel_size for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
        for model in (with_them, without)
    ]
    assert sizes[0].count((1, 1)) == 4 and sizes[1].count((1, 1)) == 0
    assert sizes[0].count((3, 3)) == sizes[1].count((3, 3)) == 9
    assert with_them.count_params() > without.count_params()


def test_gradients_vanish_in_a_deep_stack_of_sigmoids_and_not_with_shortcuts():
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (8, 32, 32, 3)).astype("uint8"), np.arange(8) % 5
    keras.utils.set_random_seed(0)
    plain = architectures.gradient_sizes(
        architectures.deep_stack(10, 5, activation="sigmoid"), images, labels
    )
    short = architectures.gradient_sizes(architectures.deep_stack(10, 5, shortcut=True), images, labels)
    assert len(plain) == len(short) == 6
    assert plain[0] < 1e-5 * plain[-1] and short[0] > 0.1 * short[-1]


def test_the_tables_hold_every_network_and_seed_once():
    small, deep = architectures.read_table("small"), architectures.read_table("deep")
    assert set(architectures.SMALL) <= set(small["network"])
    for table, column in ((small, "budget"), (deep, "epoch")):
        keys = list(zip(table["network"], table["seed"], table[column], strict=True))
        assert len(set(keys)) == len(keys)
        assert len(keys) == len(set(table["network"])) * len(set(table["seed"])) * len(set(table[column]))
        assert table["validation"].min() >= 0 and table["training"].max() <= 1
    assert np.all(small["epochs"] > 0), "even the slowest network finished an epoch in the smallest budget"
