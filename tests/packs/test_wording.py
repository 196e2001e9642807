"""The clause's words against the operator."""

import pytest

from creditscore.packs.words.number_words import chinese
from creditscore.packs.words.wording import check_wording, operators_said, operators_said_in_english

ENGLISH = "80% or more not in arrears"
SAID = [
    ("80%以上农户", "80%", "at_least"),
    ("达到90%以上", "90%", "at_least"),
    ("达到90%", "90%", "at_least"),
    ("不低于80%", "80%", "at_least"),
    ("不少于50户", "50", "at_least"),
    ("至少为3年", "3", "at_least"),
    ("年满18周岁以上", "18", "at_least"),
    ("30%(含)以上", "30%", "at_least"),
    ("30%（含）以下", "30%", "at_most"),
    ("占比在30%以下", "30%", "at_most"),
    ("60周岁以内", "60", "at_most"),
    ("60周岁及以下", "60", "at_most"),
    ("不超过30%", "30%", "at_most"),
    ("不高于30%", "30%", "at_most"),
    ("超过80%", "80%", "above"),
    ("高于80%", "80%", "above"),
    ("80%以外", "80%", "above"),
    ("低于30%", "30%", "below"),
    ("不满18周岁", "18", "below"),
    ("不足50户", "50", "below"),
    ("未满18周岁", "18", "below"),
    ("年满18周岁", "18", "at_least"),
    ("不得低于80%", "80%", "at_least"),
    ("不得超过30%", "30%", "at_most"),
    ("未达到80%", "80%", "below"),
    ("80%以上（不含80%）", "80%", "above"),
    ("80%（不含）以下", "80%", "below"),
    ("低于30%（含30%）", "30%", "at_most"),
    ("八成以上", "80%", "at_least"),
    ("超过百分之三十", "30%", "above"),
    ("两万元以上", "20000", "at_least"),
    ("3,000元以上", "3000", "at_least"),
    ("一万二千元以内", "12000", "at_most"),
    ("三十八户以上", "8", None),
    ("13,000元以上", "3000", None),
    ("18-60周岁", "18", None),
    ("一半农户", "50%", None),
    ("180%以上", "80%", None),
    ("80.5%以上", "80", None),
]


@pytest.mark.parametrize(("text", "number", "operator"), SAID)
def test_operator_that_the_words_say(text, number, operator):
    assert list(operators_said(text, number)) == ([operator] if operator else [])


SAID_IN_ENGLISH = [
    ("at least 80% of the households", "80%", "at_least"),
    ("80% or more", "80%", "at_least"),
    ("80 percent and above", "80%", "at_least"),
    ("no less than eighty percent", "80%", "at_least"),
    ("not exceeding 30%", "30%", "at_most"),
    ("no more than 30%", "30%", "at_most"),
    ("must not exceed 30%", "30%", "at_most"),
    ("30% or less", "30%", "at_most"),
    ("aged 60 or under", "60", "at_most"),
    ("more than 80%", "80%", "above"),
    ("exceeding 80%", "80%", "above"),
    ("under 30%", "30%", "below"),
    ("fewer than 50 households", "50", "below"),
    ("under the age of 18", "18", "below"),
    ("at least 3,000 yuan", "3000", "at_least"),
    ("two credit households or more", "2", None),
    ("aged 18 to 60", "18", None),
    ("at least 180%", "80%", None),
]


@pytest.mark.parametrize(("text", "number", "operator"), SAID_IN_ENGLISH)
def test_operator_that_the_english_says(text, number, operator):
    assert list(operators_said_in_english(text, number)) == ([operator] if operator else [])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "〇"),
        (8, "八"),
        (10, "十"),
        (18, "十八"),
        (80, "八十"),
        (105, "一百〇五"),
        (3000, "三千"),
        (12_000, "一万二千"),
        (10_500, "一万〇五百"),
    ],
)
def test_chinese_numerals(number, words):
    assert chinese(number) == words


def findings(workshop, words, operator, reading=""):
    """The findings about V1 with other words, another operator, perhaps a reading."""
    edits = [
        ("80%以上农户不拖欠", words),
        (ENGLISH, "of the households"),
        ('measure = "free_share"\nat_least', f'{reading}measure = "free_share"\n{operator}'),
    ]
    criterion = workshop.load(workshop.small, *edits).pack.criteria["village"]["V1"]
    return check_wording(("criteria", "village", "V1"), criterion)


@pytest.mark.parametrize(
    ("words", "fits"),
    [("80%以上农户", "at_least"), ("80%以下农户", "at_most"), ("超过80%的农户", "above"), ("低于80%的农户", "below")],
)
@pytest.mark.parametrize("operator", ["at_least", "at_most", "above", "below"])
def test_operator_must_fit_the_words(workshop, words, fits, operator):
    codes = [mistake.code for mistake in findings(workshop, words, operator)]
    assert codes == ([] if operator == fits else ["wording-operator"])


def test_number_that_the_clause_does_not_mention_is_found(workshop):
    assert [mistake.code for mistake in findings(workshop, "大多数农户不拖欠", "at_least")] == ["wording-absent"]


def test_stated_reading_is_accepted(workshop):
    reading = 'reading = { zh = "从严", en = "strict" }\n'
    assert findings(workshop, "80%以下农户", "below", reading) == []


def test_finding_shows_words_rule_and_what_fits(workshop):
    found = findings(workshop, "80%以下农户", "below")[0]
    assert found.what == ("原文是“以下”，规则却是低于", "the clause says '以下', but the rule says below")
    assert found.expected == ("“以下”应为 at_most", "'以下' is at_most")
