"""Drawing for the lessons: figures with alt text, grids of pictures, numbers written on pixels, boxes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from IPython.core.pylabtools import print_figure
from IPython.display import display
from matplotlib.axes import Axes
from PIL import Image

# Okabe and Ito's palette: colour-blind readers can tell these apart. Always used with the same meaning.
TRAINING, VALIDATION, TEST = "#0072B2", "#E69F00", "#009E73"
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")

mpl.rcParams.update(
    {
        "figure.dpi": 80,
        "figure.figsize": (7, 3.5),
        "figure.constrained_layout.use": True,
        # A white card with dark text reads well on a light and on a dark page.
        "figure.facecolor": "white",
        "axes.prop_cycle": mpl.cycler(color=PALETTE),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "image.cmap": "gray",
        "image.interpolation": "nearest",
        "font.size": 11,
    }
)


def show(alt: str) -> None:
    """Show the figure drawn so far, with a text that says what it shows for those who cannot see it.

    Args:
        alt: What a reader learns from the figure, in a sentence.

    Raises:
        ValueError: `alt` is too short to say anything, or nothing has been drawn.
    """
    if len(alt.split()) < 4:
        raise ValueError(f"alt is {alt!r}; say in a sentence what the figure shows.")
    if not plt.get_fignums():
        raise ValueError("There is no figure to show; draw one first, for example with plt.imshow.")
    figure = plt.gcf()
    # JupyterLab shows no alt text of pictures, so a screen reader gets it as text that takes no room.
    hidden = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"
    html = f'<div style="{hidden}">Figure: {escape(alt)}</div>'
    display({"text/html": html, "text/plain": ""}, raw=True)
    kind, picture = _smallest(print_figure(figure, fmt="png"))
    display({kind: picture, "text/plain": repr(figure)}, raw=True, metadata={kind: {"alt": alt}})
    plt.close(figure)


def _smallest(png: bytes) -> tuple[str, str]:
    """A figure's kind and its bytes in base64: JPEG for photographs, which PNG makes several times larger."""
    kind, picture, jpeg = "image/png", png, BytesIO()
    Image.open(BytesIO(png)).convert("RGB").save(jpeg, "JPEG", quality=80, optimize=True)
    if 2 * jpeg.tell() < len(png):  # drawings stay PNG, which keeps their lines and letters sharp
        kind, picture = "image/jpeg", jpeg.getvalue()
    return kind, b64encode(picture).decode()


def image_grid(
    images: Sequence[np.ndarray],
    titles: Sequence[str] | None = None,
    columns: int = 5,
    size: float = 1.5,
) -> np.ndarray:
    """Draw images side by side, without axes.

    Args:
        images: Arrays `(height, width)`, `(height, width, 1)` or `(height, width, 3)`. `uint8` images
            without colour are drawn from 0, black, to 255, white.
        titles: One for each image.
        columns: Images a row.
        size: Inches an image.

    Returns:
        The axes, one for each image.

    Raises:
        ValueError: There are no images, or not as many titles as images.
    """
    if len(images) == 0:
        raise ValueError("images is empty; image_grid needs at least one image.")
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"image_grid got {len(titles)} titles for {len(images)} images.")
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    title_height = 0 if titles is None else 0.3
    _, grid = plt.subplots(
        rows, columns, figsize=(size * columns, (size + title_height) * rows), squeeze=False
    )
    for axes in grid.flat:
        axes.set_axis_off()
    for index, (axes, image) in enumerate(zip(grid.flat, images, strict=False)):
        limits = {"vmin": 0, "vmax": 255} if np.asarray(image).dtype == np.uint8 else {}
        axes.imshow(image, **limits)
        if titles is not None:
            axes.set_title(titles[index], fontsize=10)
    return grid.flat[: len(images)]


def write_values(axes: Axes, values: np.ndarray, fontsize: float = 9) -> None:
    """Write each value of a two-dimensional array on its pixel, dark on light and light on dark.

    Args:
        axes: Where `values`, or an image of its height and width, was drawn with `imshow`.
        values: Numbers `(height, width)`.
    """
    image = axes.images[-1]
    red, green, blue, _ = np.moveaxis(image.to_rgba(image.get_array()), -1, 0)
    is_light = 0.299 * red + 0.587 * green + 0.114 * blue > 0.5
    for row, column in np.ndindex(*values.shape):
        axes.text(
            column,
            row,
            f"{values[row, column]:g}",
            ha="center",
            va="center",
            fontsize=fontsize,
            color="black" if is_light[row, column] else "white",
        )


def draw_box(axes: Axes, box: Sequence[float], label: str, color: str = PALETTE[1]) -> None:
    """Draw a labelled box on a picture.

    Args:
        axes: Where the picture was drawn with `imshow`.
        box: `(x, y, width, height)` in pixels, as COCO counts: `x` to the right, `y` down.
        label: What is in the box.
    """
    x, y, width, height = box
    axes.add_patch(plt.Rectangle((x, y), width, height, fill=False, color=color, linewidth=3))
    axes.text(
        x, y, f" {label} ", va="bottom", color="black", backgroundcolor=color, fontsize=10, weight="bold"
    )


def learning_curves(
    history: Mapping[str, Sequence[float]], metric: str = "accuracy", axes: Axes | None = None
) -> Axes:
    """Draw how a metric went from epoch to epoch, in training and in validation.

    Args:
        history: The `history` of what `model.fit` returns: `metric` and `val_` + `metric`, a value an epoch.
        metric: Such as `"accuracy"` or `"loss"`.
        axes: Where to draw; the current axes if not given.

    Returns:
        The axes.

    Raises:
        ValueError: The history does not hold the metric.
    """
    if metric not in history:
        raise ValueError(f"metric is {metric!r}; the history has {', '.join(history)}.")
    axes = axes or plt.gca()
    epochs = range(1, len(history[metric]) + 1)
    axes.plot(epochs, history[metric], "o-", markersize=3, color=TRAINING, label="training")
    if f"val_{metric}" in history:
        values = history[f"val_{metric}"]
        axes.plot(epochs, values, "s--", markersize=3, color=VALIDATION, label="validation")
    axes.set(xlabel="epoch", ylabel=metric)
    axes.xaxis.get_major_locator().set_params(integer=True)  # there is no epoch 2.5
    if metric == "accuracy":
        axes.set_ylim(0, 1.02)
    axes.legend()
    return axes


def score_histogram(scores: np.ndarray, truth: np.ndarray, threshold: float) -> Axes:
    """Draw how the scores of positives and negatives lie, and the threshold between them.

    Args:
        scores: Numbers `(n,)` from 0 to 1.
        truth: True for each positive, `(n,)`.
        threshold: From which score on a picture is called positive.

    Returns:
        The axes.
    """
    axes = plt.gca()
    bins = np.linspace(0, max(scores.max(), threshold) * 1.02, 60)
    for values, label, color in (
        (scores[~truth], "negative", PALETTE[0]),
        (scores[truth], "positive", PALETTE[1]),
    ):
        axes.hist(values, bins, density=True, alpha=0.7, color=color, label=label)
    axes.axvline(threshold, color="black", linestyle="--", label="threshold")
    axes.set(xlabel="score", ylabel="how dense", yticks=[], title="Where do the scores lie?")
    axes.legend()
    return axes


def reliability_diagram(
    confidence: np.ndarray, correct: np.ndarray, axes: Axes | None = None, bins: int = 10
) -> float:
    """Draw how often a classifier is right, by how sure it is.

    Args:
        confidence: The highest probability of each picture, `(n,)`, from 0 to 1.
        correct: Whether the answer was right, `(n,)`.
        axes: Where to draw; nothing is drawn without.
        bins: Into how many equal parts 0 to 1 is cut.

    Returns:
        The expected calibration error, from 0 to 1 (Mahdi Naeini and others, 2015): how far accuracy and
        confidence lie apart in each bin, averaged over the pictures.
    """
    edges = np.linspace(0, 1, bins + 1)
    which = np.clip(np.digitize(confidence, edges[1:-1], right=True), 0, bins - 1)
    error = 0.0
    for number in np.unique(which):
        inside = which == number
        height = correct[inside].mean()
        error += inside.mean() * abs(height - confidence[inside].mean())
        if axes is not None:
            axes.bar(edges[number], height, 1 / bins, align="edge", color=PALETTE[0], edgecolor="white")
    if axes is not None:
        axes.plot([0, 1], [0, 1], color="black", linestyle=":", label="as often as promised")
        axes.set(xlabel="confidence", ylabel="accuracy", xlim=(0, 1), ylim=(0, 1))
        axes.legend(loc="upper left")
    return float(error)
