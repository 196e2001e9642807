"""The tool, from files to level tables, against the oracle: every verdict, status, grade and figure of every unit."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditscore.jobs.rate import RateRequest, rate
from tests.oracle.compare import compare
from tests.oracle.counties import AS_OF_DATES, SURVEY, VILLAGE_SURVEY, County, county, write_csv, write_parquet
from tests.oracle.oracle import READINESS
from tests.oracle.rows import AS_OF, day, enterprise, household, loan, place, village

SEEDS = range(40)
BLANKS = [
    *(("households", column) for column in (*SURVEY, "has_deposit_account", "shareholding_member", "birth_date", "id_number")),
    *(("villages", column) for column in (*VILLAGE_SURVEY, *READINESS, "registered_households")),
    *(("loans", column) for column in ("overdue_interest", "ever_overdue", "loan_class", "extended_due_date")),
    ("townships", "county_id"),
]


def disagreements(place, data, out):
    """What the tool, run end to end on a folder of data, says otherwise than the oracle."""
    run = rate(RateRequest(data=data, as_of=place.as_of, out=out, rules="ninghe"))
    return compare(run.folder, place, place.as_of)


@pytest.mark.parametrize("seed", SEEDS)
def test_counties_from_csv(seed, tmp_path):
    place = county(seed, 60 + 2 * seed)
    assert disagreements(place, write_csv(place, tmp_path / "data"), tmp_path / "reports") == []


@pytest.mark.parametrize("parts", [1, 3])
@pytest.mark.parametrize("seed", SEEDS[::8])
def test_counties_from_parquet(seed, parts, tmp_path):
    place = county(1000 + seed, 60 + 2 * seed)
    assert disagreements(place, write_parquet(place, tmp_path / "data", parts), tmp_path / "reports") == []


@pytest.mark.parametrize("as_of", AS_OF_DATES)
def test_counties_around_the_end_of_february_and_of_the_year(as_of, tmp_path):
    place = county(as_of.toordinal(), 60, as_of)
    assert disagreements(place, write_csv(place, tmp_path / "data"), tmp_path / "reports") == []


def test_a_county_without_loans(tmp_path):
    place = county(1, 30)
    place.loans.clear()
    assert disagreements(place, write_csv(place, tmp_path / "data"), tmp_path / "reports") == []


def test_a_households_id_on_a_loan_of_an_enterprise_has_no_effect(tmp_path):
    borrower, idle = household(), household()
    strays = [enterprise(50_00, "normal", household_id=idle["household_id"], due_date=day(-1)), enterprise(50_00, "bad")]
    strays[1] |= {"household_id": borrower["household_id"], "overdue_interest": 1, "ever_overdue": True}
    crowd = place([borrower, idle], [loan(borrower), *strays])
    assert disagreements(crowd, write_csv(crowd, tmp_path / "data"), tmp_path / "reports") == []


@pytest.mark.parametrize(("lent", "repaid"), [(10**13, 9 * 10**12), (10**13, 9 * 10**12 - 1), (10**13 - 1, 9 * 10**12)])
def test_the_largest_amounts_are_compared_exactly(lent, repaid, tmp_path):
    people = [household() for _ in range(60)]
    loans = [loan(person, principal=lent, repaid_principal=repaid, due_date=AS_OF) for person in people]
    crowd = place(people, loans, [village()])
    assert disagreements(crowd, write_csv(crowd, tmp_path / "data"), tmp_path / "reports") == []


def blanked(place: County, cells: list[tuple[tuple[str, str], int]]) -> County:
    """The county with some cells blanked (a row of each by its number, counted round)."""
    copy = deepcopy(place)
    for (table, column), number in cells:
        rows = copy.tables()[table]
        if rows:
            rows[number % len(rows)][column] = None
    return copy


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10**9),
    size=st.integers(1, 50),
    cells=st.lists(st.tuples(st.sampled_from(BLANKS), st.integers(0, 200)), max_size=12),
    as_parquet=st.booleans(),
)
def test_any_county_with_any_blanks(seed, size, cells, as_parquet):
    place = blanked(county(seed, size), cells)
    with TemporaryDirectory() as folder:
        data = (write_parquet if as_parquet else write_csv)(place, Path(folder) / "data")
        assert disagreements(place, data, Path(folder) / "reports") == []
