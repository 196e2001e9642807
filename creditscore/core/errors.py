"""Mistakes that a user can mend: where, what, what was expected, what to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from creditscore.core.text import Lang, Text

FINDINGS = 1
WRONG_USE = 2


class Problem(Struct, frozen=True):
    """One mistake: its place (file, sheet, row, key path), what is wrong, what was expected, the cure."""

    where: str
    what: Text
    expected: Text | None = None
    cure: Text | None = None
    code: str = ""

    def say(self, lang: Lang) -> str:
        """The mistake in one language, one line."""
        parts = [self.what, *(part for part in (self.expected, self.cure) if part is not None)]
        stop, gap = ("", "；") if lang == "zh" else ("", "; ")
        place = f"{self.where}: " if self.where else ""
        return place + gap.join(part.say(lang) for part in parts) + stop


@dataclass
class CreditscoreError(Exception):
    """One or several mistakes of the user's; `exit_code` is what the command ends with."""

    problems: list[Problem]
    exit_code: int = field(default=WRONG_USE)

    def __str__(self) -> str:
        return "\n".join(problem.say("en") for problem in self.problems)

    def say(self, lang: Lang) -> str:
        """All the mistakes in one language, one a line."""
        return "\n".join(problem.say(lang) for problem in self.problems)


class UsageError(CreditscoreError):
    """The command was called with something that cannot be done."""


class PackError(CreditscoreError):
    """A rule pack that cannot be used."""


class TableError(CreditscoreError):
    """A table that cannot be read at all (single bad rows are findings, not errors)."""


class RunError(CreditscoreError):
    """A run folder that cannot be written or trusted."""


def one(kind: type[CreditscoreError], where: str, what: Text, expected: Text | None = None, cure: Text | None = None) -> CreditscoreError:
    """An error of the given kind with a single mistake in it."""
    return kind([Problem(where, what, expected, cure)])


def nearest(word: str, known: list[str]) -> str | None:
    """The known word most like a misspelt one, or None when none is near."""
    from difflib import get_close_matches

    found = get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else None
