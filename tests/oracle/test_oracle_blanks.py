"""What must hold of missing evidence whatever the county: an answer that comes in later never overturns a decided verdict."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.counties import VILLAGE_SURVEY, WANTED_FALSE, WANTED_TRUE, county
from tests.oracle.lending import BAD_CLASSES, GOOD_CLASSES
from tests.oracle.oracle import CRITERIA, READINESS, rate

BEST_AND_WORST: dict[str, dict[str, tuple[Any, Any]]] = {
    "households": {
        **dict.fromkeys((*WANTED_TRUE, "has_deposit_account"), (True, False)),
        **dict.fromkeys(WANTED_FALSE, (False, True)),
    },
    "villages": dict.fromkeys((*READINESS, *VILLAGE_SURVEY), (True, False)),
    "loans": {"overdue_interest": (0, 1), "ever_overdue": (False, True)},
}


def filled(place, choose):
    """A copy of the county with every blank answer given: `choose` picks the better or the worse one."""
    copy = deepcopy(place)
    for table, columns in BEST_AND_WORST.items():
        for row in getattr(copy, table):
            row |= {column: choose(answers) for column, answers in columns.items() if row[column] is None}
    scheme = next((loan["classification_scheme"] for loan in copy.loans if loan["classification_scheme"]), "four_class")
    for loan in copy.loans:
        loan["loan_class"] = loan["loan_class"] or choose((GOOD_CLASSES[scheme][0], BAD_CLASSES[scheme][-1]))
    for row in copy.households:
        if row["birth_date"] is None and row["id_number"] is None:
            row["birth_date"] = choose((place.as_of.replace(year=place.as_of.year - 40, day=1), place.as_of))
    return copy


def verdicts(place):
    """Every verdict and status of a county by level, unit and name."""
    ratings = rate(**place.tables(), as_of=place.as_of)
    return {
        (level, name, column): unit[column]
        for level, units in ratings.items()
        for name, unit in units.items()
        for column in (*CRITERIA[level], "status", *(["precondition"] if level == "household" else []))
    }


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), size=st.integers(1, 40), answers=st.integers(0, 10**6))
def test_answers_that_come_in_never_overturn_what_was_decided(seed, size, answers):
    place = county(seed, size)
    before, after = verdicts(place), verdicts(filled(place, Random(answers).choice))
    decided = {key: value for key, value in before.items() if value != "pending"}
    allowed = {key: after[key] for key in decided}
    for key, value in decided.items():  # a contrary answer on readiness stops a household, whatever its own criteria
        if key[2] == "status" and value in ("not_rated", "rated") and after[key] == "not_organised":
            assert before[(*key[:2], "precondition")] == "pending"
            allowed[key] = value
    assert allowed == decided


@pytest.mark.parametrize(("better", "verdict"), [(True, "pass"), (False, "fail")])
@pytest.mark.parametrize("seed", range(6))
def test_a_pending_household_goes_either_way_with_its_blanks(seed, better, verdict):
    place = county(seed, 60)
    before = verdicts(place)
    after = verdicts(filled(place, lambda answers: answers[0 if better else 1]))
    open_ones = {key for key, value in before.items() if value == "pending" and key[0] == "household" and key[2] in CRITERIA["household"]}
    assert open_ones
    assert {after[key] for key in open_ones} == {verdict}


@pytest.mark.parametrize(("better", "verdict"), [(True, "pass"), (False, "fail")])
@pytest.mark.parametrize("seed", range(6))
def test_a_pending_share_with_a_base_goes_either_way_with_its_unknown_members(seed, better, verdict):
    place = county(seed, 60)
    for row in place.villages:
        row["registered_households"] = None
    ratings = rate(**place.tables(), as_of=place.as_of)
    after = rate(**filled(place, lambda answers: answers[0 if better else 1]).tables(), as_of=place.as_of)
    measures = {"V1a": "arrears_free_share", "V1b": "depositor_share", "V3a": "bad_loan_share"}
    for name, unit in ratings["village"].items():
        open_ones = [criterion for criterion, measure in measures.items() if unit[criterion] == "pending" and unit[measure][2]]
        assert [after["village"][name][criterion] for criterion in open_ones] == [verdict] * len(open_ones)
