"""What the summary and the manifest record of rows that lie on a cluster: counted and hashed by the executors, small answers out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from creditscore.archive.counts import UNITS, counted_columns
from creditscore.archive.result_hash import CHUNK_ROWS, TableDigest, TableHasher, check_ascending
from creditscore.tables.cluster.parts import quoted

_AT, _FILE, _CHUNK = "#at", "#file", "#chunk"


def combinations(table: Any, criteria: Sequence[str]) -> pl.DataFrame:
    """How often each combination of status, grades and verdicts occurs in a level table."""
    columns = [quoted(name) for name in counted_columns(table.columns, criteria)]
    return pl.DataFrame(table.groupBy(*columns).count().withColumnRenamed("count", UNITS).toArrow())


def counted_on_cluster(households: Any, loans: Any, as_of: date) -> dict[str, int]:
    """What `figures.counted_rows` counts, of usable rows."""
    from pyspark.sql import functions as f

    day = f.lit(as_of)
    issued = households.where(f.col("certificate_no").isNotNull() & (f.coalesce("certificate_date", day) <= day)).count()
    to_households = loans.where((f.col("borrower_type") == "household") & (f.col("issue_date") <= day))
    micro, principal = f.col("product") == "micro", f.col("principal")
    this_year = f.year("issue_date") == as_of.year
    sums = {
        "amount": f.when(micro, principal),
        "outstanding": f.when(micro, principal - f.col("repaid_principal")),
        "this_year": f.when(micro & this_year, principal),
        "all_this_year": f.when(this_year, principal),
    }
    borrowers = f.countDistinct(f.when(micro, f.col("household_id"))).alias("borrowers")
    counted = to_households.agg(borrowers, *(f.coalesce(f.sum(part), f.lit(0)).alias(name) for name, part in sums.items()))
    found: dict[str, int] = counted.first().asDict()
    return {"certificates": issued, **found}


def digest_on_cluster(session: Any, uri: str, table: str) -> TableDigest:
    """The digest of a level table that lies in sorted parts: each chunk of rows hashed by one executor."""
    import pyarrow as pa
    from pyspark.sql import functions as f

    frame = session.read.parquet(uri)
    columns = [f.col(quoted(name)) for name in frame.columns]
    chunked = _in_chunks(
        session, frame.select(*columns, f.col("_metadata.file_name").alias(_FILE), f.col("_metadata.row_index").alias(_AT))
    )

    def run(rows: Any) -> str:
        return _chunk_facts(table, pl.DataFrame(pa.RecordBatch.from_struct_array(rows)))

    run.__annotations__ = {"rows": pa.Array, "return": str}
    hashed = f.arrow_udf(run, returnType="string")(f.struct(f.col(_AT), *columns)).alias("facts")
    found = [json.loads(row["facts"]) for row in chunked.groupBy(_CHUNK).agg(hashed).orderBy(_CHUNK).collect()]
    check_ascending([(one["first"], one["last"]) for one in found], table)
    hasher = TableHasher(table)
    hasher.feed(pl.DataFrame(frame.limit(0).toArrow()))
    return TableDigest(table, hasher.finished().columns, sum(one["rows"] for one in found), tuple(one["digest"] for one in found))


def _in_chunks(session: Any, placed: Any) -> Any:
    """The rows with their number in the whole table as `_AT`, and the number of their chunk."""
    from pyspark.sql import functions as f

    sizes = pl.DataFrame(placed.groupBy(_FILE).count().toArrow()).sort(_FILE)
    before = sizes.select(_FILE, (pl.col("count").cum_sum() - pl.col("count")).alias("#before"))
    numbered = placed.join(f.broadcast(session.createDataFrame(before.to_arrow())), _FILE)
    at = (f.col("#before") + f.col(_AT)).alias(_AT)
    return numbered.withColumn(_AT, at).withColumn(_CHUNK, f.floor(f.col(_AT) / CHUNK_ROWS))


def _chunk_facts(table: str, rows: pl.DataFrame) -> str:
    """The digest of one chunk, its rows and its ends."""
    hasher = TableHasher(table)
    ordered = rows.sort(_AT).drop(_AT)
    hasher.feed(ordered)
    done = hasher.finished()
    ids = ordered.to_series(0)
    return json.dumps({"digest": done.chunks[0], "rows": done.rows, "first": ids[0], "last": ids[-1]})
