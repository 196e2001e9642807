"""The result hash follows what the tables say, and nothing else."""

from __future__ import annotations

import hashlib
import json
import struct
from datetime import date

import polars as pl
import pytest

from creditscore.archive.result_hash import TableHasher, combined, result_hash
from creditscore.core.errors import RunError

UNITS = pl.DataFrame(
    {
        "household_id": [f"H{number:03d}" for number in range(100)],
        "status": ["rated", "not_rated"] * 50,
        "grade": ["credit", None] * 50,
        "possible_grade": pl.Series([None] * 100, dtype=pl.String),
        "priority": [True, None, False, True] * 25,
        "age.num": [None, *range(99)],
        "村": ["东庄", ""] * 50,
    }
)


def hashed(folder, table: pl.DataFrame, batch_rows: int = 64, **how) -> str:
    table.write_parquet(folder / "households.parquet", **how)
    return result_hash(folder, ["households"], batch_rows)


@pytest.mark.parametrize("batch_rows", [1, 7, 99, 100, 1000])
def test_batches_make_no_difference(tmp_path, batch_rows):
    assert hashed(tmp_path, UNITS, batch_rows) == hashed(tmp_path, UNITS)


@pytest.mark.parametrize("how", [{"row_group_size": 9}, {"compression": "snappy"}, {"compression": "uncompressed", "statistics": False}])
def test_the_way_of_storing_makes_no_difference(tmp_path, how):
    assert hashed(tmp_path, UNITS, **how) == hashed(tmp_path, UNITS)


@pytest.mark.parametrize(
    "same",
    [
        UNITS.with_columns(pl.col("status").cast(pl.Categorical)),
        UNITS.with_columns(pl.col("status").cast(pl.Enum(["not_rated", "rated"]))),
        UNITS.with_columns(pl.col("age.num").cast(pl.Int16)),
        UNITS.select(reversed(UNITS.columns)).select("household_id", pl.exclude("household_id")),
    ],
)
def test_the_same_logical_table_has_the_same_hash(tmp_path, same):
    assert hashed(tmp_path, same) == hashed(tmp_path, UNITS)


def cell(column: str, value: object) -> pl.DataFrame:
    at_ten = pl.int_range(pl.len()) == 10
    return UNITS.with_columns(pl.when(at_ten).then(pl.lit(value, dtype=UNITS[column].dtype)).otherwise(pl.col(column)).alias(column))


@pytest.mark.parametrize(
    "other",
    [
        cell("status", "pending"),
        cell("grade", None),
        cell("grade", ""),
        cell("priority", None),
        cell("priority", value=True),
        cell("age.num", None),
        cell("age.num", 10),
        cell("村", "东"),
        UNITS.rename({"grade": "degree"}),
        UNITS.with_columns(pl.col("age.num").cast(pl.String)),
        UNITS.drop("priority"),
        UNITS.head(99),
        UNITS.clear(),
    ],
)
def test_every_change_of_the_table_changes_the_hash(tmp_path, other):
    assert hashed(tmp_path, other) != hashed(tmp_path, UNITS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", "c"], ["a", "bc"]),
        ([None, "a"], ["a", None]),
        (["", None], [None, ""]),
        ([0, None], [None, 0]),
        ([False, None], [None, False]),
        ([date(2003, 6, 30), None], [None, date(2003, 6, 30)]),
    ],
)
def test_cells_are_not_confused_with_their_neighbours(tmp_path, one, other):
    first = hashed(tmp_path, pl.DataFrame({"household_id": ["1", "2"], "x": one}))
    assert hashed(tmp_path, pl.DataFrame({"household_id": ["1", "2"], "x": other})) != first


def test_the_name_of_the_table_counts_and_their_order_does_not(tmp_path):
    UNITS.write_parquet(tmp_path / "households.parquet")
    UNITS.head(5).write_parquet(tmp_path / "villages.parquet")
    both = result_hash(tmp_path, ["households", "villages"])
    assert both == result_hash(tmp_path, ["villages", "households"])
    UNITS.write_parquet(tmp_path / "villages.parquet")
    UNITS.head(5).write_parquet(tmp_path / "households.parquet")
    assert both != result_hash(tmp_path, ["households", "villages"])


@pytest.mark.parametrize("batch_rows", [1, 2, 100])
@pytest.mark.parametrize("ids", [["1", "3", "2"], ["1", "1", "2"], ["1", None, "2"], [None, "1", "2"], ["1", "2", None]])
def test_unsorted_repeated_or_missing_ids_are_refused(tmp_path, ids, batch_rows):
    with pytest.raises(RunError, match="not sorted"):
        hashed(tmp_path, pl.DataFrame({"household_id": ids}), batch_rows)


def test_a_type_that_has_no_exact_bytes_is_refused(tmp_path):
    with pytest.raises(RunError, match="column share has a type"):
        hashed(tmp_path, pl.DataFrame({"household_id": ["1"], "share": [0.8]}))


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def test_it_is_the_scheme_that_the_documentation_describes(tmp_path):
    """Hashes of runs already made must go on meaning the same: a new scheme needs a new name."""
    second_is_null = b"nulls\0" + b"\2"
    chunk = sha(
        sha(b"age.num\0integer\0002\0", second_is_null, b"<i2\0", struct.pack("<2h", 400, 0)),
        sha(b"household_id\0text\0002\0", b"2\0", b"<u1\0", struct.pack("<2B", 2, 3), b"H1H23"),
        sha(b"priority\0bool\0002\0", second_is_null, b"<i1\0", b"\1\0"),
        sha(b"status\0text\0002\0", second_is_null, b"1\0", b"<u1\0", struct.pack("<B", 3), "已".encode(), b"<u1\0", b"\0\0"),
        sha(b"village_id\0text\0002\0", b"1\0", b"<u1\0", b"\2", b"V1", b"<u1\0", b"\0\0"),
    )
    columns = [["age.num", "integer"], ["household_id", "text"], ["priority", "bool"], ["status", "text"], ["village_id", "text"]]
    table = pl.DataFrame({"household_id": ["H1", "H23"], "status": ["已", None], "age.num": [400, None], "priority": [True, None]})
    table = table.with_columns(village_id=pl.lit("V1"))
    text = json.dumps(["creditscore-result-2", [["households", 2, columns, [chunk.hex()]]]])
    assert hashed(tmp_path, table) == sha(text.encode()).hex()


WORDS = ("fail", "pending", "pass", "not_applicable")


def fed(table: pl.DataFrame, sizes: int, words: dict[str, tuple[str, ...]]) -> str:
    hasher = TableHasher("households", words)
    for start in range(0, table.height, sizes):
        hasher.feed(table.slice(start, sizes))
    return combined([hasher.finished()])


@pytest.mark.parametrize(("rows", "sizes"), [(1, 1), (2, 2), (3, 2), (131_082, 1000), (131_082, 131_072), (131_082, 150_000)])
@pytest.mark.parametrize("verdicts", [[0, 2], [2, 0], [2, 2], [1, None], [3, 0, None]])
def test_numbers_of_words_hash_as_the_words(rows, sizes, verdicts):
    ids = pl.Series("household_id", range(rows)).cast(pl.String).str.zfill(7)
    coded = pl.DataFrame({"household_id": ids, "H1": (verdicts * rows)[:rows]}, schema={"household_id": pl.String, "H1": pl.Int8})
    spelt = coded.with_columns(pl.col("H1").replace_strict(range(4), WORDS, return_dtype=pl.String))
    assert fed(coded, sizes, {"H1": WORDS}) == fed(spelt, 131_072, {})
