"""Which line a key path stands on."""

import tomllib

import pytest

from creditscore.packs.source.key_lines import KeyLines

TEXT = '''# [not.a.header]
top = 1
[a]
b = "[x]" # [y]
c.d = 2
long = [
  { one = 1 },
  { two = 2, three = 3 },
]
text = """
[not.a.header]
key = 1
"""

[a.sub]
"quoted.key" = 1
[[list]]
name = "first"
[list.inner]
deep = 1
[[list]]
name = "second"
inner.deep = 2
[implied.table.here]
x = { y = 1 }
'''
LINES = {
    ("top",): 2,
    ("a",): 3,
    ("a", "b"): 4,
    ("a", "c", "d"): 5,
    ("a", "long"): 6,
    ("a", "long", 0, "one"): 7,
    ("a", "long", 1, "three"): 8,
    ("a", "long", 1): 6,
    ("a", "text"): 10,
    ("a", "sub"): 15,
    ("a", "sub", "quoted.key"): 16,
    ("list", 0): 17,
    ("list", 0, "name"): 18,
    ("list", 0, "inner", "deep"): 20,
    ("list", 1, "name"): 22,
    ("list", 1, "inner", "deep"): 23,
    ("list", 1, "missing"): 21,
    ("implied", "table", "here", "x", "y"): 25,
    ("implied",): 24,
    ("implied", "table"): 24,
    ("nowhere",): None,
    (): None,
}


def test_text_is_toml():
    assert tomllib.loads(TEXT)["list"][1]["inner"]["deep"] == 2


@pytest.mark.parametrize("path", LINES, ids=str)
def test_line_of_a_path(path):
    assert KeyLines(TEXT).of(path) == LINES[path]


def test_word_on_several_lines_gives_the_first_line_of_its_value():
    assert KeyLines("a = [\n  { is = 1 },\n  { is = 2 },\n]\n").of(("a", 1, "is")) == 1


@pytest.mark.parametrize("text", ["", "[", "[[", "=", "a", "a = [", '"', "[]\n= 1", "]\n}\nx = 1"])
def test_what_is_no_toml_does_no_harm(text):
    assert KeyLines(text).of(("x",)) in (None, 1, 3)
