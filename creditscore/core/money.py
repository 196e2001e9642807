"""Money: whole fen inside, yuan with two places outside."""

from __future__ import annotations

from decimal import Decimal

FEN_PER_YUAN = 100
LARGEST_FEN = 10**13
"""No single amount of the tables may be larger (100 billion yuan): sums then stay far inside 64 bits."""


def yuan(fen: int) -> str:
    """Fen as yuan with thousands separators: 1240000 -> '12,400.00'."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole:,}.{rest:02d}"


def fen(amount: Decimal | int) -> int:
    """Yuan as whole fen; a ValueError where a fraction of a fen would be lost."""
    value = Decimal(amount) * FEN_PER_YUAN
    if value != value.to_integral_value():
        raise ValueError(f"{amount} yuan is not a whole number of fen")
    return int(value)
