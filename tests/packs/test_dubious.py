"""Dubious packs: each file of `dubious/` loads, and says on top what `rules check` must find in it, with code, place and cure."""

from pathlib import Path

import pytest

from creditscore.packs.lint.pack import check_file
from creditscore.packs.load import load_pack

HERE = Path(__file__).parent
DUBIOUS = sorted((HERE / "dubious").glob("*.toml"))
MARK = "# finds: "
COVER = {"few-examples", "no-such-example", "bound-untried"}
"""The packs that these files were made from have few examples; what that gives is tested elsewhere."""
OF_COUNTY = {"grades.village.excellent", "grades.village.good"}
"""Grades of the four-level pack that do not imply each other as it is."""


def found_in(path):
    """The findings beyond those of the pack that the file was made from."""
    found = [problem for problem in check_file(path) if problem.code not in COVER]
    return [problem for problem in found if problem.where.split(" ")[1] not in OF_COUNTY]


def test_there_are_dubious_packs():
    assert len(DUBIOUS) >= 20


@pytest.mark.parametrize("path", DUBIOUS, ids=lambda path: path.stem)
def test_exactly_this_is_found(path):
    expected = [line.removeprefix(MARK) for line in path.read_text("utf-8").splitlines() if line.startswith(MARK)]
    assert expected
    assert [f"{problem.code} {problem.say('en')}" for problem in found_in(path)] == expected


@pytest.mark.parametrize("path", DUBIOUS, ids=lambda path: path.stem)
def test_a_dubious_pack_still_loads_and_each_finding_has_a_cure_in_chinese(path):
    assert load_pack(path).pack.format == 1
    for problem in found_in(path):
        assert problem.cure is not None
        assert any("\u4e00" <= letter <= "\u9fff" for letter in problem.what.zh)


@pytest.mark.parametrize("name", ["small", "county"])
def test_the_packs_that_they_were_made_from_have_no_such_findings(name):
    assert found_in(HERE / "sound" / f"{name}.toml") == []
