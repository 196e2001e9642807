"""Reading on a cluster: a folder of Parquet tables by its URI in, usable rows as Spark DataFrames and all that was found out.

The small tables come to this machine and through the ordinary reader. Rows of households and loans stay where they are: executors
read and check them part by part (`part_check`), and Spark's joins answer what holds between rows (`cluster_relations`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace

from creditscore.core.errors import TableError, one
from creditscore.core.text import Text
from creditscore.tables.aliases import Aliases, plain
from creditscore.tables.checks.normalise import columns_of
from creditscore.tables.checks.relations import schemes
from creditscore.tables.cluster import relations
from creditscore.tables.cluster.files import digest_of_all, digests, entries
from creditscore.tables.cluster.part_check import FAULTY, FILE, PLACE, TOLD, PartCheck
from creditscore.tables.cluster.parts import checked_rows, in_words
from creditscore.tables.files.headers import matched
from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.files.raw_parquet import stated_units
from creditscore.tables.findings.result import SourceFile, Tables
from creditscore.tables.read import Declared, read_tables
from creditscore.tables.reasons import ERRORS, REASONS

SMALL, LARGE = ("townships", "villages"), ("households", "loans")


class ClusterData(Struct, frozen=True):
    """What is to be read: a folder by its URI, the words for its tables and columns, the columns that a rule pack needs, the day."""

    uri: str
    aliases: Aliases
    declared: Declared
    as_of: date | None


class ClusterTables(Struct):
    """Usable rows of the small tables in Polars and of the large ones in Spark; findings by code; files; every line in words, in Spark."""

    units: dict[str, pl.LazyFrame]
    rows: dict[str, Any]
    counts: Counter[str]
    sources: list[SourceFile]
    lines: Any
    refusal: TableError | None = None


class _Reader(Struct):
    session: Any
    data: ClusterData
    work: str
    places: Mapping[str, str]
    names: dict[str, Mapping[str, str]] = field(default_factory=dict)
    units: dict[str, Mapping[str, str]] = field(default_factory=dict)
    checked: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, Any] = field(default_factory=dict)
    usable: dict[str, Any] = field(default_factory=dict)


def read_cluster(session: Any, data: ClusterData, work: str) -> ClusterTables:
    """Read and check; `work` is a folder by its URI for what is kept on the way.

    A TableError where a table is missing or cannot be read at all.
    """
    reader = _Reader(session, data, work, _places(session, data))
    small = _small_tables(reader)
    for table in LARGE:
        _check(reader, table)
    villages = session.createDataFrame(small.frames["villages"].select("village_id").collect().to_arrow())
    listed = session.createDataFrame(_ids(reader.session, reader.places["villages"], reader.names["villages"]["village_id"]))
    _judge(reader, "households", _household_lines(reader, listed, villages))
    _judge(reader, "loans", _loan_lines(reader, listed, villages))
    counts = Counter(small.findings.counts)
    for table in LARGE:
        counts.update({row["code"]: row["count"] for row in reader.lines[table].groupBy("code").count().collect()})
    counts.update(_registered_below_listed(reader, small.frames["villages"]))
    return ClusterTables(
        units={table: small.frames[table] for table in SMALL},
        rows=reader.usable,
        counts=counts,
        sources=[*(_small_source(reader, source) for source in small.sources if source.table in SMALL), *_sources(reader)],
        lines=_told(reader, small),
        refusal=small.refusal or _mixed(reader),
    )


def _places(session: Any, data: ClusterData) -> dict[str, str]:
    """Where each table lies, by the words that folders may be called by."""
    root = data.uri.rstrip("/")
    found = entries(session, root)
    places = {table: f"{root}/{name}" for name in found if (table := data.aliases.tables.get(plain(name.removesuffix(".parquet"))))}
    missing = [table for table in (*SMALL, *LARGE) if table not in places]
    if missing:
        what = Text("没有表 {missing}；找到的有：{found}", "no table {missing}; found: {found}")
        expected = Text("应为 Parquet 文件夹或文件", "expected folders of Parquet parts, or files")
        raise one(TableError, data.uri, what.fill(missing=", ".join(missing), found=", ".join(found) or "-"), expected)
    return places


def _small_tables(reader: _Reader) -> Tables:
    """The small tables by the ordinary reader, and the large ones without their rows: headers and types are looked at there too."""
    with TemporaryDirectory(prefix="creditscore-") as name:
        for table, uri in reader.places.items():
            source = reader.session.read.option("recursiveFileLookup", "true").parquet(uri)
            rows = pl.DataFrame((source if table in SMALL else source.limit(0)).toArrow())
            rows.write_parquet(Path(name) / f"{table}.parquet")
            found = matched(table, Path(uri).name, rows.columns, reader.data.declared.get(table, {}))
            reader.names[table] = found.names
            columns = columns_of(table, reader.data.declared.get(table, {}))
            reader.units[table], _ = stated_units(Path(uri).name, found, columns, reader.data.aliases)
        tables = read_tables(find_inputs(Path(name), None, reader.data.aliases), reader.data.declared, reader.data.as_of)
        held = {table: frame.collect().lazy() for table, frame in tables.frames.items()}
        return replace(tables, frames=held, lines=tables.lines.collect().lazy())


def _ids(session: Any, uri: str, header: str) -> Any:
    """Every id of a small table as its file has it, whether its row can be used or not."""
    rows = pl.DataFrame(session.read.option("recursiveFileLookup", "true").parquet(uri).toArrow())
    return rows.select(village_id=pl.col(header).cast(pl.String)).drop_nulls().unique().to_arrow()


def _check(reader: _Reader, table: str) -> None:
    check = PartCheck(table, reader.names[table], reader.data.declared.get(table, {}), reader.data.as_of, reader.units[table])
    reader.checked[table] = checked_rows(reader.session, reader.places[table], check, f"{reader.work}/checked-{table}")


def _household_lines(reader: _Reader, listed: Any, villages: Any) -> list[Any]:
    rows = reader.checked["households"]
    return [
        relations.own_lines(rows, "households"),
        relations.repeats(rows, "households", _columns(reader, "households")),
        relations.without_parent(rows, "households", "village_id", listed, villages),
        relations.shared_numbers(rows),
    ]


def _loan_lines(reader: _Reader, listed: Any, villages: Any) -> list[Any]:
    rows, people, usable = reader.checked["loans"], reader.checked["households"], reader.usable["households"]
    of_households = rows.where("borrower_type = 'household'")
    return [
        relations.own_lines(rows, "loans"),
        relations.repeats(rows, "loans", _columns(reader, "loans")),
        relations.without_parent(rows, "loans", "village_id", listed, villages),
        relations.without_parent(of_households, "loans", "household_id", people, usable),
        relations.elsewhere(of_households, usable),
        relations.personal_loan_ids(rows, people),
    ]


def _columns(reader: _Reader, table: str) -> Sequence[str]:
    check = PartCheck(table, reader.names[table], reader.data.declared.get(table, {}), reader.data.as_of, reader.units[table])
    return [column.name for column in check.columns]


def _judge(reader: _Reader, table: str, lines: Sequence[Any]) -> None:
    """Keep a table's lines, and leave out the rows that an error sets aside."""
    target = f"{reader.work}/lines-{table}"
    reduce(lambda one, other: one.unionByName(other), lines).write.mode("overwrite").parquet(target)
    reader.lines[table] = reader.session.read.parquet(target)
    kept = reader.checked[table].where(f"not `{FAULTY}`").join(_set_aside(reader, table), [FILE, PLACE], "left_anti")
    reader.usable[table] = kept.select(*_columns(reader, table))


def _set_aside(reader: _Reader, table: str) -> Any:
    from pyspark.sql import functions as f

    return reader.lines[table].where(f.col("code").isin(*ERRORS)).select(FILE, PLACE).distinct()


def _registered_below_listed(reader: _Reader, villages: pl.LazyFrame) -> dict[str, int]:
    counted = pl.DataFrame(reader.usable["households"].groupBy("village_id").count().toArrow())
    short = villages.collect().join(counted, on="village_id").filter(pl.col("registered_households") < pl.col("count"))
    return {"registered_below_listed": short.height} if short.height else {}


def _mixed(reader: _Reader) -> TableError | None:
    """The error of loans that are classified by more than one scheme."""
    grouped = reader.usable["loans"].groupBy("classification_scheme", "loan_class").count()
    found = schemes(pl.DataFrame(grouped.toArrow()).lazy(), pl.col("count"))
    if not found.mixed:
        return None
    four, five = found.classified.values()
    what = REASONS["mixed_schemes"].sentence.fill(column="classification_scheme", value=four, other=five)
    return TableError(one(TableError, "loans", what).problems)


def _sources(reader: _Reader) -> list[SourceFile]:
    found = []
    for table in LARGE:
        rows, rejected = reader.checked[table].count(), _set_aside(reader, table).count()
        found.append(_source(reader, table, rows, rejected))
    return found


def _source(reader: _Reader, table: str, rows: int, rejected: int) -> SourceFile:
    uri = reader.places[table]
    sha256 = digest_of_all(digests(reader.session, uri))
    return SourceFile(table, Path(uri), None, None, sha256, rows, rows - rejected, rejected, 0, Path(uri).name)


def _small_source(reader: _Reader, source: SourceFile) -> SourceFile:
    return _source(reader, source.table, source.rows_in, source.rows_rejected)


def _told(reader: _Reader, small: Tables) -> Any:
    """Every line in words: those of the large tables in Spark, those of the small ones beside them."""
    large = [in_words(reader.lines[table], table, reader.names[table]) for table in LARGE]
    own = small.lines.select(pl.col(name).cast(pl.Int64 if name == "row" else pl.String) for name in TOLD).collect()
    return reduce(lambda one, other: one.unionByName(other), [*large, reader.session.createDataFrame(own.to_arrow())])
