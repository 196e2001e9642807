"""An explanation as text for a terminal, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from creditscore.core.money import yuan
from creditscore.core.terms import BASES, CHOICES, STATUSES, VERDICTS, WORDS, choice_name
from creditscore.core.text import Lang, Text
from creditscore.packs.model.pack import Words
from creditscore.report import wording
from creditscore.report.explaining.explain import Explanation, Place, Precondition
from creditscore.report.lines import Answer, Line
from creditscore.report.names import grade_title, unit_title
from creditscore.report.points import CardLine, LimitLine

MOST_LOANS = 20
_HEAD = Text("{unit}　截止日 {as_of}　规则包 {pack} {edition}", "{unit}   as of {as_of}   rule pack {pack}, edition {edition}")
_LOAN = Text(
    "{id}：{issued} 发放，{due} 到期，本金 {principal} 元，已还 {repaid} 元，余额 {left} 元{marks}",
    "{id}: issued {issued}, due {due}, principal {principal}, repaid {repaid}, outstanding {left} yuan{marks}",
)
_MORE_LOANS = Text("另有 {n} 笔（用 --format json 查看全部）", "and {n} more (all of them with --format json)")
_COUNTED = Text("计入的贷款（{n} 笔）：", "loans that count ({n}):")
_BEHIND = Text("其中农户的有关贷款（{n} 笔）：", "the units' loans behind it ({n}):")
_INTEREST = Text("欠息 {n} 元", "overdue interest {n} yuan")
_EVER = Text("曾经逾期", "overdue in the past")
_BONUS = Text("（加分项）", " (bonus)")
_BONUS_CAP = Text("加分合计不超过{n}分", "bonus items together no more than {n} points")
_PRIORITY = Text("入股社员，同等条件下优先", "first among equals (priority)")


def as_text(explanation: Explanation, lang: Lang) -> str:
    """The explanation in full, one block a criterion."""
    blocks = [_head(explanation, lang)]
    if explanation.precondition is not None:
        blocks.append(_precondition(explanation.precondition, lang))
    blocks += [[*_line(entry, lang), *_loans(explanation, entry, lang)] for entry in explanation.lines]
    blocks += [_card(card, lang) for card in explanation.cards]
    blocks += [_limit(explanation.limit, lang)] if explanation.limit is not None else []
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _head(explanation: Explanation, lang: Lang) -> list[str]:
    unit = explanation.unit
    pack = explanation.pack.pack
    title = unit_title(unit.level, unit.id, unit.name)
    lines = [_HEAD.fill(unit=title, as_of=explanation.as_of, pack=pack.id, edition=pack.edition).say(lang)]
    if explanation.parents:
        lines.append(" < ".join(_parent(parent, lang) for parent in explanation.parents))
    grade = grade_title(explanation.pack, unit.level, explanation.grade)
    possible = grade_title(explanation.pack, unit.level, explanation.possible_grade)
    rating = [
        _pair("status", STATUSES[explanation.status].say(lang), lang),
        _pair("grade", grade.say(lang), lang),
        _pair("possible_grade", possible.say(lang), lang),
    ]
    lines.append("  ".join(rating + ([_PRIORITY.say(lang)] if explanation.priority else [])))
    return lines


def _parent(parent: Place, lang: Lang) -> str:
    return unit_title(parent.level, parent.id, parent.name).say(lang)


def _precondition(precondition: Precondition, lang: Lang) -> list[str]:
    rule = precondition.rule
    head = f"{WORDS['precondition'].say(lang)} {rule.clause}  [{VERDICTS[precondition.verdict].say(lang)}]"
    return [head, f"  {_text_of(rule.text, lang)}", *_answers(precondition.answers, lang)]


def _line(entry: Line, lang: Lang) -> list[str]:
    rule = entry.rule
    clause = f"{WORDS['clause'].say(lang)} {rule.clause}"
    head = f"{entry.criterion}  {clause}  {BASES[rule.basis].say(lang)}  [{VERDICTS[entry.verdict].say(lang)}]"
    lines = [head, f"  {_text_of(rule.text, lang)}"]
    if rule.reading is not None:
        lines.append("  " + _pair("reading", _text_of(rule.reading, lang), lang))
    if entry.measured is not None:
        lines.append("  " + _pair("measured", f"{entry.measured.title.say(lang)} {entry.measured.words.say(lang)}", lang))
    lines.append("  " + _pair("required", entry.required.say(lang), lang))
    if entry.distance is not None:
        lines.append("  " + _pair("shortfall", entry.distance.say(lang), lang))
    return lines + _answers(entry.answers, lang)


def _card(card: CardLine, lang: Lang) -> list[str]:
    """A scorecard: the total, each item with its points, each grade's cut with the distance to it."""
    total = wording.POINTS_OF.fill(points=card.points.words, total=card.total).say(lang)
    lines = [f"{WORDS['scorecard'].say(lang)} {card.title.say(lang)}  [{total}]"]
    for item in card.items:
        had = item.points.words if item.points is not None else "?"
        bonus = _BONUS.say(lang) if item.bonus else ""
        lines.append(f"  {_pair_of(item.title.say(lang) + bonus, wording.POINTS_OF.fill(points=had, total=item.most).say(lang), lang)}")
        lines.append(f"    {item.how.say(lang)}")
    if card.bonus_cap is not None:
        lines.append("  " + _BONUS_CAP.fill(n=card.bonus_cap).say(lang))
    return lines + [f"  {cut.words.say(lang)}" for cut in card.cuts]


def _limit(limit: LimitLine, lang: Lang) -> list[str]:
    """The credit limit, its clause and the rule for the grade."""
    lines = [
        f"{WORDS['limit'].say(lang)} {WORDS['clause'].say(lang)} {limit.clause}  [{limit.words.say(lang)}]",
        f"  {limit.text.say(lang)}",
    ]
    return lines + ([f"  {_pair('required', limit.rule.say(lang), lang)}"] if limit.rule is not None else [])


def _pair_of(label: str, value: str, lang: Lang) -> str:
    return f"{label}：{value}" if lang == "zh" else f"{label}: {value}"


def _text_of(words: Words, lang: Lang) -> str:
    return words.zh if lang == "zh" else words.en


def _pair(word: str, value: str, lang: Lang) -> str:
    return _pair_of(WORDS[word].say(lang), value, lang)


def _answers(answers: tuple[Answer, ...], lang: Lang) -> list[str]:
    """The survey answers, those that stand in the way marked."""
    return [f"  {_mark(answer)} {_answer(answer, lang)}" for answer in answers]


def _mark(answer: Answer) -> str:
    if answer.given is None:
        return "?"
    return "✓" if answer.given is answer.wanted else "✗"


def _answer(answer: Answer, lang: Lang) -> str:
    word = WORDS["blank"] if answer.given is None else WORDS["yes" if answer.given else "no"]
    return f"{answer.title.say(lang)}{'：' if lang == 'zh' else ': '}{word.say(lang)}"


def _loans(explanation: Explanation, entry: Line, lang: Lang) -> Iterator[str]:
    loans = explanation.loans.get(entry.criterion)
    if loans is None or loans.is_empty():
        return
    heading = _BEHIND if explanation.pack.measures[str(entry.rule.measure)].share_of is not None else _COUNTED
    yield "  " + heading.fill(n=loans.height).say(lang)
    for row in loans.head(MOST_LOANS).iter_rows(named=True):
        yield "    " + _loan(row, lang)
    if loans.height > MOST_LOANS:
        yield "    " + _MORE_LOANS.fill(n=loans.height - MOST_LOANS).say(lang)


def _loan(row: Mapping[str, Any], lang: Lang) -> str:
    marks = _marks(row)
    filled = _LOAN.fill(
        id=row["loan_id"],
        issued=row["issue_date"],
        due=row["effective_due_date"],
        principal=yuan(row["principal"]),
        repaid=yuan(row["repaid_principal"]),
        left=yuan(row["outstanding"]),
        marks=Text("".join(f"，{mark.zh}" for mark in marks), "".join(f", {mark.en}" for mark in marks)),
    )
    return filled.say(lang)


def _marks(row: Mapping[str, Any]) -> list[Text]:
    """The loan's class, and what of it is in arrears."""
    stated = row["loan_class"]
    marks = [(stated, choice_name(stated or "")), (row["overdue"] and stated != "overdue", CHOICES["overdue"])]
    interest = row["overdue_interest"] or 0
    marks += [(interest > 0, _INTEREST.fill(n=yuan(interest))), (row["ever_overdue"], _EVER)]
    return [words for holds, words in marks if holds]
