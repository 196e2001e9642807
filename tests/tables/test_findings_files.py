"""Findings as files: every finding in words, the rows set aside, nothing that acts as a formula."""

import csv

import pytest

from creditscore.tables.checks import counting
from creditscore.tables.findings import result as result_module
from creditscore.tables.findings.rejected import LINE_COLUMNS, write_findings, write_rejected


def written(county, tmp_path, write=write_findings):
    path = tmp_path / "out.csv"
    write(county.write().read(), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_all_problems_of_a_row_are_told_in_words(county, tmp_path):
    county.change("households", members="-2", own_funds="1.005", birth_date="6/7/2003")
    lines = [line for line in written(county, tmp_path) if line["row"] == "2" and line["table"] == "households"]
    assert [line["code"] for line in lines] == ["date_ambiguous", "negative", "amount_decimals"]
    assert all(line["sentence_zh"].endswith("。") and line["sentence_en"].endswith(".") for line in lines)
    assert {line["severity"] for line in lines} == {"error"}


def test_warnings_and_notes_stand_beside_errors(county, tmp_path):
    county.change("villages", registered_households="1").change("households", certificate_date="1970-01-01")
    for row in county.rows["loans"]:
        row["remark"] = "x"
    told = {(line["severity"], line["code"], line["row"]) for line in written(county, tmp_path)}
    assert {("warning", "registered_below_listed", "2"), ("warning", "certified_before_eighteen", "2")} <= told
    assert ("note", "column_not_used", "") in told


def test_lines_come_by_table_and_row_with_whole_files_first(county, tmp_path):
    county.change("loans", 1, principal="x").change("loans", 0, principal="y").change("townships", county_id="")
    lines = written(county, tmp_path)
    assert list(lines[0]) == list(LINE_COLUMNS)
    assert [line["row"] for line in lines if line["table"] == "loans"][-2:] == ["2", "3"]
    order = [line["table"] for line in lines]
    assert order == sorted(order, key=["townships", "villages", "households", "loans"].index)


@pytest.mark.parametrize("cell", ["=1+1", "+1x", "-1x", "@x", "＝1", "＠x"])
@pytest.mark.parametrize("write", [write_findings, write_rejected])
def test_no_cell_acts_as_a_formula(county, tmp_path, cell, write):
    county.change("loans", principal=cell).change("loans", 1, household_id=cell)
    lines = written(county, tmp_path, write)
    starts = {value[:1] for line in lines for value in line.values()}
    assert starts.isdisjoint("=+-@＝＋－＠\t\r\n")


def test_warnings_are_kept_up_to_a_number_and_counted_whole(county, monkeypatch):
    monkeypatch.setattr(counting, "MOST_WARNINGS", 1)
    for at in (0, 1):
        county.change("households", at, certificate_date="2003-07-01")
    tables = county.write().read()
    assert tables.findings.counts["certified_after_as_of"] == 2
    assert tables.lines.collect()["code"].to_list().count("certified_after_as_of") == 1


def test_a_strict_refusal_names_file_row_and_cure(county):
    tables = county.change("loans", repaid_principal="9999").change("villages", registered_households="1").write().read()
    assert tables.refusal is None
    told = tables.strict_refusal.say("zh").splitlines()
    assert told[0].startswith("loans.csv:2: 已还本金")
    assert "请核对两个金额" in told[0]
    assert told[1].startswith("villages.csv:2: 在册户数")


def test_a_sound_county_is_not_refused_strictly(county):
    assert county.write().read().strict_refusal is None


def test_a_long_refusal_is_cut_and_counted(county, monkeypatch):
    monkeypatch.setattr(result_module, "MOST_TOLD", 3)
    county.rows["households"] = [county.rows["households"][0] | {"household_id": f"H{at}", "members": "-1"} for at in range(1, 8)]
    county.rows["loans"] = county.rows["loans"][:1]
    told = county.write().read().strict_refusal.say("en").splitlines()
    assert len(told) == 4
    assert told[-1].startswith("and 5 more; creditscore check --out DIR")
