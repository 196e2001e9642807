"""The font of the charts, which travels with the package: what it can draw, and how wide words are.

A character that it lacks is replaced by its code point and named in a `MissingGlyphWarning`: never a silent box.
"""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

FILE = Path(__file__).resolve().parents[2] / "fonts" / "NotoSansCJKsc-subset.otf"
FAMILY = "Noto Sans CJK SC Subset"
SVG_FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei", "sans-serif")
"""What an SVG asks the reader's machine for, best first."""
_SIZE = 100
_ELLIPSIS = "…"
_BREAKS_AFTER = set(" ，。；：、！？）】》,;:)/-–")


class MissingGlyphWarning(UserWarning):
    """A character that the charts' font cannot draw; it is shown by its code point."""


@cache
def _font() -> FT2Font:
    font = FT2Font(str(FILE))
    font.set_size(_SIZE, 72)
    return font


@cache
def characters() -> frozenset[int]:
    """The code points that the font can draw."""
    return frozenset(_font().get_charmap())


@cache
def register() -> str:
    """Make the font known to matplotlib; its family name."""
    font_manager.fontManager.addfont(FILE)
    return FAMILY


def drawable(words: str) -> str:
    """The words with every character that the font lacks replaced by its code point, after a warning."""
    lacking = sorted({sign for sign in words if sign != "\n" and ord(sign) not in characters()})
    for sign in lacking:
        code = f"U+{ord(sign):04X}"
        warnings.warn(MissingGlyphWarning(f"{code} ({sign})"), stacklevel=2)
        words = words.replace(sign, f"[{code}]")
    return words


@cache
def _advance(sign: str) -> float:
    """How far a character reaches, in points at a size of one point."""
    return float(_font().load_char(ord(sign), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / _SIZE


def width(words: str, size: float) -> float:
    """The width of one line in inches at a size in points."""
    return sum(_advance(sign) for sign in words) * size / 72


def fitted(words: str, size: float, inches: float) -> str:
    """The words cut off with an ellipsis where they are wider than that."""
    if width(words, size) <= inches:
        return words
    end = "..." if words.isascii() else _ELLIPSIS
    while words and width(words + end, size) > inches:
        words = words[:-1]
    return words.rstrip("，；、,; ") + end


def wrapped(words: str, size: float, inches: float) -> list[str]:
    """The words broken into lines no wider than that: after spaces and punctuation, or between Chinese characters."""
    lines, line = [], ""
    for piece in _pieces(words):
        if line and width((line + piece).rstrip(), size) > inches:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(words: str) -> list[str]:
    """What must not be broken: Latin words and numbers with the punctuation after them, single Chinese characters."""
    pieces: list[str] = []
    for sign in words:
        glued = bool(pieces) and _belongs(pieces[-1][-1], sign)
        if glued:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _belongs(before: str, sign: str) -> bool:
    """Whether a character may not begin a line after the one before it."""
    if sign in _BREAKS_AFTER or before in "（《“":
        return True
    return before not in _BREAKS_AFTER and ord(before) < 0x2E80 and ord(sign) < 0x2E80
