"""Credit limits in fen: what a unit's confirmed grade gives it, fixed or worked out from its own amounts and measures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import lcm

import narwhals as nw

from creditscore.core.money import FEN_PER_YUAN
from creditscore.core.terms import plural
from creditscore.engine.codes import choose
from creditscore.engine.conditions import measured
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import Amount, Limit, LimitPart, Pack

LIMIT = "limit"


def limit_column(pack: Pack, level: str, grade: nw.Expr, as_of: date) -> nw.Expr:
    """The limit of each unit by the number of its confirmed grade; null without a grade, or where what it rests on is not known."""
    rule: Limit = pack.limits[level]
    places = list(pack.grades[level])
    cases = [(grade == places.index(name), _amount(pack, level, limit, as_of)) for name, limit in rule.amounts.items()]
    return choose(cases, nw.lit(None, dtype=nw.Int64))


def _fen(yuan: Fraction) -> nw.Expr:
    return nw.lit(int(yuan * FEN_PER_YUAN), dtype=nw.Int64)


def _at(bound: Bound | None, as_of: date) -> Fraction | None:
    value = bound.at(as_of) if bound is not None else None
    return None if value is None else value.exact


def _amount(pack: Pack, level: str, limit: object, as_of: date) -> nw.Expr:
    """A limit in whole fen: the sum of its parts is exact (in `fine` parts of a fen), and cut off once at the end."""
    if not isinstance(limit, Amount):
        return _fen(Fraction(str(limit)))
    fine = lcm(*(_rate(part, as_of).denominator for part in limit.parts))
    total = _wide(_fen(_at(limit.base, as_of) or Fraction(0))) * fine
    for part in limit.plus:
        total = total + _part(pack, level, part, as_of, fine)
    for part in limit.minus:
        total = total - _part(pack, level, part, as_of, fine)
    whole = nw.when(total > 0).then(total // fine).otherwise(total * 0).cast(nw.Int64)
    capped = _capped(whole, _at(limit.at_most, as_of))
    step = (limit.rounded_down_to or 0) * FEN_PER_YUAN
    return (capped // step * step if step else capped).cast(nw.Int64)


def _rate(part: LimitPart, as_of: date) -> Fraction:
    """What one part takes of its amount, or the fen that it gives for each of its number."""
    percent = _at(part.percent, as_of)
    return percent if percent is not None else (_at(part.yuan_each, as_of) or Fraction(0)) * FEN_PER_YUAN


def _part(pack: Pack, level: str, part: LimitPart, as_of: date, fine: int) -> nw.Expr:
    """What one part comes to, in `fine` parts of a fen."""
    rate, most = _rate(part, as_of) * fine, _at(part.at_most, as_of)
    amount = _wide(_known(pack, level, part.of)) * int(rate)
    return _capped(amount, most, fine)


def _wide(amount: nw.Expr) -> nw.Expr:
    """128 bits for what is multiplied."""
    return amount.cast(nw.Int128)


def _known(pack: Pack, level: str, name: str) -> nw.Expr:
    """An amount of the unit where it is one figure; a column goes before a measure of that name."""
    if pack.type_of(plural(level), name) is not None or name not in pack.measures:
        return nw.col(name)
    figure = measured(pack, name)
    return nw.when(figure.low == figure.high).then(figure.low).otherwise(nw.lit(None, dtype=nw.Int64))


def _capped(amount: nw.Expr, most: Fraction | None, fine: int = 1) -> nw.Expr:
    if most is None:
        return amount
    cap = (amount * 0 + _fen(most)) * fine  # of the amount's own width
    return nw.when(amount > cap).then(cap).otherwise(amount)
