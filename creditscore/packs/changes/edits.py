"""Small changes of one written value: the other word, the next number, the day before.

In goes a value of a rule file, out comes what may stand instead. Nothing here knows what a key means beyond its name and the
form of its value, so that new parts of the format are changed too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from creditscore.core.columns import DERIVED_LOAN_COLUMNS, TABLES
from creditscore.packs.mistakes import Path
from creditscore.packs.schema_keys import Schema, schema

Raw = dict[str, Any]
OPERATOR_WORDS = {
    "at_least": ("above", "at_most"),
    "above": ("at_least", "below"),
    "at_most": ("below", "at_least"),
    "below": ("at_most", "above"),
    "on_or_before": ("before", "on_or_after"),
    "before": ("on_or_before", "after"),
    "on_or_after": ("after", "on_or_before"),
    "after": ("on_or_after", "before"),
    "all_of": ("any_of",),
    "any_of": ("all_of",),
    "which_have": ("where",),
}
"""The word that differs in whether the number is included first, then the opposite one."""
BOUND_WORDS = ("at_least", "at_most", "above", "below")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%", re.ASCII)
_SPAN = re.compile(r"(\d+) (year|month|day)s?", re.ASCII)


def other_values(path: Path, value: Any, raw: Raw) -> Iterator[Any]:
    """What may stand instead of one plain value at a path of a rule file."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, Decimal)):
        yield from _next_numbers(value)
    elif isinstance(value, date):
        yield from (value + timedelta(days=step) for step in (-1, 1))
    elif isinstance(value, str):
        yield from _other_texts(path, value, raw)


def _next_numbers(value: int | Decimal) -> Iterator[int | Decimal]:
    """One unit of the written precision to either side."""
    unit = Decimal(1).scaleb(int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 1
    yield from (value - unit, value + unit)


def _other_texts(path: Path, value: str, raw: Raw) -> Iterator[str]:
    percent, span = _PERCENT.fullmatch(value), _SPAN.fullmatch(value)
    if percent:
        yield from _next_percentages(percent.group(1))
    elif span:
        yield from (f"{count} {span.group(2)}s" for step in (-1, 1) if (count := int(span.group(1)) + step) > 0)
    else:
        yield from (word for word in (words_at(path) or _same_kind(path, value, raw)) if word != value)


def _next_percentages(written: str) -> Iterator[str]:
    """One unit of the written precision to either side, and a tenth of it: 79%, 81%, 79.9%, 80.1%."""
    number = Decimal(written)
    for unit in (Decimal(1).scaleb(int(number.as_tuple().exponent)), Decimal(1).scaleb(int(number.as_tuple().exponent) - 1)):
        yield from (f"{changed}%" for changed in (number - unit, number + unit) if changed >= 0)


def words_at(path: Path) -> list[str]:
    """The words that may stand at a path, where the format lists them."""
    found: list[Schema] = [schema()]
    for part in path:
        found = [inner for outer in found for inner in _inside(outer, part)]
    return list(dict.fromkeys(word for each in found for word in each.get("enum", []) if isinstance(word, str)))


def _inside(outer: Schema, part: str | int) -> Iterator[Schema]:
    named = outer.get("properties", {}) if isinstance(part, str) else {}
    inner = named.get(part, outer.get("items" if isinstance(part, int) else "additionalProperties"))
    if isinstance(inner, dict):
        yield from _spread(inner)


def _spread(found: Schema) -> Iterator[Schema]:
    """A schema with its references followed and its alternatives spread out."""
    if "$ref" in found:
        yield from _spread(schema()["$defs"][found["$ref"].rsplit("/", 1)[-1]])
        return
    for inner in [*found.get("anyOf", []), *found.get("allOf", []), *found.get("oneOf", [])]:
        yield from _spread(inner)
    yield found


def _same_kind(path: Path, value: str, raw: Raw) -> list[str]:
    """Names that could be meant instead: other columns of the same type, other measures of a level, other choices of a column."""
    key = str(next(part for part in reversed(path) if isinstance(part, str)))
    if key == "measure" or (key in ("of", "over") and value in raw.get("measures", {})):
        return _measures_beside(value, raw)
    if key in ("is", "is_in"):
        return choices_of(_column_beside(path, raw), raw)
    table, _, column = value.rpartition(".")
    return [f"{table}.{name}" if table else name for name in _columns_beside(table or _table_of(path, raw), column, raw)]


def _measures_beside(value: str, raw: Raw) -> list[str]:
    measures = raw.get("measures", {})
    own = _levels(measures.get(value, {}))
    return [name for name, measure in measures.items() if own & _levels(measure)]


def _levels(measure: Raw) -> set[str]:
    level = measure.get("level", [])
    return {level} if isinstance(level, str) else set(level)


def _column_beside(path: Path, raw: Raw) -> str:
    """The column that the condition tests whose `is` or `is_in` stands at a path."""
    place = path[: -1 if isinstance(path[-1], str) else -2]
    condition: Any = raw
    for part in place:
        condition = condition[part]
    return str(condition.get("column", ""))


def choices_of(column: str, raw: Raw) -> list[str]:
    """The values of a choice column: of the standard tables, or as a pack's own table lists them."""
    own = [table.get("columns", {}).get(column) for table in raw.get("tables", {}).values()]
    listed = [choice for entry in own if isinstance(entry, dict) for choice in entry.get("choices", [])]
    return listed or [choice for columns in TABLES.values() for each in columns if each.name == column for choice in each.choices]


def _table_of(path: Path, raw: Raw) -> str:
    """The table whose columns are named at a path: that of the units or rows counted or given a limit, else the loans."""
    measure = raw.get("measures", {}).get(path[1], {}) if path[0] == "measures" and len(path) > 1 else {}
    share = measure.get("share_of")
    counted = measure.get("count") or measure.get("sum") or (measure.get("ratio") or {}).get("sum")
    if isinstance(counted, str):
        return counted.partition(".")[0]
    unit = path[1] if path[0] == "limits" else share.get("unit") if isinstance(share, dict) else None
    return next((name for name, table in raw.get("tables", {}).items() if table.get("level") == unit and name != "loans"), "loans")


def _columns_beside(table: str, column: str, raw: Raw) -> list[str]:
    """The columns of a table that have the type of the one named."""
    types: dict[str, str] = {each.name: each.type for each in TABLES.get(table, ()) if each.type == "date"}
    declared = raw.get("tables", {}).get(table, {})
    types |= {name: entry["type"] if isinstance(entry, dict) else entry for name, entry in declared.get("columns", {}).items()}
    types |= DERIVED_LOAN_COLUMNS if "loans" in (table, declared.get("like")) else {}
    return [name for name, kind in types.items() if kind == types.get(column)]
