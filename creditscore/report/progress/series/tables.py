"""The tables of a series' page in words: the figures by period, and the plan."""

from __future__ import annotations

import polars as pl
from msgspec import Struct

from creditscore.core.money import yuan
from creditscore.core.terms import FIGURES, WORDS
from creditscore.core.text import Lang
from creditscore.report.progress.model import Progress
from creditscore.report.progress.series.words import SERIES_WORDS


class TableRow(Struct, frozen=True):
    """A row: its label and its cells (none: there is nothing for it)."""

    label: str
    cells: tuple[str, ...]


class Table(Struct, frozen=True):
    """Headings and rows."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def history(progress: Progress, lang: Lang) -> Table:
    """The figures by period, oldest first; a period without a run has no cells."""
    present = set(progress.figures["figure"].unique().to_list())
    names = [name for name in FIGURES if name in present]
    by_day: dict[object, dict[str, str]] = {}
    for row in progress.figures.iter_rows(named=True):
        by_day.setdefault(row["as_of"], {})[row["figure"]] = _cell(row["unit"], row["num"], row["den"])
    rows = []
    for slot in progress.series.slots:
        found = by_day.get(slot.run.as_of, {}) if slot.run is not None else {}
        rows.append(TableRow(slot.period.label, tuple(found.get(name, "") for name in names) if found else ()))
    return Table(tuple(FIGURES[name].say(lang) for name in names), tuple(rows))


def _cell(unit: str, num: int, den: int | None) -> str:
    first, whole = (yuan(end) if unit == "fen" and end is not None else f"{end:,}" if end is not None else "" for end in (num, den))
    return f"{first}/{whole}" if whole else first


def plan_table(progress: Progress, lang: Lang) -> Table | None:
    """The plan of the newest run's month against what is; None without a plan."""
    rows = progress.plan.filter(pl.col("as_of") == progress.as_of)
    if rows.is_empty():
        return None
    columns = ("place", "figure", "actual", "planned", "difference", "final", "met")
    cells = [
        (
            row["name"] or row["id"],
            FIGURES[row["figure"]].say(lang),
            f"{row['actual']:,}",
            f"{row['planned']:,} ({row['planned_month']})",
            f"{row['difference']:+,}".replace("-", "−"),
            f"{row['final_planned']:,} ({row['final_month']})",
            WORDS["yes" if row["met"] else "no"].say(lang),
        )
        for row in rows.iter_rows(named=True)
    ]
    return Table(tuple(SERIES_WORDS[name].say(lang) for name in columns), tuple(TableRow(row[0], row) for row in cells))
