"""A folder of runs is lined up by period; what is missing, altered or changed is named."""

from __future__ import annotations

import json
from datetime import date

import pytest

from creditscore.archive.series import DAMAGED, EARLIER, MISNAMED, TAMPERED, read_series
from creditscore.core.errors import RunError, UsageError
from tests.report.made_series import APRIL, JUNE, MAY, made_month


@pytest.fixture
def reports(tmp_path):
    for day in (APRIL, JUNE):
        made_month(tmp_path, day)
    return tmp_path


def test_months_without_a_run_are_named(reports):
    series = read_series(reports)
    assert [slot.run.as_of if slot.run else None for slot in series.slots] == [APRIL, None, JUNE]
    assert [period.label for period in series.missing] == ["2003-05"]
    assert (series.as_of, series.set_aside, series.altered, series.changes) == (JUNE, (), (), ())


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (APRIL, JUNE, [APRIL, JUNE]),
        (date(2003, 5, 1), None, [JUNE]),
        (JUNE, JUNE, [JUNE]),
        (None, date(2003, 6, 29), [APRIL]),
        (None, JUNE, [APRIL, JUNE]),
    ],
)
def test_only_runs_of_the_span_are_read(reports, start, end, days):
    assert [run.as_of for run in read_series(reports, start, end).runs] == days


def test_months_at_the_ends_of_the_span_are_missing_too(reports):
    series = read_series(reports, date(2003, 3, 1), date(2003, 7, 31))
    assert [period.label for period in series.missing] == ["2003-03", "2003-05", "2003-07"]


def test_the_run_before_is_that_of_the_period_before(reports):
    made_month(reports, MAY)
    series = read_series(reports)
    assert [before.as_of if (before := series.before(run)) else None for run in series.runs] == [None, APRIL, MAY]


def test_after_a_gap_there_is_no_run_before(reports):
    series = read_series(reports)
    assert series.before(series.newest) is None


def test_the_last_run_of_a_period_stands_for_it(reports):
    made_month(reports, date(2003, 6, 15))
    series = read_series(reports)
    assert series.as_of == JUNE
    assert [(entry.folder.name, entry.why, entry.is_mistake) for entry in series.set_aside] == [("2003-06-15", EARLIER, False)]


def test_a_quarter_that_has_not_ended_is_named(reports):
    made_month(reports, date(2003, 8, 31))
    series = read_series(reports, period="quarter")
    assert [slot.period.label for slot in series.slots] == ["2003-Q2", "2003-Q3"]
    assert [run.as_of for run in series.short] == [date(2003, 8, 31)]


def test_an_altered_report_is_named_and_the_run_used(reports):
    folder = reports / JUNE.isoformat()
    files = json.loads((folder / "manifest.json").read_bytes())["outputs"]
    (folder / "rejected.csv").write_text("x")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["outputs"] = files | {"rejected.csv": "0" * 64, "ratings.xlsx": "0" * 64}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    series = read_series(reports)
    assert [(entry.file, entry.is_gone, entry.is_evidence) for entry in series.altered] == [
        ("ratings.xlsx", True, False),
        ("rejected.csv", False, False),
    ]
    assert series.as_of == JUNE


@pytest.mark.parametrize("file", ["summary.json", "villages.parquet"])
def test_a_run_whose_evidence_was_altered_is_set_aside(reports, file):
    with (reports / JUNE.isoformat() / file).open("ab") as stream:
        stream.write(b" ")
    series = read_series(reports)
    assert series.as_of == APRIL
    assert [(entry.why, entry.is_mistake) for entry in series.set_aside] == [(TAMPERED, True)]


def test_a_damaged_manifest_is_set_aside(reports):
    (reports / APRIL.isoformat() / "manifest.json").write_text("{")
    assert [(entry.folder.name, entry.why) for entry in read_series(reports).set_aside] == [("2003-04-30", DAMAGED)]


def test_a_renamed_run_is_set_aside(reports):
    (reports / APRIL.isoformat()).rename(reports / MAY.isoformat())
    assert [(entry.folder.name, entry.why) for entry in read_series(reports).set_aside] == [("2003-05-31", MISNAMED)]


def test_where_the_rules_changed_is_named(reports):
    made_month(reports, MAY, sha256="1" * 64)
    changes = read_series(reports).changes
    assert [(change.as_of, change.kind) for change in changes] == [(MAY, "rules"), (JUNE, "rules")]
    assert changes[0].after == "ninghe 2001 (11111111)"


def test_where_the_definitions_changed_is_named(reports, monkeypatch):
    monkeypatch.setattr("creditscore.archive.summary.DEFINITIONS", {})
    made_month(reports, MAY)
    assert [(change.as_of, change.kind) for change in read_series(reports).changes] == [(MAY, "definitions"), (JUNE, "definitions")]


def test_no_usable_run_is_an_error_that_says_why(reports):
    for day in (APRIL, JUNE):
        (reports / day.isoformat() / "manifest.json").write_text("{")
    with pytest.raises(RunError, match="2003-04-30: its manifest cannot be understood"):
        read_series(reports)


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(RunError, match="no usable run"):
        read_series(tmp_path / "nowhere")


def test_a_span_that_ends_before_it_begins_is_refused(reports):
    with pytest.raises(UsageError, match="after the last"):
        read_series(reports, JUNE, APRIL)
