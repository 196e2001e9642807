"""How far long work on rows has come: rows done, rows a second, time left; for the eyes of whoever waits, and for nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec import Struct, field

from creditscore.core.text import Text

_TOLD = Text(
    "{step}：{done}/{total} 户，每秒 {rate} 户，约剩 {left}", "{step}: {done} of {total} households, {rate} a second, about {left} left"
)


class Tally(Struct):
    """Tells of rows as they are done."""

    step: Text
    total: int
    report: Callable[[Text], None]
    done: int = 0
    _since: float = field(default_factory=time.monotonic)

    def add(self, rows: int) -> None:
        """So many more rows are done."""
        self.done += rows
        seconds = max(time.monotonic() - self._since, 1e-9)
        rate = self.done / seconds
        left = _span(max(self.total - self.done, 0) / rate if rate else 0)
        self.report(_TOLD.fill(step=self.step, done=f"{self.done:,}", total=f"{self.total:,}", rate=f"{rate:,.0f}", left=left))


def _span(seconds: float) -> Text:
    minutes, rest = divmod(round(seconds), 60)
    return Text(f"{minutes} 分 {rest} 秒", f"{minutes} min {rest} s") if minutes else Text(f"{rest} 秒", f"{rest} s")
