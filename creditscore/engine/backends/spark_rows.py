"""Rows in Spark: Parquet in, the plan run by Spark wherever it runs, small tables and sums to and from the driver.

Rows of households and loans never come to the driver: the level whose units are rows is written by the executors as a folder of
Parquet parts, sorted by id from part to part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import narwhals as nw
import polars as pl

from creditscore.engine.backends.elsewhere import Elsewhere
from creditscore.engine.backends.spark_frames import spark_frame
from creditscore.engine.codes import Frame


@dataclass
class SparkRows(Elsewhere):
    """Rows as Spark DataFrames; `place` is where the level of rows is written: a folder, or any URI that Spark knows."""

    session: Any
    place: str

    def gathered(self, small: Frame) -> Frame:
        """As Arrow to the driver."""
        table = pl.DataFrame(small.to_native().toArrow())
        return nw.from_native(table.lazy())

    def taken(self, small: Frame) -> Frame:
        """As Arrow from the driver."""
        native: pl.LazyFrame = small.to_native()
        return spark_frame(self.session.createDataFrame(native.collect().to_arrow()))

    def kept(self, frame: Frame, table: str) -> Frame:
        """A folder of parts, each sorted, that follow each other."""
        target = f"{self.place}/{table}.parquet"
        write_parts(frame.sort(frame.collect_schema().names()[0]).to_native(), target)
        if "://" not in target:
            plainly_named(Path(target))
        return spark_frame(self.session.read.parquet(target))


def write_parts(native: Any, target: str) -> None:
    """Write a DataFrame as a folder of Parquet parts, without a mark of success beside them."""
    native.write.option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false").parquet(target, compression="zstd")


def plainly_named(folder: Path) -> None:
    """The parts of a folder numbered in their order, without the checksums that Spark leaves beside them."""
    for number, part in enumerate(sorted(folder.glob("part-*.parquet"))):
        part.rename(folder / f"part-{number:05}.parquet")
    for mark in folder.glob(".*.crc"):
        mark.unlink()


@contextmanager
def spark_rows(session: Any, tables: Mapping[str, pl.LazyFrame], folder: Path) -> Iterator[SparkRows]:
    """The backend for tables of rows that lie on this machine: handed over as Parquet files that the executors must see."""
    with TemporaryDirectory(prefix="creditscore-") as name:
        rows = {table: _handed_over(session, frame, Path(name) / f"{table}.parquet") for table, frame in tables.items()}
        yield SparkRows(rows, folder, session, str(folder.absolute()))


def _handed_over(session: Any, frame: pl.LazyFrame, path: Path) -> Frame:
    frame.sink_parquet(path, compression="lz4", engine="streaming")
    return spark_frame(session.read.parquet(str(path)))
