"""Credit limits in fen: what a unit's confirmed grade gives it, fixed or worked out from its own amounts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import narwhals as nw

from creditscore.core.money import FEN_PER_YUAN
from creditscore.engine.codes import choose
from creditscore.packs.model import Amount, Limit, Pack

LIMIT = "limit"


def limit_column(pack: Pack, level: str, grade: nw.Expr, as_of: date) -> nw.Expr:
    """The limit of each unit by the number of its confirmed grade; null without a grade, or where an amount that it rests on is blank."""
    rule: Limit = pack.limits[level]
    places = list(pack.grades[level])
    cases = [(grade == places.index(name), _amount(limit, as_of)) for name, limit in rule.amounts.items()]
    return choose(cases, nw.lit(None, dtype=nw.Int64))


def _fen(yuan: object) -> int:
    return int(Fraction(str(yuan)) * FEN_PER_YUAN)


def _amount(limit: object, as_of: date) -> nw.Expr:
    if not isinstance(limit, Amount):
        return nw.lit(_fen(limit), dtype=nw.Int64)
    total = nw.lit(_fen(limit.base), dtype=nw.Int64)
    for part in limit.plus:
        percent = part.percent.at(as_of)
        assert percent is not None
        share = nw.col(part.of).cast(nw.Int128) * percent.exact.numerator // percent.exact.denominator
        total = total + share.cast(nw.Int64)
    if limit.at_most is not None:
        cap = nw.lit(_fen(limit.at_most), dtype=nw.Int64)
        total = nw.when(total > cap).then(cap).otherwise(total)
    if limit.rounded_down_to is not None:
        step = limit.rounded_down_to * FEN_PER_YUAN
        total = total // step * step
    return total.cast(nw.Int64)
