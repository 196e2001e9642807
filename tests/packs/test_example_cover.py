"""Which criteria the examples leave untried."""

import pytest

from creditscore.packs.lint.example_cover import check_cover

ON, UNDER, OVER = (f"given = {{ free_share = [{number}, 1000] }}" for number in (800, 799, 801))


def example(number, given, verdict, day=""):
    """One more example about V1."""
    return f'\n[[examples]]\nname = "n{number}"\nlevel = "village"\n{day}{given}\nexpect = {{ V1 = "{verdict}" }}\n'


FULL = [(UNDER, "fail"), (OVER, "pass"), ("given = {}", "pending")]
"""With the small pack's own example exactly on the bound: all that V1 needs."""


def found(workshop, examples, name="V1", *edits):
    """What the small pack with further examples leaves untried about one criterion, in English."""
    text = workshop.small + "".join(example(number, *rest) for number, rest in enumerate(examples))
    mistakes = check_cover(workshop.load(text, *edits).pack)
    return [mistake.what.en for mistake in mistakes if name in mistake.path]


def test_four_examples_cover_a_bound(workshop):
    assert found(workshop, FULL) == []


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        (0, ["there are only 3 examples", "no example expects fail", "no example gives a value under 80%"]),
        (1, ["there are only 3 examples", "no example gives a value over 80%"]),
        (2, ["there are only 3 examples", "no example expects pending"]),
    ],
)
def test_each_example_is_missed(workshop, left_out, missing):
    examples = [each for place, each in enumerate(FULL) if place != left_out]
    assert found(workshop, examples) == missing


def test_example_exactly_on_the_bound_is_missed(workshop):
    edit = "free_share = [80, 100]", "free_share = [81, 100]"
    assert found(workshop, FULL, "V1", edit) == ["no example gives a value exactly on 80%"]


def test_interval_is_not_on_the_bound(workshop):
    edit = "free_share = [80, 100]", "free_share = { low = 80, high = 81, den = 100 }"
    assert found(workshop, FULL, "V1", edit) == ["no example gives a value exactly on 80%"]


def test_criterion_without_examples_lacks_everything(workshop):
    missing = found(workshop, [], "H1")
    assert missing[:4] == ["there are only 0 examples", *(f"no example expects {verdict}" for verdict in ("pass", "fail", "pending"))]
    assert len(missing) == 4 + 3 + 3


def test_every_value_of_a_dated_bound_is_tried_on_its_own_days(workshop):
    missing = found(workshop, [], "V2")
    assert "no example gives a value exactly on 85% (2011-05-01)" in missing
    assert "no example gives a value exactly on 90% (2014-01-01)" in missing


@pytest.mark.parametrize(("day", "tried"), [("2013-12-31", "85% (2011-05-01)"), ("2014-01-01", "90% (2014-01-01)")])
def test_example_counts_for_the_value_in_force_on_its_day(workshop, day, tried):
    text = f'\n[[examples]]\nname = "n"\nlevel = "village"\nas_of = {day}\ngiven = {{ recovery = [%s, 100] }}\nexpect = {{ V2 = "pass" }}\n'
    loaded = workshop.load(workshop.small + text % tried[:2])
    missing = [mistake.what.en for mistake in check_cover(loaded.pack) if "V2" in mistake.path]
    assert f"no example gives a value exactly on {tried}" not in missing
    assert sum("exactly on" in each for each in missing) == 1


def test_nothing_is_asked_for_where_a_measure_cannot_be(workshop):
    edit = 'at_least = "80%"', 'at_least = "100%"'
    assert "no example gives a value over 100%" not in found(workshop, [], "V1", edit)
    edit = "at_least = 18\nat_most = 60", "at_least = 0"
    assert "no example gives a value under 0" not in found(workshop, [], "H1", edit)
