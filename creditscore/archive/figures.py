"""The figures of the progress sentence, each with its numerator and denominator.

In: the levels' counts, the village table and what was counted among the usable rows of the input tables. Out: by the
figure's name `num`, `den` (null where it is no share) and `unit` (`household`, `village`, `township`, or `fen` for money). What
each figure counts stands in `definitions`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

import polars as pl

from creditscore.core.terms import plural
from creditscore.tables.checks.relations import Engine


class Figure(TypedDict):
    """One figure: numerator, denominator, and what it counts."""

    num: int
    den: int | None
    unit: str


def figures(counts: Mapping[str, Mapping[str, Any]], folder: Path, parts: Sequence[Mapping[str, int]]) -> dict[str, Figure]:
    """Every figure that the levels' counts (by level), the level tables of a folder and the rows of the input tables allow.

    `parts` are what `counted_rows` found in parts of the input tables that share no household.
    """
    found = {f"credit_{plural(level)}": _rated(counted, level) for level, counted in counts.items()}
    if "village" in counts and "township" in counts:
        found["townships_with_credit_village"] = _townships_reached(folder, counts["township"]["units"])
    households = counts["household"]["units"] if "household" in counts else None
    added = {name: sum(part[name] for part in parts) for name in (parts[0] if parts else ())}
    if "certificates" in added:
        found["certificates"] = Figure(num=added["certificates"], den=households, unit="household")
    if "amount" in added:
        found |= _micro_loans(added, households)
    return found


def counted_rows(frames: Mapping[str, pl.LazyFrame], as_of: date, engine: Engine = "streaming") -> dict[str, int]:
    """What figures count among the usable rows of the input tables: certificates, and micro-loans of households.

    For rows that are in memory the `engine` of that name takes less time.
    """
    queries = [_certificates(frames["households"], as_of)] if "households" in frames else []
    queries += [_counted_loans(frames["loans"], as_of)] if "loans" in frames else []
    return {name: count for query in queries for name, count in query.collect(engine=engine).row(0, named=True).items()}


def _rated(counted: Mapping[str, Any], level: str) -> Figure:
    return Figure(num=counted["status"]["rated"], den=counted["units"], unit=level)


def _townships_reached(folder: Path, townships: int) -> Figure:
    villages = pl.scan_parquet(folder / "villages.parquet").filter(pl.col("status") == "rated")
    return Figure(num=villages.select(_whole(pl.col("township_id").n_unique())).collect().item(), den=townships, unit="township")


def _certificates(households: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    issued = pl.col("certificate_no").is_not_null() & (pl.col("certificate_date").fill_null(as_of) <= as_of)
    return households.select(certificates=_whole(issued.sum()))


def _counted_loans(loans: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    to_households = (pl.col("borrower_type") == "household") & (pl.col("issue_date") <= as_of)
    micro = pl.col("product") == "micro"
    this_year = pl.col("issue_date").is_between(date(as_of.year, 1, 1), date(as_of.year, 12, 31))
    left = pl.col("principal") - pl.col("repaid_principal")
    return loans.filter(to_households).select(
        borrowers=_whole(pl.col("household_id").filter(micro).n_unique()),
        amount=pl.col("principal").filter(micro).sum(),
        outstanding=left.filter(micro).sum(),
        this_year=pl.col("principal").filter(micro & this_year).sum(),
        all_this_year=pl.col("principal").filter(this_year).sum(),
    )


def _micro_loans(added: Mapping[str, int], households: int | None) -> dict[str, Figure]:
    return {
        "micro_loan_households": Figure(num=added["borrowers"], den=households, unit="household"),
        "micro_loan_amount": Figure(num=added["amount"], den=None, unit="fen"),
        "micro_loan_outstanding": Figure(num=added["outstanding"], den=None, unit="fen"),
        "micro_loan_share_of_year": Figure(num=added["this_year"], den=added["all_this_year"], unit="fen"),
    }


def _whole(count: pl.Expr) -> pl.Expr:
    """A count as a 64-bit integer: Polars' own 32 bits would wrap."""
    return count.cast(pl.Int64)
