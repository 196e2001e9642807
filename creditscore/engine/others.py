"""Measures of the unit above that a unit belongs to, beside its own: what relative bounds are held against.

They rest on rows, on units further down than the level in hand, or on the upper unit's own columns,
so they are known before the upper level itself is rated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import narwhals as nw

from creditscore.engine.codes import Frame
from creditscore.engine.measures import columns_of, figure_parts, own_components, quotient, settled
from creditscore.engine.sums import Sum
from creditscore.engine.units import Frames, unit_table
from creditscore.engine.verdicts import other_columns
from creditscore.packs.evidence import OWN_KINDS
from creditscore.packs.model.bounds import OtherMeasure
from creditscore.packs.model.pack import Pack

Figures = Mapping[OtherMeasure, Frame]
"""The measure of every unit of an upper level, by its id."""


def with_others(units: Frame, pack: Pack, level: str, figures: Figures) -> Frame:
    """Units with the measures of units above that their criteria are held against; null where a unit belongs to none."""
    for other in pack.others_of(level):
        key = f"{other.at}_id"
        named = {wide: nw.col(name) for wide, name in zip(other_columns(pack, other), columns_of(pack, other.measure), strict=True)}
        units = units.join(figures[other].select(nw.col(key), **named), on=key, how="left")
    return units


def figure_of(pack: Pack, other: OtherMeasure, as_of: date, units: Frames, totals: Sequence[tuple[Sum, Frame]]) -> Frame:
    """The measure of every unit of the other level, by its id, from sums over rows or its own columns."""
    key, listed = f"{other.at}_id", units[unit_table(other.at)]
    for one, total in totals:
        listed = settled(listed.join(total, on=key, how="left"), pack, one.components)
    for name in figure_parts(pack, other.measure):
        if pack.measures[name].kind in OWN_KINDS:
            listed = listed.with_columns(**own_components(pack, name, as_of))
    return listed if pack.measures[other.measure].ratio_of is None else listed.with_columns(**quotient(pack, other.measure))
