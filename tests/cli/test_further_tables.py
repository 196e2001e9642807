"""Tables of a rule pack's own through the whole house: found, read, checked, counted in the manifest, rated; and earlier runs."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from creditscore.core.errors import TableError
from creditscore.jobs.rate import RateOutcome, RateRequest, rate
from creditscore.jobs.reading import Data, read_data
from creditscore.jobs.verify import verify
from creditscore.packs.load import load_pack

RULES = Path(__file__).parents[1] / "packs" / "sound" / "cooperative.toml"
PACK = load_pack(RULES).pack
NOW, THEN = date(2012, 6, 30), date(2011, 12, 31)
LOAN = "贷款编号,借款人类型,农户编号,行政村编号,贷款品种,发放日期,到期日,贷款本金,已还本金,贷款形态"
TABLES = {
    "townships": ["township_id,county_id", "T1,C1"],
    "县表": ["county_id,county_name,信贷计划,经营稳健", "C1,某县,100,是"],
    "villages": ["village_id,township_id,officer_assigned,集体收入（万元）", "V1,T1,是,20"],
    "households": ["household_id,village_id,good_repute,members,income_per_head,承包土地亩数", "H1,V1,是,3,5000,6", "H2,V1,是,2,100,"],
    "loans": [LOAN, "L1,农户,H1,V1,小额信用贷款,2011.7.1,2012.6.30,1000,950,正常"],
    "上年末贷款": [LOAN, "L1,农户,H1,V1,小额信用贷款,2011.1.1,2011.12.31,1000,900,正常"],
    "存款": ["农户编号,账号,种类,开户日期,存款余额,上年末余额", 'H1,A1,定期,2011.1.1,"12,000.50",—', "H2,A2,活期,,300,"],
    "projects": ["行政村编号,受益人数", "V1,60", "V1,9"],
}


def written(folder: Path, **changed: list[str]) -> Path:
    """The tables as CSV files, some of them with other lines."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, lines in (TABLES | changed).items():
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def rated(data: Path, out: Path, as_of: date = NOW, earlier: Path | None = None) -> RateOutcome:
    """A run by the pack."""
    return rate(RateRequest(data=data, as_of=as_of, out=out, rules=RULES.as_posix(), earlier=earlier))


def test_tables_are_found_by_title_or_name_and_their_cells_converted(tmp_path):
    tables = read_data(Data(written(tmp_path)), PACK, NOW)
    assert {"counties", "deposits", "loans_last_year", "projects"} < {source.table for source in tables.sources}
    assert tables.frames["deposits"].select("balance", "kind").collect().rows() == [(1_200_050, "定期"), (30_000, "活期")]
    assert tables.frames["counties"].select("lending_plan", "stable").collect().rows() == [(10_000, True)]
    assert tables.frames["villages"].select("collective_income").collect().item() == 20_000_000
    assert tables.rows_rejected == 0


def test_one_workbook_with_the_sheets_of_all_tables(tmp_path):
    with xlsxwriter.Workbook((tmp_path / "all.xlsx").as_posix()) as book:
        for table, lines in TABLES.items():
            sheet = book.add_worksheet(table)
            for at, row in enumerate(csv.reader(lines)):
                sheet.write_row(at, 0, row)
    tables = read_data(Data(tmp_path / "all.xlsx"), PACK, NOW)
    assert {source.table: source.rows_used for source in tables.sources}["deposits"] == 2
    assert tables.rows_rejected == 0


BAD = {
    "unknown_parent": 'H9,A3,定期,2011.1.1,1,"1"',
    "blank_required": "H1,A3,定期,2011.1.1,,1",
    "negative": "H1,A3,定期,2011.1.1,-1,1",
    "choice_unknown": "H1,A3,三年期,2011.1.1,1,1",
    "duplicate_copy": 'H1,A1,定期,2011.1.1,"12,000.50",—',
}


@pytest.mark.parametrize("code", BAD)
def test_bad_rows_are_set_aside_and_counted(tmp_path, code):
    tables = read_data(Data(written(tmp_path, 存款=[*TABLES["存款"], BAD[code]])), PACK, NOW)
    assert tables.rejected.select("table", "row", "code").collect().rows() == [("deposits", 4, code)]
    counts = {source.table: (source.rows_in, source.rows_used, source.rows_rejected) for source in tables.sources}
    assert counts["deposits"] == (3, 2, 1)


def test_checks_of_loans_hold_for_a_table_like_them_on_its_own_day(tmp_path):
    late = "L2,农户,H1,V1,小额信用贷款,2012.1.1,2012.6.1,1000,1001,正常"
    tables = read_data(Data(written(tmp_path, 上年末贷款=[*TABLES["上年末贷款"], late])), PACK, NOW)
    found = tables.lines.select("table", "column", "code").collect().rows()
    assert ("loans_last_year", "repaid_principal", "repaid_above_principal") in found
    assert ("loans_last_year", "issue_date", "issued_after_as_of") in found


def test_township_of_no_county_is_set_aside_with_what_depends_on_it(tmp_path):
    tables = read_data(Data(written(tmp_path, townships=["township_id,county_id", "T1,C2"])), PACK, NOW)
    codes = dict(tables.rejected.select("table", "code").collect().rows())
    assert (codes["townships"], codes["villages"]) == ("unknown_parent", "parent_set_aside")


def test_lacking_table_is_named(tmp_path):
    (written(tmp_path) / "存款.csv").unlink()
    with pytest.raises(TableError, match="deposits"):
        read_data(Data(tmp_path), PACK, NOW)


def test_lacking_column_is_named_by_its_title(tmp_path):
    with pytest.raises(TableError) as caught:
        read_data(Data(written(tmp_path, projects=["行政村编号,人数", "V1,1"])), PACK, NOW)
    assert "受益人数（people）" in caught.value.say("zh")


def test_earlier_run_is_used_recorded_and_asked_for_by_verify(tmp_path):
    data, out = written(tmp_path / "data"), tmp_path / "reports"
    alone = rated(data, tmp_path / "alone")
    assert [note.en.split(":")[0] for note in alone.notes] == [f"there is no run of 2011-12-31 in {(tmp_path / 'alone').as_posix()}"]
    assert county(alone)["C3"] == "pending"
    rated(written(tmp_path / "then", 存款=TABLES["存款"][:2]), out, THEN)
    outcome = rated(data, out)
    assert (county(outcome)["C3"], county(outcome)["deposits_then.num"], outcome.notes) == ("fail", 1_200_050, ())
    assert [record.as_of for record in outcome.run.manifest.earlier] == [THEN]
    assert verify(outcome.folder, None, RULES.as_posix(), print).holds
    manifest = out / THEN.isoformat() / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"encoding": "utf-8"}), "utf-8")
    faults = verify(outcome.folder, None, RULES.as_posix(), print).faults
    assert [fault.en for fault in faults] == [f"earlier run {(out / THEN.isoformat()).as_posix()}: changed or no longer there"]


def test_earlier_run_may_lie_elsewhere(tmp_path):
    rated(written(tmp_path / "then"), tmp_path / "elsewhere", THEN)
    outcome = rated(written(tmp_path / "now"), tmp_path / "reports", earlier=tmp_path / "elsewhere")
    assert county(outcome)["deposits_then.num"] == 1_230_050


def county(outcome: RateOutcome) -> dict[str, object]:
    """The county's row of a run."""
    return pl.read_parquet(outcome.folder / "counties.parquet").row(0, named=True)
