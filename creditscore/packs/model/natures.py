"""What the numbers of a pack's measures are: amounts in fen or whole numbers, with a denominator or without."""

from __future__ import annotations

from collections.abc import Callable

from creditscore.core.terms import plural
from creditscore.packs.model.measures import Measure
from creditscore.packs.model.nature import Nature

TypeOf = Callable[[str, str], str | None]
"""The type of a table's column."""


def natures(measures: dict[str, Measure], type_of: TypeOf) -> dict[str, Nature]:
    """The nature of every measure by name; one that refers to itself, which the checks refuse, is a plain number."""
    known: dict[str, Nature] = {}
    for name in measures:
        _find(name, measures, type_of, known)
    return known


def _find(name: str, measures: dict[str, Measure], type_of: TypeOf, known: dict[str, Nature]) -> Nature:
    if name not in known:
        known[name] = Nature()
        known[name] = _nature(measures[name], type_of, lambda table, part: _fen(table, part, measures, type_of, known))
    return known[name]


def _fen(table: str, part: str, measures: dict[str, Measure], type_of: TypeOf, known: dict[str, Nature]) -> Nature:
    """The nature of a table's column, or of a measure of that table's units."""
    kind = type_of(table, part)
    if kind is None and part in measures:
        return _find(part, measures, type_of, known)
    return Nature(num_fen=kind != "integer")


def _nature(measure: Measure, type_of: TypeOf, of: Callable[[str, str], Nature]) -> Nature:
    own = plural(measure.level[0]) if measure.level else ""
    if measure.column is not None:
        return Nature(num_fen=type_of(own, measure.column) == "money")
    if measure.sum is not None:
        return Nature(num_fen=of(*_parted(measure.sum)).num_fen)
    if measure.ratio is not None:
        return Nature(True, of(*_parted(measure.ratio.sum)).num_fen, of(*_parted(measure.ratio.over)).num_fen)
    if measure.ratio_of is not None:
        return Nature(True, of(own, measure.ratio_of.upper).num_fen, of(own, measure.ratio_of.over).num_fen)
    if measure.earlier is not None:
        return of("", measure.earlier.measure)
    return Nature(has_den=measure.share_of is not None or measure.increment is not None)


def _parted(reference: str) -> tuple[str, str]:
    table, _, column = reference.partition(".")
    return table, column
