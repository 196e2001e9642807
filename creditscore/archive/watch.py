"""What a run records of its rows and results while they go by: the counts of its levels and places, figures, the result hash.

In: portions of usable rows, and results whose words are still numbers. Out: what `summarise` and the manifest need, so
that large tables are not read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl
from msgspec import Struct, field

from creditscore.archive.counts import added, numbered_counts
from creditscore.archive.figures import counted_rows
from creditscore.archive.households import BASE, PlacesInPortions
from creditscore.archive.result_hash import TableDigest, TableHasher, Words
from creditscore.archive.summary import Watched
from creditscore.core.terms import plural
from creditscore.packs.model.pack import Pack


class Seen(Struct, frozen=True):
    """What one portion had: the counts of its units, what figures count, and the counts of its places."""

    counts: dict[str, Any]
    rows: dict[str, int]
    places: dict[str, pl.DataFrame]


class RunWatcher(Struct, dict=True):
    """Watches one run; `level` is its lowest."""

    pack: Pack
    level: str
    as_of: date
    _counts: dict[str, dict[str, Any]] = field(default_factory=dict)
    _rows: list[dict[str, int]] = field(default_factory=list)
    _hashers: dict[str, TableHasher] = field(default_factory=dict)

    @cached_property
    def _places(self) -> PlacesInPortions:
        """Places are counted where the lowest level's units are households."""
        return PlacesInPortions(self.pack.unit_levels[1:] if self.level == BASE else [], self._criteria(self.level))

    def look(self, rows: Mapping[str, pl.DataFrame], result: pl.DataFrame, words: Words) -> Seen:
        """Count a portion; several may be counted at once."""
        frames = {table: frame.lazy() for table, frame in rows.items()}
        counts = numbered_counts(result, self._criteria(self.level), words)
        return Seen(counts, counted_rows(frames, self.as_of, "in-memory"), self._places.look(result, words))

    def take(self, seen: Seen, result: pl.DataFrame, words: Words) -> None:
        """Remember a portion, and hash its results; in the order of the rows."""
        self._count(self.level, seen.counts)
        self._rows.append(seen.rows)
        self._places.take(seen.places)
        self._hash(plural(self.level), result, words)

    def note(self, table: str, units: pl.DataFrame, words: Words) -> None:
        """Count and hash units of a level's table; in their order."""
        level = next(level for level in self.pack.unit_levels if plural(level) == table)
        self._count(level, numbered_counts(units, self._criteria(level), words))
        self._hash(table, units, words)

    def watched(self, names: Mapping[str, Mapping[str, str]] | None = None) -> Watched:
        """All counts, for the summary and the reports; with the `names` of places, where they have been read beside."""
        return Watched(self._counts, self._rows, places=self._places.together(), names=names)

    def rows_done(self) -> None:
        """Hash the last rows of the lowest level in the background, while the levels above are rated."""
        self._hashers[plural(self.level)].ended()

    def digests(self) -> list[TableDigest]:
        """The digests of the level tables."""
        for hasher in self._hashers.values():
            hasher.ended()
        return [hasher.finished() for hasher in self._hashers.values()]

    def _criteria(self, level: str) -> list[str]:
        return list(self.pack.criteria.get(level, {}))

    def _count(self, level: str, counts: dict[str, Any]) -> None:
        self._counts[level] = added([self._counts[level], counts]) if level in self._counts else counts

    def _hash(self, table: str, units: pl.DataFrame, words: Words) -> None:
        if table not in self._hashers:
            for before in self._hashers.values():
                before.ended()
            self._hashers[table] = TableHasher(table, words)
        self._hashers[table].feed(units)
