"""The tables that a rule pack asks for, as the reader knows them: in goes a pack, out come the shapes of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from creditscore.core.columns import TABLES, Column
from creditscore.core.terms import level_name, plural
from creditscore.core.text import Text, same
from creditscore.packs.levels import named_by, row_key
from creditscore.packs.model.pack import DeclaredColumn, Pack
from creditscore.tables.shapes import KEYS, PARENTS, Parents, TableShape, standard


def table_shapes(pack: Pack) -> dict[str, TableShape]:
    """The shape of every table that a pack declares, and of the standard ones."""
    return {table: _shape(pack, table) for table in [*TABLES, *(name for name in pack.tables if name not in TABLES)]}


def own_titles(shapes: Mapping[str, TableShape]) -> dict[str, Text]:
    """What a pack's own tables are called."""
    return {name: shape.title for name, shape in shapes.items() if name not in TABLES}


def standard_shapes(packs: Iterable[Pack]) -> dict[str, TableShape]:
    """The standard tables with the columns that any of several packs declares; what one of them needs must be there."""
    found: dict[str, TableShape] = {}
    for pack in packs:
        for name in TABLES:
            shape, before = _shape(pack, name), found.get(name)
            columns = dict(before.declared if before is not None else {}) | dict(shape.declared)
            needed = {*shape.needed, *(before.needed if before is not None else [])}
            found[name] = standard(name, columns, frozenset(set(columns) - needed))
    return found


def _shape(pack: Pack, table: str) -> TableShape:
    declared = pack.tables.get(table)
    may_lack = frozenset(declared.may_lack) if declared is not None else frozenset[str]()
    columns = _columns(pack, table)
    level = pack.level_of(table)
    if table in TABLES:
        return standard(table, columns, may_lack, _above(pack, level) if level is not None else ())
    assert declared is not None
    if level is not None:
        title = level_name(level) if declared.title is None else Text(declared.title.zh, declared.title.en)
        own = {f"{level}_id": Column(f"{level}_id", "id", title, required=True, own=True)}
        return TableShape(table, own | columns, may_lack, title, table, f"{level}_id", parents=_above(pack, level))
    title = same(table) if declared.title is None else Text(declared.title.zh, declared.title.en)
    if declared.like is not None:
        kind = declared.like
        return TableShape(table, columns, may_lack, title, kind, KEYS[kind], parents=PARENTS[kind], ago=declared.ago)
    parent = row_key(pack, table)
    unit = level_name(declared.level)
    named = Column(parent, "id", Text(f"{unit.zh}编号", f"{unit.en} id"), required=True, own=True)
    parents = tuple((parent, above) for above in [plural(declared.level)] if above in TABLES or above in pack.tables)
    key = declared.key or parent
    return TableShape(table, {parent: named} | columns, may_lack, title, table, key, declared.key is not None, parents, declared.ago)


def _columns(pack: Pack, table: str) -> dict[str, Column]:
    declared = pack.tables.get(table)
    if declared is None:
        return {}
    return {name: pack.canonical(table, name) or _own(name, entry, name == declared.key) for name, entry in declared.details.items()}


def _own(name: str, entry: DeclaredColumn, key: bool) -> Column:
    title = same(name) if entry.title is None else Text(entry.title.zh, entry.title.en)
    choices, required = tuple(entry.choices), entry.never_blank or key
    return Column(name, entry.type, title, required, choices, own=True, may_be_negative=entry.may_be_negative)


def _above(pack: Pack, level: str) -> Parents:
    """The id columns of a level's own table that name units with a table of the pack's own; standard parents are known."""
    listed = [(f"{up}_id", plural(up)) for up in named_by(pack, level)]
    known = TABLES if plural(level) not in TABLES else ()
    return tuple((column, table) for column, table in listed if table in known or (table in pack.tables and table not in TABLES))
