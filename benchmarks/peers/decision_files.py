"""What the rule engines are given and give back: household facts in, decisions out.

In: a Parquet file of facts, one row a household: every survey answer, `age`, `record_low` and `record_high` (loans with a
record of arrears, at the least and at the most), `precondition`. Out: the verdicts of H1 to H9 and the status as Parquet, and
on stdout a line of JSON with the seconds that the decisions alone took: facts stand ready as the engine likes them best, and
writing does not count.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

CRITERIA = tuple(f"H{number}" for number in range(1, 10))
DECIDED = (*CRITERIA, "status")
Decide = Callable[[list[dict[str, Any]]], Iterable[Any]]


def read_facts(count: int) -> pl.DataFrame:
    """The first so many households of the facts named on the command line."""
    return pl.scan_parquet(sys.argv[1]).head(count).collect()


def finish(facts: pl.DataFrame, mode: str, seconds: float, columns: dict[str, Any]) -> None:
    """Write the decisions of one mode and say how long they took."""
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    decided = pl.DataFrame({name: columns[name] for name in DECIDED}, schema=dict.fromkeys(DECIDED, pl.String))
    facts.select("household_id").hstack(decided).write_parquet(folder / f"{mode}.parquet")
    print(json.dumps({"mode": mode, "households": facts.height, "seconds": seconds}))


def one_by_one(mode: str, decide: Decide, count: int) -> None:
    """Time an engine that decides rows, and finish."""
    facts = read_facts(count)
    rows = facts.drop("household_id").to_dicts()
    start = perf_counter()
    results = list(decide(rows))
    seconds = perf_counter() - start
    finish(facts, mode, seconds, {name: [result[name] for result in results] for name in DECIDED})
