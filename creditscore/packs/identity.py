"""Who a rule pack is: its meaning in one canonical form, and the SHA-256 of that form.

In goes a checked pack. Out comes plain data in which the same rules always look the same: comments, formatting and the
order of keys are gone, bounds and dates stand by value, what is left at its default is left out. The examples and the
days of review try and date the rules but are no rules: they are not part of the meaning.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from pydantic import BaseModel

from creditscore.packs.model.bounds import Bound, OtherMeasure, Value
from creditscore.packs.model.pack import Condition, Measure, Pack, Part

_NOT_RULES = {"examples", "reviewed_on", "review_every"}
_BEST_FIRST = "grades"


def meaning(pack: Pack) -> dict[str, Any]:
    """The rules of a pack as plain data: tables, lists, texts, whole numbers and fractions such as `4/5`."""
    started = pack.pack.effective.from_
    return _of_model(pack, lambda value: _plain(value, started))


def meaning_sha256(pack: Pack) -> str:
    """The SHA-256 of a pack's meaning: equal for two files exactly where they say the same rules."""
    return hashlib.sha256(canonical(meaning(pack)).encode()).hexdigest()


def canonical(content: object) -> str:
    """Plain data as one JSON text, always the same for the same data."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def plain(value: Any, pack: Pack) -> Any:
    """One part of a pack in its canonical form."""
    return _plain(value, pack.pack.effective.from_)


def _of_model(model: BaseModel, form: Callable[[Any], Any]) -> dict[str, Any]:
    """The keys of a model that differ from their defaults, as the file names them."""
    found = {}
    for name, key, default in _fields(type(model)):
        value = getattr(model, name)
        if value is None or value == default:
            continue
        found[key] = _grades(value, form) if key == _BEST_FIRST else form(value)
    if isinstance(model, Measure) and "level" in found:
        found["level"] = sorted(found["level"])
    return found


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str, Any], ...]:
    """The fields of a model that are rules: name, key in the file and default (what must be given has none)."""
    fields = [(name, field) for name, field in model.model_fields.items() if name not in _NOT_RULES]
    given = {name: None if field.is_required() else field.get_default(call_default_factory=True) for name, field in fields}
    return tuple((name, field.alias or name, given[name]) for name, field in fields)


def _grades(levels: dict[str, dict[str, Any]], form: Callable[[Any], Any]) -> dict[str, list[Any]]:
    """The grades of each level as a list: which stands first is part of their meaning."""
    return {level: [[name, form(grade)] for name, grade in grades.items()] for level, grades in levels.items()}


def _plain(value: Any, started: date) -> Any:
    """One value in its canonical form."""
    match value:
        case Bound():
            return _history(value, started) if value.other is None else _other(value.other)
        case BaseModel():
            return _of_model(value, lambda inner: _plain(inner, started))
        case dict():
            return {str(key): _plain(inner, started) for key, inner in value.items()}
        case list() | tuple():
            return _listed(value, started)
    return _single(value)


def _single(value: Any) -> Any:
    """A number as a whole number or a fraction, a day as its digits; words and yes/no as they are."""
    match value:
        case Value():
            return _number(value.exact)
        case Decimal() | Fraction():
            return _number(Fraction(value))
        case date():
            return value.isoformat()
    return value


def _number(exact: Fraction) -> int | str:
    return exact.numerator if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}"


def _other(other: OtherMeasure) -> dict[str, Any]:
    """Another unit's measure; once of it needs no word."""
    times = {} if other.times.exact == 1 else {"times": _number(other.times.exact)}
    return {"measure": other.measure, "at": other.at} | times


def _listed(values: list[Any] | tuple[Any, ...], started: date) -> list[Any]:
    """A list; names and conditions hold in any order, so theirs is fixed here."""
    listed = [_plain(value, started) for value in values]
    free = all(isinstance(value, (str, Condition, Part)) for value in values)
    return sorted(listed, key=canonical) if free else listed


def _history(bound: Bound, started: date) -> Any:
    """A bound's values with their first days; a value that holds from the edition's first day on needs no day."""
    kept: list[list[Any]] = []
    for since, value in bound.history:
        day = None if since is None or since <= started else since.isoformat()
        if day is None:
            kept = []
        if not kept or kept[-1][1] != _number(value.exact):
            kept.append([day, _number(value.exact)])
    return kept[0][1] if len(kept) == 1 and kept[0][0] is None else kept
