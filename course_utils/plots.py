"""Drawing for the lessons: figures with alt text, grids of pictures, numbers written on pixels, boxes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import BytesIO

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from IPython.core.pylabtools import print_figure
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
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
    picture, jpeg = Image.open(BytesIO(png)).convert("RGB"), BytesIO()
    picture.save(jpeg, "JPEG", quality=72, optimize=True)
    if 2 * jpeg.tell() < len(png):
        return "image/jpeg", b64encode(jpeg.getvalue()).decode()
    # Drawings stay PNG, which keeps their lines and letters sharp; 256 colours are enough for them.
    drawing = BytesIO()
    picture.quantize(256, dither=Image.Dither.NONE).save(drawing, "PNG", optimize=True)
    return "image/png", b64encode(drawing.getvalue()).decode()


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
        axes.set_anchor("N")  # titles stand at one height, whatever the images' shapes
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
            f"{values[row, column] + 0:g}",  # + 0 makes -0 a 0
            ha="center",
            va="center",
            fontsize=fontsize,
            color="black" if is_light[row, column] else "white",
        )


def draw_box(
    axes: Axes, box: Sequence[float], label: str, color: str = PALETTE[1], beside: bool = False
) -> None:
    """Draw a labelled box on a picture.

    Args:
        axes: Where the picture was drawn with `imshow`.
        box: `(x, y, width, height)` in pixels, as COCO counts: `x` to the right, `y` down.
        label: What is in the box.
        beside: Write the label to the right of the box and not above it, where another box may be.
    """
    x, y, width, height = box
    left, at = (x + width, "top") if beside else (x, "bottom")
    axes.add_patch(plt.Rectangle((x, y), width, height, fill=False, color=color, linewidth=3))
    axes.text(left, y, f" {label} ", va=at, color="black", backgroundcolor=color, fontsize=10, weight="bold")


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


def sweep(accuracies: Mapping[float, tuple[float, float]], name: str, luck: float = 0.0) -> Axes:
    """Draw accuracy in training and in validation against a setting that was swept, its values evenly spaced.

    Args:
        accuracies: For each value of the setting the accuracy in training and in validation.
        name: What the setting is called.
        luck: How far a bar reaches up and down from each validation accuracy.

    Returns:
        The axes.
    """
    values = sorted(accuracies)
    training, validation = zip(*(accuracies[value] for value in values), strict=True)
    axes = plt.gca()
    places = range(len(values))
    axes.plot(places, training, "o-", color=TRAINING, label="training")
    axes.errorbar(places, validation, luck, fmt="s--", color=VALIDATION, capsize=3, label="validation")
    axes.set(xlabel=name, ylabel="accuracy", ylim=(0, 1.05))
    axes.set_xticks(places, [f"{value:g}" for value in values])
    axes.legend()
    return axes


def number_grid(images: Sequence[np.ndarray], titles: Sequence[str], size: float = 2.6) -> None:
    """Draw small gray images with each pixel's number on it, and the numbers of rows and columns beside it.

    Args:
        images: Arrays `(height, width)`, drawn from 0, black, to 255, white.
        titles: One for each image.
        size: Inches an image.
    """
    _, grid = plt.subplots(1, len(images), figsize=(size * len(images), size + 0.3), squeeze=False)
    for axes, image, title in zip(grid.flat, images, titles, strict=True):
        axes.imshow(image, vmin=0, vmax=255)
        write_values(axes, image)
        axes.set(xlabel="column", ylabel="row")
        axes.set_title(title, fontsize=10)
        axes.set(xticks=range(image.shape[1]), yticks=range(image.shape[0]))
        axes.spines[:].set_visible(True)  # a white pixel at the edge has an end, too


def channel_histogram(image: np.ndarray) -> Axes:
    """Draw how many pixels of an RGB image `(height, width, 3)` have each value, a line a channel."""
    axes = plt.gca()
    looks = [("red", PALETTE[5], "-"), ("green", PALETTE[2], "--"), ("blue", PALETTE[0], ":")]
    for channel, (name, color, style) in enumerate(looks):
        counts = np.bincount(image[:, :, channel].ravel(), minlength=256)
        axes.plot(counts, label=name, color=color, linestyle=style)
    axes.set(xlabel="value", ylabel="pixels")
    axes.legend()
    return axes


def compare_remedies(accuracies: Mapping[str, float], without: float, luck: float) -> Axes:
    """Draw a dot for each remedy's validation accuracy, and a gray band of luck around that without one.

    Returns:
        The axes.
    """
    names = sorted(accuracies, key=accuracies.__getitem__)
    axes = plt.gca()
    axes.axvspan(without - luck, without + luck, color="0.85", label="luck")
    axes.axvline(without, color="black", linestyle=":", label="no remedy")
    axes.plot([accuracies[name] for name in names], range(len(names)), "s", color=VALIDATION)
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="validation accuracy, best epoch", title="Which remedy helps by more than luck?")
    axes.legend(loc="lower right")
    return axes


def picture_rows(rows: Mapping[object, Sequence[np.ndarray]]) -> None:
    """Draw rows of pictures, each with its name on the left.

    Args:
        rows: For each name as many pictures `(height, width, 3)`, from 0 to 255.
    """
    columns = len(next(iter(rows.values())))
    _, grid = plt.subplots(len(rows), columns, figsize=(1.1 * columns, 0.92 * len(rows)), squeeze=False)
    for line, (name, pictures) in zip(grid, rows.items(), strict=True):
        for axes, picture in zip(line, np.asarray(pictures), strict=True):
            axes.imshow(picture.clip(0, 255).astype("uint8"))
            axes.set(xticks=[], yticks=[])
        line[0].set_ylabel(str(name).removeprefix("Random"), rotation=0, ha="right", va="center")


def accuracy_bars(training: Mapping[str, float], validation: Mapping[str, float]) -> Axes:
    """Draw two bars for each network, its accuracy in training and in validation, 0 to 1.

    Returns:
        The axes.
    """
    axes, places = plt.gca(), np.arange(len(training))
    axes.bar(places - 0.2, training.values(), 0.4, color=TRAINING, label="training")
    axes.bar(places + 0.2, validation.values(), 0.4, color=VALIDATION, label="validation", hatch="//")
    axes.set_xticks(places, training)
    axes.set(ylabel="accuracy", ylim=(0, 1.25))
    axes.legend(loc="upper right", ncols=2)
    return axes


def draw_numbers(arrays: Sequence[np.ndarray], titles: Sequence[str], size: float = 2):
    """Draw small arrays side by side on one gray scale, each number written in its cell.

    Where a number is below 0, gray is 0, white the largest and black as far below it; otherwise 0 is black.

    Args:
        arrays: Numbers `(height, width)`.
        titles: One for each array.
        size: Inches an array.

    Returns:
        The axes, one for each array.
    """
    arrays = [np.asarray(values, dtype=float) for values in arrays]
    limit = max(float(np.abs(values).max()) for values in arrays) or 1.0
    low = -limit if min(values.min() for values in arrays) < 0 else 0
    panels = image_grid(arrays, titles, size=size)
    for axes, values in zip(panels, arrays, strict=True):
        axes.images[0].set_clim(low, limit)
        write_values(axes, values)
        bottom, right = values.shape[0] - 0.5, values.shape[1] - 0.5
        line = {"color": "gray", "linewidth": 0.6, "clip_on": False}
        axes.hlines(np.arange(-0.5, bottom + 1), -0.5, right, **line)
        axes.vlines(np.arange(-0.5, right + 1), -0.5, bottom, **line)
    return panels


def draw_responses(
    images: Sequence[np.ndarray], titles: Sequence[str], low: float, high: float, **settings: float
):
    """Draw images side by side, all on the gray scale from `low`, black, to `high`, white.

    Args:
        images: Arrays `(height, width)`; one of shape `(height, width, 3)` keeps its colours.
        titles: One for each image.
        low, high: The ends of the scale.
        settings: `columns` and `size`, as for `image_grid`.

    Returns:
        The axes, one for each image.
    """
    panels = image_grid(images, titles, **settings)
    for axes in panels:
        axes.images[0].set_clim(low, high)
    return panels


def images_with_histograms(images: Mapping[str, np.ndarray], grays: Sequence[np.ndarray]) -> None:
    """Draw each image, by its name, over the histogram of its gray values."""
    _, panels = plt.subplots(2, len(images), figsize=(2.5 * len(images), 3.6), squeeze=False)
    for (name, image), gray, (above, below) in zip(images.items(), grays, panels.T, strict=True):
        above.imshow(image)
        above.set_title(name)
        above.set_axis_off()
        above.set_anchor("N")
        if below is not panels[1, 0]:
            below.sharey(panels[1, 0])  # pictures may differ in height, so they share nothing
            below.tick_params(labelleft=False)
        below.hist(gray.ravel(), bins=32, range=(0, 256))
        below.set(xlabel="gray value", xlim=(0, 256), xticks=[0, 128, 255])
    panels[1, 0].set_ylabel("pixels")


def probability_bars(
    image: np.ndarray, class_names: Sequence[str], probabilities: Sequence[float], title: str = ""
) -> None:
    """Draw a picture and, beside it, a bar for each class, as long as its probability.

    Args:
        image: `(height, width)` or `(height, width, 3)`.
        probabilities: One for each of `class_names`.
        title: Stands over the picture.
    """
    height = max(2.4, 0.28 * len(class_names) + 0.8)
    _, (left, right) = plt.subplots(1, 2, figsize=(6.5, height))
    left.imshow(image)
    left.set_axis_off()
    left.set_title(title)
    right.barh(class_names, np.asarray(probabilities), color=PALETTE[4])
    right.set(xlim=(0, 1), xlabel="probability", title="What the network says")
    right.invert_yaxis()


def filter_grids(*filters: np.ndarray, titles: Sequence[str]) -> None:
    """Draw the filters of a first convolution as coloured pictures, a row for each state of training.

    Args:
        filters: Weights `(height, width, 3, n)` of a layer. Middle gray is 0 in every row; all rows have
            one scale.
        titles: One for each row.
    """
    most = max(np.abs(one).max() for one in filters)
    count = filters[0].shape[-1]
    figure = plt.figure(figsize=(8, 1.0 * len(filters)))
    rows = np.atleast_1d(figure.subfigures(len(filters), 1))
    for row, one, title in zip(rows, filters, titles, strict=True):
        row.suptitle(title, fontsize=11)
        for index, axes in enumerate(row.subplots(1, count)):
            axes.imshow(0.5 + one[..., index] / (2 * most))
            axes.set_axis_off()


def clinic_curves(histories: Mapping[str, Mapping[str, Sequence[float]]], guess: float) -> None:
    """Draw accuracy above loss for several trainings side by side; each loss has a scale of its own.

    Args:
        histories: For each training's name its history: accuracy, loss, and both with `val_`.
        guess: The loss of a guess, drawn as a dotted line.
    """
    count = len(histories)
    _, grid = plt.subplots(2, count, figsize=(8, 4), sharex=True, squeeze=False)
    for number, (name, history) in enumerate(histories.items()):
        column = grid[:, number]
        for axes, metric in zip(column, ("accuracy", "loss"), strict=True):
            learning_curves(history, metric, axes)
            axes.get_legend().remove()
            axes.tick_params(axis="y", labelsize=8)
            if number:
                axes.set_ylabel("")
        column[0].set(title=name, ylim=(-0.05, 1.05), xlabel="")
        column[1].axhline(guess, color="black", linestyle=":")
    grid[0, 0].legend(fontsize=8)


def box_by_class(values: np.ndarray, labels: np.ndarray, class_names: Sequence[str]) -> Axes:
    """Draw a box plot of a measured value for each class.

    Args:
        values: One number for each picture.
        labels: The class of each picture, 0 to the number of classes minus 1.
        class_names: A name for each class.

    Returns:
        The axes.
    """
    axes = plt.gca()
    groups = [values[labels == label] for label in range(len(class_names))]
    axes.boxplot(groups, tick_labels=list(class_names), medianprops={"color": PALETTE[5]})
    return axes


def score_histogram(scores: np.ndarray, truth: np.ndarray) -> Axes:
    """Draw how the scores of positives and of negatives lie, each with an area of 1.

    Args:
        scores: Numbers `(n,)`.
        truth: True for each positive, `(n,)`.

    Returns:
        The axes.
    """
    axes = plt.gca()
    bins = np.linspace(scores.min(), scores.max(), 30)
    for values, label, color in (
        (scores[~truth], "negative", PALETTE[0]),
        (scores[truth], "positive", PALETTE[1]),
    ):
        axes.hist(values, bins, density=True, alpha=0.7, color=color, label=label)
    axes.set(xlabel="score", ylabel="how dense", yticks=[], title="Where do the scores lie?")
    axes.legend()
    return axes


def reliability_diagram(confidence: np.ndarray, correct: np.ndarray, bins: int = 10) -> Axes:
    """Draw on the current axes how often a classifier is right, by how sure it is.

    Args:
        confidence: The highest probability of each picture, `(n,)`, from 0 to 1.
        correct: Whether the answer was right, `(n,)`.
        bins: Into how many equal parts 0 to 1 is cut. On each bar stands how many pictures it holds.

    Returns:
        The axes.
    """
    axes = plt.gca()
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    for number in np.unique(which):
        held = correct[which == number]
        axes.bar((number + 0.5) / bins, held.mean(), 1 / bins, color=PALETTE[0], edgecolor="white")
        axes.text((number + 0.5) / bins, held.mean() + 0.01, len(held), ha="center", fontsize=8)
    axes.plot([0, 1], [0, 1], color="black", linestyle=":", label="as often as promised")
    axes.set(xlabel="confidence", ylabel="accuracy", xlim=(0, 1), ylim=(0, 1.08))
    axes.legend(loc="upper left", bbox_to_anchor=(0, -0.18))
    return axes


def search_maps(
    searches: Mapping[str, Sequence[tuple[float, float, float]]], names: tuple[str, str]
) -> list[Axes]:
    """Draw each search's trials as dots on two logarithmic axes, coloured by accuracy, with a tick a value.

    Args:
        searches: For each search its trials: the first setting, the second one, the accuracy.
        names: What the two settings are called.

    Returns:
        The axes, one for each search. A short line at the bottom marks each different first setting.
    """
    count = len(searches)
    figure, grid = plt.subplots(1, count, figsize=(4 * count, 3.2), sharex=True, sharey=True, squeeze=False)
    for axes, (name, trials) in zip(grid[0], searches.items(), strict=True):
        first, second, accuracies = np.array(trials, dtype=float).T
        dots = axes.scatter(first, second, 60, accuracies, cmap="viridis", vmin=0, vmax=1, edgecolors="black")
        axes.set(xscale="log", yscale="log", xlabel=names[0], title=name)
        for value in np.unique(first):
            axes.axvline(value, ymax=0.08, color=PALETTE[5], linewidth=2)
    grid[0, 0].set_ylabel(names[1])
    figure.colorbar(dots, ax=grid, label="validation accuracy")
    return list(grid[0])


def bands(tables: Mapping[str, np.ndarray], along: str, value: str) -> Axes:
    """Draw for each table the mean of a column against another, and a band one spread wide to each side.

    Args:
        tables: For each name rows with named columns, several for each place along the axis.
        along: The column of the axis, such as `"epoch"`.
        value: The column that is drawn, such as `"training"`: an accuracy.

    Returns:
        The axes.
    """
    axes = plt.gca()
    for number, (name, table) in enumerate(tables.items()):
        places, means, spreads = _mean_and_spread(table, along, value)
        style = ("-", "--", "-.", ":")[number % 4]
        axes.plot(places, means, style, color=PALETTE[number], label=name)
        axes.fill_between(places, means - spreads, means + spreads, color=PALETTE[number], alpha=0.2)
    axes.set(xlabel=along, ylabel=f"{value} accuracy", ylim=(0, 1.02))
    axes.legend(fontsize=9, loc="center left", bbox_to_anchor=(1, 0.5))
    return axes


def race_curves(tables: Mapping[str, np.ndarray], budget: float) -> None:
    """Draw networks' validation accuracy against their parameters, and against the seconds they trained.

    Args:
        tables: For each network rows with the columns parameters, budget and validation, one a seed.
        budget: The seconds for which the left panel is drawn.
    """
    _, (left, right) = plt.subplots(1, 2, figsize=(8, 3.6), sharey=True)
    colors = [*PALETTE[:6], PALETTE[7]]  # all but the yellow, which is pale on white
    for color, marker, (name, table) in zip(colors, "osD^vPX", tables.items(), strict=False):
        look = {"color": color, "marker": marker, "capsize": 3}
        places, means, spreads = _mean_and_spread(table, "budget", "validation")
        at_budget = list(places).index(budget)
        parameters = table["parameters"][0] / 1000
        left.errorbar(parameters, means[at_budget], spreads[at_budget], linestyle="", **look)
        right.errorbar(places, means, spreads, label=name, **look)
    left.set(xlabel="thousand parameters", ylabel="validation accuracy", xlim=(0, None))
    left.set_title(f"after {budget:g} seconds")
    right.set(xscale="log", xlabel="seconds of training", title="and on the way there")
    right.set_xticks(places, [f"{place:g}" for place in places])
    right.set_xticks([], minor=True)
    right.legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))


def colour_bars(image: np.ndarray, shares: np.ndarray, levels: int) -> None:
    """Draw a picture and, beside it, its most frequent colours as bars in those colours.

    Args:
        image: `(height, width, 3)`, uint8.
        shares: The share of each of `levels` × `levels` × `levels` colour boxes, red first, blue last.
        levels: Into how many steps each channel was cut.
    """
    most = np.argsort(-shares, kind="stable")[: min(16, np.count_nonzero(shares))]
    steps = np.stack(np.unravel_index(most, (levels,) * 3), axis=1)
    _, (left, right) = plt.subplots(1, 2, figsize=(8, 2.8), width_ratios=[1, 2.4])
    left.imshow(image)
    left.set_axis_off()
    right.bar(range(len(most)), shares[most], color=(steps + 0.5) / levels, edgecolor="black", linewidth=0.6)
    right.set_xticks(range(len(most)), most, fontsize=8)
    right.set(xlabel="number of the box", ylabel="share of the pixels", title="Which colours are there?")


def direction_bars(images: Mapping[str, np.ndarray], shares: np.ndarray) -> None:
    """Draw each picture, by its name, over bars: how much of its edges belongs to which gradient angle.

    Args:
        images: `(height, width)` or `(height, width, 3)`, uint8.
        shares: One row a picture, one number for each of equally wide bins from 0 to 180 degrees.
    """
    _, panels = plt.subplots(
        2, len(images), figsize=(2 * len(images), 3.8), sharey="row", height_ratios=[1.6, 1], squeeze=False
    )
    width = 180 / shares.shape[1]
    for (name, image), row, (above, below) in zip(images.items(), shares, panels.T, strict=True):
        above.imshow(image, vmin=0, vmax=255)
        above.set_title(name)
        above.set_axis_off()
        below.bar((np.arange(len(row)) + 0.5) * width, row, 0.9 * width)
        below.set(xlabel="angle", xticks=[0, 90, 180])
    panels[1, 0].set_ylabel("share")


def edge_lines(images: Sequence[np.ndarray], cells: np.ndarray) -> None:
    """Draw pictures, and below each the edges in its cells: lines along them, the longer the stronger.

    Args:
        images: Pictures of one size.
        cells: Strengths `(pictures, rows, columns, bins)` by the angle of the gradient, 0 to 180 degrees.
    """
    _, panels = plt.subplots(2, len(images), figsize=(2 * len(images), 4.1), squeeze=False)
    rows, columns, bins = cells.shape[1:]
    angles = np.deg2rad((np.arange(bins) + 0.5) * 180 / bins)
    row, column, number = (indices.ravel() for indices in np.indices((rows, columns, bins)))
    for (above, below), image, strength in zip(panels.T, images, cells, strict=True):
        above.imshow(image)
        above.set_axis_off()
        share = np.clip(strength.ravel() / (np.percentile(strength, 99) or 1), 0, 1)
        kept = np.flatnonzero(share > 0.15)
        # The edge runs across the gradient; rows count down.
        x = -0.5 * share[kept] * np.sin(angles)[number[kept]]
        y = 0.5 * share[kept] * np.cos(angles)[number[kept]]
        ends = np.stack([column[kept] - x, row[kept] - y, column[kept] + x, row[kept] + y], axis=1)
        below.add_collection(LineCollection(ends.reshape(-1, 2, 2), color="black", linewidth=1.3))
        below.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), xticks=[], yticks=[], aspect="equal")
        below.spines[:].set_visible(True)


def decision_regions(
    models: Iterable, features: np.ndarray, labels: np.ndarray, titles: Sequence[str], names: Sequence[str]
) -> None:
    """Draw where fitted classifiers of two features say which class, and the pictures as dots.

    Args:
        models: Classifiers with `predict`, fitted on two features.
        features: `(n, 2)`.
        labels: `(n,)`, the class of each.
        titles: One for each model.
        names: What the two features are called.
    """
    classes = np.unique(labels)
    low, high = features.min(axis=0), features.max(axis=0)
    grids = np.meshgrid(*(np.linspace(a - 0.5, b + 0.5, 160) for a, b in zip(low, high, strict=True)))
    places = np.stack([grid.ravel() for grid in grids], axis=1)
    count = len(titles)
    _, panels = plt.subplots(1, count, figsize=(2.4 * count + 0.8, 3), sharey=True, squeeze=False)
    for panel, model, title in zip(panels[0], models, titles, strict=True):
        said = np.searchsorted(classes, model.predict(places)).reshape(grids[0].shape)
        panel.contourf(
            *grids, said, levels=np.arange(len(classes) + 1) - 0.5, colors=PALETTE[: len(classes)], alpha=0.3
        )
        for label, color, marker in zip(classes, PALETTE, "osD^vPX*", strict=False):
            panel.plot(*features[labels == label].T, marker, color=color, markersize=3, label=str(label))
        panel.set_title(title, fontsize=10)
        panel.set_xlabel(names[0])
    panels[0, 0].set_ylabel(names[1])
    panels[0, -1].legend(loc="center left", bbox_to_anchor=(1, 0.5))


def heat_on_pictures(images: Sequence[np.ndarray], maps: Sequence[np.ndarray], titles: Sequence[str]) -> None:
    """Draw pictures in gray, and over each its map: orange above 0, blue below 0, on a scale of its own.

    Args:
        images: `(height, width, 3)`.
        maps: For each picture numbers `(rows, columns)`, stretched over it.
        titles: One for each picture.
    """
    panels = image_grid([image.mean(axis=-1) for image in images], titles, columns=4, size=1.9)
    colours = mpl.colors.LinearSegmentedColormap.from_list("", [PALETTE[0], "white", PALETTE[5]])
    for panel, image, values in zip(panels, images, maps, strict=True):
        limit = np.abs(values).max() or 1
        height, width = image.shape[:2]
        panel.imshow(
            values,
            colours,
            alpha=0.55,
            vmin=-limit,
            vmax=limit,
            extent=(-0.5, width - 0.5, height - 0.5, -0.5),
        )


def _mean_and_spread(table: np.ndarray, along: str, value: str) -> tuple[np.ndarray, ...]:
    places = np.unique(table[along])
    groups = [table[value][table[along] == place] for place in places]
    return places, np.array([np.mean(one) for one in groups]), np.array([np.std(one) for one in groups])


def label_strips(rows: Mapping[str, Sequence[int]], class_names: Sequence[str]) -> np.ndarray:
    """Draw rows of labels in the order in which they come, each label as a stripe in its class's colour.

    Args:
        rows: For each name the labels, from 0 to the number of classes minus 1.
        class_names: A name for each class.

    Returns:
        The axes, one for each row.
    """
    # up to eight classes in the palette, more in shades of one scale
    many = len(class_names) > len(PALETTE)
    colors = mpl.colormaps["viridis"](np.linspace(0, 1, len(class_names))) if many else PALETTE
    colormap = mpl.colors.ListedColormap(colors[: len(class_names)])
    figure, grid = plt.subplots(len(rows), 1, figsize=(8, 0.6 * len(rows) + 0.5), squeeze=False)
    for axes, (name, labels) in zip(grid[:, 0], rows.items(), strict=True):
        axes.imshow(
            np.asarray(labels)[np.newaxis], colormap, aspect="auto", vmin=-0.5, vmax=len(class_names) - 0.5
        )
        axes.set(xticks=[], yticks=[])
        axes.set_ylabel(name, rotation=0, ha="right", va="center")
    handles = [plt.Rectangle((0, 0), 1, 1, color=colormap(place)) for place in range(len(class_names))]
    figure.legend(
        handles, class_names, ncols=min(len(class_names), 5), loc="outside lower center", fontsize=9
    )
    return grid[:, 0]


def group_dots(
    points: np.ndarray, rounds: Sequence[tuple[np.ndarray, np.ndarray]], titles: Sequence[str]
) -> np.ndarray:
    """Draw points side by side as rounds of a clustering sorted them, and each group's centre as a cross.

    Args:
        points: Two numbers for each picture, `(n, 2)`.
        rounds: For each panel the group of each point, `(n,)`, and the centres, `(k, 2)`.
        titles: One for each panel.

    Returns:
        The axes, one for each panel.
    """
    count = len(rounds)
    _, grid = plt.subplots(
        1, count, figsize=(min(8, 2.7 * count), 3), sharex=True, sharey=True, squeeze=False
    )
    for axes, (groups, centers), title in zip(grid[0], rounds, titles, strict=True):
        for number, center in enumerate(centers):
            own = points[groups == number]
            look = {"color": PALETTE[number % len(PALETTE)], "marker": "os^DvP*X"[number % 8]}
            axes.scatter(*own.T, s=9, alpha=0.5, **look)
            axes.scatter(*center, s=170, marker="X", color=look["color"], edgecolors="black", zorder=3)
        axes.set_title(title, fontsize=10)
    return grid[0]


def group_rows(images: np.ndarray, groups: np.ndarray, columns: int = 10) -> None:
    """Draw the first pictures of each group in a row, beside the group's number and size.

    Args:
        images: `(n, height, width)`, drawn from 0, black, to the largest value, white; or
            `(n, height, width, 3)`.
        groups: The group of each picture, `(n,)`.
        columns: Pictures a row, at most.
    """
    numbers = np.unique(groups)
    _, grid = plt.subplots(
        len(numbers), columns, figsize=(0.62 * columns + 1.4, 0.65 * len(numbers)), squeeze=False
    )
    for line, number in zip(grid, numbers, strict=True):
        own = np.flatnonzero(groups == number)
        for axes in line:
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(False)
        for axes, index in zip(line, own, strict=False):
            axes.imshow(images[index], vmin=0, vmax=images.max())
        name = f"group {number}: {len(own)}"
        line[0].set_ylabel(name, rotation=0, ha="right", va="center", fontsize=10)


def join_tree(images: Sequence[np.ndarray], joins: np.ndarray, cut: float | None = None) -> Axes:
    """Draw as a tree which pictures a clustering joined, in which order, with the pictures below.

    Args:
        images: `(n, height, width)` or `(n, height, width, 3)`.
        joins: What `scipy.cluster.hierarchy.linkage` gives for them: a row for each join.
        cut: Where to draw a dashed line across.

    Returns:
        The axes of the tree.
    """
    from scipy.cluster.hierarchy import dendrogram

    axes = plt.gca()
    tree = dendrogram(joins, ax=axes, no_labels=True, link_color_func=lambda join: "black")
    for place, index in enumerate(tree["leaves"]):
        below = axes.inset_axes((5 + 10 * place - 4.5, -0.24, 9, 0.22), transform=axes.get_xaxis_transform())
        below.imshow(images[index])
        below.set_axis_off()
    if cut is not None:
        axes.axhline(cut, color=PALETTE[5], linestyle="--")
    axes.set(ylabel="distance of what is joined")
    axes.spines["bottom"].set_visible(False)
    return axes
