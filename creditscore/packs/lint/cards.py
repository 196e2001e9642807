"""Scorecards that do not add up: bands with gaps, overlaps or no end, and maxima that make another total than the card says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from creditscore.core.text import Text, same
from creditscore.packs.mistakes import Mistake, Path
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import Item, Measure, Pack, Scorecard

_CURE = Text("请改正，或加一档 otherwise", "mend the bands, or end with an `otherwise`")


class _Band(Struct, frozen=True):
    """The values of one band: ends, None where it has none, and whether they are included."""

    place: int
    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool
    written: str


def check_cards(pack: Pack) -> Iterator[Mistake]:
    """What is wrong with the scorecards of a pack, on each day from which other bounds hold."""
    for name, card in pack.scorecards.items():
        yield from _total(("scorecards", name), card)
        for place, item in enumerate(card.items):
            if item.bands and item.measure in pack.measures:
                yield from _bands(pack, ("scorecards", name, "items", place, "bands"), item, pack.measures[item.measure])


def _total(path: Path, card: Scorecard) -> Iterator[Mistake]:
    most = sum((Fraction(item.most) for item in card.items if not item.bonus), Fraction(0))
    if most != Fraction(card.total):
        what = Text("各项最高分合计 {most}，不是 total 的 {total}", "the items' maxima add up to {most}, not to the total of {total}")
        cure = Text("请改正其一；加分项写 bonus = true", "mend one of them; extra items say bonus = true")
        yield Mistake("card-total", (*path, "total"), what.fill(most=_plain(most), total=card.total), cure=cure)


def _bands(pack: Pack, path: Path, item: Item, measure: Measure) -> Iterator[Mistake]:
    days = sorted({since for band in item.bands for bound in band.bounds.values() for since, _ in bound.history if since is not None})
    found: dict[tuple[str, Path], Mistake] = {}
    for day in [pack.pack.effective.from_, *days]:
        for mistake in _on_day(path, item, measure, day):
            found.setdefault((mistake.code, mistake.path), mistake)
    yield from found.values()


def _on_day(path: Path, item: Item, measure: Measure, day: date) -> Iterator[Mistake]:
    written = [_band(place, band.bounds, measure, day) for place, band in enumerate(item.bands) if not band.otherwise]
    bands = _as_they_come(written)
    bands.sort(key=lambda band: (band.low is not None, band.low or Fraction(0), not band.low_in))
    caught = any(band.otherwise for band in item.bands)
    for left, right in pairwise(bands):
        side = _between(left, right)
        if side == "overlap":
            what = Text("分档重叠：{a} 与 {b}", "bands overlap: {a} and {b}").fill(a=same(left.written), b=same(right.written))
            yield Mistake("band-overlap", (*path, right.place), what, cure=Text("请改正", "mend one of them"))
        elif side == "gap" and not caught:
            what = Text("分档之间有空当：{a} 与 {b}", "a gap between bands: {a} and {b}").fill(a=same(left.written), b=same(right.written))
            yield Mistake("band-gap", (*path, right.place), what, cure=_CURE)
    if bands and not caught:
        yield from _ends(path, bands, measure)


def _as_they_come(bands: list[_Band]) -> list[_Band]:
    """The bands with what an earlier one takes already: 'at least 90%' after 'at least 98%' ends under 98%."""
    clipped = bands[:1]
    for before, band in pairwise(bands):
        if band.high is None and before.low is not None and band.low is not None and band.low < before.low:
            clipped.append(replace(band, high=before.low, high_in=not before.low_in))
        elif band.low is None and before.high is not None and band.high is not None and band.high > before.high:
            clipped.append(replace(band, low=before.high, low_in=not before.high_in))
        else:
            clipped.append(band)
    return clipped


def _ends(path: Path, bands: list[_Band], measure: Measure) -> Iterator[Mistake]:
    lowest, highest = bands[0], bands[-1]
    if lowest.low is not None and (lowest.low > 0 or (lowest.low == 0 and not lowest.low_in)):
        what = Text("{x} 以下没有分档", "there is no band under {x}").fill(x=same(lowest.written))
        yield Mistake("band-end", (*path, lowest.place), what, cure=_CURE)
    whole = measure.share_of is not None and highest.high == 1 and highest.high_in
    if highest.high is not None and not whole:
        what = Text("{x} 以上没有分档", "there is no band over {x}").fill(x=same(highest.written))
        yield Mistake("band-end", (*path, highest.place), what, cure=_CURE)


def _between(left: _Band, right: _Band) -> str:
    """How two neighbouring bands meet: overlap, gap, or neither."""
    if left.high is None or right.low is None:
        return "overlap"
    if left.high != right.low:
        return "overlap" if left.high > right.low else "gap"
    return "overlap" if left.high_in and right.low_in else "" if left.high_in or right.low_in else "gap"


def _band(place: int, bounds: dict[str, Bound], measure: Measure, day: date) -> _Band:
    """A band's ends on a day; whole numbers and money move in steps, so that 'at most 5' and 'at least 6' meet."""
    held = {word: value for word, bound in bounds.items() if (value := bound.at(day)) is not None}
    exact = {word: value.exact for word, value in held.items()}
    written = ", ".join(f"{word} {value.written}" for word, value in held.items())
    step = _step(measure)
    if step is None:
        low, high = exact.get("at_least", exact.get("above")), exact.get("at_most", exact.get("below"))
        return _Band(place, low, "at_least" in exact, high, "at_most" in exact, written)
    first = exact["at_least"] if "at_least" in exact else exact["above"] + step if "above" in exact else None
    end = exact["below"] if "below" in exact else exact["at_most"] + step if "at_most" in exact else None
    return _Band(place, first, True, end, False, written)


def _step(measure: Measure) -> Fraction | None:
    """The smallest step of a measure, in the unit of its bounds; None for shares."""
    if measure.has_den:
        return None
    return Fraction(1, 100) if measure.in_money else Fraction(1)


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"
