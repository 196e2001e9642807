"""Why one unit is rated as it is: each criterion with its clause, evidence, verdict and distance to passing.

In: a finished run, a unit's id, the rule pack of the run, and (for survey answers and loans) the usable
rows of the run's inputs, read again. Out: an `Explanation`, free of any language until it is rendered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from msgspec import Struct

from creditscore.archive.runs import Run
from creditscore.core.terms import plural
from creditscore.packs.model.pack import Clause, Pack
from creditscore.report.explaining.evidence import loans_of, loans_that_count
from creditscore.report.lines import Answer, Line, answered, level_rules
from creditscore.report.points import CardLine, LimitLine, card_lines, limit_line
from creditscore.report.subject import find_subject

Frames = Mapping[str, pl.LazyFrame]


class Place(Struct, frozen=True):
    """A unit by level and id, with its name where the run knows it (places only, never persons)."""

    level: str
    id: str
    name: str | None


class Precondition(Struct, frozen=True):
    """What had to hold before the unit was rated at all, and whether it did."""

    rule: Clause
    verdict: str
    answers: tuple[Answer, ...]


class Explanation(Struct, frozen=True):
    """Everything about one unit's rating; `loans` has, by criterion, the loans that its measure counts."""

    as_of: date
    pack: Pack
    unit: Place
    parents: tuple[Place, ...]
    status: str
    grade: str | None
    possible_grade: str | None
    priority: bool | None
    precondition: Precondition | None
    lines: tuple[Line, ...]
    cards: tuple[CardLine, ...]
    limit: LimitLine | None
    loans: Mapping[str, pl.DataFrame]


def explain(run: Run, unit_id: str, pack: Pack, frames: Frames | None = None, level: str | None = None) -> Explanation:
    """Explain one household, village or township of a run.

    `frames` are the usable input tables by name (`households`, `villages`, `loans`, ...); without them
    survey answers and loans are left out. `level` decides where units of several levels share an
    id. UsageError where the id is unknown or ambiguous.
    """
    found, row = find_subject(run, unit_id, level)
    names = run.summary().get("names", {})
    own = row[f"{found}_id"]
    answers = _input_row(frames, found, own)
    lines = level_rules(pack, found, run.as_of).lines(row, answers)
    parents = [key.removesuffix("_id") for key in row if key.endswith("_id") and key != f"{found}_id"]
    return Explanation(
        as_of=run.as_of,
        pack=pack,
        unit=_place(names, found, own),
        parents=tuple(_place(names, parent, row[f"{parent}_id"]) for parent in parents if row[f"{parent}_id"] is not None),
        status=row["status"],
        grade=row["grade"],
        possible_grade=row["possible_grade"],
        priority=row.get("priority"),
        precondition=_precondition(pack, found, row, frames),
        lines=lines,
        cards=card_lines(pack, found, row, answers, run.as_of),
        limit=limit_line(pack, found, row, run.as_of),
        loans=_loans(run, pack, found, own, lines, frames),
    )


def _place(names: Mapping[str, Mapping[str, str]], level: str, unit_id: str) -> Place:
    return Place(level, unit_id, names.get(level, {}).get(unit_id))


def _input_row(frames: Frames | None, level: str, unit_id: str) -> dict[str, Any] | None:
    if frames is None or plural(level) not in frames:
        return None
    rows = frames[plural(level)].filter(pl.col(f"{level}_id") == unit_id).collect().to_dicts()
    return rows[0] if rows else None


def _precondition(pack: Pack, level: str, row: Mapping[str, Any], frames: Frames | None) -> Precondition | None:
    rule = pack.preconditions.get(level)
    if rule is None:
        return None
    answers = _input_row(frames, rule.at, row[f"{rule.at}_id"])
    return Precondition(rule, row["precondition"], answered(rule.columns, plural(rule.at), answers))


def _loans(run: Run, pack: Pack, level: str, unit_id: str, lines: tuple[Line, ...], frames: Frames | None) -> dict[str, pl.DataFrame]:
    if frames is None or "loans" not in frames:
        return {}
    loans = loans_of(run, level, unit_id, frames["loans"]).collect().lazy()
    measures = {entry.criterion: pack.measures[entry.rule.measure] for entry in lines if entry.rule.measure is not None}
    counted = {name: loans_that_count(pack, measure, loans, run.as_of) for name, measure in measures.items()}
    return {name: found for name, found in counted.items() if found is not None}
