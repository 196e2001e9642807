"""Data of chart 6: recovery rate and bad-loan share by place against the bounds of the level's criteria."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct

from creditscore.core.text import Text
from creditscore.report.progress.chart_data.chart import MOST_PLACES, Heading, heading, left_out, newest_places, plural_of
from creditscore.report.progress.model import Progress

RISK_TITLE = Text("{recovery}，{bad}", "{recovery}; {bad}")
RECOVERY_MET = Text(
    "{n}/{all} 个{level}收回率达到标准（{bound}）",
    "The recovery bound ({bound}) is met by {n} of {all} {level}",
)
NONE_DUE = Text("还没有到期的小额信用贷款", "No micro-loan has fallen due yet")
BAD_LOANS_MET = Text("{n}/{all} 个{level}不良贷款占比合乎标准（{bound}）", "the bad-loan bound ({bound}) by {n} of {all}")
NO_BALANCE = Text("没有村办企业等的贷款余额", "no enterprise owes a balance")
RISK_DENOMINATOR = Text(
    "分母：到期小额信用贷款本金；村办企业等四类借款人的贷款余额（万元）",
    "denominators: micro-loan principal due; balances of the four enterprise borrower types (thousand yuan)",
)
RISK_NOTE = Text(
    "实心：达标；空心：未达标或待定；横线：资料不全时的区间；没有点：没有这类贷款。",
    "Filled: meets the bound; open: does not, or pending; bar: interval where evidence is missing; no dot: no such loans.",
)
MEASURES = ("micro_recovery", "bad_loan_share")


class PlaceRate(Struct, frozen=True):
    """One place's share at both ends of its interval, and whether it meets the bound; `den` 0: no such loans."""

    name: str
    low: int
    high: int
    den: int
    meets: bool


class Rates(Struct, frozen=True):
    """One measure of chart 6 with the bound that it is held against."""

    title: Text
    operator: str
    bound: str
    exact: Fraction
    places: list[PlaceRate]


class Risk(Struct, frozen=True):
    """Chart 6: recovery rate and bad-loan share, places in the same order."""

    heading: Heading
    panels: list[Rates]


def risk(progress: Progress) -> Risk | None:
    """The data of chart 6; None where the level has neither measure with a bound."""
    rows = sorted(newest_places(progress).iter_rows(named=True), key=_recovery, reverse=True)
    found = [_rates(progress, measure, rows[-MOST_PLACES:]) for measure in MEASURES]
    panels = [panel for panel in found if panel is not None]
    if len(panels) < len(MEASURES):
        return None
    recovery = _met(progress, panels[0], RECOVERY_MET, NONE_DUE)
    title = RISK_TITLE.fill(recovery=recovery, bad=_met(progress, panels[1], BAD_LOANS_MET, NO_BALANCE))
    notes = (RISK_NOTE, *left_out(progress, len(rows)))
    return Risk(heading(progress, "6-recovery-and-bad-loans", title, RISK_DENOMINATOR, *notes, of_series=False), panels)


def _met(progress: Progress, panel: Rates, words: Text, none: Text) -> Text:
    """How many places meet a bound, of those that have such loans."""
    held = [place for place in panel.places if place.den]
    met = sum(place.meets for place in held)
    return words.fill(n=met, all=len(held), level=plural_of(progress), bound=panel.bound) if held else none


def _recovery(row: Mapping[str, Any]) -> tuple[Fraction, str]:
    den = row.get("micro_recovery.den") or 0
    return (Fraction(row["micro_recovery.num"], den) if den else Fraction(2), row["id"])


def _rates(progress: Progress, measure: str, rows: list[dict[str, Any]]) -> Rates | None:
    """The measure of every place against the bound of the level's criterion; None where there is no such criterion."""
    for criterion in progress.pack.criteria.get(progress.level, {}).values():
        values = [(word, value) for word, bound in criterion.bounds.items() if (value := bound.at(progress.as_of)) is not None]
        if criterion.measure == measure and len(values) == 1 and rows and f"{measure}.num" in rows[0]:
            operator, bound = values[0]
            title = progress.pack.measures[measure].title
            places = [_rate(row, measure, operator, bound.exact) for row in rows]
            return Rates(Text(title.zh, title.en), operator, bound.written, bound.exact, places)
    return None


def _rate(row: Mapping[str, Any], measure: str, operator: str, bound: Fraction) -> PlaceRate:
    num, den = row[f"{measure}.num"] or 0, row[f"{measure}.den"] or 0
    low, high = row.get(f"{measure}.low"), row.get(f"{measure}.high")
    ends = (num if low is None else low, num if high is None else high)
    return PlaceRate(row["name"] or row["id"], *ends, den, meets_bound(ends, den, operator, bound))


def meets_bound(ends: tuple[int, int], den: int, operator: str, bound: Fraction) -> bool:
    """Whether a share meets a bound at both ends of its interval: whole numbers decide."""
    limit = bound.numerator * den
    low, high = (end * bound.denominator for end in ends)
    return {"at_least": low >= limit, "above": low > limit, "at_most": high <= limit, "below": high < limit}[operator]
