"""The public notice (公示) of a village: the households proposed for a rating, and the village itself where it is proposed.

In: a run, the village, the period of notice and the usable rows of the household table. Out: a `Notice`, as text and as an editable
document. This is the only paper with persons on it, and their names and ID numbers are masked.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from msgspec import Struct

from creditscore.archive.runs import Run
from creditscore.core.errors import UsageError, one
from creditscore.core.identity import masked_name, masked_number
from creditscore.core.text import Lang, Text
from creditscore.packs.model.pack import Pack
from creditscore.report.names import grade_title
from creditscore.report.progress.briefing.sentence import english_day
from creditscore.report.progress.documents import add_heading, add_paragraph, add_table, new_document, save
from creditscore.report.subject import find_subject

TITLE = Text("{village}信用评定结果公示", "Public notice of credit ratings: {village}")
OPENING = Text(
    "根据《{pack}》（{edition}），截至{day}，经评定，拟授予下列{n}户农户“{grade}”称号，现予公示。",
    "Under “{pack}” (edition {edition}), as of {day_en}, the following {n} households are proposed as: {grade}.",
)
NOBODY = Text("截至{day}，本村没有拟授予称号的农户。", "As of {day_en} no household of this village is proposed for a rating.")
VILLAGE_TOO = Text("同时，拟授予本村“{grade}”称号。", "The village itself is proposed as: {grade}.")
PERIOD = Text(
    "公示期{days}天，自{start}起至{end}止。对公示内容有异议的，请在公示期内向信用社或村民委员会反映。",
    "The notice stands for {days} days, from {start_en} to {end_en}. Objections may be brought to the cooperative or the village "
    "committee within this time.",
)
SIGNED = Text("联系人：__________　联系电话：__________", "Contact: __________  Telephone: __________")
PLACE = Text("__________信用社（盖章）　　____年__月__日", "__________ credit cooperative (seal)   date: __________")
HEADINGS = (Text("序号", "no."), Text("户主姓名", "head of household"), Text("身份证号码", "ID number"), Text("农户编号", "household id"))
BLANK = "—"
_WIDTHS = (1.6, 4.0, 5.4, 4.8)


class Notice(Struct, frozen=True):
    """A notice in both languages; `rows` have number, masked name, masked ID number and household id."""

    village: str
    title: Text
    paragraphs: tuple[Text, ...]
    rows: tuple[tuple[str, str, str, str], ...]

    def text(self, lang: Lang) -> str:
        """The notice as plain text."""
        table = [" ".join(words.say(lang) for words in HEADINGS), *("  ".join(row) for row in self.rows)] if self.rows else []
        opening, *rest = (paragraph.say(lang) for paragraph in self.paragraphs)
        blocks = [self.title.say(lang), opening, "\n".join(table), *rest, SIGNED.say(lang), PLACE.say(lang)]
        return "\n\n".join(block for block in blocks if block) + "\n"


def notice(run: Run, pack: Pack, village_id: str, start: date, days: int, persons: pl.LazyFrame | None) -> Notice:
    """The notice of a village from `start` for `days` days; `persons` is the household table, None: ids alone are listed.

    UsageError where the run has no such village, or no days are given.
    """
    if days < 1:
        raise one(UsageError, str(days), Text("公示期至少一天", "a notice stands for one day at least"))
    _, village = find_subject(run, village_id, "village")
    own = village["village_id"]
    proposed = run.table("household").filter((pl.col("village_id") == own) & (pl.col("status") == "rated"))
    order = [pl.col("priority").not_(), pl.col("household_id")] if "priority" in proposed.collect_schema() else [pl.col("household_id")]
    households = proposed.sort(order).select("household_id", "grade").collect()
    name = run.summary()["names"].get("village", {}).get(own, own)
    paragraphs = _paragraphs(run, pack, households, village["grade"], start, days)
    rows = _rows(households["household_id"].to_list(), persons)
    return Notice(own, TITLE.fill(village=name), paragraphs, rows)


def _paragraphs(run: Run, pack: Pack, households: pl.DataFrame, grade: str | None, start: date, days: int) -> tuple[Text, ...]:
    header, end = pack.pack, start + timedelta(days=days - 1)
    dates = _dates("day", run.as_of) | _dates("start", start) | _dates("end", end)
    titles = [grade_title(pack, "household", name) for name in households["grade"].unique(maintain_order=True)]
    named = Text("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))
    pack_title = Text(header.title.zh, header.title.en)
    opening = (OPENING if households.height else NOBODY).fill(
        pack=pack_title, edition=header.edition, n=f"{households.height:,}", grade=named, **dates
    )
    too = [VILLAGE_TOO.fill(grade=grade_title(pack, "village", grade))] if grade is not None else []
    return (opening, *too, PERIOD.fill(days=days, **dates))


def _dates(name: str, day: date) -> dict[str, str]:
    return {name: f"{day.year}年{day.month}月{day.day}日", f"{name}_en": english_day(day)}


def _rows(households: list[str], persons: pl.LazyFrame | None) -> tuple[tuple[str, str, str, str], ...]:
    known = {} if persons is None else _masked(households, persons)
    unknown = (BLANK, BLANK)
    return tuple((str(number), *known.get(unit, unknown), unit) for number, unit in enumerate(households, 1))


def _masked(households: list[str], persons: pl.LazyFrame) -> dict[str, tuple[str, str]]:
    wanted = persons.filter(pl.col("household_id").is_in(households)).select("household_id", "head_name", "id_number").collect()
    return {unit: (masked_name(name or "") or BLANK, masked_number(number or "") or BLANK) for unit, name, number in wanted.iter_rows()}


def write_notice(made: Notice, folder: Path, day: date, lang: Lang) -> list[Path]:
    """Write the notice into a folder as `notice-<village>.docx` and `.txt`; `day` is the document's own date."""
    stem = "notice-" + re.sub(r"[^\w-]", "_", made.village)
    text = folder / f"{stem}.txt"
    text.write_text(made.text(lang), encoding="utf-8-sig", newline="\r\n")
    document = new_document(made.title.say(lang), day, lang)
    add_heading(document, made.title.say(lang), 0, lang)
    opening, *rest = made.paragraphs
    add_paragraph(document, opening.say(lang), lang)
    if made.rows:
        add_table(document, [[words.say(lang) for words in HEADINGS], *made.rows], _WIDTHS, left=len(_WIDTHS))
    for words in (*rest, SIGNED, PLACE):
        add_paragraph(document, words.say(lang), lang)
    return [save(document, folder / f"{stem}.docx"), text]
