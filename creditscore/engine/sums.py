"""What the rows of a table add up to for each unit of a level: asked for here, computed where the rows are.

Rows (households, loans) may be as many as they like and may lie in another library, or come batch by batch; what they add up to for
villages and the levels above is small. So everything that the upper levels need of rows goes through a `Sum`.
"""

from __future__ import annotations

from datetime import date

import narwhals as nw
from msgspec import Struct

from creditscore.engine.codes import Frame
from creditscore.engine.measures import Components, figure_parts, is_direct, measures_by_level, rolled_up, row_components, summed
from creditscore.packs.evidence import OWN_KINDS
from creditscore.packs.model.bounds import OtherMeasure
from creditscore.packs.model.pack import Measure, Pack
from creditscore.packs.sources import asks_results, source_level, source_table

VILLAGE = "village_id"
"""Loans name the village that they belong to; whatever lies above is found through it."""


class Sum(Struct, frozen=True, eq=False):
    """Components of the rows of a source, added up by an id column.

    `source` is a table (`loans`) or a level, whose result is meant.
    """

    source: str
    key: str
    components: Components

    def of(self, rows: Frame, above: Frame | None = None, on: str = VILLAGE) -> Frame:
        """The sums over some rows; where rows do not name the unit, `above` gives it for each village, or other unit (`on`)."""
        if above is not None:
            rows = rows.join(above, on=on, how="left")
        return summed(rows.filter(~nw.col(self.key).is_null()), self.key, self.components)

    def together(self, parts: Frame) -> Frame:
        """The sums over all rows from the sums over batches of them."""
        return summed(parts, self.key, {name: nw.col(name) for name in self.components})


def own_sums(pack: Pack, level: str, as_of: date) -> list[Sum]:
    """What a level's own measures need: of the rows of tables, and of the result of the level below."""
    found: dict[str, Components] = {}
    for name in measures_by_level(pack)[level]:
        measure = pack.measures[name]
        if measure.kind in (*OWN_KINDS, "earlier"):
            continue
        if not is_direct(pack, measure, level):
            found.setdefault(_below(pack, level), {}).update(rolled_up(pack, [name]))
        else:
            found.setdefault(_source(pack, measure), {}).update(row_components(pack, name, as_of))
    return [Sum(source, f"{level}_id", components) for source, components in found.items()]


def other_sums(pack: Pack, other: OtherMeasure, as_of: date) -> list[Sum]:
    """What the measure of a unit above needs; nothing where that rests on the unit's own columns."""
    found = []
    for name in figure_parts(pack, other.measure):
        measure = pack.measures[name]
        if measure.kind not in OWN_KINDS:
            source = _source(pack, measure) if asks_results(pack, measure) else source_table(measure)
            found.append(Sum(source, f"{other.at}_id", row_components(pack, name, as_of)))
    return found


def _source(pack: Pack, measure: Measure) -> str:
    """The rated level whose result a measure counts or adds up, else the table."""
    level = source_level(pack, measure)
    return level if level is not None and level in pack.unit_levels else source_table(measure)


def _below(pack: Pack, level: str) -> str:
    return pack.unit_levels[pack.unit_levels.index(level) - 1]
