"""Chart data say what the figures say; the title states the finding; a missing period is missing, not zero."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeVar

import pytest

from creditscore.core.text import LANGS
from creditscore.report.progress.chart_data import bounds, chart, places, rates, ratings, time
from creditscore.report.progress.chart_data.chart import MISSING, amount_in_words, counted, wan
from creditscore.report.progress.figures.targets import Targets
from tests.report.made_series import APRIL, JUNE, MAY, made_progress, sample_progress

ALL = (
    time.growth,
    places.coverage,
    ratings.funnel,
    places.heat_map,
    time.micro_loans,
    rates.risk,
    ratings.failed,
    ratings.nearest_villages,
    bounds.sweep_panels,
)


Data = TypeVar("Data")


def there(data: Data | None) -> Data:
    """The data of a chart that can be drawn."""
    assert data is not None
    return data


@pytest.fixture(scope="module")
def progress(tmp_path_factory):
    return made_progress(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    plan = {("T01", "credit_households"): (("2003-06", 600),), ("T02", "credit_households"): (("2003-05", 460),)}
    return sample_progress(tmp_path_factory.mktemp("reports"), ["2003-05-31", "2003-06-30"], Targets("targets.toml", "township", plan))


def test_a_month_without_a_run_is_missing_not_zero(progress):
    data = there(time.growth(progress))
    assert (data.labels, data.totals) == (["2003-04", "2003-05", "2003-06"], [2, None, 2])
    assert MISSING in data.heading.notes
    assert there(time.micro_loans(progress)).granted == [1_300_000, None, 1_500_000]


def test_a_month_without_a_run_has_no_cell_in_the_heat_map(progress):
    assert there(places.heat_map(progress)).cells == [[(2, 5), None, (2, 5)], [(0, 2), None, (0, 2)]]


def test_additions_are_what_was_won_and_lost(tmp_path):
    data = there(time.growth(made_progress(tmp_path, [APRIL, MAY, JUNE])))
    assert (data.gained, data.lost) == ([None, 0, 0], [None, 0, 0])
    assert MISSING not in data.heading.notes


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_every_chart_names_its_day_denominator_and_source(sample, make):
    heading = make(sample).heading
    for lang in LANGS:
        assert heading.title.say(lang)
        assert "2003-06-30" in heading.subtitle.say(lang)
        assert "ninghe" in heading.source.say(lang)


@pytest.mark.parametrize(
    ("make", "zh", "en"),
    [
        (time.growth, "信用户 1,549 户，本月新增 33 户、失去 5 户", "1,549 credit households, 33 won and 5 lost this month"),
        (places.coverage, "1/2 个乡镇未完成信用户计划，乙镇差 9 户", "Behind plan: 1 of 2 townships; 乙镇 is short by 9 households"),
        (time.micro_loans, "累计发放小额信用贷款 406.21 万元，余额 210.33 万元", "4,062.1 thousand yuan of micro-loans granted in all"),
        (ratings.nearest_villages, "最近的是后朱坨：还需压降不良贷款0.01元", "nearest is 后朱坨: 0.01 yuan less in bad loans"),
        (bounds.sweep_panels, "V3a 的标准由 30% 改为 31%，信用村将由 9 个变为 13 个", "there would be 13 credit villages instead of 9"),
        (ratings.failed, "12/30 个行政村不达标，其中 4 个仅此一项", "12 of 30 villages fail V3a"),
        (rates.risk, "3/3 个乡镇收回率达到标准（90%）", "The recovery bound (90%) is met by 3 of 3 townships"),
    ],
)
def test_the_title_states_the_finding(sample, make, zh, en):
    title = make(sample).heading.title
    assert zh in title.zh
    assert en in title.en


def test_coverage_stands_beside_the_plan_highest_share_first(sample):
    data = there(places.coverage(sample))
    assert [(place.id, place.num, place.den, place.planned) for place in data.places] == [
        ("T01", 627, 988, 600),
        ("T03", 471, 994, None),
        ("T02", 451, 1018, 460),
    ]


def test_the_funnel_begins_with_every_household(sample):
    assert [number for _, number in there(ratings.funnel(sample)).steps] == [3000, 2666, 1549, 1302, 1064]


def test_rates_are_held_against_their_bound_in_whole_numbers(sample):
    recovery, bad = there(rates.risk(sample)).panels
    assert (recovery.exact, recovery.operator, bad.exact, bad.operator) == (Fraction(9, 10), "at_least", Fraction(3, 10), "below")
    assert all(rate.meets for panel in (recovery, bad) for rate in panel.places)


@pytest.mark.parametrize(
    ("ends", "operator", "meets"),
    [
        ((90, 90), "at_least", True),
        ((89, 91), "at_least", False),
        ((90, 90), "above", False),
        ((91, 91), "above", True),
        ((90, 90), "at_most", True),
        ((90, 91), "at_most", False),
        ((90, 90), "below", False),
        ((80, 89), "below", True),
    ],
)
def test_a_bound_is_met_at_both_ends_or_not_at_all(ends, operator, meets):
    assert rates.meets_bound(ends, 100, operator, Fraction(9, 10)) is meets


def test_only_those_furthest_behind_are_shown_where_there_are_many(sample, monkeypatch):
    for module in (chart, places):
        monkeypatch.setattr(module, "MOST_PLACES", 2)
    data = there(places.coverage(sample))
    assert [place.id for place in data.places] == ["T03", "T02"]
    assert "图中只列占比最低的 2 个" in data.heading.notes[-1].zh


@pytest.mark.parametrize(
    ("fen", "zh", "en"), [(406_210_000, "406.21 万元", "4,062.1 thousand yuan"), (-19_999, "-0.01 万元", "-0.1 thousand yuan")]
)
def test_amounts_are_cut_off(fen, zh, en):
    assert amount_in_words(fen) == (zh, en)
    assert wan(fen) == zh.removesuffix(" 万元")


@pytest.mark.parametrize(
    ("level", "number", "en"), [("household", 1, "1 household"), ("village", 1200, "1,200 villages"), ("bank", 2, "2 banks")]
)
def test_units_are_counted_in_words(level, number, en):
    assert counted(level, number).en == en
