"""The summary of a run: counts a level, the progress figures, data quality, units on a bound.

In: a folder with the level tables, the rule pack, and what the tables package read. Out: a dictionary,
and `summary.json` with the same content. docs/run-folder.md describes it key by key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
from msgspec import Struct, field

from creditscore.archive.boundary import boundary_units
from creditscore.archive.counts import level_counts
from creditscore.archive.definitions import DEFINITIONS
from creditscore.archive.figures import counted_rows, figures
from creditscore.archive.households import HouseholdCounts
from creditscore.archive.manifest import as_json
from creditscore.archive.runs import SUMMARY
from creditscore.core.terms import plural
from creditscore.engine.codes import Frame
from creditscore.packs.model.pack import Pack
from creditscore.tables.findings.result import SourceFile, Tables
from creditscore.tables.reasons import REASONS

_PLACES = ("village", "township", "county")
MOST_NAMED = 200_000
"""The places of a level are named where there are no more: a nation's villages would make the summary as large as a table."""


class Watched(Struct, frozen=True):
    """What was counted while rows went by: the results by level, and what figures count; level tables that lie elsewhere.

    `places` are the households of each place, by level and unit, of those levels that are listed; `names` are `place_names`, where they
    have been read already.
    """

    levels: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    rows: Sequence[Mapping[str, int]] = ()
    tables: Mapping[str, Frame] = field(default_factory=dict)
    places: Mapping[str, Mapping[str, HouseholdCounts]] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] | None = None


def summarise(folder: Path, pack: Pack, tables: Tables, as_of: date, watched: Watched | None = None) -> dict[str, Any]:
    """The summary of the level tables in a folder and the tables that they were made from.

    What was `watched` is not counted again; everything else is counted now.
    """
    seen = watched or Watched(rows=[counted_rows(tables.frames, as_of)])
    levels: dict[str, Frame] = {level: seen.tables[level] if level in seen.tables else _table(folder, level) for level in pack.unit_levels}
    counts = {level: seen.levels.get(level) or _counted(table, pack, level) for level, table in levels.items()}
    return {
        "format": 1,
        "as_of": as_of.isoformat(),
        "pack": {"id": pack.pack.id, "edition": pack.pack.edition, "title": pack.pack.title.model_dump()},
        "levels": counts,
        "figures": figures(counts, folder, seen.rows),
        "boundary_units": [entry for level, table in levels.items() for entry in boundary_units(table, pack, level, as_of)],
        "data_quality": {"tables": _row_counts(tables.sources), "findings": _finding_counts(tables.findings.counts)},
        "names": place_names(tables.frames) if seen.names is None else seen.names,
        "definitions": {name: {"zh": words.zh, "en": words.en} for name, words in DEFINITIONS.items()},
    }


def write_summary(folder: Path, summary: Mapping[str, Any]) -> Path:
    """Write `summary.json` into a run folder."""
    path = folder / SUMMARY
    path.write_bytes(as_json(summary))
    return path


def _table(folder: Path, level: str) -> Frame:
    return nw.from_native(pl.scan_parquet(folder / f"{plural(level)}.parquet"))


def _counted(table: Frame, pack: Pack, level: str) -> dict[str, Any]:
    return level_counts(table.to_native(), list(pack.criteria.get(level, {})), list(pack.grades[level]))


def _row_counts(sources: Sequence[SourceFile]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for source in sources:
        total = counts.setdefault(source.table, dict.fromkeys(("rows_in", "rows_used", "rows_rejected", "left_out"), 0))
        for key in total:
            total[key] += getattr(source, key)
    return counts


def _finding_counts(findings: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """By reason code how many findings there are, how grave they are, and what the reason is called (cells left out)."""
    counted: dict[str, dict[str, Any]] = {}
    for code, count in sorted(findings.items()):
        reason = REASONS[code]
        words = reason.what.fill(column="", value="…", other="…")
        counted[code] = {"count": count, "severity": reason.severity, "zh": words.zh.strip(), "en": words.en.strip()}
    return counted


def place_names(frames: Mapping[str, pl.LazyFrame]) -> dict[str, dict[str, str]]:
    """The names of places by level and id, from their tables."""
    return {level: _names(frames, level) for level in _PLACES if plural(level) in frames}


def _names(frames: Mapping[str, pl.LazyFrame], level: str) -> dict[str, str]:
    """The names of places by id (never of persons), where the table gives them."""
    table = frames[plural(level)]
    columns = [f"{level}_id", f"{level}_name"]
    if not set(columns) <= set(table.collect_schema().names()):
        return {}
    named = table.select(columns).drop_nulls().sort(columns[0]).head(MOST_NAMED + 1).collect()
    return dict(zip(*(named[name].to_list() for name in columns), strict=True)) if named.height <= MOST_NAMED else {}
