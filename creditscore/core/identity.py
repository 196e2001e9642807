"""Resident identity numbers (GB 11643-1999, check digit ISO 7064 MOD 11-2) and how they are masked."""

from __future__ import annotations

from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


def check_digit(first17: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]


def is_valid(number: str) -> bool:
    """Whether an 18-character number has digits, a real birth date and the right check digit."""
    well_formed = len(number) == 18 and number[:17].isascii() and number[:17].isdigit()
    return well_formed and birth_date(number) is not None and check_digit(number[:17]) == number[17].upper()


def upgraded(number15: str) -> str:
    """The 18-character form of a 15-digit number (all of which belong to births in the 1900s)."""
    first17 = number15[:6] + "19" + number15[6:]
    return first17 + check_digit(first17)


def birth_date(number: str) -> date | None:
    """The birth date inside an 18-character number, or None where it is no real date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def masked_number(number: str) -> str:
    """An ID number for messages and public lists: 120221********1234."""
    return number[:6] + "*" * max(len(number) - 10, 1) + number[-4:] if len(number) > 10 else "*" * len(number)


def masked_name(name: str) -> str:
    """A person's name for messages and public lists: the family name and a star."""
    return name[:1] + "*" if name else ""
