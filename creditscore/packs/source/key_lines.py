"""Which line of a TOML text a key path stands on: a light reading of headers and keys beside the real parser."""

from __future__ import annotations

import re
from functools import cached_property

Path = tuple[str | int, ...]

MOST_SEARCHED = 500
_QUOTED_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\"]++|"(?!""))*+(?:"""|\Z)|'
    r"'''.*?(?:'''|\Z)|"
    r'"(?:\\.|[^"\\\n]++)*+(?:"|(?=\n)|\Z)|'
    r"'[^'\n]*+(?:'|(?=\n)|\Z)|"
    r"#[^\n]*",
    re.DOTALL,
)
"""A text that nobody closes runs to the end of its line (or of the file): looked at once, however long it is."""
_KEY_PART = re.compile(r"\"((?:\\.|[^\"\\])*)\"|'([^']*)'|([\w-]+)")


def without_strings(source: str) -> str:
    """The text with quoted strings and comments blanked out, every character in its place."""
    return _QUOTED_OR_COMMENT.sub(_blanked, source)


def _blanked(match: re.Match[str]) -> str:
    return "\n".join(" " * len(line) for line in match.group().split("\n"))


class KeyLines:
    """The lines of a TOML text by key path; `of` gives the nearest that can be told."""

    def __init__(self, source: str) -> None:
        self._lines = source.split("\n")
        self._bare = without_strings(source).split("\n")
        self._places: dict[Path, tuple[int, int]] = {}
        self._counts: dict[Path, int] = {}

    def of(self, path: Path) -> int | None:
        """The line (from 1) of a key path, or of the closest part of it that stands on a line of its own."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._index:
                first, last = self._index[path[:length]]
                return self._inside(path[length:], first, last)
        return next((first for known, (first, _) in self._index.items() if path and known[:1] == path[:1]), None)

    def entry(self, path: Path) -> int:
        """The first line of the entry that a path belongs to, to put mistakes in order; 0 where it has none."""
        return next((self._index[path[:length]][0] for length in range(len(path), 0, -1) if path[:length] in self._index), 0)

    def _inside(self, rest: Path, first: int, last: int) -> int:
        """The one line between two that sets the last word of a path; the first where there is no such line, or several."""
        words = [part for part in rest if isinstance(part, str)]
        if not words or last - first > MOST_SEARCHED:
            return first
        setting = re.compile(rf"""(?<![\w-])["']?{re.escape(words[-1])}["']?\s*=""")
        found = [number for number in range(first, last + 1) if setting.search(self._lines[number - 1])]
        return found[0] if len(found) == 1 else first

    @cached_property
    def _index(self) -> dict[Path, tuple[int, int]]:
        table: Path = ()
        number = 0
        while number < len(self._bare):
            bare = self._bare[number].strip()
            if bare.startswith("["):
                table = self._opened(self._lines[number].strip())
                self._places[table] = (number + 1, number + 1)
            elif "=" in self._bare[number]:
                last = self._end_of_value(number)
                self._places[self._resolved(table, self._key(number))] = (number + 1, last + 1)
                number = last
            number += 1
        return self._places

    def _end_of_value(self, number: int) -> int:
        """The last line of a value that may run over several, by its brackets."""
        depth = 0
        for last in range(number, len(self._bare)):
            line = self._bare[last]
            depth += line.count("[") + line.count("{") - line.count("]") - line.count("}")
            if depth <= 0:
                return last
        return len(self._bare) - 1

    def _key(self, number: int) -> Path:
        return _parts(self._lines[number][: self._bare[number].index("=")])

    def _opened(self, header: str) -> Path:
        """The path of a table header; `[[x]]` opens the next place of a list."""
        parts = _parts(header.strip("[").split("]")[0])
        if not header.startswith("[["):
            return self._resolved((), parts)
        path = self._resolved((), parts[:-1]) + parts[-1:]
        self._counts[path] = self._counts.get(path, 0) + 1
        return (*path, self._counts[path] - 1)

    def _resolved(self, table: Path, parts: Path) -> Path:
        """A written path with the current place of every list that it goes through."""
        path = table
        for part in parts:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path


def _parts(written: str) -> Path:
    return tuple(double or single or bare for double, single, bare in _KEY_PART.findall(written))
