"""`notice` and `collection`: lists of a run that need its input tables."""

from __future__ import annotations

import shutil


def test_notice_writes_masked_names_and_says_where(call, rated, tmp_path):
    called = call("notice", "T01V003", "--run", rated, "--out", tmp_path, "--days", 5, "--start", "2003-07-10", "--lang", "zh")
    assert (called.code, called.out.split()) == (0, [str(tmp_path / "notice-T01V003.docx"), str(tmp_path / "notice-T01V003.txt")])
    text = (tmp_path / "notice-T01V003.txt").read_text("utf-8-sig")
    assert "公示期5天，自2003年7月10日起至2003年7月14日止" in text
    assert "*" in text


def test_without_start_the_period_begins_after_the_as_of_date(call, rated, tmp_path):
    call("notice", "T01V003", "--run", rated, "--out", tmp_path, "--lang", "en")
    assert "for 7 days, from 1 July 2003 to 7 July 2003" in (tmp_path / "notice-T01V003.txt").read_text("utf-8-sig")


def test_notice_without_the_inputs_lists_ids_and_says_so(call, rated, tmp_path):
    called = call("notice", "T01V003", "--run", rated, "--data", tmp_path / "gone", "--out", tmp_path, "--lang", "en")
    assert called.code == 0
    assert "neither names nor ID numbers" in called.err


def test_an_unknown_village_is_wrong_use(call, rated, tmp_path):
    called = call("notice", "T01V999", "--run", rated, "--out", tmp_path / "none", "--lang", "en")
    assert (called.code, (tmp_path / "none").exists()) == (2, False)
    assert "no unit with the id T01V999" in called.err


def test_collection_writes_a_workbook(call, rated, tmp_path):
    called = call("collection", "--run", rated, "--out", tmp_path, "--lang", "zh")
    assert (called.code, called.out.strip()) == (0, str(tmp_path / "collection.xlsx"))
    assert (tmp_path / "collection.xlsx").is_file()


def test_collection_without_the_inputs_is_refused(call, rated, tmp_path):
    shutil.copytree(rated, tmp_path / "reports")
    called = call("collection", "--run", tmp_path / "reports", "--data", tmp_path / "gone", "--out", tmp_path / "none", "--lang", "en")
    assert called.code == 2
    assert "--data" in called.err
