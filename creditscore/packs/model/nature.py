"""What the numbers of one measure are."""

from __future__ import annotations

from typing import NamedTuple


class Nature(NamedTuple):
    """Whether a measure has a denominator, and whether its numerator and denominator are fen."""

    has_den: bool = False
    num_fen: bool = False
    den_fen: bool = False
