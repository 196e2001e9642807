"""Mutation testing of a rule pack: which small changes of its rules go unnoticed by its own examples.

In go a pack and its mutants. Out come the survivors. Each mutant is shown the examples that expect something which its change can
touch, and of the mutant only those parts are run that such an outcome builds on: `dependencies` tells both.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from creditscore.engine.examples.batches import GivenBatch, TablesBatch, batches
from creditscore.engine.examples.dependencies import Links, closure, dependencies, level_of, parts_of, relinked, sliced, touched_by
from creditscore.engine.examples.run import mismatches
from creditscore.packs.changes.edits import Raw
from creditscore.packs.changes.mutate import Mutant, Mutants
from creditscore.packs.mistakes import Path
from creditscore.packs.model.pack import Example, Pack


class Mutation(Struct, frozen=True):
    """How a pack's examples did: mutants tried, changes refused by the loader, and the mutants that no example noticed."""

    tried: int
    refused: int
    survivors: tuple[Mutant, ...]

    @property
    def noticed(self) -> int:
        """Mutants that some example noticed."""
        return self.tried - len(self.survivors)


def mutation(pack: Pack, raw: Raw, mutants: Mutants, progress: Callable[[int, int], None] | None = None) -> Mutation:
    """Show every mutant the pack's examples; `raw` is the plain content of the rule file, `progress` is told (done, of)."""
    trial = Trial.of(pack, raw)
    survivors = []
    for done, mutant in enumerate(mutants.mutants, start=1):
        if not trial.notices(mutant):
            survivors.append(mutant)
        if progress is not None:
            progress(done, len(mutants.mutants))
    return Mutation(len(mutants.mutants), mutants.refused, tuple(survivors))


class Trial(Struct, frozen=True):
    """A pack's examples, put into frames once, and what its parts build on."""

    pack: Pack
    raw: Raw
    given: tuple[GivenBatch, ...]
    tables: tuple[TablesBatch, ...]
    links: Links

    @classmethod
    def of(cls, pack: Pack, raw: Raw) -> Trial:
        """Everything that is the same for every mutant of a pack."""
        found = batches(pack)
        given = tuple(batch.coded(pack) for batch in found if isinstance(batch, GivenBatch))
        return cls(pack, raw, given, tuple(batch for batch in found if isinstance(batch, TablesBatch)), dependencies(raw))

    def notices(self, mutant: Mutant) -> bool:
        """Whether some example comes out differently from what it expects; what tells soonest is asked first."""
        counted = mutant.edit.path[0] == "measures" and mutant.edit.kind != "empty"
        tries = (self._by_tables, self._by_given) if counted else (self._by_given, self._by_tables)
        return any(tried(mutant) for tried in tries)

    def _by_given(self, mutant: Mutant) -> bool:
        """Given values: only what the change touches is worked out again."""
        touched = touched_by(mutant.edit, self.links, measures_given=True)
        parts = touched | {part for part in self.links if part[0] in ("measures", "preconditions")}
        return any(_fails(mutant.pack, batch, touched, sliced(mutant.pack, parts, batch.level)) for batch in self.given)

    def _by_tables(self, mutant: Mutant) -> bool:
        """Tables: first what names the changed part itself, level by level, then all that it touches."""
        touched = touched_by(mutant.edit, self.links)
        links = relinked(self.links, self.raw, mutant.edit)
        near = {part for part in touched if any(mutant.edit.path[: len(need)] == need for need in (part, *self.links[part]))}
        steps = [({part for part in near if level_of(part, self.pack) == level}, level) for level in self.pack.unit_levels]
        steps.append((touched, self.pack.unit_levels[-1]))
        return any(
            _fails(mutant.pack, batch, parts, sliced(mutant.pack, closure(parts, links), level))
            for parts, level in steps
            if parts
            for batch in self.tables
        )


def _fails(pack: Pack, batch: GivenBatch | TablesBatch, touched: set[Path], part: Pack) -> bool:
    """Whether any example of a batch is not met in what a change touches, by a part of the changed pack, or by all of it."""
    asked = {number: keys for number, example in batch.examples.items() if (keys := _touched_keys(example, touched))}
    if not asked:
        return False
    for tried in (part, pack):
        try:
            outcomes = batch.outcomes(tried)
        except Exception:  # noqa: BLE001, S112  (whatever the engine raises: all of the pack decides)
            continue
        return any(mismatches(pack, batch.examples[number], outcomes[number], keys) for number, keys in asked.items())
    return True  # a change with which the engine cannot run does not go unnoticed


def _touched_keys(example: Example, touched: set[Path]) -> list[str]:
    """The expected keys that a change may touch."""
    return [key for key in example.expect if any(part in touched for part in parts_of(example, key))]
