"""Two editions compared by meaning."""

import pytest

from creditscore.packs.changes.diff import changes

AFTER = '\n[[examples]]\nname = "new"\nlevel = "village"\ngiven = {}\nexpect = { V1 = "pending" }\n'
CHANGED = {
    "a bound": (('at_least = "80%"', 'at_least = "85%"'), "criteria.village.V1", "bound: at least 80% → at least 85%"),
    "an operator word": (('at_least = "80%"', 'above = "80%"'), "criteria.village.V1", "bound: at least 80% → above 80%"),
    "a dated bound": (
        ('2014-01-01 = "90%"', '2015-01-01 = "90%"'),
        "criteria.village.V2",
        "bound: at least from 2011-05-01 85%, from 2014-01-01 90% → at least from 2011-05-01 85%, from 2015-01-01 90%",
    ),
    "a filter added": (
        ('[{ column = "overdue", is = true }]', '[{ column = "overdue", is = true }, { column = "product", is = "micro" }]'),
        "measures.late_loans.where",
        "who is counted added: product is micro",
    ),
    "a filter removed": (
        (', { column = "effective_due_date", on_or_before = "as_of" }]', "]"),
        "measures.recovery.where",
        "who is counted removed: effective due date on or before the as-of date",
    ),
    "the empty case": (
        ('when_empty = "pending"', 'when_empty = "not_applicable"'),
        "measures.free_share.when_empty",
        "nothing to divide by: pending → not applicable",
    ),
    "a wanted answer": (
        ("{ officer_assigned = true }", "{ officer_assigned = false }"),
        "preconditions.household.columns.officer_assigned",
        None,
    ),
    "the clause's words": (
        ('en = "80% or more not in arrears"', 'en = "80% or more of them not in arrears"'),
        "criteria.village.V1.text",
        'words of the clause: "80% or more not in arrears" → "80% or more of them not in arrears"',
    ),
    "a reading": (
        ('measure = "free_share"\nat_least', 'reading = { zh = "从严", en = "strictly" }\nmeasure = "free_share"\nat_least'),
        "criteria.village.V1.reading",
        'reading added: "strictly"',
    ),
    "a grade's part": (('all_of = ["V1", "V2"]', 'all_of = ["V1"]'), "grades.village.credit.all_of", "all of removed: V2"),
}


def said(workshop, *edits, extra=""):
    """Path and sentence of every change from the small pack to a changed copy."""
    before = workshop.load(workshop.small).pack
    after = workshop.load(workshop.small + extra, *edits).pack
    return [(".".join(map(str, change.path)), change.said.en) for change in changes(before, after)]


@pytest.mark.parametrize("name", [name for name in CHANGED if name != "a grade's part"])
def test_one_change_is_one_sentence(workshop, name):
    edit, path, sentence = CHANGED[name]
    found = said(workshop, edit)
    assert [place for place, _ in found] == [path]
    assert sentence is None or found[0][1] == sentence


def test_part_of_a_grade_and_its_criterion_removed(workshop):
    start, end = workshop.small.index("[criteria.village.V2]"), workshop.small.index("[preconditions.household]")
    used = 'measure = "recovery"\nat_least = "90%"\n'
    moved = '[criteria.village.V9]\nclause = "3"\nbasis = "adopted"\ntext = { zh = "收回", en = "recovered" }\n' + used + "\n"
    found = said(workshop, (workshop.small[start:end], moved), ('all_of = ["V1", "V2"]', 'all_of = ["V1", "V9"]'))
    assert ("criteria.village.V2", "criterion V2 removed: a recovery rate of 90% or more") in found
    assert ("criteria.village.V9", "criterion V9 added: recovered") in found
    assert ("grades.village.credit.all_of", "all of: V2 → V9") in found


@pytest.mark.parametrize(
    "edit",
    [
        ("format = 1", "# nothing\nformat = 1"),
        ('at_least = "80%"', 'at_least = "80.0%"'),
        ('clause = "2"\nbasis = "adopted"', 'basis = "adopted"\nclause = "2"'),
        ('all_of = ["V1", "V2"]', 'all_of = ["V2", "V1"]'),
    ],
)
def test_writing_is_no_change(workshop, edit):
    assert said(workshop, edit) == []


def test_order_of_grades_is_a_change(workshop):
    grades = ['a = { all_of = ["V1", "V2"] }', 'b = { all_of = ["V1"] }']
    edit = 'credit = { all_of = ["V1", "V2"] }'
    before, after = (workshop.load(workshop.small, (edit, "\n".join(each))).pack for each in (grades, grades[::-1]))
    assert [change.said.en for change in changes(before, after)] == ["order of grades: a > b → b > a"]


def test_examples_are_counted(workshop):
    assert said(workshop, extra=AFTER) == [("examples", "examples added: 1")]


def test_both_languages_are_given(workshop):
    before = workshop.load(workshop.small).pack
    change = changes(before, workshop.load(workshop.small, CHANGED["a bound"][0]).pack)[0]
    assert change.said.zh == "标准值：不低于80% → 不低于85%"
    assert change.as_dict()["kind"] == "changed"
