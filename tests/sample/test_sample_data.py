"""The county that travels with the project: made by the generator as its README says, synthetic, small enough."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from creditscore.core.columns import TABLES
from creditscore.core.dates import month_ends
from creditscore.sample.files import write_table
from creditscore.sample.layout import layout
from creditscore.sample.moment import Moment
from creditscore.sample.write import County
from tests.sample.reading import AS_OF

DATA = Path(__file__).resolve().parents[2] / "sample_data"
COMMAND = "creditscore sample county --households 3000 --seed 3 --as-of 2003-06-30 --months 24 --townships 3"
LARGEST_BYTES = 8_000_000


def rows(day: date, table: str) -> int:
    """How many rows a table has on a day."""
    return pl.scan_csv(DATA / day.isoformat() / f"{table}.csv", infer_schema=False).select(pl.len()).collect().item()


def test_there_is_a_folder_for_each_month_of_the_story():
    folders = sorted(entry.name for entry in DATA.iterdir() if entry.is_dir())
    assert folders == [day.isoformat() for day in month_ends(date(2001, 7, 1), 24)]


@pytest.mark.parametrize("day", [date(2001, 12, 31), AS_OF], ids=str)
def test_readme_command_makes_these_bytes(tmp_path, day):
    county = County(layout(3000, 3), 3, Moment(AS_OF, day), 1000)
    for table in TABLES:
        made = write_table(tmp_path, table, county.rows(table), "csv")
        assert made.read_bytes() == (DATA / day.isoformat() / made.name).read_bytes()


def test_it_is_small_enough():
    assert sum(entry.stat().st_size for entry in DATA.rglob("*") if entry.is_file()) < LARGEST_BYTES


def test_readme_says_what_it_is_and_how_it_is_made():
    text = (DATA / "README.md").read_text("utf-8")
    assert COMMAND in text
    assert "虚构" in text
    assert "synthetic" in text


def test_the_county_grows_to_its_size():
    counts = [rows(day, "households") for day in month_ends(date(2001, 7, 1), 24)]
    assert counts == sorted(counts)
    assert (counts[0] < 50, counts[-1]) == (True, 3000)
    assert (rows(AS_OF, "townships"), rows(AS_OF, "villages")) == (3, 30)
