"""The clause's words against the operator."""

import pytest

from creditscore.packs.wording import check_wording, operators_said

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
    ("18-60周岁", "18", None),
    ("一半农户", "50%", None),
    ("180%以上", "80%", None),
    ("80.5%以上", "80", None),
]


@pytest.mark.parametrize(("text", "number", "operator"), SAID)
def test_operator_that_the_words_say(text, number, operator):
    assert list(operators_said(text, number)) == ([operator] if operator else [])


def findings(workshop, words, operator, reading=""):
    """The findings about V1 with other words, another operator, perhaps a reading."""
    edits = [("80%以上农户不拖欠", words), ('measure = "free_share"\nat_least', f'{reading}measure = "free_share"\n{operator}')]
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
