"""The JSON Schema of rule files: shipped as it is made, named by the shipped files, and true to the model."""

import json
import re

import pytest

from creditscore.packs.json_schema import FILE, FIRST_LINE, as_text, json_schema
from creditscore.packs.library import edition_files, shipped_folder, shipped_names

FILES = [path for name in shipped_names() for path in edition_files(name)]


def test_shipped_schema_is_the_one_that_is_made():
    """`creditscore rules schema > rules/pack.schema.json` makes it again."""
    assert (shipped_folder() / FILE).read_text("utf-8") == as_text(json_schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_files_name_the_schema(path):
    first = path.read_text("utf-8").split("\n", 1)[0]
    assert first == FIRST_LINE
    assert (path.parent / first.removeprefix("#:schema ")).resolve() == (shipped_folder() / FILE).resolve()


def parts():
    """Every table of the schema by name."""
    found = json_schema()
    return {"Pack": found, **found["$defs"]}


@pytest.mark.parametrize("name", parts())
def test_every_part_is_described_and_closed(name):
    part = parts()[name]
    assert part["description"]
    assert part["additionalProperties"] is False


@pytest.mark.parametrize("word", ["at_least", "at_most", "above", "below"])
def test_operator_words_say_whether_the_number_is_included(word):
    described = parts()["Criterion"]["properties"][word]["description"]
    assert re.search("包括本数|included|excluded", described)


def test_examples_may_give_whole_numbers_and_pairs():
    given = json.dumps(parts()["Example"]["properties"]["given"])
    assert '"type": "integer"' in given
    assert '"minItems": 2' in given


def test_a_single_level_may_stand_for_a_list():
    assert {"type": "string"} in parts()["Measure"]["properties"]["level"]["anyOf"]
