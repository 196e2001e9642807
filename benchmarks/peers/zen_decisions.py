"""The household decisions in zen-engine, in each of its modes; the fastest is what the tool is held against.

In: FACTS OUT COUNT, see decision_files.py. Modes: `expression` (one compiled expression, the engine without a
decision graph), `batch` (many contexts in one call of a decision that was loaded beforehand), `decision` (one call a household of a
compiled decision).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import zen
from decision_files import CRITERIA, one_by_one
from polars_rules import SURVEYS

OLD_OR_YOUNG, ARREARS = "age != null and (age < 18 or age > 60)", "record_low > 0"
EXTRA = {"H2": (OLD_OR_YOUNG, "age == null"), "H3": (ARREARS, "record_high > 0")}
Rows = list[dict[str, Any]]


def conditions(name: str) -> tuple[str, str]:
    """When a criterion fails, and when it is pending unless it fails."""
    wanted, unwanted = SURVEYS[name]
    fails = [f"{column} == false" for column in wanted] + [f"{column} == true" for column in unwanted]
    open_ = [f"{column} == null" for column in (*wanted, *unwanted)]
    extra = EXTRA.get(name)
    if extra is not None:
        fails, open_ = [*fails, f"({extra[0]})"], [*open_, f"({extra[1]})"]
    return " or ".join(fails), " or ".join(open_)


def verdict(name: str) -> str:
    """A criterion as an expression of the engine's own language."""
    fails, open_ = conditions(name)
    return f"({fails}) ? 'fail' : ({open_}) ? 'pending' : 'pass'"


def status(prefix: str) -> str:
    """The status, from verdicts under a prefix or from the conditions themselves."""
    if prefix:
        fails = " or ".join(f"{prefix}{name} == 'fail'" for name in CRITERIA)
        open_ = " or ".join(f"{prefix}{name} == 'pending'" for name in CRITERIA)
    else:
        fails, open_ = (" or ".join(parts) for parts in zip(*(conditions(name) for name in CRITERIA), strict=True))
    ready = "precondition == 'fail' ? 'not_organised'"
    return f"{ready} : ({fails}) ? 'not_rated' : (precondition == 'pending' or {open_}) ? 'pending' : 'rated'"


def graph() -> dict[str, Any]:
    """A decision of one expression node."""
    keys = {name: verdict(name) for name in CRITERIA} | {"status": status("$.")}
    lines = [{"id": name, "key": name, "value": value} for name, value in keys.items()]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "content": {}},
        {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": lines, "passThrough": False}},
        {"id": "out", "type": "outputNode", "name": "out", "content": {}},
    ]
    edges = [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in (("in", "rules"), ("rules", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


def by_expression(rows: Rows) -> Iterator[Any]:
    """One compiled expression for everything."""
    parts = [f"{name}: {verdict(name)}" for name in CRITERIA]
    compiled = zen.compile_expression("{" + ", ".join([*parts, f"status: {status('')}"]) + "}")
    return map(compiled.evaluate, rows)


def by_batch(rows: Rows) -> Iterator[Any]:
    """Batches of contexts."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"household": graph()}}})
    for start in range(0, len(rows), 10_000):
        requests = [{"key": "household", "context": row} for row in rows[start : start + 10_000]]
        for answer in engine.evaluate_batch(requests):
            yield answer["data"]["result"]


def by_decision(rows: Rows) -> Iterator[Any]:
    """A compiled decision, row after row."""
    decision = zen.ZenEngine().create_decision(json.dumps(graph()))
    for row in rows:
        yield decision.evaluate(row)["result"]


if __name__ == "__main__":
    count = int(sys.argv[3])
    for mode, decide, share in (("expression", by_expression, 1), ("batch", by_batch, 2), ("decision", by_decision, 10)):
        one_by_one(mode, decide, count // share)
