"""One level at a time: its units with their measures, verdicts and ratings, from the tables and the level below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import narwhals as nw

from creditscore.engine.codes import Frame
from creditscore.engine.earlier import EarlierRuns, with_earlier
from creditscore.engine.measures import (
    Components,
    columns_of,
    counted_columns,
    is_direct,
    measures_by_level,
    own_components,
    rolled_up,
    row_components,
    summed,
    with_registered_units,
)
from creditscore.engine.others import with_others
from creditscore.engine.units import Frames, above_villages, with_ancestors
from creditscore.engine.verdicts import extra_columns, result_columns, with_codes
from creditscore.packs.evidence import OWN_KINDS, source_level
from creditscore.packs.model import Pack


@dataclass(frozen=True)
class Stage:
    """What one level is computed from: the pack, the tables (loans with their definitions), the results of the levels below."""

    pack: Pack
    level: str
    as_of: date
    frames: Frames
    children: Frame | None
    results: Mapping[str, Frame] = field(default_factory=dict)
    earlier: EarlierRuns = field(default_factory=dict)

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
    units, ancestors = with_ancestors(stage.pack, stage.frames, stage.level)
    measured = _with_measures(stage, units)
    measured = with_others(measured, stage.pack, stage.level, stage.as_of, stage.frames, stage.results)
    coded = with_codes(measured, stage.pack, stage.level, stage.as_of).sort(stage.key)  # narrow codes sort faster than words
    figures = [column for name in stage.measures for column in columns_of(stage.pack, name)]
    return coded.select(
        nw.col(stage.key, *ancestors),
        **result_columns(stage.pack, stage.level),
        **{name: nw.col(name) for name in [*figures, *counted_columns(stage.pack, stage.level)]},
        **extra_columns(stage.pack, stage.level, stage.as_of),
    )


def _with_measures(stage: Stage, units: Frame) -> Frame:
    for source, components in _sources(stage):
        units = units.join(summed(source, stage.key, components), on=stage.key, how="left")
        units = units.with_columns(nw.col(*components).fill_null(0))  # no row to count is nought, not unknown
    for name in stage.measures:
        measure = stage.pack.measures[name]
        if measure.kind in OWN_KINDS and measure.increment is None:
            units = units.with_columns(**own_components(stage.pack, name, stage.as_of))
        elif is_direct(stage.pack, measure, stage.level):
            units = with_registered_units(units, stage.pack, name)
    return with_earlier(units, stage.pack, stage.level, stage.measures, stage.as_of, stage.earlier)


def _sources(stage: Stage) -> list[tuple[Frame, Components]]:
    """Where the level's measures come from: the loans, and the children's result."""
    from_loans: Components = {}
    from_children: Components = {}
    for name in stage.measures:
        measure = stage.pack.measures[name]
        if measure.kind in (*OWN_KINDS, "earlier"):
            continue
        if not is_direct(stage.pack, measure, stage.level):
            from_children |= rolled_up(stage.pack, [name])
        elif source_level(stage.pack, measure) is not None:
            from_children |= row_components(stage.pack, name, stage.as_of)
        else:
            from_loans |= row_components(stage.pack, name, stage.as_of)
    sources = [(_loans(stage), from_loans)] if from_loans else []
    if stage.children is not None:
        sources.append((stage.children, from_children))
    return [(source, components) for source, components in sources if components]


def _loans(stage: Stage) -> Frame:
    """The loans that belong to a unit of the level, by its id."""
    loans = stage.frames["loans"]
    if stage.key not in ("household_id", "village_id"):
        loans = loans.join(above_villages(stage.pack, stage.frames, stage.key), on="village_id", how="left")
    return loans.filter(~nw.col(stage.key).is_null())
