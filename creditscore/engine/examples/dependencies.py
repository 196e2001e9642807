"""What the parts of a rule pack build on, and a pack cut down to the parts that some outcomes need.

In goes the plain content of a rule file. A part is a measure, a criterion, a scorecard, a level's grades, precondition, priority or
limit. Parts are told apart by the words in them: a word too many costs time and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from creditscore.packs.changes.edits import Raw
from creditscore.packs.changes.mutate import NOT_RULES, Edit, with_edit
from creditscore.packs.mistakes import Path
from creditscore.packs.model.pack import Example, Grade, Pack

Links = Mapping[Path, set[Path]]
_BY_NAME = ("measures", "scorecards")
GRADE_KEYS = ("status", "grade", "possible_grade")
_BESIDES = {"precondition": "preconditions", "priority": "priority", "limit": "limits"}


def parts_of(example: Example, key: str) -> list[Path]:
    """The parts of a pack that say what an example expects under a key."""
    level = example.level
    if key in GRADE_KEYS:
        return [("grades", level)]
    if key in _BESIDES:
        return [(_BESIDES[key], level)]
    return [("criteria", level, key), ("scorecards", key)]


def sliced(pack: Pack, parts: set[Path], level: str) -> Pack:
    """A pack with only those parts, and all its measures that they may ask for, rated up to a level; no examples."""

    def kept(section: str) -> dict[str, Any]:
        return {name: part for name, part in getattr(pack, section).items() if (section, name) in parts}

    rated = pack.unit_levels[: pack.unit_levels.index(level) + 1]
    criteria = {
        each: {name: rule for name, rule in rules.items() if ("criteria", each, name) in parts} for each, rules in pack.criteria.items()
    }
    grades = {each: pack.grades[each] if ("grades", each) in parts else {"any": Grade()} for each in rated}
    sections = {section: kept(section) for section in ("measures", "scorecards", "preconditions", "priority", "limits")}
    return pack.model_copy(update={**sections, "criteria": criteria, "grades": grades, "examples": []})


def closure(parts: set[Path], links: Links) -> set[Path]:
    """Parts with all that they build on."""
    found: set[Path] = set()
    waiting = list(parts & links.keys())
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting += links[part]
    return found


def touched_by(edit: Edit, links: Links, *, measures_given: bool = False) -> set[Path]:
    """The parts of a pack whose outcome a change can alter: the part it is made in, and all that build on that.

    Where measures are given, none carries a change on but the one in which it is made: what its figures mean may change.
    """
    first = _changed(edit, links)
    touched: set[Path] = set()
    waiting = list(first)
    while waiting:
        part = waiting.pop()
        if part in touched or (measures_given and part[0] == "measures" and part not in first):
            continue
        touched.add(part)
        waiting += [other for other, needs in links.items() if part in needs]
    return touched


def level_of(part: Path, pack: Pack) -> str | None:
    """The level that a part says something of; None for a measure."""
    if part[0] == "scorecards":
        card = pack.scorecards.get(str(part[1]))
        return card.level if card is not None else None
    return None if part[0] == "measures" else str(part[1])


def dependencies(raw: Raw) -> dict[Path, set[Path]]:
    """Each part of a pack (a measure, a criterion, a level's grades …) and the parts that it names."""
    parts = dict(_parts(raw))
    return {path: _needs(path, content, parts) for path, content in parts.items()}


def _parts(raw: Raw) -> Iterator[tuple[Path, Any]]:
    for section, content in raw.items():
        if section in NOT_RULES or not isinstance(content, dict):
            continue
        for name, inner in content.items():
            if section == "criteria":
                yield from (((section, name, criterion), rule) for criterion, rule in inner.items())
            else:
                yield (section, name), inner


def relinked(links: Links, raw: Raw, edit: Edit) -> Links:
    """The dependencies where the parts that a change is made in say what they say after it."""
    changed = with_edit(raw, edit)
    parts = dict(_parts(changed))
    return {**links, **{path: _needs(path, parts[path], parts) for path in _changed(edit, links) if path in parts}}


def _changed(edit: Edit, links: Links) -> list[Path]:
    """The parts that a change is made in."""
    return [part for part in links if edit.path[: len(part)] == part or part[: len(edit.path)] == edit.path]


def _needs(path: Path, content: Any, parts: Mapping[Path, Any]) -> set[Path]:
    words = set(_words(content))
    level = content.get("level") if path[0] == "scorecards" else path[1]
    needed = {other for other in parts if other[0] in _BY_NAME and other[-1] in words}
    if path[0] in ("grades", "scorecards"):
        needed |= {other for other in parts if other[0] == "criteria" and other[1] == level and other[-1] in words}
    if path[0] == "grades":
        needed |= {("preconditions", level)} & parts.keys()
    if path[0] == "limits":
        needed |= {("grades", level)} & parts.keys()
    if words & {"grade_at_least", "grade", "status", "grades"}:
        needed |= {other for other in parts if other[0] == "grades"}
    return needed - {path}


def _words(content: Any) -> Iterator[str]:
    """Every key and text inside a part."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield key
            yield from _words(value)
    elif isinstance(content, list):
        for value in content:
            yield from _words(value)
    elif isinstance(content, str):
        yield content
