"""Criteria, preconditions, priorities and grades: named once, built from what is there, and counted somewhere."""

from __future__ import annotations

import re

from creditscore.core.terms import plural
from creditscore.core.text import Text, same
from creditscore.packs.checks.bounds import check_bounds, check_relative
from creditscore.packs.checks.conditions import Ground, check_conditions
from creditscore.packs.checks.levels import NAME, NAME_WANTED
from creditscore.packs.checks.scope import CRITERION, LEVEL, MEASURE, Found, check_level, check_survey, misplaced
from creditscore.packs.mistakes import Mistake, Path, unknown
from creditscore.packs.model.pack import Criterion, Pack, Part

RESERVED = ("status", "grade", "possible_grade", "priority", "precondition")
"""The names of the result's own columns."""
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


def check_criteria(pack: Pack) -> Found:
    """Every criterion: its id, the level, what it tests."""
    seen: dict[str, str] = {}
    for level, criteria in pack.criteria.items():
        yield from check_level(pack, ("criteria", level), level, rated=True)
        for name, criterion in criteria.items():
            path: Path = ("criteria", level, name)
            yield from _id(path, name, seen)
            if level in pack.all_levels:
                yield from check_survey(pack, (*path, "columns"), level, criterion.columns)
                yield from check_conditions(Ground(pack, plural(level)), (*path, "conditions"), criterion.conditions)
                yield from _tested(pack, path, level, criterion)


def _id(path: Path, name: str, seen: dict[str, str]) -> Found:
    """Ids name columns of the results, in engines that do not tell capitals from small letters."""
    if not _ID.fullmatch(name):
        expected = Text("应为字母、数字和下划线，以字母开头", "expected letters, digits and underscores, a letter first")
        yield Mistake("bad-name", path, Text("标准编号写法不对", "not an id of a criterion"), expected)
    if name.lower() in RESERVED or name.lower().endswith("_id"):
        yield Mistake("reserved-name", path, Text("{x} 是结果自己的列名", "{x} is a column of the results themselves").fill(x=same(name)))
    first = seen.setdefault(name.lower(), ".".join(map(str, path)))
    if first != ".".join(map(str, path)):
        what = Text(f"标准编号重复（不分大小写），已见于 {first}", f"the id is taken (capitals do not matter) by {first}")
        yield Mistake("repeated-id", path, what, cure=Text("请另取编号", "choose another id"))


def _tested(pack: Pack, path: Path, level: str, criterion: Criterion) -> Found:
    if criterion.measure is None:
        for word in criterion.given_bounds:
            yield misplaced(
                "misplaced-key", (*path, word), word, "没有 measure，就没有可比的数", "without a measure there is nothing to compare"
            )
        if not criterion.columns_asked:
            what = Text("既没有 columns 也没有 measure", "there are neither columns nor a measure")
            yield Mistake("tests-nothing", path, what, Text("至少应有其一", "expected at least one of them"))
        return
    known = [name for name, measure in pack.measures.items() if level in measure.level]
    if criterion.measure not in known:
        yield unknown("unknown-measure", (*path, "measure"), MEASURE, criterion.measure, known)
        return
    if not criterion.given_bounds:
        what = Text("有 measure 但没有标准值", "there is a measure but no bound")
        expected = Text("应为其一：at_least、at_most、above、below", "expected one of: at_least, at_most, above, below")
        yield Mistake("no-bound", path, what, expected)
    yield from check_bounds(pack, path, criterion, pack.measures[criterion.measure])
    yield from check_relative(pack, path, criterion, criterion.measure, level)


def check_beside(pack: Pack) -> Found:
    """Preconditions and priorities: at known levels, over yes/no columns."""
    for level, precondition in pack.preconditions.items():
        path: Path = ("preconditions", level)
        yield from check_level(pack, path, level, rated=True)
        order = pack.all_levels
        above = order[order.index(level) :] if level in order else order
        if precondition.at not in above:
            yield unknown("unknown-level", (*path, "at"), LEVEL, precondition.at, above)
        else:
            yield from check_survey(pack, (*path, "columns"), precondition.at, precondition.columns)
        yield from _some_columns(path, len(precondition.columns))
    for level, priority in pack.priority.items():
        yield from check_level(pack, ("priority", level), level, rated=True)
        if level in pack.all_levels:
            yield from check_survey(pack, ("priority", level, "columns"), level, priority.columns)
        yield from _some_columns(("priority", level), len(priority.columns))


def _some_columns(path: Path, count: int) -> Found:
    if not count:
        yield Mistake("tests-nothing", (*path, "columns"), Text("没有列", "there are no columns"))


def check_grades(pack: Pack) -> Found:
    """Every grade: a level that is there, criteria of that level, each once."""
    for level, grades in pack.grades.items():
        yield from check_level(pack, ("grades", level), level, rated=False)
        if not grades:
            yield Mistake("no-grades", ("grades", level), Text("没有等级", "there are no grades"))
        for name, grade in grades.items() if level in pack.all_levels else ():
            path: Path = ("grades", level, name)
            if not NAME.fullmatch(name) or name == "none":
                yield Mistake("bad-name", path, Text("等级名称写法不对", "not a name of a grade"), NAME_WANTED)
            yield from _part(pack, path, level, grade)


def _part(pack: Pack, path: Path, level: str, part: Part) -> Found:
    """A part of a grade: lists that are not empty, criteria that are there, each once in a list."""
    if not part.lists and part.score is None:
        yield Mistake("tests-nothing", (*path, "all_of"), Text("等级不要求任何标准", "the grade asks for nothing"))
    for key, parts in part.lists.items():
        place = (*path, "n_of", "of") if key == "n_of" else (*path, key)
        yield from _parts(pack, place, level, parts)
    if part.n_of is not None and part.n_of.at_least > len(part.n_of.of):
        what = Text("要求的项数多于列出的项数", "more parts are asked for than there are")
        most = len(part.n_of.of)
        yield Mistake("n-of", (*path, "n_of", "at_least"), what, Text(f"应不大于{most}", f"expected at most {most}"))


def _parts(pack: Pack, path: Path, level: str, parts: list[str | Part]) -> Found:
    known = pack.criteria.get(level, {})
    seen: set[str] = set()
    for place, part in enumerate(parts):
        if isinstance(part, Part):
            yield from _part(pack, (*path, place), level, part)
        elif part not in known:
            yield unknown("unknown-criterion", (*path, place), CRITERION, part, known)
        elif part in seen:
            yield Mistake("repeated-part", (*path, place), Text(f"{part} 写了两次", f"{part} is written twice"))
        else:
            seen.add(part)


def check_unused_criteria(pack: Pack) -> Found:
    """Criteria that no grade of their level asks for."""
    for level, grades in pack.grades.items():
        counted = {part for grade in grades.values() for part in grade.criteria}
        counted |= {str(item.criterion) for card in pack.cards_of(level).values() for item in card.items}
        for name in pack.criteria.get(level, {}):
            if name not in counted:
                what = Text("没有等级要求这条标准", "no grade asks for this criterion")
                cure = Text(f"请列入 [grades.{level}] 的 all_of", f"name it in an all_of of [grades.{level}]")
                yield Mistake("unused-criterion", ("criteria", level, name), what, cure=cure)
