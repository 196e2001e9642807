"""The clause's own words against the operator: 以上 and 'at least' include the number, 超过 and 'more than' do not.

So says the Civil Code, art. 1259, of the Chinese words; the English text is held to the same operator.
"""

from __future__ import annotations

import re

from creditscore.core.terms import OPERATORS
from creditscore.core.text import Text, same
from creditscore.packs.mistakes import Mistake, Path
from creditscore.packs.model.pack import Criterion
from creditscore.packs.words.number_words import english_forms, forms

NEAR = 60
MOST_READ = 10_000
"""Letters of a clause in which its words are looked for."""
_NOT = "不(?:得|能|应|可|宜|准|允许)?"
_BEFORE: tuple[tuple[str, str], ...] = (
    ("[未不]能?达到?不?到|未能?达到|没有达到|低于|少于|小于|不足|不满|未满", "below"),
    ("至少|达到?|最低|起码|不下|年满|已满|满", "at_least"),
    ("至多|最多|最高", "at_most"),
    ("超过|高于|大于|多于|超出", "above"),
)
_NEGATED = {"below": "at_least", "above": "at_most"}
_AFTER: tuple[tuple[str, str], ...] = (("[及或]?其?以上", "at_least"), ("[及或]?其?以下|以内|之内", "at_most"), ("以外", "above"))
_UNIT = r"(?:周?岁|万?元|户|笔|个|人|分|年|月|%)?"
_INCLUDED = r"(?:[（(](?P<x>不?含)[^）)]{0,12}[）)])?"
_STRICT = {"at_least": "above", "at_most": "below"}
_NONE = re.compile(r"没有|无|不得有|未发生|未出现|从未|零")
_BEFORE_EN: tuple[tuple[str, str], ...] = (
    ("(?:no|not|never) (?:be )?(?:less|fewer|lower|smaller|younger) than|not (?:be )?(?:below|under)", "at_least"),
    ("at least|minimum of|reach(?:es|ing)?", "at_least"),
    ("(?:no|not|never) (?:be )?(?:more|greater|higher|larger|older) than", "at_most"),
    ("(?:not|never) (?:to )?(?:exceed(?:ing)?|be over|be above|over|above)", "at_most"),
    ("at most|maximum of|up to|within", "at_most"),
    ("(?:more|greater|higher|larger|older) than|exceed(?:s|ing)?|over|above|beyond", "above"),
    ("(?:less|fewer|lower|smaller|younger) than|short of|under|below", "below"),
)
_AFTER_EN: tuple[tuple[str, str], ...] = (
    ("(?:or|and) (?:more|over|above|older|higher|upwards)", "at_least"),
    ("(?:or|and) (?:less|fewer|under|below|younger|lower)", "at_most"),
)
_UNIT_EN = r"(?: (?:percent|per cent|yuan|years?(?: old)?|households?|loans?|points?))?"


def check_wording(path: Path, criterion: Criterion) -> list[Mistake]:
    """Operators that the clause's words do not bear out; a criterion that states its reading is taken at its word."""
    if criterion.reading is not None:
        return []
    found = [(word, bound.values[-1].written) for word, bound in criterion.bounds.items()]
    mistakes = [mistake for word, written in found for mistake in _held_against(path, criterion, word, written)]
    return mistakes + [mistake for word in criterion.relative_bounds for mistake in _relative(path, criterion, word)]


def operators_said(text: str, written: str) -> dict[str, str]:
    """The operator words that a Chinese clause puts around a number, each with the wording that says it."""
    said: dict[str, str] = {}
    for form in forms(written):
        for match in re.finditer(rf"(?<![\d.,])(?<![〇一二三四五六七八九十百千万两]){re.escape(form)}(?![\d.%])(?!,\d)", text[:MOST_READ]):
            said |= _said(*_around(text, match))
    return said


def _around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """What stands just before and just after a number: as much as a wording takes."""
    return text[max(match.start() - NEAR, 0) : match.start()], text[match.end() : match.end() + NEAR]


def _said(before: str, rest: str) -> dict[str, str]:
    return _said_after(rest) or _said_before(before, rest)


def _said_after(rest: str) -> dict[str, str]:
    for words, operator in _AFTER:
        match = re.match(rf"{_UNIT}{_INCLUDED.replace('<x>', '<first>')}(?P<words>{words}){_INCLUDED.replace('<x>', '<then>')}", rest)
        if match:
            strict = "不含" in (match.group("first"), match.group("then"))
            return {_STRICT.get(operator, operator) if strict else operator: match.group("words")}
    return {}


def _said_before(before: str, rest: str) -> dict[str, str]:
    for words, operator in _BEFORE:
        match = re.search(rf"(?P<no>{_NOT})?(?P<words>{words})(了|至|到|为|在)?$", before)
        if match is None or (match.group("no") and operator not in _NEGATED):
            continue
        meant = _NEGATED[operator] if match.group("no") else operator
        included = re.match(rf"{_UNIT}{_INCLUDED}", rest)
        if included is not None and included.group("x") == "含":
            meant = {"above": "at_least", "below": "at_most"}.get(meant, meant)
        return {meant: (match.group("no") or "") + match.group("words")}
    return {}


def operators_said_in_english(text: str, written: str) -> dict[str, str]:
    """The operator words that an English clause puts around a number; none where the number stands in other words."""
    said: dict[str, str] = {}
    lower = text[:MOST_READ].lower()
    for form in english_forms(written):
        for match in re.finditer(rf"(?<![\w.,]){re.escape(form)}(?![\d.%])(?!,\d)", lower):
            before, rest = _around(lower, match)
            after = next(((word, found) for words, word in _AFTER_EN if (found := re.match(rf"{_UNIT_EN},? ({words})\b", rest))), None)
            prior = next(
                ((word, found) for words, word in _BEFORE_EN if (found := re.search(rf"\b({words})(?: the)? (?:age of )?$", before))), None
            )
            word_found = after or prior
            if word_found is not None:
                said[word_found[0]] = word_found[1].group(1)
    return said


def _held_against(path: Path, criterion: Criterion, operator: str, written: str) -> list[Mistake]:
    said = operators_said(criterion.text.zh, written)
    if not said and not (operator == "at_most" and written == "0" and _NONE.search(criterion.text.zh)):
        return [_absent(path, operator, f'{operator} "{written}"')]
    zh = _other(path, operator, said)
    return zh or _other(path, operator, operators_said_in_english(criterion.text.en, written), ".en")


def _relative(path: Path, criterion: Criterion, operator: str) -> list[Mistake]:
    """A bound that is another unit's measure: the operator's word has no number beside it."""
    found: dict[str, str] = {}
    for words, word in _BEFORE:
        for match in re.finditer(rf"(?P<no>{_NOT})?(?P<words>{words})", criterion.text.zh):
            meant = _NEGATED.get(word, word) if match.group("no") else word
            found[meant] = match.group()
    if not found:
        return [_absent(path, operator, operator)]
    return _other(path, operator, found)


def _absent(path: Path, operator: str, rule: str) -> Mistake:
    what = Text("原文中没有与 {x} 相应的字样", "the clause has no words for {x}").fill(x=same(rule))
    return Mistake("wording-absent", (*path, operator), what, cure=_cure())


def _cure() -> Text:
    return Text("请改正，或在 reading 中写明读法", "mend one of them, or state the reading in `reading`")


def _other(path: Path, operator: str, said: dict[str, str], column: str = "") -> list[Mistake]:
    if not said or operator in said:
        return []
    wanted, words = next(iter(said.items()))
    zh, en = ("英文译文", "the English text") if column else ("原文", "the clause")
    what = Text(f"{zh}是“{{words}}”，规则却是{{rule}}", f"{en} says '{{words}}', but the rule says {{rule}}")
    expected = Text(f"“{words}”应为 {wanted}", f"'{words}' is {wanted}")
    return [Mistake("wording-operator", (*path, operator), what.fill(words=same(words), rule=OPERATORS[operator]), expected, _cure())]
