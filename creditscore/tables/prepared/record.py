"""Prepared tables: a folder of Parquet parts with whole villages, sorted by household, checked once; and the record of what was found.

prepared.json              what went in, what was found, the parts and their digests
households/00001.parquet   usable rows, canonical columns, amounts in yuan
loans/00001.parquet        the loans of the households and villages of the same part
villages.parquet  townships.parquet  rejected.parquet  findings.parquet
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import DecodeError, Struct
from msgspec.json import decode
from msgspec.structs import asdict

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.findings.finding import Finding, Findings
from creditscore.tables.reasons import Severity

RECORD, OWNERS = "prepared.json", "owners"
REJECTED, LINES = "rejected.parquet", "findings.parquet"
Order = Literal["township", "household"]


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file (or sheet) that a table came from, its digest, and what became of its rows; see `SourceFile`."""

    table: str
    file: str
    sheet: str | None
    encoding: str | None
    sha256: str
    rows_in: int
    rows_used: int
    rows_rejected: int
    left_out: int


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part: its rows, its first and last household, and the latest of its dates that must not lie after an as-of date."""

    number: int
    households: int
    loans: int
    first: str | None
    last: str | None
    latest: date | None

    @property
    def file(self) -> str:
        """The name of its files in both tables' folders."""
        return f"{self.number:05}.parquet"


class Remark(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A finding as it was told."""

    severity: Severity
    table: str
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    code: str
    ids: dict[str, str]
    zh: str
    en: str

    @classmethod
    def of(cls, one: Finding) -> Remark:
        """From a finding."""
        told = {name: getattr(one, name) for name in cls.__struct_fields__ if name not in {"zh", "en", "ids"}}
        return cls(**told, ids=dict(one.ids), zh=one.text.zh, en=one.text.en)

    def finding(self) -> Finding:
        """As a finding again."""
        told = {name: value for name, value in asdict(self).items() if name not in {"zh", "en"}}
        return Finding(**told, text=Text(self.zh, self.en))


class Prepared(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `prepared.json` holds. `digests` are those of the folders and files; `declared` a rule pack's own columns."""

    format: Literal[1] = 1
    order: Order
    declared: dict[str, dict[str, str]]
    sources: list[Source]
    counts: dict[str, int]
    remarks: list[Remark]
    parts: list[Part]
    digests: dict[str, str]

    def findings(self) -> Findings:
        """What was found when the tables were prepared."""
        return Findings(tuple(remark.finding() for remark in self.remarks), self.counts)


def read_record(folder: Path) -> Prepared | None:
    """The record of a folder of prepared tables; None where there is none. A TableError where it cannot be understood."""
    path = folder / RECORD
    if not path.is_file():
        return None
    try:
        return decode(path.read_bytes(), type=Prepared)
    except DecodeError as error:
        raise TableError([Problem(str(path), Text("无法识别", "it cannot be understood"), cure=_AGAIN)]) from error


_AGAIN = Text("请重新运行 creditscore prepare", "run creditscore prepare again")


def refuse_changed(folder: Path, record: Prepared, digests: Mapping[str, str]) -> None:
    """A TableError where a table is not as it was prepared: nothing of it has been checked then."""
    what = Text("整理后的数据已被改动，与 prepared.json 不符", "the prepared table has been changed since: it does not match prepared.json")
    changed = [Problem(str(folder / table), what, cure=_AGAIN) for table, digest in digests.items() if record.digests.get(table) != digest]
    if changed:
        raise TableError(changed)


def refuse_undeclared(folder: Path, record: Prepared, declared: Mapping[str, Mapping[str, str]], known: Mapping[str, set[str]]) -> None:
    """A TableError where a rule pack needs columns of its own that the tables were prepared without."""
    lacking = [
        f"{table}.{column}"
        for table, columns in declared.items()
        for column in columns
        if column not in known.get(table, set()) and column not in record.declared.get(table, {})
    ]
    if lacking:
        what = Text(
            "整理数据时没有带上规则包自有的列：{columns}", "the tables were prepared without the rule pack's own columns: {columns}"
        )
        cure = Text("请加 --rules 重新运行 creditscore prepare", "run creditscore prepare again with --rules")
        raise TableError([Problem(str(folder), what.fill(columns=", ".join(lacking)), cure=cure)])
