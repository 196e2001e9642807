"""Which villages go together into one part of prepared tables: whole townships where they are small, whole villages always.

In: the villages with their townships, and how many households each has. Out: the villages of each part, in the order of townships.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby, pairwise

import polars as pl

PART_ROWS = 3 << 16
Villages = list[str]


def parts_of_villages(villages: pl.DataFrame, households: Mapping[str, int], rows: int | None = None) -> list[Villages]:
    """The villages of each part, sorted by township and village.

    A part has about so many households. Several small townships share one; a township of more than twice as many is parted between
    villages, so that no part grows with the largest township.
    """
    target = rows or PART_ROWS
    parts: list[Villages] = []
    open_part: Villages = []
    size = 0
    ordered = villages.sort("township_id", "village_id", nulls_last=True).select("township_id", "village_id")
    for _, listed in groupby(ordered.iter_rows(), key=lambda row: row[0]):
        own = [village for _, village in listed]
        large = sum(households.get(village, 0) for village in own) > 2 * target
        for village in own:
            open_part.append(village)
            size += households.get(village, 0)
            if size >= target and (large or village == own[-1]):
                parts.append(open_part)
                open_part, size = [], 0
    return [*parts, open_part] if open_part else parts


def in_village_order(parts: list[Villages]) -> bool:
    """Whether the villages' ids go up from part to part and inside each."""
    flat = [village for part in parts for village in part]
    return all(one < other for one, other in pairwise(flat))
