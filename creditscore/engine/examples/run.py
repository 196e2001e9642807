"""A pack's own examples: given values or small tables in, the engine's verdicts held against the expected ones.

The same plan runs as in a rating; nothing of a rule is written a second time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from creditscore.engine.examples.batches import Row, batches, day_of
from creditscore.engine.limits import LIMIT
from creditscore.engine.scorecards import card_columns
from creditscore.packs.model.pack import Example, Pack


class Mismatch(Struct, frozen=True):
    """One expected outcome that did not come out."""

    key: str
    expected: object
    got: object


class ExampleResult(Struct, frozen=True):
    """An example and where it was not met; none where it passed."""

    example: Example
    as_of: date
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected came out."""
        return not self.mismatches


def run_examples(pack: Pack) -> list[ExampleResult]:
    """Run every example of a pack, in the order of the file."""
    outcomes = {number: row for batch in batches(pack) for number, row in batch.outcomes(pack).items()}
    results = enumerate(pack.examples)
    return [
        ExampleResult(example, day_of(pack, example), tuple(mismatches(pack, example, outcomes[number], example.expect)))
        for number, example in results
    ]


def mismatches(pack: Pack, example: Example, outcome: Row, keys: Iterable[str]) -> list[Mismatch]:
    """Those of some expected keys under which something else came out."""
    got = {key: _outcome(pack, example.level, key, outcome) for key in keys}
    wanted = {key: None if example.expect[key] == "none" else example.expect[key] for key in got}
    return [Mismatch(key, example.expect[key], got[key]) for key in got if got[key] != wanted[key]]


def _outcome(pack: Pack, level: str, key: str, outcome: Row) -> object:
    """What came out under a key, as an example writes it: points in points (an interval as `40-100`), a limit in yuan."""
    if key in pack.cards_of(level):
        low, high = (_hundredths(outcome[column]) for column in card_columns(key))
        return low if low == high else f"{low}-{high}"
    if key == LIMIT and level in pack.limits:
        return _hundredths(outcome[LIMIT])
    return outcome.get(key, "(no such column)")


def _hundredths(number: object) -> Decimal | None:
    """A hundredth of a whole number, without superfluous noughts."""
    if number is None:
        return None
    whole, rest = divmod(int(str(number)), 100)
    return Decimal(whole) if rest == 0 else (Decimal(whole * 100 + rest) / 100).normalize()
