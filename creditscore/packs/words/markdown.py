"""A pack as a Markdown page in one language: header, then level by level the clauses, what they require, and the grades."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from creditscore.core.terms import BASES, VERDICTS, WORDS, grade_name, level_name, plural
from creditscore.core.text import Lang, Text
from creditscore.packs.library import in_force_words
from creditscore.packs.load import LoadedPack
from creditscore.packs.model.pack import Clause, Pack
from creditscore.packs.words.card_words import card_lines, limit_lines
from creditscore.packs.words.grade_words import grade_words
from creditscore.packs.words.measure_words import joined, survey_words
from creditscore.packs.words.show import CriterionRecord, as_text, describe, history_words, reading_of

_READING = Text("读法", "reading")
_MEASURED_AS = Text("算法", "how it is counted")
_EMPTY = Text("分母为零时", "nothing to divide by")
_EXAMPLES = Text("例子", "examples")
_HISTORY = Text("各时期标准值", "bounds by date")


def markdown(loaded: LoadedPack, as_of: date, lang: Lang) -> str:
    """The page; it ends with a newline."""
    lines = [*_header(loaded, as_of, lang)]
    records = describe(loaded.pack, as_of)
    for level in loaded.pack.unit_levels:
        lines += _level(loaded.pack, level, [record for record in records if record.level == level], as_of, lang)
    return "\n".join(lines).rstrip() + "\n"


def _header(loaded: LoadedPack, as_of: date, lang: Lang) -> Iterator[str]:
    header = loaded.pack.pack
    yield f"# {as_text(header.title).say(lang)}"
    yield ""
    facts = {
        WORDS["rule_pack"]: header.id,
        WORDS["edition"]: in_force_words(loaded).say(lang),
        WORDS["as_of"]: as_of.isoformat(),
        WORDS["source"]: as_text(header.source.title).say(lang),
        Text("复核日期", "reviewed on"): header.reviewed_on.isoformat(),
        Text("文件校验值", "SHA-256"): loaded.sha256,
    }
    yield from (_item(word, value, lang) for word, value in facts.items())
    if header.notes is not None:
        yield from ("", as_text(header.notes).say(lang))
    yield ""


def _level(pack: Pack, level: str, records: list[CriterionRecord], as_of: date, lang: Lang) -> Iterator[str]:
    yield from (f"## {_heading(level_name(level), lang)}", "")
    if level in pack.preconditions:
        precondition = pack.preconditions[level]
        yield from _beside(pack, WORDS["precondition"], precondition, plural(precondition.at), precondition.columns, lang)
    for record in records:
        yield from _criterion(record, history_words(pack.criteria[level][record.id]), lang)
    if level in pack.priority:
        yield from _beside(pack, WORDS["priority"], pack.priority[level], plural(level), pack.priority[level].columns, lang)
    yield from _cards(pack, level, as_of, lang)
    yield from _grades(pack, level, as_of, lang)
    yield from _limits(pack, level, as_of, lang)


def _cards(pack: Pack, level: str, as_of: date, lang: Lang) -> Iterator[str]:
    for name, card in pack.cards_of(level).items():
        yield from (f"### {_heading(WORDS['scorecard'], lang)} · {name}", "")
        yield from (f"- {line.say(lang)}" for line in card_lines(pack, card, as_of))
        yield ""


def _limits(pack: Pack, level: str, as_of: date, lang: Lang) -> Iterator[str]:
    if level in pack.limits:
        limit = pack.limits[level]
        yield from (f"### {_heading(WORDS['limit'], lang)} · {limit.clause}", "", f"> {as_text(limit.text).say(lang)}", "")
        yield from (f"- {line.say(lang)}" for line in limit_lines(pack, level, as_of))
        yield ""


def _beside(pack: Pack, word: Text, clause: Clause, table: str, columns: dict[str, bool], lang: Lang) -> Iterator[str]:
    yield from (f"### {_heading(word, lang)} · {clause.clause}", "", f"> {as_text(clause.text).say(lang)}", "")
    yield _item(WORDS["required"], joined(survey_words(table, columns, pack), "；", "; ").say(lang), lang)
    yield from _reading(reading_of(clause), lang)
    yield _item(WORDS["basis"], BASES[clause.basis].say(lang), lang)
    yield ""


def _criterion(record: CriterionRecord, history: Text | None, lang: Lang) -> Iterator[str]:
    yield from (f"### {record.id} · {record.clause}", "", f"> {record.text.say(lang)}", "")
    yield _item(WORDS["required"], record.requirement.say(lang), lang)
    if record.measure is not None and record.measured_as is not None:
        yield _item(WORDS["measure"], record.measure.say(lang), lang)
        yield _item(_MEASURED_AS, record.measured_as.say(lang), lang)
    if record.when_empty is not None:
        yield _item(_EMPTY, VERDICTS[record.when_empty].say(lang), lang)
    if history is not None:
        yield _item(_HISTORY, history.say(lang), lang)
    yield from _reading(record.reading, lang)
    yield _item(WORDS["basis"], record.basis.say(lang), lang)
    yield _item(_EXAMPLES, str(record.examples), lang)
    yield ""


def _reading(reading: Text | None, lang: Lang) -> Iterator[str]:
    if reading is not None:
        yield _item(_READING, reading.say(lang), lang)


def _grades(pack: Pack, level: str, as_of: date, lang: Lang) -> Iterator[str]:
    yield from (f"### {_heading(WORDS['grade'], lang)}", "")
    for name, grade in pack.grades[level].items():
        title = as_text(grade.title) if grade.title is not None else grade_name(name)
        yield _item(title, grade_words(grade, as_of).say(lang), lang)
    yield ""


def _item(word: Text, value: str, lang: Lang) -> str:
    return f"- {word.zh}：{value}" if lang == "zh" else f"- {word.en}: {value}"


def _heading(word: Text, lang: Lang) -> str:
    said = word.say(lang)
    return said[:1].upper() + said[1:]
