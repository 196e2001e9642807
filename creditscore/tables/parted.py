"""Rows in any order parted on disk: by the parts of villages, or by household ids where these run across townships."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path

import polars as pl

from creditscore.tables.parts import PART
from creditscore.tables.prepared import Order
from creditscore.tables.workspace import fresh_file

_SAMPLE = 1000
"""One id in so many is looked at to find ids that part all households evenly."""
Rows = Callable[[], dict[str, pl.DataFrame]]
Parted = Iterator[tuple[int, Rows]]


def parted_on_disk(frames: Mapping[str, pl.LazyFrame], villages: pl.DataFrame) -> tuple[Order, Parted]:
    """The rows of each part, by number from 1; sorted by household, ids going up from part to part."""
    listed, count = villages.lazy(), villages[PART].n_unique()
    if ids_go_up(frames["households"], listed):
        parted = {table: frames[table].join(listed, on="village_id", how="left") for table in ("households", "loans")}
        return "township", _parts(parted, count)
    cuts = _cuts(frames["households"].select("household_id"), count)
    parted = {table: frames[table].with_columns(_place(cuts)) for table in ("households", "loans")}
    return "household", _parts(parted, cuts.len() + 1)


def ids_go_up(households: pl.LazyFrame, listed: pl.LazyFrame) -> bool:
    """Whether all household ids of a part lie before those of the next one."""
    parted = households.join(listed, on="village_id", how="left")
    ends = parted.group_by(PART).agg(pl.col("household_id").min().alias("first"), pl.col("household_id").max().alias("last"))
    found = ends.drop_nulls().sort(PART).collect(engine="streaming")
    return all(before < after for before, after in _ends_beside(found))


def _ends_beside(found: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """The last id of each part beside the first of the next."""
    for (_, last), (first, _) in pairwise(found.select("first", "last").iter_rows()):
        yield last, first


def _cuts(ids: pl.LazyFrame, parts: int) -> pl.Series:
    """Household ids that part all of them into about so many even parts."""
    sample = ids.gather_every(_SAMPLE).collect(engine="streaming").to_series().sort()
    places = [place * sample.len() // parts for place in range(1, parts)]
    return sample.gather(places).unique().sort() if places and sample.len() else sample.clear()


def _place(cuts: pl.Series) -> pl.Expr:
    """The number of the part of each row; what belongs to no household stands in the first."""

    def placed(ids: pl.Series) -> pl.Series:
        return (
            cuts.search_sorted(ids, side="right").cast(pl.Int64) + 1 if cuts.len() else pl.repeat(1, ids.len(), dtype=pl.Int64, eager=True)
        )

    found = pl.col("household_id").fill_null("").map_batches(placed, return_dtype=pl.Int64, is_elementwise=True)
    return pl.when(pl.col("household_id").is_null()).then(1).otherwise(found).alias(PART)


def _parts(parted: Mapping[str, pl.LazyFrame], count: int) -> Parted:
    folder = fresh_file(".parts")
    schemas = {}
    for table, frame in parted.items():
        schemas[table] = frame.drop(PART).collect_schema()
        frame.sink_parquet(pl.PartitionBy(folder / table, key=PART, include_key=False), mkdir=True, compression="lz4")
    for number in range(1, count + 1):
        yield number, partial(_read, folder, number, schemas)


def _read(folder: Path, number: int, schemas: Mapping[str, pl.Schema]) -> dict[str, pl.DataFrame]:
    rows = {}
    for table, schema in schemas.items():
        files = sorted((folder / table / f"{PART}={number}").rglob("*.parquet"))
        rows[table] = pl.read_parquet(files, hive_partitioning=False) if files else pl.DataFrame(schema=schema)
    return {"households": rows["households"].sort("household_id"), "loans": rows["loans"]}
