"""The clause's own words against the operator: 以上 includes the number, 超过 does not (Civil Code, art. 1259)."""

from __future__ import annotations

import re

from creditscore.core.terms import OPERATORS
from creditscore.core.text import Text, same
from creditscore.packs.mistakes import Mistake, Path
from creditscore.packs.model import Criterion

_BEFORE: tuple[tuple[str, str], ...] = (
    ("不低于|不少于|不小于|至少|达到", "at_least"),
    ("不超过|不高于|不大于|不多于|至多|最多", "at_most"),
    ("超过|高于|大于|多于", "above"),
    ("低于|少于|小于|不足|不满|未满", "below"),
)
_AFTER: tuple[tuple[str, str], ...] = (("及?以上", "at_least"), ("及?以下|以内", "at_most"), ("以外", "above"))


def check_wording(path: Path, criterion: Criterion) -> list[Mistake]:
    """Operators that the clause's words do not bear out; a criterion that states its reading is taken at its word."""
    if criterion.reading is not None:
        return []
    found = [(word, written) for word, bound in criterion.bounds.items() for written in [bound.values[-1].written]]
    return [mistake for word, written in found for mistake in _held_against(path, criterion.text.zh, word, written)]


def operators_said(text: str, written: str) -> dict[str, str]:
    """The operator words that a Chinese clause puts around a number, each with the wording that says it."""
    said: dict[str, str] = {}
    number = rf"(?<![\d.]){re.escape(written)}(?![\d.%])"
    for match in re.finditer(number, text):
        said |= _said_after(text[match.end() :]) or _said_before(text[: match.start()])
    return said


def _said_after(rest: str) -> dict[str, str]:
    unit = r"(周?岁|元|户|笔|个|年|%)?(\(含\)|（含）)?"
    matches = ((re.match(rf"{unit}({words})", rest), operator) for words, operator in _AFTER)
    return {operator: match.group(3) for match, operator in matches if match}


def _said_before(before: str) -> dict[str, str]:
    for words, operator in _BEFORE:
        match = re.search(rf"({words})(了|至|到|为)?$", before)
        if match:
            return {operator: match.group(1)}
    return {}


def _held_against(path: Path, text: str, operator: str, written: str) -> list[Mistake]:
    said = operators_said(text, written)
    cure = Text("请改正，或在 reading 中写明读法", "mend one of them, or state the reading in `reading`")
    if not said:
        what = Text("原文中没有与 {x} 相应的字样", "the clause has no words for {x}").fill(x=same(f'{operator} "{written}"'))
        return [Mistake("wording-absent", (*path, operator), what, cure=cure)]
    if operator in said:
        return []
    wanted, words = next(iter(said.items()))
    what = Text("原文是“{words}”，规则却是{rule}", "the clause says '{words}', but the rule says {rule}")
    expected = Text(f"“{words}”应为 {wanted}", f"'{words}' is {wanted}")
    return [Mistake("wording-operator", (*path, operator), what.fill(words=same(words), rule=OPERATORS[operator]), expected, cure)]
