"""Inputs of any size, made many times faster than the sampler makes them: one sampled county, copied and relabelled.

In: a number of households, and whether one township holds a third of them (`--skew`), whether the rows are in
random order (`--shuffled`), whether tables are folders of Parquet parts (`--parts`). Out: a folder of Parquet tables that
`creditscore rate` takes without rejecting a row.

    python benchmarks/data.py OUT --households 10000000
    python benchmarks/data.py OUT --households 10000000 --skew --shuffled --parts

Each copy is a county of its own: its ids begin with the copy's number, padded with zeros, so that the order of the
household ids is the order of the townships. In its ID numbers the six digits of the area are replaced by others that leave the
check digit as it was, so no two heads share a number and every number is valid. At most 1,000,000 households are
sampled; memory stays at a few copies, whatever the size. Shuffled rows are drawn from every copy in equal parts.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from creditscore.core.identity import WEIGHTS
from creditscore.sample.write import write_county

SEED = 1
AS_OF = date(2003, 6, 30)
LARGEST_BASE = 1_000_000
BASE_AREA = 120221
ROW_GROUP = 1 << 17
IDS = {
    "townships": ("township_id",),
    "villages": ("village_id", "township_id"),
    "households": ("household_id", "village_id", "certificate_no"),
    "loans": ("loan_id", "household_id", "village_id"),
}
LARGE = ("households", "loans")


@dataclass(frozen=True)
class Kind:
    """What an input looks like."""

    households: int
    skew: bool = False
    shuffled: bool = False
    parts: bool = False

    @property
    def copies(self) -> int:
        """How many counties the input is made of."""
        return -(-self.households // LARGEST_BASE)

    @property
    def name(self) -> str:
        """What its folder is called."""
        traits = [word for word in ("skew", "shuffled", "parts") if getattr(self, word)]
        return "-".join(["county", str(self.households), *traits])


def areas(count: int) -> list[int]:
    """So many area codes that leave the check digit of a number of BASE_AREA as it is."""

    def weight(area: int) -> int:
        return sum(int(digit) * each for digit, each in zip(str(area), WEIGHTS, strict=False)) % 11

    fitting = (area for area in range(BASE_AREA, 660_000) if weight(area) == weight(BASE_AREA))
    return list(itertools.islice(fitting, count))


def base_county(kind: Kind, home: Path) -> dict[str, pl.DataFrame]:
    """The sampled county that is copied, made once."""
    size = -(-kind.households // kind.copies)
    folder = home / f"base-{size}"
    if not folder.is_dir():
        unfinished = folder.with_name(f"{folder.name}.part")
        write_county(unfinished, size, SEED, AS_OF, file_format="parquet")
        unfinished.replace(folder)
    return {table: pl.read_parquet(folder / f"{table}.parquet") for table in IDS}


def relabelled(rows: pl.DataFrame, table: str, copy: int, copies: int) -> pl.DataFrame:
    """The rows of one copy of the county."""
    prefix = f"C{copy + 1:0{len(str(copies))}d}"
    changed = [pl.concat_str(pl.lit(prefix), name).alias(name) for name in IDS[table]]
    area = str(areas(copies)[copy])
    if table == "households":
        changed.append(pl.concat_str(pl.lit(area), pl.col("id_number").str.slice(6)).alias("id_number"))
    if table == "townships":
        changed.append(pl.lit(area).alias("county_id"))
    return rows.with_columns(changed)


def in_order(base: pl.DataFrame, table: str, copies: int) -> Iterator[pl.DataFrame]:
    """One copy after the other."""
    for copy in range(copies):
        yield relabelled(base, table, copy, copies)


def at_random(base: pl.DataFrame, table: str, copies: int) -> Iterator[pl.DataFrame]:
    """Batches as large as a copy, each an equal part of every copy in random order."""
    mixed = base.sample(fraction=1, shuffle=True, seed=SEED)
    ends = [part * base.height // copies for part in range(copies + 1)]
    for batch in range(copies):
        turns = [(copy, (copy + batch) % copies) for copy in range(copies)]
        drawn = [relabelled(mixed[ends[part] : ends[part + 1]], table, copy, copies) for copy, part in turns]
        yield pl.concat(drawn).sample(fraction=1, shuffle=True, seed=SEED + batch)


def write_large(folder: Path, table: str, batches: Iterator[pl.DataFrame], base: pl.DataFrame, *, parts: bool) -> None:
    """A table as one file, or as a folder of a file a batch."""
    if parts:
        (folder / table).mkdir(parents=True)
        for number, rows in enumerate(batches, 1):
            path = folder / table / f"part-{number:04d}.parquet"
            rows.write_parquet(path, compression="zstd", compression_level=1, row_group_size=ROW_GROUP)
        return

    def source(_columns: list[str] | None, _where: pl.Expr | None, _rows: int | None, _size: int | None) -> Iterator[pl.DataFrame]:
        yield from batches

    scan = register_io_source(source, schema=base.schema)
    scan.sink_parquet(folder / f"{table}.parquet", compression="zstd", compression_level=1, row_group_size=ROW_GROUP)


def skewed(villages: pl.DataFrame, households: int) -> pl.DataFrame:
    """The villages with the first townships made one that holds a third of all households."""
    moved = pl.col("listed").cum_sum() <= households // 3
    return villages.with_columns(pl.when(moved).then(pl.col("township_id").first()).otherwise("township_id").alias("township_id"))


def write_small(folder: Path, base: dict[str, pl.DataFrame], kind: Kind) -> None:
    """The villages and the townships."""
    listed = base["households"].group_by("village_id").agg(listed=pl.len().cast(pl.Int64))
    base = base | {"villages": base["villages"].join(listed, on="village_id", how="left", maintain_order="left")}
    villages, townships = (pl.concat(in_order(base[table], table, kind.copies)) for table in ("villages", "townships"))
    if kind.skew:
        villages = skewed(villages, kind.copies * base["households"].height)
        townships = townships.join(villages, on="township_id", how="semi", maintain_order="left")
    for table, rows in (("villages", villages.drop("listed")), ("townships", townships)):
        mixed = rows.sample(fraction=1, shuffle=True, seed=SEED) if kind.shuffled else rows
        mixed.write_parquet(folder / f"{table}.parquet")


def write_input(folder: Path, kind: Kind, home: Path) -> None:
    """Write the four tables to a folder, which appears under its name only when it is whole."""
    base = base_county(kind, home)
    unfinished = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    write_small(unfinished, base, kind)
    ordered = at_random if kind.shuffled else in_order
    for table in LARGE:
        write_large(unfinished, table, ordered(base[table], table, kind.copies), base[table], parts=kind.parts)
    unfinished.replace(folder)


def county(kind: Kind, home: Path) -> Path:
    """The folder of an input under `home`, made where it is not there yet."""
    folder = home / kind.name
    if not folder.is_dir():
        start = time.perf_counter()
        write_input(folder, kind, home)
        print(f"made {folder.name} in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return folder


def main() -> None:
    """Make one input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--households", type=int, default=LARGEST_BASE)
    for trait in ("--skew", "--shuffled", "--parts"):
        parser.add_argument(trait, action="store_true")
    given = parser.parse_args()
    start = time.perf_counter()
    write_input(given.out, Kind(given.households, given.skew, given.shuffled, given.parts), given.out.parent)
    print(f"{given.households:,} households in {time.perf_counter() - start:.1f} s (the sampled county included)")


if __name__ == "__main__":
    main()
