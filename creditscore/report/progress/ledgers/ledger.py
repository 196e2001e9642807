"""The rectification ledger, `ledger.xlsx`: a line for each criterion that keeps a place from its rating.

In: a `Progress`, and the ledger of the run before where staff have filled it in. Out: the workbook. Measured, required, exact
shortfall and state are worked out anew each time; measure to take, responsible and due date are the staff's and are carried over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from msgspec import Struct

from creditscore.archive.runs import Run
from creditscore.core.terms import level_name
from creditscore.core.text import Lang, Text
from creditscore.report.lines import OPEN, LevelRules, Line, level_rules
from creditscore.report.progress.ledgers.entries import LEDGER, NO_ENTRY, Entry, Key, previous_folder, read_entries
from creditscore.report.progress.ledgers.words import (
    COLUMNS,
    HOW_TO,
    INSTRUCTIONS,
    MISSING_EVIDENCE,
    NOTHING_OPEN,
    STATES,
    SURVEY_FAILS,
    TITLE,
)
from creditscore.report.progress.model import Progress
from creditscore.report.sheet import MOST_ROWS, Column, Kind, Row, Sheet
from creditscore.report.workbook.spreadsheet import write_sheets

HOUSEHOLD = "household"
_WIDEST = {"measured": 24, "required": 36, "shortfall": 28}
_KINDS: dict[str, Kind] = {
    "measured": "wide",
    "required": "wide",
    "shortfall": "wide",
    "verdict": "verdict",
    "measure": "entry",
    "who": "entry",
    "due": "due",
}


class LedgerLine(Struct, frozen=True):
    """One line: which unit (its name, and the place above it) and criterion, how it stands, its state, and what staff have filled in."""

    key: Key
    name: str
    parent: str
    line: Line | None
    state: str
    entry: Entry


def write_ledger(progress: Progress, folder: Path, lang: Lang, previous: Path | None = None, households: bool = False) -> list[Path]:
    """Write `ledger.xlsx`; `previous` is the progress folder whose ledger's entries are carried over.

    None: the newest one beside `folder`, up to the same as-of date. UsageError where there is a ledger that
    cannot be read: what staff have written is never dropped silently.
    """
    source = previous or previous_folder(folder.parent, progress.as_of, progress.period)
    entries = read_entries(source / LEDGER) if source is not None else {}
    lines = list(ledger_lines(progress, entries, households))
    sheets = [
        _sheet(lines, lang),
        Sheet(HOW_TO.say(lang), (Column(HOW_TO.say(lang), "wide"),), [(line.say(lang),) for line in INSTRUCTIONS]),
    ]
    return [write_sheets(folder / LEDGER, TITLE.say(lang), progress.as_of, lang, sheets)]


def ledger_lines(progress: Progress, entries: Mapping[Key, Entry], households: bool = False) -> Iterator[LedgerLine]:
    """The lines, highest level first, by unit and criterion; those solved since the period before come last in their level."""
    for level in reversed(progress.pack.unit_levels):
        if level != HOUSEHOLD or households:
            yield from _level_lines(progress, level, {key: entry for key, entry in entries.items() if key.level == level})


def _level_lines(progress: Progress, level: str, entries: Mapping[Key, Entry]) -> Iterator[LedgerLine]:
    newest = progress.series.newest
    before = progress.series.before(newest)
    rules = level_rules(progress.pack, level, newest.as_of)
    now = _open(newest, rules)
    listed = {key for key, entry in entries.items() if entry.is_open and key.criterion in rules.criteria}
    was_open = set(_open(before, rules)) if before is not None and level in before.levels else listed
    for key, row in now.items():
        yield _line(progress, rules, key, row, "still_open" if key in was_open else "to_solve", entries)
    closed = sorted((was_open | listed) - set(now))
    rows = _rows_of(newest, level, [key.id for key in closed])
    for key in closed:
        yield _line(progress, rules, key, rows.get(key.id), "solved" if key.id in rows else "gone", entries)


def _open(run: Run, rules: LevelRules) -> dict[Key, Mapping[str, Any]]:
    """The open criteria of the units of a level that are not rated, each with the unit's row."""
    table = run.table(rules.level)
    if not set(rules.criteria) <= set(table.collect_schema().names()):
        return {}
    waiting = (pl.col("status") != "rated") & pl.any_horizontal(pl.col(name).is_in(OPEN) for name in rules.criteria)
    rows = table.filter(waiting).head(MOST_ROWS).collect().iter_rows(named=True)
    return {Key(rules.level, row[f"{rules.level}_id"], name): row for row in rows for name in rules.criteria if row[name] in OPEN}


def _rows_of(run: Run, level: str, units: list[str]) -> dict[str, Mapping[str, Any]]:
    found = run.table(level).filter(pl.col(f"{level}_id").is_in(units)).collect().iter_rows(named=True)
    return {row[f"{level}_id"]: row for row in found}


def _line(
    progress: Progress, rules: LevelRules, key: Key, row: Mapping[str, Any] | None, state: str, entries: Mapping[Key, Entry]
) -> LedgerLine:
    named = progress.names.get(key.level, {}).get(key.id, "")
    entry = entries.get(key, NO_ENTRY)
    if row is None:
        return LedgerLine(key, named, "", None, state, entry)
    parents = [name.removesuffix("_id") for name in row if name.endswith("_id") and name != f"{key.level}_id"]
    parent = progress.name_of(parents[0], row[f"{parents[0]}_id"] or "") if parents else ""
    return LedgerLine(key, named, parent, rules.line(key.criterion, row), state, entry)


def _sheet(lines: list[LedgerLine], lang: Lang) -> Sheet:
    columns = tuple(Column(words.say(lang), _KINDS.get(name, "text"), _WIDEST.get(name)) for name, words in COLUMNS.items())
    instead = None if lines else NOTHING_OPEN.say(lang)
    return Sheet(TITLE.say(lang), columns, [_row(line, lang) for line in lines], instead, frozen=4)


def _row(entry: LedgerLine, lang: Lang) -> Row:
    key, line, filled = entry.key, entry.line, entry.entry
    place = [level_name(key.level).say(lang), key.id, entry.name, entry.parent, key.criterion]
    stands = ["", None, "", "", ""]
    if line is not None:
        figure = "" if line.measured is None else line.measured.words.say(lang)
        stands = [line.rule.clause, line.verdict, figure, line.required.say(lang), _missing(line).say(lang)]
    return [*place, *stands, STATES[entry.state].say(lang), filled.measure, filled.who, filled.due]


def _missing(line: Line) -> Text:
    """The exact distance; where there is none, what is wanting; nothing where the criterion is met."""
    if line.verdict not in OPEN:
        return Text("", "")
    if line.distance is not None:
        return line.distance
    return SURVEY_FAILS if line.verdict == "fail" and line.measured is None else MISSING_EVIDENCE
