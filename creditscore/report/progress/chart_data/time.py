"""Data of the charts over time: credit households (1) and micro-loans (5), period by period."""

from __future__ import annotations

from msgspec import Struct

from creditscore.core.terms import FIGURES
from creditscore.core.text import Text
from creditscore.report.measured import percent
from creditscore.report.progress.chart_data.chart import THIS_PERIOD, Heading, amount_in_words, heading, period_labels, time_notes
from creditscore.report.progress.model import Figure, Progress

GROWTH_TITLE = Text("信用户 {n} 户，{moves}", "{n} credit households, {moves}")
GROWTH_DENOMINATOR = Text("占列出农户 {den} 户的 {share}", "{share} of {den} households listed")
MOVES = Text("{period}新增 {gained} 户、失去 {lost} 户", "{gained} won and {lost} lost {period}")
GROSS = Text("上一期没有评定批次，无法比较", "no run in the period before to compare with")
FIRST = Text("首个批次", "the first run")
NET_NOTE = Text(
    "累计数为截止日的信用户，已扣除失去评定的农户；柱为与上一期逐户比较的新增和失去。",
    "The total is of households rated on that day, ratings lost taken off; bars compare with the period before household by household.",
)
LOANS_TITLE = Text("累计发放小额信用贷款 {amount}，余额 {left}", "{amount} of micro-loans granted in all, {left} outstanding")
LOANS_DENOMINATOR = Text(
    "发放给 {households}/{den} 户农户（{share}）；占当年农户贷款总投量的 {of_year}",
    "lent to {households} of {den} households ({share}); {of_year} of this year's household lending",
)
GAP_NOTE = Text("上一期没有评定批次的，无从比较，因此没有柱。", "No bar where the period before has no run to compare with.")
UNKNOWN = "—"


class Growth(Struct, frozen=True):
    """Chart 1: by period the rated households (None: no run), the listed ones, those won and those lost (None: nothing to compare with)."""

    heading: Heading
    labels: list[str]
    totals: list[int | None]
    listed: list[int | None]
    gained: list[int | None]
    lost: list[int | None]


class MicroLoans(Struct, frozen=True):
    """Chart 5: by period the amount granted in all and the amount outstanding, in fen (None: no run)."""

    heading: Heading
    labels: list[str]
    granted: list[int | None]
    outstanding: list[int | None]


def _by_slot(progress: Progress, name: str) -> list[Figure | None]:
    """A figure for every period of the series; None where there is no run."""
    return [progress.figure(name, slot.run.as_of) if slot.run is not None else None for slot in progress.series.slots]


def growth(progress: Progress) -> Growth | None:
    """The data of chart 1; None where households are not rated."""
    found = _by_slot(progress, "credit_households")
    newest = progress.figure("credit_households")
    if newest is None or newest.den is None:
        return None
    title = GROWTH_TITLE.fill(n=f"{newest.num:,}", moves=_moves(progress, newest))
    denominator = GROWTH_DENOMINATOR.fill(den=f"{newest.den:,}", share=percent(newest.num, newest.den))
    return Growth(
        heading(
            progress,
            "1-credit-households",
            title,
            denominator,
            NET_NOTE,
            *time_notes(progress.series),
            *((GAP_NOTE,) if progress.series.missing else ()),
        ),
        period_labels(progress.series),
        [figure.num if figure else None for figure in found],
        [figure.den if figure else None for figure in found],
        [figure.gained if figure else None for figure in found],
        [figure.lost if figure else None for figure in found],
    )


def _moves(progress: Progress, newest: Figure) -> Text:
    if newest.gained is not None and newest.lost is not None:
        return MOVES.fill(period=THIS_PERIOD[progress.period], gained=f"{newest.gained:,}", lost=f"{newest.lost:,}")
    return GROSS if len(progress.series.runs) > 1 else FIRST


def micro_loans(progress: Progress) -> MicroLoans | None:
    """The data of chart 5; None where the runs have no loans."""
    granted, left = progress.figure("micro_loan_amount"), progress.figure("micro_loan_outstanding")
    if granted is None or left is None:
        return None
    title = LOANS_TITLE.fill(amount=amount_in_words(granted.num), left=amount_in_words(left.num))
    amounts = _by_slot(progress, "micro_loan_amount")
    balances = _by_slot(progress, "micro_loan_outstanding")
    return MicroLoans(
        heading(progress, "5-micro-loans", title, _borrowers(progress), *time_notes(progress.series)),
        period_labels(progress.series),
        [figure.num if figure else None for figure in amounts],
        [figure.num if figure else None for figure in balances],
    )


def _borrowers(progress: Progress) -> Text:
    borrowers, of_year = progress.figure("micro_loan_households"), progress.figure("micro_loan_share_of_year")
    if borrowers is None or borrowers.den is None:
        return FIGURES["micro_loan_amount"]
    year = percent(of_year.num, of_year.den) if of_year is not None and of_year.den is not None else UNKNOWN
    share = percent(borrowers.num, borrowers.den)
    return LOANS_DENOMINATOR.fill(households=f"{borrowers.num:,}", den=f"{borrowers.den:,}", share=share, of_year=year)
