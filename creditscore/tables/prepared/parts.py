"""Which villages go together into one part of prepared tables: whole townships where they are small, whole villages always.

In: the villages with their townships, and how many households each has. Out: the number of each village's part, in the order of townships.
"""

from __future__ import annotations

from array import array
from itertools import groupby

import polars as pl

PART_ROWS = 3 << 16
PART, HOUSEHOLDS = "#part", "#households"


def households_by_village(households: pl.LazyFrame) -> pl.DataFrame:
    """How many rows each village has."""
    counted = households.group_by("village_id").agg(pl.len().cast(pl.Int64).alias(HOUSEHOLDS))
    return counted.filter(pl.col("village_id").is_not_null()).collect(engine="streaming")


def parts_of_villages(villages: pl.LazyFrame, households: pl.DataFrame, rows: int | None = None) -> pl.DataFrame:
    """The villages with the numbers of their parts, counted from 1, sorted by township and village.

    A part has about so many households. Several small townships share one; a township of more than twice as many is parted between
    villages, so that no part grows with the largest township.
    """
    target = rows or PART_ROWS
    listed = villages.select("township_id", "village_id").join(households.lazy(), on="village_id", how="left")
    ordered = listed.sort("township_id", "village_id", nulls_last=True).with_columns(pl.col(HOUSEHOLDS).fill_null(0)).collect()
    numbers = array("I")
    part, size = 1, 0
    for _, own in groupby(ordered.select("township_id", HOUSEHOLDS).iter_rows(), key=lambda row: row[0]):
        counts = [count for _, count in own]
        large = sum(counts) > 2 * target
        for left, count in zip(range(len(counts) - 1, -1, -1), counts, strict=True):
            numbers.append(part)
            size += count
            if size >= target and (large or not left):
                part, size = part + 1, 0
    return ordered.select("village_id", pl.Series(PART, numbers, dtype=pl.UInt32))


def last_villages(parts: pl.DataFrame) -> list[str]:
    """The last village of each part."""
    return parts.group_by(PART, maintain_order=True).last()["village_id"].to_list()


def in_village_order(parts: pl.DataFrame) -> bool:
    """Whether the villages' ids go up from part to part and inside each."""
    ids = parts["village_id"]
    return bool((ids.slice(1) > ids.slice(0, max(ids.len() - 1, 0))).all())
