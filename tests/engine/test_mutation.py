"""Mutation testing: what examples notice, what they do not, and the examples that would."""

from functools import cache
from pathlib import Path

import pytest

from creditscore.engine.examples.dependencies import dependencies, touched_by
from creditscore.engine.examples.mutation import Trial, mutation
from creditscore.engine.examples.run import run_examples
from creditscore.engine.examples.suggestion import suggestions
from creditscore.packs.changes.mutate import Mutant, Mutants, edits, mutants_of, rules_of
from creditscore.packs.library import edition_files, shipped_names
from creditscore.packs.load import load_pack
from creditscore.packs.mistakes import key_path

COUNTY = Path(__file__).parents[1] / "packs" / "sound" / "county.toml"
SMALL = Path(__file__).parents[1] / "packs" / "sound" / "small.toml"


@cache
def changed(path):
    """A rule file, its plain content and all its mutants, made once."""
    loaded = load_pack(path)
    raw = rules_of(loaded)
    return loaded, raw, mutants_of(raw)


@cache
def suggested_for(path):
    """What all mutants of a pack leave alive, and the examples suggested for them, worked out once."""
    pack, raw, found = tried(path)
    survivors = mutation(pack, raw, found).survivors
    return survivors, suggestions(pack, raw, survivors)


def tried(path, *kinds):
    """A pack, its plain content, and its mutants of some kinds (all where none is named)."""
    loaded, raw, found = changed(path)
    return loaded.pack, raw, Mutants(tuple(each for each in found.mutants if not kinds or each.edit.kind in kinds), found.refused)


@pytest.mark.parametrize("path", [path for name in shipped_names() for path in edition_files(name)], ids=lambda path: path.stem)
def test_shipped_packs_leave_none_alive(path):
    assert [mutant.edit.said.en for mutant in mutation(*tried(path)).survivors] == []


def test_example_on_the_bound_notices_the_operator_but_not_a_lower_bound():
    survivors = [mutant.edit for mutant in mutation(*tried(SMALL, "bound", "operator")).survivors]
    about_v1 = {(edit.old, edit.new) for edit in survivors if edit.path[:3] == ("criteria", "village", "V1")}
    assert ('"80%"', '"79%"') in about_v1
    assert ("at_least", "above") not in about_v1
    assert ('"80%"', '"81%"') not in about_v1


def test_survivors_pass_every_example_when_the_whole_pack_is_run():
    pack, survivors = changed(SMALL)[0].pack, suggested_for(SMALL)[0]
    for mutant in survivors:
        dated = [example.model_copy(update={"as_of": example.as_of or pack.pack.reviewed_on}) for example in pack.examples]
        assert all(result.passed for result in run_examples(mutant.pack.model_copy(update={"examples": dated}))), mutant.edit.said.en


def test_an_unchanged_pack_is_never_noticed_whatever_part_is_run():
    loaded = load_pack(COUNTY)
    raw = rules_of(loaded)
    trial = Trial.of(loaded.pack, raw)
    one_a_part = {edit.path[:3]: edit for edit in edits(raw) if edit.value is not None and len(edit.path) > 3}
    assert len(one_a_part) > 20
    assert [edit.said.en for edit in one_a_part.values() if trial.notices(Mutant(edit, loaded.pack))] == []


@pytest.mark.parametrize("kind", ["points", "cut", "band", "limit"])
def test_points_cuts_bands_and_limits_are_changed_and_noticed(kind):
    pack, raw, found = tried(COUNTY, kind)
    some = Mutants(found.mutants[:6], 0)
    assert len(some.mutants) >= 4
    assert mutation(pack, raw, some).noticed > 0


@pytest.mark.parametrize("path", ["grades.village.ordinary.score.at_least", "limits.household.amounts.excellent.at_most"])
def test_examples_are_suggested_for_cuts_and_limits(path):
    pack, raw, found = tried(COUNTY, "cut", "limit")
    mutant = next(each for each in found.mutants if key_path(each.edit.path) == path)
    (suggested,) = suggestions(pack, raw, (mutant,))
    assert suggested.example is not None
    improved = pack.model_copy(update={"examples": [suggested.example]})
    assert mutation(improved, raw, Mutants((mutant,), 0)).survivors == ()


def test_without_examples_all_survive():
    pack, raw, found = tried(SMALL, "grade", "empty")
    assert len(mutation(pack.model_copy(update={"examples": []}), raw, found).survivors) == len(found.mutants)


def test_progress_is_told():
    told: list[tuple[int, int]] = []
    pack, raw, found = tried(SMALL, "empty")
    mutation(pack, raw, found, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_suggested_examples_kill_every_survivor():
    pack, raw, found = tried(SMALL)
    suggested = suggested_for(SMALL)[1]
    assert [each.mutant.edit.said.en for each in suggested if each.example is None] == []
    examples = {each.example.name: each.example for each in suggested if each.example}
    improved = pack.model_copy(update={"examples": [*pack.examples, *examples.values()]})
    assert all(result.passed for result in run_examples(improved))
    assert mutation(improved, raw, found).survivors == ()


def test_suggestions_can_be_pasted_into_the_file(tmp_path):
    pack = changed(SMALL)[0].pack
    blocks = {each.example.name: each.toml() for each in suggested_for(SMALL)[1] if each.example}
    pasted = tmp_path / "pack.toml"
    pasted.write_text(SMALL.read_text("utf-8") + "\n" + "\n".join(blocks.values()), "utf-8")
    assert len(load_pack(pasted).pack.examples) == len(pack.examples) + len(blocks)


@pytest.mark.parametrize(
    ("changed", "touched", "untouched"),
    [
        (("measures", "late_loans"), ("criteria", "village", "V1"), ("criteria", "village", "V2")),
        (("criteria", "village", "V2"), ("grades", "village"), ("grades", "household")),
        (("preconditions", "household"), ("grades", "household"), ("grades", "village")),
    ],
)
def test_change_touches_what_builds_on_it(changed, touched, untouched):
    raw = rules_of(load_pack(SMALL))
    edit = next(each for each in edits(raw) if each.path[: len(changed)] == changed)
    found = touched_by(edit, dependencies(raw))
    assert touched in found
    assert untouched not in found
