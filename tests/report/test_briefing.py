"""The briefing: the source's sentence filled, what changed, where it is stuck, which villages are nearest."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest
from msgspec.structs import asdict

from creditscore.archive.series import read_series
from creditscore.report.progress.briefing.sentence import english_day, sentence
from creditscore.report.progress.briefing.stuck import _first_phrase
from creditscore.report.progress.briefing.text import briefing, write_briefing
from creditscore.report.progress.figures.build import build_progress
from tests.archive.made_runs import made_run


@pytest.fixture(scope="module")
def progress(tmp_path_factory, pack):
    reports = tmp_path_factory.mktemp("reports")
    for day in (date(2003, 5, 31), date(2003, 6, 30)):
        made_run(reports, day)
    return build_progress(read_series(reports), pack)


def section(progress, name):
    return next(entry for entry in briefing(progress).sections if entry.name == name)


def test_the_sentence_is_filled_with_every_denominator(progress):
    assert sentence(progress).zh == (
        "截止2003年6月30日，全县信用社已评定信用户2户（占列出农户7户的28.57%），发放农户小额信用贷款证2本，"
        "累计向2户农户发放小额信用贷款1.50万元，其中本年发放0.50万元，占当年全部农户贷款总投量1.00万元的50.00%。"
        "评定信用村1个（占列出行政村4个的25.00%），遍及全县1个乡镇，占比达50.00%（1/2个乡镇）。评定信用乡镇1个（共2个乡镇）。"
    )


def test_the_sentence_in_english(progress):
    told = sentence(progress).en
    assert "By 30 June 2003 the county's credit cooperatives had rated 2 credit households (28.57% of the 7 households listed)" in told
    assert "rated 1 credit village (25.00% of the 4 villages listed), in 1 of 2 townships (50.00%)" in told


def test_a_figure_that_is_not_there_is_left_out_with_its_words(progress):
    without = progress.figures.filter(pl.col("figure") != "certificates")
    told = sentence(type(progress)(**{**asdict(progress), "figures": without}))
    assert "贷款证" not in told.zh
    assert "certificate" not in told.en


def test_changes_name_the_period_before(progress):
    told = section(progress, "changes").paragraphs[0]
    assert told.zh.startswith("与上一期（2003-05-31）相比：信用户没有变化")
    assert told.en.startswith("Since the period before (2003-05-31): credit households unchanged")


def test_without_a_period_before_nothing_is_compared(tmp_path, pack):
    made_run(tmp_path)
    alone = build_progress(read_series(tmp_path), pack)
    assert section(alone, "changes").paragraphs[0].zh == "上一期没有评定批次，本期不作比较。"


def test_stuck_tells_what_fails_most_alone_and_together(progress):
    households, villages, townships = section(progress, "stuck").paragraphs
    assert "H3“信誉观念强……”2/7户（28.57%），其中仅此一项不达标的1户" in households.zh
    assert "两项同时不达标最多的：H3＋H8（1）" in households.zh
    assert "V1a“不拖欠贷款的借款农户占比”1/4个（25.00%）" in villages.zh
    assert "T1“信用村占比”1/2个（50.00%）" in townships.zh


def test_nearest_villages_with_their_exact_distance(progress):
    told = section(progress, "nearest").paragraphs[0]
    assert "东庄村（芦台镇）还需1户清偿拖欠" in told.zh
    assert "V3 (板桥镇): 0.01 yuan less in bad loans" in told.en


@pytest.mark.parametrize(("text", "expected"), [("热心支持，入股", "热心支持…"), ("a, b; c", "a…"), ("全文", "全文")])
def test_a_long_clause_is_cut_at_its_first_phrase(text, expected):
    assert _first_phrase(text, "…") == expected


def test_days_in_english_words():
    assert [english_day(date(2003, month, 1)) for month in (1, 12)] == ["1 January 2003", "1 December 2003"]


def test_both_languages_are_written_for_windows_too(tmp_path, progress):
    zh, en = write_briefing(progress, tmp_path, "zh")
    assert zh.read_bytes().startswith("\ufeff农村".encode())
    assert b"\r\n" in en.read_bytes()
    assert not re.search(r"[\u4e00-\u9fff]", en.read_text("utf-8-sig").split("Nearest")[0].replace("（", ""))


def test_no_person_is_named(progress):
    text = briefing(progress).text("zh") + briefing(progress).text("en")
    assert "H001" not in text
