"""Small tables worth trying: two loans or two units, one ordinary and one varied in every column that a pack's measures look at.

In go two packs that differ in one thing. Out come `tables` of examples; the search keeps those on which the packs disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

from creditscore.core.columns import column_named
from creditscore.core.dates import add_months
from creditscore.core.terms import plural
from creditscore.packs.model.pack import Cell, Condition, Measure, Pack

Cells = Mapping[str, Cell]
TableRows = Mapping[str, Sequence[Cells]]
_PRINCIPAL = 1000
_GOOD: dict[str, Cell] = {"repaid_principal": _PRINCIPAL}
_LOAN_NUMBERS = ("principal", "repaid_principal", "overdue_interest")
_DUE_COLUMNS = ("effective_due_date", "due_date")


def tables_for(packs: tuple[Pack, Pack], measures: set[str], as_of: date) -> Iterator[TableRows]:
    """Tables around some measures, the smallest first."""
    touched = [pack.measures[name] for pack in packs for name in sorted(measures) if name in pack.measures]
    nearly = [{"repaid_principal": repaid} for repaid in sorted({_nearly_enough(limit) for limit in limits_of(packs, measures)})]
    yield from _loans(list(_loan_changes(touched, as_of)), as_of, nearly)
    for unit in dict.fromkeys(measure.share_of.unit for measure in touched if measure.share_of is not None):
        columns = [column for measure in touched for column in _columns(measure)]
        yield from _units(packs[0], unit, list(dict.fromkeys(columns)))
        yield from _unit_numbers(packs[0], touched, unit)
        yield from _registered(packs[0], touched, unit)


def limits_of(packs: tuple[Pack, Pack], measures: set[str]) -> Iterator[Fraction]:
    """The values of all bounds that criteria set some measures."""
    rules = [rule for pack in packs for criteria in pack.criteria.values() for rule in criteria.values() if rule.measure in measures]
    for rule in rules:
        yield from (value.exact for bound in rule.bounds.values() for value in bound.values)


def _nearly_enough(limit: Fraction) -> int:
    """What of one loan is repaid, so that with a second one repaid in full a share stays just short of its bound."""
    return min(max(int((2 * limit - 1) * _PRINCIPAL) - 1, 0), _PRINCIPAL)


def _loans(changes: Sequence[Cells], as_of: date, nearly: Sequence[Cells]) -> Iterator[TableRows]:
    """One varied loan, then an ordinary one of each kind with a varied one beside it."""
    due: Cells = {"due_date": as_of - timedelta(days=1)}
    varied: list[Cells] = [*changes, *({**one, **other} for one, other in combinations(changes, 2) if not one.keys() & other.keys())]
    yield {"loans": []}
    for change in varied:
        yield {"loans": [change]}
    ordinaries: list[Cells] = [{**_GOOD, **due}, due, {}, {"borrower_type": "village_enterprise"}, *({**due, **part} for part in nearly)]
    for change in varied:
        for ordinary in ordinaries:
            yield {"loans": [{**ordinary}, {**ordinary, **change}]}


def _loan_changes(measures: list[Measure], as_of: date) -> Iterator[Cells]:
    yield {}
    for repaid in (1, 400, 999, _PRINCIPAL, _PRINCIPAL + 200):
        yield {"repaid_principal": repaid}
    columns = dict.fromkeys(column for measure in measures for column in _columns(measure))
    for column in columns:
        yield from _cells(column, as_of)
    yield from _around_bounds(measures, _LOAN_NUMBERS)
    for day in (-1, 0, 1):
        yield {"due_date": as_of + timedelta(days=day)}
    for months in _windows(measures):
        edge = add_months(as_of, -months)
        yield from ({key: edge + timedelta(days=step), **_GOOD} for key in ("issue_date", "due_date") for step in (-1, 0, 1))
        yield {"due_date": edge - timedelta(days=1), "extended_due_date": edge + timedelta(days=30), **_GOOD}


def _around_bounds(measures: list[Measure], columns: Sequence[str]) -> Iterator[Cells]:
    """A column on the bound that a condition sets it, and one to either side."""
    for part in (each for measure in measures for each in _conditions(measure) if each.column in columns):
        limits = dict.fromkeys(int(value.exact) for bound in part.bounds.values() for value in bound.values)
        yield from ({str(part.column): max(limit + step, 0)} for limit in limits for step in (-1, 0, 1))


def _cells(column: str, as_of: date) -> Iterator[Cells]:
    if column in _DUE_COLUMNS:
        yield {"extended_due_date": as_of + timedelta(days=30), "due_date": as_of - timedelta(days=1)}
    if column == "overdue":
        yield {"due_date": as_of - timedelta(days=1)}
        yield {"overdue_interest": ""}
    canonical = column_named("loans", column)
    if canonical is not None and canonical.choices:
        yield from ({column: choice} for choice in (*canonical.choices, ""))
    elif canonical is not None and canonical.type == "bool":
        yield from ({column: value} for value in (True, False, ""))


def _windows(measures: list[Measure]) -> list[int]:
    """Spans of conditions such as `2 years`, in months."""
    spans = [value for measure in measures for part in _conditions(measure) for value in part.model_dump().values()]
    written = [span.split() for span in spans if isinstance(span, str) and span[:1].isdigit() and " " in span]
    return sorted({int(count) * (12 if unit.startswith("year") else 1) for count, unit in written if not unit.startswith("day")})


def _units(pack: Pack, unit: str, columns: list[str]) -> Iterator[TableRows]:
    """Units that answer yes, no or nothing, one column at a time; alone, and beside units that answer yes."""
    table = plural(unit)
    for column in columns:
        if pack.tables.get(table) is None or pack.tables[table].types.get(column) != "bool":
            continue
        others = {other: True for other, kind in pack.tables[table].types.items() if kind == "bool" and other != column}
        for value in (True, False, ""):
            yield {table: [{column: value}]}
            yield {table: [{**others, column: value}]}
            yield {table: [{f"{unit}_id": f"{unit[0]}{place}", column: value if place > 4 else True} for place in range(1, 6)]}


def _unit_numbers(pack: Pack, measures: list[Measure], unit: str) -> Iterator[TableRows]:
    """Units around the bounds that conditions set their numbers, answering yes and answering no."""
    declared = pack.tables[plural(unit)].columns if plural(unit) in pack.tables else {}
    flags = [column for column, kind in declared.items() if kind == "bool"]
    for cells in _around_bounds(measures, [column for column, kind in declared.items() if kind in ("integer", "money")]):
        yield from ({plural(unit): [{**dict.fromkeys(flags, answer), **cells}]} for answer in (True, False))


def _registered(pack: Pack, measures: list[Measure], unit: str) -> Iterator[TableRows]:
    parent = plural(pack.levels[unit]) if unit in pack.levels else ""
    for measure in measures:
        share = measure.share_of
        if share is None or share.registered is None:
            continue
        yes: Cells = {part.column: True for part in measure.which_have if part.column is not None}
        for count in (1, 2, 10):
            yield {plural(unit): [yes], parent: [{share.registered: count}]}


def _conditions(measure: Measure) -> Iterator[Condition]:
    listed = [*measure.where, *measure.numerator_where, *measure.which_have]
    listed += measure.share_of.where if measure.share_of is not None else []
    for condition in listed:
        yield from condition.tests


def _columns(measure: Measure) -> list[str]:
    return [part.column for part in _conditions(measure) if part.column is not None]
