"""Prepared tables: the same run comes of them, whatever order the rows had; nothing that was changed since is trusted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from msgspec.structs import replace

from creditscore.core.errors import TableError, UsageError
from creditscore.jobs.prepare import PrepareOutcome, prepare
from creditscore.jobs.rate import RateRequest, rate
from creditscore.jobs.reading import Data
from creditscore.jobs.verify import verify
from creditscore.sample.write import write_county
from creditscore.tables.aliases import shipped
from creditscore.tables.files.inputs import Inputs, find_inputs
from creditscore.tables.prepared import parts, write_parts
from creditscore.tables.prepared.parts import last_villages, parts_of_villages
from creditscore.tables.prepared.prepare import prepare_tables
from creditscore.tables.prepared.progress import Asked, PartProgress
from creditscore.tables.prepared.record import Part

AS_OF = date(2003, 6, 30)
LEVELS = ("households.parquet", "villages.parquet", "townships.parquet", "rejected.csv")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small county with a household that cannot be used and a village with too few registered households."""
    folder = tmp_path_factory.mktemp("county")
    write_county(folder, 400, 3, AS_OF, file_format="parquet", townships=3)
    rewrite(
        folder, "households", lambda rows: rows.with_columns(members=pl.when(pl.int_range(pl.len()) == 77).then(-1).otherwise("members"))
    )
    rewrite(folder, "villages", lambda rows: rows.with_columns(registered_households=pl.lit(1)))
    return folder


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_ROWS", 60)


def rewrite(folder: Path, table: str, change: Any) -> None:
    path = folder / f"{table}.parquet"
    change(pl.read_parquet(path)).write_parquet(path)


def copied(county: Path, folder: Path) -> Path:
    folder.mkdir()
    for path in county.glob("*.parquet"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def prepared(data: Path, out: Path) -> PrepareOutcome:
    return prepare(Data(data), "ninghe", out, lambda _: None)


def outputs(data: Path, out: Path, as_of: date = AS_OF) -> dict[str, str]:
    folder = rate(RateRequest(data, as_of, out, lang="en")).folder
    made = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {name: made["outputs"][name] for name in LEVELS} | {"result_hash": made["result_hash"]}


def as_they_are(rows: pl.DataFrame) -> pl.DataFrame:
    return rows


def in_no_order(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sample(fraction=1, shuffle=True, seed=5)


@pytest.mark.parametrize(("table", "change"), [("households", as_they_are), ("households", in_no_order), ("loans", in_no_order)])
def test_the_run_is_that_of_the_tables_as_they_came(county, tmp_path, table, change):
    data = copied(county, tmp_path / "data")
    rewrite(data, table, change)
    outcome = prepared(data, tmp_path / "prepared")
    assert (outcome.record.order, len(outcome.record.parts) > 3) == ("township", True)
    expected = outputs(county, tmp_path / "expected")
    found = outputs(tmp_path / "prepared", tmp_path / "found")
    rejected = {name: one.pop("rejected.csv") for name, one in (("expected", expected), ("found", found))}
    assert found == expected
    same_rows = table != "households" or change is as_they_are  # else the household that is set aside has another row number
    assert (rejected["expected"] == rejected["found"]) is same_rows


def test_rows_in_are_rows_used_and_rows_rejected_of_the_original(county, tmp_path):
    prepared(county, tmp_path / "prepared")
    folder = rate(RateRequest(tmp_path / "prepared", AS_OF, tmp_path / "out")).folder
    inputs = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    households = next(entry for entry in inputs if entry["table"] == "households")
    assert (households["rows_in"], households["rows_used"], households["rows_rejected"]) == (400, 399, 1)
    assert all(entry["rows_in"] == entry["rows_used"] + entry["rows_rejected"] for entry in inputs)


def test_findings_of_the_preparation_are_findings_of_the_run(county, tmp_path):
    prepared(county, tmp_path / "prepared")
    folder = rate(RateRequest(tmp_path / "prepared", AS_OF, tmp_path / "out")).folder
    counts = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["data_quality"]["findings"]
    assert counts["registered_below_listed"]["count"] == len(pl.read_parquet(county / "villages.parquet"))
    with pytest.raises(TableError):
        rate(RateRequest(tmp_path / "prepared", AS_OF, tmp_path / "strict", strict=True))


@pytest.mark.parametrize("table", ["households/00002.parquet", "loans/00001.parquet", "villages.parquet"])
def test_a_part_that_was_changed_is_not_trusted(county, tmp_path, table):
    prepared(county, tmp_path / "prepared")
    path = tmp_path / "prepared" / table
    pl.read_parquet(path).write_parquet(path, compression="snappy")
    with pytest.raises(TableError, match="changed since"):
        rate(RateRequest(tmp_path / "prepared", AS_OF, tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_dates_after_the_as_of_date_are_found_though_the_parts_are_trusted(county, tmp_path):
    prepared(county, tmp_path / "prepared")
    earlier = date(2002, 6, 30)
    expected, found = outputs(county, tmp_path / "expected", earlier), outputs(tmp_path / "prepared", tmp_path / "found", earlier)
    assert found["result_hash"] == expected["result_hash"]


def test_what_the_preparation_found_is_told_once_where_a_part_is_checked_again_for_its_dates(county, tmp_path):
    prepared(county, tmp_path / "prepared")
    earlier = date(2002, 6, 30)
    runs = [rate(RateRequest(data, earlier, tmp_path / name)) for data, name in ((county, "whole"), (tmp_path / "prepared", "parts"))]
    whole, parts_ = ({code: one["count"] for code, one in run.summary["data_quality"]["findings"].items()} for run in runs)
    assert parts_ == whole
    assert {"registered_below_listed", "issued_after_as_of"} <= set(whole)
    lines = [pl.read_csv(run.folder / "findings.csv", infer_schema=False).drop("file", "row").sort(pl.all()) for run in runs]
    assert lines[0].equals(lines[1])


def test_an_interrupted_preparation_goes_on(county, tmp_path, monkeypatch):
    written: list[int] = []
    whole = write_parts.write_part

    def counting(folder: Path, number: int, *rest: Any) -> Any:
        if number == 3 and not written.count(3):
            written.append(number)
            raise KeyboardInterrupt
        written.append(number)
        return whole(folder, number, *rest)

    monkeypatch.setattr("creditscore.tables.prepared.prepare.write_part", counting)
    with pytest.raises(KeyboardInterrupt):
        prepared(county, tmp_path / "prepared")
    assert not (tmp_path / "prepared" / "prepared.json").exists()
    prepared(county, tmp_path / "prepared")
    assert written.count(1) == 1
    monkeypatch.undo()
    monkeypatch.setattr(parts, "PART_ROWS", 60)
    prepared(county, tmp_path / "again")
    first, again = (json.loads((tmp_path / name / "prepared.json").read_text(encoding="utf-8")) for name in ("prepared", "again"))
    assert first == again


def interrupted(_done: int, _total: int) -> None:
    raise KeyboardInterrupt


def test_parts_finished_without_a_packs_own_columns_are_made_again(county, tmp_path):
    data = copied(county, tmp_path / "data")
    rewrite(data, "households", lambda rows: rows.with_columns(dairy_cows=pl.lit(2)))
    inputs, out = find_inputs(data), tmp_path / "prepared"
    with pytest.raises(KeyboardInterrupt):
        prepare_tables(inputs, {}, None, out, interrupted)
    prepare_tables(inputs, {"households": {"dairy_cows": "integer"}}, None, out, lambda *_: None)
    assert pl.read_parquet(out / "households")["dairy_cows"].to_list() == [2] * 399


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, True),
        ({"declared": {"households": {"dairy_cows": "integer"}}}, False),
        ({"encoding": "gb18030"}, False),
        ({"inputs": Inputs({}, aliases=replace(shipped(), true=frozenset({"yes"})))}, False),
        ({"inputs": Inputs({}, sheets={"loans": "Sheet2"})}, False),
    ],
)
def test_finished_parts_are_kept_only_where_they_would_come_out_the_same(tmp_path, change, kept):
    def progress(**changed: Any) -> PartProgress:
        asked = replace(Asked(Inputs({}), {}, None), **changed)
        return PartProgress.of(tmp_path, asked, "portions", {"loans": "0"}, ["V1"])

    progress().add(Part(number=1, households=1, loans=0, first=None, last=None, latest=None))
    assert (1 in progress(**change).parts) is kept


def test_a_folder_with_something_else_in_it_is_left_alone(county, tmp_path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        prepared(county, tmp_path / "taken")
    prepared(county, tmp_path / "prepared")
    with pytest.raises(UsageError, match="already"):
        prepared(county, tmp_path / "prepared")


def test_a_run_of_prepared_tables_verifies(county, tmp_path):
    prepared(county, tmp_path / "prepared")
    folder = rate(RateRequest(tmp_path / "prepared", AS_OF, tmp_path / "out")).folder
    assert verify(folder, None, None, lambda _: None).holds


def villages(*townships: tuple[str, int]) -> pl.DataFrame:
    rows = [(f"{township}{number}", township) for township, count in townships for number in range(count)]
    return pl.DataFrame(rows, schema=["village_id", "township_id"], orient="row")


@pytest.mark.parametrize(
    ("townships", "expected"),
    [
        ([("A", 2), ("B", 2)], [["A0", "A1", "B0", "B1"]]),
        ([("A", 4), ("B", 1)], [["A0", "A1", "A2", "A3"], ["B0"]]),
        ([("A", 9), ("B", 1)], [["A0", "A1", "A2", "A3"], ["A4", "A5", "A6", "A7"], ["A8", "B0"]]),
    ],
)
def test_small_townships_share_a_part_and_large_ones_are_parted_between_villages(townships, expected):
    listed = villages(*townships)
    counts = listed.select("village_id", pl.lit(10).alias(parts.HOUSEHOLDS))
    found = parts_of_villages(listed.lazy(), counts, rows=40).group_by(parts.PART, maintain_order=True).agg("village_id")
    assert found["village_id"].to_list() == expected
    assert last_villages(parts_of_villages(listed.lazy(), counts, rows=40)) == [part[-1] for part in expected]
