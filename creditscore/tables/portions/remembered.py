"""What checked portions said, added up as they go by: a nation has a thousand of them.

In: one checked portion after the other. Out: what reading all rows together would have found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl
from msgspec import Struct, field

from creditscore.tables.cells.rules import Rule
from creditscore.tables.cells.tally import UNSORTED
from creditscore.tables.checks import relations
from creditscore.tables.checks.counting import Counted
from creditscore.tables.checks.normalise import Settled
from creditscore.tables.findings.finding import MOST_WARNINGS
from creditscore.tables.findings.problems import no_problems
from creditscore.tables.portions.checking import LISTING, Checked
from creditscore.tables.portions.lines_in_order import in_order, most_kept
from creditscore.tables.portions.numbers_aside import NumbersAside
from creditscore.tables.portions.orphans import settled_orphans
from creditscore.tables.portions.rows_ahead import ROW_TABLES


class Remembered(Struct):
    """All portions so far."""

    orphans: list[pl.DataFrame] = field(default_factory=list)
    strays: list[pl.Series] = field(default_factory=list)
    long_ids: NumbersAside = field(default_factory=NumbersAside)
    elsewhere: list[int] = field(default_factory=list)
    schemes: relations.Schemes = field(default_factory=lambda: relations.schemes_together([]))
    _problems: Mapping[str, list[pl.DataFrame]] = field(default_factory=lambda: {table: [no_problems()] for table in ROW_TABLES})
    _listed: list[pl.DataFrame] = field(default_factory=lambda: [pl.DataFrame(schema=LISTING)])
    _counts: Mapping[str, Counter[str]] = field(default_factory=lambda: {table: Counter() for table in ROW_TABLES})
    _rules: dict[str, tuple[Rule, ...]] = field(default_factory=lambda: dict.fromkeys(ROW_TABLES, ()))

    def add(self, one: Checked) -> None:
        """One portion more."""
        for table, found in one.found.items():
            self._counts[table].update(found.counts)
            self._rules[table] = max(self._rules[table], found.rules, key=len)
            if one.problems[table].height:
                self._problems[table].append(one.problems[table])
                self._keep_most(table)
        if one.orphans.height:
            self.orphans.append(one.orphans)
        if one.strays.len():
            self.strays.append(one.strays)
        self.elsewhere += one.suspects.elsewhere
        if one.suspects.hashes.size:
            self.long_ids.add(one.suspects.hashes)
        if one.listed.height:
            self._listed.append(one.listed)
        self.schemes = relations.schemes_together([self.schemes, one.schemes])

    def problems(self, tables: Mapping[str, Settled]) -> dict[str, pl.DataFrame]:
        """The problem lines of each table, as reading all rows together finds them."""
        lines = {table: pl.concat(self._problems[table]) for table in ROW_TABLES}
        if self.orphans:
            lines["loans"] = settled_orphans(tables, lines, pl.concat(self.orphans))
        return {table: most_kept(in_order(lines[table], tables[table], self._rules[table])) for table in ROW_TABLES}

    def found(self, whole: Settled) -> Counted:
        """The counts of a table."""
        rules = self._rules[whole.table]
        return Counted(whole, rules, {**dict.fromkeys((rule.key for rule in rules), 0), **self._counts[whole.table], UNSORTED: 0})

    def listed(self) -> pl.LazyFrame:
        """How many households are listed in each village."""
        return pl.concat(self._listed).lazy().group_by("village_id").sum()

    def _keep_most(self, table: str) -> None:
        """Keep no more warnings than will be listed, whatever the number of portions."""
        lines = self._problems[table]
        if sum(one.height for one in lines[1:]) > max(lines[0].height, 4 * MOST_WARNINGS):
            lines[:] = [most_kept(pl.concat(lines))]
