"""Mutation testing of a rule pack: which small changes of its rules go unnoticed by its own examples.

In go a pack and its mutants. Out come the survivors. Each mutant is shown first the examples that its change can touch, as a
pack's dependencies tell; what survives those is shown all the others too, so that the dependencies save time and decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from creditscore.engine.examples import day_of, run_examples
from creditscore.packs.edits import Raw
from creditscore.packs.mistakes import Path
from creditscore.packs.model import Example, Pack
from creditscore.packs.mutate import NOT_RULES, Edit, Mutant, Mutants

_BY_NAME = ("measures", "scorecards", "limits")
_BESIDE_GRADES = ("grades", "preconditions", "priority")
_GRADE_KEYS = ("status", "grade", "possible_grade")


@dataclass(frozen=True)
class Mutation:
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
    links = dependencies(raw)
    survivors = []
    for done, mutant in enumerate(mutants.mutants, start=1):
        if not is_noticed(mutant, pack, links):
            survivors.append(mutant)
        if progress is not None:
            progress(done, len(mutants.mutants))
    return Mutation(len(mutants.mutants), mutants.refused, tuple(survivors))


def is_noticed(mutant: Mutant, pack: Pack, links: dict[Path, set[Path]]) -> bool:
    """Whether some example of the pack comes out differently from what it expects."""
    touched = touched_by(mutant.edit, links)
    near = [example for example in pack.examples if _is_near(example, touched)]
    rest = [example for example in pack.examples if not _is_near(example, touched)]
    return any(_fails(mutant.pack, pack, batch) for examples in (near, rest) for batch in _batches(pack, examples))


def _fails(mutant: Pack, pack: Pack, examples: list[Example]) -> bool:
    """Whether any of the examples is not met; a change with which the engine cannot run at all is noticed too."""
    dated = [example if example.as_of else example.model_copy(update={"as_of": pack.pack.reviewed_on}) for example in examples]
    try:
        return any(not result.passed for result in run_examples(mutant.model_copy(update={"examples": dated})))
    except Exception:  # noqa: BLE001  (whatever the engine raises, the change does not go unnoticed)
        return True


def _batches(pack: Pack, examples: list[Example]) -> Iterator[list[Example]]:
    """Examples that the engine runs together, the quick ones first: given values, then tables day by day, the busiest day first."""
    given = [example for example in examples if example.tables is None]
    by_day: dict[Any, list[Example]] = {}
    for example in examples:
        if example.tables is not None:
            by_day.setdefault(day_of(pack, example), []).append(example)
    if given:
        yield given
    yield from sorted(by_day.values(), key=len, reverse=True)


def _is_near(example: Example, touched: set[Path]) -> bool:
    """Whether an example expects something that a change may touch (given values never reach measures: they state them)."""
    for key in example.expect:
        if key in _GRADE_KEYS and ("grades", example.level) in touched:
            return True
        if key in ("precondition", "priority") and (f"{key}s" if key == "precondition" else key, example.level) in touched:
            return True
        if ("criteria", example.level, key) in touched:
            return True
    return False


def touched_by(edit: Edit, links: dict[Path, set[Path]]) -> set[Path]:
    """The parts of a pack whose outcome a change can alter: the part it is made in, and all that build on that."""
    touched: set[Path] = set()
    waiting = [part for part in links if edit.path[: len(part)] == part or part[: len(edit.path)] == edit.path]
    while waiting:
        part = waiting.pop()
        if part not in touched:
            touched.add(part)
            waiting += [other for other, needs in links.items() if part in needs]
    return touched


def dependencies(raw: Raw) -> dict[Path, set[Path]]:
    """Each part of a pack (a measure, a criterion, a level's grades …) and the parts that it names."""
    parts = dict(_parts(raw))
    return {path: _needs(path, content, parts) for path, content in parts.items()}


def _parts(raw: Raw) -> Iterator[tuple[Path, Any]]:
    for section, content in raw.items():
        if section in NOT_RULES or not isinstance(content, dict):
            continue
        for name, inner in content.items():
            if section == "criteria":
                yield from (((section, name, criterion), rule) for criterion, rule in inner.items())
            else:
                yield (section, name), inner


def _needs(path: Path, content: Any, parts: dict[Path, Any]) -> set[Path]:
    words = set(_words(content))
    level = path[1]
    needed = {other for other in parts if other[0] in _BY_NAME and other[-1] in words}
    if path[0] in _BESIDE_GRADES:
        needed |= {other for other in parts if other[0] == "criteria" and other[1] == level and other[-1] in words}
        needed |= {("preconditions", level)} & parts.keys()
    if words & {"grade_at_least", "grade", "status", "grades"}:
        needed |= {other for other in parts if other[0] == "grades"}
    return needed - {path}


def _words(content: Any) -> Iterator[str]:
    """Every key and text inside a part."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield key
            yield from _words(value)
    elif isinstance(content, list):
        for value in content:
            yield from _words(value)
    elif isinstance(content, str):
        yield content
