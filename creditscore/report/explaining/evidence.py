"""The loans behind a criterion: those that its measure counts, with their dates and amounts.

In: the pack, a measure, the usable loans of the run's inputs and the unit. Out: a frame of the loans
that count (or may count, where evidence is missing): the overdue ones first, then by due date.
"""

from __future__ import annotations

from datetime import date

import narwhals as nw
import polars as pl

from creditscore.archive.runs import Run
from creditscore.engine.conditions import all_true, truth
from creditscore.engine.loans import with_definitions
from creditscore.packs.model.pack import Condition, Measure, Pack
from creditscore.packs.sources import over_loans

COLUMNS = (
    "loan_id",
    "borrower_type",
    "household_id",
    "village_id",
    "product",
    "issue_date",
    "effective_due_date",
    "principal",
    "repaid_principal",
    "outstanding",
    "overdue_interest",
    "overdue",
    "ever_overdue",
    "loan_class",
)


def loans_of(run: Run, level: str, unit_id: str, loans: pl.LazyFrame) -> pl.LazyFrame:
    """The loans of a household or a village, or of all villages (else all households) of another unit; none where no level names it."""
    key = f"{level}_id"
    if key in loans.collect_schema():
        return loans.filter(pl.col(key) == unit_id)
    for below in ("village", "household"):
        if below in run.levels and key in run.table(below).collect_schema():
            units = run.table(below).filter(pl.col(key) == unit_id).select(f"{below}_id")
            return loans.join(units, on=f"{below}_id", how="semi")
    return loans.clear()


def loans_that_count(pack: Pack, measure: Measure, loans: pl.LazyFrame, as_of: date) -> pl.DataFrame | None:
    """The unit's loans that a measure counts; None for a measure that rests on no loans."""
    tests = _tests(pack, measure)
    if tests is None:
        return None
    defined = with_definitions(nw.from_native(loans), as_of)
    counts = all_true([truth(condition, pack, "loans", as_of) for condition in tests])
    held = defined.filter(counts | counts.is_null()) if tests else defined
    found: pl.LazyFrame = held.to_native()
    present = set(found.collect_schema().names())
    columns = [name for name in COLUMNS if name in present]
    if measure.share_of is not None:
        found = found.filter(pl.col(f"{measure.share_of.unit}_id").is_not_null())
    return found.select(columns).sort(~pl.col("overdue").fill_null(value=False), "effective_due_date", "loan_id").collect()


def _tests(pack: Pack, measure: Measure) -> list[Condition] | None:
    """The tests on a loan that a measure makes; a share of units makes those of what the units must have."""
    if measure.share_of is None:
        return measure.where if over_loans(measure) else None
    named = [part.measure for part in measure.which_have if part.measure is not None]
    return _tests(pack, pack.measures[named[0]]) if named else None
