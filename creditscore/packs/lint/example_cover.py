"""Which criteria the examples leave untried: outcomes that never come up, bounds that no example stands on or beside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from creditscore.core.money import FEN_PER_YUAN
from creditscore.core.terms import VERDICTS
from creditscore.core.text import Text, same
from creditscore.packs.mistakes import Mistake, Path
from creditscore.packs.model.bounds import Value
from creditscore.packs.model.pack import Criterion, Example, Measure, Pack, Quantity

FEWEST = 4
_WANTED = ("pass", "fail", "pending")


def check_cover(pack: Pack) -> Iterator[Mistake]:
    """What the examples of every criterion lack."""
    for level, criteria in pack.criteria.items():
        for name, criterion in criteria.items():
            path: Path = ("criteria", level, name)
            yield from _outcomes(path, name, trying(pack, path))
            yield from _bounds(pack, path, criterion)


def trying(pack: Pack, path: Path) -> list[Example]:
    """The examples that expect something of the criterion at a path."""
    return [example for example in pack.examples if example.level == path[1] and path[-1] in example.expect]


def _outcomes(path: Path, name: str, trying: list[Example]) -> Iterator[Mistake]:
    if len(trying) < FEWEST:
        what = Text(f"只有{len(trying)}个例子", f"there are only {len(trying)} examples")
        yield Mistake("few-examples", path, what, Text(f"应至少{FEWEST}个", f"expected at least {FEWEST}"))
    expected = {example.expect[name] for example in trying}
    for verdict in _WANTED:
        if verdict not in expected:
            what = Text("没有结论为“{x}”的例子", "no example expects {x}").fill(x=VERDICTS[verdict])
            yield Mistake("no-such-example", path, what, cure=Text("请补一个", "add one"))


def bound_values(criterion: Criterion) -> Iterator[tuple[str, date | None, Value]]:
    """Every value of a criterion's bounds: operator word, first day (None: always), value."""
    for operator, bound in criterion.bounds.items():
        yield from ((operator, since, value) for since, value in bound.history)


def _bounds(pack: Pack, path: Path, criterion: Criterion) -> Iterator[Mistake]:
    for operator, since, value in bound_values(criterion):
        for side in missing_sides(pack, path, criterion, operator, value):
            where = side.fill(x=same(value.written if since is None else f"{value.written} ({since})"))
            what = Text("given 中没有{where}的例子", "no example gives a value {where}").fill(where=where)
            yield Mistake("bound-untried", (*path, operator), what, cure=Text("请补一个", "add one"))


def missing_sides(pack: Pack, path: Path, criterion: Criterion, operator: str, value: Value) -> list[Text]:
    """Where around a bound's value no example stands on the days on which it holds: on it, under it, over it."""
    if criterion.measure is None or criterion.measure not in pack.measures:
        return []
    bound, name = criterion.bounds[operator], criterion.measure
    held = [example for example in trying(pack, path) if bound.at(_day(pack, example)) is value]
    given = [exact for example in held if (exact := _exact(example, name)) is not None]
    return _sides(pack.measures[name], value, given)


def _day(pack: Pack, example: Example) -> date:
    return example.as_of or pack.pack.reviewed_on


def _exact(example: Example, measure: str) -> Fraction | None:
    """The one value that an example gives a measure, or None where it gives none, or an interval."""
    value = (example.given or {}).get(measure)
    if isinstance(value, Quantity) and value.low == value.high and value.den:
        return Fraction(value.low, value.den)
    return None


def _sides(measure: Measure, value: Value, given: list[Fraction]) -> list[Text]:
    """An example exactly on a bound and on each side of it, where a measure can be there at all."""
    limit = value.exact * (FEN_PER_YUAN if measure.in_money else 1)
    most = 1 if _is_part_of_a_whole(measure) else None
    missing = []
    if limit not in given:
        missing.append(Text("恰在 {x} 上", "exactly on {x}"))
    if limit > 0 and not any(exact < limit for exact in given):
        missing.append(Text("低于 {x}", "under {x}"))
    if limit != most and not any(exact > limit for exact in given):
        missing.append(Text("高于 {x}", "over {x}"))
    return missing


def _is_part_of_a_whole(measure: Measure) -> bool:
    """Whether a measure can never be more than 100%."""
    ratio = measure.ratio
    return measure.share_of is not None or (ratio is not None and ratio.over in (ratio.sum, ratio.capped_by))
