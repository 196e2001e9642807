"""The units of each level and the units above them: from their own tables, or from the ids that the level below names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import narwhals as nw
from msgspec import Struct

from creditscore.core.columns import TABLES
from creditscore.core.errors import TableError, one
from creditscore.core.terms import plural
from creditscore.core.text import Text
from creditscore.engine.codes import Frame, all_of
from creditscore.engine.verdicts import PRECONDITION, code_column, survey_codes
from creditscore.packs.levels import WHOLE, key_is_named, own_ids
from creditscore.packs.model.pack import Pack, Precondition

Frames = Mapping[str, Frame]
Gathered = Callable[[Frame], Frame]
"""Hands a frame that is known to be small from one library to another."""


def unit_table(level: str) -> str:
    """The table that lists the units of a level."""
    return plural(level)


def parent_keys(pack: Pack, table: str) -> list[str]:
    """The ids of the units above that a unit table names itself, the nearest first."""
    level = next((level for level in pack.all_levels if unit_table(level) == table), None)
    if level is None:
        own = {"townships": "township_id"}.get(table)
        return [column.name for column in TABLES.get(table, ()) if column.type == "id" and column.name != own]
    return own_ids(pack, level)


def with_whole_ids(pack: Pack, frames: Frames) -> dict[str, Frame]:
    """The tables, with the id of the highest level in those just below it where nothing names its units: it is one whole."""
    found = dict(frames)
    for child, parent in pack.levels.items():
        if parent == pack.all_levels[-1] and not key_is_named(pack, parent):
            table = unit_table(child)
            if table in found and f"{parent}_id" not in found[table].collect_schema().names():
                found[table] = found[table].with_columns(nw.lit(WHOLE).alias(f"{parent}_id"))
    return found


def with_unit_tables(pack: Pack, units: Frames, rows: Frames, gathered: Gathered) -> dict[str, Frame]:
    """The tables of units, with one for every level of the pack above those whose units are rows.

    A level without a table of its own has the units that the level below names. A table that the pack declares must be there.
    """
    found = with_whole_ids(pack, units)
    below = with_whole_ids(pack, rows)
    for level in pack.all_levels[1:]:
        table = unit_table(level)
        if table in found:
            continue
        if table in pack.tables:
            what = Text(f"没有表 {table}，规则包要求它", f"there is no table {table}, which the rule pack needs")
            raise one(TableError, table, what)
        named = _named_below(pack, level, below | found)
        found[table] = gathered(named) if unit_table(_below(pack, level)) in below else named
    return found


def _below(pack: Pack, level: str) -> str:
    return pack.all_levels[pack.all_levels.index(level) - 1]


def _named_below(pack: Pack, level: str, frames: Frames) -> Frame:
    """The units of a level that the table below names, with the ids above them that it names too."""
    key, table = f"{level}_id", frames[unit_table(_below(pack, level))]
    present = table.collect_schema().names()
    further = [name for name in own_ids(pack, level) if name in present]
    named = table.filter(~nw.col(key).is_null())
    if not further:
        return named.select(key).unique()
    return named.group_by(key).agg(*(nw.col(name).min() for name in further))


def with_ancestors(pack: Pack, level: str, units: Frame, above: Frames) -> tuple[Frame, list[str]]:
    """The level's units with the ids of all units above them, and the outcome of the precondition read there."""
    return joined(pack, level, units, Above.of(pack, level, above))


class Above(Struct, frozen=True):
    """What units of a level find above them: a frame by the id that their table names first, and the ids of all units above.

    The tables above are joined up among themselves: they are small, and the units then meet them once. `met` is None where there
    is nothing to find.
    """

    met: Frame | None
    ids: list[str]

    @classmethod
    def of(cls, pack: Pack, level: str, above: Frames) -> Above:
        """From the tables of the levels above."""
        precondition = pack.preconditions.get(level)
        keys = parent_keys(pack, unit_table(level))
        if not keys or unit_table(keys[0].removesuffix("_id")) not in above:
            return cls(None, keys)
        met, ids = _above(pack, above, keys[0], precondition)
        further = [name for name in ids if name not in keys]
        extra = [code_column(PRECONDITION)] * (precondition is not None and precondition.at != level)
        return cls(met.select(keys[0], *further, *extra) if further or extra else None, keys + further)


def joined(pack: Pack, level: str, units: Frame, above: Above) -> tuple[Frame, list[str]]:
    """The level's units with what they find above them."""
    precondition = pack.preconditions.get(level)
    if precondition is not None and precondition.at == level:
        units = units.with_columns(**_precondition_code(precondition))
    if above.met is not None:
        units = units.join(above.met, on=above.ids[0], how="left")
    return units, above.ids


def _above(pack: Pack, frames: Frames, key: str, precondition: Precondition | None) -> tuple[Frame, list[str]]:
    """The units that a key names, with the ids of all units above them and the outcome of a precondition read there."""
    table = unit_table(key.removesuffix("_id"))
    units, keys = frames[table], parent_keys(pack, table)
    if precondition is not None and unit_table(precondition.at) == table:
        units = units.with_columns(**_precondition_code(precondition))
    for name in keys:
        higher = unit_table(name.removesuffix("_id"))
        if higher not in frames:
            continue
        further = [one for one in parent_keys(pack, higher) if one not in keys]
        extra: dict[str, nw.Expr] = {}
        if precondition is not None and unit_table(precondition.at) == higher:
            extra = _precondition_code(precondition)
        if further or extra:
            units = units.join(frames[higher].select(nw.col(name, *further), **extra), on=name, how="left")
        keys.extend(further)
    return units, keys


def _precondition_code(precondition: Precondition) -> dict[str, nw.Expr]:
    return {code_column(PRECONDITION): all_of(survey_codes(precondition.columns))}
