"""Ids and numbers that several portions have: found and judged before the rows are gone through once more.

In: the two tables as they stand, and the hashes of what comes twice. Out: the problem lines of just these rows, by the very checks that
are made of all rows together; only these rows are gathered, however many others there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

import numpy as np
import polars as pl
from msgspec import Struct, field

from creditscore.tables.cells.rules import with_helpers
from creditscore.tables.cells.tally import NUMBERS_SHARED, UNSORTED
from creditscore.tables.checks import repeats
from creditscore.tables.checks.counting import Counted, Counting, counted, value_problems
from creditscore.tables.checks.normalise import Settled, part_of
from creditscore.tables.findings.problems import no_problems
from creditscore.tables.portions.numbers_aside import Numbers, NumbersAside, no_numbers
from creditscore.tables.portions.rows_ahead import BATCH_ROWS
from creditscore.tables.raw import ROW

HELD = {"households": "id_number", "loans": "loan_id"}
"""What no two rows of a table may share, wherever they stand; ids of households come in order, unless some come twice."""
Repeated = Mapping[str, Numbers]
"""Hashes by the name of their column."""


class KnownFaults(Struct, frozen=True):
    """The hashes that were looked into, by column, and the problem lines of the rows that have them, by table.

    `personal` are the lines of loans whose ids are persons' numbers or hold names, once these have been looked for; they stand among the
    lines of loans too.
    """

    repeated: Repeated = field(default_factory=dict)
    lines: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    personal: pl.DataFrame | None = None

    def lacks(self, column: str, found: Numbers) -> bool:
        """Whether some hashes of a column have not been looked into."""
        return bool(np.setdiff1d(found, self.repeated.get(column, no_numbers())).size)

    def beside(self, table: str, rows: pl.DataFrame, first_row: int, problems: pl.DataFrame) -> pl.DataFrame:
        """The problem lines of a portion's rows with those that are known; what the portion itself says of the same checks is not."""
        own = self.of(table, rows, first_row)
        return pl.concat([problems.join(own, on=[ROW, "order"], how="anti", maintain_order="left"), own]) if own.height else problems

    def of(self, table: str, rows: pl.DataFrame, first_row: int) -> pl.DataFrame:
        """The problem lines that are known of a portion's rows."""
        lines = self.lines.get(table, no_problems())
        if not lines.height:
            return lines
        if ROW in rows.columns:
            return lines.join(rows.select(pl.col(ROW).cast(pl.UInt32)), on=ROW, how="semi", maintain_order="left")
        return lines.filter(pl.col(ROW).is_between(first_row, first_row + rows.height - 1))


def known_faults(
    tables: Mapping[str, Settled], countings: Mapping[str, Counting], repeated: Repeated, personal: pl.DataFrame | None
) -> KnownFaults:
    """What is wrong with the rows that have these hashes."""
    lines = {table: _judged(one, countings[table], repeated) for table, one in tables.items()}
    if personal is not None:
        lines["loans"] = pl.concat([lines["loans"], personal])
    return KnownFaults(repeated, lines, personal)


def repeated_in(one: Settled, column: str) -> Numbers:
    """The hashes that come twice in a column of a table, with memory that does not grow with its rows."""
    found = NumbersAside()
    cells = one.rows.select(column)
    for batch in cells.collect_batches(chunk_size=BATCH_ROWS, maintain_order=False):
        found.add(batch.to_series().drop_nulls().hash().to_numpy())
    return found.repeated()


def repeated_among(one: Settled, keys: Sequence[pl.Series]) -> Repeated:
    """The hashes of those of some keys that come twice in a table."""
    if not keys:
        return {}
    key = one.raw.key
    rows = one.rows.select(key).filter(pl.col(key).is_in(pl.concat(keys).unique().implode())).collect(engine="streaming")
    several = rows.filter(pl.col(key).is_duplicated()).to_series().unique()
    return {key: several.hash().sort().to_numpy()}


def _judged(one: Settled, asked: Counting, repeated: Repeated) -> pl.DataFrame:
    wanted = {column: found for column, found in repeated.items() if column in (one.raw.key, HELD[one.table]) and found.size}
    if not wanted:
        return no_problems()
    whole = one.gathered(reduce(or_, (_has(column, found) for column, found in wanted.items())))
    counts = {UNSORTED: 1, NUMBERS_SHARED: 1}
    values = value_problems(counted(part_of(one, whole, 1), asked.rules, _counts(one, whole, asked)))
    several = {column: Counted(part_of(one, whole.filter(_has(column, found)), 1), asked.rules, counts) for column, found in wanted.items()}
    lines = [repeats.duplicates(several[one.raw.key], values)] if one.raw.key in several else []
    lines += [repeats.shared_numbers(several["id_number"], values)] if "id_number" in several else []
    return pl.concat(lines)


def _has(column: str, hashes: Numbers) -> pl.Expr:
    return pl.col(column).is_not_null() & pl.col(column).hash().is_in(pl.Series(hashes).implode())


def _counts(one: Settled, rows: pl.DataFrame, asked: Counting) -> pl.DataFrame:
    return with_helpers(one.table, rows.lazy()).select(asked.counts).collect(engine="in-memory")
