"""Numbers that no two rows of a table may share, put aside while the rows go by, with memory that does not grow with them.

In: the hashes of one portion after the other, none twice. Out: those that several portions have. Few are kept in memory; many go onto
disk, parted by their first bits, so that equal ones meet in one file, and the files are looked at one by one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from msgspec import Struct, field

from creditscore.tables.workspace import fresh_file

IN_MEMORY = 1 << 21
"""So many numbers are kept before they go onto disk."""
_FILE_BITS = 6
Numbers = np.ndarray[tuple[int], np.dtype[np.uint64]]


class NumbersAside(Struct):
    """The numbers of one table."""

    _waiting: list[Numbers] = field(default_factory=list)
    _count: int = 0
    _folder: Path | None = None

    def add(self, numbers: Numbers) -> None:
        """Put the numbers of a portion aside."""
        self._waiting.append(numbers)
        self._count += numbers.size
        if self._count > IN_MEMORY:
            self._onto_disk()

    def any(self) -> bool:
        """Whether any numbers have been put aside."""
        return self._folder is not None or self._count > 0

    def repeated(self) -> Numbers:
        """The numbers that come more than once, in their order; nothing is kept after that."""
        if self._folder is None:
            return _repeated(self._sorted())
        self._onto_disk()
        return np.concatenate([no_numbers(), *(_repeated(_taken(path)) for path in sorted(self._folder.iterdir()))])

    def common(self, other: NumbersAside) -> Numbers:
        """The numbers that another table has too, in their order; nothing is kept of either after that."""
        if self._folder is None and other._folder is None:
            return np.intersect1d(self._sorted(), other._sorted())
        self._onto_disk()
        other._onto_disk()
        assert self._folder is not None
        assert other._folder is not None
        pairs = zip(sorted(self._folder.iterdir()), sorted(other._folder.iterdir()), strict=True)
        return np.concatenate([no_numbers(), *(np.intersect1d(_taken(own), _taken(its)) for own, its in pairs)])

    def _sorted(self) -> Numbers:
        found = np.sort(np.concatenate([no_numbers(), *self._waiting]))
        self._waiting, self._count = [], 0
        return found

    def _onto_disk(self) -> None:
        if self._folder is None:
            self._folder = fresh_file(".numbers")
            self._folder.mkdir()
        numbers = self._sorted()
        ends = np.searchsorted(numbers >> np.uint64(64 - _FILE_BITS), np.arange(1, 1 << _FILE_BITS, dtype=np.uint64))
        for place, part in enumerate(np.split(numbers, ends)):
            with (self._folder / f"{place:02}").open("ab") as file:
                file.write(part.tobytes())


def _taken(path: Path) -> Numbers:
    """The numbers of a file in their order; the file is removed."""
    numbers = np.fromfile(path, dtype=np.uint64)
    path.unlink()
    numbers.sort()
    return numbers


def no_numbers() -> Numbers:
    """No numbers."""
    return np.empty(0, dtype=np.uint64)


def _repeated(ordered: Numbers) -> Numbers:
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])


def any_equal(ordered: Numbers) -> bool:
    """Whether two of some numbers in their order are equal."""
    return bool((ordered[1:] == ordered[:-1]).any())
