"""The tables as files, and what the listing of a pack says."""

from __future__ import annotations

import json

import polars as pl
import pytest

from creditscore.archive.manifest import as_json
from creditscore.core.digests import sha256_of
from creditscore.report.progress.pack import contents, write_charts
from creditscore.report.progress.remarks import remarks_of
from creditscore.report.progress.tables import TABLES, write_tables
from tests.report.made_series import APRIL, JUNE, MAY, made_progress


@pytest.fixture(scope="module")
def progress(tmp_path_factory):
    return made_progress(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def folder(progress, tmp_path_factory):
    found = tmp_path_factory.mktemp("progress")
    write_tables(progress, found, "zh")
    return found / "tables"


def test_every_table_is_written_twice_but_an_empty_plan(folder):
    wanted = {f"{name}.{kind}" for name in TABLES if name != "plan" for kind in ("csv", "parquet")}
    assert {path.name for path in folder.iterdir()} == wanted


@pytest.mark.parametrize("name", [name for name in TABLES if name != "plan"])
def test_parquet_holds_what_the_pack_holds(progress, folder, name):
    assert pl.read_parquet(folder / f"{name}.parquet").equals(getattr(progress, name))


def test_csv_begins_with_a_mark_and_reads_back(progress, folder):
    content = (folder / "figures.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfas_of,")
    assert pl.read_csv(folder / "figures.csv")["num"].to_list() == progress.figures["num"].to_list()


def test_no_cell_of_a_csv_acts_as_a_formula(progress, folder):
    assert "=1+1" in progress.nearest["name"].to_list()
    assert "'=1+1" in pl.read_csv(folder / "nearest.csv")["name"].to_list()


def test_sets_of_criteria_are_joined_in_csv(folder):
    assert "H3+H8" in pl.read_csv(folder / "failures.csv")["failed"].to_list()


def test_the_listing_names_runs_and_files(progress, tmp_path):
    files = [*write_tables(progress, tmp_path, "zh"), *write_charts(progress, tmp_path, "zh")]
    listed = json.loads(as_json(contents(progress, tmp_path, files, "zh")))
    assert (listed["as_of"], listed["missing"], [run["as_of"] for run in listed["runs"]]) == (
        "2003-06-30",
        ["2003-05"],
        ["2003-04-30", "2003-06-30"],
    )
    assert listed["files"] == {path.relative_to(tmp_path).as_posix(): sha256_of(path) for path in files}


def test_what_a_reader_must_know_is_said(progress):
    assert [words.en for words in remarks_of(progress.series)] == ["No run for these months: 2003-05."]


def test_a_quarter_overtaken_within_itself_needs_no_remark(tmp_path):
    assert made_progress(tmp_path, [APRIL, MAY, JUNE], "quarter").remarks() == []


def test_an_unfinished_quarter_is_said(tmp_path):
    words = made_progress(tmp_path, [APRIL, MAY], "quarter").remarks()
    assert [entry.zh for entry in words] == ["2003-Q2尚未结束，数字截至 2003-05-31。"]
