"""Tables prepared in any order, with faults that parts share, as text or with odd cells: parts and record are as of all rows together."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import polars.selectors as cs
import pytest

from creditscore.jobs.prepare import prepare
from creditscore.jobs.rate import RateRequest, rate
from creditscore.jobs.reading import Data, inputs_of
from creditscore.jobs.shapes import standard_shapes
from creditscore.packs.library import editions
from creditscore.tables.findings.finding import Findings
from creditscore.tables.prepared import parts, rows_by_part
from creditscore.tables.prepared.record import Prepared, read_record
from creditscore.tables.read import read_tables
from tests.tables.shared_faults import AS_OF, Tables, changed, faults, made_county, written


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_county(tmp_path_factory.mktemp("county"), townships=3)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_ROWS", 60)
    monkeypatch.setattr(rows_by_part, "SORTED_ROWS", 50)
    monkeypatch.setattr(rows_by_part, "_BATCH_ROWS", 20)


def tables_of(county: Path) -> Tables:
    return {path.stem: pl.read_parquet(path) for path in county.glob("*.parquet")}


def prepared(data: Path, out: Path) -> Prepared:
    return prepare(Data(data), "ninghe", out, lambda _: None).record


def as_they_are(rows: pl.DataFrame) -> pl.DataFrame:
    return rows


def in_no_order(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sample(fraction=1, shuffle=True, seed=5)


def as_text(data: Path) -> None:
    """The tables of a folder as CSV."""
    for path in list(data.glob("*.parquet")):
        pl.read_parquet(path).write_csv(path.with_suffix(".csv"))
        path.unlink()


def with_blanks_around_an_id(data: Path) -> None:
    rows = pl.read_parquet(data / "households.parquet")
    rows.with_columns(household_id=pl.concat_str(pl.lit(" "), "household_id")).write_parquet(data / "households.parquet")


def nothing(_: Path) -> None:
    """The tables as they are."""


@pytest.mark.parametrize(
    ("wrong", "order", "rewritten"),
    [
        ("nothing", in_no_order, nothing),
        ("a village that is not listed", as_they_are, nothing),
        ("a village that is not listed", in_no_order, nothing),
        ("a loan of another village", in_no_order, nothing),
        ("many faults", as_they_are, nothing),
        ("many faults", in_no_order, nothing),
        ("many faults", as_they_are, as_text),
        ("many faults", in_no_order, as_text),
        ("many faults", in_no_order, with_blanks_around_an_id),
    ],
)
def test_what_is_wrong_is_told_as_if_all_rows_were_read_together(county, tmp_path, wrong, order, rewritten):
    tables = tables_of(county)
    changes = {
        "nothing": [],
        "a village that is not listed": [changed(150, "village_id", "V0")],
        "a loan of another village": [changed(2, "village_id", "T02V001", "loans")],
        "many faults": faults(tables)["many of them"],
    }
    for change in changes[wrong]:
        tables = change(tables)
    written({table: order(rows) if table in {"households", "loans"} else rows for table, rows in tables.items()}, tmp_path)
    rewritten(tmp_path)
    assert len(prepared(tmp_path, tmp_path / "prepared").parts) > 3
    assert_as_if_read_together(tmp_path, tmp_path / "prepared")


def assert_as_if_read_together(data: Path, folder: Path) -> None:
    """The parts hold the usable rows of all rows read together, and the record tells of the others."""
    shapes = standard_shapes(edition.pack for edition in editions("ninghe"))
    expected = read_tables(inputs_of(Data(data), shapes), shapes)
    record = read_record(folder)
    assert record is not None
    assert record.findings() == Findings(expected.findings.examples, expected.findings.counts)
    counted = [{(one.table, one.rows_in, one.rows_rejected, one.left_out) for one in of} for of in (record.sources, expected.sources)]
    assert counted[0] == counted[1]
    for name, lines in (("rejected", expected.rejected), ("findings", expected.lines)):
        assert pl.read_parquet(folder / f"{name}.parquet").equals(lines.collect())
    for table, key in (("households", "household_id"), ("loans", "loan_id")):
        rows = pl.concat([pl.read_parquet(folder / table / part.file) for part in record.parts])
        assert rows.height == sum(getattr(part, table) for part in record.parts)
        in_fen = rows.with_columns((cs.decimal() * 100).cast(pl.Int64))
        assert (in_fen if table == "households" else in_fen.sort(key)).equals(expected.frames[table].collect().sort(key))


def across_townships(rows: pl.DataFrame) -> pl.DataFrame:
    """Other household ids, which run across villages and townships."""
    return rows.with_columns(household_id=pl.col("household_id").str.reverse())


@pytest.mark.parametrize("wrong", ["nothing", "many of them"])
def test_household_ids_that_run_across_townships_are_parted_by_household(county, tmp_path, monkeypatch, wrong):
    tables = tables_of(county)
    for fault in faults(tables).get(wrong, []):
        tables = fault(tables)
    data = tmp_path / "data"
    data.mkdir()
    written({table: across_townships(rows) if table in {"households", "loans"} else rows for table, rows in tables.items()}, data)
    monkeypatch.setattr(rows_by_part, "SAMPLE", 7)
    record = prepared(data, tmp_path / "prepared")
    assert (record.order, len(record.parts) > 3) == ("household", True)
    assert_as_if_read_together(data, tmp_path / "prepared")
    runs = [rate(RateRequest(place, AS_OF, tmp_path / name)) for name, place in (("expected", data), ("found", tmp_path / "prepared"))]
    assert runs[0].run.manifest.result_hash == runs[1].run.manifest.result_hash


def test_parts_of_an_attempt_that_made_more_of_them_do_not_stay(county, tmp_path):
    for table in ("households", "loans", "owners"):
        stale = tmp_path / "prepared" / table / "00099.parquet"
        stale.parent.mkdir(parents=True)
        stale.touch()
    (tmp_path / "prepared" / ".preparing.json").write_text('{"key": "", "parts": []}', encoding="utf-8")
    prepared(county, tmp_path / "prepared")
    assert not list((tmp_path / "prepared").rglob("00099.parquet"))
