"""The loans with the fixed definitions added: outstanding balance, effective due date, overdue."""

from __future__ import annotations

from datetime import date

import narwhals as nw

from creditscore.engine.codes import Frame


def with_definitions(loans: Frame, as_of: date) -> Frame:
    """Loans plus `outstanding` (fen), `effective_due_date` and `overdue` at the end of the as-of date.

    A loan is overdue when its effective due date is before the as-of date and principal is
    outstanding, or when interest is overdue; unknown when neither is so but the interest is blank.
    `household_id` is kept where the borrower is a household; an enterprise's loan is nobody's household loan.
    """
    outstanding = nw.col("principal") - nw.col("repaid_principal")
    effective = nw.coalesce(nw.col("extended_due_date"), nw.col("due_date"))
    past_due = (effective < nw.lit(as_of)) & (outstanding > 0)
    of_household = nw.col("borrower_type") == "household"
    return loans.with_columns(
        nw.when(of_household).then(nw.col("household_id")).alias("household_id"),
        outstanding.alias("outstanding"),
        effective.alias("effective_due_date"),
        (past_due | (nw.col("overdue_interest") > 0)).alias("overdue"),
    )


def age_in_years(birth_date: str, as_of: date) -> nw.Expr:
    """Completed years at the as-of date; null where the birth date is blank.

    The parts of a date are 8-bit in some engines and would wrap: 64 bits before any arithmetic.
    """
    born = nw.col(birth_date)
    year, month, day = (part.cast(nw.Int64) for part in (born.dt.year(), born.dt.month(), born.dt.day()))
    birthday_to_come = (month * 100 + day > as_of.month * 100 + as_of.day).cast(nw.Int64)
    return as_of.year - year - birthday_to_come
