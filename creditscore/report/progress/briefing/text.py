"""The briefing of a series: the source's sentence, what changed, where it is stuck, which villages are nearest, and the plan.

In: a `Progress`. Out: paragraphs in both languages, and `briefing.zh.txt` and `briefing.en.txt`, text to be copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
from msgspec import Struct

from creditscore.core.terms import CREDIT_UNITS
from creditscore.core.text import LANGS, Lang, Text
from creditscore.report.progress.briefing.changes import changes
from creditscore.report.progress.briefing.sentence import english_day, sentence
from creditscore.report.progress.briefing.stuck import nearest_villages, stuck
from creditscore.report.progress.model import Progress

TITLE = Text("农村信用工程进展情况简报", "Progress of the rural credit project")
_SUBTITLE = Text("截止日：{day}　规则包：{pack} {edition}", "As of {day_en}; rule pack {pack}, edition {edition}")
_HEADINGS = {
    "sentence": Text("总体进展", "Progress"),
    "changes": Text("本期变化", "What changed"),
    "stuck": Text("难点所在", "Where it is stuck"),
    "nearest": Text("最接近达标的行政村", "Nearest to their rating"),
    "plan": Text("计划完成情况", "Against the plan"),
    "remarks": Text("比较前须知", "Before comparing"),
}
_NOTE = Text(
    "百分比和万元数均截去两位小数以后的部分，不进位；各项口径见报告的“口径说明”。",
    "Percentages are cut off after two decimals, never rounded up; the report's definitions say what is counted.",
)
_PLAN = Text("{figure}：{met}/{places}个单位达到计划{behind}。", "{figure}s: {met} of {places} places meet their plan{behind}.")
_BEHIND = Text("；落后的有{list}", "; behind are {list}")
_PLACE = Text("{name}（实际{actual}，计划{planned}）", "{name} ({actual}, planned {planned})")
_MOST_BEHIND = 5


class Section(Struct, frozen=True):
    """A heading and its paragraphs."""

    name: str
    heading: Text
    paragraphs: tuple[Text, ...]


class Briefing(Struct, frozen=True):
    """The briefing in both languages."""

    title: Text
    subtitle: Text
    sections: tuple[Section, ...]
    note: Text

    def text(self, lang: Lang) -> str:
        """The briefing as plain text in one language."""
        blocks = [self.title.say(lang), self.subtitle.say(lang)]
        for number, section in enumerate(self.sections):
            heading = f"{'一二三四五六七'[number]}、{section.heading.zh}" if lang == "zh" else f"{number + 1}. {section.heading.en}"
            blocks.append("\n".join([heading, *(paragraph.say(lang) for paragraph in section.paragraphs)]))
        return "\n\n".join([*blocks, self.note.say(lang)]) + "\n"


def briefing(progress: Progress) -> Briefing:
    """Everything the briefing says."""
    day, header = progress.as_of, progress.pack.pack
    subtitle = _SUBTITLE.fill(day=day.isoformat(), day_en=english_day(day), pack=header.id, edition=header.edition)
    found = {
        "sentence": [sentence(progress)],
        "changes": changes(progress),
        "stuck": stuck(progress),
        "nearest": [nearest_villages(progress)] if "village" in progress.pack.unit_levels else [],
        "plan": list(_plan(progress)),
        "remarks": progress.remarks(),
    }
    sections = [Section(name, _HEADINGS[name], tuple(paragraphs)) for name, paragraphs in found.items() if paragraphs]
    return Briefing(TITLE, subtitle, tuple(sections), _NOTE)


def write_briefing(progress: Progress, folder: Path, lang: Lang) -> list[Path]:  # noqa: ARG001 - both languages are written
    """Write the briefing as text in both languages, with a mark at the start by which old Windows editors know UTF-8."""
    made = briefing(progress)
    paths = []
    for each in LANGS:
        path = folder / f"briefing.{each}.txt"
        path.write_text(made.text(each), encoding="utf-8-sig", newline="\r\n")
        paths.append(path)
    return paths


def _plan(progress: Progress) -> Iterator[Text]:
    now = progress.plan.filter(pl.col("as_of") == progress.as_of)
    for figure, level in (("credit_households", "household"), ("credit_villages", "village")):
        rows = now.filter(pl.col("figure") == figure)
        if rows.height:
            late = rows.filter(~pl.col("met")).sort("difference")
            yield _PLAN.fill(figure=CREDIT_UNITS[level], met=rows.height - late.height, places=rows.height, behind=_behind(late))


def _behind(late: pl.DataFrame) -> Text:
    if late.is_empty():
        return Text("", "")
    found = [
        _PLACE.fill(name=row["name"] or row["id"], actual=f"{row['actual']:,}", planned=f"{row['planned']:,}")
        for row in late.head(_MOST_BEHIND).iter_rows(named=True)
    ]
    return _BEHIND.fill(list=Text("、".join(part.zh for part in found), ", ".join(part.en for part in found)))
