"""Points, credit limits, other units' figures and increments, as explanations, workbook and page show them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from creditscore.core.text import Text
from creditscore.packs.load import load_pack
from creditscore.report.lines import level_rules
from creditscore.report.points import card_lines, cut_lines, limit_line, points

SOUND = Path(__file__).parents[1] / "packs" / "sound"
PACK = load_pack(SOUND / "county.toml").pack
GAINS = load_pack(SOUND / "increments.toml").pack
AS_OF = date(2012, 6, 30)
ROW = {
    **dict.fromkeys(("V1", "V2", "V4"), "pass"),
    "V3": "pending",
    "grade": "ordinary",
    "village_card.low": 4700,
    "village_card.high": 10000,
    "recovery.num": 89,
    "recovery.den": 100,
    "recovery.low": 89,
    "recovery.high": 99,
    "bad_share.num": 7,
    "bad_share.den": 100,
    "bad_share.low": 7,
    "bad_share.high": 7,
    "member_share.num": 0,
    "member_share.den": 0,
    "member_share.low": 0,
    "member_share.high": 0,
    "rated_households.num": 4,
    "rated_households.low": 4,
    "rated_households.high": 4,
}
ANSWERS = {"officer_assigned": None, "helps_collection": True}


@pytest.mark.parametrize(("hundredths", "written"), [(4000, "40"), (8150, "81.5"), (8125, "81.25"), (5, "0.05"), (-150, "-1.5"), (0, "0")])
def test_points_are_written_without_superfluous_noughts(hundredths, written):
    assert points(hundredths) == written


def test_each_item_has_its_points_at_both_ends():
    (card,) = card_lines(PACK, "village", ROW, ANSWERS, AS_OF)
    assert [item.points.words for item in card.items if item.points] == ["0–40", "26", "10", "0–10", "3", "2"]
    assert [item.most for item in card.items] == ["40", "30", "20", "10", "3", "4"]
    assert (card.points.words, card.total, card.bonus_cap) == ("47–100", "100", "5")


def test_without_the_answers_their_items_have_no_points():
    (card,) = card_lines(PACK, "village", ROW, None, AS_OF)
    assert [item.points is None for item in card.items] == [False, False, False, True, True, False]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (8500, 8500, Text("已达到", "reached")),
        (8450, 8450, Text("差0.5分", "0.5 points short")),
        (8000, 8500, Text("至多差5分（证据不全）", "up to 5 points short (evidence is missing)")),
        (8000, 8400, Text("差1至5分（证据不全）", "1 to 5 points short (evidence is missing)")),
    ],
)
def test_the_distance_to_a_cut_is_exact(low, high, expected):
    excellent, _ = cut_lines(PACK, "village", "village_card", {"village_card.low": low, "village_card.high": high}, AS_OF)
    assert excellent.distance == expected


@pytest.mark.parametrize(
    ("grade", "fen", "en"),
    [
        ("excellent", 1_490_000, "14,900.00 yuan"),
        ("good", 300_000, "3,000.00 yuan"),
        ("excellent", None, "not known (an amount that it rests on is blank)"),
        (None, None, "none (no confirmed grade)"),
    ],
)
def test_the_limit_says_its_amount_or_why_there_is_none(grade, fen, en):
    line = limit_line(PACK, "household", {"grade": grade, "limit": fen}, AS_OF)
    assert line is not None
    assert line.words.en == en


def test_a_level_without_limits_has_none():
    assert limit_line(PACK, "village", ROW, AS_OF) is None


def against_the_county(own, county):
    """The line of V1: a bad-loan share in fen of 100 yuan, the county's low and high of 1,000 yuan."""
    figures = {"num": own, "low": own, "high": own, "den": 10_000}
    theirs = {"num": county[0], "low": county[0], "high": county[1], "den": 100_000}
    row = {f"bad_share.{end}": value for end, value in figures.items()} | {
        f"county.bad_share.{end}": value for end, value in theirs.items()
    }
    return level_rules(PACK, "village", AS_OF).line("V1", {"V1": "fail", **row})


@pytest.mark.parametrize(
    ("own", "county", "missing"),
    [
        (1500, (15_000, 15_000), 1),
        (1499, (15_000, 15_000), 0),
        (2000, (20_000, 30_000), 1),
        (3000, (15_000, 15_000), 1765),
    ],
)
def test_the_distance_to_another_units_figure_takes_its_worse_end(own, county, missing):
    assert against_the_county(own, county).missing == missing


def test_the_other_units_figure_stands_beside_what_is_required():
    line = against_the_county(1500, (15_000, 15_000))
    assert line.required.en == "below the county's bad-loan share: 150.00/1,000.00 yuan (15.00%)"
    assert line.required.zh == "低于所在县的不良贷款占比：150.00/1,000.00元（15.00%）"
    assert line.distance == Text("差0.01元（对方数字不变时）", "0.01 yuan short, while the other figure stays as it is")


def test_there_is_no_distance_to_a_figure_that_is_not_there():
    row = {"V1": "fail", **{f"bad_share.{end}": 1 for end in ("num", "low", "high", "den")}}
    assert (
        level_rules(PACK, "village", AS_OF)
        .line("V1", row | {f"county.bad_share.{end}": 0 for end in ("num", "low", "high", "den")})
        .missing
        is None
    )
    assert level_rules(PACK, "village", AS_OF).line("V1", row).missing is None


def growth(now, before):
    """The line of the criterion on growth over last year's columns."""
    criteria = GAINS.criteria["village"]
    name = next(name for name, rule in criteria.items() if rule.measure == "growth")
    row = {name: "fail", "recovery.num": now, "recovery.den": 10_000, "recovery_last_year.num": before, "recovery_last_year.den": 10_000}
    return level_rules(GAINS, "village", AS_OF).line(name, row), criteria[name]


def test_an_increment_is_told_in_percentage_points_with_its_two_ratios():
    line, _ = growth(9_100, 9_000)
    assert line.measured.words.en == "+1.00 percentage points (91.00/100.00 yuan (91.00%) − 90.00/100.00 yuan (90.00%))"
    assert growth(8_950, 9_000)[0].measured.short == "-0.50"


def test_the_distance_of_an_increment_is_what_the_later_ratio_is_short_of():
    line, rule = growth(9_000, 9_000)
    ((word, bound),) = rule.bounds.items()
    needed = int(bound.values[-1].exact * 10_000) + (word == "above")
    assert line.missing == needed
    assert growth(9_000 + needed, 9_000)[0].missing == 0
    assert growth(9_000 + needed - 1, 9_000)[0].missing == 1
