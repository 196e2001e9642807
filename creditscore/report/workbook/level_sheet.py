"""The workbook's sheet of one level: a row a unit."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from creditscore.archive.households import BASE, MOST_PLACES
from creditscore.core.money import FEN_PER_YUAN
from creditscore.core.terms import WORDS, level_name, plural
from creditscore.core.text import Text
from creditscore.report import wording
from creditscore.report.content import Content, UnitRow
from creditscore.report.lines import shortfall_words
from creditscore.report.measured import unit_of
from creditscore.report.names import grade_title
from creditscore.report.points import cuts_ahead
from creditscore.report.sheet import MOST_ROWS, Column, Kind, Row, Sheet
from creditscore.report.workbook.extra_columns import figures_beside, points_and_limit
from creditscore.report.workbook.extra_columns import share as share_of
from creditscore.report.workbook.household_sheet import household_sheet


def level_sheet(content: Content, level: str) -> Sheet:
    """The units of a level with rating, verdicts, figures and shortfalls; one line instead where they are too many."""
    name = content.say(level_name(level))
    rows, most = content.count(level), MOST_ROWS if level == "household" else MOST_PLACES
    if rows > most:
        filled = wording.TOO_MANY_ROWS.fill(n=f"{rows:,}", most=f"{most:,}", file=f"{plural(level)}.parquet")
        return Sheet(name, (), (), content.say(filled))
    if level == BASE:
        return household_sheet(content, name)
    frame = content.frame(level)
    figures = _figure_columns(content, level, frame)
    rating = [*_rating_columns(content, level, frame), Column(content.say(WORDS["shortfall"]), "wide")]
    columns = [*rating, *(column for column, _ in figures)]
    listed = _level_rows(content, level, frame.with_columns(cells for _, cells in figures), len(figures))
    return Sheet(name, tuple(columns), listed, frozen=2 if level in content.summary["names"] else 1, printed=len(rating))


def _rating_columns(content: Content, level: str, frame: pl.DataFrame) -> Iterator[Column]:
    ids = [name for name in frame.columns if name.endswith("_id")]
    for number, key in enumerate(ids):
        word = level_name(key.removesuffix("_id"))
        yield Column(content.say(Text("{level}编号", "{level} id").fill(level=word)))
        if number == 0 and level in content.summary["names"]:
            yield Column(content.say(WORDS["name"]))
    yield Column(content.say(WORDS["status"]), "status")
    yield Column(content.say(WORDS["grade"]))
    yield Column(content.say(WORDS["possible_grade"]))
    if "priority" in frame.columns:
        yield Column(content.say(WORDS["priority"]), "flag")
    if "precondition" in frame.columns:
        yield Column(content.say(WORDS["precondition"]), "verdict")
    yield from (Column(name, "verdict") for name in content.pack.criteria.get(level, {}))


def _figure_columns(content: Content, level: str, frame: pl.DataFrame) -> list[tuple[Column, pl.Expr]]:
    """Points, credit limit and the level's measures: numerator, denominator, share, and the highest numerator where any is unknown."""
    found = list(points_and_limit(content, level))
    for name, measure in content.pack.measures.items():
        if f"{name}.num" in frame.columns:
            title = Text(measure.title.zh, measure.title.en)
            found += _measure_columns(content, name, title, unit_of(measure) == "fen", frame)
    return [*found, *figures_beside(content, level, frame.columns)]


def _measure_columns(content: Content, name: str, title: Text, money: bool, frame: pl.DataFrame) -> list[tuple[Column, pl.Expr]]:
    kind: Kind = "money" if money else "count"
    share = f"{name}.den" in frame.columns
    first = wording.NUMERATOR_OF if share else Text("{measure}", "{measure}")
    headings = [(first, "num"), (wording.AT_MOST, "high"), (wording.DENOMINATOR_OF, "den")]
    present = [(words, end) for words, end in headings if f"{name}.{end}" in frame.columns]
    if f"{name}.high" in frame.columns and (frame[f"{name}.low"] == frame[f"{name}.high"]).all():
        present = [(words, end) for words, end in present if end != "high"]
    unit = content.say(wording.IN_YUAN) if money else ""
    cells = [(Column(content.say(words.fill(measure=title)) + unit, kind), _number(f"{name}.{end}", money)) for words, end in present]
    if share:
        cells.append((Column(content.say(title), "share"), share_of(f"{name}.num", f"{name}.den", f"~{name}.share")))
    return cells


def _number(column: str, money: bool) -> pl.Expr:
    return ((pl.col(column) / FEN_PER_YUAN).round(2) if money else pl.col(column)).alias(f"~{column}")


def _level_rows(content: Content, level: str, frame: pl.DataFrame, figures: int) -> Iterator[Row]:
    """The rows, put together column by column: there are many of them."""
    first, *others = (frame[name].to_list() for name in frame.columns if name.endswith("_id"))
    names = [[content.name(level, unit) for unit in first]] if level in content.summary["names"] else []
    grades = {grade: content.say(grade_title(content.pack, level, grade)) for grade in (None, *content.pack.grades[level])}
    graded = [[grades[grade] for grade in frame[name].to_list()] for name in ("grade", "possible_grade")]
    flags = [name for name in ("priority", "precondition") if name in frame.columns]
    verdicts = [frame[name].to_list() for name in (*flags, *content.pack.criteria.get(level, {}))]
    shown = [frame[name].to_list() for name in frame.columns[len(frame.columns) - figures :]] if figures else []
    missing = [_missing(content, level, unit) for unit in content.units(level)]
    yield from zip(first, *names, *others, frame["status"].to_list(), *graded, *verdicts, missing, *shown, strict=True)


def _missing(content: Content, level: str, unit: UnitRow) -> str:
    short = [shortfall_words(entry) for entry in unit.shortfalls] + cuts_ahead(content.pack, level, unit.row, content.as_of)
    return ("；" if content.lang == "zh" else "; ").join(map(content.say, short))
