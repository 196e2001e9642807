"""`rules sweep`, `rules boundary`: one rating of the tables, then one bound at other values, or each bound's word read the other way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from creditscore.core.errors import CreditscoreError, UsageError, nearest, one
from creditscore.core.terms import OPERATORS, STATUSES, VERDICTS, grade_name, level_name, plural
from creditscore.core.text import Lang, Text, same
from creditscore.engine.changes.boundary import Reading, readings
from creditscore.engine.changes.sweep import SweepLine, swept
from creditscore.engine.changes.variants import judgeable, steps
from creditscore.jobs.reading import Data
from creditscore.jobs.rules_data import Report, edition_named, rated, read_for, silent
from creditscore.packs.model.bounds import ExpectedError, Value, parse_value
from creditscore.packs.model.pack import Pack
from creditscore.packs.places import Place, places

MOST_STEPS = 500
MOST_SHOWN = 20
_WORDS = ("pass", "fail", "pending", "not_applicable")


class TablesRequest(Struct, frozen=True):
    """A pack, the tables and the day."""

    pack: str
    data: Path | None
    as_of: date
    encoding: str | None = None
    tables: Mapping[str, Path] = field(default_factory=dict)


class Range(Struct, frozen=True):
    """The bound to move, as the user wrote it: criterion, operator word (where it has two bounds), first and last value and the step."""

    criterion: str
    first: str
    last: str
    step: str
    operator: str | None = None


class Sweep(Struct, frozen=True):
    """The counts of one level at each value of one bound."""

    level: str
    criterion: str
    operator: str
    lines_of: list[SweepLine]

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        head = {"level": self.level, "criterion": self.criterion, "operator": self.operator}
        return head | {"steps": [line.as_dict() for line in self.lines_of]}

    def lines(self, lang: Lang) -> list[str]:
        """For people: a table, a line a value; `*` marks the value in force."""
        first = self.lines_of[0]
        verdicts = [word for word in _WORDS if any(line.verdicts[word] for line in self.lines_of)]
        statuses = [word for word in first.statuses if word == "rated" or any(line.statuses[word] for line in self.lines_of)]
        head = [OPERATORS[self.operator].say(lang), *(VERDICTS[word].say(lang) for word in verdicts)]
        head += ["|", *(STATUSES[word].say(lang) for word in statuses)]
        grades = list(first.grades) if len(first.grades) > 1 else []
        head += ["|", *(grade_name(grade).say(lang) for grade in grades)] if grades else []
        rows = [head, *(_cells(line, verdicts, statuses, grades) for line in self.lines_of)]
        title = Text("{level} {name}", "{level} {name}").fill(level=level_name(self.level), name=self.criterion)
        return [title.say(lang), *_aligned(rows)]


def _cells(line: SweepLine, verdicts: list[str], statuses: list[str], grades: list[str]) -> list[str]:
    cells = [line.value.written + (" *" if line.in_force else ""), *(f"{line.verdicts[word]:,}" for word in verdicts)]
    cells += ["|", *(f"{line.statuses[word]:,}" for word in statuses)]
    return cells + (["|", *(f"{line.grades[grade]:,}" for grade in grades)] if grades else [])


def _aligned(rows: list[list[str]]) -> list[str]:
    """Columns of one width, a Chinese character counted as two."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(" " * (width - _width(cell)) + cell for cell, width in zip(row, widths, strict=True)) for row in rows]


def _width(cell: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in cell)


def sweep(request: TablesRequest, asked: Range, report: Report = silent) -> Sweep:
    """The counts over a range of one bound, from one rating of the tables."""
    pack = edition_named(request.pack, request.as_of).pack
    place = _place(pack, asked)
    values = _values(asked)
    report(Text("正在读入并检查各表", "reading and checking the tables"))
    tables = read_for(Data(request.data, request.tables, request.encoding), [pack], request.as_of)
    with rated(pack, tables, request.as_of, report) as levels:
        units = judgeable(levels[place.level], tables.frames.get(plural(place.level)), pack, place.level, [place])
        return Sweep(place.level, place.name, place.operator, swept(units, pack, place, values, request.as_of))


def _place(pack: Pack, asked: Range) -> Place:
    """The bound that is meant: a criterion's by its id, a band's or a cut's by its key path."""
    known: dict[str, list[Place]] = {}
    for level in pack.unit_levels:
        known |= {name: [] for name in pack.criteria.get(level, {})}
        for place in places(pack, level):
            known.setdefault(place.name, []).append(place)
    if asked.criterion not in known:
        near = nearest(asked.criterion, list(known))
        cure = Text(f"是否指 {near}？", f"did you mean {near}?") if near else same("、".join(known))
        what = Text("没有标准、分档或分数线 {x}", "there is no criterion, band or cut {x}").fill(x=same(asked.criterion))
        raise one(UsageError, "--criterion", what, cure=cure)
    words = [place.operator for place in known[asked.criterion]]
    chosen = [place for place in known[asked.criterion] if asked.operator in (None, place.operator)]
    if len(chosen) == 1:
        return chosen[0]
    what = Text("这条标准没有可移动的标准值", "this criterion has no such bound")
    expected = Text(f"它有：{'、'.join(words) or '无'}", f"it has: {', '.join(words) or 'none'}")
    raise one(UsageError, asked.criterion, what, expected, _choose(words))


def _choose(words: list[str]) -> Text | None:
    return Text("请用 --bound 指定其中一个", "name one of them with --bound") if words else None


def _values(asked: Range) -> list[Value]:
    first, last, step = (
        _value(option, written) for option, written in (("--from", asked.first), ("--to", asked.last), ("--step", asked.step))
    )
    alike = first.is_percentage == last.is_percentage == step.is_percentage
    if not alike or step.exact <= 0 or last.exact < first.exact or (last.exact - first.exact) / step.exact > MOST_STEPS:
        what = Text("--from、--to、--step 不成一个范围", "--from, --to and --step are no range")
        expected = Text(
            f"应为同一种写法，从小到大，至多{MOST_STEPS}步，如 70% 90% 1%",
            f"expected values of one form, rising, at most {MOST_STEPS} steps, such as 70% 90% 1%",
        )
        raise one(UsageError, "", what, expected)
    return steps(first, last, step)


def _value(option: str, written: str) -> Value:
    try:
        return parse_value(written if written.endswith("%") else Decimal(written))
    except (ExpectedError, InvalidOperation):
        raise _not_a_value(option, written) from None


def _not_a_value(option: str, written: str) -> CreditscoreError:
    return one(UsageError, option, Text(f"{written} 不是数值", f"{written} is no value"), Text("如 80% 或 18", "such as 80% or 18"))


class Boundary(Struct, frozen=True):
    """Every bound in force, and what reading its word the other way would change."""

    readings: list[Reading]

    def as_dict(self) -> list[dict[str, Any]]:
        """For programs."""
        return [reading.as_dict() for reading in self.readings]

    def lines(self, lang: Lang) -> list[str]:
        """For people: a line a bound, then its first units."""
        return [line.say(lang) for reading in self.readings for line in _reading_lines(reading)]


def _reading_lines(reading: Reading) -> list[Text]:
    told = Text(
        "{level} {name} {word}{bound}：恰在标准值上 {n} 个；读作“{other}”，{r} 个的评定结果改变",
        "{level} {name} {word} {bound}: {n} hang on the word; read as '{other}', the rating of {r} changes",
    )
    words = {"word": OPERATORS[reading.operator], "other": OPERATORS[reading.other], "bound": reading.bound}
    head = told.fill(level=level_name(reading.level), name=reading.criterion, n=f"{reading.verdicts:,}", r=f"{reading.ratings:,}", **words)
    shown = [_unit_line(unit) for unit in reading.units.head(MOST_SHOWN).iter_rows(named=True)]
    rest = reading.verdicts - len(shown)
    return [head, *shown, *([Text("    另有 {n} 个", "    and {n} more").fill(n=f"{rest:,}")] if rest else [])]


def _unit_line(unit: dict[str, Any]) -> Text:
    verdicts = [VERDICTS.get(unit[key], same(unit[key])) for key in ("verdict", "other_verdict")]
    words = [STATUSES[unit[key]] for key in ("status", "other_status")]
    if unit["status"] == unit["other_status"]:
        words = [grade_name(unit[key]) if unit[key] else Text("无等级", "no grade") for key in ("grade", "other_grade")]
    verdict = Text("    {id}：{a} → {b}", "    {id}: {a} → {b}").fill(id=unit["id"], a=verdicts[0], b=verdicts[1])
    if not unit["rating_changes"]:
        return verdict
    return Text("{v}，{a} → {b}", "{v}, {a} → {b}").fill(v=verdict, a=words[0], b=words[1])


def boundary(request: TablesRequest, report: Report = silent) -> Boundary:
    """Read every bound's word the other way, from one rating of the tables."""
    pack = edition_named(request.pack, request.as_of).pack
    report(Text("正在读入并检查各表", "reading and checking the tables"))
    tables = read_for(Data(request.data, request.tables, request.encoding), [pack], request.as_of)
    own = {level: tables.frames[plural(level)] for level in pack.unit_levels if plural(level) in tables.frames}
    with rated(pack, tables, request.as_of, report) as levels:
        return Boundary(list(readings(levels, own, pack, request.as_of)))
