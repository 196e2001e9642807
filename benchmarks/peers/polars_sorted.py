"""The same ratings by hand for tables sorted by household, in batches with bounded memory.

In: Parquet tables whose households are sorted by `household_id` and whose households' loans are too, as `creditscore prepare` and
data.py write them: folders of parts of the same names, or single files. Out: the level tables; `households` and
`villages` as folders of a part a batch. Polars is told of the order, joins by merging and never sorts. Usage:

    python benchmarks/peers/polars_sorted.py DATA 2003-06-30 OUT
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
from polars_levels import rate_townships, rate_villages
from polars_query import table
from polars_rules import READY, asked, coded, household_columns, of_household, survey, with_balance, with_places

BATCH = 1_000_000
Batch = tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]


def paired_parts(data: Path) -> list[tuple[Path, Path]]:
    """The parts of households and loans that belong together by name; none where the tables are not such folders."""
    found = {name: {path.relative_to(data / name): path for path in (data / name).rglob("*.parquet")} for name in ("households", "loans")}
    same = found["households"].keys() == found["loans"].keys()
    return [(found["households"][name], found["loans"][name]) for name in sorted(found["households"])] if same else []


def batches(data: Path, placed: pl.DataFrame) -> Iterator[Batch]:
    """Villages, households and loans of each batch."""
    for households, loans in paired_parts(data):
        frame = pl.scan_parquet(households)
        inside = placed.join(frame.select("village_id").unique().collect(), on="village_id", how="semi", maintain_order="left")
        yield from stretches(inside, frame, pl.scan_parquet(loans))
    if not paired_parts(data):
        yield from stretches(placed, table(data, "households"), table(data, "loans"))


def stretches(placed: pl.DataFrame, households: pl.LazyFrame, loans: pl.LazyFrame) -> Iterator[Batch]:
    """Stretches of villages in the order of their ids, found by the statistics of row groups; one where there are few rows."""
    count = max(1, households.select(pl.len()).collect().item() // BATCH)
    starts = [placed["village_id"][number * placed.height // count] for number in range(1, count)]
    for low, high in zip([None, *starts], [*starts, None], strict=True):
        ends = [] if low is None else [pl.col("village_id") >= low]
        ends += [] if high is None else [pl.col("village_id") < high]
        yield placed.lazy().filter(*ends), households.filter(*ends), loans.filter(*ends)


def rate_households(placed: pl.LazyFrame, households: pl.LazyFrame, loans: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The household level of a batch, in the order it has."""
    of_households = loans.filter(pl.col("household_id").is_not_null()).set_sorted("household_id")
    by_household = of_households.group_by("household_id").agg(of_household()).set_sorted("household_id")
    ready = placed.select("village_id", "township_id", "county_id", ready=survey(READY, []))
    joined = (
        asked(households, as_of)
        .set_sorted("household_id")
        .join(by_household, on="household_id", how="left", maintain_order="left")
        .join(ready, on="village_id", how="left", maintain_order="left")
    )
    return coded(joined).select(household_columns())


def main(data: Path, as_of: date, out: Path) -> None:
    """Write the three level tables."""
    for level in ("households", "villages"):
        (out / level).mkdir(parents=True, exist_ok=True)
    placed = with_places(table(data, "villages"), table(data, "townships")).sort("village_id").collect()
    for number, (villages, households, loans) in enumerate(batches(data, placed), 1):
        part, balanced = f"part-{number:05d}.parquet", with_balance(loans, as_of)
        rated = rate_households(villages, households, balanced, as_of)
        rated.sink_parquet(out / "households" / part, compression="zstd", compression_level=1)
        written = pl.scan_parquet(out / "households" / part)
        rate_villages(villages, written, balanced, as_of).sink_parquet(out / "villages" / part, compression="zstd", compression_level=1)
    rate_townships(table(data, "townships"), pl.scan_parquet(out / "villages")).sink_parquet(out / "townships.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]))
