"""Where a pack compares with something: each bound of a criterion, band of a scorecard and cut of a grade, and the pack with another there.

In goes a pack. Out come places, by key path as the rule file has them, and copies of the pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from creditscore.core.text import Text, same
from creditscore.packs.mistakes import Path, key_path
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import Comparison, Pack, Part


class Place(Struct, frozen=True):
    """One bound: the level it is about, the key path of the comparison that it stands in, and its operator word."""

    level: str
    path: Path
    operator: str

    @property
    def kind(self) -> str:
        """Whether a criterion, a scorecard's item or a grade compares here: `criteria`, `scorecards`, `grades`."""
        return str(self.path[0])

    @property
    def name(self) -> str:
        """A criterion by its id, everything else by its key path."""
        return str(self.path[-1]) if self.kind == "criteria" else key_path(self.path)

    def bound(self, pack: Pack) -> Bound:
        """The bound that stands here."""
        return self.comparison(pack).given_bounds[self.operator]

    def comparison(self, pack: Pack) -> Comparison:
        """What compares here."""
        found: Any = pack
        for part in self.path:
            found = getattr(found, part) if isinstance(found, BaseModel) and isinstance(part, str) else found[part]
        assert isinstance(found, Comparison)
        return found


def places(pack: Pack, level: str) -> Iterator[Place]:
    """Every bound of a level, in the order of criteria, scorecards and grades."""
    for path, comparison in _comparisons(pack, level):
        yield from (Place(level, path, operator) for operator in comparison.given_bounds)


def _comparisons(pack: Pack, level: str) -> Iterator[tuple[Path, Comparison]]:
    yield from ((("criteria", level, name), rule) for name, rule in pack.criteria.get(level, {}).items())
    for name, card in pack.cards_of(level).items():
        for number, item in enumerate(card.items):
            yield from ((("scorecards", name, "items", number, "bands", place), band) for place, band in enumerate(item.bands))
    for name, grade in pack.grades[level].items():
        yield from _cuts(("grades", level, name), grade)


def _cuts(path: Path, part: Part) -> Iterator[tuple[Path, Comparison]]:
    if part.score is not None:
        yield (*path, "score"), part.score
    for key, entries in part.lists.items():
        listed: Path = (*path, key, "of") if key == "n_of" else (*path, key)
        for place, entry in enumerate(entries):
            if isinstance(entry, Part):
                yield from _cuts((*listed, place), entry)


def with_bound(pack: Pack, place: Place, bound: Bound | None, instead: str | None = None) -> Pack:
    """A pack with another bound at a place, or the bound behind another operator word."""
    update: dict[str, Bound | None] = {place.operator: bound} if instead is None else {place.operator: None, instead: bound}
    changed = _put(pack, place.path, place.comparison(pack).model_copy(update=update))
    assert isinstance(changed, Pack)
    return changed


def _put(content: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(content, dict):
        return {**content, part: _put(content[part], rest, value)}
    if isinstance(content, list):
        return [_put(inner, rest, value) if place == part else inner for place, inner in enumerate(content)]
    return content.model_copy(update={str(part): _put(getattr(content, str(part)), rest, value)})


def other_words(bound: Bound) -> Text | None:
    """A bound that is another unit's measure, as the file names it; None for a number."""
    return None if bound.other is None else same(f"{bound.other.at}.{bound.other.measure}")
