"""Mutants of a rule pack: copies with one thing changed that the examples should notice.

In goes the plain content of a rule file. Out come changed packs, one bound, operator word, filter, window, class list, empty case,
grade part, cut, band, number of points, limit, survey column, precondition or priority at a time. Copies that say the same rules
are left out; copies that would not load need no example, and are counted apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from pydantic import ValidationError

from creditscore.core.text import Text, same
from creditscore.packs.changes.edits import BOUND_WORDS, OPERATOR_WORDS, Raw, choices_of, other_values
from creditscore.packs.identity import meaning_sha256
from creditscore.packs.load import LoadedPack
from creditscore.packs.mistakes import Path, key_path
from creditscore.packs.model.pack import DATE_WORDS, Pack
from creditscore.packs.references import references
from creditscore.packs.source.toml_text import parsed
from creditscore.packs.source.toml_write import inline

LONGEST_SHOWN = 120
NOT_RULES = ("format", "pack", "levels", "tables", "examples")
_WORDING = {"title", "text", "reading", "shortfall", "clause", "basis", "note", "notes", "level", "unit", "at", "total", "card"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LEAVES_UNUSED = ("unused-criterion", "unused-measure")
KINDS = {
    "bound": Text("标准值", "bound"),
    "operator": Text("操作词", "operator word"),
    "filter": Text("筛选条件", "filter"),
    "window": Text("期间", "window"),
    "class": Text("类别", "class list"),
    "empty": Text("分母为零的情形", "empty case"),
    "grade": Text("等级", "grade"),
    "cut": Text("分数线", "cut"),
    "band": Text("分档", "band"),
    "points": Text("分值", "points"),
    "limit": Text("授信额度", "credit limit"),
    "survey": Text("调查项", "survey column"),
    "precondition": Text("前提条件", "precondition"),
    "priority": Text("优先", "priority"),
    "measure": Text("指标", "measure"),
    "other": Text("其他", "other"),
}
_BY_SECTION = {"preconditions": "precondition", "priority": "priority", "limits": "limit"}
_FILTERS = ("where", "which_have", "numerator_where", "is", "column", "any_of")
_BY_KEY = {"is_in": "class", "when_empty": "empty"} | dict.fromkeys(_FILTERS, "filter")


class Edit(Struct, frozen=True):
    """One change: the value that comes to stand at a path (None: nothing), and how old and new are written."""

    kind: str
    path: Path
    value: Any
    old: str
    new: str

    @property
    def said(self) -> Text:
        """The change in words."""
        told = Text("{kind} {path}：{old} → {new}", "{kind} {path}: {old} → {new}")
        new = same(_short(self.new)) if self.new else Text("（删去）", "(left out)")
        return told.fill(kind=KINDS[self.kind], path=key_path(self.path), old=_short(self.old), new=new)


def _short(written: str) -> str:
    """A written value cut down to what a line can hold, the middle left out."""
    return written if len(written) <= LONGEST_SHOWN else f"{written[: LONGEST_SHOWN - 20]} … {written[-16:]}"


class Mutant(Struct, frozen=True):
    """A changed pack (without its examples) and the change."""

    edit: Edit
    pack: Pack


class Mutants(Struct, frozen=True):
    """All mutants of a pack that load, and how many changes the loader refuses."""

    mutants: tuple[Mutant, ...]
    refused: int


def rules_of(loaded: LoadedPack) -> Raw:
    """The rule file's plain content without the examples."""
    raw = parsed(loaded.path.read_text("utf-8-sig"), loaded.path.name)
    return {key: value for key, value in raw.items() if key != "examples"}


def mutants_of(raw: Raw) -> Mutants:
    """Every mutant of the rules, in the order of the file."""
    seen = {meaning_sha256(Pack.model_validate(raw))}
    found: list[Mutant] = []
    refused = 0
    for edit in edits(raw):
        pack = _loaded(with_edit(raw, edit))
        if _covered_by_neighbour(raw, edit):
            continue
        if pack is None:
            refused += 1
        elif (digest := meaning_sha256(pack)) not in seen:
            seen.add(digest)
            found.append(Mutant(edit, pack))
    return Mutants(tuple(found), refused)


def _loaded(raw: Raw) -> Pack | None:
    """The changed pack, or None where a rule file that says this would be refused."""
    try:
        pack = Pack.model_validate(raw)
        found = [mistake.code for mistake in references(pack)]
    except (ValidationError, LookupError):
        return None
    return pack if set(found) <= set(_LEAVES_UNUSED) else None


def with_edit(raw: Raw, edit: Edit) -> Raw:
    """A copy of the content with the one change in it."""
    changed: Raw = _put(raw, edit.path, edit.value)
    return changed


def _put(content: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    place = path[0]
    if isinstance(content, list):
        inner = _put(content[int(place)], path[1:], value)
        return [*content[: int(place)], *([] if inner is None else [inner]), *content[int(place) + 1 :]]
    inner = _put(content[place], path[1:], value)
    return {key: inner if key == place else old for key, old in content.items() if key != place or inner is not None}


def _covered_by_neighbour(raw: Raw, edit: Edit) -> bool:
    """Whether an edit says from the as-of date on instead of after it, where an alternative beside it holds on that day already."""
    if edit.kind != "operator" or {edit.old, edit.new} != {"after", "on_or_after"} or edit.path[-2:-1] != ("any_of",):
        return False
    own, beside = _at(edit.path, raw), _at(edit.path[:-1], raw)
    same_column = [each for each in beside if each is not own and each.get("column") == own.get("column")]
    return any("within_last" in each or each.get("on_or_before") == "as_of" for each in same_column)


def edits(raw: Raw) -> Iterator[Edit]:
    """Every change to try, whether or not the outcome would load."""
    for section, content in raw.items():
        if section not in NOT_RULES and isinstance(content, dict):
            yield from _of_table((section,), content, raw)


def _inside(path: Path, value: Any, raw: Raw) -> Iterator[Edit]:
    if isinstance(value, dict):
        yield from _of_table(path, value, raw)
    elif isinstance(value, list):
        yield from _of_list(path, value, raw)
    else:
        kind = kind_of(path)
        yield from (Edit(kind, path, new, inline(value), inline(new)) for new in other_values(path, value, raw))


def _of_table(path: Path, table: Raw, raw: Raw) -> Iterator[Edit]:
    for key, value in table.items():
        if key in _WORDING:
            continue
        yield from _left_out((*path, key), value)
        yield from _other_word(path, table, key)
        yield from _inside((*path, key), value, raw)
        if _DATE.fullmatch(key):
            yield from _other_days(path, table, key)
    if path[0] == "grades" and len(path) == 2:
        yield from _other_order(path, table)


def _left_out(path: Path, value: Any) -> Iterable[Edit]:
    """The key left out; a whole criterion, measure or grade is no small change."""
    sections = 3 if path[0] in ("criteria", "grades") else 2
    whole = len(path) <= sections and path[0] not in ("preconditions", "priority")
    return () if whole else (Edit(kind_of(path), path, None, f"{path[-1]} = {inline(value)}", ""),)


def _other_word(path: Path, table: Raw, key: str) -> Iterator[Edit]:
    for word in OPERATOR_WORDS.get(key, ()):
        single = key in ("all_of", "any_of") and len(table[key]) < 2  # all of one is any of one
        if word not in table and not single:
            renamed = {word if name == key else name: value for name, value in table.items()}
            yield Edit("operator", path, renamed, key, word)


def _other_days(path: Path, table: Raw, key: str) -> Iterator[Edit]:
    for step in (-1, 1):
        day = (date.fromisoformat(key) + timedelta(days=step)).isoformat()
        yield Edit("bound", path, {day if name == key else name: value for name, value in table.items()}, key, day)


def _other_order(path: Path, grades: Raw) -> Iterator[Edit]:
    """Two neighbouring grades changed round."""
    names = list(grades)
    for place in range(len(names) - 1):
        order = [*names[:place], names[place + 1], names[place], *names[place + 2 :]]
        old, new = (" > ".join(each) for each in (names, order))
        yield Edit("grade", path, {name: grades[name] for name in order}, old, new)


def _of_list(path: Path, values: list[Any], raw: Raw) -> Iterator[Edit]:
    kind = kind_of(path)
    for place, value in enumerate(values):
        if len(values) > 1:
            yield Edit(kind, (*path, place), None, inline(value), "")
        if isinstance(value, dict):
            yield from _of_table((*path, place), value, raw)
    if path[-1] == "is_in":
        column = _at(path[:-1], raw).get("column", "")
        further = [choice for choice in choices_of(column, raw) if choice not in values]
        yield from (Edit(kind, path, [*values, choice], inline(values), inline([*values, choice])) for choice in further)


def _at(path: Path, raw: Raw) -> Any:
    content: Any = raw
    for part in path:
        content = content[part]
    return content


def kind_of(path: Path) -> str:
    """What kind of thing stands at a path."""
    names = [part for part in path if isinstance(part, str)]
    last, section = names[-1], names[0]
    if section == "grades":
        return "cut" if "score" in names else "grade"
    if section == "scorecards":
        return "band" if "bands" in names and last != "points" else "survey" if "columns" in names else "points"
    if section in _BY_SECTION:
        return _BY_SECTION[section]
    if last in BOUND_WORDS or _DATE.fullmatch(last):
        return "bound"
    if section == "criteria":
        return "survey" if "columns" in path else "bound" if set(names) & set(BOUND_WORDS) else "measure"
    return "window" if last in DATE_WORDS or last == "ago" else _BY_KEY.get(last, "measure" if section == "measures" else "other")
