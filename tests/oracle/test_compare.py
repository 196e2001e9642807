"""The comparison itself: silent on agreement, loud on every single tampered column."""

from __future__ import annotations

import polars as pl
import pytest

from tests.oracle.compare import TABLES, compare, expected_columns
from tests.oracle.counties import county
from tests.oracle.oracle import rate

PLACE = county(3, 40)
RATINGS = rate(**PLACE.tables(), as_of=PLACE.as_of)
COLUMNS = [(level, column) for level in TABLES for column in expected_columns(level, next(iter(RATINGS[level].values())))]


def frame_of(level):
    rows = [{f"{level}_id": name} | expected_columns(level, unit) for name, unit in sorted(RATINGS[level].items())]
    return pl.DataFrame(rows, infer_schema_length=None)


@pytest.fixture
def run(tmp_path):
    """A run folder with exactly the oracle's ratings."""
    for level, table in TABLES.items():
        frame_of(level).write_parquet(tmp_path / f"{table}.parquet")
    return tmp_path


def another(value):
    """A value that differs from the given one."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else "other"


def test_the_oracles_own_ratings_agree(run):
    assert compare(run, PLACE, PLACE.as_of) == []


@pytest.mark.parametrize(("level", "column"), COLUMNS)
def test_every_tampered_column_is_named(run, level, column):
    frame = frame_of(level)
    values = frame[column].to_list()
    place = next((index for index, value in enumerate(values) if value is not None), 0)
    values[place] = another(values[place])
    frame.with_columns(pl.Series(column, values)).write_parquet(run / f"{TABLES[level]}.parquet")
    lines = compare(run, PLACE, PLACE.as_of)
    assert len(lines) == 1
    assert f" {column}: expected " in lines[0]


@pytest.mark.parametrize("level", TABLES)
def test_a_lost_unit_and_a_lost_column_are_named(run, level):
    frame = frame_of(level)
    frame[1:].drop("status").write_parquet(run / f"{TABLES[level]}.parquet")
    lines = compare(run, PLACE, PLACE.as_of)
    assert lines[0].startswith(f"{level}: ids expected")
    assert len(lines) == frame.height
    assert all("got no such column" in line for line in lines[1:])
