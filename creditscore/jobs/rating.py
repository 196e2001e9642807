"""Read the tables and rate every level into a run folder: in portions where the rows allow it, else all rows together.

Both ways give the same tables, findings and result hash; the first does so with memory that does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from creditscore.archive.result_hash import combined, table_digest
from creditscore.archive.summary import Watched
from creditscore.archive.watch import RunWatcher
from creditscore.core.engines import EngineChoice
from creditscore.core.errors import CreditscoreError
from creditscore.core.terms import level_name, plural
from creditscore.core.text import Text
from creditscore.engine.portions import PortionBackend
from creditscore.engine.rate import level_tables, rate_levels, row_frames, unit_frames
from creditscore.engine.rows import ROW_TABLES
from creditscore.jobs.reading import Data, inputs_of, read_data
from creditscore.jobs.tally import Tally
from creditscore.packs.model import Pack
from creditscore.tables.portions import OutOfOrderError
from creditscore.tables.read import digests_of
from creditscore.tables.read_portions import portion_reader
from creditscore.tables.read_prepared import prepared_reader
from creditscore.tables.result import Tables

Report = Callable[[Text], None]
Refusal = Callable[[Tables], CreditscoreError | None]
_UNORDERED = Text(
    "各表未按行政村排列，或有需要逐行细看之处，改为整体读入（较慢；数据很大时请先用 creditscore prepare 整理）",
    "the tables are not in the order of their villages, or some cells need a closer look: reading them as a whole, which takes longer"
    " (for very large tables, run creditscore prepare first)",
)


@dataclass(frozen=True)
class Rated:
    """The tables that were read, the levels that were written, what was counted on the way, and the result hash."""

    tables: Tables
    levels: list[str]
    result_hash: str
    watched: Watched | None = None


@dataclass(frozen=True)
class How:
    """Why tables are refused as a whole, which is raised, if they are; and what runs the plan."""

    refusal: Refusal
    choice: EngineChoice


def rate_tables(data: Data, pack: Pack, as_of: date, folder: Path, how: How, report: Report) -> Rated:
    """Read and rate; other engines than Polars take all rows together."""
    report(Text("正在读入并检查各表", "reading and checking the tables"))
    if how.choice.engine != "polars":
        return _all_together(data, pack, as_of, folder, how, report)
    try:
        rated = _by_portions(data, pack, as_of, folder, how.refusal, report)
    except OutOfOrderError:
        report(_UNORDERED)
        for level in pack.unit_levels:
            (folder / f"{plural(level)}.parquet").unlink(missing_ok=True)
        rated = None
    return rated or _all_together(data, pack, as_of, folder, how, report)


def _by_portions(data: Data, pack: Pack, as_of: date, folder: Path, refusal: Refusal, report: Report) -> Rated | None:
    """In portions; None where the files are of a kind that does not come in portions, or the lowest level is not one of rows."""
    lowest = pack.unit_levels[0]
    if data.encoding is not None or plural(lowest) not in ROW_TABLES:
        return None
    inputs, declared = inputs_of(data), {name: table.must_have for name, table in pack.tables.items()}
    with digests_of(inputs) as digests:
        reader = prepared_reader(inputs, declared, as_of) or portion_reader(inputs, declared, as_of)
        if reader is None:
            return None
        watcher = RunWatcher(pack, lowest, as_of)
        tally = Tally(rating_text(lowest), reader.households, report)
        backend = PortionBackend(row_frames(reader.whole), folder, reader, watcher, tally.add)
        levels = level_tables(pack, unit_frames(reader.units), as_of, backend, lambda level: report(rating_text(level)))
        tables = _accepted(reader.tables(digests), refusal)
    digested = [watcher.digest(), *(table_digest(folder, table) for table in levels if table != plural(lowest))]
    return Rated(tables, levels, combined(digested), watcher.watched())


def _all_together(data: Data, pack: Pack, as_of: date, folder: Path, how: How, report: Report) -> Rated:
    tables = _accepted(read_data(data, pack, as_of), how.refusal)
    levels = rate_levels(pack, tables.frames, as_of, folder, lambda level: report(rating_text(level)), choice=how.choice)
    return Rated(tables, levels, combined([table_digest(folder, table) for table in levels]))


def _accepted(tables: Tables, refusal: Refusal) -> Tables:
    error = refusal(tables)
    if error is not None:
        raise error
    return tables


def rating_text(level: str) -> Text:
    """What is told when a level is begun."""
    return Text("正在评定{level}", "rating the {level} level").fill(level=level_name(level))
