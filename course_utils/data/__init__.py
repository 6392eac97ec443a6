"""Pictures to learn from: `load` brings any set, or any folder of pictures, as an `ImageSet`."""

from course_utils.data.catalogue import load, picture_folder
from course_utils.data.duplicates import find_duplicates
from course_utils.data.folder import own_pictures
from course_utils.data.image_set import Box, ImageSet
from course_utils.data.pictures import open_picture
from course_utils.data.problem import DataProblem
from course_utils.data.report import Report

__all__ = [
    "Box",
    "DataProblem",
    "ImageSet",
    "Report",
    "find_duplicates",
    "load",
    "open_picture",
    "own_pictures",
    "picture_folder",
]
