"""What stands in the files around the course is true: the map of lessons, commands, licences, links."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml

from course_utils.__main__ import NEWEST, OLDEST
from course_utils.editions.build import lesson_paths


@pytest.fixture
def readme(course):
    return (course / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def project(course):
    return tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_map_names_every_lesson_its_question_and_its_minutes(readme):
    def from_lesson(path):
        text = path.read_text(encoding="utf-8")
        number, question = re.search(r"^# # (\d\d) · (.+)$", text, re.MULTILINE).groups()
        minutes = re.search(r"Minutes:\D*(\d+)", text)[1]
        return number, f"notebooks/{path.stem}.ipynb", question, minutes

    rows = re.findall(r"^\| (\d\d) \| \[.+\]\((.+)\) \| (.+) \| (\d+) \|$", readme, re.MULTILINE)
    assert rows == [from_lesson(path) for path in lesson_paths()]


def test_the_workflow_and_ci_run_the_readmes_test_command(course, readme):
    (command,) = re.findall(r"^(python3 -m course_utils test) +#", readme, re.MULTILINE)
    workflow = yaml.safe_load((course / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    job = workflow["jobs"]["test"]
    assert [step["run"] for step in job["steps"] if "run" in step] == [command]
    assert job["strategy"]["matrix"]["python"] == ["{}.{}".format(*OLDEST), "{}.{}".format(*NEWEST)]
    assert (course / ".ci/run").read_text(encoding="utf-8").endswith(f"\nexec {command}\n")


def test_the_issue_form_asks_for_what_is_needed(course):
    (path,) = (course / ".github/ISSUE_TEMPLATE").glob("*.yml")
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    required = [question["id"] for question in form["body"] if question["validations"]["required"]]
    assert required == ["where", "happened", "expected", "report"]
    assert "python3 -m course_utils doctor" in form["body"][-1]["attributes"]["description"]


def test_the_citation_says_what_the_package_says(course, project):
    citation = yaml.safe_load((course / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == project["version"]
    assert {"cff-version", "message", "title", "authors"} <= set(citation)


def test_every_licence_is_there_and_named(course, readme, project):
    for name in project["license-files"]:
        assert (course / name).is_file() and f"]({name})" in readme
    for card in (course / "datasets").glob("*/CARD.md"):
        assert "[CC BY 4.0](../../LICENSE-TEXT)" in card.read_text(encoding="utf-8")


@pytest.mark.parametrize("pattern", ["*.md", "lessons/*.md", "datasets/*/*.md", "benchmarks/*.md"])
def test_links_between_the_documents_lead_somewhere(course, pattern):
    for document in course.glob(pattern):
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"
