"""The generator: repeatable, free of rows to reject, and rich in every kind of case."""

from __future__ import annotations

import csv
from collections import Counter

import polars as pl
import pytest

from tests.oracle.counties import county, write_csv, write_parquet
from tests.oracle.judging import effective_due, outstanding
from tests.oracle.oracle import CRITERIA, rate

COUNTIES = [county(seed, 60 + 2 * seed) for seed in range(40)]
RATINGS = [rate(**place.tables(), as_of=place.as_of) for place in COUNTIES]
LOANS = [(place, loan) for place in COUNTIES for loan in place.loans]


def seen(level, column):
    """How often each value of a column comes up on a level."""
    return Counter(unit[column] for rating in RATINGS for unit in rating[level].values())


def test_a_seed_always_gives_the_same_county():
    assert county(11, 30) == county(11, 30)
    assert county(11, 30) != county(12, 30)


def test_no_row_is_one_to_reject():
    for place, loan in LOANS:
        assert loan["issue_date"] <= min(place.as_of, loan["due_date"]) <= loan["due_date"] <= effective_due(loan)
        assert 0 <= loan["repaid_principal"] <= loan["principal"] <= 10**13
        assert loan["product"] or loan["borrower_type"] != "household"
    for place in COUNTIES:
        lives_in = {row["household_id"]: row["village_id"] for row in place.households}
        assert all(lives_in.get(loan["household_id"], loan["village_id"]) == loan["village_id"] for loan in place.loans)
        assert len(lives_in) == len(place.households)
        assert len({loan["loan_id"] for loan in place.loans}) == len(place.loans)
        assert len({loan["classification_scheme"] for loan in place.loans} - {None}) <= 1


@pytest.mark.parametrize(
    ("level", "status"),
    [
        *(("household", status) for status in ("rated", "pending", "not_rated", "not_organised")),
        *((level, status) for level in ("village", "township") for status in ("rated", "pending", "not_rated")),
    ],
)
def test_every_status_comes_up_often(level, status):
    units = seen(level, "status")
    assert units[status] >= units.total() * 0.08


@pytest.mark.parametrize(("level", "criterion"), [(level, name) for level, names in CRITERIA.items() for name in names])
def test_every_verdict_of_every_criterion_comes_up(level, criterion):
    verdicts = {"pass", "fail", "pending"} | ({"not_applicable"} if criterion in ("V3a", "T4") else set())
    assert set(seen(level, criterion)) == verdicts


@pytest.mark.parametrize(
    ("level", "measure", "percent"),
    [
        ("village", "arrears_free_share", 80),
        ("village", "depositor_share", 80),
        ("village", "micro_recovery", 90),
        ("village", "bad_loan_share", 30),
        ("township", "arrears_free_share", 80),
        ("township", "micro_recovery", 90),
        ("township", "bad_loan_share", 30),
        ("township", "credit_village_share", 50),
    ],
)
def test_every_bound_is_hit_exactly_and_missed_by_one(level, measure, percent):
    shares = [unit[measure] for rating in RATINGS for unit in rating[level].values() if unit[measure][2]]
    distances = Counter(100 * low - percent * den for low, _, den in shares)
    assert distances[0] > 0
    assert any(-100 <= distance < 0 for distance in distances)
    assert any(0 < distance <= 100 for distance in distances)


@pytest.mark.parametrize("measure", ["arrears_free_share", "depositor_share", "bad_loan_share"])
def test_villages_have_unknown_members_that_decide_and_that_do_not(measure):
    shares = [unit[measure] for rating in RATINGS for unit in rating["village"].values()]
    assert sum(low < high for low, high, _ in shares) > 10
    assert any(den == 0 for _, _, den in shares)


@pytest.mark.parametrize("age", [17, 18, 60, 61, None])
def test_ages_stand_on_either_side_of_their_bounds(age):
    assert seen("household", "age")[age] > 10


@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize("extended", [False, True])
def test_loans_with_a_balance_are_due_around_the_day(days, extended):
    near = [loan for place, loan in LOANS if (effective_due(loan) - place.as_of).days == days and outstanding(loan)]
    assert sum((loan["extended_due_date"] is not None) == extended for loan in near) > 10


def spoken(value):
    """A typed value in the words of a CSV cell."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_both_files_of_a_county_hold_the_same_values(tmp_path):
    place = county(5, 30)
    write_csv(place, tmp_path / "csv")
    write_parquet(place, tmp_path / "parts", parts=2)
    for table, rows in place.tables().items():
        with (tmp_path / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        typed = pl.read_parquet(tmp_path / "parts" / table).to_dicts()
        assert len(lines) == len(typed) == len(rows)
        assert [{name: spoken(value) for name, value in row.items()} for row in typed] == lines
