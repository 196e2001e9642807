"""Files as they really arrive: every collected example is read, refused or set aside as it must be, and every row is accounted for."""

from datetime import date

import pytest

from creditscore.core.errors import TableError
from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.read import read_tables
from tests.tables.arriving.make import CASES, make

AS_OF = date(2003, 6, 30)
FILE_NOTES = {"column_missing", "column_not_used", "lines_header", "lines_footer", "lines_total", "lines_blank"}


def read_case(county, case):
    county.write()
    (county.folder / f"{case.table}.csv").unlink()
    case.write(county.folder / f"{case.table}{case.suffix}")
    return read_tables(find_inputs(county.folder), {}, AS_OF)


@pytest.mark.parametrize("case", [case for case in CASES if case.refused is None], ids=lambda case: case.name)
def test_an_example_is_read(county, case):
    tables = read_case(county, case)
    source = next(one for one in tables.sources if one.table == case.table)
    assert (source.rows_in, source.rows_used, source.rows_rejected) == (case.used + case.rejected, case.used, case.rejected)
    assert source.left_out == case.left_out
    told = {one.code for one in tables.findings if one.table == case.table}
    assert set(case.codes) <= told
    surprising = {one.code for one in tables.findings if one.table == case.table and one.severity != "note"} - set(case.codes)
    assert not surprising
    frame = tables.frames[case.table].collect()
    assert {name: frame.get_column(name).to_list() for name in case.values} == case.values


@pytest.mark.parametrize("case", [case for case in CASES if case.refused is not None], ids=lambda case: case.name)
def test_an_example_is_refused(county, case):
    with pytest.raises(TableError) as caught:
        read_case(county, case)
    assert case.refused in caught.value.say("zh")
    assert caught.value.say("en")


def test_the_script_writes_every_example(tmp_path):
    make(tmp_path)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == len(CASES)
    assert len({case.name for case in CASES}) == len(CASES)
