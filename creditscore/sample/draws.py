"""Chance that repeats itself: whole numbers from a seed, a name and a row's number, the same on every machine.

In: the county's seed, the name of what is drawn, the column that numbers the rows. Out: Polars
expressions. A draw depends on nothing else, so neither the size of a batch nor the order in which
columns are made changes any row. The mixing is the finaliser of SplitMix64 on wrapping 64-bit integers.
"""

from __future__ import annotations

from hashlib import blake2b

import polars as pl
from msgspec import Struct

_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB


def _u64(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


def _shifted(mixed: pl.Expr, bits: int) -> pl.Expr:
    return mixed ^ (mixed // _u64(1 << bits))


class Draws(Struct, frozen=True):
    """Draws of one county, for the rows that the column `key` numbers."""

    seed: int
    key: str

    def mixed(self, name: str) -> pl.Expr:
        """64 well-mixed bits (UInt64) for every row, under a name of their own."""
        start = int.from_bytes(blake2b(f"{self.seed}/{self.key}/{name}".encode(), digest_size=8).digest(), "big")
        bits = pl.col(self.key).cast(pl.UInt64) * _u64(_GOLDEN) + _u64(start)
        return _shifted(_shifted(_shifted(bits, 30) * _u64(_FIRST), 27) * _u64(_SECOND), 31)

    def below(self, name: str, limit: int | pl.Expr) -> pl.Expr:
        """A whole number from 0 to `limit` - 1 (Int64) for every row."""
        return (self.mixed(name) // _u64(1 << 32)).cast(pl.Int64) % limit

    def between(self, name: str, lowest: int, highest: int) -> pl.Expr:
        """A whole number from `lowest` to `highest`, both included."""
        return self.below(name, highest - lowest + 1) + lowest

    def happens(self, name: str, permille: int) -> pl.Expr:
        """True for about so many rows in a thousand."""
        return self.below(name, 1000) < permille


def pick(choice: pl.Expr, words: tuple[str, ...]) -> pl.Expr:
    """The word whose place in the list a whole number names."""
    return pl.lit(pl.Series(words, dtype=pl.String)).gather(choice)


def days(day: pl.Expr) -> pl.Expr:
    """Whole days since 1970-01-01 as a date."""
    return day.cast(pl.Int32).cast(pl.Date)
