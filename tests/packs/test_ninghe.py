"""The shipped default pack: it quotes its source, asks what the source asks, and leaves nothing untried."""

import hashlib
import re
from datetime import date

import pytest

from creditscore.packs.library import pack_in_force, shipped_folder
from creditscore.packs.lint.pack import clauses, lint

LOADED = pack_in_force("ninghe", date(2003, 6, 30))
PACK = LOADED.pack
SOURCE = shipped_folder() / "ninghe" / "source.md"
CLAUSES = {".".join(map(str, path)): clause for path, clause in clauses(PACK)}
DOCUMENTED = {path: clause for path, clause in CLAUSES.items() if clause.basis == "documented"}
BOUNDS = {
    "H2": ("age", {"at_least": "18", "at_most": "60"}),
    "H3": ("arrears_record", {"at_most": "0"}),
    "V1a": ("arrears_free_share", {"at_least": "80%"}),
    "V1b": ("depositor_share", {"at_least": "80%"}),
    "V2": ("micro_recovery", {"at_least": "90%"}),
    "V3a": ("bad_loan_share", {"below": "30%"}),
    "T1": ("credit_village_share", {"at_least": "50%"}),
    "T2": ("arrears_free_share", {"at_least": "80%"}),
    "T3": ("micro_recovery", {"at_least": "90%"}),
    "T4": ("bad_loan_share", {"below": "30%"}),
}
EMPTY = {
    "arrears_free_share": "pending",
    "depositor_share": "pending",
    "micro_recovery": "pending",
    "bad_loan_share": "not_applicable",
    "credit_village_share": "pending",
}
CRITERIA = {name: criterion for criteria in PACK.criteria.values() for name, criterion in criteria.items()}


def test_source_is_the_file_that_was_quoted():
    assert PACK.pack.source.file == SOURCE.name
    assert PACK.pack.source.sha256 == hashlib.sha256(SOURCE.read_bytes()).hexdigest()


@pytest.mark.parametrize("path", DOCUMENTED)
def test_documented_words_stand_in_the_source(path):
    assert DOCUMENTED[path].text.zh in SOURCE.read_text("utf-8")


def test_only_what_the_source_lacks_is_adopted():
    adopted = [path for path in CLAUSES if path not in DOCUMENTED]
    assert adopted == ["criteria.village.V5", *(f"criteria.township.T{number}" for number in range(1, 5))]


def test_numbered_clauses_are_quoted_in_full():
    """Nothing of a numbered clause is left unquoted but punctuation."""
    quoted = sorted((clause.text.zh for clause in CLAUSES.values()), key=len, reverse=True)
    text = SOURCE.read_text("utf-8").partition("(一)信用户")[2]
    for line in re.findall(r"^\d、(.*)$", text, re.MULTILINE):
        left = line
        for words in quoted:
            left = left.replace(words, "")
        assert left.strip(",;。") == ""


def test_broken_clause_is_quoted_as_it_breaks_off():
    assert SOURCE.read_text("utf-8").rstrip().endswith(CRITERIA["V5"].text.zh)


def test_levels_and_criteria():
    assert PACK.unit_levels == ["household", "village", "township"]
    assert {level: list(criteria) for level, criteria in PACK.criteria.items()} == {
        "household": [f"H{number}" for number in range(1, 10)],
        "village": ["V1a", "V1b", "V2", "V3a", "V3b", "V4", "V5"],
        "township": ["T1", "T2", "T3", "T4"],
    }


@pytest.mark.parametrize("level", PACK.grades)
def test_credit_is_the_only_grade_and_asks_for_everything(level):
    assert list(PACK.grades[level]) == ["credit"]
    assert PACK.grades[level]["credit"].all_of == list(PACK.criteria[level])


@pytest.mark.parametrize("name", CRITERIA)
def test_bounds_are_those_of_the_source(name):
    criterion = CRITERIA[name]
    measure, bounds = BOUNDS.get(name, (None, {}))
    assert criterion.measure == measure
    assert {word: bound.values[0].written for word, bound in criterion.bounds.items()} == bounds


def test_empty_denominators_are_decided():
    assert {name: measure.when_empty for name, measure in PACK.measures.items() if measure.is_share} == EMPTY


@pytest.mark.parametrize("name", BOUNDS)
def test_a_measure_with_a_bound_says_what_is_short_and_how_it_is_read(name):
    assert PACK.measures[BOUNDS[name][0]].shortfall is not None
    assert CRITERIA[name].reading is not None


@pytest.mark.parametrize(
    ("number", "words"),
    [("1", "1 more household clears its arrears"), ("2", "2 more households clear their arrears")],
)
def test_shortfall_is_said_in_good_english(number, words):
    shortfall = PACK.measures["arrears_free_share"].shortfall
    assert shortfall is not None
    assert shortfall.filled(number) == (f"还需{number}户清偿拖欠", words)


def test_precondition_is_the_villages_readiness():
    precondition = PACK.preconditions["household"]
    assert precondition.at == "village"
    assert list(precondition.columns) == ["committee_attitude", "committee_cooperates", "committee_united", "villagers_want_it"]


def test_membership_orders_and_never_passes():
    assert PACK.priority["household"].columns == {"shareholding_member": True}
    assert all("shareholding_member" not in criterion.columns for criterion in CRITERIA.values())


def test_nothing_is_left_to_find():
    assert lint(LOADED, as_of=PACK.pack.reviewed_on) == []


def test_columns_that_a_file_may_lack():
    assert "birth_date" not in PACK.tables["households"].must_have
    assert "registered_households" not in PACK.tables["villages"].must_have
    assert "good_repute" in PACK.tables["households"].must_have
