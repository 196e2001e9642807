"""`rate --engine` and `verify` after it: DuckDB from end to end, and what is said where an engine cannot run."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from creditscore.core import engines
from creditscore.core.engines import lacking
from tests.cli.conftest import ROOT, Call

DAY = "2001-07-31"
needs_duckdb = pytest.mark.skipif(lacking("duckdb") is not None, reason="duckdb is not installed")


def without(package: str):
    """`find_spec` as it would be if a package were not installed."""
    return lambda name: None if name == package else find_spec(name)


@pytest.fixture
def by_duckdb(call: Call, tmp_path: Path) -> Path:
    """A run of the sample county's first month by DuckDB."""
    called = call("rate", ROOT / "sample_data" / DAY, "--as-of", DAY, "--engine", "duckdb", "--out", tmp_path / "duckdb")
    assert called.err == ""
    return tmp_path / "duckdb" / DAY


def manifest(run: Path) -> dict[str, object]:
    """The manifest of a run."""
    content: dict[str, object] = json.loads((run / "manifest.json").read_text("utf-8"))
    return content


@needs_duckdb
def test_a_run_by_duckdb_has_the_result_hash_of_polars(call: Call, by_duckdb: Path, tmp_path: Path) -> None:
    call("rate", ROOT / "sample_data" / DAY, "--as-of", DAY, "--out", tmp_path / "polars")
    assert manifest(by_duckdb)["engine"] == "duckdb"
    assert manifest(by_duckdb)["result_hash"] == manifest(tmp_path / "polars" / DAY)["result_hash"]


@needs_duckdb
def test_a_run_by_duckdb_verifies_with_duckdb_and_without(call: Call, by_duckdb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("verify", by_duckdb, "--lang", "en").code == 0
    monkeypatch.setattr(engines, "find_spec", without("duckdb"))
    called = call("verify", by_duckdb, "--lang", "en", "--format", "json")
    assert called.code == 0
    assert "the run's engine duckdb cannot run here, polars did" in called.out


@pytest.mark.parametrize(
    ("engine", "package", "lang", "said"),
    [
        ("duckdb", "duckdb", "en", "the engine duckdb needs the Python packages duckdb; install them: python -m pip install duckdb"),
        ("spark", "pyspark", "zh", "引擎 spark 需要 Python 软件包 pyspark，尚未安装；请执行：python -m pip install pyspark"),
    ],
)
def test_a_missing_package_is_named_with_the_command_that_helps(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: str, package: str, lang: str, said: str
) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None if name == package else object())
    words = ("rate", ROOT / "sample_data" / DAY, "--as-of", DAY, "--engine", engine, "--out", tmp_path / "out", "--lang", lang)
    called = call(*words)
    assert called.code == 2
    assert said in called.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("lang", "said"), [("en", "the engine spark needs Java 17 or newer"), ("zh", "引擎 spark 需要 Java 17")])
def test_missing_java_is_said(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str, said: str) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: object())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    called = call("rate", ROOT / "sample_data" / DAY, "--as-of", DAY, "--engine", "spark", "--out", tmp_path / "out", "--lang", lang)
    assert called.code == 2
    assert said in called.err


def test_a_setting_without_a_value_is_refused(call: Call) -> None:
    called = call("rate", "county", "--as-of", DAY, "--spark-conf", "spark.master", "--lang", "en")
    assert called.code == 2
    assert 'write "spark.master" as KEY=VALUE' in called.err


def test_a_uri_wants_spark(call: Call) -> None:
    called = call("rate", "hdfs://cluster/county", "--as-of", DAY, "--lang", "en")
    assert called.code == 2
    assert "only Spark reads and writes URIs" in called.err


def test_a_run_on_a_cluster_is_not_rated_again_here(call: Call, tmp_path: Path) -> None:
    call("rate", ROOT / "sample_data" / DAY, "--as-of", DAY, "--out", tmp_path)
    told = tmp_path / DAY / "manifest.json"
    told.write_text(json.dumps(manifest(tmp_path / DAY) | {"data": "hdfs://cluster/county"}), "utf-8")
    called = call("verify", tmp_path / DAY, "--lang", "en")
    assert called.code == 2
    assert "the run's data lies on a cluster" in called.err
