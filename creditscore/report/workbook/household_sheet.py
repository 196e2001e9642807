"""The workbook's sheet of the households: what people look for, no more; the full evidence is in the level table.

A row a household: its village, status, whether it goes first, the verdict on each criterion, points and credit limit where the pack
has them, and the pack's quantities (age, outstanding balance). Ends and denominators stay in `households.parquet`.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from creditscore.archive.households import BASE
from creditscore.core.money import FEN_PER_YUAN
from creditscore.core.terms import WORDS, level_name
from creditscore.core.text import Text
from creditscore.report import wording
from creditscore.report.content import Content
from creditscore.report.measured import unit_of
from creditscore.report.names import grade_title
from creditscore.report.sheet import Column, Row, Sheet
from creditscore.report.workbook.extra_columns import figures_beside, points_and_limit


def household_sheet(content: Content, name: str) -> Sheet:
    """The households of a run by id."""
    columns = dict(_columns(content))
    rows = content.table(BASE).select(columns.values()).collect()
    return Sheet(name, tuple(columns), _rows(rows))


def _columns(content: Content) -> Iterator[tuple[Column, pl.Expr]]:
    present = content.table(BASE).collect_schema().names()
    yield _id_column(content, BASE), pl.col(f"{BASE}_id")
    for level in (name.removesuffix("_id") for name in present if name.endswith("_id") and name != f"{BASE}_id"):
        names = content.summary["names"].get(level)
        if names:
            yield Column(content.say(level_name(level))), _named(level, names)
        elif level == "village":
            yield _id_column(content, level), pl.col(f"{level}_id")
    yield Column(content.say(WORDS["status"]), "status"), pl.col("status")
    if len(content.pack.grades[BASE]) > 1:
        titles = {grade: content.say(grade_title(content.pack, BASE, grade)) for grade in content.pack.grades[BASE]}
        yield Column(content.say(WORDS["grade"])), pl.col("grade").replace(titles)
    if "priority" in present:
        yield Column(content.say(WORDS["priority"]), "flag"), pl.col("priority")
    for criterion in content.pack.criteria.get(BASE, {}):
        yield Column(criterion, "verdict"), pl.col(criterion)
    yield from points_and_limit(content, BASE)
    yield from _quantities(content, present)
    yield from figures_beside(content, BASE, present)


def _id_column(content: Content, level: str) -> Column:
    return Column(content.say(Text("{level}编号", "{level} id").fill(level=level_name(level))))


def _named(level: str, names: dict[str, str]) -> pl.Expr:
    """A place by name, by its id where it has none; two places of one name keep their ids beside it."""
    twice = {name for name in names.values() if list(names.values()).count(name) > 1} if len(set(names.values())) < len(names) else set()
    shown = {unit: f"{name} {unit}" if name in twice else name for unit, name in names.items()}
    return pl.col(f"{level}_id").replace(shown).alias(f"~{level}")


def _quantities(content: Content, present: list[str]) -> Iterator[tuple[Column, pl.Expr]]:
    """Quantities without unknown members: they say the same in one number."""
    for name, measure in content.pack.measures.items():
        column = f"{name}.num"
        if column not in present or f"{name}.den" in present or f"{name}.high" in present:
            continue
        title = content.say(Text(measure.title.zh, measure.title.en))
        if unit_of(measure) == "fen":
            amount = pl.when(pl.col(column) != 0).then((pl.col(column) / FEN_PER_YUAN).round(2))
            yield Column(title + content.say(wording.IN_YUAN), "money"), amount.alias(f"~{column}")
        else:
            yield Column(title, "count"), pl.col(column)


def _rows(frame: pl.DataFrame) -> Iterator[Row]:
    yield from frame.iter_rows()
