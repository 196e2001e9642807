"""Hostile rule files: refused with a message, and before they cost anything."""

import subprocess
import sys

import pytest

from creditscore.core.errors import PackError
from creditscore.packs.load import load_pack

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
