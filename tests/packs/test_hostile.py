"""Hostile rule files: refused with a message, and before they cost anything."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from creditscore.core.errors import PackError
from creditscore.packs.lint.pack import check_file
from creditscore.packs.load import load_pack

SOUND = Path(__file__).parent / "sound"

HOSTILE = {
    "over a megabyte": "# " + "x" * 1_100_000,
    "brackets without a bottom": "x = " + "[" * 50_000,
    "braces without a bottom": "x = " + "{a=" * 50_000,
    "tables without a bottom": "[" + ".".join(["a"] * 50_000) + "]\n",
    "a key of many parts": ".".join(["k"] * 20_000) + " = 1\n",
    "a list without an end": "x = [" + "1," * 200_000 + "]\n",
    "many keys": "".join(f"k{number} = 1\n" for number in range(60_000)),
    "an endless number": "x = " + "9" * 500_000,
    "an endless decimal": "x = 0." + "1" * 500_000,
    "a huge exponent": "format = 1e999999999\n",
    "a quotation without an end": 'x = "' + "a" * 900_000,
    "a text block without an end": 'x = """' + '\\"' * 400_000,
    "backslashes": 'x = "' + "\\\\" * 400_000,
    "letters turned round": 'x = "\u202ea\u202c"\n',
    "letters of no width": "for\u200bmat = 1\n",
    "a zero byte": "x = 1\0\n",
    "no text at all": "",
    "nested any_of": "[measures.m]\nwhere = [" + "{ any_of = [" * 14 + "]}" * 14 + "]\n",
    "levels in a circle": "[levels]\n" + "".join(f'a{n} = "a{(n + 1) % 5000}"\n' for n in range(5000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused(tmp_path, name):
    path = tmp_path / "pack.toml"
    path.write_text(HOSTILE[name], "utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(path)
    assert caught.value.problems[0].where.startswith("pack.toml")


SMALL_CHANGES = {
    "percent of thousands of digits": ('at_least = "80%"', 'at_least = "' + "9" * 5000 + '%"'),
    "percent with thousands of decimals": ('at_least = "80%"', 'at_least = "0.' + "1" * 5000 + '%"'),
    "huge exponent": ("at_least = 18", "at_least = 1e999999"),
    "tiny exponent": ("at_least = 18", "at_least = 1e-999999"),
    "not a number": ("at_least = 18", "at_least = nan"),
    "a value of 3000 digits": ("free_share = [80, 100]", "free_share = [" + "9" * 3000 + ", 100]"),
    "a name of 300000 letters": ('all_of = ["V1", "V2"]', 'all_of = ["' + "V" * 300_000 + '"]'),
    "more parts than there are": ('{ all_of = ["V1", "V2"] }', "{ n_of = { at_least = " + "9" * 300 + ', of = ["V1", "V2"] } }'),
    "an escaped zero byte": ('zh = "年龄"', 'zh = "年\\u0000龄"'),
    "an escaped turning of letters": ('zh = "年龄"', 'zh = "年\\u202e龄"'),
    "half a character": ('zh = "年龄"', 'zh = "年\\uD800龄"'),
}
CARD_CHANGES = {
    "points with a huge exponent": ("points = 40", "points = 1e999999"),
    "points that are no number": ("points = 40", "points = nan"),
    "an endless total": ("total = 100", "total = inf"),
    "a bonus with a tiny exponent": ("bonus_cap = 5", "bonus_cap = 1e-999999"),
    "a base with a huge exponent": ("base = 5000", "base = 1e999999"),
    "a limit with a huge exponent": ("good = 3000", "good = 1e400"),
    "a step of 4000 digits": ("rounded_down_to = 100", "rounded_down_to = " + "9" * 4000),
}


@pytest.mark.parametrize("name", SMALL_CHANGES)
def test_one_hostile_value_in_a_sound_pack_is_refused(workshop, name):
    with pytest.raises(PackError):
        workshop.load(workshop.small, SMALL_CHANGES[name])


@pytest.mark.parametrize("name", CARD_CHANGES)
def test_one_hostile_number_in_a_card_or_limit_is_refused(workshop, name):
    with pytest.raises(PackError):
        workshop.load((SOUND / "county.toml").read_text("utf-8"), CARD_CHANGES[name])


@pytest.mark.parametrize(
    "edit",
    [
        (
            'credit = { all_of = ["V1", "V2"] }',
            "top = { n_of = { at_least = 30, of = [" + '{ any_of = ["V1", "V2"] },' * 60 + '] } }\ncredit = { all_of = ["V1", "V2"] }',
        ),
        ('zh = "80%以上农户不拖欠"', 'zh = "' + "不" * 100_000 + '80%以上"'),
        ('en = "80% or more not in arrears"', 'en = "' + "no more than 80% " * 20_000 + '"'),
        ("reviewed_on = 2011-06-30", "reviewed_on = 9999-12-31"),
    ],
    ids=["more ways than can be counted", "an endless not", "an endless clause", "the last day of all"],
)
def test_checking_what_loads_ends(workshop, edit):
    assert check_file(workshop.write(workshop.small, edit), date(2012, 1, 1))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x80abc", "格式 = 1".encode("gbk")])
def test_bytes_that_are_no_utf_8_are_refused(tmp_path, content):
    path = tmp_path / "pack.toml"
    path.write_bytes(content)
    with pytest.raises(PackError, match="not UTF-8"):
        load_pack(path)


def test_levels_in_a_circle_are_refused(workshop):
    levels = "[levels]\n" + "".join(f'a{number} = "a{(number + 1) % 5000}"\n' for number in range(5000))
    with pytest.raises(PackError):
        workshop.load(workshop.small, ('[levels]\nhousehold = "village"\n', levels))


def test_measures_in_a_circle_are_refused(workshop):
    one = 'where = [{ column = "overdue", is = true }]', 'where = [{ measure = "late_loans", at_most = 0 }]'
    with pytest.raises(PackError):
        workshop.load(workshop.small, one)


def test_whole_call_ends_with_a_message_and_no_traceback(tmp_path):
    path = tmp_path / "pack.toml"
    path.write_text("x = " + "[" * 900_000, "utf-8")
    call = [sys.executable, "-c", "from creditscore.cli.main import run; run()", "rules", "check", str(path), "--lang", "en"]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "nested too deeply" in done.stdout
    assert "Traceback" not in done.stderr
