"""The ways in which a clause may write a bound's number: digits, thousands, 万, Chinese numerals, 成, English words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

_DIGITS = "〇一二三四五六七八九"
_LARGEST = 10**8
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def forms(written: str) -> list[str]:
    """A written bound as a Chinese clause may have it: `80%`, 百分之八十, 八成; `20000`, 20,000, 2万, 两万."""
    return list(dict.fromkeys(_forms(written)))


def _forms(written: str) -> Iterator[str]:
    yield written
    number = written.removesuffix("%")
    if written.endswith("%"):
        yield f"{number}％"
        if (whole := _whole(number)) is not None:
            yield f"百分之{chinese(whole)}"
            if whole % 10 == 0 and 0 < whole < 100:
                yield f"{_DIGITS[whole // 10]}成"
        return
    if (whole := _whole(number)) is None:
        return
    yield f"{whole:,}"
    yield chinese(whole)
    if whole % 1000 == 0 and whole >= 1000:
        yield f"{(Decimal(whole) / 10_000).normalize():f}万"
    if chinese(whole).startswith("二"):
        yield "两" + chinese(whole)[1:]


def _whole(number: str) -> int | None:
    with suppress(ValueError):
        whole = int(number)
        return whole if 0 <= whole < _LARGEST else None
    return None


def chinese(number: int) -> str:
    """A whole number in Chinese numerals: 十八, 三千, 一万二千."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "〇" if 0 < rest < 1000 else ""
        return f"{chinese(number // 10_000)}万{gap}{chinese(rest) if rest else ''}"
    parts: list[str] = []
    skipped = False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            parts += (["〇"] if skipped and parts else []) + [_DIGITS[digit] + unit]
        skipped = digit == 0
    said = "".join(parts) or _DIGITS[0]
    return said.removeprefix("一") if said.startswith("一十") else said


def english_forms(written: str) -> list[str]:
    """A written bound as an English clause may have it, in lower case: `80%`, 80 percent, eighty percent; 3,000; two."""
    number = written.removesuffix("%")
    whole = _whole(number)
    plain = [number] if whole is None else [number, f"{whole:,}", *_in_words(whole)]
    if not written.endswith("%"):
        return list(dict.fromkeys(plain))
    return list(dict.fromkeys([written, *(f"{each} {word}" for each in plain for word in ("percent", "per cent", "%"))]))


def _in_words(number: int) -> Iterator[str]:
    if number < len(_ENGLISH):
        yield _ENGLISH[number]
    elif 20 <= number < 100:
        tens = _TENS[number // 10 - 2]
        yield tens if number % 10 == 0 else f"{tens}-{_ENGLISH[number % 10]}"
