"""Runs of villages: ids looked at once a run, places given once a row."""

import polars as pl
import pytest

from creditscore.tables.portions.village_runs import Runs

LISTED = pl.Series(["V1", "V2", "V3"])


@pytest.mark.parametrize(
    ("villages", "ids", "lengths", "places"),
    [
        ([], [], [], []),
        (["V2"], ["V2"], [1], [1]),
        (["V1", "V1", "V3"], ["V1", "V3"], [2, 1], [0, 0, 2]),
        (["V3", "V1", "V3"], ["V3", "V1", "V3"], [1, 1, 1], [2, 0, 2]),
        (["V1", None, None, "V2"], ["V1", None, "V2"], [1, 2, 1], [0, None, None, 1]),
    ],
)
def test_runs_of_villages_and_their_places(villages, ids, lengths, places):
    runs = Runs.of(pl.Series("village_id", villages, dtype=pl.String))
    assert (runs.ids.to_list(), runs.lengths.to_list(), runs.among(LISTED).to_list()) == (ids, lengths, places)
