"""Whether two ratings are the same, cell by cell: without that no time is worth printing.

In: two folders of level tables, each level a file or a folder of parts. Out: the columns that differ. Large levels are compared in
slices, so memory stays bounded.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

LEVELS = ("households", "villages", "townships")
SLICE = 2_000_000
WORDS = (pl.Enum, pl.Categorical)


def level_table(folder: Path, level: str) -> pl.LazyFrame:
    """A level's rows; words held as enumerations or categories count as the text they stand for."""
    file = folder / f"{level}.parquet"
    rows = pl.scan_parquet(file if file.is_file() else sorted((folder / level).rglob("*.parquet")))
    return rows.with_columns(pl.col(name).cast(pl.String) for name, kind in rows.collect_schema().items() if isinstance(kind, WORDS))


def differing_columns(first: Path, second: Path) -> list[str]:
    """The columns in which two folders of level tables differ; the order of rows counts, the order of columns too."""
    return [f"{level}.{name}" for level in LEVELS for name in _differing(level_table(first, level), level_table(second, level))]


def _differing(one: pl.LazyFrame, other: pl.LazyFrame) -> list[str]:
    kinds, others = one.collect_schema(), other.collect_schema()
    if list(kinds.items()) != list(others.items()):
        unlike = sorted(name for name in kinds | others if kinds.get(name) != others.get(name))
        return [f"{name} ({kinds.get(name)}, {others.get(name)})" for name in unlike] or ["order of columns"]
    rows, others_rows = (frame.select(pl.len()).collect().item() for frame in (one, other))
    if rows != others_rows:
        return [f"rows ({rows:,}, {others_rows:,})"]
    wrong: dict[str, None] = {}
    for start in range(0, rows, SLICE):
        here, there = (frame.slice(start, SLICE).collect() for frame in (one, other))
        wrong |= dict.fromkeys(name for name in kinds if not here[name].equals(there[name], null_equal=True))
    return list(wrong)
