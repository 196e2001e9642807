"""Examples that would kill a surviving mutant: values and small tables on which the pack and the mutant come out differently.

In go a pack and the mutants that its examples left alive. Out come examples to add to the file, with what the pack as it stands
makes of them: whether that is right is for the author to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from msgspec import Struct

from creditscore.engine.examples.dependencies import Links, closure, dependencies, parts_of, relinked, sliced, touched_by
from creditscore.engine.examples.run import run_examples
from creditscore.engine.examples.suggest_cards import given_for_card, given_for_cuts, given_for_limits
from creditscore.engine.examples.suggest_tables import tables_for
from creditscore.engine.examples.suggest_values import GivenValues, days, given_for_criterion, given_for_grades
from creditscore.packs.changes.edits import Raw
from creditscore.packs.changes.mutate import Mutant
from creditscore.packs.mistakes import Path
from creditscore.packs.model.pack import Example, Pack
from creditscore.packs.source.toml_write import inline, key

_MOST_TRIED = 2000
_AT_ONCE = 250
_UNKNOWN = "?"
Expected = str | bool | int | Decimal
_GRADE_KEYS = ("status", "grade", "possible_grade")


class Suggestion(Struct, frozen=True):
    """A mutant and an example that it would fail; None where the search found none."""

    mutant: Mutant
    example: Example | None

    def toml(self) -> str:
        """The example as it may be pasted into the rule file, under a comment that names the change."""
        comment = f"# {self.mutant.edit.said.en}"
        if self.example is None:
            return f"{comment}\n# (no example found)\n"
        return f"{comment}\n{as_toml(self.example)}"


def suggestions(pack: Pack, raw: Raw, survivors: tuple[Mutant, ...]) -> list[Suggestion]:
    """One example a survivor; a survivor that an earlier suggestion kills gets that one."""
    links = dependencies(raw)
    found: list[Suggestion] = []
    chosen: list[Example] = []
    for mutant in survivors:
        after = relinked(links, raw, mutant.edit)
        compared = Compared(pack, mutant.pack, {part: needs | after[part] for part, needs in links.items()})
        example = next((chosen[place] for place in compared.differ(chosen)), None)
        if example is None:
            example = _first_difference(compared, mutant, touched_by(mutant.edit, links), len(chosen) + 1)
            chosen += [example] if example is not None else []
        found.append(Suggestion(mutant, example))
    return found


def _first_difference(compared: Compared, mutant: Mutant, touched: set[Path], number: int) -> Example | None:
    for batch in _batches(compared.pack, mutant, touched):
        outcomes = compared.differ(batch)
        if outcomes:
            place, expect = next(iter(outcomes.items()))
            return batch[place].model_copy(update={"name": f"suggested {number}", "expect": expect})
    return None


def _batches(pack: Pack, mutant: Mutant, touched: set[Path]) -> Iterator[list[Example]]:
    """Examples to try: given values; for changed counting small tables, before them but for an empty case."""
    packs = (pack, mutant.pack)
    if mutant.edit.path[0] != "measures":
        yield from _given(packs, touched, days(packs) if mutant.edit.kind in ("bound", "operator") else [pack.pack.reviewed_on])
        return
    tries = [_tables(packs, touched), _given(packs, touched, [pack.pack.reviewed_on])]
    for tried in reversed(tries) if mutant.edit.kind == "empty" else tries:
        yield from tried


def _given(packs: tuple[Pack, Pack], touched: set[Path], on: list[date]) -> Iterator[list[Example]]:
    """Given values for each criterion touched, and for whole units where grades are."""
    pack = packs[0]
    rated = [str(part[1]) for part in touched if part[0] in ("grades", "preconditions", "priority") and str(part[1]) in pack.grades]
    for day in on:
        for level, name in _criteria(pack, touched):
            yield _examples(level, day, [name], [{"given": values} for values in given_for_criterion(packs, level, name)])
        for level in sorted(set(rated)):
            yield _examples(level, day, _rating_keys(pack, level), [{"given": values} for values in given_for_grades(packs, level)])
        yield from _given_for_points(packs, touched, day)


def _given_for_points(packs: tuple[Pack, Pack], touched: set[Path], day: date) -> Iterator[list[Example]]:
    """Given values for each scorecard touched, for cuts where grades are, and for credit limits."""
    pack = packs[0]
    for name in sorted(str(part[1]) for part in touched if part[0] == "scorecards"):
        if name in pack.scorecards:
            yield from _some_at_a_time(pack.scorecards[name].level, day, [name], given_for_card(packs, name))
    for level in pack.unit_levels:
        if ("grades", level) in touched:
            yield from _some_at_a_time(level, day, _rating_keys(pack, level), given_for_cuts(packs, level))
        if ("limits", level) in touched:
            yield from _some_at_a_time(level, day, ["limit"], given_for_limits(packs, level))


def _some_at_a_time(level: str, day: date, keys: list[str], given: Iterator[GivenValues]) -> Iterator[list[Example]]:
    while some := list(islice(given, _AT_ONCE)):
        yield _examples(level, day, keys, [{"given": values} for values in some])


def _tables(packs: tuple[Pack, Pack], touched: set[Path]) -> Iterator[list[Example]]:
    """Small tables for each criterion and scorecard touched, some at a time."""
    measures = {str(part[1]) for part in touched if part[0] == "measures"}
    day = packs[0].pack.reviewed_on
    cards = [(card.level, name) for name, card in packs[0].scorecards.items() if ("scorecards", name) in touched]
    for level, name in [*_criteria(packs[0], touched), *cards]:
        tables = islice(tables_for(packs, measures, day), _MOST_TRIED)
        while some := list(islice(tables, _AT_ONCE)):
            yield _examples(level, day, [name], [{"tables": each} for each in some])


def _criteria(pack: Pack, touched: set[Path]) -> list[tuple[str, str]]:
    """The level and id of every criterion of the pack that a change touches."""
    named = {(str(part[1]), str(part[2])) for part in touched if part[0] == "criteria"}
    return sorted((level, name) for level, name in named if name in pack.criteria.get(level, {}))


def _rating_keys(pack: Pack, level: str) -> list[str]:
    keys = list(_GRADE_KEYS)
    keys += ["precondition"] if level in pack.preconditions else []
    return keys + (["priority"] if level in pack.priority else [])


def _examples(level: str, as_of: date, keys: list[str], inputs: list[Mapping[str, Any]]) -> list[Example]:
    expect = dict.fromkeys(keys, _UNKNOWN)
    plain = {"name": "tried", "level": level, "as_of": as_of, "given": None, "tables": None, "expect": expect}
    return [Example.model_construct(**{**plain, **given}) for given in inputs]


class Compared(Struct, frozen=True):
    """A pack and its mutant, of which only those parts are run that the outcomes in question build on."""

    pack: Pack
    mutant: Pack
    links: Links

    def differ(self, examples: list[Example]) -> dict[int, dict[str, Expected]]:
        """The examples on which the two come out differently, with what the first makes of them where they differ."""
        blank = [example.model_copy(update={"expect": dict.fromkeys(example.expect, _UNKNOWN)}) for example in examples]
        wanted = {part for example in examples for key in example.expect for part in parts_of(example, key)}
        parts = closure(wanted, self.links)
        try:
            here, there = (self._outcomes(each, blank, parts) for each in (self.pack, self.mutant))
        except Exception:  # noqa: BLE001  (tables that one of the two cannot rate at all are no example)
            return {}
        pairs = enumerate(zip(here, there, strict=True))
        return {place: _written(one, other) for place, (one, other) in pairs if one != other}

    def _outcomes(self, pack: Pack, examples: list[Example], parts: set[Path]) -> list[dict[str, object]]:
        highest = max((example.level for example in examples), key=pack.unit_levels.index, default=pack.unit_levels[0])
        results = run_examples(sliced(pack, parts, highest).model_copy(update={"examples": examples}))
        return [{mismatch.key: mismatch.got for mismatch in result.mismatches} for result in results]


def _written(one: dict[str, object], other: dict[str, object]) -> dict[str, Expected]:
    different = {name: value for name, value in one.items() if value != other.get(name)}
    return {name: _expected(value) for name, value in different.items()}


def _expected(value: object) -> Expected:
    """An outcome as an example expects it."""
    if value is None:
        return "none"
    return value if isinstance(value, (bool, int, Decimal)) else str(value)


def as_toml(example: Example) -> str:
    """An example as the rule file writes it."""
    lines = ["[[examples]]", f"name = {inline(example.name)}", f"level = {inline(example.level)}"]
    lines += [f"as_of = {example.as_of.isoformat()}"] if example.as_of is not None else []
    if example.given is not None:
        lines.append(f"given = {inline({name: _quantity(value) for name, value in example.given.items()})}")
    for table, rows in (example.tables or {}).items():
        lines.append(f"tables.{key(table)} = {inline(rows)}")
    return "\n".join([*lines, f"expect = {inline(example.expect)}", ""])


def _quantity(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value.low != value.high:
        return {"low": value.low, "high": value.high} | ({} if value.den == 1 else {"den": value.den})
    return value.low if value.den == 1 else [value.low, value.den]
