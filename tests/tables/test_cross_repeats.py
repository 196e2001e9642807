"""Rows of one table against each other: a bad copy does not take the good row with it; an ID number belongs to one household."""

import pytest

NUMBER = "11010519491231002X"
OTHER_NUMBER = "110105196001020036"
FORMS = ["write", "write_parquet"]


def codes(tables, table="households"):
    rejected = tables.rejected.collect()
    return sorted(rejected.filter(rejected["table"] == table).select("row", "code").rows())


def rows_used(tables, table="households"):
    return next(source for source in tables.sources if source.table == table).rows_used


def copy_of(county, table, at=0, **cells):
    county.rows[table].append(county.rows[table][at] | cells)
    return county


@pytest.mark.parametrize("cells", [{"good_health": "?"}, {"members": "-1"}, {"birth_date": "2003-02-30"}, {"own_funds": "1.001"}])
def test_of_two_rows_the_one_without_a_fault_of_its_own_is_kept(county, cells):
    tables = copy_of(county, "households", **cells).write().read()
    assert [row for row, _ in codes(tables)] == [4]
    assert tables.frames["households"].collect()["household_id"].to_list() == ["H1", "H2"]
    assert codes(tables, "loans") == []


def test_the_good_row_is_kept_wherever_it_stands(county):
    copy_of(county, "households").change("households", good_health="?")
    assert codes(county.write().read()) == [(2, "bool_unreadable")]


def test_two_good_rows_that_differ_are_set_aside_beside_a_bad_one(county):
    copy_of(county, "households", good_health="?")
    copy_of(county, "households", members="5")
    assert codes(county.write().read()) == [(2, "duplicate_conflict"), (4, "bool_unreadable"), (5, "duplicate_conflict")]


def test_rows_that_all_have_faults_are_told_of_their_faults(county):
    copy_of(county, "households", members="5", good_health="?").change("households", members="-1")
    assert codes(county.write().read()) == [(2, "negative"), (4, "bool_unreadable")]


def test_a_row_whose_id_is_at_fault_is_nobodys_copy(county):
    copy_of(county, "households", household_id=NUMBER, id_number=NUMBER)
    copy_of(county, "households", household_id=NUMBER, id_number=NUMBER, members="9")
    assert codes(county.write().read()) == [(4, "id_holds_id_number"), (5, "id_holds_id_number")]


def test_a_blank_id_beside_its_twin_leaves_the_twin_alone(county):
    county.change("households", id_number=NUMBER, birth_date="")
    copy_of(county, "households", household_id="")
    assert codes(county.write().read()) == [(4, "blank_required")]


@pytest.mark.parametrize("form", FORMS)
def test_a_village_in_two_townships_is_set_aside_with_both_named(county, form):
    county.rows["townships"].append({"township_id": "T2", "township_name": "乙镇", "county_id": "C1"})
    tables = getattr(copy_of(county, "villages", township_id="T2"), form)
    if form == "write":
        told = tables().read()
        assert [code for _, code in codes(told, "villages")] == ["village_in_two_townships"] * 2
        assert "T1 / T2" in told.findings.coded("village_in_two_townships")[0].text.zh
        assert {code for _, code in codes(told)} == {"parent_set_aside"}


def test_a_household_in_two_villages_is_set_aside_with_both_named(county):
    tables = copy_of(county, "households", village_id="V2").write().read()
    assert codes(tables) == [(2, "household_in_two_villages"), (4, "household_in_two_villages")]
    assert "V1 / V2" in tables.findings.coded("household_in_two_villages")[0].text.zh


def test_copies_that_differ_elsewhere_contradict_each_other(county):
    assert {code for _, code in codes(copy_of(county, "villages", registered_households="7").write().read(), "villages")} == {
        "duplicate_conflict"
    }


@pytest.mark.parametrize(("village", "code"), [("V1", "id_number_in_two_households"), ("V2", "id_number_in_two_villages")])
def test_one_id_number_in_two_households_sets_both_aside(county, village, code):
    county.change("households", 0, id_number=NUMBER, birth_date="").change("households", 1, id_number=NUMBER, birth_date="")
    county.change("households", 1, village_id=village).change("loans", 1, village_id=village)
    tables = county.write().read()
    assert codes(tables) == [(2, code), (3, code)]
    first, second = tables.findings.coded(code)
    assert (first.column, first.value) == ("id_number", "110105********002X")
    assert f"H2 ({village})" in first.text.zh
    assert "H1 (V1)" in second.text.en
    assert {found for _, found in codes(tables, "loans")} == {"parent_set_aside"}


def test_one_id_number_is_found_in_parquet_too(county):
    county.change("households", 0, id_number=NUMBER, birth_date="").write_parquet()
    import polars as pl

    path = county.folder / "households.parquet"
    pl.read_parquet(path).with_columns(pl.lit(NUMBER).alias("id_number"), pl.lit(None, pl.Date).alias("birth_date")).write_parquet(path)
    assert {code for _, code in codes(county.read())} == {"id_number_in_two_households"}


def test_the_old_and_the_new_form_are_one_number(county):
    county.change("households", 0, id_number=NUMBER, birth_date="").change("households", 1, id_number="110105491231002", birth_date="")
    assert {code for _, code in codes(county.write().read())} == {"id_number_in_two_households"}


def test_exact_copies_share_their_number_and_one_is_kept(county):
    county.change("households", 0, id_number=NUMBER, birth_date="")
    assert codes(copy_of(county, "households").write().read()) == [(4, "duplicate_copy")]


def test_a_number_that_a_row_set_aside_claims_is_doubtful_too(county):
    county.change("households", 0, id_number=NUMBER, birth_date="")
    county.change("households", 1, id_number=NUMBER, birth_date="", good_health="?")
    tables = county.write().read()
    assert rows_used(tables) == 0
    rejected = tables.rejected.collect()
    assert rejected.filter((rejected["table"] == "households") & (rejected["row"] == 3))["also"].item() == "bool_unreadable:good_health"


def test_different_and_blank_numbers_are_fine(county):
    county.change("households", 0, id_number=NUMBER, birth_date="").change("households", 1, id_number="")
    copy_of(county, "households", 1, household_id="H3")
    assert codes(county.write().read()) == []


def test_at_most_three_other_households_are_named(county):
    county.rows["households"] = [
        county.rows["households"][0] | {"household_id": f"H{place}", "id_number": NUMBER, "birth_date": ""} for place in range(1, 7)
    ]
    county.rows["loans"] = county.rows["loans"][:1]
    told = county.write().read().findings.coded("id_number_in_two_households")[0].text
    assert "H2 (V1), H3 (V1), H4 (V1) …；" in told.zh
