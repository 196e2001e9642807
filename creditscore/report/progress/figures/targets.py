"""The plan: how many credit households and villages each place is to have, month by month.

In: a `targets.toml` (docs/progress.md describes it) and the places of the runs. Out: `Targets`, and the frame `plan` of
`progress.model`. A planned count holds from its month until the next one of the same place and figure.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from msgspec import Struct

from creditscore.core.errors import Problem, UsageError, nearest
from creditscore.core.text import Text, same

FIGURES = {"township": ("credit_households", "credit_villages"), "village": ("credit_households",)}
"""What may be planned for the places of a level."""
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_KEYS = ("format", "level", "plan")
SCHEMA = {
    "as_of": pl.Date,
    "period": pl.String,
    "level": pl.String,
    "id": pl.String,
    "name": pl.String,
    "figure": pl.String,
    "actual": pl.Int64,
    "planned": pl.Int64,
    "planned_month": pl.String,
    "difference": pl.Int64,
    "final_planned": pl.Int64,
    "final_month": pl.String,
    "met": pl.Boolean,
}


class Targets(Struct, frozen=True):
    """The planned counts: by place and figure, pairs of a month (`2003-06`) and a count, earliest first."""

    file: str
    level: str
    counts: Mapping[tuple[str, str], tuple[tuple[str, int], ...]]

    def in_force(self, place: str, figure: str, month: str) -> tuple[str, int] | None:
        """The latest planned count of that month or before, with its month; None before the first."""
        held = [entry for entry in self.counts.get((place, figure), ()) if entry[0] <= month]
        return held[-1] if held else None

    def final(self, place: str, figure: str) -> tuple[str, int]:
        """The last planned count, with its month."""
        return self.counts[place, figure][-1]


def read_targets(path: Path) -> Targets:
    """Read and check a targets file; every mistake in it is in the UsageError that is raised."""
    content = _parsed(path)
    problems = [*_head_problems(path, content)]
    level = content.get("level", "township")
    plan = content.get("plan", {})
    if not problems:
        problems += [problem for place, months in plan.items() for problem in _plan_problems(path, level, place, months)]
    if problems:
        raise UsageError(problems)
    counts: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for place, months in plan.items():
        for month, figures in sorted(months.items()):
            for figure, count in figures.items():
                counts.setdefault((place, figure), []).append((month, count))
    return Targets(path.name, level, {key: tuple(entries) for key, entries in counts.items()})


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        what = Text("计划文件打不开", "the targets file cannot be opened")
        raise UsageError([Problem(str(path), what, same(error.strerror or type(error).__name__))]) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        what = Text("计划文件不是 UTF-8 编码的 TOML", "the targets file is not TOML in UTF-8")
        raise UsageError([Problem(str(path), what, same(str(error)))]) from None


def _head_problems(path: Path, content: Mapping[str, Any]) -> Iterator[Problem]:
    for key in content:
        if key not in _KEYS:
            yield _problem(path, key, Text("没有这个键", "there is no such key"), _one_of(_KEYS))
    if content.get("format") != 1:
        yield _problem(path, "format", Text("必须写明 format = 1", "must say format = 1"))
    if content.get("level", "township") not in FIGURES:
        yield _problem(path, "level", Text("没有这一级", "there is no such level"), _one_of(FIGURES))
    if not isinstance(content.get("plan"), dict) or not content["plan"]:
        yield _problem(path, "plan", Text("没有写计划", "there is no plan"), same('[plan.T01]  "2003-06" = { credit_households = 600 }'))


def _plan_problems(path: Path, level: str, place: str, months: Any) -> Iterator[Problem]:
    if not isinstance(months, dict):
        yield _problem(path, f"plan.{place}", Text("应为各月的计划数", "must hold the planned counts by month"))
        return
    for month, figures in months.items():
        where = f"plan.{place}.{month}"
        if not _MONTH.fullmatch(month):
            yield _problem(path, where, Text("月份写法不对", "this is not a month"), same('"2003-06"'))
        elif not isinstance(figures, dict):
            yield _problem(path, where, Text("应为计划数", "must hold planned counts"), same("{ credit_households = 600 }"))
        else:
            yield from _count_problems(path, where, level, figures)


def _count_problems(path: Path, where: str, level: str, figures: Mapping[str, Any]) -> Iterator[Problem]:
    for figure, count in figures.items():
        if figure not in FIGURES[level]:
            near = nearest(figure, list(FIGURES[level]))
            cure = Text("是否指 {near}？", "did you mean {near}?").fill(near=near) if near else None
            what = Text("不能计划这个数字", "this figure cannot be planned")
            yield _problem(path, f"{where}.{figure}", what, _one_of(FIGURES[level]), cure)
        elif type(count) is not int or count < 0:
            yield _problem(path, f"{where}.{figure}", Text("计划数应为非负整数", "a planned count is a whole number, 0 or more"))


def _one_of(words: Any) -> Text:
    return Text("应为 {list}", "expected {list}").fill(list=Text("、".join(words), ", ".join(words)))


def _problem(path: Path, key: str, what: Text, expected: Text | None = None, cure: Text | None = None) -> Problem:
    return Problem(f"{path}: {key}", what, expected, cure)


def plan(targets: Targets | None, places: pl.DataFrame) -> pl.DataFrame:
    """The frame `plan`: what each run's places have, against what is planned for that month.

    UsageError where the plan names a place that no run knows. `places` must be of the plan's level.
    """
    if targets is None:
        return pl.DataFrame(schema=SCHEMA)
    _refuse_unknown(targets, places)
    rows = [row for place in places.iter_rows(named=True) for row in _rows(targets, place)]
    return pl.DataFrame(rows, schema=SCHEMA)


def _refuse_unknown(targets: Targets, places: pl.DataFrame) -> None:
    known = places["id"].unique().sort().to_list()
    problems = []
    for place in dict.fromkeys(place for place, _ in targets.counts):
        if place not in known:
            near = nearest(place, known)
            cure = Text("是否指 {near}？", "did you mean {near}?").fill(near=near) if near else None
            problems.append(Problem(f"{targets.file}: plan.{place}", Text("评定批次中没有这个编号", "no run knows this id"), cure=cure))
    if problems:
        raise UsageError(problems)


def _rows(targets: Targets, place: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for figure in FIGURES[targets.level]:
        entry = targets.in_force(place["id"], figure, f"{place['as_of']:%Y-%m}")
        if entry is None:
            continue
        month, planned = entry
        last_month, last = targets.final(place["id"], figure)
        actual = place[figure]
        head = {key: place[key] for key in ("as_of", "period", "id", "name")} | {"level": targets.level, "figure": figure}
        yield head | {
            "actual": actual,
            "planned": planned,
            "planned_month": month,
            "difference": actual - planned,
            "final_planned": last,
            "final_month": last_month,
            "met": actual >= planned,
        }
