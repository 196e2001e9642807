"""Rows that cannot be used, from the command line: told, counted, written out, and the rest is rated."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Call, held


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """The sample's first month with a bad row of several kinds."""
    folder = tmp_path / "county"
    shutil.copytree(ROOT / "sample_data" / "2001-07-31", folder)
    loans = (folder / "loans.csv").read_text("utf-8-sig").splitlines()
    spoilt = dict(zip(loans[0].split(","), loans[1].split(","), strict=True))
    bad = [
        spoilt | {"loan_id": "X1", "borrower_type": "household", "household_id": "NOBODY", "product": "micro"},
        spoilt | {"loan_id": "X2", "due_date": "1999-01-01"},
        spoilt | {"loan_id": "X3", "principal": "abc"},
    ]
    (folder / "loans.csv").write_text("\n".join([*loans, *(",".join(row.values()) for row in bad)]) + "\n", "utf-8")
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_tells_file_row_column_and_cure(call: Call, spoilt: Path, lang: str) -> None:
    called = call("check", spoilt, "--as-of", "2001-07-31", "--lang", lang)
    assert called.code == 1
    held(f"check-{lang}.txt", called.out)


def test_check_for_programs(call: Call, spoilt: Path) -> None:
    called = call("check", spoilt, "--as-of", "2001-07-31", "--format", "json")
    content = json.loads(called.out)
    loans = next(entry for entry in content["inputs"] if entry["table"] == "loans")
    assert loans["rows_in"] == loans["rows_used"] + loans["rows_rejected"]
    assert loans["rows_rejected"] == 3


def test_rate_goes_on_without_them(call: Call, spoilt: Path, tmp_path: Path) -> None:
    called = call("rate", spoilt, "--as-of", "2001-07-31", "--out", tmp_path / "reports", "--lang", "en")
    assert called.code == 1
    with (tmp_path / "reports" / "2001-07-31" / "rejected.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert [line["code"] for line in lines] == ["unknown_parent", "due_before_issue", "amount_unreadable"]


def test_strict_refuses_them(call: Call, spoilt: Path, tmp_path: Path) -> None:
    called = call("rate", spoilt, "--as-of", "2001-07-31", "--out", tmp_path / "reports", "--strict", "--lang", "en")
    assert called.code == 2
    assert "loans.csv" in called.err
    assert not (tmp_path / "reports").exists()
