"""Tables of a pack: standard ones with their fixed types, those of its levels, and further tables of its own."""

from __future__ import annotations

from creditscore.core import terms
from creditscore.core.columns import TABLES
from creditscore.core.terms import plural
from creditscore.core.text import Text, same
from creditscore.packs.checks.levels import NAME, NAME_WANTED
from creditscore.packs.checks.scope import COLUMN, Found, check_level, misplaced
from creditscore.packs.mistakes import Mistake, Path, meant, unknown
from creditscore.packs.model.pack import DeclaredColumn, Pack, Table


def check_tables(pack: Pack) -> Found:
    """Every table: a standard one, that of a level, or a further one with a title; its columns and how they are described."""
    seen: dict[str, str] = {title.zh: name for name, title in terms.TABLES.items()}
    for name, table in pack.tables.items():
        path: Path = ("tables", name)
        if name in pack.row_tables and name not in TABLES:
            yield from _further(pack, path, name, table)
        else:
            yield from _not_further(path, table)
        yield from _table_level(pack, path, name, table)
        yield from _title(path, name, table, seen)
        for column, entry in table.columns.items():
            yield from _declared_column(pack, name, column, table.details[column].type)
            if isinstance(entry, DeclaredColumn):
                yield from _described(pack, (*path, "columns", column), name, column, entry)
        yield from _column_titles(path, table)
        yield from _may_lack(pack, path, name, table)


def _further(pack: Pack, path: Path, name: str, table: Table) -> Found:
    """A further table says what it is called, so that a misspelt name is not taken for one; a key is one of its id columns."""
    known = list(dict.fromkeys([*TABLES, *map(plural, pack.all_levels)]))
    if table.title is None:
        near = meant(name, known)
        wanted = Text("另加的表要写 title = { zh, en }", "a further table of the pack's own says title = { zh, en }")
        what = Text("没有表 {x}", "there is no table {x}").fill(x=same(name))
        yield Mistake("unknown-table", path, what, None if near else wanted, near)
    if not NAME.fullmatch(name):
        yield Mistake("bad-name", path, Text("表名写法不对", "not a name of a table"), NAME_WANTED)
    if table.key is not None and table.types.get(table.key) != "id":
        ids = [column for column, kind in table.types.items() if kind == "id"]
        yield unknown("unknown-column", (*path, "key"), Text("编号列", "id column"), table.key, ids)


def _not_further(path: Path, table: Table) -> Found:
    for key in ("key", "like", "ago"):
        if getattr(table, key) is not None:
            yield misplaced("misplaced-key", (*path, key), key, "只有另加的表可以写", "only a further table has it")


def _table_level(pack: Pack, path: Path, name: str, table: Table) -> Found:
    yield from check_level(pack, (*path, "level"), table.level, rated=False)
    loans = pack.kind_of(name) == "loans"
    wanted = "household" if loans else next((level for level in pack.all_levels if plural(level) == name), table.level)
    if table.level in pack.all_levels and table.level != wanted:
        what = Text(f"表 {name} 不属于级别 {table.level}", f"table {name} is not of level {table.level}")
        yield Mistake("wrong-level", (*path, "level"), what, Text(f"应为 {wanted}", f"expected {wanted}"))


def _title(path: Path, name: str, table: Table, seen: dict[str, str]) -> Found:
    if table.title is None:
        return
    if name in TABLES:
        yield misplaced("misplaced-key", (*path, "title"), "title", "这张表的名称是固定的", "the name of this table is fixed")
    elif (first := seen.setdefault(table.title.zh, name)) != name:
        what = Text(f"表 {first} 也叫这个名称", f"table {first} has this title too")
        yield Mistake("repeated-name", (*path, "title", "zh"), what)


def _declared_column(pack: Pack, table: str, column: str, kind: str) -> Found:
    path = ("tables", table, "columns", column)
    if not NAME.fullmatch(column):
        yield Mistake("bad-name", path, Text("列名写法不对：{name}", "not a name of a column: {name}").fill(name=same(column)), NAME_WANTED)
    if column in pack.derived_columns(table):
        what = Text(f"列 {column} 由程序得出，不必声明", f"column {column} is worked out by the toolkit and not declared")
        yield Mistake("derived-column", path, what, cure=Text("请删去", "delete it"))
    canonical = pack.canonical(table, column)
    fixed = canonical.type if canonical is not None else "id" if column == f"{pack.tables[table].level}_id" else kind
    if fixed != kind:
        what = Text(f"列 {column} 的类型不是 {kind}", f"column {column} is not of type {kind}")
        yield Mistake("wrong-type", path, what, Text(f"应为 {fixed}", f"expected {fixed}"))


def _described(pack: Pack, path: Path, table: str, column: str, entry: DeclaredColumn) -> Found:
    """What is said of a column beside its type: of the pack's own columns only."""
    if pack.canonical(table, column) is not None:
        what = Text("标准列的叫法和取值是固定的", "what a standard column is called and may hold is fixed")
        yield Mistake("misplaced-key", path, what, Text(f'应为 "{entry.type}"', f'expected "{entry.type}"'))
    if entry.choices and entry.type != "choice":
        yield misplaced("misplaced-key", (*path, "choices"), "choices", "只有 choice 类型的列有", "only a column of type choice has them")
    if len({word.casefold() for word in entry.choices}) != len(entry.choices):
        yield Mistake("is-in", (*path, "choices"), Text("取值有重复", "a value is repeated"))
    if entry.may_be_negative and entry.type not in ("money", "integer"):
        yield misplaced("misplaced-key", (*path, "may_be_negative"), "may_be_negative", "只有数有正负", "only numbers have a sign")


def _column_titles(path: Path, table: Table) -> Found:
    seen: dict[str, str] = {}
    for column, entry in table.details.items():
        if entry.title is not None and (first := seen.setdefault(entry.title.zh, column)) != column:
            what = Text(f"列 {first} 也叫这个名称", f"column {first} has this title too")
            yield Mistake("repeated-name", (*path, "columns", column, "title", "zh"), what)


def _may_lack(pack: Pack, path: Path, name: str, table: Table) -> Found:
    for place, column in enumerate(table.may_lack):
        here = (*path, "may_lack", place)
        canonical = pack.canonical(name, column)
        own = table.details.get(column)
        if own is None:
            yield unknown("unknown-column", here, COLUMN, column, table.columns)
        elif (canonical is not None and canonical.required) or own.never_blank or column == table.key:
            yield Mistake("wrong-value", here, Text(f"列 {column} 每行都必须有", f"every row must have column {column}"))
