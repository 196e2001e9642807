"""Rows in portions and units in slices: the run is the same, byte for byte, as from all together; what portions cannot judge is not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from creditscore.archive.households import household_counts
from creditscore.engine import slices
from creditscore.jobs import rating
from creditscore.jobs.rate import RateRequest, rate
from creditscore.packs.model.pack import Pack
from creditscore.report import run_files
from creditscore.tables.portions import portion, rows_ahead
from creditscore.tables.portions.portion import OutOfOrderError, portions_of
from creditscore.tables.portions.rows_ahead import Rows
from tests.tables.shared_faults import AS_OF, faults, made_county, written


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_county(tmp_path_factory.mktemp("county"), townships=2)


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portion, "PORTION_ROWS", 60)
    monkeypatch.setattr(rows_ahead, "BATCH_ROWS", 25)
    monkeypatch.setattr(slices, "SLICE_UNITS", 1)
    monkeypatch.setattr(run_files, "write_run_files", places_told)  # made from the tables, the summary and places, which are compared


def places_told(folder: Path, pack: Pack, *told: Any) -> None:
    """The places that were counted in portions are those that the table of the households has."""
    for level, counted in told[-1].items():
        assert counted == household_counts(pl.scan_parquet(folder / "households.parquet"), level, list(pack.criteria["household"]))


def manifest(data: Path, out: Path) -> dict[str, Any]:
    folder = rate(RateRequest(data, AS_OF, out, lang="en")).folder
    made: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {name: made[name] for name in ("result_hash", "outputs", "inputs")}


def together(data: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    with monkeypatch.context() as patch:
        patch.setattr(rating, "portion_reader", lambda *_: None)
        patch.setattr(slices, "SLICE_UNITS", 1000)
        return manifest(data, out)


def changed(county: Path, folder: Path, table: str, change: pl.Expr | None = None, rows: pl.DataFrame | None = None) -> Path:
    """A copy of the county with a column of a table changed, or with other rows."""
    folder.mkdir()
    for path in county.glob("*.parquet"):
        frame = pl.read_parquet(path)
        if path.stem == table:
            frame = frame.with_columns(change) if rows is None else rows
        frame.write_parquet(folder / path.name)
    return folder


def at(place: int, column: str, value: object) -> pl.Expr:
    """The column with one cell changed."""
    return pl.when(pl.int_range(pl.len()) == place).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)


JUDGED_IN_PORTIONS: dict[str, list[tuple[str, pl.Expr]]] = {
    "nothing wrong": [],
    "households that cannot be used, and their loans": [
        ("households", at(0, "members", -1)),
        ("households", at(71, "good_health", None)),
        ("households", at(130, "birth_date", date(2004, 1, 1))),
    ],
    "blank ids between two that go down": [
        ("households", at(70, "household_id", "T001V002H9999")),
        ("households", at(71, "household_id", None)),
    ],
    "loans and villages that cannot be used": [
        ("loans", at(40, "borrower_type", None)),
        ("loans", (pl.col("principal") * 2).cast(pl.Decimal(18, 2)).alias("repaid_principal")),
        ("villages", at(2, "township_id", "T99")),
    ],
    "fewer registered than listed": [("villages", pl.lit(1).alias("registered_households"))],
}


@pytest.mark.parametrize("case", JUDGED_IN_PORTIONS)
def test_portions_give_the_run_that_all_rows_together_give(county, tmp_path, monkeypatch, case):
    data = changed(county, tmp_path / "data", "", pl.lit(1))
    for table, change in JUDGED_IN_PORTIONS[case]:
        path = data / f"{table}.parquet"
        pl.read_parquet(path).with_columns(change).write_parquet(path)
    with monkeypatch.context() as patch:
        patch.setattr(rating, "_all_together", None)  # not asked for
        by_portions = manifest(data, tmp_path / "portions")
    assert by_portions == together(data, tmp_path / "together", monkeypatch)


def test_the_places_of_each_level_are_counted_while_rows_go_by(county, tmp_path, monkeypatch):
    told: list[Any] = []
    monkeypatch.setattr(run_files, "write_run_files", lambda *given: told.append(given[-1]))
    manifest(county, tmp_path / "portions")
    assert set(told[0]) == {"village", "township"}


def shuffled(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    return rows.sample(fraction=1, shuffle=True, seed=seed)


def in_no_order(county: Path) -> dict[str, dict[str, pl.DataFrame]]:
    """Tables that are brought into order first, by case."""
    households, loans = (pl.read_parquet(county / f"{table}.parquet") for table in ("households", "loans"))
    people, credit = shuffled(households, 1), shuffled(loans, 2)
    faulty = people.with_columns(at(3, "members", -1), at(200, "good_health", None), at(201, "village_id", None))
    wrong = credit.with_columns(
        at(40, "borrower_type", None), at(41, "village_id", "V99"), (pl.col("principal") * 2).alias("repaid_principal")
    )
    wrong = wrong.with_columns(pl.col("repaid_principal").cast(pl.Decimal(18, 2)))
    moved = households.with_columns(village_id=people["village_id"])
    return {
        "households": {"households": people},
        "loans": {"loans": loans.reverse()},
        "both": {"households": people, "loans": credit},
        "both, with faults": {"households": faulty, "loans": wrong},
        "ids that have nothing to do with villages": {"households": moved, "loans": credit},
        "a loan of a household far away": {"loans": loans.with_columns(at(30, "household_id", str(households["household_id"][-1])))},
        "a village id left blank": {"households": households.with_columns(at(5, "village_id", None))},
        "a household id that comes again": {
            "households": households.with_columns(at(390, "household_id", str(households["household_id"][3])))
        },
        "no loans": {"households": people, "loans": loans.clear()},
        "no households": {"households": people.clear(), "loans": credit.filter(pl.col("borrower_type") != "household")},
    }


IN_NO_ORDER = [
    "households",
    "loans",
    "both",
    "both, with faults",
    "ids that have nothing to do with villages",
    "a loan of a household far away",
    "a village id left blank",
    "a household id that comes again",
    "no loans",
    "no households",
]


@pytest.mark.parametrize("case", IN_NO_ORDER)
def test_rows_in_no_order_are_brought_into_order_and_give_the_run_that_all_rows_together_give(county, tmp_path, monkeypatch, case):
    data = changed(county, tmp_path / "data", "", pl.lit(1))
    for table, rows in in_no_order(county)[case].items():
        rows.write_parquet(data / f"{table}.parquet")
    with monkeypatch.context() as patch:
        patch.setattr(rating, "_all_together", None)  # not asked for
        by_portions = manifest(data, tmp_path / "portions")
    assert by_portions == together(data, tmp_path / "together", monkeypatch)


@pytest.mark.parametrize("order", ["by village", "at random"])
def test_faults_that_several_portions_share_give_the_run_that_all_rows_together_give(county, tmp_path, monkeypatch, order):
    data = changed(county, tmp_path / "data", "", pl.lit(1))
    tables = {table: pl.read_parquet(county / f"{table}.parquet") for table in ("households", "loans")}
    for fault in faults(tables)["many of them"]:
        tables = fault(tables)
    written(tables if order == "by village" else {table: shuffled(rows, 7) for table, rows in tables.items()}, data)
    with monkeypatch.context() as patch:
        patch.setattr(rating, "_all_together", None)  # not asked for
        by_portions = manifest(data, tmp_path / "portions")
    assert by_portions == together(data, tmp_path / "together", monkeypatch)


class AskedForError(Exception):
    """Reading all rows together was asked for."""


def asked_for(*_: object) -> None:
    raise AskedForError


def test_a_cell_that_needs_the_full_reading_takes_no_row_out_of_its_portion(county, tmp_path, monkeypatch):
    ids = pl.read_parquet(county / "households.parquet")["household_id"]
    data = changed(county, tmp_path / "data", "households", at(390, "household_id", f" {ids[390]}"))
    with monkeypatch.context() as patch:
        patch.setattr(rating, "_all_together", None)  # not asked for
        by_portions = manifest(data, tmp_path / "portions")
    assert by_portions == together(data, tmp_path / "together", monkeypatch)


def test_more_rows_in_no_order_than_memory_takes_are_read_all_together(county, tmp_path, monkeypatch):
    data = changed(county, tmp_path / "data", "households", rows=shuffled(pl.read_parquet(county / "households.parquet"), 1))
    told: list[str] = []
    monkeypatch.setattr(rating, "MOST_ROWS", 399)
    monkeypatch.setattr(rating, "_all_together", asked_for)
    with pytest.raises(AskedForError):
        rate(RateRequest(data, AS_OF, tmp_path / "out", lang="en"), lambda step: told.append(step.en))
    assert any("as a whole" in step for step in told)


def test_a_run_begun_in_portions_leaves_nothing_behind(county, tmp_path, monkeypatch):
    data = changed(county, tmp_path / "data", "households", at(399, "household_id", "A"))
    monkeypatch.setattr(rating, "MOST_ROWS", 399)
    assert manifest(data, tmp_path / "out")["outputs"] == together(data, tmp_path / "together", monkeypatch)["outputs"]


def feed(*villages: str) -> Rows:
    return Rows.of(pl.LazyFrame({"village_id": list(villages), "row": range(len(villages))}))


def test_a_village_is_never_parted():
    found = list(portions_of(feed(*"AAABBBBBCC"), feed(*"AABCCCD"), rows=4))
    assert [sorted(set(one.households["village_id"])) for one in found] == [["A", "B"], ["C"]]
    assert [one.loans["village_id"].to_list() for one in found] == [list("AAB"), list("CCCD")]


def test_rows_are_numbered_as_in_their_files():
    found = list(portions_of(feed(*"ABCD"), feed(*"AACD"), rows=1))
    assert [(one.first_household, one.first_loan) for one in found] == [(1, 1), (2, 3), (3, 3), (4, 4)]


@pytest.mark.parametrize(("households", "loans"), [("BA", "A"), ("AB", "BA"), ("ABA", "A")])
def test_villages_that_go_back_are_out_of_order(households, loans):
    with pytest.raises(OutOfOrderError):
        list(portions_of(feed(*households), feed(*loans), rows=1))
