"""The households of each place, counted from the whole table and from portions of it: both ways say the same."""

from __future__ import annotations

import polars as pl
import pytest

from creditscore.archive import households
from creditscore.archive.households import PlacesInPortions, household_counts

WORDS = {"status": ("rated", "pending", "not_rated", "not_organised"), "H1": ("fail", "pending", "pass", "not_applicable")}


def numbered(*rows: tuple[str | None, int, int]) -> pl.DataFrame:
    """Households with their village, and the numbers of their status and verdict."""
    return pl.DataFrame(rows, schema={"village_id": pl.String, "status": pl.Int8, "H1": pl.Int8}, orient="row")


def spelt(rows: pl.DataFrame) -> pl.LazyFrame:
    """The same rows as the level table has them."""
    return rows.lazy().with_columns(pl.col(name).replace_strict(dict(enumerate(words))) for name, words in WORDS.items())


def in_portions(*portions: pl.DataFrame) -> PlacesInPortions:
    places = PlacesInPortions(["village"], ["H1"])
    for portion in portions:
        places.take(places.look(portion, WORDS))
    return places


@pytest.mark.parametrize(
    "portions",
    [
        [numbered(("V1", 0, 2), ("V1", 2, 0), ("V2", 1, 1))],
        [numbered(("V1", 0, 2)), numbered(("V1", 3, 3), ("V2", 2, 0))],
        [numbered(("V1", 0, 2), ("V2", 1, 1), ("V1", 2, 0))],
        [numbered(("V1", 0, 2), (None, 1, 1))],
        [numbered(), numbered(("V1", 2, 0))],
    ],
    ids=["one portion", "a village in two portions", "a village in two runs", "households of no village", "an empty portion"],
)
def test_portions_count_what_the_table_says(portions):
    assert in_portions(*portions).together()["village"] == household_counts(spelt(pl.concat(portions)), "village", ["H1"])


def test_each_status_and_what_keeps_households_from_their_rating_is_counted():
    counted = in_portions(numbered(("V1", 0, 2), ("V1", 2, 0), ("V1", 2, 0), ("V1", 1, 1))).together()["village"]["V1"]
    assert counted.listed == 4
    assert counted.status == {"rated": 1, "pending": 1, "not_rated": 2, "not_organised": 0}
    assert (counted.fail, counted.pending) == ({"H1": 2}, {"H1": 1})


@pytest.mark.parametrize(("most", "counted"), [(2, True), (1, False)])
def test_a_level_of_more_places_than_are_listed_is_given_up(monkeypatch, most, counted):
    monkeypatch.setattr(households, "MOST_PLACES", most)
    portions = [numbered(("V1", 0, 2)), numbered(("V2", 0, 2)), numbered(("V1", 0, 2))]
    assert ("village" in in_portions(*portions).together()) is counted
