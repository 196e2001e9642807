"""Files of a county: the same bytes for the same arguments, canonical columns, yuan with two decimals."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from creditscore.core.columns import TABLES
from creditscore.core.digests import sha256_of
from creditscore.core.errors import UsageError
from creditscore.sample import write
from creditscore.sample.write import write_county
from tests.sample.reading import AS_OF, county_frames


def written(folder: Path, seed: int = 1, **options: Any) -> Path:
    """A small county in a folder."""
    write_county(folder, 700, seed, AS_OF, **options)
    return folder


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The county in each format, for the tests that only look at it or hold another one against it."""
    return {name: written(tmp_path_factory.mktemp("county") / name, file_format=name) for name in ("csv", "parquet")}


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_same_arguments_same_bytes(tmp_path, county, file_format):
    assert sha256_of(written(tmp_path, file_format=file_format)) == sha256_of(county[file_format])


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_batches_leave_no_trace(tmp_path, monkeypatch, county, file_format):
    monkeypatch.setattr(write, "BATCH_HOUSEHOLDS", 100)
    assert sha256_of(written(tmp_path, file_format=file_format)) == sha256_of(county[file_format])


def test_another_seed_is_another_county(tmp_path, county):
    assert sha256_of(written(tmp_path, seed=2) / "households.csv") != sha256_of(county["csv"] / "households.csv")


def lines(path: Path) -> list[list[str]]:
    """The cells of a CSV file, header first."""
    return [line.split(",") for line in path.read_text("utf-8-sig").splitlines()]


def test_csv_has_the_canonical_columns(county):
    for table, columns in TABLES.items():
        assert lines(county["csv"] / f"{table}.csv")[0] == [column.name for column in columns]


def test_csv_has_yuan_with_two_decimals_and_plain_truth_values(county):
    header, *rows = lines(county["csv"] / "loans.csv")
    assert all(re.fullmatch(r"\d+\.\d\d", row[header.index("principal")]) for row in rows)
    assert {row[header.index("ever_overdue")] for row in rows} == {"true", "false", ""}


def test_csv_opens_in_chinese_spreadsheets(county):
    assert (county["csv"] / "villages.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_parquet_is_typed_and_holds_the_same_rows(county):
    folder = county["parquet"]
    frames = county_frames(700, 1, AS_OF)
    for table, frame in frames.items():
        assert pl.read_parquet(folder / f"{table}.parquet").equals(frame)
    loans = pl.read_parquet_schema(folder / "loans.parquet")
    typed = {"loan_id": pl.String(), "principal": pl.Decimal(18, 2), "due_date": pl.Date(), "ever_overdue": pl.Boolean()}
    assert {name: loans[name] for name in typed} == typed


@pytest.fixture(scope="module")
def three_months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("months") / "county", months=3)


def test_months_are_folders_and_the_last_is_the_county_of_the_as_of_date(three_months, county):
    assert sorted(entry.name for entry in three_months.iterdir()) == ["2003-04-30", "2003-05-31", "2003-06-30"]
    assert sha256_of(three_months / "2003-06-30") == sha256_of(county["csv"])


def test_fewer_months_are_the_end_of_more(tmp_path, three_months):
    assert sha256_of(written(tmp_path, months=2) / "2003-05-31") == sha256_of(three_months / "2003-05-31")


def test_progress_counts_the_households_made(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "BATCH_HOUSEHOLDS", 300)
    told: list[int] = []
    written(tmp_path, progress=told.append)
    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] == 700


def test_township_count_is_kept(tmp_path):
    folder = written(tmp_path, townships=4)
    assert pl.read_csv(folder / "townships.csv").height == 4


def test_nothing_unfinished_is_left(county):
    assert sorted(entry.name for entry in county["csv"].iterdir()) == sorted(f"{table}.csv" for table in TABLES)


@pytest.mark.parametrize(("households", "months"), [(0, 1), (10, 0)])
def test_impossible_counts_are_refused(tmp_path, households, months):
    with pytest.raises(UsageError):
        write_county(tmp_path / "none", households, 1, date(2003, 6, 30), months=months)
    assert not (tmp_path / "none").exists()
