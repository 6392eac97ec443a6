"""The learner's copies are never overwritten and kept on a reset; the report; the table of progress."""

from __future__ import annotations

import errno
import json

import pytest

from course_utils.launcher import commands, doctor, workspace
from course_utils.launcher.progress_table import table


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone with two lessons."""
    (tmp_path / "notebooks").mkdir()
    for name in ("00_start_here", "01_pixels"):
        publish(tmp_path, name, "first")
    monkeypatch.setattr(workspace, "course_folder", lambda: tmp_path)
    return tmp_path


def publish(clone, name, cells, **course):
    content = json.dumps({"cells": [], "metadata": {"course": {"cells": cells, **course}}})
    (clone / "notebooks" / f"{name}.ipynb").write_text(content)


def test_lessons_are_copied_and_never_overwritten(clone):
    assert workspace.refresh() == []
    mine = clone / "my_work" / "01_pixels.ipynb"
    mine.write_text("my answers")
    publish(clone, "02_classification", "first")
    assert workspace.refresh() == []
    assert mine.read_text() == "my answers"
    assert (clone / "my_work" / "02_classification.ipynb").exists()


def test_a_newer_edition_is_told_and_left_alone(clone):
    workspace.refresh()
    publish(clone, "01_pixels", "second")
    (news,) = workspace.refresh()
    assert "01_pixels has a newer edition" in news and "reset 01" in news
    assert "first" in (clone / "my_work" / "01_pixels.ipynb").read_text()


def test_the_news_says_what_a_reset_does(clone):
    workspace.refresh()
    (clone / "my_work" / "01_pixels_kept_1.ipynb").write_text("kept before")
    publish(clone, "01_pixels", "second")
    (news,) = workspace.refresh()
    assert "renames yours to 01_pixels_kept_2.ipynb and puts the new one in its place" in news
    workspace.reset("01")
    assert "first" in (clone / "my_work" / "01_pixels_kept_2.ipynb").read_text()
    assert "second" in (clone / "my_work" / "01_pixels.ipynb").read_text()
    assert workspace.refresh() == []


def test_an_edition_that_was_only_run_again_is_no_news(clone):
    workspace.refresh()
    publish(clone, "01_pixels", "first", fingerprint="of a helper that changed", seconds=8)
    assert workspace.refresh() == []


@pytest.mark.parametrize(
    "mine",
    ["my answers, no notebook", '{"cells": [], "metadata": {"course": {"fingerprint": "from before"}}}'],
)
def test_a_copy_of_which_nothing_is_known_is_no_news(clone, mine):
    workspace.refresh()
    (clone / "my_work" / "01_pixels.ipynb").write_text(mine)
    publish(clone, "01_pixels", "second")
    assert workspace.refresh() == []


def test_a_full_disk_leaves_no_half_copy(clone, monkeypatch, capsys):
    def full(source, target):
        target.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    with monkeypatch.context() as disk:
        disk.setattr(workspace.shutil, "copyfile", full)
        assert commands.main(["reset", "01"]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert not (clone / "my_work" / "01_pixels.ipynb").exists()
    workspace.refresh()
    assert "first" in (clone / "my_work" / "01_pixels.ipynb").read_text()


def test_a_reset_keeps_every_copy(clone):
    assert workspace.reset("1") == "my_work/01_pixels.ipynb is fresh."
    mine = clone / "my_work" / "01_pixels.ipynb"
    for number in (1, 2):
        mine.write_text(f"answers {number}")
        assert f"my_work/01_pixels_kept_{number}.ipynb" in workspace.reset("01")
        assert mine.with_name(f"01_pixels_kept_{number}.ipynb").read_text() == f"answers {number}"
    assert "first" in mine.read_text()


def test_there_is_no_such_lesson(clone):
    with pytest.raises(workspace.NoSuchLesson, match="no lesson 77; there are 00, 01"):
        workspace.reset("77")


def test_progress_lists_what_is_passed_and_what_is_open(tmp_path):
    record = tmp_path / "progress.jsonl"
    assert "Nothing is passed yet" in table(record)
    record.write_text('{"exercise": "start_here.first_answer", "points": 1}\n{broken\n')
    lines = table(record).splitlines()
    assert lines[0].startswith("00_start_here") and "1 of  2 points, still open: count_pixels" in lines[0]
    assert lines[-1] == "Lines 2 of progress.jsonl cannot be read and are passed over."


def test_the_report_names_every_package_and_no_folder(course):
    report = doctor.report()
    for name in (*doctor.PACKAGES, "cores", "memory", "gpu", "disk", "lessons"):
        assert f"{name}:" in report
    assert str(course) not in report
    assert doctor.missing_packages() == []
