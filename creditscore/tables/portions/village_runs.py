"""The villages of some rows as runs: rows of one village stand together, so its id is looked at once, not once a row.

In: the column of villages. Out: the id of each run, and how many rows it has.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from msgspec import Struct

_LENGTHS, _IDS = "len", "value"


class Runs(Struct, frozen=True):
    """The runs of a table's rows, in their order; a village may have several."""

    ids: pl.Series
    lengths: pl.Series

    @classmethod
    def of(cls, villages: pl.Series) -> Runs:
        """The runs of equal ids."""
        runs = villages.rle().struct.unnest()
        return cls(runs[_IDS].alias(villages.name), runs[_LENGTHS])

    def among(self, listed: pl.Series) -> pl.Series:
        """For each row the place of its village in a sorted list that holds them all; null for no village."""
        places = self.ids.cast(pl.Enum(listed)).to_physical().cast(pl.UInt32)
        spread = pl.Series(self.ids.name, np.repeat(places.fill_null(0).to_numpy(), self.lengths.to_numpy()))
        if not places.null_count():
            return spread.set_sorted() if places.is_sorted() else spread
        there = np.repeat(places.is_not_null().to_numpy(), self.lengths.to_numpy())
        return spread.set(pl.Series(~there), None)
