"""The source's sentence, filled: how far the county has come by the as-of date, every number with its denominator.

In: a `Progress`. Out: one paragraph in Chinese and in English. A blank that the run has no figure for is left out with its words,
never filled by a zero.
"""

from __future__ import annotations

from datetime import date

from creditscore.core.money import yuan
from creditscore.core.text import Text
from creditscore.report.measured import percent
from creditscore.report.progress.chart_data.chart import wan
from creditscore.report.progress.model import Figure, Progress

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_AS_OF = Text("截止{day}，全县信用社", "By {day_en} the county's credit cooperatives had ")
_RATED = Text(
    "已评定信用户{num}户（占列出农户{den}户的{share}）",
    "rated {num} credit household{s} ({share} of the {den} households listed)",
)
_CERTIFICATES = Text("发放农户小额信用贷款证{num}本", "issued {num} micro-loan certificate{s}")
_LENT = Text("累计向{num}户农户发放小额信用贷款{amount}万元", "lent {amount_en} yuan in micro-loans to {num} households in all")
_OF_YEAR = Text(
    "其中本年发放{num}万元，占当年全部农户贷款总投量{den}万元的{share}",
    "of which {num_en} yuan this year, {share} of this year's total household lending of {den_en} yuan",
)
_VILLAGES = Text(
    "评定信用村{num}个（占列出行政村{den}个的{share}）",
    "They had rated {num} credit village{s} ({share} of the {den} villages listed)",
)
_REACHED = Text("遍及全县{num}个乡镇，占比达{share}（{num}/{den}个乡镇）", "in {num} of {den} townships ({share})")
_TOWNSHIPS = Text("评定信用乡镇{num}个（共{den}个乡镇）", "{num} of {den} townships had become {a}credit township{s}")


def sentence(progress: Progress) -> Text:
    """The sentence of the source, with the figures of the newest run."""
    day = progress.as_of
    head = _AS_OF.fill(day=f"{day.year}年{day.month}月{day.day}日", day_en=english_day(day))
    first = [_filled(progress, "credit_households", _RATED), _filled(progress, "certificates", _CERTIFICATES), _lending(progress)]
    second = [_filled(progress, "credit_villages", _VILLAGES), _filled(progress, "townships_with_credit_village", _REACHED)]
    third = [_filled(progress, "credit_townships", _TOWNSHIPS)]
    parts = [_joined(part) for part in (first, second, third)]
    return Text(head.zh + "".join(part.zh for part in parts), head.en + " ".join(part.en for part in parts if part.en))


def english_day(day: date) -> str:
    """A day in English words, whatever the machine's locale: 30 June 2003."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _joined(parts: list[Text | None]) -> Text:
    found = [part for part in parts if part is not None]
    if not found:
        return Text("", "")
    return Text("，".join(part.zh for part in found) + "。", ", ".join(part.en for part in found) + ".")


def _filled(progress: Progress, name: str, words: Text) -> Text | None:
    figure = progress.figure(name)
    return None if figure is None else words.fill(**counts_of(figure))


def counts_of(figure: Figure) -> dict[str, str]:
    """Numerator, denominator and share of a figure as they are written."""
    den = figure.den
    number = {"s": "", "a": "a "} if figure.num == 1 else {"s": "s", "a": ""}
    return number | {
        "num": f"{figure.num:,}",
        "den": "" if den is None else f"{den:,}",
        "share": "—" if den is None else percent(figure.num, den),
    }


def _lending(progress: Progress) -> Text | None:
    borrowers, amount = progress.figure("micro_loan_households"), progress.figure("micro_loan_amount")
    if borrowers is None or amount is None:
        return None
    lent = _LENT.fill(num=f"{borrowers.num:,}", amount=wan(amount.num), amount_en=yuan(amount.num))
    year = progress.figure("micro_loan_share_of_year")
    if year is None or not year.den:
        return lent
    of_year = _OF_YEAR.fill(
        num=wan(year.num), den=wan(year.den), num_en=yuan(year.num), den_en=yuan(year.den), share=percent(year.num, year.den)
    )
    return Text("{lent}，{of_year}", "{lent}, {of_year}").fill(lent=lent, of_year=of_year)
