"""Where evidence can be missing."""

from datetime import date

import pytest

from creditscore.packs.evidence import column_may_be_blank, measure_may_be_unknown
from creditscore.packs.library import pack_in_force

PACK = pack_in_force("ninghe", date(2003, 6, 30)).pack
OPEN = {
    "age": False,
    "outstanding": False,
    "arrears_record": True,
    "arrears_now": True,
    "arrears_free_share": True,
    "depositor_share": True,
    "micro_recovery": False,
    "bad_loan_share": True,
    "credit_village_share": True,
}


@pytest.mark.parametrize("name", PACK.measures)
def test_which_measures_blanks_can_leave_open(name):
    assert measure_may_be_unknown(PACK, PACK.measures[name]) is OPEN[name]


@pytest.mark.parametrize(
    ("table", "column", "blank"),
    [
        ("loans", "principal", False),
        ("loans", "outstanding", False),
        ("loans", "effective_due_date", False),
        ("loans", "overdue", True),
        ("loans", "overdue_interest", True),
        ("loans", "loan_class", True),
        ("loans", "product", False),
        ("households", "village_id", False),
        ("households", "good_repute", True),
        ("households", "a_column_of_a_pack", True),
        ("households", "overdue", True),
    ],
)
def test_which_columns_may_be_blank(table, column, blank):
    assert column_may_be_blank(PACK, table, column) is blank
