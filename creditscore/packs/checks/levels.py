"""Levels and dates of a pack: one chain of levels whose units are named, dates in order."""

from __future__ import annotations

import re
from collections import Counter

from creditscore.core.terms import plural
from creditscore.core.text import Text
from creditscore.packs.checks.scope import Found
from creditscore.packs.levels import key_is_named
from creditscore.packs.mistakes import Mistake
from creditscore.packs.model.pack import Pack

NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
MOST_LEVELS = 20
NAME_WANTED = Text("应为小写字母、数字和下划线，以字母开头", "expected lower-case letters, digits and underscores, a letter first")


def check_levels(pack: Pack) -> Found:
    """The levels must form one chain, from the lowest to the highest."""
    names = dict.fromkeys([*pack.levels, *pack.levels.values()])
    for level in names:
        if not NAME.fullmatch(level):
            place = next(child for child, parent in pack.levels.items() if level in (child, parent))
            yield Mistake("bad-name", ("levels", place), Text(f"级别名称写法不对：{level}", f"not a name of a level: {level}"), NAME_WANTED)
    if len(names) > MOST_LEVELS:
        yield Mistake("too-many-levels", ("levels",), Text("级别过多", "there are too many levels"))
    elif not pack.levels:
        yield Mistake("no-levels", ("levels",), Text("没有级别", "there are no levels"))
    elif cycle := _cycle(pack.levels):
        shown = " → ".join(cycle)
        yield Mistake("cycle", ("levels", cycle[0]), Text(f"级别成环：{shown}", f"the levels run in a circle: {shown}"))
    else:
        yield from _branches(pack.levels)


def _cycle(levels: dict[str, str]) -> list[str]:
    """A circle of levels, its start repeated at the end; empty where there is none."""
    for start in levels:
        seen = [start]
        while (parent := levels.get(seen[-1])) is not None and len(seen) <= len(levels):
            seen.append(parent)
            if parent == start:
                return seen
    return []


def _branches(levels: dict[str, str]) -> Found:
    children = Counter(levels.values())
    for child, parent in levels.items():
        if children[parent] > 1:
            what = Text(f"级别 {parent} 有不止一个下级", f"level {parent} has more than one level below it")
            yield Mistake("branching-levels", ("levels", child), what, Text("应为一条链", "expected a single chain"))
    tops = [parent for parent in children if parent not in levels]
    if len(tops) > 1 and max(children.values()) == 1:
        what = Text(f"级别不连成一条链，顶端有 {'、'.join(tops)}", f"the levels are not one chain, its tops are {', '.join(tops)}")
        yield Mistake("branching-levels", ("levels",), what)


def check_header(pack: Pack) -> Found:
    """The dates of an edition must be in order."""
    effective = pack.pack.effective
    if effective.until is not None and effective.until < effective.from_:
        what = Text("有效期的止日早于起日", "the last day in force is before the first")
        yield Mistake("dates-reversed", ("pack", "effective"), what)


def check_named(pack: Pack) -> Found:
    """The units of every level must be named by an id column of a level below; the highest only where it has a table."""
    order = pack.all_levels
    highest = [level for level in order[-1:] if plural(level) in pack.tables]
    for level in [*order[1:-1], *highest]:
        below = order[order.index(level) - 1]
        if not key_is_named(pack, level):
            what = Text(f"没有哪张表写明属于哪个 {level}", f"no table names the {level} that its units belong to")
            line = f'{level}_id = "id"'
            cure = Text(f"请在 [tables.{plural(below)}.columns] 下加 {line}", f"add {line} under [tables.{plural(below)}.columns]")
            yield Mistake("level-not-named", ("levels", below), what, cure=cure)
