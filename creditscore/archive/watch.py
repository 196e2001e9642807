"""What a run records of its rows and results while they go by: counts and figures of its lowest level, the result hash of all levels.

In: portions of usable rows, and results whose words are still numbers. Out: what `summarise` and the manifest need, so
that large tables are not read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from msgspec import Struct, field

from creditscore.archive.counts import added, numbered_counts
from creditscore.archive.figures import counted_rows
from creditscore.archive.result_hash import TableDigest, TableHasher, Words
from creditscore.archive.summary import Watched
from creditscore.core.terms import plural
from creditscore.packs.model import Pack


class Seen(Struct, frozen=True):
    """What one portion, or several, had."""

    counts: dict[str, Any]
    rows: dict[str, int]

    def together(self, other: Seen) -> Seen:
        """Both added up."""
        return Seen(added([self.counts, other.counts]), added([self.rows, other.rows]))


class RunWatcher(Struct):
    """Watches one run; `level` is its lowest."""

    pack: Pack
    level: str
    as_of: date
    _seen: Seen | None = None
    _hashers: dict[str, TableHasher] = field(default_factory=dict)

    def look(self, rows: Mapping[str, pl.DataFrame], result: pl.DataFrame, words: Words) -> Seen:
        """Count a portion; several may be counted at once."""
        criteria = list(self.pack.criteria.get(self.level, {}))
        frames = {table: frame.lazy() for table, frame in rows.items()}
        return Seen(numbered_counts(result, criteria, words), counted_rows(frames, self.as_of, "in-memory"))

    def take(self, seen: Seen, result: pl.DataFrame, words: Words) -> None:
        """Remember a portion, and hash its results; in the order of the rows."""
        self._seen = seen if self._seen is None else self._seen.together(seen)
        self.note(plural(self.level), result, words)

    def note(self, table: str, units: pl.DataFrame, words: Words) -> None:
        """Hash units of a level's table; in their order."""
        self._hashers.setdefault(table, TableHasher(table, words)).feed(units)

    def watched(self) -> Watched:
        """All counts, for the summary."""
        assert self._seen is not None
        return Watched({self.level: self._seen.counts}, [self._seen.rows])

    def digests(self) -> list[TableDigest]:
        """The digests of the level tables."""
        return [hasher.finished() for hasher in self._hashers.values()]
