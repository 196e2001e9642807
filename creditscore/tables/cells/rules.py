"""The value checks, each defined once: a reason, the columns it looks at, and an expression that is true for bad rows.

The same rules run in the streaming query of `checks` and in the pandera schemas of `schemas`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

import polars as pl
from msgspec import Struct

from creditscore.core.columns import CLASSES, MAY_BE_NEGATIVE, Column
from creditscore.core.money import LARGEST_FEN
from creditscore.tables.cells.number_facts import BORN_INSIDE, DIGITS_WRONG, with_number_facts
from creditscore.tables.cells.read_id_numbers import holds_id_number, old_form
from creditscore.tables.cells.reading import beyond_ascii
from creditscore.tables.reasons import REASONS, Severity

ADULT = 18
"""The age in completed years from which a loan certificate can be held."""
LARGEST_COUNT = 1_000_000
"""No household has so many members and no village so many households."""


class Rule(Struct, frozen=True):
    """One value check: its reason, the columns (the first is the one blamed), and where it is broken.

    `bad` is true for a broken row, false or null for a good one, and may look at the columns of `with_helpers`;
    `other` is what the value is held against, as text; `hint` is a cheaper test that is true for every broken row
    where it holds nowhere, `bad` is not worked out.
    """

    code: str
    table: str
    columns: tuple[str, ...]
    bad: pl.Expr
    other: pl.Expr | None = None
    hint: pl.Expr | None = None

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return REASONS[self.code].severity

    @property
    def key(self) -> str:
        """A name that no other rule of the table has."""
        return f"{self.code}:{self.columns[0]}"


def rules_for(table: str, columns: Iterable[Column], as_of: date | None) -> list[Rule]:
    """The value checks of a table with the columns that its file has, in the order in which they are reported."""
    return list(_rules(table, tuple(columns), as_of))


@lru_cache(maxsize=64)
def _rules(table: str, present: tuple[Column, ...], as_of: date | None) -> tuple[Rule, ...]:
    """Made once for a table: a run asks for the same checks several times, and they are long expressions."""
    names = {column.name for column in present}
    special = _LATER_CHECKS[table](as_of) if table in _LATER_CHECKS else iter(())
    own = [rule for column in present for rule in _column_rules(table, column)]
    return (*own, *(rule for rule in special if names.issuperset(rule.columns)))


def with_helpers(table: str, frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame with the helper columns that the table's rules look at."""
    return with_number_facts(frame) if table == "households" else frame


def shown_money(fen: pl.Expr) -> pl.Expr:
    """Fen as yuan with two decimals, as text."""
    size = fen.abs()
    sign = pl.when(fen < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return sign + (size // 100).cast(pl.String) + "." + (size % 100).cast(pl.String).str.zfill(2)


def _column_rules(table: str, column: Column) -> Iterator[Rule]:
    cell = pl.col(column.name)
    if column.required:
        yield Rule("blank_required", table, (column.name,), cell.is_null())
    if column.type == "choice" and column.choices:
        allowed = "、".join(column.choices)
        yield Rule("choice_unknown", table, (column.name,), ~cell.is_in(list(column.choices)), pl.lit(allowed))
    if column.type == "money":
        yield Rule("amount_too_large", table, (column.name,), ~cell.is_between(-LARGEST_FEN, LARGEST_FEN))
    if column.type == "integer" and not column.own:
        yield Rule("number_too_large", table, (column.name,), cell > LARGEST_COUNT)
    if column.type in {"money", "integer"} and column.name not in MAY_BE_NEGATIVE and not column.may_be_negative:
        yield Rule("negative", table, (column.name,), cell < 0)


def _household_rules(as_of: date | None) -> Iterator[Rule]:
    number, born = pl.col("id_number"), pl.col("birth_date")
    inside = pl.col(BORN_INSIDE)
    impossible = number.is_not_null() & inside.is_null()
    yield Rule("id_number_birth_date", "households", ("id_number",), impossible)
    yield Rule("id_number_check_digit", "households", ("id_number",), pl.col(DIGITS_WRONG) & ~impossible)
    if as_of is not None:
        day = pl.lit(as_of.isoformat())
        yield Rule("born_after_as_of", "households", ("birth_date",), born > as_of, day)
        yield Rule("born_after_as_of", "households", ("id_number",), inside > as_of, day)
        yield Rule("certified_after_as_of", "households", ("certificate_date",), pl.col("certificate_date") > as_of, day)
    yield Rule("birth_dates_differ", "households", ("birth_date", "id_number"), born != inside, inside.cast(pl.String))
    yield _certificate_rule()
    yield from _personal_id_rules()


def _certificate_rule() -> Rule:
    """A loan certificate of somebody who had not completed eighteen years on its date."""
    certified, born = pl.col("certificate_date"), pl.coalesce("birth_date", BORN_INSIDE)
    early = _as_number(certified) - _as_number(born) < ADULT * 10_000
    near = certified.cast(pl.Int32) - born.cast(pl.Int32) < ADULT * 366
    return Rule("certified_before_eighteen", "households", ("certificate_date",), early, born.cast(pl.String), near)


def _as_number(day: pl.Expr) -> pl.Expr:
    """A day as a number that grows with it: 20030630."""
    return day.dt.year().cast(pl.Int32) * 10_000 + day.dt.month().cast(pl.Int32) * 100 + day.dt.day().cast(pl.Int32)


def _personal_id_rules() -> Iterator[Rule]:
    """Ids stand in every report, so none may be a person's ID number or name."""
    unit, number, name = pl.col("household_id"), pl.col("id_number"), pl.col("head_name")
    own = (unit == number) | (unit == old_form(number))
    holds = own.fill_null(value=False) | holds_id_number(unit)
    size = unit.str.len_bytes()
    hint = (size >= 15) & ((size >= 18) | (unit < ":") | (number > ":"))  # what starts with a digit stands before a colon
    yield Rule("id_holds_id_number", "households", ("household_id",), holds, None, hint)
    named = (name.str.len_chars() > 1) & unit.str.contains(name, literal=True)
    yield Rule("id_holds_name", "households", ("household_id",), named, None, beyond_ascii(unit))


def _place_rules(table: str, columns: tuple[str, ...]) -> Iterator[Rule]:
    for column in columns:
        digits = pl.col(column).str.contains(r"\d{15}")
        old = digits if column.endswith("_name") else pl.lit(value=False)
        yield Rule("id_holds_id_number", table, (column,), holds_id_number(pl.col(column)).fill_null(value=False) | old, hint=digits)


def _village_rules(_: date | None) -> Iterator[Rule]:
    yield from _place_rules("villages", ("village_id", "village_name", "township_id"))


def _township_rules(_: date | None) -> Iterator[Rule]:
    yield from _place_rules("townships", ("township_id", "township_name", "county_id"))


def _loan_rules(as_of: date | None) -> Iterator[Rule]:
    issued, due, extended = pl.col("issue_date"), pl.col("due_date"), pl.col("extended_due_date")
    of_household = pl.col("borrower_type") == "household"
    no_household, no_product = pl.col("household_id").is_null(), pl.col("product").is_null()
    yield Rule("blank_household", "loans", ("household_id", "borrower_type"), of_household & no_household)
    yield Rule("household_not_needed", "loans", ("household_id", "borrower_type"), ~of_household & ~no_household)
    yield Rule("blank_product", "loans", ("product", "borrower_type"), of_household & no_product)
    yield Rule("due_before_issue", "loans", ("due_date", "issue_date"), due < issued, issued.cast(pl.String))
    yield Rule("extension_before_due", "loans", ("extended_due_date", "due_date"), extended < due, due.cast(pl.String))
    principal, repaid = pl.col("principal"), pl.col("repaid_principal")
    yield Rule("repaid_above_principal", "loans", ("repaid_principal", "principal"), repaid > principal, shown_money(principal))
    yield _class_rule()
    if as_of is not None:
        yield Rule("issued_after_as_of", "loans", ("issue_date",), issued > as_of, pl.lit(as_of.isoformat()))


def _class_rule() -> Rule:
    scheme, given = pl.col("classification_scheme"), pl.col("loan_class")
    strangers = [(scheme == name) & ~given.is_in(list(classes)) for name, classes in CLASSES.items()]
    return Rule("class_not_of_scheme", "loans", ("loan_class", "classification_scheme"), pl.any_horizontal(strangers), scheme)


_LATER_CHECKS = {"households": _household_rules, "loans": _loan_rules, "villages": _village_rules, "townships": _township_rules}
