"""Grades that do not stand in a row: a better grade whose conditions can all hold while those of the next one do not.

The first grade that passes is given, so such a pack still rates; but whoever reads 'better' expects what the lesser grade asks for.
A criterion of the lesser grade that states its `reading` is taken at its word.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice, pairwise, product

from creditscore.core.terms import grade_name
from creditscore.core.text import Text, same
from creditscore.packs.mistakes import Mistake
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import Comparison, Criterion, Grade, Pack, Part
from creditscore.packs.model.rules import Score

MOST_WAYS = 200
Way = frozenset[str]


def check_grade_order(pack: Pack) -> Iterator[Mistake]:
    """Every grade that does not imply the next one, with the criteria that it leaves out."""
    for level, grades in pack.grades.items():
        criteria = pack.criteria.get(level, {})
        for (better, upper), (lesser, lower) in pairwise(grades.items()):
            missing = [name for name in _missing(criteria, upper, lower) if name not in criteria or criteria[name].reading is None]
            if missing:
                what = Text("评为“{a}”的，不一定满足“{b}”要求的 {x}", "a unit that is {a} need not meet {x}, which {b} asks for")
                cure = Text(
                    "请列入该等级，或在该标准的 reading 中说明", "ask for it there too, or state the reason in that criterion's `reading`"
                )
                filled = what.fill(a=grade_name(better), b=grade_name(lesser), x=same(", ".join(missing)))
                yield Mistake("grade-not-implied", ("grades", level, better), filled, cure=cure)


def _missing(criteria: dict[str, Criterion], upper: Grade, lower: Grade) -> list[str]:
    """What the lesser grade asks for and some way to the better one does not bring with it."""
    ways = _ways(upper)
    missing = [name for way in ways for name in _not_implied(criteria, way, upper.scores, lower)]
    return list(dict.fromkeys(missing))


def _ways(part: str | Part) -> list[Way]:
    """The sets of criteria by which a part can be met; a few hundred at most."""
    if isinstance(part, str):
        return [frozenset((part,))]
    groups = [[_ways(inner)] for inner in part.all_of]
    groups += [[_ways(inner) for inner in part.any_of[:MOST_WAYS]]] if part.any_of else []
    choices = [[way for ways in group for way in ways][:MOST_WAYS] for group in groups]
    if part.n_of is not None:
        listed = [_ways(inner) for inner in part.n_of.of]
        some_of = combinations(listed, min(part.n_of.at_least, len(listed)))
        choices.append(list(islice((way for some in some_of for way in _joined(some)), MOST_WAYS)))
    return _joined(choices)


def _joined(choices: list[list[Way]] | tuple[list[Way], ...]) -> list[Way]:
    joined: list[Way] = [frozenset()]
    for choice in choices:
        joined = [one | other for one, other in islice(product(joined, choice), MOST_WAYS)]
    return joined


def _not_implied(criteria: dict[str, Criterion], way: Way, scores: list[Score], part: str | Part) -> list[str]:
    if isinstance(part, str):
        return [] if any(_implies(criteria.get(name), criteria.get(part), name == part) for name in way) else [part]
    missing = [name for inner in part.all_of for name in _not_implied(criteria, way, scores, inner)]
    for least, parts in ((1, part.any_of), (part.n_of.at_least, part.n_of.of) if part.n_of is not None else (0, [])):
        open_ = [found for inner in parts if (found := _not_implied(criteria, way, scores, inner))]
        if parts and len(parts) - len(open_) < least:
            missing += [name for found in open_ for name in found]
    if part.score is not None and not any(each.card == part.score.card and _as_strict(each, part.score) for each in scores):
        missing.append(part.score.card)
    return missing


def _implies(one: Criterion | None, other: Criterion | None, identical: bool) -> bool:
    """Whether a criterion that passes makes another one pass: at least its columns, and the same measure within its bounds."""
    if identical:
        return True
    if one is None or other is None or not other.columns.items() <= one.columns.items():
        return False
    return other.measure is None or (one.measure == other.measure and _as_strict(one, other))


def _as_strict(one: Comparison, other: Comparison) -> bool:
    return all(_at_least_as_strict(one.bounds, word, bound) for word, bound in other.bounds.items())


def _at_least_as_strict(given: dict[str, Bound], word: str, bound: Bound) -> bool:
    """Whether some bound on the same side is as strict as another, by its lowest and that one's highest value."""
    upwards = word in ("at_least", "above")
    limit = _extreme(bound, highest=upwards)
    for mine in ("at_least", "above") if upwards else ("at_most", "below"):
        if mine not in given:
            continue
        value = _extreme(given[mine], highest=not upwards)
        beyond = value > limit if upwards else value < limit
        if beyond or (value == limit and (mine == word or mine in ("above", "below"))):
            return True
    return False


def _extreme(bound: Bound, *, highest: bool) -> Fraction:
    values = [value.exact for value in bound.values]
    return max(values) if highest else min(values)
