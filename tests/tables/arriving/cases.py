"""The collected examples: each a file of one table with one hazard (or several), and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.tables.arriving.writers import csv_bytes

LOANS = ["贷款编号", "借款人类型", "农户编号", "行政村编号", "贷款品种", "发放日期", "到期日", "贷款本金", "已还本金", "欠息", "曾经逾期"]
HOUSEHOLDS = ["农户编号", "行政村编号", "户主姓名", "身份证号码", "出生日期", "家庭人口", "身体健康", "人均纯收入"]
VILLAGES = ["行政村编号", "行政村名称", "乡镇编号", "在册户数"]


@dataclass(frozen=True)
class Case:
    """One example: its table, file name, writer; the counts, the codes told (notes too), values of used rows, or why it is refused."""

    name: str
    table: str
    suffix: str
    write: Callable[[Path], Any]
    used: int = 2
    rejected: int = 0
    left_out: int = 0
    codes: tuple[str, ...] = ()
    values: dict[str, list[Any]] = field(default_factory=dict)
    refused: str | None = None


def loan(number: int, **cells: Any) -> list[Any]:
    """A sound household loan with some cells changed, by header."""
    row = dict(
        zip(LOANS, [f"L{number}", "农户", f"H{number}", "V1", "小额信用贷款", "2002-01-01", "2003-01-01", 1000, 400, 0, "否"], strict=True)
    )
    return list((row | cells).values())


def household(number: int, **cells: Any) -> list[Any]:
    """A sound household with some cells changed, by header."""
    row = dict(zip(HOUSEHOLDS, [f"H{number}", "V1", "张三", None, "1949-12-31", 4, "是", 1200.5], strict=True))
    return list((row | cells).values())


def text_case(name: str, table: str, rows: list[list[Any]], encoding: str = "utf-8", separator: str = ",", **expected: Any) -> Case:
    """An example in a CSV file."""
    return Case(name, table, ".csv", lambda path: path.write_bytes(csv_bytes(rows, encoding, separator)), **expected)


def cells_case(name: str, table: str, header: str, first: Any, second: Any, **expected: Any) -> Case:
    """An example of two rows whose cells under one header are given."""
    headers, row = {"loans": (LOANS, loan), "households": (HOUSEHOLDS, household)}[table]
    return text_case(name, table, [headers, row(1, **{header: first}), row(2, **{header: second})], **expected)


def day(text: str) -> date:
    """A date from its ISO form."""
    return date.fromisoformat(text)
