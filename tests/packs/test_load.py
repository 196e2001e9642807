"""Loading a rule file: its bytes, its encoding, and files that mean harm."""

import hashlib

import pytest

from creditscore.core.errors import PackError
from creditscore.core.terms import plural
from creditscore.packs.load import LARGEST_FILE, load_pack

HOSTILE = {
    "endless brackets": "a = " + "[" * 500_000,
    "endless braces": "a = " + "{b = " * 150_000,
    "a bracket on every line": "a = [\n" + "[\n" * 200_000,
    "endless dotted key": "a" + ".a" * 400_000 + " = 1",
    "endless dotted header": "[" + "a." * 400_000 + "a]",
    "endless number": "format = " + "9" * 900_000,
    "endless hexadecimal number": "format = 0x" + "f" * 900_000,
    "endless decimal": "format = 1." + "9" * 900_000,
    "endless list": "format = [" + "1," * 450_000 + "]",
    "countless lines": "\n".join(f"k{number} = 1" for number in range(35_000)),
    "countless unknown keys": "\n".join(f"k{number} = 1" for number in range(29_000)),
    "endless text": "format = '" + "x" * 900_000 + "'",
    "open quote": "format = '''" + "x" * 900_000,
    "many open quotes": "format = " + "'''x" * 200_000,
    "nothing but line breaks": "\n" * 40_000,
    "nothing": "",
    "control character": "format = 1\x00",
}


def refusal(path):
    """The message with which a file is refused."""
    with pytest.raises(PackError) as caught:
        load_pack(path)
    return str(caught.value)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_a_few_lines(tmp_path, name):
    path = tmp_path / "pack.toml"
    path.write_text(HOSTILE[name], "utf-8")
    assert len(refusal(path)) < 20_000


def test_file_over_a_megabyte_is_refused_unread(tmp_path):
    path = tmp_path / "pack.toml"
    path.write_bytes(b"#" * (LARGEST_FILE + 1))
    assert refusal(path) == "pack.toml: the rule file is too large; expected at most 1 MB"


def test_file_of_a_megabyte_is_read(workshop):
    padding = "#" * (LARGEST_FILE - len(workshop.small.encode()))
    path = workshop.write(workshop.small + padding)
    assert path.stat().st_size == LARGEST_FILE
    assert load_pack(path).pack.pack.id == "small"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('where = [{ column = "overdue", is = true }]', "where = [" + '{ column = "overdeu", is = true },\n' * 20_000 + "]"),
        ('all_of = ["V1", "V2"]', "all_of = [" + '"V1", ' * 70_000 + "]"),
        ('household = "village"\n', 'household = "village"\n' + "".join(f'l{n} = "l{n + 1}"\n' for n in range(9_000))),
    ],
    ids=["conditions", "grade parts", "levels"],
)
def test_endless_list_of_mistakes_is_cut_short(workshop, old, new):
    assert len(refusal(workshop.write(workshop.small, (old, new))).splitlines()) <= 51


@pytest.mark.parametrize("huge", ["1e999999", "-1e999999", "nan", "inf", "1e-999999", "1" * 4_000, "1e13"])
def test_huge_bound_is_refused(workshop, huge):
    path = workshop.write(workshop.small, ("at_least = 18", f"at_least = {huge}"))
    assert "criteria.household.H1.at_least: cannot be" in refusal(path)


@pytest.mark.parametrize("huge", ["1e999999", "nan", "inf", "-1", "1e-999999", "1e14"])
def test_huge_amount_in_an_example_is_refused(workshop, huge):
    path = workshop.write(workshop.small, ("{ due_date = 2012-06-29 }", f"{{ principal = {huge} }}"))
    assert "examples[2].tables.loans[1].principal" in refusal(path)


def test_measures_that_name_each_other_are_refused(workshop):
    path = workshop.write(
        workshop.small, ('where = [{ column = "overdue", is = true }]', 'where = [{ measure = "late_loans", above = 0 }]')
    )
    assert "measure does not fit here" in refusal(path)


def test_beyond_fifty_mistakes_only_their_number_is_told(workshop):
    path = workshop.write("\n".join(f"k{number} = 1" for number in range(60)) + "\n" + workshop.small)
    lines = refusal(path).splitlines()
    assert len(lines) == 51
    assert lines[-1] == "pack.toml: 10 more mistakes are not listed"


def test_digest_is_of_the_bytes(workshop):
    path = workshop.write(workshop.small)
    assert load_pack(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path, workshop):
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + workshop.small.replace("\n", "\r\n").encode())
    assert load_pack(path).pack.pack.id == "small"


def test_file_in_another_encoding_is_refused_with_its_line(tmp_path):
    path = tmp_path / "pack.toml"
    path.write_bytes(b"# comment\n" + "title = '信用'".encode("gb18030"))
    assert refusal(path) == "pack.toml:2: the rule file is not UTF-8; save it as UTF-8"


def test_missing_file_is_named(tmp_path):
    assert "the rule file cannot be opened" in refusal(tmp_path / "nothing.toml")


@pytest.mark.parametrize(
    ("level", "table"),
    [
        ("household", "households"),
        ("county", "counties"),
        ("city", "cities"),
        ("branch", "branches"),
        ("valley", "valleys"),
        ("group", "groups"),
    ],
)
def test_table_of_a_level_is_its_plural(level, table):
    assert plural(level) == table
