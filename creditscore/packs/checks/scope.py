"""What may be named in a pack: its levels, tables and columns, and the mistakes of naming what is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from creditscore.core.columns import TABLES
from creditscore.core.terms import plural
from creditscore.core.text import Text, same
from creditscore.packs.mistakes import Mistake, Path, unknown
from creditscore.packs.model.pack import Pack

Found = Iterator[Mistake]

LEVEL = Text("级别", "level")
TABLE = Text("表", "table")
COLUMN = Text("列", "column")
MEASURE = Text("指标", "measure")
CRITERION = Text("评定标准", "criterion")
GRADE = Text("等级", "grade")


def columns_of(pack: Pack, table: str) -> dict[str, str]:
    """The columns that rules may read in a table, with their types: declared ones (canonical types win), and loans' derived ones."""
    declared: dict[str, str] = dict(pack.tables[table].types) if table in pack.tables else {}
    declared |= {column.name: column.type for column in TABLES.get(pack.kind_of(table), ()) if column.name in declared}
    return declared | dict(pack.derived_columns(table))


def check_level(pack: Pack, path: Path, level: str, rated: bool) -> Found:
    """A level that is named must be there, and be rated where that matters."""
    if level not in pack.all_levels:
        yield unknown("unknown-level", path, LEVEL, level, pack.all_levels)
    elif rated and level not in pack.grades:
        what = Text("级别 {level} 没有等级，不评定", "level {level} has no grades, so it is not rated").fill(level=level)
        yield Mistake("level-not-rated", path, what, cure=Text(f"请写 [grades.{level}]", f"write [grades.{level}]"))


def check_column(pack: Pack, path: Path, table: str, column: str, types: Iterable[str] = ()) -> Found:
    """A column that is read must be declared, and be of one of the types where that matters."""
    known = columns_of(pack, table)
    wanted = list(types)
    if column in known:
        if wanted and known[column] not in wanted:
            what = Text("列 {column} 的类型是 {kind}", "column {column} is of type {kind}").fill(column=column, kind=known[column])
            yield Mistake("wrong-type", path, what, Text(f"应为 {' 或 '.join(wanted)}", f"expected {' or '.join(wanted)}"))
        return
    canonical = pack.canonical(table, column)
    if canonical is None:
        yield unknown("unknown-column", path, COLUMN, f"{table}.{column}", [f"{table}.{name}" for name in _all_columns(pack, table)])
        return
    what = Text("列 {column} 没有声明", "column {column} is not declared").fill(column=f"{table}.{column}")
    line = f'{column} = "{canonical.type}"'
    yield Mistake(
        "undeclared-column",
        path,
        what,
        cure=Text(f"请在 [tables.{table}.columns] 下加 {line}", f"add {line} under [tables.{table}.columns]"),
    )


def check_survey(pack: Pack, path: Path, level: str, columns: Iterable[str]) -> Found:
    """Survey columns are yes/no columns of the level's own table."""
    for column in columns:
        yield from check_column(pack, (*path, column), plural(level), column, ["bool"])


def misplaced(code: str, path: Path, key: str, zh: str, en: str) -> Mistake:
    """A key that does not go with the rest of its table."""
    return Mistake(code, path, Text("{key} 不适用于此", "{key} does not fit here").fill(key=same(key)), Text(zh, en))


def _all_columns(pack: Pack, table: str) -> list[str]:
    return list(dict.fromkeys([*columns_of(pack, table), *(column.name for column in TABLES.get(pack.kind_of(table), ()))]))
