"""One level at a time: its units with their measures, verdicts and ratings, from its table and from what rows add up to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import narwhals as nw
from msgspec import Struct, field

from creditscore.engine.codes import Frame
from creditscore.engine.earlier import EarlierRuns, with_earlier
from creditscore.engine.measures import (
    columns_of,
    counted_columns,
    is_direct,
    measures_by_level,
    own_components,
    quotient,
    settled,
    with_registered_units,
)
from creditscore.engine.others import Figures, with_others
from creditscore.engine.sums import Sum
from creditscore.engine.verdicts import extra_columns, result_columns, with_codes
from creditscore.packs.model.pack import Pack

Totals = Sequence[tuple[Sum, Frame | None]]
"""What a level's own measures need, and the sums themselves by the id of the level; None where they stand beside the units already."""


class Stage(Struct, frozen=True):
    """What one level is computed from.

    `units` are its units with the ids of those above (`ancestors`) and the outcome of the precondition; `totals` what rows add up
    to for them, `figures` the measures of units above that they are held against.
    """

    pack: Pack
    level: str
    as_of: date
    units: Frame
    ancestors: Sequence[str]
    totals: Totals
    figures: Figures = field(default_factory=dict)
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
    """The level's result: one row a unit, with the columns of a run folder's level table, the id first; in any order.

    The columns of `verdicts.result_words` hold the numbers of their words.
    """
    measured = with_others(_with_measures(stage), stage.pack, stage.level, stage.figures)
    coded = with_codes(measured, stage.pack, stage.level, stage.as_of)
    figures = [column for name in stage.measures for column in columns_of(stage.pack, name)]
    return coded.select(
        nw.col(stage.key, *stage.ancestors),
        **result_columns(stage.pack, stage.level),
        **{name: nw.col(name) for name in [*figures, *counted_columns(stage.pack, stage.level)]},
        **extra_columns(stage.pack, stage.level, stage.as_of),
    )


def _with_measures(stage: Stage) -> Frame:
    units = stage.units
    beside = set(units.collect_schema().names())
    for one, total in stage.totals:
        units = settled(units if total is None else units.join(total, on=stage.key, how="left"), stage.pack, one.components)
    for name in stage.measures:
        measure = stage.pack.measures[name]
        if measure.kind in ("age_of", "column"):
            units = units if f"{name}.num" in beside else units.with_columns(**own_components(stage.pack, name, stage.as_of))
        elif is_direct(stage.pack, measure, stage.level):
            units = with_registered_units(units, stage.pack, name)
    units = with_earlier(units, stage.pack, stage.level, stage.measures, stage.as_of, stage.earlier)
    for name in stage.measures:
        if stage.pack.measures[name].ratio_of is not None:
            units = units.with_columns(**quotient(stage.pack, name))
    return units
