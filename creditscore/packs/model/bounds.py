"""Bounds: exact decimals or percentages, with their history of dates.

A bound in a rule file is a whole number (`18`), a decimal (`0.5`), a percentage (`"80%"`), or a
table of dates from which each value holds (`{ 2011-05-01 = "80%", 2014-01-01 = "85%" }`).
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from msgspec import Struct
from pydantic import BeforeValidator, WithJsonSchema

from creditscore.core.text import Text

_PERCENT = re.compile(r"\d{1,9}(\.\d{1,9})?%", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LARGEST = 10**12


class Value(Struct, frozen=True):
    """One exact value, and how the file writes it."""

    exact: Fraction
    written: str

    @property
    def is_percentage(self) -> bool:
        """Whether the file writes it with a percent sign."""
        return self.written.endswith("%")


class OtherMeasure(Struct, frozen=True):
    """The measure of the unit of another level to which a unit belongs (or of the unit itself), perhaps a percentage of it."""

    measure: str
    at: str
    times: Value = Value(Fraction(1), "100%")


class Bound(Struct, frozen=True):
    """A bound and its history: pairs of a first day (None: always) and the value from that day on; `in_order` as the file has it."""

    history: tuple[tuple[date | None, Value], ...]
    in_order: bool = True
    other: OtherMeasure | None = None
    """The measure of another unit that is the bound, instead of a number."""

    def at(self, as_of: date) -> Value | None:
        """The value in force on a day, or None before the first dated value."""
        held = [value for since, value in self.history if since is None or since <= as_of]
        return held[-1] if held else None

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value of the history, oldest first."""
        return tuple(value for _, value in self.history)


class ExpectedError(ValueError):
    """A written bound that cannot be read; says what was expected."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)
        super().__init__(en)


def parse_value(raw: object) -> Value:
    """One written bound as an exact value; an `ExpectedError` says what may stand there."""
    if isinstance(raw, str) and _PERCENT.fullmatch(raw):
        return Value(Fraction(raw[:-1]) / 100, raw)
    if isinstance(raw, Decimal) and not _is_ordinary(raw):
        raise ExpectedError("最多九位小数的数", "a number with at most nine decimal places")
    if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool) and -_LARGEST <= raw <= _LARGEST:
        return Value(Fraction(raw), str(raw))
    raise ExpectedError('18 这样的数，或 "80%" 这样加引号的百分比', 'a number such as 18, or a percentage in quotes such as "80%"')


def _is_ordinary(raw: Decimal) -> bool:
    """Not infinite, not huge, not endless: arithmetic on it stays small and exact."""
    return raw.is_finite() and raw.adjusted() <= 12 and -9 <= int(raw.as_tuple().exponent) <= 0


def plain_number(raw: Any) -> Any:
    """A number of points or yuan as it is written; an `ExpectedError` where it is larger or finer than a bound may be."""
    if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
        parse_value(raw)
    return raw


def parse_bound(raw: Any) -> Bound:
    """A written bound, plain or dated, as a `Bound`; an `ExpectedError` says what may stand there."""
    if isinstance(raw, Bound):
        return raw
    if isinstance(raw, dict) and "measure" in raw:
        return _relative(raw)
    if not isinstance(raw, dict):
        return Bound(((None, parse_value(raw)),))
    if not raw:
        raise ExpectedError('至少一个日期，如 { 2014-01-01 = "85%" }', 'at least one date, such as { 2014-01-01 = "85%" }')
    written = [(_day(key), parse_value(value)) for key, value in raw.items()]
    dated = sorted(written, key=lambda pair: pair[0])
    return Bound(tuple(dated), in_order=dated == written)


def _relative(raw: dict[str, Any]) -> Bound:
    if {"measure", "at"} <= set(raw) <= {"measure", "at", "times"} and all(isinstance(value, str) for value in raw.values()):
        times = parse_value(raw.get("times", "100%"))
        return Bound((), other=OtherMeasure(raw["measure"], raw["at"], times))
    shape = '{ measure = "bad_loan_share", at = "county" }'
    more = '{ measure = "bad_loan_share", at = "county", times = "120%" }'
    raise ExpectedError(f"{shape} 或 {more} 这样的写法", f"{shape} or {more}")


def _day(key: str) -> date:
    if _DATE.fullmatch(key):
        with suppress(ValueError):
            return date.fromisoformat(key)
    raise ExpectedError("每个值配一个 2014-01-01 这样的日期", "a date such as 2014-01-01 for each value")


_VALUE_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^\d+(\.\d+)?%$"}]}
_RELATIVE_SCHEMA = {
    "type": "object",
    "properties": {"measure": {"type": "string"}, "at": {"type": "string"}, "times": {"type": "string", "pattern": r"^\d+(\.\d+)?%$"}},
    "required": ["measure", "at"],
    "additionalProperties": False,
}
BoundField = Annotated[
    Bound,
    BeforeValidator(parse_bound),
    WithJsonSchema({"anyOf": [*_VALUE_SCHEMA["anyOf"], _RELATIVE_SCHEMA, {"type": "object", "additionalProperties": _VALUE_SCHEMA}]}),
]
