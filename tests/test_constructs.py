"""The list of constructs in lessons/README.md: each is first used in the lesson it names."""

from __future__ import annotations

import re

import pytest

from course_utils.editions.build import lesson_paths
from course_utils.editions.lesson import read

CODE = {
    path.stem[:2]: "\n".join(cell.source for _, cell in read(path).code_cells()) for path in lesson_paths()
}
README = (lesson_paths()[0].parent / "README.md").read_text(encoding="utf-8")
# | construct | lesson | what finds it in code, a regular expression in back-ticks |
ROWS = re.findall(r"^\| (.+?) \| (\d\d) \| `(.+)` \|$", README, flags=re.MULTILINE)


def test_the_list_is_there():
    assert len(ROWS) >= 12


@pytest.mark.parametrize(("construct", "lesson", "pattern"), ROWS, ids=[row[0] for row in ROWS])
def test_a_construct_is_first_used_where_the_list_says(construct, lesson, pattern):
    pattern = pattern.replace("\\|", "|")
    using = [number for number, code in CODE.items() if re.search(pattern, code)]
    assert using and using[0] == lesson, f"{construct} is first used in lesson {(using or ['none'])[0]}"
