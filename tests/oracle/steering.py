"""How the generated counties are driven to their bounds: counts and amounts of a share that lands on, above or below it."""

from __future__ import annotations

from itertools import pairwise
from random import Random

AT_LEAST_MODES = ("clear", "exact", "above", "below", "straddle", "unknown_pass", "unknown_fail", "low", "empty")
PASSING = ("clear", "exact", "above", "unknown_pass")
BELOW_MODES = ("clear", "exact", "above", "below", "straddle", "unknown_pass", "unknown_fail", "high", "empty", "repaid")
BELOW_PASSING = ("clear", "below", "unknown_pass", "empty", "repaid")


def smallest_passing(den: int, percent: int) -> int:
    """The least numerator whose share of `den` reaches the percentage."""
    return -(-den * percent // 100)


def counts(rng: Random, mode: str, den: int, percent: int) -> tuple[int, int, int]:
    """How many members of `den` are (good, unknown, contrary) so that `good / den >= percent` comes out as the mode says."""
    bound = smallest_passing(den, percent)
    good, unknown = {
        "clear": (den, 0),
        "exact": (bound, 0),
        "above": (bound + 1, 0),
        "below": (bound - 1, 0),
        "straddle": (bound - 1, rng.randint(1, 2)),
        "unknown_pass": (bound, rng.randint(1, 2)),
        "unknown_fail": (bound - 2, 1),
    }.get(mode, (rng.randint(0, max(bound - 1, 0)), 0))
    good = min(max(good, 0), den)
    unknown = min(unknown, den - good)
    return good, unknown, den - good - unknown


def shares(rng: Random, mode: str, total: int, percent: int) -> tuple[int, int, int]:
    """Amounts (bad, unknown, sound) of a total so that `bad / total < percent` comes out as the mode says, one fen either side."""
    bound = total * percent // 100
    step = rng.randint(1, bound // 2)
    bad, unknown = {
        "clear": (0, 0),
        "exact": (bound, 0),
        "above": (bound + 1, 0),
        "below": (bound - 1, 0),
        "straddle": (bound - step, step),
        "unknown_pass": (bound - step, step - 1),
        "unknown_fail": (bound, step),
        "high": (bound + step, 0),
    }[mode]
    return bad, unknown, total - bad - unknown


def parts(rng: Random, total: int, most: int = 3) -> list[int]:
    """A positive total cut into one to `most` positive parts; nothing for nothing."""
    cuts = sorted({rng.randint(1, total - 1) for _ in range(rng.randint(0, most - 1))}) if total > 1 else []
    edges = [0, *cuts, total]
    return [high - low for low, high in pairwise(edges) if high > low]


def topping_up(rng: Random, repaid: int, owed: int, mode: str) -> tuple[int, int] | None:
    """(principal, repaid) of one more due loan that brings `repaid / owed` to 90%, or one fen either side; None where not asked."""
    missing = {"exact": 0, "above": 1, "below": -1}.get(mode)
    if mode == "clear" and owed:
        return (owed * 20, owed * 20)
    if missing is None:
        return None
    principal = abs(10 * repaid - 9 * owed) + 10 * rng.randint(1_000, 900_000)
    principal += -(principal + owed) % 10
    return principal, 9 * (owed + principal) // 10 - repaid + missing
