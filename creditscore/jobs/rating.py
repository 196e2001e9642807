"""Read the tables and rate every level into a run folder: in portions where the rows allow it, else all rows together.

Both ways give the same tables, findings and result hash; the first does so with memory that does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from creditscore.archive.result_hash import combined, table_digest
from creditscore.archive.summary import Watched
from creditscore.archive.watch import RunWatcher
from creditscore.core.columns import TABLES
from creditscore.core.engines import EngineChoice
from creditscore.core.errors import CreditscoreError
from creditscore.core.terms import level_name, plural
from creditscore.core.text import Text
from creditscore.engine.earlier import earlier_days
from creditscore.engine.overflow import added_up, refuse_overflow
from creditscore.engine.portions import PortionBackend
from creditscore.engine.rate import EarlierTables, level_tables, rate_levels, row_frames, unit_frames
from creditscore.engine.rows import UNITS_THAT_ARE_ROWS
from creditscore.jobs.reading import Data, inputs_of, read_data
from creditscore.jobs.shapes import table_shapes
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
class Asked:
    """What is to be rated: the tables, by which rules, for which day, compared with which earlier runs."""

    data: Data
    pack: Pack
    as_of: date
    earlier: EarlierTables = field(default_factory=dict)


@dataclass(frozen=True)
class How:
    """Why tables are refused as a whole, which is raised, if they are; and what runs the plan."""

    refusal: Refusal
    choice: EngineChoice


def rate_tables(asked: Asked, folder: Path, how: How, report: Report) -> Rated:
    """Read and rate; other engines than Polars take all rows together."""
    report(Text("正在读入并检查各表", "reading and checking the tables"))
    if how.choice.engine != "polars":
        return _all_together(asked, folder, how, report)
    try:
        rated = _by_portions(asked, folder, how.refusal, report)
    except OutOfOrderError:
        report(_UNORDERED)
        for level in asked.pack.unit_levels:
            (folder / f"{plural(level)}.parquet").unlink(missing_ok=True)
        rated = None
    return rated or _all_together(asked, folder, how, report)


def _by_portions(asked: Asked, folder: Path, refusal: Refusal, report: Report) -> Rated | None:
    """In portions; None where the files are of a kind that does not come in portions, or the lowest level is not one of rows."""
    data, pack = asked.data, asked.pack
    lowest = pack.unit_levels[0]
    if data.encoding is not None or not _in_portions(asked):
        return None
    shapes = table_shapes(pack)
    inputs = inputs_of(data, shapes)
    with digests_of(inputs) as digests:
        reader = prepared_reader(inputs, shapes, asked.as_of) or portion_reader(inputs, shapes, asked.as_of)
        if reader is None:
            return None
        refuse_overflow(pack, reader.units)
        watcher = RunWatcher(pack, lowest, asked.as_of)
        tally = Tally(rating_text(lowest), reader.households, report)
        backend = PortionBackend(row_frames(pack, reader.whole), folder, reader, watcher, tally.add)
        units = unit_frames(pack, reader.units)
        levels = level_tables(pack, units, asked.as_of, backend, lambda level: report(rating_text(level)), asked.earlier)
        tables = _accepted(reader.tables(digests), refusal)
    digested = [watcher.digest(), *(table_digest(folder, table) for table in levels if table != plural(lowest))]
    return Rated(tables, levels, combined(digested), watcher.watched())


def _in_portions(asked: Asked) -> bool:
    """Whether rows can be taken in portions: the standard tables alone, nothing of households added up, no earlier run."""
    pack = asked.pack
    plain = set(pack.tables) <= set(TABLES) and UNITS_THAT_ARE_ROWS not in added_up(pack) and not earlier_days(pack, asked.as_of)
    return plain and plural(pack.unit_levels[0]) == UNITS_THAT_ARE_ROWS


def _all_together(asked: Asked, folder: Path, how: How, report: Report) -> Rated:
    tables = _accepted(read_data(asked.data, asked.pack, asked.as_of), how.refusal)
    told = (asked.pack, tables.frames, asked.as_of, folder, lambda level: report(rating_text(level)))
    levels = rate_levels(*told, earlier=asked.earlier, choice=how.choice)
    return Rated(tables, levels, combined([table_digest(folder, table) for table in levels]))


def _accepted(tables: Tables, refusal: Refusal) -> Tables:
    error = refusal(tables)
    if error is not None:
        raise error
    return tables


def rating_text(level: str) -> Text:
    """What is told when a level is begun."""
    return Text("正在评定{level}", "rating the {level} level").fill(level=level_name(level))
