"""Rate tables that lie on a cluster: read, checked, rated and written by Spark, from one URI to another.

What comes out is a run folder without workbook and page: those are made for one county. Rows set aside and findings are
folders of Parquet (`rejected.parquet`, `findings.parquet`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

import narwhals as nw
import polars as pl
from msgspec import Struct

from creditscore.archive.cluster_facts import combinations, counted_on_cluster, digest_on_cluster
from creditscore.archive.counts import combined_counts
from creditscore.archive.folder import MANIFEST, RUN
from creditscore.archive.manifest import Facts, Manifest, utc_now, write_manifest
from creditscore.archive.result_hash import TableDigest, combined, table_digest
from creditscore.archive.summary import Watched, summarise, write_summary
from creditscore.core.columns import TABLES
from creditscore.core.engines import EngineChoice
from creditscore.core.errors import RunError, TableError, UsageError, one
from creditscore.core.terms import plural
from creditscore.core.text import Lang, Text
from creditscore.engine.backends.spark_frames import spark_frame
from creditscore.engine.backends.spark_rows import SparkRows, write_parts
from creditscore.engine.backends.spark_session import spark_session, told_failures
from creditscore.engine.exact import fits_64_bits
from creditscore.engine.rate import level_tables
from creditscore.jobs.rate import pack_record
from creditscore.jobs.rate_words import as_lines, as_record
from creditscore.jobs.rating import rating_text
from creditscore.packs.library import pack_in_force
from creditscore.packs.load import LoadedPack
from creditscore.packs.model.pack import Pack
from creditscore.tables.cluster.files import bring, digests, entries, exists, remove, rename, without_marks
from creditscore.tables.cluster.tables import ClusterData, ClusterTables, read_cluster
from creditscore.tables.findings.finding import Findings
from creditscore.tables.findings.result import Tables
from creditscore.tables.reasons import REASONS
from creditscore.tables.user_aliases import aliases_from

Report = Callable[[Text], None]
REJECTED, FINDINGS = "rejected.parquet", "findings.parquet"
"""Rows set aside by an error, and everything that was found, a line each."""


class ClusterRequest(Struct, frozen=True):
    """What is to be rated, by its URI, by which rules, for which day, and where the run goes: a URI, or a folder that all nodes see.

    `refused` are options that were given and have no meaning here.
    """

    data: Path | str | None
    as_of: date
    out: Path | str
    choice: EngineChoice
    rules: str = "ninghe"
    replace: bool = False
    strict: bool = False
    aliases: Path | None = None
    lang: Lang = "zh"
    refused: Sequence[str] = ()


class ClusterOutcome(Struct, frozen=True):
    """A finished run on the cluster and what came out of it."""

    folder: str
    manifest: Manifest
    summary: dict[str, Any]

    @property
    def rejected(self) -> int:
        """How many rows were set aside."""
        return sum(entry.rows_rejected for entry in self.manifest.inputs)

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return as_record(self.folder, self.manifest, self.summary)

    def lines(self, lang: Lang) -> list[str]:
        """For people."""
        return as_lines(self.manifest, self.summary, lang)


class _Run(Struct, frozen=True):
    """One run under way: its session, the place that becomes the run at the end, and a folder here for what is small."""

    session: Any
    request: ClusterRequest
    rules: LoadedPack
    place: str
    folder: Path


def rate_on_cluster(request: ClusterRequest, report: Report) -> ClusterOutcome:
    """Rate every level and write the run to where the request says; nothing is left where a step fails."""
    started = utc_now()
    _refuse(request)
    rules = pack_in_force(request.rules, request.as_of)
    _refuse_own_tables(rules.pack)
    session = spark_session(request.choice.spark_conf)
    target = f"{_as_uri(request.out)}/{request.as_of.isoformat()}"
    with told_failures(), _new_run(session, target, request.replace) as place, TemporaryDirectory(prefix="creditscore-") as name:
        run = _Run(session, request, rules, place, Path(name))
        report(Text("Spark 正在读入并检查各表", "Spark is reading and checking the tables"))
        tables = _accepted(_read(run), request.strict)
        manifest, summary = _rated(run, tables, report, started)
        remove(session, f"{place}/.work")
        bring(session, [*sorted(run.folder.glob("*"))], place)
    return ClusterOutcome(target, manifest, summary)


def _refuse(request: ClusterRequest) -> None:
    """A UsageError where a URI stands beside what does not go with it."""
    cure = Text("请用 --engine spark，并以 URI 给出 DATA", "use --engine spark, and name DATA by its URI")
    if request.choice.engine != "spark" or not isinstance(request.data, str):
        raise one(UsageError, "DATA", Text("URI 只能由 Spark 读写", "only Spark reads and writes URIs"), cure=cure)
    if request.refused:
        what = Text("以 URI 读入时不能用 {options}", "{options} cannot be used with a URI").fill(options=" ".join(request.refused))
        raise one(UsageError, "DATA", what)


def _refuse_own_tables(pack: Pack) -> None:
    """A UsageError where a rule pack has tables of its own: a cluster reads the four standard ones."""
    own = [table for table in pack.tables if table not in TABLES]
    if own:
        what = Text("以 URI 读入时不能用规则包另加的表：{own}", "a rule pack's own tables cannot be read from a URI: {own}")
        cure = Text("请在本机评定（DATA 为文件夹）", "rate on one machine, with a folder as DATA")
        raise one(UsageError, "DATA", what.fill(own=", ".join(own)), cure=cure)


def _as_uri(out: Path | str) -> str:
    return out.rstrip("/") if isinstance(out, str) else out.absolute().as_uri()


def _read(run: _Run) -> ClusterTables:
    declared = {name: table.must_have for name, table in run.rules.pack.tables.items()}
    data = ClusterData(str(run.request.data), aliases_from(run.request.aliases), declared, run.request.as_of)
    return read_cluster(run.session, data, f"{run.place}/.work")


def _accepted(tables: ClusterTables, strict: bool) -> ClusterTables:
    if tables.refusal is not None:
        raise tables.refusal
    doubtful = {code: count for code, count in tables.counts.items() if REASONS[code].severity != "note"}
    if strict and doubtful:
        found = ", ".join(f"{code} {count:,}" for code, count in sorted(doubtful.items()))
        what = Text("有剔除记录或警告：{found}", "rows are rejected or doubtful: {found}").fill(found=found)
        raise one(TableError, "", what, cure=Text("去掉 --strict 可得到逐行清单", "leave out --strict to get the list, row by row"))
    return tables


def _rated(run: _Run, tables: ClusterTables, report: Report, started: datetime) -> tuple[Manifest, dict[str, Any]]:
    pack, as_of = run.rules.pack, run.request.as_of
    _refuse_overflow(tables.rows["loans"])
    backend = SparkRows({name: spark_frame(rows) for name, rows in tables.rows.items()}, run.folder, run.session, run.place)
    units = {name: nw.from_native(frame) for name, frame in tables.units.items()}
    levels = level_tables(pack, units, as_of, backend, lambda level: report(rating_text(level)))
    report(Text("正在写出评定批次", "writing the run"))
    _write_lines(run, tables)
    summary = summarise(run.folder, pack, _as_tables(tables), as_of, _watched(run, tables))
    write_summary(run.folder, summary)
    return write_manifest(run.folder, _facts(run, tables, _digests(run, levels), started)), summary


def _refuse_overflow(loans: Any) -> None:
    """A TableError where the loans' amounts add up to more than 64 bits hold; Spark adds them up exactly, in decimals."""
    from pyspark.sql import functions as f

    totals = [f.sum(f.col(column.name).cast("decimal(38,0)")) for column in TABLES["loans"] if column.type == "money"]
    largest = max((int(total) for total in loans.agg(*totals).first() if total is not None), default=0)
    if not fits_64_bits(1, largest):
        what = Text("贷款金额之和超出可准确计算的范围", "the loans' amounts add up to more than can be counted exactly")
        raise one(TableError, "loans", what, cure=Text("请核对最大的金额", "check the largest amounts"))


def _write_lines(run: _Run, tables: ClusterTables) -> None:
    lines = tables.lines.sort("table", "file", "row")
    write_parts(lines, f"{run.place}/{FINDINGS}")
    write_parts(lines.where("severity = 'error'"), f"{run.place}/{REJECTED}")


def _as_tables(tables: ClusterTables) -> Tables:
    nothing = pl.LazyFrame()
    return Tables(tables.units, Findings((), dict(tables.counts)), tuple(tables.sources), nothing, nothing)


def _of_rows(run: _Run) -> str | None:
    """The level whose table the executors wrote."""
    lowest = run.rules.pack.unit_levels[0]
    return lowest if f"{plural(lowest)}.parquet" in entries(run.session, run.place) else None


def _watched(run: _Run, tables: ClusterTables) -> Watched:
    counted = [counted_on_cluster(tables.rows["households"], tables.rows["loans"], run.request.as_of)]
    level = _of_rows(run)
    if level is None:
        return Watched(rows=counted)
    table = run.session.read.parquet(f"{run.place}/{plural(level)}.parquet")
    criteria, grades = list(run.rules.pack.criteria.get(level, {})), list(run.rules.pack.grades[level])
    counts = combined_counts(combinations(table, criteria), criteria, grades)
    return Watched({level: counts}, counted, {level: spark_frame(table)})


def _digests(run: _Run, levels: list[str]) -> list[TableDigest]:
    here = [table for table in levels if (run.folder / f"{table}.parquet").exists()]
    there = [table for table in levels if table not in here]
    found = [digest_on_cluster(run.session, f"{run.place}/{table}.parquet", table) for table in there]
    return [*found, *(table_digest(run.folder, table) for table in here)]


def _facts(run: _Run, tables: ClusterTables, digested: list[TableDigest], started: datetime) -> Facts:
    folders = [name for name in entries(run.session, run.place) if name.endswith(".parquet")]
    parts = {f"{name}/{part}": sha256 for name in folders for part, sha256 in digests(run.session, f"{run.place}/{name}").items()}
    return Facts(
        as_of=run.request.as_of,
        lang=run.request.lang,
        engine="spark",
        pack=pack_record(run.rules),
        data=str(run.request.data),
        aliases=run.request.aliases,
        sources=tables.sources,
        levels=run.rules.pack.unit_levels,
        result_hash=combined(digested),
        started=started,
        elsewhere=parts,
    )


@contextmanager
def _new_run(session: Any, target: str, may_replace: bool) -> Iterator[str]:
    """A place beside the target that becomes the target at the end; on an error it is removed."""
    if exists(session, target) and not (may_replace and exists(session, f"{target}/{MANIFEST}")):
        what = RUN.exists if exists(session, f"{target}/{MANIFEST}") else RUN.taken
        raise one(
            RunError, target, what, cure=Text("可加 --replace 覆盖旧批次，或用 --out 另选位置", "add --replace, or choose another --out")
        )
    parent, _, name = target.rpartition("/")
    place = f"{parent}/.{name}.{token_hex(4)}.partial"
    try:
        yield place
        _publish(session, place, target)
    except BaseException:
        remove(session, place)
        raise


def _publish(session: Any, place: str, target: str) -> None:
    without_marks(place)
    if exists(session, target):
        remove(session, target)
    if not rename(session, place, target):
        raise one(RunError, target, Text("无法写到该位置", "the run cannot be put there"))
