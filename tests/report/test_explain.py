"""Explanations: what each criterion rests on, in records, text and JSON."""

from __future__ import annotations

import json

import polars as pl
import pytest

from creditscore.core.errors import UsageError
from creditscore.core.terms import VERDICTS
from creditscore.report.explaining.as_json import as_data
from creditscore.report.explaining.as_text import MOST_LOANS, as_text
from creditscore.report.explaining.explain import explain
from tests.archive.made_runs import input_frames, loan, made_run


def line_of(explanation, criterion):
    return next(line for line in explanation.lines if line.criterion == criterion)


@pytest.mark.parametrize(("unit", "level", "criteria"), [("H001", "household", 9), ("V1", "village", 7), ("T1", "township", 4)])
def test_a_unit_of_every_level_is_explained(run, pack, unit, level, criteria):
    explanation = explain(run, unit, pack)
    assert (explanation.unit.level, explanation.unit.id) == (level, unit)
    assert len(explanation.lines) == criteria


def test_the_unit_stands_in_its_village_township_and_county(run, pack):
    explanation = explain(run, "H003", pack)
    assert [(place.level, place.id, place.name) for place in explanation.parents] == [
        ("village", "V1", "东庄村"),
        ("township", "T1", "芦台镇"),
        ("county", "120221", None),
    ]


@pytest.mark.parametrize(
    ("unit", "criterion", "missing", "zh", "en"),
    [
        ("V1", "V1a", 1, "还需1户清偿拖欠", "1 more household clears its arrears"),
        ("V3", "V3a", 1, "还需压降不良贷款0.01元", "0.01 yuan less in bad loans"),
        ("T2", "T1", 1, "还需1个村评为信用村", "1 more village becomes a credit village"),
        ("H003", "H3", 1, "有1笔贷款留有拖欠记录", "1 loan carries a record of arrears"),
    ],
)
def test_the_distance_is_exact_and_in_the_packs_words(run, pack, unit, criterion, missing, zh, en):
    line = line_of(explain(run, unit, pack), criterion)
    assert line.missing == missing
    assert line.distance == (zh, en)


@pytest.mark.parametrize(("unit", "criterion"), [("V2", "V3a"), ("V4", "V2"), ("H002", "H2"), ("H004", "H8")])
def test_there_is_no_distance_where_it_passes_or_has_no_figure(run, pack, unit, criterion):
    assert line_of(explain(run, unit, pack), criterion).distance is None


def test_survey_answers_are_read_from_the_inputs(run, pack):
    frames = input_frames() | {
        "households": pl.LazyFrame({"household_id": ["H004"], "has_deposit_account": [False], "supports_cooperative": [None]})
    }
    explanation = explain(run, "H004", pack, frames)
    assert [(answer.column, answer.given) for answer in line_of(explanation, "H8").answers] == [("has_deposit_account", False)]
    assert [(answer.column, answer.given) for answer in line_of(explanation, "H7").answers] == [("supports_cooperative", None)]
    text = as_text(explanation, "en")
    assert "✗ has deposit account: no" in text
    assert "? supports cooperative: blank" in text


def test_without_the_inputs_answers_and_loans_are_left_out(run, pack):
    explanation = explain(run, "H004", pack)
    assert all(line.answers == () for line in explanation.lines)
    assert explanation.loans == {}


@pytest.mark.parametrize(
    ("unit", "criterion", "expected"),
    [
        ("H003", "H3", ["L6"]),
        ("H004", "H3", ["L7"]),
        ("H001", "H3", ["L1"]),
        ("V1", "V1a", ["L1", "L7"]),
        ("V1", "V2", ["L1"]),
        ("V1", "V3a", ["L5"]),
        ("T1", "T3", ["L1"]),
        ("V2", "V2", []),
    ],
)
def test_the_loans_that_count(run, pack, unit, criterion, expected):
    assert explain(run, unit, pack, input_frames()).loans[criterion]["loan_id"].to_list() == expected


def test_a_share_of_villages_has_no_loans(run, pack):
    assert "T1" not in explain(run, "T1", pack, input_frames()).loans


def test_loans_are_told_with_dates_amounts_and_arrears(run, pack):
    text = as_text(explain(run, "H004", pack, input_frames()), "zh")
    assert "L7：2002-04-01 发放，2003-04-01 到期，本金 1,000.00 元，已还 400.00 元，余额 600.00 元，逾期，欠息 12.00 元" in text


def test_a_long_list_of_loans_is_cut_in_text_and_whole_in_json(run, pack):
    frames = input_frames()
    first = frames["loans"].collect().row(0, named=True)
    many = [loan(f"M{number:02d}", "H001", first["issue_date"], 100, 0) for number in range(MOST_LOANS + 5)]
    explanation = explain(run, "V1", pack, frames | {"loans": pl.LazyFrame(many, infer_schema_length=None)})
    assert "and 5 more" in as_text(explanation, "en")
    assert len(next(line for line in as_data(explanation)["criteria"] if line["criterion"] == "V2")["loans"]) == MOST_LOANS + 5


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("unit", ["H002", "V4", "T2"])
def test_every_criterion_is_told_with_clause_words_requirement_and_verdict(run, pack, unit, lang):
    explanation = explain(run, unit, pack, input_frames())
    text = as_text(explanation, lang)
    for line in explanation.lines:
        assert line.rule.clause in text
        assert getattr(line.rule.text, lang) in text
        assert line.required.say(lang) in text
        assert f"[{VERDICTS[line.verdict].say(lang)}]" in text


def test_json_holds_numbers_and_both_languages(run, pack):
    data = json.loads(json.dumps(as_data(explain(run, "V3", pack, input_frames()))))
    bad_loans = next(line for line in data["criteria"] if line["criterion"] == "V3a")
    assert (bad_loans["measured"]["num"], bad_loans["measured"]["den"], bad_loans["measured"]["unit"]) == (300_000, 1_000_000, "fen")
    assert (bad_loans["verdict"], bad_loans["shortfall"]) == ("fail", 1)
    assert set(bad_loans["text"]) == {"zh", "en"}


@pytest.mark.parametrize(("wrong", "near"), [("H03", "H003"), ("V11", "V1"), ("h001", None), ("", None)])
def test_an_unknown_id_is_refused_with_the_nearest(run, pack, wrong, near):
    with pytest.raises(UsageError) as raised:
        explain(run, wrong, pack)
    assert (f"the nearest ids: {near}" if near else "no unit with the id") in raised.value.say("en")


def test_an_id_of_two_levels_needs_its_level(tmp_path, pack):
    run = made_run(tmp_path)
    table = run.folder / "townships.parquet"
    pl.read_parquet(table).with_columns(township_id=pl.Series(["T1", "V1"])).write_parquet(table)
    with pytest.raises(UsageError, match="--level"):
        explain(run, "V1", pack)
    assert explain(run, "V1", pack, level="township").unit.level == "township"
