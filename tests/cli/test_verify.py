"""`verify`: a run that is untouched comes out again; whatever was altered is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Call

DAY = "2001-07-31"


@pytest.fixture
def run_folder(call: Call, tmp_path: Path) -> Path:
    """A run of the sample county's first month, from a copy of its data beside it."""
    shutil.copytree(ROOT / "sample_data" / DAY, tmp_path / "data")
    call("rate", tmp_path / "data", "--as-of", DAY, "--out", tmp_path / "reports", "--lang", "en")
    return tmp_path / "reports" / DAY


@pytest.mark.parametrize(("lang", "said"), [("zh", "核验通过"), ("en", "Verified")])
def test_an_untouched_run_verifies(call: Call, run_folder: Path, lang: str, said: str) -> None:
    called = call("verify", run_folder, "--lang", lang)
    assert called.code == 0
    assert said in called.out


@pytest.mark.parametrize("file", ["households.parquet", "report.html", "summary.json"])
def test_an_altered_file_is_named(call: Call, run_folder: Path, file: str) -> None:
    path = run_folder / file
    path.write_bytes(path.read_bytes() + b" ")
    called = call("verify", run_folder, "--format", "json", "--lang", "en")
    assert called.code == 1
    assert json.loads(called.out)["faults"] == [f"{file}: is not what the run wrote"]


def test_a_file_too_many_is_named(call: Call, run_folder: Path) -> None:
    (run_folder / "note.txt").write_text("x")
    assert "note.txt" in call("verify", run_folder, "--lang", "en").out


def test_a_changed_input_is_named(call: Call, run_folder: Path, tmp_path: Path) -> None:
    loans = tmp_path / "data" / "loans.csv"
    loans.write_bytes(loans.read_bytes() + b"\n")
    called = call("verify", run_folder, "--lang", "en")
    assert called.code == 1
    assert "loans.csv" in called.out


def test_data_that_has_moved_can_be_named(call: Call, run_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "data").rename(tmp_path / "elsewhere")
    assert call("verify", run_folder, "--lang", "en").code == 1
    assert call("verify", run_folder, "--data", tmp_path / "elsewhere", "--lang", "en").code == 0


def test_tables_named_one_by_one_are_found_again(call: Call, tmp_path: Path) -> None:
    folder = ROOT / "sample_data" / DAY
    named = [word for table in ("households", "loans", "villages", "townships") for word in (f"--{table}", folder / f"{table}.csv")]
    assert call("rate", *named, "--as-of", DAY, "--out", tmp_path, "--lang", "en").code == 0
    assert call("verify", tmp_path / DAY, "--lang", "en").code == 0


def test_a_folder_that_is_no_run_is_a_mistake(call: Call, tmp_path: Path) -> None:
    assert call("verify", tmp_path, "--lang", "en").code == 2


def test_a_file_of_aliases_belongs_to_the_inputs(call: Call, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sample_data" / DAY, tmp_path / "data")
    townships = tmp_path / "data" / "townships.csv"
    townships.write_text(townships.read_text("utf-8-sig").replace("township_name", "镇的叫法"), "utf-8")
    aliases = tmp_path / "aliases.toml"
    aliases.write_text('[columns.townships]\ntownship_name = ["镇的叫法"]\n', "utf-8")
    called = call("rate", tmp_path / "data", "--as-of", DAY, "--out", tmp_path, "--aliases", aliases, "--lang", "en")
    assert called.code == 0
    assert call("verify", tmp_path / DAY, "--lang", "en").code == 0
    aliases.write_text(aliases.read_text("utf-8") + "\n", "utf-8")
    called = call("verify", tmp_path / DAY, "--lang", "en")
    assert called.code == 1
    assert "aliases.toml" in called.out
