"""Spark and the part check together: a table as it lies on the cluster in, its checked rows kept there as Parquet out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from creditscore.tables.cluster.part_check import FILE, PLACE, PartCheck, told

Step = Callable[[pl.DataFrame], pl.DataFrame]
_SPARK_TYPES = {"String": "string", "Int64": "bigint", "Int32": "int", "Boolean": "boolean", "Date": "date"}
_ARROW_TYPES = {"String": "string", "Int64": "int64", "Int32": "int32", "Boolean": "bool_", "Date": "date32"}


def quoted(name: str) -> str:
    """A column's name as Spark reads it, whatever it holds."""
    return f"`{name.replace('`', '``')}`"


def checked_rows(session: Any, uri: str, check: PartCheck, target: str) -> Any:
    """The rows of a table with what is wrong with each, worked out by the executors and kept at `target`."""
    from pyspark.sql import functions as f

    source = session.read.option("recursiveFileLookup", "true").parquet(uri)
    named = [f.col(quoted(header)).alias(name) for name, header in check.names.items()]
    placed = source.select(*named, f.col("_metadata.file_path").alias(FILE), f.col("_metadata.row_index").alias(PLACE))
    checked = over_batches(placed, check.checked, check.schema)
    checked.write.mode("overwrite").parquet(target, compression="zstd")
    return session.read.parquet(target)


def in_words(lines: Any, table: str, names: Mapping[str, str]) -> Any:
    """Findings in words, worked out by the executors."""
    from creditscore.tables.cluster.part_check import TOLD

    schema = {name: pl.Int64() if name == "row" else pl.String() for name in TOLD}
    return over_batches(lines, _Words(table, names), schema)


class _Words:
    """`told` for the lines of one table; an object, because executors get it sent."""

    def __init__(self, table: str, names: Mapping[str, str]) -> None:
        self.table, self.names = table, names

    def __call__(self, lines: pl.DataFrame) -> pl.DataFrame:
        return told(self.table, self.names, lines)


def over_batches(frame: Any, step: Step, schema: Mapping[str, pl.DataType]) -> Any:
    """What a step makes of a frame's rows, batch by batch, as many rows out as in; run by the executors on frames of Polars."""
    import pyarrow as pa
    from pyspark.sql import functions as f

    def run(rows: Any) -> Any:
        done = step(pl.DataFrame(pa.RecordBatch.from_struct_array(rows)))
        target = pa.schema([(name, _arrow(pa, dtype)) for name, dtype in schema.items()])
        return done.to_arrow().cast(target).combine_chunks().to_struct_array().combine_chunks()

    run.__annotations__ = {"rows": pa.Array, "return": pa.Array}  # by these Spark knows what kind of function it is
    over = f.arrow_udf(run, returnType=_ddl(schema)).asNondeterministic()  # or Spark may run it once for each column
    whole = frame.select(over(f.struct(*(f.col(quoted(name)) for name in frame.columns))).alias("#row"))
    return whole.select(*(f.col(f"`#row`.{quoted(name)}").alias(name) for name in schema))


def _arrow(pa: Any, dtype: Any) -> Any:
    if isinstance(dtype, pl.List) and isinstance(dtype.inner, pl.Struct):
        return pa.list_(pa.struct([(part.name, _arrow(pa, part.dtype)) for part in dtype.inner.fields]))
    return getattr(pa, _ARROW_TYPES[str(dtype)])()


def _ddl(schema: Mapping[str, pl.DataType]) -> str:
    """The schema as Spark writes it."""
    return ", ".join(f"{quoted(name)} {_spark_type(dtype)}" for name, dtype in schema.items())


def _spark_type(dtype: Any) -> str:
    if isinstance(dtype, pl.List) and isinstance(dtype.inner, pl.Struct):
        return f"array<struct<{', '.join(f'{quoted(part.name)}: {_spark_type(part.dtype)}' for part in dtype.inner.fields)}>>"
    return _SPARK_TYPES[str(dtype)]
