"""What a pack is: the SHA-256 of its meaning, unmoved by how the file is written, moved by what it says."""

import re

import pytest

from creditscore.packs.identity import meaning, meaning_sha256

SAME = {
    "a comment": ("format = 1\n", "# a comment\nformat = 1 # and another\n"),
    "the order of keys": ('clause = "2"\nbasis = "adopted"', 'basis = "adopted"\nclause = "2"'),
    "the number of blank lines": ("\n[criteria.village.V1]", "\n\n\n[criteria.village.V1]"),
    "decimals that change nothing": ('at_least = "80%"', 'at_least = "80.0%"'),
    "the order of conditions": (
        '[{ column = "borrower_type", is = "household" }, { column = "effective_due_date", on_or_before = "as_of" }]',
        '[{ column = "effective_due_date", on_or_before = "as_of" }, { column = "borrower_type", is = "household" }]',
    ),
    "the order of a grade's parts": ('all_of = ["V1", "V2"]', 'all_of = ["V2", "V1"]'),
    "the order of dated values": (
        '{ 2011-05-01 = "85%", 2014-01-01 = "90%" }',
        '{ 2014-01-01 = "90%", 2011-05-01 = "85%" }',
    ),
    "a list of one": ('level = ["village"]', 'level = "village"'),
    "a default written out": ('title = { zh = "年龄", en = "Age" }', 'title = { zh = "年龄", en = "Age" }\nwhere = []'),
    "the day of the review": ("reviewed_on = 2011-06-30", "reviewed_on = 2011-07-30"),
    "an example": ("given = { free_share = [80, 100] }", "given = { free_share = [81, 100] }"),
}
OTHER = {
    "a bound": ('at_least = "80%"', 'at_least = "81%"'),
    "the operator word": ('at_least = "80%"', 'above = "80%"'),
    "a date": ("2014-01-01", "2014-01-02"),
    "a filter": ('where = [{ column = "overdue", is = true }]', ""),
    "a wanted answer": ("columns = { officer_assigned = true }", "columns = { officer_assigned = false }"),
    "the empty case": ('when_empty = "pending"', 'when_empty = "not_applicable"'),
    "the clause's words": ("80%以上农户不拖欠", "80%以上的农户不拖欠"),
    "the last day in force": ("effective = { from = 2011-05-01 }", "effective = { from = 2011-05-01, until = 2020-12-31 }"),
}


@pytest.mark.parametrize("name", SAME)
def test_writing_does_not_move_the_meaning(workshop, name):
    before = meaning_sha256(workshop.load(workshop.small).pack)
    assert meaning_sha256(workshop.load(workshop.small, SAME[name]).pack) == before


@pytest.mark.parametrize("name", OTHER)
def test_what_is_said_moves_the_meaning(workshop, name):
    before = meaning_sha256(workshop.load(workshop.small).pack)
    assert meaning_sha256(workshop.load(workshop.small, OTHER[name]).pack) != before


def test_order_of_grades_is_part_of_the_meaning(workshop):
    first, second = 'a = { all_of = ["V1", "V2"] }', 'b = { all_of = ["V1"] }'
    edit = 'credit = { all_of = ["V1", "V2"] }'
    orders = (f"{first}\n{second}", f"{second}\n{first}")
    one, other = (meaning_sha256(workshop.load(workshop.small, (edit, order)).pack) for order in orders)
    assert one != other


def test_bounds_stand_by_value(workshop):
    rules = meaning(workshop.load(workshop.small).pack)["criteria"]["village"]
    assert rules["V1"]["at_least"] == "4/5"
    assert rules["V2"]["at_least"] == [[None, "17/20"], ["2014-01-01", "9/10"]]


def test_digest_is_that_of_a_sha256(workshop):
    assert re.fullmatch("[0-9a-f]{64}", meaning_sha256(workshop.load(workshop.small).pack))
