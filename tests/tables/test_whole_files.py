"""The pass over whole files beside the reading: UTF-8 told block by block, and a file that proves to be something else after its start."""

import hashlib

import pytest

from creditscore.core.errors import TableError
from creditscore.tables.files import encodings, whole_files
from creditscore.tables.files.encodings import Utf8Proof
from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.files.whole_files import digests_of

START = 256
"""So many bytes are looked at before the reading here."""
ASCII = "village_id,village_name,township_id,remark\nV1,one,T1,\n" + "".join(f"V{number},place,T1,\n" for number in range(2, 49))
LETTERS = "aé中😀b"
GOOD = [LETTERS.encode(), b"", b"plain\n", "中".encode(), b"\n\n"]
BAD = [LETTERS.encode()[:-2], b"a\xff", b"\x80", "中".encode()[:2], "中".encode()[1:], b"\xed\xa0\x80", "村".encode("gb18030"), b"\xc0\x80"]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 100])
@pytest.mark.parametrize(("content", "holds"), [*((one, True) for one in GOOD), *((one, False) for one in BAD)])
def test_letters_broken_off_between_blocks(content, holds, size):
    proof = Utf8Proof()
    for at in range(0, len(content), size):
        proof.take(content[at : at + size])
    assert proof.holds() is holds


@pytest.fixture
def small_start(monkeypatch):
    monkeypatch.setattr(encodings, "SMALL_BLOCK", START)
    monkeypatch.setattr(whole_files, "CHUNK", START)


def read_with(county, content):
    county.write()
    (county.folder / "villages.csv").write_bytes(content)
    tables = county.read()
    return tables, next(one for one in tables.sources if one.table == "villages")


@pytest.mark.usefixtures("small_start")
@pytest.mark.parametrize(
    ("line", "encoding", "used"),
    [
        ("V49,九村,T1,\n", "utf-8", 49),
        ("V49,九村,T1,\n", "gb18030", 49),
        ("V49,nine,T1,九\n", "gb18030", 49),
        ("V49,nine,T1,,九\n", "gb18030", 48),
    ],
    ids=["utf-8", "gb18030", "in a column not used", "beyond the header"],
)
def test_the_encoding_shows_after_the_start(county, line, encoding, used):
    tables, source = read_with(county, (ASCII + line).encode(encoding))
    assert (source.encoding, source.rows_in, source.rows_used) == (encoding, 49, used)
    names = tables.frames["villages"].collect().get_column("village_name").to_list()
    assert names[48:] == [line.split(",")[1]][: used - 48]


@pytest.mark.usefixtures("small_start")
def test_quotes_inside_cells_and_an_encoding_that_shows_late(county):
    tables, source = read_with(county, (ASCII + 'V49,九"村,T1,\n').encode("gb18030"))
    assert (source.encoding, source.rows_used) == ("gb18030", 49)
    assert "九" in tables.frames["villages"].collect().get_column("village_name")[48]


@pytest.mark.usefixtures("small_start")
@pytest.mark.parametrize("name", ["村名", "village_name"])
def test_a_character_that_is_broken_late_is_told_with_its_line(county, name):
    content = ASCII.replace("village_name", name).encode() + b"V49,\xff\xff,T1,\n"
    with pytest.raises(TableError, match=r"villages\.csv: cannot be decoded as utf-8, gb18030; as utf-8 it can be read up to line 50"):
        read_with(county, content)


@pytest.mark.usefixtures("small_start")
def test_all_tables_that_cannot_be_read_are_told_together(county):
    county.write()
    (county.folder / "villages.csv").write_bytes(ASCII.encode() + b"V49,\xff\xff,T1,\n")
    (county.folder / "townships.csv").write_bytes(b"name\nx\n")
    with pytest.raises(TableError) as caught:
        county.read()
    assert {problem.where for problem in caught.value.problems} == {"villages.csv", "townships.csv"}


def test_a_file_is_told_by_its_digest(county):
    county.write()
    written = county.folder / "villages.csv"
    written.write_bytes("村名\n".encode("gb18030"))
    with digests_of(find_inputs(county.folder)) as digests:
        told = {table: one.result() for table, one in digests.items()}
    assert told["villages"].sha256 == hashlib.sha256(written.read_bytes()).hexdigest()
    assert {table: one.utf8 for table, one in told.items()} == {"townships": True, "villages": False, "households": True, "loans": True}
