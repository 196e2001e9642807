"""The value checks of one table as one streaming query of counts; only where a count is not zero are rows collected."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import polars as pl
from msgspec import Struct, field

from creditscore.core.columns import Column, ColumnType
from creditscore.tables.cells.batches import CELL, CODE, STRANGE
from creditscore.tables.cells.rules import Rule, rules_for, with_helpers
from creditscore.tables.cells.tally import BIRTHS, HEIGHT, LONG_IDS, NUMBERS_SHARED, SURPLUS_COUNT, UNSORTED, long_id, numeral_id, unsorted
from creditscore.tables.checks.normalise import Settled
from creditscore.tables.findings.finding import MOST_WARNINGS
from creditscore.tables.findings.problems import column_order, ids_of, no_problems, problem_lines, shown
from creditscore.tables.masks import masked
from creditscore.tables.raw import ROW, SURPLUS

PERSONAL: dict[str, ColumnType] = {"id_holds_id_number": "text", "id_holds_name": "name"}
"""Reasons that something personal stands in the wrong column, and as what it is masked."""
_STRANGE_ALREADY = {"choice_unknown", "id_holds_name"}
"""Broken only by cells that are strange to the quick reading: words that are none of a choice's, ids with other letters than a-z."""


class Counted(Struct, frozen=True):
    """The outcome of a table's query: its rules and every count by name."""

    settled: Settled
    rules: tuple[Rule, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return self.counts[HEIGHT]

    @property
    def strange(self) -> bool:
        """Whether some cell needs more than the quick reading."""
        return any(count for name, count in self.counts.items() if name.startswith(STRANGE))

    @property
    def births_to_fill(self) -> bool:
        """Whether a birth date is blank where the ID number gives one."""
        return bool(self.counts.get(BIRTHS))


class Counting(Struct, frozen=True):
    """What is counted of a table, whatever its rows: its rules, and an expression a count."""

    rules: tuple[Rule, ...]
    counts: tuple[pl.Expr, ...]


def counting(settled: Settled, as_of: date | None) -> Counting:
    """The rows, and for each check the bad ones."""
    rules = tuple(rules_for(settled.raw.kind, settled.present, as_of))
    key = pl.col(settled.raw.key)
    strange = settled.side_columns(STRANGE)
    counts = [_suspect(rule, settled, strange).sum().alias(rule.key) for rule in rules]
    counts += [pl.len().alias(HEIGHT), unsorted(key).alias(UNSORTED)]
    if settled.kept:
        counts += [pl.col(name).is_not_null().sum().alias(name) for name in settled.side_columns(CODE)]
        counts.append(pl.col(SURPLUS).is_not_null().sum().alias(SURPLUS_COUNT))
    else:
        counts += [pl.col(name).sum() for name in strange]
    if settled.table == "loans":
        counts.append((numeral_id(key) if STRANGE + settled.raw.key in strange else long_id(key)).sum().alias(LONG_IDS))
    if not settled.kept and settled.table == "households" and {"birth_date", "id_number"} & set(settled.raw.names):
        counts.append((pl.col("birth_date").is_null() & pl.col("id_number").is_not_null()).sum().alias(BIRTHS))
    return Counting(rules, tuple(counts))


def count_query(settled: Settled, as_of: date | None) -> tuple[pl.LazyFrame, tuple[Rule, ...]]:
    """One query that counts the rows and, for each check, the bad ones."""
    asked, number = counting(settled, as_of), pl.col("id_number")
    shared = (number.count() - number.drop_nulls().hash().n_unique()).alias(NUMBERS_SHARED)
    counts = [*asked.counts, shared] if settled.table == "households" else asked.counts
    return with_helpers(settled.table, settled.probe).select(counts), asked.rules


def counted(settled: Settled, rules: tuple[Rule, ...], outcome: pl.DataFrame, rows: pl.LazyFrame | None = None) -> Counted:
    """The outcome of the query as whole numbers; where a hint found something, the rule itself is counted.

    `rows` are those of the table with the helpers of its rules, where they are at hand.
    """
    return _exact(settled, rules, {name: int(count or 0) for name, count in outcome.row(0, named=True).items()}, rows)


def counted_already(settled: Settled, as_of: date | None) -> Counted:
    """The counts that were gathered while the table was read."""
    return _exact(settled, tuple(rules_for(settled.raw.kind, settled.present, as_of)), dict(settled.counts or {}))


def _exact(settled: Settled, rules: tuple[Rule, ...], counts: dict[str, int], rows: pl.LazyFrame | None = None) -> Counted:
    suspected = [rule for rule in rules if rule.hint is not None and counts[rule.key]]
    if suspected:
        exact = [_broken(rule, settled).sum().alias(rule.key) for rule in suspected]
        facts = rows if rows is not None else with_helpers(settled.table, settled.frame)
        doubtful = facts.filter(pl.any_horizontal(rule.hint for rule in suspected if rule.hint is not None))
        closer = doubtful.select(exact).collect(engine="in-memory" if rows is not None else "streaming")
        counts |= {name: int(count or 0) for name, count in closer.row(0, named=True).items()}
    return Counted(settled, rules, counts)


def value_problems(found: Counted) -> pl.DataFrame:
    """The problem lines of a table: every cell that could not be read, every broken check; of warnings at most MOST_WARNINGS."""
    lines = [*_unread_lines(found), *_rule_lines(found)]
    if not found.counts.get(SURPLUS_COUNT):
        return pl.concat(lines) if lines else no_problems()
    shifted = _surplus_lines(found)
    return pl.concat([shifted, *(line.join(shifted, on=ROW, how="anti") for line in lines)])


def _ids(settled: Settled) -> list[pl.Expr]:
    return ids_of(settled.raw, [column.name for column in settled.columns])


def _surplus_lines(found: Counted) -> pl.DataFrame:
    """Rows with too many cells: which cell belongs where is unknown, so nothing else is said of them, nor shown."""
    settled = found.settled
    key = settled.raw.key
    rows = settled.numbered.filter(pl.col(SURPLUS).is_not_null()).select(ROW, *ids_of(settled.raw, [key])).collect(engine="streaming")
    return problem_lines(rows, pl.lit("too_many_cells"), "", pl.lit(None), None, -1)


def _unread_lines(found: Counted) -> list[pl.DataFrame]:
    settled = found.settled
    broken = [column for column in settled.present if found.counts.get(CODE + column.name)]
    if not broken:
        return []
    wanted = [pl.col(ROW), *_ids(settled), *(pl.col(mark + column.name) for column in broken for mark in (CELL, CODE))]
    rows = settled.numbered.filter(pl.any_horizontal(pl.col(CODE + column.name).is_not_null() for column in broken))
    collected = rows.select(wanted).collect(engine="streaming")
    return [_unread_column(collected, settled.table, column) for column in broken]


def _unread_column(rows: pl.DataFrame, table: str, column: Column) -> pl.DataFrame:
    bad = rows.filter(pl.col(CODE + column.name).is_not_null())
    value, choices = masked(pl.col(CELL + column.name), column.type), pl.lit("、".join(column.choices))
    order = column_order(table, column.name) * 10
    return problem_lines(bad, pl.col(CODE + column.name), column.name, value, choices, order)


def _rule_lines(found: Counted) -> list[pl.DataFrame]:
    settled = found.settled
    kinds = {column.name: column.type for column in settled.columns}
    lines: list[pl.DataFrame] = []
    for rule in found.rules:
        if not found.counts.get(rule.key):
            continue
        column = rule.columns[0]
        bad = with_helpers(settled.table, settled.numbered).filter(_broken(rule, settled))
        if rule.severity != "error" and found.counts[rule.key] > MOST_WARNINGS:
            bad = bad.bottom_k(MOST_WARNINGS, by=ROW).sort(ROW)  # rows need not stand in the order of their numbers
        value = shown(column, PERSONAL.get(rule.code, kinds[column]))
        wanted = bad.select(ROW, *_ids(settled), value.alias("#value"), _other(rule).alias("#other"))
        order = column_order(settled.table, column) * 10 + 1
        rows = wanted.collect(engine="streaming")
        lines.append(problem_lines(rows, pl.lit(rule.code), column, pl.col("#value"), pl.col("#other"), order))
    return lines


def _broken(rule: Rule, settled: Settled) -> pl.Expr:
    """A rule is not held against a cell that could not be read at all: that has been said already."""
    unread = [CODE + name for name in rule.columns if CODE + name in settled.side_columns(CODE)] if settled.kept else []
    return rule.bad & pl.all_horizontal([pl.col(name).is_null() for name in unread]) if unread else rule.bad


def _suspect(rule: Rule, settled: Settled, strange: Collection[str]) -> pl.Expr:
    """Where a rule may be broken."""
    if rule.code in _STRANGE_ALREADY and STRANGE + rule.columns[0] in strange:
        return pl.col(STRANGE + rule.columns[0])
    return rule.hint if rule.hint is not None else _broken(rule, settled)


def _other(rule: Rule) -> pl.Expr:
    return rule.other if rule.other is not None else pl.lit(None, pl.String)
