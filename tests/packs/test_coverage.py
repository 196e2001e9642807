"""How much of a pack its examples try; percentages are rounded down."""

import pytest

from creditscore.core.text import same
from creditscore.packs.library import edition_files, shipped_names
from creditscore.packs.lint.coverage import Coverage, coverage
from creditscore.packs.load import load_pack


def by_kind(pack):
    """The coverage of a pack by kind."""
    return {found.kind: found for found in coverage(pack)}


@pytest.mark.parametrize("path", [path for name in shipped_names() for path in edition_files(name)], ids=lambda path: path.stem)
def test_shipped_packs_are_covered_in_full(path):
    assert [found.missing for found in coverage(load_pack(path).pack)] == [(), (), (), ()]


@pytest.mark.parametrize(("kind", "covered", "of"), [("criteria", 1, 3), ("bounds", 0, 5), ("grades", 0, 4), ("outcomes", 1, 9)])
def test_small_pack_is_counted(workshop, kind, covered, of):
    found = by_kind(workshop.load(workshop.small).pack)[kind]
    assert (found.covered, found.of) == (covered, of)


def test_what_is_missing_is_named(workshop):
    found = by_kind(workshop.load(workshop.small).pack)
    assert found["criteria"].missing == ("criteria.household.H1", "criteria.village.V2")
    assert "criteria.village.V2.at_least 90% 2014-01-01" in found["bounds"].missing
    assert "grades.village.none" in found["grades"].missing


@pytest.mark.parametrize(("covered", "of", "percent"), [(999, 1000, 99), (199, 200, 99), (2, 3, 66), (3, 3, 100), (0, 7, 0), (0, 0, 100)])
def test_percentage_is_rounded_down(covered, of, percent):
    assert Coverage("criteria", same(""), covered, of, ()).percent == percent
