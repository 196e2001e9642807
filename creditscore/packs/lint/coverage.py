"""How much of a pack its examples try: criteria, bounds, grades and outcomes, each as covered out of all, and what is missing.

A percentage is rounded down, so that 100% means all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from creditscore.core.terms import VERDICTS, WORDS
from creditscore.core.text import Text, same
from creditscore.packs.lint.example_cover import bound_values, missing_sides, trying
from creditscore.packs.mistakes import Path, key_path
from creditscore.packs.model.pack import Criterion, Pack

_OUTCOMES = ("pass", "fail", "pending")


class Coverage(Struct, frozen=True):
    """One kind of thing that examples try: how many of how many, and the ones they do not."""

    kind: str
    title: Text
    covered: int
    of: int
    missing: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Rounded down; 100 where there is nothing to cover."""
        return 100 * self.covered // self.of if self.of else 100

    @property
    def said(self) -> Text:
        """One line for people."""
        told = Text("{title}：{covered}/{of}（{percent}%）", "{title}: {covered} of {of} ({percent}%)")
        return told.fill(title=self.title, covered=self.covered, of=self.of, percent=self.percent)

    def as_dict(self) -> dict[str, object]:
        """For programs."""
        return {"kind": self.kind, "covered": self.covered, "of": self.of, "percent": self.percent, "missing": list(self.missing)}


def coverage(pack: Pack) -> list[Coverage]:
    """What the examples of a pack try, of each kind."""
    outcomes = Text("各标准的结论", "outcomes of criteria")
    return [
        _counted("criteria", WORDS["criterion"], {key_path(path): bool(trying(pack, path)) for path, _ in _criteria(pack)}),
        _counted("bounds", WORDS["bound"], dict(_bounds(pack))),
        _counted("grades", WORDS["grade"], dict(_grades(pack))),
        _counted("outcomes", outcomes, dict(_outcomes(pack))),
    ]


def _counted(kind: str, title: Text, tried: dict[str, bool]) -> Coverage:
    missing = tuple(name for name, done in tried.items() if not done)
    return Coverage(kind, title, len(tried) - len(missing), len(tried), missing)


def _criteria(pack: Pack) -> Iterator[tuple[Path, Criterion]]:
    for level, criteria in pack.criteria.items():
        yield from ((("criteria", level, name), criterion) for name, criterion in criteria.items())


def _bounds(pack: Pack) -> Iterator[tuple[str, bool]]:
    """Each value of each bound: tried where examples stand on it and on each side of it."""
    for path, criterion in _criteria(pack):
        for operator, since, value in bound_values(criterion):
            name = " ".join([key_path((*path, operator)), value.written, *([str(since)] if since else [])])
            yield name, not missing_sides(pack, path, criterion, operator, value)


def _grades(pack: Pack) -> Iterator[tuple[str, bool]]:
    """Each grade of each level, and no grade: tried where an example expects it."""
    for level, grades in pack.grades.items():
        expected = {example.expect.get("grade") for example in pack.examples if example.level == level}
        yield from ((f"grades.{level}.{grade}", grade in expected) for grade in [*grades, "none"])


def _outcomes(pack: Pack) -> Iterator[tuple[str, bool]]:
    """Each outcome that each criterion can have: tried where an example expects it."""
    for path, criterion in _criteria(pack):
        expected = {example.expect[str(path[-1])] for example in trying(pack, path)}
        measure = pack.measures.get(criterion.measure) if criterion.measure is not None else None
        empty = (
            ("not_applicable",) if measure is not None and measure.when_empty == "not_applicable" and not criterion.columns_asked else ()
        )
        yield from ((f"{key_path(path)} {VERDICTS[word].en}", word in expected) for word in (*_OUTCOMES, *empty))


def missing_line(found: Coverage) -> Text:
    """What is not covered, on one line."""
    return Text("  未覆盖：{x}", "  not covered: {x}").fill(x=same("; ".join(found.missing)))
