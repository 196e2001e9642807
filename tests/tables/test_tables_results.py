"""What comes out: rows in = rows used + rejected, rejected rows and their file, findings, masks, and the manual's page."""

import csv
import hashlib
from pathlib import Path

import polars as pl
import pytest

from creditscore.core.columns import TABLES
from creditscore.tables.checks import normalise
from creditscore.tables.files.describe import columns_page
from creditscore.tables.findings import finding
from creditscore.tables.findings.rejected import COLUMNS, write_rejected
from creditscore.tables.reasons import REASONS

BAD = [
    ("townships", 0, {"county_id": ""}),
    ("villages", 1, {"registered_households": "很多"}),
    ("households", 0, {"birth_date": "6/7/2003", "members": "-2", "own_funds": "1.005"}),
    ("households", 1, {"id_number": "110105194912310021"}),
    ("loans", 1, {"repaid_principal": "2000", "product": "按揭"}),
]


def bad_county(county):
    for table, at, cells in BAD:
        county.change(table, at, **cells)
    county.rows["loans"].append(dict(county.rows["loans"][0], loan_id="L3", household_id="=H9"))
    return county


@pytest.mark.parametrize("large", [1, 1 << 26])
def test_rows_in_are_rows_used_and_rows_rejected(county, large, monkeypatch):
    monkeypatch.setattr(normalise, "LARGE_FILE", large)
    tables = bad_county(county).write().read()
    rejected = tables.rejected.collect()
    for source in tables.sources:
        used = tables.frames[source.table].collect().height
        lines = rejected.filter(pl.col("table") == source.table)
        assert (source.rows_used, source.rows_rejected) == (used, lines["row"].n_unique())
        assert source.rows_in == len(county.rows[source.table]) == used + lines.height
    assert tables.rows_rejected == 6


def test_one_line_a_row_with_its_first_problem_and_the_others_by_code(county):
    rejected = bad_county(county).write().read().rejected.collect()
    assert rejected.columns == list(COLUMNS)
    first = rejected.filter(pl.col("id") == "H1").row(0, named=True)
    assert (first["table"], first["file"], first["sheet"], first["row"]) == ("households", "households.csv", None, 2)
    assert (first["column"], first["value"], first["code"]) == ("birth_date", "6/7/2003", "date_ambiguous")
    assert first["also"] == "negative:members amount_decimals:own_funds"
    assert first["sentence_zh"].startswith("出生日期（birth_date）“6/7/2003”分不清年、月、日")


def test_the_file_is_sorted_and_no_cell_is_a_formula(county, tmp_path):
    path = tmp_path / "rejected.csv"
    write_rejected(bad_county(county).write().read(), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert [(line["table"], line["row"]) for line in lines] == sorted((line["table"], line["row"]) for line in lines)
    assert "'=H9" in {line["value"] for line in lines}
    assert not [cell for line in lines for cell in line.values() if cell[:1] in set("=+-@\t\r")]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_cells_that_act_as_formulas_are_disarmed(county, tmp_path, cell):
    county.change("villages", registered_households=f"{cell}?").write()
    write_rejected(county.read(), tmp_path / "r.csv")
    assert f"'{cell}?".replace("\t", "") in (tmp_path / "r.csv").read_text("utf-8-sig").replace("\t", "") or cell == "\tx"


def test_nothing_wrong_gives_the_header_alone(county, tmp_path):
    write_rejected(county.write().read(), tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_text("utf-8-sig").split() == [",".join(COLUMNS)]


def test_names_and_id_numbers_are_masked_everywhere(county, tmp_path):
    planted = ["张三丰", "110105194912310021", "诸葛亮"]
    county.change("households", head_name=planted[0], id_number=planted[1])
    county.change("households", 1, birth_date=planted[1], id_number=planted[2])
    county.change("loans", household_id=planted[1])
    tables = county.write().read()
    write_rejected(tables, tmp_path / "r.csv")
    told = (tmp_path / "r.csv").read_text("utf-8-sig") + "".join(repr(one) for one in tables.findings)
    assert not [secret for secret in planted if secret in told]
    assert "110105********0021" in told


def test_very_long_cells_are_cut(county):
    told = county.change("villages", registered_households="x" * 500).write().read().rejected.collect()
    assert told["value"].str.len_chars().max() == 41


def test_findings_count_all_and_show_some(county, monkeypatch):
    monkeypatch.setattr("creditscore.tables.checks.remarks.MOST_EXAMPLES", 3)
    monkeypatch.setattr(finding, "MOST_EXAMPLES", 3)
    county.rows["households"] = [dict(county.rows["households"][0], household_id=f"H{n}", members="-1") for n in range(1, 8)]
    tables = county.write().read()
    assert tables.findings.counts["negative"] == 7
    assert len(tables.findings.coded("negative")) == 3
    assert tables.rows_rejected == 7 + 2


def test_sources_carry_the_digest_of_the_file(county):
    tables = county.write().read()
    source = next(one for one in tables.sources if one.table == "loans")
    assert source.sha256 == hashlib.sha256((county.folder / "loans.csv").read_bytes()).hexdigest()
    assert source.file == "loans.csv"


def test_parquet_and_csv_give_the_same_rows(county):
    csv_frames = {table: frame.collect() for table, frame in county.write().read().frames.items()}
    parquet_frames = {table: frame.collect() for table, frame in county.write_parquet().read().frames.items()}
    assert all(csv_frames[table].equals(parquet_frames[table]) for table in TABLES)


def test_sound_canonical_parquet_stays_a_plain_scan(county):
    plan = county.write_parquet().read().frames["loans"].explain()
    assert "JOIN" not in plan
    assert "ROW INDEX" not in plan.upper()
    assert "FILTER" not in plan


def test_birth_dates_come_from_id_numbers_where_blank(county):
    county.change("households", id_number="11010519491231002X", birth_date="").write_parquet()
    data = pl.read_parquet(county.folder / "households.parquet").with_columns(birth_date=pl.lit(None, pl.Date))
    data.write_parquet(county.folder / "households.parquet")
    assert [str(day) for day in county.read().frames["households"].collect()["birth_date"]] == ["1949-12-31", "None"]


def test_upgraded_id_numbers_are_counted(county):
    tables = county.change("households", id_number="110105491231002", birth_date="").write().read()
    assert tables.findings.counts["id_number_upgraded"] == 1
    assert tables.frames["households"].collect()["id_number"][0] == "11010519491231002X"


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_has_a_sentence_in_both_languages(code):
    reason = REASONS[code]
    assert reason.sentence.zh.endswith("。")
    assert reason.sentence.en.endswith(".")
    assert {place for place in ("{column}", "{value}", "{other}") if place in reason.sentence.zh} == {
        place for place in ("{column}", "{value}", "{other}") if place in reason.sentence.en
    }


def test_the_manual_lists_the_columns_as_they_are():
    manual = Path(__file__).parents[2] / "docs" / "tables.md"
    assert columns_page() in manual.read_text("utf-8")
