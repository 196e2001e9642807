"""One level at a time: its units with their measures, verdicts and ratings, from the tables and the level below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import narwhals as nw

from creditscore.core.columns import TABLES
from creditscore.engine.codes import Frame, all_of
from creditscore.engine.loans import age_in_years
from creditscore.engine.measures import (
    Components,
    columns_of,
    counted_columns,
    is_direct,
    loan_components,
    measures_by_level,
    rolled_up,
    share_components,
    summed,
    unit_table,
    with_registered_units,
)
from creditscore.engine.verdicts import PRECONDITION, code_column, result_columns, survey_codes, with_codes
from creditscore.packs.model import Pack

Frames = Mapping[str, Frame]


@dataclass(frozen=True)
class Stage:
    """What one level is computed from: the pack, the tables (loans with their definitions), the children's result."""

    pack: Pack
    level: str
    as_of: date
    frames: Frames
    children: Frame | None

    @property
    def key(self) -> str:
        """The id column of the level."""
        return f"{self.level}_id"

    @property
    def measures(self) -> list[str]:
        """The measures of the level's table."""
        return measures_by_level(self.pack)[self.level]


def rated_level(stage: Stage) -> Frame:
    """The level's result: one row a unit, with the columns of a run folder's level table, sorted by its id.

    The columns of `verdicts.result_words` hold the numbers of their words.
    """
    units, ancestors = _with_ancestors(stage)
    measured = _with_measures(stage, units)
    coded = with_codes(measured, stage.pack, stage.level, stage.as_of).sort(stage.key)  # narrow codes sort faster than words
    figures = [column for name in stage.measures for column in columns_of(stage.pack, name)]
    return coded.select(
        nw.col(stage.key, *ancestors),
        **result_columns(stage.pack, stage.level),
        **{name: nw.col(name) for name in [*figures, *counted_columns(stage.pack, stage.level)]},
    )


def _with_ancestors(stage: Stage) -> tuple[Frame, list[str]]:
    """The level's units with the ids of all units above them, and the outcome of the precondition read there."""
    units = stage.frames[unit_table(stage.level)].select(nw.all(), **_precondition_codes(stage, stage.level))
    return _joined_up(stage, units, parent_keys(unit_table(stage.level)))


def _joined_up(stage: Stage, units: Frame, keys: list[str]) -> tuple[Frame, list[str]]:
    """Units with the ids above their parents: parents are joined up among themselves first, where they are few."""
    parent = keys[0].removesuffix("_id") if keys else ""
    if unit_table(parent) not in stage.frames:
        return units, keys
    above = parent_keys(unit_table(parent))
    parents = stage.frames[unit_table(parent)].select(nw.col(f"{parent}_id", *above), **_precondition_codes(stage, parent))
    parents, further = _joined_up(stage, parents, above)
    return units.join(parents, on=keys[0], how="left"), [*keys, *further]


def _precondition_codes(stage: Stage, level: str) -> Components:
    precondition = stage.pack.preconditions.get(stage.level)
    if precondition is None or precondition.at != level:
        return {}
    return {code_column(PRECONDITION): all_of(survey_codes(precondition.columns))}


def parent_keys(table: str) -> list[str]:
    """The ids of the units above that a unit table names itself."""
    own = {"households": "household_id", "villages": "village_id", "townships": "township_id"}.get(table)
    return [column.name for column in TABLES.get(table, ()) if column.type == "id" and column.name != own]


def _with_measures(stage: Stage, units: Frame) -> Frame:
    for source, components in _sources(stage):
        units = units.join(summed(source, stage.key, components), on=stage.key, how="left")
        units = units.with_columns(nw.col(*components).fill_null(0))  # no row to count is nought, not unknown
    for name in stage.measures:
        birth_date = stage.pack.measures[name].age_of
        if birth_date is not None:
            units = units.with_columns(age_in_years(birth_date, stage.as_of).alias(f"{name}.num"))
        if is_direct(stage.pack, stage.pack.measures[name], stage.level):
            units = with_registered_units(units, stage.pack, name)
    return units


def _sources(stage: Stage) -> list[tuple[Frame, Components]]:
    """Where the level's measures come from: the loans, and the children's result."""
    from_loans: Components = {}
    from_children: Components = {}
    for name in stage.measures:
        measure = stage.pack.measures[name]
        if measure.age_of is not None:
            continue
        if not is_direct(stage.pack, measure, stage.level):
            from_children |= rolled_up(stage.pack, [name])
        elif measure.share_of is not None:
            from_children |= share_components(stage.pack, name, stage.as_of)
        else:
            from_loans |= loan_components(stage.pack, name, stage.as_of)
    loans = stage.frames["loans"].filter(~nw.col(stage.key).is_null()) if from_loans else stage.frames["loans"]
    sources = [(loans, from_loans)]
    if stage.children is not None:
        sources.append((stage.children, from_children))
    return [(source, components) for source, components in sources if components]
