"""Text tables read and checked in one pass: shortcuts taken from the first rows hold for all rows, and counts add up over batches."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from msgspec.structs import replace

from creditscore.core.columns import TABLES, Column
from creditscore.core.text import same
from creditscore.tables.aliases import shipped
from creditscore.tables.cells import first_rows
from creditscore.tables.cells.batches import BatchReader
from creditscore.tables.cells.first_rows import FirstRows
from creditscore.tables.cells.left_out import USUAL_KEY, LineSorter
from creditscore.tables.cells.tally import UNSORTED, Tally
from creditscore.tables.checks.counting import count_query
from creditscore.tables.checks.normalise import columns_of, settled
from creditscore.tables.files.open_raw import open_raw
from creditscore.tables.raw import ROW, SURPLUS, Raw
from creditscore.tables.shapes import shape_of

AS_OF = date(2003, 6, 30)


@pytest.mark.parametrize("seen", ["true", "false", "是", "否", "1", "0", "Y", ""])
@pytest.mark.parametrize("words", [["true", "false", None], ["是", "否", "true"], ["0", "1", "√"], ["", "—", "无"]])
def test_answers_are_read_whatever_the_first_rows_have(seen, words):
    raw = Raw("loans", Path("x"), "x", None, None, pl.LazyFrame(), {"x": "x"}, (), typed=False)
    cells = pl.LazyFrame(
        {ROW: range(len(words)), SURPLUS: [None] * len(words), "x": words}, schema={ROW: pl.UInt32, SURPLUS: pl.String, "x": pl.String}
    )
    column = Column("x", "bool", same("x"))
    readers = [BatchReader(raw, (column,), {"x": pl.String()}, first=FirstRows(told)) for told in ({"x": frozenset({seen})}, {})]
    read = [reader.read(cells).collect().get_column("x").to_list() for reader in readers]
    meant = {"true": True, "是": True, "1": True, "√": True, "false": False, "否": False, "0": False, "无": False}
    assert read == [[meant.get(word or "") for word in words]] * 2


@pytest.mark.parametrize(("late", "meant"), [("true", True), ("是", True), ("√", True), ("—", None), ("", None)])
def test_a_late_answer_in_other_words_is_read(county, monkeypatch, late, meant):
    monkeypatch.setattr(first_rows, "LOOKED_AT", 1)
    county.change("households", 0, good_health="true").change("households", 1, good_health=late)
    assert county.write().read().frames["households"].collect().get_column("good_health").to_list() == [True, meant]


def test_a_late_answer_that_is_none_is_set_aside(county, monkeypatch):
    monkeypatch.setattr(first_rows, "LOOKED_AT", 1)
    county.change("households", 0, good_health="true").change("households", 1, good_health="一般")
    assert county.write().read().findings.counts["bool_unreadable"] == 1


@pytest.mark.parametrize("table", TABLES)
def test_counts_taken_on_the_way_are_those_of_the_query(county, table):
    county.change("loans", repaid_principal="9999", principal="-1").change("loans", 1, household_id="", due_date="2001-01-01")
    county.change("households", members="-2", id_number="110105194912310021").change(
        "households", 1, household_id="张三1", head_name="张三"
    )
    raw = open_raw(shape_of(table, {}), county_inputs(county), None)
    found = settled(raw, columns_of(table, {}), AS_OF)
    query, _ = count_query(found, AS_OF)
    asked = {name: int(count or 0) for name, count in query.collect().row(0, named=True).items()}
    assert found.counts is not None
    assert {name: found.counts[name] for name in asked} == asked


def county_inputs(county):
    from creditscore.tables.files.inputs import find_inputs

    return find_inputs(county.write().folder)


@pytest.mark.parametrize(
    ("batches", "unsorted"), [([["a", "b"], ["c"]], 0), ([["a", "c"], ["b"]], 1), ([["a"], ["a"]], 1), ([["a"], [None], ["a"]], 1)]
)
@pytest.mark.parametrize("reverse", [False, True])
def test_keys_out_of_order_between_batches_are_seen(batches, unsorted, reverse):
    tally = Tally("townships", [], None, "township_id")
    frames, at = [], 1
    for keys in batches:
        frames.append(
            pl.LazyFrame(
                {ROW: range(at, at + len(keys)), SURPLUS: [None] * len(keys), "township_id": keys},
                schema_overrides={SURPLUS: pl.String, "township_id": pl.String},
            )
        )
        at += len(keys)
    for frame in reversed(frames) if reverse else frames:
        tally.tapped(frame).collect()
    assert tally.counts()[UNSORTED] == unsorted


KEYS = [
    "H1",
    "007",
    "7",
    "T001V001H0001",
    "合计",
    "合计1",
    "小计",
    "total2003",
    "No1：x",
    "注",
    "",
    " ",
    "H 1",
    "编号",
    "制表人:李四9",
    "１",
    "H1\u200b",
    "note9",
    "T1total5",
]


@pytest.mark.parametrize("key", [*KEYS, None])
@pytest.mark.parametrize("words", [(), ("t1",), ("第9行",), ("h",)])
def test_a_line_that_is_no_row_is_always_doubted(key, words):
    aliases = shipped()
    known = replace(aliases, total_words=(*aliases.total_words, *words))
    sorter = LineSorter(known, "loan_id", {"loan_id": "编号"})
    batch = pl.DataFrame({ROW: [2], "loan_id": [key]}, schema={ROW: pl.UInt32, "loan_id": pl.String})
    _, lines = sorter.parted(batch)
    assert batch.select(sorter.doubtful()).to_series().item() or not lines


@pytest.mark.parametrize(
    ("key", "usual"), [("T01H1", True), ("1", True), ("ABC1", False), ("H1 ", False), ("Ｈ1", False), ("H+1", False), ("1E+17", False)]
)
def test_usual_keys_need_no_tidying(key, usual):
    assert pl.Series([key]).str.contains(USUAL_KEY).item() == usual


AMOUNTS = ["1200", "1200.00", "-5.00", "+5", "00012", "99999999999", "100000000000.01", "1200.5", "0.01", ".50", "5.", "1e3", "1.00.00"]
AMOUNTS += ["3万元", "1,200.00", "(30)", " 7.00 ", "１２", "-", "", "1000.005", "9223372036854775807", "￥8元"]


@pytest.mark.parametrize("late", AMOUNTS)
def test_amounts_after_whole_ones_are_read_as_anywhere(late):
    cells = pl.LazyFrame({ROW: [0, 1], SURPLUS: [None, None], "x": ["7.00", late]}, schema_overrides={ROW: pl.UInt32, SURPLUS: pl.String})
    raw = Raw("loans", Path("x"), "x", None, None, pl.LazyFrame(), {"x": "x"}, (), typed=False)
    readers = [BatchReader(raw, (Column("x", "money", same("x")),), {"x": pl.String()}, first=first) for first in (WHOLE, FirstRows())]
    read = [reader.read(cells).collect().get_column("x").to_list() for reader in readers]
    assert read[0] == read[1]
    assert [told.rows() for told in readers[0].told.unread] == [told.rows() for told in readers[1].told.unread]
    assert readers[0].told.counts == readers[1].told.counts


WHOLE = FirstRows(whole=frozenset({"x"}))


@pytest.mark.parametrize("late", ["2", "02", "+2", "2.0", "2人", "", "—", "二", "1000001", "9999999999999999"])
def test_a_late_number_is_read_whatever_the_first_ones_are(county, monkeypatch, late):
    county.change("households", 0, members="3").change("households", 1, members=late).write()
    read = []
    for looked_at in (1, 0):
        monkeypatch.setattr(first_rows, "LOOKED_AT", looked_at)
        tables = county.read()
        read.append((tables.frames["households"].sort("household_id").collect().rows(), tables.lines.collect().rows()))
    assert read[0] == read[1]


@pytest.mark.parametrize(("cells", "count"), [(",", 0), (",x", 1), (",,,,,,,x", 1), (",,,,,,,,,x", 0)])
def test_a_late_cell_beyond_the_header_is_looked_at(county, cells, count):
    path = county.write().folder / "townships.csv"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + cells + "\n", encoding="utf-8")
    assert county.read().findings.counts.get("too_many_cells", 0) == count
