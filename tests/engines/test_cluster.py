"""Tables on a cluster: read, checked and rated by Spark from URI to URI, the same run comes out as from the ordinary reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from creditscore.archive import cluster_facts, result_hash
from creditscore.core.engines import EngineChoice
from creditscore.core.errors import CreditscoreError
from creditscore.engine.backends.spark_session import spark_session
from creditscore.jobs.rate import RateRequest, rate
from creditscore.jobs.rate_cluster import ClusterRequest, rate_on_cluster
from tests.engines.conftest import choice_of
from tests.oracle.counties import county
from tests.oracle.files import write_csv
from tests.oracle.planting import RELATED, Planted, bad_cells, plant

PARTS = 2


def as_parts(csv: Path, folder: Path) -> Path:
    """The tables of a folder as Parquet as they stand, cells of text; rows of households and loans in several parts."""
    folder.mkdir()
    for file in csv.glob("*.csv"):
        rows = pl.read_csv(file, infer_schema=False)
        place = folder / f"{file.stem}.parquet"
        if file.stem in {"households", "loans"}:
            place.mkdir()
            size = -(-rows.height // PARTS)
            for part in range(PARTS):
                rows.slice(part * size, size).write_parquet(place / f"part-{part}.parquet")
        else:
            rows.write_parquet(place)
    return folder


def everything_planted() -> Planted:
    """A good county with every kind of bad row in it."""
    planted = Planted.on(county(28, 25))
    for kind in [*bad_cells(planted), *RELATED]:
        plant(planted, kind)
    return planted


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of two runs over the same bad rows: by the ordinary reader, and by Spark."""
    choice = choice_of("spark")
    folder, planted = tmp_path_factory.mktemp("cluster"), everything_planted()
    data, as_of = as_parts(write_csv(planted.dirty, folder / "csv"), folder / "data"), planted.clean.as_of
    here = rate(RateRequest(data=data, as_of=as_of, out=folder / "here"))
    there = rate_on_cluster(ClusterRequest(data.as_uri(), as_of, (folder / "there").as_uri(), choice), lambda _: None)
    assert there.lines("en") == here.lines("en")
    assert there.rejected == planted.rejected.total() > 30
    return here.folder, folder / "there" / as_of.isoformat()


def read(folder: Path, name: str) -> dict[str, Any]:
    """A JSON file of a run."""
    content: dict[str, Any] = json.loads((folder / name).read_text("utf-8"))
    return content


def test_the_same_rows_are_used_and_the_same_result_comes_out(runs: tuple[Path, Path]) -> None:
    here, there = (read(folder, "manifest.json") for folder in runs)
    kept = ("table", "file", "sha256", "rows_in", "rows_used", "rows_rejected")
    assert [{key: one[key] for key in kept} for one in there["inputs"]] == [{key: one[key] for key in kept} for one in here["inputs"]]
    assert there["result_hash"] == here["result_hash"]
    assert there["engine"] == "spark"


def test_the_summaries_agree_but_for_notes_on_files(runs: tuple[Path, Path]) -> None:
    here, there = (read(folder, "summary.json") for folder in runs)
    for one in (here, there):
        findings = one["data_quality"]["findings"]
        one["data_quality"]["findings"] = {code: found for code, found in findings.items() if found["severity"] != "note"}
    assert there == here


def test_every_row_set_aside_is_listed_with_its_reasons(runs: tuple[Path, Path]) -> None:
    here, there = runs
    lines = pl.read_parquet(there / "rejected.parquet")
    told = pl.read_csv(here / "rejected.csv", infer_schema=False)
    first = {(row["table"], row["code"], row["column"] or "", row["sentence_en"]) for row in told.to_dicts()}
    assert first <= {(row["table"], row["code"], row["column"], row["sentence_en"]) for row in lines.to_dicts()}
    assert lines.n_unique(subset=["table", "file", "row"]) == told.height


def test_no_id_number_or_name_stands_in_the_findings(runs: tuple[Path, Path]) -> None:
    lines = pl.read_parquet(runs[1] / "findings.parquet")
    assert lines.height > 30
    text = "\n".join(str(row) for row in lines.rows())
    people = [row for row in everything_planted().dirty.households if row["id_number"]]
    assert [row["id_number"] for row in people if str(row["id_number"]) in text] == []


def test_every_output_is_in_the_manifest_and_nothing_else_is_left(runs: tuple[Path, Path]) -> None:
    there = runs[1]
    listed = set(read(there, "manifest.json")["outputs"]) | {"manifest.json"}
    present = {path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file()}
    assert present == listed
    assert [path.name for path in there.parent.iterdir()] == [there.name]


def test_an_existing_run_is_refused(runs: tuple[Path, Path]) -> None:
    there, choice = runs[1], choice_of("spark")
    as_of = county(28, 25).as_of
    request = ClusterRequest(there.as_uri(), as_of, there.parent.as_uri(), choice)
    with pytest.raises(CreditscoreError, match="a run of this as-of date exists already"):
        rate_on_cluster(request, lambda _: None)


def test_chunks_across_parts_are_hashed_as_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (cluster_facts, result_hash):
        monkeypatch.setattr(module, "CHUNK_ROWS", 4)
    rows = pl.DataFrame({"household_id": [f"h{at:02}" for at in range(19)], "age.num": [None, *range(18)]})
    folder = tmp_path / "households.parquet"
    folder.mkdir()
    for part, (start, size) in enumerate([(0, 3), (3, 9), (12, 7)]):
        rows.slice(start, size).write_parquet(folder / f"part-{part:05}.parquet")
    session = spark_session(choice_of("spark").spark_conf)
    got = cluster_facts.digest_on_cluster(session, folder.as_uri(), "households")
    assert got == result_hash.table_digest(tmp_path, "households")
    assert len(got.chunks) == 5


def test_a_place_that_spark_cannot_reach_is_said_in_its_own_words(tmp_path: Path) -> None:
    request = ClusterRequest("nowhere://county", county(28, 25).as_of, tmp_path, choice_of("spark"))
    with pytest.raises(CreditscoreError, match=r'Spark could not finish: .*No FileSystem for scheme "nowhere"'):
        rate_on_cluster(request, lambda _: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "engine", "refused", "message"),
    [
        ("hdfs://cluster/county", "polars", (), "only Spark reads and writes URIs"),
        (Path("county"), "spark", (), "only Spark reads and writes URIs"),
        ("hdfs://cluster/county", "spark", ("--encoding",), "--encoding cannot be used with a URI"),
    ],
)
def test_a_uri_beside_what_does_not_go_with_it(data: Path | str, engine: Any, refused: tuple[str, ...], message: str) -> None:
    request = ClusterRequest(data, county(28, 25).as_of, "hdfs://cluster/reports", EngineChoice(engine), refused=refused)
    with pytest.raises(CreditscoreError, match=message):
        rate_on_cluster(request, lambda _: None)
