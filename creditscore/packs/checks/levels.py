"""Levels, tables and dates of a pack: one chain of levels, tables with the fixed types, dates in order."""

from __future__ import annotations

import re
from collections import Counter

from creditscore.core.columns import DERIVED_LOAN_COLUMNS, TABLES, column_named
from creditscore.core.terms import plural
from creditscore.core.text import Text, same
from creditscore.packs.checks.scope import COLUMN, TABLE, Found, check_level
from creditscore.packs.levels import key_is_named
from creditscore.packs.mistakes import Mistake, unknown
from creditscore.packs.model import Pack, Table

NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
MOST_LEVELS = 20
NAME_WANTED = Text("应为小写字母、数字和下划线，以字母开头", "expected lower-case letters, digits and underscores, a letter first")


def check_levels(pack: Pack) -> Found:
    """The levels must form one chain, from the lowest to the highest."""
    names = dict.fromkeys([*pack.levels, *pack.levels.values()])
    for level in names:
        if not NAME.fullmatch(level):
            place = next(child for child, parent in pack.levels.items() if level in (child, parent))
            yield Mistake("bad-name", ("levels", place), Text(f"级别名称写法不对：{level}", f"not a name of a level: {level}"), NAME_WANTED)
    if len(names) > MOST_LEVELS:
        yield Mistake("too-many-levels", ("levels",), Text("级别过多", "there are too many levels"))
    elif not pack.levels:
        yield Mistake("no-levels", ("levels",), Text("没有级别", "there are no levels"))
    elif cycle := _cycle(pack.levels):
        shown = " → ".join(cycle)
        yield Mistake("cycle", ("levels", cycle[0]), Text(f"级别成环：{shown}", f"the levels run in a circle: {shown}"))
    else:
        yield from _branches(pack.levels)


def _cycle(levels: dict[str, str]) -> list[str]:
    """A circle of levels, its start repeated at the end; empty where there is none."""
    for start in levels:
        seen = [start]
        while (parent := levels.get(seen[-1])) is not None and len(seen) <= len(levels):
            seen.append(parent)
            if parent == start:
                return seen
    return []


def _branches(levels: dict[str, str]) -> Found:
    children = Counter(levels.values())
    for child, parent in levels.items():
        if children[parent] > 1:
            what = Text(f"级别 {parent} 有不止一个下级", f"level {parent} has more than one level below it")
            yield Mistake("branching-levels", ("levels", child), what, Text("应为一条链", "expected a single chain"))
    tops = [parent for parent in children if parent not in levels]
    if len(tops) > 1 and max(children.values()) == 1:
        what = Text(f"级别不连成一条链，顶端有 {'、'.join(tops)}", f"the levels are not one chain, its tops are {', '.join(tops)}")
        yield Mistake("branching-levels", ("levels",), what)


def check_header(pack: Pack) -> Found:
    """The dates of an edition must be in order."""
    effective = pack.pack.effective
    if effective.until is not None and effective.until < effective.from_:
        what = Text("有效期的止日早于起日", "the last day in force is before the first")
        yield Mistake("dates-reversed", ("pack", "effective"), what)


def check_named(pack: Pack) -> Found:
    """The units of every level but the highest must be named by an id column of a level below."""
    order = pack.all_levels
    for level in order[1:-1]:
        below = order[order.index(level) - 1]
        if not key_is_named(pack, level):
            what = Text(f"没有哪张表写明属于哪个 {level}", f"no table names the {level} that its units belong to")
            line = f'{level}_id = "id"'
            cure = Text(f"请在 [tables.{plural(below)}.columns] 下加 {line}", f"add {line} under [tables.{plural(below)}.columns]")
            yield Mistake("level-not-named", ("levels", below), what, cure=cure)


def check_tables(pack: Pack) -> Found:
    """Tables and their columns: known tables, at their level, canonical columns with their fixed types."""
    known = list(dict.fromkeys([*TABLES, *(plural(level) for level in pack.all_levels)]))
    for name, table in pack.tables.items():
        if name not in known:
            yield unknown("unknown-table", ("tables", name), TABLE, name, known)
            continue
        yield from _table_level(pack, name, table)
        for column, kind in table.columns.items():
            yield from _declared_column(name, column, kind)
        yield from _may_lack(name, table)


def _table_level(pack: Pack, name: str, table: Table) -> Found:
    path = ("tables", name, "level")
    yield from check_level(pack, path, table.level, rated=False)
    wanted = "household" if name == "loans" else next((level for level in pack.all_levels if plural(level) == name), table.level)
    if table.level in pack.all_levels and table.level != wanted:
        what = Text(f"表 {name} 不属于级别 {table.level}", f"table {name} is not of level {table.level}")
        yield Mistake("wrong-level", path, what, Text(f"应为 {wanted}", f"expected {wanted}"))


def _declared_column(table: str, column: str, kind: str) -> Found:
    path = ("tables", table, "columns", column)
    if not NAME.fullmatch(column):
        yield Mistake("bad-name", path, Text("列名写法不对：{name}", "not a name of a column: {name}").fill(name=same(column)), NAME_WANTED)
    if table == "loans" and column in DERIVED_LOAN_COLUMNS:
        what = Text(f"列 {column} 由程序得出，不必声明", f"column {column} is worked out by the toolkit and not declared")
        yield Mistake("derived-column", path, what, cure=Text("请删去", "delete it"))
    canonical = column_named(table, column)
    if canonical is not None and canonical.type != kind:
        what = Text(f"列 {column} 的类型不是 {kind}", f"column {column} is not of type {kind}")
        yield Mistake("wrong-type", path, what, Text(f"应为 {canonical.type}", f"expected {canonical.type}"))


def _may_lack(name: str, table: Table) -> Found:
    for place, column in enumerate(table.may_lack):
        path = ("tables", name, "may_lack", place)
        canonical = column_named(name, column)
        if column not in table.columns:
            yield unknown("unknown-column", path, COLUMN, column, table.columns)
        elif canonical is not None and canonical.required:
            yield Mistake("wrong-value", path, Text(f"列 {column} 每行都必须有", f"every row must have column {column}"))
