"""The workbook of a series, `progress.xlsx`: figures by period, places, criteria, nearest villages, plan, charts, remarks, definitions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from creditscore.core.money import FEN_PER_YUAN
from creditscore.core.terms import FIGURES, VERDICTS, WORDS, level_name
from creditscore.core.text import Lang, Text
from creditscore.report import wording
from creditscore.report.content import Content
from creditscore.report.measured import percent
from creditscore.report.progress.briefing.text import TITLE
from creditscore.report.progress.model import Progress
from creditscore.report.progress.series.words import SERIES_WORDS
from creditscore.report.sheet import Cell, Column, Kind, Row, Sheet
from creditscore.report.workbook.spreadsheet import write_sheets

WORKBOOK = "progress.xlsx"
CHARTS = "charts"


def write_series_workbook(progress: Progress, folder: Path, lang: Lang) -> list[Path]:
    """Write `progress.xlsx`; the charts are the PNG files that stand in the folder's `charts`."""
    charts = tuple(sorted((folder / CHARTS).glob("*.png")))
    found = [_figures(progress, lang), _places(progress, lang), _criteria(progress, lang), _together(progress, lang)]
    found += [_nearest(progress, lang), *_plan(progress, lang)]
    found += [Sheet(SERIES_WORDS["charts"].say(lang), (), (), pictures=charts)] if charts else []
    found += [*_remarks(progress, lang), _definitions(progress, lang)]
    return [write_sheets(folder / WORKBOOK, TITLE.say(lang), progress.as_of, lang, found)]


def _columns(lang: Lang, *columns: tuple[Text, Kind]) -> tuple[Column, ...]:
    return tuple(Column(words.say(lang), kind) for words, kind in columns)


def _figures(progress: Progress, lang: Lang) -> Sheet:
    names: list[tuple[Text, Kind]] = [(SERIES_WORDS["as_of"], "date"), (SERIES_WORDS["period"], "text"), (SERIES_WORDS["figure"], "text")]
    names += [(WORDS["numerator"], "count"), (WORDS["denominator"], "count"), (WORDS["share"], "right")]
    names += [(SERIES_WORDS["change"], "count"), (SERIES_WORDS["gained"], "count"), (SERIES_WORDS["lost"], "count")]
    rows = [_figure_row(row, lang) for row in progress.figures.sort("as_of", descending=True, maintain_order=True).iter_rows(named=True)]
    return Sheet(SERIES_WORDS["periods"].say(lang), _columns(lang, *names), rows, frozen=3)


def _figure_row(row: dict[str, object], lang: Lang) -> Row:
    money = row["unit"] == "fen"
    num, den, change = (None if row[name] is None else int(str(row[name])) for name in ("num", "den", "change"))
    ends = [Cell(end / FEN_PER_YUAN, "money") if money and end is not None else end for end in (num, den, change)]
    share = "" if den is None or num is None else percent(num, den)
    title = FIGURES[str(row["figure"])].say(lang) + (wording.IN_YUAN.say(lang) if money else "")
    return [row["as_of"], row["period"], title, *ends[:2], share, ends[2], row["gained"], row["lost"]]


def _places(progress: Progress, lang: Lang) -> Sheet:
    """The places of the breakdown level, newest first: households, those organised and those rated."""
    known: dict[str, tuple[Text, Kind]] = {
        "as_of": (SERIES_WORDS["as_of"], "date"),
        "id": (WORDS["id"], "text"),
        "name": (WORDS["name"], "text"),
        "status": (WORDS["status"], "status"),
        "households": (level_name("household"), "count"),
        "organised": (FIGURES["organised_households"], "count"),
        "credit_households": (FIGURES["credit_households"], "count"),
        "villages": (level_name("village"), "count"),
        "credit_villages": (FIGURES["credit_villages"], "count"),
    }
    shown = [name for name in known if name in progress.places.columns]
    rows = progress.places.sort("as_of", descending=True, maintain_order=True).select(shown).iter_rows()
    return Sheet(level_name(progress.level).say(lang), _columns(lang, *(known[name] for name in shown)), list(rows), frozen=3)


def _criteria(progress: Progress, lang: Lang) -> Sheet:
    names: list[tuple[Text, Kind]] = [(wording.LEVEL, "text"), (WORDS["criterion"], "text"), (wording.UNITS, "count")]
    names += [(words, "count") for words in VERDICTS.values()] + [(wording.ONLY_FAILURE, "count")]
    newest = progress.criteria.filter(pl.col("as_of") == progress.as_of)
    rows = [
        [level_name(row["level"]).say(lang), row["criterion"], row["units"], *(row[name] for name in VERDICTS), row["only_failure"]]
        for row in newest.iter_rows(named=True)
    ]
    return Sheet(SERIES_WORDS["criteria"].say(lang), _columns(lang, *names), rows, frozen=2)


def _together(progress: Progress, lang: Lang) -> Sheet:
    names: list[tuple[Text, Kind]] = [(wording.LEVEL, "text"), (SERIES_WORDS["together"], "text"), (wording.UNITS, "count")]
    rows = [[level_name(level).say(lang), " + ".join(failed) or "—", units] for level, failed, units in progress.failures.iter_rows()]
    return Sheet(SERIES_WORDS["combinations"].say(lang), _columns(lang, *names), rows)


def _nearest(progress: Progress, lang: Lang) -> Sheet:
    names: list[tuple[Text, Kind]] = [(SERIES_WORDS["rank"], "count"), (WORDS["id"], "text"), (WORDS["name"], "text")]
    names += [(level_name("township"), "text"), (WORDS["status"], "status"), (WORDS["criterion"], "text"), (WORDS["verdict"], "verdict")]
    names += [(WORDS["bound"], "right"), (WORDS["shortfall"], "wide")]
    shown = ("rank", "id", "name", "township_name", "status", "criterion", "verdict", "bound", f"distance_{lang}")
    rows = list(progress.nearest.select(shown).iter_rows())
    return Sheet(SERIES_WORDS["nearest"].say(lang), _columns(lang, *names), rows, frozen=3)


def _plan(progress: Progress, lang: Lang) -> Iterator[Sheet]:
    if progress.plan.is_empty():
        return
    names: list[tuple[Text, Kind]] = [(SERIES_WORDS["as_of"], "date"), (WORDS["id"], "text"), (SERIES_WORDS["place"], "text")]
    names += [(SERIES_WORDS["figure"], "text"), (SERIES_WORDS["actual"], "count"), (SERIES_WORDS["planned"], "count")]
    names += [(SERIES_WORDS["difference"], "count"), (SERIES_WORDS["final"], "count"), (SERIES_WORDS["met"], "flag")]
    shown = ("as_of", "id", "name", "figure", "actual", "planned", "difference", "final_planned", "met")
    rows = [[FIGURES[cell].say(lang) if cell in FIGURES else cell for cell in row] for row in progress.plan.select(shown).iter_rows()]
    yield Sheet(SERIES_WORDS["plan"].say(lang), _columns(lang, *names), rows, frozen=3)


def _remarks(progress: Progress, lang: Lang) -> Iterator[Sheet]:
    rows = [(words.say(lang),) for words in progress.remarks()]
    if rows:
        yield Sheet(SERIES_WORDS["remarks"].say(lang), _columns(lang, (SERIES_WORDS["remarks"], "wide")), rows)


def _definitions(progress: Progress, lang: Lang) -> Sheet:
    newest = progress.series.newest
    lines = Content(newest.folder, progress.pack, newest.summary(), lang).definitions()
    return Sheet(WORDS["definitions"].say(lang), _columns(lang, (WORDS["definitions"], "wide")), [(line,) for line in lines])
