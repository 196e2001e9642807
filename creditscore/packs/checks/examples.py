"""Examples: what they give and expect must be there, and be values that can occur."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from creditscore.core.columns import TABLES, ColumnType
from creditscore.core.money import LARGEST_FEN, fen
from creditscore.core.terms import STATUSES, VERDICTS, plural
from creditscore.core.text import Text, same
from creditscore.packs.checks.conditions import choices_of
from creditscore.packs.checks.limits import columns_in_limits
from creditscore.packs.checks.scope import COLUMN, TABLE, Found, check_level
from creditscore.packs.evidence import measure_may_be_unknown
from creditscore.packs.levels import table_columns
from creditscore.packs.mistakes import Mistake, Path, unknown
from creditscore.packs.model.pack import Cell, Example, Given, Measure, Pack, Quantity

GIVEN_SHAPES = Text(
    "应为：整数、[分子, 分母] 或 { low, high, den }，low 不大于 high",
    "expected a whole number, [numerator, denominator] or { low, high, den }, low no more than high",
)
NO_GRADE = "none"
BLANK = ""
LARGEST_COUNT = 2**62


class OpenTo(Struct, frozen=True):
    """What the examples of one level may give and expect: survey columns, measures, and outcomes with their values."""

    columns: dict[str, None]
    measures: dict[str, None]
    outcomes: dict[str, tuple[str, ...]]
    amounts: dict[str, None] = field(default_factory=dict)
    cells: dict[str, ColumnType] = field(default_factory=dict)


def check_examples(pack: Pack) -> Found:
    """Every example: its name, level, day, what it gives and what it expects."""
    names: set[str] = set()
    levels = {level: open_to(pack, level) for level in pack.unit_levels}
    tables = {table: table_columns(pack, table) for table in dict.fromkeys((*TABLES, *pack.tables))}
    for place, example in enumerate(pack.examples):
        path: Path = ("examples", place)
        if example.name in names:
            yield Mistake("repeated-name", (*path, "name"), Text("例子重名", "another example has this name"))
        names.add(example.name)
        yield from _day(pack, path, example)
        if example.level not in levels:
            yield from check_level(pack, (*path, "level"), example.level, rated=True)
            continue
        yield from _input(pack, path, example, levels[example.level], tables)
        yield from _expected((*path, "expect"), example, levels[example.level])


def open_to(pack: Pack, level: str) -> OpenTo:
    """What examples of a level may give and expect; columns read at another level carry its name and a dot."""
    criteria = pack.criteria.get(level, {})
    columns = dict.fromkeys(column for criterion in criteria.values() for column in criterion.columns)
    cells = [column for criterion in criteria.values() for column in criterion.columns_asked if column not in criterion.columns]
    outcomes = {name: tuple(VERDICTS) for name in criteria} | {"status": tuple(STATUSES)}
    outcomes |= dict.fromkeys(("grade", "possible_grade"), (*pack.grades[level], NO_GRADE))
    if level in pack.priority:
        columns |= dict.fromkeys(pack.priority[level].columns)
        outcomes["priority"] = ()
    precondition = pack.preconditions.get(level)
    if precondition is not None:
        prefix = "" if precondition.at == level else f"{precondition.at}."
        columns |= dict.fromkeys(prefix + column for column in precondition.columns)
        outcomes["precondition"] = ("pass", "fail", "pending")
    cards = pack.cards_of(level)
    columns |= dict.fromkeys(column for card in cards.values() for item in card.items for column in item.columns)
    measures = [*pack.measures_of(level), *(f"{other.at}.{other.measure}" for other in pack.others_of(level))]
    outcomes |= dict.fromkeys([*cards, *(["limit"] if level in pack.limits else [])], ())
    cells += [item.column for card in cards.values() for item in card.items if item.column is not None]
    own = {name: kind for name, kind in table_columns(pack, plural(level)).items() if name in cells and name not in columns}
    return OpenTo(columns, dict.fromkeys(measures), outcomes, dict.fromkeys(columns_in_limits(pack, level)), own)


def _day(pack: Pack, path: Path, example: Example) -> Found:
    effective, day = pack.pack.effective, example.as_of or pack.pack.reviewed_on
    if day < effective.from_ or (effective.until is not None and effective.until < day):
        what = Text(f"{day}不在本版有效期内", f"the edition is not in force on {day}")
        yield Mistake("not-in-force", (*path, "as_of"), what, cure=Text("请给出有效期内的 as_of", "give an as_of within its dates"))


def _input(pack: Pack, path: Path, example: Example, allowed: OpenTo, tables: Mapping[str, Mapping[str, ColumnType]]) -> Found:
    if (example.given is None) == (example.tables is None):
        what = Text("given 和 tables 应恰有其一", "an example has either given or tables")
        yield Mistake("one-input", path, what)
    for key, value in (example.given or {}).items():
        yield from _given(pack, (*path, "given", key), allowed, key, value)
    for name, rows in (example.tables or {}).items():
        if name not in tables:
            yield unknown("unknown-table", (*path, "tables", name), TABLE, name, list(tables))
            continue
        for number, row in enumerate(rows):
            yield from _row(pack, (*path, "tables", name, number), name, row, tables[name])
            yield from _lacking(pack, (*path, "tables", name, number), name, row)


def _given(pack: Pack, path: Path, allowed: OpenTo, key: str, value: Given) -> Found:
    if key in allowed.cells:
        cell = value.low if isinstance(value, Quantity) else value
        kind = "integer" if allowed.cells[key] == "money" else allowed.cells[key]
        yield from _cell(path, _choices(pack, path, key), kind, cell)
    elif key in allowed.columns and not isinstance(value, bool):
        what = Text("列的值不对", "not a value of a column")
        yield Mistake("wrong-type", path, what, Text("应为 true 或 false", "expected true or false"))
    elif key in allowed.measures:
        yield from _quantity(pack, path, pack.measures[key.partition(".")[2] or key], value)
    elif key in allowed.amounts:
        yield from _own_amount(path, value)
    elif key not in allowed.columns:
        yield unknown(
            "unknown-given", path, Text("列或指标", "column or measure"), key, [*allowed.columns, *allowed.cells, *allowed.measures]
        )


def _choices(pack: Pack, path: Path, column: str) -> tuple[str, ...]:
    return choices_of(pack, plural(pack.examples[int(path[1])].level), column)


def _own_amount(path: Path, value: Given) -> Found:
    if not isinstance(value, Quantity) or value.low != value.high or value.den != 1 or not 0 <= value.low <= LARGEST_FEN:
        yield Mistake("wrong-value", path, Text("不是金额", "not an amount"), Text("应为以分计的整数", "expected a whole number of fen"))


def _quantity(pack: Pack, path: Path, measure: Measure, value: Given) -> Found:
    what = Text("指标的值不对", "not a value of this measure")
    if (
        not isinstance(value, Quantity)
        or not -LARGEST_COUNT <= value.low <= value.high <= LARGEST_COUNT
        or not 0 <= value.den <= LARGEST_COUNT
    ):
        yield Mistake("wrong-value", path, what, GIVEN_SHAPES)
    elif not measure.has_den and value.den != 1:
        yield Mistake("wrong-value", path, what, Text("这个指标没有分母", "this measure has no denominator"))
    elif value.low != value.high and (value.den == 0 or not measure_may_be_unknown(pack, measure)):
        yield Mistake("wrong-value", path, what, Text("这个指标没有不明的成员", "this measure has no unknown members"))


def _row(pack: Pack, path: Path, table: str, row: Mapping[str, Cell], types: Mapping[str, ColumnType]) -> Found:
    for name, cell in row.items():
        if name in pack.derived_columns(table):
            what = Text("{x} 由程序得出，不能给出", "{x} is worked out by the toolkit and cannot be given").fill(x=same(name))
            yield Mistake("derived-column", (*path, name), what)
        elif name not in types:
            yield unknown("unknown-column", (*path, name), COLUMN, f"{table}.{name}", [f"{table}.{known}" for known in types])
        elif cell != BLANK:
            yield from _cell((*path, name), choices_of(pack, table, name), types[name], cell)


def _lacking(pack: Pack, path: Path, table: str, row: Mapping[str, Cell]) -> Found:
    """A column that is never blank has to be given."""
    details = pack.tables[table].details if table in pack.tables else {}
    for name, entry in details.items():
        if entry.never_blank and row.get(name, BLANK) == BLANK:
            what = Text("缺少 {x}", "{x} is missing").fill(x=same(name))
            yield Mistake("missing-key", (*path, name), what, Text("该列每行都必须有", "every row has this column"))


_TEXT = Text("应为加引号的文字", "expected text in quotes")
_WANTED = {
    "bool": Text("应为 true 或 false", "expected true or false"),
    "date": Text("应为不加引号的日期，如 2001-01-01", "expected a date without quotes, such as 2001-01-01"),
    "money": Text("应为以元计的金额，最多两位小数", "expected an amount in yuan with at most two decimals"),
    "integer": Text("应为整数", "expected a whole number"),
}


def _cell(path: Path, choices: tuple[str, ...], kind: ColumnType, cell: Cell) -> Found:
    if not _fits(kind, cell):
        what = Text("值与列的类型 {kind} 不符", "the value does not fit the column's type {kind}").fill(kind=kind)
        yield Mistake("wrong-type", path, what, _WANTED.get(kind, _TEXT), Text('空白写作 ""', 'a blank is written ""'))
    elif choices and cell not in choices:
        yield unknown("unknown-value", path, Text("取值", "value"), str(cell), choices)


def _fits(kind: ColumnType, cell: Cell) -> bool:
    if kind == "money":
        return isinstance(cell, int | Decimal) and not isinstance(cell, bool) and _is_amount(cell)
    wanted = {"bool": bool, "date": date, "integer": int}.get(kind, str)
    return type(cell) is wanted and not (isinstance(cell, int) and abs(cell) > LARGEST_COUNT)


def _is_amount(cell: int | Decimal) -> bool:
    """Whether an amount in yuan is a whole number of fen and not beyond what tables may hold."""
    if isinstance(cell, Decimal) and (not cell.is_finite() or cell.adjusted() > 12 or cell.adjusted() < -2):
        return cell == 0
    try:
        return 0 <= cell <= LARGEST_FEN and fen(cell) <= LARGEST_FEN
    except ValueError:
        return False


def _expected(path: Path, example: Example, allowed: OpenTo) -> Found:
    for key, value in example.expect.items():
        if key not in allowed.outcomes:
            yield unknown("unknown-expected", (*path, key), Text("结果", "outcome"), key, allowed.outcomes)
        elif key == "priority" and not isinstance(value, bool):
            what = Text("值不对", "not a value of priority")
            yield Mistake("wrong-type", (*path, key), what, Text("应为 true 或 false", "expected true or false"))
        elif key != "priority" and not allowed.outcomes[key]:
            yield from _expected_number((*path, key), key, value)
        elif key != "priority" and value not in allowed.outcomes[key]:
            yield unknown("unknown-value", (*path, key), Text("取值", "value"), str(value), allowed.outcomes[key])


def _expected_number(path: Path, key: str, value: object) -> Found:
    """Points as a number, or an interval of points such as `40-100`; a limit as an amount in yuan, or `none`."""
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    text = isinstance(value, str) and bool(value == NO_GRADE if key == "limit" else _INTERVAL.fullmatch(value))
    if not number and not text:
        amount = Text("应为以元计的数，或 none", "expected an amount in yuan, or none")
        points = Text("应为分数，或 40-100 这样的区间", "expected points, or an interval such as 40-100")
        yield Mistake("wrong-value", path, Text("值不对", "not a value that can come out"), amount if key == "limit" else points)


_INTERVAL = re.compile(r"-?[0-9]+(\.[0-9]{1,2})?--?[0-9]+(\.[0-9]{1,2})?", re.ASCII)
