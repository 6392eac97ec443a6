"""Drawing: figures carry alt text, and wrong input gets a sentence."""

from __future__ import annotations

from base64 import b64decode

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils import plots


@pytest.fixture(autouse=True)
def no_figures():
    plt.close("all")
    yield
    plt.close("all")


def test_show_stores_alt_text_and_closes(monkeypatch):
    shown = []
    monkeypatch.setattr(plots, "display", lambda data, raw, metadata=None: shown.append((data, metadata)))
    plt.plot([1, 2])
    plots.show("A line that rises from one to two.")
    (hidden, _), (picture, metadata) = shown
    assert "A line that rises from one to two." in hidden["text/html"] and hidden["text/plain"] == ""
    assert metadata == {"image/png": {"alt": "A line that rises from one to two."}}
    assert plt.get_fignums() == []


def test_a_photograph_is_stored_as_jpeg_which_is_smaller(monkeypatch):
    shown = []
    monkeypatch.setattr(plots, "display", lambda data, raw, metadata=None: shown.append((data, metadata)))
    plots.image_grid([np.random.default_rng(0).integers(0, 255, (200, 200, 3), dtype=np.uint8)], size=3)
    plots.show("A square full of coloured noise.")
    data, metadata = shown[-1]
    assert "image/png" not in data and b64decode(data["image/jpeg"]).startswith(b"\xff\xd8")
    assert metadata == {"image/jpeg": {"alt": "A square full of coloured noise."}}


def test_show_needs_a_sentence_and_a_figure():
    with pytest.raises(ValueError, match="no figure"):
        plots.show("There is nothing to see here.")
    plt.figure()
    with pytest.raises(ValueError, match="in a sentence"):
        plots.show("a line")


def test_a_grid_draws_each_image_from_black_to_white():
    images = np.full((7, 4, 5), 100, np.uint8)
    axes = plots.image_grid(images, [str(n) for n in range(7)], columns=5)
    assert len(axes) == 7 and axes[6].get_title() == "6"
    assert axes[0].images[0].get_clim() == (0, 255)


def test_a_grid_needs_images_and_as_many_titles():
    with pytest.raises(ValueError, match="images is empty"):
        plots.image_grid([])
    with pytest.raises(ValueError, match="1 titles for 2 images"):
        plots.image_grid(np.zeros((2, 3, 3)), ["a"])


def test_values_are_dark_on_light_and_light_on_dark():
    axes = plt.figure().gca()
    values = np.array([[0, 255]])
    axes.imshow(values)
    plots.write_values(axes, values)
    assert [(text.get_text(), text.get_color()) for text in axes.texts] == [("0", "white"), ("255", "black")]


def test_a_box_is_drawn_where_it_says():
    axes = plt.figure().gca()
    plots.draw_box(axes, (3, 4, 10, 20), "face")
    assert axes.patches[0].get_bbox().bounds == (3, 4, 10, 20)
    assert axes.texts[0].get_text().strip() == "face"
    plots.draw_box(axes, (3, 4, 10, 20), "hat", beside=True)
    assert [text.get_position() for text in axes.texts] == [(3, 4), (13, 4)]


def test_learning_curves_tell_training_from_validation():
    axes = plots.learning_curves({"accuracy": [0.2, 0.9], "val_accuracy": [0.2, 0.5]})
    training, validation = axes.lines
    assert training.get_label() == "training" and training.get_color() == plots.TRAINING
    assert list(validation.get_ydata()) == [0.2, 0.5] and validation.get_linestyle() == "--"
    assert list(training.get_xdata()) == [1, 2]
    with pytest.raises(ValueError, match="'auc'; the history has loss"):
        plots.learning_curves({"loss": [1.0]}, "auc")


def test_a_sweep_is_drawn_in_the_order_of_its_values():
    axes = plots.sweep({4: (0.9, 0.5), 0: (0.4, 0.3)}, "width", luck=0.1)
    assert list(axes.lines[0].get_ydata()) == [0.4, 0.9]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["0", "4"]


def test_remedies_are_drawn_from_worst_to_best():
    axes = plots.compare_remedies({"good": 0.7, "bad": 0.4}, without=0.5, luck=0.05)
    assert [text.get_text() for text in axes.get_yticklabels()] == ["bad", "good"]


def test_numbers_are_drawn_on_one_scale():
    panels = plots.draw_numbers([np.array([[0, 4]]), np.array([[-2, 1]])], ["a", "b"])
    assert [panel.images[0].get_clim() for panel in panels] == [(-4, 4), (-4, 4)]
    assert [text.get_text() for text in panels[1].texts] == ["-2", "1"]
    panels = plots.draw_numbers([np.array([[-0.0]]), np.eye(2)], ["a", "b"])
    assert [panel.images[0].get_clim() for panel in panels] == [(0, 1), (0, 1)]
    assert panels[0].texts[0].get_text() == "0"


def test_responses_are_drawn_on_one_scale():
    panels = plots.draw_responses([np.zeros((2, 2)), np.ones((2, 2))], ["a", "b"], -1, 2, size=1)
    assert [panel.images[0].get_clim() for panel in panels] == [(-1, 2), (-1, 2)]


def test_number_grids_draw_black_to_white_and_write_each_number():
    plots.number_grid([np.array([[10, 60]])], ["dim"])
    axes = plt.gcf().axes[0]
    assert axes.images[0].get_clim() == (0, 255)
    assert [text.get_text() for text in axes.texts] == ["10", "60"]


def test_histograms_count_every_pixel():
    image = np.zeros((2, 3, 3), np.uint8)
    assert [line.get_ydata()[0] for line in plots.channel_histogram(image).lines] == [6, 6, 6]
    plt.close("all")
    plots.images_with_histograms({"dark": image}, [image[:, :, 0]])
    assert sum(bar.get_height() for bar in plt.gcf().axes[1].patches) == 6


def test_probability_bars_have_a_bar_for_each_class():
    plots.probability_bars(np.zeros((4, 4, 3), "uint8"), ["a", "b", "c"], [0.5, 0.3, 0.2], title="which?")
    left, right = plt.gcf().axes
    assert left.get_title() == "which?"
    assert [bar.get_width() for bar in right.patches] == [0.5, 0.3, 0.2]
    plt.close("all")


def test_filters_before_and_after_have_one_scale():
    small, large = np.full((3, 3, 3, 2), 0.1), np.full((3, 3, 3, 2), -1.0)
    plots.filter_grids(small, large, titles=["before", "after"])
    drawn = [axes.images[0].get_array() for axes in plt.gcf().axes]
    assert np.allclose(drawn[0], 0.55) and np.allclose(drawn[2], 0)
    plt.close("all")


def test_clinic_curves_share_the_scale_of_accuracy_alone():
    curve = {"accuracy": [0.1, 0.9], "val_accuracy": [0.1, 0.8], "loss": [2, 1], "val_loss": [2, 1.5]}
    plots.clinic_curves({"A": curve, "B": curve | {"loss": [30, 1]}}, guess=2.3)
    axes = plt.gcf().axes
    assert [one.get_title() for one in axes[:2]] == ["A", "B"]
    assert axes[0].get_ylim() == axes[1].get_ylim()
    assert axes[2].get_ylim()[1] < 3 < axes[3].get_ylim()[1]


def test_box_by_class_draws_a_box_for_each_class():
    axes = plots.box_by_class(np.array([1.0, 2.0, 5.0, 6.0]), np.array([0, 0, 1, 1]), ["a", "b"])
    assert [label.get_text() for label in axes.get_xticklabels()] == ["a", "b"]
    plt.close("all")


def test_scores_and_reliability_are_drawn():
    axes = plots.score_histogram(np.array([0.1, 0.2, 0.7]), np.array([False, False, True]))
    assert axes.get_xlim()[0] < 0.1 < 0.7 < axes.get_xlim()[1]
    plt.figure()
    confidence, correct = np.array([1.0, 0.95, 0.55, 0.55]), np.array([True, True, True, False])
    axes = plots.reliability_diagram(confidence, correct)
    assert [bar.get_height() for bar in axes.patches] == [0.5, 1]
    assert [text.get_text() for text in axes.texts] == ["2", "2"]


def test_a_search_is_a_dot_a_trial_and_a_line_for_each_different_first_setting():
    grid = [(rate, penalty, 0.5) for rate in (0.01, 1) for penalty in (1e-4, 1e-3)]
    panels = plots.search_maps({"grid": grid, "random": [(0.1, 2e-4, 0.9)]}, ("rate", "penalty"))
    assert [axes.get_title() for axes in panels] == ["grid", "random"]
    assert [len(axes.collections[0].get_offsets()) for axes in panels] == [4, 1]
    assert [len(axes.lines) for axes in panels] == [2, 1]
    assert panels[0].get_xscale() == "log" and panels[0].get_ylabel() == "penalty"


def small_table(**columns):
    return np.rec.fromarrays([np.array(values) for values in columns.values()], names=",".join(columns))


def test_bands_draw_the_mean_and_a_spread_to_each_side():
    table = small_table(epoch=[1, 1, 2, 2], training=[0.2, 0.4, 0.6, 0.6])
    axes = plots.bands({"plain": table}, "epoch", "training")
    assert axes.lines[0].get_ydata().tolist() == pytest.approx([0.3, 0.6])
    corners = axes.collections[0].get_paths()[0].vertices
    assert corners[:, 1].min() == pytest.approx(0.2) and corners[:, 1].max() == pytest.approx(0.6)
    assert axes.get_ylabel() == "training accuracy" and axes.get_xlabel() == "epoch"


def test_race_curves_draw_parameters_on_the_left_and_seconds_on_the_right():
    table = small_table(parameters=[4000] * 4, budget=[5.0, 5.0, 10.0, 10.0], validation=[0.1, 0.3, 0.4, 0.4])
    plots.race_curves({"LeNet": table, "VGG": table}, 10)
    left, right = plt.gcf().axes
    assert left.lines[0].get_xdata() == [4.0] and left.lines[0].get_ydata() == pytest.approx([0.4])
    assert right.lines[0].get_ydata().tolist() == pytest.approx([0.2, 0.4])
    assert [text.get_text() for text in right.get_legend().get_texts()] == ["LeNet", "VGG"]


@pytest.mark.parametrize("count", [2, 5, 12])
def test_label_strips_give_each_class_a_colour(count):
    names = [f"class {number}" for number in range(count)]
    rows = {"sorted": np.repeat(np.arange(count), 3), "one": [0, 0, 1]}
    axes = plots.label_strips(rows, names)
    assert [one.get_ylabel() for one in axes] == ["sorted", "one"]
    colours = {tuple(axes[0].images[0].to_rgba(number)) for number in range(count)}
    assert len(colours) == count
    assert [text.get_text() for text in plt.gcf().legends[0].get_texts()] == names


def test_groups_are_watched_with_a_cross_for_each_centre():
    points, groups = np.arange(12.0).reshape(6, 2), np.array([0, 0, 1, 1, 1, 0])
    centers = np.array([[0, 1], [4, 5], [9, 9.0]])  # nobody joined the last
    panels = plots.group_dots(points, [(groups, centers)] * 2, ["round 1", "round 2"])
    assert [axes.get_title() for axes in panels] == ["round 1", "round 2"]
    sizes = [len(drawn.get_offsets()) for drawn in panels[0].collections]
    assert sizes == [3, 1, 3, 1, 0, 1]


def test_group_rows_draw_a_row_for_each_group_however_small():
    plots.group_rows(np.zeros((5, 8, 8)), np.array([0, 3, 0, 0, 0]), columns=3)
    assert sum(len(axes.images) for axes in plt.gcf().axes) == 4
    names = [axes.get_ylabel() for axes in plt.gcf().axes if axes.get_ylabel()]
    assert names == ["group 0: 4", "group 3: 1"]


def test_a_tree_has_its_pictures_below_and_a_line_across():
    from scipy.cluster.hierarchy import linkage

    images = np.random.default_rng(0).random((6, 4, 4))
    axes = plots.join_tree(images, linkage(images.reshape(6, -1), "ward"), cut=0.5)
    assert len(axes.child_axes) == 6
    assert [line.get_ydata()[0] for line in axes.lines] == [0.5]


def test_colour_bars_have_the_colours_of_their_boxes():
    shares = np.zeros(64)
    shares[[3, 48]] = [0.75, 0.25]  # blue, then red
    plots.colour_bars(np.zeros((4, 4, 3), dtype="uint8"), shares, levels=4)
    blue, red = plt.gcf().axes[1].patches
    assert (blue.get_height(), red.get_height()) == (0.75, 0.25)
    assert np.argmax(blue.get_facecolor()[:3]) == 2 and np.argmax(red.get_facecolor()[:3]) == 0


def test_direction_bars_stand_below_their_pictures():
    plots.direction_bars({"one": np.zeros((4, 4)), "two": np.ones((4, 4))}, np.full((2, 9), 1 / 9))
    assert [len(axes.patches) for axes in plt.gcf().axes] == [0, 0, 9, 9]


def test_edge_lines_run_across_the_gradient():
    cells = np.zeros((1, 2, 2, 9))
    cells[0, 0, 1, 0] = 5  # a level gradient, so an upright edge
    plots.edge_lines([np.zeros((8, 8, 3), dtype="uint8")], cells)
    (lines,) = plt.gcf().axes[1].collections
    (ends,) = lines.get_segments()
    assert np.ptp(ends[:, 1]) > 4 * np.ptp(ends[:, 0])
    assert ends.mean(axis=0) == pytest.approx([1, 0])


def test_decision_regions_draw_a_panel_a_model_and_a_dot_a_picture():
    class Upper:
        def predict(self, places):
            return np.where(places[:, 1] > 0, 7, 3)

    features = np.array([[0.0, -1.0], [1.0, 1.0], [2.0, 1.0]])
    plots.decision_regions([Upper(), Upper()], features, np.array([3, 7, 7]), ["a", "b"], ["x", "y"])
    left, right = plt.gcf().axes
    assert [len(line.get_xdata()) for line in left.lines] == [1, 2]
    assert right.get_title() == "b"


def test_heat_is_white_where_it_is_nothing():
    plots.heat_on_pictures([np.zeros((8, 8, 3))], [np.array([[2.0, 0.0], [-4.0, 1.0]])], ["one"])
    heat = plt.gcf().axes[0].images[-1]
    assert heat.get_clim() == (-4, 4)
    assert heat.cmap(0.5)[:3] == pytest.approx((1, 1, 1), abs=0.01)
