"""The manifest: what it records, how it is written, and how a damaged one is refused."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from creditscore.archive.manifest import Facts, PackRecord, as_json, read_manifest, versions, write_manifest
from creditscore.core.errors import RunError
from tests.archive.made_runs import AS_OF, clock, made_run, sources

RULES = PackRecord(id="p", edition="1", sha256="0" * 64, file="1.toml")
FACTS = Facts(AS_OF, "zh", "polars", RULES, "数据", (), ["household"], "ab", clock())


def test_every_file_of_the_folder_is_digested_but_the_manifest(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_bytes(b"b")
    (tmp_path / "manifest.json").write_bytes(b"old")
    outputs = write_manifest(tmp_path, FACTS, clock).outputs
    assert outputs == {"a.txt": hashlib.sha256(b"a").hexdigest(), "sub/b.txt": hashlib.sha256(b"b").hexdigest()}


def test_it_is_read_back_as_it_was_written(tmp_path):
    written = write_manifest(tmp_path, FACTS, clock)
    assert read_manifest(tmp_path) == written


def test_the_bytes_are_sorted_indented_utf8_with_a_newline(tmp_path):
    write_manifest(tmp_path, FACTS, clock)
    text = (tmp_path / "manifest.json").read_bytes().decode()
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, indent=2) + "\n"
    assert "数据" in text


CONTENTS: dict[str, object] = {
    "every sign": {"text": "".join(map(chr, range(1, 0xD800)))},
    "keys in the order of their signs": dict.fromkeys(["é", "z", "Z", "中", "\uffff", "😀", ""], 1),
    "nothing in it": {"list": [], "dict": {}, "lists": [[], {}, [[]]], "none": None},
    "numbers": [0, -1, True, False, 2**63 - 1, -(2**63), 0.25],
}


@pytest.mark.parametrize("case", CONTENTS)
def test_json_is_laid_out_as_python_lays_it_out(case):
    expected = json.dumps(CONTENTS[case], sort_keys=True, ensure_ascii=False, indent=2) + "\n"
    assert as_json(CONTENTS[case]).decode() == expected


def test_an_input_is_recorded_with_its_rows(tmp_path):
    manifest = write_manifest(tmp_path, replace(FACTS, data="d", sources=sources(Path("d"))), clock)
    (entry,) = manifest.inputs
    assert (entry.table, entry.file) == ("households", "households.csv")
    assert (entry.rows_in, entry.rows_used, entry.rows_rejected, entry.left_out) == (9, 7, 2, 1)


@pytest.mark.parametrize(
    ("data", "file", "expected"),
    [
        ("d", "d/loans.csv", "loans.csv"),
        ("d", "d/loans/part.parquet", "loans/part.parquet"),
        ("d.xlsx", "d.xlsx", "d.xlsx"),
        ("d", "/x/l.csv", "/x/l.csv"),
    ],
)
def test_a_file_is_named_from_the_data_path(tmp_path, data, file, expected):
    source = replace(sources(Path("d"))[0], path=Path(file))
    assert write_manifest(tmp_path, replace(FACTS, data=data, sources=(source,)), clock).inputs[0].file == expected


def test_timestamps_come_from_the_given_clock_alone(tmp_path):
    manifest = write_manifest(tmp_path, FACTS, clock)
    assert manifest.started == manifest.finished == clock()


def test_versions_name_the_tool_python_and_the_libraries():
    found = versions()
    assert {"creditscore", "python", "polars", "narwhals", "pandera", "pydantic"} <= set(found)


def test_two_runs_of_the_same_inputs_are_the_same_bytes(tmp_path):
    one, two = (made_run(tmp_path / name) for name in ("one", "two"))
    assert one.manifest.outputs == two.manifest.outputs
    assert one.manifest.result_hash == two.manifest.result_hash


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}', '{"format": 1, "surplus": 1}'])
def test_a_damaged_manifest_is_refused_in_words(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(RunError, match="cannot be understood"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("content", "place"),
    [('{"pack": {"id": 1}}', "pack.id"), ('{"inputs": [{"table": "loans", "rows": 1}]}', "inputs[0]"), ('{"format": 1}', "-")],
)
def test_the_place_of_the_damage_is_told(tmp_path, content, place):
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(RunError, match=re.escape(f"(at {place})")):
        read_manifest(tmp_path)


@pytest.mark.parametrize("place", ["", "nowhere"])
def test_a_folder_without_a_manifest_is_no_run(tmp_path, place):
    with pytest.raises(RunError, match="no finished run"):
        read_manifest(tmp_path / place)
