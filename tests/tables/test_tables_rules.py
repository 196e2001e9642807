"""Every value check: a planted bad row is set aside (or warned of), by the reading of CSV and Parquet and by the pandera schema."""

import re
import warnings
from datetime import date

import pandera.polars as pa
import polars as pl
import pytest

from creditscore.core.columns import MAY_BE_NEGATIVE, TABLES
from creditscore.tables.cells.rules import rules_for
from creditscore.tables.checks.normalise import columns_of
from creditscore.tables.checks.schemas import schema_for, schemas
from creditscore.tables.reasons import REASONS

AS_OF = date(2003, 6, 30)
BROKEN = [
    ("townships", "township_id", "blank_required", {"township_id": ""}),
    ("villages", "village_id", "blank_required", {"village_id": ""}),
    ("villages", "township_id", "blank_required", {"township_id": ""}),
    ("households", "household_id", "blank_required", {"household_id": ""}),
    ("households", "village_id", "blank_required", {"village_id": ""}),
    ("households", "id_number", "id_number_check_digit", {"id_number": "110105194912310021"}),
    ("households", "id_number", "id_number_birth_date", {"id_number": "110105194913310026"}),
    ("households", "birth_date", "born_after_as_of", {"birth_date": "2003-07-01"}),
    ("households", "id_number", "born_after_as_of", {"id_number": "110105200307010022"}),
    ("households", "birth_date", "birth_dates_differ", {"id_number": "11010519491231002X", "birth_date": "1949-12-30"}),
    ("households", "certificate_date", "certified_after_as_of", {"certificate_date": "2003-07-01"}),
    ("households", "own_funds", "negative", {"own_funds": "-0.01"}),
    ("households", "income_per_head", "amount_too_large", {"income_per_head": "-100000000000.01"}),
    ("loans", "loan_id", "blank_required", {"loan_id": ""}),
    ("loans", "borrower_type", "blank_required", {"borrower_type": ""}),
    ("loans", "village_id", "blank_required", {"village_id": ""}),
    ("loans", "issue_date", "blank_required", {"issue_date": ""}),
    ("loans", "due_date", "blank_required", {"due_date": ""}),
    ("loans", "principal", "blank_required", {"principal": ""}),
    ("loans", "repaid_principal", "blank_required", {"repaid_principal": ""}),
    ("loans", "household_id", "blank_household", {"household_id": ""}),
    ("loans", "product", "blank_product", {"product": ""}),
    ("loans", "household_id", "household_not_needed", {"borrower_type": "village_committee"}),
    ("loans", "due_date", "due_before_issue", {"due_date": "2001-12-31"}),
    ("loans", "extended_due_date", "extension_before_due", {"extended_due_date": "2002-12-31"}),
    ("loans", "repaid_principal", "repaid_above_principal", {"repaid_principal": "1000.01"}),
    ("loans", "loan_class", "class_not_of_scheme", {"loan_class": "loss"}),
    ("loans", "issue_date", "issued_after_as_of", {"issue_date": "2003-07-01", "due_date": "2003-07-01"}),
]
BROKEN += [
    (table, column.name, "negative", {column.name: "-1"})
    for table, columns in TABLES.items()
    for column in columns
    if column.type in {"money", "integer"} and column.name not in MAY_BE_NEGATIVE
]
BROKEN += [
    (table, column.name, "number_too_large", {column.name: "1000001"})
    for table, columns in TABLES.items()
    for column in columns
    if column.type == "integer"
]
BROKEN += [
    (table, column.name, "amount_too_large", {column.name: "100000000000.01"})
    for table, columns in TABLES.items()
    for column in columns
    if column.type == "money"
]
BROKEN += [
    (table, column.name, "choice_unknown", {column.name: "x"}) for table, columns in TABLES.items() for column in columns if column.choices
]
BROKEN += [
    ("households", "household_id", "id_holds_id_number", {"household_id": "11010519491231002X"}),
    ("households", "household_id", "id_holds_id_number", {"household_id": "110105491231002", "id_number": "11010519491231002X"}),
    ("households", "household_id", "id_holds_name", {"household_id": "一组张三"}),
    ("households", "certificate_date", "certified_before_eighteen", {"certificate_date": "1978-01-01"}),
    ("villages", "village_id", "id_holds_id_number", {"village_id": "11010519491231002X"}),
    ("villages", "village_name", "id_holds_id_number", {"village_name": "11010519491231002X"}),
    ("villages", "township_id", "id_holds_id_number", {"township_id": "11010519491231002X"}),
    ("townships", "township_id", "id_holds_id_number", {"township_id": "11010519491231002X"}),
    ("townships", "township_name", "id_holds_id_number", {"township_name": "11010519491231002X"}),
    ("townships", "township_name", "id_holds_id_number", {"township_name": "110105491231002"}),
    ("townships", "county_id", "id_holds_id_number", {"county_id": "11010519491231002X"}),
]
SOUND = [
    ("households", {"birth_date": "2003-06-30"}),
    ("households", {"id_number": "11010519491231002X", "birth_date": ""}),
    ("households", {"id_number": "11010519491231002X", "birth_date": "1949-12-31"}),
    ("households", {"income_per_head": "-5"}),
    ("households", {"own_funds": "100000000000.00"}),
    ("households", {"certificate_date": "2003-06-30"}),
    ("villages", {"registered_households": "1000000"}),
    ("loans", {"due_date": "2002-01-01"}),
    ("loans", {"extended_due_date": "2003-01-01"}),
    ("loans", {"repaid_principal": "1000.00"}),
    ("loans", {"principal": "100000000000.00"}),
    ("loans", {"issue_date": "2003-06-30", "due_date": "2003-06-30"}),
    ("loans", {"loan_class": "", "classification_scheme": ""}),
    ("loans", {"loan_class": "bad"}),
    ("loans", {"loan_class": "loss", "classification_scheme": ""}),
    ("loans", {"household_id": "", "product": "", "borrower_type": "village_enterprise"}),
    ("loans", {"overdue_interest": "", "ever_overdue": ""}),
]


def remarks(tables, table):
    return {(one.code, one.column) for one in tables.findings if one.table == table and one.row is not None}


@pytest.mark.parametrize(("table", "column", "code", "cells"), BROKEN)
def test_a_planted_bad_row_of_csv_is_caught(county, table, column, code, cells):
    tables = county.change(table, **cells).write().read()
    assert (code, column) in remarks(tables, table)
    source = next(source for source in tables.sources if source.table == table)
    assert source.rows_rejected == (REASONS[code].severity == "error")


@pytest.mark.parametrize(("table", "cells"), SOUND)
def test_a_sound_row_at_the_edge_is_used(county, table, cells):
    tables = county.change(table, **cells).write().read()
    assert remarks(tables, table) == set()
    assert tables.rows_rejected == 0


def planted(county, table, cells):
    """The sound typed rows of a table, with the first row broken."""
    data = county.typed()[table]
    kinds = {column.name: column.type for column in columns_of(table, {})}
    for name, text in cells.items():
        made = pl.Series(name, [text or None], dtype=pl.String)
        if kinds[name] == "date":
            made = made.str.to_date()
        if kinds[name] == "money":
            made = (made.cast(pl.Decimal(38, 2)) * 100).cast(pl.Int64)
        data = data.with_columns(pl.concat([made.cast(data.schema[name]), data.get_column(name)[1:]]))
    return data


@pytest.mark.parametrize(("table", "column", "code", "cells"), BROKEN)
def test_the_pandera_schema_catches_the_same_row(county, table, column, code, cells):
    data = planted(county, table, cells)
    if REASONS[code].severity == "warning":
        with pytest.warns(UserWarning, match=re.escape(f"{code}:{column}")):
            schema_for(table, AS_OF).validate(data, lazy=True)
    else:
        warnings.simplefilter("ignore")
        with pytest.raises(pa.errors.SchemaErrors) as caught:
            schema_for(table, AS_OF).validate(data, lazy=True)
        assert f"{code}:{column}" in str(caught.value)


@pytest.mark.parametrize("table", TABLES)
def test_sound_tables_pass_their_schema(county, table):
    schemas(AS_OF)[table].validate(county.typed()[table], lazy=True)


def test_a_lazy_frame_is_held_against_dtypes_only(county):
    data = planted(county, "loans", {"repaid_principal": "1000.01"})
    schema_for("loans").validate(data.lazy()).collect()
    with pytest.raises(pa.errors.SchemaError):
        schema_for("loans").validate(data.cast({"principal": pl.String}).lazy()).collect()


@pytest.mark.parametrize(("table", "column", "code", "cells"), BROKEN)
def test_a_planted_bad_row_of_parquet_is_caught(county, table, column, code, cells):
    data = planted(county, table, cells)
    county.write_parquet()
    money = [known.name for known in TABLES[table] if known.type == "money"]
    yuan = [(pl.col(name).cast(pl.Decimal(38, 2)) / 100).cast(pl.Decimal(38, 2)) for name in money]
    data.with_columns(yuan).write_parquet(county.folder / f"{table}.parquet")
    assert (code, column) in remarks(county.read(), table)


def test_every_value_rule_has_a_planted_row():
    keys = {(rule.table, rule.columns[0], rule.code) for table in TABLES for rule in rules_for(table, TABLES[table], AS_OF)}
    assert keys == {(table, column, code) for table, column, code, _ in BROKEN}


REPEATED = [
    *((table, f"duplicate_conflict:{table[:-1]}_id", {}) for table in TABLES),
    ("households", "id_number_in_two_households:id_number", {"household_id": "H9", "id_number": "11010519491231002X"}),
    ("loans", "mixed_schemes", {"loan_id": "L9", "classification_scheme": "five_class"}),
]


@pytest.mark.parametrize(("table", "check", "cells"), REPEATED)
def test_the_schema_holds_rows_against_each_other(county, table, check, cells):
    county.change("households", id_number="11010519491231002X", birth_date="")
    data = county.typed()[table]
    copy = data.head(1).with_columns(pl.lit(cell).alias(name) for name, cell in cells.items())
    schema_for(table, AS_OF).validate(data, lazy=True)
    with pytest.raises(pa.errors.SchemaErrors) as caught:
        schema_for(table, AS_OF).validate(pl.concat([data, copy]), lazy=True)
    assert check in str(caught.value)


def test_dates_are_held_against_the_as_of_date_only_where_it_is_given(county):
    tables = (
        county.change("households", birth_date="2009-01-01")
        .change("loans", issue_date="2009-01-01", due_date="2009-01-01")
        .write()
        .read(None)
    )
    assert tables.rows_rejected == 0
