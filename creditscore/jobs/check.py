"""Check the tables of a county without rating it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from creditscore.core.errors import UsageError, one
from creditscore.core.text import Lang, Text
from creditscore.jobs.reading import Data, read_data
from creditscore.packs.library import editions, pack_in_force
from creditscore.packs.model import Pack
from creditscore.tables.findings import Finding
from creditscore.tables.reasons import REASONS, Severity
from creditscore.tables.rejected import write_rejected
from creditscore.tables.result import SourceFile, Tables

SEVERITIES: dict[Severity, Text] = {"error": Text("错误", "error"), "warning": Text("警告", "warning"), "note": Text("提示", "note")}
EXAMPLES_SHOWN = 3
REJECTED = "rejected.csv"


@dataclass(frozen=True)
class CheckOutcome:
    """The tables as read, with all that was found."""

    tables: Tables

    @property
    def refused(self) -> bool:
        """Whether a row was set aside, or a table cannot be used at all."""
        return self.tables.rows_rejected > 0 or self.tables.refusal is not None

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """For programs."""
        return {
            "inputs": [_source_dict(source) for source in self.tables.sources],
            "counts": dict(self.tables.findings.counts),
            "findings": [_finding_dict(finding, lang) for finding in self.tables.findings],
        }

    def lines(self, lang: Lang) -> list[str]:
        """For people: the files, then each reason with its number and its first examples."""
        return [*(_source_line(source, lang) for source in self.tables.sources), *self._reasons(lang)]

    def _reasons(self, lang: Lang) -> list[str]:
        lines = []
        for severity, word in SEVERITIES.items():
            for code, count in self.tables.findings.counts.items():
                if REASONS[code].severity != severity:
                    continue
                lines.append(f"{word.say(lang)} {code}: {count}")
                shown = self.tables.findings.coded(code)[:EXAMPLES_SHOWN]
                lines += [f"  {_finding_place(finding, lang)} {finding.text.say(lang)}" for finding in shown]
        return lines


def check(data: Data, rules: str, as_of: date | None, out: Path | None) -> CheckOutcome:
    """Read and check the tables; with `out`, the rows that cannot be used are written there as rejected.csv."""
    outcome = CheckOutcome(read_data(data, _pack(rules, as_of), as_of))
    if out is not None:
        if out.exists() and not out.is_dir():
            raise one(UsageError, str(out), Text("不是文件夹", "is not a folder"), cure=Text("请另选位置", "choose another place"))
        out.mkdir(parents=True, exist_ok=True)
        write_rejected(outcome.tables, out / REJECTED)
    return outcome


def _pack(rules: str, as_of: date | None) -> Pack:
    """The edition in force on the day, or the newest one where no day is given."""
    return (editions(rules)[-1] if as_of is None else pack_in_force(rules, as_of)).pack


def _source_line(source: SourceFile, lang: Lang) -> str:
    told = Text(
        "{place}：读入 {rows_in} 行，可用 {rows_used} 行，剔除 {rows_rejected} 行{coding}",
        "{place}: {rows_in} rows in, {rows_used} usable, {rows_rejected} rejected{coding}",
    )
    coding = Text(f"（编码 {source.encoding}）", f" (encoding {source.encoding})") if source.encoding else ""
    place = source.file if source.sheet is None else f"{source.file}[{source.sheet}]"
    counts = {"rows_in": source.rows_in, "rows_used": source.rows_used, "rows_rejected": source.rows_rejected}
    return told.fill(place=place, coding=coding, **counts).say(lang)


def _finding_place(finding: Finding, lang: Lang) -> str:
    sheet = f"[{finding.sheet}]" if finding.sheet else ""
    row = Text(f" 第 {finding.row} 行", f" row {finding.row}").say(lang) if finding.row is not None else ""
    return f"{finding.file}{sheet}{row}:"


def _source_dict(source: SourceFile) -> dict[str, Any]:
    counts = ("table", "file", "sheet", "encoding", "rows_in", "rows_used", "rows_rejected", "left_out")
    return {name: getattr(source, name) for name in counts}


def _finding_dict(finding: Finding, lang: Lang) -> dict[str, Any]:
    places = ("severity", "code", "table", "file", "sheet", "row", "column", "value")
    return {name: getattr(finding, name) for name in places} | {"ids": dict(finding.ids), "text": finding.text.say(lang)}
