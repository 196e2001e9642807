"""Check the tables of a county without rating it; write what was found beside the user's rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from creditscore.core.errors import Problem, UsageError, one
from creditscore.core.text import Lang, Text
from creditscore.jobs.check_words import finding_dict, reason_lines, source_dict, source_line
from creditscore.jobs.reading import Data, read_data
from creditscore.packs.library import editions, pack_in_force
from creditscore.packs.model.pack import Pack
from creditscore.tables.findings.rejected import write_findings, write_rejected
from creditscore.tables.findings.result import SourceFile, Tables

REJECTED, FINDINGS_FILE, MARKED = "rejected.csv", "findings.csv", "marked"
Write = Callable[[Path], None]


class CheckOutcome(Struct, frozen=True):
    """The tables as read, with all that was found; the files written, and the inputs of which no marked copy was made."""

    tables: Tables
    written: tuple[Path, ...] = ()
    without_copy: tuple[SourceFile, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether a row was set aside, or a table cannot be used at all."""
        return self.tables.rows_rejected > 0 or self.tables.refusal is not None

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """For programs."""
        return {
            "inputs": [source_dict(source) for source in self.tables.sources],
            "counts": dict(self.tables.findings.counts),
            "findings": [finding_dict(finding, lang) for finding in self.tables.findings],
            "written": [path.as_posix() for path in self.written],
        }

    def lines(self, lang: Lang) -> list[str]:
        """For people: the files, each reason with its number, first examples and cure, and what was written where."""
        files = [source_line(source, lang) for source in self.tables.sources]
        return [*files, *reason_lines(self.tables.findings, lang), *self._written(lang)]

    def _written(self, lang: Lang) -> list[str]:
        if not self.written:
            return []
        lines = ["", Text("已写出：", "Written:").say(lang), *(f"  {path}" for path in self.written)]
        if self.without_copy:
            names = ", ".join(dict.fromkeys(source.file for source in self.without_copy))
            told = Text("没有做标记副本（Parquet 或行数太多）：{names}", "no marked copy (Parquet, or too many rows): {names}")
            lines.append(told.fill(names=names).say(lang))
        return lines


def check(data: Data, rules: str, as_of: date | None, out: Path | None, lang: Lang = "zh", *, replace: bool = False) -> CheckOutcome:
    """Read and check the tables; with `out`, write there the findings, the rows set aside, and marked copies of the user's files."""
    tables = read_data(data, _pack(rules, as_of), as_of)
    if out is None:
        return CheckOutcome(tables)
    from creditscore.tables.findings.marked_copy import planned_copies, write_copy

    copies = planned_copies(tables)
    files: dict[Path, Write] = {
        out / FINDINGS_FILE: lambda path: write_findings(tables, path),
        out / REJECTED: lambda path: write_rejected(tables, path),
    }
    for name, sources in copies.files.items():
        files[out / MARKED / name] = partial(write_copy, tables, sources, lang)
    _refuse_to_overwrite(out, list(files), tables, replace)
    for path, write in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
    return CheckOutcome(tables, tuple(files), copies.without)


def _refuse_to_overwrite(out: Path, files: list[Path], tables: Tables, replace: bool) -> None:
    """UsageError where a file of the user's stands in the way, or an earlier check's without `replace`."""
    elsewhere = Text("请用 --out 另选文件夹", "choose another folder with --out")
    if out.exists() and not out.is_dir():
        raise one(UsageError, str(out), Text("不是文件夹", "is not a folder"), cure=elsewhere)
    inputs = {source.path.resolve() for source in tables.sources}
    own = [path for path in files if path.resolve() in inputs]
    if own:
        what = Text("这是正在检查的文件，不会覆盖", "this is a file being checked; it is never overwritten")
        raise UsageError([Problem(str(path), what, cure=elsewhere) for path in own])
    earlier = [path for path in files if path.exists()]
    if earlier and not replace:
        what = Text("已有这个文件，可能是上次检查的结果", "this file exists already, perhaps from an earlier check")
        cure = Text("如需覆盖，请加 --replace；或用 --out 另选文件夹", "add --replace to overwrite it, or choose another folder with --out")
        raise one(UsageError, str(earlier[0]), what, cure=cure)


def _pack(rules: str, as_of: date | None) -> Pack:
    """The edition in force on the day, or the newest one where no day is given."""
    return (editions(rules)[-1] if as_of is None else pack_in_force(rules, as_of)).pack
