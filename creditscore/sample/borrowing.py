"""Who borrows, who is in arrears and who saves: chosen by rank in each village, so that the village's counts are met exactly.

In: household lives with `quality` and the village's counts. Out: the same rows with `role`, `has_past`,
`late`, `slips` and `saves`. Choosing by rank keeps the choice tied to quality and the count to the case.
"""

from __future__ import annotations

import polars as pl

from creditscore.sample.draws import Draws

NONE, FORMER, CURRENT, ARREARS = 0, 1, 2, 3
"""Roles on the as-of date: no loan, only repaid loans, a loan that is not overdue, in arrears."""


def with_roles(households: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Household rows with their `role`, whether they have an earlier repaid loan, repaid it late, and have a deposit account."""
    draws = Draws(seed, "n")
    borrowing = _rank(draws.mixed("borrows"))
    ranked = households.with_columns(borrowing.alias("turn"), (_rank(-_standing(draws, "saves", 350)) <= pl.col("savers")).alias("saves"))
    worst = _rank(pl.when(pl.col("turn") <= pl.col("borrowers")).then(_standing(draws, "owes", 200)).otherwise(10_000))
    placed = ranked.with_columns(worst.alias("worst")).with_columns(_role().alias("role"))
    return placed.with_columns(*_histories(draws)).drop("turn", "worst")


def _rank(score: pl.Expr) -> pl.Expr:
    """The place of each household in its village, from 1, smallest score first; equals keep the order of their numbers."""
    return score.rank("ordinal").over("v").cast(pl.Int64)


def _standing(draws: Draws, name: str, noise: int) -> pl.Expr:
    return pl.col("quality") + draws.between(name, -noise, noise)


def _role() -> pl.Expr:
    turn, borrowers = pl.col("turn"), pl.col("borrowers")
    return (
        pl.when((turn <= borrowers) & (pl.col("worst") <= pl.col("in_arrears")))
        .then(ARREARS)
        .when(turn <= borrowers)
        .then(CURRENT)
        .when(turn <= borrowers + pl.col("former"))
        .then(FORMER)
        .otherwise(NONE)
    ).cast(pl.Int64)


def _histories(draws: Draws) -> list[pl.Expr]:
    """An earlier loan, repaid in full, perhaps late; arrears of interest alone only where no bound is being steered for."""
    role = pl.col("role")
    has_past = (role == FORMER) | (role == CURRENT) & draws.happens("earlier", 300)
    late = has_past & (_standing(draws, "late", 250) < 330)
    slips = (role == ARREARS) & ~pl.col("clean") & draws.happens("slips", 150)
    return [has_past.alias("has_past"), late.alias("late"), slips.alias("slips")]
