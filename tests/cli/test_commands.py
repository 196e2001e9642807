"""The commands, end to end, held against golden files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import ROOT, Call, held

SAMPLE = "sample_data/2003-06-30"
LEVEL_TABLES = ("households.parquet", "villages.parquet", "townships.parquet")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rate_says_what_came_out(call: Call, tmp_path: Path, lang: str) -> None:
    called = call("rate", SAMPLE, "--as-of", "2003-06-30", "--out", tmp_path, "--lang", lang)
    assert called.code == 0
    held(f"rate-{lang}.txt", called.out, tmp_path)


def test_rate_for_programs(call: Call, tmp_path: Path) -> None:
    called = call("rate", SAMPLE, "--as-of", "2003-06-30", "--out", tmp_path, "--format", "json")
    held("rate.json", called.out, tmp_path)
    assert json.loads(called.out)["rows_rejected"] == 0


@pytest.mark.parametrize(("unit", "name"), [("T01V002", "village"), ("T01", "township"), ("T01V002H0021", "household")])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_explain(call: Call, rated: Path, unit: str, name: str, lang: str) -> None:
    called = call("explain", unit, "--run", rated, "--lang", lang)
    assert called.code == 0
    held(f"explain-{name}-{lang}.txt", called.out)


def test_explain_for_programs(call: Call, rated: Path) -> None:
    called = call("explain", "T01V002", "--run", rated, "--format", "json")
    lines = {line["criterion"]: line for line in json.loads(called.out)["criteria"]}
    assert (lines["V2"]["verdict"], lines["V2"]["shortfall"]) == ("fail", 10_000)


def test_explain_says_when_the_data_is_gone(call: Call, tmp_path: Path) -> None:
    shutil.copytree(ROOT / SAMPLE, tmp_path / "data")
    call("rate", tmp_path / "data", "--as-of", "2003-06-30", "--out", tmp_path / "reports")
    (tmp_path / "data" / "loans.csv").unlink()
    called = call("explain", "T01V002", "--run", tmp_path / "reports", "--lang", "en")
    assert called.code == 0
    assert "--data" in called.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_list_and_test(call: Call, lang: str) -> None:
    held(f"rules-list-{lang}.txt", call("rules", "list", "--lang", lang).out)
    assert call("rules", "test", "ninghe", "--lang", lang).code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_show(call: Call, lang: str) -> None:
    called = call("rules", "show", "ninghe", "--as-of", "2003-06-30", "--lang", lang)
    assert called.code == 0
    held(f"rules-show-{lang}.md", called.out)


def test_rules_check_finds_nothing_in_the_default_pack(call: Call) -> None:
    assert call("rules", "check", "ninghe", "--lang", "en").code == 0


def test_rules_check_names_the_place_and_the_nearest_key(call: Call, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules" / "ninghe", tmp_path / "ninghe")
    file = tmp_path / "ninghe" / "2001.toml"
    file.write_text(file.read_text("utf-8").replace("at_most = 60", "at_moste = 60", 1), "utf-8")
    called = call("rules", "check", file, "--lang", "en")
    assert called.code == 1
    assert "criteria.household.H2" in called.out
    assert "at_most" in called.out


def test_rules_test_notices_a_changed_bound(call: Call, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules" / "ninghe", tmp_path / "ninghe")
    file = tmp_path / "ninghe" / "2001.toml"
    file.write_text(file.read_text("utf-8").replace("at_most = 60", "at_most = 61", 1), "utf-8")
    assert call("rules", "test", file, "--lang", "en").code == 1


def test_sample_makes_the_same_county_again(call: Call, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert call("sample", tmp_path / name, "--households", 200, "--seed", 5, "--as-of", "2003-06-30", "--lang", "en").code == 0
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_the_same_inputs_give_the_same_bytes(call: Call, tmp_path: Path) -> None:
    for name in ("one", "two"):
        call("rate", SAMPLE, "--as-of", "2003-06-30", "--out", tmp_path / name, "--lang", "en")
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name / "2003-06-30").iterdir()} for name in ("one", "two"))
    assert {name for name in one if one[name] != two[name]} <= {"manifest.json"}
    first, second = (json.loads(files["manifest.json"]) for files in (one, two))
    assert {key for key in first if first[key] != second[key]} <= {"started", "finished"}


def test_level_tables_hold_plain_text(rated: Path) -> None:
    for table in LEVEL_TABLES:
        types = set(pl.read_parquet(rated / "2003-06-30" / table).schema.values())
        assert types <= {pl.String(), pl.Int64(), pl.Boolean()}


def test_demo_rates_every_month(call: Call, tmp_path: Path) -> None:
    called = call("demo", "--out", tmp_path, "--lang", "en")
    assert called.code == 0
    held("demo-en.txt", called.out, tmp_path)
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) >= 24
