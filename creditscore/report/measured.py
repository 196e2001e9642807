"""What was measured, in words: numerator, denominator, share, and the interval where members are unknown.

Percentages are cut off, never rounded up: 79.999% reads 79.99%, not 80.00%.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct

from creditscore.core.money import yuan
from creditscore.core.text import Text
from creditscore.packs.model.pack import Measure, Pack

Unit = Literal["fen", "units", "years"]


class Measured(Struct, frozen=True):
    """One measure of one unit: numerators at both ends (`num` the known one), the denominator of a share or average, and the unit."""

    name: str
    title: Text
    unit: Unit
    num: int | None
    low: int | None
    high: int | None
    den: int | None
    average: bool = False

    @property
    def ends(self) -> list[int]:
        """The numerators at both ends, one where they are the same, none where there is no figure."""
        if self.low is None or self.high is None:
            return []
        return [self.low] if self.low == self.high else [self.low, self.high]

    @property
    def words(self) -> Text:
        """The figure for a reader: `3/4 (75.00%)`, `1–2/4 (25.00%–50.00%)`, `12,400.00 yuan`, or that there is none."""
        return self.in_full(self.short)

    def in_full(self, short: str) -> Text:
        """The words, where the figure in brief is known already."""
        ends = self.ends
        if not ends:
            return Text("没有数据", "no figure")
        if self.den == 0:
            return Text("0/0（分母为零）", "0/0 (nothing to divide by)")
        zh, en = ("元", " yuan") if self.unit == "fen" else ("", "")
        figure = "–".join(map(self.amount, ends))
        if self.den is None:
            return Text(figure + zh, figure + en)
        if self.average:
            return Text(f"{figure}/{self.den:,}元（每1为{short}元）", f"{figure}/{self.den:,} yuan ({short} yuan each)")
        whole = f"{figure}/{self.amount(self.den)}"
        return Text(f"{whole}{zh}（{short}）", f"{whole}{en} ({short})")

    @property
    def short(self) -> str:
        """The figure in brief: the share in percent, the amount, or the amount for each."""
        den = self.den
        if self.average and den:
            return "–".join([yuan(end // den) for end in self.ends])
        return "–".join([self.amount(end) if den is None else percent(end, den) for end in self.ends])

    def amount(self, number: int) -> str:
        """One number in the measure's unit: fen as yuan, everything else with thousands separators."""
        return yuan(number) if self.unit == "fen" else f"{number:,}"


class Gained(Measured, frozen=True, kw_only=True):
    """An increment: `now` less `before`, over the product of their denominators."""

    now: Measured
    before: Measured

    def in_full(self, short: str) -> Text:
        """The percentage points and what they are made of: `+2.00 percentage points (46/50 (92.00%) − 45/50 (90.00%))`."""
        if not self.ends or self.den == 0:
            return Text("没有数据", "no figure")
        now, before = self.now.words, self.before.words
        said = Text("{short}个百分点（{now} − {before}）", "{short} percentage points ({now} − {before})")
        return said.fill(short=short, now=now, before=before)

    @property
    def short(self) -> str:
        """The percentage points, cut off towards nought."""
        return "–".join(_points(end, self.den or 1) for end in self.ends)


Reader = Callable[[Mapping[str, Any]], Measured]


def measure_reader(pack: Pack, name: str, prefix: str = "") -> Reader:
    """How a measure is read from a unit's row of a level table; `county.` before the name for that of the county that it belongs to."""
    measure = pack.measures[name]
    title = Text(measure.title.zh, measure.title.en)
    if measure.increment is not None:
        now, before = (measure_reader(pack, each) for each in (measure.increment.of, measure.increment.over))
        return lambda row: _gained(name, title, now(row), before(row))
    num, low, high, den = (f"{prefix}{name}.{end}" for end in ("num", "low", "high", "den"))
    unit, average = unit_of(measure), measure.is_average

    def read(row: Mapping[str, Any]) -> Measured:
        known = row.get(num)
        return Measured(name, title, unit, known, row.get(low, known), row.get(high, known), row.get(den), average)

    return read


def _gained(name: str, title: Text, now: Measured, before: Measured) -> Gained:
    ends = (now.low, now.high, now.den, before.low, before.high, before.den)
    if any(end is None for end in ends):
        return Gained(name, title, now.unit, None, None, None, None, now=now, before=before)
    low, high, den, least, most, whole = (int(str(end)) for end in ends)
    return Gained(name, title, now.unit, None, low * whole - most * den, high * whole - least * den, den * whole, now=now, before=before)


def unit_of(measure: Measure) -> Unit:
    """What a measure's numbers count: fen for sums of money, completed years, or units and loans."""
    if measure.age_of is not None:
        return "years"
    return "fen" if measure.in_fen else "units"


def _points(num: int, den: int) -> str:
    sign = "-" if num < 0 else "+"
    whole, rest = divmod(abs(num) * 10_000 // den, 100)
    return f"{sign}{whole}.{rest:02d}"


def percent(num: int, den: int) -> str:
    """A share in percent with two places, cut off; a dash where there is nothing to divide by."""
    if den == 0:
        return "—"
    whole, rest = divmod(num * 10_000 // den, 100)
    return f"{whole}.{rest:02d}%"
