"""The changes that mutation testing tries: each kind is there, each loads, none says what the pack says already."""

import pytest

from creditscore.packs.changes.mutate import KINDS, edits, mutants_of, rules_of, with_edit
from creditscore.packs.identity import meaning_sha256
from creditscore.packs.mistakes import key_path

TRIED = [
    ("bound", "criteria.village.V1.at_least", '"80%"', '"79%"'),
    ("bound", "criteria.village.V1.at_least", '"80%"', '"81%"'),
    ("bound", "criteria.village.V1.at_least", '"80%"', '"80.1%"'),
    ("bound", "criteria.household.H1.at_most", "60", "61"),
    ("bound", "criteria.village.V2.at_least", "2014-01-01", "2014-01-02"),
    ("bound", "criteria.village.V2.at_least.2014-01-01", '"90%"', '"91%"'),
    ("operator", "criteria.village.V1", "at_least", "above"),
    ("operator", "criteria.village.V1", "at_least", "at_most"),
    ("filter", "measures.late_loans.where[1].is", "true", "false"),
    ("filter", "measures.recovery.where[1]", '{ column = "borrower_type", is = "household" }', ""),
    ("empty", "measures.free_share.when_empty", '"pending"', '"not_applicable"'),
    ("grade", "grades.village.credit.all_of[1]", '"V1"', ""),
    ("survey", "criteria.household.H1.columns.good_repute", "true", "false"),
    ("precondition", "preconditions.household.columns.officer_assigned", "true", "false"),
    ("priority", "priority.household.columns.good_repute", "true", "false"),
    ("measure", "measures.recovery.ratio.capped_by", 'capped_by = "loans.principal"', ""),
]


@pytest.fixture
def found(workshop):
    """The mutants of the small pack."""
    return mutants_of(rules_of(workshop.load(workshop.small)))


@pytest.mark.parametrize(("kind", "path", "old", "new"), TRIED)
def test_change_is_tried(found, kind, path, old, new):
    tried = [(mutant.edit.kind, key_path(mutant.edit.path), mutant.edit.old, mutant.edit.new) for mutant in found.mutants]
    assert (kind, path, old, new) in tried


def test_window_is_tried(workshop):
    written = '{ column = "effective_due_date", within_last = "2 years" }'
    loaded = workshop.load(workshop.small, ('{ column = "effective_due_date", on_or_before = "as_of" }', written))
    tried = [(mutant.edit.kind, mutant.edit.old, mutant.edit.new) for mutant in mutants_of(rules_of(loaded)).mutants]
    assert {("window", '"2 years"', '"1 years"'), ("window", '"2 years"', '"3 years"')} <= set(tried)


def test_class_list_loses_and_gains_members(workshop):
    written = '{ column = "borrower_type", is_in = ["household", "private_enterprise"] }'
    loaded = workshop.load(workshop.small, ('{ column = "borrower_type", is = "household" }', written))
    tried = [mutant.edit for mutant in mutants_of(rules_of(loaded)).mutants if mutant.edit.kind == "class"]
    assert {edit.old for edit in tried if not edit.new} == {'"household"', '"private_enterprise"'}
    assert any("joint_enterprise" in edit.new for edit in tried)


def test_grades_change_round(workshop):
    two = 'a = { all_of = ["V1", "V2"] }\nb = { all_of = ["V1"] }'
    loaded = workshop.load(workshop.small, ('credit = { all_of = ["V1", "V2"] }', two))
    assert ("a > b", "b > a") in [(mutant.edit.old, mutant.edit.new) for mutant in mutants_of(rules_of(loaded)).mutants]


def test_every_mutant_says_something_of_its_own(workshop, found):
    digests = [meaning_sha256(mutant.pack) for mutant in found.mutants]
    assert len({*digests, meaning_sha256(workshop.load(workshop.small).pack)}) == len(digests) + 1


def test_every_change_has_a_kind_in_words(found):
    assert {mutant.edit.kind for mutant in found.mutants} <= KINDS.keys()


def test_change_leaves_the_original_alone(workshop):
    raw = rules_of(workshop.load(workshop.small))
    for edit in edits(raw):
        with_edit(raw, edit)
    assert raw == rules_of(workshop.load(workshop.small))


def test_refused_changes_are_counted(found):
    assert found.refused > 0


def test_day_covered_by_a_neighbouring_alternative_is_not_tried(workshop):
    either = '[{ any_of = [{ column = "due_date", within_last = "1 year" }, { column = "due_date", after = "as_of" }] }]'
    table = ('loan_class = "choice" }', 'loan_class = "choice", due_date = "date" }')
    loaded = workshop.load(workshop.small, table, ('[{ column = "overdue", is = true }]', either))
    assert ("after", "on_or_after") not in [(mutant.edit.old, mutant.edit.new) for mutant in mutants_of(rules_of(loaded)).mutants]
