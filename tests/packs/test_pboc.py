"""The second shipped pack: the People's Bank's household grades of 1999, as its source page restates them."""

import hashlib
from datetime import date

import pytest

from creditscore.core.errors import PackError
from creditscore.packs.library import pack_in_force, shipped_folder

DAY = date(2003, 6, 30)
LOADED = pack_in_force("pboc-1999", DAY)
PACK = LOADED.pack
SOURCE = shipped_folder() / "pboc-1999" / "source.md"
CRITERIA = PACK.criteria["household"]
BOUNDS = {
    "E1": {"at_least": "1"},
    "E2": {"at_most": "0"},
    "E3": {"at_least": "2000"},
    "E4": {"at_least": "50%"},
    "G1": {"at_most": "0"},
    "G2": {"at_least": "1000"},
    "O1": {},
    "O2": {"at_least": "500"},
}


def test_source_is_the_file_that_was_restated():
    assert PACK.pack.source.sha256 == hashlib.sha256(SOURCE.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", CRITERIA)
def test_documented_words_stand_in_the_source(name):
    assert CRITERIA[name].basis == "documented"
    assert CRITERIA[name].text.zh in SOURCE.read_text("utf-8")


def test_only_households_are_rated_best_grade_first():
    assert PACK.unit_levels == ["household"]
    assert {name: grade.criteria for name, grade in PACK.grades["household"].items()} == {
        "excellent": ["E1", "E2", "E3", "E4"],
        "good": ["G1", "G2"],
        "ordinary": ["O1", "O2"],
    }


@pytest.mark.parametrize("name", BOUNDS)
def test_bounds_are_those_of_the_article(name):
    assert {word: bound.values[0].written for word, bound in CRITERIA[name].bounds.items()} == BOUNDS[name]


def test_a_day_before_the_rules_is_refused():
    with pytest.raises(PackError, match="no edition is in force on 1999-07-20"):
        pack_in_force("pboc-1999", date(1999, 7, 20))
    assert pack_in_force("pboc-1999", date(1999, 7, 21)).pack.pack.edition == "1999"
