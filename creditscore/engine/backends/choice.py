"""The backend of an engine by its name: usable rows on this machine in, whatever holds them for the plan out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from creditscore.core.engines import EngineChoice
from creditscore.engine.backends.backend import Backend, PolarsBackend
from creditscore.engine.units import Frames


@contextmanager
def backend_of(choice: EngineChoice, rows: Frames, folder: Path) -> Iterator[Backend]:
    """The backend for tables of rows that Polars reads; level tables go into a folder. A UsageError where the engine cannot run here."""
    native: dict[str, pl.LazyFrame] = {name: frame.to_native() for name, frame in rows.items()}
    if choice.engine == "duckdb":
        from creditscore.engine.backends.duckdb_rows import duckdb_rows

        with duckdb_rows(native, folder) as in_duckdb:
            yield in_duckdb
    elif choice.engine == "spark":
        from creditscore.engine.backends.spark_rows import spark_rows
        from creditscore.engine.backends.spark_session import spark_session, told_failures

        session = spark_session(choice.spark_conf)
        with told_failures(), spark_rows(session, native, folder) as in_spark:
            yield in_spark
    else:
        yield PolarsBackend(rows, folder)
