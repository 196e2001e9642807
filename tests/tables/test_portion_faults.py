"""Faults that rows of several portions share: portions tell of them, and use the rows, as reading all rows together does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from creditscore.tables.checks import counting, remarks
from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.files.whole_files import digests_of
from creditscore.tables.findings import finding
from creditscore.tables.findings.result import Tables
from creditscore.tables.portions import lines_in_order, portion, remembered, rows_ahead
from creditscore.tables.portions.ordered import OrderedReader
from creditscore.tables.portions.portion import OddCellsError, Portion, UnsortedError
from creditscore.tables.portions.reader import PortionReader, portion_reader
from tests.tables.alike import assert_alike, gone_through
from tests.tables.shared_faults import AS_OF, NAMES, changed, faults, made_county, written


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_county(tmp_path_factory.mktemp("county"), townships=2)


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portion, "PORTION_ROWS", 60)
    monkeypatch.setattr(rows_ahead, "BATCH_ROWS", 25)


def as_they_come(reader: PortionReader) -> Iterator[Portion]:
    return reader.portions()


def read_and_held(data: Path) -> Tables:
    """What portions say of the tables of a folder, held against all rows together."""
    inputs = find_inputs(data)
    with digests_of(inputs) as digests:
        reader = portion_reader(inputs, {}, AS_OF)
        assert reader is not None
        try:
            found, usable = gone_through(reader, digests, as_they_come)
        except UnsortedError:
            ordered = OrderedReader(reader.rows, reader.judgement, reader.as_of)
            found, usable = gone_through(ordered, digests, as_they_come)
    assert_alike(found, usable, data, AS_OF)
    return found


def faulty(county: Path, folder: Path, case: str, order: str) -> Path:
    tables = {table: pl.read_parquet(county / f"{table}.parquet") for table in ("households", "loans", "villages", "townships")}
    for fault in faults(tables)[case]:
        tables = fault(tables)
    if order == "at random":
        tables |= {table: tables[table].sample(fraction=1, shuffle=True, seed=7) for table in ("households", "loans")}
    folder.mkdir()
    written(tables, folder)
    return folder


@pytest.mark.parametrize("order", ["by village", "at random"])
@pytest.mark.parametrize("case", NAMES)
def test_portions_tell_of_them_as_all_rows_together_do(county, tmp_path, case, order):
    found = read_and_held(faulty(county, tmp_path / "data", case, order))
    assert found.rows_rejected


@pytest.mark.parametrize("order", ["by village", "at random"])
def test_no_more_is_listed_than_of_all_rows_together(county, tmp_path, monkeypatch, order):
    for module in (counting, lines_in_order, remembered):
        monkeypatch.setattr(module, "MOST_WARNINGS", 9)
    for module in (finding, remarks):
        monkeypatch.setattr(module, "MOST_EXAMPLES", 3)
    data = faulty(county, tmp_path / "data", "many of them", order)
    people = pl.read_parquet(data / "households.parquet")
    people.with_columns(birth_date=pl.col("birth_date").dt.offset_by("1d")).write_parquet(data / "households.parquet")
    found = read_and_held(data)
    assert found.findings.counts["birth_dates_differ"] > 50
    assert len(found.findings.coded("birth_dates_differ")) == 3


ODD_CELLS = {
    "an id with blanks around it": ("households", "household_id", lambda cell: f" {cell}"),
    "a village of households with a blank behind it": ("households", "village_id", lambda cell: f"{cell} "),
    "a village of loans with a blank behind it": ("loans", "village_id", lambda cell: f"{cell} "),
    "a loan's household with blanks around it": ("loans", "household_id", lambda cell: f" {cell}"),
    "an ID number with a small x": ("households", "id_number", lambda _: "11010519491231002x"),
}


@pytest.mark.parametrize("case", ODD_CELLS)
def test_a_cell_that_needs_the_full_reading_is_seen(county, tmp_path, case):
    table, column, change = ODD_CELLS[case]
    tables = {name: pl.read_parquet(county / f"{name}.parquet") for name in ("households", "loans", "villages", "townships")}
    place = tables[table][column].is_not_null().arg_true()[7]
    written(changed(place, column, change(tables[table][column][place]), table)(tables), tmp_path)
    with pytest.raises(OddCellsError):
        read_and_held(tmp_path)
