"""What was found in the tables: findings with their place, counted per reason, with examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from creditscore.core.text import Text
from creditscore.tables.reasons import Severity

MOST_EXAMPLES = 1000
"""At most so many findings are kept per reason; the counts and the rejected rows are always whole."""
MOST_WARNINGS = 100_000
"""At most so many lines are kept of one warning; errors are kept whole."""


class Finding(Struct, frozen=True):
    """One remark: where it stands (row as the user sees it), which cell (masked), why, and in words."""

    severity: Severity
    table: str
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    code: str
    ids: Mapping[str, str]
    text: Text

    @property
    def place(self) -> str:
        """Where it stands: `loans.xlsx[贷款]:12`."""
        sheet = f"[{self.sheet}]" if self.sheet else ""
        return f"{self.file}{sheet}" if self.row is None else f"{self.file}{sheet}:{self.row}"


class Findings(Struct, frozen=True):
    """Findings as examples, and how many there are of each reason."""

    examples: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.examples)

    def __len__(self) -> int:
        return sum(self.counts.values())

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The examples of one severity."""
        return tuple(finding for finding in self.examples if finding.severity == severity)

    def coded(self, code: str) -> tuple[Finding, ...]:
        """The examples of one reason."""
        return tuple(finding for finding in self.examples if finding.code == code)


def gathered(groups: Iterable[tuple[list[Finding], int]]) -> Findings:
    """Findings from groups of one reason each: its examples and its whole number."""
    examples: list[Finding] = []
    counts: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for found, count in groups:
        code = found[0].code
        room = found[: MOST_EXAMPLES - kept[code]]
        examples += room
        kept[code] += len(room)
        counts[code] += count
    return Findings(tuple(examples), dict(counts))
