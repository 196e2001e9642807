"""The sheets of a run's workbook, in order: what they say; how they are drawn is `workbook`'s business."""

from __future__ import annotations

from collections.abc import Iterator

from creditscore.archive.runs import rejected_rows
from creditscore.core.money import FEN_PER_YUAN
from creditscore.core.terms import VERDICTS, WORDS, level_name
from creditscore.core.text import Text
from creditscore.packs.words.measure_words import table_title
from creditscore.report import wording
from creditscore.report.content import Content
from creditscore.report.sheet import MOST_ROWS, Cell, Column, Row, Sheet
from creditscore.report.workbook.level_sheet import level_sheet
from creditscore.report.workbook.shortfall_sheet import shortfall_sheet

_COUNTED = (*VERDICTS, "only_failure")


def sheets(content: Content) -> Iterator[Sheet]:
    """Every sheet of a run's workbook, in order."""
    yield _overview(content)
    for level in reversed(content.levels):
        yield level_sheet(content, level)
    yield shortfall_sheet(content)
    yield _criteria(content)
    yield _rejected(content)
    yield _definitions(content)


def _overview(content: Content) -> Sheet:
    columns = (
        Column(content.say(wording.ITEM)),
        Column(content.say(WORDS["numerator"]), "count"),
        Column(content.say(WORDS["denominator"]), "count"),
        Column(content.say(WORDS["share"]), "right"),
        Column(content.say(WORDS["definitions"]), "wide"),
    )
    header = content.pack.pack
    rows: list[Row] = [
        (content.say(level_name("county")), content.counties, "", "", content.say(wording.TITLE)),
        (content.say(WORDS["as_of"]), content.as_of.isoformat(), "", "", ""),
        (content.say(WORDS["rule_pack"]), f"{header.id} {header.edition}", "", "", getattr(header.title, content.lang)),
        *_figure_rows(content),
        (content.say(wording.PERCENTAGES), "", "", "", ""),
        *_quality_rows(content),
    ]
    return Sheet(content.say(WORDS["overview"]), columns, rows)


def _figure_rows(content: Content) -> Iterator[Row]:
    """The figures as numbers: counts, or money in yuan; the share as it is printed everywhere, cut off."""
    for shown, name in zip(content.figures(), content.figure_names, strict=True):
        figure = content.summary["figures"][name]
        money = figure["unit"] == "fen"
        ends = [None if end is None else Cell(end / FEN_PER_YUAN, "money") if money else end for end in (figure["num"], figure["den"])]
        yield shown.title, *ends, shown.share, shown.definition


def _quality_rows(content: Content) -> Iterator[Row]:
    quality = content.summary["data_quality"]
    for table, counts in quality["tables"].items():
        title = Text("{table}：采用/读入", "{table}: rows used/rows in").fill(table=table_title(content.pack, table))
        yield content.say(title), counts["rows_used"], counts["rows_in"], "", ""
    for code, found in quality["findings"].items():
        yield content.say(WORDS["findings"]), found["count"], "", "", f"{content.own(found)}（{code}）"


def _criteria(content: Content) -> Sheet:
    plain = (WORDS["criterion"], wording.LEVEL, WORDS["clause"], WORDS["basis"])
    wide = (wording.WORDS_OF_SOURCE, WORDS["reading"], WORDS["required"])
    counts = (*VERDICTS.values(), wording.ONLY_FAILURE)
    columns = [
        *(Column(content.say(words)) for words in plain),
        *(Column(content.say(words), "wide") for words in wide),
        *(Column(content.say(words), "count") for words in counts),
    ]
    return Sheet(content.say(WORDS["criterion"]), tuple(columns), _criteria_rows(content))


def _criteria_rows(content: Content) -> Iterator[Row]:
    for record in content.criteria:
        counts = content.summary["levels"][record.level]["criteria"][record.id]
        words = [content.say(part) if part is not None else "" for part in (record.text, record.reading, record.requirement)]
        level = content.say(level_name(record.level))
        yield [record.id, level, record.clause, content.say(record.basis), *words, *(counts[name] for name in _COUNTED)]


def _rejected(content: Content) -> Sheet:
    name = content.say(WORDS["rejected"])
    rejected = rejected_rows(content.folder)
    if rejected.height > MOST_ROWS:
        filled = wording.TOO_MANY_ROWS.fill(n=f"{rejected.height:,}", most=f"{MOST_ROWS:,}", file="rejected.csv")
        return Sheet(name, (), (), content.say(filled))
    other = "sentence_en" if content.lang == "zh" else "sentence_zh"
    shown = {column: words for column, words in wording.REJECTED.items() if column in rejected.columns and column != other}
    columns = tuple(Column(content.say(words), "wide" if column.startswith("sentence") else "text") for column, words in shown.items())
    instead = None if rejected.height else content.say(wording.NO_REJECTED)
    return Sheet(name, columns, rejected.select(list(shown)).iter_rows(), instead)


def _definitions(content: Content) -> Sheet:
    rows = [(words,) for words in content.definitions()]
    return Sheet(content.say(WORDS["definitions"]), (Column(content.say(WORDS["definitions"]), "wide"),), rows)
