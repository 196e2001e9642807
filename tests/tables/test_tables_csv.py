"""CSV files: encodings, separators, title rows, blank lines, ragged rows, and the row numbers that users see."""

import polars as pl
import pytest

from creditscore.core.errors import TableError

VILLAGES = "行政村编号,村名,乡镇编号\nV1,一村,T1\nV2,二村,T1\n"


def with_villages(county, text, encoding="utf-8"):
    county.write()
    (county.folder / "villages.csv").write_bytes(text.encode(encoding))
    return county


def source(tables, table="villages"):
    return next(one for one in tables.sources if one.table == table)


@pytest.mark.parametrize(
    ("written", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("gbk", "gb18030"), ("utf-16", "utf-16")],
)
def test_encodings(county, written, told):
    tables = with_villages(county, VILLAGES, written).read()
    assert source(tables).encoding == told
    assert tables.frames["villages"].collect()["village_name"].to_list() == ["一村", "二村"]


def test_an_encoding_given_is_used_or_refused(county):
    from creditscore.tables.files.inputs import find_inputs
    from creditscore.tables.read import read_tables

    with_villages(county, VILLAGES, "gb18030")
    for table in ("townships", "households", "loans"):
        file = county.folder / f"{table}.csv"
        file.write_bytes(file.read_text("utf-8").encode("gb18030"))
    assert read_tables(find_inputs(county.folder), {}, None, "gb18030").rows_rejected == 0
    with pytest.raises(TableError, match="--encoding"):
        read_tables(find_inputs(county.folder), {}, None, "utf-8")


def test_bytes_of_no_encoding(county):
    county.write()
    (county.folder / "villages.csv").write_bytes(b"\xff\xff\xff,\x80\n")
    with pytest.raises(TableError, match="utf-8, gb18030"):
        county.read()


@pytest.mark.parametrize(("encoding", "bad"), [("gb18030", b"\xff\xff"), ("utf-8", b"\xe9"), ("utf-8-sig", b"\xe9")])
def test_a_broken_character_is_told_with_its_line(county, encoding, bad):
    written = with_villages(county, VILLAGES, encoding).folder / "villages.csv"
    written.write_bytes(written.read_bytes().replace("二村".encode(encoding.removesuffix("-sig")), b"x" + bad + b"x"))
    with pytest.raises(TableError, match=f"as {encoding} it can be read up to line 3"):
        county.read()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"PK\x03\x04\0", "name it .xlsx"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "name it .xls"), (bytes(9), "zero bytes")],
)
def test_a_file_that_is_no_text_is_told_what_it_is(county, content, told):
    (county.write().folder / "villages.csv").write_bytes(content)
    with pytest.raises(TableError, match=told):
        county.read()


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separators(county, separator):
    assert with_villages(county, VILLAGES.replace(",", separator)).read().rows_rejected == 0


def test_windows_line_ends(county):
    assert source(with_villages(county, VILLAGES.replace("\n", "\r\n")).read()).rows_used == 2


def test_title_rows_above_the_header_and_blank_lines_keep_row_numbers(county):
    text = "全县行政村情况表,,\n\n行政村编号,村名,乡镇编号\nV1,一村,T1\n\n,,\nV2,二村,X\n"
    tables = with_villages(county, text).read()
    assert (source(tables).rows_in, source(tables).left_out) == (2, 2)
    assert tables.rejected.collect().select("row", "id").rows() == [(7, "V2")]


def test_quoted_line_breaks_and_separators(county):
    tables = with_villages(county, '行政村编号,村名,乡镇编号\nV1,"一\n,村",T1\nV2,二村,X\n').read()
    assert tables.frames["villages"].collect()["village_name"].to_list() == ["一\n,村"]
    assert tables.rejected.collect()["row"].to_list() == [3]


@pytest.mark.parametrize("extra", [",张三丰", ",,张三丰"])
@pytest.mark.parametrize("at", [1, 2])
def test_a_row_with_too_many_cells_is_set_aside_and_not_read_askew(county, at, extra):
    lines = VILLAGES.splitlines()
    lines[at] = lines[at] + extra
    tables = with_villages(county, "\n".join(lines)).read()
    told = tables.rejected.collect().filter(pl.col("table") == "villages")
    assert told.select("row", "code", "value", "also").rows() == [(at + 1, "too_many_cells", None, "")]


def test_empty_cells_beyond_the_header_do_no_harm(county):
    assert with_villages(county, VILLAGES.replace("\n", ",,\n").replace("乡镇编号,,", "乡镇编号")).read().rows_rejected == 0


def test_a_header_without_rows_is_an_empty_table(county):
    tables = with_villages(county, "行政村编号,村名,乡镇编号\n").read()
    assert source(tables).rows_in == 0


@pytest.mark.parametrize("text", ["", "\n\n", " , ,\n"])
def test_an_empty_file_is_refused(county, text):
    with pytest.raises(TableError, match="the file is empty"):
        with_villages(county, text).read()


def test_leading_zeros_stay(county):
    county.change("townships", township_id="007")
    tables = with_villages(county, VILLAGES.replace("T1", "007")).read()
    assert tables.frames["villages"].collect()["township_id"].to_list() == ["007", "007"]


def test_lines_that_end_with_a_carriage_return_alone(county):
    assert source(with_villages(county, VILLAGES.replace("\n", "\r")).read()).rows_used == 2


def test_a_quote_inside_a_cell_stays(county):
    tables = with_villages(county, '行政村编号,村名,乡镇编号\nV1,一"村,T1\nV2,二村,X\n').read()
    assert tables.frames["villages"].collect()["village_name"].to_list() == ['一"村']
    assert tables.rejected.collect()["row"].to_list() == [3]


@pytest.mark.parametrize("cell", ['"一"村', '"一村'])
def test_quotes_that_do_not_pair_are_told_with_their_line(county, cell):
    with pytest.raises(TableError, match=r"the quotes in line 2 do not pair"):
        with_villages(county, f"行政村编号,村名,乡镇编号\nV1,{cell},T1\nV2,二村,T1\n").read()


def test_invisible_characters_make_no_row(county):
    assert source(with_villages(county, VILLAGES + "\x1a").read()).rows_in == 2
