"""`rules impact`: rate the same tables by two editions and say whose rating changes, and why."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from creditscore.core.terms import STATUSES, VERDICTS, WORDS, grade_name, level_name
from creditscore.core.text import Lang, Text, same
from creditscore.engine.changes.impact import ABSENT, LevelImpact, after, causes, figure, level_impact
from creditscore.jobs.reading import Data
from creditscore.jobs.rules_data import Report, edition_named, rated, read_for, silent
from creditscore.packs.load import LoadedPack
from creditscore.packs.words.measure_words import bound_words
from creditscore.report.rules_impact import ImpactLine, ImpactSheet, write_impact

MOST_SHOWN = 20
_ABSENT = Text("（无此标准）", "(no such criterion)")
_GRADE_RULE = Text("等级的组成变了", "what the grade asks for has changed")


class ImpactRequest(Struct, frozen=True):
    """Two editions, the tables and the day."""

    before: str
    after: str
    data: Path | None
    as_of: date
    out: Path | None = None
    encoding: str | None = None
    tables: Mapping[str, Path] = field(default_factory=dict)


class Impact(Struct, frozen=True):
    """What changes from one edition to another, level by level."""

    editions: tuple[LoadedPack, LoadedPack]
    as_of: date
    levels: list[LevelImpact]

    @property
    def changes(self) -> int:
        """How many units get another status or grade."""
        return sum(level.rating_changes for level in self.levels)

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "editions": [f"{edition.pack.pack.id} {edition.pack.pack.edition}" for edition in self.editions],
            "as_of": self.as_of.isoformat(),
            "levels": {level.level: self._level_record(level) for level in self.levels},
        }

    def _level_record(self, level: LevelImpact) -> dict[str, Any]:
        units = [{"id": line.unit, "status": line.status, "grade": line.grade, "causes": line.causes} for line in self.unit_lines(level)]
        return {
            "units": level.total,
            "rating_changes": level.rating_changes,
            "verdict_changes": level.verdict_changes,
            "status": _pairs(level.status),
            "grade": _pairs(level.grade),
            "verdicts": {name: _pairs(counts) for name, counts in level.verdicts.items()},
            "changed": units,
        }

    def lines(self, lang: Lang) -> list[str]:
        """For people: per level the counts, then the first changed units with their causes."""
        return [line.say(lang) for level in self.levels for line in self._level_lines(level)]

    def _level_lines(self, level: LevelImpact) -> list[Text]:
        head = Text("{level}：{total} 个中 {n} 个评定结果改变", "{level}: the rating of {n} of {total} changes")
        found = [head.fill(level=level_name(level.level), total=f"{level.total:,}", n=f"{level.rating_changes:,}")]
        found += [_count_line(WORDS["status"], pair, count, STATUSES) for pair, count in level.status.items()]
        found += [_grade_line(pair, count) for pair, count in level.grade.items()]
        for name, counts in level.verdicts.items():
            found += [_count_line(same(name), pair, count, {**VERDICTS, ABSENT: _ABSENT}) for pair, count in counts.items() if _told(pair)]
        shown = self.unit_lines(level)[:MOST_SHOWN]
        found += [Text("    {u}：{why}", "    {u}: {why}").fill(u=line.unit, why=line.why) for line in shown]
        rest = level.rating_changes - len(shown)
        return found + ([Text("    另有 {n} 个", "    and {n} more").fill(n=f"{rest:,}")] if rest else [])

    def unit_lines(self, level: LevelImpact) -> list[ImpactLine]:
        """One line a changed unit: both ratings, and each criterion that came out differently with its figures and bounds."""
        names = list(level.verdicts)
        return [self._unit_line(level, names, unit) for unit in level.units.iter_rows(named=True)]

    def _unit_line(self, level: LevelImpact, names: list[str], unit: dict[str, Any]) -> ImpactLine:
        found = causes(unit, names)
        parts = [self._cause(level.level, unit, *cause) for cause in found]
        why = _joined(parts) if parts else _GRADE_RULE
        status, grade = ((str(unit[column] or "none"), after(unit, column)) for column in ("status", "grade"))
        return ImpactLine(str(unit[f"{level.level}_id"]), status, grade, [name for name, _, _ in found], why)

    def _cause(self, level: str, unit: dict[str, Any], name: str, before: str, later: str) -> Text:
        words = {**VERDICTS, ABSENT: _ABSENT}
        told = Text("{name} {before} → {later}{measured}", "{name} {before} → {later}{measured}")
        packs = [edition.pack for edition in self.editions]
        figures = [figure(unit, pack, level, name, later=place == 1) for place, pack in enumerate(packs)]
        rules = [pack.criteria.get(level, {}).get(name) for pack in packs]
        bounds = [bound_words(rule, self.as_of) if rule is not None and rule.bounds else None for rule in rules]
        parts = [_either([same(each) if each is not None else None for each in figures]), _either(bounds)]
        measured = [part for part in parts if part is not None]
        tail = Text("（{x}）", " ({x})").fill(x=_joined(measured)) if measured else Text("", "")
        return told.fill(name=name, before=words[before], later=words[later], measured=tail)


def _either(pair: list[Text | None]) -> Text | None:
    """One wording where both sides say the same, else both with an arrow."""
    known = list(dict.fromkeys(part for part in pair if part is not None))
    return Text(" → ".join(part.zh for part in known), " → ".join(part.en for part in known)) if known else None


def _joined(parts: list[Text]) -> Text:
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _told(pair: tuple[str, str]) -> bool:
    """Criteria that only one edition has are told of once, where they do not pass."""
    return ABSENT not in pair or not {"pass", "not_applicable"} & set(pair)


def _count_line(word: Text, pair: tuple[str, str], count: int, words: Mapping[str, Text]) -> Text:
    told = Text("  {word}：{before} → {later}：{n}", "  {word}: {before} → {later}: {n}")
    return told.fill(word=word, before=words[pair[0]], later=words[pair[1]], n=f"{count:,}")


def _grade_line(pair: tuple[str, str], count: int) -> Text:
    none = Text("无等级", "no grade")
    names = {word: none if word == "none" else grade_name(word) for word in pair}
    return _count_line(WORDS["grade"], pair, count, names)


def _pairs(counts: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    return [{"before": before, "after": later, "count": count} for (before, later), count in counts.items()]


def impact(request: ImpactRequest, lang: Lang, report: Report = silent) -> Impact:
    """Read the tables once, rate them by both editions, compare; a workbook too where `out` is given."""
    editions = (edition_named(request.before, request.as_of), edition_named(request.after, request.as_of))
    packs = (editions[0].pack, editions[1].pack)
    report(Text("正在读入并检查各表", "reading and checking the tables"))
    tables = read_for(Data(request.data, request.tables, request.encoding), packs, request.as_of)
    with ExitStack() as stack:
        before, later = (stack.enter_context(rated(pack, tables, request.as_of, report)) for pack in packs)
        report(Text("正在比较", "comparing"))
        levels = [level_impact(before[level], later[level], packs, level) for level in before if level in later]
    found = Impact(editions, request.as_of, levels)
    if request.out is not None:
        write_impact(request.out, [_sheet(found, level) for level in levels], lang)
    return found


def _sheet(found: Impact, level: LevelImpact) -> ImpactSheet:
    return ImpactSheet(level.level, level.total, level.rating_changes, level.status, level.grade, found.unit_lines(level))
