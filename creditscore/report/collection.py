"""The collection list of a run, `collection.xlsx`: loans overdue at the as-of date, by village and amount, the oldest first.

In: a run and the usable loans of its inputs. Out: a workbook of two sheets. Borrowers stand by id, never by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import narwhals as nw
import polars as pl

from creditscore.archive.runs import Run
from creditscore.core.money import FEN_PER_YUAN
from creditscore.core.terms import DERIVED_COLUMNS, WORDS, choice_name, level_name
from creditscore.core.text import Lang, Text
from creditscore.engine.loans import with_definitions
from creditscore.packs.words.measure_words import column_title
from creditscore.report.sheet import Column, Kind, Row, Sheet
from creditscore.report.workbook.spreadsheet import write_sheets

COLLECTION = "collection.xlsx"
TITLE = Text("逾期贷款催收清单", "collection list of overdue loans")
BY_VILLAGE = Text("各村合计", "by village")
LOANS = Text("逐笔清单", "loan by loan")
NOTHING = Text("没有逾期贷款。", "No loan is overdue.")
_DAYS = Text("逾期天数", "days overdue")
_COUNT = Text("笔数", "loans")
_OLDEST = Text("最早到期日", "oldest due date")
_MONEY = ("principal", "outstanding", "overdue_interest")
_CHOICES = ("borrower_type", "product", "loan_class")
_KINDS: dict[str, Kind] = {
    "principal": "money",
    "outstanding": "money",
    "overdue_interest": "money",
    "issue_date": "date",
    "effective_due_date": "date",
}
_LOAN_COLUMNS = ("loan_id", "borrower_type", "household_id", "product", "issue_date", "effective_due_date")


def write_collection(run: Run, loans: pl.LazyFrame, folder: Path, lang: Lang) -> Path:
    """Write `collection.xlsx` into a folder; `loans` are the usable rows of the run's loan table."""
    overdue = overdue_loans(run, loans)
    names: Mapping[str, Mapping[str, str]] = run.summary()["names"]
    sheets = [_village_sheet(overdue, names, lang), _loan_sheet(overdue, names, lang)]
    return write_sheets(folder / COLLECTION, TITLE.say(lang), run.as_of, lang, sheets)


def overdue_loans(run: Run, loans: pl.LazyFrame) -> pl.DataFrame:
    """The loans overdue at the end of the as-of date, with `days` (0 where only interest is overdue), by village, oldest first."""
    defined: pl.LazyFrame = with_definitions(nw.from_native(loans), run.as_of).to_native()
    days = (pl.lit(run.as_of) - pl.col("effective_due_date")).dt.total_days()
    late = defined.filter(pl.col("overdue")).with_columns(pl.max_horizontal(days, 0).alias("days"))
    places = run.table("village").select("village_id", "township_id")
    order = [pl.col("village_id"), pl.col("effective_due_date"), -pl.col("outstanding"), pl.col("loan_id")]
    return late.join(places, on="village_id", how="left").sort(order).collect()


def _village_sheet(overdue: pl.DataFrame, names: Mapping[str, Mapping[str, str]], lang: Lang) -> Sheet:
    columns = [
        *_place_columns(lang),
        Column(_COUNT.say(lang), "count"),
        Column(_title("outstanding", lang), "money"),
        Column(_title("overdue_interest", lang), "money"),
        Column(_OLDEST.say(lang), "date"),
    ]
    sums = [pl.len().alias("n"), pl.col("outstanding").sum(), pl.col("overdue_interest").sum(), pl.col("effective_due_date").min()]
    villages = overdue.group_by("township_id", "village_id").agg(sums).sort(-pl.col("outstanding"), "village_id")
    rows = [
        [*_place(township, village, names), n, left / FEN_PER_YUAN, interest / FEN_PER_YUAN, oldest]
        for township, village, n, left, interest, oldest in villages.iter_rows()
    ]
    return Sheet(BY_VILLAGE.say(lang), tuple(columns), rows, None if rows else NOTHING.say(lang), frozen=3)


def _loan_sheet(overdue: pl.DataFrame, names: Mapping[str, Mapping[str, str]], lang: Lang) -> Sheet:
    shown = [name for name in (*_LOAN_COLUMNS, *_MONEY, "loan_class") if name in overdue.columns]
    columns = [*_place_columns(lang), *(Column(_title(name, lang), _KINDS.get(name, "text")) for name in shown)]
    columns.insert(len(_place_columns(lang)) + shown.index("effective_due_date") + 1, Column(_DAYS.say(lang), "count"))
    rows = list(_loan_rows(overdue, shown, names, lang))
    return Sheet(LOANS.say(lang), tuple(columns), rows, None if rows else NOTHING.say(lang), frozen=4)


def _loan_rows(overdue: pl.DataFrame, shown: list[str], names: Mapping[str, Mapping[str, str]], lang: Lang) -> Iterator[Row]:
    for loan in overdue.iter_rows(named=True):
        cells = []
        for name in shown:
            value = loan[name]
            if name in _CHOICES and value is not None:
                value = choice_name(value).say(lang)
            cells.append(value / FEN_PER_YUAN if name in _MONEY and value is not None else value)
            if name == "effective_due_date":
                cells.append(loan["days"])
        yield [*_place(loan["township_id"], loan["village_id"], names), *cells]


def _title(column: str, lang: Lang) -> str:
    words = DERIVED_COLUMNS[column] if column in DERIVED_COLUMNS else column_title("loans", column)
    return words.say(lang) + (Text("（元）", " (yuan)").say(lang) if column in _MONEY else "")


def _place_columns(lang: Lang) -> list[Column]:
    village = level_name("village")
    return [Column(level_name("township").say(lang)), Column(village.say(lang)), Column(f"{village.say(lang)} {WORDS['id'].say(lang)}")]


def _place(township: str | None, village: str, names: Mapping[str, Mapping[str, str]]) -> list[str]:
    return [names.get("township", {}).get(township or "", township or ""), names.get("village", {}).get(village, ""), village]
