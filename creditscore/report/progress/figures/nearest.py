"""The villages nearest to their rating, with the exact distance of every open criterion.

In: a run, its pack and the names of places. Out: the frame `nearest` of `progress.model`. Distances come from the same code
as `explain`: whole households or fen at the worse end of an interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl

from creditscore.archive.runs import Run
from creditscore.core.text import Text
from creditscore.packs.model.pack import Pack
from creditscore.report.lines import OPEN, Line, level_rules

LEVEL = "village"
_SURVEY_FAIL = Text("{criterion} 须经考察达标", "{criterion} has to be met in the survey")
_SURVEY_PENDING = Text("须补齐 {criterion} 的考察资料", "survey answers for {criterion} are missing")
_EVIDENCE = Text("须补齐 {criterion}（{title}）的资料", "evidence for {criterion} ({title}) is missing")
_SCHEMA = {
    "rank": pl.Int64,
    "id": pl.String,
    "name": pl.String,
    "township_id": pl.String,
    "township_name": pl.String,
    "status": pl.String,
    "open": pl.Int64,
    "failing": pl.Int64,
    "criterion": pl.String,
    "clause": pl.String,
    "verdict": pl.String,
    "num": pl.Int64,
    "den": pl.Int64,
    "bound": pl.String,
    "missing": pl.Int64,
    "unit": pl.String,
    "gap_num": pl.Int64,
    "gap_den": pl.Int64,
    "distance_zh": pl.String,
    "distance_en": pl.String,
}


def nearest(run: Run, pack: Pack, names: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """The frame `nearest` of a run; empty where it does not rate villages."""
    if LEVEL not in run.levels:
        return pl.DataFrame(schema=_SCHEMA)
    rules = level_rules(pack, LEVEL, run.as_of)
    waiting = run.table(LEVEL).filter(pl.col("status").is_in(["not_rated", "pending"])).collect()
    villages = [(row, rules.open_lines(row)) for row in waiting.iter_rows(named=True)]
    villages.sort(key=lambda village: _order(*village))
    rows = [
        {"rank": rank} | _village(row, lines, names) | _criterion(pack, run, line)
        for rank, (row, lines) in enumerate(villages, start=1)
        for line in lines
    ]
    return pl.DataFrame(rows, schema=_SCHEMA)


def _order(row: Mapping[str, Any], lines: list[Line]) -> tuple[int, Fraction, int, str]:
    return len(lines), max(_gap(line) for line in lines), _failing(lines), row["village_id"]


def _failing(lines: list[Line]) -> int:
    return sum(line.verdict == "fail" for line in lines)


def _gap(line: Line) -> Fraction:
    """How far off, as a share of the denominator; a survey criterion that fails counts as the whole way."""
    if line.missing is None or line.measured is None or not line.measured.den:
        return Fraction(int(line.verdict == "fail"))
    return Fraction(line.missing, line.measured.den)


def _village(row: Mapping[str, Any], lines: list[Line], names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    parent = row.get("township_id")
    return {
        "id": row["village_id"],
        "name": names.get(LEVEL, {}).get(row["village_id"]),
        "township_id": parent,
        "township_name": names.get("township", {}).get(parent or ""),
        "status": row["status"],
        "open": len(lines),
        "failing": _failing(lines),
    }


def _criterion(pack: Pack, run: Run, line: Line) -> dict[str, Any]:
    figure = line.measured
    values = [value for bound in line.rule.bounds.values() if (value := bound.at(run.as_of)) is not None]
    words = _distance(line)
    row: dict[str, Any] = {"criterion": line.criterion, "clause": line.rule.clause, "verdict": line.verdict, "missing": line.missing}
    row |= {"bound": values[0].written if values else None, "distance_zh": words.zh, "distance_en": words.en}
    if figure is not None:
        row |= {"num": _worse_end(line), "den": figure.den, "unit": _unit(pack, figure.name, figure.unit)}
        if line.missing is not None and figure.den:
            row |= {"gap_num": line.missing, "gap_den": figure.den}
    return row


def _worse_end(line: Line) -> int | None:
    assert line.measured is not None
    must_rise = bool({"at_least", "above"} & set(line.rule.bounds))
    return line.measured.low if must_rise else line.measured.high


def _unit(pack: Pack, measure: str, unit: str) -> str:
    share = pack.measures[measure].share_of
    return share.unit if share is not None and unit == "units" else unit


def _distance(line: Line) -> Text:
    """The distance in words; where there is no number, what is wanting."""
    assert line.verdict in OPEN
    if line.distance is not None:
        return line.distance
    if line.measured is not None:
        return _EVIDENCE.fill(criterion=line.criterion, title=line.measured.title)
    words = _SURVEY_FAIL if line.verdict == "fail" else _SURVEY_PENDING
    return words.fill(criterion=line.criterion)
