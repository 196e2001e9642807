"""Identity numbers that are valid and never shared, birth dates on the age bounds, names of made-up people."""

from datetime import date

import polars as pl
import pytest

from creditscore.core.dates import completed_years
from creditscore.core.identity import birth_date, is_valid
from creditscore.sample.moment import Moment
from creditscore.sample.people import birth_parts, first_17_digits, id_number, notable_births
from tests.sample.reading import AS_OF, county_frames


def numbers(first: int, count: int, as_of: date = AS_OF) -> pl.Series:
    """The identity numbers of households `first` and on."""
    rows = pl.DataFrame({"n": range(first, first + count)}).with_columns(birth_parts(1, Moment(as_of, as_of)))
    return rows.with_columns(first_17_digits()).select(id_number().alias("id_number"))["id_number"]


def test_numbers_are_valid(county):
    assert all(is_valid(number) for number in county["households"]["id_number"].drop_nulls())


@pytest.mark.parametrize("as_of", [AS_OF, date(2004, 2, 29), date(2023, 2, 28)], ids=str)
def test_no_number_is_shared(as_of):
    assert numbers(0, 120_000, as_of).is_unique().all()


def test_numbers_stay_distinct_where_the_serials_run_out():
    beyond = 14_831 * 899
    drawn = pl.concat([numbers(0, 5000), numbers(beyond - 5000, 10_000), numbers(199_990_000, 10_000)])
    assert drawn.is_unique().all()
    assert all(is_valid(number) for number in drawn.gather_every(50))


def test_birth_date_agrees_with_the_number(county):
    both = county["households"].drop_nulls(["birth_date", "id_number"])
    assert both.height > 100
    assert [birth_date(number) for number in both["id_number"]] == both["birth_date"].to_list()


@pytest.mark.parametrize("as_of", [AS_OF, date(2004, 2, 29), date(2003, 2, 28)], ids=str)
def test_notable_births_lie_on_both_sides_of_both_bounds(as_of):
    births = notable_births(as_of)
    assert {17, 18, 60, 61} <= {completed_years(born, as_of) for born in births}
    assert any((born.month, born.day) == (2, 29) for born in births)
    assert len(births) == len(set(births))


def test_some_heads_turn_18_60_and_61_on_the_as_of_date(county):
    born = {birth_date(number) for number in county["households"]["id_number"].drop_nulls()}
    assert {date(1985, 6, 30), date(1985, 7, 1), date(1943, 6, 30), date(1942, 6, 30), date(1942, 7, 1)} <= born


def test_some_papers_are_missing(county):
    households = county["households"]
    no_number = households.filter(pl.col("id_number").is_null())
    assert 0 < no_number.height < households.height // 25
    assert no_number["birth_date"].null_count() not in (0, no_number.height)


def test_names_are_two_or_three_characters():
    names = county_frames(300, 1, AS_OF)["households"]["head_name"].drop_nulls()
    assert set(names.str.len_chars()) == {2, 3}
