"""How the units of one level name those above them: which id columns a level's table has, and which columns a table has in all."""

from __future__ import annotations

from creditscore.core.columns import TABLES, ColumnType
from creditscore.core.terms import plural
from creditscore.packs.model.pack import Pack

WHOLE = "all"
"""The id of the one unit of a highest level whose units nothing names."""


def named_by(pack: Pack, level: str) -> list[str]:
    """The levels above whose units the level's own table names: by a standard id column or a declared one."""
    table = plural(level)
    declared = pack.tables[table].types if table in pack.tables else {}
    ids = {column.name for column in TABLES.get(table, ()) if column.type == "id"}
    ids |= {name for name, kind in declared.items() if kind == "id"}
    above = pack.all_levels[pack.all_levels.index(level) + 1 :]
    return [up for up in above if f"{up}_id" in ids]


def names_reaching(pack: Pack, level: str) -> list[str]:
    """The levels above that a level's units can be traced to: named in its own table, or in one below where it has none."""
    order = pack.all_levels
    found = named_by(pack, level)
    for below in reversed(order[: order.index(level)]):
        if plural(order[order.index(below) + 1]) in {*TABLES, *pack.tables}:
            break
        found += [up for up in named_by(pack, below) if up not in found and order.index(up) > order.index(level)]
    return sorted(found, key=order.index)


def key_is_named(pack: Pack, level: str) -> bool:
    """Whether any table names the units of a level."""
    order = pack.all_levels
    return any(level in named_by(pack, below) for below in order[: order.index(level)])


def own_ids(pack: Pack, level: str) -> list[str]:
    """The id columns of units above in a level's table, the nearest first; standard ones of no level of the pack last."""
    order, table = pack.all_levels, plural(level)
    above = names_reaching(pack, level)
    parent = pack.levels.get(level)
    if parent is not None and parent == order[-1] and not key_is_named(pack, parent):
        above.append(parent)
    listed = [f"{up}_id" for up in above]
    standard = [column.name for column in TABLES.get(table, ()) if column.type == "id" and column.name != f"{level}_id"]
    return listed + [name for name in standard if name not in listed]


def table_columns(pack: Pack, table: str) -> dict[str, ColumnType]:
    """All the columns of a table: its units' own ids and those above (or its rows' units), the standard ones, those declared."""
    level = pack.level_of(table)
    declared = pack.tables.get(table)
    ids = [f"{level}_id", *own_ids(pack, level)] if level is not None else [row_key(pack, table)] if declared is not None else []
    columns: dict[str, ColumnType] = dict.fromkeys(ids, "id")
    columns |= {column.name: column.type for column in TABLES.get(pack.kind_of(table), ())}
    return columns | (declared.types if declared is not None else {})


def row_key(pack: Pack, table: str) -> str:
    """The id column of a row table that says to which unit a row belongs."""
    return f"{pack.tables[table].level}_id"
