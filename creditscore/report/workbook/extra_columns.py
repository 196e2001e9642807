"""The columns of a workbook that only some packs have: figures of units above, increments, points, credit limits.

In: what is said of a run, and a level. Out: columns with the expressions that fill them from the level table, for the eye only: no
verdict is taken from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from creditscore.core.money import FEN_PER_YUAN
from creditscore.core.terms import WORDS, level_name
from creditscore.core.text import Text
from creditscore.engine.limits import LIMIT
from creditscore.engine.scorecards import HUNDREDTHS, card_columns
from creditscore.packs.model.pack import Increment
from creditscore.report import wording
from creditscore.report.content import Content
from creditscore.report.points import card_title
from creditscore.report.sheet import Column

Cells = Iterator[tuple[Column, pl.Expr]]


def share(num: str, den: str, name: str) -> pl.Expr:
    """A share cut off at four decimals, for display only."""
    hundredths = pl.col(num).cast(pl.Int128) * 10_000 // pl.when(pl.col(den) > 0).then(pl.col(den))
    return (hundredths.cast(pl.Int64) / 10_000).round(4).alias(name)


def figures_beside(content: Content, level: str, present: Sequence[str]) -> Cells:
    """Measures of units above that criteria of the level are held against, and increments."""
    for other in content.pack.others_of(level):
        start, named = f"{other.at}.{other.measure}", content.pack.measures[other.measure].title
        words = wording.OF_LEVEL.fill(measure=Text(named.zh, named.en), level=level_name(other.at))
        if f"{start}.den" in present:
            yield Column(content.say(words), "share"), share(f"{start}.num", f"{start}.den", f"~{start}.share")
        elif f"{start}.num" in present:
            yield Column(content.say(words), "count"), pl.col(f"{start}.num").alias(f"~{start}.num")
    for name, measure in content.pack.measures.items():
        if measure.increment is not None and level in measure.level and f"{measure.increment.of}.den" in present:
            title = Text(measure.title.zh, measure.title.en)
            yield Column(content.say(wording.IN_POINTS.fill(measure=title)), "share"), _gain(measure.increment, f"~{name}")


def _gain(increment: Increment, name: str) -> pl.Expr:
    now, before = ([pl.col(f"{measure}.{part}").cast(pl.Int128) for part in ("num", "den")] for measure in (increment.of, increment.over))
    whole = now[1] * before[1]
    more = (now[0] * before[1] - before[0] * now[1]) * 10_000
    cut_off = pl.when(more < 0).then((more * -1 // pl.when(whole > 0).then(whole)) * -1).otherwise(more // pl.when(whole > 0).then(whole))
    return (cut_off.cast(pl.Int64) / 10_000).round(4).alias(name)


def points_and_limit(content: Content, level: str) -> Cells:
    """Each scorecard's lowest and highest sum, and the credit limit in yuan."""
    for name, card in content.pack.cards_of(level).items():
        title = card_title(name, card)
        for column, words in zip(card_columns(name), (wording.POINTS_AT_LEAST, wording.POINTS_AT_MOST), strict=True):
            yield Column(content.say(words.fill(card=title)), "points"), (pl.col(column) / HUNDREDTHS).round(2).alias(f"~{column}")
    if level in content.pack.limits:
        yield (
            Column(content.say(WORDS["limit"]) + content.say(wording.IN_YUAN), "money"),
            (pl.col(LIMIT) / FEN_PER_YUAN).round(2).alias(f"~{LIMIT}"),
        )
