"""The JSON Schema of rule files, for editors: made from the model, with a title and a sentence for every key that has one."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from creditscore.packs.schema_keys import Schema, schema
from creditscore.packs.words.key_words import KEY_HELP, KEY_TITLES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FILE = "pack.schema.json"
FIRST_LINE = f"#:schema ../{FILE}"
"""The first line of a rule file that names the schema, as editors with TOML support read it."""
_STANDING_ALONE = ({"$ref": "#/$defs/Condition"}, {"$ref": "#/$defs/LimitPart"})


def json_schema() -> Schema:
    """The schema: every key, its type, and what it means in both languages."""
    found = deepcopy(schema())
    parts = {"Pack": found, **found.get("$defs", {})}
    for name, part in parts.items():
        _explain(part)
        _let_one_stand_for_a_list(name, part.get("properties", {}))
    _let_example_values_be_short(parts["Example"]["properties"])
    head = {"$schema": DRAFT, "title": "creditscore rule pack · 规则包", "description": "One edition of a rulebook. 一个版本的规则。"}
    return head | {key: value for key, value in found.items() if key not in head}


def as_text(content: Schema) -> str:
    """The schema as the file holds it."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _explain(part: Schema) -> None:
    for key, content in part.get("properties", {}).items():
        if key in KEY_TITLES:
            content["title"] = f"{KEY_TITLES[key].en} · {KEY_TITLES[key].zh}"
        else:
            content.pop("title", None)
        if key in KEY_HELP:
            content["description"] = f"{KEY_HELP[key].zh} {KEY_HELP[key].en}"


def _let_one_stand_for_a_list(part: str, properties: dict[str, Any]) -> None:
    """Where the model takes one entry for a list of one, the schema says so too."""
    for key, content in properties.items():
        if content.get("type") == "array" and ((part, key) == ("Measure", "level") or content.get("items") in _STANDING_ALONE):
            listed = {name: content.pop(name) for name in ("type", "items") if name in content}
            content["anyOf"] = [listed, listed["items"]]


def _let_example_values_be_short(properties: dict[str, Any]) -> None:
    """In examples a measure may be a whole number or [numerator, denominator] instead of a table."""
    values = _values_of(properties["given"])
    pair = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    values["anyOf"] = [*values.get("anyOf", []), {"type": "integer"}, pair]


def _values_of(given: Schema) -> Schema:
    """The schema of the values in a table that may also be absent."""
    tables = [each for each in given.get("anyOf", [given]) if "additionalProperties" in each]
    found: Schema = tables[0]["additionalProperties"]
    return found
