"""Prepare tables for very large ratings: Parquet parts with whole villages, sorted by household, checked once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from creditscore.core.errors import UsageError, one
from creditscore.core.text import Lang, Text
from creditscore.jobs.check_words import reason_lines, source_dict, source_line
from creditscore.jobs.reading import Data, inputs_of
from creditscore.jobs.shapes import standard_shapes
from creditscore.jobs.tally import Tally
from creditscore.packs.library import editions
from creditscore.tables.prepared.prepare import Outcome, prepare_tables
from creditscore.tables.prepared.record import Prepared, read_record

Report = Callable[[Text], None]


class PrepareOutcome(Struct, frozen=True):
    """Prepared tables and where they are."""

    folder: Path
    outcome: Outcome

    @property
    def record(self) -> Prepared:
        """What `prepared.json` holds."""
        return self.outcome.record

    @property
    def rejected(self) -> int:
        """How many rows were set aside."""
        return self.outcome.tables.rows_rejected

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "folder": self.folder.as_posix(),
            "order": self.record.order,
            "parts": len(self.record.parts),
            "inputs": [source_dict(source) for source in self.outcome.tables.sources],
            "counts": dict(self.outcome.tables.findings.counts),
        }

    def lines(self, lang: Lang) -> list[str]:
        """For people: the files, what was found, how many parts there are."""
        files = [source_line(source, lang) for source in self.outcome.tables.sources]
        told = Text(
            "已整理为 {parts} 个分块，位于 {folder}；可用 creditscore rate {folder} 评定",
            "{parts} parts are in {folder}; rate them with creditscore rate {folder}",
        )
        last = told.fill(parts=len(self.record.parts), folder=self.folder.as_posix()).say(lang)
        return [*files, *reason_lines(self.outcome.tables.findings, lang), "", last]


def prepare(data: Data, rules: str, out: Path, report: Report) -> PrepareOutcome:
    """Prepare the tables into `out`; a UsageError where something else is there, or `out` lies in the data."""
    _refuse_taken(out)
    shapes = standard_shapes(edition.pack for edition in editions(rules))  # a pack's own tables lie beside, as they are
    report(Text("正在读入各表", "reading the tables"))
    return PrepareOutcome(out, prepare_tables(inputs_of(data, shapes), shapes, data.encoding, out, _told(report)))


def _told(report: Report) -> Callable[[int, int], None]:
    """Tells of parts as they are done, and how many households there are; from the start again where they are gone through once more."""
    tallies: list[Tally] = []

    def told(rows: int, total: int) -> None:
        if not tallies or tallies[-1].done + rows > total:
            tallies.append(Tally(Text("正在整理", "preparing"), total, report))
        tallies[-1].add(rows)

    return told


def _refuse_taken(out: Path) -> None:
    if not out.exists() or not any(out.iterdir()):
        return
    if read_record(out) is not None:
        what = Text("这里已有整理好的数据", "there are prepared tables here already")
    elif (out / ".preparing.json").is_file():
        return
    else:
        what = Text("该文件夹不是空的", "the folder is not empty")
    raise one(UsageError, str(out), what, cure=Text("请另选一个文件夹，或先将其移走", "choose another folder, or move it away first"))
