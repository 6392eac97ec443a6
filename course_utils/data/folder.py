"""Reading a folder of pictures, one sub-folder a class, and saying what became of each file."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from course_utils.data.duplicates import find_duplicates
from course_utils.data.image_set import ImageSet
from course_utils.data.pictures import read_pictures
from course_utils.data.problem import DataProblem
from course_utils.data.report import Report

OWN_FOLDER = "my_pictures"  # where learners put pictures of their own, beside the notebook
# A phone's HEIC is a picture too, though none that can be read: it must not be passed over silently.
PICTURE_ENDINGS = {
    *(".jpg", ".jpeg", ".jfif", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".avif"),
    *(".heic", ".heif"),
}
_LITTER = {"thumbs.db", "desktop.ini", "__macosx", "icon\r"}
_PARTS = {"train", "training", "val", "valid", "validation", "test", "testing"}


def own_pictures(folder: str | os.PathLike[str] = OWN_FOLDER) -> list[Path]:
    """Find the picture files in a folder, and in the folders inside it.

    Args:
        folder: a folder; the learner's own beside the notebook unless another is named.

    Returns:
        The paths of the files with a picture's ending, sorted; empty if there is none, or no folder.
        `open_picture` opens one, and says so where a file is no picture after all.
    """
    root = Path(folder).expanduser()
    inside, loose = _walk(root, Report(str(root)))
    pictures = (name for name in inside if Path(name).suffix.lower() in PICTURE_ENDINGS)
    return [root / name for name in sorted([*loose, *pictures])]


def how_to_fill(folder: Path) -> str:
    """Say what a folder of pictures needs, to whoever has one without classes, or none."""
    return (
        f"make one sub-folder for each class, such as {folder.name}/cats and {folder.name}/dogs, drag "
        "pictures into them, and run the cell again."
    )


def load_folder(
    folder: Path,
    size: tuple[int, int],
    *,
    source: str = "",
    licence: str = "",
) -> ImageSet:
    """Load every picture below `folder`, labelled by the sub-folder of `folder` it lies in.

    Every file is accounted for in the result's `report`. Pictures in deeper folders belong to the
    class folder above them. A folder that only wraps the folder of classes is stepped into.

    Args:
        folder: holds one folder for each class.
        size: (height, width) that every picture is brought to.
        source: where the pictures came from; the folder itself unless said otherwise.
        licence: under which licence; unknown unless said otherwise.

    Raises:
        DataProblem: if there is no folder, no sub-folder, or no usable picture in any.
    """
    root, candidates, report = _survey(folder)
    images, names = _read_all(root, candidates, size, report)
    classes = [name.split("/")[0] for name in names]
    class_names = tuple(sorted(set(classes)))
    if not class_names:
        reasons = "; ".join(f"{name}: {why}" for name, why in report.left_out[:3])
        raise DataProblem(f"No file in {folder} could be used as a picture ({reasons}).")
    for name in sorted({name.split("/")[0] for name in candidates} - set(class_names)):
        report.notes.append(f"“{name}” holds no usable picture, so it is no class.")
    report.used = {name: classes.count(name) for name in class_names}
    if len(class_names) == 1:
        report.notes.append("There is only one class: a classifier needs two at least.")
    if report.has_findings:
        print(f"{folder.name}: {report.summary}. The set's .report names the files.", *report.notes)
    return ImageSet(
        images=images,
        labels=np.array([class_names.index(name) for name in classes], np.int64),
        class_names=class_names,
        source=source or str(folder),
        licence=licence or "unknown: ask whoever made the pictures",
        files=tuple(names),
        report=report,
    )


def require_classes(folder: Path) -> Path:
    """Return the folder below `folder` whose sub-folders are the classes: nearly always itself.

    Raises:
        DataProblem: if there are no class folders with files in them.
    """
    return _survey(folder)[0]


def _survey(folder: Path) -> tuple[Path, list[str], Report]:
    """Return the folder that holds the classes, its files that may be pictures, and a report."""
    if not folder.is_dir():
        raise DataProblem(f"There is no folder {folder}. Check the spelling and where you are.")
    report = Report(str(folder))
    root, candidates, loose = folder, *_walk(folder, report)
    while not loose and len(inside := {name.split("/")[0] for name in candidates}) == 1:
        inner = root / inside.pop()
        if any(name.count("/") < 2 for name in candidates):
            break  # it holds pictures itself: the one class of this folder
        report.notes.append(f"The classes lie one folder deeper, in {inner.name}.")
        report.ignored.clear()
        root, candidates, loose = inner, *_walk(inner, report)
    _refuse_what_has_no_classes(root, candidates, loose)
    report.left_out += [(name, "beside the class folders, so it has no class") for name in loose]
    return root, candidates, report


def _walk(root: Path, report: Report) -> tuple[list[str], list[str]]:
    """Return the files below the sub-folders of `root`, and the pictures that lie in `root` itself.

    Paths are relative to `root` and written with "/", sorted, the same on every system.
    """
    candidates, loose, empty = [], [], []
    for place, folders, files in os.walk(root):
        inside = Path(place).relative_to(root).as_posix()
        prefix = "" if inside == "." else inside + "/"
        hidden = [name for name in folders if _is_litter(name)]
        report.ignored += [f"{prefix}{name}/" for name in hidden]
        folders[:] = sorted(set(folders) - set(hidden))
        if not files and not folders and prefix:
            empty.append(inside)
        for name in files:
            if _is_litter(name):
                report.ignored.append(prefix + name)
            elif prefix:
                candidates.append(prefix + name)
            elif Path(name).suffix.lower() in PICTURE_ENDINGS:
                loose.append(name)
            else:
                report.ignored.append(name)  # a README or a licence beside the class folders
    report.left_out += [(f"{name}/", "empty folder") for name in sorted(empty)]
    report.ignored.sort()
    return sorted(candidates), sorted(loose)


def _is_litter(name: str) -> bool:
    """Whether a system or a notebook put this name there, not a person."""
    return name.startswith(".") or name.lower() in _LITTER


def _refuse_what_has_no_classes(root: Path, candidates: list[str], loose: list[str]) -> None:
    classes = {name.split("/")[0] for name in candidates}
    if not candidates and loose:
        count = "a picture" if len(loose) == 1 else f"{len(loose)} pictures"
        raise DataProblem(f"{root} holds {count} but no class folder with pictures: {how_to_fill(root)}")
    if not candidates:
        raise DataProblem(f"{root} holds no pictures yet: {how_to_fill(root)}")
    nested = {name.split("/")[0] for name in candidates if name.count("/") > 1}
    if classes <= _PARTS and classes == nested:
        first = sorted(classes)[0]
        raise DataProblem(
            f"The folders {', '.join(sorted(classes))} in {root} look like parts of a data set, "
            f"not like classes. Load each alone, such as load({str(root / first)!r})."
        )


def _read_all(
    root: Path, names: list[str], size: tuple[int, int], report: Report
) -> tuple[np.ndarray, list[str]]:
    """Read the pictures, and report on them. Returns those that could be read, and their names."""
    images, converted, bad = read_pictures([root / name for name in names], size)
    if bad:
        images = np.delete(images, list(bad), axis=0)
    used = [name for index, name in enumerate(names) if index not in bad]
    report.converted += [(names[index], what) for index, what in converted.items()]
    report.left_out += [(names[index], why) for index, why in bad.items()]
    exact, near = find_duplicates(images)
    report.duplicates = [[used[index] for index in group] for group in exact]
    report.near_duplicates = [[used[index] for index in group] for group in near]
    report.two_labels = [
        group
        for group in report.duplicates + report.near_duplicates
        if len({name.split("/")[0] for name in group}) > 1
    ]
    return images, used
