"""What the workbook and the page say of a run, in one language, apart from how they draw it.

In: the run's folder, the rule pack, the summary. Out: plain records of words and numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from msgspec import Struct, field

from creditscore.archive.definitions import DEFINITIONS
from creditscore.archive.households import BASE, MOST_PLACES, HouseholdCounts, household_counts
from creditscore.core.money import yuan
from creditscore.core.terms import FIGURES, plural
from creditscore.core.text import Lang, Text
from creditscore.packs.model.pack import Pack
from creditscore.packs.words.show import CriterionRecord, describe
from creditscore.report.lines import OPEN, Line, level_rules
from creditscore.report.measured import percent


class FigureRow(Struct, frozen=True):
    """One figure: its name, numerator and denominator as written, the share, its definition, and what to print large."""

    title: str
    num: str
    den: str
    share: str
    definition: str
    headline: str


class UnitRow(Struct, frozen=True):
    """One unit: id, name where known, its row of the level table, and a line for each criterion."""

    level: str
    id: str
    name: str
    parent: str
    row: Mapping[str, Any]
    lines: tuple[Line, ...]

    @property
    def shortfalls(self) -> list[Line]:
        """The criteria that keep the unit from its rating."""
        return [entry for entry in self.lines if entry.verdict in OPEN]


class Content(Struct, frozen=True, dict=True):
    """A run for reading; `counted` are the households of places by level, where they were counted already."""

    folder: Path
    pack: Pack
    summary: Mapping[str, Any]
    lang: Lang
    counted: dict[str, Mapping[str, HouseholdCounts]] = field(default_factory=dict)
    _frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    _listed: dict[str, list[UnitRow]] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        """The day at whose end every figure stands."""
        return date.fromisoformat(self.summary["as_of"])

    @property
    def levels(self) -> list[str]:
        """The rated levels, children before parents."""
        return self.pack.unit_levels

    def say(self, words: Text) -> str:
        """A wording in the report's language."""
        return words.say(self.lang)

    def own(self, words: Mapping[str, str]) -> str:
        """A wording that the summary holds in both languages."""
        return words[self.lang]

    def table(self, level: str) -> pl.LazyFrame:
        """The level table of a level."""
        return pl.scan_parquet(self.folder / f"{plural(level)}.parquet")

    def frame(self, level: str) -> pl.DataFrame:
        """The level table of a level whose units are listed, read once."""
        if level not in self._frames:
            self._frames[level] = self.table(level).collect()
        return self._frames[level]

    def name(self, level: str, unit_id: str) -> str:
        """The name of a place, or nothing where the run does not know it."""
        return str(self.summary["names"].get(level, {}).get(unit_id, ""))

    @cached_property
    def counties(self) -> str:
        """The counties that the run covers, by name where known."""
        highest = self.table(self.levels[-1])
        if "county_id" not in highest.collect_schema():
            return ""
        ids = highest.select(pl.col("county_id").unique().sort()).drop_nulls().collect()["county_id"].to_list()
        return "、".join(self.name("county", county) or county for county in ids)

    @cached_property
    def criteria(self) -> list[CriterionRecord]:
        """Every criterion as it stands on the day, lowest level first."""
        return describe(self.pack, self.as_of)

    def figures(self) -> list[FigureRow]:
        """The figures of the progress sentence, in its order."""
        return [self._figure(name, self.summary["figures"][name]) for name in self.figure_names]

    @property
    def figure_names(self) -> list[str]:
        """The figures that the run has, in the sentence's order."""
        return [name for name in FIGURES if name in self.summary["figures"]]

    def _figure(self, name: str, figure: Mapping[str, Any]) -> FigureRow:
        money = figure["unit"] == "fen"
        num, den = ("" if part is None else yuan(part) if money else f"{part:,}" for part in (figure["num"], figure["den"]))
        share = "" if figure["den"] is None else percent(figure["num"], figure["den"])
        title = self.say(FIGURES[name]) + (self.say(Text("（元）", " (yuan)")) if money else "")
        headline = share if money and share else num
        return FigureRow(title, num, den, share, self.own(self.summary["definitions"][name]), headline)

    def definitions(self) -> list[str]:
        """What is counted how, in the order of `archive.definitions`."""
        stated = self.summary["definitions"]
        return [self.own(stated[name]) for name in DEFINITIONS if name in stated]

    def count(self, level: str) -> int:
        """How many units a level has."""
        return int(self.summary["levels"][level]["units"])

    def units(self, level: str) -> list[UnitRow]:
        """The units of a level that is listed, by id, each with a line a criterion; worked out once."""
        if level not in self._listed:
            self._listed[level] = list(self._units(level))
        return self._listed[level]

    @property
    def listed(self) -> list[str]:
        """The levels above the households whose units are few enough to be listed."""
        return [level for level in self.levels if level != BASE and self.count(level) <= MOST_PLACES]

    def list_units(self) -> None:
        """Work out what small tables say, ahead of need: afterwards it would have to wait while households are counted."""
        assert self.counties is not None
        for level in self.listed:
            self.units(level)

    def count_households(self) -> None:
        """Count the households of all places that are listed: ahead of need, while other work is done."""
        for level in self.listed:
            self.households(level)

    def households(self, level: str) -> Mapping[str, HouseholdCounts]:
        """The households of each unit of a level, counted once; nothing where no household is rated."""
        if BASE not in self.levels:
            return {}
        if level not in self.counted:
            self.counted[level] = household_counts(self.table(BASE), level, list(self.pack.criteria.get(BASE, {})))
        return self.counted[level]

    def _units(self, level: str) -> Iterator[UnitRow]:
        rules = level_rules(self.pack, level, self.as_of)
        table = self.frame(level)
        keys = [key for key in table.columns if key.endswith("_id")]
        for row in table.iter_rows(named=True):
            own = row[f"{level}_id"]
            parent = row[keys[1]] if len(keys) > 1 else None
            yield UnitRow(level, own, self.name(level, own), parent or "", row, rules.lines(row))
