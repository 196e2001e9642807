"""A unit's scorecards and credit limit: points of every item at both ends, the total, each grade's cut and the distance to it.

In: the rule pack, the unit's row of the level table and, where at hand, its survey answers. Out: plain records with exact numbers
(hundredths of a point, fen) and their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct

from creditscore.core.money import yuan
from creditscore.core.text import Text
from creditscore.engine.item_points import item_points
from creditscore.engine.limits import LIMIT
from creditscore.engine.scorecards import HUNDREDTHS, card_columns
from creditscore.engine.shortfall import distance, limits_of
from creditscore.packs.model.pack import Grade, Pack, Scorecard
from creditscore.packs.words.card_words import item_words, limit_words
from creditscore.packs.words.measure_words import bound_words
from creditscore.report.names import grade_title

_SHORT = Text("差{n}分", "{n} points short")
_UP_TO = Text("差{least}至{most}分（证据不全）", "{least} to {most} points short (evidence is missing)")
_MAY_BE = Text("至多差{n}分（证据不全）", "up to {n} points short (evidence is missing)")
REACHED = Text("已达到", "reached")


class Span(Struct, frozen=True):
    """A lowest and a highest number of points, in hundredths."""

    low: int
    high: int

    @property
    def words(self) -> str:
        """`40`, `47–100`, `81.5`."""
        return points(self.low) if self.low == self.high else f"{points(self.low)}–{points(self.high)}"


class ItemLine(Struct, frozen=True):
    """One item: what it asks, how it gives points, the most that it gives, and what the unit has (None: answers not at hand)."""

    title: Text
    how: Text
    most: str
    bonus: bool
    points: Span | None


class CutLine(Struct, frozen=True):
    """A grade's cut: what it requires, and the hundredths that the highest and the lowest sum are short of it."""

    grade: Text
    required: Text
    best: int
    worst: int

    @property
    def words(self) -> Text:
        """The grade, its cut and the distance to it."""
        line = Text("“{grade}”的分数线：{required}分，{distance}", "cut of {grade}: {required} points, {distance}")
        return line.fill(grade=self.grade, required=self.required, distance=self.distance)

    @property
    def distance(self) -> Text:
        """The distance in points."""
        if not self.worst:
            return REACHED
        if not self.best:
            return _MAY_BE.fill(n=points(self.worst))
        if self.best == self.worst:
            return _SHORT.fill(n=points(self.best))
        return _UP_TO.fill(least=points(self.best), most=points(self.worst))


class CardLine(Struct, frozen=True):
    """One scorecard of a unit."""

    name: str
    title: Text
    total: str
    bonus_cap: str | None
    points: Span
    items: tuple[ItemLine, ...]
    cuts: tuple[CutLine, ...]


class LimitLine(Struct, frozen=True):
    """A unit's credit limit in fen (None: no grade, or an amount that it rests on is blank), and the rule for its grade."""

    fen: int | None
    grade: str | None
    clause: str
    text: Text
    rule: Text | None

    @property
    def words(self) -> Text:
        """The amount, or why there is none."""
        if self.fen is not None:
            return Text(f"{yuan(self.fen)}元", f"{yuan(self.fen)} yuan")
        if self.grade is None:
            return Text("无（尚未确定等级）", "none (no confirmed grade)")
        if self.rule is None:
            return Text("无（该等级没有授信额度）", "none (there is none for this grade)")
        return Text("无法计算（所依据的金额空白）", "not known (an amount that it rests on is blank)")


def points(hundredths: int) -> str:
    """Hundredths of a point as points, without superfluous noughts."""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), HUNDREDTHS)
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")


def card_lines(pack: Pack, level: str, row: Mapping[str, Any], answers: Mapping[str, Any] | None, as_of: date) -> tuple[CardLine, ...]:
    """The scorecards of a unit, item by item."""
    found = item_points(pack, level, row, answers, as_of)
    lines = []
    for name, card in pack.cards_of(level).items():
        items = tuple(
            ItemLine(title, how, points(int(Fraction(item.most) * HUNDREDTHS)), item.bonus, None if ends is None else Span(*ends))
            for item, ends, (title, how) in zip(card.items, found[name], item_words(pack, card, as_of), strict=True)
        )
        cap = None if card.bonus_cap is None else str(card.bonus_cap)
        lines.append(
            CardLine(
                name, card_title(name, card), str(card.total), cap, card_span(name, row), items, cut_lines(pack, level, name, row, as_of)
            )
        )
    return tuple(lines)


def card_title(name: str, card: Scorecard) -> Text:
    """What a card is called: by its title where it has one."""
    return Text(card.title.zh, card.title.en) if card.title is not None else Text(name, name)


def card_span(name: str, row: Mapping[str, Any]) -> Span:
    """A card's lowest and highest sum from a row of the level table."""
    low, high = (row[column] for column in card_columns(name))
    return Span(low, high)


def cut_lines(pack: Pack, level: str, name: str, row: Mapping[str, Any], as_of: date) -> tuple[CutLine, ...]:
    """Each cut that a grade makes in a card's points, and the unit's distance to it."""
    return tuple(_cuts(pack, level, name, card_span(name, row), as_of))


def _cuts(pack: Pack, level: str, name: str, span: Span, as_of: date) -> Iterator[CutLine]:
    for grade, rule in pack.grades[level].items():
        yield from _cuts_of(pack, (level, grade), rule, name, span, as_of)


def _cuts_of(pack: Pack, place: tuple[str, str], rule: Grade, name: str, span: Span, as_of: date) -> Iterator[CutLine]:
    for score in rule.scores:
        if score.card != name:
            continue
        limits = limits_of(score, HUNDREDTHS, as_of)
        ends = [distance((end, end, None), limits) for end in (span.low, span.high)]
        yield CutLine(grade_title(pack, *place), bound_words(score, as_of), min(ends), max(ends))


def cuts_ahead(pack: Pack, level: str, row: Mapping[str, Any], as_of: date) -> list[Text]:
    """The cuts of all cards that a unit has not surely reached, in brief: `excellent: 12 points short`."""
    cuts = [cut for name in pack.cards_of(level) for cut in cut_lines(pack, level, name, row, as_of)]
    line = Text("{grade}：{distance}", "{grade}: {distance}")
    return [line.fill(grade=cut.grade, distance=cut.distance) for cut in cuts if cut.worst]


def limit_line(pack: Pack, level: str, row: Mapping[str, Any], as_of: date) -> LimitLine | None:
    """The credit limit of a unit; None for a level that has none."""
    if level not in pack.limits:
        return None
    rule, grade = pack.limits[level], row["grade"]
    how = limit_words(pack, level, as_of).get(str(grade))
    return LimitLine(row[LIMIT], grade, rule.clause, Text(rule.text.zh, rule.text.en), how)
