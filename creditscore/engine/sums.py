"""What the rows of a table add up to for each unit of a level: asked for here, computed where the rows are.

Rows (households, loans) may be as many as they like and may lie in another library, or come batch by batch; what they add up to for
villages and the levels above is small. So everything that the upper levels need of rows goes through a `Sum`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import narwhals as nw

from creditscore.engine.codes import Frame
from creditscore.engine.measures import Components, is_direct, measures_by_level, rolled_up, row_components, summed
from creditscore.packs.bounds import OtherMeasure
from creditscore.packs.evidence import OWN_KINDS, source_level, source_table
from creditscore.packs.model import Pack

VILLAGE = "village_id"
"""Loans name the village that they belong to; whatever lies above is found through it."""


@dataclass(frozen=True, eq=False)
class Sum:
    """Components of the rows of a source, added up by an id column.

    `source` is a table of rows (`loans`) or a level, whose result is meant.
    """

    source: str
    key: str
    components: Components

    def of(self, rows: Frame, above: Frame | None = None) -> Frame:
        """The sums over some rows; where rows do not name the unit, `above` gives it for each village."""
        if above is not None:
            rows = rows.join(above, on=VILLAGE, how="left")
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
            source = source_level(pack, measure) or source_table(measure)
            found.setdefault(source, {}).update(row_components(pack, name, as_of))
    return [Sum(source, f"{level}_id", components) for source, components in found.items()]


def other_sum(pack: Pack, other: OtherMeasure, as_of: date) -> Sum | None:
    """What the measure of a unit above needs; None where that rests on the unit's own columns."""
    measure = pack.measures[other.measure]
    if measure.kind in OWN_KINDS:
        return None
    source = source_level(pack, measure) or source_table(measure)
    return Sum(source, f"{other.at}_id", row_components(pack, other.measure, as_of))


def _below(pack: Pack, level: str) -> str:
    return pack.unit_levels[pack.unit_levels.index(level) - 1]
