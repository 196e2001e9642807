"""How a county is cut: nothing lost, nothing twice, ids that sort, the same units whatever stretch is asked for."""

import polars as pl
import pytest

from creditscore.core.errors import UsageError
from creditscore.sample.layout import Cut, layout

SIZES = [(1, 1), (5, 2), (37, 1), (3000, 3), (12_345, 7), (250_000, None)]


@pytest.mark.parametrize(("households", "townships"), SIZES)
def test_every_household_stands_once(households, townships):
    county = layout(households, townships)
    rows = county.household_rows(county.village_rows(0, county.villages))
    assert rows["n"].to_list() == list(range(households))
    assert rows["household_id"].is_unique().all()


@pytest.mark.parametrize(("households", "townships"), SIZES)
def test_ids_sort_as_they_stand(households, townships):
    county = layout(households, townships)
    villages = county.village_rows(0, county.villages)
    assert villages["village_id"].is_sorted()
    assert county.household_rows(villages)["household_id"].is_sorted()
    assert county.township_rows(0, county.townships)["township_id"].is_sorted()


def test_ids_say_where_a_household_lives():
    county = layout(3000, 3)
    first = county.household_rows(county.village_rows(0, 1)).row(0, named=True)
    assert (first["township_id"], first["village_id"], first["household_id"]) == ("T01", "T01V001", "T01V001H0001")


def test_stretches_join_up():
    county = layout(12_345, 7)
    parts = [county.village_rows(first, end) for first, end in county.batches(1000)]
    assert len(parts) > 5
    assert pl.concat(parts).equals(county.village_rows(0, county.villages))


@pytest.mark.parametrize(("whole", "parts"), [(30, 3), (1000, 10), (99, 98), (200_000_000, 2_000_000)])
def test_part_of_agrees_with_starts(whole, parts):
    cut, things = Cut(whole, parts), pl.int_range(max(0, whole - 5000), whole, dtype=pl.Int64, eager=True).to_frame("thing")
    placed = things.with_columns(part=cut.part_of(pl.col("thing")))
    inside = (pl.col("thing") >= cut.start(pl.col("part"))) & (pl.col("thing") < cut.start(pl.col("part") + 1))
    assert placed.select(inside.all()).item()


def test_villages_differ_in_size_within_bounds():
    sizes = layout(100_000).village_rows(0, 1000)["size"].to_list()
    assert len(set(sizes)) > 50
    assert min(sizes) >= 39
    assert max(sizes) <= Cut(100_000, 1000).largest


@pytest.mark.parametrize(("households", "townships"), [(0, None), (-1, None), (10, 0), (10, 11)])
def test_impossible_counts_are_refused(households, townships):
    with pytest.raises(UsageError):
        layout(households, townships)
