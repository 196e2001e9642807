"""Which keys may stand where in a rule file, read from the model's own JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from creditscore.packs.mistakes import Path
from creditscore.packs.model.pack import Pack

Schema = dict[str, Any]

PLACES = {
    "Pack": "",
    "Header": "[pack]",
    "Effective": "[pack] effective",
    "Source": "[pack.source]",
    "Table": "[tables.*]",
    "Measure": "[measures.*]",
    "Ratio": "[measures.*] ratio",
    "ShareOf": "[measures.*] share_of",
    "Shortfall": "[measures.*] shortfall",
    "Condition": "where / which_have",
    "Criterion": "[criteria.*.*]",
    "Precondition": "[preconditions.*]",
    "Priority": "[priority.*]",
    "Earlier": "[measures.*] earlier",
    "Increment": "[measures.*] increment",
    "RatioOf": "[measures.*] ratio_of",
    "Grade": "[grades.*]",
    "Part": "[grades.*] all_of / any_of",
    "NOf": "[grades.*] n_of",
    "Score": "[grades.*] score",
    "Scorecard": "[scorecards.*]",
    "Item": "[scorecards.*] items",
    "Band": "[scorecards.*] items bands",
    "Steps": "[scorecards.*] items deduct / add",
    "Limit": "[limits.*]",
    "Amount": "[limits.*] amounts",
    "LimitPart": "[limits.*] amounts plus",
    "Example": "[[examples]]",
}
"""How the parts of a rule file are called in messages; words (zh, en) and given quantities stand in many places."""


@cache
def schema() -> Schema:
    """The JSON Schema of a rule file."""
    return Pack.model_json_schema()


def keys_at(path: Path) -> list[str]:
    """The keys that may stand in the table at a path; empty where any name may, or nothing is known."""
    found = [schema()]
    for part in path:
        found = [inner for outer in found for inner in _inside(outer, part)]
    return list(dict.fromkeys(key for each in found for key in each.get("properties", {})))


def homes_of(key: str) -> list[str]:
    """The parts of a rule file in which a key belongs."""
    parts = {"Pack": schema()} | schema()["$defs"]
    return [PLACES[name] for name, part in parts.items() if PLACES.get(name) and key in part.get("properties", {})]


def _inside(outer: Schema, part: str | int) -> Iterator[Schema]:
    named = outer.get("properties", {}) if isinstance(part, str) else {}
    inner = named.get(part, outer.get("items" if isinstance(part, int) else "additionalProperties"))
    if isinstance(inner, dict):
        yield from _alternatives(inner)


def _alternatives(found: Schema) -> Iterator[Schema]:
    """A schema with its references followed and its alternatives spread out."""
    if "$ref" in found:
        yield from _alternatives(schema()["$defs"][found["$ref"].rsplit("/", 1)[-1]])
        return
    for inner in [*found.get("anyOf", []), *found.get("allOf", []), *found.get("oneOf", [])]:
        yield from _alternatives(inner)
    yield found
