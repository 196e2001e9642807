"""A pack as one HTML page for reading and for print: in goes a pack and a day, out comes a page that needs nothing else.

One block a criterion: the clause in its own words on the left, what the rule requires on the right, the examples below.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from creditscore.core.terms import BASES, VERDICTS, WORDS, grade_name, level_name, plural
from creditscore.core.text import Lang, Text
from creditscore.packs.identity import meaning_sha256
from creditscore.packs.library import in_force_words
from creditscore.packs.load import LoadedPack
from creditscore.packs.model.pack import Clause, Example, Pack
from creditscore.packs.words.card_words import item_words, limit_lines
from creditscore.packs.words.grade_words import grade_words
from creditscore.packs.words.measure_words import joined, survey_words
from creditscore.packs.words.show import CriterionRecord, as_text, describe, history_words, reading_of

_LANG_TAGS = {"zh": "zh-CN", "en": "en"}
_EXAMPLES = Text("例子", "examples")
_BONUS = Text("（加分项）", " (bonus)")
_TOTAL = Text("满分", "in all")
_CAP = Text("加分项合计不超过{n}分", "bonus items together no more than {n} points")
_LABELS = {
    "clause": WORDS["clause"],
    "item": Text("项目", "item"),
    "how": Text("计分方法", "how it gives points"),
    "most": Text("最高分", "at most"),
    "reading": WORDS["reading"],
    "grade": WORDS["grade"],
    "examples": _EXAMPLES,
    "example": Text("例子", "example"),
    "as_of": WORDS["as_of"],
    "verdict": WORDS["verdict"],
}


def page(loaded: LoadedPack, as_of: date, lang: Lang) -> str:
    """The page in one language; every text is escaped."""
    template = Environment(loader=PackageLoader("creditscore.packs"), autoescape=True, undefined=StrictUndefined).get_template("pack.html")
    header = loaded.pack.pack
    return template.render(
        lang_tag=_LANG_TAGS[lang],
        gap="" if lang == "zh" else " ",
        colon="：" if lang == "zh" else ": ",
        title=as_text(header.title).say(lang),
        notes=as_text(header.notes).say(lang) if header.notes is not None else "",
        facts=[(_capital(word.say(lang)), value) for word, value in _facts(loaded, as_of, lang)],
        labels={key: _capital(text.say(lang)) for key, text in _LABELS.items()},
        levels=list(_levels(loaded.pack, as_of, lang)),
    )


def _facts(loaded: LoadedPack, as_of: date, lang: Lang) -> list[tuple[Text, str]]:
    header = loaded.pack.pack
    return [
        (WORDS["rule_pack"], header.id),
        (WORDS["edition"], in_force_words(loaded).say(lang)),
        (WORDS["as_of"], as_of.isoformat()),
        (WORDS["source"], as_text(header.source.title).say(lang)),
        (Text("复核日期", "reviewed on"), header.reviewed_on.isoformat()),
        (Text("文件校验值", "SHA-256 of the file"), loaded.sha256),
        (Text("规则校验值", "SHA-256 of the meaning"), meaning_sha256(loaded.pack)),
    ]


def _levels(pack: Pack, as_of: date, lang: Lang) -> Iterator[dict[str, Any]]:
    records = describe(pack, as_of)
    for level in pack.unit_levels:
        rules = [_criterion(pack, record, lang) for record in records if record.level == level]
        if level in pack.preconditions:
            before = pack.preconditions[level]
            rules.insert(0, _beside(pack, WORDS["precondition"], before, plural(before.at), before.columns, lang))
        if level in pack.priority:
            rules.append(_beside(pack, WORDS["priority"], pack.priority[level], plural(level), pack.priority[level].columns, lang))
        cards, limits = list(_cards(pack, level, as_of, lang)), list(_limits(pack, level, as_of, lang))
        grades = _grades(pack, level, as_of, lang)
        yield {"title": _capital(level_name(level).say(lang)), "rules": rules, "cards": cards, "limits": limits, "grades": grades}


def _cards(pack: Pack, level: str, as_of: date, lang: Lang) -> Iterator[dict[str, Any]]:
    """The scorecards of a level: each item with how it gives points and the most that it gives."""
    for name, card in pack.cards_of(level).items():
        items = [
            (what.say(lang) + (_BONUS.say(lang) if item.bonus else ""), how.say(lang), str(item.most))
            for item, (what, how) in zip(card.items, item_words(pack, card, as_of), strict=True)
        ]
        title = f"{_capital(WORDS['scorecard'].say(lang))} · {as_text(card.title).say(lang) if card.title else name}"
        total = [(_TOTAL.say(lang), "", str(card.total))]
        cap = [(_CAP.fill(n=card.bonus_cap).say(lang), "", "")] if card.bonus_cap is not None else []
        yield {"title": title, "items": items, "totals": [*total, *cap]}


def _limits(pack: Pack, level: str, as_of: date, lang: Lang) -> Iterator[dict[str, Any]]:
    if level in pack.limits:
        shown = _clause(_capital(WORDS["limit"].say(lang)), pack.limits[level], lang)
        yield shown | {"lines": [line.say(lang) for line in limit_lines(pack, level, as_of)]}


def _grades(pack: Pack, level: str, as_of: date, lang: Lang) -> list[tuple[str, str]]:
    named = [(as_text(grade.title) if grade.title else grade_name(name), grade) for name, grade in pack.grades[level].items()]
    return [(name.say(lang), grade_words(grade, as_of).say(lang)) for name, grade in named]


def _criterion(pack: Pack, record: CriterionRecord, lang: Lang) -> dict[str, Any]:
    clause = pack.criteria[record.level][record.id]
    shown = _clause(record.id, clause, lang)
    shown["required"] = record.requirement.say(lang)
    shown["details"] = [(word.say(lang), value.say(lang)) for word, value in _details(pack, record)]
    shown["examples"] = [_example(pack, each, record.id, lang) for each in pack.examples if _tries(each, record)]
    return shown


def _details(pack: Pack, record: CriterionRecord) -> Iterator[tuple[Text, Text]]:
    if record.measure is not None and record.measured_as is not None:
        yield WORDS["measure"], record.measure
        yield Text("算法", "how it is counted"), record.measured_as
    if record.when_empty is not None:
        yield Text("分母为零时", "nothing to divide by"), VERDICTS[record.when_empty]
    history = history_words(pack.criteria[record.level][record.id])
    if history is not None:
        yield Text("各时期标准值", "bounds by date"), history


def _tries(example: Example, record: CriterionRecord) -> bool:
    return example.level == record.level and record.id in example.expect


def _example(pack: Pack, example: Example, name: str, lang: Lang) -> dict[str, str]:
    day = example.as_of or pack.pack.reviewed_on
    return {"name": example.name, "day": day.isoformat(), "verdict": VERDICTS[str(example.expect[name])].say(lang)}


def _beside(pack: Pack, word: Text, clause: Clause, table: str, columns: dict[str, bool], lang: Lang) -> dict[str, Any]:
    shown = _clause(_capital(word.say(lang)), clause, lang)
    return shown | {"required": joined(survey_words(table, columns, pack), "；", "; ").say(lang), "details": [], "examples": []}


def _clause(name: str, clause: Clause, lang: Lang) -> dict[str, Any]:
    reading = reading_of(clause)
    return {
        "id": name,
        "clause": clause.clause,
        "basis": BASES[clause.basis].say(lang),
        "adopted": clause.basis == "adopted",
        "text": as_text(clause.text).say(lang),
        "reading": reading.say(lang) if reading is not None else "",
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
