"""Measures of the unit above that a unit belongs to, beside its own: what relative bounds are held against.

They rest on loans, on units further down than the level in hand, or on the upper unit's own columns,
so they are known before the upper level itself is rated.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import narwhals as nw

from creditscore.engine.codes import Frame
from creditscore.engine.measures import columns_of, own_components, row_components, summed
from creditscore.engine.units import Frames, above_villages, unit_table
from creditscore.engine.verdicts import other_columns
from creditscore.packs.bounds import OtherMeasure
from creditscore.packs.evidence import OWN_KINDS, source_level
from creditscore.packs.model import Pack


def with_others(units: Frame, pack: Pack, level: str, as_of: date, frames: Frames, results: Mapping[str, Frame]) -> Frame:
    """Units with the measures of units above that their criteria are held against; null where a unit belongs to none."""
    for other in pack.others_of(level):
        key = f"{other.at}_id"
        figures = _figures(pack, other, as_of, frames, results)
        named = {wide: nw.col(name) for wide, name in zip(other_columns(pack, other), columns_of(pack, other.measure), strict=True)}
        units = units.join(figures.select(nw.col(key), **named), on=key, how="left")
    return units


def _figures(pack: Pack, other: OtherMeasure, as_of: date, frames: Frames, results: Mapping[str, Frame]) -> Frame:
    """The measure of every unit of the other level, by its id; no row to count is nought."""
    measure, key = pack.measures[other.measure], f"{other.at}_id"
    listed = frames[unit_table(other.at)]
    if measure.kind in OWN_KINDS:
        return listed.select(nw.col(key), **own_components(pack, other.measure, as_of))
    source = source_level(pack, measure)
    rows = _loans_within(pack, frames, other.at) if source is None else results[source]
    components = row_components(pack, other.measure, as_of)
    figures = summed(rows.filter(~nw.col(key).is_null()), key, components)
    return listed.select(key).join(figures, on=key, how="left").with_columns(nw.col(*components).fill_null(0))


def _loans_within(pack: Pack, frames: Frames, level: str) -> Frame:
    """The loans with the id of the unit of a level that they belong to."""
    if level == "village":
        return frames["loans"]
    return frames["loans"].join(above_villages(pack, frames, f"{level}_id"), on="village_id", how="left")
