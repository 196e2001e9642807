"""Tables against each other: loans of two villages, schemes without classes, certificates before eighteen."""

import pytest

from creditscore.tables.cells.rules import ADULT


def codes(tables, table):
    rejected = tables.rejected.collect()
    return sorted(rejected.filter(rejected["table"] == table).select("row", "code").rows())


def test_of_loans_of_one_household_in_two_villages_the_strange_one_is_set_aside(county):
    county.rows["loans"].append(county.rows["loans"][0] | {"loan_id": "L3", "village_id": "V2"})
    tables = county.write().read()
    assert codes(tables, "loans") == [(4, "village_differs")]
    assert "V1" in tables.findings.coded("village_differs")[0].text.zh


@pytest.mark.parametrize(
    ("first", "second", "mixed"),
    [
        (("four_class", "normal"), ("five_class", "normal"), True),
        (("four_class", "normal"), ("", "loss"), True),
        (("", "stagnant"), ("", "loss"), True),
        (("four_class", "normal"), ("five_class", ""), False),
        (("four_class", ""), ("five_class", ""), False),
        (("four_class", "normal"), ("", "normal"), False),
        (("", "normal"), ("", ""), False),
    ],
)
def test_only_classes_mix_schemes(county, first, second, mixed):
    for at, (scheme, given) in enumerate((first, second)):
        county.change("loans", at, classification_scheme=scheme, loan_class=given)
    tables = county.write().read()
    assert (tables.refusal is not None) == mixed
    assert tables.rows_rejected == 0


@pytest.mark.parametrize(("scheme", "warned"), [("five_class", 1), ("four_class", 0), ("", 0)])
def test_a_scheme_without_a_class_beside_another_scheme_is_warned_of(county, scheme, warned):
    tables = county.change("loans", 1, classification_scheme=scheme, loan_class="").write().read()
    assert tables.findings.counts.get("scheme_without_class", 0) == warned


@pytest.mark.parametrize(
    ("born", "certified", "warned"),
    [
        ("1980-06-15", "1998-06-14", True),
        ("1980-06-15", "1998-06-15", False),
        ("1980-02-29", "1998-02-28", True),
        ("1980-02-29", "1998-03-01", False),
        ("1980-12-31", "1998-01-01", True),
        ("1980-06-15", "1979-01-01", True),
        ("1980-06-15", "", False),
        ("", "1998-06-14", False),
    ],
)
def test_a_certificate_needs_eighteen_completed_years(county, born, certified, warned):
    tables = county.change("households", birth_date=born, certificate_date=certified).write().read()
    assert ("certified_before_eighteen" in tables.findings.counts) == warned
    assert tables.rows_rejected == 0


@pytest.mark.parametrize("form", ["write", "write_parquet"])
def test_the_age_may_come_from_the_id_number(county, form):
    county.change("households", birth_date="", id_number="11010519491231002X", certificate_date="1967-12-30")
    tables = getattr(county, form)().read()
    found = tables.findings.coded("certified_before_eighteen")
    assert [(one.row, one.column, one.severity) for one in found] == [(2 if form == "write" else 1, "certificate_date", "warning")]
    assert "1949-12-31" in found[0].text.zh


def test_adults_are_eighteen():
    assert ADULT == 18


@pytest.mark.parametrize(
    ("table", "column", "cell", "code"),
    [
        ("households", "household_id", "11010519491231002X", "id_holds_id_number"),
        ("households", "household_id", "H11010519491231002x", "id_holds_id_number"),
        ("households", "household_id", "张三", "id_holds_name"),
        ("households", "household_id", "V1张三", "id_holds_name"),
        ("villages", "village_name", "11010519491231002X", "id_holds_id_number"),
        ("villages", "village_id", "11010519491231002X", "id_holds_id_number"),
        ("townships", "township_name", "甲镇11010519491231002X", "id_holds_id_number"),
        ("townships", "county_id", "11010519491231002X", "id_holds_id_number"),
    ],
)
def test_ids_and_names_of_places_hold_nothing_personal(county, table, column, cell, code):
    tables = county.change(table, **{column: cell}).write().read()
    assert (2, code) in codes(tables, table)
    told = tables.rejected.collect().write_csv()
    assert "9491231" not in told
    assert "张三" not in told


@pytest.mark.parametrize("cell", ["120221200306300001", "110105194912310021", "120221100201000123", "110105491231002", "李家庄", "张"])
def test_long_and_chinese_ids_are_fine_where_they_are_nobodys(county, cell):
    county.change("households", household_id=cell).change("loans", household_id=cell)
    assert county.write().read().rows_rejected == 0


def test_the_old_form_of_the_own_number_is_no_id_either(county):
    county.change("households", household_id="110105491231002", id_number="11010519491231002X", birth_date="")
    assert codes(county.write().read(), "households") == [(2, "id_holds_id_number")]


@pytest.mark.parametrize(
    ("loan_id", "code"),
    [
        ("11010519491231002X", "id_holds_id_number"),
        ("110105491231002", "id_holds_id_number"),
        ("张三", "id_holds_name"),
        ("借张三1", "id_holds_name"),
        ("农信借字第12号", None),
        ("120221200306300001", None),
    ],
)
def test_a_loan_id_holds_nothing_personal_of_a_household(county, loan_id, code):
    county.change("households", id_number="11010519491231002X", birth_date="")
    tables = county.change("loans", loan_id=loan_id).write().read()
    assert codes(tables, "loans") == ([(2, code)] if code else [])
    assert code is None or loan_id not in tables.rejected.collect().write_csv()
