"""What a progress pack is written from: the contract between the figures and everything that shows them.

A `Progress` is free of any language (texts come as `_zh` and `_en` columns, or as `Text`), holds whole numbers only (money
in fen, never rounded), and has been worked out from finished runs. Shares are `num` and `den`; a percentage is for the one
who shows it: `report.measured.percent(num, den)` cuts off after two decimals. All frames are eager and sorted as stated.

**figures**: one row a period's run and figure, sorted by `as_of`, then in the order of `FIGURES`.
  `as_of` Date; `period` String (`2003-06`, `2003-Q2`, `2003-H1`); `figure` String, a key of `core.terms.FIGURES`; `unit` String
  (`household`, `village`, `township`, `fen`); `num`, `den` Int64 (`den` null where it is no share); `value` Float64, `num/den`,
  for plotting only; `previous_num`, `previous_den` Int64, of the period before (null where that has no run);
  `change` Int64, `num - previous_num`; for the three `credit_*` figures also `gained`, `lost` Int64: ratings won and lost
  since that run, unit by unit, so that `change = gained - lost` (null where the period before has no run).
**places**: one row a run and place of the breakdown level (`level`: `township` or `village`), sorted by `as_of`, `id`.
  `as_of`, `period`; `id`, `name` String (null where unknown), `township_id` (villages only); `status` (null where that level is
  not rated); `households`, `organised` (households for which a rating was organised), `credit_households`, and for townships
  `villages`, `credit_villages`; then `<measure>.num`, `.den`, `.low`, `.high` of that level's table, all Int64.
**criteria**: one row a run, level and criterion, in the pack's order: `as_of`, `level`, `criterion`, `units`, `pass`, `fail`, `pending`,
  `not_applicable`, `only_failure` (units that fail this criterion and no other); households not organised are counted too.
**failures**: of the newest run: how often each set of criteria fails together. `level`, `failed` List(String) in the pack's order
  (empty: none fails), `units` Int64; most units first.
**nearest**: of the newest run: the villages not yet rated, nearest first, one row a village and open criterion.
  `rank` from 1; `id`, `name`, `township_id`, `township_name`; `status`; `open` criteria that fail or are pending, `failing` of them;
  `criterion`, `clause`, `verdict`; `num`, `den` (worse end), `bound` String as the rule file writes it; `missing` Int64, the exact
  distance in units or fen (null: no figure, a survey criterion; 0: the figures decide nothing, evidence is missing), `unit`
  (`fen` or the level counted, such as `household`); `gap_num`, `gap_den`: the distance as an exact share of the denominator;
  `distance_zh`, `distance_en`: the distance in words ("7 more households clear their arrears"), never null.
  Villages without rating organised (readiness fails) are not listed. Order: fewest open criteria, smallest gap
  (survey answers missing: none; a survey criterion failed: the whole way), fewest failing, id.
**sweep**: of the newest run: how many units would be rated at other bounds, all else as it is. `level`, `criterion`, `operator`,
  `bound` String (`75%`), `bound_num`, `bound_den` Int64, `is_current` Boolean, `rated`, `passing`, `units` Int64.
**plan**: one row a run, place and planned figure with a target in force; empty without targets. `as_of`, `period`, `level`, `id`, `name`,
  `figure` (`credit_households`, `credit_villages`), `actual`, `planned` (the latest target up to that month), `planned_month` (`2003-06`),
  `difference` (actual - planned), `final_planned`, `final_month` (the last target of the plan), `met` Boolean.
"""

from __future__ import annotations

from datetime import date

import polars as pl
from msgspec import Struct

from creditscore.archive.periods import PeriodName
from creditscore.archive.series import Series
from creditscore.core import terms
from creditscore.core.text import Text
from creditscore.packs.model.pack import Pack

FIGURES = tuple(terms.FIGURES)
"""The figures in the order in which they are shown; what each counts stands in `archive.definitions` and `progress.wording`."""


class Figure(Struct, frozen=True):
    """One figure of one run with that of the period before; `den` is None where it is no share."""

    figure: str
    unit: str
    num: int
    den: int | None
    previous_num: int | None
    previous_den: int | None
    change: int | None
    gained: int | None
    lost: int | None


class Progress(Struct, frozen=True):
    """Everything that tables, charts, briefing, ledgers and pages of a series are made of (see the module's words)."""

    series: Series
    pack: Pack
    level: str
    figures: pl.DataFrame
    places: pl.DataFrame
    criteria: pl.DataFrame
    failures: pl.DataFrame
    nearest: pl.DataFrame
    sweep: pl.DataFrame
    plan: pl.DataFrame
    names: dict[str, dict[str, str]]

    @property
    def as_of(self) -> date:
        """The as-of date of the newest run."""
        return self.series.as_of

    @property
    def period(self) -> PeriodName:
        """Whether the series goes by month, quarter or half-year."""
        return self.series.period

    def figure(self, name: str, as_of: date | None = None) -> Figure | None:
        """A figure of the run of a day (None: the newest); None where the run does not have it."""
        day = as_of or self.as_of
        rows = self.figures.filter((pl.col("as_of") == day) & (pl.col("figure") == name))
        return Figure(**rows.select(list(Figure.__struct_fields__)).row(0, named=True)) if rows.height else None

    def name_of(self, level: str, unit_id: str) -> str:
        """What a place is called; its id where it has no name."""
        return self.names.get(level, {}).get(unit_id, unit_id)

    def remarks(self) -> list[Text]:
        """What a reader must know before comparing periods: missing ones, runs set aside, altered files, changed rules; none: nothing."""
        from creditscore.report.progress.remarks import remarks_of

        return remarks_of(self.series)
