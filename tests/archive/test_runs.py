"""Finished runs are found and opened."""

from __future__ import annotations

from datetime import date

import pytest

from creditscore.archive.runs import find_run, list_runs, open_run
from creditscore.core.errors import RunError
from tests.archive.made_runs import made_run


def test_runs_are_listed_oldest_first_and_only_finished_ones(tmp_path):
    for day in (date(2003, 6, 30), date(2002, 12, 31)):
        made_run(tmp_path, day)
    (tmp_path / "2003-07-31").mkdir()
    (tmp_path / "notes").mkdir()
    assert [run.as_of for run in list_runs(tmp_path)] == [date(2002, 12, 31), date(2003, 6, 30)]


def test_the_newest_run_of_a_reports_folder_is_found(tmp_path):
    for day in (date(2003, 6, 30), date(2002, 12, 31)):
        made_run(tmp_path, day)
    assert find_run(tmp_path).as_of == date(2003, 6, 30)


def test_a_run_folder_is_found_itself(tmp_path):
    run = made_run(tmp_path)
    assert find_run(run.folder) == run


@pytest.mark.parametrize("place", ["", "nowhere"])
def test_no_run_at_all_is_said(tmp_path, place):
    with pytest.raises(RunError, match="creditscore rate"):
        find_run(tmp_path / place)


def test_level_tables_are_read(tmp_path):
    run = made_run(tmp_path)
    assert run.levels == ["household", "village", "township"]
    assert run.table("village").collect()["village_id"].to_list() == ["V1", "V2", "V3", "V4"]


def test_rejected_rows_are_read_as_text(tmp_path):
    rejected = made_run(tmp_path).rejected()
    assert rejected.columns[0] == "table"
    assert rejected["row"].to_list() == ["4", "5"]


def test_a_missing_table_or_summary_is_said(tmp_path):
    run = made_run(tmp_path)
    (run.folder / "villages.parquet").unlink()
    (run.folder / "summary.json").write_text("{", encoding="utf-8")
    with pytest.raises(RunError, match="incomplete"):
        open_run(run.folder).table("village")
    with pytest.raises(RunError, match="incomplete"):
        run.summary()
