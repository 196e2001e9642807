"""The figures of the newest run as they are printed in tables: numerator, denominator, share and change."""

from __future__ import annotations

from msgspec import Struct

from creditscore.core.money import yuan
from creditscore.core.terms import FIGURES
from creditscore.core.text import Lang, Text
from creditscore.report.measured import percent
from creditscore.report.progress.model import Figure, Progress

_IN_YUAN = Text("（元）", " (yuan)")


class FigureLine(Struct, frozen=True):
    """One figure in words; `headline` is what to print large."""

    name: str
    title: str
    num: str
    den: str
    share: str
    change: str
    headline: str


def figure_rows(progress: Progress, lang: Lang) -> list[FigureLine]:
    """The figures that the newest run has, in their order."""
    found = [progress.figure(name) for name in FIGURES]
    return [_line(figure, lang) for figure in found if figure is not None]


def _line(figure: Figure, lang: Lang) -> FigureLine:
    money = figure.unit == "fen"
    num, den = _amount(figure.num, money), "" if figure.den is None else _amount(figure.den, money)
    share = "" if figure.den is None else percent(figure.num, figure.den)
    title = FIGURES[figure.figure].say(lang) + (_IN_YUAN.say(lang) if money else "")
    return FigureLine(figure.figure, title, num, den, share, _change(figure.change, money), share if money and share else num)


def _amount(number: int, money: bool) -> str:
    return yuan(number) if money else f"{number:,}"


def _change(change: int | None, money: bool) -> str:
    if change is None:
        return "—"
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return sign + _amount(abs(change), money)
