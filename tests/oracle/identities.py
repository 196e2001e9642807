"""Births and made-up identity numbers of the generated households, with check digits worked out here on their own."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

PLACE = "120221"


def check_character(first17: str) -> str:
    """The eighteenth character by ISO 7064 MOD 11-2: the whole number, read with X as ten, leaves 1 when divided by 11."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17))
    return "0123456789X"[(1 - total) % 11]


def number_of(birth: date, sequence: int) -> str:
    """An 18-character identity number of nobody: place, birth, sequence and its check character."""
    first17 = f"{PLACE}{birth:%Y%m%d}{sequence % 1000:03d}"
    return first17 + check_character(first17)


def dated(year: int, month: int, day: int) -> date:
    """That day, or the day after where the year has no 29 February."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1) + timedelta(1)


def identity(rng: Random, birth: date | None, sequence: int) -> dict[str, Any]:
    """Birth date and ID number of a household: mostly the birth alone, else both, or the number alone (18 or 15 digits)."""
    if birth is None or rng.random() < 0.6:
        return {"birth_date": birth, "id_number": None}
    number = number_of(birth, sequence)
    old = number[:6] + number[8:17] if birth.year < 2000 and rng.random() < 0.1 else number
    return {"birth_date": rng.choice((birth, None)), "id_number": old}
