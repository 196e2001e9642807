"""The household decisions in rule-engine, one compiled rule that gives all verdicts at once.

In: FACTS OUT COUNT, see decision_files.py.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import rule_engine
from decision_files import CRITERIA, one_by_one
from zen_decisions import status, verdict


def choices(expression: str) -> str:
    """A chain of choices in the other engine's spelling, with the brackets that this one needs."""
    condition, found, rest = expression.partition(" ? ")
    if not found:
        return expression
    value, _, other = rest.partition(" : ")
    return f"({condition}) ? {value} : ({choices(other)})"


def decide(rows: list[dict[str, Any]]) -> Iterator[Any]:
    """One mapping of verdicts and status a row."""
    parts = [f'"{name}": {choices(verdict(name))}' for name in CRITERIA] + [f'"status": {choices(status(""))}']
    return map(rule_engine.Rule("{" + ", ".join(parts) + "}").evaluate, rows)


if __name__ == "__main__":
    one_by_one("rule", decide, int(sys.argv[3]))
