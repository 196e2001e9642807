"""Loans find their household by the hashes of ids: the same as by their texts."""

import polars as pl
import pytest

from creditscore.tables.portions.owners import all_at_home, places_of, with_owners
from creditscore.tables.portions.portion import OWNER


@pytest.mark.parametrize("households", [0, 1, 2, 7, 1000, 40_000])
def test_ids_are_found_at_their_places_and_strangers_nowhere(households):
    listed = pl.Series([f"H{number:06}" for number in range(households)], dtype=pl.String)
    asked = pl.Series([f"H{number:06}" for number in range(-3, 2 * households, 3)] + [None], dtype=pl.String)

    found = places_of(asked, listed).to_list()

    by_text = {text: place for place, text in enumerate(listed)}
    assert found == [by_text.get(text) for text in asked]


LOANS = {
    "household": ("household", "H1", "V1", 0),
    "household of another village": ("household", "H2", "V1", 1),
    "unknown household": ("household", "H9", "V1", None),
    "household not named": ("household", None, "V1", None),
    "enterprise": ("village_enterprise", None, "V1", None),
    "enterprise that names a household": ("village_enterprise", "H1", "V1", None),
    "borrower not said": (None, "H1", "V1", None),
}
AT_HOME = set(LOANS) - {"household of another village", "unknown household"}


@pytest.fixture
def households():
    return pl.DataFrame({"household_id": ["H1", "H2"], "village_id": ["V1", "V2"]})


def _loans(*kinds):
    names = ["borrower_type", "household_id", "village_id"]
    return pl.DataFrame([LOANS[kind][:3] for kind in kinds], schema=dict.fromkeys(names, pl.String), orient="row")


@pytest.mark.parametrize("kind", LOANS)
def test_only_loans_of_households_have_an_owner(kind, households):
    assert with_owners(_loans(kind), households)[OWNER].to_list() == [LOANS[kind][3]]


@pytest.mark.parametrize("kind", LOANS)
def test_loans_are_at_home_in_the_village_of_their_household(kind, households):
    assert all_at_home(with_owners(_loans("household", kind), households), households) == (kind in AT_HOME)
