"""The command's job: one folder, whole or not at all, never over another unasked; what went wrong is told."""

from __future__ import annotations

import json

import pytest

from creditscore.cli.main import run as program
from creditscore.core.digests import sha256_of
from creditscore.core.errors import RunError, UsageError
from creditscore.jobs.progress import ProgressRequest, progress_pack
from creditscore.report.progress import pack as pack_module
from creditscore.report.progress.tables import write_tables
from tests.report.made_series import APRIL, JUNE, made_month


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    out = tmp_path_factory.mktemp("reports")
    for day in (APRIL, JUNE):
        made_month(out, day)
    return out


def silent(step):
    """Nobody watches."""


def request_of(reports, out, **other):
    return ProgressRequest(reports=reports, out=out, lang="zh", **other)


def test_the_folder_is_named_by_the_day_and_lists_all_its_files(reports, tmp_path):
    outcome = progress_pack(request_of(reports, tmp_path), silent)
    assert outcome.folder == tmp_path / "2003-06-30"
    listed = json.loads((outcome.folder / "progress.json").read_bytes())["files"]
    files = {path.relative_to(outcome.folder).as_posix() for path in outcome.folder.rglob("*") if path.is_file()}
    assert files == {*listed, "progress.json"}
    assert all(sha256_of(outcome.folder / name) == digest for name, digest in listed.items())
    with pytest.raises(RunError, match="progress report of this as-of date exists already"):
        progress_pack(request_of(reports, tmp_path), silent)


def test_nothing_is_left_of_a_report_that_failed(reports, tmp_path, monkeypatch):
    def broken(*_):
        raise OSError("disk full")

    monkeypatch.setattr(pack_module, "WRITERS", (write_tables, broken))
    with pytest.raises(OSError, match="disk full"):
        progress_pack(request_of(reports, tmp_path / "out"), silent)
    assert not (tmp_path / "out").exists()


@pytest.fixture
def quick(monkeypatch):
    """Write the tables only."""
    monkeypatch.setattr(pack_module, "WRITERS", (write_tables,))


@pytest.mark.usefixtures("quick")
def test_something_else_in_the_way_is_never_replaced(reports, tmp_path):
    (tmp_path / "2003-06-30").mkdir()
    (tmp_path / "2003-06-30" / "notes.txt").write_text("mine")
    with pytest.raises(RunError, match="not a progress report"):
        progress_pack(request_of(reports, tmp_path, replace=True), silent)


@pytest.mark.usefixtures("quick")
def test_a_report_is_replaced_where_one_asks(reports, tmp_path):
    for level in ("township", "village"):
        outcome = progress_pack(request_of(reports, tmp_path, level=level, replace=True), silent)
        assert json.loads((outcome.folder / "progress.json").read_bytes())["level"] == level


@pytest.mark.usefixtures("quick")
def test_a_quarterly_report_has_a_folder_of_its_own(reports, tmp_path):
    assert progress_pack(request_of(reports, tmp_path, period="quarter"), silent).folder.name == "2003-06-30-quarter"


@pytest.mark.usefixtures("quick")
def test_a_plan_that_does_not_fit_is_refused_before_anything_is_written(reports, tmp_path):
    plan = tmp_path / "targets.toml"
    plan.write_text('format = 1\n[plan.T9]\n"2003-06" = { credit_households = 1 }\n')
    with pytest.raises(UsageError, match="no run knows this id"):
        progress_pack(request_of(reports, tmp_path / "out", targets=plan), silent)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("lang", "remark"), [("zh", "缺少评定批次的月份：2003-05。"), ("en", "No run for these months: 2003-05.")])
def test_the_command_says_what_is_missing_and_where_to_look(reports, tmp_path, capsys, lang, remark):
    with pytest.raises(SystemExit) as ended:
        program(["progress", str(reports), "--out", str(tmp_path), "--lang", lang])
    printed = capsys.readouterr()
    assert (ended.value.code, remark in printed.err, str(tmp_path / "2003-06-30") in printed.out) == (0, True, True)


@pytest.mark.usefixtures("quick")
def test_the_command_ends_with_one_where_a_run_was_altered(tmp_path, capsys):
    for day in (APRIL, JUNE):
        made_month(tmp_path / "reports", day)
    with (tmp_path / "reports" / "2003-06-30" / "summary.json").open("ab") as stream:
        stream.write(b" ")
    with pytest.raises(SystemExit) as ended:
        program(["progress", str(tmp_path / "reports"), "--out", str(tmp_path / "out"), "--lang", "en"])
    assert ended.value.code == 1
    assert "Run 2003-06-30 is not used" in capsys.readouterr().err
    assert (tmp_path / "out" / "2003-04-30" / "progress.json").is_file()
