"""Headers: canonical names, titles and aliases; columns unknown, missing or given twice."""

import pytest

from creditscore.core.columns import TABLES
from creditscore.core.errors import TableError
from creditscore.tables.aliases import shipped
from creditscore.tables.files.headers import header_row, matched
from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.read import read_tables

NEEDED = ["village_id", "township_id"]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_known_by_its_name_and_its_title(table):
    for column in TABLES[table]:
        assert shipped().header(table, column.name) == column.name
        assert shipped().header(table, column.title.zh) == column.name


@pytest.mark.parametrize("written", ["村编号", " 村 编 号 ", "村编号*", "村编号(必填)", "村编号（必填）", "VILLAGE_ID", "Village ID"])
def test_spaces_brackets_and_case_do_not_matter(written):
    assert shipped().header("villages", written) == "village_id"


def test_no_alias_stands_for_two_columns():
    import tomllib
    from importlib.resources import files

    listed = tomllib.loads(files("creditscore.tables").joinpath("aliases.toml").read_text("utf-8"))["columns"]
    for table, columns in listed.items():
        words = [word for words in columns.values() for word in words]
        titles = [column.title.zh for column in TABLES[table]]
        assert len(words) == len(set(words))
        assert not set(words) & set(titles) or table in {"villages", "townships"}


def test_unknown_headers_are_told_and_left():
    found = matched("villages", "f", [*NEEDED, "备注", ""], {})
    assert found.unused == ("备注",)


def test_a_missing_column_is_told_with_what_was_found_and_the_nearest():
    with pytest.raises(TableError) as caught:
        matched("villages", "村.csv", ["village_id", "所属乡镇编码", "户数"], {})
    said = caught.value.say("zh")
    assert said.startswith("村.csv: 行政村表缺少列“乡镇编号（township_id）”")
    assert "village_id, 所属乡镇编码, 户数" in said
    assert "是否就是“所属乡镇编码”" in said
    assert "“户数”认作在册户数（registered_households），“所属乡镇编码”没有认出" in said


def test_a_declared_column_must_be_there():
    declared = {"no_debt_evasion": "bool", "dairy_cows": "integer"}
    with pytest.raises(TableError) as caught:
        matched("villages", "f", [*NEEDED, "无逃废债"], declared)
    assert [problem.what.en.split("“")[1].split("”")[0] for problem in caught.value.problems] == ["dairy_cows"]


def test_two_headers_of_one_column():
    with pytest.raises(TableError, match="both stand for village_id"):
        matched("villages", "f", [*NEEDED, "村编号"], {})


def test_the_header_row_is_the_one_with_most_known_headers():
    rows = [["行政村情况", ""], ["2003年", ""], ["村编号", "乡镇编号"], ["V1", "T1"]]
    assert header_row("villages", rows, {}) == 2


def test_a_pack_column_is_read_by_its_declared_type(county):
    county.change("villages", dairy_cows="1,200", grazing_fee="3.5").change("villages", 1, dairy_cows="", grazing_fee="")
    county.write()
    tables = read_tables(find_inputs(county.folder), {"villages": {"dairy_cows": "integer", "grazing_fee": "money"}}, None)
    assert tables.frames["villages"].collect().select("dairy_cows", "grazing_fee").rows() == [(1200, 350), (None, None)]


def test_every_canonical_column_is_there_in_order(county):
    tables = county.write().read()
    for table, columns in TABLES.items():
        assert tables.frames[table].collect_schema().names() == [column.name for column in columns]


def test_all_tables_mistakes_are_told_at_once(county):
    for table in ("villages", "loans"):
        for row in county.rows[table]:
            row.pop("village_id")
    county.write()
    with pytest.raises(TableError) as caught:
        county.read()
    assert {problem.where for problem in caught.value.problems} == {"villages.csv", "loans.csv"}
