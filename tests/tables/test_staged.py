"""Tables read cell by cell onto disk and checked part by part: they are used, and told of, as reading all rows together does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from creditscore.core.errors import TableError
from creditscore.sample.write import write_county
from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.files.whole_files import digests_of
from creditscore.tables.findings.result import Tables
from creditscore.tables.portions.portion import Portion
from creditscore.tables.portions.reader import PortionReader
from creditscore.tables.prepared import rows_by_part
from creditscore.tables.prepared.parts import households_by_village, parts_of_villages
from creditscore.tables.prepared.rows_by_part import RowsByPart
from creditscore.tables.prepared.staged import staged_reader
from tests.tables.alike import assert_alike, gone_through
from tests.tables.arriving.make import CASES
from tests.tables.shared_faults import changed, faults, loans_of

AS_OF = date(2003, 6, 30)


def read_and_held(folder: Path, rows: int) -> Tables:
    """What parts of so many households say of the tables of a folder, held against all rows together."""

    def by_part(reader: PortionReader) -> Iterator[Portion]:
        villages = parts_of_villages(reader.units["villages"], households_by_village(reader.whole["households"]), rows)
        return RowsByPart.by_village(reader.cells, villages).portions()

    inputs = find_inputs(folder)
    with digests_of(inputs) as digests:
        found, usable = gone_through(staged_reader(inputs, {}, AS_OF, None, digests), digests, by_part)
    assert_alike(found, usable, folder, AS_OF)
    return found


@pytest.mark.parametrize("case", [case for case in CASES if case.refused is None][::9], ids=lambda case: case.name)
def test_files_as_they_arrive(county, case):
    county.write()
    (county.folder / f"{case.table}.csv").unlink()
    case.write(county.folder / f"{case.table}{case.suffix}")
    read_and_held(county.folder, rows=1)


def messy(folder: Path, table: str, rows: pl.DataFrame) -> None:
    """A table in GB18030 with cells that cannot be read, cells that need the full reading, cells beyond the header, and other lines."""
    lines = rows.write_csv().splitlines()
    lines[7] = lines[7].replace("true", "不详", 1)
    lines[9] = lines[9].replace("true", "√", 1)
    lines[11] = " " + lines[11]
    lines[13] += ",1,2"
    lines[-5] = lines[-5].replace("-", ".", 2)
    blank, total = "," * lines[0].count(","), "合计" + "," * lines[0].count(",")
    text = [lines[0], *lines[1:50], blank, *lines[50:200], total, *lines[200:], total, "制表人：张三"]
    (folder / f"{table}.csv").write_text("\n".join(text) + "\n", "gb18030")


@pytest.mark.parametrize("order", ["by village", "at random"])
def test_messy_text_with_faults_that_parts_share(tmp_path, monkeypatch, order):
    monkeypatch.setattr(rows_by_part, "SORTED_ROWS", 50)
    monkeypatch.setattr(rows_by_part, "_BATCH_ROWS", 20)
    write_county(tmp_path, 400, 3, AS_OF, file_format="csv", townships=2)
    tables = {table: pl.read_csv(tmp_path / f"{table}.csv", infer_schema=False) for table in ("households", "loans")}
    far = tables["households"].row(-1, named=True)
    named = [changed(8, "loan_id", f"借{far['head_name']}", "loans"), loans_of(far["household_id"], 8)]
    for fault in [*faults(tables)["many of them"], *named]:
        tables = fault(tables)
    for table, rows in tables.items():
        messy(tmp_path, table, rows if order == "by village" else rows.sample(fraction=1, shuffle=True, seed=7))
    found = read_and_held(tmp_path, rows=60)
    assert {"too_many_cells", "bool_unreadable", "household_in_two_villages", "unknown_parent", "id_holds_name"} <= set(
        found.findings.counts
    )
    assert {source.left_out for source in found.sources if source.table in tables} == {4}


def test_a_text_that_turns_out_not_to_be_utf8_is_read_once_more(county):
    county.write()
    households = county.folder / "households.csv"
    start = households.read_text("utf-8").replace("张三", "Zhang").replace("是", "true")
    households.write_bytes((start + f"H9,V1,{'x' * (1 << 20)}张三\n").encode("gb18030"))
    assert read_and_held(county.folder, rows=1).sources[2].encoding == "gb18030"


def test_a_table_that_cannot_be_read_is_refused(county):
    county.write()
    (county.folder / "loans.csv").write_text("loan_id\n1\n", "utf-8")
    with pytest.raises(TableError):
        read_and_held(county.folder, rows=1)
