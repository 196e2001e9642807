"""What holds between rows and tables: duplicates, parents, villages of loans, schemes, registered households."""

import pytest

FORMS = ["write", "write_parquet"]


def codes(tables, table):
    rejected = tables.rejected.collect()
    return sorted(rejected.filter(rejected["table"] == table).select("id", "code").rows())


def test_of_exact_copies_the_first_is_kept(county):
    county.rows["loans"].append(dict(county.rows["loans"][0]))
    tables = county.write().read()
    assert codes(tables, "loans") == [("L1", "duplicate_copy")]
    assert tables.frames["loans"].collect()["loan_id"].to_list() == ["L1", "L2"]
    assert tables.rejected.collect()["row"].to_list() == [4]


def test_copies_that_are_only_written_differently_are_copies(county):
    county.rows["loans"].append(county.rows["loans"][0] | {"principal": "1,000", "product": "小额信用贷款"})
    assert codes(county.write().read(), "loans") == [("L1", "duplicate_copy")]


def test_conflicting_rows_are_all_set_aside(county):
    first = county.rows["households"][0]
    county.rows["households"] += [dict(first), first | {"members": "5"}]
    tables = county.write().read()
    assert codes(tables, "households") == [("H1", "duplicate_conflict")] * 3
    assert codes(tables, "loans") == [("L1", "parent_set_aside")]


def test_blank_ids_are_no_duplicates(county):
    county.change("townships", township_id="").rows["townships"].append({"township_id": "", "township_name": "乙镇"})
    assert {code for _, code in codes(county.write().read(), "townships")} == {"blank_required"}


def test_a_blank_id_between_two_copies_hides_neither(county):
    first = county.rows["households"][0]
    county.rows["households"] = [dict(first), first | {"household_id": ""}, first | {"members": "5"}]
    rejected = county.write().read().rejected.filter(table="households").sort("row").collect()
    assert rejected.select("row", "code").rows() == [(2, "duplicate_conflict"), (3, "blank_required"), (4, "duplicate_conflict")]


@pytest.mark.parametrize(
    ("table", "column", "other"),
    [
        ("villages", "township_id", "乡镇"),
        ("households", "village_id", "行政村"),
        ("loans", "village_id", "行政村"),
        ("loans", "household_id", "农户"),
    ],
)
def test_an_unknown_parent_is_named(county, table, column, other):
    tables = county.change(table, **{column: "X9"}).write().read()
    found = next(one for one in tables.findings if one.code == "unknown_parent")
    assert (found.table, found.column, found.value, found.row) == (table, column, "X9", 2)
    assert found.text.zh.startswith(f"{other}表中没有")


def test_setting_a_parent_aside_goes_down_to_its_loans(county):
    tables = county.change("townships", township_id="T2").write().read()
    assert codes(tables, "villages") == [("V1", "unknown_parent"), ("V2", "unknown_parent")]
    assert {code for _, code in codes(tables, "households")} == {"parent_set_aside"}
    assert {code for _, code in codes(tables, "loans")} == {"parent_set_aside"}


def test_a_loan_of_another_village_than_its_household_is_set_aside(county):
    assert codes(county.change("loans", village_id="V2").write().read(), "loans") == [("L1", "village_differs")]


def test_an_enterprise_loan_may_name_a_household_that_nobody_knows(county):
    tables = county.change("loans", borrower_type="private_enterprise", household_id="X9").write().read()
    assert codes(tables, "loans") == []
    assert tables.findings.counts["household_not_needed"] == 1


@pytest.mark.parametrize(
    "cells",
    [
        {"classification_scheme": "five_class"},
        {"classification_scheme": "", "loan_class": "loss"},
    ],
)
def test_mixed_schemes_refuse_the_table(county, cells):
    tables = county.change("loans", **cells).write().read()
    assert tables.refusal is not None
    assert tables.refusal.problems[0].code == "mixed_schemes"
    assert tables.rows_rejected == 0


def test_a_loan_set_aside_does_not_mix_schemes(county):
    tables = county.change("loans", classification_scheme="five_class", repaid_principal="9999").write().read()
    assert tables.refusal is None


@pytest.mark.parametrize(("registered", "warned"), [("1", True), ("2", False), ("", False)])
def test_fewer_registered_than_listed_households_is_a_warning(county, registered, warned):
    tables = county.change("villages", registered_households=registered).write().read()
    assert [one.row for one in tables.findings.coded("registered_below_listed")] == [2] * warned
    assert tables.rows_rejected == 0


@pytest.mark.parametrize("form", FORMS)
def test_a_sound_county_has_nothing_but_notes(county, form):
    tables = getattr(county, form)().read()
    assert {one.severity for one in tables.findings} <= {"note"}
    assert tables.rejected.collect().is_empty()
