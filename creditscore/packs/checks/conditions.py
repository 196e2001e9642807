"""Conditions: exactly one test each, on something that is there, with an operator that fits it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from creditscore.core.text import Text, same
from creditscore.packs.checks.bounds import check_bounds, check_column_bounds
from creditscore.packs.checks.scope import GRADE, MEASURE, Found, check_column, columns_of, misplaced
from creditscore.packs.mistakes import Mistake, Path, unknown
from creditscore.packs.model.pack import COMPARISONS, DATE_WORDS, Condition, Pack

_SUBJECTS = ("column", "measure", "grade_at_least", "any_of", "all_of")
_OPERATORS: dict[str, tuple[str, ...]] = {
    "bool": ("is",),
    "choice": ("is", "is_in"),
    "text": ("is", "is_in"),
    "id": ("is", "is_in"),
    "integer": ("is", *COMPARISONS),
    "money": COMPARISONS,
    "date": DATE_WORDS,
}
"""Which operator words fit a column of which type."""


class Ground(Struct, frozen=True):
    """What conditions are about: the rows of a table, or (`unit` given) the units of a level with measures and grades."""

    pack: Pack
    table: str
    unit: str | None = None


def check_conditions(ground: Ground, path: Path, conditions: Iterable[Condition]) -> Found:
    """Every condition of a list."""
    for place, condition in enumerate(conditions):
        yield from _condition((*path, place), ground, condition)


def operators(condition: Condition) -> list[str]:
    """The operator words that a condition gives."""
    plain = {"is": condition.is_, "is_in": condition.is_in} | {word: getattr(condition, word) for word in DATE_WORDS}
    return [word for word, value in plain.items() if value is not None] + list(condition.bounds)


def _condition(path: Path, ground: Ground, condition: Condition, inside: bool = False) -> Found:
    subjects = [word for word in _SUBJECTS if getattr(condition, word) is not None]
    allowed = [word for word in _SUBJECTS if (ground.unit or word in ("column", "any_of")) and (inside or word != "all_of")]
    if len(subjects) != 1:
        what = Text("一个条件只能有一个对象", "a condition is about exactly one thing")
        yield Mistake("one-test", path, what, Text(f"应为其一：{'、'.join(allowed)}", f"expected one of: {', '.join(allowed)}"))
    elif condition.all_of is not None:
        yield from _all_of(path, ground, condition, condition.all_of, inside)
    elif subjects[0] not in allowed:
        yield misplaced(
            "misplaced-key", (*path, subjects[0]), subjects[0], "这里按行筛选，只能用列", "rows are chosen here: by columns only"
        )
    elif condition.any_of is not None:
        yield from _any_of(path, ground, condition, condition.any_of)
    elif condition.grade_at_least is not None:
        yield from _grade(path, ground, condition, condition.grade_at_least)
    elif condition.measure is not None:
        yield from _measure(path, ground, condition, condition.measure)
    else:
        yield from _column(path, ground, condition, str(condition.column))


def _no_operator(path: Path, condition: Condition, beside: str) -> Found:
    for word in operators(condition):
        yield misplaced("misplaced-key", (*path, word), word, f"{beside} 不带比较", f"{beside} takes no comparison")


def _any_of(path: Path, ground: Ground, condition: Condition, parts: list[Condition]) -> Found:
    yield from _no_operator(path, condition, "any_of")
    if len(parts) < 2:
        yield Mistake("any-of", (*path, "any_of"), Text("any_of 至少要有两项", "any_of needs at least two parts"))
    for place, part in enumerate(parts):
        inner = (*path, "any_of", place)
        if part.any_of is not None:
            yield Mistake("any-of", inner, Text("any_of 里不能再用 any_of", "any_of cannot stand inside any_of"))
        else:
            yield from _condition(inner, ground, part, inside=True)


def _all_of(path: Path, ground: Ground, condition: Condition, parts: list[Condition], inside: bool) -> Found:
    """Several conditions that must hold together: inside any_of only, as those of a list must hold together anyway."""
    yield from _no_operator(path, condition, "all_of")
    if not inside:
        zh, en = "列表里的条件本来就须同时成立", "the conditions of a list must all hold anyway"
        yield misplaced("misplaced-key", (*path, "all_of"), "all_of", zh, en)
    for place, part in enumerate(parts):
        if part.any_of is not None or part.all_of is not None:
            what = Text("all_of 里只能写单个条件", "only single conditions can stand inside all_of")
            yield Mistake("any-of", (*path, "all_of", place), what)
        else:
            yield from _condition((*path, "all_of", place), ground, part)


def _grade(path: Path, ground: Ground, condition: Condition, grade: str) -> Found:
    yield from _no_operator(path, condition, "grade_at_least")
    known = ground.pack.grades.get(str(ground.unit), {})
    if grade not in known:
        yield unknown("unknown-grade", (*path, "grade_at_least"), GRADE, grade, known)


def _measure(path: Path, ground: Ground, condition: Condition, name: str) -> Found:
    measure = ground.pack.measures.get(name)
    known = [each for each, other in ground.pack.measures.items() if ground.unit in other.level]
    if measure is None or name not in known:
        yield unknown("unknown-measure", (*path, "measure"), MEASURE, name, known)
        return
    for word in operators(condition):
        if word not in condition.bounds:
            yield misplaced(
                "misplaced-key", (*path, word), word, "指标用 at_least 等比较", "a measure is compared with at_least and the like"
            )
    if len(condition.bounds) != 1:
        yield Mistake("one-test", path, Text("一个条件只能有一个比较", "a condition has exactly one comparison"))
    yield from check_bounds(ground.pack, path, condition, measure)


def _column(path: Path, ground: Ground, condition: Condition, column: str) -> Found:
    kind = columns_of(ground.pack, ground.table).get(column)
    if kind is None:
        yield from check_column(ground.pack, (*path, "column"), ground.table, column)
        return
    given, fitting = operators(condition), _OPERATORS.get(kind, ())
    expected = Text(f"应为其一：{'、'.join(fitting)}", f"expected one of: {', '.join(fitting)}") if fitting else None
    if not fitting:
        yield Mistake(
            "operator-fit", (*path, "column"), Text(f"{kind} 类型的列不能作条件", f"a column of type {kind} cannot be a condition")
        )
    elif len(given) != 1 and not (given and set(given) <= set(COMPARISONS)):
        yield Mistake("one-test", path, Text("一个条件只能有一个比较", "a condition has exactly one comparison"), expected)
    elif given[0] not in fitting:
        what = Text(f"{given[0]} 不能用于 {kind} 类型的列", f"{given[0]} does not fit a column of type {kind}")
        yield Mistake("operator-fit", (*path, given[0]), what, expected)
    elif condition.bounds:
        yield from check_column_bounds(ground.pack, path, condition, in_money=kind == "money")
    else:
        yield from _wanted_values(path, ground, condition, column, kind)


def _wanted_values(path: Path, ground: Ground, condition: Condition, column: str, kind: str) -> Found:
    choices = choices_of(ground.pack, ground.table, column)
    if condition.is_ is not None:
        yield from _wanted_value((*path, "is"), condition.is_, kind, choices)
    for place, value in enumerate(condition.is_in or []):
        yield from _wanted_value((*path, "is_in", place), value, kind, choices)
    if condition.is_in is not None and len(set(condition.is_in)) != max(len(condition.is_in), 1):
        yield Mistake("is-in", (*path, "is_in"), Text("is_in 为空或有重复", "is_in is empty or repeats a value"))


def choices_of(pack: Pack, table: str, column: str) -> tuple[str, ...]:
    """The words that a column may hold, where they are listed."""
    canonical = pack.canonical(table, column)
    if canonical is not None:
        return canonical.choices
    declared = pack.tables[table].details.get(column) if table in pack.tables else None
    return tuple(declared.choices) if declared is not None else ()


def _wanted_value(path: Path, value: bool | int | str, kind: str, choices: tuple[str, ...]) -> Found:
    wanted = {"bool": bool, "integer": int}.get(kind, str)
    if type(value) is not wanted or (isinstance(value, int) and abs(value) >= 2**62):
        words = {"bool": Text("true 或 false", "true or false"), "integer": Text("整数", "a whole number")}
        expected = words.get(kind, Text("加引号的文字", "text in quotes"))
        what = Text("值与列的类型 {kind} 不符", "the value does not fit the column's type {kind}").fill(kind=same(kind))
        yield Mistake("wrong-type", path, what, Text("应为{x}", "expected {x}").fill(x=expected))
    elif choices and value not in choices:
        yield unknown("unknown-value", path, Text("取值", "value"), str(value), choices)
